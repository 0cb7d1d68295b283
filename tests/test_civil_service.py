"""How much a regulation speaks of the civil service, and how much that tells in a collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.civil_service import names_people, share_chunks, weigh_rarity
from kb.lexical import Words, build_words, open_words


def index(folder: Path, texts: list[str]) -> Words:
    build_words(folder / "words", [f"a/pasal-{n}" for n in range(len(texts))], texts)
    return open_words(folder / "words")


def test_shares_are_of_the_chunks_of_each_regulation(tmp_path: Path) -> None:
    words = index(tmp_path, ["Cuti PNS", "Cuti bersama", "Pegawai ASN", "Aparatur", "Kapal"])
    assert share_chunks(words, {"pp-1-2020": (0, 2), "pp-2-2020": (2, 4), "pp-3-2020": (4, 5)}) == {
        "pp-1-2020": 0.5,
        "pp-2-2020": 1.0,
        "pp-3-2020": 0.0,
    }


@pytest.mark.parametrize(
    ("texts", "rarity"),
    [(["Cuti PNS", *["Kapal"] * 9], 1.0), (["Cuti PNS", "Pegawai"], 0.0), (["Kapal"], 0.0), ([], 0.0)],
)
def test_the_rarer_the_more_it_tells(tmp_path: Path, texts: list[str], rarity: float) -> None:
    assert weigh_rarity(index(tmp_path, texts)) == pytest.approx(rarity)


def test_people_are_named_by_whole_words() -> None:
    assert names_people("DISIPLIN PEGAWAI NEGERI SIPIL")
    assert names_people("aparatur sipil negara")
    assert not names_people("Kepolisian Negara")
    assert not names_people("jasnya")  # has "asn" in it
