"""Uploads and removals as jobs: a real child process over a small collection, from the request to the search."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from internal_document import SECRET
from loopback import command_with_letters
from small_documents import NEW, set_pdf

import api.jobs
import kb.search
from api.acts import check_chain, read_acts
from api.app import create_app
from api.jobs import UNFINISHED, Workbench, find_job, list_jobs
from api.keys import add_key
from api.ledger import Ledger
from api.settings import Settings
from kb.store import open_store
from kb.types import NotFoundError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
PATIENCE = 180.0  # seconds for a child on a busy machine
CHILD = tuple(command_with_letters())


@pytest.fixture
def data(two_regulations: Path, letters: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    monkeypatch.setattr(api.jobs, "COMMAND", CHILD)
    shutil.copytree(two_regulations / "data", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def key(data: Path) -> dict[str, str]:
    return {"X-API-Key": add_key(Ledger(data), "bu rini", "librarian")[1]}


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=data, rate_anonymous="", rate_key=""))) as client:
        yield client


def upload(client: TestClient, key: dict[str, str], path: Path, **fields: str) -> dict[str, Any]:
    with path.open("rb") as file:
        response = client.post("/v1/documents", files={"file": (path.name, file)}, data=fields, headers=key)
    assert response.status_code == 202, response.text
    job: dict[str, Any] = response.json()
    assert response.headers["location"] == f"/v1/documents/jobs/{job['id']}"
    assert job["state"] == "queued"
    return job


def follow(client: TestClient, key: dict[str, str], job: dict[str, Any]) -> dict[str, Any]:
    """The job when it is done."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        now: dict[str, Any] = client.get(f"/v1/documents/jobs/{job['id']}", headers=key).json()
        if now["state"] not in UNFINISHED:
            return now
        time.sleep(0.1)
    raise AssertionError(now)


def test_a_document_from_upload_to_removal(client: TestClient, key: dict[str, str], data: Path, tmp_path: Path) -> None:
    secret = set_pdf(tmp_path / "rahasia.pdf", SECRET)
    done = follow(client, key, upload(client, key, secret, audience="internal"))
    assert (done["state"], done["error"], done["who"]) == ("ingested", "", "bu rini")
    assert done["report"]["regulation"] == "pp-7-2022"
    assert done["report"]["file"] == "rahasia.pdf"  # not where it lay
    assert not list((data / "uploads").rglob("*.pdf"))

    sought = {"json": {"query": "zamrudkelabu"}}
    assert "zamrudkelabu" in client.post("/v1/search", headers=key, **sought).text  # without a restart
    assert "zamrudkelabu" not in client.post("/v1/search", **sought).json()["passages"].__repr__()
    assert follow(client, key, upload(client, key, secret))["state"] == "unchanged"
    assert client.get("/v1/documents/pp-7-2022", headers=key).json()["audience"] == "internal"

    response = client.delete("/v1/documents/pp-7-2022", headers=key)
    assert response.status_code == 202
    assert follow(client, key, response.json())["state"] == "removed"
    assert client.get("/v1/documents/pp-7-2022", headers=key).status_code == 404
    assert client.delete("/v1/documents/pp-7-2022", headers=key).status_code == 404

    acts = read_acts(Ledger(data))
    assert [(act.who, act.act, act.object) for act in acts] == [
        ("bu rini", "document_added", "pp-7-2022"),
        ("bu rini", "document_removed", "pp-7-2022"),
    ]
    assert check_chain(Ledger(data)) == []
    listed = client.get("/v1/documents/jobs?limit=2", headers=key).json()
    assert (listed["total"], [job["state"] for job in listed["jobs"]]) == (3, ["removed", "unchanged"])


def test_a_file_that_cannot_be_read_fails_with_its_cause(
    client: TestClient, key: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "rusak.pdf").write_bytes(b"%PDF-1.7 bukan apa-apa")
    done = follow(client, key, upload(client, key, tmp_path / "rusak.pdf"))
    assert done["state"] == "failed"
    assert "rusak.pdf" in done["error"]
    assert "uploads" not in done["error"]


