"""A page of an agency on an origin of its own, a browser to look at it, and the collection behind the widget."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
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


class Agency(ThreadingHTTPServer):
    """Answers every address with ``html`` under the policy ``csp``; both may be set between two requests."""

    html = ""
    csp = ""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Agency

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.server.csp:
            self.send_header("Content-Security-Policy", self.server.csp)
        self.end_headers()
        self.wfile.write(self.server.html.encode())

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serve_agency() -> Iterator[Agency]:
    with Agency(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


@contextmanager
def open_browser() -> Iterator[Any]:
    """Debian's Chromium; the test is skipped where it is missing, and fails in CI."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
