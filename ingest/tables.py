"""Tables: where they stand among the lines, their header, their rows.

A ruled table is known by the cells of its lines (``Line.cell``). Without cells a table is a header line that begins
with "No" and numbered lines below it, 1, 2, 3, ..., one below the other; a number may stand in the middle of its row's
height.
A row is named by the number printed in its first column, else by its place. The text of a row is never changed.

Does not do: tables without rules and without a column of numbers; columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.markers import PrintedLine
from ingest.units import Unit

HEADER = re.compile(
    r"\W{0,3}(?:NO|No|NOMOR|Nomor)\b(?!.*(?:\bTAHUN\s*\d|:))(?!\W*SOP\b)\.?(?:\s+(?:URUT|Urut)\b)?(?:\W{0,3}[A-Z]|\W*$)"
)
COLUMN_NUMBERS = re.compile(r"\W{0,2}\d{1,2}\W{0,3}(?:\s+\W{0,2}\d{1,2}\W{0,2})+")  # "1 2 3" or "(1) (2) (3)"
NUMBERED = re.compile(r"\W{0,3}(?P<number>\d{1,4})\b(?!\d*[./,]\d)[.)]?(?:\W{0,3}\s+\W{0,3}\S|\W{0,3}$|[A-Z])")
GROUP = re.compile(r"\W{0,2}(?P<value>(?!NO\b)[A-Z]{1,2}(?:\.\d{1,2})*)\.?\s+(?=[A-Z]{3})[^a-z]+")
FOOT = re.compile(r"\s*(?:Jumlah|Total|Catatan|Mengetahui|Ditetapkan|NIP)\b")  # what stands below a table
SIGNATURE = re.compile(
    r"\s*(?:Plt\.|Plh\.|a\.n\.)?\s*"
    r"(?:KEPALA|DIRE\w+|GUBERNUR|BUPATI|MENTERI|SEKRETARIS|PRESIDEN|WALI\s?KOTA|DEWAN|KETUA|INSPEKTUR)\b[^a-z]*"
)
REACH = 14  # lines after the header among which the first row begins
EDGE = 30.0  # points between the left edge of the header and of the numbers
FIRST_NUMBER = 300  # a table may go on from an earlier page, but not begin with a year
LOST = 2  # rows in a row whose number may be unreadable


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a table from line ``line`` on: ``kind`` is baris, bagian (a group's name) or kepala (header again)."""

    line: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Lines ``first`` to ``last`` (exclusive) are a table; its header runs to the first row."""

    first: int
    last: int
    rows: tuple[Row, ...]


def find_tables(lines: list[PrintedLine]) -> list[Table]:
    """The tables among the lines, in order, without overlap."""
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        table = _ruled_table(lines, at) if lines[at].cell else _numbered_table(lines, at)
        if table:
            tables.append(table)
        at = table.last if table else at + 1
    return tables


def table_unit(
    lines: list[PrintedLine], table: Table, steps: tuple[str, ...], end: int, headings: tuple[str, ...]
) -> Unit:
    """The unit of a table that ends at offset ``end``, with its rows; ``headings`` are those it stands under."""
    unit = Unit("tabel", steps, lines[table.first].start, end, headings)
    stops = [*(lines[row.line].start for row in table.rows[1:]), end]
    taken: dict[str, int] = {}
    group: tuple[str, ...] = ()
    for row, stop in zip(table.rows, stops, strict=True):
        start = lines[row.line].start
        step = f"{row.kind}-{row.value}"
        taken[step] = taken.get(step, 0) + 1
        step += f"-ke-{taken[step]}" if taken[step] > 1 else ""
        if row.kind == "bagian":
            group = (" ".join(lines[row.line].text.split()),)
        under = headings if row.kind == "bagian" else (*headings, *group)
        unit.children.append(Unit(row.kind, (*steps, step), start, stop, under))
    return unit


def is_signature(line: PrintedLine) -> bool:
    """Whether a line names the office that signs: in capitals, in the right half, or with its comma."""
    return bool(SIGNATURE.fullmatch(line.text)) and (line.text.rstrip().endswith(",") or line.box[0] > 220)


# ---- ruled tables


def _ruled_table(lines: list[PrintedLine], at: int) -> Table | None:
    """The ruled table that begins at line ``at``, over as many pages as it goes on with the same columns."""
    starts: list[int] = []  # lines that begin a row
    last = at
    while last < len(lines) and (cell := lines[last].cell):
        before = lines[last - 1].cell if last > at else None
        if before is None or (lines[last - 1].page, before[:2]) != (lines[last].page, cell[:2]):
            new_table = before is not None and (lines[last - 1].page, before[0]) != (lines[last].page, cell[0])
            if new_table and not _goes_on(lines, starts[0], last):
                break
            starts.append(last)
        last += 1
    if len(starts) < 2:
        return None
    return Table(at, last, tuple(_name_rows(lines, starts, last)))


def _goes_on(lines: list[PrintedLine], first: int, n: int) -> bool:
    """Whether the table at line ``n`` is that of line ``first`` on the next page: as many columns at the same edges."""
    if lines[n - 1].page == lines[n].page:
        return False
    before, after = _columns(lines, first), _columns(lines, n)
    return before.keys() == after.keys() and abs(before[0] - after[0]) <= EDGE


def _columns(lines: list[PrintedLine], n: int) -> dict[int, float]:
    """The left edge of each column of the table at line ``n``, on its page."""
    edges: dict[int, float] = {}
    opening = lines[n].cell
    while n < len(lines) and (cell := lines[n].cell) and opening and cell[0] == opening[0]:
        if lines[n].page != lines[n - 1].page and edges:
            break
        edges[cell[2]] = min(edges.get(cell[2], lines[n].box[0]), lines[n].box[0])
        n += 1
    return {0: 1e9} | edges


def _name_rows(lines: list[PrintedLine], starts: list[int], last: int) -> Iterator[Row]:
    """Rows that begin at ``starts``: by their printed numbers where the first column counts, else by place."""
    texts = [" ".join(lines[n].text for n in range(a, b)) for a, b in pairwise([*starts, last])]
    numbers = [
        int(m[1])
        if (m := re.fullmatch(r"\W*(\d{1,4})\W*", lines[n].text)) and not COLUMN_NUMBERS.fullmatch(text)
        else 0
        for n, text in zip(starts, texts, strict=True)
    ]
    counted = list(_counting(numbers))
    by_number = sum(counted) >= max(2, (len(starts) - 1) / 2)
    head = counted.index(True) if by_number else 1
    repeated, place = 1, 0
    for n in range(head, len(starts)):
        if texts[n] in texts[:head] or COLUMN_NUMBERS.fullmatch(texts[n]):
            repeated += 1
            yield Row(starts[n], "kepala", str(repeated))
        elif by_number and counted[n]:
            yield Row(starts[n], "baris", str(numbers[n]))
        elif by_number:
            if group := GROUP.fullmatch(texts[n]):
                yield Row(starts[n], "bagian", group["value"].lower().replace(".", "-"))
        else:
            place += 1
            yield Row(starts[n], "baris", str(place))


def _counting(numbers: list[int]) -> Iterator[bool]:
    """Which numbers count on, from the first that another one follows: a table may go on from an earlier page."""
    printed = [number for number in numbers if number]
    first = next((a for a, b in pairwise(printed) if a < b <= a + 1 + LOST), 1)
    last = first - 1
    for number in numbers:
        counts = last < number <= last + 1 + LOST
        yield counts
        last = number if counts else last


# ---- tables by their numbers


def _numbered_table(lines: list[PrintedLine], at: int) -> Table | None:
    """The table whose header is line ``at`` and whose rows count from 1, or None."""
    head = lines[at]
    if not (head.placed and HEADER.match(head.text)) or len(head.text) > 160:
        return None
    edge = head.box[0] + EDGE
    header = [ln.text for ln in lines[at : at + 4]]
    rows: list[tuple[int, int]] = []  # line of the number, number
    other: list[Row] = []
    last, seen = 0, at
    for n in range(at + 1, len(lines)):
        line = lines[n]
        if line.cell or n - seen > 60 or (rows and line.page > lines[seen].page + 1):
            break
        if not rows and n - at > REACH:
            return None
        match = NUMBERED.match(line.text) if line.box[0] <= edge else None
        if COLUMN_NUMBERS.fullmatch(line.text.strip()) and (not rows or _is_top(lines, n)):
            if rows:
                other.append(Row(n, "kepala", ""))
        elif match and len(rows) == 1 and int(match["number"]) == 1 and last > 1:
            rows, last, seen = [(n, 1)], 1, n  # what came before was no row
        elif (
            match
            and (not rows or _is_bracketed(line) == _is_bracketed(lines[rows[0][0]]))
            and (last < int(match["number"]) <= last + 1 + LOST if rows else int(match["number"]) <= FIRST_NUMBER)
        ):
            last, seen = int(match["number"]), n
            rows.append((n, last))
        elif rows and line.text in header and HEADER.match(line.text):
            if _restarts(lines, n):
                break
            other.append(Row(n, "kepala", ""))
        elif (rows or last == 0) and line.box[0] <= edge and (group := GROUP.fullmatch(line.text.strip())):
            other.append(Row(n, "bagian", group["value"].lower().replace(".", "-")))
    if len(rows) < 2:
        return None
    end = _table_end(lines, rows[-1][0], edge)
    starts = _row_starts(lines, at, rows, {row.line for row in other})
    parts = [Row(start, "baris", str(number)) for start, (_, number) in zip(starts, rows, strict=True)]
    parts += [row for row in other if row.line < end]
    parts.sort(key=lambda row: row.line)
    return Table(at, end, tuple(_number_heads(parts)))


def _is_bracketed(line: PrintedLine) -> bool:
    """Whether the number a row begins with stands in brackets."""
    return line.text.lstrip(" |").startswith("(")


def _number_heads(rows: list[Row]) -> Iterator[Row]:
    heads = 1
    seen: set[int] = set()
    for row in rows:
        if row.line in seen:
            continue
        seen.add(row.line)
        if row.kind == "kepala":
            heads += 1
            yield Row(row.line, "kepala", str(heads))
        else:
            yield row


def _is_top(lines: list[PrintedLine], n: int) -> bool:
    """Whether line ``n`` is among the first three of its page."""
    return n < 3 or lines[n - 3].page != lines[n].page


def _restarts(lines: list[PrintedLine], n: int) -> bool:
    """Whether the header at line ``n`` begins a new count."""
    for line in lines[n + 1 : n + 1 + REACH]:
        if (match := NUMBERED.match(line.text)) and not COLUMN_NUMBERS.fullmatch(line.text.strip()):
            return match["number"] == "1"
    return False


def _row_starts(lines: list[PrintedLine], at: int, rows: list[tuple[int, int]], fixed: set[int]) -> list[int]:
    """For each number's line the line its row begins with.

    Numbers stand on the first line of their rows, or in the middle; then a row begins after the widest white space
    above its number, the first of a page as far above its number as it reaches below.
    """
    if not _centred(lines, rows):
        return [n for n, _ in rows]
    starts = [n for n, _ in rows]
    low = [max([at, *(f for f in fixed if f < n)], default=at) + 1 for n, _ in rows]
    first = [k == 0 or lines[rows[k - 1][0]].page != lines[n].page for k, (n, _) in enumerate(rows)]
    for k, (n, _) in enumerate(rows):
        if not first[k]:
            above = range(max(low[k], rows[k - 1][0] + 1), n + 1)
            starts[k] = max(above, key=lambda line: (round(_white(lines, line)), line))
    for k, (n, _) in enumerate(rows):
        if first[k] and k + 1 < len(rows) and not first[k + 1]:
            edge = (_middle(lines[starts[k + 1] - 1]) + _middle(lines[starts[k + 1]])) / 2
            top = 2 * _middle(lines[n]) - edge + 3
            while starts[k] > low[k] and _above(lines, starts[k]) <= top:
                starts[k] -= 1
    return starts


def _above(lines: list[PrintedLine], n: int) -> float:
    """The middle of the line above line ``n``; endlessly high where that is on another page."""
    return _middle(lines[n - 1]) if n and lines[n - 1].page == lines[n].page else float("inf")


def _middle(line: PrintedLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _centred(lines: list[PrintedLine], rows: list[tuple[int, int]]) -> bool:
    """Whether numbers stand in the middle of their rows: then some have no beginning of a text beside them."""
    begins = 0
    for n, _ in rows:
        words = re.sub(r"^\W*\d+[.)]?\W*", "", lines[n].text)
        begins += bool(re.match(r"[A-Z]|$", words) and len(words) > 2)
    return begins < 0.8 * len(rows)


def _white(lines: list[PrintedLine], n: int) -> float:
    """Points of white space between line ``n`` and the line above; wide across pages."""
    if n == 0 or lines[n - 1].page != lines[n].page:
        return 100.0
    return lines[n - 1].box[1] - lines[n].box[3]


def _gap(lines: list[PrintedLine], n: int) -> float:
    """Points from the line above to line ``n``, by their feet; nothing across pages."""
    if n == 0 or lines[n - 1].page != lines[n].page:
        return 0.0
    return lines[n - 1].box[1] - lines[n].box[1]


def _table_end(lines: list[PrintedLine], last: int, edge: float) -> int:
    """The line after the table whose last number stands on line ``last``: a wide gap or the end of the page ends it."""
    height = max(6.0, lines[last].box[3] - lines[last].box[1])
    n = last + 1
    while n < len(lines) and lines[n].page == lines[last].page and _gap(lines, n) <= 2.4 * height:
        if lines[n].box[0] < edge - 2 * EDGE or FOOT.match(lines[n].text) or is_signature(lines[n]):
            break
        n += 1
    return n
