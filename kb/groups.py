"""PNS and PPPK have rules of their own: whose rule answers, and what the other group's rule is beside it.

Where a group is asked about and the passage found first is the other group's, the answer comes from the group's own
regulation; where that does not rule the matter this is said before the other group's rule. Where nobody is named and
both have a rule on the matter, the one for PNS comes first and the one for PPPK beside it.

Does not do: warn of a rule for others (kb/caveats.py); CPNS and honorer, who have no regulation of their own here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kb.catalogue import status_on
from kb.caveats import people_of, people_ruled
from kb.citation import parse_path, regulation_label
from kb.confidence import THRESHOLD, confidence
from kb.expected import LEADS_IN
from kb.family import closeness, weigh_words
from kb.in_force import answers_too, article_text, repealed_beside
from kb.lexical import tokenize
from kb.matter import PEOPLE, share_said, wordings_of
from kb.pieces import read_around
from kb.question import SCOPES, Question
from kb.search import Library, is_replaced, search
from kb.types import Passage

GROUPS = ("PNS", "PPPK")
TWIN = 0.35  # likeness (cosine of telling words) from which two articles rule the same for two groups
ON_MATTER = 0.6  # share of the question's matter that the other group's article says
OFF_MATTER = 0.5  # of that share: what nothing found for the group itself reaches
PHRASE = 6  # words of a phrase that the group's own regulation is searched for
OWN = 5  # passages of the group's own regulations that are looked at


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer stands on: the passages, what is said before their words, and notes for the reader.

    ``barred`` are articles (paths) of them that are weighed but not quoted; ``twin`` is the other group's rule on the
    same matter, to be quoted beside; ``former`` a repealed rule that was found before one in force.
    """

    passages: list[Passage]
    before: str = ""
    notes: tuple[str, ...] = ()
    barred: frozenset[str] = frozenset()
    twin: Passage | None = None
    former: Passage | None = None


def choose_basis(
    library: Library, question: str, understood: Question, passages: list[Passage], as_of: date | None
) -> Basis:
    """The basis of an answer to a question that names no regulation: rules in force, of the group asked about."""
    former = repealed_beside(library, question, passages)
    standing = [p for p in passages if p not in former]
    basis = _choose_group(library, question, understood, standing, as_of)
    if not former:
        return basis
    basis = replace(basis, former=former[0] if former[0] is passages[0] else None)
    if basis.passages is not standing:
        return basis
    return replace(basis, passages=passages, barred=basis.barred | {p.chunk.article for p in former})


def _choose_group(
    library: Library, question: str, understood: Question, passages: list[Passage], as_of: date | None
) -> Basis:
    """The basis of an answer for the group asked about, or for both where none is."""
    if not passages or library.left_out:  # of some regulations only, nothing is said of what is missing
        return Basis(passages)
    asked = [group for group in GROUPS if group in understood.scope]
    ruled = people_ruled(library, passages[0])
    if len(asked) == 1 and "CPNS" not in understood.scope:
        other = next(group for group in GROUPS if group != asked[0])
        if asked[0] not in ruled and other in ruled:
            return _for_group(library, question, understood, passages, asked[0], other, as_of)
        return _unless_only_others(library, understood, passages, asked[0], other, as_of)
    if not asked and len(ruled) == 1 and not set(understood.scope) & {"CPNS", "honorer"}:
        return _for_both(library, question, passages, as_of)
    return Basis(passages)


def own_passages(library: Library, question: str, group: str, as_of: date | None, k: int = OWN) -> list[Passage]:
    """Passages of the regulations in force whose title is about this group alone; no summaries."""
    own = {
        i
        for i in library.stored
        if _group_of(library.regulations[i].title) == {group}
        and library.regulations[i].kind != "panduan"
        and status_on(i, library.regulations, as_of) != "dicabut"
        and not is_replaced(library, i, as_of)
    }
    others = frozenset(i for i in library.stored if i not in own)
    if not own - library.left_out:
        return []
    return [
        p
        for p in search(library.leave_out(others), question, k, as_of)
        if not is_replaced(library, p.chunk.article, as_of)
    ]


