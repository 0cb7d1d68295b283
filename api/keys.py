"""Keys that say who asks: made, found, listed, revoked. A key is shown once; what is kept is its hash.

A key is 256 random bits, so that a plain SHA-256 tells nothing of it, and finding the hash in an index takes the same
time however much of a guess is right.

Does not do: read a key from a request (``api.access``), record who made one (``api.acts``).
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from api.ledger import Ledger
from kb.types import Audience, NotFoundError, RujukanError, StoreError

Role = Literal["reader", "librarian", "admin"]
ROLES: tuple[Role, ...] = ("reader", "librarian", "admin")  # each may do what the ones before may
PREFIX = "rjk_"
_FIELDS = "name, role, audience, created, expires, revoked, last_used"


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret. It is good on the day of ``expires`` for the last time; ``last_used`` is a day only."""

    name: str
    role: Role
    audience: Audience
    created: date
    expires: date | None = None
    revoked: date | None = None
    last_used: date | None = None

    def is_valid(self, day: date) -> bool:
        """Whether it opens anything on ``day``."""
        return self.revoked is None and (self.expires is None or day <= self.expires)


def add_key(
    ledger: Ledger, name: str, role: Role, audience: Audience = "publik", expires: date | None = None
) -> tuple[Key, str]:
    """Make a key; return it and its secret, which cannot be had again. Raises RujukanError where the name is taken.

    Librarians and admins keep documents of every audience, so that theirs is always ``internal``.
    """
    name = " ".join(name.split())
    if not name or len(name) > 100 or not name.isprintable():
        raise RujukanError("nama kunci harus 1 sampai 100 huruf")
    key = Key(name, role, audience if role == "reader" else "internal", date.today(), expires)
    token = PREFIX + secrets.token_urlsafe(32)
    row = (_hash(token), name, role, key.audience, key.created.isoformat(), expires and expires.isoformat())
    with ledger.writing() as connection:
        if connection.execute("SELECT 1 FROM keys WHERE name = ?", (name,)).fetchone():
            raise RujukanError(f"sudah ada kunci bernama {name}")
        connection.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", row)
    return key, token


def find_key(ledger: Ledger, token: str) -> Key | None:
    """The key with this secret if it is valid today, else None; notes the day of its use."""
    digest, today = _hash(token), date.today()
    rows = ledger.read(f"SELECT {_FIELDS} FROM keys WHERE hash = ?", digest)
    key = _key(rows[0]) if rows else None
    if key is None or not key.is_valid(today):
        return None
    if key.last_used != today:
        with suppress(StoreError), ledger.writing(patience=0.2) as connection:  # noted the next time, then
            connection.execute("UPDATE keys SET last_used = ? WHERE hash = ?", (today.isoformat(), digest))
    return key


def list_keys(ledger: Ledger) -> list[Key]:
    """All keys ever made, the oldest first."""
    return [_key(row) for row in ledger.read(f"SELECT {_FIELDS} FROM keys ORDER BY created, rowid")]


def revoke_key(ledger: Ledger, name: str) -> None:
    """Let a key open nothing any more, from now on. Raises NotFoundError where there is no such key still open."""
    with ledger.writing() as connection:
        query = "UPDATE keys SET revoked = ? WHERE name = ? AND revoked IS NULL"
        if not connection.execute(query, (date.today().isoformat(), name)).rowcount:
            raise NotFoundError(f"tidak ada kunci {name} yang masih berlaku")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _key(row: tuple[str, ...]) -> Key:
    name, role, audience, *days = row
    created, expires, revoked, last_used = (date.fromisoformat(day) if day else None for day in days)
    assert created is not None
    return Key(name, role, audience, created, expires, revoked, last_used)  # type: ignore[arg-type]
