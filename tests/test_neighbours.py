"""Which chunks are nearest, among all and among some, by comparing and through the graph."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kb import neighbours
from kb.neighbours import best_rows, find_spans, join_spans, nearest_rows
from kb.search import Library, search

ROOT = Path(__file__).resolve().parents[1]

IDS = ("a/1", "a/2", "a/2#2", "b/1", "c/1", "c/2")
ROWS = {path: row for row, path in enumerate(IDS)}
# Cosines to (1, 0): row 0 is the nearest, row 5 the farthest.
VECTORS = np.array([(np.cos(n / 4), np.sin(n / 4)) for n in range(6)], np.float32)
EAST = np.array([1, 0], np.float32)


class Graph:
    """What Chroma answers, with how many it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    knows_words = False

    def nearest(self, vector: np.ndarray, k: int) -> list[tuple[str, float]]:
        self.asked.append(k)
        order = np.argsort(-(VECTORS @ vector))[:k]
        return [(IDS[row], 0.0) for row in order]


def generation(graph: Any = None) -> Any:
    return SimpleNamespace(ids=IDS, vectors=VECTORS, index=graph, coarse=None)


def test_rows_of_a_regulation_stand_together() -> None:
    assert find_spans(IDS) == {"a": (0, 3), "b": (3, 4), "c": (4, 6)}
    assert find_spans(()) == {}


@pytest.mark.parametrize(
    ("spans", "joined"),
    [
        ([(4, 6), (0, 3), (3, 4)], [(0, 6)]),
        ([(4, 6), (0, 3)], [(0, 3), (4, 6)]),
        ([], []),
    ],
)
def test_spans_that_touch_become_one(spans: list[tuple[int, int]], joined: list[tuple[int, int]]) -> None:
    assert join_spans(spans) == joined


def test_best_rows_come_first_and_nothing_without_a_score() -> None:
    scores = np.array([0, 3, 1, 0, 3, 2], np.float32)
    assert best_rows(scores, 3) == [1, 4, 5]  # of equal ones the first in the collection
    assert best_rows(scores, 10) == [1, 4, 5, 2]
    assert best_rows(scores, 10, [(2, 5)]) == [4, 2]
    assert best_rows(np.zeros(0, np.float32), 3) == []


@pytest.mark.parametrize("block", [1, 2, 1024])
def test_comparing_finds_the_nearest_of_those_in_question(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(neighbours, "BLOCK", block)
    assert nearest_rows(generation(), ROWS, EAST, 2) == [0, 1]
    assert nearest_rows(generation(), ROWS, EAST, 10) == [0, 1, 2, 3, 4, 5]
    assert nearest_rows(generation(), ROWS, EAST, 2, [(1, 2), (3, 6)]) == [1, 3]
    assert nearest_rows(generation(), ROWS, EAST, 2, []) == []


def test_many_are_asked_of_the_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "COMPARED", 3)
    graph = Graph()
    assert nearest_rows(generation(graph), ROWS, EAST, 2) == [0, 1]
    assert graph.asked == [2]
    # four of six rows are in question: half as many again are asked for, and some more
    assert nearest_rows(generation(graph), ROWS, EAST, 2, [(0, 1), (3, 6)]) == [0, 3]
    assert graph.asked[1] >= 3


def test_what_the_graph_does_not_reach_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit whose rows lie far away: the graph's answers are all outside of it."""
    monkeypatch.setattr(neighbours, "COMPARED", 1)
    monkeypatch.setattr(neighbours, "MARGIN", 0.0)
    graph = Graph()
    assert nearest_rows(generation(graph), ROWS, EAST, 2, [(4, 6)]) == [4, 5]
    assert graph.asked == [2]


def test_a_small_collection_is_asked_without_chroma(two_regulations: Path) -> None:
    """Importing Chroma takes half a second of every `rujukan ask`."""
    code = f"""
import sys
sys.path.insert(0, "tests")
from conftest import LetterEmbedder
from pathlib import Path
from kb.search import open_library, search
library = open_library(Path({str(two_regulations / "data")!r}), embedder=LetterEmbedder())
assert search(library, "jam kerja pegawai")
print({{"chromadb", "bm25s", "torch"}} & set(sys.modules))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.stdout.strip().endswith("set()"), ran.stderr


def test_a_kind_is_searched_as_deeply_as_all(library: Library) -> None:
    """A limit to some regulations is kept while looking, not afterwards: whoever is of the kind is found."""
    kinds = {regulation.kind for regulation in library.regulations.values() if regulation.id in library.stored}
    for kind in kinds:
        found = search(library, "jam kerja pegawai", kinds=[kind])
        assert found
        assert {library.regulations[p.chunk.regulation].kind for p in found} == {kind}
    assert search(library, "jam kerja pegawai", kinds=["perwako"]) == []
