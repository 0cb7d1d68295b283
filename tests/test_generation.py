"""Generations end to end: built and probed in child processes, switched in one step, never half taken."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb import generation
from kb.generation import build_generation, current_number, open_generation, probe_generation
from kb.manifest import list_files
from kb.store import Store, embedding_key, open_store
from kb.types import Chunk, Regulation, Source, StoreError

ROOT = Path(__file__).resolve().parents[1]
RULES = {
    "pp-94-2021/pasal-1": "pegawai masuk kerja tepat waktu",
    "pp-94-2021/pasal-2": "cuti tahunan dua belas hari",
    "pp-94-2021/pasal-3": "cukup jelas",
    "pp-94-2021/pasal-4": "cukup jelas",  # equal texts have equal vectors
    "pp-94-2021/pasal-5": "gaji pokok jabatan fungsional",
}


def put(store: Store, embedder: Any, rules: dict[str, str]) -> None:
    """Store a regulation of these rules and their vectors."""
    chunks = [
        Chunk(path, "pp-94-2021", path, path, (), text, text, (1,), ((1, 0.0, 0.0, 1.0, 1.0),))
        for path, text in rules.items()
    ]
    regulation = Regulation("pp-94-2021", "pp", "94", 2021, "Disiplin")
    store.put_document(regulation, Source("pp.pdf", "0" * 64, 1), [], [], chunks, {})
    texts = list(rules.values())
    vectors = zip(map(embedding_key, texts), embedder.embed_passages(texts), strict=True)
    store.put_embeddings(embedder.name, dict(vectors))


@pytest.fixture
def store(tmp_path: Path, letters: Any) -> Iterator[Store]:
    """A store with the rules and their vectors, and no generation yet."""
    with open_store(tmp_path / "data", write=True) as store:
        put(store, letters, RULES)
        yield store


@pytest.fixture(scope="module")
def first_generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that needs a built collection leaves one for the others."""
    return tmp_path_factory.mktemp("generation") / "data"


@pytest.fixture
def built(tmp_path: Path, first_generation: Path, letters: Any) -> Iterator[Store]:
    """A store whose generation 1 is in use, copied since building one takes a second or two."""
    if not first_generation.exists():
        with open_store(first_generation, write=True) as store:
            put(store, letters, RULES)
            build_generation(store, letters)
    shutil.copytree(first_generation, tmp_path / "built")
    with open_store(tmp_path / "built", write=True) as store:
        yield store


def folders(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "generations").iterdir())


def test_what_is_built_is_found(store: Store, letters: Any) -> None:
    done: list[tuple[int, int]] = []
    folder = build_generation(store, letters, lambda *counts: done.append(counts))
    assert done == [(5, 5)]
    assert folder == store.data / "generations" / "1"

    opened = open_generation(store.data)
    assert (opened.number, opened.folder, opened.ids) == (1, folder, tuple(RULES))
    assert opened.words.ids == opened.ids
    assert opened.index.nearest(letters.embed_query("cuti tahunan"), 1)[0][0] == "pp-94-2021/pasal-2"
    assert opened.words.score("pokok gaji", 1)[0][0] == "pp-94-2021/pasal-5"
    np.testing.assert_array_equal(opened.vectors, letters.embed_passages(list(RULES.values())))
    manifest = opened.manifest
    assert (manifest["model"], manifest["dimension"], manifest["chunks"]) == ("letters", 26, 5)
    assert manifest["fingerprint"] == store.fingerprint()
    assert manifest["versions"]["chromadb"]
    assert set(manifest["files"]) >= {"vectors.f32", "ids.json"}
    opened.close()


def test_nothing_is_built_twice(built: Store, letters: Any) -> None:
    first = built.data / "generations" / "1"
    assert build_generation(built, letters) == first
    assert build_generation(built, letters, force=True).name == "2"
    (built.data / "generations" / "2" / "vectors.f32").write_bytes(b"rusak")
    assert build_generation(built, letters).name == "3"


def test_switch_keeps_the_generation_before_and_removes_older_ones(store: Store, letters: Any) -> None:
    for n in range(1, 4):
        put(store, letters, {**RULES, "pp-94-2021/pasal-6": f"aturan {'baru' * n}"})
        build_generation(store, letters)
        assert current_number(store.data) == n
    assert folders(store.data) == ["2", "3", "CURRENT"]
    opened = open_generation(store.data)
    assert opened.words.score("barubarubaru", 1)[0][0] == "pp-94-2021/pasal-6"
    opened.close()


