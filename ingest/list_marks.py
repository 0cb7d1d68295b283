"""What may be a marker of a list: "(1)", "a.", "1.", "a)", "1)", "(a)", "i.", with what speaks for it and against it.

A line's start, the end of a sentence before a marker speak for it; a reference before it ("ayat (1), ayat (2), dan"), a
connective after it, a doubtful digit against it.

Does not do: decide which of them are lists (``ingest.lists``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ingest.units import roman_value

# What recognition makes of digits, where a number must stand.
DIGITS = str.maketrans("lIi|!OoSsTBZ", "111110055782")
# What it makes of letters: small ones printed like capitals, and l.
LETTERS = {**{c: c.lower() for c in "CKOPSUVWXZ"}, "1": "l", "0": "o"}
OPENS_PART = re.compile(r"(?:Menimbang|Mengingat)\s*:?\s*")
_REFERRING = r"\b(?:ayat|huruf|angka|butir|nomor|no\.?|pasal|bab|lampiran|romawi|diktum|bagian|paragraf|buku)\s*"
_JOINT = r"\s*(?:,\s*(?:dan/atau|dan|atau)?|dan/atau|dan|atau|serta|jo\.?|s\.?d\.?|sampai\s+dengan)\s*"
BARE_REFERENCE = re.compile(rf"{_REFERRING}$", re.I)


def _reference(value: str) -> re.Pattern[str]:
    """Words before a marker that make it one of the values of a reference: "ayat (1), ayat (2), dan" before "(3)"."""
    return re.compile(rf"{_REFERRING}(?:{value}{_JOINT})*$", re.I)


# What stands before a marker inside a line, and how much it speaks for it.
BEFORE = (
    (re.compile(r"[.;:!?\"”)]$"), 1.2),
    (re.compile(r"(?:\bdan|\batau|\bserta|\bdan/atau|,)$"), 1.0),
    (re.compile(r"(?:^|\s)(?:\(\w{1,2}\)|\w{1,2}[.)])$"), 1.0),
    (re.compile(r"\b(?:adalah|ialah|yaitu|yakni|meliputi|atas|dari|lain|berikut|apabila|berupa|dengan)$"), 0.3),
)
SPECKS = " \t\n■•^*'`|~_<>\\"  # blanks, and what recognition makes of specks of dust
MIDDLE_OF_SENTENCE = -1.2
NEVER = -5.0
NOT_AFTER = re.compile(r"\s*(?:(?:dan|atau|dan/atau|sampai|huruf|ayat|angka|tersebut|serta)\b|[,;)/])")


@dataclass(frozen=True, slots=True)
class Mark:
    """What may be a marker at ``text[start:end]``: its place in its list (2 and "a" for "(2a)") and its score."""

    start: int
    end: int
    number: int
    suffix: str
    value: str
    score: float
    opens_line: bool
    collected: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """One style of marker: what its items are called, how it is found, and how group 1 is read: (number, doubt)."""

    name: str
    kind: str
    pattern: re.Pattern[str]
    read: Callable[[str], tuple[int, float] | None]
    reference: re.Pattern[str]


def _read_number(raw: str) -> tuple[int, float] | None:
    digits = raw.translate(DIGITS)
    if not digits.isdigit() or digits[0] == "0":
        return None
    return int(digits), 0.0 if raw.isdigit() else 0.6


def _read_letter(raw: str) -> tuple[int, float] | None:
    letters = "".join(LETTERS.get(c, c) for c in raw)
    if not letters.isalpha() or not letters.islower():
        return None
    place = ord(letters[-1]) - ord("a") + 1
    if len(letters) == 2:  # after z: aa, bb, cc; or aa, ab, ac
        if letters[0] not in ("a", letters[1]):
            return None
        place += 26
    return place, 0.0 if letters == raw else 0.8


def _read_roman(raw: str) -> tuple[int, float] | None:
    return (roman_value(raw.upper()), 0.3) if re.fullmatch(r"x{0,2}(?:ix|iv|v?i{0,3})", raw) else None


_BEGINS = r"(?<![^\s;:,.\"“])"
_ENDS = r"(?=\s|$|[A-Z])"
_IN_PARENTHESES, _LETTER, _DIGITS = _reference(r"\(?\w{1,3}\)"), _reference("[a-z]{1,2}"), _reference(r"\d{1,3}")
# name, kind, pattern after _BEGINS, reader, references that look like it
STYLES = tuple(
    Style(name, kind, re.compile(_BEGINS + pattern), read, reference)
    for name, kind, pattern, read, reference in (
        (
            "(1)",
            "ayat",
            r"(?:[(\[{]\s?|(?<![^\n])[lI|](?=\d[lI|]\s+[A-Z]))([0-9lIiOoSsTB]{1,2})"
            r"(?P<suffix>[a-zA-Z]?)\s?(?P<close>\)|[1ltIJ\]\\|}](?=\s))",
            _read_number,
            _IN_PARENTHESES,
        ),
        ("a.", "huruf", rf"([a-zCKOPSUVWXZ10]|[a-z]{{2}})(?P<close>\.|\s\.){_ENDS}", _read_letter, _LETTER),
        ("1.", "angka", rf"(\d{{1,3}}|[lIi]|\d[lIO])(?P<close>\.|\s\.){_ENDS}", _read_number, _DIGITS),
        ("a)", "huruf", rf"([a-z]{{1,2}})(?P<close>\)){_ENDS}", _read_letter, _LETTER),
        ("1)", "angka", rf"(\d{{1,2}}|[lI])(?P<close>\)|[lt](?=\s)){_ENDS}", _read_number, _DIGITS),
        ("(a)", "huruf", rf"\(([a-z])(?P<close>\)){_ENDS}", _read_letter, _IN_PARENTHESES),
        ("(i)", "romawi", r"\(?([ivx]{1,5})(?P<close>[.)])(?=\s|$)", _read_roman, _LETTER),
    )
)
AYAT = STYLES[0]


def find_marks(text: str, start: int, end: int, style: Style) -> list[Mark]:
    """What may be markers of one style in ``text[start:end]``, in order."""
    marks: list[Mark] = []
    for match in style.pattern.finditer(text, start, end):
        read = style.read(match[1])
        suffix = (match.groupdict().get("suffix") or "").lower()
        if read is None or (style is AYAT and not match[1].isdigit() and suffix):
            continue
        number, doubt = read
        doubt += 0.0 if match["close"] in (")", ".") else 0.6
        opens_line = _opens_line(text, start, match.start())
        score = _speaks_for(text, start, match, opens_line, style) - doubt
        if score <= NEVER:
            continue
        name = match[1] if style.read is _read_roman else _name(style, number) + suffix
        marks.append(Mark(match.start(), match.end(), number, suffix, name, score, opens_line))
    return list(_tell_collected(text, marks))


def _name(style: Style, number: int) -> str:
    if style.read is not _read_letter:
        return str(number)
    return chr(96 + number) if number <= 26 else 2 * chr(70 + number)


def _opens_line(text: str, start: int, offset: int) -> bool:
    line = text[max(start, text.rfind("\n", start, offset) + 1) : offset]
    return not line.strip(' \t"“') or bool(OPENS_PART.fullmatch(line.lstrip()))


def _speaks_for(text: str, start: int, match: re.Match[str], opens_line: bool, style: Style) -> float:
    """What the words around a marker say for it (positive) or against it."""
    before, after = text[max(start, match.start() - 80) : match.start()], text[match.end() : match.end() + 20]
    dotted_item = style.name in ("a.", "1.") and re.match(r"\s*[a-z]{2}", after)
    if (BARE_REFERENCE if dotted_item else style.reference).search(before):
        return NEVER
    score = 2.0
    if not opens_line:
        score = next((value for pattern, value in BEFORE if pattern.search(before.rstrip(SPECKS))), MIDDLE_OF_SENTENCE)
    if NOT_AFTER.match(after):
        score -= 3.0
    elif style is AYAT and re.match(r"\s*[a-z]", after):
        score -= 1.0
    return score


def _tell_collected(text: str, marks: list[Mark]) -> Iterator[Mark]:
    """The marks, those that stand in a row of different ones without words between them told apart."""
    for n, mark in enumerate(marks):
        beside = [
            other
            for low, high, other in (
                (marks[n - 1].end, mark.start, marks[n - 1]) if n else (0, 0, mark),
                (mark.end, marks[n + 1].start, marks[n + 1]) if n + 1 < len(marks) else (0, 0, mark),
            )
            if other.value != mark.value and not text[low:high].strip()
        ]
        yield replace(mark, score=0.0, collected=True) if beside else mark
