"""The README's pictures, made anew: `make screenshots` serves a collection, opens its pages and widget, takes them.

    python -m docs.screenshots DATA [NAME...]

DATA is a copy of a data folder (a site is registered in it). The page that carries the widget stands on a second
origin, as an agency's page would. Each picture is a row of SHOTS.

Does not do: judge the pictures; look at them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from playwright.sync_api import Page

from api.app import create_app
from api.keys import add_key, list_keys, revoke_key
from api.ledger import Ledger
from api.settings import Settings
from api.sites import add_site, list_sites, remove_site
from docs.stage import open_browser, serve, serve_agency

FOLDER = Path(__file__).parent / "screenshots"
SITE = "bkpsdm"
EMBEDDED, DESKTOP, PHONE = (880, 760), (1280, 800), (390, 844)
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
ABSENCE = "bolos kerja 28 hari setahun hukumannya apa?"
NOWHERE = "jam buka loket pelayanan BKPSDM?"
CLAUSE = "PNS wajib melaporkan pelanggaran kode etik kepada majelis kode etik."
READING = "/baca/panduan-2-2026?kutip=pasal-6/ayat-4#pasal-6-ayat-4"  # a guide, which comes with the program
KEY = "pengambil gambar"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: what is done before it is taken, on which page (none: the agency's), how large, light or dark."""

    act: Callable[[Page], None]
    address: str = ""
    size: tuple[int, int] = DESKTOP
    scheme: Any = "light"


def look(page: Page) -> None:
    """Nothing but looking."""
    page.wait_for_load_state("networkidle")


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


def find_precedents(page: Page) -> None:
    """Compare a clause with the provisions on its matter."""
    page.locator("#draft-text").fill(CLAUSE)
    page.locator("button[value=precedents]").click()
    page.locator(".version button").first.click()
    page.locator("#draft-result").scroll_into_view_if_needed()


def manage(token: str, page: Page) -> None:
    """Sign in as a librarian, and look at a document."""
    page.locator("#key").fill(token)
    page.keyboard.press("Enter")
    page.locator("#look input").fill("panduan-2-2026")
    page.keyboard.press("Enter")
    page.locator("#document form").wait_for()
    page.locator("#document").scroll_into_view_if_needed()


def shots(token: str) -> dict[str, Shot]:
    """The pictures by name; ``token`` is a librarian's."""
    asked, refused = f"/?t={quote_plus(ABSENCE)}", f"/?t={quote_plus(NOWHERE)}"
    return {
        "widget-closed": Shot(look, size=EMBEDDED),
        "widget-open": Shot(open_widget, size=EMBEDDED),
        "widget-answer": Shot(partial(ask, ABSENCE), size=EMBEDDED),
        "widget-warning": Shot(partial(ask, "berapa hari jatah cuti tahunan PNS?"), size=EMBEDDED),
        "widget-refusal": Shot(partial(ask, NOWHERE), size=EMBEDDED),
        "widget-phone": Shot(partial(ask, ABSENCE), size=PHONE),
        "widget-dark": Shot(partial(ask, ABSENCE), size=EMBEDDED, scheme="dark"),
        "page-ask": Shot(look, asked),
        "page-refusal": Shot(look, refused),
        "page-reading": Shot(look, READING),
        "page-reading-dark": Shot(look, READING, scheme="dark"),
        "page-reading-phone": Shot(look, READING, PHONE),
        "page-draft": Shot(find_precedents, "/rancangan"),
        "page-manage": Shot(partial(manage, token), "/kelola"),
    }


def take_shots(data: Path, names: list[str]) -> None:
    """Write the named pictures (all where none is named) of the collection in ``data``."""
    FOLDER.mkdir(exist_ok=True)
    ledger = Ledger(data)
    rows = shots(make_key(ledger))
    app = create_app(Settings(data=data, rate_anonymous=""))
    with serve(app) as host, serve_agency() as agency, open_browser() as browser:
        agency.html = AGENCY.format(host=host)
        register_site(ledger, agency.origin)
        for name in names or rows:
            shot = rows[name]
            width, height = shot.size
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=shot.scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            page.goto(host + shot.address if shot.address else agency.origin, wait_until="networkidle")
            shot.act(page)
            page.wait_for_timeout(600)
            page.screenshot(path=FOLDER / f"{name}.png")
            context.close()


def register_site(ledger: Ledger, origin: str) -> None:
    """Let the agency's page ask, whatever was registered before."""
    if any(site.id == SITE for site in list_sites(ledger)):
        remove_site(ledger, SITE)
    add_site(ledger, SITE, [origin])


def make_key(ledger: Ledger) -> str:
    """A librarian's key for this run alone; one that an earlier run left is revoked."""
    for key in list_keys(ledger):
        if key.name == KEY and not key.revoked:
            revoke_key(ledger, KEY)
    return add_key(ledger, KEY, "librarian")[1]


if __name__ == "__main__":
    take_shots(Path(sys.argv[1]), sys.argv[2:])
