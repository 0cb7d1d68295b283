"""What follows from breaking the duty that was quoted first, where a sanction is asked for: the articles that say so.

Does not do: find them (kb/sanction.py); choose the first quote (kb/selection.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kb.beside import shorten
from kb.catalogue import status_on
from kb.citation import regulation_label
from kb.pieces import Piece, Reading, read_around
from kb.question import Question
from kb.quote import chunk_around
from kb.sanction import find_sanctions, imposes, is_duty
from kb.search import Library
from kb.selection import Selected, quote_piece
from kb.span import lead_in
from kb.types import Passage, Provision
from kb.wording import brief, end_sentence, say_place, unmark

SAID = 130  # characters of one sanction in the text,
QUOTED = 110  # of its quote; where there are several, each gets its share of both
_LEVEL = re.compile(r"^(?P<level>.{3,60}?)\s+di(?:jatuh(?:i|kan)|kena(?:i|kan)|berikan)\b", re.I | re.S)
_ASIDE = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)")


def sanctions_beside(library: Library, understood: Question, first: Selected, as_of: date | None) -> list[Provision]:
    """The units that impose a sanction for breaking the duty quoted ``first``; none where no sanction is asked for."""
    if "sanksi" not in understood.kinds or first.piece.unit is None or "/penjelasan/" in first.reading.path:
        return []
    words = first.reading.words(*first.span)
    duty = f"{lead_in(first.reading, first.piece.unit)} {words}"
    if not is_duty(duty) or imposes(duty):
        return []
    return find_sanctions(library, first.piece.unit.path, as_of)


def narrow_quote(library: Library, first: Selected) -> Selected:
    """The quote without what it was grown by: the words that answer alone."""
    piece = first.piece
    return quote_piece(library, first.passage, first.reading, piece, piece.end - piece.start, first.said) or first


def quote_sanctions(
    library: Library, first: Passage, units: Sequence[Provision], as_of: date | None, room: int
) -> tuple[list[Selected], str]:
    """Quotes of the sanctions and their line of the text, ``room`` characters together; none and "" without room.

    Several are alternatives, by what each asks for besides (harm to a unit, an agency, the state): one alone would be
    taken for the answer, so all are named or none is.
    """
    quoted = [q for unit in units if (q := _quote(library, first, unit, as_of, QUOTED // (2 if len(units) > 1 else 1)))]
    if not quoted or len(quoted) < len(units):
        return [], ""
    if len(quoted) == 1:
        taken, lead = quoted[0]
        words = taken.reading.words(taken.piece.start, taken.piece.end)
        said = end_sentence(shorten(f"{lead} {brief(unmark(words))}".strip(), SAID))
        line = f"Sanksi: {said} ({say_place(taken.passage, taken.piece)})"
    else:
        regulation = regulation_label(quoted[0][0].passage.chunk.regulation)
        places = "; ".join(
            f"{_level(lead)}{unit.label.removeprefix(regulation).strip()}"
            for (_, lead), unit in zip(quoted, units, strict=True)
        )
        line = f"Sanksi, menurut syarat masing-masing: {places} ({regulation}; status: {quoted[0][0].passage.status})"
    if len(line) + sum(len(taken.passage.quote) + 1 for taken, _ in quoted) + 1 > room:
        return [], ""
    return [taken for taken, _ in quoted], line


def _quote(
    library: Library, first: Passage, unit: Provision, as_of: date | None, limit: int
) -> tuple[Selected, str] | None:
    """A sanction quoted with at most ``limit`` characters, and the words that it hangs on."""
    chunk = chunk_around(library, unit.path)
    if chunk is None:
        return None
    regulation = library.regulations[chunk.regulation]
    found = Passage(chunk, first.score, regulation.title, status_on(chunk.regulation, library.regulations, as_of))
    for reading in read_around(library, chunk):
        piece = _telling(reading, unit)
        if piece is None:
            continue
        if taken := quote_piece(library, found, reading, piece, limit):
            return taken, brief(unmark(lead_in(reading, piece.unit)))
    return None


def _level(lead: str) -> str:
    """What a lead-in imposes, with a colon: "Hukuman ringan dijatuhkan bagi" -> "Hukuman ringan: "."""
    level = _LEVEL.match(_ASIDE.sub("", lead))
    return f"{' '.join(level['level'].split())}: " if level else ""


def _telling(reading: Reading, unit: Provision) -> Piece | None:
    """The piece of a unit that says most of the sanction: the first that imposes one, else its first."""
    if unit.path not in reading.units:
        return None
    start, end = reading.span_of(reading.units[unit.path])
    inside = [p for p in reading.pieces if start <= p.start and p.end <= end]
    return next((p for p in inside if imposes(reading.words(p.start, p.end))), inside[0] if inside else None)
