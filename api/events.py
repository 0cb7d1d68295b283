"""An answer as server-sent events: ``passages`` first, ``text`` piece by piece, ``done`` with the whole, or ``error``.

The text may come from anywhere: a *draft* is an iterator of pieces of text that ends with the whole ``Answer``, which
replaces what was shown before. It is read in a worker thread; where the client goes away, it is closed and nothing more
is read from it.

Does not do: send pieces again after a lost connection (ask again).
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator

from fastapi import Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import iterate_in_threadpool

from api.logs import log_unforeseen
from api.problems import problem_fields, problem_of
from api.wire import Json, answer_json
from kb.search import Library
from kb.types import Answer, RujukanError

EVENT_STREAM = "text/event-stream"
HEARTBEAT = 10  # seconds of silence after which a comment line keeps the connection open
SENT_LAST = ("answer", "mode")  # of an answer; the rest is sent before its text
Draft = Iterator[str | Answer]


def quote_pieces(_library: Library, answer: Answer) -> Draft:
    """The draft without a chat model: the answer's own text, line by line or sentence by sentence, then the answer."""
    yield from re.findall(r".+?(?:\.\s+|\n+|$)", answer.text, re.S)
    yield answer


def whole_answer(draft: Draft) -> Answer:
    """What a draft ends with. Raises ValueError where that is no answer."""
    *_, last = draft
    if isinstance(last, str):
        raise ValueError("a draft must end with its answer")
    return last


def wants_events(request: Request) -> bool:
    """Whether the client asks for server-sent events."""
    return EVENT_STREAM in request.headers.get("accept", "")


def event_response(
    request: Request, first: Answer, draft: Draft, finish: Callable[[Answer], Json]
) -> EventSourceResponse:
    """The stream of an answer: what ``first`` stands on, the draft's pieces, and what ``finish`` makes of its end."""
    return EventSourceResponse(answer_events(request.url.path, first, draft, finish), ping=HEARTBEAT)


async def answer_events(
    instance: str, first: Answer, draft: Draft, finish: Callable[[Answer], Json]
) -> AsyncIterator[ServerSentEvent]:
    """The events themselves; ``instance`` is the address that a problem names."""
    opening = answer_json(first)
    yield _event("passages", {key: value for key, value in opening.items() if key not in SENT_LAST})
    try:
        async for piece in iterate_in_threadpool(draft):
            yield _event("done", finish(piece)) if isinstance(piece, Answer) else _event("text", {"text": piece})
    except RujukanError as error:
        yield _event("error", problem_of(error, instance))
    except Exception as error:
        log_unforeseen(error)
        yield _event("error", problem_fields(instance, 500))
    finally:
        if close := getattr(draft, "close", None):
            close()


def _event(name: str, data: Json) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(data, ensure_ascii=False, separators=(",", ":")), event=name)
