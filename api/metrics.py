"""What a monitor may count (Prometheus): requests, answers, feedback, the collection. No label holds a user's words.

Does not do: count per person or address.
"""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from kb.search import Library
from kb.types import Answer

CONTENT_TYPE = CONTENT_TYPE_LATEST
EXTRACTIVE = "ekstraktif"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds


@dataclass(frozen=True, slots=True)
class Metrics:
    """The counters of one application."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    answers: Counter
    fallbacks: Counter
    feedback: Counter
    turned_away: Counter
    waiting: Gauge
    working: Gauge
    regulations: Gauge
    chunks: Gauge
    generation: Gauge


def make_metrics() -> Metrics:
    """Counters at zero, in a registry of their own."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)

    def counter(name: str, means: str, *labels: str) -> Counter:
        return Counter(name, means, labels, registry=registry)

    def gauge(name: str, means: str) -> Gauge:
        return Gauge(name, means, registry=registry)

    lasted = "Lama permintaan menurut rute, detik."
    return Metrics(
        registry=registry,
        requests=counter("rujukan_requests", "Permintaan menurut metode, rute, status.", "method", "route", "status"),
        seconds=Histogram("rujukan_request_seconds", lasted, ("route",), buckets=BUCKETS, registry=registry),
        answers=counter("rujukan_answers", "Jawaban menurut cara dan penolakan (kosong: dijawab).", "mode", "refusal"),
        fallbacks=counter("rujukan_chat_fallbacks", "Jawaban ekstraktif walau model chat dipasang."),
        feedback=counter("rujukan_feedback", "Penilaian pembaca menurut nilai dan alasan.", "verdict", "reason"),
        turned_away=counter("rujukan_turned_away", "Permintaan yang ditolak karena antrean penuh atau terlalu lama."),
        waiting=gauge("rujukan_waiting", "Permintaan yang menunggu giliran."),
        working=gauge("rujukan_working", "Permintaan yang sedang dikerjakan."),
        regulations=gauge("rujukan_regulations", "Peraturan di koleksi."),
        chunks=gauge("rujukan_chunks", "Kutipan di indeks."),
        generation=gauge("rujukan_generation", "Nomor generasi indeks yang dipakai."),
    )


def count_request(metrics: Metrics, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request; ``route`` is the template of its address."""
    metrics.requests.labels(method if method in METHODS else "lain", route, str(status)).inc()
    metrics.seconds.labels(route).observe(seconds)


def count_answer(metrics: Metrics, answer: Answer, chat_model: bool) -> None:
    """Count one answer; with a ``chat_model`` at hand, an answer found but given without it is a fallback."""
    metrics.answers.labels(answer.mode, answer.refusal or "").inc()
    if chat_model and answer.found and answer.mode == EXTRACTIVE:
        metrics.fallbacks.inc()


def render_metrics(metrics: Metrics, library: Library | None) -> bytes:
    """All figures in Prometheus' text form; those of the collection are read from ``library``, where there is one."""
    if library is not None:
        metrics.regulations.set(len(library.stored))
        metrics.chunks.set(len(library.generation.ids))
        metrics.generation.set(library.generation.number)
    return generate_latest(metrics.registry)
