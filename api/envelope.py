"""What surrounds every request: its number, security headers, a log line, a count, and problems for plain errors.

ASGI all through, so that streams flow and a client that goes away is noticed.

Does not do: decide who may ask or how often.
"""

from __future__ import annotations

import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import log_request, log_unforeseen, request_id
from api.metrics import Metrics, count_request
from api.problems import MEDIA_TYPE, problem_fields, problem_response

REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.A)  # what a caller may name a request
UNKNOWN_ROUTE = "lain"
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# Of data nothing is ever run or framed; pages state a policy of their own.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
DATA_TYPES = ("application/json", MEDIA_TYPE, "text/plain")


def envelope(app: ASGIApp, metrics: Metrics) -> ASGIApp:
    """``app`` with a number, security headers, a log line and a count for each request."""

    async def surrounded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        identifier = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(identifier)
        scope.setdefault("state", {})["request_id"] = identifier
        began = time.perf_counter()
        status = 0
        replaced = False

        async def send_dressed(message: Message) -> None:
            nonlocal status, replaced
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                _dress(headers, identifier)
                replaced = status >= 400 and headers.get("content-type", "").startswith("text/plain")
                if replaced:
                    await _send_problem(scope, receive, send, status, headers)
                    return
            if not replaced:
                await send(message)

        try:
            await app(scope, receive, send_dressed)
        finally:
            seconds = time.perf_counter() - began
            route = route_of(scope)
            count_request(metrics, scope["method"], route, status, seconds)
            log_request(scope["method"], route, status, seconds)
            request_id.reset(token)

    return surrounded


def guard(app: ASGIApp) -> ASGIApp:
    """``app`` with a problem in place of an unforeseen error; it tells the request's number and nothing else."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        started = False

        async def send_noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await app(scope, receive, send_noting)
        except Exception as error:
            log_unforeseen(error)
            if started:
                raise  # too late to say anything: the connection is cut, which the client notices
            detail = f"Kesalahan tak terduga; sebutkan nomor {request_id.get()}."
            await problem_response(problem_fields(scope["path"], 500, detail=detail))(scope, receive, send)

    return guarded


def route_of(scope: Scope) -> str:
    """The template of the address that was asked (``/v1/regulations/{identifier}``), or ``lain``."""
    return getattr(scope.get("route"), "path", None) or UNKNOWN_ROUTE


def _dress(headers: MutableHeaders, identifier: str) -> None:
    headers["X-Request-ID"] = identifier
    for name, value in SECURITY.items():
        headers.setdefault(name, value)
    if headers.get("content-type", "").startswith(DATA_TYPES):
        headers.setdefault("Content-Security-Policy", DATA_POLICY)


async def _send_problem(scope: Scope, receive: Receive, send: Send, status: int, dressed: Headers) -> None:
    """Send a problem in place of a plain error that a library made, with the headers that it had."""
    kept = {k: v for k, v in dressed.items() if k not in ("content-type", "content-length", "content-encoding")}
    await problem_response(problem_fields(scope["path"], status), kept)(scope, receive, send)
