"""What follows from breaking the duty that was quoted first, where a sanction is asked for: the articles that say so.

Does not do: find them (kb/sanction.py); choose the first quote (kb/selection.py).
"""

from __future__ import annotations

from datetime import date

from kb.beside import shorten
from kb.catalogue import status_on
from kb.pieces import Piece, Reading, read_around
from kb.question import Question
from kb.quote import chunk_around, quote_span
from kb.sanction import find_sanctions, imposes, is_duty
from kb.search import Library
from kb.selection import Selected
from kb.span import cut_span, lead_in
from kb.types import Passage, Provision
from kb.wording import brief, end_sentence, say_place, unmark

MOST = 2  # sanctions beside one duty
SAID = 130  # characters of a sanction in the text,
QUOTED = 110  # and of its quote
ROOM = 330  # characters that the first quote leaves to one


def sanctions_beside(library: Library, understood: Question, first: Selected, as_of: date | None) -> list[Provision]:
    """The units that impose a sanction for breaking the duty quoted ``first``; none where no sanction is asked for."""
    if "sanksi" not in understood.kinds or first.piece.unit is None or "/penjelasan/" in first.reading.path:
        return []
    words = first.reading.words(*first.span)
    duty = f"{lead_in(first.reading, first.piece.unit)} {words}"
    if not is_duty(duty) or imposes(duty):
        return []
    return find_sanctions(library, first.piece.unit.path, as_of)[:MOST]


def quote_sanction(
    library: Library, first: Passage, unit: Provision, as_of: date | None, room: int
) -> tuple[Selected, str] | None:
    """The quote of a sanction and its line of the text, ``room`` characters together; None where they have none."""
    chunk = chunk_around(library, unit.path)
    if chunk is None:
        return None
    regulation = library.regulations[chunk.regulation]
    status = status_on(chunk.regulation, library.regulations, as_of)
    found = Passage(chunk, first.score, regulation.title, status)
    for reading in read_around(library, chunk):
        piece = _telling(reading, unit)
        if piece is None:
            continue
        span = cut_span(reading, piece.start, piece.end, QUOTED)
        passage = quote_span(library, found, reading, *span)
        if passage is None:
            continue
        lead = brief(unmark(lead_in(reading, piece.unit)))
        said = shorten(f"{lead} {brief(unmark(reading.words(piece.start, piece.end)))}".strip(), SAID)
        line = f"Sanksi: {end_sentence(said)} ({say_place(passage, piece)})"
        if len(line) + len(passage.quote) + 2 <= room:
            return Selected(passage, reading, piece, span, frozenset()), line
    return None


def _telling(reading: Reading, unit: Provision) -> Piece | None:
    """The piece of a unit that says most of the sanction: the first that imposes one, else its first."""
    if unit.path not in reading.units:
        return None
    start, end = reading.span_of(reading.units[unit.path])
    inside = [p for p in reading.pieces if start <= p.start and p.end <= end]
    return next((p for p in inside if imposes(reading.words(p.start, p.end))), inside[0] if inside else None)
