"""A real `rujukan serve` of several processes for tests, its questions embedded by letters and Chroma always asked.

    python tests/letters_server.py DATA WORKERS PORT

Each process that uvicorn starts runs this file again, so that each has the embedder of tests.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conftest import LetterEmbedder

import kb.search
from api.processes import serve_app
from api.settings import Settings
from kb import neighbours

kb.search.load_embedder = lambda *_: LetterEmbedder()
neighbours.COMPARED = 0

if __name__ == "__main__":
    serve_app(Settings(data=Path(sys.argv[1]), workers=int(sys.argv[2])), "127.0.0.1", int(sys.argv[3]))
