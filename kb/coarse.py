"""Vectors rounded to 8 bits, to find among hundreds of thousands the few hundred that are worth comparing exactly.

A row is its numbers divided by its step, rounded to -127..127, and the step: a quarter of the bytes of float32, and
bytes are what comparing costs. What is found so is an estimate; whoever wants an order compares the best exactly. Of
269,505 vectors of e5 the 200 nearest were among the 300 first estimates.

Does not do: keep the file (kb/building.py), choose rows (kb/neighbours.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import simsimd
from numpy.typing import NDArray

HIGHEST = 127
BLOCK = 4096  # rows rounded at once, so that a large collection is never in memory twice

Coarse = NDArray[np.void]  # of `row_type`
Scores = NDArray[np.float32]


def row_type(dimension: int) -> np.dtype[Any]:
    """Return the type of a row of coarse vectors."""
    return np.dtype([("codes", "i1", (dimension,)), ("step", "<f4")])


def round_vectors(vectors: NDArray[np.float32]) -> Iterator[Coarse]:
    """Yield the coarse rows of ``vectors`` in order, some thousands at a time."""
    for start in range(0, len(vectors), BLOCK):
        part = np.asarray(vectors[start : start + BLOCK], np.float32)
        rows = np.zeros(len(part), row_type(part.shape[1]))
        rows["codes"], rows["step"] = _round(part)
        yield rows


def map_coarse(file: Path, count: int, dimension: int) -> Coarse | None:
    """Map the first ``count`` rows of a file into memory; None where there is no such file or it is too short."""
    try:
        return np.memmap(file, row_type(dimension), "r", shape=(count,)) if count * dimension else None
    except (OSError, ValueError):
        return None


def estimate(rows: Coarse, vector: NDArray[np.float32]) -> Scores:
    """Return about the product of each row with ``vector``, in units that are the same for all rows."""
    codes, _ = _round(np.asarray(vector, np.float32)[None])
    products = np.asarray(simsimd.cdist(codes, np.asarray(rows)["codes"], metric="dot"))[0]
    return np.asarray(products * rows["step"], np.float32)


def _round(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], Scores]:
    steps = np.abs(vectors).max(axis=1) / np.float32(HIGHEST)
    steps[steps == 0] = 1
    return np.rint(vectors / steps[:, None]).astype(np.int8), steps
