"""What the draft rules share: the draft with all that is known of it, and a finding.

Does not do: find anything (``kb.draft`` and the rooms in its table).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kb.catalogue import status_on
from kb.check import CitationCheck
from kb.search import Library
from kb.types import DraftText, Provision

Severity = Literal["kesalahan", "peringatan", "pertanyaan"]
# Beginnings of kinds, and the level of their rules (UU 12/2011 Pasal 7 and 8); the first that fits counts. Rules of
# ministers and agencies bind within their office and stand here between those of the president and of a region.
LEVELS = (
    ("uud", 1),
    ("uu", 2),
    ("perppu", 2),
    ("undang-undang", 2),
    ("peraturan-pemerintah", 3),
    ("pp", 3),
    ("perpres", 4),
    ("keppres", 4),
    ("peraturan-presiden", 4),
    ("perda", 6),
    ("peraturan-daerah", 6),
    ("pergub", 7),
    ("peraturan-gubernur", 7),
    ("perbup", 7),
    ("peraturan-bupati", 7),
    ("perwali", 7),
    ("peraturan-wali", 7),
    ("se", 9),
    ("dokumen", 9),
)
BETWEEN = 5  # of ministers and agencies: any other kind


@dataclass(frozen=True, slots=True)
class Trace:
    """What a rule saw: ``text[start:end]`` and what is wrong with it, in Indonesian; ``related`` paths it rests on."""

    start: int
    end: int
    message: str
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: which rule (id in ``kb.draft.RULES``), how grave, where, and the legal source of the rule.

    ``unit`` is the label of the provision it stands in, "" outside of any.
    """

    rule: str
    severity: Severity
    start: int
    end: int
    words: str
    page: int
    line: int
    unit: str
    message: str
    source: str
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft under examination: its text, its units by path, its checked citations, the collection, the day."""

    text: DraftText
    units: Mapping[str, Provision]
    checks: tuple[CitationCheck, ...]
    library: Library
    day: date | None

    @property
    def own(self) -> str:
        """The id under which the draft's units stand."""
        return self.text.regulation.id

    @property
    def title(self) -> str:
        """The heading, blanks folded."""
        return " ".join(self.units[f"{self.own}/judul"].text.split()) if f"{self.own}/judul" in self.units else ""

    @property
    def level(self) -> int:
        """The level of the draft's kind, from its heading."""
        named = re.search(
            r"\b(?:RANCANGAN\s+)?((?:UNDANG-UNDANG|PERATURAN)\b[A-Z -]*?)\s*(?=NOMOR|TENTANG)", self.title
        )
        return level_of("-".join(named[1].lower().split()) if named else self.text.regulation.kind)

    def articles(self) -> Iterator[Provision]:
        """The articles of the body in order."""
        return (u for u in self.units.values() if re.fullmatch(rf"{re.escape(self.own)}/pasal-[\w-]+", u.path))

    @property
    def body(self) -> tuple[int, int]:
        """Where the articles begin, and where the last of them or of their headings ends."""
        articles = list(self.articles())
        headings = (
            u.end for u in self.units.values() if u.kind in ("bab", "bagian") and u.path.startswith(f"{self.own}/bab")
        )
        return (articles[0].start, max(articles[-1].end, *headings, 0)) if articles else (0, 0)


def level_of(kind: str) -> int:
    """The level of a kind of regulation, 1 the highest."""
    for start, level in LEVELS:
        if kind == start or kind.startswith(f"{start}-"):
            return level
    return BETWEEN


def is_higher(draft: Draft, regulation: str) -> bool:
    """Whether a stored regulation is of a higher level than the draft, and in force on the day."""
    row = draft.library.regulations.get(regulation)
    return (
        row is not None
        and regulation in draft.library.stored
        and regulation != draft.own
        and level_of(row.kind) < draft.level
        and status_on(regulation, draft.library.regulations, draft.day) in ("berlaku", "diubah")
    )
