"""How sure an answer is: its signals, the typed refusals, the operating curve, the fit, the words of other fields."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from benchmarks.fit_confidence import cross_validate, describe, draw, fit, score
from kb import confidence as module
from kb.answer import answer
from kb.confidence import CONFIDENCE, THRESHOLD, absent_regulations, confidence, confidence_features, refusal_for, weigh
from kb.evaluate import operating_curve
from kb.foreign import field_vectors, foreign_words, law_names, load_fields
from kb.search import Library, search
from kb.types import RujukanError

SIGNALS = {"cosine": 0.9, "said": 2.0, "share": 0.8, "staff": 1.0, "foreign": 0.0, "other_field": 0.0}


@pytest.fixture
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every passage answers: the letters of the fake embedder know no meaning."""
    monkeypatch.setattr(module, "CONFIDENCE", dict.fromkeys(CONFIDENCE, 0.0) | {"bias": 9.0})


def test_weights_are_those_of_the_signals(library: Library) -> None:
    question = "kapan jam kerja pegawai dimulai?"
    features = confidence_features(library, question, search(library, question))
    assert set(features) | {"bias"} == set(CONFIDENCE)
    assert 0 < features["share"] < 1.001
    assert 0 < weigh(features) < 1
    assert confidence(library, question, []) == 0


def test_each_signal_speaks_for_what_it_says() -> None:
    at = weigh(SIGNALS)
    for worse in (
        {"cosine": 0.8},
        {"said": 0.5},
        {"share": 0.2},
        {"staff": 0.0},
        {"foreign": 1.0},
        {"other_field": 0.1},
    ):
        assert weigh(SIGNALS | worse) < at, worse
    assert weigh(SIGNALS | {"cosine": 1e6}) == 1
    assert weigh(SIGNALS | {"cosine": -1e6}) == pytest.approx(0)


@pytest.mark.parametrize(
    ("signals", "refusal"),
    [
        ({}, "tidak_ada_di_koleksi"),
        ({"foreign": 1.0}, "di_luar_lingkup"),
        ({"said": 0.0, "share": 0.0}, "di_luar_lingkup"),  # no word in common
        ({"said": 0.0}, "tidak_ada_di_koleksi"),  # none of its own words, but the law's words for them
        ({"other_field": 0.05}, "tidak_ada_di_koleksi"),  # it says that it is about the staff
        ({"other_field": 0.05, "staff": 0.0}, "di_luar_lingkup"),
    ],
)
def test_kinds_of_refusal(signals: dict[str, float], refusal: str) -> None:
    assert refusal_for(SIGNALS | signals) == refusal


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Berapa pesangon Karyawan  Swasta?", ["pesangon", "karyawan swasta"]),
        ("pajak kendaraannya telat, kena apa?", ["pajak kendaraan"]),
        ("cuti tahunan PNS berapa hari?", []),
        ("kementerian perindustrianku", ["perindustrian"]),
        ("dipatenkan", []),  # whole words only
        ("pilkada diundur?", []),  # the glossary has the law's words for it
    ],
)
def test_words_of_other_fields(question: str, words: list[str]) -> None:
    assert foreign_words(question) == words


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("cuti menurut UU Ketenagakerjaan", ["ketenagakerjaan"]),
        ("apa isi undang-undang tentang perdagangan", ["perdagangan"]),
        ("UU Nomor 5 Tahun 2014, uu mana, UU yang baru, UU 5/2014", []),
    ],
)
def test_laws_named_by_their_matter(question: str, names: list[str]) -> None:
    assert law_names(question) == names


def test_a_foreign_word_that_the_collection_explains_does_not_count(library: Library) -> None:
    known, strange = "mangkir kena teguran tertulis", "mangkir kena tilang"
    assert confidence_features(library, known, search(library, known))["foreign"] == 0
    assert confidence_features(library, strange, search(library, strange))["foreign"] == 1
    # the matter of a law in the collection is not foreign, another one is
    for question, foreign in (("mangkir menurut uu kerja", 0), ("mangkir menurut uu kelautan", 1)):
        assert confidence_features(library, question, search(library, question))["foreign"] == foreign


