"""Rujukan beside the usual LangChain pipeline, on the same PDFs, questions and embedding model.

The usual pipeline is what most tutorials build: text per page by pypdf, RecursiveCharacterTextSplitter 1000/200,
Chroma with cosine distance. A chunk of it counts for the article under whose heading it begins and for every article
that begins inside it, in the order found; that is the kindest reading of chunks that know no articles.

    python -m benchmarks.usual_pipeline PDFDIR QUESTIONS --data DIR
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
import time
import uuid
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.embedding import DEFAULT_MODEL, Embedder, load_embedder
from kb.evaluate import Figures, Question, evaluate_ranking, load_questions

CHUNK, OVERLAP = 1000, 200
K = 20  # passages asked of each
CATALOGUE = Path(__file__).resolve().parents[1] / "corpus" / "catalogue.toml"
HEADING = re.compile(r"^[ \t]*Pasal[ \t]+(\d{1,3}[A-Z]?|[IVX]+)[ \t]*$", re.M)
SHOWN = ("ndcg_at_10", "mrr", "hit_at_1", "hit_at_5", "hit_at_10")


def run_usual(pdf_folder: Path, questions: Sequence[Question], embedder: Embedder, folder: Path) -> Figures:
    """Figures of the usual pipeline over the PDFs (named by regulation id) in ``pdf_folder``; Chroma in ``folder``."""
    rankings, cost = rank_usual(pdf_folder, questions, embedder, folder)
    return evaluate_ranking(rankings, questions) | cost


def rank_usual(
    pdf_folder: Path, questions: Sequence[Question], embedder: Embedder, folder: Path, k: int = K
) -> tuple[dict[str, list[str]], Figures]:
    """Rankings (question id -> articles) of the usual pipeline from ``k`` chunks, and what it cost."""
    from langchain_chroma import Chroma

    began = time.perf_counter()
    texts, metadatas = [], []
    for file in sorted(pdf_folder.glob("*.pdf")):
        for text, articles in cut(read_text(file), file.stem):
            texts.append(text)
            metadatas.append({"articles": ";".join(articles), "regulation": file.stem})
    store = Chroma(
        collection_name=f"usual-{uuid.uuid4().hex}",
        embedding_function=_adapter(embedder),
        persist_directory=str(folder),
        collection_metadata={"hnsw:space": "cosine"},
    )
    for start in range(0, len(texts), 1000):
        store.add_texts(texts[start : start + 1000], metadatas[start : start + 1000])
    built = time.perf_counter() - began
    rankings = {}
    began = time.perf_counter()
    for question in questions:
        found = store.similarity_search(question.question, k=k)
        rankings[question.id] = [a for chunk in found for a in chunk.metadata["articles"].split(";") if a]
    asked = time.perf_counter() - began
    return rankings, _cost(len(texts), built, asked, len(questions))


def read_text(file: Path) -> str:
    """The text of a PDF as pypdf gives it, pages joined by newlines."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def cut(text: str, regulation: str) -> list[tuple[str, list[str]]]:
    """Chunks of ``text``, each with the articles it counts for: the one it begins in, then those begun inside it.

    An elucidation repeats the headings, so its chunks count for the articles it elucidates.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    headings = [(m.start(), f"{regulation}/pasal-{m[1].lower()}") for m in HEADING.finditer(text)]
    starts = [start for start, _ in headings]
    chunks = []
    for document in splitter.create_documents([text]):
        start = document.metadata["start_index"]
        first = max(0, bisect_right(starts, start) - 1)
        last = bisect_right(starts, start + len(document.page_content) - 1)
        chunks.append((document.page_content, list(dict.fromkeys(a for _, a in headings[first:last]))))
    return chunks


def _adapter(embedder: Embedder) -> Any:
    from langchain_core.embeddings import Embeddings

    class Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in embedder.embed_passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            return list(map(float, embedder.embed_query(text)))

    return Adapter()


def run_rujukan(pdf_folder: Path, questions: Sequence[Question], embedder: Embedder, data: Path) -> Figures:
    """Figures of Rujukan over the same PDFs, its collection kept in ``data``."""
    from ingest.pipeline import ingest
    from kb.search import open_library, search

    began = time.perf_counter()
    reports = ingest([pdf_folder], data=data, embedder=embedder, catalogue=CATALOGUE, on_report=_say)
    built = time.perf_counter() - began
    library = open_library(data, embedder=embedder)
    began = time.perf_counter()
    rankings = {q.id: [p.chunk.path for p in search(library, q.question, K)] for q in questions}
    asked = time.perf_counter() - began
    chunks = len(library.rows)
    taken = sum(report["result"] in ("ingested", "unchanged") for report in reports)
    return evaluate_ranking(rankings, questions) | _cost(chunks, built, asked, len(questions)) | {"files": taken}


def _say(report: dict[str, Any]) -> None:
    print(f"{report['file']}: {report['result']} {report.get('error') or ''}".rstrip(), file=sys.stderr)


def _cost(chunks: int, built: float, asked: float, questions: int) -> Figures:
    per_question = round(1000 * asked / max(1, questions), 1)
    return {"chunks": chunks, "build_seconds": round(built, 1), "milliseconds_per_question": per_question}


def main() -> None:
    """Run both, print a table, then everything as one line of JSON."""
    parser = argparse.ArgumentParser(description="Rujukan beside the usual LangChain pipeline")
    parser.add_argument("pdf_folder", type=Path, help="PDFs named by regulation id: pp-94-2021.pdf")
    parser.add_argument("questions", type=Path, help="TSV with columns id, question, gold, style, topic")
    parser.add_argument("--data", type=Path, required=True, help="where the collection and the model are kept")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    arguments = parser.parse_args()
    questions = [q for q in load_questions(arguments.questions) if q.gold]
    arguments.data.mkdir(parents=True, exist_ok=True)
    embedder = load_embedder(arguments.model, arguments.data)
    folder = Path(tempfile.mkdtemp(prefix="usual-"))
    try:
        usual = run_usual(arguments.pdf_folder, questions, embedder, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    ours = run_rujukan(arguments.pdf_folder, questions, embedder, arguments.data)
    print(f"{'':26}{'usual':>20}{'rujukan':>20}")
    for name in SHOWN:
        print(f"{name:26}{_with_interval(usual, name):>20}{_with_interval(ours, name):>20}")
    for name in ("chunks", "build_seconds", "milliseconds_per_question"):
        print(f"{name:26}{usual[name]:>20}{ours[name]:>20}")
    print(json.dumps({"model": embedder.name, "usual": usual, "rujukan": ours}, ensure_ascii=False))


def _with_interval(figures: Figures, name: str) -> str:
    low, high = figures["intervals"][name]
    return f"{figures[name]:.3f} [{low:.2f}, {high:.2f}]"


if __name__ == "__main__":
    main()
