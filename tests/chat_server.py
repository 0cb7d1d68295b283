"""An OpenAI-compatible chat server on loopback, well-behaved or not: ``python chat_server.py`` prints its port.

``POST /v1/chat/completions`` speaks the real wire format. The model named in a request says how the server behaves:
one of BEHAVIOURS. ``PUT /reply`` sets what a good reply says, ``GET /last`` gives the last request (path, key, body).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

state: dict[str, Any] = {"reply": "", "last": {}}


def chunk(text: str, finish: str | None = None) -> bytes:
    delta = {"content": text} if finish is None else {}
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    row = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(row)}\n\n".encode()


def pieces(text: str) -> Iterator[str]:
    return (text[at : at + 7] for at in range(0, len(text), 7))


def good() -> Iterator[bytes]:
    yield from map(chunk, pieces(state["reply"]))
    yield chunk("", "stop")
    yield b"data: [DONE]\n\n"


def truncated() -> Iterator[bytes]:
    """A good sentence, then half an event and the end of the connection."""
    yield from map(chunk, pieces(state["reply"]))
    yield b'data: {"id": "chatcmpl-1", "choices": [{"ind'


def failing_midway() -> Iterator[bytes]:
    yield from map(chunk, pieces(state["reply"]))
    yield b'data: {"error": {"message": "overloaded", "type": "server_error", "param": null, "code": null}}\n\n'


def silent() -> Iterator[bytes]:
    time.sleep(20)
    yield b""


def dripping() -> Iterator[bytes]:
    for _ in range(200):
        yield chunk("a")
        time.sleep(0.1)


def endless() -> Iterator[bytes]:
    for _ in range(5_000):
        yield chunk("kata " * 20)


STREAMS: dict[str, Callable[[], Iterator[bytes]]] = {
    "baik": good,
    "terpotong": truncated,
    "gagal-di-tengah": failing_midway,
    "diam": silent,
    "menetes": dripping,
    "tak-habis": endless,
    "kosong": lambda: iter([chunk("", "stop"), b"data: [DONE]\n\n"]),
    "sampah": lambda: iter([b"\x00\xff\xfe<<<>>> bukan apa-apa\n\n", b"data: {bukan json}\n\n"]),
    "halaman": lambda: iter([b"<!doctype html><h1>502 Bad Gateway</h1>"]),
}
ERRORS = {"401": "invalid_api_key", "429": "rate_limit_exceeded", "500": "server_error"}
BEHAVIOURS = (*STREAMS, *ERRORS)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"  # the end of the connection is the end of the body

    def do_POST(self) -> None:
        body = json.loads(self._body())
        state["last"] = {"path": self.path, "key": self.headers.get("Authorization"), "body": body}
        model = body["model"]
        if model in ERRORS:
            said = {"error": {"message": "tidak", "type": ERRORS[model], "param": None, "code": ERRORS[model]}}
            self._send(int(model), "application/json", iter([json.dumps(said).encode()]))
        elif not body.get("stream"):
            self._send(400, "application/json", iter([b"{}"]))
        else:
            self._send(200, "text/html" if model == "halaman" else "text/event-stream", STREAMS[model]())

    def do_PUT(self) -> None:
        state["reply"] = self._body().decode()
        self._send(204, "text/plain", iter([]))

    def do_GET(self) -> None:
        self._send(200, "application/json", iter([json.dumps(state["last"]).encode()]))

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _send(self, status: int, kind: str, body: Iterator[bytes]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        try:
            for piece in body:
                self.wfile.write(piece)
                self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client has heard enough

    def log_message(self, format: str, *args: Any) -> None:
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
