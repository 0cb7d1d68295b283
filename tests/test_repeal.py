"""How far a repeal reaches, and that only what it reaches ranks as replaced."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.catalogue import KnownRegulations
from kb.evaluate import is_replaced_first
from kb.repeal import names_article, repeals_part
from kb.search import Library, find_candidates, is_replaced, search
from kb.types import Relation


@pytest.mark.parametrize(
    ("note", "part"),
    [
        ("", False),
        ("sepanjang tidak mengatur hukuman sedang", False),  # a condition on the whole
        ("sepanjang mengenai Pasal 3", False),
        ("kecuali ketentuan tentang guru", False),
        ("terhadap perusahaan tersebut", False),
        ("hanya Pasal 12", True),
        ("Pasal 5 ayat (3) huruf b", True),
        ("ketentuan mengenai masa kenaikan pangkat", True),
        ("BAB VIII tentang badan usaha", True),
    ],
)
def test_parts_and_conditions(note: str, part: bool) -> None:
    assert repeals_part(note) is part


@pytest.mark.parametrize(
    ("note", "article", "named"),
    [
        ("hanya Pasal 12", "pp-1-2020/pasal-12", True),
        ("hanya Pasal 12", "pp-1-2020/pasal-1", False),
        ("Pasal 3 sampai dengan Pasal 6", "pp-1-2020/pasal-5", True),  # between the ends
        ("Pasal 5 ayat (3) huruf b", "pp-1-2020/pasal-5", True),  # a part of it
        ("ketentuan mengenai Pasal 8A", "pp-1-2020/pasal-8a", True),
        ("hanya Pasal 12", "pp-1-2020", False),  # the regulation itself is no article
    ],
)
def test_articles_that_a_repeal_names(note: str, article: str, named: bool) -> None:
    assert names_article(note, article) is named


def with_repeal(library: Library, *notes: str) -> Library:
    """The collection in which pp-2-2021 repeals pp-1-2020 as far as each of ``notes`` says."""
    relations = tuple(Relation("pp-2-2021", "mencabut", "pp-1-2020", "pasal-2", note) for note in notes)
    known = {i: replace(r, relations=()) for i, r in library.regulations.items()}
    known["pp-2-2021"] = replace(known["pp-2-2021"], relations=relations)
    return replace(library, regulations=KnownRegulations(known), _judged={}, _taken=None)


def test_what_a_repeal_of_parts_leaves_is_not_replaced(library: Library) -> None:
    partly = with_repeal(library, "hanya Pasal 2")
    assert not is_replaced(partly, "pp-1-2020")
    assert not is_replaced(partly, "pp-1-2020/pasal-1")
    assert is_replaced(partly, "pp-1-2020/pasal-2")
    candidates = find_candidates(partly, "jam kerja dimulai")
    replaced = dict(zip(candidates.paths, candidates.features["replaced"], strict=True))
    assert (replaced["pp-1-2020/pasal-1"], replaced["pp-1-2020/pasal-2"]) == (0, 1)


@pytest.mark.parametrize("note", ["", "sepanjang mengenai pegawai"])
def test_a_whole_repeal_replaces_every_article(library: Library, note: str) -> None:
    wholly = with_repeal(library, note)
    assert is_replaced(wholly, "pp-1-2020")
    assert is_replaced(wholly, "pp-1-2020/pasal-1")
    assert not is_replaced(wholly, "pp-2-2021/pasal-1")


def test_a_replaced_article_in_first_place_is_told(library: Library) -> None:
    partly = with_repeal(library, "hanya Pasal 2")
    first = {p.chunk.article: p for p in search(partly, "pegawai mangkir ditegur", include_repealed=True)}
    assert is_replaced_first(partly, "mangkir", [first["pp-1-2020/pasal-2"]])
    assert not is_replaced_first(partly, "mangkir menurut PP 1 Tahun 2020", [first["pp-1-2020/pasal-2"]])
    assert not is_replaced_first(partly, "mangkir", [first["pp-1-2020/pasal-1"]])
    assert not is_replaced_first(partly, "mangkir", [])
