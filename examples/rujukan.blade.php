{{-- Laravel: resources/views/components/rujukan.blade.php, used as <x-rujukan /> before </body>.
     config/services.php: 'rujukan' => ['url' => env('RUJUKAN_URL'), 'site' => env('RUJUKAN_SITE')] --}}
@props(['topic' => null, 'lang' => app()->getLocale()])
<script src="{{ config('services.rujukan.url') }}/widget.js"
        data-site="{{ config('services.rujukan.site') }}"
        data-lang="{{ $lang }}"
        @if ($topic) data-topic="{{ $topic }}" @endif
        async></script>
