"""The few settings, from the environment (``RUJUKAN_*``) or from options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEFAULT_MODEL = "multilingual-e5-small"  # as kb.embedding names it; not imported, to keep the command line quick


class Settings(BaseSettings):
    """``data`` is where everything is kept; ``embedding_model`` a sentence-transformers model by name or folder.

    ``anonymous`` says what may be done without a key: read what is public (``baca``) or nothing (``tidak``); the rates
    how often one may ask (``60/minute``, empty for no limit) and, counted apart, leaf through pages;
    ``trusted_proxies`` whose X-Forwarded-For is believed; ``upload_mb`` how large an uploaded file may be.
    ``cors_origins`` are the sites whose pages may call the API (a comma between them; none: no site); ``turns`` how
    many requests a process works on at once (0: one a core, shared among the processes); ``queue`` how many may wait
    for that; ``mcp_hosts`` are names, besides those of loopback, under which ``/mcp`` may be asked;
    ``min_askers`` how many different askers a count of questions needs; ``log_questions`` for how many days the words
    of questions are kept (0: not at all).

    ``chroma_url`` is a Chroma server that keeps the vectors (empty: files in ``data``). ``kb.chroma_server`` reads it
    from the environment itself, so that whoever builds and whoever reads agree; here it is checked. ``workers`` is how
    many processes answer; several need that server.

    ``chat_model`` (``provider:model``, empty for none) words the answers, spoken to at ``chat_base_url`` where given;
    one answer may take it ``chat_timeout`` seconds. Its key is in the provider's own environment variable.
    """

    model_config = SettingsConfigDict(env_prefix="RUJUKAN_")

    data: Path = Field(default_factory=lambda: user_data_path("rujukan"))
    embedding_model: str = DEFAULT_MODEL
    anonymous: Literal["baca", "tidak"] = "baca"
    rate_anonymous: str = "60/minute"
    rate_key: str = "600/minute"
    rate_leafing: str = "600/minute"
    trusted_proxies: str = ""
    upload_mb: int = Field(default=50, ge=1)
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    chroma_url: str = Field(default="", pattern=r"^(https?://[^\s/]+(/[^\s/]+/[^\s/]+)?/?)?$")
    workers: int = Field(default=1, ge=1, le=64)
    turns: int = Field(default=0, ge=0)
    queue: int = Field(default=100, ge=0)
    mcp_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    chat_model: str = ""
    chat_base_url: str = ""
    chat_timeout: float = Field(default=30.0, gt=0)
    min_askers: int = Field(default=5, ge=2)
    log_questions: int = Field(default=0, ge=0)

    @property
    def turns_at_once(self) -> int:
        """Requests that a process works on at once: what is asked, or its share of the cores."""
        return self.turns or max(1, (os.cpu_count() or 1) // self.workers)

    @field_validator("cors_origins", "mcp_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Read a list written as one word after another."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value
