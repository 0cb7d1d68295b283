"""What a run does at once: files read some ahead of the one that is stored, passages embedded while reading goes on.

Reading waits for child processes and embedding computes without Python's lock, so that threads keep all cores at work.

Does not do: store documents, decide what is read (ingest/pipeline.py).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from kb.embedding import Embedder
from kb.store import Store, embedding_key

EMBED_BATCH = 256  # passages kept at a time, so that an interrupted run goes on where it was

Item = TypeVar("Item")
Result = TypeVar("Result")


def work_ahead(items: Iterable[Item], work: Callable[[Item], Result]) -> Iterator[tuple[Item, Callable[[], Result]]]:
    """Yield each item, in order, with what waits for the result of ``work`` on it, or raises what that raised.

    Of the items after the one that was yielded as many as there are cores are worked on or done.
    """
    cores = os.cpu_count() or 1
    begun: deque[tuple[Item, Future[Result]]] = deque()
    pool = ThreadPoolExecutor(cores, "ahead")
    try:
        for item in items:
            begun.append((item, pool.submit(work, item)))
            if len(begun) > cores:
                done, future = begun.popleft()
                yield done, future.result
        while begun:
            done, future = begun.popleft()
            yield done, future.result
    finally:
        pool.shutdown(cancel_futures=True)


class Embedding:
    """Embeds passages in a thread of its own and keeps their vectors in the store. Used as a context manager.

    ``load`` returns the embedder and is called at once in that thread. What is not embedded when an error ends the run
    is left to the next one.
    """

    def __init__(self, store: Store, load: Callable[[], Embedder]) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, "embedding")
        self._embedder = self._thread.submit(load)
        self._jobs: list[Future[int]] = []
        self._added = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(cancel_futures=True)

    def add(self, texts: Sequence[str]) -> None:
        """Begin to embed these passages, after those added before."""
        self._added += len(texts)
        for start in range(0, len(texts), EMBED_BATCH):
            self._jobs.append(self._thread.submit(self._embed, texts[start : start + EMBED_BATCH]))

    def finish(self, tell: Callable[[int, int], None]) -> Embedder:
        """Wait for all that was added, then embed what else the store has no vector of; return the embedder.

        ``tell`` hears how many of how many passages are done. Raises what loading and embedding raised.
        """
        embedder = self._embedder.result()
        done = 0
        for job in self._jobs:
            done += job.result()
            tell(done, self._added)
        embed_missing(self._store, embedder, tell)
        return embedder

    def _embed(self, texts: Sequence[str]) -> int:
        embedder = self._embedder.result()
        by_key = {embedding_key(text): text for text in texts}
        known = self._store.embeddings(embedder.name, by_key)
        _embed_keys(self._store, embedder, {key: text for key, text in by_key.items() if key not in known})
        return len(texts)


def embed_missing(
    store: Store, embedder: Embedder, on_embedded: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Embed the chunks whose text this model has not embedded before; vectors are kept by the hash of their text."""
    texts = store.unembedded(embedder.name)
    missing = sorted(texts, key=lambda key: len(texts[key]))
    for start in range(0, len(missing), EMBED_BATCH):
        keys = missing[start : start + EMBED_BATCH]
        _embed_keys(store, embedder, {key: texts[key] for key in keys})
        on_embedded(start + len(keys), len(missing))


def _embed_keys(store: Store, embedder: Embedder, texts: dict[str, str]) -> None:
    if texts:
        vectors = embedder.embed_passages(list(texts.values()))
        store.put_embeddings(embedder.name, dict(zip(texts, vectors, strict=True)))
