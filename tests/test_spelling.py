"""Chat spellings, slang affixes and typing errors, against a small collection's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.spelling import correct_words, is_indonesian, load_spelling, spell_out, strip_slang
from kb.types import RujukanError
from kb.vocabulary import Vocabulary, make_vocabulary

WORDS = """hukuman hukum disiplin pelayanan berjenjang penghargaan pensiun janda jabatan tahunan tahun cuti pegawai
    kabupaten inspektorat persen urus pecat periksa pindah sogok tanpa satu pangkat"""


@pytest.fixture
def vocabulary() -> Vocabulary:
    return make_vocabulary(dict.fromkeys(WORDS.split(), 200))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cuti thn ini brp hr?", "cuti tahun ini berapa hari?"),
        ("ga boleh yg mana", "tidak boleh yang mana"),
        ("marah2 ke bawahan", "marah-marah ke bawahan"),
        ("berturut2 semena2", "berturut-turut semena-mena"),
        ("Gimana kalo blm dpt SK", "bagaimana kalau belum dapat SK"),
        ("dr. Budi dr dinas, PP 94/2021 Pasal 3", "dr. Budi dari dinas, PP 94/2021 Pasal 3"),  # a title stays
        ("kasi kepegawaian", "kasi kepegawaian"),  # a word of the glossary stays
        ("", ""),
    ],
)
def test_chat_spellings_are_written_out(written: str, meant: str) -> None:
    assert spell_out(written) == meant


@pytest.mark.parametrize(
    ("slang", "root"),
    [("ngurus", "urus"), ("ngurusin", "urus"), ("dipecatin", "pecat"), ("meriksa", "periksa"), ("mindahin", "pindah"),
     ("nyogokin", "nyogok"), ("ngopi", None), ("nikah", None)],
)  # fmt: skip
def test_slang_affixes_are_taken_off(slang: str, root: str | None, vocabulary: Vocabulary) -> None:
    assert strip_slang(slang, vocabulary) == root


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("huukman", "hukuman"),  # a letter out of place
        ("plyanan", "pelayanan"),  # vowels left out
        ("berjenjng", "berjenjang"),
        ("penghrgaan", "penghargaan"),
        ("pnsiun", "pensiun"),
        ("jnda", "janda"),
        ("inspektoratt", "inspektorat"),
        ("jbatan", "jabatan"),
    ],
)
def test_typing_errors_are_read(written: str, read: str, vocabulary: Vocabulary) -> None:
    (correction,) = correct_words(f"{written} pns", vocabulary)
    assert (correction.written, correction.read, correction.sure) == (written, read, True)


@pytest.mark.parametrize(
    "text",
    [
        "hukuman disiplin tahunan",  # known words
        "pangkatnya dinaikkan",  # other forms of known and Indonesian words
        "bolos dan nyogok",  # words of the glossary
        "menurut Pensuin Wijaya",  # a name
        "pasal 12a ayat 3",
        "rendang",  # Indonesian, though near to a word of the collection
        "xq",
    ],
)
def test_words_that_are_known_named_or_numbers_stay(text: str, vocabulary: Vocabulary) -> None:
    assert correct_words(text, vocabulary) == []


def test_a_real_word_is_doubted_in_a_hurried_text_only(vocabulary: Vocabulary) -> None:
    assert correct_words("tanya huukman", vocabulary)[0].read == "tanpa"
    assert not correct_words("tanya huukman", vocabulary)[0].sure
    assert correct_words("tanya hukuman", vocabulary) == []
    assert [c.read for c in correct_words("tanya hukuman", vocabulary, hurried=True)] == ["tanpa"]


def test_two_readings_of_like_weight_are_not_sure() -> None:
    vocabulary = make_vocabulary({"pangkat": 50, "pangkal": 50})
    assert [c.sure for c in correct_words("pangkaq", vocabulary)] == [False]


def test_indonesian_words_are_known_by_their_roots() -> None:
    assert is_indonesian("meneken")
    assert is_indonesian("rampung")
    assert not is_indonesian("huukman")


@pytest.mark.parametrize("text", ["", "[chat]\nYg = 'yang'\n[filler]\nphrases = []\nwords = ''", "[chat]\n[filler]"])
def test_a_malformed_table_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "ejaan.toml"
    file.write_text(text)
    with pytest.raises(RujukanError, match=r"ejaan\.toml"):
        load_spelling(file)
