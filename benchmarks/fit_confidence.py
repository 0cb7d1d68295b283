"""Weights of ``kb.confidence.CONFIDENCE``: logistic regression over questions with and without an answer.

    python -m benchmarks.fit_confidence QUESTIONS UNANSWERABLE --data DIR [--picture FILE.svg]

Questions that name an article are not fitted: kb.answer is sure of those, and they count with confidence 1 as long as
their article is there. Figures are of repeated stratified 5-fold cross-validation: each question is scored by weights
fitted without its fold. Prints the weights fitted on all questions, the figures of both, and what each signal adds.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.confidence import CONFIDENCE, THRESHOLD, confidence_features
from kb.embedding import DEFAULT_MODEL
from kb.evaluate import auroc, load_questions, operating_curve
from kb.search import Library, named_citations, open_library, search

Values = NDArray[np.float64]
PENALTY = 3e-2  # of squared weights of standardised features; keeps separable data finite
FOLDS = 5
REPEATS = 20
INK = {"far": "#2b6cb0", "near": "#c05621", "very_near": "#6b46c1"}


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


def measure(library: Library, path: Path) -> tuple[list[dict[str, float]], list[str], int]:
    """Signals of the questions of a file, the kind of each, and how many name an article and are left out."""
    with path.open(encoding="utf-8", newline="") as lines:
        kinds = {row["id"]: row.get("kind") or "" for row in csv.DictReader(lines, delimiter="\t", quoting=3)}
    rows, of, named = [], [], 0
    for question in load_questions(path):
        if any(c.steps for c in named_citations(library, question.question)):
            named += 1
        elif passages := search(library, question.question):
            rows.append(confidence_features(library, question.question, passages))
            of.append(kinds[question.id])
    return rows, of, named


def curve_of(values: Values, kinds: Values, thresholds: Sequence[float]) -> list[dict[str, float]]:
    """The operating curve of confidences; ``kinds`` is empty for the answerable."""
    names = [k for k in dict.fromkeys(kinds.tolist()) if k]
    return operating_curve(values[kinds == ""].tolist(), {k: values[kinds == k].tolist() for k in names}, thresholds)


def describe(values: Values, kinds: Values, threshold: float) -> dict[str, float]:
    """AUROC, log loss with both classes weighing the same, and what ``threshold`` refuses."""
    yes, no = values[kinds == ""], values[kinds != ""]
    loss = -(np.log(yes + 1e-12).mean() + np.log(1 - no + 1e-12).mean()) / 2
    return {"auroc": auroc(yes.tolist(), no.tolist()), "loss": float(loss), **curve_of(values, kinds, [threshold])[0]}


def mean_of(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean of each figure."""
    return {name: round(float(np.mean([row[name] for row in rows])), 4) for name in rows[0]}


def draw(curve: Sequence[dict[str, float]], shipped: dict[str, float]) -> str:
    """The operating curve as SVG: answerable wrongly refused (0 to 20 %) against unanswerable refused, by kind."""
    left, top, wide, high = 60, 20, 420, 300
    ink = 'font-family="sans-serif" font-size="12" fill="#333"'

    def at(row: dict[str, float], kind: str) -> tuple[float, float]:
        return left + wide * row["wrongly_refused"] / 0.2, top + high * (1 - row[kind])

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 370" role="img">',
        "<title>Unanswerable questions refused against answerable ones wrongly refused, by threshold</title>",
        '<rect width="500" height="370" fill="#fff"/>',
    ]
    for tick in range(5):
        x, y, share = left + wide * tick / 4, top + high * (1 - tick / 4), 25 * tick
        parts.append(f'<path d="M{left} {y:.0f}h{wide}M{x:.0f} {top}v{high}" stroke="#ddd" fill="none"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end" {ink}>{share} %</text>')
        parts.append(f'<text x="{x:.0f}" y="{top + high + 16}" text-anchor="middle" {ink}>{5 * tick} %</text>')
    parts.append(
        f'<text x="{left + wide / 2:.0f}" y="360" text-anchor="middle" {ink}>answerable, wrongly refused</text>'
    )
    inside = [row for row in curve if row["wrongly_refused"] <= 0.2]
    for n, (kind, colour) in enumerate(INK.items()):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(row, kind) for row in inside))
        x, y = at(shipped, kind)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
        words = kind.replace("_", " ")
        parts.append(f'<text x="{left + wide - 8}" y="{top + high - 50 + 18 * n}" text-anchor="end" '
                     f'font-family="sans-serif" font-size="12" fill="{colour}">{words}, refused</text>')  # fmt: skip
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Read both files, ask the collection, print weights and figures, draw the curve where asked."""
    parser = argparse.ArgumentParser(description="fit kb.confidence.CONFIDENCE")
    parser.add_argument("questions", type=Path)
    parser.add_argument("unanswerable", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--picture", type=Path, help="where to write the cross-validated operating curve (SVG)")
    arguments = parser.parse_args()
    library = open_library(arguments.data, arguments.model)
    yes, _, sure = measure(library, arguments.questions)
    no, kinds, _ = measure(library, arguments.unanswerable)
    names = list(yes[0])
    features = np.array([[row[name] for name in names] for row in yes + no])
    answerable = np.array([1.0] * len(yes) + [0.0] * len(no))
    groups = np.array([""] * (len(yes) + sure) + [kind or "unanswerable" for kind in kinds])

    def whole(values: Values) -> Values:
        return np.concatenate([np.ones(sure), values])  # the questions that name an article

    def held_out(columns: Sequence[int]) -> list[Values]:
        return [whole(cross_validate(features[:, columns], answerable, seed)) for seed in range(REPEATS)]

    every = range(len(names))
    weights = fit(features, answerable)
    fitted = {name: round(float(w), 3) for name, w in zip([*names, "bias"], weights, strict=True)}
    print(f"CONFIDENCE = {json.dumps(fitted)}")
    print(f"{len(yes)} answerable, {sure} that name an article, {len(no)} unanswerable; threshold {THRESHOLD}")
    if set(CONFIDENCE) == {*names, "bias"}:
        shipped = score(features, np.array([CONFIDENCE[name] for name in [*names, "bias"]]))
        print("shipped", describe(whole(shipped), groups, THRESHOLD))
    print("fitted", describe(whole(score(features, weights)), groups, THRESHOLD))
    tries = held_out(every)
    alone = [describe(values[sure:], groups[sure:], THRESHOLD)["auroc"] for values in tries]
    print(f"held out, without those that name an article: AUROC {np.mean(alone):.4f}")
    print("held out", mean_of([describe(values, groups, THRESHOLD) for values in tries]))
    for n, name in enumerate(names):
        without = held_out([column for column in every if column != n])
        print(f"held out, without {name}", mean_of([describe(values, groups, THRESHOLD) for values in without]))
    steps = [n / 100 for n in range(100)]
    curves = [curve_of(values, groups, steps) for values in tries]
    curve = [mean_of(rows) for rows in zip(*curves, strict=True)]
    for row in curve[5:100:5]:
        print("held out", row)
    if arguments.picture:
        arguments.picture.write_text(draw(curve, curve[round(100 * THRESHOLD)]), encoding="utf-8")


if __name__ == "__main__":
    main()
