"""A few requests at a time, the others in order, too many sent away; nobody works for who has left."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from fastapi import Request
from starlette.exceptions import HTTPException

from api.app import create_app
from api.metrics import make_metrics
from api.settings import Settings
from api.turnstile import Turnstile
from docs.stage import serve
from kb.search import Library
from kb.types import Answer

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors


class Work:
    """Stands in for answering: counts how many are at it, and holds them until told."""

    def __init__(self) -> None:
        self.now = self.most = self.done = 0
        self.go = threading.Event()
        self._lock = threading.Lock()

    def __call__(self, library: Library, question: str, *_: Any, **__: Any) -> Answer:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        assert self.go.wait(10)
        with self._lock:
            self.now -= 1
            self.done += 1
        return Answer(question, "Tidak.", False, 0.0, "tidak_ada_di_koleksi", ())


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work()
    monkeypatch.setenv("RUJUKAN_RATE_ANONYMOUS", "")  # no limit on how often it is asked
    monkeypatch.setattr("api.routes.answer", work)
    return work


def wait_until(true: Any) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def figure(address: str, name: str) -> float:
    lines = httpx.get(f"{address}/metrics").text.splitlines()
    return float(next(line.split()[-1] for line in lines if line.startswith(f"{name} ")))


def test_two_work_three_wait_the_others_are_sent_away(library: Library, work: Work) -> None:
    with serve(create_app(Settings(turns=2, queue=3), library)) as address, ThreadPoolExecutor(5) as askers:

        def ask() -> int:
            return httpx.post(f"{address}/v1/ask", json={"question": "cuti"}, timeout=20).status_code

        asked = [askers.submit(ask) for _ in range(5)]
        wait_until(lambda: figure(address, "rujukan_working") == 2 and figure(address, "rujukan_waiting") == 3)
        refused = httpx.post(f"{address}/v1/ask", json={"question": "cuti"})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert refused.json()["detail"] == "antrean penuh, coba lagi sebentar lagi"
        assert httpx.get(f"{address}/health/live").status_code == 200  # watched over meanwhile
        assert figure(address, "rujukan_turned_away_total") == 1
        work.go.set()
        assert [done.result() for done in asked] == [200] * 5
    assert work.most == 2


def test_nobody_works_for_who_has_left(library: Library, work: Work) -> None:
    with serve(create_app(Settings(turns=1, queue=9), library)) as address, ThreadPoolExecutor(1) as asker:
        waiting = asker.submit(httpx.post, f"{address}/v1/ask", json={"question": "cuti"}, timeout=20)
        wait_until(lambda: work.now == 1)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}/v1/ask", json={"question": "izin"}, timeout=0.2)
        work.go.set()
        assert waiting.result().status_code == 200
        wait_until(lambda: figure(address, "rujukan_working") == 0 and figure(address, "rujukan_waiting") == 0)
    assert work.done == 1


def test_waiting_has_an_end() -> None:
    import anyio

    turnstile = Turnstile(1, 5, make_metrics(), patience=0.05)

    async def receive() -> dict[str, str]:
        await anyio.sleep(10)
        return {}

    async def wait_in_vain() -> HTTPException:
        request = Request({"type": "http"}, receive)
        async with turnstile.turn(request):
            with pytest.raises(HTTPException) as caught:
                async with turnstile.turn(request):
                    pass
        async with turnstile.turn(request):  # free again
            return caught.value

    assert anyio.run(wait_in_vain).status_code == 503
