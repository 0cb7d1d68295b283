"""The record of administrative acts: who did what to which key or document, when. Append only, each row sealed.

Every row holds the hash of the row before it and its own, so that a row changed, taken out or put in later breaks the
chain from there on. Rows cut off at the end cannot be told from the chain alone: note the last hash elsewhere from
time to time, ``check_chain`` finds it again.

Does not do: record questions, answers, readers or their addresses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.ledger import Ledger

# What may be recorded, and how a person reads it.
ACTS = {
    "key_added": "kunci dibuat",
    "key_revoked": "kunci dicabut",
    "document_added": "dokumen dimasukkan",
    "document_accepted": "dokumen diterima",
    "document_removed": "dokumen dihapus",
    "audience_set": "sasaran pembaca ditetapkan",
    "metadata_corrected": "data peraturan dikoreksi",
    "site_added": "situs didaftarkan",
    "site_removed": "situs dihapus",
}
CLI = "cli"  # who acts at the command line


@dataclass(frozen=True, slots=True)
class Act:
    """One row: ``at`` in UTC, ``who`` the name of a key or ``cli``, ``object`` a key's name or a regulation's id."""

    number: int
    at: str
    who: str
    act: str
    object: str
    detail: dict[str, Any]
    before: str
    hash: str


def record_act(ledger: Ledger, who: str, act: str, object_: str, detail: Mapping[str, Any] | None = None) -> None:
    """Add a row. Raises StoreError where it cannot be written; ValueError where ``act`` is none of ACTS."""
    if act not in ACTS:
        raise ValueError(act)
    with ledger.writing() as connection:
        last = connection.execute("SELECT number, hash FROM acts ORDER BY number DESC LIMIT 1").fetchone()
        number, before = (last[0] + 1, last[1]) if last else (1, "")
        at = datetime.now(UTC).isoformat(timespec="seconds")
        row = (number, at, who, act, object_, json.dumps(detail or {}, ensure_ascii=False, sort_keys=True), before)
        connection.execute("INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, _seal(row)))


def read_acts(ledger: Ledger, last: int | None = None) -> list[Act]:
    """All rows in order, or the ``last`` of them."""
    rows = ledger.read("SELECT * FROM acts ORDER BY number DESC LIMIT ?", -1 if last is None else last)
    return [
        Act(number, at, who, act, object_, json.loads(detail), before, hash_)
        for number, at, who, act, object_, detail, before, hash_ in reversed(rows)
    ]


def check_chain(ledger: Ledger, noted: str = "") -> list[str]:
    """What is wrong with the record, in Indonesian; nothing where the chain is whole and has the ``noted`` hash."""
    return list(_faults(ledger.read("SELECT * FROM acts ORDER BY number"), noted))


def _faults(rows: Iterable[tuple[Any, ...]], noted: str) -> Iterable[str]:
    before, number, hashes = "", 0, set()
    for row in rows:
        if row[0] != number + 1:
            yield f"nomor {number + 1} sampai {row[0] - 1} tidak ada"
        if row[6] != before:
            yield f"nomor {row[0]} tidak menyambung ke nomor sebelumnya"
        if row[7] != _seal(row[:7]):
            yield f"nomor {row[0]} telah diubah"
        number, before = row[0], row[7]
        hashes.add(before)
    if noted and noted not in hashes:
        yield f"hash {noted} yang dicatat tidak ada lagi"


def _seal(row: tuple[Any, ...]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
