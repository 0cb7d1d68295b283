"""What belongs to a generation's folder, written beside it: counts, model, versions, the size and hash of every file.

A file that only ever grows (the vectors) has a hash for each piece that was added, so that a generation that shares its
beginning with the one before need not hash it again.

Does not do: prove that Chroma finds what is in it (kb/generation.py probes).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kb.types import StoreError

MANIFEST = "manifest.json"
FORMAT = 3  # of a generation's folder; raise it when one built before must be built anew
VERSIONED = ("chromadb", "PyStemmer")
CHANGING = "chroma/chroma.sqlite3"  # Chroma writes a little into it whenever it is opened: no hash
PERSISTED = "index_metadata.pickle"  # stands beside a graph that was brought to disk: from 1,000 vectors on
VECTORS, COARSE = "vectors.f32", "coarse.i8"
GROWING = (VECTORS, COARSE)  # a later generation may have added to them
BLOCK = 1 << 20
SMALL = 1 << 16  # bytes up to which a file is hashed even by a glance

Pieces = list[list[Any]]  # [bytes, sha256] each


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a generation's folder. Raises StoreError where there is none that can be used."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        kind = manifest.get("format"), manifest.get("versions", {}).get("chromadb")
    except (OSError, ValueError, AttributeError) as error:
        raise StoreError(f"Indeks di {folder} tidak lengkap. Jalankan `rujukan ingest` lagi. ({error})") from error
    if kind != (FORMAT, version("chromadb")):
        raise StoreError(f"Indeks di {folder} dibuat versi lain program. Jalankan `rujukan ingest` lagi.")
    return manifest


def write_manifest(folder: Path, facts: Mapping[str, Any], shared: Mapping[str, Pieces] | None = None) -> None:
    """Write the manifest of a finished folder: `facts`, the program's format and versions, and all its files.

    `shared` are the pieces of files, by name, that stand in another manifest and are not hashed again. Raises OSError.
    """
    kinds = {"format": FORMAT, "versions": current_versions()}
    manifest = {**kinds, **facts, "files": list_files(folder, shared or {})}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def current_versions() -> dict[str, str]:
    """Return the versions of the packages an index depends on."""
    return {package: version(package) for package in VERSIONED}


def list_files(folder: Path, shared: Mapping[str, Pieces]) -> dict[str, Pieces]:
    """Return the pieces of every file of a folder but the manifest; none where a file may change."""
    files: dict[str, Pieces] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and not name.startswith(f"{CHANGING}-"):
            if _changes(path, name):
                files[name] = []
                continue
            known = [list(piece) for piece in shared.get(name, [])]
            start = sum(int(piece[0]) for piece in known)
            rest = path.stat().st_size - start
            new = [[rest, _hash(path, start, rest)]] if rest or not known else []
            files[name] = [*known, *new]
    return files


def _changes(path: Path, name: str) -> bool:
    """Whether Chroma writes into a file when it is opened: its tables, and a graph that was never brought to disk."""
    return name == CHANGING or (name.startswith("chroma/") and not (path.parent / PERSISTED).exists())


def find_damage(folder: Path, manifest: Mapping[str, Any], *, glance: bool = False) -> Iterator[str]:
    """Yield what is wrong with each file that is not as the manifest says; `glance` only measures the large ones."""
    files = list(manifest.get("files", {}).items())
    if glance:
        wrong: Iterable[str] = (_find_wrong(folder, name, pieces, glance=True) for name, pieces in files)
    else:  # hashing leaves Python's lock
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            wrong = list(pool.map(lambda file: _find_wrong(folder, *file, glance=False), files))
    yield from filter(None, wrong)


def _find_wrong(folder: Path, name: str, pieces: Pieces, *, glance: bool) -> str:
    """What is wrong with one file, or nothing."""
    path = folder / name
    size = sum(int(piece[0]) for piece in pieces)
    try:
        actual = path.stat().st_size
        if not path.is_file():
            return f"{name} bukan berkas"
        if actual < size or (actual > size and pieces and name not in GROWING) or (name == CHANGING and not actual):
            return f"{name} berukuran {actual}, seharusnya {size} bita"
        if not glance or size <= SMALL:
            start = 0
            for length, digest in pieces:
                if _hash(path, start, length) != digest:
                    return f"{name} berubah isinya"
                start += length
    except OSError as error:
        return f"{name} tidak dapat dibaca ({error.strerror})"
    return ""


def _hash(path: Path, start: int, length: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (block := file.read(min(BLOCK, length))):
            digest.update(block)
            length -= len(block)
    return digest.hexdigest()
