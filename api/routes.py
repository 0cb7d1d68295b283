"""The endpoints that answer, search, are judged and watched, version 1; the JSON is that of ``api.wire``."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api import examples
from api.access import asker_of
from api.asked import cell_of
from api.events import EVENT_STREAM, Draft, event_response, wants_events, whole_answer
from api.feedback import count_feedback
from api.limits import address_of
from api.logs import log_unforeseen
from api.metrics import CONTENT_TYPE, count_answer, render_metrics
from api.shapes import (
    AnswerModel,
    AskRequest,
    FeedbackModel,
    FeedbackRequest,
    LiveModel,
    PassageModel,
    ReadyModel,
    SearchModel,
    SearchRequest,
)
from api.turnstile import Turn
from api.visits import site_of
from api.wire import Json, answer_json, passage_json
from kb.answer import answer
from kb.followup import resolve_followup
from kb.narrowing import narrow_library
from kb.receipt import make_receipt, receipt_json, receipt_key
from kb.search import Library, search
from kb.types import Answer, RujukanError, StoreError

router = APIRouter()
PROBLEM: dict[int | str, dict[str, Any]] = {
    code: {"description": text, "content": {"application/problem+json": {}}}
    for code, text in ((404, "Tidak ditemukan"), (422, "Permintaan tidak sah"), (503, "Koleksi belum siap"))
}
STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {EVENT_STREAM: {"schema": {"type": "string"}, "example": examples.EVENTS}},
        "links": {
            "lanjutan": {
                "operationId": "post_ask",
                "requestBody": {"question": "kalau untuk PPPK?", "conversation": "$response.body#/conversation"},
                "description": "Bertanya lagi dalam percakapan yang sama.",
            },
            "penilaian": {
                "operationId": "post_feedback",
                "requestBody": {"answer": "$response.body#/id", "verdict": "membantu"},
                "description": "Menilai jawaban ini.",
            },
        },
    }
}


def _library(request: Request) -> Library:
    """The collection as whoever asks may see it; every endpoint gets it here."""
    library: Library = request.app.state.shelf.library(asker_of(request).audience)
    return library


Open = Annotated[Library, Depends(_library)]


@router.post(
    "/v1/ask",
    summary="Jawab sebuah pertanyaan",
    description="Jawaban singkat dengan ketentuan yang mendasarinya, atau penolakan yang jujur. Dengan "
    "`Accept: text/event-stream` jawaban datang sebagai peristiwa: `passages` (ketentuan dan kutipannya), `text` "
    "(potongan jawaban), lalu `done` (jawaban utuh, sama dengan JSON-nya), atau `error` (rincian masalah).",
    response_model=AnswerModel,
    response_model_exclude_unset=True,
    responses={**PROBLEM, **STREAMED},
    tags=["Jawaban"],
)
async def post_ask(asked: AskRequest, library: Open, request: Request) -> Any:
    """A short answer with the provisions it stands on, or an honest refusal; whole, or as events."""
    state = request.app.state
    previous = asked.previous or state.conversations.turns(asked.conversation)
    narrowing = replace(asked.narrowing(), topics=tuple(_topics(request, asked.topics)))
    whole = resolve_followup([*previous, asked.question])
    async with state.turnstile.turn(request):
        library = await run_in_threadpool(narrow_library, library, narrowing, whole, asked.as_of)
        first = await run_in_threadpool(
            answer,
            library,
            asked.question,
            asked.as_of,
            include_quarantined=asked.include_quarantined,
            previous=previous,
        )
        await run_in_threadpool(count_question, request, library, first)
    draft: Draft = state.draft(library, first)

    def finish(result: Answer) -> Json:
        """The answer as it is sent, counted and kept for what may follow it."""
        identifier = keep_answer(request, library, result, state.chat_model)
        conversation = None if asked.previous else state.conversations.remember(asked.conversation, asked.question)
        told = {**answer_json(result), "id": identifier, "conversation": conversation}
        if asked.receipt:
            key = receipt_key(library.data, make=True)
            told["receipt"] = receipt_json(make_receipt(library, result, key, asked.as_of, previous))
        return told

    if wants_events(request):
        return event_response(request, first, draft, finish)
    return finish(await run_in_threadpool(whole_answer, draft))


def _topics(request: Request, asked: list[str]) -> list[str]:
    """The topics to answer from: those asked for, within those that the site of the page is limited to."""
    site = site_of(request.scope)
    if site is None or not site.topics:
        return asked
    return [topic for topic in asked if topic in site.topics] or list(site.topics)


def count_question(request: Request, library: Library, result: Answer) -> None:
    """Count what was asked; an answer is given also where that cannot be written."""
    state = request.app.state
    who = asker_of(request).name or address_of(request.scope, state.trusted_proxies)
    cell = cell_of(library, result)
    try:
        state.asked.count(cell, who)
        state.asked.log(cell, result.question)
    except StoreError as error:
        log_unforeseen(error)


def keep_answer(request: Request, library: Library, result: Answer, chat_model: bool) -> str:
    """Count an answer as it is sent, ``chat_model`` being whether one was to word it; the id to judge it by."""
    state = request.app.state
    count_answer(state.metrics, result, chat_model)
    identifier: str = state.given.keep(result, library.generation.number)
    return identifier


@router.post(
    "/v1/search",
    summary="Cari ketentuan",
    description="Ketentuan yang cocok dengan sebuah pertanyaan, terbaik dahulu; rujukan yang disebut didahulukan.",
    responses=PROBLEM,
    tags=["Jawaban"],
)
def post_search(sought: SearchRequest, library: Open, _turn: Turn) -> SearchModel:
    """Passages for a query, best first."""
    found = search(
        narrow_library(library, sought.narrowing(), sought.query, sought.as_of),
        sought.query,
        sought.offset + sought.k,
        sought.as_of,
        include_repealed=sought.include_repealed,
        include_quarantined=sought.include_quarantined,
    )
    passages = [PassageModel(**passage_json(n, p)) for n, p in enumerate(found, 1)]
    return SearchModel(query=sought.query, passages=passages[sought.offset :])


@router.post(
    "/v1/feedback",
    summary="Nilai sebuah jawaban",
    description="Yang disimpan hanya jumlahnya per hari, ketentuan, dan alasan: tanpa pertanyaan, tanpa penanya.",
    responses=PROBLEM,
    tags=["Jawaban"],
)
def post_feedback(judged: FeedbackRequest, request: Request, library: Open) -> FeedbackModel:
    """Count a judgement of an answer given within half an hour."""
    state, reason = request.app.state, judged.reason or ""
    count_feedback(library.data, state.given.take(judged.answer), judged.verdict, reason)
    state.metrics.feedback.labels(judged.verdict, reason).inc()
    return FeedbackModel()


@router.get("/health/live", summary="Program hidup", description="Proses menjawab.", tags=["Pemantauan"])
async def get_live() -> LiveModel:
    """The process answers."""
    return LiveModel()


@router.get(
    "/health/ready",
    summary="Koleksi siap",
    description="Koleksi terbuka dan model termuat.",
    responses=PROBLEM,
    tags=["Pemantauan"],
)
def get_ready(library: Open) -> ReadyModel:
    """The collection is open and the model is loaded."""
    _ = library.embedder  # ModelError where it cannot be loaded
    served = library.generation
    damaged = served.named if served.damage else None
    return ReadyModel(regulations=len(library.stored), generation=served.number, damaged=damaged)


@router.get(
    "/metrics",
    summary="Angka untuk pemantauan",
    description="Bentuk teks Prometheus; tanpa kata-kata pengguna.",
    response_class=Response,
    responses={200: {"description": "Angka-angka", "content": {"text/plain": {"schema": {"type": "string"}}}}},
    tags=["Pemantauan"],
)
def get_metrics(request: Request) -> Response:
    """Figures for Prometheus; those of the collection as the asker may see it, none where there is no collection."""
    library: Library | None = None
    with suppress(RujukanError):
        library = request.app.state.shelf.library()  # as the public sees it, whoever asks
    return Response(render_metrics(request.app.state.metrics, library), media_type=CONTENT_TYPE)
