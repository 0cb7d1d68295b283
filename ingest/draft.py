"""A draft in a file (PDF, Word, text) -> its clauses: what can be held against the collection one by one.

A clause is an ayat, an article without ayat, a definition, a diktum; of a text without articles a point, and without
points a paragraph. Closing articles ("mulai berlaku") are none. Nothing is stored.

Does not do: check the draft; read text boxes and tracked changes of Word files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ingest.clean import CleanText, clean_pages
from ingest.metadata import read_metadata
from ingest.pdf import read_pages
from ingest.structure import parse_provisions
from ingest.text import SUFFIXES, read_text, split_pages
from kb.citation import KINDS, Citation, find_citations, kind_of, parse_path
from kb.precedent import Clause
from kb.types import CitationError, DocumentError, Page, Provision
from kb.word_document import read_paragraphs

DRAFT = "rancangan"  # stands for the id of a regulation that has none yet
WORD = ".docx"
POINTS = ("romawi", "angka", "huruf", "subjudul", "bagian")  # units of texts without articles
LEAST = 5  # words of a clause that is a point or a paragraph
SHORT = 600  # characters up to which a text without articles is one clause
_CLOSING = re.compile(r"mulai\s+berlaku|mengetahuinya|^\s*ditetapkan\s+di\b", re.I)
_DEFINES = re.compile(r"yang\s+dimaksud\s+dengan\s*:", re.I)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as read: ``kind`` ("perbup") where its title says it, ``named`` the regulations (ids) in Mengingat."""

    title: str
    kind: str
    clauses: tuple[Clause, ...]
    named: tuple[str, ...]


def read_draft(path: Path) -> Draft:
    """The draft in a file. Raises DocumentError where it cannot be read or holds no words."""
    suffix = path.suffix.lower()
    if suffix == WORD:
        return cut_draft(split_pages("\n".join(read_paragraphs(path))), path.name)
    return cut_draft(read_text(path) if suffix in SUFFIXES else read_pages(path), path.name)


def cut_draft(pages: list[Page], name: str) -> Draft:
    """The draft on pages. Raises DocumentError where they hold no words."""
    if not any(line.text.strip() for page in pages for line in page.lines):
        raise DocumentError(f"{name}: tidak ada teks yang dapat dibaca")
    clean = clean_pages(pages)
    if not clean.text.strip():  # nothing but what looks like page numbers
        return Draft("", "", tuple(_paragraphs(pages)), ())
    provisions = parse_provisions(clean, DRAFT)
    title, kind = _read_title(clean, name)
    preamble = " ".join(p.reading or p.text for p in provisions if p.path == f"{DRAFT}/mengingat")
    named = dict.fromkeys(f.citation.regulation for f in find_citations(preamble) if f.citation.regulation)
    return Draft(title, kind, tuple(_clauses(provisions) or _points(provisions) or _paragraphs(pages)), tuple(named))


def cut_text(text: str) -> Draft:
    """The draft in a text that was pasted; one without words is a single clause."""
    pages = split_pages(text)
    return cut_draft(pages, "teks") if any(p.lines for p in pages) else Draft("", "", (Clause("", text),), ())


def _read_title(clean: CleanText, name: str) -> tuple[str, str]:
    """Title and kind as far as the first page says them."""
    try:
        read = read_metadata(clean.reading, name)
    except DocumentError:
        return "", ""
    return read.title, _known_kind(read.kind)


def _known_kind(kind: str) -> str:
    """The kind, or for one that took the place into its name ("peraturan-bupati-sleman") that without it."""
    words = kind.split("-")
    for end in range(len(words), 1, -1):
        try:
            known = kind_of(" ".join(words[:end]))
        except CitationError:
            continue
        if known in KINDS:
            return known
    return kind


def _clauses(provisions: list[Provision]) -> list[Clause]:
    """The clauses of a draft that has articles or diktum."""
    below: dict[str, list[Provision]] = {}
    for provision in provisions:
        below.setdefault(provision.parent, []).append(provision)
    clauses: list[Clause] = []
    for provision in provisions:
        steps = parse_path(provision.path).steps
        if not steps or steps[-1][0] not in ("pasal", "diktum") or steps[0][0] in ("penjelasan", "lampiran"):
            continue
        parts = [p for p in below.get(provision.path, []) if p.kind == "ayat"]
        if not parts and _DEFINES.search(_words(provision)):
            parts = [p for p in below.get(provision.path, []) if p.kind in ("angka", "huruf")]
        for part in parts or [provision]:
            words = _words(part)
            if not _CLOSING.search(words):
                clauses.append(Clause(Citation("", parse_path(part.path).steps).label, _strip_heading(words)))
    return clauses


def _points(provisions: list[Provision]) -> list[Clause]:
    """The innermost points of a circular or guideline; none where it has fewer than two."""
    parents = {p.parent for p in provisions}
    points = [p for p in provisions if p.path not in parents and parse_path(p.path).steps[-1][0] in POINTS]
    clauses = [
        Clause(Citation("", parse_path(p.path).steps).label, _words(p))
        for p in points
        if len(_words(p).split()) >= LEAST and not _CLOSING.search(_words(p))
    ]
    return clauses if len(clauses) > 1 else []


def _words(provision: Provision) -> str:
    return provision.reading or provision.text


def _strip_heading(text: str) -> str:
    return re.sub(r"^\s*Pasal\s+\S+\s*\n", "", text).strip()


def _paragraphs(pages: list[Page]) -> list[Clause]:
    """A text without articles: one clause where it is short, else one a line of some length."""
    lines = [line.text.strip() for page in pages for line in page.lines]
    whole = "\n".join(lines)
    if len(whole) <= SHORT:
        return [Clause("", whole)]
    return [Clause(f"paragraf {n}", line) for n, line in enumerate(lines, 1) if len(line.split()) >= LEAST]
