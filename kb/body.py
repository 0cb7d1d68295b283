"""The articles of one stored regulation as a tree of units, for rooms that read rules by their words.

Does not do: read annexes, preambles and elucidations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.citation import Citation, find_citations
from kb.search import Library
from kb.types import NotFoundError, Provision


@dataclass(frozen=True, slots=True)
class Cell:
    """A provision as printed: ``lead`` are the words it hangs on ("PNS wajib:"), from the units around it."""

    path: str
    label: str
    text: str
    lead: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The body of one regulation: its provisions by path, and the sub-units of each."""

    regulation: str
    units: Mapping[str, Provision]
    below: Mapping[str, Sequence[Provision]]

    def cell(self, unit: Provision) -> Cell:
        """The unit as a cell, with what it hangs on."""
        leads: list[str] = []
        around = self.units.get(unit.parent)
        while around:
            leads.insert(0, " ".join(strip_heading(self.lead(around)).split()))
            around = self.units.get(around.parent)
        return Cell(unit.path, unit.label, unit.text, " ".join(filter(None, leads)), unit.pages)

    def lead(self, unit: Provision) -> str:
        """The words of a unit before its first sub-unit; all of them where it has none."""
        text = words_of(unit)
        if not self.below[unit.path]:
            return text
        at = text.find(words_of(self.below[unit.path][0])[:40])
        return text[:at] if at >= 0 else text

    def leaves(self, unit: Provision) -> list[Provision]:
        """The innermost units of a unit, itself where it has none."""
        return [leaf for child in self.below[unit.path] for leaf in self.leaves(child)] or [unit]

    def cited(self, said: str) -> list[str]:
        """Paths of provisions of the same regulation that a text names; none whose number cannot be read to its end."""
        own = []
        for found in find_citations(said):
            cut = re.match(r"\s*(?:ayat|huruf|angka)\b", said[found.end :], re.I)
            if not found.citation.regulation and not cut:
                own.append(Citation(self.regulation, found.citation.steps).path)
        return own


def read_body(library: Library, regulation: str) -> Body:
    """The articles of a stored regulation and what lies in them."""
    if regulation not in library.stored:
        raise NotFoundError(f"{regulation} tidak ada di koleksi")
    units = {
        p.path: p
        for p in library.store.provisions(regulation)
        if re.match(rf"{re.escape(regulation)}/pasal-\w+(?:/|$)", p.path)
    }
    below: dict[str, list[Provision]] = {path: [] for path in units}
    for unit in units.values():
        if unit.parent in below:
            below[unit.parent].append(unit)
    return Body(regulation, units, below)


def words_of(unit: Provision) -> str:
    """A unit's words as they are to be read: noise of recognition repaired."""
    return unit.reading or unit.text


def strip_marker(text: str) -> str:
    """Words without the list marker before them."""
    return re.sub(r"^\s*\S{1,4}[.)]\s*", "", text)


def strip_heading(text: str) -> str:
    """Words without the line "Pasal 8" before them."""
    return re.sub(r"^\s*Pasal\s+\S+\s*\n", "", text)
