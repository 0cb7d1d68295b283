"""What a draft should name under Mengingat: the regulations in force that its clauses rest on, and who calls for it.

A clause rests on the regulations whose provisions are on the same matter (``kb.precedent``); a repealed one hands its
weight to what replaced it. Provisions that leave a matter to a lower regulation ("diatur lebih lanjut dengan Peraturan
Pemerintah") come first where they leave it to a regulation of the draft's kind.

Does not do: name the constitutional basis, decide who may issue the draft.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.catalogue import relations_of, status_on
from kb.citation import LOCAL, kind_of, parse_path, regulation_label
from kb.family import closeness, weigh_words
from kb.precedent import Precedents, born, rank_of
from kb.search import Library, is_replaced
from kb.types import CitationError, Provision, Status

SUGGESTED = 8  # regulations at most
SHARE = 0.15  # of the weight of the first, that a regulation needs
ON_MATTER = 0.15  # closeness to a clause from which a delegation counts as on its matter
DEEP = 5  # of the provisions found for a clause, those that it rests on
CALLS = 5  # delegations shown of one regulation, the closest to the draft first
HEADS = ("pergub", "perbup", "perwali")  # what a "Peraturan Kepala Daerah" is
_GONE = ("dicabut", "belum berlaku")
_DELEGATES = re.compile(
    r"\bdiatur\s+(?:lebih\s+lanjut\s+)?(?:dengan|dalam|oleh)\s+(?:atau\s+berdasarkan\s+)?"
    r"(?P<target>undang-undang(?!\s+ini)|peraturan\s+(?:menteri|kepala|badan|lembaga|daerah|bupati|wali\s*kota|gubernur|presiden"
    r"|pemerintah)(?:\s+[A-Z][\w-]*){0,8})",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Delegation:
    """A provision that leaves a matter to a lower regulation; ``target`` are its words for that regulation."""

    path: str
    label: str
    target: str
    text: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """A regulation to be named, with the clauses (label) that rest on it and the provisions (path) they rest on.

    ``named`` says that the draft names it already; ``replaces`` are repealed regulations whose provisions the clauses
    resemble and which this one replaced; ``weight`` is relative to the first, 0..1.
    """

    regulation: str
    title: str
    status: Status
    weight: float
    rests: tuple[tuple[str, str], ...]
    delegations: tuple[Delegation, ...]
    replaces: tuple[str, ...]
    named: bool

    @property
    def label(self) -> str:
        """The regulation as it is cited."""
        return regulation_label(self.regulation)


def suggest_bases(
    library: Library,
    found: Sequence[Precedents],
    kind: str = "",
    named: Collection[str] = (),
    as_of: date | None = None,
) -> list[Basis]:
    """Regulations in force that the clauses of a draft rest on, in the order of Mengingat: by hierarchy, then age.

    ``kind`` is the draft's ("perbup"), for delegations to it; ``named`` are the regulations (ids) it names already.
    """
    weights: dict[str, float] = {}
    rests: dict[str, list[tuple[str, str]]] = {}
    replaces: dict[str, list[str]] = {}
    for precedents in found:
        for rank, passage in enumerate(precedents.passages[:DEEP], 1):
            old = passage.chunk.regulation
            for regulation in successors(library, old, as_of):
                weights[regulation] = weights.get(regulation, 0.0) + passage.score / rank
                if regulation == old:
                    rests.setdefault(regulation, []).append((precedents.clause.label, passage.chunk.article))
                elif old not in replaces.setdefault(regulation, []):
                    replaces[regulation].append(old)
    top = max(weights.values(), default=0.0) or 1.0
    calls = {i: find_delegations(library, i, found, kind) for i in weights}
    heavy = [i for i in weights if weights[i] >= SHARE * top]
    chosen = sorted(heavy, key=lambda i: (not (kind and calls[i]), -weights[i]))[:SUGGESTED]
    return [
        Basis(
            i,
            library.regulations[i].title,
            status_on(i, library.regulations, as_of),
            weights[i] / top,
            tuple(dict.fromkeys(rests.get(i, ()))),
            tuple(calls[i]),
            tuple(replaces.get(i, ())),
            i in named,
        )
        for i in sorted(chosen, key=lambda i: (rank_of(library.regulations[i].kind), born(library.regulations[i])))
    ]


def successors(library: Library, regulation: str, as_of: date | None = None) -> list[str]:
    """The regulation itself where it is in force, else the stored ones in force that replaced it, directly or in turn.

    One repealed with a condition counts as replaced where what repealed it is stored.
    """
    return list(dict.fromkeys(_follow(library, regulation, as_of, frozenset())))


def _follow(library: Library, regulation: str, as_of: date | None, seen: frozenset[str]) -> Iterable[str]:
    gone = status_on(regulation, library.regulations, as_of) in _GONE
    if regulation in library.stored and not gone and not is_replaced(library, regulation, as_of):
        yield regulation
        return
    for relation in relations_of(regulation, library.regulations):
        if relation.relation == "mencabut" and relation.object == regulation and relation.subject not in seen:
            yield from _follow(library, relation.subject, as_of, seen | {regulation})


def find_delegations(
    library: Library, regulation: str, found: Sequence[Precedents], kind: str = ""
) -> list[Delegation]:
    """Provisions of a regulation that leave something to a lower regulation, the closest to the clauses first.

    Of ``kind`` where one is given, whatever the matter; else those on the matter of a clause.
    """
    articles = {p.chunk.article for precedents in found for p in precedents.passages}
    clauses = [weigh_words(p.clause.text, library.generation.vocabulary) for p in found]
    near: list[tuple[float, Delegation]] = []
    for unit in _innermost(library.store.provisions(regulation)):
        words = " ".join((unit.reading or unit.text).split())
        match = _DELEGATES.search(words)
        if not match or "/pasal-" not in unit.path or "/penjelasan/" in unit.path:
            continue
        target = match["target"]
        if kind and not _is_of_kind(target, kind):
            continue
        own = weigh_words(words, library.generation.vocabulary)
        close = max((closeness(own, clause) for clause in clauses), default=0.0)
        if kind or close >= ON_MATTER or parse_path(unit.path).article in articles:
            near.append((close, Delegation(unit.path, unit.label, target, unit.text, unit.pages)))
    return [delegation for _, delegation in sorted(near, key=lambda pair: -pair[0])[:CALLS]]


def _innermost(provisions: Sequence[Provision]) -> list[Provision]:
    parents = {p.parent for p in provisions}
    return [p for p in provisions if p.path not in parents]


def _is_of_kind(target: str, kind: str) -> bool:
    """Whether the words for a regulation ("Peraturan Menteri", "Peraturan Daerah") fit a kind ("permenpanrb")."""
    lowered = " ".join(target.lower().split())
    if lowered.startswith("peraturan kepala daerah"):
        return kind in HEADS
    if lowered.startswith("peraturan menteri"):
        return kind.startswith("permen")
    if lowered.startswith(("peraturan kepala", "peraturan badan", "peraturan lembaga")):
        return kind.startswith(("per", "pojk")) and kind not in (*LOCAL, "perpres", "perppu") and kind[:6] != "permen"
    first = re.match(r"undang-undang|peraturan\s+(?:wali\s*kota|\w+)", lowered)
    try:
        return first is not None and kind_of(first[0]) == kind
    except CitationError:
        return False
