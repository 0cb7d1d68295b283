"""Numbers of bab, pasal, ayat and list marks in a draft: each one more than the last, none twice.

The marks are read from the beginnings of lines, since a tree of provisions leaves out what does not fit. A list begins
behind a colon; a mark of the same sort then counts on, whatever lists stand inside it.

Does not do: bagian and paragraf; numbers of amending texts, which quote another's articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
PREAMBLE = re.compile(r"\s*(?:Menimbang|Mengingat)\s*:?\s*", re.I)


@dataclass(slots=True)
class _List:
    style: str
    last: int


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
    last = {"bab": 0, "pasal": 0, "ayat": 0}
    lists: list[_List] = []
    wrapped = False  # whether the line before ends with a word that a number belongs to: "pada ayat", "huruf"
    opened = True  # whether the line before ends with a colon, so that a list may begin
    for at, line in _lines(draft.text.text, start, end):
        if wrapped and not (BAB.match(line) or PASAL.match(line)):
            wrapped = bool(WRAPS.search(line))
            continue
        lead = PREAMBLE.match(line)
        body = line[lead.end() :] if lead else line
        place = at + (lead.end() if lead else 0)
        sort = ""
        for name, pattern in (("bab", BAB), ("pasal", PASAL), ("ayat", AYAT)):
            if match := pattern.match(body):
                sort, value = name, _value(match["value"])
                again = bool(match.groupdict().get("letter"))
                expected = last[name] if again else last[name] + 1
                if value != expected:
                    trace = _complain(name, last[name], value, place, body)
                    yield name, trace
                last[name] = value
                lists = []
                if name in ("pasal", "bab"):
                    last["ayat"] = 0
                break
        inner = AYAT.sub("", body, count=1) if sort == "ayat" else body
        for style, pattern in MARKS.items() if sort in ("", "ayat") else ():
            match = pattern.match(inner)
            if match is None:
                continue
            value = _value(match["value"])
            known = next((ls for ls in reversed(lists) if ls.style == style), None)
            if known is None or (opened and value == 1):
                if known is None and not opened and not lists:
                    break  # a line that happens to begin like a mark
                if value != 1:
                    yield style, _complain(style, 0, value, place, body)
                lists.append(_List(style, value))
            else:
                del lists[lists.index(known) + 1 :]
                if value != known.last + 1:
                    yield style, _complain(style, known.last, value, place, body)
                known.last = value
            break
        wrapped = bool(WRAPS.search(body))
        opened = body.rstrip().endswith(":") or bool(lead and not body.strip())


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
