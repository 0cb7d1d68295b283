"""Weights of ``kb.answer.CONFIDENCE``: logistic regression over questions with and without an answer.

    python -m benchmarks.fit_confidence QUESTIONS UNANSWERABLE --data DIR

Questions that name an article are left out: kb.answer does not weigh those. Prints the weights, the AUROC on the same
questions, the AUROC of 5-fold cross-validation (the honest one), and what both thresholds would refuse.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.embedding import DEFAULT_MODEL
from kb.evaluate import auroc, load_questions

Values = NDArray[np.float64]
PENALTY = 1e-3  # of squared weights of standardised features; keeps separable data finite
FOLDS = 5


def fit(features: Values, answerable: Values, steps: int = 50) -> Values:
    """Weights of the features, then the bias, by Newton's method; both classes weigh the same."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    x = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    weight = np.where(answerable == 1, 0.5 / answerable.mean(), 0.5 / (1 - answerable.mean())) / len(x)
    ridge = np.diag([PENALTY] * features.shape[1] + [0.0])
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = probability(x, w)
        gradient = x.T @ (weight * (p - answerable)) + ridge @ w
        curvature = (x * (weight * p * (1 - p))[:, None]).T @ x + ridge + 1e-9 * np.eye(len(w))
        step = np.linalg.solve(curvature, gradient)
        w = w - step
        if np.abs(step).max() < 1e-8:
            break
    raw = w[:-1] / spread
    return np.append(raw, w[-1] - raw @ mean)


def probability(x: Values, weights: Values) -> Values:
    """Logistic of ``x @ weights``."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x @ weights, -500, 500))))


def score(features: Values, weights: Values) -> Values:
    """Confidence of each row under weights as ``fit`` gives them."""
    return probability(np.column_stack([features, np.ones(len(features))]), weights)


def cross_validate(features: Values, answerable: Values, seed: int = 0) -> Values:
    """Confidence of each row under weights fitted without its fold."""
    fold = np.empty(len(features), dtype=int)
    dice = np.random.default_rng(seed)
    for kind in (0, 1):  # each fold has its share of both
        rows = dice.permutation(np.flatnonzero(answerable == kind))
        fold[rows] = np.arange(len(rows)) % FOLDS
    out = np.empty(len(features))
    for n in range(FOLDS):
        out[fold == n] = score(features[fold == n], fit(features[fold != n], answerable[fold != n]))
    return out


def main() -> None:
    """Read both files, ask the collection, print weights and figures."""
    from kb.answer import CONFIDENCE, confidence_features
    from kb.search import named_citations, open_library, search

    parser = argparse.ArgumentParser(description="fit kb.answer.CONFIDENCE")
    parser.add_argument("questions", type=Path)
    parser.add_argument("unanswerable", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    arguments = parser.parse_args()
    library = open_library(arguments.data, arguments.model)

    def measured(path: Path) -> list[dict[str, float]]:
        rows = []
        for question in load_questions(path):
            if any(c.steps for c in named_citations(library, question.question)):
                continue
            if passages := search(library, question.question):
                rows.append(confidence_features(library, question.question, passages))
        return rows

    yes, no = measured(arguments.questions), measured(arguments.unanswerable)
    names = list(yes[0])
    features = np.array([[row[name] for name in names] for row in yes + no])
    answerable = np.array([1.0] * len(yes) + [0.0] * len(no))
    weights = fit(features, answerable)
    current = np.array([CONFIDENCE.get(name, 0.0) for name in [*names, "bias"]])
    fitted = {name: round(float(w), 3) for name, w in zip([*names, "bias"], weights, strict=True)}
    print(f"CONFIDENCE = {json.dumps(fitted)}")
    print(f"{len(yes)} answerable, {len(no)} unanswerable")
    for title, values in (
        ("current", score(features, current)),
        ("fitted", score(features, weights)),
        (f"{FOLDS}-fold", cross_validate(features, answerable)),
    ):
        print(f"{title:8} {describe(values, answerable)}")
    for threshold in (0.1, 0.2, 0.3, 0.4):
        print(f"{FOLDS}-fold {describe(cross_validate(features, answerable), answerable, threshold)}")
    for n, name in enumerate(names):
        alone = features[:, n]
        print(f"{name} alone: AUROC {auroc(list(alone[answerable == 1]), list(alone[answerable == 0])):.4f}")


def describe(values: Sequence[float] | Values, answerable: Values, threshold: float = 0.5) -> str:
    """AUROC, and what ``threshold`` refuses of each kind."""
    values = np.asarray(values)
    yes, no = values[answerable == 1], values[answerable == 0]
    refused, wrongly = (no < threshold).mean(), (yes < threshold).mean()
    area = auroc(list(yes), list(no))
    return f"AUROC {area:.4f}, refused at {threshold}: {refused:.1%} of unanswerable, {wrongly:.1%} of answerable"


if __name__ == "__main__":
    main()
