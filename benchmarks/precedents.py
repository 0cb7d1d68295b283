"""Precedents of draft clauses beside the usual LangChain pipeline, with ablation and cross-validation of the weights.

    python -m benchmarks.precedents PDFDIR precedents.tsv --data DIR

DIR holds a collection of the same PDFs and the model. The usual pipeline (benchmarks/usual_pipeline.py) ranks
articles from its 100 nearest chunks of 1,000 characters. Figures: recall@10 and @20 over gold articles, mean average
precision. The cross-validation chooses ``kb.precedent.WEIGHTS`` (from GRID, one at a time) on four fifths of the
clauses and judges them on the rest, three times.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.usual_pipeline import rank_usual
from kb.evaluate import Figures, Question, load_clauses, score_precedents
from kb.precedent import TWIN_WEIGHT, WEIGHTS, rank_candidates
from kb.search import Candidates, Library, find_candidates, open_library

USUAL_CHUNKS = 100
FOLDS, REPEATS = 5, 3
GRID = {
    "words": (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0),  # meaning stays .6: only the proportion counts
    "outside": (0.0, -0.15, -0.3),
    "elucidation": (0.0, -0.05, -0.1),
    "opening": (0.0, -0.1, -0.2),
    "replaced": (0.0, -0.1, -0.35),
    "superseded": (0.0, -0.1),
}
NAMES = ("recall_at_10", "recall_at_20", "map")


def figures(
    library: Library,
    asked: Sequence[tuple[Question, Candidates]],
    weights: Mapping[str, float] = WEIGHTS,
    twin_weight: float = TWIN_WEIGHT,
) -> Figures:
    rankings = {
        clause.id: [path for path, _ in rank_candidates(library, found, weights=weights, twin_weight=twin_weight)]
        for clause, found in asked
    }
    return score_precedents(rankings, [clause for clause, _ in asked])


def choose(library: Library, asked: Sequence[tuple[Question, Candidates]]) -> dict[str, float]:
    """The weights of GRID with the best recall@20 and precision on ``asked``, changed one at a time; no twins."""
    weights = dict(WEIGHTS)
    for name, values in GRID.items():
        tried = {}
        for value in values:
            found = figures(library, asked, weights | {name: value}, 0.0)
            tried[value] = found["recall_at_20"] + found["map"]
        weights[name] = max(values, key=lambda value: (tried[value], -abs(value - WEIGHTS[name])))
    return weights


def cross_validate(library: Library, asked: Sequence[tuple[Question, Candidates]]) -> dict[str, float]:
    dice = np.random.default_rng(0)
    rounds = []
    for _ in range(REPEATS):
        order = dice.permutation(len(asked))
        for n in range(FOLDS):
            held = set(order[n::FOLDS].tolist())
            weights = choose(library, [a for i, a in enumerate(asked) if i not in held])
            judged = [a for i, a in enumerate(asked) if i in held]
            rounds.append((len(judged), figures(library, judged, weights)))
    total = sum(count for count, _ in rounds)
    return {name: sum(count * row[name] for count, row in rounds) / total for name in NAMES}


def main() -> None:
    parser = argparse.ArgumentParser(description="precedents beside the usual LangChain pipeline")
    parser.add_argument("pdf_folder", type=Path, help="PDFs named by regulation id: pp-94-2021.pdf")
    parser.add_argument("clauses", type=Path, help="TSV with columns id, clause, gold")
    parser.add_argument("--data", type=Path, required=True, help="a collection of the same PDFs")
    options = parser.parse_args()
    library = open_library(options.data)
    clauses = load_clauses(options.clauses)
    asked = [(clause, find_candidates(library, clause.question)) for clause in clauses]
    with tempfile.TemporaryDirectory(prefix="usual-") as folder:
        rankings, _ = rank_usual(options.pdf_folder, clauses, library.embedder, Path(folder), USUAL_CHUNKS)
    usual, ours = score_precedents(rankings, clauses), figures(library, asked)
    rows = {"usual": usual, "rujukan": ours}
    rows |= {f"without {name}": figures(library, asked, WEIGHTS | {name: 0.0}) for name in WEIGHTS if WEIGHTS[name]}
    rows["without twins"] = figures(library, asked, twin_weight=0.0)
    rows["weights of search"] = figures(library, asked, WEIGHTS | {"words": 0.4, "elucidation": -0.05})
    rows["cross-validated"] = cross_validate(library, asked)
    for label, row in rows.items():
        print(f"{label:22}", "  ".join(f"{name} {row[name]:.3f}" for name in NAMES), flush=True)
    print("intervals", json.dumps(ours["intervals"]))
    print("times the usual", json.dumps({name: round(ours[name] / usual[name], 2) for name in NAMES}))


if __name__ == "__main__":
    main()
