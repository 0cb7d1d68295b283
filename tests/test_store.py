"""The SQLite source of truth: records come out as they went in, documents are replaced whole, one writer."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kb.citation import parse_path
from kb.store import FILE, VERSION, embedding_key, open_store
from kb.types import (
    Chunk,
    DocumentError,
    Line,
    NotFoundError,
    Page,
    Provision,
    Regulation,
    Relation,
    Source,
    StoreError,
)

REGULATION = Regulation(
    id="pp-94-2021",
    kind="pp",
    number="94",
    year=2021,
    title="Disiplin Pegawai Negeri Sipil",
    issuer="Presiden",
    enacted=date(2021, 8, 31),
    in_force_from=date(2021, 8, 31),
    status="berlaku",
    topics=("etika", "kinerja"),
    aliases=("pp disiplin",),
    page_url="https://contoh.go.id/pp-94-2021",
    relations=(
        Relation("pp-94-2021", "mencabut", "pp-53-2010", "pasal-45", "sepanjang tentang disiplin", "teks"),
        Relation("pp-94-2021", "melaksanakan", "uu-5-2014"),
    ),
)
GUIDE = Regulation(id="panduan-etika", kind="panduan", number="", year=None, title="Panduan “etika”")
SOURCE = Source("pp 94.pdf", "a" * 64, 2)
PAGES = [
    Page(1, 595.3, 841.9, (Line("Pasal 1", (72.0, 700.5, 120.0, 712.0)), Line("ﬁnal – ½", (72.0, 680.0, 90.0, 690.0)))),
    Page(2, 841.9, 595.3, ()),
]
PROVISIONS = [
    Provision(
        path=f"pp-94-2021/pasal-{n}",
        label=f"PP Nomor 94 Tahun 2021 Pasal {n}",
        kind="pasal",
        parent="pp-94-2021",
        headings=("BAB I", "KETENTUAN UMUM"),
        start=10 * n,
        own_end=10 * n + 5,
        end=10 * n + 10,
        text="baris satu\nbaris dua",
        pages=(1, 2),
        boxes=((1, 72.0, 700.5, 120.0, 712.0), (2, 1.0, 2.0, 3.0, 4.0)),
    )
    for n in (2, 1, 10)  # in document order, which is neither that of numbers nor of letters
]


def chunk(path: str, text: str = "isi") -> Chunk:
    return Chunk(
        path=path,
        regulation=path.partition("/")[0],
        article=path.partition("#")[0],
        label=path.upper(),
        headings=("BAB I",),
        text=text,
        embedding_text=f"judul. {text}",
        pages=(1,),
        boxes=((1, 72.0, 700.5, 120.0, 712.0),),
    )


CHUNKS = [chunk("pp-94-2021/pasal-2"), chunk("pp-94-2021/pasal-1"), chunk("pp-94-2021/pasal-1#2", "sisa")]
REPORT = {"pages": 2, "pasal_missing": [], "error": None}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one document in it."""
    folder = tmp_path / "data koleksi?"  # a blank and a question mark must not end up in a URI
    with open_store(folder, write=True) as store:
        store.put_document(REGULATION, SOURCE, PAGES, PROVISIONS, CHUNKS, REPORT)
    return folder


def test_records_come_out_as_they_went_in(data: Path) -> None:
    with open_store(data) as store:
        assert store.regulations() == {"pp-94-2021": REGULATION}
        assert store.regulation("pp-94-2021") == REGULATION
        assert store.source("pp-94-2021") == SOURCE
        assert store.source_by_sha("a" * 64) == "pp-94-2021"
        assert store.pages("pp-94-2021") == PAGES
        assert store.provisions("pp-94-2021") == PROVISIONS
        assert store.provision("pp-94-2021/pasal-10") == PROVISIONS[2]
        assert list(store.chunks("pp-94-2021")) == CHUNKS
        assert list(store.chunks()) == CHUNKS
        assert store.report("pp-94-2021") == REPORT


def test_what_is_not_stored(data: Path) -> None:
    with open_store(data) as store:
        assert store.source("uu-5-2014") is None
        assert store.source_by_sha("b" * 64) is None
        assert store.provision("pp-94-2021/pasal-99") is None
        assert store.pages("uu-5-2014") == store.provisions("uu-5-2014") == list(store.chunks("uu-5-2014")) == []
        for ask in (store.regulation, store.report):
            with pytest.raises(NotFoundError, match="uu-5-2014"):
                ask("uu-5-2014")


