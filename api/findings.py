"""What the checks of texts send: JSON of checked citations and findings, and their shapes for OpenAPI.

Does not do: check (``kb.check``, ``kb.draft``).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.wire import Json
from ingest.pipeline import parse_draft, read_draft
from kb.check import CitationCheck, Verdict
from kb.citation import parse_path
from kb.draft import DraftReport
from kb.finding import Finding, Severity
from kb.types import DocumentError, DraftText

FILE_LIMIT = 20_000_000  # bytes of a file sent
TEXT_LIMIT = 2_000_000  # characters of a text sent


def check_json(check: CitationCheck) -> Json:
    """A checked citation; ``span`` counts characters of the text, ``citation`` are the words as written."""
    path = check.citation.path
    return {
        "span": [check.start, check.end],
        "citation": check.words,
        "verdict": check.verdict,
        "label": check.citation.label,
        "path": path if check.citation.regulation else None,
        "detail": check.detail,
        "newer": [{"path": newer, "label": parse_path(newer).label} for newer in check.newer],
        "changes": [{"quoted": c.quoted, "printed": c.printed} for c in check.changes],
        "own": check.own,
        "page": check.page,
        "line": check.line,
    }


def finding_json(finding: Finding) -> Json:
    """A finding of the draft check; ``related`` are the provisions it was measured against."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "span": [finding.start, finding.end],
        "words": finding.words,
        "page": finding.page,
        "line": finding.line,
        "unit": finding.unit,
        "message": finding.message,
        "source": finding.source,
        "related": [{"path": path, "label": parse_path(path).label} for path in finding.related],
    }


def report_json(report: DraftReport) -> Json:
    """All findings of a draft, and its citations."""
    return {
        "checked": report.checked,
        "findings": [finding_json(f) for f in report.findings],
        "citations": [check_json(c) for c in report.citations],
    }


class TextRequest(BaseModel):
    """A text, or a file (``name`` and its bytes in ``base64``), to be checked by the law of ``as_of``."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Dasar: Pasal 3 huruf f PP 94/2021."}]}
    )

    text: Annotated[str, StringConstraints(max_length=TEXT_LIMIT)] = ""
    name: Annotated[str, StringConstraints(max_length=200)] = ""
    base64: Annotated[str, StringConstraints(max_length=FILE_LIMIT * 4 // 3 + 4)] = Field(default="", repr=False)
    as_of: date | None = None

    def read(self) -> DraftText:
        """The text sent, or that of the file sent. Raises DocumentError where there is none or it cannot be read."""
        if not self.base64:
            if not self.text.strip():
                raise DocumentError("teks kosong: isi text, atau name dan base64")
            return parse_draft(self.text, self.name or "teks")
        name = Path(self.name.replace("\\", "/")).name
        try:
            content = base64.b64decode(self.base64, validate=True)
        except (binascii.Error, ValueError) as error:
            raise DocumentError(f"{name or 'berkas'}: base64 tidak sah") from error
        with TemporaryDirectory(prefix="rujukan-") as folder:
            path = Path(folder) / f"naskah{Path(name).suffix.lower()}"
            path.write_bytes(content)
            return replace(read_draft(path), name=name)


class NewerModel(BaseModel):
    """A provision or act, by path and label."""

    path: str
    label: str


class WordChangeModel(BaseModel):
    """Words as quoted, and those the provision has in their place."""

    quoted: str
    printed: str


class CheckModel(BaseModel):
    """One citation with its verdict."""

    span: tuple[int, int]
    citation: str
    verdict: Verdict
    label: str
    path: str | None
    detail: str
    newer: list[NewerModel]
    changes: list[WordChangeModel]
    own: bool
    page: int
    line: int


class ChecksModel(BaseModel):
    """The citations of a text in order."""

    citations: list[CheckModel]


class FindingModel(BaseModel):
    """One finding of the draft check."""

    rule: str
    severity: Severity
    span: tuple[int, int]
    words: str
    page: int
    line: int
    unit: str
    message: str
    source: str
    related: list[NewerModel]


class ReportModel(ChecksModel):
    """A draft's findings in the order of the text; ``checked`` is false where it has no articles to check."""

    checked: bool
    findings: list[FindingModel]
