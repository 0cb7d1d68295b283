"""The index on a Chroma server, against a real `chroma run`; what it would ask of a Distributed one."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
import httpx
import numpy as np
import pytest
from chroma_process import free_port, run_chroma
from conftest import LetterEmbedder
from loopback import ROOT, command_with_letters
from typer.testing import CliRunner

from api.cli import app
from api.processes import check_workers
from api.settings import Settings
from kb import chroma_server, neighbours
from kb.chroma_server import fused_search
from kb.generation import build_generation, current_number, open_generation
from kb.index import SERVED, build_index, collection_on_server, open_index
from kb.search import Library, open_library, search
from kb.store import open_store
from kb.types import RujukanError, StoreError

QUESTION = "jam kerja pegawai"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_chroma(tmp_path_factory.mktemp("chroma")) as address:
        yield address


@pytest.fixture
def url(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("RUJUKAN_CHROMA_URL", server)
    return server


@pytest.fixture
def data(two_regulations: Path, tmp_path: Path) -> Path:
    """A copy of the two regulations with their embedded generation."""
    shutil.copytree(two_regulations / "data", tmp_path / "data")
    return tmp_path / "data"


def build(data: Path, force: bool = False) -> Path:
    with open_store(data, write=True) as store:
        return build_generation(store, LetterEmbedder(), force=force)


@contextmanager
def asking(address: str) -> Iterator[Any]:
    client = chroma_server.connect_server(address)
    yield client
    chroma_server.close_server(client)


@contextmanager
def opened_library(data: Path) -> Iterator[Library]:
    library = open_library(data, embedder=LetterEmbedder())
    yield library
    library.generation.close()
    library.store.close()


def names(address: str) -> set[str]:
    with asking(address) as client:
        return {collection.name for collection in client.list_collections()}


def test_a_generation_moves_to_the_server_and_back(data: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened_library(data) as library:
        before = search(library, QUESTION)
    folder = build(data)
    assert [file.name for file in (folder / "chroma").iterdir()] == [SERVED]
    name = collection_on_server(folder / "chroma")
    assert re.fullmatch(r"rujukan-[0-9a-f]{12}-2", name)
    assert name in names(url)
    assert build(data) == folder, "what is there is not built again"
    monkeypatch.setattr(neighbours, "COMPARED", 0)  # so that Chroma is asked
    with opened_library(data) as library:
        assert search(library, QUESTION) == before
        assert library.generation.index.count() == len(library.generation.ids)
    monkeypatch.delenv("RUJUKAN_CHROMA_URL")
    with pytest.raises(StoreError, match="RUJUKAN_CHROMA_URL"):
        open_generation(data)
    assert build(data) != folder
    with opened_library(data) as library:
        assert search(library, QUESTION) == before


def test_old_collections_are_removed_with_their_folders(data: Path, url: str) -> None:
    others = names(url)
    folders = [build(data, force=True) for _ in range(2)]
    left_half = data / "generations" / "9.building" / "chroma"
    left_half.parent.mkdir()
    build_index(left_half, ["a/pasal-1"], ["a"], np.ones((1, 3), np.float32))
    kept = collection_on_server(folders[1] / "chroma")
    newest = collection_on_server(build(data, force=True) / "chroma")
    assert names(url) - others == {kept, newest}


def test_a_collection_that_two_generations_share_stays_while_one_does(data: Path, url: str) -> None:
    first = build(data)
    twin = data / "generations" / "7.building"
    shutil.copytree(first, twin)
    build(data, force=True)  # sweeps the twin, which was never finished
    assert not twin.exists()
    assert collection_on_server(first / "chroma") in names(url)
    index = open_index(first / "chroma")
    assert index.count() > 0
    index.close()


def test_a_collection_lost_by_the_server_is_built_again(data: Path, url: str) -> None:
    first = build(data)
    with asking(url) as client:
        client.delete_collection(collection_on_server(first / "chroma"))
    index = open_index(first / "chroma")
    with pytest.raises(StoreError, match="tidak dapat dibaca"):
        index.count()
    index.close()
    assert build(data) != first


def test_a_server_that_goes_and_comes_back(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("RUJUKAN_CHROMA_URL", f"http://127.0.0.1:{port}")
    vector = LetterEmbedder().embed_query(QUESTION)
    with run_chroma(tmp_path / "chroma", port):
        build(data)
        number = current_number(data)
        opened = open_generation(data)
        found = opened.index.nearest(vector, 3)
        assert found
    with pytest.raises(StoreError, match="tidak dapat dibaca"):
        opened.index.nearest(vector, 3)
    with pytest.raises(StoreError, match="tidak menjawab"):
        build(data, force=True)
    assert current_number(data) == number
    with run_chroma(tmp_path / "chroma", port):
        assert opened.index.nearest(vector, 3) == found
        opened.close()


def test_closing_one_index_leaves_another_open(data: Path, url: str) -> None:
    folder = build(data) / "chroma"
    one, other = open_index(folder), open_index(folder)
    assert one.count() == other.count()
    one.close()
    assert other.count() > 0
    other.close()


def test_a_server_that_hangs_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma_server, "PATIENCE", 0.3)
    with asking(url) as client, socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # takes the question, never answers
        client._server._api_url = f"http://127.0.0.1:{silent.getsockname()[1]}/api/v2"
        with pytest.raises(httpx.TimeoutException):
            client.list_collections()


def test_a_key_and_a_database_are_sent_along(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def http_client(**arguments: Any) -> Any:
        asked.update(arguments)
        raise ConnectionError("cukup")

    monkeypatch.setattr(chromadb, "HttpClient", http_client)
    monkeypatch.setenv("CHROMA_API_KEY", "rahasia")
    with pytest.raises(StoreError) as said:
        chroma_server.connect_server("https://nama:sandi@chroma.example/dinas/peraturan")
    assert (asked["host"], asked["port"], asked["ssl"]) == ("chroma.example", 443, True)
    assert (asked["tenant"], asked["database"]) == ("dinas", "peraturan")
    assert asked["headers"] == {"X-Chroma-Token": "rahasia"}
    assert "sandi" not in str(said.value)
    assert "rahasia" not in str(said.value)


# --- what a Distributed server would be asked: `chroma run` reads it before it refuses ---


@pytest.fixture
def collection(url: str) -> Iterator[Any]:
    with asking(url) as client:
        plain = client.get_or_create_collection("kontrak", embedding_function=None)
        plain.upsert(ids=["a"], embeddings=[[1.0, 0.0, 0.0]], metadatas=[{"regulation": "a"}])
        yield plain


def post(url: str, collection: Any, payload: Any) -> httpx.Response:
    path = f"/api/v2/tenants/{collection.tenant}/databases/{collection.database}/collections/{collection.id}/search"
    return httpx.post(url + path, json={"searches": [payload]})


def test_a_fused_search_is_understood_and_refused(url: str, collection: Any) -> None:
    payload = fused_search([1, 0, 0], {7: 2.0, 3: 1.0}, 5, {"regulation": "a"}).to_dict()
    said = post(url, collection, payload)
    assert said.status_code == 400
    assert "'words' with type 'SparseVector' because indexing is disabled" in said.text  # understood to the last word
    dense = fused_search([1, 0, 0], {}, 5, {"regulation": "a"}).to_dict()
    terms = dense["rank"]["$mul"][1]["$sum"]
    dense["rank"]["$mul"][1]["$sum"] = [terms[0], terms[0]]  # the same, without the sparse half
    said = post(url, collection, dense)
    assert said.status_code == 501
    assert "not implemented for local" in said.text


def test_a_malformed_search_is_told_from_a_refused_one(url: str, collection: Any) -> None:
    payload = fused_search([1, 0, 0], {7: 2.0}, 5, None).to_dict()
    assert post(url, collection, payload | {"rank": {"$tebak": 1}}).status_code == 422
    assert post(url, collection, payload | {"limit": "lima"}).status_code == 422


def test_fused_ranks_weigh_both_halves_alike() -> None:
    payload = fused_search([1, 0, 0], {7: 2.0, 3: 1.0}, 5, {"regulation": "a"}).to_dict()
    sign, total = payload["rank"]["$mul"]
    assert sign == {"$val": -1}  # Chroma puts the smallest first
    asked = [term["$div"]["right"]["$sum"][1]["$knn"] for term in total["$sum"]]
    assert [knn["key"] for knn in asked] == ["#embedding", "words"]
    assert asked[1]["query"] == {"#type": "sparse_vector", "indices": [3, 7], "values": [1.0, 2.0]}
    assert all(knn["return_rank"] and knn["limit"] == 5 for knn in asked)
    assert payload["filter"] == {"regulation": {"$eq": "a"}}


class Distributed:
    """What a server with sparse vectors would do: takes the schema and the rows, and answers a search."""

    def __init__(self) -> None:
        self.rows: dict[str, Any] = {}
        self.searches: list[Any] = []

    def create_collection(self, name: str, schema: Any, embedding_function: None) -> Any:
        assert "words" in schema.keys
        return self

    def get_collection(self, name: str, embedding_function: None) -> Any:
        return self

    def add(self, ids: list[str], embeddings: Any, metadatas: list[dict[str, Any]]) -> None:
        self.rows.update(zip(ids, metadatas, strict=True))

    def search(self, searches: Any) -> Any:
        self.searches.append(searches.to_dict())
        return {"ids": [["a/pasal-2"]], "scores": [[-0.03]]}


def test_where_words_are_taken_they_are_kept_and_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = Distributed()
    monkeypatch.setenv("RUJUKAN_CHROMA_URL", "http://127.0.0.1:1")
    monkeypatch.setattr("kb.index.connect_server", lambda _: distributed)
    monkeypatch.setattr("kb.index.close_server", lambda _: None)
    folder = tmp_path / "1.building" / "chroma"
    folder.parent.mkdir()
    weights = [{4: 0.5}, {2: 1.5, 0: 0.25}]
    build_index(
        folder, ["a/pasal-1", "a/pasal-2"], ["a", "a"], np.eye(2, dtype=np.float32), words=lambda a, b: weights[a:b]
    )
    kept = distributed.rows["a/pasal-2"]["words"]
    assert (kept.indices, kept.values) == ([0, 2], [0.25, 1.5])
    index = open_index(folder)
    assert index.knows_words
    assert index.nearest_worded(np.ones(2, np.float32), {2: 1.0}, 5) == [("a/pasal-2", -0.03)]
    assert distributed.searches[0]["limit"]["limit"] == 5


# --- several processes ---


def test_several_processes_without_a_server_are_refused(two_regulations: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUJUKAN_CHROMA_URL", raising=False)
    with pytest.raises(RujukanError, match="server Chroma"):
        check_workers(Settings(data=two_regulations / "data", workers=2))
    check_workers(Settings(data=two_regulations / "data", workers=1))
    ran = CliRunner().invoke(app, ["--data", str(two_regulations / "data"), "serve", "--workers", "2"])
    assert ran.exit_code == 1
    assert "folder Chroma" in str(ran.exception)


def test_several_processes_need_the_index_on_the_server(two_regulations: Path, url: str) -> None:
    with pytest.raises(RujukanError, match="rujukan ingest"):
        check_workers(Settings(data=two_regulations / "data", workers=2))


@pytest.mark.parametrize("wrong", ["127.0.0.1:8000", "http://", "http://a b:1", "ftp://a:1", "http://a/satu"])
def test_what_is_no_address_of_a_server_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="chroma_url"):
        Settings(chroma_url=wrong)


def test_turns_are_shared_among_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    assert Settings(workers=4).turns_at_once == 2
    assert Settings(workers=16).turns_at_once == 1
    assert Settings(workers=4, turns=5).turns_at_once == 5


def test_several_processes_answer_while_a_generation_is_replaced(data: Path, url: str) -> None:
    build(data)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = command_with_letters("--data", data, "serve", "--workers", 2, "--port", port)
    unlimited = {**os.environ, "RUJUKAN_RATE_ANONYMOUS": "", "LETTERS_COMPARED": "0"}  # all askers have one address
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=unlimited) as process:
        try:
            wait_for(f"{address}/health/ready", process)
            with ThreadPoolExecutor(4) as askers:
                rounds = [askers.submit(ask_many, address) for _ in range(4)]
                numbers = [build(data, force=True).name for _ in range(2)]
                seen = sum((answer.result() for answer in rounds), Counter[Any]())
        finally:
            process.terminate()
            said = process.communicate(timeout=30)[1]
    assert seen.keys() == {200}, said
    processes = set(re.findall(r"Started server process \[(\d+)\]", said))
    assert len(processes) == 2, said
    assert numbers[-1] == str(current_number(data))


def ask_many(address: str, count: int = 40) -> Counter[Any]:
    seen: Counter[Any] = Counter()
    for _ in range(count):
        answer = httpx.post(f"{address}/v1/search", json={"query": QUESTION}, timeout=60)
        seen[answer.status_code] += 1
        assert answer.status_code != 200 or answer.json()["passages"]
    return seen


def wait_for(address: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stderr and process.stderr.read()
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")
