"""Drafts are read from text, markdown, Word and PDF into one text with its units where they stand."""

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from small_documents import NEW, set_pdf

from ingest.draft import parse_draft, read_draft
from kb.types import DocumentError, DraftText

DRAFT = """\
PERATURAN BUPATI SLEMAN
NOMOR ... TAHUN 2026
TENTANG
JAM LAYANAN

Menimbang : a. bahwa layanan perlu jam yang pasti;

Mengingat : 1. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;

MEMUTUSKAN:
Menetapkan : PERATURAN BUPATI TENTANG JAM LAYANAN.

Pasal 1
(1) Loket dibuka pukul delapan.
(2) Loket ditutup pukul tiga.

Pasal 2
Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.
"""


def units(draft: DraftText) -> dict[str, str]:
    below = len(draft.regulation.id) + 1
    return {p.path[below:]: " ".join(draft.text[p.start : p.end].split()) for p in draft.provisions}


def check_units(draft: DraftText) -> None:
    found = units(draft)
    assert found["pasal-1/ayat-2"] == "(2) Loket ditutup pukul tiga."
    assert found["pasal-2"].startswith("Pasal 2 Peraturan Bupati ini mulai berlaku")
    assert found["mengingat/angka-1"].endswith("tentang Pelayanan Publik;")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_offsets_count_in_the_text_file(tmp_path: Path, end: str) -> None:
    path = tmp_path / "draf.txt"
    path.write_bytes(DRAFT.replace("\n", end).encode())
    draft = read_draft(path)
    assert draft.text == path.read_text(encoding="utf-8")
    check_units(draft)
    start = draft.text.index("(2) Loket")
    assert (start, 1, 15) in draft.lines


def test_marks_of_markdown_stay_in_the_text_and_hide_nothing(tmp_path: Path) -> None:
    path = tmp_path / "draf.md"
    path.write_text(
        DRAFT.replace("Pasal 1\n", "## **Pasal 1**\n").replace("Pelayanan Publik", "[Pelayanan Publik](http://x.id)")
    )
    draft = read_draft(path)
    assert draft.text == path.read_text()
    assert units(draft)["pasal-1/ayat-1"] == "(1) Loket dibuka pukul delapan."
    assert units(draft)["pasal-1"].startswith("Pasal 1**")


def test_pages_of_a_pdf(tmp_path: Path) -> None:
    draft = read_draft(set_pdf(tmp_path / "draf.pdf", NEW))
    assert draft.regulation.id == "pp-2-2021"
    assert units(draft)["pasal-1/ayat-2/huruf-b"] == "b. pemotongan tunjangan."
    start = draft.text.index("Pasal 2")
    assert (start, 2, 1) in draft.lines


def test_a_word_file_is_read_with_its_tables(tmp_path: Path) -> None:
    document = docx.Document()
    head, rest = DRAFT.split("Menimbang : ")
    for line in head.splitlines():
        document.add_paragraph(line)
    row = document.add_table(1, 3).rows[0]
    first, rest = rest.split("\n", 1)
    for cell, words in zip(row.cells, ("Menimbang", ":", first), strict=True):
        cell.text = words
    for line in rest.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "draf.docx"))
    draft = read_draft(tmp_path / "draf.docx")
    assert "Menimbang : a. bahwa layanan" in draft.text
    check_units(draft)


def number_paragraph(paragraph: object, name: str, depth: int) -> None:
    listed = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", str(depth)), ("w:numId", name)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        listed.append(child)
    paragraph._p.get_or_add_pPr().append(listed)  # type: ignore[attr-defined]


def test_numbers_that_word_only_shows_are_counted(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for depth, (style, shown) in enumerate((("decimal", "(%1)"), ("lowerLetter", "%2."))):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", style), ("w:lvlText", shown)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    numbering.append(abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "91")
    child = OxmlElement("w:abstractNumId")
    child.set(qn("w:val"), "90")
    number.append(child)
    numbering.append(number)
    for words, depth in (("Satu:", 0), ("apel;", 1), ("salak.", 1), ("Dua:", 0), ("kopi.", 1)):
        number_paragraph(document.add_paragraph(words), "91", depth)
    document.save(str(tmp_path / "daftar.docx"))
    assert read_draft(tmp_path / "daftar.docx").text == "(1) Satu:\na. apel;\nb. salak.\n(2) Dua:\na. kopi."


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Loket dibuka ")
    for wrapper, tag, words in (("w:ins", "w:t", "pukul delapan"), ("w:del", "w:delText", "pukul tujuh")):
        change, run, text = OxmlElement(wrapper), OxmlElement("w:r"), OxmlElement(tag)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    document.save(str(tmp_path / "ubah.docx"))
    assert read_draft(tmp_path / "ubah.docx").text == "Loket dibuka pukul delapan"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("draf.odt", b"x", "jenis berkas tidak dikenal"),
        ("draf.docx", b"bukan zip", "bukan berkas Word"),
        ("draf.txt", b"  \n", "kosong"),
        ("draf.txt", b"a\0b", "bukan teks"),
    ],
)
def test_files_that_are_no_draft(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError, match=said):
        read_draft(tmp_path / name)


def test_a_sentence_is_a_text_without_articles() -> None:
    draft = parse_draft("Lihat Pasal 5 PP 94/2021.")
    assert draft.regulation.kind == "dokumen"
    assert not [p for p in draft.provisions if p.kind == "pasal"]


def test_a_word_file_without_words_is_no_draft(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "kosong.docx"))
    with pytest.raises(DocumentError, match="kosong"):
        read_draft(tmp_path / "kosong.docx")
