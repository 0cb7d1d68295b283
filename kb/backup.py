"""Save a collection as one file while it is served and written, and bring it back on an empty machine.

    tar, zstandard:  rujukan.sqlite  service.sqlite  feedback.sqlite  receipt.key  sources/SHA256.pdf ...
                     generations/7/...   backup.json (last: sizes and sha256 of all before it, model, versions)

The store is copied at one moment (SQLite's backup); the files of the current generation are opened at once, so that a
switch meanwhile takes none away. An archive that was cut short has no backup.json and is refused. Restoring writes a
new folder beside the place, checks every hash, builds the index from the kept embeddings where it was left out or was
made by another Chroma, and only then puts it in place.

Does not do: keep the embedding model (its name is in backup.json; the default one comes with the program), encrypt.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, BinaryIO

from kb.databases import DATABASES, check_database, copy_database
from kb.generation import CURRENT, bring_to_disk, build_generation, open_generation, probe_in_child
from kb.manifest import CHANGING, MANIFEST
from kb.receipt import KEY_FILE
from kb.settle import EmbeddedBy
from kb.store import FILE, VERSION, open_store
from kb.types import StoreError

FORMAT = "rujukan-backup/1"
LAST = "backup.json"  # in the archive: its manifest; in the data folder: what the last backup was
LEVEL = 3  # of zstandard: 200 MB/s and more; PDFs and vectors do not get smaller anyway
BLOCK = 1 << 20
TRIES = 3
ALLOWED = re.compile(
    r"""rujukan\.sqlite | service\.sqlite | feedback\.sqlite | receipt\.key | backup\.json
      | sources/[0-9a-f]{64}\.[a-z0-9]{1,8}
      | generations/\d{1,9}/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/){0,3}[A-Za-z0-9_-][A-Za-z0-9_.-]*""",
    re.VERBOSE,
)

Progress = Callable[[int, int], None]  # bytes done, bytes in all


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the archive: its name there, its bytes and where they are read from."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


class _SourceGoneError(Exception):
    """A document was removed after the store had been copied."""


# --- saving ---


def back_up(
    data: Path, file: Path, *, index: bool = True, progress: Progress = lambda done, total: None
) -> dict[str, Any]:
    """Save the collection kept in ``data`` in a new ``file``, without the derived index where not ``index``.

    The file is written beside its place, brought to disk, and then named; one that was there is replaced. Only its
    owner may read it, for it has the keys. Returns what backup.json says (``created``, ``model``, ``regulations``,
    ``chunks``, ``generation``, ``versions``, ``files``). Raises StoreError where there is no collection or the file
    cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as aside:
            for left in reversed(range(TRIES)):
                try:
                    said = _write_archive(data, Path(aside), index, progress)
                    break
                except _SourceGoneError as error:
                    if not left:
                        raise StoreError(f"Berkas sumber {error} hilang dari {data / 'sources'}.") from error
            (Path(aside) / "archive").replace(file)
        _sync_folder(file.parent)
    except OSError as error:
        raise StoreError(f"Cadangan {file} tidak dapat ditulis: {error}.") from error
    with suppress(OSError):  # the data folder may be read only
        note = {"created": said["created"], "file": str(file.absolute()), "bytes": file.stat().st_size}
        (data / LAST).write_text(json.dumps(note), encoding="utf-8")
    return said


