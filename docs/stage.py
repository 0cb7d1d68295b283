"""What the pictures and the tests of the pages stand on: Debian's Chromium, the application, a page of another origin.

Does not do: register sites, take pictures, skip tests.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
# Layout shift as the metric is defined: what moves without the reader having done anything just before.
WATCH_SHIFT = """() => new PerformanceObserver((seen) => {
  for (const { hadRecentInput, value } of seen.getEntries()) {
    if (!hadRecentInput) window.shifted = (window.shifted ?? 0) + value;
  }
}).observe({ type: "layout-shift", buffered: true })"""
# When the first bytes of an answer come, and when the widget's first card stands there.
WATCH_CARD = """() => {
  const read = ReadableStreamDefaultReader.prototype.read;
  ReadableStreamDefaultReader.prototype.read = async function () {
    const chunk = await read.call(this);
    window.firstEvent ??= performance.now();
    return chunk;
  };
  const root = document.querySelector("[data-rujukan]").shadowRoot;
  const seen = new MutationObserver(() => {
    if (root.querySelector(".card")) window.firstCard ??= performance.now();
  });
  seen.observe(root, { childList: true, subtree: true });
}"""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A browser that is closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def serve(app: FastAPI) -> Iterator[str]:
    """The address on loopback under which ``app`` answers, from a thread of its own, while the body runs."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


class Agency(ThreadingHTTPServer):
    """Answers every address with ``html`` under the policy ``csp``; both may be set between two requests."""

    html = ""
    csp = ""

    @property
    def origin(self) -> str:
        """Another one than the application's: the same machine by another name."""
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
    """A server of an agency's page while the body runs."""
    with Agency(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)
