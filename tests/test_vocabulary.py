"""Words of a collection: counted, kept, trusted from two occurrences on."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.types import StoreError
from kb.vocabulary import PLAIN_TIMES, count_words, make_vocabulary, open_vocabulary, write_vocabulary


def test_words_are_counted_without_case_or_numbers() -> None:
    assert count_words(["Cuti tahunan 12 hari", "cuti sakit, a. b"]) == {"cuti": 2, "tahunan": 1, "hari": 1, "sakit": 1}


def test_a_word_seen_once_is_not_trusted() -> None:
    vocabulary = make_vocabulary({"hukuman": 9, "hukumam": 1})
    assert vocabulary.knows("hukuman")
    assert vocabulary.knows("dihukum")  # another form of a known word
    assert not vocabulary.knows("hukumam")


def test_counts_are_kept(tmp_path: Path) -> None:
    write_vocabulary(tmp_path / "kata.json", {"hukuman": 9, "disiplin": 4}, {"UKK": "Uji Kelayakan Kerja"})
    read = open_vocabulary(tmp_path / "kata.json")
    assert read == make_vocabulary({"hukuman": 9, "disiplin": 4}, {"UKK": "Uji Kelayakan Kerja"})
    assert read.abbreviations == {"ukk": "Uji Kelayakan Kerja"}


@pytest.mark.parametrize("text", [None, "{", "[1]", '{"words": {"a": "b"}}', '{"words": {}}'])
def test_a_damaged_list_is_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "kata.json").write_text(text)
    with pytest.raises(StoreError, match=r"kata\.json"):
        open_vocabulary(tmp_path / "kata.json")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        write_vocabulary(tmp_path / "tiada" / "kata.json", {})


def test_likely_words_are_looked_for_among_those_alike() -> None:
    counts = dict.fromkeys(["pensiun", "pegawai", "pensiunan", "cuti", "atasan", "otoritas"], 5)
    vocabulary = make_vocabulary(counts)
    assert set(vocabulary.words_like("pnsiun", 1)) == {"pensiun", "pegawai"}  # letter and length, or consonants
    assert vocabulary.words_like("tsn", 0) == ["atasan"]  # vowels left out, the first among them
    assert vocabulary.words_like("xyz", 2) == []


def test_an_abbreviation_of_many_texts_is_plain_however_many_other_words_there_are() -> None:
    terms = {"PNS": "Pegawai Negeri Sipil", "UKK": "Uji Kelayakan Kerja"}
    small = make_vocabulary({"pns": 6, "ukk": 2, "kerja": 9_992}, terms)  # 6 of 10,000 is often enough
    large = make_vocabulary({"pns": PLAIN_TIMES + 1, "ukk": PLAIN_TIMES, "kerja": 10_000_000}, terms)
    assert small.abbreviations.keys() == large.abbreviations.keys() == {"ukk"}
