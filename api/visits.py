"""Requests that come from pages of other origins: let in for registered sites, within their quota, refused for others.

    page of a registered site  ->  preflight 204  ->  token  ->  POST /v1/ask with X-Site-Token  ->  the API
    page of any other site     ->  no preflight, 403

Pages of this server itself and programs (which send no ``Origin``) pass untouched, and so do the origins of
``RUJUKAN_CORS_ORIGINS``, which ``create_app`` answers.

Does not do: know people. Whoever asks from a site is a public reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.ledger import Ledger
from api.limits import Allowance, Limits
from api.problems import problem_fields, problem_response
from api.settings import Settings
from api.sites import Site, check_token, is_registered
from kb.types import StoreError

TOKEN = "x-site-token"
OPEN_TO_SITES = re.compile(r"/v1/(?:ask|feedback|sites/[^/]+/token)")
COUNTED = "/v1/ask"  # what costs something
PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Content-Type, X-Site-Token",
    "Access-Control-Max-Age": "600",
}
SHOWN = {"Access-Control-Expose-Headers": "Retry-After, X-Request-ID"}


def receive_visits(app: ASGIApp, settings: Settings, ledger: Ledger) -> ASGIApp:
    """``app`` for pages of registered sites too; ``scope["state"]["site"]`` is the `Site` a question comes from."""
    quotas = Limits("", "")

    async def received(scope: Scope, receive: Receive, send: Send) -> None:
        origin = _foreign_origin(scope, settings)
        if not origin:
            await app(scope, receive, send)
            return
        try:
            registered = await run_in_threadpool(is_registered, ledger, origin)
        except StoreError:
            registered = False
        allowed = {"Access-Control-Allow-Origin": origin, **SHOWN} if registered else {}
        telling = _telling(send, allowed)
        if not registered:
            await _refuse(403, f"halaman dari {origin} tidak terdaftar")(scope, receive, telling)
        elif scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, telling)
        elif scope["path"].endswith("/token"):
            scope.setdefault("state", {})["visit"] = True
            await app(scope, receive, telling)
        else:
            await _let_in(app, ledger, quotas, origin)(scope, receive, telling)

    return received


def site_of(scope: Scope) -> Site | None:
    """The site whose page a request comes from, proved by its token, or None."""
    site: Site | None = scope.get("state", {}).get("site")
    return site


def is_visit(scope: Scope) -> bool:
    """Whether a request comes from a page of a registered site: it needs no key where readers otherwise do."""
    return bool(scope.get("state", {}).get("visit"))


def _let_in(app: ASGIApp, ledger: Ledger, quotas: Limits, origin: str) -> ASGIApp:
    async def let_in(scope: Scope, receive: Receive, send: Send) -> None:
        token = Headers(scope=scope).get(TOKEN, "")
        site, why = await run_in_threadpool(check_token, ledger, token, origin)
        if site is None:
            await _refuse(401, why)(scope, receive, send)
            return
        allowance = quotas.count_site(site.id, site.quota) if scope["path"] == COUNTED else None
        if allowance and not allowance.allowed:
            await _refuse(429, _used_up(allowance), allowance.headers)(scope, receive, send)
            return
        scope.setdefault("state", {}).update(site=site, visit=True)
        await app(scope, receive, send)

    return let_in


def _used_up(allowance: Allowance) -> str:
    return f"jatah pertanyaan situs ini habis ({allowance.limit}); coba lagi {allowance.reset} detik lagi"


def _foreign_origin(scope: Scope, settings: Settings) -> str:
    """The origin of a page elsewhere that asks for what sites may ask for, or empty."""
    if scope["type"] != "http" or scope["method"] not in ("POST", "OPTIONS"):
        return ""
    if not OPEN_TO_SITES.fullmatch(scope["path"]):
        return ""
    headers = Headers(scope=scope)
    origin = headers.get("origin", "")
    # A browser says so itself (scripts cannot), also where a proxy put another Host; over plain HTTP it does not.
    own = headers.get("sec-fetch-site") == "same-origin" or urlsplit(origin).netloc == headers.get("host", "")
    return "" if own or origin in settings.cors_origins or "*" in settings.cors_origins else origin


def _refuse(status: int, why: str, headers: Mapping[str, str] | None = None) -> ASGIApp:
    async def refused(scope: Scope, receive: Receive, send: Send) -> None:
        fields = problem_fields(scope["path"], status, detail=why)
        await problem_response(fields, dict(headers or {}))(scope, receive, send)

    return refused


def _telling(send: Send, headers: Mapping[str, str]) -> Send:
    async def telling(message: Message) -> None:
        if message["type"] == "http.response.start":
            told = MutableHeaders(scope=message)
            told.update(headers)
            told.add_vary_header("Origin")
        await send(message)

    return telling
