"""What a hurried hand meant: chat spellings, slang affixes, typing errors.

Chat spellings come from a table (``corpus/spelling.toml``: yg = yang). A word that neither the collection, the glossary
nor the dictionary of Indonesian roots (PySastrawi) knows is read as slang with its affixes off (ngurus -> urus,
dipecatin -> pecat) or else as a typing error for the nearest word of the collection: letters changed, left out or
swapped, left-out vowels being cheap (pnsiun -> pensiun), frequent words being nearer.

Does not do: grammar; words run together; names and numbers, which are left as they stand.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from kb.glossary import is_staff_word
from kb.lexical import STOP_WORDS, tokenize
from kb.types import RujukanError
from kb.vocabulary import Vocabulary

SPELLING = Path(__file__).resolve().parents[1] / "corpus" / "spelling.toml"
SHORTEST = 4  # letters a word must have to be read as a typing error
SURE = 0.35  # least lead of the best reading over the next
SURE_ERRORS = 0.2  # most errors of such a reading for each letter written
COMMON = 100  # times that a word must stand in the collection for a real word to be doubted in its favour
VOWEL_COST = 0.45  # of a left-out vowel, against 1 for any other error
FREQUENCY_WEIGHT = 0.25  # of one power of ten in the number of a word

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*2?")
_CLITIC = re.compile(r"(?<=\w{4})(?:nya|kah|lah)$")
_DOUBLED_PREFIX = re.compile(r"^(?:se|ber|ter)(?=\w{3})")  # berturut2: berturut-turut
_VOWELS = frozenset("aeiou")
# Slang beginnings and the beginnings of the root they may stand for: ngurus -> urus, ngirim -> kirim, nyogok -> sogok.
_NASALS = (
    ("nge", ("",)),
    ("ng", ("", "k", "g")),
    ("ny", ("s", "c")),
    ("n", ("t", "")),
    ("m", ("p",)),
    ("ke", ("ter",)),
)
_ENDINGS = ("in", "an", "kan", "i", "")


@dataclass(frozen=True, slots=True)
class Correction:
    """A word as written and as read; where it is not ``sure``, both readings are to be tried."""

    written: str
    read: str
    sure: bool


@cache
def load_spelling(path: Path = SPELLING) -> tuple[dict[str, str], tuple[str, ...], frozenset[str]]:
    """Chat words with what they stand for, filler phrases, filler words; RujukanError where the file is malformed."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        chat, filler = tables["chat"], tables["filler"]
        phrases, words = filler["phrases"], filler["words"].split()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise RujukanError(f"{path.name}: ejaan tidak dapat dibaca ({error})") from error
    wrong: list[Any] = [k for k, v in chat.items() if not isinstance(v, str) or not v or k != k.lower()]
    wrong += [phrase for phrase in phrases if not isinstance(phrase, str) or phrase != phrase.lower()]
    if wrong:
        raise RujukanError(f"{path.name}: harus berupa teks berhuruf kecil: {wrong[0]!r}")
    return chat, tuple(phrases), frozenset(words)


def spell_out(text: str) -> str:
    """The text with chat spellings written out and doubled words doubled (marah2 -> marah-marah); case is kept."""
    chat = load_spelling()[0]

    def full(match: re.Match[str]) -> str:
        word = match[0]
        if re.match(r"\.\s*[A-Z]", text[match.end() :]):
            return word  # "dr. Budi", not "dari"
        if (known := chat.get(word.lower())) and not is_staff_word(word.lower()):
            return known
        if word.endswith("2") and len(word) > 3:
            stem = chat.get(word[:-1].lower(), word[:-1])
            return f"{stem}-{_DOUBLED_PREFIX.sub('', stem)}"
        return word

    return _WORD.sub(full, text)


def correct_words(text: str, vocabulary: Vocabulary, hurried: bool = False) -> list[Correction]:
    """A reading of each word of the text that nobody knows, in order; words without a likely reading are left out.

    A word with a capital inside a sentence is a name. Where the text is ``hurried`` (has chat spellings or other
    typing errors) an Indonesian word that the collection does not have in this form is doubted too.
    """
    names = {m[0].lower() for m in re.finditer(r"(?<=[\w,] )[A-Z][\w-]*", text)} if not text.isupper() else set()
    words = list(dict.fromkeys(m[0].lower() for m in _WORD.finditer(text) if m[0].isalpha()))
    unread = [w for w in words if w not in names and w not in vocabulary.counts and not _is_spoken(w)]
    found = {word: read for word in unread if (read := _read_unknown(word, vocabulary))}
    if hurried or any(c.sure for c in found.values()):
        found |= {w: read for w in unread if w not in found and (read := _doubt_known(w, vocabulary))}
    return [found[word] for word in words if word in found]


