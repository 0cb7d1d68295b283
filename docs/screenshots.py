"""The pictures of the README, made anew: `make screenshots` serves a collection, embeds the widget, and takes them.

    python -m docs.screenshots DATA [NAME...]

DATA is a copy of a data folder (sites are registered in it). The page that carries the widget stands on a second
origin, as an agency's page would. Chromium is Debian's. Each shot is a row of SHOTS.

Does not do: judge the pictures; look at them.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page, sync_playwright

from api.app import create_app
from api.ledger import Ledger
from api.settings import Settings
from api.sites import add_site, list_sites, remove_site

FOLDER = Path(__file__).parent / "screenshots"
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SITE = "bkpsdm"
DESKTOP, PHONE = (880, 760), (390, 780)
AGENCY = """<!doctype html><html lang="id"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>BKPSDM Kabupaten Contoh</title>
<style>
html {{ background: #f3f5f8 }}
body {{ margin: 0; font: 16px/1.6 system-ui, "Noto Sans", sans-serif; color: #26323f; background: #f3f5f8 }}
nav {{ padding: 16px 40px; background: #fff; border-bottom: 1px solid #dfe4ea; font-weight: 650 }}
main {{ padding: 32px 40px; max-width: 760px }} h1 {{ font-size: 28px; margin: 0 0 8px }}
ul {{ padding: 0; list-style: none; display: grid; gap: 12px }}
li {{ background: #fff; border: 1px solid #dfe4ea; border-radius: 10px; padding: 14px 18px }}
@media (prefers-color-scheme: dark) {{ html {{ background: #0e1217 }} body {{ color: #d8dee6; background: #0e1217 }}
nav, li {{ background: #161b22; border-color: #2a333e }} }}
</style>
<nav>BKPSDM Kabupaten Contoh</nav><main><h1>Layanan kepegawaian</h1>
<p>Informasi dan layanan bagi pegawai pemerintah kabupaten.</p>
<ul><li>Cuti dan izin</li><li>Disiplin dan kode etik</li><li>Kinerja dan karier</li><li>Pensiun</li></ul></main>
<script src="{host}/widget.js" data-site="bkpsdm" async></script></html>"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: what is done on the agency's page before it is taken, how large, light or dark."""

    act: Callable[[Page], None]
    size: tuple[int, int] = DESKTOP
    scheme: Any = "light"


def open_widget(page: Page) -> None:
    """Press the bubble."""
    page.get_by_role("button", name="Buka Tanya Aturan ASN").click()


def ask(question: str, page: Page) -> None:
    """Open the widget, ask, and wait for the whole answer."""
    open_widget(page)
    page.get_by_label("Pertanyaan Anda").fill(question)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Salin").wait_for()
    page.locator("[data-rujukan] textarea").blur()
    page.wait_for_timeout(600)


ABSENCE = "bolos kerja 28 hari hukumannya apa?"
SHOTS = {
    "widget-closed": Shot(lambda page: None),
    "widget-open": Shot(open_widget),
    "widget-answer": Shot(partial(ask, ABSENCE)),
    "widget-warning": Shot(partial(ask, "berapa hari cuti tahunan PNS?")),
    "widget-refusal": Shot(partial(ask, "jam buka loket pelayanan BKPSDM?")),
    "widget-phone": Shot(partial(ask, ABSENCE), PHONE),
    "widget-dark": Shot(partial(ask, ABSENCE), DESKTOP, "dark"),
}


def take_shots(data: Path, names: list[str]) -> None:
    """Write the named pictures (all where none is named) of the collection in ``data``."""
    app = create_app(Settings(data=data))
    with serve_app(app) as host, serve_page(AGENCY.format(host=host)) as agency:
        register_site(Ledger(data), agency)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            for name in names or SHOTS:
                shot = SHOTS[name]
                width, height = shot.size
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=shot.scheme, reduced_motion="reduce"
                )
                page = context.new_page()
                page.goto(agency)
                page.locator("[data-rujukan]").wait_for(state="attached")
                shot.act(page)
                page.screenshot(path=FOLDER / f"{name}.png")
                context.close()
            browser.close()


def register_site(ledger: Ledger, origin: str) -> None:
    """Let the agency's page ask, whatever was registered before."""
    if any(site.id == SITE for site in list_sites(ledger)):
        remove_site(ledger, SITE)
    add_site(ledger, SITE, [origin])


@contextmanager
def serve_app(app: Any) -> Iterator[str]:
    """The address of the application on loopback while the body runs."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def serve_page(html: str) -> Iterator[str]:
    """The origin of a server on loopback that answers everything with one page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()


if __name__ == "__main__":
    take_shots(Path(sys.argv[1]), sys.argv[2:])
