"""A PDF read as the pipeline reads it, its pages kept: recognising a scan takes minutes, most changes do not touch it.

Kept pages count only for the same file bytes and the same reader (``ingest.pdf`` and every module of this project it
imports). Does not do: store, cut into chunks; clear old pages (delete the folder).
"""

from __future__ import annotations

import ast
import hashlib
import json
import time
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.clean import CleanText, clean_pages
from ingest.metadata import read_metadata
from ingest.pdf import read_pages
from ingest.structure import parse_provisions
from kb.types import Line, Page, Provision, Regulation

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "pages"
SLOW = 3.0  # seconds of reading from which the pages are kept


def read_pages_once(path: Path, *, fresh: bool = False) -> tuple[list[Page], float]:
    """The pages of ``path`` and the seconds it took to read them (those of the first time, where they were kept)."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = FOLDER / f"{digest[:24]}-{reader_version()}.json"
    if kept.exists() and not fresh:
        row = json.loads(kept.read_text())
        return [_page(page) for page in row["pages"]], row["seconds"]
    began = time.monotonic()
    pages = read_pages(path)
    seconds = time.monotonic() - began
    if seconds >= SLOW:
        FOLDER.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".part")
        partial.write_text(json.dumps({"seconds": seconds, "pages": [asdict(page) for page in pages]}))
        partial.replace(kept)
    return pages, seconds


def parse_pages(pages: list[Page], file_name: str) -> tuple[CleanText, Regulation, list[Provision]]:
    """The cleaned text of a document, which regulation it says it is, and its provisions; errors as the readers'."""
    clean = clean_pages(pages)
    regulation = read_metadata(clean.reading, file_name)
    return clean, regulation, parse_provisions(clean, regulation.id)


@lru_cache(maxsize=1)
def reader_version() -> str:
    """A short hash of the source of ``ingest.pdf`` and of every module of this project that it imports or names."""
    seen: dict[Path, bytes] = {}
    waiting = ["ingest.pdf"]
    while waiting:
        file = ROOT / f"{waiting.pop().replace('.', '/')}.py"
        if file in seen or not file.exists():
            continue
        seen[file] = file.read_bytes()
        for node in ast.walk(ast.parse(seen[file])):
            match node:
                case ast.ImportFrom(module=str(name)) | ast.alias(name=name) | ast.Constant(value=str(name)):
                    waiting += [name] if name.startswith(("ingest.", "kb.")) else []
    return hashlib.sha256(b"".join(seen[file] for file in sorted(seen))).hexdigest()[:12]


def _page(row: dict[str, Any]) -> Page:
    lines = tuple(
        Line(ln["text"], tuple(ln["box"]), ln["confidence"], tuple(ln["cell"]) if ln["cell"] else None)
        for ln in row["lines"]
    )
    return Page(row["number"], row["width"], row["height"], lines, row["scanned"], row["trouble"])
