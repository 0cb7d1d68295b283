"""Wordings that descend from each other: which provision is a copy of which, the earliest source first.

A text is the vector of its telling words (``kb.wording_diff``), rare words of the collection weighing more; two texts
are alike as the cosine of their vectors says. What is alike enough makes a family; within it each wording has as its
source the most alike of those that are older, the youngest of them where several are equally alike.

Does not do: say that one rule replaced another in law (``kb.catalogue`` does); find what was copied from outside the
collection.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.vocabulary import Vocabulary
from kb.wording_diff import Edit, diff_words, telling_words

NEAR = 0.55  # cosine from which a wording is of another's family
TOGETHER = 0.5  # average cosine to all members, so that a family does not drift from its matter
COPIED = 0.5  # cosine from which an older wording is called the source; members may be near by way of others

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Wording:
    """A provision's words in time: ``path``, ``text``, ``born`` (an order: the older, the smaller)."""

    path: str
    text: str
    born: tuple[int, int, str]
    weights: Weights

    @property
    def regulation(self) -> str:
        """The id of its regulation."""
        return self.path.split("/", 1)[0]


@dataclass(frozen=True, slots=True)
class Descendant:
    """One member of a family: its wording, its source in the family, how alike they are (0..1), and what changed.

    The source is a path, "" for the earliest and for a wording that no older one is near enough to.
    """

    wording: Wording
    source: str
    likeness: float
    edits: tuple[Edit, ...]


Family = tuple[Descendant, ...]


def weigh_words(text: str, vocabulary: Vocabulary) -> dict[str, float]:
    """The telling words of a text with their weights: a vector of length 1, empty where nothing tells.

    A word that stands often in the text weighs more, one that stands often in the collection less.
    """
    total = max(vocabulary.total, 1)
    counts = Counter(telling_words(text))
    raw = {w: (1 + math.log(n)) * math.log(1 + total / (1 + vocabulary.stems.get(w, 0))) for w, n in counts.items()}
    length = math.sqrt(sum(v * v for v in raw.values()))
    return {word: value / length for word, value in raw.items()} if length else {}


def closeness(one: Weights, other: Weights) -> float:
    """Cosine of two weighed texts, 0..1."""
    small, large = sorted((one, other), key=len)
    return sum(value * large.get(word, 0.0) for word, value in small.items())


def trace_family(wordings: Iterable[Wording]) -> Family:
    """Wordings that belong together, the earliest first, each with its source and what changed from it."""
    ordered = sorted(wordings, key=lambda w: w.born)
    family: list[Descendant] = []
    for wording in ordered:
        older = [w for w in ordered if w.born[:2] < wording.born[:2] and w.regulation != wording.regulation]
        source = max(older, key=lambda w: (round(closeness(w.weights, wording.weights), 3), w.born), default=None)
        alike = closeness(source.weights, wording.weights) if source else 0.0
        if source is None or alike < COPIED:
            family.append(Descendant(wording, "", 0.0, ()))
        else:
            family.append(Descendant(wording, source.path, alike, diff_words(source.text, wording.text)))
    return tuple(family)


def gather_families(
    seeds: Sequence[Wording],
    others: Sequence[Wording],
    fit: Callable[[Wording, Wording], Wording],
    near: float = NEAR,
) -> list[Family]:
    """Families among ``seeds`` (the best first): each seed not yet placed takes to it what is near it or its members.

    ``others`` join families but make none of their own.

    ``fit`` gives, for a member and another wording, the part of the other's article that is most like the member, so
    that an ayat is held against the ayat it came from and not against the whole article.
    """
    families: list[Family] = []
    rest = [*seeds, *others]
    for seed in seeds:
        if seed not in rest:
            continue
        rest.remove(seed)
        members = [seed]
        grown = True
        while grown:
            grown = False
            for other in list(rest):
                if part := _part_that_joins(members, other, fit, near):
                    rest.remove(other)
                    members.append(part)
                    grown = True
        families.append(trace_family(members))
    return families


def _part_that_joins(
    members: Sequence[Wording], other: Wording, fit: Callable[[Wording, Wording], Wording], near: float
) -> Wording | None:
    """The part of ``other`` that is near a member of another regulation and on the average alike to all, or None."""
    parts = [(m, fit(m, other)) for m in members if m.regulation != other.regulation]
    member, part = max(parts, key=lambda pair: closeness(pair[0].weights, pair[1].weights), default=(other, other))
    if member is other or closeness(member.weights, part.weights) < near:
        return None
    average = sum(closeness(m.weights, part.weights) for m in members) / len(members)
    return part if average >= TOGETHER else None
