"""Two wordings side by side."""

import pytest

from kb.wording_diff import diff_words, likeness, strip_marker, telling_words


def said(older: str, newer: str) -> list[tuple[str, str]]:
    return [(edit.change, edit.text) for edit in diff_words(older, newer)]


def test_runs_of_words_in_order_what_was_taken_out_first() -> None:
    assert said("Pegawai wajib datang pukul tujuh pagi.", "Pegawai harus datang pukul delapan pagi.") == [
        ("sama", "Pegawai"),
        ("dihapus", "wajib"),
        ("ditambah", "harus"),
        ("sama", "datang pukul"),
        ("dihapus", "tujuh"),
        ("ditambah", "delapan"),
        ("sama", "pagi."),
    ]


def test_marker_case_and_punctuation_are_no_change() -> None:
    assert said("(1) Teguran lisan;", "a. teguran lisan") == [("sama", "teguran lisan")]
    assert said("", "Baru.") == [("ditambah", "Baru.")]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("(2) Setiap orang", "Setiap orang"),
        ("12. Setiap orang", "Setiap orang"),
        ("aa. Setiap orang", "Setiap orang"),
        ("Pasal 12A\n(1) Setiap orang", "Setiap orang"),
        ("Setiap orang", "Setiap orang"),  # no marker at all
    ],
)
def test_strip_marker(text: str, rest: str) -> None:
    assert strip_marker(text) == rest


def test_references_do_not_tell() -> None:
    older = "Hukuman sebagaimana dimaksud dalam Pasal 7 ayat (2) huruf a dijatuhkan kepada Pegawai Negeri Sipil"
    newer = "Hukuman sebagaimana dimaksud dalam Pasal 8 ayat (3) dan Pasal 9 dijatuhkan kepada PNS"
    assert telling_words(older) == telling_words(newer)
    assert likeness(older, newer) == 1.0
    assert "5" in telling_words("selama 5 hari")  # a number that is no reference


def test_likeness_without_words() -> None:
    assert likeness("", "apa saja tentang cuti") == 0.0
    assert likeness("cuti tahunan", "gaji pokok") == 0.0
