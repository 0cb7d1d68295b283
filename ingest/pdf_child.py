"""What runs in the reading child: ``python -m ingest.pdf_child read|draw FILE ...``, with limits on its memory.

pypdf is the gate (is this a PDF, is it locked, how many pages: it answers damage with errors), pdfium reads text and
draws (it is exact and fast, but aborts its whole process on some hostile files). Answers go to standard output: a JSON
object a line, followed by raw bytes where it says ``bytes``. ``ingest.bounded`` asks and listens.
"""

from __future__ import annotations

import ctypes
import io
import json
import logging
import math
import os
import resource
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pypdf
import pypdf.errors
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.lines import Char, assemble_lines
from ingest.rulings import find_cells
from kb.types import Box

MEMORY_LIMIT = 2 << 30
SECONDS_PER_PAGE = 30  # of processor time, so that a busy machine loses no page; an ordinary page takes 0.01
MAX_PAGES = 5_000
MAX_CHARS = 50_000  # on one page; a dense printed page has 8,000
MAX_UNSEEN = 4_000  # bytes of content of which nothing shows; an empty page of a word processor has hundreds
MAX_OBJECTS = 20_000  # of one page that are looked at for pictures and rules
MAX_SEGMENTS = 200
MAX_DEPTH = 4  # forms within forms
MAX_PIXELS = 24_000_000  # A3 at 300 dpi has 17 million
RULE_WIDTH = 3.0  # points; what is thinner is a rule
HYPHENS = {"\x02": "-", "\xad": "-", "\ufffe": "-"}  # how pdfium writes a hyphen at a line's end
DAMAGE = (
    pypdf.errors.PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


class _RefusalError(Exception):
    """The file must not be read further; the message is the Indonesian cause."""


def _renew_time() -> None:
    """Give the next step its time; the system ends the process where it takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + SECONDS_PER_PAGE
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(row: dict[str, Any], data: bytes = b"") -> None:
    if data:
        row["bytes"] = len(data)
    sys.stdout.buffer.write(json.dumps(row).encode() + b"\n" + data)
    sys.stdout.buffer.flush()


def _gate(data: bytes) -> int | None:
    """Number of pages by pypdf; None where it cannot tell because the file is encrypted."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            return None
        count = len(reader.pages)
    except MemoryError as error:
        raise _RefusalError("PDF membutuhkan memori terlalu banyak") from error
    except DAMAGE as error:
        raise _RefusalError(f"PDF rusak atau terpotong ({str(error)[:120] or type(error).__name__})") from error
    if count == 0:
        raise _RefusalError("PDF tanpa halaman")
    if count > MAX_PAGES:
        raise _RefusalError(f"{count} halaman, paling banyak {MAX_PAGES}")
    return count


def _open(path: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise _RefusalError("PDF terkunci kata sandi" if locked else "PDF rusak atau terpotong") from error


def _read(path: str, first: int) -> None:
    """Answer the number of pages, then for each page from ``first`` its size, then what is on it or its ``trouble``."""
    data = Path(path).read_bytes()
    expected = _gate(data) if first == 1 else None
    del data
    document = _open(path)
    count = len(document)
    if count == 0:
        raise _RefusalError("PDF tanpa halaman")
    if count > MAX_PAGES:
        raise _RefusalError(f"{count} halaman, paling banyak {MAX_PAGES}")
    if expected not in (None, count):
        raise _RefusalError(f"PDF rusak: {expected} halaman menurut daftarnya, {count} yang terbaca")
    _answer({"count": count})
    for number in range(first, count + 1):
        _renew_time()
        page = document[number - 1]
        width, height = page.get_size()
        _answer({"page": number, "width": round(width, 1), "height": round(height, 1)})
        row = _page_row(page)
        if not any(row.values()) and _content_bytes(path, number) > MAX_UNSEEN:
            row = {"trouble": "isi halaman rusak"}
        _answer({"page": number, **row})
        page.close()


def _content_bytes(path: str, number: int) -> int:
    """Length of a page's drawing instructions; beyond any bound where pypdf cannot unpack them."""
    try:
        reader = pypdf.PdfReader(path)
        contents = None if reader.is_encrypted else reader.pages[number - 1].get_contents()
        return len(contents.get_data()) if contents is not None else 0
    except DAMAGE:
        return MAX_UNSEEN + 1


def _page_row(page: pypdfium2.PdfPage) -> dict[str, Any]:
    to_shown = _Turn(page)
    text = page.get_textpage()
    if text.count_chars() > MAX_CHARS:
        return {"trouble": f"lebih dari {MAX_CHARS} huruf"}
    pictures, rules, shapes = _drawn(page, to_shown)
    chars = list(_page_chars(text, page.get_size(), to_shown))
    lines = assemble_lines(chars, find_cells(rules))
    return {
        "lines": [[line.text, line.box, line.cell] for line in lines],
        "pictures": pictures,
        "shapes": shapes,
    }


class _Turn:
    """Boxes of the file's own coordinates as boxes of the page as it is shown (rotation and crop applied)."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.angle = page.get_rotation()

    def __call__(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        if self.angle == 90:
            return (y0 - self.bottom, self.right - x1, y1 - self.bottom, self.right - x0)
        if self.angle == 180:
            return (self.right - x1, self.top - y1, self.right - x0, self.top - y0)
        if self.angle == 270:
            return (self.top - y1, x0 - self.left, self.top - y0, x1 - self.left)
        return (x0 - self.left, y0 - self.bottom, x1 - self.left, y1 - self.bottom)


def _page_chars(text: pypdfium2.PdfTextPage, size: tuple[float, float], to_shown: _Turn) -> Iterator[Char]:
    """Characters of a page of ``size`` in the file's own order."""
    width, height = size
    space = True
    for n in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, n)
        char = HYPHENS.get(chr(code), chr(code)) if code else " "
        if 0xD800 <= code < 0xE000:  # half of a pair: no character by itself, and cannot be stored
            char = "\ufffd"
        if char.isspace() or (code < 32 and char != "-"):
            space = True
            continue
        box = to_shown(*text.get_charbox(n, loose=True))
        if box[2] <= 0 or box[3] <= 0 or box[0] >= width or box[1] >= height:
            continue  # off the paper, as seen by nobody
        yield Char(char, box, space)
        space = False


def _drawn(page: pypdfium2.PdfPage, to_shown: _Turn) -> tuple[list[tuple[Box, float]], list[Box], int]:
    """Pictures (box, dots per inch), ruling lines, and the number of drawn shapes of a page."""
    pictures: list[tuple[Box, float]] = []
    rules: list[Box] = []
    shapes = 0
    wanted = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH]
    for drawn in islice(page.get_objects(filter=wanted, max_depth=MAX_DEPTH), MAX_OBJECTS):
        try:
            box = drawn.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            shown = to_shown(*box)
            across, down = drawn.get_px_size()
            area = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
            pictures.append((_rounded(shown), round(72 * math.sqrt(across * down / area))))
        else:
            shapes += 1
            rules += [to_shown(*rule) for rule in _rules(drawn, box)]
    return pictures, rules, shapes


