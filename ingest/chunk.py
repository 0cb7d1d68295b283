"""From provisions to chunks: what is embedded, found and quoted.

A chunk is one article, or where that is long its ayat, or where those are long their huruf; never text of two
articles. Documents without articles are cut in the same way along their own units. What is longer still (an annex, a
general elucidation) is cut with LangChain's splitter into parts ``#2``, ``#3``. The quoted text is verbatim; title,
headings, the lead-in of a list and the header of a table go only into the embedded text (``ingest.embedding_text``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ingest.clean import CleanText
from ingest.elucidation import is_nothing_said
from ingest.embedded import KnownWords, join_hyphens, known_words, table_header, table_words
from kb.citation import parse_path, regulation_label
from kb.types import Chunk, Provision, Regulation

LIMIT = 1_000  # characters of one chunk; about 260 tokens of the default model, whose window is 512
SKIPPED = {"judul", "memutuskan", "pasal-demi-pasal", "mengingat", "kepala"}
HEADINGS = {"bab", "bagian", "paragraf", "subjudul"}  # without units below them mere names
NAMED = HEADINGS | {"lampiran", "sop", "penjelasan"}  # whose own words are heads, said by ``headings`` already
HEADING_LENGTH = 300
OWN_WORDS = 60  # characters of a long unit's own words from which they are a chunk
LEAD = 400  # characters of lead-in said before a unit
# Mean confidence of recognised lines under which more than 5 % of their words are wrong (measured, docs/parsing.md).
POOR = 0.86


@cache
def _splitter() -> Any:
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # a third of a second, for long texts only

    return RecursiveCharacterTextSplitter(chunk_size=LIMIT, chunk_overlap=0, add_start_index=True)


@dataclass(frozen=True, slots=True)
class _Document:
    regulation: Regulation
    clean: CleanText
    children: dict[str, list[Provision]]
    words: KnownWords


def chunk_provisions(regulation: Regulation, provisions: list[Provision], clean: CleanText) -> list[Chunk]:
    """Chunks of a document in document order; headings, title block and "Cukup jelas" have none."""
    children: dict[str, list[Provision]] = {}
    for provision in provisions:
        children.setdefault(provision.parent, []).append(provision)
    document = _Document(regulation, clean, children, known_words(clean.reading))
    chunks: list[Chunk] = []
    for provision in children.get("", []):
        below = children.get(provision.path, [])
        parts = below if provision.kind == "penjelasan" and below else [provision]
        for part in parts:
            if part.path.endswith("/penjelasan/penutup"):
                continue
            chunks += _chunks_of(document, part, "")
    return chunks


def _chunks_of(document: _Document, provision: Provision, lead: str) -> Iterator[Chunk]:
    below = document.children.get(provision.path, [])
    if _says_nothing(provision, bool(below)):
        return
    if len(provision.text) <= LIMIT:
        yield _chunk(document, provision, lead)
    elif not below:
        yield from _parts(document, provision, provision.end, lead)
    elif provision.kind == "tabel":
        yield from _table_parts(document, provision, below, lead)
    else:
        own = document.clean.reading_between(provision.start, provision.own_end).strip()
        if len(own) > OWN_WORDS:
            yield from _parts(document, provision, provision.own_end, lead)
        tail = below[-1].text if below[-1].kind == "lanjutan" else ""
        names_only = provision.kind in NAMED or (provision.kind == "pasal" and len(own) <= 15)
        inherited = lead if names_only else f"{lead} {own}".strip()
        for child in below:
            words = f"{inherited} ... {tail}" if tail and child is not below[-1] else inherited
            yield from _chunks_of(document, child, _last_words(words))


def _last_words(text: str) -> str:
    """The end of a lead-in that grew long, from a word's beginning."""
    return text if len(text) <= LEAD else text[-LEAD:].partition(" ")[2]


