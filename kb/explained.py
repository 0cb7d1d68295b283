"""Which articles one explanation speaks of: "Pasal 26 sampai dengan Pasal 32 Cukup jelas" explains seven."""

from __future__ import annotations

import re

# What joins the articles, or the ayat, of a group.
RANGE = r"s\s?[/.]\s?d\.?|sampai(?:\s+dengan)?|hingga|[-–]"
GROUP = re.compile(
    rf"(?<![A-Za-z])Pasal\s+(?P<first>\d+[A-Z]?)\s*(?P<joint>{RANGE}|dan|,)\s*(?:Pasal\s+)?(?P<last>\d+[A-Z]?)"
    r"(?=[\s.,:]*(?:\n|Cukup|[A-Z][a-z]))",
    re.I,
)


def explained_articles(text: str) -> tuple[str, ...]:
    """Numbers of the articles that a unit of the penjelasan with this text speaks of; () where its head names one.

    >>> explained_articles("Pasal 5 sampai dengan Pasal 8\\nCukup jelas.")
    ('5', '6', '7', '8')
    """
    match = GROUP.match(text.strip())
    if not match:
        return ()
    first, last = match["first"], match["last"]
    if re.fullmatch(RANGE, match["joint"], re.I) and first.isdigit() and last.isdigit():
        return tuple(str(n) for n in range(int(first), int(last) + 1))
    return first, last
