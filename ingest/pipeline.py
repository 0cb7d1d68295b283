"""Files in, a searchable collection out: read, clean, cut, name, chunk, store, embed, build the next generation.

This is the only door other packages use. A file that cannot be taken is reported with its cause and the rest goes
on; the index in use stays as it is until the next one is whole.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ingest.ahead import Embedding, embed_missing, work_ahead
from ingest.amendments import read_amendments
from ingest.bounded import check_size as check_pdf
from ingest.census import quarantine_reason, take_census
from ingest.chunk import chunk_provisions
from ingest.clean import CleanText, clean_pages
from ingest.dates import read_dates
from ingest.draft import parse_draft, read_draft
from ingest.fetch import fetch_documents
from ingest.metadata import read_metadata
from ingest.pdf import crop_picture, read_pages, render_page
from ingest.relations import read_relations
from ingest.structure import parse_provisions
from ingest.text import SUFFIXES, read_text
from kb.catalogue import load_catalogue, merge
from kb.embedding import DEFAULT_MODEL, Embedder, load_embedder
from kb.generation import build_generation
from kb.store import Store, open_store
from kb.types import Audience, DocumentError, Page, Provision, Regulation, RujukanError, Source

__all__ = [
    "Report",
    "check_pdf",
    "crop_picture",
    "fetch_documents",
    "find_files",
    "ingest",
    "parse_draft",
    "read_draft",
    "remove_document",
    "render_page",
    "source_path",
]

Report = dict[str, Any]
log = logging.getLogger("rujukan")


def find_files(paths: list[Path], data: Path, *, texts: bool = False) -> Iterator[Path]:
    """The files named, and every PDF below the folders named, in order of name; none of ``data``'s own.

    With ``texts`` the text files (``ingest.text.SUFFIXES``) below the folders come too.
    """
    own = data.resolve()
    wanted = (".pdf", *SUFFIXES) if texts else (".pdf",)
    for path in paths:
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in wanted)
            yield from (p for p in files if own not in p.resolve().parents)
        else:
            yield path


def source_path(data: Path, source: Source) -> Path:
    """Where the data folder keeps the copy of a file that was read."""
    suffix = Path(source.name).suffix.lower()
    return data / "sources" / f"{source.sha256}{suffix if suffix in SUFFIXES else '.pdf'}"


def ingest(
    paths: list[Path],
    *,
    data: Path,
    model: str = DEFAULT_MODEL,
    embedder: Embedder | None = None,
    catalogue: Path | None = None,
    accept: Collection[str] = (),
    again: bool = False,
    texts: bool = False,
    audience: Audience | None = None,
    wait: float = 0,
    on_report: Callable[[Report], None] = lambda report: None,
    on_embedded: Callable[[int, int], None] = lambda done, total: None,
    on_indexed: Callable[[int, int], None] = lambda done, total: None,
) -> list[Report]:
    """Take ``paths`` (PDFs or folders of them) into the collection kept in ``data``.

    ``accept`` names regulations to be searched although they would be quarantined; ``again`` reads files anew that are
    in the collection unchanged; ``texts`` takes text files of folders too. ``audience`` says for whom the documents are
    (default as before, a new one ``publik``). Another writer is waited for ``wait`` seconds. ``on_report`` hears a row
    (``interfaces``: file, regulation, title, status, pages, ...) as each file is done, ``on_embedded`` how many of how
    many passages are embedded, ``on_indexed`` how many are indexed. Returns all rows; a row whose ``result`` is
    ``failed`` or ``quarantined`` means exit code 1. Raises StoreError where ``data`` is locked or damaged,
    CatalogueError and ModelError as their loaders do.
    """
    rows_of_catalogue = load_catalogue(catalogue) if catalogue else {}
    reports: list[Report] = []
    with open_store(data, write=True, wait=wait) as store:
        if rows_of_catalogue:
            store.put_catalogue({**store.catalogue(corrected=False), **rows_of_catalogue})
        known = store.catalogue()
        files = find_files(paths, data, texts=texts)
        with Embedding(store, lambda: embedder or load_embedder(model, data)) as embedding:
            shelf = _Shelf(store, data, known, accept, again, {}, audience, embedding)
            for path, reading in work_ahead(files, lambda path: _open_file(path, shelf)):
                report = _ingest_file(path, shelf, reading)
                reports.append(report)
                on_report(report)
            if any(store.counts().values()):
                build_generation(store, embedding.finish(on_embedded), on_indexed)
    return reports


def remove_document(
    identifier: str,
    *,
    data: Path,
    model: str = DEFAULT_MODEL,
    embedder: Embedder | None = None,
    wait: float = 0,
) -> None:
    """Take a document out of the collection, with the copy of its file, and build the index without it.

    For whom it was and what librarians corrected is remembered, should it come back. Raises NotFoundError where it is
    not stored, StoreError where ``data`` is locked or damaged.
    """
    with open_store(data, write=True, wait=wait) as store:
        source = store.source(identifier)
        store.remove(identifier)
        if source and not store.source_by_sha(source.sha256):
            source_path(data, source).unlink(missing_ok=True)
        embedder = embedder or load_embedder(model, data)
        embed_missing(store, embedder)
        build_generation(store, embedder)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where a run puts its files: ``taken`` are the regulations it has taken already, each with its file's name."""

    store: Store
    data: Path
    catalogue: dict[str, Regulation]
    accept: Collection[str]
    again: bool
    taken: dict[str, str]
    audience: Audience | None
    embedding: Embedding


