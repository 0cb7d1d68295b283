"""What was read of a real document, scored against what its pages show: units by part, id, facts, pages.

Does not do: read, print (``benchmarks.read_real``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.real_documents import RealDocument
from kb.citation import slugify
from kb.types import Page, Provision, Regulation

# part -> which paths below a regulation are of it, so that one that is not true is false; None: others do not count
PARTS: dict[str, re.Pattern[str] | None] = {
    "pasal": re.compile(r"pasal-\d+[a-z]*"),
    "bingkai": re.compile(r"pasal-[ivx]+"),
    "penjelasan": re.compile(r"penjelasan/pasal-(?:\d+[a-z]*|[ivx]+)"),
    "lampiran": re.compile(r"lampiran-\d+"),
    "diktum": re.compile(r"diktum-[^/]+"),
    "butir": None,
}

STEP = re.compile(r"(?:^|/)(langkah-\d+)(?:-ke-\d+)?$")  # the same number again in one table is a step as well


@dataclass(frozen=True, slots=True)
class Score:
    """Units of one part: how many there truly are, which of them are missing, which found ones are false."""

    true: int
    missing: tuple[str, ...] = ()
    false: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        return self.true - len(self.missing)

    @property
    def exact(self) -> bool:
        return not self.missing and not self.false


def score_units(document: RealDocument, provisions: Iterable[Provision]) -> dict[str, Score]:
    """Scores by part (``PARTS`` and "langkah") of the units below the regulation."""
    found = {p.path.partition("/")[2] for p in provisions}
    true = {
        "pasal": document.articles | document.quoted,
        "bingkai": document.frames,
        "penjelasan": document.elucidation,
        "lampiran": document.annexes,
        "diktum": document.diktum,
        "butir": document.points,
    }
    scores = {}
    for part, pattern in PARTS.items():
        of_part = {path for path in found if pattern and pattern.fullmatch(path)}
        scores[part] = Score(len(true[part]), _in_order(true[part] - found), _in_order(of_part - true[part]))
    steps = Counter(match[1] for path in found if (match := STEP.search(path)))
    missing, false = document.steps - steps, steps - document.steps
    scores["langkah"] = Score(document.steps.total(), _in_order(missing.elements()), _in_order(false.elements()))
    return scores


def _in_order(paths: Iterable[str]) -> tuple[str, ...]:
    def key(path: str) -> list[tuple[int, str]]:
        return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in re.split(r"(\d+)", path)]

    return tuple(sorted(paths, key=key))


def unread_pages(document: RealDocument, pages: Iterable[Page]) -> tuple[int, ...]:
    """Pages that show words of which nothing was read: without lines, or a picture of text not recognised."""
    return tuple(
        page.number
        for page in pages
        if page.number not in document.blank
        and (not page.lines or (page.number in document.scanned and not page.scanned))
    )


def is_right_id(document: RealDocument, regulation: Regulation) -> bool:
    """Whether the id is one that the pages bear out; a document without a numbered name must not get one."""
    unnumbered = regulation.kind in ("dokumen", "sop") or not regulation.number
    return regulation.id in document.ids or (document.unnumbered_ok and unnumbered)


def wrong_facts(document: RealDocument, regulation: Regulation) -> tuple[str, ...]:
    """What of the title page was read wrongly ("judul salah") or not at all ("penerbit kosong").

    Only letters and digits count; the title of an annex published alone may go on with the annex's own.
    """
    title = _letters(re.sub(r"^(?:SOP|Lampiran [IVX]+:?) ", "", regulation.title, flags=re.I))
    if document.family == "lampiran":
        title = title[: len(_letters(document.title))]
    facts = {
        "nomor": (_number(document.number), _number(regulation.number)),
        "tahun": (str(document.year), str(regulation.year or "")),
        "judul": (_letters(document.title), title),
        "penerbit": (_letters(document.issuer), _letters(regulation.issuer).removesuffix("republikindonesia")),
    }
    asked = facts if document.ids else {"judul": facts["judul"]}
    return tuple(
        f"{name} {'salah' if read else 'kosong'}" for name, (true, read) in asked.items() if true and true != read
    )


def _number(printed: str) -> str:
    """The number that identifies: 7 of "7/POJK.05/2014", the whole of "M.HH-04.KU.03.03"."""
    match = re.match(r"0*(\d+[a-z]?)(?=/|\s|$)", printed.strip(), re.I)
    return match[1].lower() if match else slugify(printed)


def _letters(words: str) -> str:
    return slugify(words).replace("-", "")
