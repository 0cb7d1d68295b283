"""Whether a sentence affirms, denies, permits, obliges or excepts what its source does.

Each marker ("tidak", "dilarang", "dapat", "wajib", "kecuali", ...) is taken with the word it governs. A sentence may
say a marker of a word only where its source does, and may not leave out a denial, prohibition, permission or
exception that its source puts before each mention of that word. Conservative: it would rather lose a true sentence.

Does not do: understand grammar; a denial without a marker word ("batal", "menolak") is for the weighty words of kb/support.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kb.lexical import tokenize

NEAR = 3  # words after a marker in a source among which the governed word may stand
_CLASSES = {
    "sangkal": "tidak tak bukan bukanlah belum tanpa tiada nggak gak enggak bukannya",
    "larang": "dilarang larangan terlarang jangan melarang",
    "boleh": "dapat boleh bisa diperbolehkan dibolehkan membolehkan diizinkan mengizinkan diperkenankan berhak berwenang",
    "wajib": "wajib harus mesti diwajibkan diharuskan berkewajiban mewajibkan mengharuskan wajiblah haruslah",
    "kecuali": "kecuali dikecualikan terkecuali pengecualian mengecualikan selain",
}
_MARKERS = {word: name for name, words in _CLASSES.items() for word in words.split()}
# A denied permission is a prohibition, a denied obligation is neither.
_JOINED = {("sangkal", "boleh"): "larang", ("sangkal", "wajib"): "bebas", ("sangkal", "larang"): "boleh"}
_KEPT = ("sangkal", "larang", "boleh", "kecuali", "bebas")  # may not be left out
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker's class, and the stems of the content words right after it, nearest first."""

    kind: str
    near: tuple[str, ...]

    @property
    def head(self) -> str:
        """The word it governs, or ""."""
        return self.near[0] if self.near else ""


def read_markers(text: str) -> list[Marker]:
    """The markers of a text in order, a denied modal as one."""
    words = [word.lower() for word in _WORD.findall(text)]
    found: list[Marker] = []
    at = 0
    while at < len(words):
        kind, end = _MARKERS.get(words[at], ""), at + 1
        if kind and end < len(words) and (joined := _JOINED.get((kind, _MARKERS.get(words[end], "")))):
            kind, end = joined, end + 1
        if kind:
            found.append(Marker(kind, tuple(_content(words[end:]))))
        at = end
    return found


def turned(sentence: str, sources: Iterable[str]) -> str:
    """The word whose polarity a sentence changes against all its source texts, or "" where none is.

    A marker at the end of a sentence, which governs nothing, needs one of its class that governs nothing.
    """
    sources = list(sources)
    said = read_markers(sentence)
    given = [marker for source in sources for marker in read_markers(source)]
    for marker in said:
        if not any(g.kind == marker.kind and (marker.head in g.near if marker.head else not g.near) for g in given):
            return marker.head or marker.kind
    mentioned = Counter(word for source in sources for word in _stems(source))
    governed = Counter(g.head for g in given if g.kind in _KEPT and g.head)
    kept = {m.head for m in said}
    for word in _stems(sentence):
        if word in governed and governed[word] >= mentioned[word] and word not in kept:
            return word
    return ""


def _content(words: list[str]) -> list[str]:
    """The stems of the first words that say something."""
    found: list[str] = []
    for word in words[: 4 * NEAR]:
        if word not in _MARKERS:
            found += tokenize(word)
        if len(found) >= NEAR:
            break
    return found[:NEAR]


def _stems(text: str) -> list[str]:
    return [stem for word in _WORD.findall(text.lower()) if word not in _MARKERS for stem in tokenize(word)]
