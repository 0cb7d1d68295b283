"""The endpoints that check a text: its citations, and a draft as a whole; the JSON is that of ``api.findings``."""

from __future__ import annotations

from fastapi import APIRouter

from api.findings import ChecksModel, ReportModel, TextRequest, check_json, report_json
from api.routes import PROBLEM, Open
from kb.check import check_citations
from kb.draft import check_draft

router = APIRouter()


@router.post("/v1/check", summary="Periksa rujukan dalam sebuah teks", responses=PROBLEM)
def post_check(sent: TextRequest, library: Open) -> ChecksModel:
    """Each citation with its verdict, in the order of the text."""
    checks = check_citations(library, sent.read(), sent.as_of)
    return ChecksModel.model_validate({"citations": [check_json(c) for c in checks]})


@router.post("/v1/drafts", summary="Periksa sebuah rancangan peraturan", responses=PROBLEM)
def post_draft(sent: TextRequest, library: Open) -> ReportModel:
    """Findings by the table of rules, each with its place and legal source, and the citations."""
    return ReportModel.model_validate(report_json(check_draft(library, sent.read(), sent.as_of)))
