"""The house's directions: who may import whom, and one file for one vendor."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(p for room in ("ingest", "kb", "api") for p in (ROOT / room).glob("*.py"))
FORBIDDEN = {"ingest": {"api"}, "kb": {"api", "ingest"}, "api": set()}
VENDORS = {
    "docx": "kb/word_document.py",
    "pypdf": "ingest/pdf_child.py",
    "pypdfium2": "ingest/pdf_child.py",
    "wordfreq": "ingest/legibility.py",
    "chromadb": "kb/index.py kb/chroma_server.py",
    "sentence_transformers": "kb/embedding.py",
    "onnx": "kb/engine.py",
    "onnxruntime": "kb/engine.py",
    "simsimd": "kb/coarse.py",
    "langchain_text_splitters": "ingest/chunk.py",
    "langchain": "kb/chat.py",
    "langchain_core": "kb/chat.py api/retriever.py",
    "limits": "api/limits.py",
    "itsdangerous": "api/sites.py",
    "jinja2": "api/pages.py",
    "cachetools": "api/conversations.py api/feedback.py",
    "prometheus_client": "api/metrics.py",
    "pythonjsonlogger": "api/logs.py",
    "sse_starlette": "api/events.py",
}
SQLITE = {  # the regulations; whole files; Chroma's tables; keys, acts, jobs; judgements
    "kb/store.py",
    "kb/databases.py",
    "kb/index.py",
    "api/ledger.py",
    "api/feedback.py",
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(ROOT)) for p in FILES])
def test_directions(path: Path) -> None:
    room, here = path.parent.name, str(path.relative_to(ROOT))
    names = imported(path)
    assert not {n.split(".")[0] for n in names} & FORBIDDEN[room]
    if room == "api":
        doors = {n for n in names if n.startswith("ingest.")}
        assert all(n.startswith("ingest.pipeline") for n in doors), "ingestion has one door"
    assert here in SQLITE or "sqlite3" not in names
    for vendor, home in VENDORS.items():
        assert here in home.split() or vendor not in {n.split(".")[0] for n in names}, f"{vendor} belongs in {home}"
