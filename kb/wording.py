"""The text of an extractive answer: the law's own words, short, and where they stand.

What is cut away is marked by an ellipsis; nothing is reworded, but an item of a list ends as a sentence does. The full
words are in the quotes beside the text.

Does not do: choose provisions (kb/extract.py); warn (kb/caveats.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.beside import shorten
from kb.definitions import DEFINITION
from kb.expected import answer_patterns, asks_list
from kb.lexical import tokenize
from kb.pieces import Piece, Reading
from kb.question import Question
from kb.span import lead_in, list_around, says_nothing
from kb.types import Passage

SAID = 230  # characters of the law's words in the text
OVERRUN = 1.25  # of that: a sentence that is no longer is said whole, for what it rules often stands at its end
SHORTEST_LEAD = 40  # a lead-in with less room is left out
_MARK = re.compile(r"^\W*(?:\(\w{1,3}\)\.?|\w{1,3}[.)])\s+")
_HEAD = re.compile(r"^[\"“]?(?:Pasal|Ayat|Huruf|Angka)\s+\(?\w+\)?[.:]?\s+(?=[A-Z(\"“])")
AMENDING = re.compile(r"[^/]+/pasal-[ivx]+$")  # its lead-in says what is amended, not the rule
_JOINED = re.compile(r"\s*[;,]\s*(?:dan/atau|dan|atau|serta)?\s*$")
_REFERENCE = re.compile(
    r"""\s*,?\s*sebagaimana\s+(?:di(?:maksud|atur|tetapkan))(?:kan)?\s+(?:dalam|pada|di)\s+
    (?P<place>(?:Pasal\s+\d+[A-Z]?|ayat\s+\(\w+\)|huruf\s+[a-z]\b|angka\s+\d+)
      (?:\s+(?:ayat\s+\(\w+\)|huruf\s+[a-z]\b|angka\s+\d+))*)""",
    re.X | re.I,
)


def say_piece(understood: Question, reading: Reading, piece: Piece, shown: tuple[int, int]) -> tuple[str, Piece]:
    """The words that answer, at most about SAID characters, after as much of their lead-in as there is room for.

    Of a list that is asked for, or that is short, all items that lie within ``shown`` are said. Also gives the piece
    whose unit holds all that is said.
    """
    listed = list_around(reading, piece)
    items = [p for p in listed if shown[0] <= p.start and p.end <= shown[1]]
    wanted, patterns = set(tokenize(" ".join([understood.words, *understood.variants]))), answer_patterns(understood)
    if len(items) > 1 and items[0] is listed[0]:
        telling = [p for p in items if not says_nothing(reading.words(p.start, p.end))]
        whole = " ".join(_plain(reading, p) for p in telling or items)
        leads = reading.words(piece.start, piece.end).endswith(":")
        if leads or asks_list(understood) or len(whole) <= SAID:
            return end_sentence(shorten(whole, SAID)), (telling or items)[0]
    words = _plain(reading, piece)
    bare = DEFINITION.match(words) or AMENDING.match(reading.path)
    lead = "" if bare else brief(unmark(lead_in(reading, piece.unit)))
    words = clip(words, SAID, wanted, patterns)
    room = SAID - len(words) - 1
    said = f"{shorten(lead, room)} {words}".strip() if room >= min(len(lead), SHORTEST_LEAD) else words
    return end_sentence(said[:1].upper() + said[1:]), piece


def end_sentence(words: str) -> str:
    """Words without what joins a list's item to the next: "... dalam 1 (satu) tahun; dan" -> "... tahun."."""
    return _JOINED.sub(".", words)


def _plain(reading: Reading, piece: Piece) -> str:
    return brief(unmark(reading.words(piece.start, piece.end)))


def brief(words: str) -> str:
    """Words with their references cut to the place: "cuti sebagaimana dimaksud pada ayat (1)" -> "cuti (ayat (1))"."""
    return _REFERENCE.sub(lambda m: f" ({m['place']})", words)


def unmark(words: str) -> str:
    """Words without the head or the mark of the list that they begin with: "Pasal 5 (2) Cuti ..." -> "Cuti ..."."""
    return _MARK.sub("", _HEAD.sub("", words))


def clip(words: str, limit: int, wanted: set[str], patterns: Sequence[re.Pattern[str]]) -> str:
    """At most about ``limit`` characters: the stretch, begun at a clause, that says most of ``wanted`` and patterns."""
    limit = max(limit, 80)
    if len(words) <= OVERRUN * limit:
        return words
    starts = [0, *(m.end() for m in re.finditer(r"[,;:.]\s+", words)), len(words) - limit]
    best, most = "", -1.0
    for start in starts:
        start = start if start in (0, len(words)) or words[start - 1] == " " else words.find(" ", start) + 1
        part = words[start : start + limit]
        if start + limit < len(words):
            part = part.rsplit(" ", 1)[0]
        said = len(wanted & set(tokenize(part))) + 2.0 * sum(bool(p.search(part)) for p in patterns)
        if said > most:
            best, most = ("… " if start else "") + part + ("" if start + len(part) >= len(words) else " …"), said
    return best


def say_place(passage: Passage, piece: Piece) -> str:
    """Where the words that answer stand, and what that is worth: "... Pasal 3 ayat (1), halaman 5; status: berlaku".

    The quote may be grown to more than the unit that is named.
    """
    label = piece.unit.label if piece.unit else passage.chunk.label
    return f"{label}, halaman {passage.chunk.pages[0]}; status: {passage.status}"
