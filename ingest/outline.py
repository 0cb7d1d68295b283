"""The outline of a text without pasal: numbered points and headings, however deep, tables, text after lists.

Which marker is outermost differs from document to document, so nesting is inferred: a marker continues the open
list it is the sequel of (1, 2, 3 at about one left edge), or with a first value (1, a, A, I) opens a list: inside the
item it is indented under, or that ends in a colon or is a heading; beside it where it stands at the same edge after
finished text. Whatever a marker's brackets, its label is what is written of it: "angka 5 huruf a".

Does not do: number what the page leaves unnumbered, but for headings, tables and the text after them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.clean import CleanText
from ingest.markers import Marker, PrintedLine, follows, is_first, line_markers, printed_lines
from ingest.tables import Table, find_tables, is_signature, table_unit
from ingest.titles import (
    HEADINGS,
    find_contents,
    find_subtitles,
    heading_number,
    is_title_line,
    match_heading,
    title_of,
)
from ingest.units import Unit, roman_numeral, roman_value
from kb.citation import slugify

SAME_EDGE = 6.0  # points between left edges that count as one
DRIFT = 14.0  # points a list's edge may move from page to page
SURE = ("I.", "A.", "A.1.", "1.1.")  # styles whose sequence alone says that a list goes on
WANDER = 45.0  # points the edge of such a list may move
OUTDENT = 10.0
LOOK_AHEAD = 200  # lines
LAST_LINES = 15  # lines at the end of a range among which its signature stands
SLUG_LENGTH = 60
WRAPPED = re.compile(
    r"(?:\b(?:ayat|huruf|angka|butir|nomor|bab|romawi|lampiran)|"
    r"\b(?:ayat|huruf|angka)\b[^.;:]{0,40}(?:\b(?:dan|atau|dengan|dan/atau|sampai)|,))\s*$",
    re.I,
)


@dataclass(slots=True)
class Item:
    """An open unit: the style and last value of its list, its left edge, and the title it gives to what lies in it."""

    unit: Unit
    style: str
    value: str = ""
    x: float | None = None
    title: str = ""
    page: int = 0


@dataclass(slots=True)
class Outline:
    """An outline in the making: the root, the items open from outside in, steps used, lists closed by a heading."""

    text: str
    lines: list[PrintedLine]
    root: Unit
    markers: list[list[list[Marker]]]  # of each line, in all styles each may be of
    arabic: bool  # BAB 2, not BAB II
    stack: list[Item] = field(default_factory=list)
    used: set[tuple[str, ...]] = field(default_factory=set)
    closed: dict[str, Item] = field(default_factory=dict)

    @property
    def inner(self) -> Unit:
        """The innermost open unit."""
        return self.stack[-1].unit if self.stack else self.root

    def pop(self) -> None:
        """Close the innermost item."""
        item = self.stack.pop()
        self.closed[item.style] = item

    def open(self, kind: str, value: str, start: int, item: Item | None = None) -> Unit:
        """Open a unit in the innermost one; a step that is taken there already is called "ke-2", "ke-3"."""
        parent = self.inner
        base = f"{kind}-{value}" if value else kind
        steps, count = (*parent.steps, base), 1
        while steps in self.used:
            count += 1
            steps = (*parent.steps, f"{base}-ke-{count}")
        self.used.add(steps)
        titles = tuple(i.title for i in self.stack if i.title)
        unit = Unit(kind, steps, start, start, (*self.root.headings, *titles))
        parent.children.append(unit)
        if item:
            item.unit = unit
            self.stack.append(item)
        return unit

    def go_on(self, start: int) -> None:
        """Text of the innermost unit after what lies in it, as a unit of its own."""
        count = sum(child.kind == "lanjutan" for child in self.inner.children) + 1
        self.open("lanjutan", str(count), start)


def outline_units(
    clean: CleanText, start: int, end: int, steps: tuple[str, ...] = (), headings: tuple[str, ...] = ()
) -> list[Unit]:
    """The units of the outline in ``clean.reading[start:end]``, below ``steps``; none where nothing is recognised.

    What stands before the first unit belongs to none.
    """
    lines = printed_lines(clean, start, end)
    contents = find_contents(lines)
    tables = {table.first: table for table in find_tables(lines) if table.first not in contents}
    markers = [list(line_markers(line, n)) for n, line in enumerate(lines)]
    figures = any((heading := match_heading(ln.text)) and re.search(r"[02-9]", heading[1]) for ln in lines)
    outline = Outline(clean.reading, lines, Unit("", steps, start, end, headings), markers, figures)
    subtitles = find_subtitles(lines, tables, contents)
    at = 0
    while at < len(lines):
        if at in contents:
            at = _skip_contents(outline, at, contents, subtitles)
        elif at in tables:
            _add_table(outline, tables[at])
            at = tables[at].last
        else:
            at = _add_line(outline, at, subtitles)
    set_ends(outline.root.children, end)
    return outline.root.children


def set_ends(units: list[Unit], end: int) -> None:
    """Let each unit run to the next one, the last to ``end``."""
    for n, unit in enumerate(units):
        unit.end = units[n + 1].start if n + 1 < len(units) else end
        set_ends(unit.children, unit.end)


def _add_line(outline: Outline, at: int, subtitles: dict[int, tuple[int, str]]) -> int:
    """Take line ``at`` as a heading, as markers or as text; the line to go on with."""
    line = outline.lines[at]
    if (heading := match_heading(line.text)) and (number := _next_heading(outline, *heading)):
        return _open_heading(outline, at, heading[0], number)
    if at in subtitles and not _goes_on_later(outline, at):
        last, words = subtitles[at]
        while outline.stack and outline.stack[-1].style not in ("bab", "bagian"):
            outline.pop()
        item = Item(outline.root, "subjudul", words, title=words)
        outline.open("subjudul", slugify(words)[:SLUG_LENGTH].strip("-"), line.start, item)
        return last
    before = outline.lines[at - 1].text if at else ""
    opened = False
    for alternatives in outline.markers[at]:
        if not opened and WRAPPED.search(before):
            break
        if not _place_marker(outline, alternatives, at, second=opened):
            break
        opened = True
    if not opened and at >= len(outline.lines) - LAST_LINES and is_signature(line):
        while outline.stack:
            outline.pop()
        if outline.root.children and outline.root.children[-1].kind != "lanjutan":
            outline.go_on(line.start)
    elif not opened:
        _outdent(outline, at)
    return at + 1


# ---- headings


def _next_heading(outline: Outline, rank: int, printed: str) -> int:
    """The number of a BAB or BAGIAN if it comes after those before, else 0; BAGIAN may begin again in another BAB."""
    kind = HEADINGS[rank][0]
    siblings = [item for item in (*outline.stack, *outline.closed.values()) if item.style == kind]
    last = max((int(item.value) for item in siblings), default=0)
    number = heading_number(printed, last, outline.arabic)
    again = number == 1 and kind == "bagian" and not any(item.style == kind for item in outline.stack)
    return number if number > last or again else 0


def _open_heading(outline: Outline, at: int, rank: int, number: int) -> int:
    """Open a BAB or BAGIAN at line ``at``, whose title may stand on the lines below in capitals."""
    outer, kind = [k for k, _ in HEADINGS[:rank]], HEADINGS[rank][0]
    while outline.stack and outline.stack[-1].style not in outer:
        outline.pop()
    last = at + 1
    while last < min(len(outline.lines), at + 5) and is_title_line(outline.lines[last]):
        last += 1
    title = " ".join(" ".join(line.text.split()) for line in outline.lines[at:last])[:200]
    value = str(number) if outline.arabic else roman_numeral(number).lower()
    item = Item(outline.root, kind, str(number), title=title, page=outline.lines[at].page)
    outline.open(kind, value, outline.lines[at].start, item)
    return last


def _skip_contents(outline: Outline, at: int, contents: set[int], subtitles: dict[int, tuple[int, str]]) -> int:
    """A table of contents is one unit, and nothing it lists is opened; the line after it."""
    last = at
    while last in contents:
        last += 1
    while outline.stack:
        outline.pop()
    outline.open("subjudul", "daftar-isi", outline.lines[at].start)
    following = outline.lines[last] if last < len(outline.lines) else None
    headed = following and match_heading(following.text)
    if following and not headed and last not in subtitles and not next(line_markers(following, last), None):
        outline.go_on(following.start)
    return last


def _goes_on_later(outline: Outline, at: int) -> bool:
    """Whether one of the outermost open lists goes on below line ``at``."""
    outer = [item for item in outline.stack[:2] if item.style not in ("bab", "subjudul")]
    for n in range(at, min(len(outline.lines), at + 10 * LOOK_AHEAD)) if outer else ():
        for alternatives in outline.markers[n]:
            if any(_is_sequel(item, marker, 0) for item in outer for marker in alternatives):
                return True
    return False


# ---- markers


def _place_marker(outline: Outline, alternatives: list[Marker], at: int, second: bool) -> bool:
    """Open the unit a marker stands for; False where it is no marker but text."""
    for lost in (0, 1):
        for depth in range(len(outline.stack) - 1, -1, -1):
            for marker in alternatives:
                if _is_sequel(outline.stack[depth], marker, lost):
                    while len(outline.stack) > depth:
                        outline.pop()
                    return _open_marker(outline, marker)
    for marker in alternatives:
        begins = is_first(marker.style, marker.value) or _is_decimal_below(outline, marker)
        if begins and _find_parent(outline, marker, second):
            return _open_marker(outline, marker)
    for marker in alternatives:  # an excerpt that begins in the middle: "B. Rincian"
        later = marker.style in ("A.", "I.") and not outline.root.children
        if later and (marker.style == "A." or roman_value(marker.value) < 9) and title_of(outline.lines, marker):
            return _open_marker(outline, marker)
    for marker in alternatives:  # numbering that runs on through the headings
        before = outline.closed.get(marker.style)
        if marker.style == "1." and before and _is_sequel(before, marker, 0) and _find_parent(outline, marker, second):
            return _open_marker(outline, marker)
    return False


def _is_sequel(item: Item, marker: Marker, lost: int) -> bool:
    reach = SAME_EDGE if marker.value == "l" else WANDER if marker.style in SURE else DRIFT  # l may be a figure 1
    near = item.x is None or marker.x is None or abs(item.x - marker.x) <= reach
    return item.style == marker.style and near and follows(marker.style, item.value, marker.value, lost)


def _is_decimal_below(outline: Outline, marker: Marker) -> bool:
    """Whether an open item has the number that a decimal one begins with: 4 or 4.2 for 4.2.3."""
    outer = marker.value.rsplit(".", 1)[0]
    return marker.style in ("1.1.", "A.1.") and any(item.value == outer for item in outline.stack)


def _find_parent(outline: Outline, marker: Marker, second: bool) -> bool:
    """Close the items that a new list does not lie in; False where it cannot begin here."""
    if marker.style in ("1.1.", "A.1."):
        outer = marker.value.rsplit(".", 1)[0]
        depth = next((d for d in range(len(outline.stack) - 1, -1, -1) if outline.stack[d].value == outer), None)
        if depth is None:
            return False
        del outline.stack[depth + 1 :]
        return True
    while outline.stack and not second:
        item = outline.stack[-1]
        if item.style in ("bab", "bagian", "subjudul") or item.x is None or marker.x is None:
            break
        if marker.x > item.x + SAME_EDGE or (marker.x >= item.x - SAME_EDGE and _invites(outline, item, marker)):
            break
        if not _is_over(outline, len(outline.stack) - 1, marker.line):
            break
        outline.pop()
    if marker.x is None and not second:
        styles = {item.style for item in outline.stack}
        return not styles or _invites(outline, outline.stack[-1], marker) or marker.style not in styles
    return not (outline.stack and outline.stack[-1].style == marker.style and outline.stack[-1].x is None)


def _is_over(outline: Outline, depth: int, at: int) -> bool:
    """Whether the open list at ``depth`` does not go on below line ``at`` before one around it does."""
    around, item = outline.stack[:depth], outline.stack[depth]
    for n in range(at + 1, min(len(outline.lines), at + 1 + LOOK_AHEAD)):
        if match_heading(outline.lines[n].text):
            return True
        for marker in (m for alternatives in outline.markers[n] for m in alternatives):
            if any(outer.style == marker.style and _is_sequel(outer, marker, 0) for outer in around):
                return True
            if item.style == marker.style and _is_sequel(item, marker, 0):
                same = item.style in SURE or item.x is None or marker.x is None
                return not same and abs((item.x or 0) - (marker.x or 0)) > SAME_EDGE
    return True


def _invites(outline: Outline, item: Item, marker: Marker) -> bool:
    """Whether the words of an item up to a marker call for a list: a heading, or an end with a colon."""
    words = outline.text[item.unit.start : marker.start].strip()
    return item.style != marker.style and (
        words.endswith(":") or not re.search(r"[.;,]\W{0,2}(?:dan|atau|dan/atau)?$", words)
    )


def _open_marker(outline: Outline, marker: Marker) -> bool:
    value = marker.value.lower().replace(".", "-")
    page = outline.lines[marker.line].page
    item = Item(outline.root, marker.style, marker.value, marker.x, title_of(outline.lines, marker), page)
    outline.open(marker.kind, value, marker.start, item)
    return True


# ---- tables and text after lists


def _add_table(outline: Outline, table: Table) -> None:
    """Put a table into the innermost item it is not outdented from."""
    first = outline.lines[table.first]
    count = sum(child.kind == "tabel" for child in outline.inner.children) + 1
    caption = re.match(r"\s*Tabel\s+(\d{1,3})\b", outline.lines[table.first - 1].text) if table.first else None
    unit = outline.open("tabel", caption[1] if caption else str(count), first.start)
    stop = outline.lines[table.last].start if table.last < len(outline.lines) else outline.root.end
    made = table_unit(outline.lines, table, unit.steps, stop, unit.headings)
    unit.children = made.children
    if table.last < len(outline.lines) and not next(line_markers(outline.lines[table.last], table.last), None):
        outline.go_on(stop)


def _outdent(outline: Outline, at: int) -> None:
    """Text that stands left of the innermost list belongs to the item around it, as a unit of its own."""
    line = outline.lines[at]
    if not line.placed or not outline.stack:
        return
    depth = len(outline.stack)
    while depth and (x := outline.stack[depth - 1].x) is not None and line.box[0] < x - OUTDENT:
        if not _is_over(outline, depth - 1, at):
            break
        depth -= 1
    if depth == len(outline.stack) or (depth == 0 and line.page != outline.stack[0].page):
        return
    while len(outline.stack) > depth:
        outline.pop()
    if outline.inner.children:
        outline.go_on(line.start)
