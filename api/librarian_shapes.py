"""What the endpoints for librarians and admins take and send, for OpenAPI, each with an example."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kb.types import Audience, Status

JOB = {
    "id": "5f0c2b8e7a9d4c1f8b6e3d2a1c0f9e8d",
    "kind": "ingest",
    "object": "perbup-12-2024.pdf",
    "audience": "internal",
    "who": "pustakawan bkpsdm",
    "state": "queued",
    "report": {},
    "error": "",
    "created": "2026-11-24T08:00:00+00:00",
    "changed": "2026-11-24T08:00:00+00:00",
}
SOURCE = {"name": "perbup-12-2024.pdf", "sha256": "0f" * 32, "pages": 24}
DOCUMENT = {
    "regulation": "perbup-12-2024-sleman",
    "audience": "internal",
    "quarantine": None,
    "corrections": {"topics": ["disiplin"]},
    "source": SOURCE,
    "report": {"pages": 24, "scanned_pages": 0, "pasal_found": 31, "pasal_missing": ["12"], "chunks": 96},
}
KEY = {
    "name": "portal pegawai",
    "role": "reader",
    "audience": "internal",
    "created": "2026-01-05",
    "expires": "2027-01-05",
    "revoked": None,
    "last_used": "2026-11-24",
}
ACT = {
    "number": 1,
    "at": "2026-01-05T02:10:00+00:00",
    "who": "cli",
    "act": "key_added",
    "object": "portal pegawai",
    "detail": {"audience": "internal", "expires": "2027-01-05", "role": "reader"},
    "before": "",
    "hash": "0f" * 32,
}
SITE = {
    "id": "dinkes",
    "origins": ["https://dinkes.example.go.id"],
    "quota": "60/minute; 2000/day",
    "topics": [],
    "created": "2026-01-05",
}
COUNT = {"month": "2026-11", "topic": "disiplin", "outcome": "dijawab", "questions": 128}
LOGGED = {"day": "2026-11-24", "topic": "disiplin", "outcome": "dijawab", "question": "bolos 28 hari?"}


def example(value: dict[str, Any]) -> ConfigDict:
    """The configuration of a model that is shown with an example."""
    return ConfigDict(json_schema_extra={"examples": [value]})


class JobModel(BaseModel):
    """A job and how it goes; ``report`` is the row of ingestion, ``error`` says in Indonesian what was wrong."""

    model_config = example(JOB)

    id: str
    kind: str
    object: str
    audience: Audience | None
    who: str
    state: str
    report: dict[str, Any]
    error: str
    created: str
    changed: str


class JobsModel(BaseModel):
    """One page of the jobs, the latest first."""

    model_config = example({"total": 1, "offset": 0, "limit": 100, "jobs": [JOB]})

    total: int
    offset: int
    limit: int
    jobs: list[JobModel]


class SourceModel(BaseModel):
    """The file a document was read from."""

    model_config = example(SOURCE)

    name: str
    sha256: str
    pages: int


class DocumentModel(BaseModel):
    """A document as its librarians see it: for whom it is, why it is not searched, what was corrected."""

    model_config = example(DOCUMENT)

    regulation: str
    audience: Audience
    quarantine: str | None
    corrections: dict[str, Any]
    source: SourceModel
    report: dict[str, Any] = Field(description="Apa yang terbaca ketika dokumen dimasukkan.")


class NoteRequest(BaseModel):
    """A note on an acceptance, for example who looked at the pages."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "dicocokkan dengan naskah"}]})

    note: str = Field(default="", max_length=500)


class CorrectionRequest(BaseModel):
    """What is corrected; a field left out stays as it is, null takes its correction back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"title": "Disiplin Pegawai Negeri Sipil", "audience": "publik"}]},
    )

    title: str | None = Field(default=None, max_length=1_000)
    issuer: str | None = Field(default=None, max_length=300)
    status: Status | None = None
    status_reason: str | None = Field(default=None, max_length=1_000)
    enacted: date | None = None
    in_force_from: date | None = None
    repealed_on: date | None = None
    aliases: list[str] | None = Field(default=None, max_length=50)
    topics: list[str] | None = Field(default=None, max_length=50)
    audience: Audience | None = None


class KeyModel(BaseModel):
    """A key without its secret; ``last_used`` is a day."""

    model_config = example(KEY)

    name: str
    role: str
    audience: Audience
    created: date
    expires: date | None
    revoked: date | None
    last_used: date | None


class KeysModel(BaseModel):
    """All keys ever made, the oldest first."""

    model_config = example({"keys": [KEY]})

    keys: list[KeyModel]


class ActModel(BaseModel):
    """An administrative act, sealed with the hash of the one before it."""

    model_config = example(ACT)

    number: int
    at: str
    who: str
    act: str
    object: str
    detail: dict[str, Any]
    before: str
    hash: str


class ActsModel(BaseModel):
    """The last acts in order; ``faults`` says where the whole chain is broken, empty where it is whole."""

    model_config = example({"acts": [ACT], "faults": []})

    acts: list[ActModel]
    faults: list[str]


class SiteModel(BaseModel):
    """A site whose pages may carry the widget."""

    model_config = example(SITE)

    id: str
    origins: list[str]
    quota: str
    topics: list[str]
    created: date


class SitesModel(BaseModel):
    """All registered sites, by id."""

    model_config = example({"sites": [SITE]})

    sites: list[SiteModel]


class CountModel(BaseModel):
    """How many questions of a topic had an outcome (``dijawab`` or the refusal) in a month."""

    model_config = example(COUNT)

    month: str
    topic: str
    outcome: str
    questions: int


class AskedModel(BaseModel):
    """Counts that at least ``min_askers`` different askers stand behind, the newest month first."""

    model_config = example({"min_askers": 5, "logged_days": 0, "rows": [COUNT]})

    min_askers: int
    logged_days: int
    rows: list[CountModel]


class LoggedQuestionModel(BaseModel):
    """A question that was kept, without who asked it."""

    model_config = example(LOGGED)

    day: date
    topic: str
    outcome: str
    question: str


class LoggedModel(BaseModel):
    """The questions kept of the last ``logged_days`` days."""

    model_config = example({"logged_days": 30, "rows": [LOGGED]})

    logged_days: int
    rows: list[LoggedQuestionModel]