def _is_spoken(word: str) -> bool:
    chat, _, filler = load_spelling()
    return word in STOP_WORDS or word in filler or word in chat or is_staff_word(word)


def _read_unknown(word: str, vocabulary: Vocabulary) -> Correction | None:
    """The likely reading of a word that is neither another form of a known word nor Indonesian."""
    if vocabulary.knows(word):
        return None
    if root := strip_slang(word, vocabulary):
        return Correction(word, root, True)
    body = _CLITIC.sub("", word)
    if is_indonesian(word) or vocabulary.knows(body) or not (readings := sorted(_readings(body, vocabulary))):
        return None
    (cost, errors, best), *others = readings
    clear = not others or others[0][0] - cost >= SURE
    return Correction(word, best + word[len(body) :], clear and errors <= SURE_ERRORS * len(body))


def _doubt_known(word: str, vocabulary: Vocabulary) -> Correction | None:
    """The reading of an Indonesian word in a form that the collection lacks, if one slip away from a common word."""
    common = [(errors, -vocabulary.counts[best], best) for _, errors, best in _readings(word, vocabulary)]
    common = [c for c in common if c[0] <= 1 and -c[1] >= COMMON and not set(tokenize(word)) & set(tokenize(c[2]))]
    return Correction(word, min(common)[2], False) if common else None


def _readings(word: str, vocabulary: Vocabulary) -> Iterator[tuple[float, float, str]]:
    """Words of the collection that may be meant: (cost less frequency, cost of the errors, word)."""
    if len(word) < SHORTEST:
        return
    reach = 1 if len(word) < 6 else 2
    likely = vocabulary.words_like(word, reach)
    near = process.extract(word, likely, scorer=OSA.distance, score_cutoff=max(reach, 2 + len(word) // 4), limit=None)
    for candidate, distance, _ in near:
        dropped = _dropped_vowels(word, candidate)
        errors = dropped * VOWEL_COST if dropped else float(distance)
        if dropped or (distance <= reach and candidate[0] == word[0]):
            yield errors - FREQUENCY_WEIGHT * math.log10(vocabulary.counts[candidate]), errors, candidate


def _dropped_vowels(word: str, candidate: str) -> int:
    """How many vowels of the candidate are left out to give the word; 0 where that alone does not give it."""
    rest = iter(word)
    letter = next(rest, "")
    dropped = 0
    for own in candidate:
        if own == letter:
            letter = next(rest, "")
        elif own in _VOWELS:
            dropped += 1
        else:
            return 0
    return 0 if letter else dropped


def strip_slang(word: str, vocabulary: Vocabulary) -> str | None:
    """The root of a slang form (nyogokin -> sogok, dipecatin -> pecat) as far as the collection knows it, else None."""
    for ending in _ENDINGS:
        if not word.endswith(ending):
            continue
        body = word.removesuffix(ending)
        roots = [body.removeprefix("di")] if ending in ("in", "an") else []
        for nasal, beginnings in _NASALS:
            if body.startswith(nasal):
                roots += [begin + body.removeprefix(nasal) for begin in beginnings]
        for root in roots:
            if len(root) > 2 and (vocabulary.counts.get(root) or is_staff_word(root)):
                return root
    return None


def is_indonesian(word: str) -> bool:
    """Whether the word, its affixes off, is in the dictionary of Indonesian roots."""
    stemmer, roots = _dictionary()
    return stemmer.stem(word) in roots


@cache
def _dictionary() -> tuple[Any, frozenset[str]]:
    """The stemmer and the roots that it knows."""
    data = files("Sastrawi.Stemmer") / "data" / "kata-dasar.txt"
    # the stemmer beneath the package's own cache, which keeps every word ever asked
    return StemmerFactory().create_stemmer().delegatedStemmer, frozenset(data.read_text(encoding="utf-8").split())
