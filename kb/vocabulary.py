"""The words of a collection with how often each stands there: what a typing error is measured against.

Count once when an index is built, keep the file beside the word index, read it when the collection is opened. The
abbreviations that the collection defines (kb/definitions.py) are kept with them. So are the counts of each regulation,
by which the next index is built without reading the others again (`WordCounts`).

Does not do: know which words belong together; tell recognition noise from rare words other than by their number.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kb.lexical import STOP_WORDS, tokenize
from kb.tally import Tally, drop_rows, join_tallies, read_tally, write_tally
from kb.types import StoreError

FEWEST = 2  # a word seen once may be recognition noise
RAREST = 1e-6  # of all words: the same for large collections
PLAIN = 5e-4  # of all words: an abbreviation that stands so often (PNS) needs no spelling out,
PLAIN_TIMES = 250  # nor one that stands so many times, however large the collection: its own rules are found by it
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_VOWELS = str.maketrans("", "", "aeiou")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words (lower case) with their number in the collection; words too rare to be trusted are left out.

    ``stems`` are the stems of those words with their number, so that another form of a known word is known too;
    ``total`` is the number of all stems; ``abbreviations`` (lower case) the abbreviations that the collection defines,
    with their terms.
    """

    counts: Mapping[str, int]
    stems: Mapping[str, int] = field(repr=False)
    total: int = 0
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    _shelves: dict[tuple[str, int] | str, list[str]] = field(default_factory=dict, repr=False, compare=False)

    def knows(self, word: str) -> bool:
        """Whether a word (lower case), or another form of it, stands in the collection."""
        return word in self.counts or word in STOP_WORDS or any(stem in self.stems for stem in tokenize(word))

    def words_like(self, word: str, reach: int) -> list[str]:
        """The words that begin alike and differ by at most ``reach`` in length, or that have the same consonants.

        Among them are all that so many typing errors, or left-out vowels, can have made ``word`` of.
        """
        if not self._shelves:
            for known in self.counts:
                self._shelves.setdefault((known[0], len(known)), []).append(known)
                self._shelves.setdefault(_consonants(known), []).append(known)
        lengths = range(len(word) - reach, len(word) + reach + 1)
        keys: list[tuple[str, int] | str] = [*((word[0], length) for length in lengths), _consonants(word)]
        alike = [known for key in keys for known in self._shelves.get(key, [])]
        return list(dict.fromkeys(alike))


def _consonants(word: str) -> str:
    return word.translate(_NO_VOWELS)


def make_vocabulary(counts: Mapping[str, int], abbreviations: Mapping[str, str] | None = None) -> Vocabulary:
    """The vocabulary of counted words, without those too rare to be trusted."""
    total = sum(counts.values())
    least = max(FEWEST, RAREST * total)
    kept = {word: n for word, n in counts.items() if n >= least}
    stems: Counter[str] = Counter()
    for word, n in kept.items():
        stems.update(dict.fromkeys(tokenize(word), n))
    short_forms = {short.lower(): term for short, term in (abbreviations or {}).items()}
    plain = {k for k in short_forms if counts.get(k, 0) > min(PLAIN * total, PLAIN_TIMES)}
    known = {k: term for k, term in short_forms.items() if k not in plain}
    return Vocabulary(kept, dict(stems), stems.total(), known)


def count_words(texts: Iterable[str]) -> dict[str, int]:
    """How often each word (letters only, lower case, two letters or more) stands in the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_WORD.findall(text.lower()))
    return dict(counts)


@dataclass(frozen=True, slots=True)
class WordCounts:
    """What a vocabulary is made of: the words of each regulation (row n of ``tally`` is of ``regulations[n]``), and the
    abbreviations that each defines, with their terms."""

    regulations: tuple[str, ...]
    tally: Tally
    abbreviations: Mapping[str, Sequence[tuple[str, str]]]

    def words(self) -> dict[str, int]:
        """Return how often each word stands in all regulations together."""
        return dict(zip(self.tally.words, self.tally.totals().tolist(), strict=True))


def grow_counts(counts: WordCounts, gone: Set[str], new: WordCounts) -> WordCounts:
    """Return the counts without the regulations that are ``gone``, and with those of ``new`` after the others."""
    kept = np.array([regulation not in gone for regulation in counts.regulations], bool)
    return WordCounts(
        (*(r for r in counts.regulations if r not in gone), *new.regulations),
        join_tallies(drop_rows(counts.tally, kept), new.tally),
        {**{r: said for r, said in counts.abbreviations.items() if r not in gone}, **new.abbreviations},
    )


def write_counts(folder: Path, counts: WordCounts) -> None:
    """Write counts into a new folder. Raises StoreError where it cannot."""
    try:
        folder.mkdir()
        write_tally(folder, counts.tally)
        said = {"regulations": counts.regulations, "abbreviations": counts.abbreviations}
        (folder / "regulations.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise StoreError(f"Daftar kata {folder} tidak dapat ditulis: {error}.") from error


def read_counts(folder: Path) -> WordCounts:
    """Read what `write_counts` wrote. Raises StoreError where there is none or it is damaged."""
    try:
        said = json.loads((folder / "regulations.json").read_text(encoding="utf-8"))
        pairs = {i: [(short, term) for short, term in defined] for i, defined in said["abbreviations"].items()}
        return WordCounts(tuple(said["regulations"]), read_tally(folder, len(said["regulations"])), pairs)
    except (OSError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise StoreError(f"Daftar kata {folder} tidak ada atau rusak: {error}.") from error


def write_vocabulary(path: Path, counts: Mapping[str, int], abbreviations: Mapping[str, str] | None = None) -> None:
    """Write counted words and abbreviations as JSON. Raises StoreError where the file cannot be written."""
    content = {"words": dict(counts), "abbreviations": dict(abbreviations or {})}
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    except OSError as error:
        raise StoreError(f"Daftar kata {path} tidak dapat ditulis: {error}.") from error


def open_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary that `write_vocabulary` wrote. Raises StoreError where there is none or it is damaged."""
    return make_vocabulary(*read_vocabulary(path))


def read_vocabulary(path: Path) -> tuple[dict[str, int], dict[str, str]]:
    """The words with their number and the abbreviations with their terms, as `write_vocabulary` was given them.

    Raises StoreError where there is none or the file is damaged.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        counts = {str(word): int(n) for word, n in content["words"].items()}
        return counts, {str(k): str(v) for k, v in content["abbreviations"].items()}
    except (OSError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise StoreError(f"Daftar kata {path} tidak ada atau rusak: {error}.") from error
