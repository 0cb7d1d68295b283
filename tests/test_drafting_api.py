"""The REST endpoints for drafters."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from discipline_documents import DRAFT
from fastapi.testclient import TestClient
from small_documents import set_pdf

import api.precedents
from api.app import create_app
from api.sent_drafts import FILE_LIMIT
from kb.search import Library

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
KEYS = "Pegawai wajib menyimpan kunci kantor dengan sebaik-baiknya."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PASSAGE = set("rank score regulation path label title status pages boxes text verbatim pictures".split())


@pytest.fixture
def client(discipline: Library) -> Iterator[TestClient]:
    with TestClient(create_app(library=discipline)) as client:
        yield client


def test_one_clause(client: TestClient) -> None:
    body = client.post("/v1/precedents", json={"text": KEYS, "k": 3}).json()
    assert set(body) == {"clause", "passages", "families", "clauses", "bases"}
    assert len(body["passages"]) == 3
    assert set(body["passages"][0]) == PASSAGE | {"kind", "hierarchy", "year", "issuer", "likeness"}
    member = body["families"][0][1]
    assert (member["source"], member["status"]) == (body["families"][0][0]["path"], "tidak diketahui")
    assert {edit["change"] for edit in member["edits"]} <= {"sama", "dihapus", "ditambah"}
    assert client.post("/v1/precedents", json={"clause": KEYS}).json()["clause"] == KEYS


def test_a_draft_with_its_bases(client: TestClient) -> None:
    body = client.post("/v1/precedents", json={"text": DRAFT, "k": 2}).json()
    assert [clause["label"] for clause in body["clauses"]][-1] == "Pasal 3"
    first = body["bases"][0]
    assert (first["regulation"], first["named"]) == ("pp-4-2021", False)
    assert first["delegations"][0]["path"] == "pp-4-2021/pasal-11"


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("csv", b"\xef\xbb\xbfklausul"), ("markdown", b"# ")])
def test_as_files(client: TestClient, form: str, start: bytes) -> None:
    answer = client.post("/v1/precedents", json={"text": KEYS, "k": 2, "format": form})
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"].startswith('attachment; filename="preseden.')


def test_files_as_bodies(client: TestClient, tmp_path: Path) -> None:
    document = docx.Document()
    for line in DRAFT.splitlines():
        document.add_paragraph(line)
    word = io.BytesIO()
    document.save(word)
    bodies = {
        "text/plain; charset=utf-8": DRAFT.encode(),
        WORD: word.getvalue(),
        "application/pdf": set_pdf(tmp_path / "r.pdf", DRAFT).read_bytes(),
    }
    for kind, content in bodies.items():
        answer = client.post("/v1/precedents/document?k=1", content=content, headers={"content-type": kind})
        assert len(answer.json()["clauses"]) == 5, kind
    for content, kind, status in (
        (b"x", "image/png", 415),
        (b"bukan word", WORD, 422),
        (b"x" * (FILE_LIMIT + 1), "text/plain", 413),
    ):
        wrong = client.post("/v1/precedents/document", content=content, headers={"content-type": kind})
        assert (wrong.status_code, wrong.headers["content-type"]) == (status, "application/problem+json")


def test_too_many_clauses_and_wrong_requests(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.post("/v1/precedents", json={"text": " "}).status_code == 422
    assert client.post("/v1/precedents", json={"text": KEYS, "format": "odt"}).status_code == 422
    monkeypatch.setattr(api.precedents, "CLAUSES", 2)
    answer = client.post("/v1/precedents", json={"text": DRAFT})
    assert (answer.status_code, "5 klausul" in answer.json()["detail"]) == (422, True)


def test_lineage_ladder_audit(client: TestClient) -> None:
    lineage = client.get("/v1/lineage?regulation=pp-4-2021&regulation=pp-3-2010").json()
    assert lineage["regulations"] == ["pp-3-2010", "pp-4-2021"]
    assert client.get("/v1/lineage?regulation=pp-4-2021").status_code == 422
    ladder = client.get("/v1/ladders").json()
    assert ladder == client.get("/v1/ladders/pp-4-2021").json()
    named = [path for rung in ladder["rungs"] for path in [*rung["measures"], *rung["examination"]]]
    assert set(named) <= set(ladder["cells"])
    assert ladder["missing"] == [{"article": "10", "label": "Pasal 10"}]
    assert client.get("/v1/ladders/pp-3-2010").status_code == 404
    reliances = client.get("/v1/audit/basis").json()["reliances"]
    assert [r["path"].rsplit("/", 1)[1] for r in reliances] == ["angka-2", "pasal-2"]
    assert client.get("/v1/audit/basis?as_of=2015-01-01").json() == {"reliances": []}
