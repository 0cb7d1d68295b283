"""Whether a cited provision stands in a regulation, and if not, what is missing: the article, or something inside it.

What the source file lacks or shows unreadably is never called absent: a gap among its numbers, or a mark that stands
in the words but was not read as one, makes a place unreadable.

Does not do: say whether the provision is in force (``kb.check``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kb.citation import Citation
from kb.types import Provision


@dataclass(frozen=True, slots=True)
class Place:
    """Where a citation leads: ``provision``, or None with what is ``missing`` (a kind of step: "pasal", "ayat", ...).

    ``around`` is the innermost provision that does stand there. ``unreadable`` says that the file cannot tell.
    ``detail`` is what a reader is told, in Indonesian.
    """

    provision: Provision | None
    missing: str = ""
    around: Provision | None = None
    unreadable: bool = False
    detail: str = ""


def find_place(
    citation: Citation, units: Mapping[str, Provision], unread: Collection[str] = (), *, printed: bool = True
) -> Place:
    """The place of ``citation`` among the ``units`` of its regulation, by path.

    ``unread`` are numbers of articles that the source file lacks; ``printed`` says that the units were read from print,
    so that marks may be lost, and not from a text whose every character is certain.
    """
    whole = Citation(citation.regulation, citation.steps)
    if not citation.steps:
        return Place(None)
    if found := units.get(whole.path):
        return Place(found)
    around: Provision | None = None
    for depth in range(1, len(citation.steps)):
        upto = Citation(citation.regulation, citation.steps[:depth])
        if upto.path not in units:
            return _absent(upto, around, units, unread, printed)
        around = units[upto.path]
    return _absent(whole, around, units, unread, printed)


def _absent(
    citation: Citation,
    around: Provision | None,
    units: Mapping[str, Provision],
    unread: Collection[str],
    printed: bool,
) -> Place:
    kind, value = citation.steps[-1]
    if around is None:
        return _absent_outermost(citation, kind, value, units, unread)
    siblings = [u.path.rsplit("/", 1)[1].partition("-")[2] for u in units.values() if _is_child(u, around, kind)]
    inside = Citation(citation.regulation, citation.steps[:-1])
    below = Citation("", inside.steps).label
    deeper = [
        u.path
        for u in units.values()
        if u.path.startswith(f"{around.path}/") and u.path.endswith(f"/{kind}-{value}" if value else f"/{kind}")
    ]
    if printed and not deeper and _may_be_lost(kind, value, siblings, around):
        step = Citation("", citation.steps[-1:]).label
        return Place(None, kind, around, True, f"{step} dari {below} tidak terbaca dalam berkas sumber")
    if siblings:
        there = ", ".join(Citation("", ((kind, v),)).label.split(" ", 1)[1] for v in siblings)
        return Place(None, kind, around, False, f"{below} hanya memuat {kind} {there}")
    detail = f"{below} tidak memuat {kind}"
    if len(deeper) == 1:
        detail += f"; {kind} {value} ada pada {units[deeper[0]].label}"
    return Place(None, kind, around, False, detail)


def _absent_outermost(
    citation: Citation, kind: str, value: str, units: Mapping[str, Provision], unread: Collection[str]
) -> Place:
    label = Citation("", citation.steps).label
    if kind == "pasal" and value in {number.lower() for number in unread}:
        return Place(None, kind, None, True, f"{label} tidak ada atau tidak terbaca dalam berkas sumber")
    if kind in ("lampiran", "penjelasan"):
        if not any(path.startswith(f"{citation.regulation}/{kind}") for path in units):
            return Place(None, kind, None, True, f"{kind} tidak ada dalam berkas sumber")
        return Place(None, kind, None, False, f"{label} tidak ada")
    numbers = [
        int(m[1]) for path in units if (m := re.fullmatch(rf"{re.escape(citation.regulation)}/pasal-(\d+)", path))
    ]
    if kind == "pasal" and numbers:
        return Place(None, kind, None, False, f"{label} tidak ada; pasal terakhir adalah Pasal {max(numbers)}")
    return Place(None, kind, None, False, f"{label} tidak ada")


def _is_child(unit: Provision, parent: Provision, kind: str) -> bool:
    return unit.parent == parent.path and unit.kind == kind and unit.path.startswith(f"{parent.path}/{kind}-")


def _may_be_lost(kind: str, value: str, siblings: list[str], around: Provision) -> bool:
    """Whether a mark that is not among the units may yet stand on the page."""
    words = around.reading or around.text
    if kind == "ayat" and value.isdigit():
        said = {int(n) for n in re.findall(r"pada\s+ayat\s*\(\s*(\d{1,2})", words)}
        have = {int(v) for v in siblings if v.isdigit()}
        if said - have or have != set(range(1, len(have) + 1)):
            return int(value) <= max(said | have)
        return bool(re.search(rf"(?:^|[.;:]\s|\n)\s*[(\[l]{value}[)\]]?\s+[A-Z]", words))
    if kind in ("huruf", "angka") and len(value) <= 2:
        order = [_rank(v) for v in siblings]
        if _rank(value) and order and _rank(value) < max(order) and _rank(value) not in order:
            return True
        return bool(re.search(rf"(?:^|[.;:,]\s|\n|\b(?:dan|atau)\s)\s*{re.escape(value)}[.)]\s+\w", words))
    return False


def _rank(value: str) -> int:
    """The place of a letter or number in its list, 0 where it has none."""
    if value.isdigit():
        return int(value)
    return ord(value) - ord("a") + 1 if len(value) == 1 and value.isalpha() else 0
