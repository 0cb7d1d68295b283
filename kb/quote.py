"""From a span of a reading to a quoted passage: the words as printed, the page they stand on, their boxes.

Every quote is looked up on its page before it is given: what the page does not print so is left out.

Does not do: choose what is quoted (kb/extract.py).
"""

from __future__ import annotations

import re
from dataclasses import replace

from kb.pieces import Reading
from kb.search import Library
from kb.types import Chunk, Passage

_FOLDED = re.compile(r"[\s\u0002\u00ad\u2010\u2011-]+")  # blanks, and hyphens as the tools write them


def is_on_page(quote: str, page_text: str) -> bool:
    """Whether ``quote`` is found in a page's text, blanks and hyphens aside; an empty quote is not."""
    folded = _FOLDED.sub("", quote)
    return bool(folded) and folded in _FOLDED.sub("", page_text)


def quote_span(library: Library, passage: Passage, reading: Reading, start: int, end: int) -> Passage | None:
    """The passage narrowed to the smallest unit around a span on one page, with the quote; None where none is printed.

    The quote is the longest run of the span's lines that the page prints. On a page that was recognised from its
    picture it is never called verbatim: a third of such quotes differ from the print in a letter or a mark
    (docs/answers.md).
    """
    number = next((p.page for p in reading.pieces if p.start <= start < p.end), 0)
    page = library.store.page(passage.chunk.regulation, number)
    first, quote = _printed(reading.text[start:end], page.text if page else "")
    if not quote:
        return None
    start, end = start + first, start + first + len(quote)
    unit = reading.unit_around(start, end)
    path, label, text = (
        (unit.path, unit.label, unit.text) if unit else (reading.path, reading.chunk.label, reading.text)
    )
    around = chunk_around(library, path) or passage.chunk
    narrowed = replace(
        around,
        path=path,
        label=label,
        text=text,
        pages=(number,),
        boxes=tuple(box for box in reading.boxes_of(start, end) if box[0] == number),
        verbatim=around.verbatim and not (page and page.scanned),
    )
    return replace(passage, chunk=narrowed, quote=quote)


def _printed(span: str, page: str) -> tuple[int, str]:
    """The longest run of a span's lines that a page prints, and where in the span it begins."""
    if is_on_page(span, page):
        return 0, span
    lines = span.split("\n")
    runs = (
        (sum(len(line) + 1 for line in lines[:a]), "\n".join(lines[a:b]))
        for a in range(len(lines))
        for b in range(len(lines), a, -1)
    )
    return max((run for run in runs if is_on_page(run[1], page)), key=lambda run: len(run[1]), default=(0, ""))


def chunk_around(library: Library, path: str) -> Chunk | None:
    """The smallest stored chunk that holds a provision."""
    while "/" in path:
        if path in library.rows:
            return library.chunk(path)
        path = path.rsplit("/", 1)[0]
    return None
