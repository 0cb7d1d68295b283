"""The words of a provision made even, so that patterns can read them: one line, whole words, true digits.

``even_text`` repairs what printing and recognition do to the few forms that rules are named by: "Undang- Undang",
"Nomor l1 Tahun 2O17", "Pasa1 l2A", "Pcraturan Pcmerintah Nomor 5". Its result is for reading rules out of; what
is quoted to people stays the page's own text.

Does not do: correct spelling elsewhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from functools import lru_cache

# What recognition makes of digits where a number must stand.
DIGITS = str.maketrans("lI|!iLJoOQUDSsBZzTGgq", "111111100000558227699")
_LIKE_DIGIT = r"[0-9lI|!iLJoOQUDSsBZzTGgq]"
_MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember Pebruari Nopember Djanuari "
    "Djuni Djuli Oktober"
).split()
MONTHS = {name.lower(): number for name, number in zip(_MONTHS, (*range(1, 13), 2, 11, 1, 6, 7, 10), strict=True)}
_RULE_NAMES = ("Peraturan Pemerintah", "Peraturan Presiden", "Keputusan Presiden", "Instruksi Presiden")


def even_text(text: str) -> str:
    """``text`` on one line with the names and numbers of rules repaired; other words as they are."""
    for _, repair in REPAIRS:
        text = repair(text)
    return text


def _digits(noisy: str) -> str:
    return re.sub(r"\D", "", noisy.translate(DIGITS))


def _join_lines(text: str) -> str:
    """Words broken at a line's end are whole again; a word said twice ("masing-\\nmasing") keeps its hyphen."""
    joined = re.sub(
        r"([A-Za-z]+)[-\u00ad\u0002]\s*\n\s*([a-z]+)",
        lambda m: f"{m[1]}{'-' if m[1].lower() == m[2].lower() else ''}{m[2]}",
        text,
    )
    return " ".join(joined.replace("^", " ").split())


_NUMBERED = re.compile(
    rf"\b(?P<word>[NH]om[oe]r|No)\b\s*[.:]?\s*(?P<number>{_LIKE_DIGIT}{{1,4}}[a-z]?)(?P<of>\s*/[\w./-]+)?"
    rf"(?P<urgent>\s*[/,]?\s*(?:drt|prp|prps)\b\.?)?\s*(?P<join>[,.]?\s*(?:Tahun|Thn|Th)\b\.?\s*|/)"
    rf"(?P<year>[12lI|][ ]?[90oOQ]?[ ]?(?:{_LIKE_DIGIT}[ ]?){{1,2}})(?![A-Za-z0-9])",
    re.I,
)


def _repair_number(match: re.Match[str]) -> str:
    year = _digits(match["year"].replace(" ", ""))
    if match["number"].lower() in ("ii", "iii") or not re.fullmatch(r"(?:19[4-9]|20[0-4])\d", year):
        return match.group()
    last = match["number"][-1]
    suffix = last if last.isalpha() and match["number"][:-1].isdigit() and last in "aA" else ""
    number = _digits(match["number"][: len(match["number"]) - len(suffix)])
    return f"Nomor {number}{suffix}{match['of'] or ''}{match['urgent'] or ''} Tahun {year}" if number else match.group()


def _repair_article(match: re.Match[str]) -> str:
    raw, suffix = match["number"], match["suffix"] or ""
    if not suffix and re.fullmatch(r"\d{1,3}[A-H]", raw):  # an inserted article; other letters stand for digits
        return f"Pasal {raw}"
    if re.fullmatch(r"[IVX]+", raw + suffix) or not re.search(r"[\dlIO]", raw):
        return match.group()
    return f"Pasal {_digits(raw)}{suffix}"


def _repair_rule_name(match: re.Match[str]) -> str:
    return f"{_nearest_name(match['name'])}{match['gap']}"


@lru_cache(maxsize=4_096)
def _nearest_name(words: str) -> str:
    """The name of a kind of rule that two noisy words stand for, or the words."""
    if words in _RULE_NAMES:
        return words
    near = difflib.get_close_matches(words.title(), _RULE_NAMES, n=1, cutoff=0.84)
    return near[0] if near else words


_ARTICLE = re.compile(
    rf"\b[Pp][ae]s[ae][lI1J|]\s*(?P<number>\d{_LIKE_DIGIT}{{0,2}}|[lIO|]{_LIKE_DIGIT}{{0,2}})(?:\s?(?P<suffix>[A-Z])(?![A-Za-z]))?(?![A-Za-z0-9])"
)
_RULE_NAME = re.compile(
    r"\b(?P<name>[PKI]\w{7,10}\s[P]\w{6,11})(?P<gap>(?:\s[Rr]epub\w{3,5}\s[Ii]ndonesia)?\s(?=Nomor\s\d))", re.I
)
REPAIRS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("baris disambung", _join_lines),
    ("Undang-Undang", lambda t: re.sub(r"\bUndang\s*[-–]?\s*undang(?=[\s,;:.)]|$)", "Undang-Undang", t, flags=re.I)),
    ("nama menyatu", lambda t: re.sub(r"\b(peraturan|keputusan)\s*(pemerintah|presiden)", r"\1 \2", t, flags=re.I)),
    ("nomor dan tahun", lambda t: _NUMBERED.sub(_repair_number, t)),
    ("nomor pasal", lambda t: _ARTICLE.sub(_repair_article, t)),
    ("ayat", lambda t: re.sub(r"\bayat\s*[(l]\s*([lI2-9]|1[0-9]?)\s*[)l1](?![0-9A-Za-z])", _repair_ayat, t)),
    ("nama jenis", lambda t: _RULE_NAME.sub(_repair_rule_name, t)),
    (
        "darurat",
        lambda t: re.sub(
            r"Undang-Undang Nomor (\d+)\s*[/,]?\s*Drt\b\.?", r"Undang-Undang Darurat Nomor \1", t, flags=re.I
        ),
    ),
    (
        "pengganti undang-undang",
        lambda t: re.sub(
            r"Undang-Undang Nomor (\d+)\s*[/,]?\s*Prps?\b\.?",
            r"Peraturan Pemerintah Pengganti Undang-Undang Nomor \1",
            t,
            flags=re.I,
        ),
    ),
)


def _repair_ayat(match: re.Match[str]) -> str:
    return f"ayat ({_digits(match[1])})"


def month_number(word: str) -> int | None:
    """The month a noisy word names ("Agusfus" is 8), or None."""
    near = difflib.get_close_matches(word.lower(), MONTHS, n=1, cutoff=0.75)
    return MONTHS[near[0]] if near else None


def read_number(noisy: str) -> int | None:
    """The number that noisy digits stand for ("3 1" is 31, "2O2l" is 2021), or None."""
    digits = _digits(noisy.replace(" ", ""))
    return int(digits) if digits and len(digits) <= 4 else None
