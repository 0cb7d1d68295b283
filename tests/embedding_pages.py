"""Pages of an agency on an origin of its own that carry the widget, and a document with markup as text."""

# Neither script nor style in the page itself, nothing from anywhere but this server.
STRICT = (
    "default-src 'none'; script-src {host}; connect-src {host}; style-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)
PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Dinas</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Dinas</h1><p>Layanan <a href="/">kepegawaian</a>.</p></main>
<script src="{host}/widget.js" data-site="{site}" {attributes} async></script></body></html>"""
HOSTILE = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 3 TAHUN 2022
TENTANG
<img src=x onerror=window.pwned=1> PAKAIAN
MEMUTUSKAN:
Pasal 1
Pegawai memakai <img src=x onerror="window.pwned=1"> pakaian <script>window.pwned=1</script> dinas harian.
Pasal 2
Pakaian dinas lapangan diatur pejabat."""
