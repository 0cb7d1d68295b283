"""Words for the embedded text only: hyphens of line ends joined, rows of tables told with their header.

What is quoted never passes through here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.clean import CleanText

HEADER_LENGTH = 60  # characters of a column's header that are said before each of its cells
_HYPHEN = re.compile(r"(?<![\w-])(\w+)-[ \t]*\n?[ \t]*(?<=[\s])(\w+)")
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words a document has, in small letters: those without a hyphen and those with one inside a line."""

    plain: frozenset[str]
    hyphened: frozenset[str]


def known_words(text: str) -> KnownWords:
    """The words of a text, those cut by a line's end left out."""
    words = {word.lower() for word in _WORD.findall(_HYPHEN.sub(" ", text))}
    return KnownWords(frozenset(w for w in words if "-" not in w), frozenset(w for w in words if "-" in w))


def join_hyphens(text: str, known: KnownWords) -> str:
    """``text`` with words that a hyphen cut at a line's end made whole: "keten-\\ntuan" is "ketentuan".

    "undang-\\nundang" keeps its hyphen, as doubled words do, and as what the document has with one elsewhere.
    """

    def joined(match: re.Match[str]) -> str:
        left, right = match[1], match[2]
        low, high = left.lower(), right.lower()
        if high in ("dan", "atau", "maupun"):
            return match[0]
        doubled = low.endswith(high) or any(low.endswith(high[:n]) for n in range(4, len(high)))
        whole, parted = low + high, f"{low}-{high}"
        if whole in known.plain and not doubled:
            return left + right
        apart = low in known.plain and high in known.plain
        if doubled or parted in known.hyphened or apart or not right[0].islower():
            return f"{left}-{right}"
        return left + right

    return _HYPHEN.sub(joined, text)


def table_header(clean: CleanText, start: int, end: int) -> dict[int, str]:
    """The header of a table from its own lines: column -> words; all under column -1 where its cells are not known."""
    header: dict[int, list[str]] = {}
    for placed in clean.lines_between(start, end) if end > start else ():
        column = placed.line.cell[2] if placed.line.cell else -1
        header.setdefault(column, []).append(placed.reading.strip())
    return {column: " ".join(words)[:HEADER_LENGTH] for column, words in header.items()}


def table_words(clean: CleanText, start: int, end: int, header: dict[int, str]) -> str:
    """The rows in ``text[start:end]``, each cell after its column's header: "Jabatan: Analis; Kelas: 7"."""
    cells: dict[tuple[int, int, int, int], list[str]] = {}
    loose: list[str] = []
    for placed in clean.lines_between(start, end) if end > start else ():
        if placed.line.cell:
            cells.setdefault((placed.page, *placed.line.cell), []).append(placed.reading.strip())
        else:
            loose.append(placed.reading.strip())
    told = [
        f"{header[column]}: {' '.join(words)}" if header.get(column) else " ".join(words)
        for (*_, column), words in cells.items()
    ]
    before = [header[-1] + ":"] if -1 in header else []
    return "; ".join([*told, " ".join([*before, *loose])] if loose else told)
