"""What librarians correct: it counts more than text and catalogue, and stays when a document is read again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_documents import NEW, OLD, set_pdf

from ingest.pipeline import ingest
from kb.catalogue import status_on
from kb.correction import check_correction, correct_regulation
from kb.search import is_replaced, open_library
from kb.store import open_store
from kb.types import CatalogueError, NotFoundError, Regulation, StoreError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors


@pytest.mark.parametrize(
    ("fields", "checked"),
    [
        ({"title": "  Jam \n Kerja "}, {"title": "Jam Kerja"}),
        ({"title": None, "issuer": ""}, {"title": None, "issuer": None}),
        ({"enacted": "2021-08-31"}, {"enacted": "2021-08-31"}),
        ({"enacted": date(2021, 8, 31)}, {"enacted": "2021-08-31"}),
        ({"aliases": [" pp jam ", ""]}, {"aliases": ["pp jam"]}),
        ({"topics": []}, {"topics": None}),
        (
            {"status": "dicabut", "status_reason": "PP 9/2025 Pasal 3"},
            {"status": "dicabut", "status_reason": "PP 9/2025 Pasal 3"},
        ),
        ({"status": None}, {"status": None, "status_reason": None}),  # the reason goes with it
    ],
)
def test_fields_are_checked(fields: dict[str, Any], checked: dict[str, Any]) -> None:
    assert check_correction(fields) == checked


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "pp-1-2020"},
        {"title": 7},
        {"aliases": "satu"},
        {"aliases": [1]},
        {"enacted": "31 Agustus 2021"},
        {"status": "dicabut"},
        {"status": "mati", "status_reason": "x"},
        {"status_reason": "x"},
    ],
)
def test_wrong_fields_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(CatalogueError):
        check_correction(fields)


def test_a_regulation_is_corrected() -> None:
    regulation = Regulation("pp-1-2020", "pp", "1", 2020, "Salah", topics=("a",), enacted=date(2020, 1, 1))
    corrected = correct_regulation(regulation, {"title": "Benar", "topics": ["b"], "enacted": "2020-02-02"})
    assert (corrected.title, corrected.topics, corrected.enacted) == ("Benar", ("b",), date(2020, 2, 2))
    assert corrected.number == "1"


@pytest.mark.parametrize(
    ("status", "repealed_on", "day", "worth"),
    [
        ("berlaku", None, date(2026, 1, 1), "berlaku"),  # although pp-2-2021 says it repeals it
        ("dicabut", "2024-06-01", date(2026, 1, 1), "dicabut"),
        ("dicabut", "2024-06-01", date(2020, 6, 1), "berlaku"),
        ("berlaku", None, date(2019, 1, 1), "belum berlaku"),
    ],
)
def test_a_librarians_word_on_the_status(status: str, repealed_on: str | None, day: date, worth: str) -> None:
    row = Regulation("pp-1-2020", "pp", "1", 2020, "Jam Kerja")
    fields = {"status": status, "status_reason": "diperiksa"}
    fields |= {"repealed_on": repealed_on} if repealed_on else {}
    assert status_on("pp-1-2020", {"pp-1-2020": correct_regulation(row, fields)}, day) == worth


@pytest.fixture
def data(two_regulations: Path, tmp_path: Path) -> Path:
    shutil.copytree(two_regulations / "data", tmp_path / "data")
    return tmp_path / "data"


def test_it_survives_reading_again_and_another_catalogue(
    data: Path, two_regulations: Path, tmp_path: Path, letters: Any
) -> None:
    with open_store(data, write=True) as store:
        kept = store.correct("pp-1-2020", {"title": "Jam Kerja Dahulu", "topics": ["waktu"]})
        assert kept == {"title": "Jam Kerja Dahulu", "topics": ["waktu"]}
    changed = set_pdf(tmp_path / "lama.pdf", OLD.replace("pukul tujuh", "pukul enam"))
    ingest([changed], data=data, embedder=letters, catalogue=two_regulations / "katalog.toml", again=True)
    library = open_library(data, embedder=letters)
    assert library.regulations["pp-1-2020"].title == "Jam Kerja Dahulu"
    assert library.regulations["pp-1-2020"].topics == ("waktu",)
    assert library.store.catalogue(corrected=False)["pp-1-2020"].title == "Jam Kerja"
    library.store.close()
    library.generation.close()
    with open_store(data, write=True) as store:
        assert store.correct("pp-1-2020", {"title": None, "topics": None}) == {}
        assert store.catalogue()["pp-1-2020"].title == "Jam Kerja"


def test_a_regulation_without_a_catalogue_row_can_be_corrected(data: Path, tmp_path: Path, letters: Any) -> None:
    ingest([set_pdf(tmp_path / "x.pdf", NEW.replace("NOMOR 2", "NOMOR 3"))], data=data, embedder=letters)
    with open_store(data, write=True) as store:
        store.correct("pp-3-2021", {"aliases": ["pp jam baru"]})
        with pytest.raises(NotFoundError):
            store.correct("pp-9-1999", {"title": "x"})
    library = open_library(data, embedder=letters)
    regulation = library.regulations["pp-3-2021"]
    assert (regulation.aliases, regulation.number, regulation.kind) == (("pp jam baru",), "3", "pp")
    library.store.close()
    library.generation.close()
    with open_store(data, write=True) as store:
        store.remove("pp-3-2021")
        assert "pp-3-2021" not in store.catalogue()  # nothing is left to correct


def test_what_a_librarian_says_is_in_force_is_not_ranked_as_replaced(data: Path, letters: Any) -> None:
    library = open_library(data, embedder=letters)
    assert is_replaced(library, "pp-1-2020")
    with open_store(data, write=True) as store:
        store.correct("pp-1-2020", check_correction({"status": "berlaku", "status_reason": "putusan"}))
    again = library.reread()
    assert again.revision > library.revision
    assert not is_replaced(again, "pp-1-2020")
    library.store.close()
    library.generation.close()


def test_readers_cannot_correct(data: Path) -> None:
    with open_store(data) as store, pytest.raises(StoreError):
        store.correct("pp-1-2020", {"title": "x"})
