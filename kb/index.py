"""The Chroma collection: vectors of chunks by path, written once, then only read.

A folder is filled by `build_index` in a process of its own (kb/generation.py) and opened by `open_index`; it is
never written again, since Chroma writes its graph in place. Texts stay in the store: the collection has ids, our own
vectors and the regulation of each. Chroma is imported and the folder read when something is first asked of it: it takes
half a second, and small collections are searched without it (kb/neighbours.py). Where a Chroma server is named
(kb/chroma_server.py) the collection is made there, under a name of its own that the folder keeps in SERVED, and several
processes may ask it. `copy_index` and `GrownIndex` let the next index be made of this one and a few rows more: adding
to a graph of 300,000 means loading and writing all of it.

Does not do: embed, rank across words and meaning, check what it opens (kb/generation.py probes a new folder).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.chroma_server import (
    WORDS,
    close_server,
    connect_server,
    create_served,
    drop_collection,
    fused_search,
    server_url,
    sparse_vector,
)
from kb.types import StoreError

COLLECTION = "rujukan"
SERVED = "server.json"  # in a folder whose collection is on a server: {"collection": name, "sparse": has words}
SPARSE_BATCH = 250  # what Chroma Cloud takes at once is 300
TABLES = "chroma.sqlite3"
BATCH = 1000  # Chroma takes at most 5,461 at once; from 250 to 1,000 are the fastest
# Set when the collection is made, for later changes have no effect. At 400 the graph finds 99 of 100 true neighbours
# of e5 vectors, at Chroma's own 100 only 84.
SETTINGS = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}}

Vectors = NDArray[np.float32]


def build_index(
    folder: Path,
    ids: Sequence[str],
    regulations: Sequence[str],
    vectors: Vectors,
    progress: Callable[[int], None] | None = None,
    words: Callable[[int, int], Sequence[Mapping[int, float]]] | None = None,
) -> None:
    """Fill a new folder, or a new collection on the server, row by row: a path, its regulation's id and its vector.

    `words` gives the weights of words (by number) in the rows from one to before another; it is asked where the server
    takes them. `progress` hears how many are in. Raises StoreError where Chroma cannot write.
    """
    client, collection, sparse = _create(folder)
    step = SPARSE_BATCH if sparse else BATCH
    try:
        for start in range(0, len(ids), step):
            part = slice(start, start + step)
            metadatas: list[dict[str, Any]] = [{"regulation": regulation} for regulation in regulations[part]]
            if words and sparse:
                for metadata, weights in zip(metadatas, words(start, start + len(metadatas)), strict=True):
                    metadata[WORDS] = sparse_vector(weights)
            collection.add(ids=list(ids[part]), embeddings=np.asarray(vectors[part], np.float32), metadatas=metadatas)
            if progress:
                progress(min(start + step, len(ids)))
    except Exception as error:
        raise StoreError(f"Indeks Chroma di {server_url() or folder} tidak dapat ditulis: {error}.") from error
    finally:
        _close_client(client, folder)


def _create(folder: Path) -> tuple[Any, Any, bool]:
    """A client, its new collection for the index of `folder`, and whether that takes the weights of words."""
    try:
        if not server_url():
            client = _open_client(folder)
            return client, client.create_collection(COLLECTION, configuration=SETTINGS, embedding_function=None), False
        name = f"{COLLECTION}-{uuid.uuid4().hex[:12]}-{folder.parent.name.partition('.')[0]}"
        folder.mkdir()  # and names the collection before it is there, so that an unfinished one can be removed
        (folder / SERVED).write_text(json.dumps({"collection": name}), encoding="utf-8")
        client = _open_client(folder)
        collection, sparse = create_served(client, name, SETTINGS)
        (folder / SERVED).write_text(json.dumps({"collection": name, "sparse": sparse}), encoding="utf-8")
        return client, collection, sparse
    except StoreError:
        raise
    except Exception as error:
        raise StoreError(f"Indeks Chroma di {server_url() or folder} tidak dapat ditulis: {error}.") from error


def open_index(folder: Path) -> Index:
    """Return a collection that `build_index` wrote, to be opened when first asked.

    Raises StoreError where there is none, or it is on a server and none is named; other damage is found when it is
    asked.
    """
    if not folder.is_dir():  # Chroma would make an empty one
        raise StoreError(f"Tidak ada indeks Chroma di {folder}.")
    check_server_named(folder)
    if not collection_on_server(folder) and not (folder / TABLES).is_file():
        raise StoreError(f"Indeks Chroma di {folder} rusak: berkasnya tidak ada.")
    return Index(None, None, folder, knows_words=bool(_read_served(folder).get("sparse")))


def check_server_named(folder: Path) -> None:
    """Raise StoreError where an index's collection is on a Chroma server and none is named."""
    try:
        name = collection_on_server(folder)
    except StoreError:
        return  # damage, which opening it tells
    if name and not server_url():
        raise StoreError("Indeks ini ada di server Chroma. Isi RUJUKAN_CHROMA_URL dengan alamatnya.")


