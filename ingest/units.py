"""The unit of a document while its tree is made: a range of the text, its path, and what lies in it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Unit:
    """``text[start:end]`` is of ``kind``; ``steps`` is its path below the regulation (``("pasal-1", "ayat-2")``).

    Sub-units lie inside their parent, in order, without overlap. A path need not begin with the parent's: an article
    that an amending act quotes lies inside ``pasal-i`` and is called ``pasal-12a``.
    """

    kind: str
    steps: tuple[str, ...]
    start: int
    end: int
    headings: tuple[str, ...] = ()
    children: list[Unit] = field(default_factory=list)


def roman_value(numeral: str) -> int:
    """The number a Roman numeral in capitals says: XIV is 14."""
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[c] for c in numeral]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


def roman_numeral(number: int) -> str:
    """The Roman numeral in capitals of a number below 400: 14 is XIV."""
    values = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    numeral = ""
    for value, letters in values:
        numeral += letters * (number // value)
        number %= value
    return numeral
