"""Questions understood: wording, variants in the law's words, scope, day, kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb.question import Question, keep_words, understand
from kb.vocabulary import Vocabulary, make_vocabulary

TODAY = date(2026, 11, 24)


@pytest.fixture
def vocabulary() -> Vocabulary:
    words = "hukuman disiplin pegawai pensiun janda cuti tahunan tahun sanksi pelayanan berapa sakit"
    return make_vocabulary(dict.fromkeys(words.split(), 200))


def test_a_hurried_question_is_written_out_and_put_into_the_law_s_words(vocabulary: Vocabulary) -> None:
    question = understand("min mau nanya, klo mangkir 4 hr huukmannya apa ya?", vocabulary, TODAY)
    assert question == Question(
        asked="min mau nanya, klo mangkir 4 hr huukmannya apa ya?",
        normalised=question.normalised,
        words=question.words,
        variants=("kalau tidak masuk kerja tanpa alasan yang sah 4 hari hukumannya apa?",),
        corrections=question.corrections,
        kinds=question.kinds,
    )
    assert "kalau mangkir 4 hari" in question.normalised
    assert not {"min", "ya"} & set(question.words.split())


def test_a_sure_repair_replaces_and_a_doubtful_one_is_tried_beside(vocabulary: Vocabulary) -> None:
    sure = understand("pnsiun jnda", vocabulary, TODAY)
    assert (sure.normalised, sure.variants) == ("pensiun janda", ())
    doubtful = understand("cuti sakti pnsiun", vocabulary, TODAY)
    assert doubtful.normalised == "cuti sakti pensiun"
    assert doubtful.variants == ("cuti sakit pensiun",)


def test_an_abbreviation_keeps_its_place_beside_its_name() -> None:
    vocabulary = make_vocabulary({"cuti": 99_000}, {"UKK": "Uji Kelayakan Kerja", "CUTI": "Cukup Untuk Tidur Ini"})
    assert understand("skp staf", vocabulary, TODAY).variants == ("skp sasaran kinerja pegawai staf jabatan pelaksana",)
    # one that the collection defines itself, unless everybody knows it
    assert understand("cuti UKK?", vocabulary, TODAY).variants == ("cuti UKK Uji Kelayakan Kerja?",)


def test_what_is_said_in_the_law_s_words_is_not_said_again() -> None:
    assert understand("syarat banding administratif", today=TODAY).variants == ()


def test_without_a_vocabulary_nothing_is_repaired() -> None:
    assert understand("pnsiun jnda").corrections == ()


def test_a_question_in_the_law_s_words_has_no_variant(vocabulary: Vocabulary) -> None:
    assert understand("Apa sanksi disiplin pegawai?", vocabulary, TODAY).variants == ()


def test_an_english_question_gets_a_variant_in_indonesian(vocabulary: Vocabulary) -> None:
    question = understand("How long is the annual leave of a contract employee?", vocabulary, TODAY)
    assert question.language == "en"
    assert question.variants == ("jangka waktu cuti tahunan pegawai pemerintah dengan perjanjian kerja PPPK",)
    assert question.scope == ("PPPK",)
    assert question.corrections == ()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("min mau tanya dong, cuti besar itu apa?", "cuti besar apa?"),
        ("Izin bertanya pak, siapa yang menilai camat?", "siapa yang menilai camat?"),
        ("kepala dinas boleh cuti tidak?", "kepala dinas boleh cuti?"),  # "tidak" asks here
        ("ada ga sih larangan cuti", "ada ga larangan cuti"),
        ("ada tidak sih larangan cuti", "ada larangan cuti"),
        ("boleh tidak masuk kerja", "boleh tidak masuk kerja"),  # and denies here
        ("pegawai yang tidak masuk kerja", "pegawai yang tidak masuk kerja"),
        ("min 3 tahun", "min 3 tahun"),  # a measure, not a greeting
        ("apa itu?", "apa itu?"),  # nothing else to look for
    ],
)
def test_fillers_are_dropped(text: str, kept: str) -> None:
    assert keep_words(text) == kept


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("cuti PNS", ("PNS",)),
        ("calon PNS boleh cuti?", ("CPNS",)),
        ("apakah p3k dan pns sama", ("PPPK", "PNS")),
        ("nasib honorer", ("honorer",)),
        ("pejabat yang melanggar", ("pejabat",)),
        ("cuti bersama", ()),
    ],
)
def test_whom_it_is_about(text: str, scope: tuple[str, ...]) -> None:
    assert understand(text, today=TODAY).scope == scope


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Apa pengertian cuti?", ("definisi",)),
        ("sanksi bagi pegawai", ("sanksi",)),
        ("bagaimana prosedur pensiun", ("prosedur",)),
        ("apa syarat mutasi", ("syarat",)),
        ("siapa yang menilai camat", ("wewenang",)),
        ("berapa lama masa percobaan", ("jangka waktu",)),
        ("berapa persen tunjangan anak", ("jumlah",)),
        ("bolehkah cuti", ("kebolehan",)),
        ("bunyi Pasal 4 PP 94 Tahun 2021", ("look-up",)),
        ("cuti besar", ()),
    ],
)
def test_what_is_asked_for(text: str, kinds: tuple[str, ...]) -> None:
    assert understand(text, today=TODAY).kinds == kinds


def test_negation_is_kept() -> None:
    question = understand("apa akibat kalau ga lapor harta tanpa alasan?", today=TODAY)
    assert question.negations == ("tidak", "tanpa")
    assert "tidak" in question.words


def test_no_development_question_is_lost(shared_data: Path) -> None:
    """Every development question keeps words to look for and is taken for the language it is in."""
    rows = [line.split("\t") for line in (shared_data / "questions" / "questions.tsv").read_text().splitlines()[1:]]
    for _, text, _, style, _ in rows:
        question = understand(text, today=TODAY)
        assert question.words.strip()
        assert style != "english" or question.language == "en"
        assert style == "english" or question.language == "id"


def test_words_of_an_english_question_are_no_abbreviations_unless_in_capitals() -> None:
    vocabulary = make_vocabulary({"kerja": 900}, {"up": "Uang Persediaan", "ITS": "Institut Teknologi"})
    asked = "Who must follow up the findings of the civil service commission about its staff?"
    assert not any("Uang" in variant or "Institut" in variant for variant in understand(asked, vocabulary).variants)
    assert "Uang Persediaan" in understand(asked.replace("up", "UP"), vocabulary).variants[0]
