"""What a client may keep: strong ETags, 304 for what it already has, and Cache-Control that always asks first.

The ETag of a JSON document is the hash of its bytes: a status may change with the day, the catalogue, a librarian's
acceptance or what the reader may see, not only with the index, and a rule must never be shown in force because a
shorter tag did not notice. Files are tagged by the hash of their source, without being read or drawn.

Does not do: keep anything on the server.
"""

from __future__ import annotations

import hashlib

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEPT = ("content-security-policy", "content-location", "date", "expires", "link", "vary")
CREDENTIALS = ("authorization", "x-api-key")


def conditional_get(app: ASGIApp) -> ASGIApp:
    """``app`` with ETag and 304 for JSON documents, and Cache-Control on all that it sends.

    Must stand inside the compression: a compressed body is another representation and gets another tag.
    """

    async def conditional(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        first: Message = {}
        body = bytearray()

        async def send_tagged(message: Message) -> None:
            nonlocal first
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("cache-control", _how_to_keep(scope, asked))
                headers.add_vary_header(", ".join(name.title() for name in CREDENTIALS))
                if _is_document(scope, message["status"], headers):
                    first = message
                    return
            if first and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_document(send, first, bytes(body), asked)
                return
            await send(message)

        await app(scope, receive, send_tagged)

    return conditional


def file_tag(*parts: object) -> str:
    """The ETag of what is made of ``parts``, a source's sha256 among them, and of nothing else."""
    return _quoted(hashlib.sha256("\0".join(map(str, parts)).encode()))


def not_modified(request: Request, tag: str) -> Response | None:
    """304 where the client already has what ``tag`` names, else None."""
    return Response(status_code=304, headers={"ETag": tag}) if is_known(request.headers, tag) else None


def is_known(asked: Headers, tag: str) -> bool:
    """Whether ``If-None-Match`` names ``tag`` (compared weakly, as RFC 9110 says) or anything at all."""
    named = [part.strip().removeprefix("W/") for part in asked.get("if-none-match", "").split(",")]
    return "*" in named or tag in named


def _how_to_keep(scope: Scope, asked: Headers) -> str:
    if scope["method"] not in ("GET", "HEAD") or not scope["path"].startswith("/v1/"):
        return "no-store"
    who = "private" if any(name in asked for name in CREDENTIALS) else "public"
    return f"{who}, no-cache"  # may be kept, must be asked for


def _is_document(scope: Scope, status: int, headers: Headers) -> bool:
    json = headers.get("content-type", "").startswith("application/json")
    return scope["method"] == "GET" and status == 200 and json and "etag" not in headers


async def _send_document(send: Send, first: Message, body: bytes, asked: Headers) -> None:
    headers = MutableHeaders(scope=first)
    compressed = b"gzip" if "gzip" in asked.get("accept-encoding", "") else b""
    headers["etag"] = _quoted(hashlib.sha256(body + compressed))
    if is_known(asked, headers["etag"]):
        kept = [(k, v) for k, v in first["headers"] if k.decode() in (*KEPT, "etag", "cache-control")]
        await send({**first, "status": 304, "headers": kept})
        body = b""
    else:
        await send(first)
    await send({"type": "http.response.body", "body": body})


def _quoted(digest: hashlib._Hash) -> str:
    return f'"{digest.hexdigest()[:32]}"'
