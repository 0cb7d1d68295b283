"""The REST application: `create_app` wires routes, errors and the library; nothing runs at import."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import version

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from api.access import gate
from api.administration import router as administration
from api.documents import router as documents
from api.jobs import Workbench
from api.ledger import Ledger
from api.routes import router
from api.settings import Settings
from api.shelf import Shelf
from kb.search import Library
from kb.types import CatalogueError, CitationError, DocumentError, ModelError, NotFoundError, RujukanError, StoreError

# Error class -> HTTP status and title; the first that fits counts. Titles are for people, in Indonesian.
PROBLEMS: tuple[tuple[type[RujukanError], int, str], ...] = (
    (NotFoundError, 404, "Tidak ditemukan"),
    (CitationError, 422, "Bukan rujukan yang dikenal"),
    (CatalogueError, 422, "Koreksi tidak sah"),
    (DocumentError, 422, "Dokumen tidak dapat dibaca"),
    (StoreError, 503, "Koleksi belum siap"),
    (ModelError, 503, "Model tidak dapat dimuat"),
    (RujukanError, 500, "Kesalahan pada sistem"),
)
HTTP_TITLES = {
    401: "Perlu kunci akses",
    403: "Tidak diizinkan",
    404: "Tidak ditemukan",
    405: "Metode tidak diizinkan",
    413: "Isi terlalu besar",
    422: "Permintaan tidak sah",
    500: "Kesalahan pada sistem",
}
FORM_OVERHEAD = 1 << 16  # bytes of a form around an uploaded file
REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.A)  # what a caller may name a request
COMPRESSED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/pdf")  # not worth compressing again
log = logging.getLogger("rujukan")


def create_app(settings: Settings | None = None, library: Library | None = None) -> FastAPI:
    """The application over the collection of ``settings``, or over ``library``, which it takes over and closes."""
    settings = settings or Settings()
    ledger = Ledger(library.data if library else settings.data)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.shelf = Shelf(settings, library)
        app.state.ledger, app.state.workbench = ledger, Workbench(ledger, settings.embedding_model)
        await run_in_threadpool(app.state.workbench.open)
        try:
            await run_in_threadpool(lambda: app.state.shelf.library().embedder)
        except RujukanError as error:
            log.warning("belum siap: %s", error)  # tried again at each request
        yield
        await run_in_threadpool(app.state.workbench.close)
        app.state.shelf.close()

    app = FastAPI(
        title="Rujukan",
        version=version("rujukan"),
        description="Jawaban berkutipan dari peraturan kepegawaian dan kode etik ASN.",
        lifespan=lifespan,
    )
    app.add_middleware(gate, settings=settings, ledger=ledger)  # before every route, behind what dresses a response
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5, exclude_content_types=COMPRESSED)
    app.middleware("http")(_name_request)
    app.add_exception_handler(RujukanError, _known_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.include_router(router)
    app.include_router(documents, max_body_size=(settings.upload_mb << 20) + FORM_OVERHEAD)
    app.include_router(administration)
    return app


async def _name_request(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Give every response the caller's ``X-Request-ID`` or a new one; an unforeseen error becomes a problem."""
    given = request.headers.get("X-Request-ID", "")
    identifier = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    try:
        response = await call_next(request)
    except Exception:
        log.exception("permintaan %s gagal", identifier)
        response = _problem(request, 500, HTTP_TITLES[500], f"Kesalahan tak terduga; sebutkan nomor {identifier}.")
    response.headers["X-Request-ID"] = identifier
    return response


def _problem(request: Request, status: int, title: str, detail: str) -> JSONResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.url.path}
    return JSONResponse(body, status, media_type="application/problem+json")


def _known_error(request: Request, error: Exception) -> Response:
    status, title = next((s, t) for kind, s, t in PROBLEMS if isinstance(error, kind))
    return _problem(request, status, title, str(error))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = sorted({".".join(str(part) for part in e["loc"][1:]) or "isi" for e in error.errors()})
    return _problem(request, 422, HTTP_TITLES[422], f"periksa: {', '.join(fields)}")


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    title = HTTP_TITLES.get(error.status_code, phrase)
    detail = f"{request.method} {request.url.path}" if error.detail == phrase else str(error.detail)
    problem = _problem(request, error.status_code, title, detail)
    problem.headers.update(error.headers or {})
    return problem
