"""Index generations: Chroma and the word index, derived whole from the store and switched in one step.

    data/generations/7/chroma/ words/ vocabulary.json vectors.npy ids.json manifest.json
    data/generations/CURRENT      "7"

Chroma writes its graph in place and can be damaged by a crash, so nothing is ever written under a reader: a new
folder is built in a child process, probed in another (each vector must find itself), brought to disk, and only then
named in CURRENT. The generation before it stays for those who still read it; older and unfinished ones are removed.

    python -m kb.generation build DATA FOLDER MODEL FINGERPRINT      what the child processes run
    python -m kb.generation probe FOLDER

Does not do: embed (the vectors are in the store before), open anything for writing but its own new folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.definitions import find_abbreviations
from kb.embedding import Embedder
from kb.index import Index, build_index, collection_on_server, is_where_asked, open_index, remove_collection
from kb.lexical import Words, build_words, open_words
from kb.store import Store, embedding_key, open_store
from kb.types import RujukanError, StoreError
from kb.vocabulary import Vocabulary, count_words, open_vocabulary, write_vocabulary

FORMAT = 2  # of a generation's folder; raise it when one built before must be built anew
CURRENT = "CURRENT"
UNFINISHED = ".building"
PROBED = 500
VERSIONED = ("chromadb", "bm25s", "PyStemmer")

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Generation:
    """An open generation: row n of `vectors` and of the word scores belongs to path `ids[n]`.

    `manifest` says `model`, `dimension`, `chunks`, `fingerprint` (see `Store.fingerprint`), `created`, `versions`.
    """

    number: int
    folder: Path
    index: Index
    words: Words
    vocabulary: Vocabulary
    vectors: Vectors
    ids: tuple[str, ...]
    manifest: dict[str, Any]

    def close(self) -> None:
        """Let go of the folder's files."""
        self.index.close()


def open_generation(data: Path) -> Generation:
    """Open the generation that CURRENT names. Raises StoreError where there is none or it is damaged."""
    number = current_number(data)
    if number is None:
        raise StoreError(f"Belum ada indeks di {data}. Jalankan `rujukan ingest` lebih dahulu.")
    folder = data / "generations" / str(number)
    manifest = _read_manifest(folder)
    ids, vectors = _read_rows(folder, manifest)
    words = open_words(folder / "words", ids)
    return Generation(
        number=number,
        folder=folder,
        index=open_index(folder / "chroma"),
        words=words,
        vocabulary=open_vocabulary(folder / "vocabulary.json"),
        vectors=vectors,
        ids=ids,
        manifest=manifest,
    )


