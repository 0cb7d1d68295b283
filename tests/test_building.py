"""A generation grown from the one before is the same as one built anew: rows, vectors, word scores, neighbours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb import building, generation
from kb.generation import Generation, build_generation, open_generation
from kb.index import GrownIndex
from kb.search import open_library, search
from kb.store import Store, embedding_key, open_store
from kb.types import Chunk, Provision, Regulation, Source

WORDS = "pegawai cuti tahunan hari kerja disiplin gaji pokok jabatan fungsional pensiun hukuman berat ringan".split()
QUESTIONS = ("cuti tahunan pegawai", "hukuman disiplin berat", "gaji pokok", "pensiun jabatan fungsional")


def put(store: Store, embedder: Any, number: int, seed: int, articles: int = 12) -> None:
    """Store regulation pp-NUMBER-2020: articles of words drawn by ``seed``, and an abbreviation."""
    rng = np.random.default_rng(seed)
    id_ = f"pp-{number}-2020"
    chunks = []
    for n in range(1, articles + 1):
        path, text = f"{id_}/pasal-{n}", " ".join(rng.choice(WORDS, 9)) + f" nomor {seed}"
        chunks.append(Chunk(path, id_, path, path, (), text, text, (1,), ((1, 0.0, 0.0, 1.0, 1.0),)))
    term = f"{id_}/pasal-1/angka-1"
    text = f"1. Jabatan Pimpinan {WORDS[seed % 5].title()} yang selanjutnya disingkat JP adalah jabatan."
    defined = Provision(term, term, "angka", "", (), 0, 1, 1, text, (1,), ())
    regulation = Regulation(id_, "pp", str(number), 2020, "Cuti")
    store.put_document(regulation, Source(f"{number}.pdf", f"{seed:064}", 1), [], [defined], chunks, {})
    texts = [chunk.embedding_text for chunk in chunks]
    store.put_embeddings(
        embedder.name, dict(zip(map(embedding_key, texts), embedder.embed_passages(texts), strict=True))
    )


@pytest.fixture
def store(tmp_path: Path, letters: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(generation, "SMALL", 1)
    with open_store(tmp_path / "data", write=True) as store:
        for number in range(10, 40):
            put(store, letters, number, number)
        build_generation(store, letters)
        yield store


def sets(found: list[tuple[str, float]]) -> set[str]:
    """Those surely among the first: without the ones as good as the last, of whom any may come."""
    return {path for path, score in found if score > found[-1][1] + 1e-6}


def assert_same(grown: Generation, anew: Generation, letters: Any) -> None:
    assert sorted(grown.ids) == sorted(anew.ids)
    row = {path: n for n, path in enumerate(grown.ids)}
    order = [row[path] for path in anew.ids]
    np.testing.assert_array_equal(grown.vectors[order], anew.vectors)
    assert grown.coarse is not None
    np.testing.assert_array_equal(grown.coarse[order], anew.coarse)
    for question in (*QUESTIONS, *map(str, range(10, 60))):
        np.testing.assert_allclose(grown.words.scores(question)[order], anew.words.scores(question), atol=1e-5)
    assert grown.vocabulary == anew.vocabulary
    assert grown.index.count() == anew.index.count()
    for question in QUESTIONS:
        vector = letters.embed_query(question)
        ours, theirs = grown.index.nearest(vector, 20), anew.index.nearest(vector, 20)
        np.testing.assert_allclose([c for _, c in ours], [c for _, c in theirs], atol=1e-5)
        assert sets(ours) == sets(theirs)


def change(store: Store, letters: Any, what: str) -> None:
    if what in ("added", "all"):
        put(store, letters, 5, 50)
        put(store, letters, 50, 51, articles=3)
    if what in ("removed", "all"):
        store.remove("pp-12-2020")
    if what in ("replaced", "all"):
        put(store, letters, 20, 52, articles=7)


@pytest.mark.parametrize("what", ["added", "removed", "replaced", "all"])
def test_grown_is_as_built_anew(store: Store, letters: Any, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    change(store, letters, what)
    folder = build_generation(store, letters)
    grown = open_generation(store.data)
    assert grown.manifest["grown_from"] == 1
    assert isinstance(grown.index, GrownIndex)
    for name in ("vectors.f32", "coarse.i8"):
        assert (folder / name).samefile(folder.parent / "1" / name) == (what == "added")
    build_generation(store, letters, force=True)
    anew = open_generation(store.data)
    assert "grown_from" not in anew.manifest
    assert_same(grown, anew, letters)
    grown.close()
    anew.close()


def test_growth_upon_growth(store: Store, letters: Any) -> None:
    """The same regulation replaced twice, one removed and brought back: nothing old comes up again."""
    for n in range(3):
        put(store, letters, 20, 60 + n, articles=4)
        if n == 1:
            store.remove("pp-13-2020")
        elif n == 2:
            put(store, letters, 13, 13)
        build_generation(store, letters)
    grown = open_generation(store.data)
    assert (grown.number, grown.manifest["grown_from"]) == (4, 3)
    assert sum(path.startswith("pp-20-2020/") for path in grown.ids) == 4
    build_generation(store, letters, force=True)
    anew = open_generation(store.data)
    assert_same(grown, anew, letters)
    grown.close()
    anew.close()


def test_a_generation_of_before_there_were_coarse_vectors_is_read_and_grown(store: Store, letters: Any) -> None:
    first = store.data / "generations" / "1"
    manifest = json.loads((first / "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["coarse.i8"]
    (first / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (first / "coarse.i8").unlink()
    opened = open_generation(store.data)
    assert opened.coarse is None
    opened.close()
    change(store, letters, "all")
    build_generation(store, letters)
    grown = open_generation(store.data)
    assert grown.manifest["grown_from"] == 1
    build_generation(store, letters, force=True)
    anew = open_generation(store.data)
    assert_same(grown, anew, letters)
    grown.close()
    anew.close()


def test_an_old_reader_sees_nothing_of_what_was_added(store: Store, letters: Any) -> None:
    before = open_generation(store.data)
    vectors, first = np.array(before.vectors), before.index.nearest(letters.embed_query("cuti"), 5)
    change(store, letters, "added")
    build_generation(store, letters)
    np.testing.assert_array_equal(before.vectors, vectors)
    assert before.index.nearest(letters.embed_query("cuti"), 5) == first
    assert not before.words.scores("50").any()
    before.close()


def test_what_a_build_cut_short_added_is_not_taken_for_vectors(store: Store, letters: Any) -> None:
    with (store.data / "generations" / "1" / "vectors.f32").open("ab") as file:
        file.write(b"half a row")
    change(store, letters, "added")
    folder = build_generation(store, letters)
    grown = open_generation(store.data)
    assert grown.manifest["grown_from"] == 1
    assert not (folder / "vectors.f32").samefile(folder.parent / "1" / "vectors.f32")
    rows = [n for n, path in enumerate(grown.ids) if path.startswith("pp-50-2020/")]
    np.testing.assert_allclose(np.linalg.norm(grown.vectors[rows], axis=1), 1, atol=1e-5)
    grown.close()


def test_after_many_changes_all_is_built_anew(store: Store, letters: Any) -> None:
    assert building.CHURN == 0.2
    for number in range(60, 67):  # 84 of 360 rows
        put(store, letters, number, number)
    build_generation(store, letters)
    opened = open_generation(store.data)
    assert "grown_from" not in opened.manifest
    opened.close()


def test_what_cannot_be_grown_is_built_anew(store: Store, letters: Any, caplog: pytest.LogCaptureFixture) -> None:
    (store.data / "generations" / "1" / "spelling" / "counts.npy").unlink()
    change(store, letters, "added")
    build_generation(store, letters)
    opened = open_generation(store.data)
    assert (opened.number, "grown_from" in opened.manifest) == (2, False)
    assert "cannot be grown" in caplog.text
    opened.close()


def test_a_damaged_share_is_not_passed_on(store: Store, letters: Any) -> None:
    """A bit that turned in the old vectors is met by the probe of the new ones, and all is built anew."""
    file = store.data / "generations" / "1" / "vectors.f32"
    content = bytearray(file.read_bytes())
    content[1234] ^= 4
    file.write_bytes(bytes(content))
    change(store, letters, "added")
    folder = build_generation(store, letters)
    assert "grown_from" not in json.loads((folder / "manifest.json").read_text())


@pytest.mark.parametrize("kinds", [(), ("pp",)])
def test_what_was_removed_since_the_index_was_built_is_not_found(store: Store, letters: Any, kinds: tuple[str]) -> None:
    """A crash between the two leaves it so until the next start."""
    store.remove("pp-20-2020")
    library = open_library(store.data, embedder=letters)
    found = {passage.chunk.regulation for passage in search(library, "cuti tahunan pegawai", 200, kinds=kinds)}
    assert "pp-20-2020" not in found
    assert len(found) > 5
    library.generation.close()
    library.store.close()
