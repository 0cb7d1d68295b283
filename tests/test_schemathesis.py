"""Schemathesis against the running application: what its description allows is answered as described, the rest refused.

All checks of Schemathesis are on. RUJUKAN_FUZZ_EXAMPLES (default 25) says how many requests an operation gets in the
phase of random ones; `make fuzz` takes more.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import api.jobs
import kb.search
from api.app import create_app
from api.keys import Role, add_key
from api.ledger import Ledger
from api.settings import Settings
from docs.stage import serve

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
# No schema says what is a PDF; and a good key is good beside the credentials of a proxy.
EXCUSED = "positive_data_acceptance,ignored_auth"
FILES = "^/v1/(precedents|check|drafts)/document$"  # endpoints whose body is a file
EXAMPLES = os.environ.get("RUJUKAN_FUZZ_EXAMPLES", "25")


@pytest.fixture
def address(two_regulations: Path, tmp_path: Path, letters: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server, on loopback, over a copy of the two regulations."""
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    monkeypatch.setenv("RUJUKAN_RATE_ANONYMOUS", "")  # no limit on how often it asks
    shutil.copytree(two_regulations / "data", tmp_path / "data")
    with serve(create_app(Settings(data=tmp_path / "data", rate_anonymous="", rate_key=""))) as served:
        yield served


@pytest.mark.parametrize("role", [None, "admin"])
def test_api_keeps_to_its_description(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: Role | None
) -> None:
    monkeypatch.setattr(api.jobs, "COMMAND", ("true",))  # what jobs do is not asked here
    key = ["--header", f"X-API-Key: {add_key(Ledger(tmp_path / 'data'), 'penguji', role)[1]}"] if role else []
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"),
        *("--checks", "all", "--max-examples", EXAMPLES, "--seed", "1"),
        *("--suppress-health-check", "all", "--generation-database", "none", "--no-color"),
        *key,
    ]
    excused = ["--exclude-checks", EXCUSED] if role else []
    run(*command, "--exclude-path-regex", FILES, *excused, folder=tmp_path)
    # Random bytes are no file, and these endpoints alone have no links to follow.
    phases = ["--phases", "examples,coverage,fuzzing", "--exclude-checks", EXCUSED]
    run(*command, "--include-path-regex", FILES, *phases, folder=tmp_path)


def run(*command: str, folder: Path) -> None:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{ran.stdout[-6_000:]}\n{ran.stderr[-2_000:]}"
