"""Weights of ``kb.search.WEIGHTS``: what each adds, and what choosing them on the questions is worth on others.

    python -m benchmarks.fit_ranking questions.tsv --data DIR [DIR ...]

Prints the shipped weights' figures, the figures without each feature (ablation), and by 5-fold cross-validation those
of weights chosen on four fifths of the questions (coordinate by coordinate, from GRID), judged on the rest. Of several
collections (one small, one with many more documents) the figures of each are printed, and weights are chosen by the
mean nDCG over all. Questions that name a provision are looked up, whatever the weights.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.evaluate import Question, distinct_articles, hit_at, load_questions, ndcg_at_10
from kb.search import WEIGHTS, Library, article_of, asked_day, find_candidates, named_citations, open_library, search

FOLDS, REPEATS = 5, 3
SWEEPS = 2
GRID = {
    "words": (0.2, 0.3, 0.4, 0.5, 0.6, 0.8),  # meaning stays .6: only the proportion counts
    "outside": (0.0, -0.1, -0.15, -0.2, -0.3),
    "elucidation": (0.0, -0.05, -0.1, -0.15),
    "definition": (0.0, 0.1, 0.15, 0.2, 0.3),
    "opening": (0.0, -0.05, -0.1, -0.15, -0.2),
    "replaced": (0.0, -0.2, -0.35, -0.5),
    "superseded": (0.0, -0.05, -0.1, -0.2),
    "mentioned": (0.0, 0.3, 0.5, 0.7),
    "civil_service": (0.0, 0.025, 0.05, 0.075, 0.1),
    "elsewhere": (0.0, -0.05, -0.1, -0.15, -0.2),
    "aged": (0.0, -0.05, -0.1, -0.15, -0.2),
}
NAMES = ("ndcg_at_10", "hit_at_1", "hit_at_5", "hit_at_10")
Figures = NDArray[np.float64]  # one for each of NAMES


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its candidates, in the order of their articles, or the ``fixed`` figures of one looked up.

    Row n of ``features`` (columns as in WEIGHTS) is a candidate; those of ``articles[m]`` begin at ``starts[m]``.
    """

    question: Question
    features: NDArray[np.float64]
    starts: NDArray[np.intp]
    articles: tuple[str, ...]
    fixed: Figures | None = None

    def judge(self, weights: Mapping[str, float]) -> Figures:
        """The figures of the ranking by ``weights``: an article counts by its best candidate."""
        if self.fixed is not None or not self.articles:
            return self.fixed if self.fixed is not None else np.zeros(len(NAMES))
        scores = np.maximum.reduceat(self.features @ np.array([weights[name] for name in WEIGHTS]), self.starts)
        best = np.argsort(-scores, kind="stable")[:10]
        return judge_ranking([self.articles[n] for n in best], self.question.gold)


def judge_ranking(articles: Sequence[str], gold: Sequence[str]) -> Figures:
    """The figures, as NAMES, of one ranking of distinct articles."""
    return np.array([ndcg_at_10(articles, gold), *(hit_at(articles, gold, k) for k in (1, 5, 10))])


def ask_all(library: Library, questions: Sequence[Question]) -> list[Asked]:
    """Every question with its candidates in a collection, as ``kb.search.search`` would find them."""
    asked = []
    held = library.left_out | frozenset(library.quarantined)
    for question in questions:
        named = named_citations(library, question.question)
        fixed = None
        if any(citation.steps for citation in named):
            found = distinct_articles(p.chunk.path for p in search(library, question.question, 20))
            fixed = judge_ranking(found, question.gold)
        mentioned = {citation.regulation for citation in named}
        day = asked_day(library, question.question)
        candidates = find_candidates(library, question.question, day, mentioned=mentioned, held=held)
        numbers: dict[str, int] = {}
        of = np.array([numbers.setdefault(article_of(path), len(numbers)) for path in candidates.paths], np.intp)
        order = np.argsort(of, kind="stable")
        columns = [candidates.features[name][order] for name in WEIGHTS] if numbers else []
        starts = np.searchsorted(of[order], np.arange(len(numbers)))
        asked.append(Asked(question, np.array(columns).T, starts, tuple(numbers), fixed))
    return asked


def figures(asked: Sequence[Asked], weights: Mapping[str, float]) -> Figures:
    """The mean figures, as NAMES, of ``weights`` over questions."""
    return np.asarray(np.mean([a.judge(weights) for a in asked], axis=0))


def choose(collections: Sequence[Sequence[Asked]]) -> dict[str, float]:
    """The weights of GRID with the best mean nDCG over all collections, changed one at a time from those shipped."""
    weights = dict(WEIGHTS)
    for _ in range(SWEEPS):
        for name, values in GRID.items():
            tried = {v: float(np.mean([figures(a, weights | {name: v})[0] for a in collections])) for v in values}
            weights[name] = max(tried, key=lambda value: (round(tried[value], 6), -abs(value - WEIGHTS[name])))
    return weights


def cross_validate(collections: Sequence[Sequence[Asked]]) -> list[Figures]:
    """The figures in each collection of weights that are chosen without the questions they are judged on."""
    dice = np.random.default_rng(0)
    count = len(collections[0])
    sums = [np.zeros(len(NAMES)) for _ in collections]
    for _ in range(REPEATS):
        order = dice.permutation(count)
        for n in range(FOLDS):
            held = set(order[n::FOLDS].tolist())
            weights = choose([[a for i, a in enumerate(asked) if i not in held] for asked in collections])
            for total, asked in zip(sums, collections, strict=True):
                total += np.sum([asked[i].judge(weights) for i in held], axis=0)
    return [total / (count * REPEATS) for total in sums]


def main() -> None:
    """Ask every collection, print the table and the weights that all questions would choose."""
    parser = argparse.ArgumentParser(description="judge and choose kb.search.WEIGHTS")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    questions = [q for q in load_questions(options.questions) if q.gold]
    collections = [ask_all(open_library(data), questions) for data in options.data]

    def tell(label: str, rows: Sequence[Figures]) -> None:
        print(f"{label:22}", "  |  ".join("  ".join(f"{v:.4f}" for v in row) for row in rows), flush=True)

    print(f"{'':22}", "  ".join(NAMES), "of", *options.data)
    tell("shipped", [figures(asked, WEIGHTS) for asked in collections])
    for name in WEIGHTS:
        tell(f"without {name}", [figures(asked, WEIGHTS | {name: 0.0}) for asked in collections])
    tell("cross-validated", cross_validate(collections))
    chosen = choose(collections)
    tell("chosen on all", [figures(asked, chosen) for asked in collections])
    print(json.dumps(chosen))


if __name__ == "__main__":
    main()
