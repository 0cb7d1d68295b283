"""Characters of a page in, its printed lines out, from top to bottom; those of ruled tables cell by cell.

The order of the file is not trusted (headings often come after their text); its spaces are, between characters that
were neighbours in the file. Does not do: columns set side by side without rules, text that runs up or down a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.rulings import Cell, find_cell
from kb.types import Box, Line


@dataclass(frozen=True, slots=True)
class Char:
    """A printed character, its box on the page as shown, and whether a space came before it in the file."""

    text: str
    box: Box
    after_space: bool


Numbered = tuple[int, Char]  # a character and its place in the file


def assemble_lines(chars: Sequence[Char], cells: Sequence[Cell] = ()) -> tuple[Line, ...]:
    """The lines of a page. A table stands where its top is; its lines carry the cell they stand in."""
    loose: list[Numbered] = []
    inside: dict[Cell, list[Numbered]] = {}
    for item in enumerate(chars):
        cell = find_cell(cells, item[1].box)
        (loose if cell is None else inside.setdefault(cell, [])).append(item)
    blocks: list[tuple[float, list[Line]]] = []
    for row in _rows(loose):
        line = _assemble_line(row)
        blocks.append(((line.box[1] + line.box[3]) / 2, [line]))
    for number in sorted({cell.place[0] for cell in inside}):
        table = sorted((cell for cell in inside if cell.place[0] == number), key=lambda cell: cell.place)
        lines = [_assemble_line(row, cell.place) for cell in table for row in _rows(inside[cell])]
        blocks.append((max(cell.box[3] for cell in table), lines))
    blocks.sort(key=lambda block: -block[0])
    return tuple(line for _, lines in blocks for line in lines)


def _rows(chars: list[Numbered]) -> list[list[Numbered]]:
    """Characters whose middles lie at about one height, from the top."""
    rows: list[tuple[float, list[Numbered]]] = []
    for n, char in sorted(chars, key=lambda item: -(item[1].box[1] + item[1].box[3])):
        middle, height = (char.box[1] + char.box[3]) / 2, max(3.0, char.box[3] - char.box[1])
        if rows and abs(rows[-1][0] - middle) < 0.45 * height:
            rows[-1][1].append((n, char))
        else:
            rows.append((middle, [(n, char)]))
    return [row for _, row in rows]


def _is_overprint(last: Char, char: Char) -> bool:
    """Whether ``char`` is ``last`` printed again, as is done for boldness."""
    return char.text == last.text and abs(char.box[0] - last.box[0]) < 0.2 * (last.box[2] - last.box[0])


def _assemble_line(row: list[Numbered], place: tuple[int, int, int] | None = None) -> Line:
    row.sort(key=lambda item: item[1].box[0])
    text = ""
    last: Numbered | None = None
    for n, char in row:
        if last is not None and _is_overprint(last[1], char):
            continue
        if last is not None:
            gap = char.box[0] - last[1].box[2]
            height = max(4.0, char.box[3] - char.box[1])
            neighbours = n == last[0] + 1
            if (neighbours and char.after_space) or (not neighbours and gap > 0.15 * height) or gap > 0.6 * height:
                text += " "
        text += char.text
        last = (n, char)
    boxes = [char.box for _, char in row]
    box = (
        round(min(b[0] for b in boxes), 1),
        round(min(b[1] for b in boxes), 1),
        round(max(b[2] for b in boxes), 1),
        round(max(b[3] for b in boxes), 1),
    )
    return Line(text, box, cell=place)