def is_where_asked(folder: Path, count: int) -> bool:
    """Whether a collection is where one would be made now: in its folder, or on the server and with `count` vectors.

    Raises StoreError where the server does not answer.
    """
    if not server_url():
        return not collection_on_server(folder)
    if not collection_on_server(folder):
        return False
    index = open_index(folder)
    try:
        return index.count() == count
    finally:
        index.close()


def remove_collection(folder: Path) -> None:
    """Remove from the server what the index of `folder` has there, unless a generation beside it has the same.

    Does nothing for an index of files, which goes with its folder, and where no server is named. Raises StoreError.
    """
    name = collection_on_server(folder)
    beside = [other for other in folder.parent.parent.glob(f"*/{folder.name}") if other != folder]
    if name and server_url() and name not in map(collection_on_server, beside):
        drop_collection(server_url(), name)


def collection_on_server(folder: Path) -> str:
    """The name of an index's collection on the server, or an empty string where the index is in its folder."""
    return str(_read_served(folder).get("collection", ""))


def _read_served(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / SERVED).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"Indeks Chroma di {folder} rusak: {SERVED} tidak terbaca.") from error


def _open_client(folder: Path) -> Any:
    if (folder / SERVED).is_file():
        return connect_server(server_url())
    import chromadb
    from chromadb.config import Settings

    try:
        return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    except Exception as error:
        raise StoreError(f"Indeks Chroma di {folder} tidak dapat dibuka: {error}.") from error


def _close_client(client: Any, folder: Path) -> None:
    if collection_on_server(folder):
        close_server(client)
    else:
        client.close()


