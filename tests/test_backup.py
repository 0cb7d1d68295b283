"""Backups: all in one file while others write, back on an empty machine with the same answers, nothing by halves."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import zstandard

from kb.backup import back_up, last_backup, restore_backup
from kb.generation import build_generation, current_number
from kb.receipt import receipt_key
from kb.search import open_library, search
from kb.store import open_store
from kb.types import StoreError
from kb.verify import verify_collection


@pytest.fixture
def data(tmp_path: Path, two_regulations: Path) -> Path:
    """A collection of one's own with everything that is kept."""
    data = tmp_path / "data"
    shutil.copytree(two_regulations / "data", data)
    receipt_key(data, make=True)
    for name in ("service.sqlite", "feedback.sqlite"):
        with closing(sqlite3.connect(data / name)) as connection:
            connection.executescript("CREATE TABLE IF NOT EXISTS marks (said TEXT); INSERT INTO marks VALUES ('ya');")
    return data


def answers(data: Path, letters: Any) -> list[tuple[str, float]]:
    library = open_library(data, embedder=letters)
    try:
        asked = ("pegawai mangkir", "jam kerja dimulai pukul berapa", "pemotongan tunjangan")
        return [(p.chunk.path, round(p.score, 6)) for text in asked for p in search(library, text, 5)]
    finally:
        library.generation.close()
        library.store.close()


def problems(data: Path) -> list[str]:
    return [finding.problem for finding in verify_collection(data) if finding.problem]


@pytest.mark.parametrize("index", [True, False])
def test_brought_back_it_answers_the_same(data: Path, tmp_path: Path, letters: Any, index: bool) -> None:
    told: list[tuple[int, int]] = []
    said = back_up(data, tmp_path / "b", index=index, progress=lambda *counts: told.append(counts))
    assert (said["regulations"], said["model"], said["generation"]) == (2, "letters", 1 if index else None)
    assert told[-1][0] == told[-1][1] > 0
    assert any(name.startswith("generations/") for name in said["files"]) == index
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600

    into = tmp_path / "mesin lain" / "data"
    assert restore_backup(tmp_path / "b", into)["kept"] is None
    assert answers(into, letters) == answers(data, letters)
    assert receipt_key(into) == receipt_key(data)
    assert (into / "receipt.key").stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(into / "service.sqlite")) as connection:
        assert connection.execute("SELECT said FROM marks").fetchall() == [("ya",)]
    assert problems(into) == []
    assert last_backup(data)["file"] == str(tmp_path / "b")  # type: ignore[index]
    assert last_backup(into) is None


def test_a_backup_while_another_writes_is_of_one_moment(data: Path, tmp_path: Path, letters: Any) -> None:
    stop, rounds = threading.Event(), []

    def write() -> None:
        with open_store(data, write=True) as store:
            while not stop.is_set():
                for regulation in store.regulations():
                    store.put_embeddings("lain", {f"{len(rounds)}": letters.embed_query(regulation)})
                store.put_catalogue({} if len(rounds) % 2 else store.catalogue())
                rounds.append(1)
            build_generation(store, letters, force=True)

    thread = threading.Thread(target=write)
    thread.start()
    for _ in range(5):
        back_up(data, tmp_path / "b")
    stop.set()
    thread.join()
    assert rounds
    assert current_number(data) == 2
    restore_backup(tmp_path / "b", tmp_path / "kembali")
    assert problems(tmp_path / "kembali") == []


def test_an_index_of_before_is_built_anew(data: Path, tmp_path: Path, letters: Any) -> None:
    """The store was written, the index not yet: what is brought back has both of one moment."""
    with open_store(data, write=True) as store:
        store.remove("pp-1-2020")
    back_up(data, tmp_path / "b")
    restore_backup(tmp_path / "b", tmp_path / "kembali")
    assert current_number(tmp_path / "kembali") == 2
    assert problems(tmp_path / "kembali") == []


def test_a_filled_folder_is_kept(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "b")
    with pytest.raises(StoreError, match="tidak kosong"):
        restore_backup(tmp_path / "b", data)
    (data / "catatan").write_text("milik saya")
    kept = restore_backup(tmp_path / "b", data, force=True)["kept"]
    assert (Path(kept) / "catatan").read_text() == "milik saya"
    assert not (data / "catatan").exists()
    assert problems(data) == []
    with open_store(data, write=True), pytest.raises(StoreError, match="sedang ditulis"):
        restore_backup(tmp_path / "b", data, force=True)


def repack(file: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]) -> None:
    """Write an archive anew with other entries."""
    raw = zstandard.ZstdDecompressor().stream_reader(file.read_bytes()).read()
    with tarfile.open(fileobj=io.BytesIO(raw)) as tar:
        entries = [(entry, tar.extractfile(entry).read()) for entry in tar]  # type: ignore[union-attr]
    change(entries)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for entry, content in entries:
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    file.write_bytes(zstandard.ZstdCompressor().compress(out.getvalue()))


def add(name: str, **attributes: Any) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]:
    def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        entry = tarfile.TarInfo(name)
        for attribute, value in attributes.items():
            setattr(entry, attribute, value)
        entries.insert(0, (entry, b"" if attributes else b"jahat"))

    return change


def alter(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    at = next(n for n, (entry, _) in enumerate(entries) if entry.name.startswith("sources/"))
    entries[at] = (entries[at][0], b"%PDF-lain")


def leave_out(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    entries[:] = [pair for pair in entries if not pair[0].name.startswith("sources/")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (add("../jahat"), "tidak semestinya"),
        (add("/tmp/jahat"), "tidak semestinya"),
        (add("sources/../../jahat"), "tidak semestinya"),
        (add("generations/1/../../jahat"), "tidak semestinya"),
        (add("receipt.key.lain"), "tidak semestinya"),
        (add("receipt.key", type=tarfile.SYMTYPE, linkname="/etc/passwd"), "tidak semestinya"),
        (add("service.sqlite", type=tarfile.LNKTYPE, linkname="rujukan.sqlite"), "tidak semestinya"),
        (lambda entries: entries.pop(), "terpotong"),  # backup.json
        (alter, "tidak sama dengan yang disimpan"),
        (leave_out, "tidak sama dengan yang disimpan"),
    ],
)
def test_what_is_not_as_saved_is_refused(
    data: Path, tmp_path: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], None], said: str
) -> None:
    back_up(data, tmp_path / "b")
    repack(tmp_path / "b", change)
    with pytest.raises(StoreError, match=said):
        restore_backup(tmp_path / "b", tmp_path / "kembali")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "data"]
    assert not (tmp_path.parent / "jahat").exists()


@pytest.mark.parametrize("content", [b"", b"bukan cadangan", None])
def test_no_backup_at_all(data: Path, tmp_path: Path, content: bytes | None) -> None:
    back_up(data, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(whole[: len(whole) // 2] if content is None else content)
    with pytest.raises(StoreError):
        restore_backup(tmp_path / "b", tmp_path / "kembali")
    assert not (tmp_path / "kembali").exists()


def test_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Belum ada koleksi"):
        back_up(tmp_path / "kosong", tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_a_missing_source_is_named(data: Path, tmp_path: Path) -> None:
    next((data / "sources").iterdir()).unlink()
    with pytest.raises(StoreError, match="Berkas sumber"):
        back_up(data, tmp_path / "b")
    assert not (tmp_path / "b").exists()
    assert json.dumps(last_backup(data)) == "null"
