"""What of a piece speaks for it as an answer, and what against: plain signals, each from 0 (or -1) to 1.

No vector is made for it: meaning comes from the stored vector of the chunk that a piece lies in, the rest from words.

Does not do: weigh the signals (kb/extract.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kb.condition import Extent, amounts_put, denied_words, fits_amounts
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
from kb.matter import changes_term, matter_of, says_sought, share_said, share_unasked, sought_of, wordings_of
from kb.pieces import Piece, Reading
from kb.question import Question
from kb.sanction import cited_words, imposes
from kb.search import Library, named_citations, question_scores
from kb.span import lead_in, says_nothing
from kb.subject import asks_others, rules_others
from kb.types import Passage
from kb.vocabulary import Vocabulary

_FRAME = re.compile(
    r"\W*(?:Pasal \w+\s+)?(?:\w{1,3}[.)]\s*)*(?:Mengubah (?:ketentuan|beberapa)|Di\s?antara (?:ayat|Pasal|huruf|BAB)\b"
    r"|Ketentuan (?:ayat|Pasal|huruf|BAB)[^.;]{0,60}?(?:diubah|dihapus|selanjutnya dijadikan)|Beberapa ketentuan)",
    re.I,
)
_MARK = re.compile(r"^\W*\w{1,3}[.)]\s*")


BARE = 2  # stems of its matter: a question of no more asks for the rule, not for what holds in some case


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a question pieces are held against, worked out once.

    ``wordings``: its stems as asked and in each variant; ``figures`` and ``put``: its figures, and the amounts of its
    case; ``denied``: the stems it denies; ``matter`` and ``sought``: see kb/matter.py; ``bare``: it asks for an amount
    of a matter of few words; ``amount``: how the amount asked for is written; ``mentioned``: ids of the
    regulations it names; ``of_change``: it asks about the time of change.
    """

    understood: Question
    vector: NDArray[np.float32]
    wordings: list[frozenset[str]]
    figures: set[str]
    put: list[Extent]
    denied: frozenset[str]
    matter: list[frozenset[str]]
    sought: frozenset[str]
    bare: bool
    amount: re.Pattern[str] | None
    listed: bool
    of_change: bool
    mentioned: set[str]


def read_asked(library: Library, question: str) -> Asked:
    """What pieces are held against, of a question."""
    scored = question_scores(library, question)
    understood = scored.question
    texts = (understood.words, *understood.variants)
    matter, amount = matter_of(understood), amount_asked(understood)
    return Asked(
        understood,
        scored.vector,
        wordings_of(understood),
        figures_asked(question),
        amounts_put(understood.normalised),
        frozenset().union(*(denied_words(text) for text in texts)),
        matter,
        sought_of(understood),
        amount is not None and all(0 < len(words) <= BARE for words in matter),
        amount,
        asks_list(understood),
        bool(OF_CHANGE.search(understood.normalised)),
        {c.regulation for c in named_citations(library, question)},
    )


def reading_signals(asked: Asked, reading: Reading, passage: Passage) -> dict[str, float]:
    """The signals that all pieces of a reading share; ``passage`` is what it was read around."""
    regulation = passage.chunk.regulation
    said = frozenset(tokenize(" ".join([*reading.chunk.headings, reading.text])))
    transitional = not asked.of_change and TRANSITIONAL.search(reading.words(0, len(reading.text)))
    return {
        "article": passage.score,
        "unrelated": float(all(asked.matter) and not any(words & said for words in asked.matter)),
        "others": float(rules_others(asked.understood, reading.text)),
        "transitional": float(bool(transitional)),
        "opening": float(reading.path.endswith("/pasal-1") and "definisi" not in asked.understood.kinds),
        "elucidation": float("/penjelasan/" in reading.path),
        "repealed": float(passage.status == "dicabut" and regulation not in asked.mentioned),
    }


