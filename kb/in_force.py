"""Of the passages found those that the answer may stand on: never a repealed rule where one in force answers too.

A passage in force answers too where it reaches the threshold of confidence by itself, says nearly as much of the
question, and holds the kind of thing asked for: an amount in the measure asked, a definition of the term, a sanction.

Does not do: rank (kb/search.py); leave out what another rule in the collection replaced (kb/answer.py does first).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb.catalogue import status_reasons
from kb.citation import parse_path, regulation_label
from kb.confidence import THRESHOLD, confidence
from kb.definitions import find_definitions
from kb.expected import amount_asked, answer_patterns
from kb.lexical import tokenize
from kb.matter import share_said, wordings_of
from kb.question import Question
from kb.search import Library, is_replaced, question_scores
from kb.types import Passage
from kb.validity_state import say_since

AS_MUCH = 0.8  # of what the repealed article says of the question: what one in force must say


def repealed_beside(library: Library, question: str, passages: Sequence[Passage]) -> list[Passage]:
    """The repealed passages that the answer may not stand on, because one in force answers too; the best first."""
    former = [p for p in passages if p.status == "dicabut"]
    standing = (p for p in passages if p.status != "dicabut")
    if not former or not any(answers_too(library, question, p, former[0]) for p in standing):
        return []
    return former


def answers_too(library: Library, question: str, passage: Passage, other: Passage) -> bool:
    """Whether a passage answers the question as well as another does."""
    understood = question_scores(library, question).question
    text, beside = article_text(library, passage), article_text(library, other)
    patterns = [*answer_patterns(understood), *([amount] if (amount := amount_asked(understood)) else [])]
    if not all(pattern.search(text) for pattern in patterns if pattern.search(beside)):
        return False
    if "definisi" in understood.kinds and not _terms(library, understood, other) <= _terms(
        library, understood, passage
    ):
        return False
    wordings, vocabulary = wordings_of(understood), library.generation.vocabulary
    own, others = (frozenset(tokenize(t)) for t in (text, beside))
    both_asked = frozenset().union(*wordings) & others
    rarest = min(both_asked, key=lambda stem: (vocabulary.stems.get(stem, 0), stem), default="")
    if rarest and rarest not in own:
        return False
    said, most = (share_said(vocabulary, wordings, words) for words in (own, others))
    return said >= AS_MUCH * most and confidence(library, question, [passage]) >= THRESHOLD


def article_text(library: Library, passage: Passage) -> str:
    """All that is stored of a passage's article."""
    return " ".join(c.text for c in library.article_chunks(passage.chunk.article)) or passage.chunk.text


def _terms(library: Library, understood: Question, passage: Passage) -> set[str]:
    """The terms that the question asks the meaning of and that a passage's article defines, in lower case."""
    asked = set().union(*wordings_of(understood))
    defined = find_definitions(library.store.provisions_in(passage.chunk.article))
    return {term.lower() for term in defined if set(tokenize(term)) <= asked}


def say_former(former: Passage | None) -> tuple[str, ...]:
    """A note on the repealed rule that was found before the one in force."""
    if former is None:
        return ()
    return (f"Dahulu juga diatur dalam {parse_path(former.chunk.article).label}, yang sudah dicabut.",)


def say_repealed(library: Library, passage: Passage, as_of: date | None) -> str:
    """What is said before the words of a repealed rule: by what act, and since when; "" for other rules."""
    regulation = passage.chunk.regulation
    repeals = [r for r in status_reasons(regulation, library.regulations, as_of) if r.relation == "mencabut"]
    partly = passage.status == "diubah" and is_replaced(library, passage.chunk.article, as_of) and bool(repeals)
    if passage.status != "dicabut" and not partly:
        return ""
    by = ""
    if repeals:
        since = say_since(library, repeals[-1].subject)
        by = f" oleh {regulation_label(repeals[-1].subject)}{f' {since}' if since else ''}"
    return f"Menurut aturan yang sudah dicabut{' sebagian' if partly else ''}{by}: "
