"""What of an index generation a public reader sees: the same, without the rows of internal documents.

A view has its own ids, vectors, word scores, neighbours and words, so that an internal document neither appears nor
takes the place of another, whoever asks and however. It holds a copy of the vectors that are left (15 MB for 10,000
chunks) and finds neighbours by comparing all of them.

Does not do: hide the tables (kb/store.py does); keep the word index's rarity of words free of internal documents:
that is counted over the whole collection and moves the scores of others a little, but never shows a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.definitions import find_abbreviations
from kb.generation import Generation
from kb.index import Index
from kb.lexical import Words
from kb.store import Store
from kb.vocabulary import Vocabulary, count_words, make_vocabulary, read_vocabulary


def visible_generation(generation: Generation, whole: Store, visible: Store) -> Generation:
    """The generation without what ``visible`` (a store of the same data) does not show; closing it does nothing."""
    hidden = whole.internal()
    rows = np.array([n for n, path in enumerate(generation.ids) if path.split("/", 1)[0] not in hidden], np.intp)
    ids = tuple(generation.ids[row] for row in rows)
    vectors = np.asarray(generation.vectors[rows], np.float32)
    return replace(
        generation,
        index=VisibleIndex(generation.index, ids, vectors),
        words=VisibleWords(generation.words, ids, rows),
        vocabulary=_visible_vocabulary(generation, whole, visible),
        vectors=vectors,
        ids=ids,
        coarse=None if generation.coarse is None else generation.coarse[rows],
    )


class VisibleIndex(Index):
    """The neighbours among the visible vectors; every other thing one may ask of an index is refused."""

    def __init__(self, whole: Index, ids: tuple[str, ...], vectors: NDArray[np.float32]) -> None:
        super().__init__(None, None, whole.folder)
        self._rows = {path: row for row, path in enumerate(ids)}
        self._ids = ids
        self._vectors = vectors

    def count(self) -> int:
        """Return how many vectors are visible."""
        return len(self._ids)

    def nearest(
        self,
        vector: NDArray[np.float32],
        k: int,
        where: dict[str, Any] | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[tuple[str, float]]:
        """Return at most `k` visible paths with their cosine to `vector`, the nearest first, as ``Index`` does.

        Of filters only `ids` is known: raises ValueError for `where`.
        """
        if where is not None:
            raise ValueError("a view of an index knows no where")
        known = np.arange(len(self._ids)) if ids is None else np.array([self._rows[i] for i in ids if i in self._rows])
        if k < 1 or not known.size:
            return []
        vectors = self._vectors if ids is None else self._vectors[known]
        cosines = vectors @ (np.asarray(vector, np.float32) / (np.linalg.norm(vector) or 1.0))
        first = np.argpartition(-cosines, min(k, len(cosines)) - 1)[:k]
        return [(self._ids[known[n]], float(cosines[n])) for n in first[np.argsort(-cosines[first], kind="stable")]]

    def get(self, paths: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of these paths; a path that is not visible is left out."""
        return {path: self._vectors[self._rows[path]] for path in paths if path in self._rows}

    def close(self) -> None:
        """The index this is a view of stays open."""


class VisibleWords(Words):
    """The word scores of the visible chunks."""

    def __init__(self, whole: Words, ids: tuple[str, ...], rows: NDArray[np.intp]) -> None:
        super().__init__(ids, None)
        self._whole = whole
        self._rows = rows

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the score of every visible text, in the order of `ids`; 0 where no word is shared."""
        return self._whole.scores(query)[self._rows]

    def having(self, query: str) -> NDArray[np.bool_]:
        """Return of every visible text, in the order of `ids`, whether it shares a word with the query."""
        return self._whole.having(query)[self._rows]


def _visible_vocabulary(generation: Generation, whole: Store, visible: Store) -> Vocabulary:
    """The words of the collection less those of internal documents, with the abbreviations that the rest defines."""
    counts, abbreviations = read_vocabulary(generation.folder / "vocabulary.json")
    hidden = [chunk for regulation in sorted(whole.internal()) for chunk in whole.chunks(regulation)]
    for word, n in count_words(chunk.text for chunk in hidden).items():
        counts[word] = counts.get(word, 0) - n
    if abbreviations and hidden:
        left = find_abbreviations(visible.first_articles())
        abbreviations = {short: left[short] for short in abbreviations if short in left}
    return make_vocabulary({word: n for word, n in counts.items() if n > 0}, abbreviations)
