"""How often each word stands in each row, kept so that rows can go and come without counting the others again.

    rows: chunks, for the word index (kb/lexical.py); regulations, for the vocabulary (kb/vocabulary.py)

The counts are a sparse matrix by columns: a column for a word, in it the rows that have it, in order. New rows
stand after the old ones.

Does not do: say what a word is, weigh words.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WORDS, STARTS, ROWS, COUNTS = "vocab.index.json", "indptr.csc.index.npy", "indices.csc.index.npy", "counts.npy"


@dataclass(frozen=True, slots=True)
class Tally:
    """Word n of ``words`` stands ``counts[a:b]`` times in the rows ``rows[a:b]``.

    ``a`` and ``b`` are ``starts[n]`` and ``starts[n + 1]``; ``height`` is the number of rows.
    """

    words: tuple[str, ...]
    starts: NDArray[np.int32]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    height: int

    def totals(self) -> NDArray[np.int64]:
        """Return how often each word stands in all rows together."""
        ends = np.concatenate([[0], np.cumsum(self.counts, dtype=np.int64)])
        return np.asarray(ends[self.starts[1:]] - ends[self.starts[:-1]])

    def lengths(self) -> NDArray[np.int64]:
        """Return how many words each row has."""
        return np.bincount(self.rows, weights=self.counts, minlength=self.height).astype(np.int64)


def tally_rows(rows: Iterable[Mapping[str, int]]) -> Tally:
    """Return the tally of rows that are each given as words with their number."""
    columns: dict[str, int] = {}
    row_of, word_of, counts = array("i"), array("i"), array("H")  # lists would take ten times the memory
    height = 0
    for row in rows:
        for word, count in row.items():
            row_of.append(height)
            word_of.append(columns.setdefault(word, len(columns)))
            counts.append(min(count, 0xFFFF))
        height += 1
    words = np.frombuffer(word_of, np.int32) if word_of else np.zeros(0, np.int32)
    order = np.argsort(words, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(words, minlength=len(columns)))])
    return Tally(
        tuple(columns),
        starts.astype(np.int32),
        np.array(row_of, np.int32)[order],
        np.array(counts, np.uint16)[order],
        height,
    )


def count_each(rows: Iterable[list[str]]) -> Iterable[Mapping[str, int]]:
    """Turn rows that are lists of words into rows that ``tally_rows`` takes."""
    return map(Counter, rows)


def drop_rows(tally: Tally, kept: NDArray[np.bool_]) -> Tally:
    """Return the tally of the rows that are ``kept``, in their order; words that stand nowhere any more go too."""
    if kept.all():
        return tally
    moved = np.cumsum(kept, dtype=np.int32) - np.int32(1)
    stays = kept[tally.rows]
    ends = np.concatenate([[0], np.cumsum(stays, dtype=np.int64)])[tally.starts]
    some = np.diff(ends) > 0
    return Tally(
        tuple(word for word, any_left in zip(tally.words, some, strict=True) if any_left),
        np.concatenate([[0], ends[1:][some]]).astype(np.int32),
        moved[tally.rows[stays]],
        tally.counts[stays],
        int(kept.sum()),
    )


def join_tallies(first: Tally, second: Tally) -> Tally:
    """Return the tally of the rows of ``first`` and, after them, those of ``second``."""
    columns = {word: n for n, word in enumerate(first.words)}
    places = np.array([columns.setdefault(word, len(columns)) for word in second.words], int)
    # the columns of the second, brought into the order of the first, stand behind what the first has in each
    sizes = np.zeros(len(columns), np.int64)
    sizes[places] = np.diff(second.starts)
    order = np.argsort(np.repeat(places, np.diff(second.starts)), kind="stable")
    starts = np.append(first.starts, np.full(len(columns) - len(first.words), first.starts[-1]))
    behind = np.repeat(starts[1:], sizes)
    return Tally(
        tuple(columns),
        (starts + np.concatenate([[0], np.cumsum(sizes)])).astype(np.int32),
        np.insert(np.asarray(first.rows), behind, second.rows[order] + np.int32(first.height)),
        np.insert(np.asarray(first.counts), behind, second.counts[order]),
        first.height + second.height,
    )


def write_tally(folder: Path, tally: Tally) -> None:
    """Write a tally's files into a folder that is there. Raises OSError where it cannot."""
    (folder / WORDS).write_text(
        json.dumps({word: n for n, word in enumerate(tally.words)}, ensure_ascii=False), encoding="utf-8"
    )
    np.save(folder / STARTS, tally.starts)
    np.save(folder / ROWS, tally.rows)
    np.save(folder / COUNTS, tally.counts)


def read_tally(folder: Path, height: int) -> Tally:
    """Map a tally's files; OSError or ValueError where they are not there or do not belong together."""
    words = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    starts, rows, counts = (np.load(folder / name, mmap_mode="r") for name in (STARTS, ROWS, COUNTS))
    if len(words) + 1 != len(starts) or not len(rows) == len(counts) == starts[-1]:
        raise ValueError(f"{len(words)} kata, {len(rows)} baris, {len(counts)} nilai")
    return Tally(tuple(words), starts, rows, counts, height)
