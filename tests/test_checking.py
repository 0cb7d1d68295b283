"""``POST /v1/check`` and ``POST /v1/drafts``; the commands ``check`` and ``draft``: keys, files, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from small_documents import set_pdf
from small_laws import DRAFT

import kb.search
from api import cli
from api.app import create_app

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
CHECK = set("span citation verdict label path detail newer changes own page line".split())
FINDING = set("rule severity span words page line unit message source related".split())
TEXT = "Baca Pasal 3 UU 7/2018 dan Pasal 9 UU 7/2018."
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def client(loket):
    with TestClient(create_app(library=loket)) as client:
        yield client


@pytest.fixture
def run(loket_data: Path, letters: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)

    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["rujukan", "--data", str(loket_data), *map(str, arguments)])
        try:
            cli.main()
            code: Any = 0
        except SystemExit as end:
            code = end.code or 0
        return code, capsys.readouterr().out

    return run


def test_check_over_rest(client) -> None:
    rows = client.post("/v1/check", json={"text": TEXT}).json()["citations"]
    assert [set(row) for row in rows] == [CHECK, CHECK]
    assert [TEXT[slice(*row["span"])] for row in rows] == [row["citation"] for row in rows]
    assert [row["verdict"] for row in rows] == ["diubah", "tidak ada pasal itu"]
    assert rows[0]["newer"] == [{"path": "uu-9-2020/pasal-3", "label": "UU Nomor 9 Tahun 2020 Pasal 3"}]
    earlier = client.post("/v1/check", json={"text": TEXT, "as_of": "2019-01-01"}).json()["citations"]
    assert earlier[0]["verdict"] == "ada"


def test_draft_over_rest(client) -> None:
    text = DRAFT.replace("BAB III", "BAB IV")
    report = client.post("/v1/drafts", json={"text": text}).json()
    assert report["checked"] is True
    assert [set(f) for f in report["findings"]] == [FINDING]
    assert report["findings"][0]["rule"] == "nomor-bab"
    assert report["citations"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "  "},
        {"text": "x", "lain": 1},
    ],
)
def test_what_cannot_be_read_is_a_problem(client, body: dict[str, Any]) -> None:
    for path in ("/v1/check", "/v1/drafts"):
        response = client.post(path, json=body)
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"


def test_check_command(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nota.txt"
    path.write_text(TEXT)
    code, out = run("check", path, "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, [row["verdict"] for row in rows]) == (1, ["diubah", "tidak ada pasal itu"])
    assert [set(row) for row in rows] == [CHECK, CHECK]
    code, out = run("check", path)
    assert "hlm. 1 baris 1: diubah: Pasal 3 UU 7/2018" in out
    path.write_text("Baca Pasal 2 UU 7/2018.")
    assert run("check", path)[0] == 0
    assert run("check", tmp_path / "nihil.txt")[0] == 1


def test_draft_command(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draf.txt"
    path.write_text(DRAFT)
    assert run("draft", path) == (0, "")
    path.write_text(DRAFT.replace("Pasal 5\n", "Pasal 7\n"))
    code, out = run("draft", path, "--json")
    assert (code, [json.loads(line)["rule"] for line in out.splitlines()]) == (1, ["nomor-pasal"])
    path.write_text(DRAFT.replace("14 (empat belas)", "15 (lima belas)"))
    code, out = run("draft", path)
    assert code == 0  # a question is no error
    assert "pertanyaan: angka-berbeda, Pasal 2 ayat (1)" in out


def test_a_pdf_and_a_stored_regulation_are_read(run: Run, tmp_path: Path) -> None:
    code, out = run("check", set_pdf(tmp_path / "nota.pdf", f"Catatan\n{TEXT}"), "--json")
    assert [json.loads(line)["page"] for line in out.splitlines()] == [1, 1]
    code, out = run("check", "uu-9-2020", "--json")
    assert code == 1  # it amends what it cites
    assert all(json.loads(line)["verdict"] in ("ada", "diubah") for line in out.splitlines())
