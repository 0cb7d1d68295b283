"""The tools as a language model's host meets them: the SDK's own client over real processes, stdio and HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from loopback import ENVIRONMENT, command_with_letters, served
from mcp import Client, StdioServerParameters

import kb.search
from api.app import create_app
from api.mcp_server import create_mcp_server
from api.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
TOOLS = {"ask", "search", "show", "regulations", "check"}
LABEL = "PP Nomor 2 Tahun 2021 Pasal 1 ayat (1)"


@pytest.fixture(scope="module")
def address(two_regulations: Path) -> Iterator[str]:
    with served(two_regulations / "data") as address:
        yield address


def start(data: Path) -> StdioServerParameters:
    command, *arguments = command_with_letters("--data", data, "mcp")
    return StdioServerParameters(command=command, args=arguments, env=ENVIRONMENT)


def talk(server: Any, *calls: tuple[str, dict[str, Any]], mode: Any = "auto") -> tuple[Any, list[Any]]:
    """The tools of a server, and what it answers to each call, by one conversation."""

    async def conversation() -> tuple[Any, list[Any]]:
        async with Client(server, mode=mode) as client:
            tools = (await client.list_tools()).tools
            return tools, [await client.call_tool(name, arguments) for name, arguments in calls]

    return asyncio.run(conversation())


CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ask", {"question": "isi pasal 1 ayat 1 pp 2 tahun 2021"}),
    ("ask", {"question": "isi pasal 77 pp 2 tahun 2021"}),
    ("search", {"query": "jam kerja", "k": 2, "include_repealed": True}),
    ("check", {"text": "Pasal 1 ayat (1) PP 2/2021"}),
    ("show", {"provision": LABEL}),
    ("show", {"provision": "PP Nomor 1 Tahun 2020 Pasal 1"}),
    ("show", {"provision": "PP Nomor 9 Tahun 1999 Pasal 1"}),
    ("regulations", {"title_words": "jam kerja", "status": "dicabut"}),
    ("search", {"query": "jam kerja", "k": 0}),
)


def check_answers(tools: Any, results: list[Any]) -> None:
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.description
        assert tool.annotations.read_only_hint
        assert "context" not in tool.input_schema["properties"]
        assert tool.output_schema["type"] == "object"
    answered, refused, found, checked, shown, old, absent, listed, wrong = results
    body = answered.structured_content
    assert json.loads(answered.content[0].text) == body  # for hosts that read only text
    assert (body["found"], body["refusal"], body["refusal_meaning"]) == (True, None, "")
    cited = body["citations"][0]
    assert (cited["label"], cited["pages"], cited["status"]) == (LABEL, [1], "berlaku")
    assert "pukul delapan" in cited["quote"]
    body = refused.structured_content
    assert (body["found"], body["refusal"], body["citations"]) == (False, "tidak_ada_di_koleksi", [])
    assert body["refusal_meaning"]
    body = found.structured_content
    assert len(body["passages"]) == 2
    assert "PP Nomor 1 Tahun 2020: status dicabut." in body["warnings"]
    (citation,) = checked.structured_content["citations"]
    assert (citation["verdict"], citation["path"]) == ("ada", "pp-2-2021/pasal-1/ayat-1")
    body = shown.structured_content
    assert (body["path"], body["warnings"]) == ("pp-2-2021/pasal-1/ayat-1", [])
    assert "waktu setempat" in body["penjelasan"]
    assert old.structured_content["warnings"] == ["PP Nomor 1 Tahun 2020: status dicabut."]
    assert absent.is_error
    assert "pp-9-1999 tidak ada di koleksi" in absent.content[0].text
    body = listed.structured_content
    assert (body["total"], [row["id"] for row in body["regulations"]]) == (1, ["pp-1-2020"])
    assert wrong.is_error


def test_over_stdio(two_regulations: Path) -> None:
    check_answers(*talk(start(two_regulations / "data"), *CALLS))


def test_over_stdio_the_chat_model_of_the_settings_words_answers(two_regulations: Path) -> None:
    server = start(two_regulations / "data")
    server.env = {**ENVIRONMENT, "RUJUKAN_CHAT_MODEL": "tak-dikenal:x"}
    _, (told,) = talk(server, CALLS[0])
    assert told.structured_content["found"]
    assert "Model bahasa tidak dapat dihubungi" in told.structured_content["warnings"][-1]  # it was turned to


@pytest.mark.parametrize("mode", ["auto", "legacy"])  # protocol with and without a handshake
def test_over_http(address: str, mode: str) -> None:
    check_answers(*talk(f"{address}/mcp", *CALLS, mode=mode))


def test_without_a_collection_it_ends_with_one_line(tmp_path: Path) -> None:
    command = command_with_letters("--data", tmp_path, "mcp")
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Belum ada koleksi" in done.stderr


def test_a_web_page_of_another_site_cannot_call_the_tools(address: str) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    assert httpx.post(f"{address}/mcp", json=body, headers=accept).status_code == 200
    for name, value in (("host", "jahat.example"), ("origin", "https://jahat.example")):
        response = httpx.post(f"{address}/mcp", json=body, headers=accept | {name: value})
        assert response.status_code in (403, 421), name
        assert "rujukan" not in response.text
    assert httpx.post(f"{address}/mcp", content="{}", headers={"content-type": "text/plain"}).status_code == 400


def test_the_application_may_be_started_again(
    two_regulations: Path, letters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    app = create_app(Settings(data=two_regulations / "data"))
    for _ in range(2):
        with TestClient(app, base_url="http://127.0.0.1:8000") as client:
            body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
            response = client.post("/mcp", json=body, headers={"accept": "application/json, text/event-stream"})
            assert {tool["name"] for tool in response.json()["result"]["tools"]} == TOOLS
            assert client.get("/mcp").status_code == 405  # no stream that nothing will ever be sent on


def test_a_name_of_its_own_is_let_in(two_regulations: Path, letters: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    monkeypatch.setenv("RUJUKAN_MCP_HOSTS", "rujukan.contoh.go.id, lain.contoh.go.id")
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    app = create_app(Settings(data=two_regulations / "data"))
    with TestClient(app, base_url="https://lain.contoh.go.id") as client:
        accept = {"accept": "application/json, text/event-stream"}
        assert client.post("/mcp", json=body, headers=accept).status_code == 200
        assert client.post("/mcp", json=body, headers=accept | {"host": "jahat.example"}).status_code == 421


def test_logs_are_left_alone(library: Any) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    create_mcp_server(lambda context: library)
    assert (logging.getLogger().handlers, logging.getLogger().level) == before
