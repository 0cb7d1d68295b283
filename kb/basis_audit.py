"""Which stored codes and decrees still rest on repealed rules, and where: their citations against today's status.

Looked at are Mengingat, Menimbang and the body. A regulation that is itself repealed is left out. What a regulation
says of those that it repealed itself is no reliance; of "A sebagaimana telah diubah dengan B" only A counts, of "A
tentang Perubahan atas B" only A.

Does not do: judge whether a rule that rests on a repealed one is void; look into elucidations and annexes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb.catalogue import effective_from, relations_of, status_on, status_reasons
from kb.citation import Citation, find_citations
from kb.search import Library
from kb.types import Provision, Status

PARTS = ("mengingat", "menimbang", "pasal", "diktum")
_NAMES_ANOTHER = re.compile(r"(?:diubah[^;.]{0,80}|perubahan(?:\s+ke\w+)?\s+atas\s*)$", re.I)
_BEFORE, _AFTER = 60, 120  # characters of a quote around the citation


@dataclass(frozen=True, slots=True)
class Reliance:
    """A provision that names a repealed regulation: ``path`` in ``regulation``, ``part`` of it ("mengingat", "pasal").

    ``cited`` is what it names, to the article where it says so; ``cited_status`` is ``dicabut``, or ``diubah`` where
    it was repealed with a condition (``note``); ``replaced_by`` are the acts (ids) that repealed it and ``since`` when,
    as far as known; ``quote`` its words around the name, blanks folded.
    """

    regulation: str
    status: Status
    path: str
    label: str
    pages: tuple[int, ...]
    part: str
    cited: Citation
    cited_status: Status
    note: str
    replaced_by: tuple[str, ...]
    since: date | None
    quote: str


def audit_bases(library: Library, as_of: date | None = None) -> list[Reliance]:
    """Every reliance of a stored regulation that is not repealed on a regulation repealed on ``as_of`` (default today).

    In the order of the regulations' ids, then of their text; each regulation named once for each provision.
    """
    return [
        reliance
        for identifier in sorted(library.stored)
        if status_on(identifier, library.regulations, as_of) not in ("dicabut", "belum berlaku")
        for reliance in audit_regulation(library, identifier, as_of)
    ]


def audit_regulation(library: Library, regulation: str, as_of: date | None = None) -> Iterator[Reliance]:
    """The reliances of one stored regulation on regulations that are repealed on ``as_of``."""
    status = status_on(regulation, library.regulations, as_of)
    provisions = [p for p in library.store.provisions(regulation) if _part_of(p) in PARTS]
    parents = {p.parent for p in provisions}
    relations = relations_of(regulation, library.regulations)
    amends = {r.object for r in relations if r.subject == regulation and r.relation == "mengubah"}
    for unit in provisions:
        if unit.path in parents:
            continue
        text = " ".join((unit.reading or unit.text).split())
        named: set[str] = set()
        for found in find_citations(text):
            cited = found.citation.regulation
            before = text[: found.start]
            if not cited or cited in named or cited == regulation or _NAMES_ANOTHER.search(before):
                continue
            named.add(cited)
            cited_status = status_on(cited, library.regulations, as_of)
            reasons = [r for r in status_reasons(cited, library.regulations, as_of) if r.relation == "mencabut"]
            if not (cited_status == "dicabut" or reasons) or any(r.subject == regulation for r in reasons):
                continue
            if cited_status != "dicabut" and cited in amends:
                continue  # an act that amends another names it throughout
            days = [day for r in reasons if (day := effective_from(r, library.regulations))]
            yield Reliance(
                regulation,
                status,
                unit.path,
                unit.label,
                unit.pages,
                _part_of(unit),
                found.citation,
                cited_status,
                "; ".join(dict.fromkeys(r.note for r in reasons if r.note and r.object == cited)),
                tuple(dict.fromkeys(r.subject for r in reasons)),
                min(days, default=None),
                text[max(0, found.start - _BEFORE) : found.end + _AFTER],
            )


def _part_of(unit: Provision) -> str:
    """The first step below the regulation, without its value: "mengingat", "pasal", "penjelasan"."""
    return unit.path.split("/")[1].split("-")[0] if "/" in unit.path else ""
