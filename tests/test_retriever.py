"""The LangChain retriever over the index and over HTTP, alone and in a chain; the examples run as they stand."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda
from loopback import ENVIRONMENT, ROOT, served

from api.client import NoAnswerError, RujukanClient
from api.retriever import RujukanRetriever, retriever_over_http, retriever_over_library
from kb.search import Library

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
METADATA = set("rank score regulation path label title status pages verbatim url".split())


@pytest.fixture(scope="module")
def address(two_regulations: Path) -> Iterator[str]:
    with served(two_regulations / "data") as address:
        yield address


@pytest.fixture(params=["library", "http"])
def retriever(request: pytest.FixtureRequest, library: Library, address: str) -> Iterator[RujukanRetriever]:
    """The same collection both ways."""
    if request.param == "library":
        yield retriever_over_library(library, k=2, base_url=f"{address}/")
    else:
        with RujukanClient(address) as client:
            yield retriever_over_http(client, k=2)


def test_documents_are_verbatim_and_say_where_they_stand(
    retriever: RujukanRetriever, library: Library, address: str
) -> None:
    documents = retriever.invoke("isi pasal 1 ayat 1 pp 2 tahun 2021")
    assert len(documents) == 2
    first = documents[0]
    assert first.metadata.keys() == METADATA
    assert first.id == first.metadata["path"] == "pp-2-2021/pasal-1"
    assert first.page_content == library.chunk("pp-2-2021/pasal-1").text
    assert (first.metadata["status"], first.metadata["pages"]) == ("berlaku", [1])
    assert first.metadata["url"] == f"{address}/v1/regulations/pp-2-2021/pasal-1"
    with RujukanClient(address) as client:
        path = first.metadata["url"].removeprefix(f"{address}/v1/regulations/")
        assert client.show(path)["label"] == first.metadata["label"]  # the address is right


def test_async_gives_the_same(retriever: RujukanRetriever) -> None:
    assert asyncio.run(retriever.ainvoke("jam kerja")) == retriever.invoke("jam kerja")


def test_options_reach_the_search(library: Library, address: str) -> None:
    assert retriever_over_library(library, kinds=("uu",)).invoke("jam kerja") == []
    with RujukanClient(address) as client:
        assert retriever_over_http(client, kinds=("uu",)).invoke("jam kerja") == []


def test_errors_are_not_swallowed() -> None:
    with RujukanClient("http://127.0.0.1:9", timeout=2) as client, pytest.raises(NoAnswerError):
        retriever_over_http(client).invoke("jam kerja")


def load_example(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / f"{name}.py")
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_it_works_in_a_chain(retriever: RujukanRetriever) -> None:
    example = load_example("langchain_retriever")
    prompts: list[str] = []
    model = FakeListChatModel(responses=["Pukul delapan [1]."])
    listening = RunnableLambda(lambda prompt: prompts.append(prompt.to_string()) or prompt) | model
    assert example.make_chain(retriever, listening).invoke("jam kerja pegawai") == "Pukul delapan [1]."
    assert "[1] PP Nomor 2 Tahun 2021" in prompts[0]
    assert "pukul delapan" in prompts[0]
    assert "status berlaku" in prompts[0]


def run_example(name: str, *arguments: object) -> Any:
    command = [sys.executable, str(ROOT / "examples" / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | ENVIRONMENT)


def test_the_examples_run(address: str, tmp_path: Path) -> None:
    done = run_example("langchain_retriever.py", address, "jam kerja")
    assert done.returncode == 0, done.stderr
    assert "Model: Lihat [1]." in done.stdout
    done = run_example("client.py", address, "isi pasal 1 ayat 1 pp 2 tahun 2021", tmp_path / "bukti.json")
    assert done.returncode == 0, done.stderr
    assert "- PP Nomor 2 Tahun 2021 Pasal 1 ayat (1), halaman 1 (berlaku)" in done.stdout
    assert json.loads((tmp_path / "bukti.json").read_text())["digest"]
    assert run_example("client.py", "http://127.0.0.1:9", "cuti", tmp_path / "lain.json").returncode == 1
