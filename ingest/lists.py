"""Nested lists: ayat, huruf, angka, from their markers, at line starts or inside a line.

Of each style of marker (``ingest.list_marks``) the best rising chain is a list; the list that begins first is the
outermost, and each of its items is cut again by the styles that are left. A marker the chain lacks stays lost: no unit
is invented. Markers collected away from their texts ("(1) (2) (3)") count as evidence of the numbers they name, never
as units.

Does not do: the text that follows a list and belongs to its parent again (``ingest.tails``).
"""

from __future__ import annotations

import re

from ingest.list_marks import AYAT, STYLES, Mark, Style, find_marks
from ingest.units import Unit

LONGEST_LOSS = 2  # markers in a row that a chain may lack
ENOUGH = 2.6  # score of a list; a lone marker at a line's start has 3.5, one inside a line never enough
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
    marks = {style.name: find_marks(text, start, end, style) for style in STYLES}
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
