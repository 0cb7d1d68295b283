"""The text of an extractive answer: the law's own words, short, and where they stand.

What is cut away is marked by an ellipsis; nothing is reworded. The full words are in the quotes beside the text.

Does not do: choose provisions (kb/extract.py); warn (kb/caveats.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.definitions import DEFINITION
from kb.extract import ANSWERS, lead_in
from kb.lexical import tokenize
from kb.pieces import Piece, Reading
from kb.question import Question
from kb.types import Passage

SAID = 200  # characters of the law's words in the text
LEAD = 110  # of which so many at most are the lead-in
_MARK = re.compile(r"^\W*(?:\(\w{1,3}\)\.?|\w{1,3}[.)])\s+")
_HEAD = re.compile(r"^(?:Pasal|Ayat|Huruf|Angka)\s+\(?\w+\)?[.:]?\s+(?=[A-Z(\"“])")


def say_piece(understood: Question, reading: Reading, piece: Piece, until: int) -> str:
    """The words that answer, with their lead-in; of a lead-in itself its items too, as far as ``until``."""
    end = until if reading.words(piece.start, piece.end).endswith(":") else piece.end
    words = unmark(reading.words(piece.start, end))
    lead = "" if DEFINITION.match(words) else unmark(lead_in(reading, piece.unit))
    wanted = set(tokenize(" ".join([understood.words, *understood.variants])))
    patterns = [ANSWERS[kind] for kind in understood.kinds if kind in ANSWERS]
    if lead and len(lead) + len(words) > SAID:
        lead = clip(lead, LEAD, wanted, patterns)
    return f"{lead} {clip(words, SAID - len(lead), wanted, patterns)}".strip()


def unmark(words: str) -> str:
    """Words without the head or the mark of the list that they begin with: "Pasal 5 (2) Cuti ..." -> "Cuti ..."."""
    return _MARK.sub("", _HEAD.sub("", words))


def clip(words: str, limit: int, wanted: set[str], patterns: Sequence[re.Pattern[str]]) -> str:
    """At most about ``limit`` characters: the stretch, begun at a clause, that says most of ``wanted`` and patterns."""
    limit = max(limit, 80)
    if len(words) <= limit:
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


def say_place(passage: Passage) -> str:
    """Where a quote stands and what that is worth: "PP Nomor 94 Tahun 2021 Pasal 3, halaman 5; status: berlaku"."""
    chunk = passage.chunk
    return f"{chunk.label}, halaman {chunk.pages[0]}; status: {passage.status}"
