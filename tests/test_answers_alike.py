"""REST, its client, the tools of a language model and LangChain tell the same of an answer, in the same words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

import kb.search
from api.app import create_app
from api.client import RujukanClient
from api.events import Draft
from api.mcp_server import create_mcp_server
from api.retriever import answer_documents, answers_over_http, answers_over_library
from api.settings import Settings
from api.shapes import AnswerModel
from docs.stage import serve
from kb.search import Library
from kb.types import Answer

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
ANSWERED = "isi pasal 1 ayat 1 pp 2 tahun 2021"  # with a penjelasan beside it
REFUSED = "isi pasal 77 pp 2 tahun 2021"  # with provisions near it
OF_REST_ALONE = {"id", "receipt", "conversation"}  # about the exchange, not the answer


def word_answer(_: Library, first: Answer) -> Draft:
    """What a chat model makes of an answer."""
    yield replace(first, text="Pukul delapan [1].", mode="model-uji") if first.found else first


@pytest.fixture
def address(two_regulations: Path, letters: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    app = create_app(Settings(data=two_regulations / "data", rate_anonymous=""))
    with serve(app) as address:
        app.state.draft = word_answer
        yield address


def ask_tool(server: Any, question: str) -> Any:
    async def ask() -> Any:
        async with Client(server) as client:
            return (await client.call_tool("ask", {"question": question})).structured_content

    return asyncio.run(ask())


@pytest.mark.parametrize(("question", "mode"), [(ANSWERED, "model-uji"), (REFUSED, "ekstraktif")])
def test_every_way_of_asking_tells_the_same(address: str, library: Library, question: str, mode: str) -> None:
    with RujukanClient(address) as client:
        told = client.ask(question, receipt=True)
        assert set(told) == set(AnswerModel.model_fields)
        assert told["beside"] if told["found"] else told["related"]
        same = {name: value for name, value in told.items() if name not in OF_REST_ALONE}
        assert same["mode"] == mode
        got = answers_over_http(client).invoke(question)
        assert {name: got[name] for name in same} == same
        assert answers_over_library(library, draft=word_answer).invoke(question) == same
    for server in (f"{address}/mcp", create_mcp_server(lambda _: library, word_answer)):
        tool = ask_tool(server, question)
        for name in ("question", "found", "refusal", "answer", "confidence", "warnings", "mode", "beside"):
            assert tool[name] == same[name], name
        for own, name in (("citations", "passages"), ("related", "related")):
            shared = ("label", "path", "pages", "status", "title", "quote" if own == "citations" else "text")
            assert [[row[key] for key in shared] for row in tool[own]] == [
                [row[key] for key in shared] for row in same[name]
            ]


def test_documents_of_an_answer(address: str) -> None:
    with RujukanClient(address) as client:
        chain = answers_over_http(client) | (lambda told: answer_documents(told, address))
        first = chain.invoke(ANSWERED)[0]
        assert "pukul delapan" in first.metadata["quote"]
        assert first.metadata["quote"] in first.page_content
        assert (first.metadata["status"], first.metadata["answer"]["mode"]) == ("berlaku", "model-uji")
        assert first.metadata["answer"]["beside"]
        assert "passages" not in first.metadata["answer"]
        assert first.metadata["url"] == f"{address}/v1/regulations/pp-2-2021/pasal-1/ayat-1"
        assert chain.invoke(REFUSED) == []
