"""The records that every room shares, on one screen: frozen, and complete when made.

Text positions: a page number is 1-based; a box is ``(x0, y0, x1, y1)`` in PDF points with the origin at the
bottom left of the page as it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["berlaku", "diubah", "dicabut", "belum berlaku", "tidak diketahui"]
Refusal = Literal["tidak_ada_di_koleksi", "di_luar_lingkup", "hanya_aturan_dicabut", "perlu_pejabat"]
Subject = Literal["isi", "keberlakuan"]
Audience = Literal["publik", "internal"]  # for whom a document is kept; who reads internal ones reads all
Box = tuple[float, float, float, float]
PageBox = tuple[int, float, float, float, float]


class RujukanError(Exception):
    """Root of the errors a person can act on; the message says what was wrong and where.

    RujukanError
    ├── DocumentError        a file cannot be read (not a PDF, encrypted, truncated, without text, ...)
    ├── CatalogueError       a catalogue file is malformed
    ├── CitationError        a text is not a citation
    ├── NotFoundError        a regulation or provision is not in the collection
    ├── StoreError           the data folder is missing, locked, damaged or of another version
    └── ModelError           an embedding or chat model cannot be loaded or answers wrongly
    """


class DocumentError(RujukanError):
    """A file cannot be read as a document."""


class CatalogueError(RujukanError):
    """A catalogue file is malformed."""


class CitationError(RujukanError):
    """A text is not a citation."""


class NotFoundError(RujukanError):
    """A regulation or provision is not in the collection."""


class StoreError(RujukanError):
    """The data folder is missing, locked, damaged or of another version."""


class ModelError(RujukanError):
    """A model cannot be loaded or answers wrongly."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text as on the page, and its box.

    ``confidence`` (0..1) is what the recogniser gives its words on the average; 1 for text that a file itself holds.
    ``cell`` is (table on the page, row, column), from 0, for a line that stands in a ruled table; rows of a
    table come one after another, cell by cell.
    """

    text: str
    box: Box
    confidence: float = 1.0
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: 1-based number, size in points, lines in reading order.

    ``scanned`` says that its text was recognised from its picture. ``trouble`` says in Indonesian why a page with
    content has no text that can be trusted; then it has no lines.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    scanned: bool = False
    trouble: str = ""

    @property
    def text(self) -> str:
        """The lines joined by newlines."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Relation:
    """What one regulation does to another, and the article that says so.

    ``relation`` is ``mencabut``, ``mengubah`` or ``melaksanakan``; ``subject`` acts on ``object`` (ids).
    ``article`` is a path without regulation (``pasal-45``) or empty; ``note`` a condition (``sepanjang ...``);
    ``source`` is ``teks`` (read from the document) or ``katalog``.
    """

    subject: str
    relation: str
    object: str
    article: str = ""
    note: str = ""
    source: str = "katalog"


@dataclass(frozen=True, slots=True)
class Amendment:
    """Where the newer wording of an amended provision stands.

    ``object`` is the amended provision ("pp-10-1983/pasal-3", as fine as the act says it); ``verb`` is ``diubah``,
    ``disisipkan`` or ``dihapus``; ``subject`` the provision of the amending act with the new wording
    ("pp-45-1990/pasal-3"), or ``via`` where there is none of its own; ``via`` the frame that says so
    ("pp-45-1990/pasal-i/angka-1", or "pp-45-1990/pasal-i").
    """

    object: str
    verb: str
    subject: str
    via: str


@dataclass(frozen=True, slots=True)
class Regulation:
    """What is known of one regulation; empty string or None where unknown.

    ``status`` is as written in the catalogue or derived from relations, never guessed; with a ``status_reason`` it is a
    librarian's word, which counts more than both. ``amendments`` are the articles of other regulations that this one
    changes.
    """

    id: str
    kind: str
    number: str
    year: int | None
    title: str
    place: str = ""
    issuer: str = ""
    enacted: date | None = None
    in_force_from: date | None = None
    repealed_on: date | None = None
    status: Status = "tidak diketahui"
    topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    page_url: str = ""
    pdf_url: str = ""
    relations: tuple[Relation, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    status_reason: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The file a regulation was read from; ``name`` as given, ``sha256`` of its bytes, ``pages`` its count."""

    name: str
    sha256: str
    pages: int


@dataclass(frozen=True, slots=True)
class Provision:
    """One unit of a regulation in document order; ``path`` and ``label`` as in ``kb.citation``.

    ``start`` and ``end`` are offsets of the unit with all it contains in the cleaned document text; ``own_end``
    is where its own words (before its first sub-unit) end, so that the own words of all provisions, joined, are
    the whole cleaned text. ``headings`` are the bab, bagian and paragraf it stands under. ``text`` is as printed;
    ``reading`` is how it is to be read where recognition spoilt the print, empty where both are the same.
    """

    path: str
    label: str
    kind: str
    parent: str
    headings: tuple[str, ...]
    start: int
    own_end: int
    end: int
    text: str
    pages: tuple[int, ...]
    boxes: tuple[PageBox, ...]
    reading: str = ""


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft or any other text to be checked, as read from ``name``.

    ``text`` is what offsets count in: a text file's own characters, a Word file's or PDF's lines joined by newlines.
    ``lines`` are (offset of the first character, page, line), both from 1; lines are counted on a PDF's page, else in
    the file. ``regulation`` is what its heading says it is (a slug for an id where it has no number yet);
    ``provisions`` are its units, with ``start``, ``own_end`` and ``end`` in ``text``, in document order. ``printed``
    says that it was read from pages, where a mark may have been lost.
    """

    name: str
    text: str
    lines: tuple[tuple[int, int, int], ...]
    regulation: Regulation
    provisions: tuple[Provision, ...]
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded and found: a provision or (``#2`` in its path) a part of a long one.

    ``text`` is verbatim; ``embedding_text`` adds title and headings; ``article`` is the path of its article.
    ``verbatim`` is False where recognition of its lines was poor, so that the page picture must be looked at.
    """

    path: str
    regulation: str
    article: str
    label: str
    headings: tuple[str, ...]
    text: str
    embedding_text: str
    pages: tuple[int, ...]
    boxes: tuple[PageBox, ...]
    verbatim: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found, with what a reader must know of its regulation. ``score`` is 0..1, higher better."""

    chunk: Chunk
    score: float
    title: str
    status: Status
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a quote needs beside it: a ``rujukan`` that it makes, an ``istilah`` that it uses, its own ``penjelasan``.

    ``term`` is what is explained (the provision referred to, the term, the provision elucidated), ``text`` the law's
    own words for it, on one line; ``path``, ``label`` and ``page`` say where they stand.
    """

    kind: Literal["rujukan", "istilah", "penjelasan"]
    term: str
    text: str
    path: str
    label: str
    page: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question; ``passages`` carry the quotes it stands on and are empty when nothing was found.

    ``beside`` explains the first quote. ``related`` are passages near to a question that was refused ("mungkin
    terkait"): no answer, and without quotes. ``about`` says whether the answer is what the law says or what a
    regulation is worth; then ``relations`` are what it stands on, and where these are known from the catalogue alone
    there are no passages.
    """

    question: str
    text: str
    found: bool
    confidence: float
    refusal: Refusal | None
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...] = ()
    mode: str = "ekstraktif"
    beside: tuple[Beside, ...] = ()
    related: tuple[Passage, ...] = ()
    about: Subject = "isi"
    relations: tuple[Relation, ...] = ()
