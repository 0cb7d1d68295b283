"""Index generations: Chroma and the word index, derived whole from the store and switched in one step.

    data/generations/7/           what kb/building.py writes, with a manifest (kb/manifest.py)
    data/generations/CURRENT      "7"
    data/generations/DAMAGED      {"7": "why"}, where a generation turned out to be damaged

Chroma writes its graph in place and can be damaged by a crash, so nothing is ever written under a reader: a new
folder is built in a child process, probed in another (each vector must find itself), brought to disk, and only then
named in CURRENT. The generation before it stays for those who still read it, and to be read where the current one turns
out to be damaged; older and unfinished ones are removed.

    python -m kb.generation build DATA FOLDER MODEL FINGERPRINT BEFORE      what the child processes run
    python -m kb.generation probe FOLDER

Does not do: embed (the vectors are in the store before), open anything for writing but its own new folder.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.building import IDS, STALE, read_vectors, write_generation
from kb.coarse import Coarse, map_coarse
from kb.index import (
    GrownIndex,
    Index,
    check_server_named,
    collection_on_server,
    is_where_asked,
    open_index,
    remove_collection,
)
from kb.lexical import Words, open_words
from kb.manifest import COARSE, current_versions, find_damage, read_manifest
from kb.store import Store, open_store
from kb.types import RujukanError, StoreError
from kb.vocabulary import Vocabulary, open_vocabulary

CURRENT, DAMAGED = "CURRENT", "DAMAGED"
UNFINISHED = ".building"
PROBED = 500
PROBED_GROWN = 50  # of the graph of a grown generation: it was probed when it was made, and is the same file
PROBED_ADDED = 8  # of the rows that came after it
SMALL = 5_000  # chunks up to which a generation is built anew rather than grown: a few seconds

_FOUND: dict[Path, dict[int, str]] = {}  # damage that this process met, for data folders that cannot be written

Vectors = NDArray[np.float32]
log = logging.getLogger("rujukan")


class Named(Protocol):
    """What building needs of an embedder: the name that its vectors are kept under."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...


@dataclass(frozen=True, slots=True)
class Generation:
    """An open generation: row n of `vectors`, of `coarse` and of the word scores belongs to path `ids[n]`.

    `manifest` says `model`, `dimension`, `chunks`, `fingerprint` (see `Store.fingerprint`), `created`, `versions`.
    `named` is the number in CURRENT when it was opened; where it is another than `number`, `damage` says why.
    `coarse` are the vectors in 8 bits (kb/coarse.py); generations of before they were kept have none.
    """

    number: int
    folder: Path
    index: Index
    words: Words
    vocabulary: Vocabulary
    vectors: Vectors
    ids: tuple[str, ...]
    manifest: dict[str, Any]
    named: int | None = None
    damage: str = ""
    coarse: Coarse | None = None

    def close(self) -> None:
        """Let go of the folder's files."""
        self.index.close()


def open_generation(data: Path) -> Generation:
    """Open the generation that CURRENT names or, where that is damaged, the newest one before it that is not.

    Files are only measured, not read through (`check_generations` does). Raises StoreError where there is none, or
    none that can be used.
    """
    damage: list[str] = []
    named = current_number(data)
    home = data / "generations"
    known = read_damage(data)
    if named is not None and named not in known:
        check_server_named(home / str(named) / "chroma")  # a missing address is no damage: nothing older will do
    for number in _candidates(home):
        folder = home / str(number)
        try:
            if number in known:
                raise StoreError(f"Indeks di {folder} rusak ({known[number]}). Jalankan `rujukan ingest` lagi.")
            opened = _open_folder(folder, named, "; ".join(damage))
        except StoreError as error:
            damage.append(str(error))
            continue
        if damage:
            log.warning("generation %s is served instead of %s: %s", number, named, opened.damage)
        return opened
    if damage:
        raise StoreError(damage[0])
    raise StoreError(f"Belum ada indeks di {data}. Jalankan `rujukan ingest` lebih dahulu.")


