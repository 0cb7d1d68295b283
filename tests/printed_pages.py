"""Pages made from lines and their left edges, and the tree read from them, for tests of structure."""

from __future__ import annotations

from ingest.clean import CleanText, clean_pages
from ingest.structure import parse_provisions
from ingest.units import Unit
from kb.types import Line, Page, Provision

Row = tuple[float, str]


def printed(*pages: list[Row], step: float = 14) -> CleanText:
    """The cleaned text of pages of (left edge, words), one line every ``step`` points; characters are 5 points wide."""
    made = []
    for number, rows in enumerate(pages, start=1):
        lines = tuple(
            Line(text, (x, 900 - step * n, x + 5 * len(text), 910 - step * n)) for n, (x, text) in enumerate(rows)
        )
        made.append(Page(number, 600, 920, lines))
    return clean_pages(made)


def outline_of(clean: CleanText, regulation: str = "se-bkn-1-2024") -> list[str]:
    """Paths below the regulation, in document order."""
    return [p.path.split("/", 1)[1] for p in parse_provisions(clean, regulation)]


def provision(clean: CleanText, path: str) -> Provision:
    """The provision at a path."""
    return next(p for p in parse_provisions(clean, path.split("/")[0]) if p.path == path)


def steps_of(units: list[Unit]) -> list[str]:
    """Paths of units and all they contain."""
    return [path for unit in units for path in ("/".join(unit.steps), *steps_of(unit.children))]
