"""Repair of recognition noise: each step with the document and page it was met in, and harmless on clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import place_lines
from ingest.repair import REPAIRS, repair_line
from kb.types import Line

# step, where it was met (name of the PDF and page, or of the text), as printed, as read
ROWS = [
    ("tanda sisipan di dalam baris", "pp-66-2019 (teks)", "Cukup ^jelas", "Cukup jelas"),
    ("pasal dengan huruf asing", "uu-13-2022 h. 34", "PasaJ 22", "Pasal 22"),
    ("pasal dengan huruf asing", "pp-12-2019 h. 35", "Pasa-l 81", "Pasal 81"),
    ("pasal dengan huruf asing", "UU_Nomor_1_Tahun_2018 h. 6", "dalam Pasai 10", "dalam Pasal 10"),
    ("pasal dengan huruf asing", "pp-11-2017 h. 48", "Pasa] 159", "Pasal 159"),
    ("pasal dengan huruf asing", "pp-11-2018 (teks)", "Pasa.l 350", "Pasal 350"),
    ("angka menempel pada pasal", "pp-36-2022 (teks)", "Pasal74", "Pasal 74"),
    ("lampiran dengan huruf asing", "UU_Nomor_1_Tahun_2018 h. 33", "LAMPIMN I", "LAMPIRAN I"),
    ("lampiran dengan huruf asing", "PP 42 Tahun 2022 h. 11", "I,AMPIRAN", "LAMPIRAN"),
    ("bab tanpa spasi", "pp-11-2014 (teks)", "BABIV", "BAB IV"),
    (
        "kurung tutup ayat terbaca angka atau huruf",
        "PP_Nomor_53_Tahun_2018 h. 1",
        "ayat (21 huruf b",
        "ayat (2) huruf b",
    ),
    ("kurung tutup ayat terbaca angka atau huruf", "uu-13-2022 h. 27", "ayat (2l,dan", "ayat (2),dan"),
    ("kurung tutup ayat di awal baris", "PP_Nomor_53_Tahun_2018 h. 3", "(2t Aset", "(2) Aset"),
    ("kurung tutup ayat di awal baris", "Perpres Nomor 68 Tahun 2024 h. 5", "(21 Menteri", "(2) Menteri"),
    ("huruf l sebagai nomor ayat", "pp-11-2017 h. 23", "pada ayat (l), dan", "pada ayat (1), dan"),
    ("huruf di dalam tahun", "Perpres Nomor 100 Tahun 2021 h. 1", "Tahun 2O2O", "Tahun 2020"),
    ("huruf di dalam nomor peraturan", "pp-11-2017 h. 97", "Nomor 2l Tahun 2014", "Nomor 21 Tahun 2014"),
    ("persen terbaca o/o", "PP_Nomor_53_Tahun_2018 h. 7", "5o/o (lima", "5% (lima"),
    ("persen terbaca o/o", "pp-108-2021 (teks)", "25oh (dua", "25% (dua"),
    ("garis miring dan/atau", "Perba 5 Tahun 2018 h. 7", "izin danf atau", "izin dan/atau"),
    ("garis miring dan/atau", "pp-30-2019 h. 10", "dan latau", "dan/atau"),
    ("huruf kecil pada PNS", "pp-11-2017 (teks)", "bagi pNS yang", "bagi PNS yang"),
    ("ry sebagai ky pada rakyat", "pp-12-2019 h. 5", "ralryat Daerah", "rakyat Daerah"),
]
CLEAN = [
    "Pasal 22",
    "Pasal I",
    "LAMPIRAN II",
    "BAB IV KETENTUAN",
    "pada ayat (2) huruf b, ayat (21) dan ayat (1)",
    "(2) Aset itu",
    "(21 hari kerja) lamanya",
    "Undang-Undang Nomor 12 Tahun 2011",
    "25% (dua puluh lima persen) dan/atau",
    "dan atau Indonesia",
    "rakyat, PNS, l. satu",
]


@pytest.mark.parametrize(("step", "where", "printed", "read"), ROWS)
def test_step_reads_what_was_printed(step: str, where: str, printed: str, read: str) -> None:
    reading, offsets = repair_line(printed)
    assert reading == read, where
    assert offsets is not None
    pattern = next(pattern for name, pattern, _ in REPAIRS if name == step)
    assert pattern.search(printed), where


def test_each_step_has_a_row() -> None:
    assert {name for name, *_ in REPAIRS} == {row[0] for row in ROWS}


@pytest.mark.parametrize("line", CLEAN)
def test_clean_text_reads_as_it_is_printed(line: str) -> None:
    assert repair_line(line) == (line, None)


@given(st.lists(st.sampled_from([row[2] for row in ROWS] + ["kata lain", ""]), max_size=8))
def test_every_read_character_leads_to_its_printed_line(lines: list[str]) -> None:
    clean = place_lines((1, Line(line, (0, 0, 1, 1))) for line in lines)
    assert clean.text == "\n".join(lines)
    places = [clean.text_offset(n) for n in range(len(clean.reading) + 1)]
    assert places == sorted(places)
    assert clean.reading.count("\n") == clean.text.count("\n")
    assert places[-1] == len(clean.text)
    assert clean.reading_between(0, len(clean.text)).replace("\n", "") == clean.reading.replace("\n", "")
