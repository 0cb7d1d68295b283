"""How far a repeal reaches, by the words that limit it: some parts of a regulation, or all of it on a condition.

    "hanya Pasal 12"; "ketentuan Pasal 5 sampai dengan Pasal 7"; "ketentuan mengenai masa kenaikan pangkat"   parts
    "sepanjang mengenai PNS"; "kecuali bagi guru"; no words at all                                            the whole

Does not do: tell which articles a matter named in words ("ketentuan mengenai ...") stands in.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kb.citation import find_citations

_CONDITION = re.compile(r"\s*(?:sepanjang|kecuali|selama|sejauh)\b", re.I)
_PART = re.compile(r"\s*(?:hanya\b|(?:semua\s+)?ketentuan\b|bab\s|bagian\s|lampiran\b|huruf\s)", re.I)


def repeals_part(note: str) -> bool:
    """Whether a repeal limited by ``note`` takes only some parts of a regulation and leaves the rest as it was."""
    if not note or _CONDITION.match(note):
        return False
    return bool(_PART.match(note)) or bool(_named_articles(note))


def names_article(note: str, article: str) -> bool:
    """Whether ``note`` names the article (path) or a part of it: "Pasal 3 sampai dengan Pasal 5" names Pasal 4."""
    below = article.partition("/")[2]
    return bool(below) and below in _named_articles(note)


@lru_cache(maxsize=4_096)
def _named_articles(note: str) -> frozenset[str]:
    """The articles that a text names, as paths without a regulation."""
    return frozenset(f.citation.article.partition("/")[2] for f in find_citations(note) if f.citation.value("pasal"))
