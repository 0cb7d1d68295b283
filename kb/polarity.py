"""Whether a sentence affirms, denies, permits, obliges or excepts what its source does.

Each marker ("tidak", "dilarang", "dapat", "wajib", "kecuali", ...) is taken with the word it governs. A sentence may
say a marker of a word only where its source does, and may not leave out a denial, prohibition, permission or
exception that its source puts before each mention of that word. Conservative: it would rather lose a true sentence.

Does not do: understand grammar. A denial without a marker word ("batal", "menolak") is left to the
weighty words of kb/support.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.lexical import tokenize

NEAR = 4  # words after a marker in a source among which the governed word may stand
_CLASSES = {
    "sangkal": "tidak tak bukan bukanlah belum tanpa tiada nggak gak enggak bukannya",
    "larang": "dilarang larangan terlarang jangan melarang",
    "boleh": "dapat boleh bisa diperbolehkan dibolehkan membolehkan diizinkan mengizinkan diperkenankan berhak",
    "wajib": "wajib harus mesti diwajibkan diharuskan berkewajiban mewajibkan mengharuskan wajiblah haruslah",
    "kecuali": "kecuali dikecualikan terkecuali pengecualian mengecualikan",
    "tambah": "selain",  # "besides": may be left out,
}
_MARKERS = {word: name for name, words in _CLASSES.items() for word in words.split()}
# A denied permission is a prohibition, a denied obligation is neither.
_JOINED = {("sangkal", "boleh"): "larang", ("sangkal", "wajib"): "bebas", ("sangkal", "larang"): "boleh"}
# Words of plain speech that claim nothing themselves, so that "wajib mendapat izin" is "wajib memperoleh izin".
_PLAIN = """
    apabila jika bila maka berarti artinya yaitu yakni adalah ialah menurut berdasarkan sesuai ketentuan aturan
    dikenai dikenakan dijatuhi kena mendapat mendapatkan memperoleh berupa meliputi mencakup terdiri tersebut begitu
    demikian
"""
PLAIN = frozenset(stem for word in _PLAIN.split() for stem in tokenize(word))
KEPT = frozenset({"sangkal", "larang", "boleh", "kecuali", "bebas"})  # may not be left out
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word's stem, and the class of the marker between the content word before it and itself, or ""."""

    stem: str
    marked: str = ""


def read_words(text: str) -> list[Word]:
    """The content words of a text in order; markers side by side are one, a marker that governs nothing has stem ""."""
    words = [word.lower() for word in _WORD.findall(text)]
    found: list[Word] = []
    marked, at = "", 0
    while at < len(words):
        kind = _MARKERS.get(words[at], "")
        if kind:
            marked = _JOINED.get((marked, kind), f"{marked}+{kind}" if marked else kind)
        for stem in () if kind else (stem for stem in tokenize(words[at]) if stem not in PLAIN):
            found.append(Word(stem, marked))
            marked = ""
        at += 1
    return [*found, Word("", marked)] if marked else found


def turned(sentence: str, sources: Iterable[str]) -> str:
    """The word whose polarity a sentence changes against its source texts, or "" where none is.

    A word is looked at alone and with the content word before and after it, so that "yang tidak masuk" and "yang
    masuk" of one source are told apart.
    """
    given: dict[Context, set[str]] = {}
    near: set[tuple[str, str]] = set()
    for source in sources:
        words = read_words(source)
        for context, word in _contexts(words):
            given.setdefault(context, set()).add(word.marked)
        for n, word in enumerate(words):
            near |= {(word.marked, beside.stem) for beside in words[n : n + NEAR]} if word.marked else set()
    for context, word in _contexts(read_words(sentence)):
        marks = given.get(context, set())
        added = word.marked and (word.marked, word.stem) not in near
        exchanged = word.marked in KEPT and marks and word.marked not in marks and len(context) > 1
        left_out = not word.marked and marks and marks <= KEPT
        if added or exchanged or left_out:
            return word.stem or word.marked
    return ""


Context = tuple[str, ...]


def _contexts(words: Sequence[Word]) -> Iterator[tuple[Context, Word]]:
    """Each word alone, with the one before it, and with the one after it."""
    for n, word in enumerate(words):
        yield (word.stem,), word
        if n:
            yield ("<", words[n - 1].stem, word.stem), word
        if n + 1 < len(words):
            yield (">", word.stem, words[n + 1].stem), word
