"""What is asked, by topic and outcome, in nobody's words: where staff have questions, and where rules are missing.

Counts wait in memory until at least ``k`` different askers stand behind them on one day; only then they are added to
the month's, and nothing smaller is ever written or shown. Askers are told apart by a keyed hash of their key's name or
address; the key of the hash and the hashes are thrown away at midnight (UTC) and at the end of the process, so that
nobody can be followed from one day to the next. Over several days the number of askers is therefore not known, and the
count waits until one day alone has enough.

The words of questions are kept only where ``log_days`` says for how many days, without who asked; they are deleted
after that, or when it is set to 0 again.

Does not do: survive a restart with counts of too few askers; count questions of the command line or of ``/mcp``.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.ledger import Ledger
from kb.search import Library, search
from kb.types import Answer

ANSWERED = "dijawab"
OUTSIDE = "di luar lingkup"
UNKNOWN = "lain-lain"

Cell = tuple[str, str]  # topic, outcome


@dataclass(slots=True)
class Waiting:
    """Questions of one cell that too few have asked so far: their number, and today's askers as hashes."""

    questions: int = 0
    askers: set[bytes] = field(default_factory=set)


def _today() -> date:
    return datetime.now(UTC).date()


class Asked:
    """Counts questions; safe to use from several threads. ``today`` says what day it is."""

    def __init__(self, ledger: Ledger, k: int, log_days: int = 0, today: Callable[[], date] = _today) -> None:
        self.k, self.log_days = k, log_days
        self._ledger, self._today = ledger, today
        self._lock = threading.Lock()
        self._waiting: dict[Cell, Waiting] = {}
        self._day, self._secret = today(), secrets.token_bytes(32)

    def count(self, cell: Cell, asker: str) -> None:
        """Count a question of this cell by ``asker``. Raises StoreError where a count cannot be written."""
        with self._lock:
            day = self._turn_day()
            waiting = self._waiting.setdefault(cell, Waiting())
            waiting.questions += 1
            waiting.askers.add(hashlib.blake2b(asker.encode(), key=self._secret, digest_size=16).digest())
            if len(waiting.askers) < self.k:
                return
            del self._waiting[cell]
        with self._ledger.writing() as connection:
            connection.execute(
                "INSERT INTO asked VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET questions = questions + ?",
                (f"{day:%Y-%m}", *cell, waiting.questions, waiting.questions),
            )

    def log(self, cell: Cell, question: str) -> None:
        """Keep the words of a question, where that is turned on, and delete those whose time is over."""
        if not self.log_days:
            return
        with self._ledger.writing() as connection:
            connection.execute("DELETE FROM questions WHERE day <= ?", (self._last_day_forgotten(),))
            connection.execute(
                "INSERT INTO questions VALUES (?, ?, ?, ?)", (self._today().isoformat(), *cell, question)
            )

    def forget(self) -> None:
        """Delete the logged questions whose time is over: all of them where the log is off."""
        old = self._last_day_forgotten()
        if self._ledger.read("SELECT 1 FROM questions WHERE day <= ? LIMIT 1", old):
            with self._ledger.writing() as connection:
                connection.execute("DELETE FROM questions WHERE day <= ?", (old,))

    def counts(self) -> list[dict[str, Any]]:
        """A row for each month, topic and outcome that enough have asked of, the newest month first."""
        rows = self._ledger.read(
            "SELECT month, topic, outcome, questions FROM asked ORDER BY month DESC, questions DESC, topic"
        )
        return [dict(zip(("month", "topic", "outcome", "questions"), row, strict=True)) for row in rows]

    def logged(self) -> list[dict[str, str]]:
        """The questions kept, in an order that does not tell when each was asked."""
        query = "SELECT day, topic, outcome, question FROM questions WHERE day > ? ORDER BY topic, outcome, question"
        rows = self._ledger.read(query, self._last_day_forgotten())
        return [dict(zip(("day", "topic", "outcome", "question"), row, strict=True)) for row in rows]

    def _last_day_forgotten(self) -> str:
        return (self._today() - timedelta(days=self.log_days)).isoformat()

    def _turn_day(self) -> date:
        """Today; at its first question yesterday's askers are forgotten, their questions still wait."""
        if (day := self._today()) != self._day:
            self._day, self._secret = day, secrets.token_bytes(32)
            for waiting in self._waiting.values():
                waiting.askers.clear()
        return day


def cell_of(library: Library, answer: Answer) -> Cell:
    """The topic and outcome of an answer: the first topic of the regulation it stands on, or of the nearest one."""
    if answer.refusal == "di_luar_lingkup":
        return OUTSIDE, answer.refusal
    near = answer.passages or search(library, answer.question, 1)
    known = library.regulations.get(near[0].chunk.regulation) if near else None
    topic = known.topics[0] if known and known.topics else UNKNOWN
    return topic, answer.refusal or ANSWERED
