"""What of a piece speaks for it: over one small regulation, embedded by letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from small_documents import set_pdf

from ingest.pipeline import ingest
from kb import confidence as module
from kb.answer import answer
from kb.confidence import CONFIDENCE
from kb.pieces import read_around
from kb.search import Library, open_library, search
from kb.selection import find_pieces
from kb.signals import piece_signals, read_asked
from kb.types import Amendment

RULES = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 4 TAHUN 2023
TENTANG
PANGGILAN PEGAWAI
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa perlu panggilan;
MEMUTUSKAN:
Pasal 1
(1) Pegawai yang dipanggil menghadap atasan pada hari yang ditentukan.
(2) Pegawai yang dipanggil dan tidak menghadap atasan dipanggil sekali lagi.
(3) Pegawai yang absen 1 (satu) sampai dengan 3 (tiga) hari ditegur lisan.
(4) Pegawai yang absen 4 (empat) sampai dengan 6 (enam) hari ditegur tertulis.
Pasal 2
Tingkat teguran terdiri atas:
a. teguran ringan; dan
b. teguran berat.
Pasal 3
Jenis teguran berat terdiri atas:
a. teguran di depan rapat; dan
b. teguran di papan.
Pasal 4
Peraturan ini mulai berlaku pada tanggal diundangkan."""


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    from conftest import LetterEmbedder

    folder = tmp_path_factory.mktemp("panggilan")
    set_pdf(folder / "panggilan.pdf", RULES)
    (row,) = ingest([folder / "panggilan.pdf"], data=folder / "data", embedder=LetterEmbedder())
    assert row["result"] == "ingested"
    library = open_library(folder / "data", embedder=LetterEmbedder())
    yield library
    library.store.close()


def best_piece(library: Library, question: str, article: str) -> str:
    """The best piece of the article for a question."""
    passages = [p for p in search(library, question) if p.chunk.article == f"pp-4-2023/{article}"]
    fit = find_pieces(library, question, passages, []).fits[0]
    return fit.reading.words(fit.piece.start, fit.piece.end)


@pytest.mark.parametrize(
    ("question", "article", "said"),
    [
        ("pegawai absen 2 hari kena apa", "pasal-1", "ditegur lisan"),
        ("pegawai absen 5 hari kena apa", "pasal-1", "ditegur tertulis"),
    ],
)
def test_the_ayat_of_the_case_is_chosen(calls: Library, question: str, article: str, said: str) -> None:
    assert said in best_piece(calls, question, article)


def test_what_the_question_denies_is_denied_by_one_ayat_only(calls: Library) -> None:
    question = "pegawai dipanggil atasan tetapi tidak menghadap bagaimana"
    (passage,) = (p for p in search(calls, question) if p.chunk.article == "pp-4-2023/pasal-1")
    (reading,) = read_around(calls, passage.chunk)
    asked = read_asked(calls, question)
    signals = [piece_signals(calls, asked, reading, n, []) for n in range(len(reading.pieces))]
    assert [one["denied"] > 0 for one in signals] == [False, True, False, False]


def test_a_list_counts_by_what_leads_it_in(calls: Library) -> None:
    question = "jenis teguran berat apa saja"
    asked = read_asked(calls, question)
    passages = {p.chunk.article: p for p in search(calls, question)}
    led = {
        article: piece_signals(calls, asked, reading, 0, [])["list"]
        for article in ("pp-4-2023/pasal-2", "pp-4-2023/pasal-3")
        for reading in read_around(calls, passages[article].chunk)
    }
    assert 0 < led["pp-4-2023/pasal-2"] < led["pp-4-2023/pasal-3"]


def test_a_reworded_ayat_gives_way_and_its_article_stays(calls: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONFIDENCE", dict.fromkeys(CONFIDENCE, 0.0) | {"bias": 9.0})
    article, act = "pp-4-2023/pasal-1", "pp-4-2023/pasal-3"
    whole = Amendment(article, "diubah", act, act)
    part = Amendment(f"{article}/ayat-4", "diubah", act, act)
    question = "pegawai absen 5 hari kena teguran apa"
    assert "ditegur tertulis" in best_piece(calls, question, "pasal-1")
    changed = replace(calls, _amended={article: [whole, part]})
    assert "ditegur tertulis" not in best_piece(changed, question, "pasal-1")
    # changed in part it is still looked through; changed as a whole it is left out beside its new wording
    quoted = {p.chunk.article for p in answer(changed, question).passages}
    assert article in quoted
    gone = replace(calls, _amended={article: [whole]})
    assert article not in {p.chunk.article for p in answer(gone, question).passages}
