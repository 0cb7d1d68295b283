"""All that the reading page's template needs for one request: facts, notices, time line, blocks, the page shown.

Does not do: cut the text into blocks (``api.reading``), write HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.linking import address_of, anchor_of
from api.reading import amended_articles, boxes_of, parse_shown, read_blocks, read_events
from ingest.pipeline import source_path
from kb.catalogue import status_on
from kb.citation import parse_path, regulation_label
from kb.search import Library
from kb.types import NotFoundError, Page, PageBox, Regulation, Status

Json = dict[str, Any]
Notice = tuple[str, str, str]  # key of its text, kind, what is added


def read_view(library: Library, identifier: str, query: Mapping[str, str]) -> Json:
    """The values of ``baca.html``; ``query`` may hold ``kutip`` (a path), ``halaman`` (a number), ``pada`` (a day).

    Raises NotFoundError where the regulation is not among those the asker may see.
    """
    if identifier not in library.stored:
        raise NotFoundError(f"{identifier} tidak ada di koleksi")
    row = library.regulations[identifier]
    status = status_on(identifier, library.regulations, _day(query.get("pada", "")))
    pages = library.store.pages(identifier)
    path = parse_shown(identifier, query.get("kutip", ""))
    label, boxes = boxes_of(library, path) if path else ("", ())
    poor = {anchor_of(c.article) for c in library.store.chunks(identifier) if not c.verbatim}
    return {
        "regulation": row,
        "label": regulation_label(identifier),
        "status": status,
        "notices": _notices(library, row, status),
        "facts": _facts(row),
        "official": row.page_url if row.page_url.startswith(("https://", "http://")) else "",
        "has_source": _has_pdf(library, identifier),
        "events": [_event(event) for event in read_events(library, identifier, row.enacted)],
        "trouble": [page for page in pages if page.trouble],
        "blocks": read_blocks(library, identifier),
        "poor": poor,
        "amended": _amended(library, identifier),
        "cited": {
            "path": path.partition("#")[0] if label else "",
            "anchor": anchor_of(path) if label else "",
            "label": label,
            "missing": query.get("kutip", "") if not label else "",
        },
        "page": _page(library, identifier, pages, boxes, label, query.get("halaman", "")),
    }


def boxes_json(library: Library, identifier: str, shown: str) -> Json:
    """Label and boxes of a provision with the sizes of the pages they lie on. Raises NotFoundError."""
    if identifier not in library.stored:
        raise NotFoundError(f"{identifier} tidak ada di koleksi")
    label, boxes = boxes_of(library, parse_shown(identifier, shown)) if shown else ("", ())
    sizes = {page.number: [page.width, page.height] for page in library.store.pages(identifier)}
    return {"label": label, "boxes": [list(box) for box in boxes], "sizes": sizes}


def _page(
    library: Library, identifier: str, pages: list[Page], boxes: tuple[PageBox, ...], label: str, asked: str
) -> Json | None:
    """The page whose picture is shown, with its boxes from the top left; None where there is no picture."""
    if not pages or not _has_pdf(library, identifier):
        return None
    numbers = {page.number: page for page in pages}
    first = boxes[0][0] if boxes else pages[0].number
    page = numbers.get(int(asked) if asked.isdecimal() and len(asked) < 6 else first) or numbers.get(first) or pages[0]
    lying = [
        (round(x0, 2), round(page.height - y1, 2), round(x1 - x0, 2), round(y1 - y0, 2))
        for number, x0, y0, x1, y1 in boxes
        if number == page.number
    ]
    return {
        "number": page.number,
        "count": len(pages),
        "width": page.width,
        "height": page.height,
        "boxes": lying,
        "label": label if lying else "",
    }


def _has_pdf(library: Library, identifier: str) -> bool:
    source = library.store.source(identifier)
    path = source_path(library.data, source) if source else None
    return bool(path and path.suffix == ".pdf" and path.exists())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _notices(library: Library, row: Regulation, status: Status) -> list[Notice]:
    """What a reader must know first."""
    held = library.quarantined.get(row.id, "")
    by_status: dict[str, Notice] = {
        "dicabut": ("repealed_banner", "danger", ""),
        "tidak diketahui": ("unknown_banner", "warning", ""),
    }
    notices = [("quarantine", "warning", held)] if held else []
    if row.kind == "panduan":
        return [*notices, ("guide", "warning", "")]
    return [*notices, by_status[status]] if status in by_status else notices


def _facts(row: Regulation) -> list[tuple[str, str]]:
    """What is known, each with the key of its name."""
    told = {
        "read_issuer": row.issuer,
        "read_enacted": row.enacted.isoformat() if row.enacted else "",
        "read_force": row.in_force_from.isoformat() if row.in_force_from else "",
        "read_repealed": row.repealed_on.isoformat() if row.repealed_on else "",
        "read_topics": ", ".join(row.topics),
    }
    return [(name, value) for name, value in told.items() if value]


def _event(event: Any) -> Json:
    article = event.article
    return {
        "text": event.text,
        "other": event.other,
        "label": event.label,
        "stored": event.stored,
        "day": event.day,
        "note": event.note,
        "article": article,
        "article_label": parse_path(article).label if article else "",
        "address": address_of(article) if article else "",
    }


def _amended(library: Library, identifier: str) -> dict[str, list[Json]]:
    return {
        anchor: [
            {"verb": a.verb, "label": parse_path(a.subject).label, "address": address_of(a.subject)}
            for a in changes
            if a.subject.split("/", 1)[0] in library.stored
        ]
        for anchor, changes in amended_articles(library, identifier).items()
    }
