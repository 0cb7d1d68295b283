"""Who may work now: a few requests at a time, the others wait in order, and too many are sent away with 503.

Answering is computing: more threads than cores make every answer slower and none faster, so that requests past that
wait outside, where they cost nothing. One whose client is gone when its turn comes is not worked on.

Does not do: limit how often somebody asks; wait for a chat model inside a turn (that is waiting, not computing).
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import anyio
from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from api.metrics import Metrics
from api.problems import GONE_CLIENT

PATIENCE = 30.0  # seconds a request waits for its turn
RETRY_AFTER = "5"  # seconds, told to those sent away


class Turnstile:
    """At most ``workers`` turns at once (0: one for each core) and ``queue`` requests waiting for one."""

    def __init__(self, workers: int, queue: int, metrics: Metrics, patience: float = PATIENCE) -> None:
        self._places = anyio.CapacityLimiter(workers or os.cpu_count() or 1)
        self._queue = queue
        self._patience = patience
        self._metrics = metrics
        metrics.waiting.set_function(lambda: self._places.statistics().tasks_waiting)
        metrics.working.set_function(lambda: self._places.borrowed_tokens)

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """Hold a turn. Raises HTTPException: 503 where the queue is full or does not move, 499 where nobody waits."""
        if self._places.statistics().tasks_waiting >= self._queue:
            raise self._sent_away("antrean penuh, coba lagi sebentar lagi")
        holder = object()
        try:
            with anyio.fail_after(self._patience):
                await self._places.acquire_on_behalf_of(holder)
        except TimeoutError:
            raise self._sent_away("antrean terlalu lama, coba lagi sebentar lagi") from None
        try:
            if await request.is_disconnected():
                raise HTTPException(GONE_CLIENT)
            yield
        finally:
            self._places.release_on_behalf_of(holder)

    def _sent_away(self, why: str) -> HTTPException:
        self._metrics.turned_away.inc()
        return HTTPException(503, why, headers={"Retry-After": RETRY_AFTER})


async def take_turn(request: Request) -> AsyncIterator[None]:
    """Dependency of an endpoint that computes: it runs within a turn, which ends before the response is sent."""
    async with request.app.state.turnstile.turn(request):
        yield


Turn = Annotated[None, Depends(take_turn, scope="function")]