@lru_cache(maxsize=32_768)
def _group_of(title: str) -> frozenset[str]:
    return frozenset(people_of(title))


def _for_group(
    library: Library,
    question: str,
    understood: Question,
    passages: list[Passage],
    group: str,
    other: str,
    as_of: date | None,
) -> Basis:
    own = own_passages(library, question, group, as_of)
    first = passages[0]
    mine = [*own, *(p for p in passages if people_ruled(library, p) != {other})]
    unsaid = _unsaid(library, understood, first, mine)
    if listed := _not_listed(library, understood, unsaid, first, group, other, as_of):
        return listed
    see = (_see(other, first),)
    if not unsaid and (answering := [p for p in mine if answers_too(library, question, p, first)]):
        articles = {p.chunk.article for p in answering}
        return Basis(answering + [p for p in own if p.chunk.article not in articles], notes=see)
    return Basis(passages, _say_none(group, other, own))


def _not_listed(
    library: Library, understood: Question, unsaid: str, first: Passage, group: str, other: str, as_of: date | None
) -> Basis | None:
    """The group's own list of kinds, in which what is asked does not stand; None where it has no such list."""
    if not unsaid:
        return None
    kinds = _list_of_kinds(library, [*unsaid.split(), *_content(understood)], group, as_of)
    if kinds is None:
        return None
    before = f"{regulation_label(kinds.chunk.regulation)} tentang {group} tidak menyebut “{unsaid}”. "
    return Basis([kinds], before, (_see(other, first),))


def _see(other: str, first: Passage) -> str:
    return f"Untuk {other} hal ini diatur dalam {parse_path(first.chunk.article).label}."


def _say_none(group: str, other: str, own: Sequence[Passage]) -> str:
    names = dict.fromkeys(regulation_label(p.chunk.regulation) for p in own)
    searched = f" (dicari dalam {', '.join(names)})" if names else ""
    return f"Aturan khusus {group} tentang hal ini tidak ditemukan{searched}. Untuk {other}: "


def _unless_only_others(
    library: Library, understood: Question, passages: list[Passage], group: str, other: str, as_of: date | None
) -> Basis:
    """The passages found, the other group's barred; but theirs where only they say the matter, and that it is so."""
    own = own_passages(library, understood.asked, group, as_of)
    foreign = [p for p in passages if people_ruled(library, p) == {other}]
    mine = [*own, *(p for p in passages if p not in foreign)]
    for passage in foreign[:1]:
        unsaid = _unsaid(library, understood, passage, mine)
        if listed := _not_listed(library, understood, unsaid, passage, group, other, as_of):
            return listed
    found = Basis(passages, barred=frozenset(p.chunk.article for p in foreign))
    asked_of_other = SCOPES[group].sub(other, understood.normalised)
    theirs = own_passages(library, asked_of_other, other, as_of)[:1]
    if not theirs or (said := _matter_said(library, understood, theirs[0])) < ON_MATTER:
        return found
    unsaid = _unsaid(library, understood, theirs[0], mine)
    whole = any(words <= set(tokenize(unsaid)) for words in _matter(understood))
    most = max((_matter_said(library, understood, p) for p in mine), default=0.0)
    if (most > OFF_MATTER * said and not whole) or confidence(library, asked_of_other, theirs) < THRESHOLD:
        return found
    listed = _not_listed(library, understood, unsaid, theirs[0], group, other, as_of)
    return listed or Basis(theirs, _say_none(group, other, own))


def _matter_said(library: Library, understood: Question, passage: Passage) -> float:
    """The share of the question's words, without those for people, that a passage's article says."""
    said = frozenset(tokenize(article_text(library, passage)))
    return share_said(library.generation.vocabulary, _matter(understood), said)


def _matter(understood: Question) -> list[frozenset[str]]:
    """The stems of each wording of a question without those for people and figures."""
    return [frozenset(w for w in words - PEOPLE if w.isalpha()) for words in wordings_of(understood)]


