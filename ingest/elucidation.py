"""The penjelasan of a regulation: its general part, and what it says of each article, ayat, huruf and angka."""

from __future__ import annotations

import re

from ingest.articles import best_chain, find_candidates
from ingest.units import Unit

ELUCIDATED = re.compile(r"^(Ayat|Huruf|Angka)\s+\(?(\w{1,3})\)?\s*\.?\s*$", re.M)


def elucidation_unit(text: str, start: int, end: int) -> Unit:
    """The penjelasan: its head, the general part, and a unit for each article explained."""
    root = Unit("penjelasan", ("penjelasan",), start, end)
    general = re.search(r"^\s*(?:I\s*\.?\s*)?UMUM\b", text[start:end], re.M)
    by_article = re.search(r"^.{0,6}PASAL\s+DEMI\s+PASAL", text[start:end], re.M)
    if general and by_article and general.start() >= by_article.start():
        general = None
    articles_from = start + (by_article.end() if by_article else general.end() if general else 0)
    chain = best_chain(list(find_candidates(text, articles_from, end)), gap=0.6)
    chain_start = chain[0].start if chain else end
    if general:
        general_end = start + by_article.start() if by_article else chain_start
        root.children.append(Unit("umum", ("penjelasan", "umum"), start + general.start(), general_end))
    if by_article:
        root.children.append(
            Unit(
                "pasal-demi-pasal",
                ("penjelasan", "pasal-demi-pasal"),
                start + by_article.start(),
                chain_start,
            )
        )
    stops = [*(c.start for c in chain), end][1:]
    for item, stop in zip(chain, stops, strict=True):
        steps = ("penjelasan", f"pasal-{item.number}{item.suffix.lower()}")
        unit = Unit("pasal", steps, item.start, stop)
        unit.children = _elucidated_units(text, item.end, stop, steps)
        root.children.append(unit)
    return root


def _elucidated_units(text: str, start: int, end: int, steps: tuple[str, ...]) -> list[Unit]:
    top: list[Unit] = []
    stack: list[tuple[int, Unit]] = []
    seen: set[tuple[str, ...]] = set()
    for match in ELUCIDATED.finditer(text, start, end):
        kind, value = match[1].lower(), match[2].lower()
        level = ("ayat", "huruf", "angka").index(kind)
        keep = [entry for entry in stack if entry[0] < level]
        path = (*(keep[-1][1].steps if keep else steps), f"{kind}-{value}")
        if path in seen or not re.fullmatch(r"\d{1,2}[a-z]?|[a-z]{1,2}", value):
            continue
        seen.add(path)
        for _, closed in stack[len(keep) :]:
            closed.end = match.start()
        stack = keep
        unit = Unit(kind, path, match.start(), end)
        (stack[-1][1].children if stack else top).append(unit)
        stack.append((level, unit))
    return top