def _says_nothing(provision: Provision, has_units: bool) -> bool:
    """Whether a provision has no words that are worth finding: a mere heading, a title block, "Cukup jelas"."""
    if provision.kind in SKIPPED or not provision.text:
        return True
    if provision.kind in HEADINGS and not has_units:
        return len(provision.text) <= HEADING_LENGTH and not provision.text.rstrip().endswith((".", ";", ":"))
    return "/penjelasan/" in provision.path and is_nothing_said(provision.reading or provision.text)


def _parts(document: _Document, provision: Provision, end: int, lead: str) -> Iterator[Chunk]:
    """The text of a provision up to ``end`` in parts of at most LIMIT characters, numbered from 1."""
    text = document.clean.text[provision.start : end]
    for n, part in enumerate(_splitter().create_documents([text]), start=1):
        start = provision.start + int(part.metadata["start_index"])
        stop = start + len(part.page_content)
        yield _chunk(document, _piece(document, provision, start, stop), lead if n == 1 else "", n)


def _table_parts(document: _Document, table: Provision, rows: list[Provision], lead: str) -> Iterator[Chunk]:
    """A long table: its short rows, in order, as parts ``#2``, ``#3`` of the table, each long row under its own path.

    A part that holds many rows is never called by the name of one of them; each row can still be shown by its own.
    """
    header = table_header(document.clean, table.start, table.own_end)
    start, number = table.start, 1
    for row in rows:
        long = len(row.text) > LIMIT // 2
        if row.start > start and (long or row.end - start > LIMIT):
            yield _table_chunk(document, table, (start, row.start), header, number, lead)
            start, number = row.start, number + 1
        if long:
            yield from _row_chunks(document, row, header, lead)
            start = row.end
    if start < table.end:
        yield _table_chunk(document, table, (start, table.end), header, number, lead)


def _row_chunks(document: _Document, row: Provision, header: dict[int, str], lead: str) -> Iterator[Chunk]:
    if len(row.text) > LIMIT:
        yield from _parts(document, row, row.end, f"{lead} {' '.join(header.values())}".strip())
    else:
        words = table_words(document.clean, row.start, row.end, header)
        yield _chunk(document, row, lead, words=words)


def _table_chunk(
    document: _Document, table: Provision, span: tuple[int, int], header: dict[int, str], number: int, lead: str
) -> Chunk:
    start = max(span[0], table.own_end)
    words = table_words(document.clean, start, span[1], header)
    return _chunk(document, _piece(document, table, *span), lead, number, words)


def _piece(document: _Document, provision: Provision, start: int, stop: int) -> Provision:
    """``text[start:stop]`` of a provision, under its path."""
    clean = document.clean
    printed = clean.text[start:stop]
    start += len(printed) - len(printed.lstrip())
    stop = start + len(printed.strip())
    return replace(
        provision,
        start=start,
        end=stop,
        text=clean.text[start:stop],
        reading=clean.reading_between(start, stop),
        pages=clean.pages_between(start, stop),
        boxes=clean.boxes_between(start, stop),
    )


def _chunk(document: _Document, provision: Provision, lead: str, part_number: int = 1, words: str = "") -> Chunk:
    regulation = document.regulation
    citation = replace(parse_path(provision.path), part_number=part_number)
    name = regulation_label(regulation.id)
    context = [f"{name} tentang {regulation.title}", *provision.headings, citation.label.removeprefix(name).strip()]
    body = words or join_hyphens(provision.reading or provision.text, document.words)
    body = " ".join(f"{join_hyphens(lead, document.words)} {body}".split())
    return Chunk(
        path=citation.path,
        regulation=regulation.id,
        article=citation.article,
        label=citation.label,
        headings=provision.headings,
        text=provision.text,
        embedding_text=". ".join(context) + ": " + body,
        pages=provision.pages,
        boxes=provision.boxes,
        verbatim=_confidence(document.clean, provision.start, provision.end) >= POOR,
    )


def _confidence(clean: CleanText, start: int, end: int) -> float:
    """Mean confidence of the lines of ``text[start:end]``, by their lengths; 1 where there are none."""
    lines = clean.lines_between(start, end)
    letters = sum(len(placed.line.text) for placed in lines)
    return sum(placed.line.confidence * len(placed.line.text) for placed in lines) / letters if letters else 1.0
