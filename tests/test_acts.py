"""The record of administrative acts: append only, and whoever changes it behind our back is found out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from api.acts import check_chain, read_acts, record_act
from api.ledger import FILE, Ledger
from kb.types import StoreError


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path)
    for n in range(1, 5):
        record_act(made, "bu rini", "document_added", f"pp-{n}-2020", {"file": f"{n}.pdf"})
    return made


def test_rows_are_read_in_order(ledger: Ledger) -> None:
    assert [act.object for act in read_acts(ledger)] == [f"pp-{n}-2020" for n in range(1, 5)]
    last = read_acts(ledger, 2)
    assert [act.number for act in last] == [3, 4]
    assert last[1].before == last[0].hash
    assert last[1].detail == {"file": "4.pdf"}
    assert check_chain(ledger) == []
    assert check_chain(ledger, last[0].hash) == []


def test_an_empty_record_is_whole(tmp_path: Path) -> None:
    assert read_acts(Ledger(tmp_path)) == []
    assert check_chain(Ledger(tmp_path)) == []


def test_only_known_acts(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="question_asked"):
        record_act(ledger, "x", "question_asked", "bolos")


@pytest.mark.parametrize("statement", ["UPDATE acts SET who = 'x'", "DELETE FROM acts"])
def test_rows_cannot_be_changed_by_the_program(ledger: Ledger, statement: str) -> None:
    with pytest.raises(StoreError, match="append only"), ledger.writing() as connection:
        connection.execute(statement)
    assert len(read_acts(ledger)) == 4


def tamper(ledger: Ledger, statement: str) -> None:
    connection = sqlite3.connect(ledger.data / FILE)
    connection.execute("DROP TRIGGER acts_stay")
    connection.execute("DROP TRIGGER acts_are_kept")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE acts SET who = 'orang lain' WHERE number = 2", "nomor 2 telah diubah"),
        ("UPDATE acts SET detail = '{}' WHERE number = 4", "nomor 4 telah diubah"),
        ("DELETE FROM acts WHERE number = 2", "nomor 2 sampai 2 tidak ada"),
        ("DELETE FROM acts WHERE number = 1", "nomor 1 sampai 1 tidak ada"),
        ("UPDATE acts SET number = number + 10 WHERE number > 2", "nomor 3 sampai 12 tidak ada"),
        ("UPDATE acts SET hash = 'x' WHERE number = 3", "nomor 4 tidak menyambung ke nomor sebelumnya"),
    ],
)
def test_what_was_changed_from_outside_is_named(ledger: Ledger, statement: str, fault: str) -> None:
    tamper(ledger, statement)
    assert fault in check_chain(ledger)


def test_rows_cut_off_at_the_end_are_missed_by_a_noted_hash(ledger: Ledger) -> None:
    noted = read_acts(ledger)[-1].hash
    tamper(ledger, "DELETE FROM acts WHERE number = 4")
    assert check_chain(ledger) == []
    assert check_chain(ledger, noted) == [f"hash {noted} yang dicatat tidak ada lagi"]


def test_two_writers_make_one_chain(ledger: Ledger) -> None:
    import threading

    def write(who: str) -> Callable[[], None]:
        return lambda: [record_act(ledger, who, "key_added", str(n)) for n in range(20)] and None

    threads = [threading.Thread(target=write(who)) for who in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_acts(ledger)) == 64
    assert check_chain(ledger) == []
