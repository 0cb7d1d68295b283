"""What is written into a new generation's folder: all of it from the store, or what changed since another generation.

    chroma/ words/ spelling/ vocabulary.json vectors.f32 coarse.i8 ids.json regulations.json stale.json manifest.json

Growing reads no text again, and copies no vector where nothing has gone: vectors are added to a file that both
generations share, words are
weighed anew from the counts kept beside the word index, and new rows are compared one by one until a fifth of the
collection has changed, when the graph is made anew. Rows of a grown generation stand as they stood, new ones last.

Does not do: switch, probe, bring to disk (kb/generation.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.coarse import round_vectors, row_type
from kb.definitions import choose_terms, read_abbreviations
from kb.index import build_index, copy_index, share_file
from kb.lexical import build_words, grow_words, open_words
from kb.manifest import COARSE, VECTORS, read_manifest, write_manifest
from kb.store import Store, embedding_key, join_fingerprints
from kb.tally import tally_rows
from kb.types import StoreError
from kb.vocabulary import WordCounts, count_words, grow_counts, read_counts, write_counts, write_vocabulary

IDS, REGULATIONS, STALE = "ids.json", "regulations.json", "stale.json"
CHURN = 0.2  # of the graph's rows: what may have come or gone before the graph is made anew

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rows:
    """The chunks of some regulations: row n of ``vectors`` and ``texts[n]`` (embedding text) belong to ``ids[n]``."""

    ids: list[str]
    texts: list[str]
    vectors: Vectors
    counts: WordCounts


def write_generation(
    store: Store, folder: Path, model: str, fingerprint: str, before: Path | None, progress: Callable[[int, int], None]
) -> None:
    """Write a new folder of what the store holds, grown from the generation in `before` where little has changed.

    Raises StoreError where the store's fingerprint is another one, a vector of the model is missing, or `before`
    cannot be read.
    """
    now = store.fingerprints()
    if join_fingerprints(now) != fingerprint:
        raise StoreError("isi koleksi berubah saat indeks dibangun")
    folder.mkdir()
    facts = {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": model,
        "fingerprint": fingerprint,
        "regulations": len(now),
    }
    (folder / REGULATIONS).write_text(json.dumps(now), encoding="utf-8")
    if before is None or not _grow(store, folder, model, now, before, facts):
        _write_whole(store, folder, model, now, facts, progress)


def _write_whole(
    store: Store,
    folder: Path,
    model: str,
    now: dict[str, str],
    facts: dict[str, Any],
    progress: Callable[[int, int], None],
) -> None:
    rows = _read_rows(store, sorted(now), model)
    rows.vectors.astype("<f4").tofile(folder / VECTORS)
    _append(folder / COARSE, *round_vectors(rows.vectors))
    build_words(folder / "words", rows.ids, rows.texts)
    _write_lists(folder, rows.ids, set(), rows.counts)
    regulations = [_regulation(path) for path in rows.ids]
    build_index(
        folder / "chroma",
        rows.ids,
        regulations,
        rows.vectors,
        lambda done: progress(done, len(rows.ids)),
        open_words(folder / "words").weights,
    )
    counted = {"chunks": len(rows.ids), "dimension": rows.vectors.shape[1], "graph_rows": len(rows.ids)}
    write_manifest(folder, {**facts, **counted})


def _grow(store: Store, folder: Path, model: str, now: dict[str, str], before: Path, facts: dict[str, Any]) -> bool:
    """Write the folder from the one before; return False, and write nothing, where too much has changed."""
    known = read_manifest(before)
    then: dict[str, str] = json.loads((before / REGULATIONS).read_text(encoding="utf-8"))
    gone = {regulation for regulation, digest in then.items() if now.get(regulation) != digest}
    fresh = sorted(regulation for regulation, digest in now.items() if then.get(regulation) != digest)
    ids = json.loads((before / IDS).read_text(encoding="utf-8"))
    kept = np.array([_regulation(path) not in gone for path in ids], bool)
    graph_rows = int(kept[: known["graph_rows"]].sum())
    stale = {*json.loads((before / STALE).read_text(encoding="utf-8"))}
    stale |= {path for path, stays in zip(ids[: known["graph_rows"]], kept, strict=False) if not stays}
    rows = _read_rows(store, fresh, model)
    ids = [path for path, stays in zip(ids, kept, strict=True) if stays] + rows.ids
    if len(stale) + len(ids) - graph_rows > CHURN * graph_rows or (
        rows.ids and rows.vectors.shape[1] != known["dimension"]
    ):
        return False
    _grow_vectors(before, folder, kept, known["dimension"], rows.vectors)
    grow_words(before / "words", len(kept), kept, folder / "words", ids, rows.texts)
    _write_lists(folder, ids, stale, grow_counts(read_counts(before / "spelling"), gone, rows.counts))
    copy_index(before / "chroma", folder / "chroma")
    shared = {name: pieces for name, pieces in known["files"].items() if _is_same(before / name, folder / name)}
    counted = {"chunks": len(ids), "dimension": known["dimension"], "graph_rows": graph_rows}
    write_manifest(folder, {**facts, **counted, "grown_from": int(before.name)}, shared)
    return True


def _write_lists(folder: Path, ids: Sequence[str], stale: Set[str], counts: WordCounts) -> None:
    (folder / IDS).write_text(json.dumps(ids), encoding="utf-8")
    (folder / STALE).write_text(json.dumps(sorted(stale)), encoding="utf-8")
    write_counts(folder / "spelling", counts)
    pairs = [pair for _, defined in sorted(counts.abbreviations.items()) for pair in defined]
    write_vocabulary(folder / "vocabulary.json", counts.words(), choose_terms(pairs))


def _read_rows(store: Store, regulations: Sequence[str], model: str) -> Rows:
    """Read the chunks of regulations with their vectors. Raises StoreError where a vector is missing."""
    ids: list[str] = []
    texts: list[str] = []
    words: list[dict[str, int]] = []
    abbreviations: dict[str, list[tuple[str, str]]] = {}
    for regulation in regulations:
        chunks = list(store.chunks(regulation))
        ids += [chunk.path for chunk in chunks]
        texts += [chunk.embedding_text for chunk in chunks]
        words.append(count_words(chunk.text for chunk in chunks))
        if defined := read_abbreviations(store.first_articles(regulation)):
            abbreviations[regulation] = defined
    keys = [embedding_key(text) for text in texts]
    known = store.embeddings(model, dict.fromkeys(keys))
    if missing := sum(key not in known for key in keys):
        raise StoreError(f"{missing} dari {len(keys)} kutipan belum mempunyai vektor dari model {model}")
    vectors = np.array([known[key] for key in keys], np.float32) if keys else np.zeros((0, 0), np.float32)
    return Rows(ids, texts, vectors, WordCounts(tuple(regulations), tally_rows(words), abbreviations))


def _grow_vectors(before: Path, folder: Path, kept: NDArray[np.bool_], dimension: int, new: Vectors) -> None:
    """Write the vectors that are kept, and after them the new ones; beside them the same rounded to 8 bits."""
    _keep_rows(before / VECTORS, np.dtype((np.void, 4 * dimension)), kept, folder / VECTORS)
    _append(folder / VECTORS, new.astype("<f4"))
    if (before / COARSE).exists():
        _keep_rows(before / COARSE, row_type(dimension), kept, folder / COARSE)
        _append(folder / COARSE, *round_vectors(new))
    else:
        _append(folder / COARSE, *round_vectors(read_vectors(folder, int(kept.sum()) + len(new), dimension)))


def _keep_rows(file: Path, row: np.dtype[Any], kept: NDArray[np.bool_], target: Path) -> None:
    """Write the rows that are kept; as a second name of the same file where all are.

    What another generation reads of a shared file is never changed, only added to. Where the file is longer than the
    generation before says, another one, or a build that was cut short, has added to it: then it is copied.
    """
    if kept.all() and file.stat().st_size == row.itemsize * len(kept):
        share_file(file, target)
        return
    old = np.memmap(file, row, "r", shape=(len(kept),))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], kept, [0]])))
    with target.open("wb") as out:  # stretch by stretch: what goes is one regulation among thousands
        for start, stop in edges.reshape(-1, 2):
            old[start:stop].tofile(out)


def _append(file: Path, *parts: NDArray[Any]) -> None:
    with file.open("ab") as out:
        for part in parts:
            part.tofile(out)


def read_vectors(folder: Path, chunks: int, dimension: int) -> Vectors:
    """Map the vectors of a generation into memory. Raises OSError or ValueError where the file is too short."""
    if not chunks * dimension:
        return np.zeros((chunks, dimension), np.float32)
    return np.memmap(folder / VECTORS, "<f4", "r", shape=(chunks, dimension))


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and one.is_file() and one.samefile(other)


def _regulation(path: str) -> str:
    return path.partition("/")[0].partition("#")[0]