def test_a_reader_goes_on_while_generations_are_switched(built: Store, letters: Any) -> None:
    opened = open_generation(built.data)
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                found = opened.index.nearest(letters.embed_query("cuti tahunan"), 1)
                if found[0][0] != "pp-94-2021/pasal-2":
                    wrong.append(found)
            except BaseException as error:
                wrong.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    put(built, letters, {"pp-94-2021/pasal-7": "lain sama sekali"})
    build_generation(built, letters)
    stop.set()
    thread.join()
    assert not wrong
    fresh = open_generation(built.data)
    assert fresh.ids == ("pp-94-2021/pasal-7",)
    fresh.close()
    opened.close()


def damage(folder: Path, what: str) -> None:
    """Damage a generation that was just built, in one of the ways met after crashes."""
    graphs = [path for path in (folder / "chroma").iterdir() if path.is_dir()]
    if what == "chroma rows":
        (folder / "chroma" / "chroma.sqlite3").write_bytes(b"")
    elif what == "vectors":
        file = folder / "vectors.f32"
        file.write_bytes(file.read_bytes()[::-1])
    elif what == "words":
        (folder / "words" / "bm25" / "vocab.index.json").write_text("{}")
    elif what == "ids":
        ids = json.loads((folder / "ids.json").read_text())
        (folder / "ids.json").write_text(json.dumps(ids[::-1]))
    elif what == "manifest":
        (folder / "manifest.json").unlink()
    elif what == "graph":
        assert graphs
        for file in graphs[0].iterdir():
            file.write_bytes(b"\xff" * file.stat().st_size)


@pytest.mark.parametrize("what", ["chroma rows", "vectors", "words", "ids", "manifest"])
def test_probe_rejects_a_damaged_folder_and_the_last_good_one_stays(
    built: Store, letters: Any, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    run = generation._run

    def run_and_damage(task: str, *arguments: Any, **options: Any) -> None:
        run(task, *arguments, **options)
        if task == "build":
            damage(arguments[1], what)

    put(built, letters, {**RULES, "pp-94-2021/pasal-6": "baru"})
    with monkeypatch.context() as patch:
        patch.setattr(generation, "_run", run_and_damage)
        with pytest.raises(StoreError, match="indeks lama tetap dipakai"):
            build_generation(built, letters)
    opened = open_generation(built.data)
    assert (opened.number, len(opened.ids)) == (1, 5)
    opened.close()

    assert build_generation(built, letters).name == "2"  # and the next attempt clears up and succeeds
    assert folders(built.data) == ["1", "2", "CURRENT"]


def test_probe_rejects_a_damaged_graph(store: Store, letters: Any) -> None:
    """With enough vectors for Chroma to have written its graph."""
    rng = np.random.default_rng(3)
    rules = {f"pp-94-2021/pasal-{n}": "".join(rng.choice(list("abcdefghij"), 40)) for n in range(1100)}
    put(store, letters, rules)
    folder = build_generation(store, letters)
    generation._run("probe", folder)
    damage(folder, "graph")
    with pytest.raises(StoreError, match="tidak dapat lolos pemeriksaan"):
        generation._run("probe", folder)


def test_probe_rejects_other_vectors_than_were_written(built: Store, letters: Any) -> None:
    folder = built.data / "generations" / "1"
    vectors = np.fromfile(folder / "vectors.f32", "<f4").reshape(-1, 26)
    np.roll(vectors, 1, axis=0).tofile(folder / "vectors.f32")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] = list_files(folder, {})
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="hilang atau berubah"):
        probe_generation(folder)


def test_a_child_that_crashes_is_an_error(built: Store, letters: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation.sys, "executable", "/bin/false")
    with pytest.raises(StoreError, match=r"tidak dapat dibangun, indeks lama tetap dipakai.*kode 1"):
        build_generation(built, letters, force=True)
    assert current_number(built.data) == 1


def test_leftovers_of_a_crash_are_swept(built: Store, letters: Any) -> None:
    home = built.data / "generations"
    (home / "2.building" / "chroma").mkdir(parents=True)
    (home / "7").mkdir()  # moved into place, but the crash came before CURRENT named it
    (home / "CURRENT.building").write_text("9")
    assert build_generation(built, letters, force=True).name == "2"
    assert folders(built.data) == ["1", "2", "CURRENT"]


