"""Keys: made once, kept as a hash, good until they expire or are revoked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

import api.keys
from api.keys import Key, add_key, find_key, list_keys, revoke_key
from api.ledger import FILE, Ledger
from kb.types import NotFoundError, RujukanError, StoreError

TODAY = date(2030, 3, 31)


@pytest.fixture(autouse=True)
def _on_one_day() -> Iterator[None]:
    """Hold the clock, so that no test is asked about its day after midnight."""
    with time_machine.travel(datetime(2030, 3, 31, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "data")


def test_a_key_is_found_by_its_secret_alone(ledger: Ledger) -> None:
    assert find_key(ledger, "rjk_apa") is None  # and no file is made by asking
    assert not (ledger.data / FILE).exists()
    key, token = add_key(ledger, " Aplikasi  SIMPEG ", "reader", "internal")
    assert token.startswith("rjk_")
    assert len(token) >= 4 + 43  # 256 bits
    found = find_key(ledger, token)
    assert found is not None
    assert (found.name, found.role, found.audience) == ("Aplikasi SIMPEG", "reader", "internal")
    for wrong in (token[:-1], token.lower(), token + "x", "", key.name):
        assert find_key(ledger, wrong) is None


def test_the_secret_is_nowhere_in_the_file(ledger: Ledger) -> None:
    _, token = add_key(ledger, "satu", "admin")
    files = [path.read_bytes() for path in ledger.data.iterdir()]
    assert files
    assert not any(token.removeprefix("rjk_").encode() in content for content in files)
    assert (ledger.data / FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("days", "valid"), [(None, True), (1, True), (0, True), (-1, False)])
def test_a_key_is_good_through_its_last_day(ledger: Ledger, days: int | None, valid: bool) -> None:
    last = TODAY + timedelta(days=days) if days is not None else None
    _, token = add_key(ledger, "satu", "reader", expires=last)
    assert (find_key(ledger, token) is not None) == valid


def test_a_revoked_key_is_not_found_but_listed(ledger: Ledger) -> None:
    _, token = add_key(ledger, "satu", "reader")
    add_key(ledger, "dua", "reader")
    revoke_key(ledger, "satu")
    assert find_key(ledger, token) is None
    assert [(key.name, key.revoked) for key in list_keys(ledger)] == [("satu", TODAY), ("dua", None)]
    for name in ("satu", "tiga"):
        with pytest.raises(NotFoundError):
            revoke_key(ledger, name)


def test_the_day_of_last_use_is_noted_once_a_day(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    _, token = add_key(ledger, "satu", "reader")
    assert list_keys(ledger)[0].last_used is None
    find_key(ledger, token)
    assert list_keys(ledger)[0].last_used == TODAY

    def never(*_: object, **__: object) -> None:
        raise AssertionError("written again")

    monkeypatch.setattr(api.keys.Ledger, "writing", never)
    assert find_key(ledger, token) is not None


def test_a_key_works_while_another_process_writes(ledger: Ledger) -> None:
    _, token = add_key(ledger, "satu", "reader")
    with ledger.writing():
        assert find_key(ledger, token) is not None
    assert list_keys(ledger)[0].last_used is None


def test_librarians_and_admins_read_everything(ledger: Ledger) -> None:
    assert add_key(ledger, "a", "librarian", "publik")[0].audience == "internal"
    assert add_key(ledger, "b", "admin")[0].audience == "internal"
    assert add_key(ledger, "c", "reader")[0].audience == "publik"


def test_names_are_unique_and_printable(ledger: Ledger) -> None:
    add_key(ledger, "satu", "reader")
    for name in ("satu", " satu ", "", "  ", "x" * 101, "a\x00b"):
        with pytest.raises(RujukanError):
            add_key(ledger, name, "reader")


def test_a_damaged_ledger_is_a_store_error(ledger: Ledger) -> None:
    ledger.data.mkdir()
    (ledger.data / FILE).write_bytes(b"bukan basis data" * 100)
    with pytest.raises(StoreError):
        find_key(ledger, "rjk_x")


def test_validity_needs_no_ledger() -> None:
    assert not Key("a", "reader", "publik", TODAY, revoked=TODAY).is_valid(TODAY)
