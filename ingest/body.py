"""The body of a regulation with articles: its headings, articles, and the frames and quotations of amending acts.

Articles lie flat beside the headings, in order; what stands above an article is in its ``headings``. Quoted articles
lie inside the instruction that quotes them (``pasal-i/angka-3``) and are called by their own number (``pasal-5``).

Does not do: bodies without articles (``ingest.points``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.articles import Candidate, best_chain, find_candidates, misplaced
from ingest.frames import (
    Announcement,
    find_announcements,
    find_frames,
    find_instructions,
    quoted_candidates,
)
from ingest.headings import RANK, Heading, find_headings
from ingest.lists import list_units
from ingest.units import Unit, roman_numeral

Mark = tuple[int, int, str, str]  # start and end of a heading, kind, number as in a path


@dataclass(slots=True)
class _Outline:
    """Headings that are open while marks are turned into units, and the paths already given."""

    used: set[tuple[str, ...]]
    open_headings: dict[str, tuple[str, str]] = field(default_factory=dict)  # kind -> (step, words)


def body_units(text: str, start: int, end: int) -> list[Unit]:
    """Headings and articles of the body, flat, in order; each runs to the next one."""
    frames = find_frames(text, start, end)
    announcements = find_announcements(text, start, end)
    quoted: list[Candidate] = []
    if frames:
        marks = [(c.start, c.end, "pasal", roman_numeral(c.number).lower()) for c in frames]
        opens = [start, *(f.end for f in frames)] if frames[0].number > 1 else [f.end for f in frames]
        stops = [f.start for f in frames if f.start > opens[0]] + [end]
        for low, stop in zip(opens, stops, strict=True):
            found = quoted_candidates(text, low, stop, announcements, framed=True)
            quoted += _fill(best_chain(found, gap=0.05), found, announcements)
    else:
        stops = [*(a.start for a in announcements[1:]), end]
        for announcement, stop in zip(announcements, stops, strict=False):
            found = quoted_candidates(text, announcement.end, stop, [announcement], framed=False)
            quoted += best_chain(found, gap=0.05)
        taken = {c.start for c in quoted}
        candidates = [c for c in find_candidates(text, start, end) if c.start not in taken]
        chain = best_chain(candidates)
        marks = [_article_mark(c) for c in [*chain, *misplaced(chain, candidates)]]
        marks += [_heading_mark(h) for h in find_headings(text, start, end) if not _inside(h.start, chain, quoted)]
        marks.sort()
    used: set[tuple[str, ...]] = {(f"pasal-{number}",) for _, _, kind, number in marks if kind == "pasal"}
    units: list[Unit] = []
    if not marks or marks[0][0] > start:
        units.append(Unit("teks", ("pembuka",), start, marks[0][0] if marks else end))
    given: set[tuple[str, ...]] = set()
    units += _units(text, marks, end, _Outline(given))
    heading_ends = {m[0]: m[1] for m in marks}
    used |= given
    quoted.sort(key=lambda c: c.start)
    for unit in units:
        if unit.kind not in ("pasal", "teks"):
            continue
        first = heading_ends.get(unit.start, unit.start)
        inside = [c for c in quoted if first <= c.start < unit.end]
        if unit.kind == "teks" and not inside:
            continue
        if inside or unit.steps[0][6:].isalpha():
            unit.children = _amendment_units(text, first, unit, inside, used)
        else:
            unit.children = list_units(text, first, unit.end, unit.steps)
    return units


def _fill(chain: list[Candidate], found: list[Candidate], announcements: list[Announcement]) -> list[Candidate]:
    """The chain and, between its members, announced articles that stand out of their order."""
    have = {(c.number, c.suffix) for c in chain}
    spans = [(c.start, c.end) for c in chain]
    extra: list[Candidate] = []
    for announcement in announcements:
        for item in found:
            near = 0 <= item.start - announcement.end <= 4
            free = all(item.end <= low or high <= item.start for low, high in spans)
            key = (item.number, item.suffix)
            if near and free and key in announcement.articles and key not in have:
                have.add(key)
                extra.append(item)
                break
    return sorted([*chain, *extra], key=lambda c: c.start)


def _amendment_units(
    text: str, start: int, frame: Unit, quoted: list[Candidate], used: set[tuple[str, ...]]
) -> list[Unit]:
    """Instructions of a frame, with the headings and articles they quote; those before the first lie in the frame."""
    end = frame.end
    instructions = find_instructions(text, start, end)
    marks = [_article_mark(c) for c in quoted] + [
        _heading_mark(h) for h in find_headings(text, start, end, quoted=True)
    ]
    marks = sorted(m for m in marks if not any(i.start <= m[0] < i.end for i in instructions))
    outline = _Outline(used)
    heading_ends = {m[0]: m[1] for m in marks}
    stops = [start, *(i.start for i in instructions), end]
    children: list[Unit] = []
    for n, (low, high) in enumerate(pairwise(stops)):
        outline.open_headings.clear()
        inner = _units(text, [m for m in marks if low <= m[0] < high], high, outline)
        for unit in inner:
            if unit.kind == "pasal":
                unit.children = list_units(text, heading_ends[unit.start], unit.end, unit.steps)
        if n == 0:
            children += inner
        else:
            number = instructions[n - 1].number
            children.append(Unit("angka", (*frame.steps, f"angka-{number}"), low, high, children=inner))
    return children


def _units(text: str, marks: list[Mark], end: int, outline: _Outline) -> list[Unit]:
    """A unit for each mark, to the next mark; a path already given makes no second unit: its words stay before."""
    units: list[Unit] = []
    headings = outline.open_headings
    for (offset, _, kind, number), stop in zip(marks, [*(m[0] for m in marks[1:]), end], strict=False):
        if kind == "pasal":
            steps: tuple[str, ...] = (f"pasal-{number}",)
            above = tuple(words for _, words in headings.values())
        else:
            for lower in [k for k in headings if RANK[k] >= RANK[kind]]:
                del headings[lower]
            steps = (*(step for step, _ in headings.values()), f"{kind}-{number}")
            headings[kind] = (steps[-1], " ".join(text[offset:stop].split())[:200])
            above = ()
        if steps in outline.used:
            if units:
                units[-1].end = stop
            continue
        outline.used.add(steps)
        units.append(Unit(kind, steps, offset, stop, above))
    return units


def _inside(at: int, chain: list[Candidate], quoted: Iterable[Candidate]) -> bool:
    """Whether a heading at ``at`` stands among an article's quotations: after a quoted one, before the next own."""
    own = max((c.start for c in chain if c.start <= at), default=-1)
    return any(own < c.start < at for c in quoted)


def _article_mark(item: Candidate) -> Mark:
    return item.start, item.end, "pasal", f"{item.number}{item.suffix.lower()}"


def _heading_mark(heading: Heading) -> Mark:
    return heading.start, heading.end, heading.kind, heading.number
