"""Serving by one process or several: what each needs, and how they are started.

Several processes share the store and the word index on disk, which are only read, and ask one Chroma server for
vectors: the folder of an embedded Chroma belongs to one process. Each has its own embedding model in memory, its own
queue, conversations and counters.

Does not do: restart what ends (uvicorn does, and systemd or a container above it), share what a process remembers.
"""

from __future__ import annotations

import os
from typing import Any

import uvicorn

from api.app import create_app
from api.logs import log_config
from api.settings import Settings
from kb.generation import current_on_server
from kb.types import RujukanError

APPLICATION = "api.app:create_app"
PATIENCE = (
    120  # seconds in which a process must have started; in uvicorn's 5 a busy machine has not imported everything
)


def check_workers(settings: Settings) -> None:
    """Raises RujukanError where ``settings`` ask for what would answer wrongly: several processes on one folder."""
    if settings.workers > 1 and not settings.chroma_url:
        raise RujukanError(
            f"{settings.workers} proses memerlukan server Chroma: folder Chroma hanya boleh dibuka satu proses, proses "
            "lain dapat membaca isi lama atau gagal. Jalankan `chroma run`, isi RUJUKAN_CHROMA_URL, lalu "
            "`rujukan ingest`; atau layani dengan satu proses (--workers 1)."
        )
    if settings.workers > 1 and not current_on_server(settings.data):
        raise RujukanError(
            "Indeks yang sekarang belum ada di server Chroma. Jalankan `rujukan ingest` dengan RUJUKAN_CHROMA_URL "
            "terisi (tanpa berkas baru pun cukup), lalu layani dengan beberapa proses."
        )


def serve_app(settings: Settings, host: str, port: int) -> None:
    """Answer on ``host:port`` until told to stop. Raises RujukanError where ``settings`` cannot be served."""
    check_workers(settings)
    how: dict[str, Any] = {
        "host": host,
        "port": port,
        "log_config": log_config(),
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,  # whose word counts is RUJUKAN_TRUSTED_PROXIES
    }
    if settings.workers == 1:
        uvicorn.run(create_app(settings), **how)
        return
    # Each process makes its settings anew, from the environment.
    os.environ |= {
        "RUJUKAN_DATA": str(settings.data.absolute()),
        "RUJUKAN_EMBEDDING_MODEL": settings.embedding_model,
        "RUJUKAN_WORKERS": str(settings.workers),
        "RUJUKAN_CHROMA_URL": settings.chroma_url,
    }
    uvicorn.run(APPLICATION, factory=True, workers=settings.workers, timeout_worker_healthcheck=PATIENCE, **how)
