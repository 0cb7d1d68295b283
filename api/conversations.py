"""What was asked before, by conversation, so that a follow-up is understood. In memory only: nothing is ever written.

Does not do: keep answers, share conversations between server processes.
"""

from __future__ import annotations

import secrets
import threading

from cachetools import TTLCache

LIFETIME = 30 * 60.0  # seconds after the last question
TURNS = 5  # latest questions kept
CONVERSATIONS = 10_000  # the longest unused are forgotten first


class Conversations:
    """The latest questions of each conversation, by an opaque id; safe to use from several threads."""

    def __init__(self, size: int = CONVERSATIONS, lifetime: float = LIFETIME) -> None:
        self._turns: TTLCache[str, tuple[str, ...]] = TTLCache(size, lifetime)
        self._lock = threading.Lock()

    def turns(self, conversation: str | None) -> tuple[str, ...]:
        """The questions asked so far, oldest first; none for a conversation that is unknown or forgotten."""
        with self._lock:
            return self._turns.get(conversation, ()) if conversation else ()

    def remember(self, conversation: str | None, question: str) -> str:
        """Keep a question; the id of its conversation, which is a new one where the given one is not known.

        An id that the server did not make is never taken over, so that nobody can make others use one he knows.
        """
        with self._lock:
            known = conversation if conversation and conversation in self._turns else secrets.token_urlsafe(16)
            self._turns[known] = (*self._turns.get(known, ()), question)[-TURNS:]
            return known
