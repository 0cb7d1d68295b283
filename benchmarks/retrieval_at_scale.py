"""The same questions when the collection holds many more documents: texts of an archive as distractors.

    python -m benchmarks.retrieval_at_scale questions.tsv ARCHIVE.tar.xz --data DIR [--documents 430] [--seed 7]

DIR holds a collection already ingested; it is copied to DIR-scale, and texts drawn by chance from the archive (names
like pp-94-2021.md; none of a regulation the collection has) are added to the copy. Prints figures and times for both.
Most of the time is embedding: some 100 chunks a second on two cores, 51 chunks a text on the average.
"""

from __future__ import annotations

import argparse
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
from kb.evaluate import Question, evaluate_ranking, load_questions
from kb.search import open_library, search

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
    library = open_library(data)
    search(library, "pemanasan", 20)
    seconds, rankings = [], {}
    for question in questions:
        began = time.perf_counter()
        rankings[question.id] = [p.chunk.path for p in search(library, question.question, 20)]
        seconds.append(time.perf_counter() - began)
    found = evaluate_ranking(rankings, questions)
    milliseconds = {f"p{q}_ms": round(1000 * float(np.percentile(seconds, q)), 1) for q in (50, 95)}
    sizes = {"documents": len(library.stored), "chunks": len(library.rows)}
    return {**sizes, **{name: found[name] for name in NAMES}, **milliseconds}


def main() -> None:
    parser = argparse.ArgumentParser(description="retrieval with many more documents")
    parser.add_argument("questions", type=Path)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=430)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    questions = [q for q in load_questions(options.questions) if q.gold]
    print(json.dumps(judge(options.data, questions)), flush=True)
    larger = options.data.with_name(options.data.name + "-scale")
    if not larger.exists():
        shutil.copytree(options.data, larger)
        library = open_library(options.data)
        with tempfile.TemporaryDirectory() as folder:
            draw_texts(options.archive, options.documents, options.seed, set(library.stored), Path(folder))
            ingest([Path(folder)], data=larger, texts=True)
    print(json.dumps(judge(larger, questions)))


if __name__ == "__main__":
    main()
