"""Periods, shares and counts that differ from those of a higher rule on the same matter: a question to the drafter.

For each unit of the draft with a figure ("14 (empat belas) hari") the word index names provisions of higher rules in
force; one that shares most of its telling words (weighed by rarity in the collection) and has a figure in the same
measure, but not that one, is shown. Whether the difference is allowed is for the drafter to say.

Does not do: sums of money, dates; judge.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kb.finding import Draft, Trace, is_higher
from kb.lexical import tokenize
from kb.types import Chunk, Provision
from kb.vocabulary import Vocabulary

FIGURE = re.compile(
    r"(?<![\w.,/])(?<!nomor\s)(?<!no\.\s)(?<!pasal\s)(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:\([a-z\s]{2,40}\)\s*)?"
    r"(?P<measure>hari\s+kerja|hari\s+kalender|hari|minggu|bulan|tahun|jam|menit|%|persen|kali|tingkat|orang)(?!\w)"
    r"(?:\s*\([a-z\s]{2,40}\))?",
    re.I,
)
FAMILIES = {"hari kerja": "hari", "hari kalender": "hari", "persen": "%"}
NUMBER_WORDS = frozenset(
    """
    satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus ribu seratus hari kerja
    kalender minggu bulan tahun jam menit persen kali tingkat orang lambat lama sedikit singkat banyak jangka waktu
    """.split()
)
NEAREST = 40  # provisions that the word index names for a unit
ALIKE = 0.5  # least share of telling words, by weight, that both have
CLAUSE = re.compile(r"(?<=[.;:])\s+(?=\S)|\n(?=\(\d{1,2}\)\s|[a-z]\.\s)")  # between clauses of a provision
WHOLE = 600  # characters up to which a provision is compared as a whole too
AS_ALIKE = 0.9  # of the best likeness: others so near may settle the figure


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``text[start:end]``: "14", in the measure "hari kerja" of the family "hari"."""

    start: int
    end: int
    value: str
    measure: str

    @property
    def family(self) -> str:
        """The measure without what kind of day it is."""
        return FAMILIES.get(self.measure, self.measure)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a stored provision that has figures, and how alike it is to a unit of the draft (0..1)."""

    likeness: float
    chunk: Chunk
    figures: tuple[Figure, ...]

    def of_family(self, family: str) -> list[Figure]:
        """Its figures in one family of measures."""
        return [f for f in self.figures if f.family == family]


def find_figures(text: str) -> list[Figure]:
    """The figures of a text in order; a year of a calendar or of a citation is none."""
    figures = []
    for match in FIGURE.finditer(text):
        measure = " ".join(match["measure"].lower().split())
        figures.append(Figure(match.start(), match.end(), match["value"].replace(",", "."), measure))
    return figures


def find_other_figures(draft: Draft) -> Iterator[Trace]:
    """Figures of the draft that a higher rule on the same matter gives otherwise."""
    weights = _Weights(draft.library.generation.vocabulary)
    for unit in _leaves(draft):
        words = draft.text.text[unit.start : unit.end]
        figures = find_figures(words)
        if not figures:
            continue
        alike = _alike(draft, words, weights)
        for figure in figures:
            same = [clause for clause in alike if clause.of_family(figure.family)]
            best = max((clause.likeness for clause in same), default=0.0)
            near = [clause for clause in same if clause.likeness >= AS_ALIKE * best]
            given = [f for clause in near for f in clause.of_family(figure.family)]
            if not near or any(f.value == figure.value and f.measure == figure.measure for f in given):
                continue
            there = ", ".join(dict.fromkeys(f"{f.value} {f.measure}" for f in near[0].of_family(figure.family)))
            message = (
                f"naskah menulis {figure.value} {figure.measure}, sedangkan {near[0].chunk.label} menulis {there}; "
                "apakah keduanya mengatur hal yang sama?"
            )
            yield Trace(unit.start + figure.start, unit.start + figure.end, message, (near[0].chunk.path,))


def _leaves(draft: Draft) -> Iterator[Provision]:
    """Units of the articles that hold no smaller ones, Pasal 1 left out."""
    parents = {u.parent for u in draft.units.values()}
    for unit in draft.units.values():
        inside = re.match(rf"{re.escape(draft.own)}/pasal-(\w+)", unit.path)
        if inside and inside[1] != "1" and unit.path not in parents:
            yield unit


class _Weights(dict[str, float]):
    """How much a stem tells: the rarer it is in the collection, the more."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._counts: Mapping[str, int] = vocabulary.stems
        self._total = max(1, vocabulary.total)

    def __missing__(self, stem: str) -> float:
        self[stem] = math.log(1 + self._total / (1 + self._counts.get(stem, 0)))
        return self[stem]

    def of(self, stems: set[str]) -> float:
        return sum(self[stem] for stem in stems)


def _stems(words: str) -> set[str]:
    return {s for s in tokenize(words) if not s[0].isdigit() and s not in NUMBER_WORDS and len(s) > 1}


def _alike(draft: Draft, words: str, weights: _Weights) -> list[Clause]:
    """Clauses with figures, of higher rules in force, on the same matter as ``words``; the most alike first."""
    library = draft.library
    scores = library.generation.words.scores(words)
    ours = _stems(words)
    found: list[Clause] = []
    for row in np.argsort(-scores, kind="stable")[:NEAREST]:
        path = library.generation.ids[row]
        if "/penjelasan/" in path or not is_higher(draft, path.split("/", 1)[0]):
            continue
        chunk = library.chunk(path)
        whole = [chunk.text] if len(chunk.text) <= WHOLE else []
        for clause in [*whole, *CLAUSE.split(chunk.text)]:
            figures = tuple(find_figures(clause))
            theirs = _stems(clause)
            likeness = 2 * weights.of(ours & theirs) / max(1e-9, weights.of(ours) + weights.of(theirs))
            if figures and likeness >= ALIKE:
                found.append(Clause(likeness, chunk, figures))
    return sorted(found, key=lambda clause: -clause.likeness)
