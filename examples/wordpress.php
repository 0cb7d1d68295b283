<?php
/**
 * Plugin Name: Rujukan widget
 * Description: Answers from civil-service regulations, on every page. Save as wp-content/plugins/rujukan.php and activate.
 */

add_action('wp_enqueue_scripts', function () {
    wp_enqueue_script('rujukan', 'https://rujukan.example.go.id/widget.js', [], null, ['strategy' => 'async', 'in_footer' => true]);
});

add_filter('script_loader_tag', function ($tag, $handle) {
    return $handle === 'rujukan' ? str_replace(' src=', ' data-site="bkpsdm" src=', $tag) : $tag;
}, 10, 2);