def _rounded(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


def _rules(drawn: pypdfium2.PdfObject, box: Box) -> Iterator[Box]:
    """The ruling lines that a drawn path is or has as its sides, in the file's coordinates."""
    if min(box[2] - box[0], box[3] - box[1]) <= RULE_WIDTH:
        yield box
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn.raw, fill, stroke)
    if not stroke.value:
        return  # a coloured area behind a text
    matrix = drawn.get_matrix()
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(min(pdfium.FPDFPath_CountSegments(drawn.raw), MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn.raw, n)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return  # a curve: no table's
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            points = [point]
        else:
            points.append(point)
            yield from _rule(*points[-2:])
            if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != point:
                yield from _rule(point, points[0])


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Box]:
    box = (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
    if min(box[2] - box[0], box[3] - box[1]) < 1 < max(box[2] - box[0], box[3] - box[1]):
        yield box


def _draw(path: str, dpi_of_pages: dict[str, float], *, png: bool) -> None:
    """Answer each page asked for as a picture: PNG, or grey levels a byte each with the picture's own dpi."""
    document = _open(path)
    for number, dpi in dpi_of_pages.items():
        if not 1 <= int(number) <= len(document):
            raise _RefusalError(f"halaman {number} tidak ada")
        _renew_time()
        page = document[int(number) - 1]
        width, height = page.get_size()
        scale = min(dpi / 72, math.sqrt(MAX_PIXELS / max(1.0, width * height)))
        if png:
            data = io.BytesIO()
            page.render(scale=scale).to_pil().save(data, "PNG")
            _answer({"page": int(number)}, data.getvalue())
        else:
            picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
            _answer({"page": int(number), "size": picture.size, "dpi": 72 * scale}, picture.tobytes())
        page.close()


def _main(mode: str, path: str, argument: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _renew_time()
    logging.disable()
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - pypdf warns of what it repairs, and nobody listens
    try:
        if mode == "read":
            _read(path, int(argument))
        else:
            _draw(path, json.loads(argument), png=mode == "png")
    except _RefusalError as refusal:
        _answer({"error": str(refusal)})


if __name__ == "__main__":
    _main(*sys.argv[1:])
