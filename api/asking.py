"""What the ask page shows: its state from the address, answers and passages as cards, the list of regulations.

Answer and list are asked of the same narrowed collection (``kb.narrowing``), with the same question: a follow-up is
made whole by the questions before it, which stand in the address too.

Does not do: answer (``kb.answer``), write HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from starlette.datastructures import QueryParams

from api.conversations import TURNS
from api.linking import Piece, address_of
from api.shapes import LONGEST
from api.wire import answer_json
from kb.catalogue import status_on
from kb.citation import kind_label, regulation_label
from kb.followup import resolve_followup
from kb.lexical import tokenize
from kb.narrowing import Narrowing, narrow_library
from kb.search import Library, search
from kb.types import Answer, Status

Json = dict[str, Any]
SHOWN = 12  # provisions on the page
LISTED = 24  # regulations a page
EXCERPT = 420  # characters of a passage
RELATED_LINE = "Mungkin terkait"  # as kb.refusal begins it
STATES: tuple[str, ...] = get_args(Status)
EXAMPLES = (
    "bolos kerja 28 hari setahun hukumannya apa?",
    "berapa hari jatah cuti tahunan PNS?",
    "PP 94/2021 Pasal 11",
    "siapa yang memberi izin perceraian PNS?",
)


@dataclass(frozen=True, slots=True)
class AskState:
    """What the address of the ask page says; empty where it says nothing, or nothing that is understood.

    ``question`` and, oldest first, those ``earlier``; ``kind``, ``year``, ``status``, ``topic`` choose regulations,
    ``day`` the day whose law is asked; ``start`` is where the list of regulations begins.
    """

    question: str = ""
    earlier: tuple[str, ...] = ()
    kind: str = ""
    year: str = ""
    status: str = ""
    topic: str = ""
    day: date | None = None
    start: int = 0

    @property
    def whole(self) -> str:
        """The question with what it takes from those before it."""
        return resolve_followup([*self.earlier, self.question])

    @property
    def narrowing(self) -> Narrowing:
        """Which regulations were chosen."""
        years = (int(self.year),) if self.year else ()
        return Narrowing(_one(self.topic), _one(self.kind), years, _one(self.status))

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set, that of the day too, as the address names them."""
        day = self.day.isoformat() if self.day else ""
        said = {"jenis": self.kind, "tahun": self.year, "status": self.status, "topik": self.topic, "pada": day}
        return {name: value for name, value in said.items() if value}

    def asked_again(self, turn: int) -> dict[str, str]:
        """The query that asks one of the earlier questions (0: the oldest) again, with those before it."""
        before = {"lalu": "\n".join(self.earlier[:turn])} if turn else {}
        return {"t": self.earlier[turn], **before, **self.filters}


def read_state(query: QueryParams) -> AskState:
    """What the address says: ``t``, ``lalu`` (a line for each earlier question), ``jenis``, ``tahun``, ... ."""
    said = {name: query.get(name, "").strip() for name in ("t", "jenis", "tahun", "status", "topik", "pada", "mulai")}
    earlier = [_line(turn) for turn in query.get("lalu", "").splitlines()]
    try:
        day = date.fromisoformat(said["pada"]) if said["pada"] else None
    except ValueError:
        day = None
    return AskState(
        _line(said["t"]),
        tuple(turn for turn in earlier if turn)[-TURNS:],
        said["jenis"],
        said["tahun"] if re.fullmatch(r"\d{4}", said["tahun"], re.A) else "",
        said["status"] if said["status"] in STATES else "",
        said["topik"],
        day,
        int(said["mulai"]) if re.fullmatch(r"\d{1,6}", said["mulai"], re.A) else 0,
    )


def _line(words: str) -> str:
    return " ".join(words.split())[:LONGEST]


def _one(chosen: str) -> tuple[str, ...]:
    return (chosen,) if chosen else ()


def choices_of(library: Library, state: AskState) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each filter, value and label, from what is stored; what was chosen is always among it."""
    rows = [library.regulations[identifier] for identifier in library.stored]
    kinds = {row.kind for row in rows if row.kind} | set(_one(state.kind))
    years = {str(row.year) for row in rows if row.year} | set(_one(state.year))
    topics = {topic for row in rows for topic in row.topics} | set(_one(state.topic))
    return {
        "jenis": [(kind, kind_label(kind)) for kind in sorted(kinds)],
        "tahun": [(year, year) for year in sorted(years, reverse=True)],
        "status": [(status, status) for status in STATES],
        "topik": [(topic, topic) for topic in sorted(topics)],
    }


def found_cards(library: Library, state: AskState) -> list[Json]:
    """The best passages of ``library`` (narrowed already) for the question, as cards with its words marked."""
    wanted = set(tokenize(state.whole))
    return [
        {
            **_card(p.chunk.label, p.chunk.path, p.title, p.status, p.chunk.pages, p.chunk.text),
            "pieces": mark_words(excerpt(p.chunk.text, wanted), wanted),
            "verbatim": p.chunk.verbatim,
        }
        for p in search(library, state.whole, SHOWN, state.day)
    ]


def narrowed(library: Library, state: AskState) -> Library:
    """The collection as the filters leave it, for the answer and for the list."""
    return narrow_library(library, state.narrowing, state.whole, state.day)


def shown_answer(given: Answer, question: str) -> Json:
    """An answer with its passages, and what is near a refused question, as cards.

    ``further`` is the article to read on in, empty where it was asked for by name.
    """
    told = answer_json(given)
    told["answer"] = _without_related(told["answer"]) if told["related"] else told["answer"]
    told["cards"] = [_told_card(p, p["quote"]) for p in told["passages"]]
    told["related"] = [_told_card(p, p["text"]) for p in told["related"]]
    told["beside"] = [{**note, "address": address_of(note["path"])} for note in told["beside"]]
    article = re.match(r".*? Pasal \S+", told["passages"][0]["label"]) if told["passages"] else None
    told["further"] = article[0] if article and not question.lower().startswith("isi ") else ""
    return told


def _without_related(text: str) -> str:
    """A refusal's text without the line that names what is related: that stands below it, with links."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(RELATED_LINE))


def list_regulations(library: Library, state: AskState) -> Json:
    """One page of the regulations stored that fit the filters, the newest first, guides after all that is law."""
    chosen = state.narrowing
    rows = [library.regulations[i] for i in library.stored if chosen.fits(library, i, state.day)]
    fitting = sorted(rows, key=lambda row: (row.kind == "panduan", -(row.year or 0), row.id))
    start = state.start
    return {
        "total": len(fitting),
        "rows": [
            {
                "id": row.id,
                "label": regulation_label(row.id),
                "title": row.title,
                "status": status_on(row.id, library.regulations, state.day),
            }
            for row in fitting[start : start + LISTED]
        ],
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
