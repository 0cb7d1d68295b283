"""Words with their links: where a text names a stored provision or uses a term that its regulation defines.

Wrong links are worse than none: a bare "Pasal 5" is linked only where it must mean the regulation at hand.

Does not do: cut a document into units (``api.reading``), write HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.citation import Citation, FoundCitation, find_citations, parse_path
from kb.definitions import find_definitions
from kb.search import Library
from kb.types import Provision

RELATIVE = re.compile(r"\bpada (?P<words>ayat \((?P<ayat>\d{1,2})\))")  # how one ayat names another of its article
FOREIGN = re.compile(
    r"\s*(?:dari\s+|pada\s+|dalam\s+)?(?:KUH\w*|(?:Kitab|Peraturan|Undang-|Keputusan|Instruksi|Surat)"
    r"(?!(?:[\s-]+\w+){0,3}\s+ini\b))"
)
FOREIGN_BEFORE = re.compile(r"\b(?:[A-Z]\w*[A-Z]\w*|Undang-\w+|tersebut)[\s,]*$")  # "PPh Pasal 25", "KUHP Pasal 5"
# What joins the members of one list: "Pasal 5, Pasal 7 ayat (1) dan Pasal 9" belong to one act.
JOINT = re.compile(r"[\s,;]*(?:dan\s*/\s*atau|dan|atau|serta|s\.?d\.?|sampai\s+dengan|jo\.?|juncto)?[\s,]*", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text; ``kind`` is empty, ``cocok`` (they match), ``rujukan`` or ``istilah``: ``target`` says where."""

    text: str
    kind: str = ""
    target: str = ""
    title: str = ""


def anchor_of(path: str) -> str:
    """The fragment of a provision's address: "pp-94-2021/pasal-11/ayat-2" -> "pasal-11-ayat-2"."""
    return path.partition("#")[0].partition("/")[2].replace("/", "-")


def address_of(path: str) -> str:
    """Where the reading page shows a provision, highlighted: "/baca/pp-94-2021?kutip=pasal-11#pasal-11"."""
    regulation, _, below = path.partition("#")[0].partition("/")
    return f"/baca/{regulation}" + (f"?kutip={below}#{anchor_of(path)}" if below else "")


class Linker:
    """Finds the links in the words of one regulation: knows its defined terms and which provisions are stored."""

    def __init__(self, library: Library, identifier: str, provisions: Mapping[str, Provision]) -> None:
        self._library = library
        self._identifier = identifier
        self._provisions = provisions
        self._stored: dict[str, bool] = {}
        # The words of an amending act are those of the act it amends; "Pasal 5" in them may be either's.
        self._amending = bool(library.regulations[identifier].amendments)
        self._terms = {" ".join(term.split()): unit for term, unit in find_definitions(provisions.values()).items()}
        names = "|".join(re.escape(term) for term in sorted(self._terms, key=len, reverse=True))
        self._term = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None
        self._told: set[tuple[str, str]] = set()

    def pieces(self, text: str, path: str) -> Iterator[Piece]:
        """``text`` of the provision with this path in pieces that, joined, are the same text."""
        at = 0
        for start, end, piece in sorted(self._links(text, path), key=lambda link: (link[0], -link[1])):
            if start < at:
                continue
            yield from self._with_terms(text[at:start], path)
            yield piece
            at = end
        yield from self._with_terms(text[at:], path)

    def _links(self, text: str, path: str) -> Iterator[tuple[int, int, Piece]]:
        citations = find_citations(text)
        foreign = _foreign_starts(text, citations)
        for found in citations:
            cited = found.citation
            words = text[found.start : found.end]
            if cited.regulation in ("", self._identifier):
                target = self._own_target(cited, path) if found.start not in foreign else ""
            else:
                target = cited.path if self._is_stored(cited.path) else ""
                if not target and cited.regulation in self._library.stored:
                    target = cited.regulation
            if target:
                inside = target.startswith(f"{self._identifier}/")
                address = f"#{anchor_of(target)}" if inside else address_of(target)
                yield found.start, found.end, Piece(words, "rujukan", address, parse_path(target).label)

        for match in RELATIVE.finditer(text):
            target = self._own_target(Citation("", (("ayat", match["ayat"]),)), path)
            if target and not FOREIGN.match(text, match.end()):
                yield (
                    match.start("words"),
                    match.end("words"),
                    Piece(match["words"], "rujukan", f"#{anchor_of(target)}", parse_path(target).label),
                )

    def _own_target(self, cited: Citation, path: str) -> str:
        """The provision of this regulation that "Pasal 5" or, inside an article, "ayat (2)" names; empty if none."""
        if self._amending or not cited.steps:
            return ""
        tail = cited.path.partition("/")[2]
        bases = [self._identifier]
        if cited.steps[0][0] != "pasal":
            steps = path.replace("/penjelasan/", "/", 1).split("/")
            bases = ["/".join(steps[:n]) for n in range(len(steps) - 1, 1, -1)]
        targets = (f"{base}/{tail}" for base in bases)
        return next((t for t in targets if t in self._provisions and t != path), "")

    def _is_stored(self, path: str) -> bool:
        if path not in self._stored:
            regulation = path.partition("/")[0]
            there = regulation in self._library.stored
            self._stored[path] = there and ("/" not in path or self._library.store.provision(path) is not None)
        return self._stored[path]

    def _with_terms(self, text: str, path: str) -> Iterator[Piece]:
        """``text`` with each defined term, once an article, as a piece that leads to its definition."""
        at = 0
        article = path.replace("/penjelasan/", "/", 1).split("/")[1]
        for match in self._term.finditer(text) if self._term else ():
            unit = self._terms[match[0]]
            if (article, unit.path) in self._told or path.startswith(unit.path):
                continue
            self._told.add((article, unit.path))
            if match.start() > at:
                yield Piece(text[at : match.start()])
            yield Piece(match[0], "istilah", f"#{anchor_of(unit.path)}", unit.label)
            at = match.end()
        if at < len(text):
            yield Piece(text[at:])


def _foreign_starts(text: str, citations: list[FoundCitation]) -> set[int]:
    """Where bare citations begin that words before or behind their list give to an act that is not named in full."""
    lists: list[list[FoundCitation]] = []
    for found in citations:
        if found.citation.regulation:
            continue
        last = lists[-1][-1] if lists else None
        if last and (found.start <= last.end or JOINT.fullmatch(text, last.end, found.start)):
            lists[-1].append(found)
        else:
            lists.append([found])
    return {
        found.start
        for members in lists
        for found in members
        if FOREIGN.match(text, members[-1].end) or FOREIGN_BEFORE.search(text[: members[0].start])
    }
