"""One regulation as the reading page shows it: articles in order with what belongs beside them, words with their links.

Every provision is shown once: an elucidation beside the article it explains, all others where they stand. Where a text
names a stored provision the words lead there; where it uses a defined term, to the definition.

Does not do: write HTML (``api/web/baca.html``), fetch pictures, decide what an asker may see (the library given does).
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kb.catalogue import effective_from, relations_of
from kb.citation import Citation, find_citations, parse_path, regulation_label
from kb.definitions import find_definitions
from kb.explained import explained_articles
from kb.search import Library
from kb.types import Amendment, CitationError, PageBox, Provision

HEADINGS = {"buku": 2, "bab": 2, "bagian": 3, "paragraf": 4}  # kind -> level of its heading
PRINTED = ("judul", "memutuskan", "penutup", "lampiran", "subjudul")  # kinds whose line breaks mean something
PREAMBLE = ("menimbang", "mengingat", "memperhatikan")
KEPT = 16  # regulations whose words and links are remembered
MARKER = re.compile(
    r"\s*(?P<mark>\(\s?\d{1,3}[a-z]?\s?\)|\d{1,3}[a-z]?[.)]|[a-z]{1,2}[.)]"
    r"|(?:Ayat|Huruf|Angka)\s+\(?\w{1,4}\)?)(?:\s+|$)"
)
ARTICLE_HEAD = re.compile(r"\s*pas\S{0,3}\s[^\n]{0,14}(?:\n|$)", re.I)
# Words behind "Pasal 5" that give it to an act which nobody can tell from them: "Pasal 5 Peraturan Menteri tersebut".
RELATIVE = re.compile(r"\bpada (?P<words>ayat \((?P<ayat>\d{1,2})\))")  # how one ayat names another of its article
FOREIGN = re.compile(r"\s*(?:dari\s+|pada\s+)?(?:Peraturan|Undang-|Keputusan|Instruksi|Surat)(?!(?:[\s-]+\w+){0,3}\s+ini\b)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text; ``kind`` is empty for plain words, else ``rujukan`` or ``istilah`` with the address they lead to."""

    text: str
    kind: str = ""
    target: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A provision's own words: ``depth`` counts from its article, ``mark`` is "(1)" or "a." in front of them.

    ``reading`` is how the words are to be read where recognition spoilt the print, else empty.
    """

    path: str
    anchor: str
    label: str
    kind: str
    depth: int
    mark: str
    pieces: tuple[Piece, ...]
    pages: tuple[int, ...]
    reading: str = ""


@dataclass(slots=True)
class Block:
    """An article, heading or other outermost part with all it contains.

    ``level`` tells a heading's kind (2 bab, 3 bagian, 4 paragraf; else 0), ``rank`` how deep in this document its title is
    (from 2: a document may have a bagian and no bab).

    ``elucidation`` are the units that explain it; ``explained_by`` the anchor where it is explained with others;
    ``trivial`` says that they only say "cukup jelas". ``gap`` is the number of an article that the file lacks.
    """

    anchor: str
    title: str
    kind: str
    level: int = 0
    rank: int = 2
    units: list[Unit] = field(default_factory=list)
    elucidation: list[Unit] = field(default_factory=list)
    explained_by: str = ""
    trivial: bool = False
    gap: str = ""

    @property
    def pages(self) -> tuple[int, ...]:
        """Pages it stands on, in order."""
        return tuple(sorted({page for unit in self.units for page in unit.pages}))

    @property
    def path(self) -> str:
        """Path of the provision itself, empty for a gap."""
        return self.units[0].path if self.units else ""

    @property
    def number(self) -> str:
        """The article's number, or empty."""
        return parse_path(self.path).value("pasal") if self.kind == "pasal" and self.path else ""


@dataclass(frozen=True, slots=True)
class Event:
    """One relation on the time line: ``text`` key of what happened, the other act, whether it is stored, when, where."""

    text: str
    other: str
    label: str
    stored: bool
    day: str
    article: str
    note: str


_remembered: OrderedDict[tuple[str, str, frozenset[str]], tuple[Block, ...]] = OrderedDict()


def read_blocks(library: Library, identifier: str) -> tuple[Block, ...]:
    """The blocks of a stored regulation in document order, gaps where articles are missing; remembered by file."""
    source = library.store.source(identifier)
    key = (identifier, source.sha256 if source else "", library.stored)
    if key in _remembered:
        _remembered.move_to_end(key)
        return _remembered[key]
    made = tuple(_make_blocks(library, identifier))
    _remembered[key] = made
    while len(_remembered) > KEPT:
        _remembered.popitem(last=False)
    return made