def _unsaid(library: Library, understood: Question, other: Passage, mine: Sequence[Passage]) -> str:
    """The longest run of words in the question that the other group's article says and the group's rules never do.

    Those are all of the regulations that are about the group alone, and the articles of the other passages in ``mine``.
    """
    said = _fold(article_text(library, other))
    words = _content(understood)
    runs = (words[a : a + n] for n in range(min(PHRASE, len(words)), 1, -1) for a in range(len(words) - n + 1))
    own = {p.chunk.regulation for p in mine if len(_group_of(p.title)) == 1 and _group_of(p.title) <= set(GROUPS)}
    texts = [_fold(" ".join(c.text for c in library.store.chunks(regulation))) for regulation in sorted(own)]
    texts += [_fold(article_text(library, p)) for p in mine if p.chunk.regulation not in own]
    for run in runs:
        phrase = " ".join(run)
        if tokenize(run[0]) and tokenize(run[-1]) and phrase in said and not any(phrase in text for text in texts):
            return phrase
    return ""


def _content(understood: Question) -> list[str]:
    """The words of a question without those for the groups."""
    text = understood.normalised
    for group in GROUPS:
        text = SCOPES[group].sub(" ", text)
    return re.findall(r"[a-z]+", text.lower())


def _fold(text: str) -> str:
    return " ".join(text.lower().split())


def _list_of_kinds(library: Library, heads: Sequence[str], group: str, as_of: date | None) -> Passage | None:
    """The group's own article that lists the kinds of one of these words ("Cuti terdiri atas: a. cuti tahunan")."""
    for head in dict.fromkeys(heads):
        for passage in own_passages(library, f"jenis {head} terdiri atas", group, as_of) if tokenize(head) else ():
            reading = read_around(library, passage.chunk)[0]
            lines = [reading.words(p.start, p.end) for p in reading.pieces]
            leads = any(LEADS_IN.search(line) and set(tokenize(head)) <= set(tokenize(line)) for line in lines)
            items = [line for line in lines if re.match(rf"\W*\w{{1,3}}[.)]\s+{head}\b", line, re.I)]
            if leads and len(items) > 1:
                return passage
    return None


def _for_both(library: Library, question: str, passages: list[Passage], as_of: date | None) -> Basis:
    """The rule for PNS first and that for PPPK beside it, where both rule the same matter."""
    first = passages[0]
    (ruled,) = people_ruled(library, first)
    if ruled not in GROUPS or people_of(library.regulations[first.chunk.regulation].title) != {ruled}:
        return Basis(passages)
    other = next(group for group in GROUPS if group != ruled)
    twin = next(
        (p for p in own_passages(library, question, other, as_of) if _is_twin(library, question, p, first)), None
    )
    if twin is None:
        return Basis(passages)
    if ruled == "PNS":
        barred = frozenset(p.chunk.article for p in passages if people_ruled(library, p) == {other})
        return Basis(passages, barred=barred, twin=twin)
    rest = [p for p in passages if people_ruled(library, p) != {ruled} and p.chunk.article != twin.chunk.article]
    return Basis([twin, *rest], twin=first)


def twin_of(library: Library, question: str, basis: Basis, quoted: Passage, as_of: date | None) -> Passage | None:
    """Of the rules of the group that the basis has a twin of, the likest to the article that is quoted first."""
    if basis.twin is None or quoted.chunk.article == basis.passages[0].chunk.article:
        return basis.twin
    (group,) = people_ruled(library, basis.twin)
    own = [p for p in own_passages(library, question, group, as_of) if _is_twin(library, question, p, quoted)]
    return max(own, key=lambda p: _likeness(library, p, quoted), default=None)


def _is_twin(library: Library, question: str, passage: Passage, first: Passage) -> bool:
    """Whether a passage of another group's regulation rules the same matter as ``first``, in nearly its words."""
    return _likeness(library, passage, first) >= TWIN and answers_too(library, question, passage, first)


def _likeness(library: Library, passage: Passage, other: Passage) -> float:
    """The cosine of the telling words of two passages' articles."""
    vocabulary = library.generation.vocabulary
    one, two = (weigh_words(article_text(library, p), vocabulary) for p in (passage, other))
    return closeness(one, two)
