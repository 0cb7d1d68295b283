"""Can the text that a PDF page holds be trusted, or must the page be read from its picture? Decided page by page.

The measure is the share of a text's words that are Indonesian (or English: terms of the trade) by the word lists of
``wordfreq``. The limits are measured: see docs/parsing.md. Does not do: correct a word, recognise a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import wordfreq

from kb.types import Box, Line

WORD = re.compile(r"[^\W\d_]{3,}")
ENOUGH_WORDS = 8  # fewer say nothing about a page
ENOUGH_SIGNS = 20
LEAST_KNOWN = 0.5  # of the words of a text that the file itself holds
LEAST_KNOWN_OVER_PICTURE = 0.8  # of the words of a text layer that some recogniser put under a scan
LEAST_PLAIN = 0.5  # share of letters and digits among the signs; a broken character map gives punctuation
LEAST_PICTURE = 0.15  # share of the page; smaller pictures are seals, logos, signatures
SILENT = 150  # letters that a whole page of picture must have in the layer, or it is not the picture's text
SHAPES_OF_TEXT = 20  # a page without characters and with fewer drawn shapes is empty


class Verdict(Enum):
    """What to do with a page."""

    KEEP = "teks"
    RECOGNISE = "gambar"
    COMPLETE = "campuran"  # the text is good, but there are pictures without text beside it
    COMPARE = "lapisan"  # a poor text layer under a scan: recognise, take the better
    EMPTY = "kosong"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: its box as shown and its own resolution."""

    box: Box
    dpi: float


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Indonesian words, and the common English ones, in lower case."""
    english = wordfreq.get_frequency_dict("en")
    return frozenset(wordfreq.get_frequency_dict("id")) | {word for word, often in english.items() if often > 1e-5}


def known_share(text: str) -> tuple[int, float]:
    """Number of words of three letters and more in ``text``, and which share of them is known (0 without words)."""
    words = WORD.findall(text.lower())
    return len(words), sum(word in known_words() for word in words) / max(1, len(words))


def known_letters(lines: Iterable[Line]) -> int:
    """Letters of the known words of ``lines``: how much of a page was read, to compare two readings of it."""
    words = WORD.findall(" ".join(line.text for line in lines).lower())
    return sum(len(word) for word in words if word in known_words())


def is_garbled(text: str, least_known: float = LEAST_KNOWN) -> bool:
    """Whether ``text`` is no text: signs instead of letters, or words that nobody knows. Short texts never are."""
    signs = [char for char in text if not char.isspace()]
    if len(signs) >= ENOUGH_SIGNS and sum(char.isalnum() for char in signs) < LEAST_PLAIN * len(signs):
        return bool(WORD.search(text) is None or known_share(text)[1] < least_known)
    words, share = known_share(text)
    return words >= ENOUGH_WORDS and share < least_known


def judge_page(lines: Sequence[Line], pictures: Sequence[Picture], shapes: int, width: float, height: float) -> Verdict:
    """What to do with a page of ``width`` x ``height`` points that holds these lines, pictures, drawn shapes."""
    text = "\n".join(line.text for line in lines)
    if not text.strip():
        covered = share_of_page((picture.box for picture in pictures), width, height)
        drawn = covered >= 0.02 or shapes >= SHAPES_OF_TEXT
        return Verdict.RECOGNISE if drawn else Verdict.EMPTY
    if is_garbled(text):
        return Verdict.RECOGNISE
    if silent_pictures(lines, pictures, width, height):
        return Verdict.COMPLETE
    if share_of_page((picture.box for picture in pictures), width, height) >= LEAST_PICTURE and is_garbled(
        text, LEAST_KNOWN_OVER_PICTURE
    ):
        return Verdict.COMPARE
    return Verdict.KEEP


def silent_pictures(
    lines: Sequence[Line], pictures: Sequence[Picture], width: float, height: float
) -> tuple[Picture, ...]:
    """The pictures of a page where they cover much of it and its text does not lie on them."""
    silent = [
        picture
        for picture in pictures
        if letters_on(picture.box, lines) < SILENT * share_of_page([picture.box], width, height)
    ]
    return tuple(silent) if share_of_page((p.box for p in silent), width, height) >= LEAST_PICTURE else ()


def letters_on(box: Box, lines: Iterable[Line]) -> int:
    """Letters of the lines whose middles lie in ``box``."""
    return sum(sum(map(str.isalpha, line.text)) for line in lines if middle_in(line.box, box))


def middle_in(inner: Box, outer: Box) -> bool:
    """Whether the middle of ``inner`` lies in ``outer``."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def share_of_page(boxes: Iterable[Box], width: float, height: float) -> float:
    """Which share of the page the boxes cover, at most 1; overlaps count twice."""
    area = 0.0
    for x0, y0, x1, y1 in boxes:
        area += max(0.0, min(x1, width) - max(x0, 0.0)) * max(0.0, min(y1, height) - max(y0, 0.0))
    return min(1.0, area / max(1.0, width * height))
