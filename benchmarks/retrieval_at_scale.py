"""The same questions when the collection holds many more documents: texts of an archive as distractors.

    python -m benchmarks.retrieval_at_scale questions.tsv --data DIR [DIR ...] [--unanswerable unanswerable.tsv]
    python -m benchmarks.retrieval_at_scale questions.tsv --data DIR --archive ARCHIVE.tar.xz [--documents 430]

Prints figures and times of each collection already ingested. With an archive, DIR is copied to DIR-scale, texts drawn
by chance from the archive (names like pp-94-2021.md; none it has already) are added to the copy, and
it is judged too: most of that time is embedding, some 100 chunks a second on two cores, 51 chunks a text on average.
With unanswerable questions it is counted how many of each kind are refused for want of confidence; in the larger
collection many of them have an answer.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import shutil
import tarfile
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ingest.pipeline import ingest
from kb.confidence import THRESHOLD, confidence
from kb.evaluate import Question, distinct_articles, evaluate_ranking, is_replaced_first, load_questions, ndcg_at_10
from kb.search import Library, named_citations, open_library, search

NAMES = ("ndcg_at_10", "hit_at_1", "hit_at_5", "hit_at_10")


def draw_texts(archive: Path, count: int, seed: int, known: set[str], folder: Path) -> int:
    """Write ``count`` texts of the archive, drawn by chance, into ``folder``; how many there were to draw from."""
    with tarfile.open(archive) as tar:
        members = [m for m in tar.getmembers() if m.isfile() and Path(m.name).stem not in known]
        for member in random.Random(seed).sample(members, min(count, len(members))):
            data = tar.extractfile(member)
            assert data is not None
            (folder / Path(member.name).name).write_bytes(data.read())
    return len(members)


def judge(data: Path, questions: Sequence[Question]) -> dict[str, Any]:
    """Figures, by style too, and milliseconds a question (the clock's, and all cores' together)."""
    library = open_library(data)
    search(library, "pemanasan", 20)
    seconds, found = [], {}
    worked = time.process_time()
    for question in questions:
        began = time.perf_counter()
        found[question.id] = search(library, question.question, 20)
        seconds.append(time.perf_counter() - began)
    worked = time.process_time() - worked
    rankings = {i: [p.chunk.path for p in passages] for i, passages in found.items()}
    figures = evaluate_ranking(rankings, questions)
    milliseconds = {f"p{q}_ms": round(1000 * float(np.percentile(seconds, q)), 1) for q in (50, 95)}
    return {
        "documents": len(library.stored),
        "chunks": len(library.rows),
        **{name: figures[name] for name in NAMES},
        "replaced_first": sum(is_replaced_first(library, q.question, found[q.id]) for q in questions),
        **milliseconds,
        "cpu_ms": round(1000 * worked / len(questions), 1),
        "ndcg_at_10_by_style": mean_by_style(rankings, questions),
    }


def mean_by_style(rankings: dict[str, list[str]], questions: Sequence[Question]) -> dict[str, float]:
    """The mean nDCG@10 of each style of question."""
    scores: dict[str, list[float]] = {}
    for q in questions:
        scores.setdefault(q.style, []).append(ndcg_at_10(distinct_articles(rankings[q.id]), q.gold))
    return {style: round(float(np.mean(values)), 4) for style, values in sorted(scores.items())}


def count_refused(data: Path, answerable: Sequence[Question], unanswerable: Path) -> dict[str, float]:
    """The share of answerable questions, and of each kind of unanswerable ones, that confidence would refuse."""
    library = open_library(data)
    with unanswerable.open(encoding="utf-8", newline="") as lines:
        kind_of = {row["id"]: row["kind"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    refused: dict[str, list[bool]] = {}
    for kind, question in [
        *(("answerable", q.question) for q in answerable),
        *((kind_of[q.id], q.question) for q in load_questions(unanswerable)),
    ]:
        refused.setdefault(kind, []).append(is_doubted(library, question))
    return {kind: round(float(np.mean(values)), 4) for kind, values in refused.items()}


def is_doubted(library: Library, question: str) -> bool:
    """Whether confidence is below the shipped threshold; one that names an article is never doubted."""
    named = any(citation.steps for citation in named_citations(library, question))
    return not named and confidence(library, question, search(library, question)) < THRESHOLD


def main() -> None:
    """Judge every collection named, and the one made with the archive."""
    parser = argparse.ArgumentParser(description="retrieval with many more documents")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--unanswerable", type=Path)
    parser.add_argument("--documents", type=int, default=430)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    questions = [q for q in load_questions(options.questions) if q.gold]
    collections = list(options.data)
    if options.archive:
        collections.append(add_texts(options.data[0], options.archive, options.documents, options.seed))
    for data in collections:
        row = judge(data, questions)
        if options.unanswerable:
            row["refused"] = count_refused(data, questions, options.unanswerable)
        print(json.dumps(row), flush=True)


def add_texts(data: Path, archive: Path, documents: int, seed: int) -> Path:
    """The folder of a copy of the collection with texts of the archive added, made unless it is there."""
    larger = data.with_name(data.name + "-scale")
    if not larger.exists():
        shutil.copytree(data, larger)
        library = open_library(data)
        with tempfile.TemporaryDirectory() as folder:
            draw_texts(archive, documents, seed, set(library.stored), Path(folder))
            ingest([Path(folder)], data=larger, texts=True)
    return larger


if __name__ == "__main__":
    main()
