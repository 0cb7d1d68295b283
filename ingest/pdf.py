"""One PDF in, its pages out: lines in reading order with boxes; plus page pictures.

pypdf is the gate (is this a PDF, is it locked, how many pages: it answers damage with errors), pdfium reads text
and draws (it is exact and fast, but aborts its whole process on some hostile files). So pdfium only ever runs in a
child process with limits on memory and time: ``python -m ingest.pdf FILE``.

Does not do: recognise scans (``ingest.ocr``), drop running heads (``ingest.clean``), columns set side by side.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pypdf
import pypdf.errors
import pypdfium2
import pypdfium2.raw as pdfium

from kb.types import Box, DocumentError, Line, Page

MAX_PAGES = 5_000
MEMORY_LIMIT = 3 << 30
SECONDS_PER_FILE = 300
HYPHENS = {"\x02": "-", "\xad": "-", "￾": "-"}  # how pdfium writes a hyphen at a line's end


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    box: Box
    after_space: bool


def read_pages(path: Path) -> list[Page]:
    """All pages of the PDF at ``path``.

    Raises DocumentError, naming file and cause, for what is not a PDF, is locked, damaged, empty or too large, and
    where the reading child dies or runs over its limits. A scanned page comes back without lines.
    """
    check_document(path)
    command = [sys.executable, "-m", "ingest.pdf", str(path)]
    try:
        child = subprocess.run(command, capture_output=True, timeout=SECONDS_PER_FILE, check=False)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"{path.name}: pembacaan melebihi {SECONDS_PER_FILE} detik") from error
    if child.returncode:
        cause = child.stderr.decode(errors="replace").strip().splitlines()
        raise DocumentError(f"{path.name}: PDF tidak dapat dibaca ({cause[-1] if cause else child.returncode})")
    rows = json.loads(child.stdout)
    return [
        Page(
            r["number"],
            r["width"],
            r["height"],
            tuple(
                Line(ln["text"], tuple(ln["box"]), ln["confidence"], tuple(ln["cell"]) if ln["cell"] else None)
                for ln in r["lines"]
            ),
            r["scanned"],
            r["trouble"],
        )
        for r in rows
    ]


def check_document(path: Path) -> int:
    """Number of pages of the PDF at ``path``, read by pypdf; DocumentError where it must not be read further."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path.name}: berkas tidak dapat dibuka ({error.strerror})") from error
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(f"{path.name}: bukan PDF" if data else f"{path.name}: berkas kosong")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(f"{path.name}: PDF terkunci kata sandi")
        count = len(reader.pages)
    except DocumentError:
        raise
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise DocumentError(f"{path.name}: PDF rusak atau terpotong ({error})") from error
    if count == 0:
        raise DocumentError(f"{path.name}: PDF tanpa halaman")
    if count > MAX_PAGES:
        raise DocumentError(f"{path.name}: {count} halaman, paling banyak {MAX_PAGES}")
    return count


def render_page(path: Path, number: int, scale: float = 2.0) -> bytes:
    """Page ``number`` (1-based) of the PDF at ``path`` as PNG bytes, ``scale`` pixels a point.

    Raises DocumentError where there is no such page or the drawing child fails.
    """
    command = [sys.executable, "-m", "ingest.pdf", str(path), str(number), str(scale)]
    try:
        child = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"{path.name}: halaman {number} tidak dapat digambar (waktu habis)") from error
    if child.returncode:
        raise DocumentError(f"{path.name}: halaman {number} tidak dapat digambar")
    return child.stdout


def _page_chars(page: pypdfium2.PdfPage) -> Iterator[_Char]:
    """Characters of a page in the file's own order, boxes as the page is shown (rotation and crop applied)."""
    text = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()
    space = True
    for n in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, n)
        char = HYPHENS.get(chr(code), chr(code)) if code else " "
        if char.isspace():
            space = True
            continue
        x0, y0, x1, y1 = text.get_charbox(n, loose=True)
        box = {
            0: (x0 - left, y0 - bottom, x1 - left, y1 - bottom),
            90: (y0 - bottom, right - x1, y1 - bottom, right - x0),
            180: (right - x1, top - y1, right - x0, top - y0),
            270: (top - y1, x0 - left, top - y0, x1 - left),
        }[turn]
        yield _Char(char, box, space)
        space = False


def assemble_lines(chars: list[_Char]) -> tuple[Line, ...]:
    """Lines from top to bottom: characters whose middles lie at about one height, from left to right.

    The order of the file is not trusted (headings often come after their text); its spaces are, between
    characters that were neighbours in the file.
    """
    rows: list[tuple[float, list[tuple[int, _Char]]]] = []
    for n, char in sorted(enumerate(chars), key=lambda item: -(item[1].box[1] + item[1].box[3])):
        middle, height = (char.box[1] + char.box[3]) / 2, max(3.0, char.box[3] - char.box[1])
        if rows and abs(rows[-1][0] - middle) < 0.45 * height:
            rows[-1][1].append((n, char))
        else:
            rows.append((middle, [(n, char)]))
    return tuple(_assemble_line(row) for _, row in rows)


def _assemble_line(row: list[tuple[int, _Char]]) -> Line:
    row.sort(key=lambda item: item[1].box[0])
    text = ""
    last: tuple[int, _Char] | None = None
    for n, char in row:
        if last is not None:
            gap = char.box[0] - last[1].box[2]
            height = max(4.0, char.box[3] - char.box[1])
            neighbours = n == last[0] + 1
            if (neighbours and char.after_space) or (not neighbours and gap > 0.15 * height) or gap > 0.6 * height:
                text += " "
        text += char.text
        last = (n, char)
    boxes = [char.box for _, char in row]
    box = (
        round(min(b[0] for b in boxes), 1),
        round(min(b[1] for b in boxes), 1),
        round(max(b[2] for b in boxes), 1),
        round(max(b[3] for b in boxes), 1),
    )
    return Line(text, box)


def _read_in_child(path: str) -> None:
    document = pypdfium2.PdfDocument(path)
    pages = []
    for n in range(len(document)):
        page = document[n]
        width, height = page.get_size()
        lines = assemble_lines(list(_page_chars(page)))
        pages.append(asdict(Page(n + 1, round(width, 1), round(height, 1), lines)))
        page.close()
    json.dump(pages, sys.stdout)


def _render_in_child(path: str, number: int, scale: float) -> None:
    document = pypdfium2.PdfDocument(path)
    if not 1 <= number <= len(document):
        raise SystemExit(f"no page {number}")
    document[number - 1].render(scale=scale).to_pil().save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    if len(sys.argv) == 2:
        _read_in_child(sys.argv[1])
    else:
        _render_in_child(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
