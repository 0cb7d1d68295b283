"""Lineage of articles found from the texts alone, beside a list made by reading.

    python -m benchmarks.lineage --data DIR

The disciplinary regulations PP 30/1980, PP 53/2010, PP 94/2021 are development data: the numbers in kb.lineage were
chosen on them. UU 43/1999, which amends UU 8/1974, is not: each article that it quotes came from the one of the same
number, as far as that existed. Only article numbers are kept here.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from pathlib import Path

from kb.lineage import trace_lineage
from kb.search import Library, open_library

# article -> its sources in the regulation just before (any one is right); those without a source are NEW
PP53_FROM_PP30: Mapping[int, tuple[int, ...]] = {
    **{1: (1,), 3: (2,), 4: (3,), 5: (5,), 6: (5,), 7: (6,), 8: (2,), 9: (2,), 10: (2,), 11: (3,), 12: (3,), 13: (3,)},
    **{15: (7,), 16: (7,), 17: (7,), 18: (7,), 20: (7,), 24: (9,), 26: (10,), 29: (12,), 30: (13,), 31: (14,)},
    **{33: (17,), 35: (15,), 36: (19,), 37: (21,), 38: (23,), 40: (26,), 41: (24,), 43: (22,), 44: (22,), 45: (22,)},
    **{46: (22,), 48: (30,), 49: (29,), 50: (31,), 51: (32,)},
}
PP53_NEW = (14, 19, 22, 23, 25, 27, 28, 32, 42, 47)
PP94_FROM_PP53: Mapping[int, tuple[int, ...]] = {
    **{1: (1,), 3: (3,), 4: (3,), 5: (4,), 7: (5,), 8: (7,), 9: (8,), 10: (9,), 11: (10,), 12: (11,), 13: (12,)},
    **{14: (13,), 15: (14,), 17: (15,), 18: (16, 18, 20), 19: (17,), 24: (21,), 25: (22,), 26: (23,), 27: (24,)},
    **{29: (25,), 30: (26,), 31: (27,), 32: (28,), 33: (29,), 35: (30,), 37: (31,), 40: (48,), 42: (48,), 43: (2,)},
    **{44: (49,), 45: (50,), 46: (51,)},
}
PP94_NEW = (28, 34, 36, 41)


def found_sources(library: Library, *regulations: str) -> dict[str, str]:
    """Article (path) -> its source (path), as kb.lineage says."""
    families = trace_lineage(library, regulations).families
    return {member.wording.path: member.source for family in families for member in family if member.source}


def judge(
    found: Mapping[str, str], newer: str, older: str, truth: Mapping[int, tuple[int, ...]], new: tuple[int, ...]
) -> str:
    """How many sources are right, and how many articles without a source got one."""
    right = sum(
        found.get(f"{newer}/pasal-{article}") in [f"{older}/pasal-{n}" for n in sources]
        for article, sources in truth.items()
    )
    false = sum(f"{newer}/pasal-{article}" in found for article in new)
    return f"{newer} from {older}: {right} of {len(truth)} sources right, {false} of {len(new)} new articles given one"


def judge_amendment(library: Library, newer: str, older: str) -> str:
    """The same for an amending act, whose articles keep the numbers of those they replace."""
    found = found_sources(library, older, newer)
    articles = {i: {p.path for p in library.store.provisions(i) if p.kind == "pasal"} for i in (newer, older)}
    numbers = [p.split("/")[1] for p in sorted(articles[newer]) if re.fullmatch(rf"{newer}/pasal-\d+[a-z]*", p)]
    kept = [n for n in numbers if f"{older}/{n}" in articles[older]]
    right = sum(found.get(f"{newer}/{n}") == f"{older}/{n}" for n in kept)
    wrong = sum(found.get(f"{newer}/{n}", f"{older}/{n}") != f"{older}/{n}" for n in kept)
    return f"{newer} from {older}: {right} of {len(kept)} articles from the same number, {wrong} from another"


def main() -> None:
    parser = argparse.ArgumentParser(description="lineage of articles beside a list made by reading")
    parser.add_argument("--data", type=Path, required=True)
    library = open_library(parser.parse_args().data)
    discipline = found_sources(library, "pp-30-1980", "pp-53-2010", "pp-94-2021")
    print("development:", judge(discipline, "pp-53-2010", "pp-30-1980", PP53_FROM_PP30, PP53_NEW))
    print("development:", judge(discipline, "pp-94-2021", "pp-53-2010", PP94_FROM_PP53, PP94_NEW))
    print("not fitted: ", judge_amendment(library, "uu-43-1999", "uu-8-1974"))
    for chain in (("pp-30-1980", "pp-53-2010", "pp-94-2021"), ("uu-8-1974", "uu-43-1999", "uu-5-2014")):
        families = trace_lineage(library, chain).families
        whole = sum({m.wording.regulation for m in family} == set(chain) for family in families)
        print(f"{' -> '.join(chain)}: {len(families)} families, {whole} in all three")


if __name__ == "__main__":
    main()
