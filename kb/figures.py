"""Figures in Indonesian text: digits, number words, fractions, ordinals, Roman numerals, levels of severity.

A figure is compared with the words around it: "28 (dua puluh delapan) hari kerja" supports "28 hari", not "28 bulan";
"paling lama 14 hari" does not support "paling sedikit 14 hari".

>>> [figure.value for figure in read_figures("selama 28 (dua puluh delapan) hari, 25% dan Rp1.000.000,00")]
['28', '28', '25', '1000000']

Does not do: article numbers (kb/citation.py finds and the caller blanks those), arithmetic, units of one kind in
another ("satu minggu" is not "tujuh hari").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.lexical import tokenize

REACH = 6  # words after a number among which its unit stands ("5 (lima) orang anggota")
BEFORE = 4  # words before a number among which its bound stands ("paling lama dalam waktu 14 hari")
LEVELS = ("ringan", "sedang", "berat")
_UNITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
_SMALL = {word: n for n, word in enumerate(_UNITS)} | {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1_000}
_SCALES = {"puluh": 10, "ratus": 100, "ribu": 1_000, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}
_NUMBER_WORDS = sorted([*_SMALL, *_SCALES, "belas", "sejuta"], key=len, reverse=True)
_JOINED = re.compile(rf"(?:{'|'.join(_NUMBER_WORDS)})+")
_PART = re.compile("|".join(_NUMBER_WORDS))
_FRACTIONS = {"setengah": "1/2", "separuh": "1/2", "sepertiga": "1/3", "seperempat": "1/4", "seperlima": "1/5"}
_ONE_OF = {"setahun": "tahun", "sebulan": "bulan", "seminggu": "minggu", "sehari": "hari", "sejam": "jam"}
# What limits a figure, before it: phrase -> which way.
_BOUNDS = {
    "paling lama": "<=",
    "paling lambat": "<=",
    "paling banyak": "<=",
    "paling tinggi": "<=",
    "paling besar": "<=",
    "paling jauh": "<=",
    "maksimal": "<=",
    "maksimum": "<=",
    "selambat-lambatnya": "<=",
    "selama-lamanya": "<=",
    "setinggi-tingginya": "<=",
    "sebanyak-banyaknya": "<=",
    "tidak lebih dari": "<=",
    "tidak melebihi": "<=",
    "paling sedikit": ">=",
    "paling singkat": ">=",
    "paling rendah": ">=",
    "paling kurang": ">=",
    "paling cepat": ">=",
    "paling kecil": ">=",
    "minimal": ">=",
    "minimum": ">=",
    "sekurang-kurangnya": ">=",
    "sedikitnya": ">=",
    "sesedikitnya": ">=",
    "setidaknya": ">=",
    "setidak-tidaknya": ">=",
    "tidak kurang dari": ">=",
    "lebih dari": ">",
    "melebihi": ">",
    "di atas": ">",
    "kurang dari": "<",
    "di bawah": "<",
}
_TOKEN = re.compile(r"[,;()]|[Kk]e-\d+|\d+(?:[.,:/]\d+)*[^\W_]*|%|[IVX]+/[a-e]\b|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})(?:/[a-e])?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: ``value`` in one spelling ("28", "1/3", "ke-2", "III/d", "berat").

    ``unit`` is the stem of the word right after it, "" where that says nothing; ``after`` are the stems of the next
    few words; ``bound`` which way it limits ("<=", ">=", "<", ">" or ""); ``open`` whether "atau lebih" follows.
    """

    value: str
    unit: str = ""
    after: frozenset[str] = frozenset()
    bound: str = ""
    open: bool = False


def read_figures(text: str) -> list[Figure]:
    """The figures of a text in order; a number with its words in brackets gives two of the same value."""
    words = _TOKEN.findall(text)
    lowered = [word.lower() for word in words]
    found: list[Figure] = []
    at = 0
    while at < len(words):
        value, end = _read_value(words, lowered, at)
        if value:
            found.append(_place(value, lowered, at, end))
        at = end
    return found


def supports(figure: Figure, said: Figure) -> bool:
    """Whether ``figure`` of a source bears ``said`` of a sentence: value, unit and bound."""
    return (
        figure.value == said.value
        and (not said.unit or said.unit in figure.after)
        and figure.bound == said.bound
        and (figure.open or not said.open)
    )


