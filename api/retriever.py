"""Rujukan in LangChain, from this machine or over HTTP: a retriever of passages, and whole answers as a runnable.

    chain = {"context": retriever_over_http(client, k=5), "question": RunnablePassthrough()} | prompt | model
    checked = answers_over_http(client) | answer_documents

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
from langchain_core.runnables import Runnable, RunnableLambda

from api.chat_drafts import DraftOf
from api.client import RujukanClient
from api.events import quote_pieces, whole_answer
from api.wire import answer_json, passage_json
from kb.answer import answer
from kb.search import Library, search

Json = dict[str, Any]
Passages = list[Json]
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

    def _document(self, passage: Json) -> Document:
        return _document(passage, self.base_url)


def _document(passage: Json, base_url: str) -> Document:
    whole, _, _ = passage["path"].partition("#")  # a part of a long provision is read within the whole
    metadata = {name: passage[name] for name in FACTS}
    metadata["url"] = f"{base_url}/v1/regulations/{quote(whole)}"
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


def answers_over_library(
    library: Library, *, as_of: date | None = None, draft: DraftOf = quote_pieces
) -> Runnable[str, Json]:
    """A question to its answer: the fields of ``api.wire.answer_json``, those of ``POST /v1/ask`` about the answer.

    ``draft`` words it (``api.chat_drafts.load_draft``).
    """

    def ask(question: str) -> Json:
        return answer_json(whole_answer(draft(library, answer(library, question, as_of))))

    return RunnableLambda(ask)


def answers_over_http(client: RujukanClient, *, as_of: date | None = None) -> Runnable[str, Json]:
    """A question to its answer as ``POST /v1/ask`` gives it to the client's key. Raises what the client raises."""

    def ask(question: str) -> Json:
        return client.ask(question, as_of=as_of)

    return RunnableLambda(ask)


def answer_documents(answered: Json, base_url: str = "") -> list[Document]:
    """The provisions an answer stands on, best first; none of a refusal, whose ``related`` are no answer.

    Their metadata are those of the retriever's documents, the ``quote``, and ``answer``: all fields of the answer but
    its passages (``found``, ``warnings``, ``mode``, ``beside``, ...).
    """
    told = {name: value for name, value in answered.items() if name != "passages"}
    documents = [_document(passage, base_url) for passage in answered["passages"]]
    for document, passage in zip(documents, answered["passages"], strict=True):
        document.metadata |= {"quote": passage["quote"], "answer": told}
    return documents