def _write_archive(data: Path, aside: Path, index: bool, progress: Progress) -> dict[str, Any]:
    import zstandard  # a tenth of a second

    with ExitStack() as stack:
        pieces = [*_database_pieces(data, aside), *_key_pieces(data)]
        with open_store(aside) as store:
            said: dict[str, Any] = {
                "format": FORMAT,
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
                "model": next(iter(store.models()), ""),
                "regulations": store.counts()["regulations"],
                "chunks": store.counts()["chunks"],
                "generation": None,
                "versions": _versions(),
            }
            pieces += list(_source_pieces(data, [store.source(i) for i in store.regulations()]))
        if index:
            said["generation"], found = _generation_pieces(data, aside, stack)
            pieces += found
        total, done = sum(piece.size for piece in pieces), 0
        files: dict[str, Any] = {}
        with (
            _new_file(aside / "archive") as out,
            zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).stream_writer(out, closefd=False) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            for piece in pieces:
                with piece.open() as content:
                    reader = _Hashing(content, piece.size)
                    tar.addfile(_entry(piece.name, piece.size), reader)
                done += piece.size
                files[piece.name] = {"bytes": piece.size, "sha256": reader.digest.hexdigest()}
                progress(done, total)
            said["files"] = files
            text = json.dumps(said, ensure_ascii=False).encode()
            tar.addfile(_entry(LAST, len(text)), io.BytesIO(text))
    return said


class _Hashing(io.RawIOBase):
    """Reads ``size`` bytes and hashes what goes through; OSError where there are fewer."""

    def __init__(self, content: BinaryIO, size: int) -> None:
        self._content, self._left = content, size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        block = self._content.read(wanted)
        if len(block) < wanted:
            raise OSError("berkas menjadi lebih pendek saat disalin")
        self.digest.update(block)
        self._left -= len(block)
        return block


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that only its owner may read, on disk when the block ends."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _piece(name: str, file: Path) -> Piece:
    return Piece(name, file.stat().st_size, lambda: file.open("rb"))


def _database_pieces(data: Path, aside: Path) -> Iterator[Piece]:
    if not (data / FILE).is_file():
        raise StoreError(f"Belum ada koleksi di {data}. Jalankan `rujukan ingest` lebih dahulu.")
    for name in DATABASES:
        if (data / name).is_file():
            (aside / name).unlink(missing_ok=True)
            copy_database(data / name, aside / name)
            yield _piece(name, aside / name)


def _key_pieces(data: Path) -> Iterator[Piece]:
    if (data / KEY_FILE).is_file():
        yield _piece(KEY_FILE, data / KEY_FILE)


def _source_pieces(data: Path, sources: list[Any]) -> Iterator[Piece]:
    for sha256 in sorted({source.sha256 for source in sources if source}):
        found = next((data / "sources").glob(f"{sha256}.*"), None)
        if found is None or not ALLOWED.fullmatch(f"sources/{found.name}"):
            raise _SourceGoneError(sha256)
        yield _piece(f"sources/{found.name}", found)


def _generation_pieces(data: Path, aside: Path, stack: ExitStack) -> tuple[int | None, list[Piece]]:
    """The number and the files of the generation in use, all opened at once; none where there is none that is whole."""
    try:
        opened = open_generation(data)
    except StoreError:
        return None, []
    opened.close()
    pieces = []
    sizes = {name: sum(length for length, _ in parts) for name, parts in opened.manifest["files"].items() if parts}
    for name in [*opened.manifest["files"], MANIFEST]:
        file = opened.folder / name
        if name == CHANGING:
            (aside / "chroma").unlink(missing_ok=True)
            copy_database(file, aside / "chroma")
            file = aside / "chroma"
        content = stack.enter_context(file.open("rb"))
        size = sizes.get(name, os.fstat(content.fileno()).st_size)
        pieces.append(Piece(f"generations/{opened.number}/{name}", size, partial(_opened, content)))
    return opened.number, pieces


def _opened(content: BinaryIO) -> BinaryIO:
    return content


def _versions() -> dict[str, str]:
    found = {"store": str(VERSION)}
    for package in ("rujukan", "chromadb", "numpy"):
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    return found


# --- bringing back ---


