"""The endpoints that check a text: its citations, and a draft as a whole; the JSON is that of ``api.findings``.

A text comes as JSON, or as a file that is the body of the request (``.../document``); of a file the answer also tells
the text that was read, which is what spans count in.

Does not do: keep what is checked.
"""

from __future__ import annotations

from fastapi import APIRouter

from api.findings import (
    TEXT_LIMIT,
    ChecksModel,
    FileChecksModel,
    FileReportModel,
    ReportModel,
    TextRequest,
    check_json,
    report_json,
)
from api.routes import PROBLEM, Open
from api.sent_drafts import FILE_LIMIT, REQUEST_BODY, Sent, read_sent
from api.shapes import AsOf
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
    "/v1/check/document",
    summary="Periksa rujukan dalam sebuah berkas",
    description="Seperti `/v1/check`, untuk berkas PDF, Word, atau teks yang dikirim sebagai isi permintaan; `text` "
    "adalah teks yang terbaca, tempat `span` menghitung.",
    responses=PROBLEM,
    openapi_extra=REQUEST_BODY,
    max_body_size=FILE_LIMIT,
    tags=["Jawaban"],
)
def post_check_document(sent: Sent, library: Open, _turn: Turn, as_of: AsOf = None) -> FileChecksModel:
    """As ``post_check`` for a file."""
    draft = read_sent(sent, TEXT_LIMIT)
    checks = check_citations(library, draft, as_of)
    return FileChecksModel.model_validate({"text": draft.text, "citations": [check_json(c) for c in checks]})


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


@router.post(
    "/v1/drafts/document",
    summary="Periksa sebuah berkas rancangan peraturan",
    description="Seperti `/v1/drafts`, untuk berkas PDF, Word, atau teks yang dikirim sebagai isi permintaan; `text` "
    "adalah teks yang terbaca, tempat `span` menghitung.",
    responses=PROBLEM,
    openapi_extra=REQUEST_BODY,
    max_body_size=FILE_LIMIT,
    tags=["Jawaban"],
)
def post_draft_document(sent: Sent, library: Open, _turn: Turn, as_of: AsOf = None) -> FileReportModel:
    """As ``post_draft`` for a file."""
    draft = read_sent(sent, TEXT_LIMIT)
    return FileReportModel.model_validate({"text": draft.text, **report_json(check_draft(library, draft, as_of))})
