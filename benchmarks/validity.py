"""Questions about what regulations are worth, and on matters where a repealed rule or another group's lies near.

    python -m benchmarks.validity DATA [QUESTIONS.tsv] [--half dev|held|fresh] [--show]

QUESTIONS (default ``validity_questions.tsv`` beside this file): ``found`` (yes, no), ``first`` the path that the first
passage begins with, ``says`` a regular expression over the answer; empty fields are not checked. ``half`` tells the
questions that rules were written with (dev) from those set aside (held) and those written and asked when all was done
(fresh). Prints one JSON object.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from pathlib import Path

from kb.answer import answer
from kb.search import Library, open_library
from kb.types import Answer

QUESTIONS = Path(__file__).with_name("validity_questions.tsv")


def find_faults(row: dict[str, str], given: Answer) -> list[str]:
    """Which of the fields of a question the answer does not meet."""
    first = given.passages[0].chunk.path if given.passages else ""
    faults = []
    if row["found"] != ("yes" if given.found else "no"):
        faults.append("found")
    if not first.startswith(row["first"]):
        faults.append("first")
    if not re.search(row["says"], given.text, re.I | re.S):
        faults.append("says")
    return faults


def main() -> None:
    """Ask every question and print how many are answered as expected, by half."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("questions", type=Path, nargs="?", default=QUESTIONS)
    parser.add_argument("--half", default="")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    library: Library = open_library(args.data)
    met: dict[str, int] = {}
    asked: dict[str, int] = {}
    missed = {}
    with args.questions.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if args.half and row["half"] != args.half:
                continue
            given = answer(library, row["question"])
            faults = find_faults(row, given)
            asked[row["half"]] = asked.get(row["half"], 0) + 1
            met[row["half"]] = met.get(row["half"], 0) + (not faults)
            if faults:
                missed[row["id"]] = faults
            if args.show:
                first = [p.chunk.path for p in given.passages]
                print(f"{row['id']} {row['question']}\n   {faults} {first}\n   {given.text}\n   {given.warnings}\n")
    print(json.dumps({"asked": asked, "met": met, "missed": missed}))


if __name__ == "__main__":
    main()
