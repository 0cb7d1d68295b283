"""The chat widget as agencies' pages load it, and the token with which such a page asks. Version 1.

``/widget.js`` is one file, put together from ``api/web/widget/``: the texts and the style as data, then the parts of
the program in order, in a function of their own so that no name meets one of the page's.

Does not do: serve pages; count or limit visits (``api.visits``).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from api.caching import not_modified
from api.documents import PROBLEM
from api.shapes import SiteTokenModel
from api.sites import LIFETIME, make_token
from kb.types import NotFoundError

FOLDER = Path(__file__).parent / "web" / "widget"
PARTS = ("words.js", "asking.js", "cards.js", "turns.js", "panel.js", "mount.js")
HEADERS = {
    # Read by pages everywhere, also by those that isolate themselves or name its hash: it holds nothing secret.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
}
router = APIRouter()


@cache
def widget_source() -> str:
    """The program of the widget."""
    texts = json.loads((FOLDER / "texts.json").read_text(encoding="utf-8"))
    data = {"TEXTS": texts, "STYLE": (FOLDER / "style.css").read_text(encoding="utf-8")}
    constants = "".join(f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in data.items())
    parts = "".join((FOLDER / part).read_text(encoding="utf-8") for part in PARTS)
    return f'(() => {{\n"use strict";\n{constants}{parts}}})();\n'


@router.get(
    "/widget.js",
    summary="Program widget",
    description="Dipasang di halaman instansi dengan satu tag `<script>`; lihat docs/widget.md.",
    response_class=Response,
    responses={200: {"description": "Programnya", "content": {"text/javascript": {"schema": {"type": "string"}}}}},
    tags=["Widget"],
)
def get_widget(request: Request) -> Response:
    """The widget's program."""
    body = widget_source().encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag}
    if known := not_modified(request, tag):
        known.headers.update(headers)
        return known
    return Response(body, media_type="text/javascript", headers=headers)


@router.post(
    "/v1/sites/{identifier}/token",
    summary="Token untuk halaman sebuah situs",
    description="Hanya untuk halaman yang asalnya (`Origin`) terdaftar; berlaku sepuluh menit, dikirim kembali dalam "
    "`X-Site-Token`.",
    responses={403: PROBLEM[403], 429: PROBLEM[429], 503: PROBLEM[503]},
    tags=["Widget"],
)
async def post_site_token(identifier: str, request: Request) -> SiteTokenModel:
    """A short-lived token for a page of a registered site."""
    state = request.app.state
    try:
        origin = request.headers.get("origin", "")
        site, token = await run_in_threadpool(make_token, state.ledger, identifier, origin)
    except NotFoundError as error:
        raise HTTPException(403, str(error)) from error
    return SiteTokenModel(token=token, expires_in=LIFETIME, topics=list(site.topics), logged_days=state.asked.log_days)
