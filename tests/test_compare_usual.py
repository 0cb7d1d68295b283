"""The comparison with the usual pipeline: what it takes, what it times, what it draws."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conftest import LetterEmbedder

from benchmarks import compare_usual
from benchmarks.compare_usual import disk_mb, find_ratios, take_collection, time_questions
from benchmarks.plot_comparison import plot_bars, plot_sizes
from kb.search import open_library, search


def test_a_collection_of_a_size_is_searched_like_its_source(
    two_regulations: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_usual, "kept_model", lambda _: "letters")
    source = two_regulations / "data"
    (source / "models").mkdir(exist_ok=True)
    take_collection(source, tmp_path / "part", 10_000)
    whole = open_library(source, embedder=LetterEmbedder())
    part = open_library(tmp_path / "part", embedder=LetterEmbedder())
    assert part.generation.ids == whole.generation.ids
    assert search(part, "jam kerja pegawai") == search(whole, "jam kerja pegawai")
    take_collection(source, tmp_path / "small", 1)
    small = open_library(tmp_path / "small", embedder=LetterEmbedder())
    assert len(small.stored) == 1
    for library in (whole, part, small):
        library.generation.close()
        library.store.close()


def test_questions_are_timed_by_way_of_asking() -> None:
    asked: list[str] = []
    asks = {"plain": asked.append, "filtered": lambda question: time.sleep(0.02)}
    figures = time_questions(["a", "b", "c", "d"], asks)
    assert asked == ["a", "b", "c", "a", "b", "c", "d"]  # the first to warm up
    assert figures["filtered_p50_ms"] >= 20 > figures["plain_p50_ms"]
    assert figures["filtered_cpu_p50_ms"] < 20, "waiting takes no processor time"


def test_disk_is_what_the_collection_takes(tmp_path: Path) -> None:
    for name, size in (("rujukan.sqlite", 2_000_000), ("models/a", 5_000_000), ("sources/b", 4_000_000)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(bytes(size))
    assert disk_mb(tmp_path) == 2.0


def test_ratios_are_of_ours_to_theirs() -> None:
    built = {"pages": 100, "chunks": 1_000, "seconds": 100.0, "cpu": 150.0, "pages_s": 1.0, "chunks_s": 10.0}
    faster = built | {"seconds": 20.0, "cpu": 50.0, "pages_s": 5.0, "chunks_s": 50.0}
    slow = {f"{how}_{what}": 100.0 for how in ("plain", "filtered") for what in ("p50_ms", "cpu_p50_ms")}
    quick = dict.fromkeys(slow, 20.0)
    ratios = find_ratios(
        {
            "limits": {"float32_gflop_s": 100.0},
            "building": {"usual": built, "rujukan": faster},
            "starting": {"usual": {"seconds": 9.0, "cpu": 8.0}, "rujukan": {"seconds": 3.0, "cpu": 2.0}},
            "sizes": [{"usual": slow, "rujukan": quick}],
        }
    )
    assert (ratios["pages_s"], ratios["pages_cpu"], ratios["chunks_cpu"]) == (5.0, 3.0, 3.0)
    assert (ratios["cold_seconds"], ratios["cold_cpu"]) == (3.0, 4.0)
    assert (ratios["plain_p50_ms"], ratios["filtered_cpu_p50_ms"]) == (5.0, 5.0)
    assert ratios["encoder_of_limit_rujukan"] == pytest.approx(5 * ratios["encoder_of_limit_usual"], rel=0.01)


def test_pictures_are_drawn(tmp_path: Path) -> None:
    asking = {f"{how}_p{q}_ms": 5.0 for how in ("plain", "filtered") for q in (50, 95)}
    built = {"pages_s": 3.0, "peak_mb": 500}
    started = {"seconds": 2.0, "peak_mb": 300}
    found = {
        "sizes": [{"size": size, "usual": asking, "rujukan": asking} for size in (1_000, 10_000)],
        "building": {"usual": built, "rujukan": built},
        "starting": {"usual": started, "rujukan": started},
    }
    plot_sizes(found, tmp_path / "a.png")
    plot_bars(found, tmp_path / "b.png")
    for name in ("a.png", "b.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")
