"""Whether answers helped, as counts: which provision, which kind of refusal, which reason. Never the question or who.

A reader judges an answer by the id it came with, once, within half an hour. What is counted is what the server itself
remembers of that answer; a client cannot write words of its own into the counts.

Does not do: free-text remarks; single judgements with their time (a day is the finest).
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cachetools import TTLCache

from kb.types import Answer, NotFoundError, StoreError

FILE = "feedback.sqlite"
LIFETIME = 30 * 60.0  # seconds in which an answer may be judged
ANSWERS = 50_000
COLUMNS = ("day", "verdict", "reason", "provision", "refusal", "mode", "generation", "count")
TABLE = f"""
    CREATE TABLE IF NOT EXISTS feedback (
        day TEXT, verdict TEXT, reason TEXT, provision TEXT, refusal TEXT, mode TEXT, generation INTEGER, count INTEGER,
        PRIMARY KEY ({", ".join(COLUMNS[:-1])})
    ) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Given:
    """What is remembered of an answer: its first provision (path, or empty), refusal (or empty), mode, generation."""

    provision: str
    refusal: str
    mode: str
    generation: int


class GivenAnswers:
    """The answers given of late, by the id each came with; in memory, safe to use from several threads."""

    def __init__(self, size: int = ANSWERS, lifetime: float = LIFETIME) -> None:
        self._given: TTLCache[str, Given] = TTLCache(size, lifetime)
        self._lock = threading.Lock()

    def keep(self, answer: Answer, generation: int) -> str:
        """A new id under which the answer can be judged."""
        first = answer.passages[0].chunk.path if answer.passages else ""
        identifier = secrets.token_urlsafe(12)
        with self._lock:
            self._given[identifier] = Given(first, answer.refusal or "", answer.mode, generation)
        return identifier

    def take(self, identifier: str) -> Given:
        """What is remembered of an answer, for the last time. Raises NotFoundError where nothing is."""
        with self._lock:
            given = self._given.pop(identifier, None)
        if given is None:
            raise NotFoundError("jawaban itu tidak dikenal, sudah dinilai, atau sudah lewat setengah jam")
        return given


def count_feedback(data: Path, given: Given, verdict: str, reason: str) -> None:
    """Add one to the count of such a judgement of today. Raises StoreError where it cannot be written."""
    day = datetime.now(UTC).date().isoformat()
    row = (day, verdict, reason, given.provision, given.refusal, given.mode, given.generation)
    places = ", ".join("?" * len(row))
    try:
        with closing(sqlite3.connect(data / FILE, timeout=10)) as file, file:
            file.execute(TABLE)
            file.execute(f"INSERT INTO feedback VALUES ({places}, 1) ON CONFLICT DO UPDATE SET count = count + 1", row)
    except sqlite3.Error as error:
        raise StoreError(f"penilaian tidak dapat disimpan: {error}") from error


def read_feedback(data: Path) -> Iterator[dict[str, Any]]:
    """The counts, the newest day first; nothing where nobody has judged yet."""
    if not (data / FILE).exists():
        return
    with closing(sqlite3.connect(f"{(data / FILE).resolve().as_uri()}?mode=ro", uri=True)) as file:
        for row in file.execute(f"SELECT {', '.join(COLUMNS)} FROM feedback ORDER BY day DESC, count DESC"):
            yield dict(zip(COLUMNS, row, strict=True))
