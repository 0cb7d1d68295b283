"""A draft as read -> its clauses: what can be held against the collection one by one.

A clause is an ayat, an article without ayat, a definition, a diktum; of a text without articles a point, and without
points a paragraph. Closing articles ("mulai berlaku") are none.

Does not do: read files (``ingest.draft``), check the draft (``kb.draft``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.citation import KINDS, Citation, find_citations, kind_of, parse_path
from kb.precedent import Clause
from kb.types import CitationError, DraftText, Provision

POINTS = ("romawi", "angka", "huruf", "subjudul", "bagian")  # units of texts without articles
LEAST = 5  # words of a clause that is a point or a paragraph
SHORT = 600  # characters up to which a text without articles is one clause
_CLOSING = re.compile(r"mulai\s+berlaku|mengetahuinya|^\s*ditetapkan\s+di\b", re.I)
_DEFINES = re.compile(r"yang\s+dimaksud\s+dengan\s*:", re.I)


@dataclass(frozen=True, slots=True)
class DraftClauses:
    """The clauses of a draft; ``kind`` ("perbup") where its title says it, ``named`` regulations (ids) in Mengingat."""

    kind: str
    clauses: tuple[Clause, ...]
    named: tuple[str, ...]


def cut_clauses(draft: DraftText) -> DraftClauses:
    """The clauses of ``draft``; a text without words is a single clause."""
    provisions, own = draft.provisions, draft.regulation
    preamble = " ".join(_words(p) for p in provisions if p.path == f"{own.id}/mengingat")
    named = dict.fromkeys(f.citation.regulation for f in find_citations(preamble) if f.citation.regulation)
    clauses = _of_articles(provisions) or _of_points(provisions) or _of_paragraphs(draft)
    return DraftClauses(_known_kind(own.kind), tuple(clauses), tuple(named))


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


def _of_articles(provisions: Sequence[Provision]) -> list[Clause]:
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


def _of_points(provisions: Sequence[Provision]) -> list[Clause]:
    """The innermost points of a circular or guideline; none where it has fewer than two."""
    parents = {p.parent for p in provisions}
    points = [p for p in provisions if p.path not in parents and parse_path(p.path).steps[-1][0] in POINTS]
    clauses = [
        Clause(Citation("", parse_path(p.path).steps).label, _words(p))
        for p in points
        if len(_words(p).split()) >= LEAST and not _CLOSING.search(_words(p))
    ]
    return clauses if len(clauses) > 1 else []


def _of_paragraphs(draft: DraftText) -> list[Clause]:
    """A text without articles: one clause where it is short, else one a line of some length."""
    lines = [line for p in draft.provisions if not p.parent for line in map(str.strip, _words(p).splitlines()) if line]
    whole = "\n".join(lines) or draft.text
    if len(whole) <= SHORT:
        return [Clause("", whole)]
    return [Clause(f"paragraf {n}", line) for n, line in enumerate(lines, 1) if len(line.split()) >= LEAST]


def _words(provision: Provision) -> str:
    return provision.reading or provision.text


def _strip_heading(text: str) -> str:
    return re.sub(r"^\s*Pasal\s+\S+\s*\n", "", text).strip()
