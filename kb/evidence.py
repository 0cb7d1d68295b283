"""What a drafted sentence may stand on: the quotes of an answer, with the words they hang on, cut into statements.

A statement is one sentence or list item with the lead-ins above it ("PNS dilarang:" before each huruf), so that figures
of different items are not mixed up.

Does not do: look for further passages, repair what was recognised wrongly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kb.types import Answer, Passage

if TYPE_CHECKING:
    from kb.search import Library  # heavy: chromadb

LEAD_LIMIT = 500  # characters of the words above a quote
PASSAGES = 6  # so many are shown to a model
_MARK = re.compile(r"(?:\((?P<ayat>\d{1,2}[a-z]?)\)|(?P<letter>[a-z]{1,2})[.)]|(?P<number>\d{1,3})[.)])(?=\s)")
_ENDS = re.compile(
    r"(?<=[;:])\s+|(?<=[A-Za-z)\]”\"]{2}\.)\s+(?=[A-Z(])|(?<!huruf)(?<=\w)\s+(?=[a-z]\.\s)|\s*\n\s*(?=(?:\(\d{1,2}[a-z]?\)|[a-z]{1,2}[.)]|\d{1,3}[.)])\s)"
)
_OPENING = re.compile(r"^\s*Pasal\s+\w+\s+")
_CUT_WORD = re.compile(r"(?<=\w)(?:[-\u2010]|[\u0002\u00ad])\s*\n\s*(?=[a-z])|[\u0002\u00ad]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage as a model sees it: its number (from 1, the passage's rank), and the words that count."""

    number: int
    passage: Passage
    lead: str
    text: str

    @property
    def words(self) -> str:
        """All that a sentence on this passage may draw from, its place and title left out."""
        return f"{self.lead} {self.text}".strip()

    @property
    def source(self) -> str:
        """The citation a reader is shown: made from the passage, never from what a model wrote."""
        chunk = self.passage.chunk
        return f"{chunk.label}, halaman {chunk.pages[0]}; {self.passage.title}; status: {self.passage.status}"


def gather_evidence(answer: Answer, leads: Mapping[str, str] | None = None) -> tuple[Evidence, ...]:
    """The passages of an answer, each with its quote; ``leads`` are the words above a unit, by its path."""
    leads = leads or {}
    return tuple(
        Evidence(n, passage, leads.get(passage.chunk.path, ""), _plain(passage.quote or passage.chunk.text))
        for n, passage in enumerate(answer.passages[:PASSAGES], 1)
    )


def read_leads(library: Library, answer: Answer) -> dict[str, str]:
    """For each passage that is a unit below others, their own words ("... terdiri atas:"), the outermost first."""
    found: dict[str, str] = {}
    for passage in answer.passages[:PASSAGES]:
        units = {p.path: p for p in library.store.provisions(passage.chunk.regulation)}
        unit = units.get(passage.chunk.path)
        above: list[str] = []
        while unit and unit.kind in ("ayat", "huruf", "angka") and (unit := units.get(unit.parent)):
            if unit.own_end > unit.start:
                above.insert(0, _OPENING.sub("", _plain(unit.text[: unit.own_end - unit.start])))
        found[passage.chunk.path] = " ".join(" ".join(above).split())[-LEAD_LIMIT:]
    return found


@lru_cache(maxsize=64)
def statements(evidence: Evidence) -> tuple[str, ...]:
    """The sentences and list items of a passage, each behind the lead-ins it hangs on; list marks left out."""
    found: list[str] = []
    depths: list[tuple[str, str]] = [("", evidence.lead)]  # kind of list mark, lead-in that stands at that depth
    for piece in _ENDS.split(evidence.text):
        mark = _MARK.match(piece)
        if mark:
            kind = mark.lastgroup or ""
            known = [kind for kind, _ in depths]
            depths = depths[: known.index(kind)] if kind in known else depths
            piece = piece[mark.end() :].strip()
        own = piece.strip()
        if own in ("", "dan", "atau", "dan/atau"):
            continue
        found.append(" ".join([*(lead for _, lead in depths if lead), own]))
        if own.endswith(":"):
            depths.append((mark.lastgroup or "" if mark else "", own))
    return tuple(found)


def _plain(text: str) -> str:
    """The text with words joined that a line end cut, in one Unicode form; line ends stay."""
    return _CUT_WORD.sub("", unicodedata.normalize("NFKC", text)).strip()
