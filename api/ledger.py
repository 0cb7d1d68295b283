"""What the running service remembers, in ``data/service.sqlite``: keys, administrative acts, jobs, sites, counts.

No address is ever written, and no question unless whoever runs the service turned its log on (``api.asked``).
A connection for each use, so that a server, its indexing child and the command line may all write; SQLite lets them in
one after another. The file is readable by its owner alone.

Does not do: say what the rows mean (``api.keys``, ``api.acts``, ``api.jobs``, ``api.sites``, ``api.asked`` do), keep
regulations (``kb.store``).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.types import StoreError

FILE = "service.sqlite"
PATIENCE = 10.0  # seconds to wait for another writer
TABLES = """
CREATE TABLE keys (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, audience TEXT NOT NULL,
    created TEXT NOT NULL, expires TEXT, revoked TEXT, last_used TEXT
);
CREATE TABLE acts (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, act TEXT NOT NULL, object TEXT NOT NULL,
    detail TEXT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE TRIGGER acts_stay BEFORE UPDATE ON acts BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER acts_are_kept BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TABLE jobs (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, object TEXT NOT NULL, audience TEXT, who TEXT NOT NULL,
    state TEXT NOT NULL, report TEXT NOT NULL, error TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL
);
"""
SITES = """
CREATE TABLE sites (
    id TEXT PRIMARY KEY, origins TEXT NOT NULL, quota TEXT NOT NULL, topics TEXT NOT NULL, secret TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE TABLE asked (
    month TEXT NOT NULL, topic TEXT NOT NULL, outcome TEXT NOT NULL, questions INTEGER NOT NULL,
    PRIMARY KEY (month, topic, outcome)
) WITHOUT ROWID;
CREATE TABLE questions (day TEXT NOT NULL, topic TEXT NOT NULL, outcome TEXT NOT NULL, question TEXT NOT NULL);
"""
# What takes the file from each version to the next one.
STEPS = (TABLES, SITES)
VERSION = len(STEPS)

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file of one data folder; made when first written. Every method raises StoreError where SQLite fails."""

    data: Path

    def read(self, query: str, *values: object) -> list[Row]:
        """Return the rows of a query; none where nothing was ever written."""
        path = self.data / FILE
        if not path.is_file():
            return []
        with _told(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
                _connect(path, PATIENCE).close()
            return connection.execute(query, values).fetchall()

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
        """Do all of the body or nothing of it, alone; whoever writes already is waited for."""
        path = self.data / FILE
        with _told(path), closing(_connect(path, patience)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted shall be gone from the file too
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < VERSION:
            for statement in _statements("".join(STEPS[version:])):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
        if version > VERSION:
            raise StoreError(f"{path} berversi {version}, sedangkan program ini membaca versi {VERSION}.")
    except BaseException:
        connection.close()
        raise
    return connection


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: ``executescript`` would end the transaction around it."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path}: {error}.") from error
