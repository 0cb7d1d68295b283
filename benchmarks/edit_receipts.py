"""Receipts of real answers: all valid when made, and no edit of one character passes.

    python -m benchmarks.edit_receipts --data DIR questions.tsv [--edits 10]

Makes the receipt of the answer to each question (column ``question``) with a key of its own, writes it as a file is
written, reads it back and verifies it; then changes random characters of the text, one at a time. Nothing is written.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import string
from collections import Counter
from pathlib import Path

from kb.answer import answer
from kb.receipt import Receipt, make_receipt, read_receipt, receipt_json
from kb.receipt_check import verify_receipt
from kb.search import Library, open_library
from kb.types import DocumentError

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
LETTERS = string.ascii_lowercase + string.digits + ' .,"'


def edit_once(text: str, chance: random.Random) -> str:
    at, letter = chance.randrange(len(text)), chance.choice(LETTERS)
    return text[:at] + letter + text[at + 1 :]


def judge_edit(library: Library, receipt: Receipt, edited: str) -> str:
    try:
        read = read_receipt(edited)
    except DocumentError:
        return "no receipt any more"
    if read == receipt:
        return "same content"  # a blank between fields, or the same letter
    return verify_receipt(library, read, KEY).verdict


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--edits", type=int, default=10, help="edits of each receipt")
    options = parser.parse_args()
    chance = random.Random(7)
    library = open_library(options.data)
    made, foreign, edits = Counter[str](), Counter[str](), Counter[str]()
    with options.questions.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            kept = make_receipt(library, answer(library, row["question"]), KEY)
            text = json.dumps(receipt_json(kept), ensure_ascii=False, indent=2)
            read = read_receipt(text)
            made[verify_receipt(library, read, KEY).verdict] += 1
            foreign[verify_receipt(library, read, OTHER_KEY).verdict] += 1
            edits.update(judge_edit(library, read, edit_once(text, chance)) for _ in range(options.edits))
    print(json.dumps({"made": made, "under another key": foreign, "edits": edits}, ensure_ascii=False))


if __name__ == "__main__":
    main()
