"""What is asked: by topic and outcome, never shown or written before enough different people stand behind it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import LetterEmbedder
from fastapi.testclient import TestClient

from api.app import create_app
from api.asked import OUTSIDE, UNKNOWN, Asked, cell_of
from api.keys import add_key
from api.ledger import FILE, TABLES, VERSION, Ledger
from api.settings import Settings
from kb.answer import answer
from kb.search import Library, open_library

CELL = ("disiplin", "dijawab")


class Calendar:
    """A day that a test turns."""

    def __init__(self) -> None:
        self.day = date(2026, 11, 30)

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


def test_waits_for_enough_different_askers(ledger: Ledger, calendar: Calendar) -> None:
    asked = Asked(ledger, k=3, today=calendar)
    for asker in ["a", "a", "a", "a", "b"]:
        asked.count(CELL, asker)
    assert asked.counts() == []
    assert not (ledger.data / FILE).exists()  # nothing of it is anywhere but in memory
    asked.count(CELL, "c")
    assert asked.counts() == [{"month": "2026-11", "topic": "disiplin", "outcome": "dijawab", "questions": 6}]


def test_a_later_question_shows_only_with_enough_others(ledger: Ledger, calendar: Calendar) -> None:
    asked = Asked(ledger, k=2, today=calendar)
    for asker in ["a", "b", "a"]:
        asked.count(CELL, asker)
    assert asked.counts()[0]["questions"] == 2  # the third would show what one person did since
    asked.count(CELL, "b")
    assert asked.counts()[0]["questions"] == 4


def test_one_person_on_several_days_stays_one(ledger: Ledger, calendar: Calendar) -> None:
    asked = Asked(ledger, k=2, today=calendar)
    for _ in range(5):
        asked.count(CELL, "a")
        calendar.day += timedelta(days=1)
    assert asked.counts() == []
    asked.count(CELL, "a")
    asked.count(CELL, "b")
    assert asked.counts() == [{"month": "2026-12", "topic": "disiplin", "outcome": "dijawab", "questions": 7}]


def test_cells_do_not_help_each_other(ledger: Ledger, calendar: Calendar) -> None:
    asked = Asked(ledger, k=2, today=calendar)
    asked.count(CELL, "a")
    asked.count(("disiplin", "tidak_ada_di_koleksi"), "b")
    asked.count(("cuti", "dijawab"), "c")
    assert asked.counts() == []


def test_askers_cannot_be_found_again(ledger: Ledger, calendar: Calendar) -> None:
    asked = Asked(ledger, k=9, today=calendar)
    asked.count(CELL, "10.1.2.3")
    first = set(asked._waiting[CELL].askers)
    assert first.isdisjoint({b"10.1.2.3"})
    calendar.day += timedelta(days=1)
    asked.count(CELL, "10.1.2.3")
    assert first.isdisjoint(asked._waiting[CELL].askers)


def test_questions_are_logged_only_where_that_is_turned_on(ledger: Ledger, calendar: Calendar) -> None:
    Asked(ledger, k=2, today=calendar).log(CELL, "zamrudkelabu?")
    assert not (ledger.data / FILE).exists()
    asked = Asked(ledger, k=2, log_days=3, today=calendar)
    asked.log(CELL, "zamrudkelabu?")
    assert asked.logged() == [
        {"day": "2026-11-30", "topic": "disiplin", "outcome": "dijawab", "question": "zamrudkelabu?"}
    ]
    calendar.day += timedelta(days=2)
    assert len(asked.logged()) == 1
    calendar.day += timedelta(days=1)
    assert asked.logged() == []
    asked.log(CELL, "lain?")
    assert [row[0] for row in ledger.read("SELECT question FROM questions")] == ["lain?"]
    Asked(ledger, k=2, today=calendar).forget()  # turned off again
    assert ledger.read("SELECT question FROM questions") == []
    assert all(b"zamrudkelabu" not in path.read_bytes() for path in ledger.data.iterdir())


def test_topics_come_from_what_answers_or_is_near(library: Library) -> None:
    object.__setattr__(library.regulations["pp-2-2021"], "topics", ("waktu kerja", "perubahan"))
    assert cell_of(library, answer(library, "isi PP 2/2021 pasal 1")) == ("waktu kerja", "dijawab")
    assert cell_of(library, answer(library, "isi PP 1/2020 pasal 1"))[0] == UNKNOWN
    outside = cell_of(library, answer(library, "resep rendang padang"))
    assert outside in ((OUTSIDE, "di_luar_lingkup"), ("waktu kerja", "tidak_ada_di_koleksi"))


@pytest.mark.filterwarnings("ignore")  # vendors
def test_librarians_read_the_counts(two_regulations: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.app.Ledger", lambda _data: ledger)
    _, key = add_key(ledger, "pustakawan", "librarian")
    settings = Settings(data=two_regulations / "data", min_askers=2, log_questions=7)
    library = open_library(two_regulations / "data", embedder=LetterEmbedder())
    with TestClient(create_app(settings, library)) as client:
        client.post("/v1/ask", json={"question": "isi PP 2/2021 pasal 1"})
        told = client.get("/v1/asked", headers={"X-API-Key": key}).json()
        assert told == {"min_askers": 2, "logged_days": 7, "rows": []}
        client.post("/v1/ask", json={"question": "isi PP 2/2021 pasal 2"}, headers={"X-API-Key": key})
        (row,) = client.get("/v1/asked", headers={"X-API-Key": key}).json()["rows"]
        assert (row["topic"], row["outcome"], row["questions"]) == (UNKNOWN, "dijawab", 2)
        logged = client.get("/v1/asked/questions", headers={"X-API-Key": key}).json()["rows"]
        assert [row["question"] for row in logged] == ["isi PP 2/2021 pasal 1", "isi PP 2/2021 pasal 2"]


@pytest.mark.filterwarnings("ignore")  # vendors
def test_questions_answered_in_the_page_are_counted_like_others(
    two_regulations: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.app.Ledger", lambda _data: ledger)
    _, key = add_key(ledger, "pustakawan", "librarian")
    settings = Settings(data=two_regulations / "data", min_askers=2, log_questions=7)
    library = open_library(two_regulations / "data", embedder=LetterEmbedder())
    page = "/?t=isi+PP+2/2021+pasal+2&lalu=isi+PP+2/2021+pasal+1"
    with TestClient(create_app(settings, library), client=("127.0.0.1", 1)) as client:
        for _ in range(3):  # one asker, however often
            assert client.get(page).status_code == 200
        assert client.get("/hasil?t=isi+PP+2/2021+pasal+2").status_code == 200  # the list alone is no question
        rows = "/v1/asked"
        assert client.get(rows, headers={"X-API-Key": key}).json()["rows"] == []
        client.post("/v1/ask", json={"question": "isi PP 2/2021 pasal 1"}, headers={"X-API-Key": key})
        (row,) = client.get(rows, headers={"X-API-Key": key}).json()["rows"]
        assert (row["topic"], row["outcome"], row["questions"]) == (UNKNOWN, "dijawab", 4)
        logged = client.get("/v1/asked/questions", headers={"X-API-Key": key}).json()["rows"]
        assert len(logged) == 4
        assert 'rujukan_answers_total{mode="ekstraktif",refusal=""} 4.0' in client.get("/metrics").text


def test_an_older_ledger_gets_the_tables_it_lacks(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr("api.ledger.STEPS", (TABLES,))
        older.setattr("api.ledger.VERSION", 1)
        add_key(ledger, "lama", "reader")
    assert ledger.read("SELECT count(*) FROM sites") == [(0,)]
    assert ledger.read("PRAGMA user_version") == [(VERSION,)]
    assert ledger.read("SELECT name FROM keys") == [("lama",)]