@dataclass(frozen=True, slots=True)
class _Document:
    """What one file holds; ``read`` is its regulation as the file itself says it."""

    pages: list[Page]
    read: Regulation
    provisions: list[Provision]
    clean: CleanText


@dataclass(frozen=True, slots=True)
class _File:
    """A file by its hash, with what it holds (None where the store had it already), and how long reading took."""

    sha256: str
    document: _Document | None
    seconds: float


def _ingest_file(path: Path, shelf: _Shelf, reading: Callable[[], _File]) -> Report:
    report: Report = {
        "file": str(path),
        "regulation": None,
        "title": None,
        "status": None,
        "pages": 0,
        "scanned_pages": 0,
        "pasal_found": 0,
        "pasal_missing": [],
        "chunks": 0,
        "seconds": 0.0,
        "result": "failed",
        "error": None,
    }
    began = time.monotonic()
    try:
        file = reading()
        began = time.monotonic() - file.seconds
        report |= _take(path, file, shelf)
    except DocumentError as error:
        report["error"] = str(error)
    except (RujukanError, OSError):
        raise  # of the store, not of this file
    except Exception as error:  # a fault of ours that one odd file brought out must not keep the others out
        log.exception("%s", path.name)
        report["error"] = f"{path.name}: kesalahan program saat membaca berkas ini ({type(error).__name__}: {error})"
    report["seconds"] = round(time.monotonic() - began, 2)
    return report


def _open_file(path: Path, shelf: _Shelf) -> _File:
    """Read one file where it must be read. May run beside others. Raises DocumentError."""
    began = time.monotonic()
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise DocumentError(f"{path.name}: berkas tidak dapat dibuka ({error.strerror})") from error
    known = not shelf.again and shelf.store.source_by_sha(sha256)
    document = None if known else _read(path)
    return _File(sha256, document, time.monotonic() - began)


def _read(path: Path) -> _Document:
    pages = read_text(path) if path.suffix.lower() in SUFFIXES else read_pages(path)
    clean = clean_pages(pages)
    if not clean.text.strip():
        causes = "; ".join(dict.fromkeys(page.trouble for page in pages if page.trouble))
        raise DocumentError(f"{path.name}: tidak ada halaman yang dapat dibaca ({causes or 'semuanya kosong'})")
    read = read_metadata(clean.reading, path.name)
    provisions = parse_provisions(clean, read.id)
    check_whole(path, clean, provisions)
    return _Document(pages, read, provisions, clean)