def test_a_document_is_replaced_whole(data: Path) -> None:
    with open_store(data, write=True) as store:
        changed = replace(REGULATION, title="Judul baru", relations=())
        source = Source("baru.pdf", "b" * 64, 1)
        store.put_document(changed, source, PAGES[:1], PROVISIONS[:1], CHUNKS[:1], {"pages": 1})
        assert store.regulation("pp-94-2021") == changed
        assert store.source_by_sha("a" * 64) is None
        assert (store.pages("pp-94-2021"), store.provisions("pp-94-2021")) == (PAGES[:1], PROVISIONS[:1])
        assert list(store.chunks()) == CHUNKS[:1]
        counts = store.counts()
    assert counts == {
        "regulations": 1,
        "pages": 1,
        "provisions": 1,
        "chunks": 1,
        "embeddings": 0,
        "catalogue": 0,
    }


@pytest.mark.parametrize("what", ["provisions", "chunks"])
def test_two_units_with_one_path_are_refused_and_the_old_document_stays(data: Path, what: str) -> None:
    provisions = PROVISIONS * 2 if what == "provisions" else PROVISIONS
    chunks = CHUNKS * 2 if what == "chunks" else CHUNKS
    with open_store(data, write=True) as store:
        with pytest.raises(DocumentError, match=r"pp 94\.pdf.*pp-94-2021/pasal-2"):
            store.put_document(REGULATION, SOURCE, PAGES, provisions, chunks, REPORT)
        assert list(store.chunks()) == CHUNKS


def test_a_failed_replacement_leaves_the_old_document(data: Path) -> None:
    stranger = replace(CHUNKS[0], regulation="uu-5-2014")
    with open_store(data, write=True) as store:
        uu = replace(REGULATION, id="uu-5-2014")
        with pytest.raises(StoreError, match="UNIQUE"):  # its chunk has a path of another document
            store.put_document(uu, SOURCE, PAGES, [], [stranger], REPORT)
        assert set(store.regulations()) == {"pp-94-2021"}
        assert store.pages("uu-5-2014") == []
        assert list(store.chunks()) == CHUNKS


def test_remove_leaves_nothing_of_a_document(data: Path) -> None:
    with open_store(data, write=True) as store:
        store.remove("pp-94-2021")
        assert set(store.counts().values()) == {0}
        with pytest.raises(NotFoundError):
            store.remove("pp-94-2021")


def test_the_catalogue_is_apart_from_what_is_stored(data: Path) -> None:
    known = {r.id: r for r in (GUIDE, replace(REGULATION, status="diubah"))}
    with open_store(data, write=True) as store:
        store.put_catalogue({"uu-5-2014": replace(GUIDE, id="uu-5-2014")})
        store.put_catalogue(known)
        assert store.catalogue() == known
        assert store.regulations() == {"pp-94-2021": REGULATION}
        assert store.counts()["catalogue"] == 2
        store.remove("pp-94-2021")
        assert store.catalogue() == known


def test_of_two_models_with_all_vectors_the_later_one_comes_first(data: Path) -> None:
    """An engine that came later has a longer name: by name the older one would be served again."""
    vectors = {embedding_key(chunk.embedding_text): np.ones(4) for chunk in CHUNKS}
    with open_store(data, write=True) as store:
        for model in ("model", "model+int8/1"):
            store.put_embeddings(model, vectors)
        assert store.models() == ["model+int8/1", "model"]
        store.put_embeddings("a", dict(list(vectors.items())[:1]))
        assert store.models()[:2] == ["model+int8/1", "model"]


def test_embeddings_are_kept_by_model_and_key(data: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(1203, 8)).astype(np.float32)
    vectors = {embedding_key(str(n)): row for n, row in enumerate(rows)}
    with open_store(data, write=True) as store:
        store.put_embeddings("satu", vectors)
        store.put_embeddings("dua", {embedding_key("0"): np.ones(4)})
        store.put_embeddings("dua", {embedding_key("0"): np.zeros(4)})
    with open_store(data) as store:
        found = store.embeddings("satu", [*vectors, "tidak ada"])
        assert found.keys() == vectors.keys()
        assert all((found[key] == vectors[key]).all() for key in vectors)
        (other,) = store.embeddings("dua", vectors).values()
    assert other.dtype == np.float32
    assert other.tolist() == [0, 0, 0, 0]


def test_fingerprint_follows_paths_and_embedded_texts(data: Path) -> None:
    with open_store(data, write=True) as store:
        before = store.fingerprint()
        store.put_document(REGULATION, SOURCE, PAGES, PROVISIONS, CHUNKS, {"pages": 3})
        assert store.fingerprint() == before  # nothing an index is built from has changed
        store.put_document(REGULATION, SOURCE, PAGES, PROVISIONS, CHUNKS[:2], REPORT)
        assert store.fingerprint() != before


