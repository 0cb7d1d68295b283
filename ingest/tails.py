"""What follows a list and belongs to its parent again: "... wajib: a. satu, b. dua, dicabut dan tidak berlaku."

The lines of an item hang behind its marker; a line that goes on in the middle of a sentence and stands at the marker's
own edge has left the list. It becomes a unit of its own after the items, ``pasal-24/lanjutan-1``, so that the
last item is not quoted with words that are said of all of them.

Does not do: texts without geometry, and tails that begin on another page than every marker of their list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean import CleanText, PlacedLine
from ingest.units import Unit

QUOTED = ("pasal", "bab", "bagian", "paragraf")
EDGE = 5.0  # points by which lines at one edge may differ
HANG = 8.0  # points by which the lines of an item stand behind its marker at least
SHORT = 60.0  # points that a line which was not filled leaves free at least


def part_tails(units: list[Unit], clean: CleanText) -> None:
    """Give each list whose last item runs on into its parent's words a last sibling ``lanjutan-1``; changes ``units``.

    Offsets of units are offsets in ``clean.reading``. The tail's words leave the item: still each word is in one unit.
    """
    for unit in units:
        part_tails(unit.children, clean)
        items = [child for child in unit.children if child.kind in ("ayat", "huruf", "angka")]
        if not items or items[-1] is not unit.children[-1]:
            continue
        if any(child.kind in QUOTED for item in items for child in item.children):
            continue  # the instructions of an amending act: what follows is what the last one quotes
        at, end = _tail_start(items, clean), items[-1].end
        if at is not None:
            _close(items[-1], at)
            number = sum(child.kind == "lanjutan" for child in unit.children) + 1
            unit.children.append(Unit("lanjutan", (*unit.steps, f"lanjutan-{number}"), at, end, unit.headings))


def _close(unit: Unit, at: int) -> None:
    """End a unit, and what lies at its end, at ``at``."""
    unit.end = min(unit.end, at)
    unit.children = [child for child in unit.children if child.start < at]
    for child in unit.children[-1:]:
        _close(child, at)


def _tail_start(items: list[Unit], clean: CleanText) -> int | None:
    """Where the last of ``items`` ends and its parent's words go on, or None."""
    lines = list(_lines(clean, items[0].start, items[-1].end))
    starts = {item.start for item in items}
    markers = [line for line in lines if any(_begins_at(line, start) for start in starts)]
    last = next((n for n, line in enumerate(lines) if _begins_at(line, items[-1].start)), None)
    if last is None:
        return None
    for before, line in zip(lines[last:], lines[last + 1 :], strict=False):
        edge = min((m.line.box[0] for m in markers if m.page == line.page), default=None)
        if edge is None or abs(line.line.box[0] - edge) > EDGE or not _goes_on(before, line):
            continue
        page = [other.line.box for other in lines if other.page == line.page]
        hanging = any(box[0] > edge + HANG for box in page)
        unfilled = before.line.box[2] < max(box[2] for box in page) - SHORT
        closed = clean.reading[line.read_start : items[-1].end].rstrip()[-1:] in '.;,"”'
        return line.read_start if closed and (hanging or unfilled) else None
    return None


def _goes_on(before: PlacedLine, line: PlacedLine) -> bool:
    """Whether ``line`` continues, in small letters and without a marker, a sentence that ``before`` has not ended."""
    words = line.reading.lstrip()
    return bool(re.match(r"[a-z]{2,}(?![.)])", words)) and before.reading.rstrip()[-1:] not in ".;:"


def _begins_at(line: PlacedLine, offset: int) -> bool:
    blanks = len(line.reading) - len(line.reading.lstrip())
    return line.read_start <= offset <= line.read_start + blanks


def _lines(clean: CleanText, start: int, end: int) -> Iterator[PlacedLine]:
    yield from clean.lines_between(clean.text_offset(start), clean.text_offset(end))
