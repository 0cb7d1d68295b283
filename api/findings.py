"""What the checks of texts send: JSON of checked citations and findings, and their shapes for OpenAPI.

Does not do: check (``kb.check``, ``kb.draft``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api import examples
from api.shapes import AsOf
from api.wire import Json
from kb.check import CitationCheck, Verdict
from kb.citation import parse_path
from kb.draft import DraftReport
from kb.finding import Finding, Severity

TEXT_LIMIT = 500_000  # characters of a text sent
NEWER: examples.Example = {"path": "pp-94-2021", "label": "PP Nomor 94 Tahun 2021"}
CHECK: examples.Example = {
    "span": [7, 33],
    "citation": "Pasal 3 huruf f PP 53/2010",
    "verdict": "dicabut",
    "label": "PP Nomor 53 Tahun 2010 Pasal 3 huruf f",
    "path": "pp-53-2010/pasal-3/huruf-f",
    "detail": "PP Nomor 53 Tahun 2010 dicabut dengan PP Nomor 94 Tahun 2021",
    "newer": [NEWER],
    "changes": [],
    "own": False,
    "page": 1,
    "line": 1,
}
READ = "Dasar: Pasal 3 huruf f PP 53/2010."
FINDING: examples.Example = {
    "rule": "nomor-pasal",
    "severity": "kesalahan",
    "span": [1200, 1207],
    "words": "Pasal 7",
    "page": 1,
    "line": 48,
    "unit": "Pasal 7",
    "message": "sesudah Pasal 5 langsung Pasal 7",
    "source": "UU Nomor 12 Tahun 2011 Lampiran II angka 79",
    "related": [],
}


def _shape(description: str, shown: examples.Example, *, extra: Literal["ignore", "forbid"] = "ignore") -> ConfigDict:
    return ConfigDict(json_schema_extra={"description": description, "examples": [shown]}, extra=extra)


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
    """A text to be checked by the law of ``as_of``; it is taken as it is, since spans count its characters."""

    model_config = _shape("Teks yang diperiksa.", {"text": "Dasar: Pasal 3 huruf f PP 94/2021."}, extra="forbid")

    text: Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT, pattern=r"\S")] = Field(
        description="Teks biasa; pasal, ayat, dan huruf masing-masing di baris sendiri bila ini sebuah rancangan."
    )
    as_of: AsOf = None


class NewerModel(BaseModel):
    """A provision or act, by path and label."""

    model_config = _shape("Ketentuan atau peraturan.", NEWER)

    path: str
    label: str


class WordChangeModel(BaseModel):
    """Words as quoted, and those the provision has in their place."""

    model_config = _shape(
        "Kata yang dikutip, dan kata ketentuan di tempatnya.", {"quoted": "bulan", "printed": "pekan"}
    )

    quoted: str
    printed: str


class CheckModel(BaseModel):
    """One citation with its verdict."""

    model_config = _shape("Satu rujukan dan putusannya; `span` menghitung huruf dari awal teks.", CHECK)

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

    model_config = _shape("Rujukan menurut urutan teks.", {"citations": [CHECK]})

    citations: list[CheckModel]


class FindingModel(BaseModel):
    """One finding of the draft check."""

    model_config = _shape("Satu temuan.", FINDING)

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

    model_config = _shape(
        "Temuan menurut urutan teks; `checked` salah bila teks tidak memuat pasal.",
        {"citations": [CHECK], "checked": True, "findings": [FINDING]},
    )

    checked: bool
    findings: list[FindingModel]


class FileChecksModel(ChecksModel):
    """The citations of a file in order; ``text`` is what was read of it, in which spans count characters."""

    model_config = _shape("Rujukan menurut urutan teks yang terbaca.", {"citations": [CHECK], "text": READ})

    text: str


class FileReportModel(ReportModel):
    """A report on a file; ``text`` is what was read of it, in which spans count characters."""

    model_config = _shape(
        "Temuan menurut urutan teks yang terbaca.",
        {"citations": [CHECK], "checked": True, "findings": [FINDING], "text": READ},
    )

    text: str
