"""The OpenAPI description: every operation tells the problems it may answer with, all of one shape (RFC 9457).

Does not do: describe what an endpoint itself describes better (its own responses stay).
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE, TITLES, problem_fields
from api.shapes import ProblemModel

TAGS = [
    {"name": "Jawaban", "description": "Bertanya, mencari, menilai."},
    {"name": "Koleksi", "description": "Peraturan, ketentuan, halaman, dan berkas sumbernya."},
    {"name": "Rancangan", "description": "Untuk perancang peraturan: preseden, silsilah, tangga hukuman."},
    {"name": "Widget", "description": "Untuk halaman instansi yang memasang widget."},
    {"name": "Pemantauan", "description": "Untuk yang menjalankan server."},
]
REFERENCE = {"$ref": "#/components/schemas/ProblemModel"}
# Statuses that an operation may answer with, by what it has.
ALWAYS = (429, 500, 503)
WITH_BODY = (400, 413, 415, 422)
WITH_PARAMETERS = (422,)
WITH_PATH = (404,)


def describe(app: FastAPI) -> None:
    """Let ``app.openapi()`` tell the problems of every operation, also of routers included later."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            _add_problems(described)
            app.openapi_schema = described
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def _add_problems(described: dict[str, Any]) -> None:
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    schemas["ProblemModel"] = ProblemModel.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, methods in described["paths"].items():
        for operation in methods.values():
            responses = operation.setdefault("responses", {})
            for status in _statuses(path, operation):
                responses[str(status)] = _problem(path, status)
            responses["default"] = {**_problem(path, 500), "description": "Masalah lain"}


def _statuses(path: str, operation: dict[str, Any]) -> list[int]:
    """The problems that an operation may answer with: those it tells itself, and those that follow from its shape."""
    statuses = {int(code) for code in operation["responses"] if code.isdecimal() and int(code) >= 400}
    statuses.update(ALWAYS)
    statuses.update(WITH_BODY if "requestBody" in operation else ())
    statuses.update(WITH_PARAMETERS if operation.get("parameters") else ())
    statuses.update(WITH_PATH if "{" in path else ())
    return sorted(statuses)


def _problem(path: str, status: int) -> dict[str, Any]:
    title = TITLES.get(status, TITLES[500])[0]
    example = problem_fields(path, status)
    return {"description": title, "content": {MEDIA_TYPE: {"schema": REFERENCE, "example": example}}}