def _take(path: Path, file: _File, shelf: _Shelf) -> Report:
    """Put what a file holds into the store; the row's fields that changed."""
    store = shelf.store
    known = store.source_by_sha(file.sha256)
    if known and known in store.quarantined() and known in shelf.accept:
        store.accept(known)
    if known and shelf.audience:
        store.set_audience(known, shelf.audience)
    if known and not shelf.again:
        stored = store.report(known)
        held = known in store.quarantined()
        changed = {"result": "quarantined" if held else "unchanged", "error": stored["error"] if held else None}
        return {**stored, "file": str(path), **changed}
    document = file.document or _read(path)  # it was known when it was opened, and then replaced
    _refuse_second(path, document.read, shelf)
    return _put(path, file.sha256, document, shelf)


def _put(path: Path, sha256: str, document: _Document, shelf: _Shelf) -> Report:
    store, pages, provisions, clean = shelf.store, document.pages, document.provisions, document.clean
    regulation = merge(read_validity(document.read, provisions), shelf.catalogue.get(document.read.id))
    chunks = chunk_provisions(regulation, provisions, clean)
    census = take_census(pages, clean, provisions)
    reason = quarantine_reason(census)
    report: Report = {
        "regulation": regulation.id,
        "title": regulation.title,
        "status": regulation.status,
        **{k: v for k, v in asdict(census).items() if k != "troubles"},
        "pasal_missing": list(census.pasal_missing),
        "chunks": len(chunks),
        "result": "quarantined" if reason else "ingested",
        "error": f"{path.name}: {reason}" if reason else None,
    }
    accepted = regulation.id in shelf.accept or store.is_accepted(regulation.id, sha256)
    if reason and not accepted:
        _keep_better(path, regulation.id, reason, store)
    source = Source(path.name, sha256, len(pages))
    _keep_source(path, source_path(shelf.data, source))
    if shelf.audience:
        store.set_audience(regulation.id, shelf.audience)  # before there is anything to see
    store.put_document(regulation, source, pages, provisions, chunks, report)
    shelf.embedding.add([chunk.embedding_text for chunk in chunks])
    shelf.taken[regulation.id] = path.name
    if reason and accepted:
        if regulation.id in store.quarantined():
            store.accept(regulation.id)
        report["result"] = "ingested"
    return report


def read_validity(regulation: Regulation, provisions: list[Provision]) -> Regulation:
    """The regulation with what its text says of dates, of other regulations, and of their articles."""
    dates = read_dates(provisions, regulation)
    relations = read_relations(provisions, regulation)
    return replace(
        regulation,
        enacted=dates.enacted,
        in_force_from=dates.in_force_from,
        relations=relations,
        amendments=read_amendments(provisions, regulation, relations),
    )


def _refuse_second(path: Path, read: Regulation, shelf: _Shelf) -> None:
    """DocumentError where another file already has this id: one of this run, or one known by its title alone."""
    if read.id in shelf.taken:
        other = shelf.taken[read.id]
        raise DocumentError(f"{path.name}: {read.id} sudah dibaca dari {other}; periksa judul kedua berkas itu")
    stored = shelf.store.source(read.id)
    if stored and stored.name != path.name and read.year is None and read.id not in shelf.accept:
        raise DocumentError(
            f"{path.name}: {read.id} sudah ada di koleksi dari {stored.name}; dokumen tanpa nomor dikenali dari "
            f"judulnya saja (pakai --accept {read.id} bila ini penggantinya)"
        )


def _keep_better(path: Path, identifier: str, reason: str, store: Store) -> None:
    """DocumentError where a document that is searched would be replaced by one that is not."""
    if store.source(identifier) and identifier not in store.quarantined():
        raise DocumentError(
            f"{path.name}: {reason}; {identifier} yang sudah ada dipertahankan "
            f"(pakai --accept {identifier} untuk menggantinya)"
        )


def check_whole(path: Path, clean: CleanText, provisions: list[Provision]) -> None:
    """DocumentError unless the own words of all provisions, joined, are the cleaned text: nothing may be dropped."""
    if "".join(clean.text[p.start : p.own_end] for p in provisions) != clean.text:
        raise DocumentError(f"{path.name}: susunan tidak utuh, ada teks yang hilang saat dipecah menjadi ketentuan")


def _keep_source(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    shutil.copyfile(path, partial)
    partial.replace(target)
