"""Set the guides of ``corpus/panduan`` (Markdown) as PDFs that look like, and are read like, an official document.

A guide has front matter between two ``---`` lines (number, year, title, short, status: one ``key: value`` a line) and
a body of ``## BAB I Title``, ``### Pasal 1`` and one paragraph a line: ``(1) ...`` ayat, ``a. ...`` huruf,
``1. ...`` angka, or plain text. The same Markdown always gives the same bytes. Run it as
``python -m ingest.typeset corpus/panduan corpus/pdf``; reportlab comes with the development extra.

Does not do: emphasis, links, tables, or letters outside Windows-1252.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from kb.types import DocumentError

KEYS = ("number", "year", "title", "short", "status")
FONT, BOLD, SIZE, LEADING = "Times-Roman", "Times-Bold", 12.0, 17.0
SIDE, TOP, BOTTOM = 85.0, 110.0, 95.0  # margins of the text, in points
INDENT = 24.0
DEPTH = {"teks": 0, "ayat": 0, "huruf": 1, "angka": 2}
MARKERS = (
    ("ayat", re.compile(r"(\(\d{1,2}\)) +(.+)")),
    ("huruf", re.compile(r"([a-z]\.) +(.+)")),
    ("angka", re.compile(r"(\d{1,2}\.) +(.+)")),
)
# A line must not end inside these: what opens the next line would look like a heading or a list marker, and a citation
# alone on its line, at the edge of several pages, like a running head.
GLUED = re.compile(
    r" (?=\(\w+ Nomor|(?:Pasal|Nomor|Tahun) \d)|(?<=\bPasal) |(?<=\b(?:huruf|angka|Nomor|Tahun)) |(?<=\bayat) "
)
NO_BREAK = "\xa0"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a guide's body: kind (bab, pasal, teks, ayat, huruf, angka), its mark ("(1)", "BAB I") and words."""

    kind: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as its Markdown says it: front matter and body."""

    number: int
    year: int
    title: str
    short: str
    status: str
    blocks: tuple[Block, ...]

    @property
    def file_name(self) -> str:
        """Name of its PDF: ``panduan-1-2026.pdf``."""
        return f"panduan-{self.number}-{self.year}.pdf"


def read_guide(text: str) -> Guide:
    """The guide that Markdown ``text`` holds; DocumentError where its front matter or a heading is not as expected."""
    match = re.fullmatch(r"---\n(?P<head>.*?)\n---\n(?P<body>.*)", text, re.S)
    if not match:
        raise DocumentError("panduan tanpa kepala di antara dua baris ---")
    head = {key.strip(): value.strip() for key, _, value in (ln.partition(":") for ln in match["head"].split("\n"))}
    if set(head) != set(KEYS) or not head["number"].isdigit() or not head["year"].isdigit():
        raise DocumentError(f"kepala panduan harus berisi {', '.join(KEYS)}; ditemukan {', '.join(head)}")
    blocks = tuple(_read_line(line.strip()) for line in match["body"].split("\n") if line.strip())
    return Guide(int(head["number"]), int(head["year"]), head["title"], head["short"], head["status"], blocks)


def _read_line(line: str) -> Block:
    if line.startswith("#"):
        if match := re.fullmatch(r"## (BAB [IVXLC]+) (.+)", line):
            return Block("bab", match[1], match[2])
        if match := re.fullmatch(r"### (Pasal \d+)", line):
            return Block("pasal", match[1], "")
        raise DocumentError(f"judul panduan tidak dikenal: {line!r}")
    for kind, pattern in MARKERS:
        if match := pattern.fullmatch(line):
            return Block(kind, match[1], match[2])
    return Block("teks", "", line)


def set_guide(guide: Guide) -> bytes:
    """The guide as PDF bytes, the same for the same guide."""
    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=A4, invariant=1, pageCompression=0)  # the same bytes from any zlib
    canvas.setTitle(guide.title)
    canvas.setSubject(guide.status)
    height = A4[1] - TOP
    page = 1
    _draw_frame(canvas, guide, page)
    for kind, x, lines in _columns(guide):
        room = LEADING * (len(lines) + 2 if kind == "heading" else min(len(lines), 2))
        if kind == "heading":
            height -= LEADING / 2
        if height - room < BOTTOM:
            canvas.showPage()
            page, height = page + 1, A4[1] - TOP
            _draw_frame(canvas, guide, page)
        for n, (mark, line) in enumerate(lines):
            if height < BOTTOM:
                canvas.showPage()
                page, height = page + 1, A4[1] - TOP
                _draw_frame(canvas, guide, page)
            if kind == "heading":
                canvas.setFont(BOLD if mark else FONT, SIZE)
                canvas.drawCentredString(A4[0] / 2, height, line)
            else:
                canvas.setFont(FONT, SIZE)
                if mark and n == 0:
                    canvas.drawString(x - INDENT, height, mark)
                canvas.drawString(x, height, line)
            height -= LEADING
        height -= LEADING / 4
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_frame(canvas: Any, guide: Guide, page: int) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 45, guide.short)
    if page > 1:
        canvas.setFont(FONT, SIZE)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 70, f"- {page} -")
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 45, guide.status)


def _columns(guide: Guide) -> Iterator[tuple[str, float, list[tuple[str, str]]]]:
    """Everything to be set, in order: heading or item, left edge, lines as (mark, words); a bold heading has a mark."""
    width = A4[0] - 2 * SIDE
    title = _wrap(guide.title.upper(), width, BOLD)
    opening = ["PANDUAN", f"NOMOR {guide.number} TAHUN {guide.year}", "TENTANG", *title]
    yield "heading", 0, [("bold", line) for line in opening]
    for block in guide.blocks:
        if block.kind == "bab":
            heading = [block.mark, *_wrap(block.words.upper(), width, BOLD)]
            yield "heading", 0, [("bold", line) for line in heading]
        elif block.kind == "pasal":
            yield "heading", 0, [("", block.mark)]
        else:
            left = SIDE + INDENT * (DEPTH[block.kind] + bool(block.mark))
            lines = _wrap(block.words, A4[0] - SIDE - left, FONT)
            yield "item", left, [(block.mark, line) for line in lines]


def _wrap(words: str, width: float, font: str) -> list[str]:
    """``words`` in lines no wider than ``width`` points, broken at spaces that are not glued."""
    lines: list[str] = []
    for word in GLUED.sub(NO_BREAK, words).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, font, SIZE) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line.replace(NO_BREAK, " ") for line in lines]


def set_folder(source: Path, target: Path) -> list[Path]:
    """Set every ``*.md`` guide of ``source`` into ``target`` (made where missing); the PDFs written, in order.

    Raises DocumentError, naming the file, where a guide cannot be read.
    """
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for path in sorted(source.glob("*.md")):
        try:
            guide = read_guide(path.read_text(encoding="utf-8"))
        except DocumentError as error:
            raise DocumentError(f"{path.name}: {error}") from error
        written.append(target / guide.file_name)
        written[-1].write_bytes(set_guide(guide))
    return written


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("python -m ingest.typeset FOLDER_OF_MARKDOWN FOLDER_OF_PDFS")
    for pdf in set_folder(Path(sys.argv[1]), Path(sys.argv[2])):
        print(pdf)
