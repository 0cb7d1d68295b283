"""The chunks nearest to a question: compared one by one where few are in question, through Chroma's graph where many.

Comparing is exact, knows any limit to some regulations for nothing, and takes .6 ms of one core for 10,000 chunks
(that is the speed of memory); the graph takes as long for 300,000 as for 100,000, but can only be limited by scanning
metadata (50 to 300 ms), so more of it is asked for and what is outside the limit is left out.

Does not do: embed, weigh meaning against words (kb/search.py does).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.generation import Generation
from kb.types import StoreError

COMPARED = 100_000  # chunks up to which all are compared: 6 ms of one core
BLOCK = 1024  # rows compared at once; with more OpenBLAS wakes its threads, which cost four times what they save
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
    some = np.flatnonzero(scores > 0)  # most are 0, and partitioning many equal ones is slow
    if k < len(some):
        some = some[np.argpartition(scores[some], -k)[-k:]]
    return [int(row) for row in some[np.lexsort((some, -scores[some]))]]


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
    words, those of ``query`` count too. Where Chroma fails all are compared: slower (30 ms for 300,000), and as right.
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
    return _compare(generation.vectors, vector, k, asked)


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
    blocks = [(at, min(at + BLOCK, stop)) for start, stop in spans for at in range(start, stop, BLOCK)]
    cosines = np.concatenate([vectors[start:stop] @ vector for start, stop in blocks])
    rows = np.concatenate([np.arange(start, stop) for start, stop in spans])
    some = np.argpartition(cosines, -k)[-k:] if k < len(cosines) else np.arange(len(cosines))
    return [int(row) for row in rows[some[np.lexsort((rows[some], -cosines[some]))]]]