def anchor_of(path: str) -> str:
    """The fragment of a provision's address: "pp-94-2021/pasal-11/ayat-2" -> "pasal-11-ayat-2"."""
    return path.partition("#")[0].partition("/")[2].replace("/", "-")


def address_of(path: str) -> str:
    """Where the reading page shows a provision, highlighted: "/baca/pp-94-2021?kutip=pasal-11#pasal-11"."""
    regulation, _, below = path.partition("#")[0].partition("/")
    return f"/baca/{regulation}" + (f"?kutip={below}#{anchor_of(path)}" if below else "")


def boxes_of(library: Library, path: str) -> tuple[str, tuple[PageBox, ...]]:
    """Label and boxes of a provision, or of the part of one that a chunk's path (``#2``) names; nothing where unknown."""
    if "#" in path and (chunk := next((c for c in library.article_chunks(parse_path(path).article) if c.path == path), None)):
        return chunk.label, chunk.boxes
    provision = library.store.provision(path.partition("#")[0])
    return (provision.label, provision.boxes) if provision else ("", ())


def amended_articles(library: Library, identifier: str) -> dict[str, list[Amendment]]:
    """What later acts did to the articles of a regulation, by the anchor of the article."""
    found: dict[str, list[Amendment]] = {}
    for regulation in library.regulations.values():
        for amendment in regulation.amendments:
            if amendment.object.startswith(f"{identifier}/"):
                found.setdefault(anchor_of(parse_path(amendment.object).article), []).append(amendment)
    return found


def read_events(library: Library, identifier: str, enacted: date | None) -> list[Event]:
    """What happened to a regulation and through it, the earliest first; its own enactment is not among them."""
    events = []
    for relation in relations_of(identifier, library.regulations):
        acts = relation.subject == identifier
        other = relation.object if acts else relation.subject
        day = enacted if acts else effective_from(relation, library.regulations)
        year = (re.findall(r"-(\d{4})(?:-|$)", relation.subject) or [""])[0]
        events.append(
            Event(
                f"{relation.relation}_{'aktif' if acts else 'pasif'}",
                other,
                regulation_label(other),
                other in library.stored,
                day.isoformat() if day else year,
                f"{relation.subject}/{relation.article}" if relation.article else "",
                relation.note,
            )
        )
    return sorted(events, key=lambda event: event.day)


# --- provisions to blocks ---


def _make_blocks(library: Library, identifier: str) -> Iterable[Block]:
    provisions = {p.path: p for p in library.store.provisions(identifier)}
    words = _Words(library, identifier, provisions)
    first_child: dict[str, Provision] = {}
    for provision in provisions.values():
        first_child.setdefault(provision.parent, provision)
    blocks: dict[str, Block] = {}
    explaining: dict[str, Block] = {}
    home: dict[str, Block] = {}
    for provision in provisions.values():
        explains = re.fullmatch(r"[^/]+/penjelasan/pasal-[^/]+", provision.path)
        block = None if explains else home.get(provision.parent)
        if block is None:
            block = _new_block(provision, identifier)
            (explaining if explains else blocks)[provision.path] = block
        home[provision.path] = block
        depth = provision.path.count("/") - parse_depth(block, provision)
        block.units.append(words.unit(provision, first_child.get(provision.path), depth))
    _attach(identifier, blocks, explaining, provisions)
    whole = _with_gaps([*blocks.values()], library.unreadable(identifier))
    _rank(whole)
    return whole


def _rank(blocks: Iterable[Block]) -> None:
    """Give each block the rank of its title, so that none is skipped."""
    above: list[int] = []
    for block in blocks:
        if block.level:
            above = [level for level in above if level < block.level]
            block.rank = 2 + len(above)
            above.append(block.level)
        elif block.kind == "pasal":
            block.rank = 2 + len(above)
        else:
            above = []


def parse_depth(block: Block, provision: Provision) -> int:
    """How many steps of a path belong to the block itself."""
    return block.units[0].path.count("/") if block.units else provision.path.count("/")


def _new_block(provision: Provision, identifier: str) -> Block:
    level = HEADINGS.get(provision.kind, 0)
    if level:
        title = " ".join(provision.text.split())
    else:
        title = provision.label.removeprefix(regulation_label(identifier)).strip() or provision.label
    return Block(anchor_of(provision.path), title, provision.kind, level=level)