def _open_folder(folder: Path, named: int | None, damage: str) -> Generation:
    manifest = read_manifest(folder)
    if wrong := next(find_damage(folder, manifest, glance=True), ""):
        raise StoreError(f"Indeks di {folder} rusak: {wrong}. Jalankan `rujukan ingest` lagi.")
    ids, vectors = _read_rows(folder, manifest)
    words = open_words(folder / "words", ids)
    return Generation(
        number=int(folder.name) if folder.name.isdecimal() else 0,
        folder=folder,
        index=_open_index(folder, manifest, ids, vectors),
        words=words,
        vocabulary=open_vocabulary(folder / "vocabulary.json"),
        vectors=vectors,
        ids=ids,
        manifest=manifest,
        named=named,
        damage=damage,
        coarse=map_coarse(folder / COARSE, len(ids), manifest["dimension"]),
    )


def _open_index(folder: Path, manifest: dict[str, Any], ids: tuple[str, ...], vectors: Vectors) -> Index:
    if "grown_from" not in manifest:
        return open_index(folder / "chroma")
    stale = frozenset(json.loads((folder / STALE).read_text(encoding="utf-8")))
    return GrownIndex(folder / "chroma", ids, vectors, manifest["graph_rows"], stale)


def current_number(data: Path) -> int | None:
    """Return the number that CURRENT names, or None; a reader opened under another one opens the new one."""
    try:
        return int((data / "generations" / CURRENT).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def current_on_server(data: Path) -> bool:
    """Whether the collection of the generation in use is on a Chroma server. Raises StoreError where it is damaged."""
    number = current_number(data)
    return number is not None and bool(collection_on_server(data / "generations" / str(number) / "chroma"))


def read_damage(data: Path) -> dict[int, str]:
    """Return the generations that were found damaged when looked through, each with the cause."""
    found = dict(_FOUND.get(data.absolute(), {}))
    try:
        said = json.loads((data / "generations" / DAMAGED).read_text(encoding="utf-8"))
        return {**{int(number): str(cause) for number, cause in said.items()}, **found}
    except (OSError, ValueError, AttributeError):
        return found


def check_generations(data: Path) -> list[str]:
    """Look through the current generation in a child process, and older ones until one is whole; return what is wrong.

    What is wrong is noted in DAMAGED, so that readers pass it over; where that cannot be written this process knows.
    """
    home, wrong = data / "generations", []
    for number in _candidates(home):
        if number in read_damage(data):
            continue
        try:
            probe_in_child(home / str(number))
            break
        except StoreError as error:
            cause = str(error).rpartition("tetap dipakai: ")[2]
            wrong.append(f"Indeks generasi {number} rusak: {cause}")
            _FOUND.setdefault(data.absolute(), {})[number] = cause
            noted = {str(known): said for known, said in read_damage(data).items()}
            with suppress(OSError):
                _write_whole_file(home, DAMAGED, json.dumps(noted, ensure_ascii=False))
    return wrong


def probe_in_child(folder: Path) -> None:
    """Probe a generation's folder in a process of its own, which a damaged one may end. Raises StoreError."""
    _run("probe", folder)


def build_generation(
    store: Store, embedder: Named, progress: Callable[[int, int], None] | None = None, *, force: bool = False
) -> Path:
    """Build, probe and switch to a generation of what the store holds; return its folder.

    The store must be open for writing, and hold a vector of this model for every chunk. A current generation that
    was built from the same chunks, by the same model and versions, and whose files are whole, stays unless
    `force`. Where only a little has changed the new one is grown from it (kb/building.py). `progress` hears how many of
    how many vectors are indexed. Raises StoreError, and leaves CURRENT as it was, when building or probing fails.
    """
    if not store.writable:
        raise StoreError(f"Koleksi di {store.data} dibuka untuk dibaca saja.")
    home = store.data / "generations"
    fingerprint = store.fingerprint()
    try:
        home.mkdir(parents=True, exist_ok=True)
        damaged = read_damage(store.data)
        number = next((number for number in _candidates(home) if number not in damaged), None)
        before = None if number is None else home / str(number)
        if before and not force and _is_fresh(before, embedder.name, fingerprint):
            if current_number(store.data) != number:
                _point_to(home, int(before.name))
            return before
        _sweep(home)
        number = 1 + max([current_number(store.data) or 0, *(int(folder.name) for folder in _finished(home))])
        aside, folder = home / f"{number}{UNFINISHED}", home / str(number)
        base = before if before and not force and _can_grow(before, embedder.name) else None
        try:
            _make(store.data, aside, embedder.name, fingerprint, base, progress)
        except StoreError:
            if base is None:
                raise
            log.warning("generation %s cannot be grown from %s and is built anew", number, base, exc_info=True)
            shutil.rmtree(aside, ignore_errors=True)
            _make(store.data, aside, embedder.name, fingerprint, None, progress)
        bring_to_disk(aside)
        aside.rename(folder)
        _point_to(home, number)
        _sweep(home)
    except OSError as error:
        raise StoreError(f"Indeks baru di {home} tidak dapat ditulis: {error}.") from error
    return folder


def _make(
    data: Path,
    folder: Path,
    model: str,
    fingerprint: str,
    base: Path | None,
    progress: Callable[[int, int], None] | None,
) -> None:
    _run("build", data, folder, model, fingerprint, base or "-", progress=progress)
    _run("probe", folder)


def _can_grow(folder: Path, model: str) -> bool:
    try:
        manifest = read_manifest(folder)
    except StoreError:
        return False
    same = (manifest.get("model"), manifest.get("versions")) == (model, current_versions())
    return same and manifest.get("chunks", 0) >= SMALL and _is_where_asked(folder, manifest)


def _is_where_asked(folder: Path, manifest: dict[str, Any]) -> bool:
    return is_where_asked(folder / "chroma", manifest.get("graph_rows", manifest["chunks"]))


def _is_fresh(folder: Path, model: str, fingerprint: str) -> bool:
    try:
        manifest = read_manifest(folder)
        known = (manifest["model"], manifest["fingerprint"], manifest["versions"])
        same = known == (model, fingerprint, current_versions()) and not any(find_damage(folder, manifest))
        return same and _is_where_asked(folder, manifest)
    except (StoreError, OSError, KeyError):
        return False


# --- folders and the pointer ---


def _candidates(home: Path) -> Iterator[int]:
    """Yield the numbers of finished generations in the order in which they should be read: CURRENT's, then older ones.

    Those newer than CURRENT (a crash came before it named them) come last.
    """
    named = current_number(home.parent)
    with suppress(FileNotFoundError):
        numbers = [int(folder.name) for folder in reversed(_finished(home))]
        newer = [number for number in numbers if named is not None and number > named]
        if named is not None and named not in numbers:
            yield named  # its folder is missing: to be told of
        yield from (number for number in numbers if number not in newer)
        yield from newer


def _finished(home: Path) -> list[Path]:
    """Return the folders of finished generations, the newest last."""
    return sorted((path for path in home.iterdir() if path.name.isdecimal()), key=lambda path: int(path.name))


def _point_to(home: Path, number: int) -> None:
    """Name a generation in CURRENT; a crash leaves the old name or the new one, never half of it."""
    _write_whole_file(home, CURRENT, f"{number}\n")


def _write_whole_file(home: Path, name: str, text: str) -> None:
    aside = home / f"{name}{UNFINISHED}"
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(home / name)
    _sync(home)


def _sweep(home: Path) -> None:
    """Remove unfinished folders, those that CURRENT does not name yet, and all but it and the last whole one before.

    Where CURRENT is lost the newest finished one counts as named.
    """
    finished = _finished(home)
    number = current_number(home.parent) or max([int(folder.name) for folder in finished], default=0)
    known = read_damage(home.parent)
    named = [folder for folder in finished if int(folder.name) <= number]
    whole = [folder for folder in named if int(folder.name) != number and _seems_whole(folder, known)]
    kept = {*whole[-1:], *(folder for folder in named if int(folder.name) == number)}
    for path in [*home.glob(f"*{UNFINISHED}"), *(folder for folder in finished if folder not in kept)]:
        if path.is_dir():
            with suppress(StoreError):  # a server that does not answer keeps it until it is swept by hand
                remove_collection(path / "chroma")
            shutil.rmtree(path)
        else:
            path.unlink()
    if known and not known.keys() & {int(folder.name) for folder in kept}:
        (home / DAMAGED).unlink(missing_ok=True)
        _FOUND.pop(home.parent.absolute(), None)


def _seems_whole(folder: Path, known: dict[int, str]) -> bool:
    try:
        return int(folder.name) not in known and not any(find_damage(folder, read_manifest(folder), glance=True))
    except StoreError:
        return False


def bring_to_disk(folder: Path) -> None:
    """Wait until every file below a folder, and the folder itself, is on disk. Raises OSError."""
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
            case ["build", data, folder, model, fingerprint, before]:
                with open_store(Path(data)) as store:
                    write_generation(
                        store, Path(folder), model, fingerprint, None if before == "-" else Path(before), _tell
                    )
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


def _tell(done: int, total: int) -> None:
    print(done, total, flush=True)


def probe_generation(folder: Path) -> None:
    """Prove that a generation can be read: its files are as written, its counts agree, some vectors find themselves.

    Of a generation built anew PROBED vectors must; of a grown one fewer. Chroma may end the whole process on a damaged
    folder, so this is for a process of its own. Raises StoreError.
    """
    manifest = read_manifest(folder)
    if wrong := list(find_damage(folder, manifest)):
        raise StoreError(f"berkas indeks di {folder} tidak sama dengan yang ditulis: {'; '.join(wrong)}")
    ids, vectors = _read_rows(folder, manifest)
    open_vocabulary(folder / "vocabulary.json")
    if open_words(folder / "words").ids != ids:
        raise StoreError("indeks kata tidak memuat kutipan yang sama")
    index = _open_index(folder, manifest, ids, vectors)
    if index.count() != len(ids):
        raise StoreError(f"indeks Chroma memuat {index.count()} vektor, seharusnya {len(ids)}")
    rows = _probed_rows(len(ids), manifest)
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


def _probed_rows(count: int, manifest: dict[str, Any]) -> list[int]:
    """Which rows must find themselves: evenly spread over the graph and, where it grew, over what came after it."""
    graph_rows = manifest.get("graph_rows", count)
    parts = [(0, graph_rows, PROBED_GROWN if "grown_from" in manifest else PROBED), (graph_rows, count, PROBED_ADDED)]
    return [
        int(row)
        for start, stop, some in parts
        if stop > start
        for row in np.unique(np.linspace(start, stop - 1, some, dtype=int))
    ]


def _read_rows(folder: Path, manifest: dict[str, Any]) -> tuple[tuple[str, ...], Vectors]:
    """Read the paths and map the vectors into memory."""
    try:
        ids = tuple(json.loads((folder / IDS).read_text(encoding="utf-8")))
        if len(ids) != manifest["chunks"]:
            raise ValueError(f"{len(ids)} kutipan, seharusnya {manifest['chunks']}")
        return ids, read_vectors(folder, len(ids), manifest["dimension"])
    except (OSError, ValueError, EOFError, KeyError) as error:
        raise StoreError(f"Indeks di {folder} rusak. Jalankan `rujukan ingest` lagi. ({error})") from error


if __name__ == "__main__":
    code = 1
    with suppress(KeyboardInterrupt):
        code = _main(sys.argv[1:])
    sys.exit(code)
