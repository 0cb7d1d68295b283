"""The word index beside Chroma: BM25 over Indonesian stems (PyStemmer), in the arrays that bm25s keeps.

`build_words` writes a folder once, `grow_words` writes the next one from it without reading the old texts again (bm25s
can only start anew), `open_words` maps the arrays into memory. `tokenize` says what counts as a word, and serves
whoever compares texts by words.

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

from kb.tally import (
    ROWS,
    STARTS,
    WORDS,
    Tally,
    count_each,
    drop_rows,
    join_tallies,
    read_tally,
    tally_rows,
    write_tally,
)
from kb.types import StoreError

IDS = "ids.json"
METHOD, K1, B = "lucene", 1.5, 0.75
GAINS, PARAMETERS = "data.csc.index.npy", "params.index.json"  # the names that bm25s gives them

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
    _write_words(folder, ids, tally_rows(count_each(map(tokenize, texts))))


def grow_words(
    before: Path, height: int, kept: NDArray[np.bool_], folder: Path, ids: Sequence[str], texts: Sequence[str]
) -> None:
    """Write into a new folder what `build_words` would of the texts `kept` of an index, and after them `texts`.

    `before` is the folder of that index, of `height` texts; `ids` name all that is left and new. Every score is
    weighed anew, for it hangs on how many texts have a word and how long they are; only `texts` are read. Raises
    StoreError where it cannot.
    """
    try:
        counted = read_tally(before / "bm25", height)
    except (OSError, ValueError) as error:
        raise StoreError(f"Indeks kata di {before} tidak ada atau rusak: {error}.") from error
    _write_words(folder, ids, join_tallies(drop_rows(counted, kept), tally_rows(count_each(map(tokenize, texts)))))


def _write_words(folder: Path, ids: Sequence[str], tally: Tally) -> None:
    try:
        (folder / "bm25").mkdir(parents=True)
        (folder / IDS).write_text(json.dumps(list(ids)), encoding="utf-8")
        write_tally(folder / "bm25", tally)
        np.save(folder / "bm25" / GAINS, weigh_words(tally))
        said = {"method": METHOD, "k1": K1, "b": B, "num_docs": tally.height}
        (folder / "bm25" / PARAMETERS).write_text(json.dumps(said), encoding="utf-8")
    except OSError as error:
        raise StoreError(f"Indeks kata di {folder} tidak dapat ditulis: {error}.") from error


def weigh_words(tally: Tally) -> NDArray[np.float32]:
    """Return what each word adds to the score of each row that has it: BM25 as Lucene counts it.

    After Kamphuis et al. 2020 ("Which BM25 do you mean?"), as bm25s does.
    """
    lengths = tally.lengths()
    norms = (K1 * (1 - B + B * lengths / (lengths.mean() or 1.0))).astype(np.float32) if len(lengths) else lengths
    having = np.diff(tally.starts)
    rarity = np.log(1 + (tally.height - having + 0.5) / (having + 0.5)).astype(np.float32)
    counts = tally.counts.astype(np.float32)
    return np.asarray(np.repeat(rarity, having) * counts / (counts + norms[tally.rows]), np.float32)


def open_words(folder: Path, ids: tuple[str, ...] | None = None) -> Words:
    """Open a word index that `build_words` wrote. Raises StoreError where there is none or it is damaged.

    ``ids`` are its ids where they are known, so that they need not be read again.
    """
    try:
        if ids is None:
            ids = tuple(json.loads((folder / IDS).read_text(encoding="utf-8")))
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
    """Map the arrays; ValueError where they do not belong together."""
    said = json.loads((folder / PARAMETERS).read_text(encoding="utf-8"))
    if said["method"] != METHOD:
        raise ValueError(f"metode {said['method']}")
    words = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    starts, rows, gains = (np.load(folder / name, mmap_mode="r") for name in (STARTS, ROWS, GAINS))
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

    def having(self, query: str) -> NDArray[np.bool_]:
        """Return of every text, in the order of `ids`, whether it shares a word with the query."""
        found = np.zeros(len(self.ids), bool)
        if (columns := self._columns) is not None:
            for word in set(tokenize(query)):
                if (n := columns.words.get(word)) is not None:
                    found[columns.rows[columns.starts[n] : columns.starts[n + 1]]] = True
        return found

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
