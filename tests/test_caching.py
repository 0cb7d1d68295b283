"""ETags, 304 and Cache-Control: a client never keeps what is no longer so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import kb.search
from api.app import create_app
from api.caching import is_known
from api.settings import Settings
from kb.store import open_store
from kb.types import Source

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
PLAIN = {"accept-encoding": "identity"}
PAGE = "/v1/regulations/pp-2-2021/pages/1.png"


@pytest.fixture
def data(two_regulations: Path, tmp_path: Path, letters: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    return Path(shutil.copytree(two_regulations / "data", tmp_path / "data"))


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=data))) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/v1/regulations",
        "/v1/regulations/pp-2-2021",
        "/v1/regulations/pp-2-2021/provisions?limit=2",
        "/v1/regulations/pp-2-2021/pasal-1/ayat-1",
        "/v1/regulations/pp-2-2021/source.pdf",
        PAGE,
    ],
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_is_known_is_not_sent_again(client: TestClient, path: str, encoding: str) -> None:
    headers = {"accept-encoding": encoding}
    first = client.get(path, headers=headers)
    tag = first.headers["etag"]
    assert tag.startswith('"')  # strong
    assert first.headers["cache-control"] == "public, no-cache"
    again = client.get(path, headers={**headers, "if-none-match": f'"lain", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={**headers, "if-none-match": '"lain"'}).content == first.content


def test_tag_differs_by_what_is_asked(client: TestClient) -> None:
    paths = ("/v1/regulations", "/v1/regulations?as_of=2020-06-01", "/v1/regulations?sort=-id", PAGE)
    tags = [client.get(path, headers=PLAIN).headers["etag"] for path in (*paths, f"{PAGE}?box=90,760,200,790")]
    assert len(set(tags)) == len(tags)


def test_compressed_body_is_another_representation(client: TestClient) -> None:
    whole = client.get("/v1/regulations/pp-2-2021", headers=PLAIN)
    small = client.get("/v1/regulations/pp-2-2021", headers={"accept-encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert whole.headers["etag"] != small.headers["etag"]
    assert "Accept-Encoding" in small.headers["vary"]


def test_tag_changes_with_a_librarians_act_without_a_new_generation(client: TestClient, data: Path) -> None:
    before = client.get("/v1/regulations/pp-2-2021", headers=PLAIN).headers["etag"]
    with open_store(data, write=True) as store:
        regulation, source = store.regulation("pp-2-2021"), store.source("pp-2-2021")
        assert isinstance(source, Source)
        kept = (store.pages("pp-2-2021"), store.provisions("pp-2-2021"), list(store.chunks("pp-2-2021")))
        store.put_document(regulation, source, *kept, {"result": "quarantined", "error": "contoh"})
    after = client.get("/v1/regulations/pp-2-2021", headers={**PLAIN, "if-none-match": before})
    assert after.status_code == 200
    assert after.json()["quarantine"] == "contoh"


def test_picture_is_not_drawn_again_for_who_has_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = client.get(PAGE).headers["etag"]
    monkeypatch.setattr("api.regulations.render_page", lambda *_: pytest.fail("drawn again"))
    assert client.get(PAGE, headers={"if-none-match": tag}).status_code == 304


def test_what_a_key_shows_is_private_and_answers_are_not_kept(client: TestClient) -> None:
    response = client.get("/v1/regulations", headers={"authorization": "Bearer x"})
    assert response.headers["cache-control"] == "private, no-cache"
    assert "Authorization" in response.headers["vary"]
    answered = client.post("/v1/ask", json={"question": "cuti"})
    assert answered.headers["cache-control"] == "no-store"
    assert "etag" not in answered.headers


@pytest.mark.parametrize(
    ("said", "known"), [("*", True), ('W/"a"', True), ('"b", "a"', True), ('"b"', False), ("", False)]
)
def test_tags_named(said: str, known: bool) -> None:
    from starlette.datastructures import Headers

    assert is_known(Headers({"if-none-match": said}), '"a"') is known
