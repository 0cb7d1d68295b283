"""Endpoints for those who draft rules: precedents, lineage, sanction ladders, reliance on repealed rules."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi import Path as FromPath
from fastapi.responses import JSONResponse, Response
from pydantic import StringConstraints

from api.export_precedents import MEDIA, SUFFIXES, Findings, export
from api.routes import PROBLEM, Open
from api.sent_drafts import BINARY, FILE_LIMIT, REQUEST_BODY, Sent, read_sent
from api.shapes import AsOf
from api.shapes_precedents import LadderModel, LineageModel, Output, PrecedentsModel, PrecedentsRequest, ReliancesModel
from api.turnstile import Turn
from api.wire_precedents import basis_json, ladder_json, lineage_json, precedents_json, reliance_json
from ingest.pipeline import parse_draft
from kb.basis_audit import audit_bases
from kb.clauses import cut_clauses
from kb.ladder import default_ladder, read_ladder
from kb.legal_basis import suggest_bases
from kb.lineage import trace_lineage
from kb.precedent import find_precedents
from kb.search import Library
from kb.types import DocumentError, DraftText

router = APIRouter(tags=["Rancangan"])
CLAUSES = 200  # of one draft; about a fifth of a second each
FOUND: dict[int | str, dict[str, Any]] = {
    200: {"model": PrecedentsModel, "content": {media.split(";")[0]: {"schema": BINARY} for media in MEDIA.values()}},
    **PROBLEM,
}
Identifier = Annotated[str, FromPath(description="Id peraturan: jenis-nomor-tahun.", examples=["pp-94-2021"])]
Named = Annotated[str, StringConstraints(min_length=1, max_length=120)]


@router.post(
    "/v1/precedents",
    summary="Preseden sebuah klausul atau rancangan",
    description="Untuk tiap klausul: ketentuan lama dan baru tentang perkara yang sama, sekeluarga menurut bunyinya, "
    "dengan sumber dan perubahannya; untuk rancangan juga dasar hukumnya. `format` meminta sebuah berkas.",
    responses=FOUND,
    response_model=PrecedentsModel,
)
def post_precedents(sought: PrecedentsRequest, library: Open, _turn: Turn) -> Response:
    """Precedents and bases as JSON or as a file; ``passages`` and ``families`` at the top are the first clause's."""
    found = find_for_draft(
        library, parse_draft(sought.text), sought.k, sought.as_of, tuple(sought.kinds), sought.include_quarantined
    )
    return _answer(found, sought.format)


@router.post(
    "/v1/precedents/document",
    summary="Preseden sebuah berkas rancangan",
    description="Seperti `/v1/precedents`, untuk berkas PDF, Word, atau teks yang dikirim sebagai isi permintaan.",
    responses=FOUND,
    response_model=PrecedentsModel,
    openapi_extra=REQUEST_BODY,
    max_body_size=FILE_LIMIT,
)
def post_document(
    sent: Sent,
    library: Open,
    _turn: Turn,
    k: Annotated[int, Query(ge=1, le=100, description="Banyaknya ketentuan untuk tiap klausul.")] = 10,
    as_of: AsOf = None,
    form: Annotated[Output, Query(alias="format", description="JSON, atau sebuah berkas.")] = "json",
) -> Response:
    """As ``post_precedents`` for a file sent as the body, of one of the types TAKEN."""
    return _answer(find_for_draft(library, read_sent(sent), k, as_of), form)


def find_for_draft(
    library: Library,
    draft: DraftText,
    k: int = 10,
    as_of: AsOf = None,
    kinds: tuple[str, ...] = (),
    include_quarantined: bool = False,
) -> Findings:
    """Precedents of each clause of a draft and its legal bases. Raises DocumentError where it has too many clauses."""
    cut = cut_clauses(draft)
    if len(cut.clauses) > CLAUSES:
        raise DocumentError(f"rancangan berisi {len(cut.clauses)} klausul; paling banyak {CLAUSES} sekaligus")
    found = [find_precedents(library, c, k, as_of, kinds, include_quarantined) for c in cut.clauses]
    return Findings(
        [precedents_json(library, str(n), one, as_of) for n, one in enumerate(found, 1)],
        [basis_json(b) for b in suggest_bases(library, found, cut.kind, cut.named, as_of)],
    )


def _answer(findings: Findings, form: Output) -> Response:
    if form != "json":
        suffix = next(suffix for suffix, name in SUFFIXES.items() if name == form)
        headers = {"Content-Disposition": f'attachment; filename="preseden{suffix}"'}
        return Response(export(findings, form), media_type=MEDIA[form], headers=headers)
    first = findings.clauses[0] if findings.clauses else {"clause": "", "passages": [], "families": []}
    top = {name: first[name] for name in ("clause", "passages", "families")}
    return JSONResponse({**top, "clauses": findings.clauses, "bases": findings.bases})


@router.get(
    "/v1/lineage",
    summary="Silsilah pasal beberapa peraturan",
    description="Pasal mana berasal dari pasal mana, menurut bunyinya saja.",
    responses=PROBLEM,
)
def get_lineage(
    library: Open,
    _turn: Turn,
    regulation: Annotated[
        list[Named],
        Query(min_length=2, max_length=10, description="Id peraturan.", examples=[["pp-53-2010", "pp-94-2021"]]),
    ],
) -> LineageModel:
    """Which article came from which, found from the texts alone."""
    return LineageModel.model_validate(lineage_json(library, trace_lineage(library, regulation)))


@router.get(
    "/v1/ladders",
    summary="Tangga hukuman peraturan disiplin yang berlaku",
    description="Tangga hukuman peraturan disiplin terbaru yang berlaku di koleksi.",
    responses=PROBLEM,
)
def get_default_ladder(library: Open, _turn: Turn) -> LadderModel:
    """The sanction ladder of the newest disciplinary regulation in force."""
    return LadderModel.model_validate(ladder_json(read_ladder(library, default_ladder(library))))


@router.get(
    "/v1/ladders/{identifier}",
    summary="Tangga hukuman sebuah peraturan",
    description="Kewajiban atau larangan, tingkat, jenis hukuman, pejabat, pemeriksaan, upaya administratif.",
    responses=PROBLEM,
)
def get_ladder(identifier: Identifier, library: Open, _turn: Turn) -> LadderModel:
    """Duty, level, measure, officer, examination, appeal; every cell a provision as printed."""
    return LadderModel.model_validate(ladder_json(read_ladder(library, identifier)))


@router.get(
    "/v1/audit/basis",
    summary="Ketentuan yang bertumpu pada peraturan yang dicabut",
    description="Di mana peraturan yang tidak dicabut masih menyebut peraturan yang sudah dicabut.",
    responses=PROBLEM,
)
def get_audit_basis(library: Open, _turn: Turn, as_of: AsOf = None) -> ReliancesModel:
    """Where stored regulations that are not repealed still name repealed ones."""
    rows = [reliance_json(reliance) for reliance in audit_bases(library, as_of)]
    return ReliancesModel.model_validate({"reliances": rows})
