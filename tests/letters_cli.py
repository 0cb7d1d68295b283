"""The ``rujukan`` command with the fake embedder, for tests that need it as a process of its own."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
warnings.simplefilter("ignore")

from conftest import LetterEmbedder  # noqa: E402

import ingest.pipeline  # noqa: E402
from api import cli  # noqa: E402

ingest.pipeline.load_embedder = lambda model, data: LetterEmbedder()
cli.main()
