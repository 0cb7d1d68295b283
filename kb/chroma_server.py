"""A Chroma server that keeps collections for several processes: where it is, asking it, what to say when it fails.

RUJUKAN_CHROMA_URL names it (``http://host:port``, for a tenant's database ``http://host:port/tenant/database``; empty:
there is none) and is read from the environment, so that the processes that build, probe and read agree without telling
each other. `chroma run` knows no passwords: let it listen on loopback or in a private network only. A key that Chroma
Cloud wants is in CHROMA_API_KEY, as its own client reads it.

Distributed Chroma and Chroma Cloud also keep sparse vectors and can fuse two rankings, which `chroma run` refuses:
`create_served` finds out which of them it speaks to, `fused_search` is what the former are asked. Only the refusals of
`chroma run` are tested, for the others need a cluster or an account.

Does not do: know what a collection holds (kb/index.py does), start or stop a server.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from kb.types import StoreError

URL = "RUJUKAN_CHROMA_URL"
KEY = "CHROMA_API_KEY"
PATIENCE = 30.0  # seconds; Chroma's own client would wait for ever
WORDS = "words"  # the metadata key of a sparse vector


def server_url() -> str:
    """Where the server is, or an empty string."""
    return os.environ.get(URL, "").rstrip("/")


def connect_server(url: str) -> Any:
    """A client of the Chroma server at ``url``. Raises StoreError where none answers."""
    import chromadb
    from chromadb.config import Settings

    place = urlsplit(url)
    tenant, _, database = place.path.strip("/").partition("/")
    key = os.environ.get(KEY)
    try:
        secure = place.scheme == "https"
        client: Any = chromadb.HttpClient(
            host=place.hostname or "",
            port=place.port or (443 if secure else 80),
            ssl=secure,
            headers={"X-Chroma-Token": key} if key else None,
            settings=Settings(anonymized_telemetry=False),
            **({"tenant": tenant, "database": database} if tenant and database else {}),
        )
        client._server._session.timeout = PATIENCE  # no setting leads there
        return client
    except Exception as error:
        raise StoreError(f"Server Chroma di {_shown(url)} tidak menjawab: {error}") from error


def close_server(client: Any) -> None:
    """Let go of a client and of its connections, its own and its administrator's, which its `close` leaves open."""
    sessions = [part._server._session for part in (client, client._admin_client)]
    client.close()
    for session in sessions:
        session.close()


def create_served(client: Any, name: str, configuration: Any) -> tuple[Any, bool]:
    """Create a collection on a server; the collection, and whether it takes sparse vectors under WORDS.

    Where it does, the server chooses its own settings for the dense vectors but their space, which is cosine.
    """
    from chromadb.api.types import Schema, SparseVectorIndexConfig, VectorIndexConfig
    from chromadb.errors import InvalidArgumentError

    schema = Schema().create_index(config=VectorIndexConfig(space="cosine"))
    schema = schema.create_index(config=SparseVectorIndexConfig(), key=WORDS)
    try:
        return client.create_collection(name, schema=schema, embedding_function=None), True
    except InvalidArgumentError as error:
        if "sparse" not in str(error).lower():
            raise
    return client.create_collection(name, configuration=configuration, embedding_function=None), False


def sparse_vector(weights: Mapping[int, float]) -> Any:
    """The value under WORDS for a text or a question: word number to weight."""
    from chromadb.base_types import SparseVector

    numbers = sorted(weights)
    return SparseVector(indices=numbers, values=[float(weights[n]) for n in numbers])


def fused_search(
    vector: Sequence[float], weights: Mapping[int, float], k: int, where: dict[str, Any] | None = None
) -> Any:
    """The search for ``k`` texts by meaning and words, fused by reciprocal ranks (Cormack 2009, with its k of 60)."""
    from chromadb import K, Knn, Rrf, Search

    meaning = Knn(query=list(map(float, vector)), limit=k, return_rank=True)
    words = Knn(query=sparse_vector(weights), key=WORDS, limit=k, return_rank=True)
    return Search(where=where, rank=Rrf([meaning, words], k=60), limit=k).select(K.SCORE)


def drop_collection(url: str, name: str) -> None:
    """Remove a collection, or find that it is not there. Raises StoreError where the server cannot."""
    from chromadb.errors import NotFoundError

    client = connect_server(url)
    try:
        client.delete_collection(name)
    except NotFoundError:
        pass
    except Exception as error:
        raise StoreError(f"Koleksi {name} di server Chroma tidak dapat dihapus: {error}") from error
    finally:
        close_server(client)


def _shown(url: str) -> str:
    """The address without a name and password that may stand in it."""
    place = urlsplit(url)
    return f"{place.scheme}://{place.hostname}{f':{place.port}' if place.port else ''}{place.path}"
