"""Words for the embedded text: cut words made whole, rows told with their header."""

import pytest

from ingest.clean import place_lines
from ingest.embedded import join_hyphens, known_words, table_header, table_words
from kb.types import Line

KNOWN = known_words("ketentuan peraturan perundang-undangan bagi non-PNS dan surat-menyurat; anak; kecil; hak-hak")

CASES = [
    ("keten-\ntuan", "ketentuan"),  # known whole
    ("undang-\nundang", "undang-undang"),  # doubled
    ("perundang-\nundangan", "perundang-undangan"),  # doubled with its endings
    ("alasan- alasan", "alasan-alasan"),  # pp-10-1983 p. 3: set with a blank
    ("surat-\nmenyurat", "surat-menyurat"),  # elsewhere with its hyphen
    ("non-\nPNS", "non-PNS"),
    ("anak-\nkecil", "anak-kecil"),  # two words the document has
    ("penyeleng-\ngaraan", "penyelenggaraan"),  # unknown: cut by the line's end
    ("sub- dan makro", "sub- dan makro"),
    ("hak-hak", "hak-hak"),  # no line's end
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_join_hyphens(text: str, expected: str) -> None:
    assert join_hyphens(text, KNOWN) == expected


def test_rows_are_told_with_the_header_of_their_columns() -> None:
    cells = [
        (0, 0, "Jabatan"),
        (0, 1, "Kelas"),
        (1, 0, "Analis"),
        (1, 1, "7"),
        (2, 0, "Arsiparis"),
        (2, 0, "Ahli"),
        (2, 1, "8"),
    ]
    clean = place_lines(
        (1, Line(text, (0, 800 - n, 1, 801 - n), cell=(0, row, column))) for n, (row, column, text) in enumerate(cells)
    )
    body = clean.text.index("Analis")
    header = table_header(clean, 0, body)
    assert header == {0: "Jabatan", 1: "Kelas"}
    assert (
        table_words(clean, body, len(clean.text), header)
        == "Jabatan: Analis; Kelas: 7; Jabatan: Arsiparis Ahli; Kelas: 8"
    )


def test_rows_without_cells_come_after_the_whole_header() -> None:
    clean = place_lines((1, Line(text, (0, 0, 1, 1))) for text in ("No Jabatan Kelas", "1 Analis 7"))
    body = clean.text.index("1 Analis")
    assert table_words(clean, body, len(clean.text), table_header(clean, 0, body)) == "No Jabatan Kelas: 1 Analis 7"
