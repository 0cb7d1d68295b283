"""Vectors in 8 bits: what they find first is what exact comparison finds, with and without a limit."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kb import neighbours
from kb.coarse import estimate, map_coarse, round_vectors
from kb.neighbours import nearest_rows


@pytest.fixture
def vectors() -> np.ndarray:
    rows = np.random.default_rng(3).normal(size=(9_000, 32)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def coarse_of(vectors: np.ndarray) -> np.ndarray:
    return np.concatenate(list(round_vectors(vectors)))


def test_a_vector_is_its_codes_times_its_step() -> None:
    """1 is 127 steps of 1/127; half of it 63.5 of them, rounded to the even number; zero has no step to divide by."""
    (rows,) = round_vectors(np.array([[1, -0.5, 0], [0, 0, 0]], np.float32))
    assert rows["codes"].tolist() == [[127, -64, 0], [0, 0, 0]]
    assert rows["step"][0] == pytest.approx(1 / 127)


def test_estimates_stand_in_the_order_of_the_products(vectors: np.ndarray) -> None:
    products = vectors @ vectors[7]
    estimates = estimate(coarse_of(vectors), vectors[7])
    assert int(np.argmax(estimates)) == 7
    assert np.corrcoef(products, estimates)[0, 1] > 0.999


def test_a_file_that_is_missing_or_too_short_is_none(tmp_path: Path, vectors: np.ndarray) -> None:
    file = tmp_path / "coarse.i8"
    assert map_coarse(file, 10, 32) is None
    coarse_of(vectors[:10]).tofile(file)
    assert map_coarse(file, 11, 32) is None
    rows = map_coarse(file, 9, 32)  # a later generation may have added to it
    assert rows is not None
    assert rows["codes"].shape == (9, 32)


@pytest.mark.parametrize(
    "spans",
    [
        None,
        [(10, 4_000), (4_100, 8_000)],  # near each other: bridged, what is between them is not found
        [(0, 3_000), (6_000, 9_000)],
        [(start, start + 7) for start in range(0, 8_990, 9)],
    ],
)
def test_the_nearest_are_those_of_exact_comparison(
    vectors: np.ndarray, spans: list[tuple[int, int]] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "FEW", 100)
    ids = tuple(f"a/{n}" for n in range(len(vectors)))
    generation: Any = SimpleNamespace(ids=ids, vectors=vectors, index=None, coarse=coarse_of(vectors))
    rows = {path: row for row, path in enumerate(ids)}
    asked = vectors[4_050] + np.float32(0.1)
    inside = [row for start, stop in spans or [(0, len(ids))] for row in range(start, stop)]
    true = sorted(inside, key=lambda row: -float(vectors[row] @ asked))[:20]
    assert nearest_rows(generation, rows, asked, 20, spans) == true
