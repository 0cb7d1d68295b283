"""The Chroma collection, on disk as it is used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.index import BATCH, Index, build_index, open_index
from kb.types import StoreError

COUNT = BATCH + 200  # two batches


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    rows = np.random.default_rng(7).normal(size=(COUNT, 32)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, vectors: np.ndarray) -> Path:
    folder = tmp_path_factory.mktemp("index") / "chroma"
    done: list[int] = []
    ids = [f"r{n % 3}/pasal-{n}" for n in range(COUNT)]
    build_index(folder, ids, [path.partition("/")[0] for path in ids], vectors, done.append)
    assert done == [BATCH, COUNT]
    return folder


def test_nearest_agrees_with_exact_cosine(folder: Path, vectors: np.ndarray) -> None:
    index = open_index(folder)
    assert index.count() == COUNT
    for row in (0, 500, COUNT - 1):
        found = index.nearest(vectors[row], 20)
        exact = np.argsort(-(vectors @ vectors[row]))[:20]
        assert found[0][0] == f"r{row % 3}/pasal-{row}"
        assert len({f"r{n % 3}/pasal-{n}" for n in exact} & {path for path, _ in found}) >= 19
        np.testing.assert_allclose(
            [cosine for _, cosine in found][:5], np.sort(vectors @ vectors[row])[::-1][:5], atol=1e-4
        )
    index.close()


def test_cosine_does_not_depend_on_length(folder: Path, vectors: np.ndarray) -> None:
    index = open_index(folder)
    assert index.nearest(3 * vectors[8], 1)[0] == ("r2/pasal-8", pytest.approx(1, abs=1e-5))
    index.close()


def test_search_can_be_limited(folder: Path, vectors: np.ndarray) -> None:
    index = open_index(folder)
    found = index.nearest(vectors[0], 10, where={"regulation": "r1"})
    assert len(found) == 10
    assert all(path.startswith("r1/") for path, _ in found)
    few = ["r0/pasal-3", "r1/pasal-4"]
    assert {path for path, _ in index.nearest(vectors[0], 10, ids=few)} == set(few)
    assert index.nearest(vectors[0], 10, ids=[]) == []
    assert len(index.nearest(vectors[0], 10 * COUNT)) == COUNT
    index.close()


def test_get_gives_the_vectors_back(folder: Path, vectors: np.ndarray) -> None:
    index = open_index(folder)
    paths = [f"r{n % 3}/pasal-{n}" for n in reversed(range(COUNT))]
    found = index.get([*paths, "tidak/ada"])
    assert found.keys() == set(paths)
    np.testing.assert_allclose([found[path] for path in paths], vectors[::-1], atol=1e-6)
    index.close()


def test_empty_collection(tmp_path: Path) -> None:
    build_index(tmp_path / "chroma", [], [], np.zeros((0, 0), np.float32))
    index = open_index(tmp_path / "chroma")
    assert index.count() == 0
    assert index.nearest(np.ones(3, np.float32), 5) == []
    index.close()


def test_no_index_is_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Tidak ada indeks"):
        open_index(tmp_path / "chroma")
    assert not (tmp_path / "chroma").exists()
    (tmp_path / "kosong").mkdir()
    with pytest.raises(StoreError, match="rusak"):
        open_index(tmp_path / "kosong")


def test_building_over_an_index_is_refused(folder: Path, vectors: np.ndarray) -> None:
    with pytest.raises(StoreError, match="tidak dapat ditulis"):
        build_index(folder, ["x"], ["r0"], vectors[:1])


def test_the_rows_of_an_index_are_counted_but_once(
    folder: Path, vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    monkeypatch.setattr(Index, "count", lambda index: counted.append(COUNT) or COUNT)
    index = open_index(folder)
    for vector in vectors[:3]:
        assert len(index.nearest(vector, 2)) == 2
    assert counted == [COUNT]
    index.close()
