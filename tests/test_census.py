"""What was read is counted; a document with too large gaps is held back until a librarian accepts it by name."""

from dataclasses import replace
from pathlib import Path

import pytest
from small_documents import NEW, set_pdf

from ingest.census import Census, missing_articles, quarantine_reason, take_census
from ingest.clean import clean_pages
from ingest.pipeline import ingest
from ingest.structure import parse_provisions
from kb.answer import answer
from kb.search import open_library, search, show
from kb.store import open_store
from kb.types import Line, NotFoundError, Page

WHOLE = Census(10, 0, (), 100, (), 4, 200, 10_000)
ROWS = [
    (WHOLE, ""),
    # PP 94/2021 lacks Pasal 39: one of 45 is accepted, and listed
    (replace(WHOLE, pasal_found=44, pasal_missing=("39",)), ""),
    # PP 12/2019 shows 7 of 224 unreadably: more than 3 %
    (replace(WHOLE, pasal_found=217, pasal_missing=tuple("1234567")), "7 dari 224 pasal tidak ditemukan"),
    (replace(WHOLE, troubles=((2, "gambar"), (3, "gambar"), (9, "gambar"))), "halaman 2-3, 9: gambar"),
    (replace(WHOLE, dropped_characters=3_000), "30% huruf dianggap kepala"),
]


@pytest.mark.parametrize(("census", "reason"), ROWS)
def test_reason(census: Census, reason: str) -> None:
    assert quarantine_reason(census).startswith(reason)
    assert bool(quarantine_reason(census)) == bool(reason)


def pages_of(text: str) -> list[Page]:
    lines = tuple(Line(line, (0, 900 - 20 * n, 100, 912 - 20 * n)) for n, line in enumerate(text.split("\n")))
    return [Page(1, 600, 900, lines), Page(2, 600, 900, (), scanned=True, trouble="gambar tanpa teks")]


def test_counts_and_gaps() -> None:
    body = "MEMUTUSKAN:\nPasal 1\nSatu.\nPasal 2\nDua.\nPasal 4\nEmpat."
    pages = pages_of("PERATURAN\nTENTANG\nUJI\n" + body)
    clean = clean_pages(pages)
    census = take_census(pages, clean, parse_provisions(clean, "pp-1-2020"))
    assert (census.pages, census.scanned_pages, census.pasal_found, census.pasal_missing) == (2, 1, 3, ("3",))
    assert census.troubles == ((2, "gambar tanpa teks"),)
    assert census.characters >= len(body) - body.count("\n")


def test_amending_act_has_no_gaps() -> None:
    text = "PERATURAN\nTENTANG\nPERUBAHAN ATAS PP 1\nMEMUTUSKAN:\nPasal I\n1. Ketentuan Pasal 5 diubah:\nPasal 5\nLima."
    assert missing_articles(parse_provisions(clean_pages(pages_of(text)), "pp-2-2020")) == []


def test_an_article_that_only_the_penjelasan_knows_is_missing() -> None:
    # PP 46/2009 page 1: "Pasal 2" is recognised as "Puasa) 2"
    text = (
        "PERATURAN\nTENTANG\nUJI\nMEMUTUSKAN:\nPasal 1\nSatu.\nPuasa) 2\nDua.\nDitetapkan di Jakarta\n"
        "PENJELASAN\nATAS\nPERATURAN\nI. UMUM\nMaksud.\nII. PASAL DEMI PASAL\n"
        "Pasal 1\nCukup jelas.\nPasal 2\nCukup jelas."
    )
    assert missing_articles(parse_provisions(clean_pages(pages_of(text)), "pp-2-2020")) == ["2"]


GAPS = NEW.replace("Pasal 2\n", "Pasal 4\n")


