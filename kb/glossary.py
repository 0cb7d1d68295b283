"""Staff words and the law's words for them, from ``corpus/glossary.toml``: bolos -> tidak masuk kerja tanpa alasan.

Does not do: inflections beyond what the glossary lists; spelling mistakes.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

GLOSSARY = Path(__file__).resolve().parents[1] / "corpus" / "glossary.toml"


@cache
def load_glossary() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The glossary's entries as (pattern over whole words, meaning), in the order of the file."""
    rows = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))["entry"]
    entries = []
    for row in rows:
        words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(row["say"], key=len, reverse=True))
        entries.append((re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I), str(row["mean"])))
    return tuple(entries)


def expand_question(question: str) -> str:
    """The question with the law's words for its staff words put after it; unchanged where it has none."""
    meanings = [meaning for pattern, meaning in load_glossary() if pattern.search(question)]
    return " ".join([question, *dict.fromkeys(meanings)])
