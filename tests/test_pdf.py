"""Reading PDFs: lines and boxes where they are printed; bad files named with their cause."""

import io
import json
from contextlib import suppress
from pathlib import Path

import pypdf
import pytest
from hostile_files import FILES, mutations, sound
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from scanned_pages import SIZE, WORDS, need_tesseract, picture_of, set_scan, set_words

from ingest.pdf import read_pages, render_page
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


def test_text_off_the_paper_is_not_read(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[(100, 700, "isi"), (2000, 700, "di luar kertas"), (100, -80, "di bawah")]])
    assert read_pages(path)[0].text == "isi"


def test_text_printed_twice_for_boldness_is_read_once(tmp_path: Path) -> None:
    path = make_pdf(
        tmp_path / "a.pdf", [[(100, 700, "Menimbang"), (100.3, 700, "Menimbang"), (100.6, 700, "Menimbang")]]
    )
    assert read_pages(path)[0].text == "Menimbang"


def test_letters_set_apart_stay_as_printed(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[(100, 700, "P a s a l  7"), (100, 680, "jam-"), (100, 660, "jam kerja")]])
    assert read_pages(path)[0].text == "P a s a l 7\njam-\njam kerja"


BAD = {
    "kosong": "berkas kosong",
    "html": "bukan PDF",
    "hanya-kepala": "rusak atau terpotong",
    "derau": "rusak atau terpotong",
    "terpotong": "rusak atau terpotong",
    "sandi": "terkunci kata sandi",
    "tanpa-halaman": "tanpa halaman",
    "halaman-berputar": "rusak atau terpotong",
    "larik-bersarang": "rusak atau terpotong",
}
LOST = {
    "bom-flate": "batas memori",
    "bom-flate-ganda": "batas memori",
    "bom-formulir": "batas memori",
    "bom-huruf": "lebih dari 50000 huruf",
    "larik-bersarang-di-isi": "isi halaman rusak",
}
READ = {  # file -> pages, and a text on the first
    "sandi-pemilik": (2, "Halaman 1"),
    "jumlah-bohong": (1, ""),
    "xref-salah": (2, "Halaman 1"),
    "prev-berputar": (1, ""),
    "baris-di-depan": (2, "Halaman 1"),
    "sampah-di-depan": (2, "Halaman 1"),
    "sampah-di-belakang": (2, "Halaman 1"),
    "formulir-diri": (1, "Pasal 1"),
    "bom-perintah": (1, "Pasal 1"),
    "banyak-q": (1, "Pasal 1"),
    "banyak-garis": (1, "Pasal 1"),
    "kertas-raksasa": (1, "Pasal 1"),
    "kertas-tak-berhingga": (1, "Pasal 1"),
    "kertas-terbalik": (1, "Pasal 1"),
    "kerangka-dalam": (1, "Pasal 1"),
    "skrip": (1, "Pasal 1"),
    "halaman-2000": (2000, "Halaman 1"),
}
ELSEWHERE = {"gambar-raksasa", "huruf-rusak", "satu-halaman-buruk"}


def spoil(folder: Path, name: str) -> Path:
    path = folder / f"{name}.pdf"
    path.write_bytes(FILES[name]())
    return path


def test_every_hostile_file_is_expected() -> None:
    assert set(FILES) == BAD.keys() | LOST.keys() | READ.keys() | ELSEWHERE


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_named_with_its_cause(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match=BAD[name]) as raised:
        read_pages(spoil(tmp_path, name))
    assert f"{name}.pdf" in str(raised.value)


@pytest.mark.parametrize("name", LOST)
def test_hostile_page_is_in_trouble_and_harms_nobody(tmp_path: Path, name: str) -> None:
    (page,) = read_pages(spoil(tmp_path, name))
    assert LOST[name] in page.trouble
    assert page.lines == ()


@pytest.mark.parametrize("name", READ)
def test_odd_file_is_read(tmp_path: Path, name: str) -> None:
    pages = read_pages(spoil(tmp_path, name))
    assert len(pages) == READ[name][0]
    assert READ[name][1] in pages[0].text
    assert not any(page.trouble for page in pages)


def test_one_bad_page_does_not_cost_the_others(tmp_path: Path) -> None:
    first, second, third = read_pages(spoil(tmp_path, "satu-halaman-buruk"))
    assert "Pasal 1" in first.text
    assert "Pasal 1" in third.text
    assert (second.number, second.lines) == (2, ())
    assert "batas memori" in second.trouble


def test_file_on_which_every_page_fails_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.bounded.MAX_LOST", 0)
    with pytest.raises(DocumentError, match=r"bom-flate\.pdf: PDF tidak dapat dibaca, 1 halaman gagal"):
        read_pages(spoil(tmp_path, "bom-flate"))


def test_silent_child_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.bounded.SECONDS_OF_SILENCE", 0.0)
    with pytest.raises(DocumentError, match="melebihi batas waktu"):
        read_pages(spoil(tmp_path, "skrip"))


def test_huge_paper_is_drawn_small(tmp_path: Path) -> None:
    picture = Image.open(io.BytesIO(render_page(spoil(tmp_path, "kertas-raksasa"), 1)))
    assert 0 < picture.width * picture.height < 25_000_000


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"tiada\.pdf: berkas tidak dapat dibuka"):
        read_pages(tmp_path / "tiada.pdf")


def test_damaged_copies_are_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "rusak.pdf"
    for data in mutations(sound(1), 25, seed=1):
        path.write_bytes(data)
        with suppress(DocumentError):
            assert read_pages(path)


