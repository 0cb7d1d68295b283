"""Printed lines with their place on the page, and the markers of an outline that stand at their beginning.

Does not do: decide which marker opens a unit (``ingest.outline``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.clean import CleanText
from ingest.units import roman_value
from kb.types import Box

# Styles of markers: name, kind of the step, what stands at the line's start. The same kind in another style
# is another list: "1." and "1)" and "(1)" are all angka.
MARKERS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("I.", "romawi", re.compile(r"([IVXL]{1,6})\.(?=\s)")),
    ("A.1.", "bagian", re.compile(r"([A-Z](?:\.\d{1,2})+)\.?(?=\s)")),
    ("A.", "bagian", re.compile(r"([A-Z])\.(?=\s)")),
    ("1.1.", "angka", re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?(?=\s+[^\d\s])")),
    ("1.", "angka", re.compile(r"(\d{1,3})\.(?=\s|[A-Z]|$)")),
    ("a.", "huruf", re.compile(r"([a-z])\.(?=\s|$)")),
    ("i.", "romawi", re.compile(r"([ivx]{1,5})[.)](?=\s)")),
    ("1)", "angka", re.compile(r"(\d{1,2})\)(?=\s|[A-Za-z])")),
    ("a)", "huruf", re.compile(r"([a-z])\)(?=\s|[A-Za-z])")),
    ("(1)", "angka", re.compile(r"\((\d{1,2})\)(?=\s)")),
    ("(a)", "huruf", re.compile(r"\(([a-z])\)(?=\s)")),
)
FIRST = {"1", "a", "A", "I", "i"}
DOT_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\w{0,5}$|…+\s*\d*$")  # a line of a table of contents


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of the reading: its offsets (``end`` before the line break), page, box and cell of a ruled table."""

    start: int
    end: int
    text: str
    page: int
    box: Box
    cell: tuple[int, int, int] | None = None

    @property
    def placed(self) -> bool:
        """Whether the line has a place on a page; a line of a plain text has none."""
        return self.box[2] > self.box[0]


@dataclass(frozen=True, slots=True)
class Marker:
    """What may open a unit: offset, style, kind of step, value as printed, and the left edge (None if unknown)."""

    start: int
    style: str
    kind: str
    value: str
    x: float | None
    line: int


def printed_lines(clean: CleanText, start: int, end: int) -> list[PrintedLine]:
    """The lines of ``clean.reading[start:end]`` that hold more than blanks, cut at the range's ends."""
    lines: list[PrintedLine] = []
    for placed in clean.lines_between(clean.text_offset(start), clean.text_offset(end)):
        low, high = max(start, placed.read_start), min(end, placed.read_start + len(placed.reading))
        text = clean.reading[low:high]
        if text.strip():
            lines.append(PrintedLine(low, high, text, placed.page, placed.line.box, placed.line.cell))
    return lines


def line_markers(line: PrintedLine, number: int) -> Iterator[list[Marker]]:
    """Markers at the start of a line and right behind one another ("A. 1. Umum"), each in all styles it may be of."""
    if DOT_LEADERS.search(line.text):
        return
    at = len(line.text) - len(line.text.lstrip())
    x: float | None = line.box[0] if line.placed else None
    while True:
        found = [
            Marker(line.start + at, style, kind, match[1], x, number)
            for style, kind, pattern in MARKERS
            if (match := pattern.match(line.text, at))
        ]
        if line.text.startswith("|.", at):  # recognition's stroke for the letter l
            found.append(Marker(line.start + at, "a.", "huruf", "l", x, number))
        if not found:
            return
        styles = {"1.": "a.", "1)": "a)", "(1)": "(a)"}  # recognition reads the letter l as the figure 1
        yield [*found, *(replace(m, style=styles[m.style], kind="huruf", value="l") for m in found if m.value == "1")]
        ends = [p.match(line.text, at) for s, _, p in MARKERS if s == found[0].style]
        at = ends[0].end() if ends[0] else len(line.text)
        at += len(line.text[at:]) - len(line.text[at:].lstrip())
        x = None  # where a second marker stands is not known


def follows(style: str, last: str, value: str, lost: int = 1) -> bool:
    """Whether ``value`` comes next after ``last`` in a list of this style; ``lost`` markers may be missing."""
    if style in ("1.1.", "A.1."):
        return _follows_decimal(last.split("."), value.split("."))
    if style in ("I.", "i."):
        step = roman_value(value.upper()) - roman_value(last.upper())
    elif value.isdigit():
        step = int(value) - int(last)
    else:
        step = ord(value) - ord(last)
    return 1 <= step <= 1 + lost


def _follows_decimal(last: list[str], value: list[str]) -> bool:
    """2.3 after 2.2, 2.1.1 after 2.1 is deeper and no sequel, 2.2 after 2.1.4 is one of an outer list."""
    return len(last) == len(value) and last[:-1] == value[:-1] and 1 <= int(value[-1]) - int(last[-1]) <= 2


def is_first(style: str, value: str) -> bool:
    """Whether a list of this style begins with ``value``."""
    return value.rsplit(".", 1)[-1] == "1" if style in ("1.1.", "A.1.") else value in FIRST
