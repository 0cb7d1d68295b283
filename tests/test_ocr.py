"""Recognising page pictures: text, boxes and turn; every reason for no text is named."""

import pytest
from PIL import Image, ImageDraw
from scanned_pages import SIZE, WORDS, need_tesseract, picture_of, set_words

import ingest.ocr
from ingest.ocr import NothingRecognisedError, RecognitionError, missing_program, recognise_picture


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    return picture_of(set_words(tmp_path_factory.mktemp("gambar") / "a.pdf"))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_lines_and_boxes_whatever_the_turn(picture: Image.Image, turn: int) -> None:
    need_tesseract()
    lines = recognise_picture(picture.rotate(turn, expand=True), 200)
    assert [line.text for line in lines] == list(WORDS)
    x0, y0, x1, y1 = lines[0].box
    width, height = SIZE
    shown = {
        0: (x0, y0, x1, y1),
        90: (y0, height - x1, y1, height - x0),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (width - y1, x0, width - y0, x1),
    }[turn]
    assert shown[0] == pytest.approx(50, abs=2)
    assert shown[1] == pytest.approx(247, abs=3)
    assert shown[3] == pytest.approx(259, abs=3)
    assert all(0.75 < line.confidence <= 1 for line in lines)


def test_white_sheet_has_no_lines() -> None:
    need_tesseract()
    assert recognise_picture(Image.new("L", (600, 800), 250), 100) == ()


def test_picture_without_words_is_named() -> None:
    need_tesseract()
    picture = Image.new("L", (600, 800), 255)
    ImageDraw.Draw(picture).ellipse((150, 200, 450, 500), fill=90)
    with pytest.raises(NothingRecognisedError, match="tidak ada tulisan"):
        recognise_picture(picture, 100)


def test_time_runs_out(picture: Image.Image) -> None:
    need_tesseract()
    with pytest.raises(RecognitionError, match="batas waktu"):
        recognise_picture(picture, 200, seconds=0.0)


def test_missing_program_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, picture: Image.Image) -> None:
    monkeypatch.setattr(ingest.ocr.shutil, "which", lambda name: None)
    with pytest.raises(RecognitionError, match=r"Tesseract tidak terpasang \(apt install tesseract-ocr"):
        recognise_picture(picture, 200)


def test_missing_language_is_named() -> None:
    need_tesseract()
    assert missing_program("eng+tlh") == "Tesseract tanpa bahasa tlh (apt install tesseract-ocr tesseract-ocr-ind)"
