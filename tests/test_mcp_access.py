"""The tools keep internal documents from who may not see them: over HTTP by key, over stdio by option."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from internal_document import CANARIES
from loopback import ENVIRONMENT, command_with_letters, served
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
# None of the calls says a canary itself: what comes back in an answer was in the document.
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ask", {"question": "pukul berapa juru kunci ruang bekerja"}),
    ("search", {"query": "juru kunci ruang yang mangkir", "k": 20, "include_repealed": True}),
    ("show", {"provision": "pp-2-2021/pasal-1"}),
    ("regulations", {}),
)


@pytest.fixture(scope="module")
def address(mixed: Path) -> Iterator[str]:
    with served(mixed) as address:
        yield address


def told(server: Any, token: str = "") -> str:
    """All that a server says to the calls, in lower case; at an address to the holder of a key."""

    async def conversation() -> str:
        async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"} if token else {}) as http:
            at = streamable_http_client(server, http_client=http) if isinstance(server, str) else server
            async with Client(at) as client:
                results = [await client.call_tool(name, arguments) for name, arguments in CALLS]
        return json.dumps([result.model_dump(mode="json") for result in results]).lower()

    return asyncio.run(conversation())


def new_key(data: Path, name: str, *options: str) -> str:
    command = command_with_letters(
        "--data", data, "keys", "add", "--role", "reader", "--name", name, *options, "--json"
    )
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | ENVIRONMENT, check=True)
    return next(value for value in json.loads(done.stdout).values() if str(value).startswith("rjk_"))


def canaries(said: str) -> list[str]:
    return [canary for canary in CANARIES if canary.lower() in said]


def test_a_key_decides_over_http(mixed: Path, address: str) -> None:
    assert canaries(told(f"{address}/mcp")) == []
    assert canaries(told(f"{address}/mcp", new_key(mixed, "umum"))) == []
    assert "zamrudkelabu" in told(f"{address}/mcp", new_key(mixed, "dalam", "--audience", "internal"))


def test_a_wrong_key_gets_nothing(address: str) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"accept": "application/json, text/event-stream", "authorization": "Bearer rjk_salah"}
    response = httpx.post(f"{address}/mcp", json=body, headers=headers)
    assert (response.status_code, response.json()["title"]) == (401, "Perlu kunci akses")


@pytest.mark.parametrize(("options", "seen"), [((), False), (("--audience", "internal"), True)])
def test_an_option_decides_over_stdio(mixed: Path, options: tuple[str, ...], seen: bool) -> None:
    command, *arguments = command_with_letters("--data", mixed, "mcp", *options)
    said = told(StdioServerParameters(command=command, args=arguments, env=ENVIRONMENT))
    assert bool(canaries(said)) == seen