def test_a_quarantined_document_says_why(client: TestClient, key: dict[str, str], tmp_path: Path) -> None:
    gaps = NEW.replace("NOMOR 2", "NOMOR 4").replace("Pasal 2\n", "Pasal 4\n")
    done = follow(client, key, upload(client, key, set_pdf(tmp_path / "celah.pdf", gaps)))
    assert done["state"] == "quarantined"
    assert "pasal tidak ditemukan" in done["error"]


def test_a_job_waits_for_whoever_writes(client: TestClient, key: dict[str, str], data: Path, tmp_path: Path) -> None:
    with open_store(data, write=True):
        job = upload(client, key, set_pdf(tmp_path / "lagi.pdf", NEW.replace("NOMOR 2", "NOMOR 3")))
        while client.get(f"/v1/documents/jobs/{job['id']}", headers=key).json()["state"] == "queued":
            time.sleep(0.05)
        assert client.post("/v1/search", json={"query": "jam kerja"}).json()["passages"]  # meanwhile
    assert follow(client, key, job)["state"] == "ingested"


def test_a_child_that_dies_is_a_failed_job(
    client: TestClient, key: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.jobs, "COMMAND", ("false",))
    done = follow(client, key, upload(client, key, set_pdf(tmp_path / "a.pdf", NEW)))
    assert (done["state"], done["error"]) == ("failed", "berakhir dengan kode 1")


def test_stopping_the_server_interrupts_its_jobs(
    data: Path, key: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeper = tmp_path / "tidur.py"
    sleeper.write_text("import time; time.sleep(600)")
    monkeypatch.setattr(api.jobs, "COMMAND", (sys.executable, str(sleeper)))
    with TestClient(create_app(Settings(data=data))) as client:
        jobs = [upload(client, key, set_pdf(tmp_path / f"{n}.pdf", NEW)) for n in range(2)]
        while find_job(Ledger(data), jobs[0]["id"]).state == "queued":
            time.sleep(0.05)
    assert [find_job(Ledger(data), job["id"]).state for job in jobs] == ["terputus", "terputus"]
    assert not (data / "uploads").exists()


def test_jobs_that_a_crash_left_are_shown_as_interrupted(data: Path) -> None:
    ledger = Ledger(data)
    with ledger.writing() as connection:
        for n, state in enumerate(("running", "queued", "ingested")):
            row = (str(n), "ingest", "a.pdf", None, "bu rini", state, "{}", "", "2026-01-01", "2026-01-01")
            connection.execute("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    (data / "uploads" / "0").mkdir(parents=True)
    Workbench(ledger, "letters").open()
    jobs, total = list_jobs(ledger)
    assert total == 3
    assert [job.state for job in jobs] == ["ingested", "terputus", "terputus"]
    assert not (data / "uploads").exists()
    with pytest.raises(NotFoundError):
        find_job(ledger, "3")


def test_a_worker_that_starts_leaves_the_jobs_of_the_others_alone(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.jobs, "COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))
    ledger = Ledger(data)
    busy, gone = Workbench(ledger, "letters"), Workbench(ledger, "letters")
    busy.add_job("mine", "remove", "pp-1-2020", "bu rini")
    gone.folder_of("crashed").mkdir()
    assert gone._held is not None
    gone._held.release()  # as the end of its process does
    with ledger.writing() as connection:
        row = ("crashed", "ingest", "a.pdf", None, "bu rini", "running", "{}", "", "2026-01-01", "2026-01-01")
        connection.execute("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    late = Workbench(ledger, "letters")
    late.open()
    assert find_job(ledger, "mine").state in UNFINISHED
    assert find_job(ledger, "crashed").state == "terputus"
    late.close()
    assert find_job(ledger, "mine").state in UNFINISHED
    busy.close()
    assert find_job(ledger, "mine").state == "terputus"
    assert not (data / "uploads").exists()
