"""What a document calls itself, never what it cites."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.clean import clean_pages
from ingest.metadata import join_spaced_capitals, read_metadata
from ingest.pdf import read_pages
from kb.types import DocumentError


@pytest.mark.parametrize(
    ("head", "identifier", "title"),
    [
        (
            "PERATURAN PEMERINTAH REPUBLIK INDONESIA\nNOMOR 9 TAHUN 2020\nTENTANG\nCUTI\nPRESIDEN REPUBLIK INDONESIA,",
            "pp-9-2020",
            "CUTI",
        ),
        (
            "PERATURAN PRESIDEN REPUBLIK INDONESIA\nNOMOR 1OO TAHUN 2021\nTENTANG\nOBAT",
            "perpres-100-2021",
            "OBAT",
        ),  # Perpres 100
        (
            "PERATURAN PEMERINTAH REPUBLIK INDONESI.A\nNOMOR 42TAHUN2022\nTENTANG\nTARIF",
            "pp-42-2022",
            "TARIF",
        ),  # PP 42 Tahun 2022
        (
            "PERATURAN MENTERI SOSIAL\nNOMOR 05 TAHUN 2018XXXX\nTENTANG\nRISIKO",
            "permensos-5-2018",
            "RISIKO",
        ),  # Permenkumham 5
        ("PERATURAN OTORITAS JASA KEUANGAN\nNOMOR 22 /POJK.01/2015\nTENTANG\nPENYIDIKAN", "pojk-22-2015", "PENYIDIKAN"),
        (
            "UNDANG-UNDANG DARURAT REPUBLIK INDONESIA\nNOMOR 6 TAHUN 1955\nTENTANG\nUBAHAN",
            "uu-darurat-6-1955",
            "UBAHAN",
        ),
        (
            "BUPATI KEBUMEN\nPERATURAN BUPATI KEBUMEN\nNOMOR : 13 TAHUN 2022\nTENTANG RISIKO",
            "perbup-13-2022-kebumen",
            "RISIKO",
        ),
        (
            "P E R A T U R A N  B U P A T I  S L E M A N\nNOMOR 2 TAHUN 2020\nTENTANG\nCUTI",
            "perbup-2-2020-sleman",
            "CUTI",
        ),
        (
            "PERATURAN DAERAH KABUPATEN KULON PROGO\nNOMOR 2 TAHUN 2020\nTENTANG\nCUTI\nDENGAN RAHMAT TUHAN",
            "perda-2-2020-kulon-progo",
            "CUTI",
        ),
        (
            "PERATURAN KEPALA PERPUSTAKAAN NASIONAL REPUBLIK INDONESIA\nNOMOR 4 TAHUN 2016\nTENTANG\nHADIAH",
            "perka-perpustakaan-nasional-4-2016",
            "HADIAH",
        ),
        (
            "KEPUTUSAN MENTERI HUKUM DAN HAK ASASI MANUSIA\nREPUBLIK INDONESIA\n"
            "NOMOR : M.HH-04.KU.03.03 TAHUN 2017\nTENTANG\nKUASA",
            "kepmenkumham-m-hh-04-ku-03-03-2017",
            "KUASA",
        ),
        (
            "SURAT EDARAN\nKEPALA BADAN KEPEGAWAIAN NEGARA\nNOMOR 16 TAHUN 2023\nTENTANG\nPANGKAT\n1. Latar Belakang",
            "se-bkn-16-2023",
            "PANGKAT",
        ),
        # a cover that names the amended regulation first: Per.BKN 1 Tahun 2021 page 1
        (
            "PERUBAHAN ATAS\nPERATURAN BADAN KEPEGAWAIAN NEGARA NOMOR 5 TAHUN 2020\nTENTANG TUNJANGAN\n"
            "PERATURAN BADAN KEPEGAWAIAN NEGARA\nNOMOR : 1 TAHUN 2021\nDIUNDANGKAN : 29 JANUARI 2021\n"
            "TENTANG\nPERUBAHAN TUNJANGAN",
            "perbkn-1-2021",
            "PERUBAHAN TUNJANGAN",
        ),
        # a circular whose number is a file's code, and which refers to a law
        (
            "SURAT EDARAN\nNOMOR 800/123/BKD/2024\nTENTANG\nJAM KERJA RAMADAN\n"
            "Rujukan:\nUNDANG-UNDANG\nNOMOR 5 TAHUN 2014",
            "jam-kerja-ramadan",
            "JAM KERJA RAMADAN",
        ),
        # a handwritten number that recognition cannot read: Bapeten SE.140KI2020
        (
            "KEPUTUSAN KEPALA BADAN PENGAWAS\nNOMOR ©)4O /K/I/2020\nTENTANG\nPENDELEGASIAN WEWENANG",
            "pendelegasian-wewenang",
            "PENDELEGASIAN WEWENANG",
        ),
        (
            "LAMPIRAN II\nPERATURAN GUBERNUR BALI\nNOMOR I TAHUN 2021\nTENTANG\nKELAS JABATAN",
            "pergub-1-2021-bali-lampiran-2",
            "Lampiran II: KELAS JABATAN",
        ),
        ("Peraturan Pemerintah Nomor 5 Tahun 2010 tentang Disiplin\nPasal 1", "pp-5-2010", "Disiplin"),
    ],
)
def test_a_document_is_named_by_its_heading(head: str, identifier: str, title: str) -> None:
    found = read_metadata(head, "x.pdf")
    assert (found.id, found.title) == (identifier, title)


def test_office_kind_and_year_are_read() -> None:
    found = read_metadata(
        "PERATURAN BUPATI SLEMAN\nNOMOR 2 TAHUN 2020\nTENTANG\nCUTI\nDENGAN RAHMAT TUHAN YANG MAHA ESA\n"
        "BUPATI SLEMAN,\nMenimbang : a. bahwa",
        "x.pdf",
    )
    assert (found.kind, found.number, found.year, found.place, found.issuer) == (
        "perbup",
        "2",
        2020,
        "Sleman",
        "Bupati Sleman",
    )


def test_a_procedure_is_named_by_its_name_and_several_by_their_file() -> None:
    one = "NOMOR SOP : SEK-1.OT.02 TAHUN 2016\nNAMA SOP : Kode Etik\nDASAR HUKUM\nUU 5 TAHUN 2014\nPELAKSANA MUTU BAKU"
    found = read_metadata(one, "x.pdf")
    assert (found.id, found.kind, found.year) == ("sop-kode-etik", "sop", 2016)
    two = one + "\nNOMOR SOP : SEK-2.OT.02 TAHUN 2016\nNAMA SOP : Cuti"
    assert read_metadata(two, "2._SOP_Kepegawaian.pdf").id == "sop-kepegawaian"


def test_spaced_capitals_are_joined() -> None:
    assert join_spaced_capitals("P E R A T U R A N  B U P A T I") == "PERATURAN BUPATI"
    assert join_spaced_capitals("BAB I UMUM") == "BAB I UMUM"


def test_a_page_that_says_nothing_is_refused() -> None:
    with pytest.raises(DocumentError, match="judul dan nomor dokumen tidak ditemukan"):
        read_metadata("1", "x.pdf")


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("1.pdf", "pergub-1-2021-bali"),
        ("2.pdf", "pergub-1-2021-bali-lampiran-1"),
        ("4.pdf", "pergub-2-2021-bali"),
        ("SE-16-TAHUN-2023 (1).pdf", "se-bkn-16-2023"),
        ("SOP_Kode_etik.pdf", "sop-penegakkan-kode-etik"),
        ("4._SOP_terkait_pengelolaan_keuangan_di_unit_kerja.pdf", "sop-tagihan-langsung-ls"),
        ("POJK No.7 - tentang-pemeriksaan-lembaga-penjaminan.pdf", "pojk-7-2014"),
        ("SALINAN-POJK PENYIDIKAN.pdf", "pojk-22-2015"),
        ("UU Darurat_Nomor_6_Tahun_1955.pdf", "uu-darurat-6-1955"),
        ("Perba 1 Tahun 2013 - Perubahan Perba 3 Tahun 2012 - Penatausahaan PNBP.pdf", "perbapeten-1-2013"),
        ("sample4.pdf", "uu-24-2019"),
        ("PP_Nomor_48_Tahun_2015.pdf", "pp-48-2015"),
        ("Permendikbudriset_No_63_Tahun_2023.pdf", "permendikbudristek-63-2023"),
        ("Perpres Nomor 100 Tahun 2021.pdf", "perpres-100-2021"),
    ],
)
def test_real_documents_are_identified(shared_data: Path, name: str, identifier: str) -> None:
    assert read_metadata(clean_pages(read_pages(shared_data / "pdf/real" / name)).text, name).id == identifier


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (  # several lines stay as they are: PP_Nomor_53_Tahun_2018
            "PERATURAN PEMERINTAH REPUBLIK INDONESIA\nNOMOR 9 TAHUN 2018\nTENTANG\nPERUBAHAN KEDUA ATAS\n"
            "PERATURAN PEMERINTAH NOMOR 3 TAHUN 2013 TENTANG\nJAM KERJA\nDENGAN RAHMAT TUHAN YANG MAHA ESA\n",
            ("pp-9-2018", "PERUBAHAN KEDUA ATAS PERATURAN PEMERINTAH NOMOR 3 TAHUN 2013 TENTANG JAM KERJA"),
        ),
        (  # archives of texts: pp-11-1988
            " PERATURAN PEMERINTAH REPUBLIK INDONESIA PERATURAN PEMERINTAH REPUBLIK INDONESIA NOMOR 9 TAHUN 1988 "
            "TENTANG JAM KERJA KANTOR Presiden Republik Indonesia,\nMenimbang :\na. bahwa perlu;",
            ("pp-9-1988", "JAM KERJA KANTOR"),
        ),
        (
            "UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 9 TAHUN 2015 TENTANG PERUBAHAN ATAS UNDANG-UNDANG NOMOR 3 "
            "TAHUN 2014 TENTANG JAM KERJA\n"
            "DENGAN RAHMAT TUHAN YANG MAHA ESA PRESIDEN REPUBLIK INDONESIA,\nMenimbang :\n",
            ("uu-9-2015", "PERUBAHAN ATAS UNDANG-UNDANG NOMOR 3 TAHUN 2014 TENTANG JAM KERJA"),
        ),
    ],
)
def test_heading_on_one_line_or_several(head: str, expected: tuple[str, str]) -> None:
    read = read_metadata(head, "x.md")
    assert (read.id, read.title) == expected
