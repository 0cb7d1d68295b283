"""Repair of recognition noise: a table of named steps from a printed line to how it is to be read.

The printed line stays what is quoted; the reading is what structure is found in and what is searched. Each step is a
pattern and what stands in its place, tried in order on one line. A step must be safe on clean text: it changes only
what no correctly printed line says. Each has a test named after the document and page it was met in.

Does not do: guess words; join lines; readings that only the neighbouring articles can settle (``ingest.articles``).
"""

from __future__ import annotations

import re

# name of the step, what it finds, what is read in its place
REPAIRS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "pasal dengan huruf asing",
        re.compile(r"(?<![A-Za-z])(?:P(?:asaJ|asa1|as6L|asai|asa!)|PasaI|Pasa\.l)(?=[ .]?[\dlIOTJSZB])"),
        "Pasal",
    ),
)


def repair_line(line: str) -> tuple[str, tuple[int, ...] | None]:
    """How a printed line is to be read, and for each of its characters (and its end) the offset in the printed line.

    The offsets are None where the line reads as it is printed.
    """
    offsets: list[int] | None = None
    for _, pattern, replacement in REPAIRS:
        pieces: list[str] = []
        kept: list[int] = []
        at = 0
        for match in pattern.finditer(line):
            new = match.expand(replacement)
            if new == match[0]:
                continue
            offsets = offsets if offsets is not None else list(range(len(line) + 1))
            pieces += [line[at : match.start()], new]
            kept += [*offsets[at : match.start()], *_spread(offsets, match.start(), match.end(), len(new))]
            at = match.end()
        if pieces and offsets is not None:
            offsets = [*kept, *offsets[at:]]
            line = "".join(pieces) + line[at:]
    return line, tuple(offsets) if offsets is not None else None


def _spread(offsets: list[int], start: int, end: int, length: int) -> list[int]:
    """Offsets for ``length`` characters that stand in place of those at ``start`` to ``end``."""
    return [offsets[min(start + n, end - 1)] if end > start else offsets[start] for n in range(length)]
