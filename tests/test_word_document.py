"""Word files: numbers that Word counts, hostile files, reports."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

import kb.word_document
from kb.types import DocumentError
from kb.word_document import Heading, Paragraph, Table, read_paragraphs, write_report


def numbered(document: Any, text: str, list_id: int, level: int = 0) -> None:
    """A paragraph of a list, as Word's own numbering makes it."""
    properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = list_id
    properties.get_or_add_ilvl().val = level


def add_list(document: Any, *levels: tuple[str, str]) -> int:
    """A list with these (format, text) levels; returns its id."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    root = document.part.numbering_part.element
    number = 900 + len(root)
    rows = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    kind = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{rows}</w:abstractNum>')
    root.insert(0, kind)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return number


def test_numbers_that_word_counts_are_written_out(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    articles = add_list(document, ("decimal", "Pasal %1"), ("decimal", "(%2)"), ("lowerLetter", "%3."))
    other = add_list(document, ("upperRoman", "%1."), ("bullet", "·"))
    for text, level in (("", 0), ("Satu.", 1), ("Dua:", 1), ("kecil;", 2), ("besar.", 2), ("", 0), ("Tiga.", 1)):
        numbered(document, text, articles, level)
    numbered(document, "Romawi", other)
    numbered(document, "Titik", other, 1)
    document.add_paragraph("Tanpa nomor")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "kiri", "kanan"
    document.save(str(tmp_path / "a.docx"))
    assert read_paragraphs(tmp_path / "a.docx") == [
        "Pasal 1",
        "(1) Satu.",
        "(2) Dua:",
        "a. kecil;",
        "b. besar.",
        "Pasal 2",
        "(1) Tiga.",
        "I. Romawi",
        "Titik",
        "Tanpa nomor",
        "kiri kanan",
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rusak", b"%PDF-1.4"])
def test_what_is_no_word_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    with pytest.raises(DocumentError, match=r"a\.docx: bukan berkas Word"):
        read_paragraphs(tmp_path / "a.docx")


def test_a_zip_that_is_no_word_file_and_one_that_grows_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as parts:
        parts.writestr("lain.xml", "<a/>")
    with pytest.raises(DocumentError, match="bukan berkas Word"):
        read_paragraphs(tmp_path / "a.docx")
    monkeypatch.setattr(kb.word_document, "LIMIT", 3)
    with pytest.raises(DocumentError, match="terlalu besar"):
        read_paragraphs(tmp_path / "a.docx")
    with pytest.raises(DocumentError, match="tidak dapat dibuka"):
        read_paragraphs(tmp_path / "tidak-ada.docx")


def test_a_report_shows_what_was_taken_out_and_put_in() -> None:
    import docx

    content = write_report(
        [
            Heading("Judul", 0),
            Paragraph((("tetap ", "biasa"), ("hilang", "dihapus"), ("baru\x01", "ditambah"), ("tebal", "tebal"))),
            Table((("Nama", "Nilai"), ("a", "1"))),
        ]
    )
    document = docx.Document(io.BytesIO(content))
    runs = {run.text: run for run in document.paragraphs[1].runs}
    assert document.paragraphs[0].text == "Judul"
    assert runs["hilang"].font.strike
    assert runs["baru"].font.underline
    assert runs["tebal"].bold
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["Nama", "Nilai"], ["a", "1"]]