@pytest.mark.filterwarnings("ignore")  # vendors
def test_quarantined_until_accepted_by_name(tmp_path: Path, letters) -> None:
    data = tmp_path / "data"
    set_pdf(tmp_path / "celah.pdf", GAPS)
    (row,) = ingest([tmp_path / "celah.pdf"], data=data, embedder=letters)
    assert (row["result"], row["pasal_missing"]) == ("quarantined", ["2", "3"])
    assert "celah.pdf: 2 dari 4 pasal tidak ditemukan" in row["error"]
    (again,) = ingest([tmp_path / "celah.pdf"], data=data, embedder=letters)
    assert (again["result"], again["error"]) == ("quarantined", row["error"])

    library = open_library(data, embedder=letters)
    assert search(library, "jam kerja pukul delapan") == []
    assert search(library, "isi pasal 1 pp 2 tahun 2021") == []
    assert search(library, "jam kerja pukul delapan", include_quarantined=True)
    refused = answer(library, "isi pasal 1 pp 2 tahun 2021")
    assert not refused.found
    assert "belum diterima pustakawan" in refused.text
    told = answer(library, "isi pasal 1 pp 2 tahun 2021", include_quarantined=True)
    assert told.found
    assert any("belum diterima pustakawan" in note for note in told.warnings)
    assert show(library, "pp-2-2021/pasal-1").quarantine

    with open_store(data, write=True) as store:
        with pytest.raises(NotFoundError):
            store.accept("pp-1-2020")
        store.accept("pp-2-2021", "diperiksa bagian hukum")
        assert store.quarantined() == {}
        assert store.accepted()["pp-2-2021"]["note"] == "diperiksa bagian hukum"
        with pytest.raises(NotFoundError, match="tidak dikarantina"):
            store.accept("pp-2-2021")
    assert search(library, "jam kerja pukul delapan")  # a library that is open sees it at once
    library.store.close()
    (kept,) = ingest([tmp_path / "celah.pdf"], data=data, embedder=letters, again=True)
    assert kept["result"] == "ingested"  # acceptance holds for this file


@pytest.mark.filterwarnings("ignore")
def test_a_searched_document_is_not_replaced_by_a_quarantined_one(tmp_path: Path, letters) -> None:
    data = tmp_path / "data"
    set_pdf(tmp_path / "a.pdf", NEW)
    ingest([tmp_path], data=data, embedder=letters)
    set_pdf(tmp_path / "a.pdf", GAPS)
    (row,) = ingest([tmp_path], data=data, embedder=letters)
    assert row["result"] == "failed"
    assert "dipertahankan" in row["error"]
    with open_store(data) as store:
        assert store.provision("pp-2-2021/pasal-2") is not None
    (forced,) = ingest([tmp_path], data=data, embedder=letters, accept=["pp-2-2021"])
    assert forced["result"] == "ingested"
    with open_store(data) as store:
        assert store.provision("pp-2-2021/pasal-2") is None
        assert list(store.accepted()) == ["pp-2-2021"]


@pytest.mark.filterwarnings("ignore")
def test_a_document_known_by_its_title_alone_is_not_replaced_by_another_file(tmp_path: Path, letters) -> None:
    data = tmp_path / "data"
    for name, hour in (("kantor-a.pdf", "tujuh"), ("kantor-b.pdf", "delapan")):
        set_pdf(tmp_path / name, f"PEDOMAN\nTENTANG\nJAM KERJA KANTOR\nBAB I\nUMUM\n1. Kantor buka pukul {hour}.")
    (first,) = ingest([tmp_path / "kantor-a.pdf"], data=data, embedder=letters)
    assert first["result"] == "ingested"
    (second,) = ingest([tmp_path / "kantor-b.pdf"], data=data, embedder=letters)
    assert second["result"] == "failed"
    assert "sudah ada di koleksi dari kantor-a.pdf" in second["error"]
    (accepted,) = ingest([tmp_path / "kantor-b.pdf"], data=data, embedder=letters, accept=[first["regulation"]])
    assert accepted["result"] == "ingested"


@pytest.mark.filterwarnings("ignore")
def test_two_files_of_one_run_cannot_be_the_same_regulation(tmp_path: Path, letters) -> None:
    set_pdf(tmp_path / "a.pdf", NEW)
    set_pdf(tmp_path / "b.pdf", NEW.replace("delapan", "sembilan"))
    rows = ingest([tmp_path], data=tmp_path / "data", embedder=letters)
    assert [row["result"] for row in rows] == ["ingested", "failed"]
    assert "sudah dibaca dari a.pdf" in rows[1]["error"]
