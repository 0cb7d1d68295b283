"""Who may do what over REST: a row for every endpoint; no word of an internal document for those it is not for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from internal_document import CANARIES
from small_documents import NEW, set_pdf
from starlette.routing import Route

import api.jobs
import kb.search
from api.access import OPEN
from api.app import create_app
from api.keys import add_key, revoke_key
from api.ledger import Ledger
from api.settings import Settings
from ingest.pipeline import ingest
from kb.store import open_store

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
DESCRIPTION = ("/openapi.json", "/docs", "/docs/oauth2-redirect", "/redoc")
ASKERS = ("anonymous", "reader", "internal", "librarian", "admin")
EVERYBODY = (200,) * 5
NOTE = {"content": b"Jam kerja, PP Nomor 2 Tahun 2021 Pasal 1", "extra_headers": {"Content-Type": "text/plain"}}
PDF = {"files": {"file": ("baru.pdf", b"%PDF-1.7 rusak", "application/pdf")}}


def call_tool(name: str, **arguments: Any) -> dict[str, Any]:
    """What is sent to ``/mcp`` to call a tool."""
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
    return {"json": asked, "extra_headers": {"Accept": "application/json, text/event-stream"}}


# (method, endpoint) -> what is sent, and the status each of ASKERS gets; an endpoint without a row fails the test.
RIGHTS: dict[tuple[str, str], tuple[str, dict[str, Any], tuple[int, ...]]] = {
    ("POST", "/v1/ask"): ("/v1/ask", {"json": {"question": "kapan jam kerja dimulai"}}, EVERYBODY),
    ("POST", "/v1/search"): ("/v1/search", {"json": {"query": "jam kerja"}}, EVERYBODY),
    ("POST", "/v1/feedback"): ("/v1/feedback", {"json": {"answer": "0" * 32, "verdict": "membantu"}}, (404,) * 5),
    ("GET", "/metrics"): ("/metrics", {}, EVERYBODY),
    ("POST", "/v1/receipts/verify"): ("/v1/receipts/verify", {"json": {}}, (422,) * 5),
    ("POST", "/v1/precedents"): ("/v1/precedents", {"json": {"text": "Jam kerja dimulai pukul delapan."}}, EVERYBODY),
    ("POST", "/v1/precedents/document"): (
        "/v1/precedents/document",
        {"content": b"Jam kerja Juru Kunci Ruang.", "extra_headers": {"Content-Type": "text/plain"}},
        EVERYBODY,
    ),
    ("GET", "/v1/lineage"): (
        "/v1/lineage?regulation=pp-2-2021&regulation=pp-7-2022",
        {},
        (404, 404, 200, 200, 200),
    ),
    ("GET", "/v1/ladders"): ("/v1/ladders", {}, (404,) * 5),  # there is none in this collection
    ("GET", "/v1/ladders/{identifier}"): ("/v1/ladders/pp-7-2022", {}, (404,) * 5),
    ("GET", "/v1/audit/basis"): ("/v1/audit/basis", {}, EVERYBODY),
    ("POST", "/v1/check"): ("/v1/check", {"json": {"text": "PP Nomor 7 Tahun 2022 Pasal 2"}}, EVERYBODY),
    ("POST", "/v1/drafts"): ("/v1/drafts", {"json": {"text": "PP Nomor 7 Tahun 2022 Pasal 2"}}, EVERYBODY),
    ("POST", "/v1/check/document"): ("/v1/check/document", NOTE, EVERYBODY),
    ("POST", "/v1/drafts/document"): ("/v1/drafts/document", NOTE, EVERYBODY),
    ("POST", "/mcp"): ("/mcp", call_tool("regulations"), EVERYBODY),
    ("GET", "/v1/regulations"): ("/v1/regulations", {}, EVERYBODY),
    ("GET", "/v1/regulations/{identifier}/provisions"): (
        "/v1/regulations/pp-7-2022/provisions",
        {},
        (404, 404, 200, 200, 200),
    ),
    ("GET", "/v1/regulations/{identifier}"): ("/v1/regulations/pp-7-2022", {}, (404, 404, 200, 200, 200)),
    ("GET", "/v1/regulations/{identifier}/{path:path}"): (
        "/v1/regulations/pp-7-2022/pasal-2",
        {},
        (404, 404, 200, 200, 200),
    ),
    ("GET", "/v1/regulations/{identifier}/source.pdf"): (
        "/v1/regulations/pp-7-2022/source.pdf",
        {},
        (404, 404, 200, 200, 200),
    ),
    ("GET", "/v1/regulations/{identifier}/pages/{number}.png"): (
        "/v1/regulations/pp-7-2022/pages/1.png",
        {},
        (404, 404, 200, 200, 200),
    ),
    ("GET", "/health/live"): ("/health/live", {}, EVERYBODY),
    ("GET", "/health/ready"): ("/health/ready", {}, EVERYBODY),
    ("POST", "/v1/documents"): ("/v1/documents", PDF, (401, 403, 403, 202, 202)),
    ("GET", "/v1/documents/jobs"): ("/v1/documents/jobs", {}, (401, 403, 403, 200, 200)),
    ("GET", "/v1/documents/jobs/{job}"): ("/v1/documents/jobs/0", {}, (401, 403, 403, 404, 404)),
    ("GET", "/v1/documents/{identifier}"): ("/v1/documents/pp-7-2022", {}, (401, 403, 403, 200, 200)),
    ("POST", "/v1/documents/{identifier}/accept"): (
        "/v1/documents/pp-7-2022/accept",  # which is not quarantined
        {},
        (401, 403, 403, 404, 404),
    ),
    ("PATCH", "/v1/documents/{identifier}"): (
        "/v1/documents/pp-7-2022",
        {"json": {"topics": ["jam kerja"]}},
        (401, 403, 403, 200, 200),
    ),
    ("DELETE", "/v1/documents/{identifier}"): ("/v1/documents/pp-7-2022", {}, (401, 403, 403, 202, 202)),
    ("GET", "/v1/keys"): ("/v1/keys", {}, (401, 403, 403, 403, 200)),
    ("GET", "/v1/acts"): ("/v1/acts", {}, (401, 403, 403, 403, 200)),
    ("GET", "/v1/sites"): ("/v1/sites", {}, (401, 403, 403, 200, 200)),
    ("GET", "/v1/asked"): ("/v1/asked", {}, (401, 403, 403, 200, 200)),
    ("GET", "/v1/asked/questions"): ("/v1/asked/questions", {}, (401, 403, 403, 200, 200)),
    ("GET", "/widget.js"): ("/widget.js", {}, EVERYBODY),
    ("POST", "/v1/sites/{identifier}/token"): ("/v1/sites/dinas/token", {}, (403,) * 5),  # from no page of a site
    ("GET", "/"): ("/?t=zamrudkelabu", {}, EVERYBODY),
    ("GET", "/hasil"): ("/hasil?t=zamrudkelabu", {}, EVERYBODY),
    ("GET", "/baca/{identifier}"): ("/baca/pp-7-2022", {}, (404, 404, 200, 200, 200)),
    ("GET", "/baca/{identifier}/kotak"): ("/baca/pp-7-2022/kotak?kutip=pasal-2", {}, (404, 404, 200, 200, 200)),
    ("GET", "/kelola"): ("/kelola", {}, EVERYBODY),
    ("GET", "/rancangan"): ("/rancangan", {}, EVERYBODY),
    ("GET", "/aset/{version}/{name}"): ("/aset/lain/rujukan.css", {}, EVERYBODY),
}
QUESTIONS = (
    "zamrudkelabu",
    "jam kerja Juru Kunci Ruang",
    "pp nomor 7 tahun 2022 pasal 2",
    "apakah pp 2 tahun 2021 berlaku",
)


@pytest.fixture
def data(mixed: Path, letters: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the collection with an internal document; jobs run a child that does nothing."""
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    monkeypatch.setattr(api.jobs, "COMMAND", ("true",))
    shutil.copytree(mixed, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def headers(data: Path) -> dict[str, dict[str, str]]:
    """What each asker sends."""
    ledger = Ledger(data)
    made = {
        "reader": add_key(ledger, "pembaca", "reader")[1],
        "internal": add_key(ledger, "pembaca dalam", "reader", "internal")[1],
        "librarian": add_key(ledger, "pustakawan", "librarian")[1],
        "admin": add_key(ledger, "pengelola", "admin")[1],
    }
    return {"anonymous": {}, **{who: {"Authorization": f"Bearer {token}"} for who, token in made.items()}}


def serve(data: Path, **settings: Any) -> TestClient:
    app = create_app(Settings(data=data, **{"rate_anonymous": "", "rate_key": "", **settings}))
    return TestClient(app, base_url="http://127.0.0.1:8000")  # the tools at /mcp are let to loopback names only


def send(client: TestClient, method: str, path: str, key: dict[str, str], sent: dict[str, Any]) -> Any:
    rest = {name: value for name, value in sent.items() if name != "extra_headers"}
    return client.request(method, path, headers={**sent.get("extra_headers", {}), **key}, **rest)


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    with serve(data) as client:
        yield client


def endpoints(client: TestClient) -> set[tuple[str, str]]:
    """Methods and addresses of every route, of routers included and programs mounted, but the API's description."""
    found = set(walk(client.app.routes))
    assert len(found) > 10
    return found


def walk(routes: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, APIRoute | Route):
            methods = route.methods or set()
            yield from ((m, route.path) for m in methods - {"HEAD"} if route.path not in DESCRIPTION)
        elif included := getattr(route, "original_router", None):
            assert not route.include_context.prefix, "give the router its prefix, so that its address is read here"
            yield from walk(included.routes)
        else:
            yield "*", route.path


def test_every_endpoint_has_a_row(client: TestClient) -> None:
    assert endpoints(client) - set(RIGHTS) == set()


@pytest.mark.parametrize("who", ASKERS)
def test_who_may_do_what(client: TestClient, headers: dict[str, dict[str, str]], who: str) -> None:
    for (method, _), (path, sent, statuses) in RIGHTS.items():
        response = send(client, method, path, headers[who], sent)
        assert response.status_code == statuses[ASKERS.index(who)], (method, path, response.text)
        if response.status_code >= 400:
            assert response.headers["content-type"] == "application/problem+json"
            assert response.json()["status"] == response.status_code


@pytest.mark.parametrize("who", ["anonymous", "reader"])
def test_no_endpoint_tells_of_an_internal_document(
    client: TestClient, headers: dict[str, dict[str, str]], who: str
) -> None:
    asked = [(method, path, sent) for (method, _), (path, sent, _) in RIGHTS.items()]
    asked += [("GET", f"/v1/regulations/pp-2-2021{rest}", {}) for rest in ("", "/pasal-1", "?as_of=2026-01-01")]
    asked += [("GET", f"/v1/regulations?{query}", {}) for query in ("status=dicabut", "kind=pp", "limit=1&offset=2")]
    for question in QUESTIONS:
        asked.append(("POST", "/v1/search", {"json": {"query": question, "k": 100, "include_quarantined": True}}))
        asked.append(("POST", "/v1/ask", {"json": {"question": question, "include_quarantined": True}}))
        asked.append(("POST", "/mcp", call_tool("search", query=question, k=20)))
        asked.append(("POST", "/v1/precedents", {"json": {"text": question, "k": 100, "include_quarantined": True}}))
        asked += [
            ("POST", f"/v1/{check}", {"json": {"text": f"{question}. PP Nomor 2 Tahun 2021 Pasal 1."}})
            for check in ("check", "drafts")
        ]
        note = {**NOTE, "content": f"{question}. PP Nomor 2 Tahun 2021 Pasal 1.".encode()}
        asked += [("POST", f"/v1/{check}/document", note) for check in ("check", "drafts")]
        asked.append(("POST", "/mcp", call_tool("ask", question=question)))
    asked.append(("POST", "/mcp", call_tool("show", provision="pp-7-2022/pasal-2")))
    for method, path, sent in asked:
        response = send(client, method, path, headers[who], sent)
        assert path != "/mcp" or response.status_code == 200
        words = " ".join([path, *map(str, sent.get("json", {}).values()), sent.get("content", b"").decode()]).lower()
        words += " nomor 7 tahun 2022" if "7" in words else ""  # a refusal may name what the asker named
        words += (
            " pp-7-2022" if path.startswith(("/v1/check", "/v1/drafts")) else ""
        )  # the citation that was asked about
        for canary in CANARIES:
            if canary.lower() not in words:
                assert canary.lower() not in response.text.lower(), (method, path, sent)


def test_internal_readers_are_told(client: TestClient, headers: dict[str, dict[str, str]]) -> None:
    """So that the test above is known to be able to fail."""
    found = client.post("/v1/search", json={"query": "zamrudkelabu"}, headers=headers["internal"])
    assert "zamrudkelabu" in found.text
    shown = send(client, "POST", "/mcp", headers["internal"], call_tool("show", provision="pp-7-2022/pasal-2"))
    assert "zamrudkelabu" in shown.text
    listed = client.get("/v1/regulations", headers=headers["internal"]).json()
    assert listed["total"] == 3
    assert client.get("/v1/regulations/pp-2-2021", headers=headers["internal"]).json()["status"] == "dicabut"


def test_counts_do_not_tell_either(client: TestClient, headers: dict[str, dict[str, str]]) -> None:
    assert client.get("/v1/regulations").json()["total"] == 2
    assert client.get("/health/ready").json()["regulations"] == 2
    for who in ("anonymous", "admin"):
        assert "rujukan_regulations 2.0\n" in client.get("/metrics", headers=headers[who]).text
    assert client.get("/v1/regulations/pp-2-2021").json()["status"] == "berlaku"


@pytest.mark.parametrize("rest", ["", "/pasal-2", "/source.pdf", "/pages/1.png"])
def test_a_hidden_document_is_as_unknown_as_one_that_never_was(client: TestClient, rest: str) -> None:
    hidden, unknown = (client.get(f"/v1/regulations/pp-{n}-2022{rest}") for n in (7, 8))
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text == unknown.text.replace("pp-8-2022", "pp-7-2022").replace("Nomor 8", "Nomor 7")


def test_a_document_made_internal_is_gone_at_once(client: TestClient, data: Path) -> None:
    assert client.get("/v1/regulations/pp-1-2020").status_code == 200
    with open_store(data, write=True) as store:
        store.set_audience("pp-1-2020", "internal")
    assert client.get("/v1/regulations/pp-1-2020").status_code == 404
    assert client.get("/v1/regulations").json()["total"] == 1
    found = client.post("/v1/search", json={"query": "jam kerja", "k": 100}).json()["passages"]
    assert {p["regulation"] for p in found} == {"pp-2-2021"}
    with open_store(data, write=True) as store:
        store.set_audience("pp-1-2020", "publik")
    assert client.get("/v1/regulations/pp-1-2020").status_code == 200


# --- keys ---


@pytest.mark.parametrize(
    "sent",
    [
        {"Authorization": "Bearer rjk_bukan"},
        {"Authorization": "Bearer "},
        {"X-API-Key": "rjk_bukan"},
        {"X-API-Key": ""},
    ],
)
def test_a_wrong_key_opens_nothing_not_even_what_is_public(client: TestClient, sent: dict[str, str]) -> None:
    response = client.get("/v1/regulations", headers=sent)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"]
    assert client.get("/health/live", headers=sent).status_code == 200


def test_a_key_in_either_header_but_not_two_different_ones(
    client: TestClient, headers: dict[str, dict[str, str]]
) -> None:
    token = headers["librarian"]["Authorization"].removeprefix("Bearer ")
    assert client.get("/v1/documents/jobs", headers={"X-API-Key": token}).status_code == 200
    assert client.get("/v1/documents/jobs", headers={"X-API-Key": token, **headers["librarian"]}).status_code == 200
    assert client.get("/v1/documents/jobs", headers={"X-API-Key": token, **headers["reader"]}).status_code == 401
    assert client.get(f"/v1/documents/jobs?key={token}").status_code == 401
    other = {"Authorization": "Basic cGFrYWk6c2FuZGk="}  # a proxy's own matter
    assert client.get("/v1/regulations", headers=other).json()["total"] == 2


def test_a_revoked_key_opens_nothing_from_then_on(
    client: TestClient, data: Path, headers: dict[str, dict[str, str]]
) -> None:
    assert client.get("/v1/documents/jobs", headers=headers["librarian"]).status_code == 200
    revoke_key(Ledger(data), "pustakawan")
    assert client.get("/v1/documents/jobs", headers=headers["librarian"]).status_code == 401


def test_nothing_without_a_key_where_that_is_set(data: Path, headers: dict[str, dict[str, str]]) -> None:
    with serve(data, anonymous="tidak") as client:
        for method, path in endpoints(client) - {("GET", path) for path in (*OPEN, "/aset/{version}/{name}")}:
            assert client.request(method, path).status_code == 401, path
        for path in ("/openapi.json", "/docs", "/tidak/ada"):
            assert client.get(path).status_code == 401, path
        assert client.get("/health/live").status_code == 200
        ready = client.get("/health/ready").json()
        assert (ready["status"], ready["regulations"], ready["damaged"]) == ("siap", 2, None)
        assert client.get("/v1/regulations", headers=headers["reader"]).json()["total"] == 2


# --- limits ---


def test_too_many_without_a_key_are_sent_away_and_told_when_to_come_back(data: Path) -> None:
    with serve(data, rate_anonymous="2/hour") as client:
        first, second, third = (client.get("/v1/regulations") for _ in range(3))
        assert (first.status_code, second.status_code, third.status_code) == (200, 200, 429)
        assert [r.headers["ratelimit-remaining"] for r in (first, second, third)] == ["1", "0", "0"]
        assert third.headers["ratelimit-limit"] == "2"
        assert 3_500 < int(third.headers["retry-after"]) <= 3_600
        assert third.headers["content-type"] == "application/problem+json"
        assert third.json()["title"] == "Terlalu banyak permintaan"
        assert client.get("/health/live").status_code == 200


def test_a_key_has_a_limit_of_its_own(data: Path, headers: dict[str, dict[str, str]]) -> None:
    with serve(data, rate_anonymous="1/hour", rate_key="2/hour") as client:
        assert [client.get("/v1/regulations").status_code for _ in range(2)] == [200, 429]
        for who in ("reader", "internal"):
            statuses = [client.get("/v1/regulations", headers=headers[who]).status_code for _ in range(3)]
            assert statuses == [200, 200, 429]


def test_guessing_keys_is_limited_as_asking_without_one(data: Path) -> None:
    with serve(data, rate_anonymous="2/hour", rate_key="") as client:
        guesses = [client.get("/v1/acts", headers={"X-API-Key": f"rjk_{n}"}).status_code for n in range(4)]
        assert guesses == [401, 401, 429, 429]


# --- uploads ---


def test_whoever_may_not_upload_is_refused_before_the_file_is_read(
    client: TestClient, headers: dict[str, dict[str, str]]
) -> None:
    """A body that cannot be parsed is 400 for whoever may upload, and is never looked at for the others."""
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    for who, status in (("anonymous", 401), ("reader", 403), ("librarian", 400)):
        assert client.post("/v1/documents", headers={**form, **headers[who]}, content=b"kacau").status_code == status


@pytest.mark.parametrize("declared", [True, False])
def test_too_large_an_upload_is_refused(data: Path, headers: dict[str, dict[str, str]], declared: bool) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-' + b"0" * (2 << 20)
    sent: Callable[[], Any] = (lambda: body) if declared else (lambda: iter([body]))
    with serve(data, upload_mb=1) as client:
        form = {"Content-Type": "multipart/form-data; boundary=x", **headers["librarian"]}
        response = client.post("/v1/documents", headers=form, content=sent())
        assert response.status_code == response.json()["status"] == 413


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("catatan.txt", b"teks", 422),
        ("bukan.pdf", b"teks", 422),
        ("kosong.pdf", b"", 422),
        (".pdf", b"%PDF-", 422),
        ("../../etc/jahat.pdf", b"%PDF-1.7", 202),
        ("--accept.pdf", b"%PDF-1.7", 202),
    ],
)
def test_only_files_that_say_they_are_pdf_are_taken(
    client: TestClient, headers: dict[str, dict[str, str]], data: Path, name: str, content: bytes, status: int
) -> None:
    response = client.post("/v1/documents", files={"file": (name, content)}, headers=headers["librarian"])
    assert response.status_code == status, response.text
    if status == 202:
        assert response.json()["object"] in ("jahat.pdf", "accept.pdf")
    assert not (data.parent / "etc").exists()


