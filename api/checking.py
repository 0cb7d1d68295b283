"""The endpoints that check a text: its citations, and a draft as a whole; the JSON is that of ``api.findings``.

Does not do: read files (the commands ``check`` and ``draft`` do).
"""

from __future__ import annotations

from fastapi import APIRouter

from api.findings import ChecksModel, ReportModel, TextRequest, check_json, report_json
from api.routes import PROBLEM, Open
from api.turnstile import Turn
from ingest.pipeline import parse_draft
from kb.check import check_citations
from kb.draft import check_draft

BODY_LIMIT = 6_100_000  # bytes; each of half a million characters may take twelve
router = APIRouter(max_body_size=BODY_LIMIT)


@router.post(
    "/v1/check",
    summary="Periksa rujukan dalam sebuah teks",
    description="Setiap rujukan dengan putusannya: `ada`, `tidak ada pasal itu`, `tidak ada ayat itu` (juga huruf), "
    "`dicabut`, `diubah`, `kutipan berbeda`, `tidak ada di koleksi`, atau `tidak dapat diperiksa`.",
    responses=PROBLEM,
    tags=["Jawaban"],
)
def post_check(sent: TextRequest, library: Open, _turn: Turn) -> ChecksModel:
    """Each citation with its verdict, in the order of the text."""
    checks = check_citations(library, parse_draft(sent.text), sent.as_of)
    return ChecksModel.model_validate({"citations": [check_json(c) for c in checks]})


@router.post(
    "/v1/drafts",
    summary="Periksa sebuah rancangan peraturan",
    description="Temuan menurut daftar aturan, masing-masing dengan tempat dan dasarnya; lalu putusan atas rujukannya.",
    responses=PROBLEM,
    tags=["Jawaban"],
)
def post_draft(sent: TextRequest, library: Open, _turn: Turn) -> ReportModel:
    """Findings by the table of rules, and the citations."""
    return ReportModel.model_validate(report_json(check_draft(library, parse_draft(sent.text), sent.as_of)))