def test_a_killed_build_leaves_the_old_generation(built: Store, letters: Any) -> None:
    """The whole writer is killed while its child builds; the child ends with it."""
    built.close()
    program = (
        "import sys, time; from pathlib import Path\n"
        "from kb import generation; from kb.store import open_store\n"
        "class Letters: name = 'letters'; dimension = 26\n"
        "generation.sys.executable = sys.argv[2]\n"
        "with open_store(Path(sys.argv[1]), write=True) as built:\n"
        "    generation.build_generation(built, Letters(), force=True)\n"
    )
    slow = built.data / "slow"
    slow.write_text(f"#!/bin/sh\necho $$ > {built.data}/child\nexec {sys.executable} -c '{SLOW_CHILD}'\n")
    slow.chmod(0o755)
    command = [sys.executable, "-c", program, str(built.data), str(slow)]
    with subprocess.Popen(command, cwd=ROOT) as writer:
        child = wait_for_text(built.data / "child")
        writer.send_signal(signal.SIGKILL)
    assert gone(int(child))
    assert current_number(built.data) == 1
    open_generation(built.data).close()
    with open_store(built.data, write=True) as again:  # the lock went with the writer
        assert build_generation(again, letters, force=True).name == "2"


SLOW_CHILD = "import threading, time; from kb.generation import _end_with_parent; \
threading.Thread(target=_end_with_parent, daemon=True).start(); time.sleep(60)"


def wait_for_text(path: Path) -> str:
    for _ in range(400):
        if path.exists() and (text := path.read_text().strip()):
            return text
        threading.Event().wait(0.05)
    raise AssertionError(f"{path} was not written")


def gone(pid: int) -> bool:
    for _ in range(200):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        threading.Event().wait(0.05)
    return False


def test_vectors_must_be_there_before(store: Store, letters: Any) -> None:
    letters.name = "model lain"
    with pytest.raises(StoreError, match="5 dari 5 kutipan belum mempunyai vektor dari model model lain"):
        build_generation(store, letters)
    assert current_number(store.data) is None


def test_only_the_writer_builds(store: Store, letters: Any) -> None:
    with open_store(store.data) as reader, pytest.raises(StoreError, match="dibaca saja"):
        build_generation(reader, letters)
    with pytest.raises(StoreError, match="sedang ditulis oleh proses"):
        open_store(store.data, write=True)


def test_an_empty_collection_has_a_generation(store: Store, letters: Any) -> None:
    store.remove("pp-94-2021")
    build_generation(store, letters)
    opened = open_generation(store.data)
    assert opened.ids == ()
    assert opened.index.nearest(letters.embed_query("cuti"), 5) == []
    assert opened.words.score("cuti", 5) == []
    opened.close()


def test_no_generation_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"Belum ada indeks.*rujukan ingest"):
        open_generation(tmp_path)


@pytest.mark.parametrize("what", ["vectors.f32", "manifest.json", "ids.json"])
def test_a_damaged_generation_is_not_opened(built: Store, letters: Any, what: str) -> None:
    folder = built.data / "generations" / "1"
    (folder / what).write_bytes(b"")
    with pytest.raises(StoreError, match=r"Jalankan `rujukan ingest` lagi"):
        open_generation(built.data)


def test_a_generation_of_another_chroma_is_built_anew(built: Store, letters: Any) -> None:
    folder = built.data / "generations" / "1"
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["versions"]["chromadb"] = "0.4.0"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="versi lain"):
        open_generation(built.data)
    assert build_generation(built, letters).name == "2"
    open_generation(built.data).close()


def test_of_a_grown_generation_some_rows_of_the_graph_and_some_after_it_are_probed() -> None:
    anew = generation._probed_rows(20_000, {"graph_rows": 20_000})
    grown = generation._probed_rows(20_000, {"graph_rows": 19_000, "grown_from": 1})
    assert (len(anew), anew[0], anew[-1]) == (500, 0, 19_999)
    assert (sum(row < 19_000 for row in grown), sum(row >= 19_000 for row in grown)) == (50, 8)
    assert grown[-1] == 19_999
    assert generation._probed_rows(3, {"graph_rows": 2, "grown_from": 1}) == [0, 1, 2]
    assert generation._probed_rows(0, {"graph_rows": 0}) == []
