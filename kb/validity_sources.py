"""What a statement about a regulation's worth is cited from: the article that says it, quoted as printed.

Every quote is looked up on its page (``kb.quote``). Where the text that says it is not in the collection there is none,
and the statement stands on the catalogue alone; ``name_source`` says which of both.

Does not do: state anything (kb/validity.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from kb.catalogue import status_on
from kb.citation import find_citations, parse_path
from kb.pieces import Piece, Reading, read_unit
from kb.quote import chunk_around, quote_span
from kb.search import Library
from kb.span import cut_span, grow
from kb.types import Passage, Relation

LONGEST = 300  # characters of a quote
CATALOGUE = "katalog peraturan"
NAMED = 140  # characters of the sources that are named
SHORTEST = 60  # a quote with less room is left out
_SAYS = {
    "mencabut": re.compile(r"dicabut|tidak\s+berlaku|mencabut", re.I),
    "mengubah": re.compile(r"diubah|perubahan|mengubah|ditambah|disisip", re.I),
    "melaksanakan": re.compile(r"melaksanakan|pelaksanaan", re.I),
}
_RULES_ON = re.compile(r"berlaku\s+ketentuan|(?:tetap|masih)\s+(?:ber|di)laku|tetap\s+menggunakan", re.I)
_TOLD_BY = re.compile(r"menurut (?P<path>[a-z0-9-]+/[a-z0-9/-]+)")
_TITLE_ENDS = re.compile(r"\n\s*DENGAN\s+RAHMAT", re.I)
_BEGINS = re.compile(r"mulai\s+berlaku\s+(?:pada\s+tanggal|sejak|terhitung|\d)", re.I)


def place_of(relation: Relation) -> str:
    """The path of the provision that states a relation, of a third regulation where that one tells of it; or ""."""
    if told := _TOLD_BY.search(relation.note):
        return told["path"]
    return f"{relation.subject}/{relation.article}" if relation.article else ""


def name_sources(library: Library, relations: Sequence[Relation], passages: Sequence[Passage]) -> str:
    """What relations are known from: articles, with the page of those quoted, or the catalogue; the last may be cut."""
    pages = {p.chunk.article: p.chunk.pages[0] for p in reversed(passages)}
    named: list[str] = []
    for relation in relations:
        place = place_of(relation)
        article = parse_path(place).article if place else ""
        if article in pages or (place and relation.source == "teks"):
            page = f", halaman {pages[article]}" if article in pages else ""
            named.append(f"{parse_path(article).label}{page}")
    if not relations:
        named += [f"{parse_path(a).label}, halaman {page}" for a, page in pages.items() if a.count("/") == 1]
    if len(named) < len(relations) or not relations:
        named.append(CATALOGUE)
    kept = list(dict.fromkeys(named))
    while len(kept) > 1 and len("; ".join(kept)) > NAMED:
        kept.pop(-2 if kept[-1] == CATALOGUE and len(kept) > 2 else -1)
    return f"Sumber: {'; '.join(kept)}"


def find_remains(library: Library, relation: Relation) -> str:
    """The article (path) of a repealing act that says what of the repealed one still counts; "" where none is read.

    That is an article beside the repealing one that names the repealed regulation, the more exactly the better.
    """
    if not _is_open(library, relation.subject):
        return ""
    closing = f"{relation.subject}/{relation.article}"
    naming = [
        (any(c.steps for c in cited), p.path)
        for p in library.store.provisions(relation.subject)
        if re.fullmatch(r"[^/]+/pasal-\w+", p.path)
        and p.path != closing
        and _RULES_ON.search(p.reading or p.text)
        and (cited := [f.citation for f in find_citations(p.text) if f.citation.regulation == relation.object])
    ]
    return max(naming, key=lambda n: n[0], default=(False, ""))[1]


def quote_relation(library: Library, relation: Relation, day: date | None, room: int) -> list[Passage]:
    """The words that state a relation, at most two quotes of one article; none where they are not at hand.

    The first names the regulation acted on; a second says what is done to it, where the list that names it is long.
    """
    reading = _read(library, place_of(relation))
    if reading is None:
        return []
    names = _pieces_naming(reading, relation.object)
    says = _SAYS[relation.relation]
    doing = [p for p in reading.pieces if says.search(reading.words(p.start, p.end))]
    if not names:  # of a list no item that is about another regulation
        doing = [p for p in doing if not find_citations(reading.words(p.start, p.end))]
    if not (names or doing):
        return []
    first = _quote(library, reading, (names or doing)[0], day, min(room, LONGEST))
    if first is None:
        return []
    if says.search(first.quote) or not doing or (left := room - len(first.quote)) < SHORTEST:
        return [first]
    nearest = min(doing, key=lambda p: abs(p.start - (names or doing)[0].start))
    further = _quote_verb(library, reading, nearest, says, day, left)
    return [first, further] if further else [first]


def _quote_verb(
    library: Library, reading: Reading, piece: Piece, says: re.Pattern[str], day: date | None, room: int
) -> Passage | None:
    """The printed line in which a piece says what is done, and the rest of the piece."""
    verb = says.search(reading.text, piece.start, piece.end)
    start = max(piece.start, reading.text.rfind("\n", 0, verb.start() if verb else piece.start) + 1)
    start, end = cut_span(reading, start, piece.end, room)
    return quote_span(library, _passage(library, reading, day), reading, start, end)


def quote_provision(library: Library, path: str, day: date | None, room: int, naming: str = "") -> list[Passage]:
    """A provision from its start, or where it names the regulation ``naming``; at most ``room`` characters of it.

    None where it is not in the collection or the room is too small to tell anything.
    """
    reading = _read(library, path)
    if reading is None or not reading.pieces or room < SHORTEST:
        return []
    piece = next(iter(_pieces_naming(reading, naming)), reading.pieces[0])
    found = _quote(library, reading, piece, day, min(room, LONGEST), alone=bool(naming))
    return [found] if found else []


def _pieces_naming(reading: Reading, regulation: str) -> list[Piece]:
    return [
        piece
        for piece in reading.pieces
        if any(f.citation.regulation == regulation for f in find_citations(reading.words(piece.start, piece.end)))
    ]


def quote_itself(library: Library, regulation: str, day: date | None, room: int) -> list[Passage]:
    """What a stored regulation says of its own force ("mulai berlaku ..."), or else its title."""
    if not _is_open(library, regulation):
        return []
    articles = [p for p in library.store.provisions(regulation) if re.fullmatch(r"[^/]+/pasal-\w+", p.path)]
    closing = next((p for p in reversed(articles) if _BEGINS.search(p.reading or p.text)), None)
    if closing and (reading := _read(library, closing.path)):
        begins = (p for p in reading.pieces if _BEGINS.search(reading.words(p.start, p.end)))
        if (piece := next(begins, None)) and (
            found := _quote(library, reading, piece, day, min(room, LONGEST), alone=True)
        ):
            return [found]
    return quote_title(library, regulation, day, room)


def quote_title(library: Library, regulation: str, day: date | None, room: int) -> list[Passage]:
    """The title of a stored regulation as printed; none where it is longer than ``room`` or not in the collection."""
    reading = _read(library, f"{regulation}/judul")
    if reading is None:
        return []
    end = ends.start() if (ends := _TITLE_ENDS.search(reading.text)) else len(reading.text)
    whole = replace(reading, pieces=(Piece(0, end, reading.pages[0], None),))  # a title in capitals has no pieces
    found = quote_span(library, _passage(library, reading, day), whole, 0, end)
    return [found] if found and len(found.quote) <= room else []


def _is_open(library: Library, regulation: str) -> bool:
    return regulation in library.stored and regulation not in library.left_out | set(library.quarantined)


def _read(library: Library, path: str) -> Reading | None:
    """The reading of a stored provision, unless its document waits for a librarian."""
    if not path or not _is_open(library, path.split("/", 1)[0]) or library.store.provision(path) is None:
        return None
    chunk = chunk_around(library, path) or next(iter(library.article_chunks(parse_path(path).article)), None)
    chunk = chunk or next(iter(library.store.chunks(path.split("/", 1)[0])), None)
    return read_unit(library, chunk, path) if chunk else None


def _passage(library: Library, reading: Reading, day: date | None) -> Passage:
    regulation = reading.path.split("/", 1)[0]
    status = status_on(regulation, library.regulations, day)
    if status == "belum berlaku":  # told of a past day for how it stands now
        status = status_on(regulation, library.regulations)
    return Passage(reading.chunk, 1.0, library.regulations[regulation].title, status)


def _quote(
    library: Library, reading: Reading, piece: Piece, day: date | None, limit: int, *, alone: bool = False
) -> Passage | None:
    if limit < SHORTEST:
        return None
    start, end = (piece.start, piece.end) if alone else grow(reading, piece, limit)
    start, end = cut_span(reading, start, end, limit)
    return quote_span(library, _passage(library, reading, day), reading, start, end)


def quote_all(
    library: Library, relations: Sequence[Relation], day: date | None, room: int, most: int
) -> tuple[Passage, ...]:
    """The quotes of several relations, each article's words once, as far as ``room`` characters and ``most`` go."""
    taken: list[Passage] = []
    for passage in _quotes(library, relations, day, room):
        words = " ".join(passage.quote.split())
        if len(taken) == most or len(passage.quote) > room:
            break
        if not any(words in " ".join(t.quote.split()) for t in taken):
            taken.append(passage)
            room -= len(passage.quote) + 1
    return tuple(taken)


def _quotes(library: Library, relations: Sequence[Relation], day: date | None, room: int) -> Iterator[Passage]:
    for relation in relations:
        yield from quote_relation(library, relation, day, room)
