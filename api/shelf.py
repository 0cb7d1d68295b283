"""The collection as a running server holds it: opened when first asked, changed for a newer generation by itself.

Does not do: load the embedding model before it is needed, write.
"""

from __future__ import annotations

import threading

from api.settings import Settings
from kb.generation import current_number
from kb.search import Library, open_library


class Shelf:
    """Holds the open library of ``settings.data``; safe to ask from several threads.

    A ``library`` already open is taken over. One that a newer generation replaced stays open until the next
    replacement, for those still reading it.
    """

    def __init__(self, settings: Settings, library: Library | None = None) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._open = library
        self._before: Library | None = None

    def library(self) -> Library:
        """The library of the generation now in use. Raises StoreError where there is none."""
        with self._lock:
            held = self._open
            if held is None:
                self._open = open_library(self._settings.data, self._settings.embedding_model)
            elif current_number(held.data) not in (held.generation.number, None):
                newer = open_library(held.data, held.model, held.embedder)
                _close(self._before)
                self._before, self._open = held, newer
            assert self._open is not None
            return self._open

    def held(self) -> Library | None:
        """The library opened last, as it is, or None; opens nothing and waits for nobody."""
        return self._open

    def close(self) -> None:
        """Let go of all files."""
        with self._lock:
            _close(self._before)
            _close(self._open)
            self._before = self._open = None


def _close(library: Library | None) -> None:
    if library is not None:
        library.generation.close()
        library.store.close()
