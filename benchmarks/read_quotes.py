"""Are the quotes of answers on the pages they cite? Asked of another reader of the PDFs than the one they came from.

    python -m benchmarks.read_quotes DATA QUESTIONS.tsv PDF_FOLDER [--printed FOLDER]

Every question of the file is asked of the collection in DATA; every quote of every answer is looked for in the text
that pypdf reads on the page cited (blanks and hyphens aside, Unicode compatibility forms folded). The collection reads
pages with pdfium and, where they are pictures, with Tesseract. On a page that is a picture without a text layer pypdf
sees no text at all: such quotes are counted apart (``picture``), and looked for in the page as the collection keeps it,
which shows only that nothing was changed after recognition. A page whose poor text layer the collection set aside for a
recognition of its own is compared with that poor layer, and may differ from it (``recognised``).

With ``--printed`` these two kinds are looked for in the file that the pictures were made of (same name without "-ocr"
or "-pindai", same pages) instead: what is missed then are errors of recognition.

Prints one JSON object: quotes, shares, the ones not found, and the time that answers take beyond their search.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from kb.answer import answer
from kb.evaluate import load_questions
from kb.quote import is_on_page
from kb.search import Library, open_library, search
from kb.types import Passage

SHOWN = 40  # quotes not found that are listed


@cache
def _reader(path: Path) -> PdfReader:
    return PdfReader(path)


@cache
def read_page(path: Path, number: int) -> str:
    """The text that pypdf reads on page ``number`` (from 1) of a PDF."""
    return unicodedata.normalize("NFKC", _reader(path).pages[number - 1].extract_text())


def judge_quote(library: Library, folder: Path, passage: Passage, made_of: Path | None) -> tuple[str, bool]:
    """By whom a quote can be judged (``pypdf``, ``recognised``, ``picture``), and whether the quote is on its page."""
    regulation, number = passage.chunk.regulation, passage.chunk.pages[0]
    source, kept = library.store.source(regulation), library.store.page(regulation, number)
    quote = unicodedata.normalize("NFKC", passage.quote)
    printed = read_page(folder / source.name, number) if source else ""
    kind = "picture" if not printed.strip() else "recognised" if kept and kept.scanned else "pypdf"
    if kind != "pypdf" and made_of and source:
        printed = read_page(made_of / re.sub(r"-(?:ocr|pindai)(?=\.pdf$)", "", source.name), number)
    elif kind == "picture" and kept:
        printed = unicodedata.normalize("NFKC", kept.text)
    return kind, is_on_page(quote, printed)


def measure(library: Library, questions: Iterable[str], folder: Path, made_of: Path | None = None) -> dict[str, Any]:
    """The figures of all answers to ``questions``; times in milliseconds, a search measured alone first."""
    judged: list[tuple[str, bool, Passage]] = []
    beyond: list[float] = []
    lengths: list[int] = []
    for question in questions:
        library.scored.clear()
        began = time.perf_counter()
        search(library, question)
        searched = time.perf_counter()
        library.scored.clear()
        again = time.perf_counter()
        result = answer(library, question)
        beyond.append(1000 * ((time.perf_counter() - again) - (searched - began)))
        if result.found:
            lengths.append(len("\n".join([result.text, *(p.quote for p in result.passages)])))
        judged += [(*judge_quote(library, folder, passage, made_of), passage) for passage in result.passages]
    readers = sorted({reader for reader, *_ in judged})
    missed = [
        {"path": p.chunk.path, "page": p.chunk.pages[0], "reader": reader, "quote": p.quote[:120]}
        for reader, good, p in judged
        if not good
    ]
    return {
        "answers": len(lengths),
        "quotes": len(judged),
        "found": {
            reader: [sum(good for r, good, _ in judged if r == reader), sum(r == reader for r, *_ in judged)]
            for reader in readers
        },
        "fidelity": _share([good for _, good, _ in judged]),
        "fidelity_of_verbatim": _share([good for _, good, p in judged if p.chunk.verbatim]),
        "characters": {"median": statistics.median(lengths), "most": max(lengths)} if lengths else None,
        "beyond_search_ms": {
            "median": round(statistics.median(beyond), 1),
            "p95": round(sorted(beyond)[int(0.95 * (len(beyond) - 1))], 1),
        },
        "missed": missed[:SHOWN],
    }


def _share(outcomes: list[bool]) -> float | None:
    return round(sum(outcomes) / len(outcomes), 4) if outcomes else None


def main() -> None:
    """Read the arguments, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("pdfs", type=Path)
    parser.add_argument("--printed", type=Path, help="folder of the files that page pictures were made of")
    options = parser.parse_args()
    library = open_library(options.data)
    assert library.embedder  # loaded before the clock runs
    asked = [question.question for question in load_questions(options.questions)]
    print(json.dumps(measure(library, asked, options.pdfs, options.printed), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
