"""Quoted words beside a citation, and whether the provision says them.

A quotation stands in quotation marks right behind its citation ("Pasal 3 berbunyi: “...”") or right before it; a new
wording that an amending rule prescribes is none. Blanks, line ends, capitals, punctuation and list marks do not count
as differences; an ellipsis inside a quotation leaves words out.

Does not do: find quotations without marks; forgive a changed word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

OPENING = '“"„«'
QUOTED = re.compile(
    r"“(?P<a>[^“”]{3,4000})”|\"(?P<b>[^\"]{3,4000})\"|„(?P<c>[^„“”]{3,4000})[“”]|«(?P<d>[^«»]{3,4000})»"
)
SAYS = re.compile(
    r"\b(?:ber?bunyi|menyatakan|menyebut(?:kan)?|mengatur|menegaskan|menentukan|bahwa|frasa|kata|tertulis|dikutip|kutipan)\b|:\s*$",
    re.I,
)
PRESCRIBES = re.compile(
    r"\b(?:diubah|diganti|disisipkan|ditambah\w*|sehingga|menjadi|dihapus|disebut|disingkat)\b", re.I
)
FOLLOWS = re.compile(
    r"[\s,;(\[–—-]*(?:(?:sebagaimana|dimaksud|diatur|dalam|pada|vide|lihat|menurut|demikian|bunyi|sesuai|dari|ketentuan|isi)\b[\s,]*)*",
    re.I,
)
REACH = 160  # characters between a citation and its quotation
FEW = 4  # words below which a quotation needs a word that says it is one
ELLIPSIS = re.compile(r"\s*(?:\(\s*)?(?:\.\s?\.\s?\.|…)(?:\s*\))?[.\s]*")
MARKS = re.compile(r"(?:(?<=\s)|^)(?:\(\d{1,2}[a-z]?\)|[a-z]\.|\d{1,3}\.)(?=\s)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """``text[start:end]`` is quoted, marks left out; it belongs to the citation that ends or begins at ``near``."""

    start: int
    end: int
    near: int


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words of the quotation and the words of the provision in their place; either may be empty."""

    quoted: str
    printed: str


def find_quotations(text: str, spans: Iterable[tuple[int, int]]) -> list[Quotation]:
    """The quotations of a text that belong to one of the citations at ``spans``, in order."""
    ordered = sorted(spans)
    found = []
    for match in QUOTED.finditer(text):
        group = match.lastgroup or "a"
        start, end = match.span(group)
        words = len(text[start:end].split())
        before = max((e for _, e in ordered if e <= match.start()), default=None)
        after = min((s for s, _ in ordered if s >= match.end()), default=None)
        if before is not None and _says(text[before : match.start()], words):
            found.append(Quotation(start, end, before))
        elif after is not None and words >= FEW and _leads(text, match.end(), after):
            found.append(Quotation(start, end, after))
    return found


def _leads(text: str, at: int, after: int) -> bool:
    """Whether the words between a quotation and the citation behind it tie them."""
    return after - at <= REACH and bool(FOLLOWS.fullmatch(text, at, after))


def _says(between: str, words: int) -> bool:
    """Whether the words between a citation and a quotation tie them."""
    if len(between) > REACH or re.search(r"\n\s*\n.*\n\s*\n|[.;?!]\s+\S", between, re.S) or PRESCRIBES.search(between):
        return False
    said = bool(SAYS.search(between))
    return said or (words >= FEW and len(between.split()) <= 6)


def plain_words(text: str) -> list[str]:
    """The words as they are compared: lower case, no punctuation, no list marks, hyphens closed up."""
    text = re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", text)
    text = MARKS.sub(" ", text)
    folded = re.sub(r"[^\w\s%]", "", text.lower().replace("/", " "))
    return folded.split()


def is_quoted(quoted: str, printed: str) -> bool:
    """Whether the provision ``printed`` says the words ``quoted``, in their order, without a gap but at an ellipsis."""
    whole = f" {' '.join(plain_words(printed))} "
    at = 0
    for piece in ELLIPSIS.split(quoted):
        words = " ".join(plain_words(piece))
        if not words:
            continue
        found = whole.find(f" {words} ", at)
        if found < 0:
            return False
        at = found + len(words) + 1
    return True


def compare_words(quoted: str, printed: str) -> tuple[WordChange, ...]:
    """What differs between a quotation and the part of the provision it comes nearest to, word by word."""
    ours, theirs = _spelled(ELLIPSIS.sub(" ", quoted)), _spelled(printed)
    a, b = [key for key, _ in ours], [key for key, _ in theirs]
    blocks = [m for m in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks() if m.size]
    if not blocks:
        return (WordChange(" ".join(w for _, w in ours), ""),)
    low = max(0, blocks[0].b - blocks[0].a)
    high = min(len(b), blocks[-1].b + blocks[-1].size + (len(a) - blocks[-1].a - blocks[-1].size))
    changes = []
    for op, i, j, k, m in SequenceMatcher(None, a, b[low:high], autojunk=False).get_opcodes():
        if op != "equal":
            changes.append(
                WordChange(" ".join(w for _, w in ours[i:j]), " ".join(w for _, w in theirs[low + k : low + m]))
            )
    return tuple(changes)


def _spelled(text: str) -> list[tuple[str, str]]:
    """Each word as it is compared, and as it is written."""
    text = re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", text)
    pairs = []
    for word in MARKS.sub(" ", text).replace("/", "/ ").split():
        if key := "".join(plain_words(word)):
            pairs.append((key, word))
    return pairs
