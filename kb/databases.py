"""The data folder's SQLite files as files: copied whole while others write them, and looked through for damage.

Does not do: read what is in them (kb/store.py, api/feedback.py, api/ledger.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kb.types import StoreError

DATABASES = ("rujukan.sqlite", "service.sqlite", "feedback.sqlite")  # of these only the first is always there


def copy_database(file: Path, target: Path) -> None:
    """Copy a database as it is at one moment, whoever writes it meanwhile. Raises StoreError where it cannot."""
    try:
        with closing(_open(file)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)  # in one step: a single read transaction
    except sqlite3.Error as error:
        raise StoreError(f"{file} tidak dapat disalin: {error}.") from error


def check_database(file: Path) -> Iterator[str]:
    """Yield what is wrong with a database: its pages, its indexes, rows that refer to nothing."""
    try:
        with closing(_open(file)) as connection:
            for (said,) in connection.execute("PRAGMA integrity_check(20)"):
                if said != "ok":
                    yield f"rusak: {said}"
            for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
                yield f"baris {row} tabel {table} menunjuk {parent} yang tidak ada"
    except sqlite3.Error as error:
        yield f"tidak dapat dibaca: {error}"


def _open(file: Path) -> sqlite3.Connection:
    """Open for reading; a file in a folder that cannot be written is read without the log beside it."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=10, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return connection
    except sqlite3.OperationalError:
        connection.close()
        if _has_log(file):
            raise
        return sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None)
    except sqlite3.Error:
        connection.close()
        raise


def _has_log(file: Path) -> bool:
    log = file.with_name(f"{file.name}-wal")
    return log.exists() and log.stat().st_size > 0
