"""The client against a real server process, and against one that misbehaves as told."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from loopback import served

from api import client as module
from api.client import (
    BadReplyError,
    InvalidRequestError,
    MissingError,
    NoAnswerError,
    NotAllowedError,
    RujukanClient,
    ServerError,
    TooManyRequestsError,
    read_events,
    wait_asked,
)

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
ASKED = "isi pasal 1 ayat 1 pp 2 tahun 2021"
Reply = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def rujukan(two_regulations: Path) -> Iterator[RujukanClient]:
    with served(two_regulations / "data") as address, RujukanClient(address) as client:
        yield client


@pytest.fixture
def scripted() -> Iterator[Callable[..., tuple[RujukanClient, list[dict[str, str]]]]]:
    """A client of a server that gives the replies told, in turn, and the headers of the requests it got."""
    running: list[ThreadingHTTPServer] = []
    clients: list[RujukanClient] = []

    def start(*replies: Reply, **options: Any) -> tuple[RujukanClient, list[dict[str, str]]]:
        left, seen = list(replies), list[dict[str, str]]()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                seen.append({":path": self.path} | {name.lower(): value for name, value in self.headers.items()})
                self.rfile.read(int(self.headers.get("content-length", 0)))
                status, headers, body = left.pop(0)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = RujukanClient(f"http://127.0.0.1:{server.server_port}/", **options)
        clients.append(client)
        return client, seen

    yield start
    for client in clients:
        client.close()
    for server in running:
        server.shutdown()
        server.server_close()


def problem(status: int, **headers: str) -> Reply:
    body = {"type": "about:blank", "title": "Judul", "status": status, "detail": "sebabnya"}
    return status, {"content-type": "application/problem+json", **headers}, json.dumps(body).encode()


def answered(body: dict[str, Any]) -> Reply:
    return 200, {"content-type": "application/json"}, json.dumps(body).encode()


def test_ask_search_show_over_a_real_server(rujukan: RujukanClient) -> None:
    answer = rujukan.ask(ASKED, receipt=True)
    assert answer["found"]
    assert "pukul delapan" in answer["passages"][0]["quote"]
    assert rujukan.verify_receipt(answer["receipt"])["verdict"] == "sah"
    assert rujukan.ask(ASKED, as_of=date(2020, 1, 1))["passages"][0]["status"] == "belum berlaku"
    assert [p["rank"] for p in rujukan.search("jam kerja", 2)] == [1, 2]
    assert rujukan.search("jam kerja", kinds=["uu"]) == []
    assert rujukan.show("pp-2-2021/pasal-1/ayat-1")["label"] == "PP Nomor 2 Tahun 2021 Pasal 1 ayat (1)"
    assert rujukan.show("pp-2-2021")["title"] == "Jam Kerja Pegawai"


def test_a_real_server_streams_and_remembers(rujukan: RujukanClient) -> None:
    events = list(rujukan.stream(ASKED, receipt=True))
    assert (events[0].name, events[-1].name) == ("passages", "done")
    done = events[-1].data
    assert "".join(event.data["text"] for event in events if event.name == "text") == done["answer"]
    assert rujukan.verify_receipt(done["receipt"])["verdict"] == "sah"
    later = rujukan.ask("isi ayat 2?", conversation=done["conversation"], receipt=True)
    assert later["receipt"]["previous"] == [ASKED]


def test_regulations_come_page_by_page(rujukan: RujukanClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 1)
    assert [row["id"] for row in rujukan.regulations()] == ["pp-1-2020", "pp-2-2021"]
    assert [row["id"] for row in rujukan.regulations(status="dicabut")] == ["pp-1-2020"]


def test_problems_of_a_real_server_have_types(rujukan: RujukanClient) -> None:
    with pytest.raises(MissingError, match="pp-9-1999") as caught:
        rujukan.show("pp-9-1999/pasal-1")
    assert (caught.value.status, caught.value.title) == (404, "Tidak ditemukan")
    assert caught.value.request_id
    with pytest.raises(InvalidRequestError) as invalid:
        rujukan.search("jam kerja", 1_000)
    assert invalid.value.status == 422


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, NotAllowedError),
        (403, NotAllowedError),
        (404, MissingError),
        (413, InvalidRequestError),
        (429, TooManyRequestsError),
        (500, ServerError),
        (503, ServerError),
    ],
)
def test_every_status_has_its_error(scripted: Any, status: int, kind: type[Exception]) -> None:
    client, seen = scripted(problem(status))
    with pytest.raises(kind, match="sebabnya"):
        client.ask("cuti")
    assert len(seen) == 1  # nobody said when to try again


@pytest.mark.parametrize("status", [429, 503])
def test_what_is_put_off_is_sent_again(scripted: Any, status: int) -> None:
    later = problem(status, **{"retry-after": "0"})
    client, seen = scripted(later, later, answered({"found": True}), retries=2)
    assert client.ask("cuti") == {"found": True}
    assert len(seen) == 3
    client, seen = scripted(later, later, retries=1)
    with pytest.raises((TooManyRequestsError, ServerError)):
        client.ask("cuti")
    assert len(seen) == 2


def test_it_waits_as_long_as_it_is_told_and_not_for_ever(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(module.time, "sleep", waited.append)
    client, _ = scripted(problem(429, **{"retry-after": "7"}), answered({}))
    client.ask("cuti")
    assert waited == [7.0]
    client, seen = scripted(problem(429, **{"retry-after": "86400"}))
    with pytest.raises(TooManyRequestsError):
        client.ask("cuti")
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("5", 5.0),
        ("Tue, 24 Nov 2026 10:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 09:00:00 GMT", 0.0),  # past
        ("", None),
        ("nanti", None),
        ("-1", None),
    ],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    assert wait_asked(header, datetime(2026, 11, 24, 10, tzinfo=UTC)) == seconds


def test_the_key_is_sent_and_is_not_given_away(scripted: Any) -> None:
    client, seen = scripted(answered({}), key="rjk_rahasia")
    client.ask("cuti")
    assert seen[0]["authorization"] == "Bearer rjk_rahasia"
    client, seen = scripted((302, {"location": "http://127.0.0.1:9/lain", "content-length": "0"}, b""), key="rjk_x")
    with pytest.raises(InvalidRequestError):
        client.ask("cuti")  # is not followed


def test_check_sends_the_text(scripted: Any) -> None:
    client, seen = scripted(answered({"citations": []}))
    assert client.check("Pasal 5 PP 94/2021") == {"citations": []}
    assert seen[0][":path"] == "/v1/check"


def test_no_server_and_no_json_are_told_apart(scripted: Any) -> None:
    with RujukanClient("http://127.0.0.1:9", timeout=2) as nobody, pytest.raises(NoAnswerError):
        nobody.ask("cuti")
    client, _ = scripted((200, {"content-type": "text/html"}, b"<html>"), (502, {}, b"<html>proxy</html>"))
    with pytest.raises(BadReplyError):
        client.ask("cuti")
    with pytest.raises(ServerError, match="Bad Gateway"):
        client.ask("cuti")
    client, _ = scripted((200, {"content-length": "999"}, b'{"found'))
    with pytest.raises(NoAnswerError):
        client.ask("cuti")


def stream_of(*events: str) -> Reply:
    return 200, {"content-type": "text/event-stream; charset=utf-8"}, "".join(events).encode()


def test_a_streamed_answer(scripted: Any) -> None:
    client, seen = scripted(
        stream_of(
            ": ping\n\n",
            'event: passages\ndata: {"passages": []}\n\n',
            'event: text\ndata: {"text": "a\u2028b\x85"}\n\n',  # what other line readers cut
            'event: done\ndata: {"found": true}\n\n',
        )
    )
    events = list(client.stream("cuti"))
    assert [event.name for event in events] == ["passages", "text", "done"]
    assert events[1].data == {"text": "a\u2028b\x85"}
    assert seen[0]["accept"] == "text/event-stream"


def test_a_stream_that_breaks_off_is_an_error(scripted: Any) -> None:
    begun = 'event: text\ndata: {"text": "a"}\n\n'
    client, _ = scripted(
        stream_of(begun),
        stream_of(begun, 'event: error\ndata: {"status": 503, "title": "Koleksi belum siap", "detail": "nanti"}\n\n'),
        answered({"found": True}),
        problem(429),
    )
    for kind in (NoAnswerError, ServerError, BadReplyError, TooManyRequestsError):
        with pytest.raises(kind):
            list(client.stream("cuti"))


TEXT = "event: a\r\ndata: 1\r\ndata:2\r\n\r\n: diam\n\ndata: x\rid: 7\r\revent: kosong\n\ndata: terpotong"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
def test_events_may_be_cut_anywhere(size: int) -> None:
    pieces = (TEXT[n : n + size] for n in range(0, len(TEXT), size))
    assert list(read_events(pieces)) == [("a", "1\n2"), ("message", "x")]


def test_it_starts_without_the_rest_of_the_program() -> None:
    code = (
        "import sys, api.client; "
        "print([m for m in sys.modules if m.split('.')[0] in ('kb', 'ingest', 'numpy', 'fastapi', 'pydantic')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
