"""Rujukan beside the usual LangChain + Chroma pipeline in one run: building, starting, asking, memory, disk.

    python -m benchmarks.compare_usual PDFDIR QUESTIONS.tsv --data DIR --source DATA [--files 6] [--sizes 1000 10000]

Both get the same PDFs, the same questions and the same model: the usual one through HuggingFaceEmbeddings, as its
tutorials have it (pypdf, 1,000 characters, overlap 200, cosine); Rujukan through `rujukan ingest` and `kb.search`. Each
step is a process of its own, the two by turns, so that what else the machine does hits both. Seconds are wall seconds;
`cpu` is processor time of the process and its children, which other work changes little.

For the sizes, chunks with their vectors are taken from SOURCE, a collection already embedded, into a collection and
into a Chroma store of the usual kind, both kept in DIR and used again by the next run: no embedding is measured there.
The limits of the machine are measured in the same run: bytes a second of memory, multiplications a second of the cores.

Prints one JSON object; `python -m benchmarks.plot_comparison FILE.json DOCS` draws it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.usual_pipeline import CATALOGUE, cut, read_text
from kb.embedding import DEFAULT_MODEL, load_embedder

K = 10
KIND = "uu"  # what the filtered questions are limited to
FLOPS_A_TOKEN = 12 * 2 * (4 * 384 * 384 + 2 * 384 * 1536)  # matrices of 12 layers, 384 wide, 1,536 inside
TOKENS_A_CHUNK = 117  # on the average, docs/speed.md


# --- building ---


def build_usual(options: dict[str, Any]) -> dict[str, Any]:
    store = open_usual(Path(options["folder"]), Path(options["model"]))
    texts, metadatas, pages = [], [], 0
    for file in map(Path, options["files"]):
        text = read_text(file)
        for words, _ in cut(text, file.stem):
            texts.append(words)
            metadatas.append({"regulation": file.stem, "kind": file.stem.partition("-")[0]})
        pages += count_pages(file)
    began = time.perf_counter()
    for start in range(0, len(texts), 1000):
        store.add_texts(texts[start : start + 1000], metadatas[start : start + 1000])
    return {"pages": pages, "chunks": len(texts), "indexing_seconds": time.perf_counter() - began}


def build_rujukan(options: dict[str, Any]) -> dict[str, Any]:
    from ingest.pipeline import ingest
    from kb.store import open_store

    files = [Path(file) for file in options["files"]]
    ingest(files, data=Path(options["folder"]), catalogue=CATALOGUE)
    with open_store(Path(options["folder"])) as store:
        return {"pages": sum(map(count_pages, files)), "chunks": store.counts()["chunks"]}


def count_pages(file: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(file).pages)


def open_usual(folder: Path, model: Path) -> Any:
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings

    return Chroma(
        collection_name="usual",
        embedding_function=HuggingFaceEmbeddings(
            model_name=str(model),
            encode_kwargs={"normalize_embeddings": True, "prompt": "passage: "},
            query_encode_kwargs={"normalize_embeddings": True, "prompt": "query: "},
        ),
        persist_directory=str(folder),
        collection_metadata={"hnsw:space": "cosine"},
    )


# --- asking ---


def ask_usual_once(options: dict[str, Any]) -> dict[str, Any]:
    store = open_usual(Path(options["folder"]), Path(options["model"]))
    return {"found": len(store.similarity_search(options["question"], k=K))}


def ask_rujukan_once(options: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, "-m", "api.cli", "--data", options["folder"], "ask", options["question"], "--json"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {"found": len(json.loads(said)["passages"])}


def ask_usual(options: dict[str, Any]) -> dict[str, Any]:
    store = open_usual(Path(options["folder"]), Path(options["model"]))
    asks = {
        "plain": lambda question: store.similarity_search(question, k=K),
        "filtered": lambda question: store.similarity_search(question, k=K, filter={"kind": KIND}),
    }
    return time_questions(options["questions"], asks)


def ask_rujukan(options: dict[str, Any]) -> dict[str, Any]:
    from kb import neighbours
    from kb.search import open_library, search

    if options["exact_up_to"]:
        neighbours.COMPARED = options["exact_up_to"]
    library = open_library(Path(options["folder"]))
    asks = {
        "plain": lambda question: search(library, question, K),
        "filtered": lambda question: search(library, question, K, kinds=[KIND]),
    }
    return time_questions(options["questions"], asks)


def time_questions(questions: list[str], asks: dict[str, Callable[[str], Any]]) -> dict[str, Any]:
    """Milliseconds of each way of asking, one way after the other, after a tenth of the questions to warm up.

    Rujukan remembers what it computed of the last 16 questions: with more than that none is met again too soon.
    """
    figures: dict[str, Any] = {}
    for question in questions[: max(3, len(questions) // 10)]:
        for ask in asks.values():
            ask(question)
    wall: dict[str, list[float]] = {name: [] for name in asks}
    cpu: dict[str, list[float]] = {name: [] for name in asks}
    for name, ask in asks.items():
        for question in questions:
            began, used = time.perf_counter(), time.process_time()
            ask(question)
            wall[name].append(1000 * (time.perf_counter() - began))
            cpu[name].append(1000 * (time.process_time() - used))
    for name in asks:
        figures |= {f"{name}_p{q}_ms": round(float(np.percentile(wall[name], q)), 1) for q in (50, 95)}
        figures[f"{name}_cpu_p50_ms"] = round(float(np.percentile(cpu[name], 50)), 1)
    return figures


# --- collections of a size, with vectors that are there already ---


def take_collection(source: Path, folder: Path, chunks: int) -> None:
    """Make a collection of documents of ``source``, in its order, until it has ``chunks``; used again where it is."""
    from kb.generation import build_generation, current_number
    from kb.store import embedding_key, open_store

    class Kept:
        name = kept_model(source)
        dimension = 0

    if current_number(folder) is not None:
        return
    with open_store(source) as old, open_store(folder, write=True) as new:
        if not new.counts()["chunks"]:
            new.put_catalogue(old.catalogue())
            taken = 0
            for identifier, regulation in old.regulations().items():
                rows = list(old.chunks(identifier))
                if not rows or taken >= chunks or (made := old.source(identifier)) is None:
                    continue
                new.put_document(regulation, made, [], old.provisions(identifier), rows, old.report(identifier))
                keys = {embedding_key(row.embedding_text) for row in rows}
                new.put_embeddings(Kept.name, old.embeddings(Kept.name, keys))
                taken += len(rows)
        build_generation(new, Kept())  # type: ignore[arg-type]
    if not (folder / "models").exists():
        (folder / "models").symlink_to((source / "models").resolve())


def kept_model(data: Path) -> str:
    """The name under which a collection keeps the vectors of the default model."""
    return load_embedder(DEFAULT_MODEL, data).name


def fill_usual(collection: Path, folder: Path, model: Path) -> None:
    """Make a Chroma store of the usual kind with the same chunks and vectors; used again where it is whole."""
    from kb.store import embedding_key, open_store

    with open_store(collection) as store:
        name = kept_model(collection)
        chunks = list(store.chunks())
        usual = open_usual(folder, model)._collection
        for start in range(usual.count(), len(chunks), 1000):
            rows = chunks[start : start + 1000]
            known = store.embeddings(name, {embedding_key(row.embedding_text) for row in rows})
            usual.add(
                ids=[row.path for row in rows],
                embeddings=np.array([known[embedding_key(row.embedding_text)] for row in rows]),
                documents=[row.text[:1000] for row in rows],
                metadatas=[{"regulation": r.regulation, "kind": r.regulation.partition("-")[0]} for r in rows],
            )


# --- the machine ---


def measure_limits(options: dict[str, Any]) -> dict[str, Any]:
    """Gigabytes a second that a matrix larger than the caches is multiplied at, and thousand million float32 sums."""
    rows = np.random.default_rng(7).normal(size=(150_000, 384)).astype(np.float32)
    vector = rows[0].copy()
    square = rows[:2048].copy()
    read = min(timed(lambda: rows @ vector) for _ in range(7))
    multiplied = min(timed(lambda: square @ square.T) for _ in range(7))
    return {
        "read_gb_s": round(rows.nbytes / read / 1e9, 2),
        "float32_gflop_s": round(2 * 2048 * 2048 * 384 / multiplied / 1e9, 1),
        "exact_ms": round(1000 * read, 2),
    }


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


# --- the run ---

TASKS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    task.__name__: task
    for task in (build_usual, build_rujukan, ask_usual_once, ask_rujukan_once, ask_usual, ask_rujukan, measure_limits)
}


def run_task(name: str, **options: Any) -> dict[str, Any]:
    """What a task found, in a process of its own, with its seconds, processor seconds and greatest memory."""
    command = [sys.executable, "-m", "benchmarks.compare_usual", "--task", name, json.dumps(options, default=str)]
    began = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if said.returncode:
        raise SystemExit(f"{name}: {said.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    found["seconds"] = round(time.perf_counter() - began, 2)
    found["cpu"] = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2)
    print(f"{time.strftime('%T')} {name} {found}", file=sys.stderr, flush=True)
    return found


def run_in_child(name: str, options: dict[str, Any]) -> None:
    found = TASKS[name](options)
    # Not ru_maxrss of this process: that begins with what the process that started it had.
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    peak = max(int(own.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(json.dumps(found | {"peak_mb": peak // 1024}))


def disk_mb(folder: Path, leave_out: tuple[str, ...] = ("models", "sources")) -> float:
    files = (f for f in folder.rglob("*") if f.is_file() and f.relative_to(folder).parts[0] not in leave_out)
    return round(sum(f.stat().st_size for f in files) / 1e6, 1)


def compare_building(files: list[Path], data: Path, model: Path) -> dict[str, Any]:
    found = {}
    for name, task in (("usual", "build_usual"), ("rujukan", "build_rujukan")):
        folder = data / f"{name}-built"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if name == "rujukan":
            (folder / "models").symlink_to((data / "models").resolve())
        found[name] = run_task(task, folder=folder, files=files, model=model)
        found[name] |= {
            "pages_s": round(found[name]["pages"] / found[name]["seconds"], 2),
            "chunks_s": round(found[name]["chunks"] / found[name]["seconds"], 2),
            "disk_mb": disk_mb(folder),
        }
    return found


def compare_starts(question: str, data: Path, model: Path, turns: int) -> dict[str, Any]:
    tried: dict[str, list[dict[str, Any]]] = {"usual": [], "rujukan": []}
    for _ in range(turns):
        for name, rows in tried.items():
            rows.append(run_task(f"ask_{name}_once", folder=data / f"{name}-built", question=question, model=model))
    return {
        name: {what: float(np.median([row[what] for row in rows])) for what in ("seconds", "cpu", "peak_mb")}
        for name, rows in tried.items()
    }


def compare_sizes(
    sizes: list[int], questions: list[str], source: Path, data: Path, model: Path, exact_up_to: int
) -> Iterator[dict[str, Any]]:
    for size in sizes:
        ours, theirs = data / f"rujukan-{size}", data / f"usual-{size}"
        take_collection(source, ours, size)
        fill_usual(ours, theirs, model)
        yield {
            "size": size,
            "usual": run_task("ask_usual", folder=theirs, questions=questions, model=model)
            | {"disk_mb": disk_mb(theirs)},
            "rujukan": run_task("ask_rujukan", folder=ours, questions=questions, exact_up_to=exact_up_to)
            | {"disk_mb": disk_mb(ours)},
        }


def find_ratios(found: dict[str, Any]) -> dict[str, float]:
    """How many times better Rujukan is than the usual pipeline, and what share of the machine's limits each reaches.

    The encoder's limit is taken as the float32 products a second of all cores; 8-bit ones may be four times as many.
    """
    building, starting, largest = found["building"], found["starting"], found["sizes"][-1]
    peak = found["limits"]["float32_gflop_s"] * 1e9 / FLOPS_A_TOKEN / TOKENS_A_CHUNK
    ratios = {
        "pages_s": building["rujukan"]["pages_s"] / building["usual"]["pages_s"],
        "pages_cpu": _each(building, "pages", "rujukan") / _each(building, "pages", "usual"),
        "chunks_cpu": _each(building, "chunks", "rujukan") / _each(building, "chunks", "usual"),
        "cold_seconds": starting["usual"]["seconds"] / starting["rujukan"]["seconds"],
        "cold_cpu": starting["usual"]["cpu"] / starting["rujukan"]["cpu"],
        "encoder_limit_chunks_s": peak,
        "encoder_of_limit_usual": building["usual"]["chunks_s"] / peak,
        "encoder_of_limit_rujukan": building["rujukan"]["chunks_s"] / peak,
    }
    for how in ("plain", "filtered"):
        for what in ("p50_ms", "cpu_p50_ms"):
            ratios[f"{how}_{what}"] = largest["usual"][f"{how}_{what}"] / largest["rujukan"][f"{how}_{what}"]
    return {name: round(value, 3) for name, value in ratios.items()}


def _each(building: dict[str, Any], what: str, who: str) -> float:
    """How many of ``what`` a second of processor time."""
    return float(building[who][what] / building[who]["cpu"])


def main() -> None:
    if sys.argv[1:2] == ["--task"]:
        run_in_child(sys.argv[2], json.loads(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf_folder", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--source", type=Path, required=True, help="a collection already embedded")
    parser.add_argument("--files", type=int, default=6, help="PDFs to build from, the first by name")
    parser.add_argument("--asked", type=int, default=40, help="questions asked of each size")
    parser.add_argument("--turns", type=int, default=3, help="cold starts of each")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 150_000])
    parser.add_argument("--exact-up-to", type=int, default=0, help="chunks up to which Rujukan compares all; 0: as set")
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    load_embedder(DEFAULT_MODEL, options.data)  # makes the model's folder where it is not
    model = next(options.data.glob("models/*-q4"))
    with options.questions.open(encoding="utf-8", newline="") as file:
        questions = [row["question"] for row in csv.DictReader(file, delimiter="\t")][: options.asked]
    files = sorted(options.pdf_folder.glob("*.pdf"))[: options.files]
    found = {
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "limits": run_task("measure_limits"),
        "building": compare_building(files, options.data, model),
        "starting": compare_starts(questions[0], options.data, model, options.turns),
        "sizes": list(
            compare_sizes(options.sizes, questions, options.source, options.data, model, options.exact_up_to)
        ),
    }
    print(json.dumps(found | {"ratios": find_ratios(found)}))


if __name__ == "__main__":
    main()
