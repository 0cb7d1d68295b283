"""One regulation as the reading page shows it: articles in order with what belongs beside them, words with their links.

Every provision is shown once: an elucidation beside the article it explains, all others where they stand. Where a text
names a stored provision the words lead there; where it uses a defined term, to the definition.

Does not do: write HTML (``api/web/baca.html``), fetch pictures, decide what an asker may see (the library given does).
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from api.linking import Linker, Piece, anchor_of
from kb.catalogue import effective_from, relations_of
from kb.citation import parse_path, regulation_label
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

    ``level`` tells a heading's kind (2 bab, 3 bagian, 4 paragraf; else 0), ``rank`` how deep in this document its title
    is (from 2: a document may have a bagian and no bab).

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
    """One relation on the time line: ``text`` keys what happened; the other act, whether it is stored, when, where."""

    text: str
    other: str
    label: str
    stored: bool
    day: str
    article: str
    note: str


_lock = threading.Lock()  # over what is remembered
_remembered: OrderedDict[tuple[str, str, frozenset[str]], tuple[Block, ...]] = OrderedDict()


def read_blocks(library: Library, identifier: str) -> tuple[Block, ...]:
    """The blocks of a stored regulation in document order, gaps where articles are missing; remembered by file."""
    source = library.store.source(identifier)
    key = (identifier, source.sha256 if source else "", library.stored)
    with _lock:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    made = tuple(_make_blocks(library, identifier))
    with _lock:
        _remembered[key] = made
        while len(_remembered) > KEPT:
            _remembered.popitem(last=False)
    return made


def boxes_of(library: Library, path: str) -> tuple[str, tuple[PageBox, ...]]:
    """Label and boxes of a provision, or of the part of one that a chunk's path (``#2``) names; nothing if unknown."""
    if "#" in path and (
        chunk := next((c for c in library.article_chunks(parse_path(path).article) if c.path == path), None)
    ):
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
    linker = Linker(library, identifier, provisions)
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
        depth = provision.path.count("/") - _depth_of(block, provision)
        block.units.append(_make_unit(linker, provision, first_child.get(provision.path), depth))
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


def _depth_of(block: Block, provision: Provision) -> int:
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
        said = re.sub(
            r"\W+|(?:pasal|ayat|huruf|angka)\s+\(?\w+\)?|cukup\s+jelas|\bdan\b|s\.?d\.?", "", explained.text, flags=re.I
        )
        first.trivial = not said.strip()
        for other in present[1:]:
            blocks[other].explained_by = block.anchor


def _with_gaps(blocks: list[Block], missing: list[str]) -> list[Block]:
    """``blocks`` with one for each missing article where its number belongs."""
    for number in missing:
        value = int("".join(filter(str.isdigit, number)) or 0)
        at = next(
            (n for n, b in enumerate(blocks) if b.kind == "pasal" and b.number.isdigit() and int(b.number) > value),
            None,
        )
        last = max((n for n, b in enumerate(blocks) if b.kind == "pasal"), default=len(blocks) - 1)
        gap = Block(f"pasal-{number.lower()}", f"Pasal {number}", "pasal", gap=number)
        blocks.insert(last + 1 if at is None else at, gap)
    return blocks


def _make_unit(linker: Linker, provision: Provision, child: Provision | None, depth: int) -> Unit:
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
        tuple(linker.pieces(text, provision.path)),
        provision.pages,
        reading,
    )


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
