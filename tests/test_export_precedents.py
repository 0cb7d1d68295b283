"""Precedents as files."""

import csv
import io
from typing import Any

import docx

from api.export_precedents import Findings, cite, export

OLD: dict[str, Any] = {
    "regulation": "pp-3-2010",
    "path": "pp-3-2010/pasal-1",
    "label": "PP Nomor 3 Tahun 2010 Pasal 1",
    "title": "Disiplin",
    "status": "dicabut",
    "kind": "pp",
    "hierarchy": 3,
    "year": 2010,
    "issuer": "Presiden",
    "text": "=menyimpan *kunci*",
    "source": None,
    "likeness": 0.0,
    "edits": [],
}
NEW = OLD | {
    "path": "pp-4-2021/pasal-1",
    "label": "PP Nomor 4 Tahun 2021 Pasal 1",
    "status": "berlaku",
    "year": 2021,
    "text": "menyimpan pintu",
    "source": "pp-3-2010/pasal-1",
    "likeness": 0.8,
    "edits": [
        {"change": "sama", "text": "menyimpan"},
        {"change": "dihapus", "text": "kunci"},
        {"change": "ditambah", "text": "pintu"},
    ],
}
CLAUSE = {"id": "1", "label": "Pasal 2", "clause": "Pegawai\nmenyimpan", "passages": [], "families": [[OLD, NEW]]}
BASIS = {
    "regulation": "pp-4-2021",
    "label": "PP Nomor 4 Tahun 2021",
    "title": "Disiplin",
    "status": "berlaku",
    "weight": 1.0,
    "named": False,
    "replaces": ["pp-3-2010"],
    "rests": [],
    "delegations": [{"path": "p", "label": "PP Nomor 4 Tahun 2021 Pasal 11", "target": "Peraturan Bupati"}],
}
FINDINGS = Findings([CLAUSE], [BASIS])


def test_citations_say_status_and_source() -> None:
    assert cite(OLD) == "PP Nomor 3 Tahun 2010 Pasal 1 tentang Disiplin (dicabut)"
    assert cite(NEW).endswith("(berlaku, berasal dari PP Nomor 3 Tahun 2010 Pasal 1, kemiripan 80%)")


def test_markdown_marks_changes_and_escapes_its_own_marks() -> None:
    text = export(FINDINGS, "markdown").decode()
    assert "menyimpan ~~kunci~~ <u>pintu</u>" in text
    assert r"=menyimpan \*kunci\*" in text
    assert "## Pasal 2" in text
    assert "| PP Nomor 4 Tahun 2021 tentang Disiplin | berlaku | belum | PP Nomor 3 Tahun 2010 |" in text


def test_csv_is_read_by_spreadsheets_and_holds_no_formula() -> None:
    content = export(FINDINGS, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["klausul"], row["keluarga"], row["status"]) for row in rows] == [
        ("Pasal 2", "1", "dicabut"),
        ("Pasal 2", "1", "berlaku"),
    ]
    assert rows[0]["bunyi"] == "'=menyimpan *kunci*"
    assert rows[1]["sumber"] == "PP Nomor 3 Tahun 2010 Pasal 1"


def test_word_strikes_through_what_was_taken_out() -> None:
    document = docx.Document(io.BytesIO(export(FINDINGS, "docx")))
    runs = {run.text.strip(): run for paragraph in document.paragraphs for run in paragraph.runs}
    assert runs["kunci"].font.strike
    assert runs["pintu"].font.underline
    assert document.tables[0].rows[1].cells[4].text == "PP Nomor 4 Tahun 2021 Pasal 11 (Peraturan Bupati)"


def test_nothing_found_is_said() -> None:
    text = export(Findings([CLAUSE | {"families": []}]), "markdown").decode()
    assert "Tidak ditemukan ketentuan tentang perkara yang sama." in text
    assert "Dasar hukum" not in text
