"""Rujukan as a LangChain retriever: passages of the collection as documents, from this machine or over HTTP.

    chain = {"context": retriever_over_http(client, k=5), "question": RunnablePassthrough()} | prompt | model

Does not do: reword (``page_content`` is verbatim), leave out repealed rules (their ``status`` says so), split.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from api.client import RujukanClient
from api.wire import passage_json
from kb.search import Library, search

Passages = list[dict[str, Any]]
FACTS = ("rank", "score", "regulation", "path", "label", "title", "status", "pages", "verbatim")  # kept beside the text


class RujukanRetriever(BaseRetriever):
    """Retrieves with ``find``: a query to passages as ``POST /v1/search`` gives them, best first.

    Made by ``retriever_over_library`` or ``retriever_over_http``. The metadata of a document are ``FACTS`` and
    ``url``, the provision's address at ``base_url``; its ``id`` is its path.
    """

    find: Callable[[str], Passages]
    base_url: str = ""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [self._document(passage) for passage in self.find(query)]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [self._document(passage) for passage in await asyncio.to_thread(self.find, query)]

    def _document(self, passage: dict[str, Any]) -> Document:
        whole, _, _ = passage["path"].partition("#")  # a part of a long provision is read within the whole
        metadata = {name: passage[name] for name in FACTS}
        metadata["url"] = f"{self.base_url}/v1/regulations/{quote(whole)}"
        return Document(passage["text"], id=passage["path"], metadata=metadata)


def retriever_over_library(
    library: Library,
    k: int = 10,
    *,
    as_of: date | None = None,
    kinds: tuple[str, ...] = (),
    include_repealed: bool = False,
    base_url: str = "",
) -> RujukanRetriever:
    """A retriever over an open collection; the options are those of ``kb.search.search``."""

    def find(query: str) -> Passages:
        found = search(library, query, k, as_of, kinds, include_repealed)
        return [passage_json(rank, passage) for rank, passage in enumerate(found, 1)]

    return RujukanRetriever(find=find, base_url=base_url.rstrip("/"))


def retriever_over_http(
    client: RujukanClient,
    k: int = 10,
    *,
    as_of: date | None = None,
    kinds: tuple[str, ...] = (),
    include_repealed: bool = False,
) -> RujukanRetriever:
    """A retriever over a server; it sees what the client's key may see. Raises what the client raises."""

    def find(query: str) -> Passages:
        return client.search(query, k, as_of=as_of, kinds=kinds, include_repealed=include_repealed)

    return RujukanRetriever(find=find, base_url=client.base_url)
