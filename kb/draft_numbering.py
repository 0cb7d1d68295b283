"""Numbers of bab, pasal, ayat and list marks in a draft: each one more than the last, none twice.

The marks are read from the beginnings of lines, since a tree of provisions leaves out what does not fit. A list begins
behind a colon; a mark of the same sort then counts on, whatever lists stand inside it.

Does not do: bagian and paragraf; numbers of amending texts, which quote another's articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.check import amended_by
from kb.finding import Draft, Trace

BAB = re.compile(r"[\W_]*BAB\s+(?P<value>[IVXLC]+)[\W_]*$")
PASAL = re.compile(r"[\W_]*Pasal\s+(?P<value>\d{1,3})(?P<letter>[A-Z]{0,2})[\W_]*$")
AYAT = re.compile(r"\s*\((?P<value>\d{1,2})(?P<letter>[a-z]?)\)\s+(?=[A-Z“\"])")
# style of a list mark -> how it is written
MARKS = {
    "huruf": re.compile(r"\s*(?P<value>[a-z]{1,2})\.\s+\S"),
    "angka": re.compile(r"\s*(?P<value>\d{1,3})\.\s+\S"),
    "huruf berkurung": re.compile(r"\s*(?P<value>[a-z]{1,2})\)\s+\S"),
    "angka berkurung": re.compile(r"\s*(?P<value>\d{1,3})\)\s+\S"),
}
WRAPS = re.compile(r"\b(?:ayat|huruf|angka|pasal|nomor)\s*$|[^\s;,.:]\s+(?:dan|atau)\s*$", re.I)
LEVELS = {"bab": BAB, "pasal": PASAL, "ayat": AYAT}
PREAMBLE = re.compile(r"\s*(?:Menimbang|Mengingat)\s*:?\s*", re.I)


@dataclass(slots=True)
class _List:
    style: str
    last: int


@dataclass(slots=True)
class _Count:
    """What has been read so far: the last number of each level, the lists that are open, innermost last.

    ``opened`` says that the line before ends with a colon, so that a list may begin; ``wrapped`` that it ends with a
    word that a number belongs to ("pada ayat"), so that the next line begins with no mark.
    """

    last: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))
    lists: list[_List] = field(default_factory=list)
    opened: bool = True
    wrapped: bool = False


def find_number_traces(draft: Draft, what: str) -> Iterator[Trace]:
    """Numbers of one sort (``bab``, ``pasal``, ``ayat``, ``huruf``, ``angka``) that are left out or stand twice."""
    if amended_by(draft.text):
        return
    for sort, trace in _traces(draft):
        if sort.split()[0] == what:
            yield trace


def _traces(draft: Draft) -> Iterator[tuple[str, Trace]]:
    preamble = [u for u in draft.units.values() if u.path in (f"{draft.own}/menimbang", f"{draft.own}/mengingat")]
    for part in preamble:
        yield from _list_traces(draft, part.start, part.end)
    start, end = draft.body
    opening = min((u.start for u in draft.units.values() if u.kind == "bab" and u.end <= end), default=start)
    yield from _list_traces(draft, min(opening, start), end)


def _list_traces(draft: Draft, start: int, end: int) -> Iterator[tuple[str, Trace]]:
    count = _Count()
    for at, line in _lines(draft.text.text, start, end):
        if count.wrapped and not (BAB.match(line) or PASAL.match(line)):
            count.wrapped, count.opened = bool(WRAPS.search(line)), line.endswith(":")
            continue
        lead = PREAMBLE.match(line)
        body = line[lead.end() :] if lead else line
        place = at + (lead.end() if lead else 0)
        level, complaint = _read_heading(body, place, count)
        if complaint:
            yield level, complaint
        if level in ("", "ayat"):
            style, complaint = _read_mark(AYAT.sub("", body, count=1), count, body, place)
            if complaint:
                yield style, complaint
        count.wrapped = bool(WRAPS.search(body))
        count.opened = body.endswith(":") or bool(lead and not body.strip())


def _read_heading(line: str, at: int, count: _Count) -> tuple[str, Trace | None]:
    """The level of a line that begins a bab, pasal or ayat ("" for any other), and what is wrong with its number."""
    for level, pattern in LEVELS.items():
        if match := pattern.match(line):
            value, before = _value(match["value"]), count.last[level]
            inserted = bool(match.groupdict().get("letter"))  # Pasal 3A stands behind Pasal 3
            count.last[level] = value
            count.lists = []
            if level != "ayat":
                count.last["ayat"] = 0
            fits = value == before + (not inserted)
            return level, None if fits else _complain(level, before, value, at, line)
    return "", None


def _read_mark(words: str, count: _Count, line: str, at: int) -> tuple[str, Trace | None]:
    """The style of the list mark that ``words`` begin with ("" for none), and what is wrong with it."""
    for style, pattern in MARKS.items():
        match = pattern.match(words)
        if match is None:
            continue
        value = _value(match["value"])
        known = next((ls for ls in reversed(count.lists) if ls.style == style), None)
        if known and not (count.opened and value == 1):
            del count.lists[count.lists.index(known) + 1 :]
            before, known.last = known.last, value
            return style, None if value == before + 1 else _complain(style, before, value, at, line)
        if known or count.opened or count.lists:
            count.lists.append(_List(style, value))
            return style, None if value == 1 else _complain(style, 0, value, at, line)
        break  # a line that happens to begin like a mark
    return "", None


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            yield start, line.rstrip()
        start += len(line)


def _value(mark: str) -> int:
    """The place of a mark in its order: 3 for "3", "c" and "III", 27 for "aa"."""
    if mark.isdigit():
        return int(mark)
    if mark.isupper():
        values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[c] for c in mark]
        return sum(-v if n + 1 < len(values) and v < values[n + 1] else v for n, v in enumerate(values))
    return (ord(mark[0]) - 96) + 26 * (len(mark) - 1)


def _complain(sort: str, last: int, value: int, at: int, line: str) -> Trace:
    label, before = _shown(sort, value), _shown(sort, last)
    if value == last:
        message = f"{label} ditulis dua kali"
    elif not last:
        message = f"urutan dimulai dengan {label}"
    elif value < last:
        message = f"{label} berdiri sesudah {before}"
    else:
        message = f"sesudah {before} langsung {label}"
    lead = len(line) - len(line.lstrip())
    return Trace(at + lead, at + len(line), message)


def _shown(sort: str, value: int) -> str:
    kind = sort.split()[0]
    if kind == "bab":
        return f"bab ke-{value}"
    if kind == "pasal":
        return f"Pasal {value}"
    if kind == "ayat":
        return f"ayat ({value})"
    return f"{kind} {chr(96 + value) if kind == 'huruf' and 0 < value <= 26 else value}"
