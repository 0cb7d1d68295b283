"""The word index beside Chroma: BM25 over Indonesian stems (bm25s, PyStemmer).

`build_words` writes a folder once, `open_words` maps it into memory. `tokenize` says what counts as a word, and
serves whoever compares texts by words.

Does not do: know meaning, correct spelling, expand a question (kb/glossary.py does).
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.types import StoreError

IDS = "ids.json"

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
            index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
            index.index(tokens, show_progress=False)
            index.save(folder / "bm25", show_progress=False)
    except OSError as error:
        raise StoreError(f"Indeks kata di {folder} tidak dapat ditulis: {error}.") from error


def open_words(folder: Path) -> Words:
    """Open a word index that `build_words` wrote. Raises StoreError where there is none or it is damaged."""
    import bm25s

    try:
        ids = tuple(json.loads((folder / IDS).read_text(encoding="utf-8")))
        if not (folder / "bm25").is_dir():
            return Words(ids, None)
        index = bm25s.BM25.load(folder / "bm25", mmap=True, show_progress=False, auto_compile=False)
        if index.scores["num_docs"] != len(ids):
            raise ValueError(f"{index.scores['num_docs']} teks, {len(ids)} alamat")
        return Words(ids, index)
    except (OSError, ValueError, EOFError, KeyError, TypeError) as error:
        raise StoreError(f"Indeks kata di {folder} tidak ada atau rusak: {error}.") from error


class Words:
    """An open word index, made by `open_words`."""

    def __init__(self, ids: tuple[str, ...], index: Any | None) -> None:
        self.ids = ids
        self._index = index

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the score of every text, in the order of `ids`; 0 where no word is shared."""
        known = self._index.vocab_dict if self._index is not None else {}
        words = [word for word in tokenize(query) if word in known]
        if not words or self._index is None:
            return np.zeros(len(self.ids), np.float32)
        return np.asarray(self._index.get_scores(words), np.float32)

    def score(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return at most `k` ids that share a word with the query, with their scores, the best first."""
        scores = self.scores(query)
        order = np.argsort(-scores, kind="stable")[:k]
        return [(self.ids[row], float(scores[row])) for row in order if scores[row] > 0]
