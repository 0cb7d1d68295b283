"""The pages people see: ask and search, reading, librarians', drafters'; and the files they are made of.

Whole without JavaScript where that is possible: asking is a form, reading a document. Under a content policy that runs
no script and no style but the files served here; what comes from documents and readers is escaped by the templates.

Does not do: the JSON that their scripts ask for (``api.routes``, ``api.regulations``, ...), the widget.
"""

from __future__ import annotations

import hashlib
import mimetypes
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool

from api.asking import EXAMPLES, choices_of, found_cards, list_regulations, narrowed, read_state, shown_answer
from api.caching import is_known
from api.linking import address_of, anchor_of
from api.reading import PRINTED
from api.reading_view import boxes_json, read_view
from api.regulations import Identifier
from api.routes import Open, count_question, keep_answer
from api.turnstile import Turn
from api.wire import Json
from kb.answer import answer
from kb.types import NotFoundError

WEB = Path(__file__).parent / "web"
ASSETS = (".css", ".js", ".svg")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
ALWAYS_ASK = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"
LANGUAGES = ("id", "en")
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@cache
def _texts() -> dict[str, list[str]]:
    return tomllib.loads((WEB / "texts.toml").read_text(encoding="utf-8"))


@cache
def _assets() -> tuple[str, dict[str, bytes]]:
    """The files pages load, and a hash over all of them, so that a page never meets scripts of another release."""
    files = {path.name: path.read_bytes() for path in sorted(WEB.iterdir()) if path.suffix in ASSETS}
    digest = hashlib.sha256(b"\0".join(name.encode() + b"\0" + body for name, body in files.items()))
    return digest.hexdigest()[:12], files


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(WEB),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(request: Request, template: str, code: int = 200, **values: Any) -> Response:
    """A page in the language of the request, with its policy, and 304 where the browser already has it."""
    language = "en" if request.query_params.get("bahasa") == "en" else "id"
    at = LANGUAGES.index(language)

    def local(address: str, **query: object) -> str:
        """An address here, in the language of the page."""
        kept = {**({"bahasa": "en"} if language == "en" else {}), **query}
        return address + (f"?{urlencode(kept)}" if kept else "")

    def there(address: str) -> str:
        """An address with query and fragment of its own, in the language of the page."""
        if language == "id" or not address.startswith("/"):
            return address
        page, _, fragment = address.partition("#")
        return f"{page}{'&' if '?' in page else '?'}bahasa=en" + (f"#{fragment}" if fragment else "")

    def same(**query: object) -> str:
        """This page's address with some of its query changed."""
        asked = {k: v for k, v in request.query_params.items() if v}
        return f"?{urlencode({**asked, **query})}"

    body = (
        _templates()
        .get_template(template)
        .render(
            t=lambda key: _texts()[key][at],
            language=language,
            local=local,
            same=same,
            there=there,
            switch=same(bahasa=LANGUAGES[1 - at]),
            here=request.url.path,
            asset=lambda name: f"/aset/{_assets()[0]}/{name}",
            script_texts={key: said[at] for key, said in _texts().items()},
            anchor_of=anchor_of,
            address_of=address_of,
            printed=PRINTED,
            logged=request.app.state.asked.log_days,
            **values,
        )
    )
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    headers = {
        "Content-Security-Policy": POLICY,
        "Cache-Control": f"private, {ALWAYS_ASK}",
        "Cross-Origin-Opener-Policy": "same-origin",
        "ETag": f"W/{tag}",
    }
    if code == 200 and is_known(request.headers, tag):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(body, code, headers)


@router.get("/")
async def get_ask(request: Request, library: Open) -> Response:
    """The ask page; with ``?t=`` the answer and the provisions found, counted as every question is."""
    state = read_state(request.query_params)
    values: dict[str, Any] = {"state": state, "results": [], "answer": None, "identifier": "", "regulations": None}
    if state.question:
        async with request.app.state.turnstile.turn(request):
            chosen = await run_in_threadpool(narrowed, library, state)
            values["results"] = await run_in_threadpool(found_cards, chosen, state)
            given = await run_in_threadpool(answer, chosen, state.question, state.day, previous=state.earlier)
            await run_in_threadpool(count_question, request, chosen, given)
        values["answer"] = shown_answer(given, state.question)
        values["identifier"] = keep_answer(request, chosen, given, chat_model=False)
    else:
        values["regulations"] = await run_in_threadpool(list_regulations, library, state)
    values |= {"choices": await run_in_threadpool(choices_of, library, state), "examples": EXAMPLES}
    return render(request, "tanya.html", **values)


@router.get("/hasil", response_class=JSONResponse)
def get_results(request: Request, library: Open, _turn: Turn) -> JSONResponse:
    """The provisions found for the same query as that of the ask page, for its script."""
    state = read_state(request.query_params)
    cards = found_cards(narrowed(library, state), state) if state.question else []
    return JSONResponse([{**card, "pieces": [[p.text, p.kind] for p in card["pieces"]]} for card in cards])


@router.get("/baca/{identifier}")
def get_reading(identifier: Identifier, request: Request, library: Open) -> Response:
    """A regulation as text beside its pages; ``?kutip=`` names the provision that is highlighted in both."""
    try:
        view = read_view(library, identifier, request.query_params)
    except NotFoundError:
        if "text/html" not in request.headers.get("accept", ""):
            raise  # a problem, for whoever is no browser
        title, detail = _texts()["not_found"], _texts()["not_found_lead"]
        at = int(request.query_params.get("bahasa") == "en")
        return render(request, "galat.html", 404, title=title[at], detail=detail[at])
    text = _texts()
    at = int(request.query_params.get("bahasa") == "en")
    banners = [(f"{text[key][at]} {more}".strip(), kind) for key, kind, more in view.pop("notices")]
    return render(request, "baca.html", banners=banners, **view)


@router.get("/baca/{identifier}/kotak", response_class=JSONResponse)
def get_boxes(identifier: Identifier, kutip: str, library: Open) -> Json:
    """Label, and for each page its size and the boxes of a provision, for the reading page's script."""
    return boxes_json(library, identifier, kutip)


@router.get("/kelola")
async def get_librarian(request: Request) -> Response:
    """The librarian's page: a frame that its script fills with what a key may see."""
    return render(request, "kelola.html")


@router.get("/rancangan")
async def get_drafting(request: Request) -> Response:
    """The drafters' page: a frame that its script fills."""
    return render(request, "rancangan.html")


@router.get("/aset/{version}/{name}")
async def get_asset(version: str, name: str, request: Request) -> Response:
    """A style, script or picture of the pages, kept for ever under the hash of this release and under no other."""
    current, files = _assets()
    if name not in files:
        raise NotFoundError(f"tidak ada berkas {name}")
    tag = f'"{hashlib.sha256(files[name]).hexdigest()[:32]}"'
    headers = {"ETag": f"W/{tag}", "Cache-Control": FOR_EVER if version == current else ALWAYS_ASK}
    if is_known(request.headers, tag):
        return Response(status_code=304, headers=headers)
    kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
    return Response(files[name], media_type=kind, headers=headers)
