"""Every error as RFC 9457 problem details in Indonesian: a table from error class to status, one from status to words.

Does not do: log (``api.envelope`` does), tell anything of what an unforeseen error said.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.params import Body
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from kb.types import CatalogueError, CitationError, DocumentError, ModelError, NotFoundError, RujukanError, StoreError

MEDIA_TYPE = "application/problem+json"
GONE_CLIENT = 499  # nobody reads it; the logs tell it from what was answered
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
# Status -> title, and what to say where nobody said more.
TITLES: dict[int, tuple[str, str]] = {
    400: ("Permintaan tidak dapat dibaca", "isi permintaan rusak atau tidak sesuai"),
    401: ("Perlu kunci akses", "kunci akses tidak ada atau tidak berlaku"),
    403: ("Tidak diizinkan", "kunci akses ini tidak berhak atas permintaan ini"),
    404: ("Tidak ditemukan", "tidak ada apa pun di alamat ini"),
    405: ("Metode tidak diizinkan", "alamat ini tidak melayani metode itu"),
    406: ("Bentuk jawaban tidak tersedia", "bentuk yang diminta tidak tersedia"),
    409: ("Bertentangan dengan keadaan sekarang", "permintaan bertentangan dengan keadaan sekarang"),
    413: ("Isi terlalu besar", "isi permintaan melewati batas"),
    415: ("Jenis isi tidak didukung", "jenis isi permintaan tidak didukung"),
    422: ("Permintaan tidak sah", "permintaan tidak sesuai dengan yang diminta"),
    429: ("Terlalu banyak permintaan", "coba lagi sebentar lagi"),
    GONE_CLIENT: ("Sambungan diputus peminta", "jawaban tidak ditunggu lagi"),
    500: ("Kesalahan pada sistem", "kesalahan tak terduga"),
    503: ("Sedang tidak dapat melayani", "coba lagi sebentar lagi"),
}
_UNTRANSLATED = frozenset({"There was an error parsing the body", "Content Too Large", "Disallowed CORS origin"})


def add_problem_handlers(app: FastAPI) -> None:
    """Let ``app`` answer every known error, wrong request and HTTP error with problem details."""
    app.add_exception_handler(RujukanError, _known_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)


def problem_fields(instance: str, status: int, title: str = "", detail: str = "") -> dict[str, Any]:
    """The members of a problem; title and detail default to what the status means."""
    known = TITLES.get(status) or TITLES[500 if status >= 500 else 400]
    return {
        "type": "about:blank",
        "title": title or known[0],
        "status": status,
        "detail": detail or known[1],
        "instance": instance,
    }


def problem_of(error: RujukanError, instance: str) -> dict[str, Any]:
    """The members of the problem that a known error is."""
    status, title = next((s, t) for kind, s, t in PROBLEMS if isinstance(error, kind))
    return problem_fields(instance, status, title, str(error))


def problem_response(fields: dict[str, Any], headers: dict[str, str] | None = None) -> JSONResponse:
    """A response that carries a problem, with its status."""
    return JSONResponse(fields, fields["status"], headers=headers, media_type=MEDIA_TYPE)


def _known_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RujukanError)
    return problem_response(problem_of(error, request.url.path))


def _invalid(request: Request, error: Exception) -> Response:
    """422 with the names of the fields, never their values; 415 where the body is of another type than is read."""
    assert isinstance(error, RequestValidationError)
    instance = request.url.path
    if expected := _other_type_expected(request):
        return problem_response(problem_fields(instance, 415, detail=f"kirim sebagai {expected}"))
    fields = sorted({".".join(str(part) for part in e["loc"][1:]) or "isi" for e in error.errors()})
    return problem_response(problem_fields(instance, 422, detail=f"periksa: {', '.join(fields)}"))


def _other_type_expected(request: Request) -> str:
    """The media type of the body that the endpoint reads, where the request names another one; else empty."""
    field = getattr(request.scope.get("route"), "body_field", None)
    info = getattr(field, "field_info", None)
    sent = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if not isinstance(info, Body) or not sent:
        return ""
    fits = sent == info.media_type or (info.media_type.endswith("json") and sent.endswith(("/json", "+json")))
    return "" if fits else info.media_type


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    said = str(error.detail or "")
    if said in _UNTRANSLATED or said in {phrase.phrase for phrase in HTTPStatus}:
        said = ""
    fields = problem_fields(request.url.path, status, detail=said)
    return problem_response(fields, dict(error.headers) if error.headers else None)
