"""Sites that may carry the widget: their origins, tokens, quotas, topics; what pages of other origins get."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import LetterEmbedder
from fastapi.testclient import TestClient
from itsdangerous import TimestampSigner
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app as command
from api.keys import add_key
from api.ledger import Ledger
from api.settings import Settings
from api.sites import LIFETIME, add_site, check_token, list_sites, make_token, read_origin, remove_site
from kb.search import open_library
from kb.types import NotFoundError, RujukanError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
ORIGIN = "https://dinas.example.go.id"
EVIL = "https://jahat.example"
QUESTION = {"question": "isi PP 2/2021 pasal 1"}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


def make_client(two_regulations: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> TestClient:
    monkeypatch.setattr("api.app.Ledger", lambda _data: ledger)
    opened = open_library(two_regulations / "data", embedder=LetterEmbedder())
    return TestClient(create_app(Settings(data=two_regulations / "data", **settings), opened))


@pytest.fixture
def client(two_regulations: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    with make_client(two_regulations, ledger, monkeypatch, rate_anonymous="") as made:
        yield made


def token_of(client: TestClient, site: str = "dinas", origin: str = ORIGIN) -> str:
    response = client.post(f"/v1/sites/{site}/token", headers={"Origin": origin})
    assert response.status_code == 200, response.text
    return str(response.json()["token"])


def ask_from(client: TestClient, token: str, origin: str = ORIGIN, **more: Any) -> Any:
    return client.post("/v1/ask", json={**QUESTION, **more}, headers={"Origin": origin, "X-Site-Token": token})


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://Dinas.Example.GO.ID/", ORIGIN),
        ("https://dinas.example.go.id:443", ORIGIN),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://dinas.example.go.id/kepegawaian", None),  # a path is no part of an origin
        ("dinas.example.go.id", None),
        ("https://*.example.go.id", None),  # every site named by itself
        ("*", None),
        ("null", None),
        ("https://user@dinas.example.go.id", None),
        ("ftp://dinas.example.go.id", None),
        ("https://dinas.example.go.id:port", None),
    ],
)
def test_origins_are_read_as_browsers_write_them(written: str, origin: str | None) -> None:
    if origin:
        assert read_origin(written) == origin
    else:
        with pytest.raises(RujukanError, match="bukan asal halaman"):
            read_origin(written)


def test_sites_are_kept(ledger: Ledger) -> None:
    add_site(ledger, "dinas", [ORIGIN, ORIGIN + "/"], "5/minute", ["etika"])
    (site,) = list_sites(ledger)
    assert (site.id, site.origins, site.quota, site.topics) == ("dinas", (ORIGIN,), "5/minute", ("etika",))
    for identifier, origins, quota in [
        ("dinas", [ORIGIN], "5/minute"),
        ("Dinas!", [ORIGIN], "5/minute"),
        ("lain", [ORIGIN], "banyak"),
        ("lain", ["*"], "5/minute"),
    ]:
        with pytest.raises(RujukanError):
            add_site(ledger, identifier, origins, quota)
    remove_site(ledger, "dinas")
    assert list_sites(ledger) == []
    with pytest.raises(NotFoundError):
        remove_site(ledger, "dinas")


def test_a_token_is_good_for_its_site_origin_and_time(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    add_site(ledger, "dinas", [ORIGIN, "https://lain.example"])
    add_site(ledger, "tanpa", [])
    _, token = make_token(ledger, "dinas", ORIGIN)
    (site,) = [one for one in list_sites(ledger) if one.id == "dinas"]
    assert check_token(ledger, token, ORIGIN) == (site, "")
    assert check_token(ledger, token, "https://lain.example") == (None, "token situs ini milik halaman lain")
    assert check_token(ledger, token + "x", ORIGIN) == (None, "token situs tidak dikenal")
    assert check_token(ledger, token.replace("dinas.", "tanpa."), ORIGIN) == (None, "token situs tidak dikenal")
    assert check_token(ledger, "", ORIGIN) == (None, "situs ini tidak terdaftar")
    for identifier, origin in [("tanpa", ORIGIN), ("dinas", EVIL), ("dinas", ""), ("asing", ORIGIN)]:
        with pytest.raises(NotFoundError, match="tidak terdaftar"):
            make_token(ledger, identifier, origin)
    now = int(time.time())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: now + LIFETIME + 1)
    assert check_token(ledger, token, ORIGIN) == (None, "token situs sudah lewat masanya")


def test_removing_a_site_ends_its_tokens(ledger: Ledger) -> None:
    add_site(ledger, "dinas", [ORIGIN])
    _, token = make_token(ledger, "dinas", ORIGIN)
    remove_site(ledger, "dinas")
    assert check_token(ledger, token, ORIGIN)[0] is None
    add_site(ledger, "dinas", [ORIGIN])
    assert check_token(ledger, token, ORIGIN) == (None, "token situs tidak dikenal")


def test_a_page_of_a_registered_site_asks(client: TestClient, ledger: Ledger) -> None:
    add_site(ledger, "dinas", [ORIGIN])
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    preflight = client.options("/v1/ask", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    assert "X-Site-Token" in preflight.headers["access-control-allow-headers"]
    response = ask_from(client, token_of(client))
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert "Origin" in response.headers["vary"]
    assert "access-control-allow-credentials" not in response.headers
    judged = {"answer": response.json()["id"], "verdict": "membantu"}
    headers = {"Origin": ORIGIN, "X-Site-Token": token_of(client)}
    assert client.post("/v1/feedback", json=judged, headers=headers).status_code == 200


def test_pages_of_other_origins_are_refused(client: TestClient, ledger: Ledger) -> None:
    asked = {"Access-Control-Request-Method": "POST"}
    for registered in (False, True):  # an empty list means none
        if registered:
            add_site(ledger, "dinas", [ORIGIN])
        for origin in (EVIL, "null", "https://dinas.example.go.id.jahat.example"):
            for response in (
                client.options("/v1/ask", headers={"Origin": origin, **asked}),
                client.post("/v1/sites/dinas/token", headers={"Origin": origin}),
                client.post("/v1/ask", json=QUESTION, headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"}),
                client.post("/v1/feedback", json={"answer": "x", "verdict": "membantu"}, headers={"Origin": origin}),
            ):
                assert response.status_code == 403
                assert response.headers["content-type"] == "application/problem+json"
                assert "access-control-allow-origin" not in response.headers
    assert client.post("/v1/sites/dinas/token").status_code == 403  # from no page at all
    assert ask_from(client, "", ORIGIN).status_code == 401
    assert ask_from(client, token_of(client), EVIL).status_code == 403
    assert client.post("/v1/sites/lain/token", headers={"Origin": ORIGIN}).status_code == 403


def test_own_pages_programs_and_named_origins_need_no_token(
    two_regulations: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_client(two_regulations, ledger, monkeypatch, cors_origins="https://portal.example") as client:
        rewritten = {"Origin": "https://rujukan.example", "Sec-Fetch-Site": "same-origin"}  # a proxy set another Host
        for headers in ({}, {"Origin": "http://testserver"}, {"Origin": "https://portal.example"}, rewritten):
            assert client.post("/v1/ask", json=QUESTION, headers=headers).status_code == 200


def test_one_site_cannot_use_up_what_another_has(client: TestClient, ledger: Ledger) -> None:
    add_site(ledger, "dinas", [ORIGIN], "2/minute")
    add_site(ledger, "lain", ["https://lain.example"], "2/minute")
    token = token_of(client)
    assert [ask_from(client, token).status_code for _ in range(3)] == [200, 200, 429]
    refused = ask_from(client, token_of(client))  # a new token is no new quota
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["access-control-allow-origin"] == ORIGIN
    assert "jatah pertanyaan situs ini habis" in refused.json()["detail"]
    other = token_of(client, "lain", "https://lain.example")
    assert ask_from(client, other, "https://lain.example").status_code == 200


def test_a_site_asks_where_others_need_a_key(
    two_regulations: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_site(ledger, "dinas", [ORIGIN])
    with make_client(two_regulations, ledger, monkeypatch, anonymous="tidak") as client:
        assert client.get("/widget.js").status_code == 200
        assert client.post("/v1/ask", json=QUESTION).status_code == 401
        assert ask_from(client, token_of(client)).status_code == 200
        assert ask_from(client, "dinas.palsu").status_code == 401


def test_a_site_stays_within_its_topics(client: TestClient, ledger: Ledger) -> None:
    add_site(ledger, "dinas", [ORIGIN], topics=["etika"])
    token = token_of(client)
    assert not ask_from(client, token).json()["found"]
    assert not ask_from(client, token, topics=["karier"]).json()["found"]  # no way out of them
    assert client.post("/v1/ask", json=QUESTION).json()["found"]


def test_the_widget_is_one_cacheable_file(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["x-content-type-options"] == "nosniff"
    again = client.get("/widget.js", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_commands(tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(command, ["--data", str(tmp_path), "sites", *words])

    added = run("add", "dinas", "--origin", "http://dinas.example.go.id", "--quota", "1000/day", "--topic", "etika")
    assert added.exit_code == 0, added.output
    assert 'data-site="dinas"' in added.stdout
    assert "tidak memakai https" in added.stderr
    (row,) = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert (row["origins"], row["quota"], row["topics"]) == (["http://dinas.example.go.id"], "1000/day", ["etika"])
    assert "secret" not in row
    assert "1000/day, topik etika" in run("list").stdout
    assert json.loads(run("add", "kosong", "--json").stdout)["origins"] == []
    assert run("remove", "dinas").exit_code == 0
    assert run("remove", "dinas").exit_code == 1
    acts = [row[0] for row in Ledger(tmp_path).read("SELECT act FROM acts ORDER BY number")]
    assert acts == ["site_added", "site_added", "site_removed"]


def test_librarians_see_sites_without_secrets(client: TestClient, ledger: Ledger) -> None:
    add_site(ledger, "dinas", [ORIGIN])
    _, key = add_key(ledger, "pustakawan", "librarian")
    (secret,) = ledger.read("SELECT secret FROM sites")[0]
    told = client.get("/v1/sites", headers={"X-API-Key": key})
    assert told.json()["sites"][0]["origins"] == [ORIGIN]
    assert secret not in told.text
