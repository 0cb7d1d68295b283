"""The word index beside Chroma: BM25 over Indonesian stems (bm25s, PyStemmer).

`build_words` writes a folder once by bm25s; `open_words` maps its arrays into memory and sums them itself, for bm25s
takes half a second to import. `tokenize` says what counts as a word, and serves whoever compares texts by words.

Does not do: know meaning, correct spelling, expand a question (kb/glossary.py does).
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.types import StoreError

IDS = "ids.json"
METHOD = "lucene"

# Words that say nothing of the matter: particles, prepositions, pronouns, question words, their English kin. What a
# rule turns on stays ("tidak", "wajib", "dilarang", "boleh", "harus"), and so do "i" and "a" (golongan III/a).
_STOP_WORDS = """
    ada adalah agar akan aku anda apa apabila apakah atas atau bagaimana bagaimanakah bagi bahwa beliau berapa
    berapakah bila bisa bisakah dalam dan dapat dapatkah dari dengan di dia dimaksud gimana hal harap ia ialah ini
    itu jadi jika jikalau juga kah kalau kalian kami kamu kapan kapankah karena ke kepada kita kok lah lalu maka
    mana manakah mereka mohon namun nya oleh pada para per pun saja saya sebagai sebagaimana sebuah secara sedang
    sehingga seperti serta setiap siapa siapakah sih suatu sudah supaya telah tentang terhadap tersebut tiap tolong
    untuk yaitu yakni yang
    an and are as at be by can do does for from how if in is it of on or that the this to was what when where which
    who with
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

_WORD = re.compile(
    r"""
      (?<!\d) \d{1,3} (?: \.\d{3} )+ (?!\d)   # 1.000.000 is one number
    | \d+ [^\W\d_]*                           # 94, 12a
    | [^\W\d_]+                               # pns
    """,
    re.VERBOSE,
)
_NUMERAL = re.compile(r"\d.*|[ivxlc]+")  # 94, 12a, iii: the stemmer would make "ii" of "iii"
_local = threading.local()


def tokenize(text: str) -> list[str]:
    """Return the words of a text in order: lower case, stemmed, numbers kept, words that say nothing left out.

    >>> tokenize("Berapa hari cuti tahunan bagi PNS? Rp1.000.000,00")
    ['hari', 'cuti', 'tahun', 'pns', 'rp', '1000000', '00']
    """
    words = []
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower()):
        word = match[0].replace(".", "")
        if word not in STOP_WORDS:
            words.append(word if _NUMERAL.fullmatch(word) else _stem(word))
    return words


def _stem(word: str) -> str:
    """Strip affixes; the stemmer keeps state, so each thread has its own."""
    if not hasattr(_local, "stem"):
        import Stemmer

        _local.stem = cache(Stemmer.Stemmer("indonesian").stemWord)
    return str(_local.stem(word))


def build_words(folder: Path, ids: Sequence[str], texts: Sequence[str]) -> None:
    """Write a word index of `texts`, named by `ids`, into a new folder. Raises StoreError where it cannot."""
    import bm25s

    try:
        folder.mkdir(parents=True)
        (folder / IDS).write_text(json.dumps(list(ids)), encoding="utf-8")
        tokens = [tokenize(text) for text in texts]
        if any(tokens):  # bm25s has no index of nothing
            index = bm25s.BM25(method=METHOD, k1=1.5, b=0.75)
            index.index(tokens, show_progress=False)
            index.save(folder / "bm25", show_progress=False)
    except OSError as error:
        raise StoreError(f"Indeks kata di {folder} tidak dapat ditulis: {error}.") from error


def open_words(folder: Path, ids: tuple[str, ...] | None = None) -> Words:
    """Open a word index that `build_words` wrote. Raises StoreError where there is none or it is damaged.

    ``ids`` are its ids where they are known, so that they need not be read again.
    """
    try:
        if ids is None:
            ids = tuple(json.loads((folder / IDS).read_text(encoding="utf-8")))
        if not (folder / "bm25").is_dir():
            return Words(ids, None)
        columns = _read_columns(folder / "bm25")
        if columns.texts != len(ids):
            raise ValueError(f"{columns.texts} teks, {len(ids)} alamat")
        return Words(ids, columns)
    except (OSError, ValueError, EOFError, KeyError, TypeError) as error:
        raise StoreError(f"Indeks kata di {folder} tidak ada atau rusak: {error}.") from error


@dataclass(frozen=True, slots=True)
class Columns:
    """What each word adds to the score of each text: word n adds ``gains[a:b]`` to the texts ``rows[a:b]``.

    ``a`` and ``b`` are ``starts[n]`` and ``starts[n + 1]``; ``words`` says which word is n; ``texts`` how many there
    are.
    """

    words: dict[str, int]
    starts: NDArray[np.int32]
    rows: NDArray[np.int32]
    gains: NDArray[np.float32]
    texts: int


def _read_columns(folder: Path) -> Columns:
    """Map the arrays that bm25s 0.3 saves; ValueError where they do not belong together."""
    said = json.loads((folder / "params.index.json").read_text(encoding="utf-8"))
    if said["method"] != METHOD:  # others add something for words that a text lacks
        raise ValueError(f"metode {said['method']}")
    words = json.loads((folder / "vocab.index.json").read_text(encoding="utf-8"))
    starts, rows, gains = (
        np.load(folder / f"{name}.csc.index.npy", mmap_mode="r") for name in ("indptr", "indices", "data")
    )
    if not len(rows) == len(gains) == starts[-1]:
        raise ValueError(f"{len(rows)} baris, {len(gains)} nilai")
    return Columns(words, starts, rows, gains, int(said["num_docs"]))


class Words:
    """An open word index, made by `open_words`."""

    def __init__(self, ids: tuple[str, ...], columns: Columns | None) -> None:
        self.ids = ids
        self._columns = columns

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the score of every text, in the order of `ids`; 0 where no word is shared."""
        scores = np.zeros(len(self.ids), np.float32)
        if (columns := self._columns) is None:
            return scores
        for word in tokenize(query):
            if (n := columns.words.get(word)) is not None and n + 1 < len(columns.starts):
                part = slice(columns.starts[n], columns.starts[n + 1])
                scores[columns.rows[part]] += columns.gains[part]  # a text stands but once in a column
        return scores

    def numbers(self, query: str) -> dict[int, float]:
        """Return how often each word of the query that is in the index stands in it, by the word's number."""
        known = self._columns.words if self._columns else {}
        return {known[word]: float(n) for word, n in Counter(tokenize(query)).items() if word in known}

    def weights(self, start: int, stop: int) -> list[dict[int, float]]:
        """Return for the texts from ``start`` to before ``stop`` what each word (by number) adds to a score."""
        found: list[dict[int, float]] = [{} for _ in range(start, stop)]
        if (columns := self._columns) is not None:
            inside = np.flatnonzero((columns.rows >= start) & (columns.rows < stop))
            numbers = np.searchsorted(columns.starts, inside, side="right") - 1
            for row, number, gain in zip(columns.rows[inside], numbers, columns.gains[inside], strict=True):
                found[row - start][int(number)] = float(gain)
        return found

    def score(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return at most `k` ids that share a word with the query, with their scores, the best first."""
        scores = self.scores(query)
        order = np.argsort(-scores, kind="stable")[:k]
        return [(self.ids[row], float(scores[row])) for row in order if scores[row] > 0]
