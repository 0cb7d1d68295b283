"""English questions: told apart, and put into Indonesian words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.english import is_english, load_english, translate_words
from kb.types import RujukanError


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("How long is the probation of a candidate?", True),
        ("May a regent refuse to grant leave?", True),
        ("Who signs?", False),  # too few little words to be sure
        ("Berapa lama masa percobaan?", False),
        ("mau resign, what to do ya, apa boleh?", False),
        ("", False),
    ],
)
def test_english_is_told_by_its_little_words(text: str, english: bool) -> None:
    assert is_english(text) is english


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can I resign during probation?", "mengundurkan diri berhenti atas permintaan sendiri masa percobaan"),
        ("annual leave of civil servants", "cuti tahunan pegawai negeri sipil PNS"),  # longest phrase, plural
        ("gratuities for a PPPK in 2020", "gratifikasi PPPK 2020"),  # abbreviations and figures stay
        ("zebra crossing", ""),
    ],
)
def test_english_is_put_into_the_words_of_the_law(text: str, words: str) -> None:
    assert translate_words(text) == words


def test_the_table_is_large() -> None:
    assert len(load_english()) >= 300


@pytest.mark.parametrize("text", ["", "[phrases]\nLeave = 'cuti'", "[phrases]\nleave = 3", "[phrases"])
def test_a_malformed_table_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "inggris.toml"
    file.write_text(text)
    with pytest.raises(RujukanError, match=r"inggris\.toml"):
        load_english(file)
