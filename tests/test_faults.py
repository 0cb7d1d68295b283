"""The short form of benchmarks/faults.py: one of each kind that needs no rights."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import faults
from benchmarks.faults import Outcome
from kb import generation


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "SMALL", 1)
        return faults.make_collection(tmp_path_factory.mktemp("faults"))


@pytest.fixture(autouse=True)
def grown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "SMALL", 1)


def assert_borne(outcome: Outcome) -> None:
    assert outcome.tries
    assert (outcome.lost, outcome.served, outcome.by_hand) == (0, outcome.tries, 0), outcome.notes


@pytest.mark.parametrize("task", ["ingest", "delete"])
def test_kill(base: Path, tmp_path: Path, task: str) -> None:
    assert_borne(faults.kill_writers(task, base, tmp_path, 1, random.Random(3)))


@pytest.mark.parametrize("how", ["missing", "with a bit turned"])
@pytest.mark.parametrize("name", ["vectors.f32", "manifest.json", "../CURRENT"])
def test_damaged_file(base: Path, tmp_path: Path, name: str, how: str) -> None:
    data = faults.fresh(base, tmp_path)
    faults.HURTS[how](data / "generations" / "2" / name, random.Random(5))
    outcome = Outcome("file")
    with faults.in_this_process():
        faults.judge(outcome, data, set(range(1, faults.START + 2)), set())
    assert_borne(outcome)


def test_two_writers(base: Path, tmp_path: Path) -> None:
    assert_borne(faults.write_twice(base, tmp_path, 1))


def test_what_is_lost_is_counted(base: Path, tmp_path: Path) -> None:
    outcome = Outcome("none")
    with faults.in_this_process():
        faults.judge(outcome, faults.fresh(base, tmp_path), {1, 2, 99}, {3})
    assert (outcome.tries, outcome.lost, outcome.served, outcome.by_hand) == (1, 1, 1, 0)
