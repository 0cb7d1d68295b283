"""Pieces joined to spans that can be quoted: with their neighbours, as a list, or cut to a length.

A span never leaves its page, so that its words stand there one after another as they are quoted.

Does not do: choose the piece (kb/extract.py); look the words up on the page (kb/quote.py).
"""

from __future__ import annotations

import re

from kb.pieces import Piece, Reading
from kb.types import Provision

ITEMS = ("huruf", "angka")

_CLEAR = re.compile(r"\W*(?:(?:Pasal|Ayat|Huruf|Angka)\s+\(?\w+\)?\s*)*Cukup\s+jelas\W*", re.I)
_CLAUSE_END = re.compile(r"(?<!\s\w)(?<!\s\d\d)[.;:,](?=\s)")  # not the mark of a list item


def says_nothing(words: str) -> bool:
    """Whether an elucidation says of its unit only that it is clear enough."""
    return bool(_CLEAR.fullmatch(words))


MARK = 8  # characters at most of an item's mark


def lead_in(reading: Reading, unit: Provision | None) -> str:
    """The own words of the units above a huruf or angka ("... terdiri atas:"), on one line; empty for others."""
    leads: list[str] = []
    while unit and unit.kind in ITEMS and (unit := reading.units.get(unit.parent)):
        own = unit.text[: max(0, unit.own_end - unit.start)]
        own = re.sub(r"^Pasal \w+\s*", "", own)
        leads.insert(0, " ".join(own.split()))
    return " ".join(lead for lead in leads if lead)


def grow(reading: Reading, piece: Piece, limit: int, bounds: tuple[int, int] | None = None) -> tuple[int, int]:
    """``piece`` with its neighbours on the page, the nearest of kin first, as far as ``limit`` characters go.

    A piece longer than the limit stays as it is. Of two neighbours equally near the following one comes first.
    ``bounds`` are characters that are not left.
    """
    start, end = piece.start, piece.end
    first, last = bounds or (0, len(reading.text))
    inside = [p for p in reading.pieces if p.page == piece.page and first <= p.start and p.end <= last]
    while True:
        before = max((p for p in inside if p.end <= start), key=lambda p: p.end, default=None)
        after = min((p for p in inside if p.start >= end), key=lambda p: p.start, default=None)
        fitting = [p for p in (after, before) if p and max(end, p.end) - min(start, p.start) <= limit]
        if not fitting:
            return start, end
        taken = max(fitting, key=lambda p: _kinship(p, piece))
        start, end = min(start, taken.start), max(end, taken.end)


def _kinship(one: Piece, other: Piece) -> int:
    """How many levels two pieces have in common."""
    if not one.unit or not other.unit:
        return 0
    pairs = zip(one.unit.path.split("/"), other.unit.path.split("/"), strict=False)
    return sum(a == b for a, b in pairs)


def list_around(reading: Reading, piece: Piece) -> list[Piece]:
    """The pieces of the list that a piece leads in or is an item of, lead-in first; none where it is in no list."""
    unit = piece.unit
    if not unit:
        return []
    leads = any(u.parent == unit.path and u.kind in ITEMS for u in reading.units.values())
    whole = unit if leads else reading.units.get(unit.parent) if unit.kind in ITEMS else None
    if not whole:
        return []
    start, end = reading.span_of(whole)
    return [p for p in reading.pieces if start <= p.start and p.end <= end]


def cut_span(reading: Reading, start: int, end: int, limit: int) -> tuple[int, int]:
    """The span, ended at the last clause or else word within ``limit`` characters."""
    if end - start <= limit:
        return start, end
    text = reading.text[start : start + limit]
    ends = [match.start() + 1 for match in re.finditer(r"(?<!\s\w)(?<!\s\d\d)[.;:,](?=\s)", text)]
    # The mark of an item ("b.") is no clause.
    return start, start + next((e for e in reversed(ends) if e > MARK), len(text.rsplit(None, 1)[0]))
