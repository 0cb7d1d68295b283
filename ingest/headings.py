"""Headings above the articles: buku, bab, bagian, paragraf, on lines of their own or run on in a text.

Does not do: headings of documents without articles (``ingest.points``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.articles import Candidate, best_chain, heading_score
from ingest.units import roman_numeral, roman_value

RANK = {"buku": 0, "bab": 1, "bagian": 2, "paragraf": 3}
_ORDINAL = (
    r"(?:Pertama|Ke\s?(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)"
    r"(?:[ ]?belas|[ ]?puluh(?:[ ](?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan))?)?)(?![a-z])"
)
BUKU = re.compile(rf"(?<![A-Za-z])B\s?U\s?K\s?U[ \t]+(?P<value>(?i:{_ORDINAL})|[IVX]+(?![A-Za-z]))")
BAB = re.compile(
    r"(?<![A-Za-z])(?:B\s?A\s?B|Bab)[ \t\n]{0,3}(?P<value>[IVXLClT1|!]{1,8}|\d{1,2})(?P<suffix>[A-D]?)(?![A-Za-z0-9])"
)
BAGIAN = re.compile(rf"(?<![A-Za-z])Bagian\s{{0,2}}(?P<value>{_ORDINAL})", re.I)
PARAGRAF = re.compile(rf"(?<![A-Za-z])Paragraf\s{{0,2}}(?P<value>[0-9lI]{{1,2}}(?![A-Za-z0-9])|{_ORDINAL})", re.I)
ORDINALS = "kesatu kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh kesebelas".split() + [
    f"ke{n} belas" for n in "dua tiga empat lima enam tujuh delapan sembilan".split()
]
ROMAN_SHAPES = str.maketrans("l1|!T", "IIIII")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading from ``start`` to ``end`` (its title comes after); ``number`` as in a path ("iv", "kesatu")."""

    start: int
    end: int
    kind: str
    number: str


def find_headings(text: str, start: int, end: int, *, quoted: bool = False) -> list[Heading]:
    """The headings in ``text[start:end]`` in order; ``quoted`` ones of an amending act need not follow each other."""
    found: list[Heading] = []
    books = [h for h in _ordinal_headings("buku", BUKU, text, start, end) if h.number]
    stops = [start, *(h.start for h in books), end]
    for low, high in pairwise(stops):
        chain = best_chain(list(_bab_candidates(text, low, high)), gap=0.1 if quoted else 0.8)
        found += [Heading(c.start, c.end, "bab", roman_numeral(c.number).lower() + c.suffix.lower()) for c in chain]
    found += books
    found += _ordinal_headings("bagian", BAGIAN, text, start, end)
    found += _ordinal_headings("paragraf", PARAGRAF, text, start, end)
    return sorted(found, key=lambda h: h.start)


def _bab_candidates(text: str, start: int, end: int) -> Iterator[Candidate]:
    for match in BAB.finditer(text, start, end):
        score = _score(text, match, start, end)
        if score <= 0:
            continue
        numeral = match["value"]
        readings: dict[int, float] = {}
        if numeral.isdigit():
            readings[int(numeral)] = 0.3
        shaped = numeral.translate(ROMAN_SHAPES)
        if re.fullmatch(r"[IVXLC]+", shaped) and roman_numeral(value := roman_value(shaped)) == shaped:
            readings.setdefault(value, 0.0 if shaped == numeral else 0.2)
        for number, doubt in readings.items():
            if 0 < number < 100:
                yield Candidate(match.start(), match.end(), number, match["suffix"], score - doubt)


def _ordinal_headings(kind: str, pattern: re.Pattern[str], text: str, start: int, end: int) -> list[Heading]:
    found = []
    for match in pattern.finditer(text, start, end):
        value = " ".join(match["value"].lower().split())
        if kind == "paragraf":
            value = str(ORDINALS.index(value) + 1) if value in ORDINALS else value.translate(str.maketrans("li", "11"))
        if _score(text, match, start, end) > 2:
            found.append(Heading(match.start(), match.end(), kind, value.replace(" ", "-")))
    return found


def _score(text: str, match: re.Match[str], start: int, end: int) -> float:
    """As for an article, but a title in capitals or with a capital may follow on the line."""
    score = heading_score(text, match.start(), match.end(), start, end)
    if re.match(r"[ \t.:]*\n", text[match.end() : end]):
        return score
    after = text[match.end() : match.end() + 12]
    titled = re.match(r"[ \t.:–-]+[A-Z][A-Za-z-]", after)
    above = re.search(r"(?:^|\s)[A-Z][A-Z,/-]{2,}\s*$", text[max(start, match.start() - 20) : match.start()])
    return score + (1.5 if titled else -3) + (1.5 if above and titled else 0)