def test_scan_is_recognised_with_boxes_and_confidence(tmp_path: Path) -> None:
    need_tesseract()
    scan = set_scan(tmp_path / "a.pdf", picture_of(set_words(tmp_path / "b.pdf")))
    (page,) = read_pages(scan)
    assert [line.text for line in page.lines] == list(WORDS)
    assert page.scanned
    assert page.lines[0].box[:2] == pytest.approx((50, 247), abs=3)
    assert 0.75 < page.lines[0].confidence < 1


def test_scan_turned_by_the_page_is_read_as_shown(tmp_path: Path) -> None:  # Peraturan BKN 4/2023: /Rotate 270
    need_tesseract()
    picture = picture_of(set_words(tmp_path / "b.pdf")).rotate(-90, expand=True)
    path = set_scan(tmp_path / "a.pdf", picture, size=(SIZE[1], SIZE[0]))
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(path.read_bytes()))
    writer.pages[0].rotate(270)
    writer.write(path)
    (page,) = read_pages(path)
    assert (page.width, page.height) == SIZE
    assert [line.text for line in page.lines] == list(WORDS)
    assert page.lines[0].box[:2] == pytest.approx((50, 247), abs=3)


def test_watermark_over_a_scan_does_not_hide_it(tmp_path: Path) -> None:  # Bapeten_SE.140KI2020.2020.pdf
    need_tesseract()
    scan = set_scan(tmp_path / "a.pdf", picture_of(set_words(tmp_path / "b.pdf")), ((150, 20, "jdih.contoh.go.id"),))
    (page,) = read_pages(scan)
    assert [line.text for line in page.lines][: len(WORDS)] == list(WORDS)
    assert page.scanned


def test_head_stays_and_the_picture_below_is_recognised(tmp_path: Path) -> None:  # Permenkumham 38/2015, page 4
    need_tesseract()
    head = ((50, 360, "2015, Nomor 16"),)
    path = set_scan(tmp_path / "a.pdf", picture_of(set_words(tmp_path / "b.pdf")), head, (420, 400), (0, 0, *SIZE))
    (page,) = read_pages(path)
    assert [line.text for line in page.lines] == ["2015, Nomor 16", *WORDS]
    assert [line.confidence == 1 for line in page.lines] == [True, False, False, False, False]


def test_good_layer_under_a_scan_is_kept(tmp_path: Path) -> None:
    layer = tuple((50, 250 - 20 * n, "lapisan teks yang baik dari pemindai kantor") for n in range(8))
    (page,) = read_pages(set_scan(tmp_path / "a.pdf", picture_of(set_words(tmp_path / "b.pdf")), layer))
    assert len(page.lines) == 8
    assert not page.scanned


def test_garbled_layer_gives_way_to_recognition(tmp_path: Path) -> None:  # Perpres 87/2014: no character map
    need_tesseract()
    layer = tuple((50, 250 - 20 * n, "4!'&4! 4& 2! 3%$ ##'! &2 (4!") for n in range(8))
    (page,) = read_pages(set_scan(tmp_path / "a.pdf", picture_of(set_words(tmp_path / "b.pdf")), layer))
    assert page.scanned


def test_unknown_words_that_are_printed_so_are_kept(tmp_path: Path) -> None:  # a list of names of villages
    need_tesseract()
    names = (
        "Wonokuplik Sumbrejadi Kalipucungan",
        "Tambaksuruhan Gedhongmulya Ngrambeyan",
        "Pasirjambean Cikondangsari",
    )
    (page,) = read_pages(set_words(tmp_path / "a.pdf", (*names, *names)))
    assert [line.text for line in page.lines] == [*names, *names]
    assert not page.scanned
    assert not page.trouble


def test_without_tesseract_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.ocr.shutil.which", lambda name: None)
    (page,) = read_pages(set_scan(tmp_path / "a.pdf", picture_of(set_words(tmp_path / "b.pdf"))))
    assert page.trouble == "halaman gambar, Tesseract tidak terpasang (apt install tesseract-ocr tesseract-ocr-ind)"
    assert page.lines == ()
    assert not page.scanned


def test_garbled_text_without_tesseract_is_not_given_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.ocr.shutil.which", lambda name: None)
    (page,) = read_pages(set_words(tmp_path / "a.pdf", ("4!'&4! 4& 2! 3%$ ##'! &2 (4!",) * 4))
    assert page.trouble.startswith("teks halaman tidak terbaca, Tesseract tidak terpasang")
    assert page.lines == ()


def test_picture_bomb_and_broken_font_are_bounded(tmp_path: Path) -> None:
    assert len(read_pages(spoil(tmp_path, "gambar-raksasa"))) == 1
    assert len(read_pages(spoil(tmp_path, "huruf-rusak"))) == 1


def test_empty_sheet_is_no_trouble(tmp_path: Path) -> None:
    (page,) = read_pages(make_pdf(tmp_path / "a.pdf", [[]]))
    assert (page.lines, page.trouble, page.scanned) == ((), "", False)


def test_page_picture(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[(100, 700, "isi")]])
    assert render_page(path, 1, 1.0).startswith(b"\x89PNG")
    with pytest.raises(DocumentError, match="halaman 2"):
        render_page(path, 2)


def test_boxes_and_pages_of_a_typeset_regulation(shared_data: Path) -> None:
    path = shared_data / "pdf" / "typeset" / "pp-94-2021.pdf"
    truth = json.loads((shared_data / "truth" / "pp-94-2021.truth.json").read_text())
    pages = read_pages(path)
    assert len(pages) == truth["pages"]
    printed = {(page.number, "".join(line.text.split())): line.box for page in pages for line in page.lines}
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
