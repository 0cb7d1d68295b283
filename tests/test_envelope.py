"""What surrounds requests: logs and metrics without a user's words, security headers, limits, CORS."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import BODY_LIMIT, create_app
from api.logs import ROOT, RequestFilter, make_formatter
from api.settings import Settings
from kb.search import Library
from kb.types import Answer

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
SECRET = "kenapa saudara Budi dihukum"


@pytest.fixture
def app(library: Library) -> FastAPI:
    return create_app(Settings(cors_origins="https://kepegawaian.example, https://lain.example"), library)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def written() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the server's log says from here on, as a call that gives its records."""
    stream, named = io.StringIO(), logging.getLogger("rujukan")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(make_formatter())
    handler.addFilter(RequestFilter())
    level = named.level
    named.addHandler(handler)
    named.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    named.removeHandler(handler)
    named.setLevel(level)


def test_libraries_are_heard_from_warnings_on() -> None:
    said = (
        "import logging, logging.config; from api.logs import log_config; logging.config.dictConfig(log_config());"
        "logging.getLogger('httpx').info('rahasia'); logging.getLogger('sse_starlette').debug('rahasia');"
        "logging.getLogger('uvicorn.error').info('mulai'); logging.getLogger('rujukan').info('siap')"
    )
    ran = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [json.loads(line)["message"] for line in ran.stderr.splitlines()] == ["mulai", "siap"]
    assert ran.stdout == ""  # is for results


def test_a_log_line_tells_the_request_and_nothing_of_who_or_what(client: TestClient, written: Any) -> None:
    client.post("/v1/ask", json={"question": SECRET}, headers={"x-request-id": "nomor-1"})
    client.get("/v1/regulations", params={"q": SECRET})
    client.get(f"/v1/regulations/{SECRET}/pasal-1")
    lines = written()
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/v1/ask", 200),
        ("GET", "/v1/regulations", 200),
        ("GET", "/v1/regulations/{identifier}/{path:path}", 404),
    ]
    first = lines[0]
    assert (first["level"], first["logger"], first["request_id"]) == ("INFO", "rujukan", "nomor-1")
    assert first["time"].startswith("20")
    assert first["ms"] > 0
    assert "Budi" not in str(lines)
    assert "testclient" not in str(lines)  # the address of who asked


def test_unforeseen_error_is_logged_by_place_not_by_message(
    client: TestClient, written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr("api.routes.answer", fail)
    response = client.post("/v1/ask", json={"question": SECRET}, headers={"x-request-id": "nomor-2"})
    failed, request = written()
    assert (failed["error"], failed["request_id"], request["status"]) == ("ValueError", "nomor-2", 500)
    assert failed["where"][-1].startswith("tests/test_envelope.py:")
    assert "Budi" not in str((failed, response.text))


def test_metrics_count_by_template_and_status(client: TestClient) -> None:
    client.post("/v1/ask", json={"question": "isi pasal 1 pp 2 tahun 2021"})
    client.post("/v1/ask", json={"question": "cuti"})
    client.get("/v1/regulations/pp-2-2021/pasal-99")
    client.get(f"/tidak/ada/{SECRET}")
    client.request("ANEH", "/v1/ask")
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    text = response.text
    for line in (
        'rujukan_requests_total{method="POST",route="/v1/ask",status="200"} 2.0',
        'rujukan_requests_total{method="GET",route="/v1/regulations/{identifier}/{path:path}",status="404"} 1.0',
        'rujukan_requests_total{method="GET",route="lain",status="404"} 1.0',
        'rujukan_requests_total{method="lain",route="/v1/ask",status="405"} 1.0',
        'rujukan_answers_total{mode="ekstraktif",refusal=""} 1.0',
        "rujukan_regulations 2.0",
        "rujukan_generation 1.0",
        "rujukan_chat_fallbacks_total 0.0",
        'rujukan_request_seconds_count{route="/v1/ask"} 3.0',
    ):
        assert line in text
    assert "Budi" not in text


def test_an_extractive_answer_beside_a_chat_model_is_a_fallback(app: FastAPI, client: TestClient) -> None:
    app.state.chat_model = True
    client.post("/v1/ask", json={"question": "isi pasal 1 pp 2 tahun 2021"})
    app.state.draft = lambda _, a: iter([Answer(a.question, "x", True, 1.0, None, a.passages, (), "model-uji")])
    client.post("/v1/ask", json={"question": "isi pasal 1 pp 2 tahun 2021"})
    text = client.get("/metrics").text
    assert "rujukan_chat_fallbacks_total 1.0" in text
    assert 'rujukan_answers_total{mode="model-uji",refusal=""} 1.0' in text


@pytest.mark.parametrize("path", ["/v1/regulations", "/v1/regulations/pp-2-2021/source.pdf", "/tidak/ada"])
def test_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert ("content-security-policy" in headers) == (not path.endswith(".pdf"))  # browsers show PDFs by a page


def test_too_large_a_body_is_a_problem(client: TestClient) -> None:
    for body in (b" " * (BODY_LIMIT + 1), (b" " * 100_000 for _ in range(BODY_LIMIT // 100_000 + 1))):
        response = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})
        assert (response.status_code, response.headers["content-type"]) == (413, "application/problem+json")
        assert response.json()["title"] == "Isi terlalu besar"
        assert response.headers["x-request-id"]


def test_another_type_of_body_is_a_problem(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        response = client.post("/v1/ask", content=b"question=cuti", headers={"content-type": kind})
        assert (response.status_code, response.headers["content-type"]) == (415, "application/problem+json")
        assert response.json()["detail"] == "kirim sebagai application/json"
    accepted = {"content-type": "application/vnd.api+json; charset=utf-8"}
    assert client.post("/v1/ask", content=b'{"question": "cuti"}', headers=accepted).status_code == 200


@pytest.mark.parametrize("body", [b"[" * 200_000, b'"\xff"', b'{"question": "\\ud800"}', b'{"question": NaN}'])
def test_broken_body_is_a_problem(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"
    assert "error" not in response.json()["detail"]  # Indonesian


def test_wrong_method_names_the_right_ones(client: TestClient) -> None:
    response = client.delete("/v1/regulations")
    assert (response.status_code, response.headers["allow"]) == (405, "GET")
    assert response.json()["detail"] == "alamat ini tidak melayani metode itu"


def test_cors_is_closed_unless_a_site_is_named(client: TestClient, library: Library) -> None:
    named, other = {"origin": "https://lain.example"}, {"origin": "https://asing.example"}
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    assert client.get("/v1/regulations", headers=named).headers["access-control-allow-origin"] == named["origin"]
    assert client.options("/v1/ask", headers={**named, **preflight}).status_code == 200
    refused = client.options("/v1/ask", headers={**other, **preflight})
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    assert "access-control-allow-origin" not in client.get("/v1/regulations", headers=other).headers
    with TestClient(create_app(Settings(), library)) as closed:
        assert "access-control-allow-origin" not in closed.get("/v1/regulations", headers=named).headers
        assert closed.options("/v1/ask", headers={**named, **preflight}).status_code == 403
