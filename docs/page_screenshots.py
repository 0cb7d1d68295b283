"""The README's pictures of the pages, made anew from a copy of a collection.

    python -m docs.page_screenshots DATA [NAME...]

Chromium is Debian's. Each picture is a row of SHOTS: an address, a size, light or dark, and what to wait for.

Does not do: judge the pictures; look at them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from playwright.sync_api import sync_playwright

from api.app import create_app
from api.settings import Settings
from docs.screenshots import CHROMIUM, FOLDER, QUIET, serve_app

DESKTOP, PHONE = (1280, 800), (390, 844)
CITED = "pasal-6/ayat-4"  # of the guide on discipline, which comes with the program
READING = f"/baca/panduan-2-2026?kutip={CITED}#pasal-6-ayat-4"
CLAUSE = "PNS wajib melaporkan pelanggaran kode etik kepada majelis kode etik."


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: where, how large, light or dark; ``clause`` is a text whose precedents are sought there first."""

    address: str
    size: tuple[int, int] = DESKTOP
    scheme: Any = "light"
    clause: str = ""


SHOTS = {
    "page-ask": Shot(f"/?t={quote_plus('bolos kerja 28 hari setahun hukumannya apa?')}"),
    "page-refusal": Shot(f"/?t={quote_plus('jam buka loket pelayanan BKPSDM?')}"),
    "page-reading": Shot(READING),
    "page-reading-dark": Shot(READING, scheme="dark"),
    "page-reading-phone": Shot(READING, PHONE),
    "page-draft": Shot("/rancangan", clause=CLAUSE),
}


def take_shots(data: Path, names: list[str]) -> None:
    """Write the named pictures (all where none is named) of the collection in ``data``."""
    FOLDER.mkdir(exist_ok=True)
    app = create_app(Settings(data=data, rate_anonymous=""))
    with serve_app(app) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name in names or SHOTS:
            shot = SHOTS[name]
            width, height = shot.size
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=shot.scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            page.goto(host + shot.address, wait_until="networkidle")
            if shot.clause:
                page.locator("#draft-text").fill(shot.clause)
                page.locator("button[value=precedents]").click()
                page.locator(".version button").first.click()
                page.locator("#draft-result").scroll_into_view_if_needed()
            page.wait_for_timeout(600)
            page.screenshot(path=FOLDER / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    take_shots(Path(sys.argv[1]), sys.argv[2:])
