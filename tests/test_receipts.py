"""Receipts at the faces: ``ask --receipt``, ``verify-receipt`` with its exit codes, and over REST."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import kb.search
from api import cli
from api.app import create_app
from api.settings import Settings
from kb.receipt import compute_digest, read_receipt, receipt_json

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
ASKED = "isi pasal 1 ayat 1 pp 2 tahun 2021"


@pytest.fixture
def run(
    two_regulations: Path, letters: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs ``rujukan ARGUMENTS`` over the two regulations: exit code, standard output, standard error."""
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)

    def started(*arguments: object) -> tuple[int, str, str]:
        words = ["rujukan", "--data", two_regulations / "data", *arguments]
        monkeypatch.setattr(sys, "argv", list(map(str, words)))
        code: Any = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return started


@pytest.fixture
def client(two_regulations: Path, letters: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    with TestClient(create_app(Settings(data=two_regulations / "data"))) as client:
        yield client


def test_a_receipt_is_saved_and_verified(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "bukti.json"
    assert run("ask", ASKED, "--receipt", file)[0] == 0
    assert "pukul delapan" in json.loads(file.read_text(encoding="utf-8"))["passages"][0]["quote"]
    code, out, _ = run("verify-receipt", file)
    assert (code, out.split(":")[0]) == (0, "SAH")
    code, out, _ = run("verify-receipt", file, "--json")
    assert json.loads(out) == {"file": str(file), "verdict": "sah", "reasons": [], "changes": []}


def test_an_edited_file_exits_with_1(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "bukti.json"
    run("ask", ASKED, "--receipt", file)
    file.write_text(file.read_text(encoding="utf-8").replace("pukul delapan", "pukul sepuluh"), encoding="utf-8")
    code, out, _ = run("verify-receipt", file, "--json")
    assert (code, json.loads(out)["verdict"]) == (1, "diubah")


def test_a_receipt_of_unknown_origin_exits_with_2(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "bukti.json"
    run("ask", ASKED, "--receipt", file)

    row = json.loads(file.read_text(encoding="utf-8")) | {"installation": "", "signature": ""}
    row["digest"] = compute_digest(read_receipt(json.dumps(row)))
    file.write_text(json.dumps(receipt_json(read_receipt(json.dumps(row)))))
    code, out, _ = run("verify-receipt", file, "--json")
    assert (code, json.loads(out)["verdict"]) == (2, "tidak dapat diperiksa")


def test_a_receipt_is_never_written_over_a_file(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "bukti.json"
    file.write_text("penting")
    code, _, err = run("ask", ASKED, "--receipt", file)
    assert (code, file.read_text()) == (1, "penting")
    assert "sudah ada" in err


def test_what_is_no_receipt_is_one_line(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    (tmp_path / "lain.json").write_text("{}")
    for file, said in (("lain.json", "bukan bukti jawaban"), ("tidak-ada.json", "tidak dapat dibuka")):
        code, out, err = run("verify-receipt", tmp_path / file)
        assert (code, out) == (1, "")
        assert said in err
    (tmp_path / "t.tsv").write_text("id\tquestion\nq\tcuti\n")
    assert run("ask", "--questions", tmp_path / "t.tsv", "--receipt", tmp_path / "b.json")[0] == 2


def test_rest_gives_a_receipt_and_checks_it(client: TestClient) -> None:
    assert "receipt" not in client.post("/v1/ask", json={"question": ASKED}).json()
    receipt = client.post("/v1/ask", json={"question": ASKED, "receipt": True}).json()["receipt"]
    assert receipt["question"] == ASKED
    assert client.post("/v1/receipts/verify", json=receipt).json() == {"verdict": "sah", "reasons": [], "changes": []}
    edited = client.post("/v1/receipts/verify", json=receipt | {"answer": "boleh"}).json()
    assert edited["verdict"] == "diubah"
    refused = client.post("/v1/receipts/verify", json={"format": "lain"})
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")


def test_openapi_describes_the_receipt(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    body = schema["paths"]["/v1/receipts/verify"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    name = body["$ref"].rsplit("/", 1)[1]
    described = schema["components"]["schemas"][name]
    assert set(described["required"]) >= {"question", "passages", "digest", "signature"}
    assert described["additionalProperties"] is False
