"""Which words of the passages found answer the question: the pieces that fit best, grown to what a reader needs.

The fit of a piece is the weighted sum (FIT) of its signals (kb/signals.py).

Does not do: word an answer (kb/wording.py); resolve references (kb/beside.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kb.lexical import tokenize
from kb.matter import weigh_stems
from kb.pieces import Piece, Reading
from kb.search import Library
from kb.signals import changed_parts, piece_signals, read_asked, reading_signals
from kb.types import Passage

# What speaks for a piece, and how much; docs/answers.md has how it was judged.
FIT = {
    "article": 2.5,  # the score of the article among those found
    "meaning": 1.0,  # of the chunk that it lies in
    "words": 1.0,  # share of the question's words that it says together with its lead-in
    "own_words": 0.5,  # the same without the lead-in
    "unrelated": -0.6,  # its article says nothing of what the question is about
    "sought": 0.6,  # it says the deed whose doer is asked for, or the thing asked for
    "unasked": -1.0,  # it opens with a case that the question does not put
    "sanction": 0.2,  # a sanction is asked for, and it imposes one for breaking a rule
    "changed": -0.6,  # an amount is asked for, and it lengthens or postpones one
    "kind": 0.4,  # it reads as such a question is answered
    "list": 0.8,  # the items of a list are asked for: how far what leads it in says of what
    "amount": 0.5,  # an amount is asked for, and it says one of that measure
    "transitional": -0.75,  # its article holds for the time of change only
    "figure": 0.75,  # a figure of the question
    "case": 0.75,  # the amounts that it is for hold that of the question (less: leave it out)
    "denied": 0.4,  # it denies what the question denies: "tidak hadir"
    "others": -2.0,  # it is about others than the question
    "broken": -0.4,  # it begins within a sentence that the page before began
    "early": 0.4,  # an article states its rule before the exceptions
    "frame": -0.75,  # it says what is amended, not the rule
    "opening": -0.15,  # a definition, where no meaning is asked
    "elucidation": -0.2,
    "reworded": -1.0,  # an ayat that was changed or deleted in an article that otherwise stands
    "repealed": -0.15,  # of two that answer the rule in force comes first
}
UNSAID = 1.0  # what saying all of the question that is not yet said speaks for a further quote


@dataclass(frozen=True, slots=True)
class Fit:
    """A piece of a reading and how well it fits the question; ``rank`` is that of its passage, from 0.

    ``said`` are the stems of the question that the piece says itself.
    """

    rank: int
    reading: Reading
    piece: Piece
    fit: float
    said: frozenset[str] = frozenset()


def fit_pieces(
    library: Library,
    question: str,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    as_of: date | None = None,
) -> list[Fit]:
    """Every piece of ``readings``, the best first; ``passages`` are those they were read around."""
    rows = [(n, r, p) for n, r in enumerate(readings) for p in r.pieces]
    if not rows:
        return []
    table = piece_features(library, question, readings, passages, as_of)
    fits = table @ np.array(list(FIT.values()))
    order = np.argsort(-fits, kind="stable")
    asked = frozenset().union(*read_asked(library, question).wordings)
    said = [asked & frozenset(tokenize(reading.words(piece.start, piece.end))) for _, reading, piece in rows]
    return [Fit(rows[n][0], rows[n][1], rows[n][2], float(fits[n]), said[n]) for n in order]


def rank_further(library: Library, fits: Sequence[Fit], said: frozenset[str]) -> list[Fit]:
    """Pieces by what they are worth as a further quote: their fit, and what of the question they say that was not."""
    vocabulary = library.generation.vocabulary
    whole = weigh_stems(vocabulary, said.union(*(f.said for f in fits))) or 1.0
    return sorted(fits, key=lambda f: -(f.fit + UNSAID * weigh_stems(vocabulary, f.said - said) / whole))


def piece_features(
    library: Library,
    question: str,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    as_of: date | None = None,
) -> NDArray[np.float64]:
    """One row a piece, one column a name of FIT; pieces in the order of ``readings``; ``as_of`` is today by default."""
    asked = read_asked(library, question)
    best = max(p.score for p in passages) or 1.0
    table = []
    for reading, passage in zip(readings, passages, strict=True):
        shared = reading_signals(asked, reading, passage)
        shared["article"] /= best
        changed = changed_parts(library, passage, as_of)
        for n in range(len(reading.pieces)):
            own = piece_signals(library, asked, reading, n, changed)
            table.append([max(shared.get(name, -1.0), own.get(name, -1.0)) for name in FIT])
    features = np.array(table)
    column = list(FIT).index("meaning")
    meaning = features[:, column]
    features[:, column] = (meaning - meaning.min()) / (float(np.ptp(meaning)) or 1.0)
    return features
