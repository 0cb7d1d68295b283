"""What the pages weigh and how the widget behaves, in figures: a JSON object a line.

    python -m benchmarks.page_budgets DATA [RUNS]

DATA is a copy of a data folder (a site is registered in it). Told are: the gzip size of the widget, of all that an ask
page and a reading page load but the text, of the three longest reading pages with the seconds they take when first
read and again; and in Chromium, RUNS times (default 5), on a page of another origin: the layout shift while the widget
is opened, asked and answers, and the milliseconds from the server's first event to the first card on the page.

Does not do: judge. The budgets are in tests/test_widget.py and tests/test_pages.py.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from api.app import create_app
from api.ledger import Ledger
from api.settings import Settings
from api.widget import widget_source
from docs.screenshots import ABSENCE, AGENCY, ask, register_site
from docs.stage import WATCH_CARD, WATCH_SHIFT, open_browser, serve, serve_agency
from kb.store import open_store

LONGEST = 3  # reading pages


def find_longest(data: Path, count: int) -> list[str]:
    """Ids of the regulations with the most provisions, the longest first."""
    with open_store(data) as store:
        return sorted(store.regulations(), key=lambda i: -len(store.provisions(i)))[:count]


def weigh_pages(host: str, longest: list[str]) -> Iterator[dict[str, Any]]:
    """Bytes, and bytes as they are sent, of the widget, of the files that a page loads, of the longest pages."""
    yield {"what": "widget.js", "gzip": len(gzip.compress(widget_source().encode(), 5))}
    for identifier in longest:
        began = time.perf_counter()
        first = httpx.get(f"{host}/baca/{identifier}")
        between = time.perf_counter()
        httpx.get(f"{host}/baca/{identifier}")
        yield {
            "what": f"/baca/{identifier}",
            "bytes": len(first.content),
            "gzip": sent(first),
            "first_s": round(between - began, 2),
            "again_s": round(time.perf_counter() - between, 2),
        }
    for page in ("/", f"/baca/{longest[0]}", "/kelola"):
        html = httpx.get(host + page).text
        files = set(re.findall(r'"(/aset/[^"]+)"', html))
        files |= {f"{Path(name).parent}/{part}" for name in list(files) for part in imported(host, name)}
        yield {"what": f"files of {page}", "gzip": sum(sent(httpx.get(host + name)) for name in files)}


def imported(host: str, script: str) -> set[str]:
    """The modules that a script imports, and those that they do."""
    if not script.endswith(".js"):
        return set()
    names = set(re.findall(r'(?:from|import) "\./([\w.]+)"', httpx.get(host + script).text))
    return names.union(*(imported(host, f"{Path(script).parent}/{name}") for name in names))


def sent(response: httpx.Response) -> int:
    """Bytes of a body as it went over the wire."""
    return response.num_bytes_downloaded


def watch_widget(browser: Any, agency: str) -> dict[str, Any]:
    """One visit: the layout shift, and how soon after the first event the first card stands on the page."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(agency, wait_until="networkidle")
    for script in (WATCH_SHIFT, WATCH_CARD):
        page.evaluate(script)
    ask(ABSENCE, page)
    page.wait_for_timeout(200)
    shift, card = page.evaluate("[window.shifted ?? 0, window.firstCard - window.firstEvent]")
    context.close()
    return {"what": "widget", "layout_shift": shift, "first_card_ms": round(card)}


def main(data: Path, runs: int) -> None:
    """Print all figures of the collection in ``data``."""
    app = create_app(Settings(data=data, rate_anonymous="", rate_leafing=""))
    with serve(app) as host, serve_agency() as agency, open_browser() as browser:
        for row in weigh_pages(host, find_longest(data, LONGEST)):
            print(json.dumps(row))
        agency.html = AGENCY.format(host=host)
        register_site(Ledger(data), agency.origin)
        for _ in range(runs):
            print(json.dumps(watch_widget(browser, agency.origin)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5)
