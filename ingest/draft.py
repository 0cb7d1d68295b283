"""A draft in (text, markdown, Word, PDF), its text and units out: what the checks and ``kb.clauses`` read.

Offsets count in the text as written, so that a span found by a check can be shown where it stands. A PDF's text is
its cleaned lines as they are to be read; of any other file nothing is dropped.

Does not do: keep anything; judge anything.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from ingest.clean import CleanText, PlacedLine, clean_pages
from ingest.metadata import read_metadata
from ingest.pdf import read_pages
from ingest.repair import repair_line
from ingest.structure import parse_provisions
from ingest.text import MARKDOWN, NO_BOX, SUFFIXES, read_plain_text
from kb.types import DocumentError, DraftText, Line, Regulation
from kb.word_document import read_paragraphs

DRAFT_SUFFIXES = (*SUFFIXES, ".docx", ".pdf")


def read_draft(path: Path) -> DraftText:
    """The draft in a file; DocumentError where it cannot be read or is of another kind than ``DRAFT_SUFFIXES``."""
    suffix = path.suffix.lower()
    if suffix not in DRAFT_SUFFIXES:
        raise DocumentError(f"{path.name}: jenis berkas tidak dikenal; yang dibaca: {', '.join(DRAFT_SUFFIXES)}")
    if suffix == ".pdf":
        clean = clean_pages(read_pages(path))
        if not clean.text.strip():
            raise DocumentError(f"{path.name}: tidak ada halaman yang dapat dibaca")
        return _draft(path.name, _as_read(clean), _printed_lines(clean), printed=True)
    if suffix == ".docx":
        lines = read_paragraphs(path)
        if not lines:
            raise DocumentError(f"{path.name}: berkas kosong")
        return parse_draft("\n".join(lines), path.name)
    return parse_draft(read_plain_text(path), path.name, markdown=suffix == ".md")


def parse_draft(text: str, name: str = "teks", *, markdown: bool = False) -> DraftText:
    """The draft that ``text`` is; a text of any other sort has a regulation of kind ``dokumen``."""
    return _draft(name, _place_text(text, markdown), _written_lines(text))


def _draft(name: str, clean: CleanText, lines: tuple[tuple[int, int, int], ...], *, printed: bool = False) -> DraftText:
    try:
        regulation = read_metadata(clean.reading, name)
    except DocumentError:  # too short to have a title: a sentence, a list of citations
        regulation = Regulation(id="rancangan", kind="dokumen", number="", year=None, title="")
    return DraftText(name, clean.text, lines, regulation, tuple(parse_provisions(clean, regulation.id)), printed)


def _printed_lines(clean: CleanText) -> tuple[tuple[int, int, int], ...]:
    """Of each kept line of a PDF: offset in the reading, page, number among the kept lines of the page."""
    counts: Counter[int] = Counter()
    lines = []
    for placed in clean.lines:
        counts[placed.page] += 1
        lines.append((placed.read_start, placed.page, counts[placed.page]))
    return tuple(lines)


def _written_lines(text: str) -> tuple[tuple[int, int, int], ...]:
    """Of each line of a text: offset, page (a form feed starts one), number in the file."""
    lines = []
    start, page = 0, 1
    for number, line in enumerate(text.split("\n"), start=1):
        page += line.count("\f")
        lines.append((start, page, number))
        start += len(line) + 1
    return tuple(lines)


def _as_read(clean: CleanText) -> CleanText:
    """The same lines with what is to be read in place of what is printed."""
    lines = tuple(
        PlacedLine(
            p.page, Line(p.reading, p.line.box, p.line.confidence, p.line.cell), p.read_start, p.reading, p.read_start
        )
        for p in clean.lines
    )
    return CleanText(clean.reading, clean.reading, lines, clean.dropped)


def _place_text(text: str, markdown: bool) -> CleanText:
    """The lines of a text where they stand; its reading leaves out empty lines and blanks the marks of markdown."""
    blanked = re.sub(r"[^\S\n]", " ", _blank_marks(text) if markdown else text)
    placed: list[PlacedLine] = []
    start = read_start = 0
    page = 1
    for written, line in zip(text.split("\n"), blanked.split("\n"), strict=True):
        page += written.count("\f")
        if line.strip():
            lead = len(line) - len(line.lstrip())
            reading, offsets = repair_line(line.strip())
            placed.append(PlacedLine(page, Line(written[lead:], NO_BOX), start + lead, reading, read_start, offsets))
            read_start += len(reading) + 1
        start += len(written) + 1
    return CleanText(text, "\n".join(p.reading for p in placed), tuple(placed), ())


def _blank_marks(text: str) -> str:
    """Markdown's marks and link targets as blanks, every other character where it was."""
    for mark, kept in MARKDOWN:
        group = 1 if kept else 0

        def blank(match: re.Match[str], group: int = group) -> str:
            low, high = (match.start(group) - match.start(), match.end(group) - match.start()) if group else (0, 0)
            whole = re.sub(r"[^\n]", " ", match[0])
            return whole[:low] + match[0][low:high] + whole[high:]

        text = mark.sub(blank, text)
    return text
