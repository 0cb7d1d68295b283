"""Judgements of answers: counted once, without a word of the question."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import kb.search
from api.app import create_app
from api.feedback import FILE, Given, GivenAnswers, count_feedback, read_feedback
from api.settings import Settings
from kb.types import Answer, NotFoundError, StoreError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
GIVEN = Given("pp-2-2021/pasal-1", "", "ekstraktif", 3)


@pytest.fixture
def data(two_regulations: Path, tmp_path: Path, letters: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    return Path(shutil.copytree(two_regulations / "data", tmp_path / "data"))


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=data))) as client:
        yield client


def test_judgement_is_counted_with_what_it_is_about(client: TestClient, data: Path) -> None:
    for _ in range(2):
        answer = client.post("/v1/ask", json={"question": "isi pasal 1 ayat 1 pp 2 tahun 2021"}).json()
        judged = {"answer": answer["id"], "verdict": "tidak_membantu", "reason": "salah_kutip"}
        assert client.post("/v1/feedback", json=judged).json() == {"status": "dihitung"}
    (row,) = read_feedback(data)
    assert (row["provision"], row["reason"], row["count"]) == (answer["passages"][0]["path"], "salah_kutip", 2)
    assert b"isi pasal" not in (data / FILE).read_bytes()
    assert 'rujukan_feedback_total{reason="salah_kutip",verdict="tidak_membantu"} 2.0' in client.get("/metrics").text


def test_an_answer_is_judged_once_and_must_be_known(client: TestClient) -> None:
    judged = {"answer": client.post("/v1/ask", json={"question": "cuti"}).json()["id"], "verdict": "membantu"}
    assert client.post("/v1/feedback", json=judged).status_code == 200
    assert client.post("/v1/feedback", json=judged).status_code == 404
    assert client.post("/v1/feedback", json={"answer": "entah", "verdict": "membantu"}).status_code == 404


@pytest.mark.parametrize("wrong", [{"verdict": "bagus"}, {"reason": "kata bebas"}, {"remark": "kata bebas"}])
def test_words_of_ones_own_are_refused(client: TestClient, wrong: dict[str, str]) -> None:
    assert client.post("/v1/feedback", json={"answer": "x", "verdict": "membantu", **wrong}).status_code == 422


def test_answers_are_forgotten_after_a_while() -> None:
    given = GivenAnswers(lifetime=0)
    with pytest.raises(NotFoundError):
        given.take(given.keep(Answer("cuti", "Tidak.", False, 0.0, "di_luar_lingkup", ()), 3))


def test_counts_by_day_verdict_reason_and_provision(tmp_path: Path) -> None:
    assert list(read_feedback(tmp_path)) == []
    count_feedback(tmp_path, GIVEN, "membantu", "")
    count_feedback(tmp_path, GIVEN, "membantu", "tepat")
    assert sorted((row["reason"], row["count"]) for row in read_feedback(tmp_path)) == [("", 1), ("tepat", 1)]


def test_a_folder_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="tidak dapat disimpan"):
        count_feedback(tmp_path / "tidak" / "ada", GIVEN, "membantu", "")
