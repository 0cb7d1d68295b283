"""Shared fixtures: the measured data folder beside the checkout, and a fake embedder a reader can work out by hand."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import small_laws
import small_status
from default_model import packed_weights
from discipline_documents import FILES
from internal_document import make_collection
from small_documents import CATALOGUE, NEW, OLD, set_pdf

from ingest.pipeline import ingest
from kb.embedding import build_default
from kb.search import Library, open_library

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"measurement data is not on this machine ({SHARED.name}/ beside the checkout)")
    return SHARED


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the default model was built, once per test run."""
    weights = packed_weights()
    data = tmp_path_factory.mktemp("embedding")
    build_default(weights, data / "models")
    return data


class LetterEmbedder:
    """A text's vector counts its letters a..z (26 dimensions), scaled to length 1."""

    name = "letters"
    dimension = 26

    def embed_query(self, text: str) -> np.ndarray:
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        rows = np.array(
            [[len(re.findall(chr(97 + n), text.lower())) for n in range(26)] for text in texts], dtype=np.float32
        ).reshape(len(texts), 26)
        if progress:
            progress(len(texts))
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@pytest.fixture
def letters() -> LetterEmbedder:
    return LetterEmbedder()


@pytest.fixture(scope="session")
def two_regulations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder holding a repealed regulation and the one that replaced it, embedded by letters."""
    folder = tmp_path_factory.mktemp("dua")
    for name, text in (("lama.pdf", OLD), ("baru.pdf", NEW)):
        set_pdf(folder / name, text)
    (folder / "katalog.toml").write_text(CATALOGUE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = ingest([folder], data=folder / "data", embedder=LetterEmbedder(), catalogue=folder / "katalog.toml")
    assert [row["result"] for row in rows] == ["ingested", "ingested"]
    return folder


@contextmanager
def opened(data: Path, embedder: LetterEmbedder) -> Iterator[Library]:
    """The collection in a data folder, closed at the end."""
    library = open_library(data, embedder=embedder)
    yield library
    library.generation.close()
    library.store.close()


@pytest.fixture
def library(two_regulations: Path, letters: LetterEmbedder) -> Iterator[Library]:
    with opened(two_regulations / "data", letters) as library:
        yield library


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two public regulations and an internal one (tests/internal_document.py); read only."""
    return make_collection(tmp_path_factory.mktemp("campur"), LetterEmbedder())


@pytest.fixture(scope="session")
def discipline_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder holding tests/discipline_documents.py, embedded by letters."""
    folder = tmp_path_factory.mktemp("disiplin")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = ingest(
            [folder / name for name in FILES], data=folder / "data", embedder=LetterEmbedder(), accept=["pp-4-2021"]
        )
    assert [row["result"] for row in rows] == ["ingested"] * 3, rows
    return folder / "data"


@pytest.fixture
def discipline(discipline_data: Path, letters: LetterEmbedder) -> Iterator[Library]:
    with opened(discipline_data, letters) as library:
        yield library


def ingest_texts(folder: Path, files: Mapping[str, str], catalogue: str) -> Path:
    """A data folder holding these texts by file name, with what a catalogue says of them, embedded by letters."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "katalog.toml").write_text(catalogue, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = ingest(
            [folder], data=folder / "data", embedder=LetterEmbedder(), catalogue=folder / "katalog.toml", texts=True
        )
    assert {row["result"] for row in rows} == {"ingested"}, rows
    return folder / "data"


@pytest.fixture(scope="session")
def loket_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A law, its amendment and a repealed rule (tests/small_laws.py)."""
    files = {f"{name.lower()}.txt": getattr(small_laws, name) for name in ("BASE", "AMENDING", "OLD")}
    return ingest_texts(tmp_path_factory.mktemp("loket"), files, small_laws.CATALOGUE)


@pytest.fixture
def loket(loket_data: Path, letters: LetterEmbedder) -> Iterator[Library]:
    with opened(loket_data, letters) as library:
        yield library


@pytest.fixture(scope="session")
def staff_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rules of two groups, some repealed (tests/small_status.py)."""
    return ingest_texts(tmp_path_factory.mktemp("keberlakuan"), small_status.FILES, small_status.CATALOGUE)


@pytest.fixture
def staff(staff_data: Path, letters: LetterEmbedder) -> Iterator[Library]:
    with opened(staff_data, letters) as library:
        yield library
