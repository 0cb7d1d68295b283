"""The light engine beside sentence-transformers, and when it is not taken."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from kb import embedding
from kb.embedding import DEFAULT_MODEL, DEFAULT_NAME, Embedder, SentenceEmbedder, is_same_model, load_embedder
from kb.engine import ENCODER, PROBE, LightEmbedder, map_tensor, open_engine, write_engine
from kb.types import ModelError

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = [
    "Pegawai datang pukul 07.30 dan pulang setelah pekerjaannya selesai.",
    "Apa hukuman disiplin bagi PNS yang bolos 28 hari dalam setahun?",
    "How many days of annual leave does a civil servant have?",
    "Rp1.000.000,00 (satu juta rupiah) atau 25%",
    "x",
    "",
    "Pejabat wajib menjaga rahasia jabatan dan melaporkan kekayaannya. " * 80,  # longer than the model reads
]


@pytest.fixture(scope="module")
def light(models: Path) -> Embedder:
    return load_embedder(DEFAULT_MODEL, models)


@pytest.fixture(scope="module")
def reference(models: Path) -> SentenceEmbedder:
    return embedding._load(str(model_folder(models)), name=DEFAULT_NAME)


def model_folder(models: Path) -> Path:
    return models / "models" / f"{DEFAULT_MODEL}-q4"


@pytest.fixture
def engine(models: Path, light: Embedder, tmp_path: Path) -> Path:
    """A copy of the engine's folder, to be spoilt."""
    return Path(shutil.copytree(models / "models" / f"{DEFAULT_MODEL}-int8", tmp_path / "engine"))


def test_vectors_are_near_those_of_sentence_transformers(light: Embedder, reference: SentenceEmbedder) -> None:
    passages = (light.embed_passages(SENTENCES) * reference.embed_passages(SENTENCES)).sum(axis=1)
    queries = np.array([light.embed_query(text) @ reference.embed_query(text) for text in SENTENCES])
    for cosines in (passages, queries):
        assert cosines.mean() >= 0.998
        assert cosines.min() >= 0.996


def test_the_default_model_is_served_by_the_light_engine(light: Embedder) -> None:
    assert isinstance(light, LightEmbedder)
    assert light.name.startswith(f"{DEFAULT_NAME}+int8/")
    assert light.dimension == 384


def test_a_question_needs_no_torch(models: Path, light: Embedder) -> None:
    """Importing torch and sentence-transformers takes seconds."""
    code = (
        "import sys; from pathlib import Path; from kb.embedding import *;"
        f"load_embedder(DEFAULT_MODEL, Path({str(models)!r})).embed_query('cuti tahunan');"
        "print({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ran.stdout.strip() == "set()"


def test_a_vector_does_not_depend_on_its_neighbours(light: Embedder) -> None:
    done: list[int] = []
    together = light.embed_passages(SENTENCES, done.append)
    assert done == [len(SENTENCES)]
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    for text, row in zip(SENTENCES, together, strict=True):
        np.testing.assert_array_equal(light.embed_passages([text])[0], row)
    assert light.embed_passages([]).shape == (0, 384)


def test_several_threads_may_ask_at_once(light: Embedder) -> None:
    expected = light.embed_query("cuti tahunan")
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            if not np.array_equal(light.embed_query("cuti tahunan"), expected):
                wrong.append("other vector")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_no_engine_without_onnx_runtime(models: Path, engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)  # importing it raises ImportError
    assert open_engine(model_folder(models), engine, "x") is None


def test_no_engine_where_the_arithmetic_differs(models: Path, engine: Path) -> None:
    assert open_engine(model_folder(models), engine, "x") is not None
    np.save(engine / PROBE, -np.load(engine / PROBE))
    assert open_engine(model_folder(models), engine, "x") is None


def test_no_engine_from_a_damaged_file(models: Path, engine: Path) -> None:
    (engine / ENCODER).write_bytes((engine / ENCODER).read_bytes()[:5000])
    assert open_engine(model_folder(models), engine, "x") is None


def test_sentence_transformers_serves_where_the_engine_does_not(
    models: Path, light: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "open_engine", lambda *_: None)
    other = load_embedder(DEFAULT_MODEL, models)
    assert isinstance(other, SentenceEmbedder)
    assert other.name == DEFAULT_NAME
    assert is_same_model(other.name, light.name)  # so that it may be asked of what the engine embedded


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("e5/1+int8/1", "e5/1", True),
        ("e5/1+int8/1", "e5/1+int8/2", True),
        ("e5/1", "e5/2", False),
        ("e5/1", "bge", False),
    ],
)
def test_names_of_one_model(one: str, other: str, same: bool) -> None:
    assert is_same_model(one, other) is same


def test_tensors_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="bukan bobot penyandi BERT"):
        write_engine({"wte.weight": np.eye(4, dtype=np.float32)}, {}, 2, 1e-12, np.ones(4, np.float32), tmp_path)


def test_a_tensor_is_mapped_not_read(models: Path) -> None:
    words = map_tensor(model_folder(models) / "model.safetensors", "embeddings.word_embeddings.weight")
    assert isinstance(words, np.memmap)
    assert words.shape == (250_037, 384)
    with pytest.raises(KeyError):
        map_tensor(model_folder(models) / "model.safetensors", "tidak ada")
