"""Weights of ``kb.search.WEIGHTS``: what each adds, and what choosing them on the questions is worth on others.

    python -m benchmarks.fit_ranking questions.tsv --data DIR

Prints the shipped weights' figures, the figures without each feature (ablation), and by 5-fold cross-validation those
of weights chosen on four fifths of the questions (coordinate by coordinate, from GRID), judged on the rest. Questions
that name a provision are looked up, whatever the weights.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.evaluate import Question, distinct_articles, evaluate_ranking, load_questions
from kb.search import WEIGHTS, Candidates, Library, find_candidates, named_citations, open_library, search

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
}
NAMES = ("ndcg_at_10", "hit_at_1", "hit_at_5", "hit_at_10")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its candidates, or (``fixed``) the ranking of one that names a provision."""

    question: Question
    candidates: Candidates
    fixed: tuple[str, ...] = ()

    def ranking(self, weights: Mapping[str, float]) -> list[str]:
        """Paths, the best first, as far as a judgement needs them."""
        if self.fixed:
            return list(self.fixed)
        order = np.argsort(-self.candidates.scores(weights), kind="stable")[:120]
        return distinct_articles(self.candidates.paths[n] for n in order)


def ask_all(library: Library, questions: Sequence[Question]) -> list[Asked]:
    asked = []
    for question in questions:
        named = named_citations(library, question.question)
        fixed: tuple[str, ...] = ()
        if any(citation.steps for citation in named):
            fixed = tuple(p.chunk.path for p in search(library, question.question, 20))
        mentioned = {citation.regulation for citation in named}
        asked.append(Asked(question, find_candidates(library, question.question, mentioned=mentioned), fixed))
    return asked


def figures(asked: Sequence[Asked], weights: Mapping[str, float]) -> dict[str, float]:
    found = evaluate_ranking({a.question.id: a.ranking(weights) for a in asked}, [a.question for a in asked])
    return {name: float(found[name]) for name in NAMES}


def choose(asked: Sequence[Asked]) -> dict[str, float]:
    """The weights of GRID that are best on ``asked``, changed one at a time from those shipped."""
    weights = dict(WEIGHTS)
    for _ in range(SWEEPS):
        for name, values in GRID.items():
            tried = {value: figures(asked, weights | {name: value})["ndcg_at_10"] for value in values}
            weights[name] = max(tried, key=lambda value: (tried[value], -abs(value - WEIGHTS[name])))
    return weights


def cross_validate(asked: Sequence[Asked]) -> dict[str, float]:
    dice = np.random.default_rng(0)
    rounds = []
    for _ in range(REPEATS):
        order = dice.permutation(len(asked))
        for n in range(FOLDS):
            held = set(order[n::FOLDS].tolist())
            weights = choose([a for i, a in enumerate(asked) if i not in held])
            judged = [a for i, a in enumerate(asked) if i in held]
            rounds.append((len(judged), figures(judged, weights)))
    total = sum(count for count, _ in rounds)
    return {name: sum(count * row[name] for count, row in rounds) / total for name in NAMES}


def main() -> None:
    parser = argparse.ArgumentParser(description="judge and choose kb.search.WEIGHTS")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    library = open_library(options.data)
    asked = ask_all(library, [q for q in load_questions(options.questions) if q.gold])
    rows = {"shipped": figures(asked, WEIGHTS)}
    rows |= {f"without {name}": figures(asked, WEIGHTS | {name: 0.0}) for name in WEIGHTS}
    rows["cross-validated"] = cross_validate(asked)
    for label, row in rows.items():
        print(f"{label:22}", "  ".join(f"{name} {value:.4f}" for name, value in row.items()), flush=True)
    print(json.dumps({"chosen on all": choose(asked)}))


if __name__ == "__main__":
    main()
