"""The program as processes of their own, over a collection made by tests: their embedder is that of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]), "PYTHONWARNINGS": "ignore"}
ENVIRONMENT |= {"RUJUKAN_RATE_ANONYMOUS": ""}  # tests ask often


def command_with_letters(*arguments: object) -> list[str]:
    """``rujukan ARGUMENTS`` with the embedder that counts letters."""
    return [sys.executable, str(ROOT / "tests" / "letters_cli.py"), *map(str, arguments)]


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of ``rujukan serve`` on a free port of loopback, stopped at the end."""
    log = data.parent / "serve.log"
    with log.open("w") as out:
        command = command_with_letters("--data", data, "serve", "--port", 0)
        with subprocess.Popen(command, stdout=out, stderr=out, env=os.environ | ENVIRONMENT) as server:
            try:
                yield _address(server, log)
            finally:
                server.terminate()
                server.wait(20)


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """Where it answers, from what it logs. Raises RuntimeError where it ends instead."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        for word in log.read_text().split():
            if word.startswith("http://127.0.0.1:"):
                address = word.rstrip(",")
                httpx.get(f"{address}/health/live").raise_for_status()
                return address
        time.sleep(0.1)
    raise RuntimeError(log.read_text())
