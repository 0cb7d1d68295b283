"""Nested lists: ayat, huruf, angka, from their markers, at line starts or inside a line.

Every marker that may be one is a candidate, with what speaks for it (a line's start, the end of a sentence before it)
and against it (a reference before it, a doubtful digit). Of each style of marker the best rising chain is a list; the
list that begins first is the outermost, and each of its items is cut again by the styles that are left. A marker the
chain lacks stays lost: no unit is invented. Markers collected away from their texts ("(1) (2) (3)") count as evidence
of the numbers they name, never as units.

Does not do: the text that follows a list and belongs to its parent again: it stays with the last item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ingest.units import Unit, roman_value

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
LONGEST_LOSS = 2  # markers in a row that a chain may lack
ENOUGH = 2.6  # score of a list; a lone marker at a line's start has 3.5, one inside a line never enough


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
_AMENDING = re.compile(r"pasal-[ivx]+")  # its "(1)" are ayat of articles quoted in the points it lists


def list_units(
    text: str,
    start: int,
    end: int,
    steps: tuple[str, ...],
    kinds: tuple[str, ...] = ("ayat", "huruf", "angka", "romawi"),
) -> list[Unit]:
    """Units of the nested lists in ``text[start:end]``, of the ``kinds`` wanted; paths begin with ``steps``.

    ``text[start:end]`` is the text of one article, without its heading. "(1)" is an ayat in an article, and an angka
    below a huruf or angka.
    """
    marks = {style.name: _find_marks(text, start, end, style) for style in STYLES}
    return _cut(text, start, end, steps, marks, kinds)


def _cut(
    text: str,
    start: int,
    end: int,
    steps: tuple[str, ...],
    marks: dict[str, list[Mark]],
    kinds: tuple[str, ...],
) -> list[Unit]:
    """The outermost list between ``start`` and ``end`` and, with the styles it leaves, what lies in its items."""
    within = {name: [m for m in found if start <= m.start < end] for name, found in marks.items()}
    within = {name: found for name, found in within.items() if found}
    chains = {style: best_list(within[style.name]) for style in STYLES if style.name in within}
    chains = {s: c for s, c in chains.items() if c and (s.kind in kinds or (s is AYAT and "angka" in kinds))}
    if not chains:
        return []
    outer = min(chains, key=lambda style: (chains[style][0].start, -len(chains[style])))
    ayat = AYAT in chains and _is_level_of_ayat(steps, kinds) and not _encloses(chains, outer, within)
    if ayat:
        outer = AYAT
    chain = chains[outer]
    below = {name: found for name, found in within.items() if name != outer.name}
    before = tuple(kind for kind in kinds if kind != "ayat")
    units = _cut(text, start, chain[0].start, steps, below, before) if ayat else []
    kind = _kind(
        outer, text[start : chain[0].start], text[chain[0].start : chain[1].start if chain[1:] else end], steps, kinds
    )
    for mark, stop in zip(chain, [*(m.start for m in chain[1:]), end], strict=True):
        path = (*steps, f"{kind}-{mark.value}")
        units.append(Unit(kind, path, mark.start, stop, children=_cut(text, mark.end, stop, path, below, kinds)))
    return units


def _kind(outer: Style, lead: str, first: str, steps: tuple[str, ...], kinds: tuple[str, ...]) -> str:
    """What the items of a list are called, from its style, the words before it, its first item and where it lies."""
    at_ayat = _is_level_of_ayat(steps, kinds)
    if outer is AYAT:
        return "ayat" if at_ayat or _AMENDING.fullmatch(steps[0]) else "angka"
    if at_ayat and outer.name in ("1.", "1)") and not re.search(r"\w", lead) and first.rstrip().endswith("."):
        return "ayat"  # old laws number their ayat so; a list of angka has words before it
    return outer.kind


def _is_level_of_ayat(steps: tuple[str, ...], kinds: tuple[str, ...]) -> bool:
    if _AMENDING.fullmatch(steps[0]):
        return False
    return "ayat" in kinds and not any(step.startswith(("ayat-", "huruf-", "angka-")) for step in steps)


def _encloses(chains: dict[Style, list[Mark]], outer: Style, within: dict[str, list[Mark]]) -> bool:
    """Whether "(1) (2)" begins anew in several items of the list ``outer``, so that it lies below that list."""
    if outer is AYAT or chains[outer][-1].start < chains[AYAT][0].start:
        return False
    return sum(m.number == 1 and m.score > 0 for m in within[AYAT.name]) > 1


def best_list(marks: list[Mark], loss: int = LONGEST_LOSS, cost: float = 2.0, enough: float = ENOUGH) -> list[Mark]:
    """The rising chain of highest score among marks of one style, or [] where it has less than ``enough``.

    The next number earns, each number passed over (up to ``loss`` in a row) costs ``cost``. Marks collected away from
    their texts may bridge a loss but are not part of what is returned.
    """
    best: list[tuple[float, int]] = []  # for each mark: score of the best chain that ends there, the mark before it
    ends: dict[int, list[int]] = {}  # number -> marks of that number seen
    for n, mark in enumerate(marks):
        score, link = 1.5 - 0.75 * cost * (mark.number - 1), -1
        for step in range(min(loss + 2, mark.number + 1)):
            for earlier in ends.get(mark.number - step, []):
                if marks[earlier].end > mark.start or (step == 0 and marks[earlier].suffix >= mark.suffix):
                    continue
                gain = 1.0 if step == 0 else 1.5 - cost * (step - 1)
                if best[earlier][0] + gain >= score:
                    score, link = best[earlier][0] + gain, earlier
        best.append((score + mark.score, link))
        leaders = ends.setdefault(mark.number, [])
        leaders[:] = [m for m in leaders if marks[m].suffix != mark.suffix or best[m][0] > best[n][0]][-2:] + [n]
    if not best:
        return []
    n = max(range(len(best)), key=lambda i: best[i][0])
    total, chain = best[n][0], []
    while n >= 0:
        chain.append(marks[n])
        n = best[n][1]
    chain = [mark for mark in chain[::-1] if not mark.collected]
    lone = len(chain) == 1 and not chain[0].opens_line
    return [] if total < enough or lone else chain


def _find_marks(text: str, start: int, end: int, style: Style) -> list[Mark]:
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
    dotted_item = opens_line and style.name in ("a.", "1.") and re.match(r"\s*[a-z]{2}", after)
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
