"""Ruling lines of a page in, the cells of its tables out; pure geometry, no PDF is touched here.

A cell is the smallest rectangle whose four sides are ruled. Cells that share corners make a table; a frame around a
text, a box of a flow chart, a lone rule are no tables. A cell that spans rows or columns has the place of its top left
corner. Does not do: tables without rules, tables of scanned pages, which row is a heading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.types import Box

NEAR = 2.5  # points by which rules of one line may differ, and by which their ends may miss each other
GAP = 13.0  # points that an upright rule may miss: spreadsheets leave out a row's border where a text runs over it
LEAST_SIDE = 6.0  # points; a rule drawn as a thin rectangle is no cell
MAX_RULES = 4_000  # a page with more is a drawing, not a table
MAX_CELLS = 1_500


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's box and its place: (table on the page from the top, row, column), from 0."""

    box: Box
    place: tuple[int, int, int]


Span = tuple[float, float]  # from, to along a rule


def find_cells(rules: Iterable[Box]) -> tuple[Cell, ...]:
    """The cells of all tables that ``rules`` (thin boxes: ruling lines as drawn) make on one page."""
    kept = list(rules)
    if len(kept) > MAX_RULES:
        return ()
    level = _merge((b for b in kept if b[2] - b[0] >= b[3] - b[1]), upright=False)
    upright = _merge((b for b in kept if b[2] - b[0] < b[3] - b[1]), upright=True)
    boxes = _outermost(_smallest_boxes(level, upright))
    tables = [table for table in _tables(boxes) if _is_table(table)]
    tables.sort(key=lambda table: -max(box[3] for box in table))
    return tuple(cell for n, table in enumerate(tables) for cell in _place(n, table))


def find_cell(cells: Sequence[Cell], box: Box) -> Cell | None:
    """The cell in which the middle of ``box`` lies; None where it lies in none."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((c for c in cells if c.box[0] <= x <= c.box[2] and c.box[1] <= y <= c.box[3]), None)


def _merge(rules: Iterable[Box], *, upright: bool) -> dict[float, list[Span]]:
    """Rules of one direction as position -> spans; what lies on one line and touches is one span."""
    found = sorted(((b[0] + b[2]) / 2, b[1], b[3]) if upright else ((b[1] + b[3]) / 2, b[0], b[2]) for b in rules)
    lines: dict[float, list[Span]] = {}
    at = None
    for position, start, end in found:
        if at is None or position - at > NEAR:
            at = position
        lines.setdefault(at, []).append((start, end))
    for position, spans in lines.items():
        spans.sort()
        joined: list[Span] = []
        for start, end in spans:
            if joined and start <= joined[-1][1] + (GAP if upright else NEAR):
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        lines[position] = joined
    return lines


def _covers(spans: list[Span], start: float, end: float) -> bool:
    return any(a - NEAR <= start and end <= b + NEAR for a, b in spans)


def _smallest_boxes(level: dict[float, list[Span]], upright: dict[float, list[Span]]) -> list[Box]:
    """For each crossing taken as a top left corner the smallest box that is ruled on its four sides."""
    crossings: dict[float, list[float]] = {
        y: [x for x in upright if _covers(spans, x, x) and _covers(upright[x], y, y)] for y, spans in level.items()
    }
    below: dict[float, list[float]] = defaultdict(list)
    for y in sorted(crossings, reverse=True):
        for x in crossings[y]:
            below[x].append(y)
    boxes = []
    for top, columns in crossings.items():
        for n, left in enumerate(columns):
            box = _box_from(top, left, columns[n + 1 :], below, level, upright)
            if box:
                boxes.append(box)
    return boxes


def _box_from(
    top: float,
    left: float,
    rights: list[float],
    below: dict[float, list[float]],
    level: dict[float, list[Span]],
    upright: dict[float, list[Span]],
) -> Box | None:
    for bottom in below[left]:
        if bottom >= top - LEAST_SIDE:
            continue
        if not _covers(upright[left], bottom, top):
            return None
        for right in rights:
            if right - left < LEAST_SIDE:
                continue
            if not _covers(level[top], left, right):
                break
            if _covers(level[bottom], left, right) and _covers(upright[right], bottom, top):
                return (left, bottom, right, top)
    return None


def _outermost(boxes: list[Box]) -> list[Box]:
    """The boxes without those within others, such as the boxes of a flow chart that runs through a table."""
    if len(boxes) > MAX_CELLS:
        return []
    return [box for box in boxes if not any(_is_within(box, other) for other in boxes)]


def _is_within(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    larger = (outer[2] - outer[0]) * (outer[3] - outer[1]) > (inner[2] - inner[0]) * (inner[3] - inner[1])
    return larger and outer[0] < x < outer[2] and outer[1] < y < outer[3]


def _tables(boxes: list[Box]) -> list[list[Box]]:
    """Boxes that share corners, directly or through others."""
    home: dict[tuple[float, float], int] = {}
    groups: dict[int, list[Box]] = {}
    for n, box in enumerate(boxes):
        x0, y0, x1, y1 = box
        corners = ((x0, y0), (x0, y1), (x1, y0), (x1, y1))
        met = {home[corner] for corner in corners if corner in home}
        groups[n] = [box]
        for other in met:
            groups[n] += groups.pop(other)
        for x0, y0, x1, y1 in groups[n] if met else [box]:
            home.update(dict.fromkeys(((x0, y0), (x0, y1), (x1, y0), (x1, y1)), n))
    return list(groups.values())


def _is_table(boxes: list[Box]) -> bool:
    return len(boxes) >= 3 and len({b[0] for b in boxes}) >= 2


def _place(number: int, boxes: list[Box]) -> list[Cell]:
    rows = _ranks(-box[3] for box in boxes)
    columns = _ranks(box[0] for box in boxes)
    cells = [Cell(box, (number, rows[-box[3]], columns[box[0]])) for box in boxes]
    return sorted(cells, key=lambda cell: (cell.place, cell.box[0]))


def _ranks(positions: Iterable[float]) -> dict[float, int]:
    """Each position's rank from 0; those too near one another for a cell between them share one."""
    ranks: dict[float, int] = {}
    start, rank = float("-inf"), -1
    for position in sorted(set(positions)):
        if position - start >= LEAST_SIDE:
            start, rank = position, rank + 1
        ranks[position] = rank
    return ranks
