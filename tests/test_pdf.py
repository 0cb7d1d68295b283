"""Reading PDFs: lines and boxes where they are printed; bad files named with their cause."""

import io
import json
from pathlib import Path

import pypdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf import check_document, read_pages, render_page
from kb.types import DocumentError


def make_pdf(path: Path, pages: list[list[tuple[float, float, str]]]) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for items in pages:
        canvas.setFont("Times-Roman", 12)
        for x, y, text in items:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def test_lines_come_in_reading_order_whatever_the_file_order(tmp_path: Path) -> None:
    path = make_pdf(
        tmp_path / "a.pdf", [[(100, 600, "ketiga"), (100, 700, "pertama"), (100, 650, "ke"), (130, 650, "dua")]]
    )
    (page,) = read_pages(path)
    assert [line.text for line in page.lines] == ["pertama", "ke dua", "ketiga"]
    x0, y0, x1, y1 = page.lines[0].box
    assert x0 == pytest.approx(100, abs=1)
    assert y0 < 700 < y1
    assert x1 == pytest.approx(100 + 39, abs=4)


def test_rotated_page_has_boxes_as_shown(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=1)
    canvas.setPageRotation(90)
    canvas.translate(400, 100)
    canvas.rotate(90)  # drawn sideways, shown upright
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(0, 0, "kata tegak")
    canvas.save()
    (page,) = read_pages(tmp_path / "a.pdf")
    assert (page.width, page.height) == pytest.approx(A4, abs=1)  # the sheet itself lies on its side
    (line,) = page.lines
    assert line.text == "kata tegak"
    assert line.box[0] == pytest.approx(100, abs=1)
    assert line.box[1] < A4[1] - 400 < line.box[3]


def test_newline_before_the_header_is_read(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[(100, 700, "isi")]])
    path.write_bytes(b"\n" + path.read_bytes())
    assert read_pages(path)[0].text == "isi"


def _locked(path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(path.read_bytes()))
    writer.encrypt("rahasia")
    writer.write(path)


BAD = [
    ("bukan PDF", lambda p: p.write_text("bukan pdf")),
    ("berkas kosong", lambda p: p.write_bytes(b"")),
    ("rusak atau terpotong", lambda p: p.write_bytes(p.read_bytes()[:300])),
    ("tanpa halaman", lambda p: pypdf.PdfWriter().write(p)),
    ("kata sandi", _locked),
    ("tidak dapat dibuka", lambda p: p.unlink()),
]


@pytest.mark.filterwarnings("ignore")  # pypdf warns of what it repairs
@pytest.mark.parametrize(("cause", "spoil"), BAD, ids=[cause for cause, _ in BAD])
def test_bad_file_is_named_with_its_cause(tmp_path: Path, cause, spoil) -> None:
    path = make_pdf(tmp_path / "rusak.pdf", [[(100, 700, "isi")]])
    spoil(path)
    with pytest.raises(DocumentError, match=cause) as raised:
        read_pages(path)
    assert "rusak.pdf" in str(raised.value)


def test_page_picture(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[(100, 700, "isi")]])
    assert render_page(path, 1, 1.0).startswith(b"\x89PNG")
    with pytest.raises(DocumentError, match="halaman 2"):
        render_page(path, 2)


def test_boxes_and_pages_of_a_typeset_regulation(shared_data: Path) -> None:
    path = shared_data / "pdf" / "typeset" / "pp-94-2021.pdf"
    truth = json.loads((shared_data / "truth" / "pp-94-2021.truth.json").read_text())
    assert check_document(path) == truth["pages"]
    printed = {(page.number, "".join(line.text.split())): line.box for page in read_pages(path) for line in page.lines}
    boxes = [b for unit in truth["units"] if unit["kind"] == "huruf" for b in unit["boxes"]]
    placed = [(b, printed.get((b["page"], "".join(b["text"].split())))) for b in boxes]
    found = [(b, box) for b, box in placed if box]
    assert len(found) > 0.95 * len(boxes)
    assert sum(overlap(b, box) for b, box in found) / len(found) > 0.8


def overlap(expected: dict[str, float], box: tuple[float, float, float, float]) -> float:
    """Intersection over union of two boxes."""
    e = (expected["x0"], expected["y0"], expected["x1"], expected["y1"])
    width, height = min(e[2], box[2]) - max(e[0], box[0]), min(e[3], box[3]) - max(e[1], box[1])
    both = max(0.0, width) * max(0.0, height)
    return both / ((e[2] - e[0]) * (e[3] - e[1]) + (box[2] - box[0]) * (box[3] - box[1]) - both)
