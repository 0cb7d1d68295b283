"""Words and the word index: what counts as a word, and who is found by it."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from kb.lexical import build_words, open_words, tokenize
from kb.types import StoreError

TEXTS = {
    "a/pasal-1": "Pegawai yang tidak masuk kerja 28 hari dalam setahun diberhentikan.",
    "a/pasal-2": "Cuti tahunan lamanya 12 hari kerja.",
    "a/pasal-3": "Denda Rp1.000.000,00 dibayar ke kas negara.",
    "b/pasal-12a": "Golongan ruang III/a dan Pasal 12A.",
    "b/pasal-9": "Dan atau yang itu.",  # nothing but stop words
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pemberhentian, diberhentikan, HENTIKAN", ["henti", "henti", "henti"]),  # affixes
        ("Undang-Undang peraturan", ["undang", "undang", "atur"]),
        ("28 hari; Pasal 12A ayat (2)", ["28", "hari", "pasal", "12a", "ayat", "2"]),  # digits are kept
        ("Rp1.000.000,00", ["rp", "1000000", "00"]),  # an amount is one word, however it is dotted
        ("tahun 2021.", ["tahun", "2021"]),  # a full stop is none of the number's
        ("golongan III/a", ["golong", "iii", "a"]),  # neither the stem "ii" nor the English article
        ("apakah yang tidak boleh dilakukan?", ["tidak", "boleh", "laku"]),  # what a rule turns on stays
        ("ﬁnal ｆｕｌｌ", ["final", "full"]),  # NFKC
        ("ta\u00adhun", ["tahun"]),  # soft hyphen
        ("", []),
        ("… — !?", []),
    ],
)
def test_tokenize(text: str, words: list[str]) -> None:
    assert tokenize(text) == words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_words(tmp_path / "words", list(TEXTS), list(TEXTS.values()))
    return tmp_path / "words"


def test_the_text_that_shares_rare_words_comes_first(folder: Path) -> None:
    words = open_words(folder)
    for question, path in (
        ("berapa lama cuti tahunan?", "a/pasal-2"),
        ("bolos 28 hari", "a/pasal-1"),
        ("denda 1000000 rupiah", "a/pasal-3"),
        ("pasal 12a", "b/pasal-12a"),
        ("BERHENTI", "a/pasal-1"),
    ):
        assert words.score(question, 3)[0][0] == path, question


def test_scores_stand_in_the_order_of_ids(folder: Path) -> None:
    words = open_words(folder)
    assert words.ids == tuple(TEXTS)
    scores = words.scores("hari kerja")
    assert scores.dtype == np.float32
    assert scores.shape == (len(TEXTS),)
    assert (scores > 0).tolist() == [True, True, False, False, False]
    assert dict(words.score("hari kerja", 10)) == {
        path: pytest.approx(score) for path, score in zip(TEXTS, scores, strict=True) if score > 0
    }


@pytest.mark.parametrize("question", ["", "yang dan atau", "xylofon"])
def test_nothing_is_found_by_unknown_words(folder: Path, question: str) -> None:
    words = open_words(folder)
    assert words.score(question, 5) == []
    assert not words.scores(question).any()


@pytest.mark.parametrize("texts", [[], ["dan atau"]])
def test_an_index_without_words(tmp_path: Path, texts: list[str]) -> None:
    build_words(tmp_path / "words", [str(n) for n in range(len(texts))], texts)
    assert open_words(tmp_path / "words").scores("cuti").shape == (len(texts),)


def test_the_index_is_mapped_not_read(folder: Path) -> None:
    words = open_words(folder)
    assert words._columns is not None
    assert isinstance(words._columns.gains, np.memmap)


def test_scores_are_those_of_bm25s(folder: Path) -> None:
    bm25s = pytest.importorskip("bm25s")
    index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    index.index([tokenize(text) for text in TEXTS.values()], show_progress=False)
    for question in ("pegawai tidak masuk kerja 28 hari", "cuti cuti tahunan", "golongan III/a"):
        asked = [word for word in tokenize(question) if word in index.vocab_dict]
        np.testing.assert_allclose(open_words(folder).scores(question), index.get_scores(asked), rtol=1e-6)


def test_several_threads_may_ask_at_once(folder: Path) -> None:
    words = open_words(folder)
    expected = words.score("pemberhentian cuti tahunan", 5)
    wrong: list[object] = []

    def ask() -> None:
        for n in range(200):
            tokenize(f"penyelenggaraan{n} pemberhentian{n}")
            if (found := words.score("pemberhentian cuti tahunan", 5)) != expected:
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_missing_or_damaged_index_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Indeks kata"):
        open_words(tmp_path / "lain")
    data = folder / "bm25" / "data.csc.index.npy"
    data.write_bytes(data.read_bytes()[:40])
    with pytest.raises(StoreError, match="rusak"):
        open_words(folder)


def test_an_index_of_other_texts_is_refused(folder: Path) -> None:
    (folder / "ids.json").write_text('["a/pasal-1"]')
    with pytest.raises(StoreError, match="5 teks, 1 alamat"):
        open_words(folder)


def test_which_texts_have_a_word(folder: Path) -> None:
    words = open_words(folder)
    assert words.having("pegawai cuti").tolist() == [True, True, False, False, False]
    assert words.having("hari hari").tolist() == [True, True, False, False, False]
    assert not words.having("kapal yang").any()
