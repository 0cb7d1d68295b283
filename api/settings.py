"""The few settings, from the environment (``RUJUKAN_*``) or from options."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_MODEL = "multilingual-e5-small"  # as kb.embedding names it; not imported, to keep the command line quick


class Settings(BaseSettings):
    """``data`` is where everything is kept; ``embedding_model`` a sentence-transformers model by name or folder."""

    model_config = SettingsConfigDict(env_prefix="RUJUKAN_")

    data: Path = Field(default_factory=lambda: user_data_path("rujukan"))
    embedding_model: str = DEFAULT_MODEL