def piece_signals(library: Library, asked: Asked, reading: Reading, n: int, changed: Sequence[str]) -> dict[str, float]:
    """The signals of piece ``n`` of a reading; ``changed`` are the paths in it that were reworded since."""
    piece, vocabulary = reading.pieces[n], library.generation.vocabulary
    words, lead = reading.words(piece.start, piece.end), lead_in(reading, piece.unit)
    own = frozenset(tokenize(words))
    sanctions = "sanksi" in asked.understood.kinds and imposes(f"{lead} {words}")
    if sanctions:
        own |= frozenset(tokenize(cited_words(library, reading.chunk.regulation, words)))
    path = f"{piece.unit.path}/" if piece.unit else ""
    return {
        "meaning": _meaning(library, asked.vector, reading, piece),
        "words": share_said(vocabulary, asked.wordings, own | frozenset(tokenize(lead))),
        "own_words": share_said(vocabulary, asked.wordings, own),
        "kind": says_kind(asked.understood, words),
        "list": _list_led(vocabulary, asked.wordings, words, lead) if asked.listed else 0.0,
        "amount": float(asked.amount is not None and bool(asked.amount.search(words))),
        "figure": float(bool(asked.figures) and bool(asked.figures & figures_said(_MARK.sub("", words)))),
        "case": fits_amounts(asked.put, words) if asked.put else 0.0,
        "sought": says_sought(asked.sought, f"{lead} {words}") if asked.sought else 0.0,
        "unasked": share_unasked(vocabulary, asked.wordings, words) if asked.bare and not sanctions else 0.0,
        "sanction": float(sanctions),
        "changed": float(asked.amount is not None and changes_term(asked.understood, words)),
        "denied": _share_denied(asked.denied, f"{lead} {words}") if asked.denied else 0.0,
        "others": float(asks_others(asked.understood, words, lead)),
        "broken": float(n > 0 and _goes_on(reading, reading.pieces[n - 1], piece)),
        "early": 1 - n / len(reading.pieces),
        "frame": float((not asked.of_change and bool(_FRAME.match(words))) or says_nothing(words)),
        "reworded": float(any(path.startswith(f"{one}/") for one in changed)),
    }


def changed_parts(library: Library, passage: Passage, as_of: date | None) -> list[str]:
    """The paths below the article of a passage that an act in force on that day has changed or deleted."""
    article = passage.chunk.article
    acts = library.amendments_of(article, as_of)
    return [a.object for a in acts if a.object != article and a.verb in ("diubah", "dihapus")]


def _list_led(vocabulary: Vocabulary, wordings: Sequence[frozenset[str]], words: str, lead: str) -> float:
    """How far the words that lead in a list say what the question asks the items of; 0 where no list is led in."""
    leading = next((text for text in (words, lead) if LEADS_IN.search(text)), "")
    return share_said(vocabulary, wordings, frozenset(tokenize(leading))) if leading else 0.0


def _share_denied(denied: frozenset[str], words: str) -> float:
    """The share of the stems that a question denies which a text denies too."""
    return len(denied & denied_words(words)) / len(denied)


def _goes_on(reading: Reading, before: Piece, piece: Piece) -> bool:
    """Whether a piece on a new page goes on with the sentence that the piece before it began."""
    if before.page == piece.page or not re.match(r"[a-z]{2}", reading.text[piece.start : piece.start + 2]):
        return False
    return not re.search(r"[.;:]\W*\Z", reading.words(before.start, before.end))


def _meaning(library: Library, vector: NDArray[np.float32], reading: Reading, piece: Piece) -> float:
    """The cosine of the smallest chunk around a piece."""
    path = piece.unit.path if piece.unit else reading.path
    while path not in library.rows and "/" in path:
        path = path.rsplit("/", 1)[0]
    row = library.rows.get(path, library.rows.get(reading.chunk.path))
    return 0.0 if row is None else float(library.generation.vectors[row] @ vector)
