"""Answers as server-sent events: in order, whole, honest about failure, and stopped when nobody listens."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.events import Draft, answer_events, quote_pieces, whole_answer
from docs.stage import serve
from kb.search import Library
from kb.types import Answer, ModelError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
ASKED = {"question": "isi pasal 1 ayat 1 pp 2 tahun 2021"}
EVENTS = {"accept": "text/event-stream"}
ANSWER = Answer("apa?", "Satu. Dua; tiga.\nEmpat", True, 0.9, None, ())


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    with TestClient(create_app(library=library)) as client:
        yield client


def read_events(text: str) -> list[tuple[str, dict[str, Any]]]:
    blocks = [dict(line.split(": ", 1) for line in block.split("\r\n")) for block in text.strip().split("\r\n\r\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def test_passages_then_text_then_done(client: TestClient) -> None:
    response = client.post("/v1/ask", json=ASKED, headers=EVENTS)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in response.headers
    events = read_events(response.text)
    names = [name for name, _ in events]
    assert (names[0], names[-1], set(names[1:-1])) == ("passages", "done", {"text"})
    done = events[-1][1]
    assert "".join(data["text"] for name, data in events if name == "text") == done["answer"]
    assert events[0][1]["passages"] == done["passages"]
    assert done["passages"][0]["quote"]
    whole = client.post("/v1/ask", json=ASKED).json()
    given = {"id", "conversation"}
    assert done.keys() == whole.keys()
    assert {k: v for k, v in done.items() if k not in given} == {k: v for k, v in whole.items() if k not in given}


def test_refusal_before_the_stream_is_a_problem_not_an_event(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": ""}, headers=EVENTS)
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [(ModelError("model putus"), 503, "model putus"), (ZeroDivisionError("rahasia"), 500, "kesalahan tak terduga")],
)
def test_failure_in_the_stream_is_an_error_event(
    client: TestClient, error: Exception, status: int, detail: str
) -> None:
    def break_off(_library: Library, _answer: Answer) -> Draft:
        yield "Awal."
        raise error

    client.app.state.draft = break_off  # type: ignore[attr-defined]
    events = read_events(client.post("/v1/ask", json=ASKED, headers=EVENTS).text)
    assert [name for name, _ in events] == ["passages", "text", "error"]
    problem = events[-1][1]
    assert (problem["status"], problem["detail"], problem["instance"]) == (status, detail, "/v1/ask")


def test_a_drafted_answer_replaces_what_was_shown(client: TestClient) -> None:
    def draft(_library: Library, answer: Answer) -> Draft:
        yield "Kalimat yang diperiksa [1]."
        yield Answer(answer.question, "Kalimat lain [1].", True, 0.9, None, answer.passages, (), "model-uji")

    client.app.state.draft = draft  # type: ignore[attr-defined]
    done = read_events(client.post("/v1/ask", json=ASKED, headers=EVENTS).text)[-1][1]
    assert (done["answer"], done["mode"]) == ("Kalimat lain [1].", "model-uji")
    assert client.post("/v1/ask", json=ASKED).json()["mode"] == "model-uji"


def test_work_stops_when_the_client_goes(library: Library) -> None:
    sent, closed = threading.Event(), threading.Event()

    def endless(_library: Library, _answer: Answer) -> Draft:
        try:
            while True:
                sent.set()
                time.sleep(0.02)
                yield "lagi "
        finally:
            closed.set()

    app = create_app(library=library)
    app.state.draft = endless
    with serve(app) as address:
        with httpx.stream("POST", f"{address}/v1/ask", json=ASKED, headers=EVENTS) as response:
            next(response.iter_text())
            assert sent.wait(5)
        assert closed.wait(5)


def test_silence_is_filled_with_heartbeats(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_library: Library, answer: Answer) -> Draft:
        time.sleep(0.5)
        yield answer

    monkeypatch.setattr("api.events.HEARTBEAT", 0.1)
    app = create_app(library=library)
    app.state.draft = slow
    with serve(app) as address:
        text = httpx.post(f"{address}/v1/ask", json=ASKED, headers=EVENTS).text
    assert ": ping" in text


def test_pieces_join_to_the_text() -> None:
    *pieces, last = quote_pieces(None, ANSWER)  # type: ignore[arg-type]
    assert pieces == ["Satu. ", "Dua; tiga.\n", "Empat"]
    assert last is ANSWER


def test_a_draft_without_its_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="must end"):
        whole_answer(iter(["hanya teks"]))


def test_draft_is_closed_when_the_stream_is(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []

    def draft() -> Draft:
        try:
            yield "a"
            yield "b"
        finally:
            closed.append(True)

    async def listen_briefly() -> None:
        events = answer_events("/v1/ask", ANSWER, draft(), lambda answer: {})
        await anext(events)
        await anext(events)
        await events.aclose()  # type: ignore[attr-defined]

    anyio.run(listen_briefly)
    assert closed == [True]
