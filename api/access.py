"""Who asks, and what they may: a key becomes an asker with a role and an audience, or the request ends here.

The gate stands before every route and mounted program, so that nothing can be asked past it. What an asker may see is
decided where the collection is opened (``api.shelf``), what they may do by the route (``guarded_route``), before a byte
of the body is read.

    Authorization: Bearer rjk_...      or      X-API-Key: rjk_...

Does not do: make keys (``api.keys``), take a key from an address or a cookie.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.keys import ROLES, Role, find_key
from api.ledger import Ledger
from api.limits import Allowance, Limits, address_of, read_networks
from api.problems import problem_fields, problem_response
from api.settings import Settings
from api.visits import is_visit
from kb.types import Audience

# Without key or limit: what machines ask that watch over the service, what pages load before they can show a token, and
# frames that hold nothing until a key fills them.
OPEN = ("/health/live", "/health/ready", "/widget.js", "/kelola", "/rancangan")
OPEN_FILES = "/aset/"  # styles and scripts of the pages
# What a reader asks for at each page they leaf to, many a minute: counted apart, so that reading costs no questions.
LEAFED = re.compile(r"/v1/regulations/[^/]+/pages/\d+\.png|/baca/[^/]+/kotak")
# For the description of the API only: the gate reads the headers.
SCHEMES = (HTTPBearer(auto_error=False), APIKeyHeader(name="X-API-Key", auto_error=False))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks; ``name`` is that of their key, empty without one."""

    name: str
    role: Role
    audience: Audience

    def may(self, role: Role) -> bool:
        """Whether they may do what this role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


ANYBODY = Asker("", "reader", "publik")


def gate(app: ASGIApp, settings: Settings, ledger: Ledger) -> ASGIApp:
    """``app`` behind the gate: 401 for a key that is not valid (or none, where one is needed), 429 for too many."""
    limits = Limits(settings.rate_anonymous, settings.rate_key, settings.rate_leafing)
    trusted = read_networks(settings.trusted_proxies)

    async def gated(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in OPEN or scope["path"].startswith(OPEN_FILES):
            await app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asker, why = (ANYBODY, "") if is_visit(scope) else _recognise(headers, settings, ledger)
        if asker is not None and LEAFED.fullmatch(scope["path"]):
            allowance = limits.count_leafing(asker.name, address_of(scope, trusted))
        elif asker is not None and asker.name:
            allowance = limits.count_key(asker.name)
        else:
            allowance = limits.count_address(address_of(scope, trusted))
        told = allowance.headers if allowance else {}
        if allowance and not allowance.allowed:
            await _refuse(429, _too_many(allowance), told)(scope, receive, send)
        elif asker is None:
            await _refuse(401, why, {**told, "WWW-Authenticate": "Bearer"})(scope, receive, send)
        else:
            scope.setdefault("state", {})["asker"] = asker
            await app(scope, receive, _telling(send, told))

    return gated


def asker_of(request: Request) -> Asker:
    """Who makes a request; anybody where there is no gate before it."""
    asker: Asker = request.scope.get("state", {}).get("asker", ANYBODY)
    return asker


def guarded_route(role: Role) -> type[APIRoute]:
    """A route for those who may do what ``role`` may: others get 401 or, with a key, 403, before a body is read."""

    class GuardedRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                if not asker_of(request).may(role):
                    if not asker_of(request).name:
                        raise HTTPException(401, "perlu kunci akses", {"WWW-Authenticate": "Bearer"})
                    raise HTTPException(403, f"perlu kunci {role}")
                return await handle(request)

            return guarded

    return GuardedRoute


def _recognise(headers: Headers, settings: Settings, ledger: Ledger) -> tuple[Asker | None, str]:
    """The asker, or None and why not."""
    scheme, _, bearer = headers.get("authorization", "").partition(" ")
    tokens = {bearer.strip()} if scheme.lower() == "bearer" else set()
    tokens |= {headers["x-api-key"].strip()} if "x-api-key" in headers else set()
    if not tokens:
        return (ANYBODY, "") if settings.anonymous == "baca" else (None, "perlu kunci akses")
    key = find_key(ledger, tokens.pop()) if len(tokens) == 1 else None
    if key is None:
        return None, "kunci akses tidak dikenal, dicabut, atau habis masa berlakunya"
    return Asker(key.name, key.role, key.audience), ""


def _too_many(allowance: Allowance) -> str:
    return f"paling banyak {allowance.limit} permintaan; coba lagi {allowance.reset} detik lagi"


def _refuse(status: int, why: str, headers: dict[str, str]) -> ASGIApp:
    async def refused(scope: Scope, receive: Receive, send: Send) -> None:
        response = problem_response(problem_fields(scope["path"], status, detail=why), headers)
        await response(scope, receive, send)

    return refused


def _telling(send: Send, headers: dict[str, str]) -> Send:
    """``send`` that adds headers to the response."""

    async def telling(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return telling
