"""PDFs whose pages are pictures of printed text, and the check that Tesseract is there to read them."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.bounded import draw_pages
from ingest.ocr import missing_program

SIZE = (420.0, 300.0)  # points: half a sheet, so that reading it is quick
WORDS = (
    "Pegawai yang terlambat wajib melapor kepada atasan",
    "paling lama dua hari kerja sejak hari itu.",
    "(1) Laporan dibuat secara tertulis.",
    "(2) Atasan memeriksa laporan tersebut.",
)


def need_tesseract() -> None:
    """Skip where Tesseract is absent; on the build machine its absence is a failure."""
    why = missing_program()
    if why and os.environ.get("CI"):
        pytest.fail(why)
    if why:
        pytest.skip(why)


def set_words(path: Path, words: tuple[str, ...] = WORDS, x: float = 50, y: float = 250) -> Path:
    """A page of printed lines, 20 points apart, the first at ``x``, ``y``."""
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    canvas.setFont("Times-Roman", 12)
    for n, line in enumerate(words):
        canvas.drawString(x, y - 20 * n, line)
    canvas.save()
    return path


def picture_of(path: Path, dpi: float = 200) -> Image.Image:
    (drawn,) = draw_pages(path, {1: dpi})
    return Image.frombytes("L", tuple(drawn.row["size"]), drawn.data)


def set_scan(
    path: Path,
    picture: Image.Image,
    layer: tuple[tuple[float, float, str], ...] = (),
    size: tuple[float, float] = SIZE,
    box: tuple[float, float, float, float] | None = None,
) -> Path:
    """A page that is ``picture`` (in ``box``, or all over), and a text layer upon it."""
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    x0, y0, x1, y1 = box or (0, 0, *size)
    data = io.BytesIO()
    picture.save(data, "PNG")
    canvas.drawImage(ImageReader(data), x0, y0, x1 - x0, y1 - y0)
    canvas.setFont("Times-Roman", 10)
    for x, y, text in layer:
        canvas.drawString(x, y, text)
    canvas.save()
    return path
