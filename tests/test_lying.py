"""The adversarial benchmark: its lies are lies, its judge sees them, and none of them reaches a reader here."""

from __future__ import annotations

import random
import re

import pytest
from small_answers import ANSWER

from benchmarks.adversarial_model import be_honest, lie_to
from benchmarks.lying import ATTACKS, cut_truths, tell

TRUTHS = cut_truths(ANSWER.passages, {})


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.__name__ for attack in ATTACKS])
def test_a_lie_is_known_by_its_mark_and_the_truth_has_none(attack) -> None:
    made = [attack(random.Random(seed), truth, TRUTHS) for seed in range(20) for truth in TRUTHS]
    lies = [lie for lie in made if lie]
    assert lies
    truths = " ".join(tell(truth) for truth in TRUTHS)
    for lie in lies:
        if lie.kind != "tanpa kutipan":
            assert re.search(lie.mark, lie.sentence), lie
        assert not re.search(lie.mark, truths), lie


def test_no_lie_reaches_a_reader() -> None:
    figures = lie_to([(ANSWER, {})], answers=60, seed=3)
    assert figures["lies_told"] == 240
    assert figures["lies_reached"] == 0
    assert figures["modes"]["model"] > 10  # drafts were made, not refused wholesale


def test_honest_copies_are_kept() -> None:
    assert be_honest([(ANSWER, {})], seed=1)["disalin"]["share"] == 1
