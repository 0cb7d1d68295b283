"""How sure it is that passages answer a question, and why a question is refused.

A logistic regression over a few signals of the question and the first passage. The weights are fitted by
benchmarks/fit_confidence.py; docs/retrieval.md has the figures and the operating curve.

Does not do: judge an answer's wording; tell which of the passages answers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from kb.catalogue import resolve_name
from kb.citation import find_citations
from kb.foreign import field_vectors, foreign_words, law_names
from kb.lexical import tokenize
from kb.search import Library, question_scores
from kb.types import Chunk, Passage, Refusal
from kb.vocabulary import Vocabulary

# Weights of the signals of confidence_features, and the share below which a question is refused.
CONFIDENCE = {
    "cosine": 40.702,
    "said": 0.666,
    "share": 2.892,
    "staff": 0.856,
    "foreign": -1.592,
    "other_field": -49.518,
    "bias": -37.137,
}
THRESHOLD = 0.4
NEAR = 0.02  # of cosine: a field of other law this much farther than the passage still speaks against it
LOOKED_AT = 3  # passages in which a foreign word may be explained


def confidence(library: Library, question: str, passages: Sequence[Passage]) -> float:
    """Probability, 0..1, that ``passages`` answer the question, were half of all questions answerable."""
    return weigh(confidence_features(library, question, passages)) if passages else 0.0


def weigh(features: Mapping[str, float]) -> float:
    """The probability that signals as ``confidence_features`` gives them stand for."""
    score = sum(CONFIDENCE[name] * value for name, value in features.items()) + CONFIDENCE["bias"]
    return 1 / (1 + math.exp(-min(max(score, -500.0), 500.0)))


def confidence_features(library: Library, question: str, passages: Sequence[Passage]) -> dict[str, float]:
    """What confidence is read from; ``passages`` must not be empty.

    ``cosine``: how near the first passage is in meaning. ``said``: how many of the question's words its article says,
    each counted by its rarity, the rarest as 1. ``share``: which part of its words that is, in that wording (as asked
    or in the law's words) of which the article says most. ``staff``: 1 where it says whom of the civil service it is
    about. ``foreign``: 1 where it says a word of another field, or names a law by a matter, that the first passages do
    not mention. ``other_field``: how much nearer than the passage another field is.
    """
    scored = question_scores(library, question)
    understood, first = scored.question, passages[0].chunk
    vector = scored.vector / (np.linalg.norm(scored.vector) or 1.0)
    row = library.rows.get(first.path)
    cosine = float(library.generation.vectors[row] @ vector) if row is not None else 0.0
    vocabulary = library.generation.vocabulary
    wordings = [_words(text) for text in (understood.words, *understood.variants)]
    article = {word for chunk in _article(library, first) for word in tokenize(chunk.text)}
    other = float((field_vectors(library.embedder) @ vector).max())
    return {
        "cosine": cosine,
        "said": _weight(vocabulary, wordings[0] & article),
        "share": max(_weight(vocabulary, words & article) / (_weight(vocabulary, words) or 1.0) for words in wordings),
        "staff": float(bool(understood.scope)),
        "foreign": float(_says_foreign(library, understood.normalised, passages[:LOOKED_AT])),
        "other_field": max(0.0, other - cosine + NEAR),
    }


def refusal_for(features: Mapping[str, float]) -> Refusal:
    """Why a question with such signals is refused: not a matter of the civil service, or merely not in the collection.

    Outside is what says an unexplained foreign word, speaks of nobody of the civil service and is nearer to another
    field than to the passage, or has no word in common even with the article that was found, in the law's words either.
    """
    elsewhere = features["other_field"] > NEAR and not features["staff"]
    outside = features["foreign"] or elsewhere or not (features["said"] or features["share"])
    return "di_luar_lingkup" if outside else "tidak_ada_di_koleksi"


def absent_regulations(library: Library, question: str, passages: Sequence[Passage]) -> list[str]:
    """Ids of the regulations a question names, where none of them is in the collection and no passage speaks of one.

    A name counts with its year only ("UU ASN 2023"): without one it may mean an older law that is in the collection.
    """
    named = [f.citation.regulation for f in find_citations(question) if f.citation.regulation]
    names = resolve_name(question, library.regulations)
    named += [i for i in names if i in library.stored or str(library.regulations[i].year) in question]
    if not named or any(regulation in library.stored for regulation in named):
        return []
    told = {f.citation.regulation for p in passages[:LOOKED_AT] for f in find_citations(p.chunk.text)}
    return [] if told & set(named) else list(dict.fromkeys(named))


def _article(library: Library, chunk: Chunk) -> list[Chunk]:
    """The chunks of the article that a chunk belongs to, itself among them."""
    return library.article_chunks(chunk.article) or [chunk]


def _words(text: str) -> set[str]:
    """The stems of a text that a vocabulary counts: no figures, no single letters."""
    return {word for word in tokenize(text) if word.isalpha() and len(word) > 1}


def _weight(vocabulary: Vocabulary, stems: Iterable[str]) -> float:
    """How much stems tell, taken together: 1 for each that stands once in the collection, less for commoner ones."""
    if vocabulary.total < 2:
        return 0.0
    whole = math.log(vocabulary.total)
    return sum(1 - math.log(vocabulary.stems.get(stem, 0) + 0.5) / whole for stem in stems)


def _says_foreign(library: Library, text: str, passages: Sequence[Passage]) -> bool:
    """Whether a text says a word of another field, or a law's name, that the articles of the passages do not have."""
    words = foreign_words(text)
    if names := law_names(text):
        titles = {w for i in library.stored for w in _title_words(library, i)}
        words += [name for name in names if name not in titles]
    if not words:
        return False
    said = " ".join(c.embedding_text for p in passages for c in _article(library, p.chunk))
    folded = " ".join(said.lower().split())
    return any(not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in words)


def _title_words(library: Library, regulation: str) -> list[str]:
    known = library.regulations[regulation]
    return re.findall(r"\w+", " ".join((known.title, *known.aliases)).lower())
