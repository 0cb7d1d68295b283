"""What a run does at once: results in order, errors where they belong, vectors kept although later ones fail."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest import ahead
from ingest.ahead import Embedding, work_ahead
from kb.store import Store, embedding_key, open_store
from kb.types import DocumentError, ModelError


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data", write=True) as store:
        yield store


def test_results_come_in_the_order_of_the_items() -> None:
    later = threading.Event()

    def work(item: int) -> int:
        if item == 1:
            later.set()
        elif item == 0:
            later.wait(10)  # the first is done after the second
        return item * 2

    assert [(item, result()) for item, result in work_ahead(range(9), work)] == [(n, n * 2) for n in range(9)]


def test_an_error_is_raised_where_its_item_is_asked_for() -> None:
    def work(item: str) -> str:
        if item == "b":
            raise DocumentError("b: rusak")
        return item.upper()

    results = dict(work_ahead("abc", work))
    assert results["a"]() + results["c"]() == "AC"
    with pytest.raises(DocumentError, match="b: rusak"):
        results["b"]()


def test_no_more_is_begun_than_there_are_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a folder of thousands only a few documents are in memory at a time."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    begun: list[int] = []
    results = work_ahead(range(100), begun.append)
    next(results)
    assert len(begun) <= 3
    results.close()
    assert len(begun) <= 3


def test_what_is_added_is_embedded_and_kept_once(store: Store, letters: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "EMBED_BATCH", 2)
    texts = ["cuti", "gaji", "cuti", "hukuman", "pensiun"]
    told: list[tuple[int, int]] = []
    with Embedding(store, lambda: letters) as embedding:
        embedding.add(texts[:3])
        embedding.add(texts[3:])
        assert embedding.finish(lambda done, total: told.append((done, total))) is letters
    assert told == [(2, 5), (3, 5), (5, 5)]
    kept = store.embeddings(letters.name, map(embedding_key, texts))
    assert kept.keys() == set(map(embedding_key, texts))
    assert kept[embedding_key("gaji")].tolist() == letters.embed_passages(["gaji"])[0].tolist()


def test_what_is_kept_already_is_not_embedded_again(store: Store, letters: Any) -> None:
    asked: list[str] = []

    class Listening:
        name, dimension = letters.name, letters.dimension
        embed_query = letters.embed_query

        def embed_passages(self, texts: Sequence[str], progress: Any = None) -> Any:
            asked.extend(texts)
            return letters.embed_passages(texts)

    for texts in (["cuti", "gaji"], ["gaji", "pensiun"]):
        with Embedding(store, Listening) as embedding:
            embedding.add(texts)
            embedding.finish(lambda done, total: None)
    assert asked == ["cuti", "gaji", "pensiun"]


def test_a_model_that_cannot_be_loaded_is_told_at_the_end(store: Store) -> None:
    def load() -> Any:
        raise ModelError("tidak ada")

    with Embedding(store, load) as embedding:
        embedding.add(["cuti"])
        with pytest.raises(ModelError, match="tidak ada"):
            embedding.finish(lambda done, total: None)


def test_vectors_of_before_an_error_stay(store: Store, letters: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "EMBED_BATCH", 1)

    class Failing:
        name, dimension = letters.name, letters.dimension
        embed_query = letters.embed_query

        def embed_passages(self, texts: Sequence[str], progress: Any = None) -> Any:
            if "rusak" in texts:
                raise ModelError("vektor rusak")
            return letters.embed_passages(texts)

    with Embedding(store, Failing) as embedding:
        embedding.add(["cuti", "rusak"])
        with pytest.raises(ModelError, match="vektor rusak"):
            embedding.finish(lambda done, total: None)
    assert store.embeddings(letters.name, [embedding_key("cuti")])