def restore_backup(
    file: Path, into: Path, *, force: bool = False, progress: Progress = lambda done, total: None
) -> dict[str, Any]:
    """Bring a collection back from ``file`` into the folder ``into``; returns what backup.json says.

    Nothing is in place before every hash agrees and the index is whole. ``into`` must be missing or empty, unless
    ``force``: then what was there stays beside it (``kept`` says where). Raises StoreError otherwise, and where the
    file is no backup, is damaged, or is of a later version.
    """
    into = into.absolute()
    filled = into.exists() and any(into.iterdir())
    if filled and not force:
        raise StoreError(f"Folder {into} tidak kosong. Pakai --force untuk menggantinya; isi lamanya disimpan.")
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{into.name}.restoring-", dir=into.parent))
        try:
            said = _unpack(file, aside, progress)
            _make_index(aside, said)
            bring_to_disk(aside)
            kept = None
            if filled:
                with open_store(into, write=True):  # nobody writes there now
                    kept = into.with_name(f"{into.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
                    into.rename(kept)
            aside.chmod(0o755)
            aside.replace(into)
            _sync_folder(into.parent)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise StoreError(f"Cadangan {file} tidak dapat dikembalikan ke {into}: {error}.") from error
    return {**said, "kept": str(kept) if kept else None}


def _unpack(file: Path, folder: Path, progress: Progress) -> dict[str, Any]:
    """Write the files of an archive, and see that they are those that its backup.json names."""
    import zstandard

    found: dict[str, dict[str, Any]] = {}
    said: dict[str, Any] = {}
    total = file.stat().st_size
    try:
        with (
            file.open("rb") as packed,
            zstandard.ZstdDecompressor().stream_reader(packed) as content,
            tarfile.open(fileobj=content, mode="r|") as tar,
        ):
            for entry in tar:
                if not entry.isreg() or not ALLOWED.fullmatch(entry.name) or entry.name in found or said:
                    raise StoreError(f"{file}: isinya tidak semestinya ({entry.name[:80]!r}).")
                reader = tar.extractfile(entry)
                assert reader is not None
                if entry.name == LAST:
                    said = json.loads(reader.read())
                else:
                    found[entry.name] = _write_file(reader, folder / entry.name)
                progress(packed.tell(), total)
    except (zstandard.ZstdError, tarfile.TarError, EOFError, ValueError) as error:
        raise StoreError(f"{file} bukan cadangan Rujukan, atau rusak: {error}.") from error
    if said.get("format") != FORMAT:
        raise StoreError(f"{file} terpotong, atau bukan cadangan Rujukan.")
    if wrong := sorted(
        name for name in found.keys() | said["files"].keys() if found.get(name) != said["files"].get(name)
    ):
        raise StoreError(f"{file} rusak: {', '.join(wrong[:3])} tidak sama dengan yang disimpan.")
    for name in DATABASES:
        if name == FILE or (folder / name).exists():
            for problem in check_database(folder / name):
                raise StoreError(f"{file}: {name} {problem}.")
    return said


def _write_file(reader: Any, target: Path) -> dict[str, Any]:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while block := reader.read(BLOCK):
            digest.update(block)
            size += len(block)
            out.write(block)
    return {"bytes": size, "sha256": digest.hexdigest()}


def _make_index(folder: Path, said: dict[str, Any]) -> None:
    """Name the saved generation where it is of this store and this Chroma; else build one of the kept embeddings."""
    number, home = said.get("generation"), folder / "generations"
    if number is not None:
        try:
            (home / CURRENT).write_text(f"{number}\n", encoding="ascii")
            probe_in_child(home / str(number))
        except StoreError:
            shutil.rmtree(home)
    with open_store(folder, write=True) as store:
        if store.counts()["chunks"]:
            build_generation(store, EmbeddedBy(said["model"]))


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def last_backup(data: Path) -> dict[str, Any] | None:
    """When the collection in ``data`` was last saved, and where: ``created``, ``file``, ``bytes``; None for never."""
    try:
        note: dict[str, Any] = json.loads((data / LAST).read_text(encoding="utf-8"))
        return {name: note[name] for name in ("created", "file", "bytes")}
    except (OSError, ValueError, KeyError, TypeError):
        return None