def _attach(
    identifier: str, blocks: dict[str, Block], explaining: dict[str, Block], provisions: Mapping[str, Provision]
) -> None:
    """Put each elucidation beside its article; those that explain no stored article stay blocks of their own."""
    for path, block in explaining.items():
        explained = provisions[path]
        own = path.replace("/penjelasan/", "/", 1)
        group = explained_articles(explained.reading or explained.text)
        targets = [f"{identifier}/pasal-{number.lower()}" for number in group] or [own]
        present = [target for target in targets if target in blocks]
        if not present:
            blocks[path] = block
            continue
        first = blocks[present[0]]
        first.elucidation += block.units
        said = re.sub(r"\W+|(?:pasal|ayat|huruf|angka)\s+\(?\w+\)?|cukup\s+jelas|\bdan\b|s\.?d\.?", "", explained.text, flags=re.I)
        first.trivial = not said.strip()
        for other in present[1:]:
            blocks[other].explained_by = block.anchor


def _with_gaps(blocks: list[Block], missing: list[str]) -> list[Block]:
    """``blocks`` with one for each missing article where its number belongs."""
    for number in missing:
        value = int("".join(filter(str.isdigit, number)) or 0)
        at = next(
            (n for n, b in enumerate(blocks) if b.kind == "pasal" and b.number.isdigit() and int(b.number) > value), None
        )
        last = max((n for n, b in enumerate(blocks) if b.kind == "pasal"), default=len(blocks) - 1)
        gap = Block(f"pasal-{number.lower()}", f"Pasal {number}", "pasal", gap=number)
        blocks.insert(last + 1 if at is None else at, gap)
    return blocks


# --- words and their links ---


class _Words:
    """Makes units of one regulation's provisions: knows its defined terms and which provisions are stored."""

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

    def unit(self, provision: Provision, child: Provision | None, depth: int) -> Unit:
        """A provision's own words, which end where ``child`` begins."""
        own = _own_words(provision, child)
        if provision.kind in HEADINGS:
            own = ""
        if provision.kind == "pasal" and (head := ARTICLE_HEAD.match(own)):
            own = own[head.end() :]
        if provision.kind in PREAMBLE:
            own = re.sub(rf"^\s*{provision.kind}\s*:?", "", own, flags=re.I)  # its title says so
        mark = ""
        if provision.kind not in PRINTED and (match := MARKER.match(own)) and depth:
            mark, own = match["mark"], own[match.end() :]
        text = own.strip() if provision.kind in PRINTED else _joined(own)
        reading = ""
        if provision.reading and child is None and _joined(provision.reading) != _joined(provision.text):
            reading = _joined(provision.reading)
        return Unit(
            provision.path,
            anchor_of(provision.path),
            provision.label,
            provision.kind,
            depth,
            mark,
            tuple(self._pieces(text, provision.path)),
            provision.pages,
            reading,
        )

    def _pieces(self, text: str, path: str) -> Iterable[Piece]:
        at = 0
        for start, end, piece in sorted(self._links(text, path), key=lambda link: (link[0], -link[1])):
            if start < at:
                continue
            yield from self._with_terms(text[at:start], path)
            yield piece
            at = end
        yield from self._with_terms(text[at:], path)

    def _links(self, text: str, path: str) -> Iterable[tuple[int, int, Piece]]:
        for found in find_citations(text):
            cited = found.citation
            words = text[found.start : found.end]
            if cited.regulation in ("", self._identifier):
                target = self._own_target(cited, path) if not FOREIGN.match(text, found.end) else ""
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
                yield match.start("words"), match.end("words"), Piece(match["words"], "rujukan", f"#{anchor_of(target)}", parse_path(target).label)

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

    def _with_terms(self, text: str, path: str) -> Iterable[Piece]:
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


def _own_words(provision: Provision, child: Provision | None) -> str:
    """What a provision says before its first part, as printed."""
    if child is None:
        return provision.text
    about = max(0, child.start - provision.start)
    found = provision.text.find(child.text[:40], max(0, about - 8))
    return provision.text[: found if found >= 0 else about]


def _joined(text: str) -> str:
    """Printed lines as one; a hyphen at a line's end stays, as it cannot be told whether the word needs it."""
    return " ".join(re.sub(r"(?<=\w)-\n(?=\w)", "-", text).split())


def parse_shown(identifier: str, shown: str) -> str:
    """The path that ``?kutip=`` names, with or without its regulation; empty where it is none of this regulation."""
    path = shown if shown.split("/", 1)[0] == identifier else f"{identifier}/{shown.strip('/')}"
    try:
        return path if shown and parse_path(path) else ""
    except CitationError:
        return ""
