"""Endpoints for those who draft rules: precedents, lineage, sanction ladders, reliance on repealed rules."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints
from starlette.concurrency import run_in_threadpool

from api.export_precedents import MEDIA, SUFFIXES, Findings, export
from api.routes import PROBLEM, Open
from api.wire_precedents import basis_json, ladder_json, lineage_json, precedents_json, reliance_json
from ingest.pipeline import Draft, cut_text, read_draft
from kb.basis_audit import audit_bases
from kb.ladder import default_ladder, read_ladder
from kb.legal_basis import suggest_bases
from kb.lineage import trace_lineage
from kb.precedent import find_precedents
from kb.search import Library
from kb.types import DocumentError

router = APIRouter()
TEXT_LIMIT = 200_000  # characters of a text that is pasted
FILE_LIMIT = 20_000_000  # bytes of a file that is sent
CLAUSES = 200  # of one draft; about a fifth of a second each
Output = Literal["json", "docx", "markdown", "csv"]
CONTENT = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "Preseden; sebagai berkas bila diminta", "content": {media: {} for media in MEDIA.values()}},
    **PROBLEM,
}


class PrecedentsRequest(BaseModel):
    """A clause or a whole draft as text; ``k`` provisions for each clause. ``clause`` is another name for ``text``."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={"examples": [{"text": "Pegawai wajib menyimpan rahasia jabatan.", "k": 5}]},
    )

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LIMIT)] = Field(
        validation_alias=AliasChoices("text", "clause")
    )
    k: int = Field(default=10, ge=1, le=100)
    as_of: date | None = None
    kinds: list[str] = []
    include_quarantined: bool = False
    format: Output = "json"


@router.post("/v1/precedents", summary="Preseden sebuah klausul atau rancangan", responses=FILE, response_model=None)
def post_precedents(sought: PrecedentsRequest, library: Open) -> Response:
    """For each clause the provisions on the same matter, repealed ones too, as families; for a draft its legal bases.

    ``passages`` and ``families`` at the top are those of the first clause; ``clauses`` holds all.
    """
    found = find_for_draft(
        library, cut_text(sought.text), sought.k, sought.as_of, tuple(sought.kinds), sought.include_quarantined
    )
    return _answer(found, sought.format)


@router.post("/v1/precedents/document", summary="Preseden sebuah berkas rancangan", responses=FILE, response_model=None)
async def post_document(
    request: Request,
    library: Open,
    k: Annotated[int, Query(ge=1, le=100)] = 10,
    as_of: date | None = None,
    form: Annotated[Output, Query(alias="format")] = "json",
) -> Response:
    """As ``/v1/precedents`` for a file sent as the body, of one of the types in ``CONTENT``."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in CONTENT:
        raise DocumentError(f"jenis berkas {kind or 'tidak disebut'} tidak dikenal; kirim PDF, DOCX, atau teks")
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > FILE_LIMIT:
            raise DocumentError(f"berkas lebih dari {FILE_LIMIT // 1_000_000} MB")
    return await run_in_threadpool(_document, library, bytes(content), CONTENT[kind], k, as_of, form)


def _document(library: Library, content: bytes, suffix: str, k: int, as_of: date | None, form: Output) -> Response:
    with tempfile.TemporaryDirectory(prefix="rancangan-") as folder:
        path = Path(folder) / f"rancangan{suffix}"
        path.write_bytes(content)
        draft = read_draft(path)
    return _answer(find_for_draft(library, draft, k, as_of), form)


def find_for_draft(
    library: Library,
    draft: Draft,
    k: int = 10,
    as_of: date | None = None,
    kinds: tuple[str, ...] = (),
    include_quarantined: bool = False,
) -> Findings:
    """Precedents of each clause of a draft and its legal bases. Raises DocumentError where it has too many clauses."""
    if len(draft.clauses) > CLAUSES:
        raise DocumentError(f"rancangan berisi {len(draft.clauses)} klausul; paling banyak {CLAUSES} sekaligus")
    found = [find_precedents(library, c, k, as_of, kinds, include_quarantined) for c in draft.clauses]
    return Findings(
        [precedents_json(library, str(n), one, as_of) for n, one in enumerate(found, 1)],
        [basis_json(b) for b in suggest_bases(library, found, draft.kind, draft.named, as_of)],
    )


def _answer(findings: Findings, form: Output) -> Response:
    if form != "json":
        suffix = next(suffix for suffix, name in SUFFIXES.items() if name == form)
        headers = {"Content-Disposition": f'attachment; filename="preseden{suffix}"'}
        return Response(export(findings, form), media_type=MEDIA[form], headers=headers)
    first = findings.clauses[0] if findings.clauses else {"clause": "", "passages": [], "families": []}
    top = {name: first[name] for name in ("clause", "passages", "families")}
    return JSONResponse({**top, "clauses": findings.clauses, "bases": findings.bases})


@router.get("/v1/lineage", summary="Silsilah pasal beberapa peraturan", responses=PROBLEM)
def get_lineage(library: Open, regulation: Annotated[list[str], Query(min_length=2, max_length=10)]) -> dict[str, Any]:
    """Which article came from which, found from the texts alone."""
    return lineage_json(library, trace_lineage(library, regulation))


@router.get("/v1/ladders", summary="Tangga hukuman peraturan disiplin yang berlaku", responses=PROBLEM)
def get_default_ladder(library: Open) -> dict[str, Any]:
    """The sanction ladder of the newest disciplinary regulation in force."""
    return ladder_json(read_ladder(library, default_ladder(library)))


@router.get("/v1/ladders/{identifier}", summary="Tangga hukuman sebuah peraturan", responses=PROBLEM)
def get_ladder(identifier: str, library: Open) -> dict[str, Any]:
    """Duty, level, measure, officer, examination, appeal; every cell a provision as printed."""
    return ladder_json(read_ladder(library, identifier))


@router.get("/v1/audit/basis", summary="Ketentuan yang bertumpu pada peraturan yang dicabut", responses=PROBLEM)
def get_audit_basis(library: Open, as_of: date | None = None) -> dict[str, Any]:
    """Where stored regulations that are not repealed still name repealed ones."""
    return {"reliances": [reliance_json(reliance) for reliance in audit_bases(library, as_of)]}