def test_a_named_regulation_that_is_absent_is_said_so(library: Library, sure: None) -> None:
    refused = answer(library, "jam kerja menurut PP 35 Tahun 2021")
    assert (refused.found, refused.refusal) == (False, "tidak_ada_di_koleksi")
    assert "PP Nomor 35 Tahun 2021" in refused.text
    assert answer(library, "jam kerja menurut PP 2 Tahun 2021").found
    both = "beda jam kerja PP 2 Tahun 2021 dan PP 35 Tahun 2021"
    assert absent_regulations(library, both, search(library, both)) == []


def test_only_repealed_rules(library: Library, sure: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [p for p in search(library, "jam kerja dimulai", include_repealed=True) if p.status == "dicabut"]
    new = [p for p in search(library, "jam kerja dimulai") if p.status == "berlaku"]
    assert old
    assert new
    monkeypatch.setattr("kb.answer.search", lambda *_, **__: old)
    refused = answer(library, "jam kerja dimulai")
    assert (refused.found, refused.refusal, refused.passages) == (False, "hanya_aturan_dicabut", ())
    assert old[0].chunk.label in refused.text
    assert any("dicabut" in warning for warning in refused.warnings)
    assert answer(library, "jam kerja dimulai menurut PP 1 Tahun 2020").found  # asked for by name
    monkeypatch.setattr("kb.answer.search", lambda *_, **__: [old[0], *new])
    assert answer(library, "jam kerja dimulai").found
    monkeypatch.undo()


def test_a_rule_repealed_later_answers_for_its_day(library: Library, sure: None) -> None:
    assert answer(library, "jam kerja dimulai", as_of=date(2020, 6, 1)).refusal != "hanya_aturan_dicabut"


def test_fields_are_read_and_checked(tmp_path: Path) -> None:
    assert len(load_fields()) >= 60
    path = tmp_path / "bidang.toml"
    for text, wrong in (
        ('[[field]]\nname = "a"', "harus berisi name dan say"),
        ('[[field]]\nname = "a"\nsay = ["Besar"]', "'Besar' tidak sah"),
        ('[[field]]\nname = "a"\nsay = ["x", "x"]', "dua kali"),
        ("rusak", "tidak dapat dibaca"),
    ):
        path.write_text(text)
        load_fields.cache_clear()
        with pytest.raises(RujukanError, match=wrong):
            load_fields(path)
    load_fields.cache_clear()


def test_fields_are_embedded_once(library: Library) -> None:
    first = field_vectors(library.embedder)
    assert first.shape == (len(load_fields()), library.embedder.dimension)
    assert field_vectors(library.embedder) is first


def test_operating_curve_by_hand() -> None:
    curve = operating_curve([0.9, 0.2], {"far": [0.1], "very-near": [0.6, 0.3]}, (0.25, 0.5))
    assert curve == [
        {"threshold": 0.25, "answered": 0.6, "wrongly_refused": 0.5, "far": 1.0, "very_near": 0.0},
        {"threshold": 0.5, "answered": 0.4, "wrongly_refused": 0.5, "far": 1.0, "very_near": 0.5},
    ]


def test_fit_tells_two_heaps_apart_and_cross_validation_holds_out() -> None:
    dice = np.random.default_rng(1)
    features = np.concatenate([dice.normal(1, 1, (60, 2)), dice.normal(-1, 1, (60, 2))])
    answerable = np.repeat([1.0, 0.0], 60)
    weights = fit(features, answerable)
    assert (weights[:2] > 0).all()
    kinds = np.array([""] * 60 + ["far"] * 60)
    seen = describe(score(features, weights), kinds, 0.5)
    held = describe(cross_validate(features, answerable), kinds, 0.5)
    assert 0.85 < held["auroc"] <= seen["auroc"]
    noise = dice.normal(0, 1, (120, 2))  # nothing to learn: held-out scores must not tell
    assert describe(cross_validate(noise, answerable), kinds, 0.5)["auroc"] < 0.65


def test_picture_has_a_line_for_each_kind() -> None:
    rows = [{"wrongly_refused": 0.0, "far": 0.9, "near": 0.5, "very_near": 0.1}]
    assert draw(rows, rows[0]).count("<polyline") == 3
    assert 0 < THRESHOLD < 1
