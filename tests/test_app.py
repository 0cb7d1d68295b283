"""What the application adds to its endpoints: problems for every error, request ids, compression, fresh generations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from small_documents import NEW, set_pdf

import kb.search
from api import shapes
from api.app import create_app
from api.problems import PROBLEMS
from api.settings import Settings
from ingest.pipeline import ingest
from kb.types import RujukanError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors


@pytest.fixture
def data(two_regulations: Path, letters: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of two regulations; whoever opens it gets the fake embedder."""
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    return two_regulations / "data"


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=data))) as client:
        yield client


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    """The response is an RFC 9457 problem with this status and a request id; its fields."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"]
    problem: dict[str, Any] = response.json()
    assert problem.keys() >= {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    return problem


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": "   "},  # blanks are no question
        {"question": "cuti", "as_of": "kemarin"},
        {"question": "cuti", "asof": "2030-01-01"},  # a misspelt field must not be ignored
        {"question": "c" * 2_001},
    ],
)
def test_wrong_request_is_a_problem_in_indonesian(client: TestClient, body: dict[str, Any]) -> None:
    problem = assert_problem(client.post("/v1/ask", json=body), 422)
    assert (problem["title"], problem["instance"]) == ("Permintaan tidak sah", "/v1/ask")


def test_broken_json_is_a_problem(client: TestClient) -> None:
    assert_problem(client.post("/v1/ask", content=b"{", headers={"content-type": "application/json"}), 422)


@pytest.mark.parametrize(("kind", "status", "title"), PROBLEMS, ids=[kind.__name__ for kind, _, _ in PROBLEMS])
def test_every_known_error_has_its_status(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, kind: type[RujukanError], status: int, title: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind("sebabnya")

    monkeypatch.setattr("api.routes.answer", fail)
    problem = assert_problem(client.post("/v1/ask", json={"question": "cuti"}), status)
    assert (problem["title"], problem["detail"]) == (title, "sebabnya")


def test_unforeseen_error_is_a_problem_that_tells_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("rahasia dalam")

    monkeypatch.setattr("api.routes.answer", fail)
    response = client.post("/v1/ask", json={"question": "cuti"}, headers={"x-request-id": "nomor-7"})
    problem = assert_problem(response, 500)
    assert "rahasia" not in str(problem)
    assert "nomor-7" in problem["detail"]  # what a reader can report, and the log knows


def test_request_id_is_kept_or_made(client: TestClient) -> None:
    assert client.get("/health/live", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    made = client.get("/health/live", headers={"x-request-id": 'a"b <script>'}).headers["x-request-id"]
    assert made.isalnum()


def test_regulations_say_where_the_page_begins(client: TestClient) -> None:
    body = client.get("/v1/regulations", params={"limit": 1, "offset": 1}).json()
    assert (body["total"], body["limit"], body["offset"]) == (2, 1, 1)
    assert [row["id"] for row in body["regulations"]] == ["pp-2-2021"]
    assert client.get("/v1/regulations", params={"status": "dicabut"}).json()["total"] == 1
    assert_problem(client.get("/v1/regulations", params={"status": "entah"}), 422)


def test_json_is_compressed_and_a_pdf_is_not(client: TestClient) -> None:
    gzip = {"accept-encoding": "gzip"}
    assert client.get("/v1/regulations/pp-2-2021", headers=gzip).headers["content-encoding"] == "gzip"
    response = client.get("/v1/regulations/pp-2-2021/source.pdf", headers=gzip)
    assert len(response.content) > 1_000  # long enough to be compressed if it were text
    assert "content-encoding" not in response.headers
    assert response.headers["content-disposition"].startswith("inline")  # shown by the browser


def test_source_may_be_read_in_parts(client: TestClient) -> None:
    part = client.get("/v1/regulations/pp-2-2021/source.pdf", headers={"range": "bytes=0-4"})
    assert (part.status_code, part.content) == (206, b"%PDF-")


def test_new_generation_is_served_without_a_restart(data: Path, tmp_path: Path, letters: Any) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    with TestClient(create_app(Settings(data=copy))) as client:
        assert client.get("/v1/regulations").json()["total"] == 2
        ingest([set_pdf(tmp_path / "lagi.pdf", NEW.replace("NOMOR 2", "NOMOR 3"))], data=copy, embedder=letters)
        assert client.get("/v1/regulations").json()["total"] == 3
        assert client.post("/v1/search", json={"query": "jam kerja"}).json()["passages"]


def test_collection_made_after_the_start_is_found(data: Path, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data"))) as client:
        assert "Belum ada koleksi" in assert_problem(client.get("/health/ready"), 503)["detail"]
        assert client.get("/metrics").status_code == 200  # can be watched meanwhile
        shutil.copytree(data, tmp_path / "data")
        assert (
            client.get("/health/ready").json().items() >= {"status": "siap", "regulations": 2, "generation": 1}.items()
        )


def test_openapi_has_models_summaries_and_examples(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            answered = next(said for code, said in operation["responses"].items() if code.startswith("2"))["content"]
            if "application/json" in answered:
                assert "$ref" in answered["application/json"]["schema"], f"{path}: no response model"
            refused = [r for status, r in operation["responses"].items() if status == "default" or status >= "400"]
            assert {"default", "429", "500", "503"} <= operation["responses"].keys(), path
            for response in refused:
                assert list(response["content"]) == ["application/problem+json"], f"{path}: another error shape"
    source = schema["paths"]["/v1/regulations/{identifier}/source.pdf"]["get"]["responses"]["200"]["content"]
    assert list(source) == ["application/pdf"]
    models = {n: m for n, m in schema["components"]["schemas"].items() if n.endswith(("Model", "Request"))}
    assert len(models) > 10
    for name, model in models.items():
        assert model["examples"], name
        assert model["description"], name


@pytest.mark.parametrize("name", [name for name in vars(shapes) if name.endswith(("Model", "Request"))])
def test_examples_are_valid(name: str) -> None:
    model = getattr(shapes, name)
    if model is shapes.BaseModel:
        return
    for example in model.model_config["json_schema_extra"]["examples"]:
        shown = model.model_validate(example).model_dump(mode="json", exclude_unset=True)
        assert shown.keys() == example.keys(), name
        if name.endswith("Model"):
            assert shown.keys() == model.model_fields.keys(), f"{name}: the example is not whole"


def test_filters_of_regulations(client: TestClient) -> None:
    def found(**asked: Any) -> list[str]:
        return [row["id"] for row in client.get("/v1/regulations", params=asked).json()["regulations"]]

    assert found() == ["pp-1-2020", "pp-2-2021"]
    assert found(sort="-year") == ["pp-2-2021", "pp-1-2020"]
    assert found(sort="status", kind="pp") == ["pp-2-2021", "pp-1-2020"]  # berlaku, dicabut
    assert found(year=2021) == ["pp-2-2021"]
    assert found(q="PEGAWAI jam") == ["pp-2-2021"]
    assert found(q="cuti") == found(topic="cuti") == found(kind="uu") == []
    assert found(status="berlaku", as_of="2020-06-01") == []  # not yet made


@pytest.mark.parametrize("wrong", ["20200601", "0", "1e3", "2020-6-1", "kemarin"])
def test_a_day_is_written_in_one_way(client: TestClient, wrong: str) -> None:
    problem = assert_problem(client.get("/v1/regulations", params={"as_of": wrong}), 422)
    assert problem["detail"] == "periksa: as_of"
    assert_problem(client.post("/v1/ask", json={"question": "cuti", "as_of": wrong}), 422)
    assert_problem(client.post("/v1/ask", json={"question": "cuti", "as_of": 0}), 422)


def test_long_lists_lead_to_their_other_pages(client: TestClient) -> None:
    path = "/v1/regulations/pp-2-2021/provisions"
    whole = client.get(path).json()
    assert whole["total"] == len(whole["provisions"]) > 5
    seen: list[dict[str, Any]] = []
    at: str | None = f"{path}?limit=4"
    while at:
        page = client.get(at)
        seen += page.json()["provisions"]
        at = page.links.get("next", {}).get("url")
    assert seen == whole["provisions"]
    assert page.links["last"]["url"] == str(page.url.raw_path, "ascii")
    assert page.links["first"]["url"] == f"{path}?offset=0&limit=4"
    pasal = client.get(path, params={"kind": "pasal"}).json()
    assert pasal["total"] == sum("ayat" not in row["path"] for row in pasal["provisions"]) > 0
    assert_problem(client.get("/v1/regulations/pp-9-1999/provisions"), 404)


def test_links_keep_the_filters(client: TestClient) -> None:
    page = client.get("/v1/regulations", params={"q": "jam kerja", "limit": 1})
    assert page.links["next"]["url"] == "/v1/regulations?q=jam+kerja&offset=1&limit=1"
    beyond = client.get("/v1/regulations", params={"offset": 99, "limit": 1})
    assert (beyond.json()["regulations"], beyond.links["prev"]["url"]) == ([], "/v1/regulations?offset=1&limit=1")


def test_search_goes_on_where_the_last_page_ended(client: TestClient) -> None:
    whole = client.post("/v1/search", json={"query": "jam kerja", "k": 4}).json()["passages"]
    rest = client.post("/v1/search", json={"query": "jam kerja", "k": 2, "offset": 2}).json()["passages"]
    assert rest == whole[2:]
    assert [passage["rank"] for passage in rest] == [3, 4]