def current_number(data: Path) -> int | None:
    """Return the number of the generation in use, or None; a reader whose number differs opens the new one."""
    try:
        return int((data / "generations" / CURRENT).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def current_on_server(data: Path) -> bool:
    """Whether the collection of the generation in use is on a Chroma server. Raises StoreError where it is damaged."""
    number = current_number(data)
    return number is not None and bool(collection_on_server(data / "generations" / str(number) / "chroma"))


def build_generation(
    store: Store, embedder: Embedder, progress: Callable[[int, int], None] | None = None, *, force: bool = False
) -> Path:
    """Build, probe and switch to a generation of what the store holds; return its folder.

    The store must be open for writing, and hold a vector of this model for every chunk. A current generation that
    was built from the same chunks, by the same model and versions, and whose files are whole, stays unless
    `force`. `progress` hears how many of how many vectors are indexed. Raises StoreError, and leaves CURRENT as it
    was, when building or probing fails.
    """
    if not store.writable:
        raise StoreError(f"Koleksi di {store.data} dibuka untuk dibaca saja.")
    home = store.data / "generations"
    fingerprint = store.fingerprint()
    number = current_number(store.data)
    if number is not None and not force and _is_fresh(home / str(number), embedder.name, fingerprint):
        return home / str(number)
    try:
        home.mkdir(parents=True, exist_ok=True)
        _sweep(home)
        number = 1 + max([number or 0, *(int(folder.name) for folder in _finished(home))])
        aside, folder = home / f"{number}{UNFINISHED}", home / str(number)
        _run("build", store.data, aside, embedder.name, fingerprint, progress=progress)
        _run("probe", aside)
        _bring_to_disk(aside)
        aside.rename(folder)
        _point_to(home, number)
        _sweep(home)
    except OSError as error:
        raise StoreError(f"Indeks baru di {home} tidak dapat ditulis: {error}.") from error
    return folder


def _is_fresh(folder: Path, model: str, fingerprint: str) -> bool:
    try:
        manifest = _read_manifest(folder)
        same = (manifest["model"], manifest["fingerprint"], manifest["versions"]) == (model, fingerprint, _versions())
        return same and _files(folder) == manifest["files"] and is_where_asked(folder / "chroma", manifest["chunks"])
    except (StoreError, OSError, KeyError):
        return False


# --- folders and the pointer ---


def _finished(home: Path) -> list[Path]:
    """Return the folders of finished generations, the newest last."""
    return sorted((path for path in home.iterdir() if path.name.isdecimal()), key=lambda path: int(path.name))


def _point_to(home: Path, number: int) -> None:
    """Name a generation in CURRENT; a crash leaves the old name or the new one, never half of it."""
    aside = home / f"{CURRENT}{UNFINISHED}"
    with aside.open("w", encoding="ascii") as file:
        file.write(f"{number}\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(home / CURRENT)
    _sync(home)


def _sweep(home: Path) -> None:
    """Remove unfinished folders, finished ones that CURRENT does not name yet, and all but the last two before."""
    number = current_number(home.parent)
    finished = _finished(home)
    named = [folder for folder in finished if number is not None and int(folder.name) <= number]
    stale = [folder for folder in finished if folder not in named[-2:]] if named else finished
    for path in [*home.glob(f"*{UNFINISHED}"), *stale]:
        if path.is_dir():
            with suppress(StoreError):  # a server that does not answer keeps it until it is swept by hand
                remove_collection(path / "chroma")
            shutil.rmtree(path)
        else:
            path.unlink()


def _bring_to_disk(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    """Wait until a file or folder is on disk (folders cannot be waited for on Windows)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- child processes ---


def _run(task: str, *arguments: object, progress: Callable[[int, int], None] | None = None) -> None:
    """Run one task of this module in a process of its own. Raises StoreError with what it said when it fails.

    The child ends when this process does: it watches its standard input, which is a pipe held open here.
    """
    root = str(Path(__file__).resolve().parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-P", "-m", "kb.generation", task, *map(str, arguments)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"},
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        said: list[str] = []
        listener = threading.Thread(target=lambda lines: said.extend(lines), args=[child.stderr], daemon=True)
        listener.start()
        try:
            for line in child.stdout:
                counted = re.fullmatch(r"(\d+) (\d+)\n", line)
                if counted and progress:
                    progress(int(counted[1]), int(counted[2]))
            child.wait()
        except BaseException:
            child.kill()
            raise
        finally:
            listener.join(timeout=10)
    if child.returncode:
        cause = said[-1].strip() if said else f"proses berakhir dengan kode {child.returncode}"
        what = "dibangun" if task == "build" else "lolos pemeriksaan"
        raise StoreError(f"Indeks baru tidak dapat {what}, indeks lama tetap dipakai: {cause}")


def _main(arguments: list[str]) -> int:
    """Run a task for `_run`: progress goes to standard output, the cause of a failure to standard error."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        match arguments:
            case ["build", data, folder, model, fingerprint]:
                _build(Path(data), Path(folder), model, fingerprint)
            case ["probe", folder]:
                probe_generation(Path(folder))
            case _:
                raise StoreError(f"perintah tidak dikenal: {arguments}")
    except (RujukanError, OSError) as error:
        print(str(error).replace("\n", " "), file=sys.stderr, flush=True)
        return 1
    return 0


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(3)


def _build(data: Path, folder: Path, model: str, fingerprint: str) -> None:
    """Write a generation's folder from the store; the manifest, written last, lists what belongs to it."""
    folder.mkdir()
    with open_store(data) as store:
        if store.fingerprint() != fingerprint:
            raise StoreError("isi koleksi berubah saat indeks dibangun")
        ids, regulations, texts, keys = [], [], [], []
        counts: Counter[str] = Counter()
        for chunk in store.chunks():
            counts.update(count_words([chunk.text]))
            ids.append(chunk.path)
            regulations.append(chunk.regulation)
            texts.append(chunk.embedding_text)
            keys.append(embedding_key(chunk.embedding_text))
        known = store.embeddings(model, dict.fromkeys(keys))
        abbreviations = find_abbreviations(store.first_articles())
    if missing := sum(key not in known for key in keys):
        raise StoreError(f"{missing} dari {len(keys)} kutipan belum mempunyai vektor dari model {model}")
    vectors = np.array([known[key] for key in keys], np.float32) if keys else np.zeros((0, 0), np.float32)
    np.save(folder / "vectors.npy", vectors)
    (folder / "ids.json").write_text(json.dumps(ids), encoding="utf-8")
    build_words(folder / "words", ids, texts)
    write_vocabulary(folder / "vocabulary.json", counts, abbreviations)
    words = open_words(folder / "words")
    build_index(
        folder / "chroma", ids, regulations, vectors, lambda done: print(done, len(ids), flush=True), words.weights
    )
    manifest = {
        "format": FORMAT,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": model,
        "dimension": vectors.shape[1],
        "chunks": len(ids),
        "fingerprint": fingerprint,
        "versions": _versions(),
        "files": _files(folder),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def probe_generation(folder: Path) -> None:
    """Prove that a generation can be read: its counts agree and up to 500 of its vectors find themselves.

    Chroma may end the whole process on a damaged folder, so this is for a process of its own. Raises StoreError.
    """
    manifest = _read_manifest(folder)
    if _files(folder) != manifest["files"]:
        raise StoreError(f"berkas indeks di {folder} tidak sama dengan yang ditulis")
    ids, vectors = _read_rows(folder, manifest)
    open_vocabulary(folder / "vocabulary.json")
    if open_words(folder / "words").ids != ids:
        raise StoreError("indeks kata tidak memuat kutipan yang sama")
    index = open_index(folder / "chroma")
    if index.count() != len(ids):
        raise StoreError(f"indeks Chroma memuat {index.count()} vektor, seharusnya {len(ids)}")
    rows = np.unique(np.linspace(0, len(ids) - 1, PROBED, dtype=int)) if ids else np.array([], dtype=int)
    kept = index.get([ids[row] for row in rows])
    for row in rows:
        vector = kept.get(ids[row])
        if vector is None or not np.allclose(vector, vectors[row], atol=1e-5):
            raise StoreError(f"vektor {ids[row]} hilang atau berubah di indeks Chroma")
        # Equal texts have equal vectors: whoever comes first must be as near as the vector is to itself.
        nearest = index.nearest(vector, 1)
        if not nearest or nearest[0][1] < 1 - 1e-4:
            raise StoreError(f"vektor {ids[row]} tidak ditemukan kembali di indeks Chroma")
    index.close()


# --- what a folder holds ---


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"Indeks di {folder} tidak lengkap. Jalankan `rujukan ingest` lagi. ({error})") from error
    if manifest.get("format") != FORMAT or manifest.get("versions", {}).get("chromadb") != version("chromadb"):
        raise StoreError(f"Indeks di {folder} dibuat versi lain program. Jalankan `rujukan ingest` lagi.")
    return manifest


def _read_rows(folder: Path, manifest: dict[str, Any]) -> tuple[tuple[str, ...], Vectors]:
    """Read the paths and map the vectors into memory."""
    try:
        ids = tuple(json.loads((folder / "ids.json").read_text(encoding="utf-8")))
        shape = (len(ids), manifest["dimension"])
        vectors: Vectors = np.load(folder / "vectors.npy", mmap_mode="r" if ids else None)
        if vectors.shape != shape or len(ids) != manifest["chunks"]:
            raise ValueError(f"{vectors.shape} vektor untuk {len(ids)} kutipan")
    except (OSError, ValueError, EOFError, KeyError) as error:
        raise StoreError(f"Indeks di {folder} rusak. Jalankan `rujukan ingest` lagi. ({error})") from error
    return ids, vectors


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    """Return size and sha256 of a generation's files; Chroma's change when they are opened and are left out."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] != "chroma" and name.name != "manifest.json":
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            files[name.as_posix()] = {"bytes": path.stat().st_size, "sha256": digest}
    return files


def _versions() -> dict[str, str]:
    return {package: version(package) for package in VERSIONED}


if __name__ == "__main__":
    code = 1
    with suppress(KeyboardInterrupt):
        code = _main(sys.argv[1:])
    sys.exit(code)
