"""The whole path on small PDFs: files in, answers out; bad files named, the rest taken."""

from datetime import date
from pathlib import Path

import pytest
from small_documents import NEW, set_pdf

import ingest.pipeline as ingest_room
from ingest.amendments import read_amendments
from ingest.pipeline import ingest
from kb.answer import answer, on_one_page
from kb.search import named_citations, open_library, search, show
from kb.types import NotFoundError, Regulation, Relation

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors


def test_row_of_a_file_taken(two_regulations: Path, letters) -> None:
    rows = ingest([two_regulations / "baru.pdf"], data=two_regulations / "data", embedder=letters)
    (row,) = rows
    assert row["result"] == "unchanged"
    assert (row["regulation"], row["pages"], row["pasal_found"], row["pasal_missing"]) == ("pp-2-2021", 2, 2, [])


def test_bad_file_is_reported_and_the_rest_goes_on(tmp_path: Path, letters) -> None:
    (tmp_path / "a.pdf").write_text("bukan pdf")
    set_pdf(tmp_path / "b.pdf", NEW)
    set_pdf(tmp_path / "c.pdf", "")
    rows = ingest([tmp_path], data=tmp_path / "data", embedder=letters)
    assert [row["result"] for row in rows] == ["failed", "ingested", "failed"]
    assert "a.pdf: bukan PDF" in rows[0]["error"]
    assert "c.pdf: tidak ada halaman yang dapat dibaca" in rows[2]["error"]
    library = open_library(tmp_path / "data", embedder=letters)
    assert search(library, "jam kerja")
    library.store.close()


def test_a_fault_of_ours_in_one_file_does_not_keep_the_others_out(tmp_path: Path, letters, monkeypatch) -> None:
    set_pdf(tmp_path / "a.pdf", NEW)
    set_pdf(tmp_path / "b.pdf", NEW.replace("NOMOR 2", "NOMOR 3"))
    read = ingest_room.read_metadata

    def stumble(text: str, name: str) -> Regulation:
        if name == "a.pdf":
            raise ValueError("zip")
        return read(text, name)

    monkeypatch.setattr(ingest_room, "read_metadata", stumble)
    rows = ingest([tmp_path], data=tmp_path / "data", embedder=letters)
    assert [row["result"] for row in rows] == ["failed", "ingested"]
    assert "a.pdf: kesalahan program" in rows[0]["error"]


def test_an_amending_act_of_which_no_article_was_read_amends_nothing() -> None:
    act = Regulation("pp-5-1958", "pp", "5", 1958, "Perubahan Jam Kerja")
    relation = Relation("pp-5-1958", "mengubah", "pp-1-1950")
    assert read_amendments([], act, [relation]) == ()


def test_changed_file_replaces_its_regulation_whole(tmp_path: Path, letters) -> None:
    set_pdf(tmp_path / "a.pdf", NEW)
    ingest([tmp_path], data=tmp_path / "data", embedder=letters)
    set_pdf(tmp_path / "a.pdf", NEW.replace("pukul delapan", "pukul sembilan").replace("b. pemotongan tunjangan.", ""))
    (row,) = ingest([tmp_path], data=tmp_path / "data", embedder=letters)
    assert row["result"] == "ingested"
    library = open_library(tmp_path / "data", embedder=letters)
    assert "sembilan" in show(library, "pp-2-2021/pasal-1/ayat-1").provision.text
    with pytest.raises(NotFoundError):
        show(library, "pp-2-2021/pasal-1/ayat-2/huruf-b")
    assert "delapan" not in " ".join(c.text for c in library.store.chunks() if "penjelasan" not in c.path)
    library.store.close()


def test_named_citation_comes_first_and_exactly(library) -> None:
    first = search(library, "bunyi pasal 2 pp 1 tahun 2020")[0]
    assert (first.chunk.path, first.score, first.status) == ("pp-1-2020/pasal-2", 1.0, "dicabut")
    assert [c.path for c in named_citations(library, "isi pasal 1 pp jam kerja")] == ["pp-2-2021/pasal-1"]
    quoted = answer(library, "isi pasal 1 ayat 2 huruf b pp 2/2021")
    assert quoted.found
    assert quoted.passages[0].chunk.path.startswith("pp-2-2021/pasal-1")
    assert "pemotongan tunjangan" in quoted.text


def test_repealed_rule_does_not_come_first(library) -> None:
    articles = [p.chunk.article for p in search(library, "pegawai yang mangkir")]
    assert articles.index("pp-2-2021/pasal-1") < articles.index("pp-1-2020/pasal-2")
    before = search(library, "pegawai yang mangkir", as_of=date(2021, 6, 1))
    assert {p.status for p in before if p.chunk.regulation == "pp-1-2020"} == {"tidak diketahui"}


