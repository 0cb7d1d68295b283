"""The ``rujukan`` command with the embedder of the tests: ``python tests/letters_cli.py ARGUMENTS``.

Each process that ``serve --workers`` starts runs this file again, so that each has that embedder. LETTERS_COMPARED says
up to how many chunks are compared one by one; with 0 Chroma is always asked.

Tests start it by ``loopback.command_with_letters``.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).parent)]
warnings.simplefilter("ignore")

from conftest import LetterEmbedder  # noqa: E402

import ingest.pipeline  # noqa: E402
import kb.search  # noqa: E402
from api import cli  # noqa: E402
from kb import neighbours  # noqa: E402

ingest.pipeline.load_embedder = kb.search.load_embedder = lambda model, data: LetterEmbedder()
neighbours.COMPARED = int(os.environ.get("LETTERS_COMPARED", neighbours.COMPARED))

if __name__ == "__main__":
    cli.main()
