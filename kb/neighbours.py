"""The chunks nearest to a question: all compared where that is quick, through Chroma's graph where they are too many.

Many are compared in 8 bits first (kb/coarse.py), and the best of them exactly: 3.5 ms of one core for 270,000. That
misses nothing, and knows any limit to some regulations for nothing. The graph takes 2 ms for as many, and little more
for a million, but misses one in a hundred, must be loaded (seconds, and 2 KB of memory a chunk), and can only be
limited by scanning metadata (50 to 300 ms), so more of it is asked for and what is outside is left out.

Does not do: embed, weigh meaning against words (kb/search.py does).
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.coarse import Coarse, estimate
from kb.generation import Generation
from kb.types import StoreError

COMPARED = 500_000  # chunks up to which all are compared: 7 ms of one core
FEW = 10_000  # chunks up to which they are compared exactly at once: .6 ms of one core
BLOCK = 1024  # rows compared at once; with more OpenBLAS wakes its threads, which cost four times what they save
SPARE = 2  # times k: how many of the best estimates are compared exactly
GAP = 256  # rows: to compare so many in vain costs less than to begin anew
SAMPLED = 4096  # scores from which is guessed how high the best stand
MARGIN = 1.3  # how many more the graph is asked for than a limit would let through if it fell evenly

log = logging.getLogger("rujukan")
Spans = Sequence[tuple[int, int]]


def find_spans(ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The rows (first, after the last) of each regulation, whose chunks stand together in ``ids``."""
    spans: dict[str, tuple[int, int]] = {}
    for row, path in enumerate(ids):
        regulation = path.partition("/")[0]
        spans[regulation] = (spans[regulation][0] if regulation in spans else row, row + 1)
    return spans


def join_spans(spans: Spans) -> list[tuple[int, int]]:
    """The same rows in order, in as few spans as possible."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def best_rows(scores: NDArray[np.float32], k: int, spans: Spans | None = None) -> list[int]:
    """At most ``k`` rows with a score above 0, the best first, of those in ``spans`` (default all)."""
    if spans is not None:
        within = np.zeros_like(scores)
        for start, stop in spans:
            within[start:stop] = scores[start:stop]
        scores = within
    rows = np.flatnonzero(scores > 0)  # most are 0, and partitioning many equal ones is slow
    return [int(row) for row in rows[_highest(scores[rows], k)]]


def _highest(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """The rows of the ``k`` highest scores, the best first, of equal ones the first.

    Sorting hundreds of thousands costs more than all else here. A sample says how high the best stand, and the few
    that stand as high are sorted; where the sample misled, all are.
    """
    some = np.arange(len(scores))
    step = len(scores) // SAMPLED
    if step > 1 and k:
        sample = scores[::step]
        likely = min(len(sample), 8 + 2 * k // step)
        high = np.flatnonzero(scores >= np.partition(sample, -likely)[-likely])
        if k <= len(high):
            some = high
    if 0 < k < len(some):
        some = some[scores[some] >= np.partition(scores[some], -k)[-k]]
    return some[np.lexsort((some, -scores[some]))][:k]


def nearest_rows(
    generation: Generation,
    rows: Mapping[str, int],
    vector: NDArray[np.float32],
    k: int,
    spans: Spans | None = None,
    query: str = "",
) -> list[int]:
    """At most ``k`` rows of ``generation`` nearest to ``vector``, the nearest first, of those in ``spans``.

    Without ``spans`` all rows are in question. ``rows`` says which row a path is. Where Chroma keeps the weights of
    words, those of ``query`` count too. Where Chroma fails all are compared: slower, and as right.
    """
    total = len(generation.ids)
    asked = spans if spans is not None else [(0, total)]
    count = sum(stop - start for start, stop in asked)
    if count > COMPARED:
        wanted = k if count == total else min(total, int(MARGIN * k * total / count) + k)
        found = [rows[path] for path, _ in _ask_graph(generation, vector, wanted, query)]
        if count < total:
            inside = np.zeros(total, bool)
            for start, stop in asked:
                inside[start:stop] = True
            found = [row for row in found if inside[row]]
        if len(found) >= k:
            return found[:k]
    if generation.coarse is not None and count > max(FEW, SPARE * k):
        asked = _estimated_best(generation.coarse, vector, SPARE * k, asked)
    return _compare(generation.vectors, vector, k, asked)


def _estimated_best(coarse: Coarse, vector: NDArray[np.float32], k: int, spans: Spans) -> Spans:
    """The rows of the ``k`` best estimates in ``spans``, as spans."""
    estimates = np.full(len(coarse), -np.inf, np.float32)
    bridged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if bridged and start - bridged[-1][1] <= GAP:
            bridged[-1] = (bridged[-1][0], stop)
        else:
            bridged.append((start, stop))
    for start, stop in bridged:
        estimates[start:stop] = estimate(coarse[start:stop], vector)
    for (_, start), (stop, _) in itertools.pairwise(sorted(spans)):
        estimates[start:stop] = -np.inf
    return [(row, row + 1) for row in map(int, np.sort(_highest(estimates, k)))]


def _ask_graph(generation: Generation, vector: NDArray[np.float32], k: int, query: str) -> list[tuple[str, float]]:
    words = generation.words.numbers(query) if generation.index.knows_words else {}
    try:
        return generation.index.nearest_worded(vector, words, k) if words else generation.index.nearest(vector, k)
    except StoreError as error:
        log.warning("%s", error)
        return []


def _compare(vectors: NDArray[np.float32], vector: NDArray[np.float32], k: int, spans: Spans) -> list[int]:
    """The nearest rows by comparing all in ``spans``."""
    if not spans:
        return []
    plain = np.asarray(vectors)  # cutting a mapped file costs more than comparing a few of its rows
    rows = np.concatenate([np.arange(start, stop) for start, stop in spans])
    if len(spans) == len(rows):
        cosines = plain[rows] @ vector
    else:
        blocks = [(at, min(at + BLOCK, stop)) for start, stop in spans for at in range(start, stop, BLOCK)]
        cosines = np.concatenate([plain[start:stop] @ vector for start, stop in blocks])
    return [int(row) for row in rows[_highest(cosines, k)]]