def test_no_store_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"Belum ada koleksi.*rujukan ingest"):
        open_store(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_cannot_write(data: Path) -> None:
    with open_store(data) as store, pytest.raises(StoreError, match="dibaca saja"):
        store.put_catalogue({})


def test_another_version_is_refused(data: Path) -> None:
    connection = sqlite3.connect(data / FILE)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    for write in (False, True):
        with pytest.raises(StoreError, match=f"berversi {VERSION + 1}"):
            open_store(data, write=write)
    with pytest.raises(StoreError, match="berversi"):
        open_store(data, write=True)  # the lock was let go


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"bukan basis data " * 100)
    for write in (False, True):
        with pytest.raises(StoreError, match="rusak"):
            open_store(tmp_path, write=write)


def test_a_damaged_page_is_reported(data: Path) -> None:
    raw = bytearray((data / FILE).read_bytes())
    for start in range(4096, len(raw), 4096):
        raw[start : start + 200] = b"\xff" * 200
    (data / FILE).write_bytes(raw)
    with pytest.raises(StoreError, match=r"rujukan\.sqlite"), open_store(data) as store:
        store.provisions("pp-94-2021")


def test_second_writer_is_told_who_writes(data: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kb.store import open_store\n"
        "with open_store(Path(sys.argv[1]), write=True): print('siap', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(data)]
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "siap\n"
        with pytest.raises(StoreError, match=rf"sedang ditulis oleh proses {other.pid} di .* sejak \d{{4}}-"):
            open_store(data, write=True)
        with open_store(data) as store:  # readers are not kept out
            assert store.counts()["chunks"] == 3
        other.communicate("")
    assert other.returncode == 0
    with open_store(data, write=True) as store, pytest.raises(StoreError, match="sedang ditulis oleh proses"):
        open_store(data, write=True)
    assert not store.writable
    assert not (data / "lock.holder").exists()


def test_a_killed_writer_leaves_no_lock_and_no_half_document(data: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from kb.store import open_store\n"
        "store = open_store(Path(sys.argv[1]), write=True)\n"
        "with store._transaction() as connection:\n"
        "    connection.execute('DELETE FROM documents'); os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).resolve().parents[1]
    died = subprocess.run([sys.executable, "-c", program, str(data)], cwd=root, check=False)
    assert died.returncode != 0
    with open_store(data, write=True) as store:
        assert list(store.chunks()) == CHUNKS


def test_a_store_serves_several_threads(data: Path) -> None:
    failed: list[BaseException] = []
    with open_store(data) as store:

        def read() -> None:
            try:
                for _ in range(50):
                    assert list(store.chunks()) == CHUNKS
                    assert store.provision("pp-94-2021/pasal-1") == PROVISIONS[1]
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failed


def test_readers_see_a_document_whole_while_it_is_replaced(data: Path) -> None:
    with open_store(data) as reader, open_store(data, write=True) as writer:
        with writer._transaction() as connection:
            writer._remove(connection, "pp-94-2021")
            assert list(reader.chunks()) == CHUNKS
        assert list(reader.chunks()) == []


def test_a_closed_store_says_so(data: Path) -> None:
    store = open_store(data, write=True)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.counts()


def test_an_article_is_read_alone(tmp_path: Path) -> None:
    """Its parts, units and elucidation, in order; nothing of an article whose number begins alike."""
    paths = ["pp-1-2020/pasal-1", "pp-1-2020/pasal-1#2", "pp-1-2020/pasal-1/ayat-2", "pp-1-2020/pasal-10"]
    paths += ["pp-1-2020/pasal-1a", "pp-1-2020/penjelasan/pasal-1", "pp-1-2020/penjelasan/pasal-1/ayat-1"]
    chunks = [replace(chunk(path), article=parse_path(path).article, regulation="pp-1-2020") for path in paths]
    with open_store(tmp_path / "data", write=True) as store:
        regulation = Regulation("pp-1-2020", "pp", "1", 2020, "Contoh")
        store.put_document(regulation, Source("a.pdf", "0" * 64, 1), [], [], chunks, {})
        found = store.article_chunks("pp-1-2020/pasal-1")
        assert [c.path for c in found] == [p for p in paths if p not in (paths[3], paths[4])]
        assert store.article_chunks("pp-1-2020/pasal-1a") == [chunks[4]]
        assert store.article_chunks("pp-1-2020/pasal-2") == []
