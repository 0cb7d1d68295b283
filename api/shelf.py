"""The collection as a running server holds it: opened when first asked, changed for a newer one by itself.

Newer is a new index generation, and also what is known at once without one: a document made internal, a correction,
an acceptance, a removal.

Does not do: load the embedding model before it is needed, write.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from api.settings import Settings
from kb.generation import current_number
from kb.search import Library, open_library
from kb.types import Audience

KEPT = 4  # replaced files that stay open for those still reading them


class Shelf:
    """Holds the open library of ``settings.data``; safe to ask from several threads.

    A ``library`` already open is taken over. One that was replaced stays open until it was replaced several times
    more, for those still reading it.
    """

    def __init__(self, settings: Settings, library: Library | None = None) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._whole = library
        self._view: Library | None = None
        self._replaced: deque[Callable[[], None]] = deque()

    def library(self, audience: Audience = "publik") -> Library:
        """The library now in use as this audience sees it. Raises StoreError where there is none."""
        with self._lock:
            whole = self._current()
            if audience == "internal":
                return whole
            if self._view is None:
                self._view = whole.for_audience("publik")
            return self._view

    def close(self) -> None:
        """Let go of all files."""
        with self._lock:
            self._set_aside(files=True)
            for close in self._replaced:
                close()
            self._replaced.clear()
            self._whole = None

    def _current(self) -> Library:
        held = self._whole
        if held is None:
            self._whole = open_library(self._settings.data, self._settings.embedding_model)
        elif current_number(held.data) not in (held.generation.named, None):
            newer = open_library(held.data, held.model, held.embedder)
            self._set_aside(files=True)
            self._whole = newer
        elif held.store.revision() != held.revision:
            newer = held.reread()
            self._set_aside(files=False)
            self._whole = newer
        assert self._whole is not None
        return self._whole

    def _set_aside(self, *, files: bool) -> None:
        """Forget the view, with ``files`` also what the whole library reads; close what was set aside long ago."""
        if self._view is not None and self._view is not self._whole:
            self._replaced.append(self._view.store.close)
        self._view = None
        if files and self._whole is not None:
            self._replaced.append(self._whole.generation.close)
            self._replaced.append(self._whole.store.close)
        while len(self._replaced) > KEPT:
            self._replaced.popleft()()
