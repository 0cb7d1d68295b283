"""What a public reader sees of a collection with an internal document: the same as if it were not there."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from internal_document import CANARIES, SECRET
from small_documents import set_pdf

import kb.vocabulary
from api.wire import answer_json, search_json, shown_json
from ingest.pipeline import ingest, remove_document
from kb.answer import answer
from kb.catalogue import status_on
from kb.search import Library, find_candidates, open_library, search, show
from kb.store import FILE, PUBLIC, open_store
from kb.types import CitationError, NotFoundError, StoreError
from kb.vocabulary import open_vocabulary

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
QUERIES = (
    "jam kerja",
    "zamrudkelabu",
    "apa itu JKR",
    "isi pasal 2 pp nomor 7 tahun 2022",
    "pp jam kerja bilik sandi pasal 3",
    "Juru Kunci Ruang yang mangkir",
    "apakah pp 2 tahun 2021 masih berlaku",
    "pp-7-2022/pasal-2",
)


def told(anything: Any) -> str:
    return json.dumps(anything, ensure_ascii=False, default=str)


def assert_nothing_told(anything: Any, asked: str = "") -> None:
    said = told(anything).lower()
    for canary in CANARIES:
        if canary.lower() not in asked.lower():
            assert canary.lower() not in said.replace(asked.lower(), ""), canary


@pytest.fixture
def whole(mixed: Path, letters: Any) -> Iterator[Library]:
    library = open_library(mixed, embedder=letters)
    yield library
    library.store.close()
    library.generation.close()


@pytest.fixture
def public(whole: Library) -> Iterator[Library]:
    view = whole.for_audience("publik")
    assert view is not whole
    yield view
    view.store.close()


def test_internal_readers_see_the_document_and_public_ones_do_not(whole: Library, public: Library) -> None:
    assert "pp-7-2022" in whole.stored
    assert any(p.chunk.regulation == "pp-7-2022" for p in search(whole, "zamrudkelabu juru kunci ruang"))
    assert public.stored == {"pp-1-2020", "pp-2-2021"}
    assert set(public.regulations) == {"pp-1-2020", "pp-2-2021"}
    assert whole.for_audience("internal") is whole


@pytest.mark.parametrize("query", QUERIES)
def test_nothing_internal_is_found_or_told(public: Library, query: str) -> None:
    found = search_json("", query, search(public, query, 100, include_repealed=True, include_quarantined=True))
    del found["query"]
    assert_nothing_told(found)
    given = answer_json(answer(public, query, include_quarantined=True))
    del given["question"]
    asked = "PP Nomor 7 Tahun 2022" if "7" in query else ""  # a refusal may name what the question named
    assert_nothing_told(given, asked)
    for passage in given["passages"]:
        assert passage["regulation"] != "pp-7-2022"
    assert all(not path.startswith("pp-7-2022") for path in find_candidates(public, query).paths)


@pytest.mark.parametrize("query", QUERIES)
def test_a_public_reader_gets_what_a_collection_without_the_document_gives(
    public: Library, two_regulations: Path, letters: Any, query: str
) -> None:
    """Also the refusal is the same, word by word, so that not even its existence is told."""
    without = open_library(two_regulations / "data", embedder=letters)
    try:
        one, other = (answer(library, query) for library in (public, without))
        assert (one.text, one.found, one.refusal) == (other.text, other.found, other.refusal)
        assert one.warnings == other.warnings
        ours, theirs = (search(library, query, 100) for library in (public, without))
        # which part of an article is shown may differ: the rarity of words is counted over the whole collection
        assert {p.chunk.article for p in ours} == {p.chunk.article for p in theirs}
    finally:
        without.store.close()
        without.generation.close()


@pytest.mark.parametrize(
    "path", ["pp-7-2022", "pp-7-2022/pasal-2", "PP Nomor 7 Tahun 2022 Pasal 2", "pp-7-2022/pasal-99"]
)
def test_show_says_of_it_what_it_says_of_any_unknown_regulation(public: Library, path: str) -> None:
    with pytest.raises((NotFoundError, CitationError)) as hidden:
        show(public, path)
    with pytest.raises((NotFoundError, CitationError)) as unknown:
        show(public, path.replace("7", "9"))
    assert str(hidden.value) == str(unknown.value).replace("9", "7", 1).replace("pasal-77", "pasal-99")


def test_what_it_does_to_others_is_not_told(whole: Library, public: Library) -> None:
    """The internal act repeals pp-2-2021: a public reader learns neither that nor by whom."""
    assert status_on("pp-2-2021", whole.regulations) == "dicabut"
    assert status_on("pp-2-2021", public.regulations) == "berlaku"
    assert_nothing_told(shown_json(show(public, "pp-2-2021/pasal-1")))
    assert "pp-7-2022" in told(shown_json(show(whole, "pp-2-2021/pasal-1")))


def test_words_and_abbreviations_of_it_are_unknown(
    whole: Library, public: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whole.generation.vocabulary.counts["zamrudkelabu"] >= 2
    assert "zamrudkelabu" not in public.generation.vocabulary.counts
    assert public.generation.vocabulary.counts["jam"] < whole.generation.vocabulary.counts["jam"]
    monkeypatch.setattr(kb.vocabulary, "PLAIN", 1.0)  # in so small a collection every word is frequent
    assert "jkr" in open_vocabulary(whole.generation.folder / "vocabulary.json").abbreviations
    view = whole.for_audience("publik")
    assert view.generation.vocabulary.abbreviations == {}
    view.store.close()


def test_hidden_rows_take_no_places(whole: Library, public: Library) -> None:
    """The nearest of the visible are all there, in the order the whole index gives them."""
    vector = public.embedder.embed_query("Jam kerja Juru Kunci Ruang dimulai pukul lima")
    for k in (1, 3, 100):
        names = [p for p, _ in whole.generation.index.nearest(vector, 1_000) if not p.startswith("pp-7-2022")][:k]
        found = public.generation.index.nearest(vector, k)
        assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
        assert {path for path, _ in found} == set(names)
    assert public.generation.index.nearest(vector, 3, ids=["pp-7-2022/pasal-2"]) == []
    assert public.generation.index.get(["pp-7-2022/pasal-2"]) == {}
    with pytest.raises(ValueError, match="where"):
        public.generation.index.nearest(vector, 3, where={"regulation": "pp-7-2022"})
    assert len(public.generation.words.scores("zamrudkelabu")) == len(public.generation.ids) == len(public.rows)
    assert not public.generation.words.scores("zamrudkelabu").any()
    assert whole.generation.words.having("zamrudkelabu").any()
    assert not public.generation.words.having("zamrudkelabu").any()
    assert public.generation.words.having("jam").tolist() == (public.generation.words.scores("jam") > 0).tolist()
    assert public.generation.vectors.shape[0] == public.generation.index.count() == len(public.generation.ids)
    for path, row in public.rows.items():
        assert np.allclose(public.generation.vectors[row], whole.generation.vectors[whole.rows[path]])


def test_a_view_cannot_be_widened(public: Library) -> None:
    assert public.for_audience("internal") is public
    assert public.reread().store is public.store


def test_every_table_has_a_public_view() -> None:
    """A table added later must say what a public reader sees of it."""
    from kb import store

    tables = {line.split()[2] for line in store.TABLES.splitlines() if line.startswith("CREATE TABLE")}
    later = {line.split()[5] for line in store.LATER_TABLES.splitlines() if line.startswith("CREATE TABLE")}
    assert set(PUBLIC) == (tables | later) - {"revision"}


def test_no_method_of_a_public_store_tells(mixed: Path) -> None:
    with open_store(mixed, audience="publik") as store:
        for ask in ("regulations", "catalogue", "corrections", "quarantined", "accepted", "internal", "counts"):
            assert_nothing_told(getattr(store, ask)())
        assert store.counts()["regulations"] == 2
        for ask in ("provisions", "pages", "chunks"):
            assert list(getattr(store, ask)("pp-7-2022")) == []
        assert_nothing_told([p.text for p in store.first_articles()])
        assert_nothing_told([c.embedding_text for c in store.chunks()])
        assert store.source("pp-7-2022") is None
        assert store.provision("pp-7-2022/pasal-2") is None
        for ask in ("regulation", "report"):
            with pytest.raises(NotFoundError):
                getattr(store, ask)("pp-7-2022")
    with open_store(mixed) as store:
        source = store.source("pp-7-2022")
        assert source is not None
        assert store.source_by_sha(source.sha256) == "pp-7-2022"
        with open_store(mixed, audience="publik") as hidden:
            assert hidden.source_by_sha(source.sha256) is None


@pytest.fixture
def copy(mixed: Path, tmp_path: Path) -> Path:
    shutil.copytree(mixed, tmp_path / "data")
    return tmp_path / "data"


def test_an_open_reader_sees_a_change_of_audience_at_once(copy: Path) -> None:
    with open_store(copy, audience="publik") as reader:
        before = reader.revision()
        with open_store(copy, write=True) as store:
            store.set_audience("pp-1-2020", "internal")
        assert set(reader.regulations()) == {"pp-2-2021"}
        assert reader.revision() > before
        with open_store(copy, write=True) as store:
            store.set_audience("pp-1-2020", "publik")
            store.set_audience("pp-7-2022", "publik")
        assert set(reader.regulations()) == {"pp-1-2020", "pp-2-2021", "pp-7-2022"}


def test_the_audience_is_kept_when_a_document_is_read_again_or_comes_back(
    copy: Path, tmp_path: Path, letters: Any
) -> None:
    newer = set_pdf(tmp_path / "rahasia baru.pdf", SECRET.replace("pukul lima", "pukul enam"))
    assert ingest([newer], data=copy, embedder=letters)[0]["result"] == "ingested"
    with open_store(copy) as store:
        assert store.internal() == {"pp-7-2022"}
    remove_document("pp-7-2022", data=copy, embedder=letters)
    ingest([newer], data=copy, embedder=letters)
    with open_store(copy) as store:
        assert store.internal() == {"pp-7-2022"}
    ingest([newer], data=copy, embedder=letters, audience="publik")  # unchanged, and yet
    with open_store(copy) as store:
        assert store.internal() == frozenset()


def test_a_removed_document_is_gone_with_its_file(copy: Path, letters: Any) -> None:
    with open_store(copy) as store:
        source = store.source("pp-7-2022")
        assert source is not None
    kept = copy / "sources" / f"{source.sha256}.pdf"
    assert kept.exists()
    remove_document("pp-7-2022", data=copy, embedder=letters)
    assert not kept.exists()
    library = open_library(copy, embedder=letters)
    assert "pp-7-2022" not in library.stored
    assert not any(path.startswith("pp-7-2022") for path in library.generation.ids)
    library.store.close()
    library.generation.close()
    with pytest.raises(NotFoundError):
        remove_document("pp-7-2022", data=copy, embedder=letters)


def test_a_store_written_before_there_were_audiences_is_all_public(copy: Path, letters: Any) -> None:
    connection = sqlite3.connect(copy / FILE)
    for table in ("audiences", "corrections", "revision"):
        connection.execute(f"DROP TABLE {table}")
    connection.commit()
    connection.close()
    library = open_library(copy, embedder=letters)
    assert library.for_audience("publik") is library
    assert library.revision == 0
    with open_store(copy, audience="publik") as store:
        assert len(store.regulations()) == 3
    with open_store(copy, write=True) as store:
        store.set_audience("pp-7-2022", "internal")
    assert library.store.revision() == 1  # so that a server notices
    view = library.for_audience("publik")
    assert "pp-7-2022" not in view.stored
    for opened in (view, library):
        opened.store.close()
    library.generation.close()


def test_corrections_of_an_internal_document_are_hidden_too(copy: Path, letters: Any) -> None:
    with open_store(copy, write=True) as store:
        store.correct("pp-7-2022", {"title": "Zamrudkelabu dan sebagainya"})
        store.put_catalogue(store.catalogue(corrected=False))
    library = open_library(copy, embedder=letters)
    view = library.for_audience("publik")
    assert library.regulations["pp-7-2022"].title == "Zamrudkelabu dan sebagainya"
    assert "pp-7-2022" not in view.regulations
    view.store.close()
    library.store.close()
    library.generation.close()


def test_what_the_catalogue_says_of_it_stays_known(copy: Path, letters: Any) -> None:
    """That an act exists is public where the catalogue says so; its text is not."""
    with open_store(copy, write=True) as store:
        known = store.catalogue(corrected=False)
        row = replace(known["pp-2-2021"], id="pp-7-2022", number="7", year=2022, title="Judul Umum", relations=())
        store.put_catalogue({**known, "pp-7-2022": row})
    library = open_library(copy, embedder=letters)
    view = library.for_audience("publik")
    assert view.regulations["pp-7-2022"].title == "Judul Umum"
    assert "pp-7-2022" not in view.stored
    with pytest.raises(NotFoundError):
        show(view, "pp-7-2022/pasal-2")
    view.store.close()
    library.store.close()
    library.generation.close()


def test_a_reader_cannot_write_and_views_are_for_readers(copy: Path) -> None:
    with open_store(copy, audience="publik") as store, pytest.raises(StoreError):
        store.set_audience("pp-7-2022", "publik")
    assert {f.name for f in fields(Library)} >= {"audience", "revision"}
