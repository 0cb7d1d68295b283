"""What was read of a document and what was not, counted; and whether the gaps are small enough to search in it.

Fails closed: a document with a page whose content gave no text, or with too many articles missing, is quarantined
until a librarian accepts it by name. A few articles that the file itself lacks or shows unreadably are accepted, and
listed wherever they matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.clean import CleanText
from kb.types import Page, Provision

MISSING_LIMIT = 0.03  # share of the articles that may be missing
DROPPED_LIMIT = 0.25  # share of the characters that may be taken for heads, feet and catchwords; see docs/parsing.md


@dataclass(frozen=True, slots=True)
class Census:
    """Counts of one document: pages, pages recognised from pictures, pages whose content gave no text (number, why),
    articles found, numbers of articles missing between the first and the last, lines and characters dropped, and all
    characters printed.
    """

    pages: int
    scanned_pages: int
    troubles: tuple[tuple[int, str], ...]
    pasal_found: int
    pasal_missing: tuple[str, ...]
    dropped_lines: int
    dropped_characters: int
    characters: int


def take_census(pages: list[Page], clean: CleanText, provisions: list[Provision]) -> Census:
    """Count what was read of a document."""
    dropped = sum(len(line) for _, _, line in clean.dropped)
    return Census(
        pages=len(pages),
        scanned_pages=sum(page.scanned for page in pages),
        troubles=tuple((page.number, page.trouble) for page in pages if page.trouble),
        pasal_found=len(_articles(provisions)),
        pasal_missing=tuple(missing_articles(provisions)),
        dropped_lines=len(clean.dropped),
        dropped_characters=dropped,
        characters=dropped + sum(len(placed.line.text) for placed in clean.lines),
    )


def missing_articles(provisions: list[Provision]) -> list[str]:
    """Numbers skipped between the first and the last article of the act itself; not asked of articles it quotes.

    Articles right after the last one count too where the penjelasan explains them: the body has lost its end.
    """
    own = [p for p in _articles(provisions) if not p.parent]
    numbers = {int(m[1]) for p in own if (m := re.search(r"/pasal-(\d+)[a-z]*$", p.path))}
    last = max(numbers, default=0)
    framed = any(re.fullmatch(r"[^/]+/pasal-[ivx]+", p.path) for p in provisions)
    explained = {p.path.split("/penjelasan/pasal-")[-1] for p in provisions if "/penjelasan/pasal-" in p.path}
    while numbers and not framed and str(last + 1) in explained:
        last += 1
    return [str(n) for n in range(1, last + 1) if n not in numbers]


def _articles(provisions: list[Provision]) -> list[Provision]:
    """The articles of the body itself; not those of the penjelasan or of an annex."""
    return [p for p in provisions if p.kind == "pasal" and re.fullmatch(r"[^/]+/pasal-[^/]+", p.path)]


def quarantine_reason(census: Census) -> str:
    """Why the document must not be searched before a librarian has looked at it, in Indonesian; empty where it may."""
    reasons: list[str] = []
    by_cause: dict[str, list[int]] = {}
    for number, cause in census.troubles:
        by_cause.setdefault(cause, []).append(number)
    reasons += [f"halaman {_ranges(numbers)}: {cause}" for cause, numbers in by_cause.items()]
    missing = len(census.pasal_missing)
    if missing > MISSING_LIMIT * (census.pasal_found + missing):
        listed = ", ".join(census.pasal_missing)
        reasons.append(f"{missing} dari {census.pasal_found + missing} pasal tidak ditemukan (Pasal {listed})")
    if census.dropped_characters > DROPPED_LIMIT * census.characters:
        share = round(100 * census.dropped_characters / census.characters)
        reasons.append(f"{share}% huruf dianggap kepala atau kaki halaman")
    return "; ".join(reasons)


def _ranges(numbers: list[int]) -> str:
    """1, 2, 3 and 7 as "1-3, 7"."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
