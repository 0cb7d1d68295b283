"""An article cut into pieces that can be quoted: its own words unit by unit, long ones sentence by sentence.

A piece never leaves its unit or its page. Pieces that follow one another on a page can be joined into one span, whose
text is what stands on the page, word for word.

Does not do: judge which piece answers (kb/extract.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.citation import parse_path
from kb.search import Library
from kb.types import Chunk, PageBox, Provision

LONGEST = 300  # characters of own words that stay one piece
SHORTEST = 40  # characters of a sentence that is a piece of its own
_SENTENCE_END = re.compile(r"(?:(?<=[a-z)]\.)|(?<=[;:]))\s+(?=\S)")
_HEAD = re.compile(r"(?:Pasal|Ayat|Huruf|Angka)\s+\(?\w+\)?[.:]?", re.I)
_STRAY = re.compile(
    r"(?:\s+\(?(?:\d[a-z]?|[a-z])\)?)+\s*\Z"
)  # marks of a list read apart from their items: "(1) (2t (3)"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` of a reading's text, all on ``page``; ``unit`` is the smallest around them."""

    start: int
    end: int
    page: int
    unit: Provision | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The text that is looked through for an answer: an article, or what was found where it lies in none.

    ``chunk`` is what was found, ``path`` what is read; ``text`` as printed, line by line; ``boxes`` one a line;
    ``pages`` the page of each line, 0 where none prints it; ``units`` the root and all below it in document order, by
    path, none where a part of a chunk is read.
    """

    chunk: Chunk
    path: str
    text: str
    boxes: tuple[PageBox, ...]
    pages: tuple[int, ...]
    units: dict[str, Provision]
    pieces: tuple[Piece, ...]

    def words(self, start: int, end: int) -> str:
        """The text from ``start`` to ``end`` on one line, words parted at a line's end joined."""
        return join_lines(self.text[start:end])

    def span_of(self, unit: Provision) -> tuple[int, int]:
        """Where a unit begins and ends in the text."""
        start = unit.start - next(iter(self.units.values())).start
        return start, start + len(unit.text)

    def unit_around(self, start: int, end: int) -> Provision | None:
        """The smallest unit that holds the characters ``start`` to ``end``."""
        spans = [(unit, *self.span_of(unit)) for unit in self.units.values()]
        around = [unit for unit, first, last in spans if first <= start and end <= last]
        return min(around, key=lambda unit: len(unit.text), default=None)

    def boxes_of(self, start: int, end: int) -> tuple[PageBox, ...]:
        """The boxes of the lines that the characters ``start`` to ``end`` stand in."""
        if len(self.boxes) != len(self.pages):
            page = next((p.page for p in self.pieces if p.start <= start < p.end), 0)
            return tuple(box for box in self.boxes if box[0] == page)
        first, last = self.text.count("\n", 0, start), self.text.count("\n", 0, end)
        return self.boxes[first : last + 1]


def join_lines(text: str) -> str:
    """A text on one line, words parted at a line's end joined."""
    return " ".join(re.sub(r"(?<=[a-z])-[\s\u0002]*\n\s*(?=[a-z])", "", text).split())


def read_around(library: Library, chunk: Chunk) -> list[Reading]:
    """What is looked through where ``chunk`` was found: its article; of an elucidation both the article and itself."""
    citation = parse_path(chunk.path)
    if "/pasal-" not in chunk.path or citation.part != "penjelasan":
        return [read_unit(library, chunk, citation.article if "/pasal-" in chunk.path else chunk.path)]
    readings = [read_unit(library, chunk, path) for path in (citation.article, chunk.path)]
    return [r for r in readings if r.units] or readings[1:]


def read_unit(library: Library, chunk: Chunk, path: str) -> Reading:
    """The reading of the unit at ``path``; of the chunk's own text where no unit is stored there."""
    units = {p.path: p for p in library.store.provisions_in(path)}
    if path not in units:
        path, units = chunk.path, {}
    text, boxes = (units[path].text, units[path].boxes) if units else (chunk.text, chunk.boxes)
    lines = text.split("\n")
    if len(lines) == len(boxes):
        pages = tuple(box[0] for box in boxes)
    else:
        pages = pages_of_lines(library, chunk.regulation, lines, sorted({box[0] for box in boxes}))
    return Reading(chunk, path, text, boxes, pages, units, tuple(cut_pieces(text, pages, list(units.values()))))


def pages_of_lines(library: Library, regulation: str, lines: Sequence[str], pages: Sequence[int]) -> tuple[int, ...]:
    """For each line the first of ``pages``, from that of the line before on, that prints it; 0 where none does."""
    read = (library.store.page(regulation, number) for number in pages)
    printed = {page.number: [line.text for line in page.lines] for page in read if page}
    numbers: list[int] = []
    for line in lines:
        rest = [page for page in printed if page >= max(numbers, default=0)]
        numbers.append(next((page for page in rest if any(line.strip() in text for text in printed[page])), 0))
    return tuple(numbers)


def cut_pieces(text: str, pages: Sequence[int], units: Sequence[Provision]) -> Iterator[Piece]:
    """The pieces of a text in order, without blanks at their ends; ``units`` are those of the text, the root first.

    Mere heads ("Pasal 5"), marks without words and what no page prints are no pieces.
    """
    cuts, at, owners = {0, len(text)}, 0, {}
    for n, line in enumerate(text.split("\n")):
        if n and pages[n] != pages[n - 1]:
            cuts.add(at)
        at += len(line) + 1
    for unit in units:
        start = unit.start - units[0].start
        cuts |= {start, min(start + unit.own_end - unit.start, len(text)), start + len(unit.text)}
        owners[start] = unit  # of units that begin together the innermost
    starts = sorted(owners)
    for start, end in pairwise(sorted(cuts)):
        page = pages[text.count("\n", 0, start)]
        owner = next((owners[s] for s in reversed(starts) if s <= start), None)
        for first, last in cut_sentences(text, start, end):
            if _HEAD.fullmatch(text[first:last].strip()):
                continue
            words = _STRAY.sub("", text[first:last]).strip()
            if page and re.search(r"[a-z]{3}", words):
                begin = text.index(words, first)
                yield Piece(begin, begin + len(words), page, owner)


def cut_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of ``text[start:end]`` begin and end; all of it where it is short."""
    begun = start
    if end - start > LONGEST:
        for match in _SENTENCE_END.finditer(text, start, end):
            if match.end() - begun >= SHORTEST and end - match.end() >= SHORTEST:
                yield begun, match.end()
                begun = match.end()
    yield begun, end
