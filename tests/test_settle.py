"""A damaged index is passed over before anything is served, and built anew where nothing whole is left."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kb.generation import build_generation, current_number, open_generation
from kb.settle import settle_index
from kb.store import open_store
from kb.types import StoreError


@pytest.fixture
def data(tmp_path: Path, two_regulations: Path, letters: Any) -> Path:
    """Two generations of the same, the second in use."""
    shutil.copytree(two_regulations / "data", tmp_path / "data")
    with open_store(tmp_path / "data", write=True) as store:
        build_generation(store, letters, force=True)
    return tmp_path / "data"


def turn_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


def test_nothing_is_done_where_all_is_well(data: Path) -> None:
    assert settle_index(data) == []
    opened = open_generation(data)
    assert (opened.number, opened.named, opened.damage) == (2, 2, "")
    opened.close()


def test_the_last_good_one_is_served_and_the_damage_named(data: Path) -> None:
    turn_a_bit(data / "generations" / "2" / "vectors.f32")
    (cause,) = settle_index(data)
    assert "generasi 2" in cause
    assert "vectors.f32" in cause
    opened = open_generation(data)
    assert (opened.number, opened.named) == (1, 2)
    assert "vectors.f32" in opened.damage
    opened.close()
    assert list(json.loads((data / "generations" / "DAMAGED").read_text())) == ["2"]
    with open_store(data, write=True) as store:
        assert build_generation(store, Named("letters")).name == "1"  # it is whole, and of what is stored
    assert current_number(data) == 1


class Named:
    def __init__(self, name: str) -> None:
        self.name = name


def test_without_any_whole_one_the_index_is_built_anew(data: Path) -> None:
    for number in "12":
        turn_a_bit(data / "generations" / number / "vectors.f32")
    assert len(settle_index(data)) == 2
    opened = open_generation(data)
    assert (opened.number, opened.damage) == (3, "")
    opened.close()
    assert settle_index(data) == []


def test_a_lost_pointer_loses_nothing(data: Path) -> None:
    (data / "generations" / "CURRENT").write_text("")
    opened = open_generation(data)
    assert (opened.number, opened.named) == (2, None)
    opened.close()
    with open_store(data, write=True) as store:
        assert build_generation(store, Named("letters")).name == "2"
    assert current_number(data) == 2


def test_nothing_to_build_from(tmp_path: Path) -> None:
    with open_store(tmp_path / "data", write=True):
        pass
    with pytest.raises(StoreError, match="Belum ada indeks"):
        settle_index(tmp_path / "data")