def _read_value(words: Sequence[str], lowered: Sequence[str], at: int) -> tuple[str, int]:
    """The value that begins at word ``at``, or "", and the index of the word behind it."""
    word = lowered[at]
    if word[0].isdigit():
        return _read_digits(lowered, at)
    if word[:3] == "ke-" and word[3:].isdecimal():
        return word, at + 1
    if word in LEVELS or ((words[at].isupper() or "/" in word) and _ROMAN.fullmatch(words[at])):
        return (word if word in LEVELS else words[at]), at + 1
    if word in _FRACTIONS:
        return _FRACTIONS[word], at + 1
    if word in _ONE_OF or (word == "sekali" and lowered[at - 1 : at] != ["sama"]):
        return "1", at + 1
    if word == "pertama" or (word.startswith("ke") and _JOINED.fullmatch(word[2:].lstrip("-"))):
        parts, end = _run(lowered, at + 1)
        first = ["satu"] if word == "pertama" else _PART.findall(word[2:])
        return f"ke-{_sum([*first, *parts])}", end
    parts, end = _run(lowered, at)
    if not parts or (parts == ["satu"] and lowered[at - 1 : at] == ["salah"]):
        return "", max(end, at + 1)
    denominator = re.fullmatch(r"per([a-z]+)", lowered[end]) if end < len(lowered) else None
    if denominator and denominator[1] in _SMALL:
        return f"{_sum(parts)}/{_SMALL[denominator[1]]}", end + 1
    return str(_sum(parts)), end


def _read_digits(lowered: Sequence[str], at: int) -> tuple[str, int]:
    """A number in digits, with a scale word behind it ("5 juta"); other mixtures ("3o", "12a", "07.30") as written."""
    word = lowered[at]
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", word):
        word = word.replace(".", "")
    word = re.sub(r",0+$", "", word).replace(",", ".")
    if not word.isdecimal():
        return word, at + 1
    value, end = int(word), at + 1
    while end < len(lowered) and lowered[end] in _SCALES:
        value, end = value * _SCALES[lowered[end]], end + 1
    return str(value), end


def _run(lowered: Sequence[str], at: int) -> tuple[list[str], int]:
    """The number words from ``at`` on, also joined ("duapuluh", "dua-puluh"), and where they end."""
    parts: list[str] = []
    while at < len(lowered) and _JOINED.fullmatch(plain := lowered[at].replace("-", "")):
        parts += _PART.findall(plain)
        at += 1
    return parts, at


def _sum(parts: Sequence[str]) -> int:
    """The number that number words say: ["dua", "puluh", "lima"] is 25."""
    total = group = last = 0
    for part in parts:
        if part == "belas":
            group += 10
        elif part == "sejuta":
            total, last = total + 10**6, 0
        elif part in _SMALL:
            last = _SMALL[part]
            group += last
        elif _SCALES[part] < 1_000:
            group += (last or 1) * _SCALES[part] - last
        else:
            total, group = total + (group or 1) * _SCALES[part], 0
    return total + group


def _place(value: str, lowered: Sequence[str], at: int, end: int) -> Figure:
    """The figure at words ``at`` to ``end`` with what stands around it."""
    behind = [w for w in lowered[end : end + 4 * REACH] if w not in ",;()" and not _is_number(w)][:REACH]
    implied = _ONE_OF.get(lowered[at]) or ("kali" if lowered[at] == "sekali" else "")
    if implied:
        behind = [implied, *behind]
    behind = ["persen" if w == "%" else w for w in behind]
    counted = value[0].isdigit() and bool(behind) and not (behind[0] in _JOINTS or _VERB.match(behind[0]))
    unit = "".join(tokenize(behind[0])) if counted else ""  # "" for words that say nothing, too
    before = " ".join([w for w in lowered[max(0, at - 2 * BEFORE) : at] if w not in ",;()"][-BEFORE:])
    tail = " ".join(behind)
    follows = " atau lebih" in f" {tail}" or " ke atas" in f" {tail}"
    bound = "" if value in LEVELS else _bound(before)
    return Figure(value, unit, frozenset(tokenize(tail)), bound, follows)


_VERB = re.compile(r"(?:di|mem|men[gy]?|ber|ter)[a-z]{4,}")
_JOINTS = ("sampai", "hingga", "dan", "atau", "serta", "lebih", "sejak", "setelah", "sebelum", "terhitung", "kurang")


def _bound(before: str) -> str:
    """Which way the words before a figure limit it: the nearest phrase, of those that end alike the longest."""
    ends = [
        (m.end(), len(phrase), way)
        for phrase, way in _BOUNDS.items()
        for m in re.finditer(rf"(?<![\w-]){phrase}(?![\w-])", before)
    ]
    return max(ends)[2] if ends else ""


def read_bounds(text: str) -> set[str]:
    """The ways in which a text limits anything: "<=" for "paling lama", also where no figure follows."""
    lowered = text.lower()
    return {way for phrase, way in _BOUNDS.items() if re.search(rf"(?<![\w-]){phrase}(?![\w-])", lowered)}


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in _FRACTIONS or bool(_JOINED.fullmatch(word.replace("-", "")))
