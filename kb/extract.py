"""Which words of the passages found answer the question: the pieces that fit best, grown to what a reader needs.

The fit of a piece is a weighted sum of plain signals (FIT). No vector is made for it: meaning comes from the stored
vector of the chunk that a piece lies in, the rest from words.

Does not do: word an answer (kb/wording.py); resolve references (kb/beside.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kb.condition import amounts_put, denied_words, fits_amounts
from kb.expected import (
    LEADS_IN,
    OF_CHANGE,
    TRANSITIONAL,
    amount_asked,
    asks_list,
    figures_asked,
    figures_said,
    says_kind,
)
from kb.lexical import tokenize
from kb.pieces import Piece, Reading
from kb.question import Question
from kb.search import Library, named_citations, question_scores
from kb.span import lead_in
from kb.subject import asks_others, rules_others
from kb.types import Passage
from kb.vocabulary import Vocabulary

# What speaks for a piece, and how much; docs/answers.md has how it was judged.
FIT = {
    "article": 2.5,  # the score of the article among those found
    "meaning": 1.0,  # of the chunk that it lies in
    "words": 1.0,  # share of the question's words that it says together with its lead-in
    "own_words": 0.5,  # the same without the lead-in
    "kind": 0.4,  # it reads as such a question is answered
    "list": 0.8,  # the items of a list are asked for: how far what leads it in says of what
    "amount": 0.5,  # an amount is asked for, and it says one of that measure
    "transitional": -0.5,  # its article holds for the time of change only
    "figure": 0.75,  # a figure of the question
    "case": 0.75,  # the amounts that it is for hold that of the question (less: leave it out)
    "denied": 0.4,  # it denies what the question denies: "tidak hadir"
    "others": -1.25,  # it is about others than the question
    "broken": -0.4,  # it begins within a sentence that the page before began
    "early": 0.4,  # an article states its rule before the exceptions
    "frame": -0.75,  # it says what is amended, not the rule
    "elucidation": -0.2,
    "reworded": -1.0,  # an ayat that was changed or deleted in an article that otherwise stands
    "repealed": -0.15,  # of two that answer the rule in force comes first
}
UNSAID = 1.0  # what saying all of the question that is not yet said speaks for a further quote
_FRAME = re.compile(
    r"\W*(?:Pasal \w+\s+)?(?:\w{1,3}[.)]\s*)*(?:Mengubah (?:ketentuan|beberapa)|Di\s?antara (?:ayat|Pasal|huruf|BAB)\b"
    r"|Ketentuan (?:ayat|Pasal|huruf|BAB)[^.;]{0,60}?(?:diubah|dihapus|selanjutnya dijadikan)|Beberapa ketentuan)",
    re.I,
)
_MARK = re.compile(r"^\W*\w{1,3}[.)]\s*")


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
    asked = frozenset().union(*wordings_of(question_scores(library, question).question))
    said = [asked & frozenset(tokenize(reading.words(piece.start, piece.end))) for _, reading, piece in rows]
    return [Fit(rows[n][0], rows[n][1], rows[n][2], float(fits[n]), said[n]) for n in order]


def rank_further(library: Library, fits: Sequence[Fit], said: frozenset[str]) -> list[Fit]:
    """Pieces by what they are worth as a further quote: their fit, and what of the question they say that was not."""
    vocabulary = library.generation.vocabulary
    whole = _weight(vocabulary, said.union(*(f.said for f in fits))) or 1.0
    return sorted(fits, key=lambda f: -(f.fit + UNSAID * _weight(vocabulary, f.said - said) / whole))


def wordings_of(understood: Question) -> list[frozenset[str]]:
    """The stems of a question as it was asked and in each of its variants."""
    return [frozenset(tokenize(text)) for text in (understood.words, *understood.variants)]


def piece_features(
    library: Library,
    question: str,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    as_of: date | None = None,
) -> NDArray[np.float64]:
    """One row a piece, one column a name of FIT; pieces in the order of ``readings``; ``as_of`` is today by default."""
    scored = question_scores(library, question)
    understood, vocabulary = scored.question, library.generation.vocabulary
    wordings = wordings_of(understood)
    figures, listed = figures_asked(question), asks_list(understood)
    amount, of_change = amount_asked(understood), bool(OF_CHANGE.search(understood.normalised))
    best = max(p.score for p in passages) or 1.0
    put = amounts_put(understood.normalised)
    denied = frozenset().union(*(denied_words(text) for text in (understood.words, *understood.variants)))
    mentioned = {c.regulation for c in named_citations(library, question)}
    table = []
    for reading, passage in zip(readings, passages, strict=True):
        repealed = float(passage.status == "dicabut" and passage.chunk.regulation not in mentioned)
        elucidation = float("/penjelasan/" in reading.path)
        of_others = rules_others(understood, reading.text)
        changed = _changed_parts(library, passage, as_of)
        transitional = float(not of_change and bool(TRANSITIONAL.search(reading.words(0, len(reading.text)))))
        for n, piece in enumerate(reading.pieces):
            words = reading.words(piece.start, piece.end)
            own = frozenset(tokenize(words))
            lead = lead_in(reading, piece.unit)
            whole = own | frozenset(tokenize(lead))
            table.append(
                [
                    passage.score / best,
                    _meaning(library, scored.vector, reading, piece),
                    share_said(vocabulary, wordings, whole),
                    share_said(vocabulary, wordings, own),
                    says_kind(understood, words),
                    _list_led(vocabulary, wordings, words, lead) if listed else 0.0,
                    float(amount is not None and bool(amount.search(words))),
                    transitional,
                    float(bool(figures & figures_said(_MARK.sub("", words)))),
                    fits_amounts(put, words),
                    len(denied & denied_words(f"{lead} {words}")) / (len(denied) or 1),
                    float(of_others or asks_others(understood, words, lead)),
                    float(bool(n) and _goes_on(reading, reading.pieces[n - 1], piece)),
                    1 - n / len(reading.pieces),
                    float(not of_change and bool(_FRAME.match(words))),
                    elucidation,
                    float(bool(piece.unit) and any((piece.unit.path + "/").startswith(f"{path}/") for path in changed)),
                    repealed,
                ]
            )
    features = np.array(table)
    meaning = features[:, 1]
    features[:, 1] = (meaning - meaning.min()) / (float(np.ptp(meaning)) or 1.0)
    return features


def _list_led(vocabulary: Vocabulary, wordings: Sequence[frozenset[str]], words: str, lead: str) -> float:
    """How far the words that lead in a list say what the question asks the items of; 0 where no list is led in."""
    leading = next((text for text in (words, lead) if LEADS_IN.search(text)), "")
    return share_said(vocabulary, wordings, frozenset(tokenize(leading))) if leading else 0.0


def _changed_parts(library: Library, passage: Passage, as_of: date | None) -> list[str]:
    """The paths below an article that an act in force on that day has changed or deleted."""
    article = passage.chunk.article
    acts = library.amendments_of(article, as_of)
    return [a.object for a in acts if a.object != article and a.verb in ("diubah", "dihapus")]


def _goes_on(reading: Reading, before: Piece, piece: Piece) -> bool:
    """Whether a piece on a new page goes on with the sentence that the piece before it began."""
    ended = re.search(r"[.;:]\W*\Z", reading.words(before.start, before.end))
    return before.page != piece.page and not ended and bool(re.match(r"[a-z]{2}", reading.text[piece.start :]))


def _meaning(library: Library, vector: NDArray[np.float32], reading: Reading, piece: Piece) -> float:
    """The cosine of the smallest chunk around a piece."""
    path = piece.unit.path if piece.unit else reading.path
    while path not in library.rows and "/" in path:
        path = path.rsplit("/", 1)[0]
    row = library.rows.get(path, library.rows.get(reading.chunk.path))
    return 0.0 if row is None else float(library.generation.vectors[row] @ vector)


def share_said(vocabulary: Vocabulary, wordings: Sequence[frozenset[str]], said: frozenset[str]) -> float:
    """The share of a question's words that are said, rare ones counting more, in the wording of which most is said."""
    return max(_weight(vocabulary, words & said) / (_weight(vocabulary, words) or 1.0) for words in wordings)


def _weight(vocabulary: Vocabulary, stems: frozenset[str]) -> float:
    whole = math.log(max(vocabulary.total, 2))
    return sum(max(0.05, 1 - math.log(vocabulary.stems.get(stem, 0) + 0.5) / whole) for stem in stems)
