"""Nested lists: ayat, huruf, angka, at line starts, from their markers.

Does not do: lists whose markers were collected away from their texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.units import Unit

# List markers from the outermost style; a label names huruf and angka whatever the bracket.
MARKERS = (
    ("ayat", "(", re.compile(r"\((\d{1,2}[a-z]?)\)(?=\s)")),
    ("huruf", ".", re.compile(r"([a-z])\.(?=\s)")),
    ("angka", ".", re.compile(r"(\d{1,3})\.(?=\s)")),
    ("angka", ")", re.compile(r"(\d{1,2})\)(?=\s)")),
    ("huruf", ")", re.compile(r"([a-z])\)(?=\s)")),
)
WRAPPED_REFERENCE = re.compile(
    r"(?:\b(?:ayat|huruf|angka|butir|nomor)|\b(?:ayat|huruf|angka)\b[^.;:]{0,40}(?:\b(?:dan|atau|dengan|dan/atau)|,))\s*$",
    re.I,
)


def list_units(
    text: str,
    start: int,
    end: int,
    steps: tuple[str, ...],
    kinds: tuple[str, ...] = ("ayat", "huruf", "angka"),
) -> list[Unit]:
    """Units of the nested lists in ``text[start:end]``: a marker continues the innermost list it fits, or opens one."""
    top: list[Unit] = []
    # open lists from outside in: (kind, bracket, last value, unit)
    stack: list[tuple[str, str, str, Unit]] = []
    seen: set[tuple[str, ...]] = set()
    for offset, kind, bracket, value in _markers(text, start, end, kinds):
        depth = next(
            (
                d
                for d in range(len(stack) - 1, -1, -1)
                if stack[d][:2] == (kind, bracket) and _follows(stack[d][2], value)
            ),
            -1,
        )
        if depth < 0:
            first = value in ("1", "a")
            if not first or any(open_list[:2] == (kind, bracket) for open_list in stack) or (kind == "ayat" and stack):
                continue
        else:
            for *_, closed in stack[depth:]:
                closed.end = offset
            del stack[depth:]
        parent = stack[-1][3] if stack else None
        path = (*(parent.steps if parent else steps), f"{kind}-{value}")
        if path in seen:
            continue
        seen.add(path)
        unit = Unit(kind, path, offset, end)
        (parent.children if parent else top).append(unit)
        stack.append((kind, bracket, value, unit))
    return top


def _markers(text: str, start: int, end: int, kinds: tuple[str, ...]) -> Iterator[tuple[int, str, str, str]]:
    """List markers at line starts that are not a reference wrapped from the line before."""
    line = start
    while line < end:
        stop = text.find("\n", line, end)
        stop = end if stop < 0 else stop
        offset = line + len(text[line:stop]) - len(text[line:stop].lstrip())
        opening = re.match(r"(?:Menimbang|Mengingat)\s*:\s*", text[offset:stop])
        offset += opening.end() if opening else 0
        for kind, bracket, pattern in MARKERS:
            match = pattern.match(text, offset, stop)
            if match and kind in kinds and not WRAPPED_REFERENCE.search(text[max(start, line - 60) : line]):
                yield offset, kind, bracket, match[1]
                break
        line = stop + 1


def _follows(last: str, value: str) -> bool:
    """Whether ``value`` comes next after ``last``: 3 after 2, c after b, 2a after 2; one lost marker is allowed."""
    if last.isdigit() and value.isdigit():
        return 1 <= int(value) - int(last) <= 2
    if len(last) == len(value) == 1 and last.isalpha() and value.isalpha():
        return 1 <= ord(value) - ord(last) <= 2
    return value.rstrip("abcdefghij") == last.rstrip("abcdefghij") and value > last
