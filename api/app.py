"""The REST application: `create_app` wires routes, errors and the library; nothing runs at import."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import version

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.routes import router
from api.settings import Settings
from kb.search import Library, open_library
from kb.types import CitationError, DocumentError, ModelError, NotFoundError, RujukanError, StoreError

# Error class -> HTTP status and title; the first that fits counts. Titles are for people, in Indonesian.
PROBLEMS: tuple[tuple[type[RujukanError], int, str], ...] = (
    (NotFoundError, 404, "Tidak ditemukan"),
    (CitationError, 422, "Bukan rujukan yang dikenal"),
    (DocumentError, 422, "Dokumen tidak dapat dibaca"),
    (StoreError, 503, "Koleksi belum siap"),
    (ModelError, 503, "Model tidak dapat dimuat"),
    (RujukanError, 500, "Kesalahan pada sistem"),
)
HTTP_TITLES = {404: "Tidak ditemukan", 405: "Metode tidak diizinkan", 422: "Permintaan tidak sah"}


def create_app(settings: Settings | None = None, library: Library | None = None) -> FastAPI:
    """The application over the collection of ``settings``, or over ``library`` where one is already open."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.library, app.state.unready = library, ""
        if library is None:
            try:
                app.state.library = open_library(settings.data, settings.embedding_model)
                _ = app.state.library.embedder
            except RujukanError as error:
                app.state.unready = str(error)
        yield

    app = FastAPI(
        title="Rujukan",
        version=version("rujukan"),
        description="Jawaban berkutipan dari peraturan kepegawaian dan kode etik ASN.",
        lifespan=lifespan,
    )
    app.state.data = settings.data
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.middleware("http")(_name_request)
    app.add_exception_handler(RujukanError, _known_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.include_router(router)
    return app


async def _name_request(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers["X-Request-ID"] = request.headers.get("X-Request-ID", "")[:64] or uuid.uuid4().hex
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
    title = HTTP_TITLES.get(error.status_code, HTTPStatus(error.status_code).phrase)
    return _problem(request, error.status_code, title, f"{request.method} {request.url.path}")