# --- corrections ---


def test_a_correction_is_seen_at_once_and_can_be_taken_back(
    client: TestClient, headers: dict[str, dict[str, str]]
) -> None:
    def patch(**fields: Any) -> Any:
        return client.patch("/v1/documents/pp-1-2020", json=fields, headers=headers["librarian"])

    assert client.get("/v1/regulations/pp-1-2020").json()["status"] == "dicabut"
    changed = patch(title="Jam  Kerja Lama", status="berlaku", status_reason="pencabutannya dibatalkan").json()
    assert changed["corrections"]["title"] == "Jam Kerja Lama"
    seen = client.get("/v1/regulations/pp-1-2020").json()
    assert (seen["title"], seen["status"]) == ("Jam Kerja Lama", "berlaku")
    assert patch(status=None, title=None).json()["corrections"] == {}
    seen = client.get("/v1/regulations/pp-1-2020").json()
    assert (seen["title"], seen["status"]) == ("Jam Kerja", "dicabut")
    acts = client.get("/v1/acts", headers=headers["admin"]).json()
    assert [(a["who"], a["act"], a["object"]) for a in acts["acts"]] == [
        ("pustakawan", "metadata_corrected", "pp-1-2020"),
        ("pustakawan", "metadata_corrected", "pp-1-2020"),
    ]
    assert acts["faults"] == []


