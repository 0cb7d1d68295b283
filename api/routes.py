"""The endpoints, version 1; the JSON is that of ``api.wire``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, Response

from api.access import asker_of
from api.shapes import (
    AnswerModel,
    AskRequest,
    PassageModel,
    ProvisionModel,
    ReadyModel,
    RegulationDetailModel,
    RegulationsModel,
    SearchModel,
    SearchRequest,
)
from api.wire import answer_json, outline_json, passage_json, regulation_json, relation_json, shown_json
from ingest.pipeline import crop_picture, render_page, source_path
from kb.answer import answer
from kb.catalogue import relations_of, status_on
from kb.search import Library, search, show
from kb.types import NotFoundError, Status

router = APIRouter()
BOX = r"^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$"
PROBLEM: dict[int | str, dict[str, Any]] = {
    code: {"description": text, "content": {"application/problem+json": {}}}
    for code, text in ((404, "Tidak ditemukan"), (422, "Permintaan tidak sah"), (503, "Koleksi belum siap"))
}


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    """The responses of an endpoint that sends a file, for OpenAPI."""
    return {200: {"description": "Berkas", "content": {media_type: {}}}, **PROBLEM}


def _library(request: Request) -> Library:
    """The collection as whoever asks may see it; every endpoint gets it here."""
    library: Library = request.app.state.shelf.library(asker_of(request).audience)
    return library


Open = Annotated[Library, Depends(_library)]


@router.post("/v1/ask", summary="Jawab sebuah pertanyaan", responses=PROBLEM)
def post_ask(asked: AskRequest, library: Open) -> AnswerModel:
    """A short answer with the provisions it stands on, or an honest refusal."""
    result = answer(
        library,
        asked.question,
        asked.as_of,
        include_quarantined=asked.include_quarantined,
        previous=asked.previous,
    )
    return AnswerModel(**answer_json(result))


@router.post("/v1/search", summary="Cari ketentuan", responses=PROBLEM)
def post_search(sought: SearchRequest, library: Open) -> SearchModel:
    """Passages for a query, best first."""
    found = search(
        library,
        sought.query,
        sought.k,
        sought.as_of,
        tuple(sought.kinds),
        sought.include_repealed,
        sought.include_quarantined,
    )
    return SearchModel(
        query=sought.query, passages=[PassageModel(**passage_json(n, p)) for n, p in enumerate(found, 1)]
    )


@router.get("/v1/regulations", summary="Daftar peraturan di koleksi", responses=PROBLEM)
def get_regulations(
    library: Open,
    kind: str | None = None,
    status: Status | None = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> RegulationsModel:
    """Regulations stored, in order of id, a page at a time."""
    held = library.quarantined
    rows = [
        regulation_json(regulation, status_on(identifier, library.regulations), held.get(identifier, ""))
        for identifier, regulation in sorted(library.regulations.items())
        if identifier in library.stored and (kind is None or regulation.kind == kind)
    ]
    rows = [row for row in rows if status is None or row["status"] == status]
    shown = rows[offset : offset + limit]
    return RegulationsModel.model_validate({"total": len(rows), "offset": offset, "limit": limit, "regulations": shown})


@router.get("/v1/regulations/{identifier}", summary="Satu peraturan dengan susunannya", responses=PROBLEM)
def get_regulation(identifier: str, library: Open, as_of: date | None = None) -> RegulationDetailModel:
    """Facts, relations both ways and outline of one regulation."""
    _stored(library, identifier)
    status = status_on(identifier, library.regulations, as_of)
    row = regulation_json(library.regulations[identifier], status, library.quarantined.get(identifier, ""))
    row["relations"] = [relation_json(r) for r in relations_of(identifier, library.regulations)]
    row["outline"] = [outline_json(p) for p in library.store.provisions(identifier)]
    return RegulationDetailModel.model_validate(row)


@router.get(
    "/v1/regulations/{identifier}/source.pdf",
    summary="Berkas PDF sumber",
    response_class=FileResponse,
    responses=_file("application/pdf"),
)
def get_source(identifier: str, library: Open) -> FileResponse:
    """The PDF the regulation was read from."""
    return FileResponse(
        _source(library, identifier),
        media_type="application/pdf",
        filename=f"{identifier}.pdf",
        content_disposition_type="inline",
    )


@router.get(
    "/v1/regulations/{identifier}/pages/{number}.png",
    summary="Gambar halaman",
    response_class=Response,
    responses=_file("image/png"),
)
def get_page(
    identifier: str,
    number: int,
    library: Open,
    box: Annotated[str | None, Query(pattern=BOX, examples=["72,600,540,640"])] = None,
) -> Response:
    """One page of the source as a picture, or the part of it that shows ``box`` (points: x0,y0,x1,y1)."""
    path = _source(library, identifier)
    pages = {page.number: page for page in library.store.pages(identifier)}
    if number not in pages:
        raise NotFoundError(f"{identifier} tidak mempunyai halaman {number}")
    picture = render_page(path, number)
    if box:
        x0, y0, x1, y1 = map(float, box.split(","))
        picture = crop_picture(picture, pages[number], (x0, y0, x1, y1))
    return Response(picture, media_type="image/png")


@router.get("/v1/regulations/{identifier}/{path:path}", summary="Satu ketentuan", responses=PROBLEM)
def get_provision(identifier: str, path: str, library: Open, as_of: date | None = None) -> ProvisionModel:
    """One provision with its sub-units, elucidation and relations."""
    return ProvisionModel.model_validate(shown_json(show(library, f"{identifier}/{path}", as_of)))


@router.get("/health/live", summary="Program hidup")
def get_live() -> dict[str, str]:
    """The process answers."""
    return {"status": "hidup"}


@router.get("/health/ready", summary="Koleksi siap", responses=PROBLEM)
def get_ready(library: Open) -> ReadyModel:
    """The collection is open and the model is loaded."""
    _ = library.embedder  # ModelError where it cannot be loaded
    return ReadyModel(regulations=len(library.stored))


def _stored(library: Library, identifier: str) -> None:
    if identifier not in library.stored:
        raise NotFoundError(f"{identifier} tidak ada di koleksi")


def _source(library: Library, identifier: str) -> Path:
    _stored(library, identifier)
    source = library.store.source(identifier)
    path = source_path(library.data, source) if source else None
    if path is None or path.suffix != ".pdf" or not path.exists():
        raise NotFoundError(f"berkas sumber {identifier} tidak ada")
    return path
