"""From provisions to chunks: what is embedded, found and quoted.

A chunk is one article, or where that is long its ayat, or where those are long their huruf; never text of two
articles. What is longer still (an annex, a general elucidation) is cut with LangChain's splitter into parts ``#2``,
``#3``. The quoted text is verbatim; title, headings and the lead-in of a list go only into the embedded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest.clean import CleanText
from kb.citation import parse_path, regulation_label
from kb.types import Chunk, Provision, Regulation

LIMIT = 1_000  # characters of one chunk; about 260 tokens of the default model, whose window is 512
SKIPPED = {"judul", "memutuskan", "bab", "bagian", "paragraf", "pasal-demi-pasal", "mengingat"}
_NOTHING_SAID = re.compile(r"(?:Pasal \w+|Ayat \(\w+\)|Huruf \w+|Angka \w+|Cukup\s+jelas|[.\s])*", re.I)
_SPLITTER = RecursiveCharacterTextSplitter(chunk_size=LIMIT, chunk_overlap=0, add_start_index=True)


def chunk_provisions(regulation: Regulation, provisions: list[Provision], clean: CleanText) -> list[Chunk]:
    """Chunks of a document in document order; headings, title block and "Cukup jelas" have none."""
    children: dict[str, list[Provision]] = {}
    for provision in provisions:
        children.setdefault(provision.parent, []).append(provision)
    chunks: list[Chunk] = []
    for provision in children.get("", []):
        if provision.kind in SKIPPED:
            continue
        if provision.kind == "penjelasan":
            for part in children.get(provision.path, []):
                if part.kind not in SKIPPED and not _NOTHING_SAID.fullmatch(part.text):
                    chunks += _chunks_of(regulation, part, children, clean, "")
        else:
            chunks += _chunks_of(regulation, provision, children, clean, "")
    return chunks


def _chunks_of(
    regulation: Regulation,
    provision: Provision,
    children: dict[str, list[Provision]],
    clean: CleanText,
    lead: str,
) -> Iterator[Chunk]:
    below = children.get(provision.path, [])
    if len(provision.text) <= LIMIT:
        yield _chunk(regulation, provision, lead)
    elif not below:
        yield from _parts(regulation, provision, provision.end, clean, lead)
    else:
        own = clean.reading_between(provision.start, provision.own_end).strip()
        if len(own) > 60:
            yield from _parts(regulation, provision, provision.own_end, clean, lead)
        for child in below:
            inherited = f"{lead} {own}".strip() if provision.kind != "pasal" or len(own) > 15 else lead
            yield from _chunks_of(regulation, child, children, clean, inherited[-400:])


def _parts(regulation: Regulation, provision: Provision, end: int, clean: CleanText, lead: str) -> Iterator[Chunk]:
    """The text of a provision up to ``end`` in parts of at most LIMIT characters, numbered from 1."""
    text = clean.text[provision.start : end]
    for n, part in enumerate(_SPLITTER.create_documents([text]), start=1):
        start = provision.start + int(part.metadata["start_index"])
        stop = start + len(part.page_content)
        piece = replace(
            provision,
            text=part.page_content,
            reading=clean.reading_between(start, stop),
            pages=clean.pages_between(start, stop),
            boxes=clean.boxes_between(start, stop),
        )
        yield _chunk(regulation, piece, lead if n == 1 else "", n)


def _chunk(regulation: Regulation, provision: Provision, lead: str, part_number: int = 1) -> Chunk:
    citation = replace(parse_path(provision.path), part_number=part_number)
    short = citation.label.removeprefix(regulation_label(regulation.id)).strip()
    context = [f"{regulation_label(regulation.id)} tentang {regulation.title}", *provision.headings, short]
    body = " ".join(f"{lead} {provision.reading or provision.text}".split())
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
    )
