"""What the ask page shows: its state from the address, passages as cards with matched words, the list of regulations.

Filters by year, status and topic are applied to the best passages found, not in the search itself: a filter that few of
them pass may leave fewer than there are.

Does not do: answer (``kb.answer``), write HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from api.linking import Piece, address_of
from api.shapes import LONGEST
from api.wire import answer_json
from kb.catalogue import status_on
from kb.citation import kind_label, regulation_label
from kb.lexical import tokenize
from kb.search import Library, search
from kb.types import Answer, Status

Json = dict[str, Any]
SHOWN = 12  # provisions on the page
LOOKED = 100  # best passages that filters are applied to
LISTED = 24  # regulations a page
EXCERPT = 420  # characters of a passage
STATES: tuple[str, ...] = get_args(Status)
EXAMPLES = (
    "bolos kerja 28 hari setahun hukumannya apa?",
    "berapa hari jatah cuti tahunan PNS?",
    "PP 94/2021 Pasal 11",
    "siapa yang memberi izin perceraian PNS?",
)


def ask_state(query: Mapping[str, str]) -> Json:
    """What the address says, with empty text for what it does not say or says wrongly."""
    said = {name: query.get(name, "").strip() for name in ("t", "jenis", "tahun", "status", "topik", "pada", "mulai")}
    said["t"] = " ".join(said["t"].split())[:LONGEST]
    year, start = said["tahun"], said["mulai"]
    said["tahun"] = year if re.fullmatch(r"\d{4}", year, re.A) else ""
    said["status"] = said["status"] if said["status"] in STATES else ""
    try:
        said["pada"] = date.fromisoformat(said["pada"]).isoformat() if said["pada"] else ""
    except ValueError:
        said["pada"] = ""
    return {**said, "mulai": int(start) if re.fullmatch(r"\d{1,6}", start, re.A) else 0}


def choices_of(library: Library) -> dict[str, list[Any]]:
    """What can be chosen in each filter, from what is stored."""
    rows = [library.regulations[identifier] for identifier in library.stored]
    kinds = sorted({row.kind for row in rows if row.kind})
    return {
        "jenis": [(kind, kind_label(kind)) for kind in kinds],
        "tahun": [str(year) for year in sorted({row.year for row in rows if row.year}, reverse=True)],
        "status": list(STATES),
        "topik": sorted({topic for row in rows for topic in row.topics}),
    }


def found_cards(library: Library, state: Json, day: date | None) -> list[Json]:
    """The best passages for the question that fit the filters, as cards with the question's words marked."""
    narrow = any(state[name] for name in ("tahun", "status", "topik"))
    kinds = (state["jenis"],) if state["jenis"] else ()
    passages = search(library, state["t"], LOOKED if narrow else SHOWN, day, kinds, state["status"] == "dicabut")
    wanted = set(tokenize(state["t"]))
    return [
        {
            **_card(p.chunk.label, p.chunk.path, p.title, p.status, p.chunk.pages, p.chunk.text),
            "pieces": mark_words(excerpt(p.chunk.text, wanted), wanted),
            "verbatim": p.chunk.verbatim,
        }
        for p in passages
        if _fits(library, p.chunk.regulation, p.status, state)
    ][:SHOWN]


def shown_answer(given: Answer) -> Json:
    """An answer with its passages, and what is near a refused question, as cards."""
    told = answer_json(given)
    told["cards"] = [_told_card(p, p["quote"]) for p in told["passages"]]
    told["related"] = [_told_card(p, p["text"]) for p in told["related"]]
    told["beside"] = [{**note, "address": address_of(note["path"])} for note in told["beside"]]
    return told


def list_regulations(library: Library, state: Json, day: date | None) -> Json:
    """One page of the regulations stored that fit the filters, the newest first."""
    rows = [library.regulations[identifier] for identifier in library.stored]
    known = [(row, status_on(row.id, library.regulations, day)) for row in rows]
    fitting = [
        {"id": row.id, "label": regulation_label(row.id), "title": row.title, "status": status}
        for row, status in sorted(known, key=lambda pair: (-(pair[0].year or 0), pair[0].id))
        if (not state["jenis"] or row.kind == state["jenis"]) and _fits(library, row.id, status, state)
    ]
    start = state["mulai"]
    return {
        "total": len(fitting),
        "rows": fitting[start : start + LISTED],
        "before": max(0, start - LISTED) if start else None,
        "after": start + LISTED if start + LISTED < len(fitting) else None,
    }


def excerpt(text: str, wanted: set[str]) -> str:
    """At most ``EXCERPT`` characters of a text on one line, from shortly before its first word among ``wanted``."""
    line = " ".join(text.split())
    if len(line) <= EXCERPT:
        return line
    first = next((m.start() for m in re.finditer(r"\w+", line) if wanted.intersection(tokenize(m[0]))), 0)
    start = line.rfind(" ", 0, max(0, first - 60)) + 1 if first > EXCERPT // 2 else 0
    end = line.rfind(" ", 0, start + EXCERPT)
    return ("… " if start else "") + line[start : end if end > start else None] + (" …" if end > start else "")


def mark_words(text: str, wanted: set[str]) -> list[Piece]:
    """``text`` in pieces, those of kind ``cocok`` being words whose stem is among ``wanted``."""
    pieces, at = [], 0
    for match in re.finditer(r"\w+", text):
        if wanted.intersection(tokenize(match[0])):
            pieces += [Piece(text[at : match.start()]), Piece(match[0], "cocok")]
            at = match.end()
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def _fits(library: Library, regulation: str, status: str, state: Json) -> bool:
    row = library.regulations[regulation]
    return (
        (not state["tahun"] or str(row.year) == state["tahun"])
        and (not state["status"] or status == state["status"])
        and (not state["topik"] or state["topik"] in row.topics)
    )


def _told_card(passage: Json, words: str) -> Json:
    label, path, title, status, pages = (passage[name] for name in ("label", "path", "title", "status", "pages"))
    shown = _card(label, path, title, status, pages, words)
    return {**shown, "quote": words, "verbatim": passage["verbatim"]}


def _card(label: str, path: str, title: str, status: str, pages: Any, words: str) -> Json:
    return {
        "label": label,
        "path": path,
        "address": address_of(path),
        "title": title,
        "status": status,
        "pages": list(pages),
        "copy": f"{' '.join(words.split())} ({label})",
    }
