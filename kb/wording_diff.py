"""Two wordings side by side: how much they share, and what was taken out and put in, word by word.

Words are compared without case, punctuation and list marker, "Pegawai Negeri Sipil" with "PNS"; they are shown as
printed. For the measure of likeness numbers of articles and words that say nothing are left out, since a copy has its
own numbering.

Does not do: tell a change of meaning from one of style; compare across languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import Indel

from kb.lexical import tokenize

Change = Literal["sama", "dihapus", "ditambah"]
MARKER = re.compile(
    r"""\s*(?:Pasal\s+\w+\s*)?            # heading of an article
        (?:\(\d{1,2}[a-z]?\)|\d{1,3}[.)]|[a-z]{1,2}[.)])?\s*""",
    re.X,
)
SAME = (
    (re.compile(r"\bpegawai\s+negeri\s+sipil\b", re.I), "pns"),
    (re.compile(r"\baparatur\s+sipil\s+negara\b", re.I), "asn"),
)
REFERENCE = re.compile(
    r"""\b(?:sebagaimana\s+)?(?:yang\s+)?(?:dimaksud|tersebut)\s+(?:dalam|pada|di)?\s*
        (?:(?:pasal|ayat|huruf|angka)\s*\(?\w{1,3}\)?(?:\s*(?:,|dan|atau)\s*)?)+
      | \b(?:pasal|ayat|huruf|angka)\s*\(?(?:\d{1,3}[a-z]?|[a-z])\)?(?!\w)""",
    re.X | re.I,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Words in a row that both wordings have (``sama``), only the older (``dihapus``), or only the newer one."""

    change: Change
    text: str


def strip_marker(text: str) -> str:
    """A provision's words without the heading or list marker in front: "(2) Setiap PNS ..." -> "Setiap PNS ..."."""
    return text[match.end() :] if (match := MARKER.match(text)) else text


def diff_words(older: str, newer: str) -> tuple[Edit, ...]:
    """What became of ``older`` in ``newer``: runs of words as printed, in order; what was taken out comes first.

    >>> [(e.change, e.text) for e in diff_words("a. teguran lisan;", "1. teguran secara lisan.")]
    [('sama', 'teguran'), ('ditambah', 'secara'), ('sama', 'lisan.')]
    """
    old, new = strip_marker(older).split(), strip_marker(newer).split()
    matcher = SequenceMatcher(None, [_fold(w) for w in old], [_fold(w) for w in new], autojunk=False)
    edits: list[Edit] = []
    for tag, i0, i1, j0, j1 in matcher.get_opcodes():
        if tag == "equal":
            edits.append(Edit("sama", " ".join(new[j0:j1])))
            continue
        if i1 > i0:
            edits.append(Edit("dihapus", " ".join(old[i0:i1])))
        if j1 > j0:
            edits.append(Edit("ditambah", " ".join(new[j0:j1])))
    return tuple(edits)


def _fold(word: str) -> str:
    return re.sub(r"[^\w/%]", "", word.lower()) or word


@lru_cache(maxsize=65_536)
def telling_words(text: str) -> tuple[str, ...]:
    """The words that a likeness is measured by: stems in order, without marker, references and stop words."""
    plain = strip_marker(text)
    for pattern, short in SAME:
        plain = pattern.sub(short, plain)
    return tuple(tokenize(REFERENCE.sub(" ", plain)))


def likeness(one: str, other: str) -> float:
    """Share of words that two wordings have in common in order, 0..1; 1 where they differ in numbering only."""
    return word_likeness(telling_words(one), telling_words(other))


def word_likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """`likeness` of two texts given as their telling words; 0 where either has none."""
    return float(Indel.normalized_similarity(one, other)) if one and other else 0.0