@pytest.mark.parametrize(
    "fields",
    [{"status": "dicabut"}, {"status": "entah", "status_reason": "x"}, {"enacted": "kemarin"}, {"judul": "x"}],
)
def test_a_wrong_correction_is_refused(
    client: TestClient, headers: dict[str, dict[str, str]], fields: dict[str, str]
) -> None:
    response = client.patch("/v1/documents/pp-1-2020", json=fields, headers=headers["librarian"])
    assert response.status_code == 422
    assert client.get("/v1/documents/pp-1-2020", headers=headers["librarian"]).json()["corrections"] == {}


def test_the_audience_can_be_patched(client: TestClient, headers: dict[str, dict[str, str]]) -> None:
    sent = {"json": {"audience": "internal"}, "headers": headers["librarian"]}
    assert client.patch("/v1/documents/pp-1-2020", **sent).json()["audience"] == "internal"
    assert client.get("/v1/regulations/pp-1-2020").status_code == 404
    assert client.patch("/v1/documents/pp-9-1999", **sent).status_code == 404


def test_accepting_lets_a_document_be_searched(
    client: TestClient, headers: dict[str, dict[str, str]], data: Path, tmp_path: Path, letters: Any
) -> None:
    held = NEW.replace("NOMOR 2", "NOMOR 5").replace("Pasal 2\n", "Pasal 4\n")
    row = ingest([set_pdf(tmp_path / "lubang.pdf", held)], data=data, embedder=letters)[0]
    assert row["result"] == "quarantined", row
    shown = client.get("/v1/documents/pp-5-2021", headers=headers["librarian"]).json()
    assert shown["quarantine"]
    accepted = client.post("/v1/documents/pp-5-2021/accept", json={"note": "dilihat"}, headers=headers["librarian"])
    assert accepted.json()["quarantine"] is None
    assert client.get("/v1/regulations/pp-5-2021").json()["quarantine"] is None
    again = client.post("/v1/documents/pp-5-2021/accept", headers=headers["librarian"])
    assert again.status_code == 404