def test_a_day_named_in_the_question_is_the_day_of_the_law(library) -> None:
    told = answer(library, "isi pasal 2 pp 1 tahun 2020 waktu tahun 2020")
    assert told.passages[0].status != "dicabut"
    assert any("31-12-2020" in note for note in told.warnings)
    assert answer(library, "isi pasal 2 pp 1 tahun 2020").passages[0].status == "dicabut"


def test_a_follow_up_is_answered_with_the_turns_before_it(library) -> None:
    told = answer(library, "Kalau pasal 2?", previous=["isi pasal 1 pp 2 tahun 2021"])
    assert told.question == "Kalau pasal 2?"
    assert {p.chunk.regulation for p in told.passages} == {"pp-2-2021"}


def test_absent_provision_is_refused_not_replaced(library) -> None:
    refused = answer(library, "bunyi pasal 99 pp 2 tahun 2021")
    assert (refused.found, refused.refusal, refused.passages) == (False, "tidak_ada_di_koleksi", ())
    assert "Pasal 99" in refused.text


def test_answer_warns_of_repeal_and_quotes_the_page(library) -> None:
    told = answer(library, "pasal 2 pp 1 tahun 2020")
    assert any("dicabut oleh PP Nomor 2 Tahun 2021" in w for w in told.warnings)
    passage = told.passages[0]
    page = library.store.pages("pp-1-2020")[passage.chunk.pages[0] - 1]
    assert " ".join(passage.quote.split()) in " ".join(page.text.split())


def test_a_quote_takes_no_equal_line_of_another_page() -> None:
    # pp-94-2021 pages 28 and 29: "Huruf e" and "Cukup jelas." stand on both
    boxes = tuple((page, 0.0, 0.0, 1.0, 1.0) for page in (28, 28, 29, 29, 29))
    text = "Huruf d\nCukup jelas.\nHuruf e\nCukup jelas.\nHuruf f"
    assert on_one_page(None, "pp-94-2021", text, boxes) == (29, "Huruf e\nCukup jelas.\nHuruf f")


def test_show_gives_elucidation_and_relations(library) -> None:
    shown = show(library, "PP Nomor 2 Tahun 2021 Pasal 1 ayat (1)")
    assert shown.penjelasan is not None
    assert "waktu setempat" in shown.penjelasan.text
    assert [(r.subject, r.object) for r in shown.relations] == [("pp-2-2021", "pp-1-2020")]


def test_an_article_explained_with_others_shows_their_elucidation(tmp_path: Path, letters) -> None:
    text = NEW.replace("Peraturan ini", "Tiga hal.\nPasal 3\nPeraturan ini").replace(
        "Pukul delapan menurut waktu setempat.",
        "Pukul delapan menurut waktu setempat.\nPasal 2 dan Pasal 3\nCukup jelas.",
    )
    set_pdf(tmp_path / "a.pdf", text)
    ingest([tmp_path], data=tmp_path / "data", embedder=letters)
    library = open_library(tmp_path / "data", embedder=letters)
    for article in ("2", "3"):
        shown = show(library, f"pp-2-2021/pasal-{article}")
        assert shown.penjelasan is not None
        assert shown.penjelasan.path == "pp-2-2021/penjelasan/pasal-2"
    library.store.close()


def test_an_unreadable_article_is_said_in_show_and_beside_its_neighbours(tmp_path: Path, letters) -> None:
    gap = NEW.replace("Peraturan ini berlaku", "Pegawai yang bolos ditegur.\nPasal 4\nPeraturan ini berlaku")
    set_pdf(tmp_path / "celah.pdf", gap)
    (row,) = ingest([tmp_path / "celah.pdf"], data=tmp_path / "data", embedder=letters, accept=["pp-2-2021"])
    assert row["pasal_missing"] == ["3"]
    library = open_library(tmp_path / "data", embedder=letters)
    with pytest.raises(NotFoundError, match="Pasal 3 tidak ada atau tidak terbaca dalam berkas sumber"):
        show(library, "pp-2-2021/pasal-3/ayat-1")
    with pytest.raises(NotFoundError, match="tidak ada PP Nomor 2 Tahun 2021 Pasal 9"):
        show(library, "pp-2-2021/pasal-9")
    for article, warned in (("2", True), ("4", True), ("1", False)):
        said = answer(library, f"isi pasal {article} pp 2 tahun 2021").warnings
        assert any("Pasal 3 tidak ada atau tidak terbaca" in note for note in said) == warned, (article, said)
