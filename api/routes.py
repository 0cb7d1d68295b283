"""The endpoints, version 1; the JSON is that of ``api.wire``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from api.wire import answer_json, outline_json, passage_json, regulation_json, relation_json
from ingest.pipeline import render_page, source_path
from kb.answer import answer
from kb.catalogue import relations_of, status_on
from kb.search import Library, search, show
from kb.types import NotFoundError, Status, StoreError

router = APIRouter()
PROBLEM: dict[int | str, dict[str, Any]] = {
    code: {"description": text, "content": {"application/problem+json": {}}}
    for code, text in ((404, "Tidak ditemukan"), (422, "Permintaan tidak sah"), (503, "Koleksi belum siap"))
}


class AskRequest(BaseModel):
    """A question; ``as_of`` is the day whose law is asked."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "bolos 28 hari hukumannya apa?"}]})

    question: str = Field(min_length=1, max_length=2_000)
    as_of: date | None = None


class SearchRequest(BaseModel):
    """What is sought; ``kinds`` limits to kinds of regulation."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"query": "izin perceraian", "k": 5}]})

    query: str = Field(min_length=1, max_length=2_000)
    k: int = Field(default=10, ge=1, le=100)
    as_of: date | None = None
    kinds: list[str] = []
    include_repealed: bool = False


class PassageModel(BaseModel):
    """One passage: where it stands, whether it is in force, and its words as printed."""

    rank: int
    score: float
    regulation: str
    path: str
    label: str
    title: str
    status: Status
    pages: list[int]
    boxes: list[tuple[int, float, float, float, float]]
    text: str
    verbatim: bool


class QuotedModel(PassageModel):
    """A passage with the exact words the answer stands on."""

    quote: str


class SearchModel(BaseModel):
    """Passages, best first."""

    query: str
    passages: list[PassageModel]


class AnswerModel(BaseModel):
    """An answer or a refusal."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": "harga emas hari ini?",
                    "answer": "Tidak ditemukan ketentuan yang menjawab pertanyaan ini dalam koleksi.",
                    "found": False,
                    "confidence": 0.02,
                    "refusal": "tidak_ada_di_koleksi",
                    "passages": [],
                    "warnings": [],
                    "mode": "ekstraktif",
                }
            ]
        }
    )

    question: str
    answer: str
    found: bool
    confidence: float
    refusal: Literal["tidak_ada_di_koleksi", "di_luar_lingkup", "hanya_aturan_dicabut", "perlu_pejabat"] | None
    passages: list[QuotedModel]
    warnings: list[str]
    mode: str


def _library(request: Request) -> Library:
    library: Library | None = request.app.state.library
    if library is None:
        raise StoreError(request.app.state.unready)
    return library


Open = Annotated[Library, Depends(_library)]


@router.post("/v1/ask", summary="Jawab sebuah pertanyaan", responses=PROBLEM)
def post_ask(asked: AskRequest, library: Open) -> AnswerModel:
    """A short answer with the provisions it stands on, or an honest refusal."""
    return AnswerModel(**answer_json(answer(library, asked.question, asked.as_of)))


@router.post("/v1/search", summary="Cari ketentuan", responses=PROBLEM)
def post_search(sought: SearchRequest, library: Open) -> SearchModel:
    """Passages for a query, best first."""
    found = search(library, sought.query, sought.k, sought.as_of, tuple(sought.kinds), sought.include_repealed)
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
) -> dict[str, Any]:
    """Regulations stored, in order of id, a page at a time."""
    rows = [
        regulation_json(regulation, status_on(identifier, library.regulations))
        for identifier, regulation in sorted(library.regulations.items())
        if identifier in library.stored and (kind is None or regulation.kind == kind)
    ]
    rows = [row for row in rows if status is None or row["status"] == status]
    return {"total": len(rows), "offset": offset, "regulations": rows[offset : offset + limit]}


@router.get("/v1/regulations/{identifier}", summary="Satu peraturan dengan susunannya", responses=PROBLEM)
def get_regulation(identifier: str, library: Open, as_of: date | None = None) -> dict[str, Any]:
    """Facts, relations both ways and outline of one regulation."""
    _stored(library, identifier)
    row = regulation_json(library.regulations[identifier], status_on(identifier, library.regulations, as_of))
    row["relations"] = [relation_json(r) for r in relations_of(identifier, library.regulations)]
    row["outline"] = [outline_json(p) for p in library.store.provisions(identifier)]
    return row


@router.get("/v1/regulations/{identifier}/source.pdf", summary="Berkas PDF sumber", responses=PROBLEM)
def get_source(identifier: str, library: Open) -> FileResponse:
    """The PDF the regulation was read from."""
    return FileResponse(_source(library, identifier), media_type="application/pdf", filename=f"{identifier}.pdf")


@router.get("/v1/regulations/{identifier}/pages/{number}.png", summary="Gambar halaman", responses=PROBLEM)
def get_page(identifier: str, number: int, library: Open) -> Response:
    """One page of the source as a picture."""
    path = _source(library, identifier)
    if not 1 <= number <= len(library.store.pages(identifier)):
        raise NotFoundError(f"{identifier} tidak mempunyai halaman {number}")
    return Response(render_page(path, number), media_type="image/png")


@router.get("/v1/regulations/{identifier}/{path:path}", summary="Satu ketentuan", responses=PROBLEM)
def get_provision(identifier: str, path: str, library: Open, as_of: date | None = None) -> dict[str, Any]:
    """One provision with its sub-units, elucidation and relations."""
    shown = show(library, f"{identifier}/{path}", as_of)
    return {
        **outline_json(shown.provision),
        "regulation": identifier,
        "status": shown.status,
        "children": [outline_json(child) for child in shown.children],
        "penjelasan": outline_json(shown.penjelasan) if shown.penjelasan else None,
        "relations": [relation_json(r) for r in shown.relations],
    }


@router.get("/health/live", summary="Program hidup")
def get_live() -> dict[str, str]:
    """The process answers."""
    return {"status": "hidup"}


@router.get("/health/ready", summary="Koleksi siap", responses=PROBLEM)
def get_ready(library: Open) -> dict[str, Any]:
    """The collection is open."""
    return {"status": "siap", "regulations": len(library.stored)}


def _stored(library: Library, identifier: str) -> None:
    if identifier not in library.stored:
        raise NotFoundError(f"{identifier} tidak ada di koleksi")


def _source(library: Library, identifier: str) -> Path:
    _stored(library, identifier)
    source = library.store.source(identifier)
    path = source_path(library.data, source.sha256) if source else None
    if path is None or not path.exists():
        raise NotFoundError(f"berkas sumber {identifier} tidak ada")
    return path
