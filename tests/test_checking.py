"""``POST /v1/check`` and ``POST /v1/drafts``; the commands ``check`` and ``draft``: keys, files, exit codes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient
from small_documents import set_pdf
from small_laws import DRAFT

import kb.search
from api import cli
from api.app import create_app
from api.findings import TEXT_LIMIT
from api.sent_drafts import FILE_LIMIT

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
CHECK = set("span citation verdict label path detail newer changes own page line".split())
FINDING = set("rule severity span words page line unit message source related".split())
TEXT = "Baca Pasal 3 UU 7/2018 dan Pasal 9 UU 7/2018."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
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


def word_file(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def post_file(client: TestClient, address: str, content: bytes, kind: str) -> Any:
    return client.post(address, content=content, headers={"content-type": kind})


def test_files_are_checked_and_spans_count_in_the_text_that_was_read(client, tmp_path: Path) -> None:
    files = {
        "text/plain; charset=utf-8": TEXT.encode(),
        "text/markdown": f"# Nota\n\n**{TEXT}**".encode(),
        WORD: word_file(TEXT),
        "application/pdf": set_pdf(tmp_path / "nota.pdf", f"Catatan\n{TEXT}").read_bytes(),
    }
    for kind, content in files.items():
        body = post_file(client, "/v1/check/document", content, kind).json()
        assert set(body) == {"text", "citations"}, kind
        assert [row["verdict"] for row in body["citations"]] == ["diubah", "tidak ada pasal itu"], kind
        assert [body["text"][slice(*row["span"])] for row in body["citations"]] == [
            "Pasal 3 UU 7/2018",
            "Pasal 9 UU 7/2018",
        ]
    earlier = post_file(client, "/v1/check/document?as_of=2019-01-01", TEXT.encode(), "text/plain").json()
    assert earlier["citations"][0]["verdict"] == "ada"


def test_a_draft_in_a_word_file(client) -> None:
    body = post_file(client, "/v1/drafts/document", word_file(DRAFT.replace("BAB III", "BAB IV")), WORD).json()
    assert set(body) == {"text", "checked", "findings", "citations"}
    (finding,) = body["findings"]
    assert (finding["rule"], body["text"][slice(*finding["span"])]) == ("nomor-bab", finding["words"])


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"x", "image/png", 415),
        (b"{}", "application/json", 415),
        (b"bukan word", WORD, 422),
        (b"%PDF-1.7 rusak", "application/pdf", 422),
        (b"", "text/plain", 422),
        (b"x" * (TEXT_LIMIT + 1), "text/plain", 422),
        (b"x" * (FILE_LIMIT + 1), "text/plain", 413),
    ],
)
def test_files_that_are_not_checked(client, content: bytes, kind: str, status: int) -> None:
    for address in ("/v1/check/document", "/v1/drafts/document"):
        response = post_file(client, address, content, kind)
        assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


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
