"""Drafts as read: what clauses they hold."""

from pathlib import Path

import pytest
from discipline_documents import DRAFT
from small_documents import set_pdf

from ingest.draft import parse_draft, read_draft
from kb.clauses import cut_clauses
from kb.types import DocumentError

LABELS = ["Pasal 1 angka 1", "Pasal 1 angka 2", "Pasal 2 ayat (1)", "Pasal 2 ayat (2)", "Pasal 3"]


def test_a_draft_is_cut_at_ayat_articles_and_definitions_but_not_its_closing() -> None:
    draft = cut_clauses(parse_draft(DRAFT))
    assert [clause.label for clause in draft.clauses] == LABELS
    assert draft.clauses[-1].text == "Pegawai yang diduga melanggar dipanggil atasan dengan surat."
    assert (draft.kind, draft.named) == ("perbup", ("pp-3-2010",))


def test_the_same_draft_as_text_pdf_and_word(tmp_path: Path) -> None:
    import docx

    (tmp_path / "r.txt").write_text(DRAFT)
    document = docx.Document()
    for line in DRAFT.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "r.docx"))
    set_pdf(tmp_path / "r.pdf", DRAFT)
    for name in ("r.txt", "r.docx", "r.pdf"):
        assert [clause.label for clause in cut_clauses(read_draft(tmp_path / name)).clauses] == LABELS, name


def test_a_short_text_is_one_clause_a_long_one_its_paragraphs() -> None:
    (clause,) = cut_clauses(parse_draft("Pegawai wajib menyimpan kunci.\nTermasuk kunci gudang.")).clauses
    assert (clause.label, clause.text) == ("", "Pegawai wajib menyimpan kunci.\nTermasuk kunci gudang.")
    long = "\n".join([*["Pegawai wajib menyimpan kunci kantor dan gudang dengan sebaik-baiknya."] * 10, "Bab satu"])
    assert [c.label for c in cut_clauses(parse_draft(long)).clauses] == [f"paragraf {n}" for n in range(1, 11)]


def test_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"bukan word")
    with pytest.raises(DocumentError, match=r"x\.docx"):
        read_draft(tmp_path / "x.docx")
    (tmp_path / "x.txt").write_text(" \n ")
    with pytest.raises(DocumentError, match=r"x\.txt"):
        read_draft(tmp_path / "x.txt")
    assert cut_clauses(parse_draft(" \n ")).clauses[0].text == " \n "
    assert cut_clauses(parse_draft("7")).clauses[0].text == "7"  # no page number where there is nothing else


def test_a_circular_is_cut_at_its_points() -> None:
    text = """SURAT EDARAN
NOMOR 7 TAHUN 2024
TENTANG
APEL PAGI
1. Latar belakang surat edaran ini adalah tertib apel pegawai.
2. Ketentuan apel pagi pegawai sebagai berikut:
a. apel dimulai pukul tujuh pagi di halaman kantor; dan
b. pegawai yang tidak hadir melapor kepada atasan langsung.
3. Demikian.
"""
    clauses = cut_clauses(parse_draft(text)).clauses
    assert [clause.text.split()[0] for clause in clauses] == ["1.", "a.", "b."]
    assert clauses[1].label.endswith("huruf a")
