"""What the tools of a language model get back: only what it needs to answer and cite, each field said in a word.

Does not do: search or answer; the keys are those of ``api.wire`` where both have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, Field

from api.wire import beside_json
from kb.catalogue import status_on
from kb.citation import parse_path, regulation_label
from kb.refusal import NOT_FOUND
from kb.search import Library, Shown
from kb.types import Answer, Passage, Refusal, Relation, Status

POOR = "Teks hasil pengenalan gambar yang kurang jelas; cocokkan dengan gambar halamannya."


class CitedTool(BaseModel):
    """One provision with its words."""

    label: str = Field(description="Sebutan lengkap untuk dikutip.")
    path: str = Field(description="Jalur tetap; dapat dipakai pada show.")
    pages: list[int] = Field(description="Halaman PDF, dari 1.")
    status: Status = Field(description="Status peraturannya pada hari yang ditanyakan.")
    title: str = Field(description="Judul peraturan.")
    quote: str = Field(description="Bunyi kata demi kata sebagaimana tercetak.")
    verbatim: bool = Field(description="false: pengenalan teksnya kurang jelas.")
    score: float


class BesideTool(BaseModel):
    """What the first citation needs beside it."""

    kind: Literal["rujukan", "istilah", "penjelasan"]
    term: str = Field(description="Yang dijelaskan.")
    label: str = Field(description="Tempatnya, untuk dikutip.")
    path: str
    page: int
    text: str = Field(description="Bunyinya, mungkin dipendekkan.")


class NearTool(BaseModel):
    """A provision near to a question that was refused."""

    label: str
    path: str
    pages: list[int]
    status: Status
    title: str
    text: str


class AnsweredTool(BaseModel):
    """An answer or an explicit refusal."""

    question: str
    found: bool = Field(description="false: koleksi tidak menjawab pertanyaan ini.")
    refusal: Refusal | None
    refusal_meaning: str = Field(description="Sebab penolakan dalam kalimat; kosong bila terjawab.")
    answer: str
    confidence: float
    citations: list[CitedTool]
    warnings: list[str] = Field(description="Harus disampaikan bersama jawabannya.")
    beside: list[BesideTool] = Field(description="Rujukan, istilah, dan penjelasan dari kutipan pertama.")
    related: list[NearTool] = Field(description="Mungkin terkait, pada penolakan; bukan jawaban.")
    mode: str = Field(description="ekstraktif, atau nama model yang menyusun kalimatnya.")


class FoundTool(BaseModel):
    """Provisions found."""

    query: str
    passages: list[CitedTool]
    warnings: list[str]


class UnitTool(BaseModel):
    """A provision named beside another."""

    label: str
    path: str
    text: str


class ShownTool(BaseModel):
    """One provision with what belongs to it."""

    label: str
    path: str
    pages: list[int]
    status: Status
    quote: str = Field(description="Bunyi kata demi kata, dengan semua bagiannya.")
    penjelasan: str
    definitions: list[UnitTool] = Field(description="Pasal yang mendefinisikan istilah yang dipakai.")
    parts: list[str] = Field(description="Jalur bagian-bagiannya.")
    relations: list[str]
    warnings: list[str]


class RegulationTool(BaseModel):
    """One regulation of the collection."""

    id: str
    label: str
    title: str
    status: Status


class RegulationsTool(BaseModel):
    """Regulations of the collection in order of id; ``total`` counts all that fit."""

    total: int
    regulations: list[RegulationTool]


def answered(answer: Answer) -> AnsweredTool:
    """An answer for a model."""
    return AnsweredTool(
        question=answer.question,
        found=answer.found,
        refusal=answer.refusal,
        refusal_meaning=NOT_FOUND[answer.refusal] if answer.refusal else "",
        answer=answer.text,
        confidence=round(answer.confidence, 4),
        citations=[_cited(passage, passage.quote) for passage in answer.passages],
        warnings=list(answer.warnings),
        beside=[BesideTool(**beside_json(note)) for note in answer.beside],
        related=[_near(passage) for passage in answer.related],
        mode=answer.mode,
    )


def found(query: str, passages: Sequence[Passage]) -> FoundTool:
    """What a search found, with a warning for each regulation that is repealed, amended or of unknown status."""
    worth = {p.chunk.regulation: p.status for p in passages}
    notes = [f"{regulation_label(i)}: status {status}." for i, status in worth.items() if status != "berlaku"]
    notes += [f"{p.chunk.label}: {POOR}" for p in passages if not p.chunk.verbatim]
    return FoundTool(query=query, passages=[_cited(p, p.chunk.text) for p in passages], warnings=notes)


def _cited(passage: Passage, quote: str) -> CitedTool:
    chunk = passage.chunk
    return CitedTool(
        label=chunk.label,
        path=chunk.path,
        pages=list(chunk.pages),
        status=passage.status,
        title=passage.title,
        quote=quote,
        verbatim=chunk.verbatim,
        score=round(passage.score, 4),
    )


def _near(passage: Passage) -> NearTool:
    chunk = passage.chunk
    return NearTool(
        label=chunk.label,
        path=chunk.path,
        pages=list(chunk.pages),
        status=passage.status,
        title=passage.title,
        text=chunk.text,
    )


def shown(shown: Shown) -> ShownTool:
    """One provision for a model; whatever makes it doubtful or outdated stands among the warnings."""
    unit = shown.provision
    name = regulation_label(unit.path.split("/", 1)[0])
    notes = [] if shown.status == "berlaku" else [f"{name}: status {shown.status}."]
    notes += [f"{a.verb} oleh {parse_path(a.subject).label}." for a in shown.amendments]
    notes += [
        f"Pasal {gap} tidak ada atau tidak terbaca dalam berkas sumber; lihat naskah resminya." for gap in shown.unread
    ]
    notes += [f"{name} belum diterima pustakawan: {shown.quarantine}."] if shown.quarantine else []
    return ShownTool(
        label=unit.label,
        path=unit.path,
        pages=list(unit.pages),
        status=shown.status,
        quote=unit.text,
        penjelasan=shown.penjelasan.text if shown.penjelasan else "",
        definitions=[UnitTool(label=f"{t}: {u.label}", path=u.path, text=u.text) for t, u in shown.definitions],
        parts=[child.path for child in shown.children],
        relations=[_related(relation) for relation in shown.relations],
        warnings=notes,
    )


def _related(relation: Relation) -> str:
    note = f" ({relation.note})" if relation.note else ""
    where = f", {relation.article}" if relation.article else ""
    return f"{regulation_label(relation.subject)} {relation.relation} {regulation_label(relation.object)}{where}{note}"


def listed(
    library: Library, title_words: str, kind: str, status: Status | None, offset: int, limit: int
) -> RegulationsTool:
    """Stored regulations whose title has all of the words, of a kind and with a status where given."""
    wanted = title_words.lower().split()
    rows = [
        RegulationTool(
            id=identifier,
            label=regulation_label(identifier),
            title=regulation.title,
            status=status_on(identifier, library.regulations),
        )
        for identifier, regulation in sorted(library.regulations.items())
        if identifier in library.stored
        and kind in ("", regulation.kind)
        and all(word in f"{regulation.title} {regulation_label(identifier)}".lower() for word in wanted)
    ]
    rows = [row for row in rows if status in (None, row.status)]
    return RegulationsTool(total=len(rows), regulations=rows[offset : offset + limit])