class Index:
    """A collection, made by `open_index`; safe to ask from several threads. Every method raises StoreError.

    `knows_words` says that a server keeps the weights of words with it.
    """

    def __init__(self, client: Any, collection: Any, folder: Path, *, knows_words: bool = False) -> None:
        self._client = client
        self._collection = collection
        self.folder = folder
        self.knows_words = knows_words
        self._opening = threading.Lock()
        self._size: int | None = None  # counted once: Chroma reads all its rows for it, and an index never changes

    def count(self) -> int:
        """Return how many vectors are in the collection."""
        return int(self._ask("count"))

    def nearest(
        self, vector: Vectors, k: int, where: dict[str, Any] | None = None, ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return at most `k` paths with their cosine to `vector`, the nearest first.

        `where` is a Chroma filter on {"regulation": id}; `ids` limits the search to these paths.
        """
        if ids is None and self._size is None:
            self._size = self.count()
        size = min(k, len(ids) if ids is not None else self._size or 0)
        if size < 1:
            return []
        found = self._ask(
            "query",
            query_embeddings=[np.asarray(vector, np.float32)],
            n_results=size,
            where=where,
            ids=list(ids) if ids is not None else None,
            include=["distances"],
        )
        return [(path, 1 - distance) for path, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def nearest_worded(self, vector: Vectors, words: Mapping[int, float], k: int) -> list[tuple[str, float]]:
        """Return at most `k` paths ranked by meaning and by `words` (number to weight), with their fused rank's figure.

        Only where `knows_words`.
        """
        found = self._ask("search", searches=fused_search(vector.tolist(), words, k))
        return list(zip(found["ids"][0], found["scores"][0], strict=True))

    def get(self, paths: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors kept under these paths; a path that is not there is left out."""
        vectors: dict[str, Vectors] = {}
        for start in range(0, len(paths), BATCH):
            found = self._ask("get", ids=list(paths[start : start + BATCH]), include=["embeddings"])
            rows = np.asarray(found["embeddings"], np.float32)
            vectors.update(zip(found["ids"], rows, strict=True))
        return vectors

    def close(self) -> None:
        """Let go of the folder's files."""
        with self._opening:
            if self._client is not None:
                _close_client(self._client, self.folder)

    def _open(self) -> Any:
        with self._opening:
            if self._collection is None:
                self._client = _open_client(self.folder)
                name = collection_on_server(self.folder) or COLLECTION
                self._collection = self._client.get_collection(name, embedding_function=None)
            return self._collection

    def _ask(self, method: str, **arguments: Any) -> Any:
        try:
            return getattr(self._open(), method)(**arguments)
        except StoreError:
            raise
        except Exception as error:
            raise StoreError(f"Indeks Chroma di {self.folder} tidak dapat dibaca: {error}.") from error


def copy_index(before: Path, folder: Path) -> None:
    """Make a new folder of the same collection. Raises OSError or StoreError where it cannot.

    Chroma changes its tables a little whenever it opens them, so those are copied; the graph, which it only reads
    once written, is shared by a hard link where the file system has them.
    """
    folder.mkdir()
    if collection_on_server(before):  # both folders name it; it is dropped with the last of them
        shutil.copyfile(before / SERVED, folder / SERVED)
        return
    try:
        with (
            closing(sqlite3.connect(f"{(before / TABLES).absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(folder / TABLES)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        raise StoreError(f"Indeks Chroma di {before} rusak: {error}.") from error
    for file in before.rglob("*"):
        target = folder / file.relative_to(before)
        if file.is_dir():
            target.mkdir()
        elif file.parent != before and (file.parent / "index_metadata.pickle").exists():
            share_file(file, target)
        elif file.parent != before:  # a graph that is not on disk yet is begun anew at every opening
            shutil.copyfile(file, target)


def share_file(file: Path, target: Path) -> None:
    """Give a file that is never changed a second name, or copy it where that cannot be."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


class GrownIndex(Index):
    """A collection and the rows that came after it was made: the graph's neighbours and, compared one by one, those.

    Row n of ``vectors`` belongs to ``ids[n]``; rows from ``graph_rows`` on are not in the graph. ``stale`` are paths
    that are in the graph and no longer, or no longer so, in the collection. Cannot be limited: ValueError.
    """

    def __init__(self, folder: Path, ids: Sequence[str], vectors: Vectors, graph_rows: int, stale: Set[str]) -> None:
        super().__init__(None, None, folder)
        self._graph = open_index(folder)
        self._new = {path: row for row, path in enumerate(ids[graph_rows:])}
        self._ids = ids[graph_rows:]
        self._vectors = vectors[graph_rows:]
        self._stale = stale

    def count(self) -> int:
        """Return how many vectors are in the graph and after it."""
        return self._graph.count() - len(self._stale) + len(self._ids)

    def nearest(
        self, vector: Vectors, k: int, where: dict[str, Any] | None = None, ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return at most `k` paths with their cosine to `vector`, the nearest first."""
        if where is not None or ids is not None:
            raise ValueError("a grown index cannot be limited")
        found = self._among_old(vector, k)
        if self._ids and k > 0:
            cosines = self._vectors @ (np.asarray(vector, np.float32) / (np.linalg.norm(vector) or 1.0))
            some = np.argpartition(-cosines, k - 1)[:k] if k < len(cosines) else range(len(cosines))
            found += [(self._ids[row], float(cosines[row])) for row in some]
        return sorted(found, key=lambda pair: -pair[1])[:k]

    def _among_old(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The neighbours in the graph that still hold; all stale ones are asked for too only where they crowd."""
        left: list[tuple[str, float]] = []
        for spare in sorted({min(len(self._stale), k), len(self._stale)}):
            found = self._graph.nearest(vector, k + spare)
            left = [(path, cosine) for path, cosine in found if path not in self._stale]
            if len(left) >= k or len(found) < k + spare:
                break
        return left

    def get(self, paths: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of these paths; a path that is not there is left out."""
        new = {path: np.asarray(self._vectors[self._new[path]]) for path in paths if path in self._new}
        return {**self._graph.get([p for p in paths if p not in new and p not in self._stale]), **new}

    def close(self) -> None:
        """Let go of the folder's files."""
        self._graph.close()
