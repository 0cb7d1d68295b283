"""The server's log: one JSON object a line on standard error, with the number of the request it belongs to.

What is never in it: a question, a query string, a body, the address of who asks, the message of an unforeseen error
(it may quote what was asked). Libraries are heard from warnings on: below that some of them write what they send.

Does not do: set anything up at import; ``rujukan serve`` hands ``log_config()`` to uvicorn, whose access log is off.
"""

from __future__ import annotations

import logging
import traceback
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

ROOT = Path(__file__).resolve().parents[1]
FRAMES = 6  # innermost places told of an unforeseen error
request_id: ContextVar[str] = ContextVar("request_id", default="")
log = logging.getLogger("rujukan")


def log_config() -> dict[str, Any]:
    """The configuration of ``logging`` for a server, for ``logging.config.dictConfig``."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "api.logs.RequestFilter"}},
        "formatters": {"json": {"()": "api.logs.make_formatter"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",  # standard output is for results
                "formatter": "json",
                "filters": ["request"],
            }
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {"rujukan": {"level": "INFO"}, "uvicorn": {"level": "INFO"}},
    }


class RequestFilter(logging.Filter):
    """Puts the number of the request being served on every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        record.request_id = request_id.get() or None
        return True


def make_formatter() -> logging.Formatter:
    """A record as one line of JSON: time (UTC), level, logger, message, request id, and what it was given as extra."""
    return JsonFormatter(
        "{asctime}{levelname}{name}{message}{request_id}",
        style="{",
        reserved_attrs=[*RESERVED_ATTRS, "color_message"],  # uvicorn's, for terminals
        datefmt="%Y-%m-%dT%H:%M:%S%z",
        rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        json_ensure_ascii=False,
    )


def log_request(method: str, route: str, status: int, seconds: float) -> None:
    """One line for a request that was answered; ``route`` is the template, so that no path or query is written.

    Probes of monitors (health, metrics) are told at debug level.
    """
    level = logging.DEBUG if route.startswith(("/health/", "/metrics")) else logging.INFO
    fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1_000, 1)}
    log.log(level, "permintaan", extra=fields)


def log_unforeseen(error: BaseException) -> None:
    """Where in the code an unforeseen error arose, and its class; not its message, which may quote a question."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    where = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    log.error("permintaan gagal", extra={"error": type(error).__name__, "where": where})


def _short(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])
