"""The REST application: `create_app` wires routes, errors, their surroundings, the library; nothing runs at import."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from api import administration, checking, documents, precedents, receipts, regulations, reports, routes, widget
from api.access import gate
from api.asked import Asked
from api.caching import conditional_get
from api.chat_drafts import load_draft
from api.conversations import Conversations
from api.description import TAGS, describe
from api.envelope import envelope, guard
from api.events import quote_pieces
from api.feedback import GivenAnswers
from api.jobs import Workbench
from api.ledger import Ledger
from api.limits import read_networks
from api.mcp_server import mount_mcp
from api.metrics import make_metrics
from api.pages import router as pages
from api.problems import add_problem_handlers
from api.settings import Settings
from api.shelf import Shelf
from api.turnstile import Turnstile
from api.visits import receive_visits
from kb.search import Library
from kb.types import RujukanError

FORM_OVERHEAD = 1 << 16  # bytes of a form around an uploaded file
BODY_LIMIT = 1_000_000  # bytes, of an endpoint that names no limit of its own
COMPRESSED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/pdf")  # not worth compressing again
CORS_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CORS_TAKEN = ("Authorization", "Content-Type", "If-None-Match", "X-API-Key", "X-Request-ID")
CORS_SHOWN = ("ETag", "Link", "Location", "Retry-After", "X-Request-ID")
log = logging.getLogger("rujukan")


def create_app(settings: Settings | None = None, library: Library | None = None) -> FastAPI:
    """The application over the collection of ``settings``, or over ``library``, which it takes over and closes.

    ``app.state.draft`` makes of a library and an answer from it a draft (``api.events``): without a chat model, the
    answer's own text. ``app.state.chat_model`` says whether there is one.
    """
    settings = settings or Settings()
    metrics = make_metrics()
    ledger = Ledger(library.data if library else settings.data)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.shelf = Shelf(settings, library)
        app.state.ledger, app.state.workbench = ledger, Workbench(ledger, settings.embedding_model)
        await run_in_threadpool(app.state.workbench.open)
        await run_in_threadpool(app.state.asked.forget)
        app.state.turnstile = Turnstile(settings.turns_at_once, settings.queue, metrics)
        if draft := await run_in_threadpool(load_draft, settings):
            app.state.draft, app.state.chat_model = draft, True
        try:
            await run_in_threadpool(lambda: app.state.shelf.library().embedder)
        except RujukanError as error:
            log.warning("belum siap: %s", error)  # tried again at each request
        yield
        await run_in_threadpool(app.state.workbench.close)
        app.state.shelf.close()

    app = FastAPI(
        title="Rujukan",
        version=version("rujukan"),
        description="Jawaban berkutipan dari peraturan kepegawaian dan kode etik ASN.",
        openapi_tags=TAGS,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
        docs_url=None,  # these pages would load scripts from a third party
        redoc_url=None,
    )
    app.state.metrics = metrics
    app.state.conversations = Conversations()
    app.state.given = GivenAnswers()
    app.state.asked = Asked(ledger, settings.min_askers, settings.log_questions)
    app.state.trusted_proxies = read_networks(settings.trusted_proxies)
    app.state.draft = quote_pieces
    app.state.chat_model = False
    # The last added stands outermost.
    app.add_middleware(guard)
    app.add_middleware(gate, settings=settings, ledger=ledger)
    app.add_middleware(conditional_get)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5, exclude_content_types=COMPRESSED)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=CORS_METHODS,
            allow_headers=CORS_TAKEN,
            expose_headers=CORS_SHOWN,
        )
    app.add_middleware(receive_visits, settings=settings, ledger=ledger)
    app.add_middleware(envelope, metrics=metrics)
    add_problem_handlers(app)
    app.router.max_body_size = BODY_LIMIT  # not of the app: that one answers in English, outside the envelope
    app.include_router(routes.router)
    app.include_router(regulations.router)
    app.include_router(documents.router, max_body_size=(settings.upload_mb << 20) + FORM_OVERHEAD)
    app.include_router(administration.router)
    app.include_router(reports.router)
    app.include_router(widget.router)
    app.include_router(receipts.router)
    app.include_router(precedents.router)
    app.include_router(checking.router)
    mount_mcp(app, settings.mcp_hosts)
    describe(app)
    app.include_router(pages)
    return app
