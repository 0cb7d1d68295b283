"""Annexes: title, outline, tables as rows, articles of an annexed code, an annex that is a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from printed_pages import Row, outline_of, printed, provision

from ingest.clean import clean_pages, place_lines
from ingest.metadata import read_metadata
from ingest.pdf import read_pages
from ingest.structure import parse_provisions
from kb.types import Line

RULE: list[Row] = [
    (200, "PERATURAN BUPATI SLEMAN"),
    (200, "NOMOR 3 TAHUN 2022"),
    (250, "TENTANG"),
    (200, "JAM KERJA"),
    (250, "MEMUTUSKAN:"),
    (250, "Pasal 1"),
    (70, "Jam kerja diatur dalam Lampiran."),
    (250, "Pasal 2"),
    (70, "Peraturan ini berlaku hari ini."),
]
HEAD: list[Row] = [
    (320, "LAMPIRAN I"),
    (320, "PERATURAN BUPATI SLEMAN"),
    (320, "NOMOR 3 TAHUN 2022"),
    (320, "TENTANG"),
    (320, "JAM KERJA"),
]


def test_an_annex_has_its_own_title_and_outline() -> None:
    clean = printed(
        RULE, [*HEAD, (180, "PEMBAGIAN JAM"), (70, "A. UMUM"), (90, "1. pagi;"), (90, "2. siang."), (70, "B. KHUSUS")]
    )
    paths = [p for p in outline_of(clean, "perbup-3-2022-sleman") if p.startswith("lampiran")]
    assert paths == [
        "lampiran-1",
        "lampiran-1/bagian-a",
        "lampiran-1/bagian-a/angka-1",
        "lampiran-1/bagian-a/angka-2",
        "lampiran-1/bagian-b",
    ]
    point = provision(clean, "perbup-3-2022-sleman/lampiran-1/bagian-a/angka-2")
    assert point.label == "Perbup Sleman Nomor 3 Tahun 2022 Lampiran I Bagian A angka 2"
    assert point.headings == ("PEMBAGIAN JAM", "A. UMUM")


def test_rows_of_a_table_are_named_by_their_printed_numbers() -> None:  # 2.pdf
    rows: list[Row] = [
        (180, "DAFTAR JABATAN"),
        (60, "NO NAMA JABATAN KELAS"),
        (62, "1 2 3"),
        (60, "A SEKRETARIAT DAERAH"),
        (62, "1 Sekretaris 16"),
        (62, "2 Asisten Pemerintahan dan"),
        (90, "Kesejahteraan 15"),
    ]
    clean = printed(RULE, [*HEAD, *rows], [(62, "1 2 3"), (62, "3 Kepala Biro 14"), (62, "4 Kepala Bagian 12")])
    table = [p for p in parse_provisions(clean, "perbup-3-2022-sleman") if "tabel" in p.path]
    assert [p.path.rsplit("/", 1)[1] for p in table] == [
        "tabel-1",
        "bagian-a",
        "baris-1",
        "baris-2",
        "kepala-2",
        "baris-3",
        "baris-4",
    ]
    assert table[3].text == "2 Asisten Pemerintahan dan\nKesejahteraan 15"
    assert table[3].headings == ("DAFTAR JABATAN", "A SEKRETARIAT DAERAH")
    assert table[5].label == "Perbup Sleman Nomor 3 Tahun 2022 Lampiran I Tabel 1 baris 3"


@pytest.mark.parametrize(
    ("cells", "steps"),
    [
        (["No", "Nama", "1.", "Ana", "2.", "Budi"], ["tabel-1", "baris-1", "baris-2"]),
        (["Nama", "Kelas", "Ana", "9", "Budi", "8"], ["tabel-1", "baris-1", "baris-2"]),
        (["Nama", "Kelas", "Ana", "9", "Nama", "Kelas", "Budi", "8"], ["tabel-1", "baris-1", "kepala-2", "baris-2"]),
    ],
)
def test_rows_of_a_ruled_table_are_its_cells_in_order(cells: list[str], steps: list[str]) -> None:
    front = printed(RULE, HEAD)
    table = [
        (
            3,
            Line(
                text,
                (70 + 100 * (n % 2), 700 - 14 * (n // 2), 120 + 100 * (n % 2), 710 - 14 * (n // 2)),
                1.0,
                (0, n // 2, n % 2),
            ),
        )
        for n, text in enumerate(cells)
    ]
    clean = place_lines([*((p.page, p.line) for p in front.lines), *table, (3, Line("Demikian.", (70, 400, 120, 410)))])
    found = [p for p in parse_provisions(clean, "perbup-3-2022-sleman") if "lampiran" in p.path]
    assert [p.path.rsplit("/", 1)[1] for p in found] == ["lampiran-1", *steps, "lanjutan-1"]
    assert found[2].text == "\n".join(cells[2:4])


def test_articles_of_an_annexed_code_stay_below_the_annex() -> None:
    code: list[Row] = [(180, "KODE ETIK")]
    for n in range(1, 5):
        code += [(250, f"Pasal {n}"), (70, "(1) Pegawai jujur."), (70, "(2) Pegawai adil.")]
    clean = printed(RULE, [*HEAD, *code])
    provisions = parse_provisions(clean, "perbup-3-2022-sleman")
    own = [p.path for p in provisions if p.kind == "pasal" and "lampiran" not in p.path]
    assert own == ["perbup-3-2022-sleman/pasal-1", "perbup-3-2022-sleman/pasal-2"]
    article = next(p for p in provisions if p.path.endswith("lampiran-1/pasal-3/ayat-2"))
    assert article.label == "Perbup Sleman Nomor 3 Tahun 2022 Lampiran I Pasal 3 ayat (2)"


def test_an_annex_alone_is_a_document_of_its_own() -> None:
    clean = printed([*HEAD, (180, "PEMBAGIAN JAM"), (70, "A. UMUM"), (90, "1. pagi;"), (90, "2. siang.")])
    found = read_metadata(clean.text, "6.pdf")
    assert found.id == "perbup-3-2022-sleman-lampiran-1"
    assert outline_of(clean, found.id) == ["judul", "bagian-a", "bagian-a/angka-1", "bagian-a/angka-2"]
    point = provision(clean, f"{found.id}/bagian-a/angka-1")
    assert point.label == "Berkas Lampiran I Perbup Sleman Nomor 3 Tahun 2022 Bagian A angka 1"


def test_a_table_of_46_pages_has_every_row(shared_data: Path) -> None:
    clean = clean_pages(read_pages(shared_data / "pdf/real/2.pdf"))
    found = [p for p in parse_provisions(clean, "pergub-1-2021-bali-lampiran-1") if p.kind == "baris"]
    assert [p.path.rsplit("-", 1)[1] for p in found] == [str(n) for n in range(1, 1138)]
    assert found[-1].pages == (46,)
