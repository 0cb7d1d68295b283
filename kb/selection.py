"""Which quotes an answer is given, one after another: the best piece, then what adds most, within the room there is.

The first quote is grown to what a reader needs; a list that is asked for is quoted from its lead-in. Of further quotes
the next is from the article that was found first, where it was not yet quoted.

Does not do: weigh pieces (kb/extract.py); word the answer (kb/wording.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.citation import Citation
from kb.expected import asks_list, asks_wording, measures_said
from kb.extract import Fit, fit_pieces, rank_further
from kb.lexical import tokenize
from kb.pieces import Piece, Reading, read_around
from kb.question import Question
from kb.quote import quote_span
from kb.search import Library
from kb.span import cut_span, grow, list_around
from kb.types import Passage

MOST = 4  # quotes
MOST_OF_ONE = 2  # of them from one article
FIRST = 350  # characters that the first quote is grown to,
FURTHER = 100  # and each further one
WHOLE = 520  # an article that is as short is quoted whole
LIST = 520  # a list that is asked for,
FURTHER_LIST = 300  # and one of a further quote
LOOK_UP = 560  # a provision asked for by its number
SAME = 0.75  # share of words in common from which two quotes say the same
CONTAINED = 0.9  # share of a quote's words in another from which it says nothing more
SMALLEST = 60  # characters under which no further quote is worth its place
WORTH = 0.7  # of the best fit: what a further quote must reach
TEXT = 300  # characters kept for the answer's text when the first quote is cut


@dataclass(frozen=True, slots=True)
class Selected:
    """A passage with its quote, and where in its reading that is: the span, and the piece of it that tells most.

    ``said`` are the stems of the question that the piece says.
    """

    passage: Passage
    reading: Reading
    piece: Piece
    span: tuple[int, int]
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The pieces to choose from, the best first; ``found`` is the passage of each reading, by the path that is read.

    ``named`` are the provisions asked for by number; ``in_order`` says that their wording is asked, from its start.
    """

    fits: tuple[Fit, ...]
    found: dict[str, Passage]
    named: tuple[Citation, ...] = ()
    in_order: bool = False


def find_pieces(
    library: Library,
    question: str,
    passages: Sequence[Passage],
    named: Sequence[Citation],
    as_of: date | None = None,
) -> Candidates:
    """The candidates of the passages that are looked through for an answer."""
    readings = [(passage, reading) for passage in passages for reading in read_around(library, passage.chunk)]
    fits = fit_pieces(library, question, [r for _, r in readings], [p for p, _ in readings], as_of)
    in_order = False
    if named:
        paths = [c.path for c in named]
        fits = [f for f in fits if f.piece.unit and _lies_in_any(f.piece.unit.path, paths)] or fits
        in_order = asks_wording(question, library.regulations[named[0].regulation])
        fits = sorted(fits, key=lambda f: (f.rank, f.piece.start)) if in_order else fits
    else:
        fits = [f for f in fits if f.fit >= WORTH * fits[0].fit]
    return Candidates(tuple(fits), {r.path: p for p, r in readings}, tuple(named), in_order)


def _lies_in_any(path: str, wholes: Sequence[str]) -> bool:
    return any((path + "/").startswith(whole + "/") for whole in wholes)


def choose_quote(
    library: Library, understood: Question, candidates: Candidates, taken: Sequence[Selected], room: int
) -> Selected | None:
    """The next quote after those ``taken``, of at most ``room`` characters; None where none fits or is worth it."""
    if len(taken) >= MOST or room < SMALLEST:
        return None
    left = [f for f in candidates.fits if not _is_taken(f, taken)]
    if taken and not candidates.in_order:
        said = frozenset().union(*(t.said for t in taken))
        nearest = min(candidates.fits, key=lambda f: f.rank)
        left = rank_further(library, left, said)
        if all(t.reading.path != nearest.reading.path for t in taken):
            left = [nearest, *left]
    chosen = (_quote(library, understood, candidates, fit, taken, room) for fit in left)
    return next((selected for selected in chosen if selected), None)


def _is_taken(fit: Fit, taken: Sequence[Selected]) -> bool:
    """Whether a piece is quoted already, or its article often enough."""
    spans = [t.span for t in taken if t.reading.path == fit.reading.path]
    return len(spans) >= MOST_OF_ONE or any(a < fit.piece.end and fit.piece.start < b for a, b in spans)


def _quote(
    library: Library, understood: Question, candidates: Candidates, fit: Fit, taken: Sequence[Selected], room: int
) -> Selected | None:
    """The quote around a piece; None where it has no room, says what is quoted already, or stands on no page so."""
    further = bool(taken)
    start, end = span_around(understood, candidates.named, fit, room, further=further)
    if further and (end - start > room or _is_said(fit.reading.words(start, end), taken)):
        return None
    start, end = cut_span(fit.reading, start, end, room if further else room - TEXT)
    passage = quote_span(library, candidates.found[fit.reading.path], fit.reading, start, end)
    if passage is None:
        return None
    inside = [f for f in candidates.fits if f.reading is fit.reading and start <= f.piece.start and f.piece.end <= end]
    telling = max(inside or [fit], key=lambda f: (measures_said(understood, _words(f)), f.fit))
    return Selected(passage, fit.reading, telling.piece, (start, end), fit.said)


def quote_piece(
    library: Library, passage: Passage, reading: Reading, piece: Piece, limit: int, said: frozenset[str] = frozenset()
) -> Selected | None:
    """A piece quoted by itself, cut at ``limit`` characters; None where it stands on no page so."""
    span = cut_span(reading, piece.start, piece.end, limit)
    quoted = quote_span(library, passage, reading, *span)
    return Selected(quoted, reading, piece, span, said) if quoted else None


def _words(fit: Fit) -> str:
    return fit.reading.words(fit.piece.start, fit.piece.end)


def _is_said(words: str, taken: Sequence[Selected]) -> bool:
    """Whether a quote says nearly the same already: an old rule and its successor, a rule and its repetition."""
    said = set(tokenize(words))
    others = (set(tokenize(t.passage.quote)) for t in taken)
    return any(len(said & other) > min(SAME * len(said | other), CONTAINED * len(said)) for other in others)


def span_around(
    understood: Question, named: Sequence[Citation], fit: Fit, room: int, *, further: bool
) -> tuple[int, int]:
    """The characters to quote: the piece grown; a list that is asked for or led in, from its start."""
    reading, piece = fit.reading, fit.piece
    units = [reading.units[c.path] for c in named if c.path in reading.units]
    bounds = next((b for b in map(reading.span_of, units) if b[0] <= piece.start and piece.end <= b[1]), None)
    limit = FURTHER if further else LOOK_UP if named else FIRST
    leads, listed = reading.words(piece.start, piece.end).endswith(":"), asks_list(understood)
    if leads or (listed and not further):
        longer = max(limit, FURTHER_LIST if further else LIST if listed else FIRST)
        if (items := list_around(reading, piece)) and items[0].page == piece.page:
            within = grow(reading, items[0], min(longer, room), (items[0].start, items[-1].end))
            if piece.end <= within[1]:
                return within
    if not further and len(reading.text) <= WHOLE and len({p.page for p in reading.pieces}) == 1:
        limit = max(limit, WHOLE)
    return grow(reading, piece, min(limit, room), bounds)
