"""The REST API over a small collection: shapes, problems, pages."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors


@pytest.fixture
def client(library):
    with TestClient(create_app(library=library)) as client:
        yield client


def test_ask_has_the_keys_of_the_contract(client) -> None:
    body = client.post("/v1/ask", json={"question": "isi pasal 1 ayat 1 pp 2 tahun 2021"}).json()
    contract = {"question", "answer", "found", "confidence", "refusal", "passages", "warnings", "mode"}
    assert set(body) >= contract | {"id", "conversation", "beside", "related"}
    passage = body["passages"][0]
    expected = "rank score regulation path label title status pages boxes text verbatim pictures quote"
    assert set(passage) == set(expected.split())
    assert passage["label"].startswith("PP Nomor 2 Tahun 2021 Pasal 1")
    assert passage["status"] == "berlaku"
    assert passage["pages"] == [1]


def test_search_limits_to_k_and_kind(client) -> None:
    body = client.post("/v1/search", json={"query": "jam kerja", "k": 2}).json()
    assert [p["rank"] for p in body["passages"]] == [1, 2]
    assert client.post("/v1/search", json={"query": "jam kerja", "kinds": ["uu"]}).json()["passages"] == []


def test_regulations(client) -> None:
    body = client.get("/v1/regulations", params={"limit": 1}).json()
    assert body["total"] == 2
    assert [r["id"] for r in body["regulations"]] == ["pp-1-2020"]
    one = client.get("/v1/regulations/pp-2-2021").json()
    assert one["status"] == "berlaku"
    assert "pp-2-2021/pasal-1/ayat-2/huruf-b" in [row["path"] for row in one["outline"]]
    provision = client.get("/v1/regulations/pp-2-2021/pasal-1/ayat-1").json()
    assert provision["penjelasan"]["path"] == "pp-2-2021/penjelasan/pasal-1/ayat-1"


def test_source_and_page_picture(client) -> None:
    assert client.get("/v1/regulations/pp-2-2021/source.pdf").content.startswith(b"%PDF-")
    assert client.get("/v1/regulations/pp-2-2021/pages/2.png").content.startswith(b"\x89PNG")
    whole = client.get("/v1/regulations/pp-2-2021/pages/2.png").content
    part = client.get("/v1/regulations/pp-2-2021/pages/2.png?box=90,760,200,790")
    assert part.content.startswith(b"\x89PNG")
    assert len(part.content) < len(whole)
    assert client.get("/v1/regulations/pp-2-2021/pages/2.png?box=9,9").status_code == 422
    assert client.get("/v1/regulations/pp-2-2021/pages/2.png?box=900,900,950,950").status_code == 404
    assert client.get("/v1/regulations/pp-2-2021/pages/9.png").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "json", "status"),
    [
        ("GET", "/v1/regulations/pp-9-1999", None, 404),
        ("GET", "/v1/regulations/pp-2-2021/pasal-99", None, 404),
        ("GET", "/tidak/ada", None, 404),
        ("GET", "/v1/ask", None, 405),
        ("POST", "/v1/ask", {"question": ""}, 422),
        ("POST", "/v1/search", {"query": "x", "k": 0}, 422),
    ],
)
def test_problems_are_rfc_9457(client, method, path, json, status) -> None:
    response = client.request(method, path, json=json)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["title"]


def test_health_and_description(client, tmp_path: Path) -> None:
    assert client.get("/health/ready").json()["regulations"] == 2
    assert "/v1/ask" in client.get("/openapi.json").json()["paths"]
    with TestClient(create_app(Settings(data=tmp_path / "kosong"))) as empty:
        assert empty.get("/health/live").status_code == 200
        assert empty.get("/health/ready").status_code == 503
        assert empty.post("/v1/ask", json={"question": "x"}).json()["title"] == "Koleksi belum siap"
