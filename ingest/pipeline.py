"""Files in, a searchable collection out: read, clean, cut, name, chunk, store, embed, build the next generation.

This is the only door other packages use. A file that cannot be taken is reported with its cause and the rest goes
on; the index in use stays as it is until the next one is whole.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.chunk import chunk_provisions
from ingest.clean import CleanText, clean_pages
from ingest.fetch import fetch_documents
from ingest.metadata import read_metadata
from ingest.pdf import read_pages, render_page
from ingest.structure import missing_articles, parse_provisions
from kb.catalogue import load_catalogue, merge
from kb.embedding import DEFAULT_MODEL, Embedder, load_embedder
from kb.generation import build_generation
from kb.store import Store, embedding_key, open_store
from kb.types import DocumentError, Provision, Regulation, Source

__all__ = ["Report", "fetch_documents", "find_files", "ingest", "render_page", "source_path"]

Report = dict[str, Any]
EMBED_BATCH = 256  # passages kept at a time, so that an interrupted run goes on where it was


def find_files(paths: list[Path], data: Path) -> Iterator[Path]:
    """The files named, and every ``*.pdf`` below the folders named, in order of name; none of ``data``'s own."""
    own = data.resolve()
    for path in paths:
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() == ".pdf")
            yield from (p for p in files if own not in p.resolve().parents)
        else:
            yield path


def source_path(data: Path, sha256: str) -> Path:
    """Where the data folder keeps the copy of a source PDF."""
    return data / "sources" / f"{sha256}.pdf"


def ingest(
    paths: list[Path],
    *,
    data: Path,
    model: str = DEFAULT_MODEL,
    embedder: Embedder | None = None,
    catalogue: Path | None = None,
    on_report: Callable[[Report], None] = lambda report: None,
    on_embedded: Callable[[int, int], None] = lambda done, total: None,
) -> list[Report]:
    """Take ``paths`` (PDFs or folders of them) into the collection kept in ``data``.

    ``on_report`` hears a row (``interfaces``: file, regulation, title, status, pages, ...) as each file is done,
    ``on_embedded`` how many of how many passages are embedded. Returns all rows; a row whose ``result`` is
    ``failed`` or ``quarantined`` means exit code 1. Raises StoreError where ``data`` is locked or damaged,
    CatalogueError and ModelError as their loaders do.
    """
    rows_of_catalogue = load_catalogue(catalogue) if catalogue else {}
    reports: list[Report] = []
    with open_store(data, write=True) as store:
        if rows_of_catalogue:
            store.put_catalogue({**store.catalogue(), **rows_of_catalogue})
        known = store.catalogue()
        for path in find_files(paths, data):
            report = _ingest_file(path, store, data, known)
            reports.append(report)
            on_report(report)
        if any(store.counts().values()):
            embedder = embedder or load_embedder(model, data)
            embed_missing(store, embedder, on_embedded)
            build_generation(store, embedder)
    return reports


def embed_missing(store: Store, embedder: Embedder, on_embedded: Callable[[int, int], None]) -> None:
    """Embed the chunks whose text this model has not embedded before; vectors are kept by the hash of their text."""
    texts = {embedding_key(c.embedding_text): c.embedding_text for c in store.chunks()}
    missing = sorted(texts.keys() - store.embeddings(embedder.name, list(texts)).keys())
    missing.sort(key=lambda key: len(texts[key]))
    done = 0
    for start in range(0, len(missing), EMBED_BATCH):
        keys = missing[start : start + EMBED_BATCH]
        vectors = embedder.embed_passages([texts[key] for key in keys])
        store.put_embeddings(embedder.name, dict(zip(keys, vectors, strict=True)))
        done += len(keys)
        on_embedded(done, len(missing))


def _ingest_file(path: Path, store: Store, data: Path, catalogue: dict[str, Regulation]) -> Report:
    began = time.monotonic()
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
    try:
        report |= _take(path, store, data, catalogue)
    except DocumentError as error:
        report["error"] = str(error)
    report["seconds"] = round(time.monotonic() - began, 2)
    return report


def _take(path: Path, store: Store, data: Path, catalogue: dict[str, Regulation]) -> Report:
    """Read one file and put it into the store; the row's fields that changed."""
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise DocumentError(f"{path.name}: berkas tidak dapat dibuka ({error.strerror})") from error
    if known := store.source_by_sha(sha256):
        return {**store.report(known), "file": str(path), "result": "unchanged"}
    pages = read_pages(path)
    scanned = [page.number for page in pages if not page.lines]
    if len(scanned) == len(pages):
        raise DocumentError(
            f"{path.name}: {len(pages)} halaman tanpa teks (hasil pindai), perlu pengenalan huruf (OCR)"
        )
    clean = clean_pages(pages)
    read = read_metadata(clean.text, path.name)
    regulation = merge(read, catalogue.get(read.id))
    provisions = parse_provisions(clean, regulation.id)
    check_whole(path, clean, provisions)
    chunks = chunk_provisions(regulation, provisions, clean)
    articles = [p for p in provisions if p.kind == "pasal" and "/penjelasan/" not in p.path]
    report: Report = {
        "regulation": regulation.id,
        "title": regulation.title,
        "status": regulation.status,
        "pages": len(pages),
        "scanned_pages": len(scanned),
        "pasal_found": len(articles),
        "pasal_missing": missing_articles(provisions),
        "chunks": len(chunks),
        "result": "ingested",
        "dropped_lines": len(clean.dropped),
        "error": None,
    }
    if scanned:
        listed = ", ".join(str(n) for n in scanned)
        report["result"] = "quarantined"
        report["error"] = f"{path.name}: halaman {listed} tanpa teks (hasil pindai), perlu pengenalan huruf (OCR)"
        chunks = []  # kept and shown, but not searched
    _keep_source(path, source_path(data, sha256))
    store.put_document(regulation, Source(path.name, sha256, len(pages)), pages, provisions, chunks, report)
    return report


def check_whole(path: Path, clean: CleanText, provisions: list[Provision]) -> None:
    """DocumentError unless the own words of all provisions, joined, are the cleaned text: nothing may be dropped."""
    if "".join(clean.text[p.start : p.own_end] for p in provisions) != clean.text:
        raise DocumentError(f"{path.name}: susunan tidak utuh, ada teks yang hilang saat dipecah menjadi ketentuan")


def _keep_source(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    shutil.copyfile(path, partial)
    partial.replace(target)
