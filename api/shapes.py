"""What the REST API takes and sends, for OpenAPI; the keys are those of ``api.wire``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kb.types import PageBox, Refusal, Status

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class AskRequest(BaseModel):
    """A question; ``as_of`` is the day whose law is asked, ``previous`` the questions asked before it, oldest first."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "bolos 28 hari hukumannya apa?"}]}
    )

    question: Words
    as_of: date | None = None
    include_quarantined: bool = False
    previous: list[Words] = Field(default=[], max_length=20)


class SearchRequest(BaseModel):
    """What is sought; ``kinds`` limits to kinds of regulation."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"query": "izin perceraian", "k": 5}]})

    query: Words
    k: int = Field(default=10, ge=1, le=100)
    as_of: date | None = None
    kinds: list[str] = []
    include_repealed: bool = False
    include_quarantined: bool = False


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
    boxes: list[PageBox]
    text: str
    verbatim: bool
    pictures: list[str]


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
    refusal: Refusal | None
    passages: list[QuotedModel]
    warnings: list[str]
    mode: str


class RelationModel(BaseModel):
    """What one regulation does to another, and the article that says so."""

    subject: str
    relation: str
    object: str
    article: str
    note: str
    source: str


class OutlineModel(BaseModel):
    """One provision, sub-units included."""

    path: str
    label: str
    pages: list[int]
    text: str


class RegulationModel(BaseModel):
    """What is known of a regulation."""

    id: str
    kind: str
    number: str
    year: int | None
    title: str
    place: str
    issuer: str
    enacted: date | None
    status: Status
    topics: list[str]
    page_url: str | None
    quarantine: str | None


class RegulationsModel(BaseModel):
    """One page of the list; ``total`` counts all that fit the filter."""

    total: int
    offset: int
    limit: int
    regulations: list[RegulationModel]


class RegulationDetailModel(RegulationModel):
    """A regulation with its relations both ways and its outline in document order."""

    relations: list[RelationModel]
    outline: list[OutlineModel]


class DefinitionModel(OutlineModel):
    """A term that the provision uses, with the unit that defines it."""

    term: str


class AmendmentModel(BaseModel):
    """What an act did to an article, and where the newer wording stands."""

    object: str
    verb: str
    subject: str
    label: str
    via: str


class ProvisionModel(OutlineModel):
    """One provision with what a reader wants beside it."""

    regulation: str
    status: Status
    children: list[OutlineModel]
    penjelasan: OutlineModel | None
    relations: list[RelationModel]
    definitions: list[DefinitionModel]
    amendments: list[AmendmentModel]
    unread: list[str]
    quarantine: str | None


class ReadyModel(BaseModel):
    """The collection is open and the model is loaded."""

    status: Literal["siap"] = "siap"
    regulations: int
