"""A collection narrowed by what a reader chose: search and answer stay within it, and say so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb.answer import answer
from kb.narrowing import Narrowing, narrow_library
from kb.search import Library, search

ALL = {"pp-1-2020", "pp-2-2021"}


@pytest.fixture
def topical(library: Library) -> Library:
    for regulation in library.stored:
        known = library.regulations[regulation]
        object.__setattr__(known, "topics", ("waktu",) if regulation == "pp-2-2021" else ())
    return library


def narrowed(library: Library, question: str = "jam kerja", as_of: date | None = None, **chosen: Any) -> Library:
    return narrow_library(library, Narrowing(**{k: tuple(v) for k, v in chosen.items()}), question, as_of)


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({}, ALL),
        ({"topics": ["etika", "waktu"]}, {"pp-2-2021"}),
        ({"topics": ["etika"]}, set()),
        ({"kinds": ["pp"]}, ALL),
        ({"kinds": ["uu"]}, set()),
        ({"years": [2020]}, {"pp-1-2020"}),
        ({"statuses": ["dicabut"]}, {"pp-1-2020"}),
        ({"statuses": ["berlaku", "dicabut"]}, ALL),
        ({"years": [2021], "statuses": ["dicabut"]}, set()),  # both must hold
    ],
)
def test_only_what_was_chosen_is_searched(topical: Library, chosen: dict[str, Any], left: set[str]) -> None:
    within = narrowed(topical, **chosen)
    assert topical.stored - within.left_out == left
    assert {p.chunk.regulation for p in search(within, "jam kerja pegawai")} == left
    named = search(within, "isi PP 2/2021 pasal 1", 1)
    assert [p.chunk.regulation for p in named if p.score == 1] == (["pp-2-2021"] if "pp-2-2021" in left else [])


def test_a_status_is_that_of_the_day_whose_law_is_asked(library: Library) -> None:
    def repealed(question: str, as_of: date | None = None) -> bool:
        return "pp-1-2020" not in narrowed(library, question, as_of, statuses=["dicabut"]).left_out

    assert repealed("jam kerja")
    assert not repealed("jam kerja", date(2020, 6, 1))
    assert not repealed("jam kerja pada 1 Juni 2020")


def test_nothing_chosen_changes_nothing_and_the_same_choice_is_made_once(topical: Library) -> None:
    assert narrowed(topical) is topical
    once = narrowed(topical, topics=["waktu"])
    assert narrowed(topical, topics=["waktu"]) is once
    assert once.spans is topical.spans
    assert narrowed(once, years=[2020]).left_out == ALL  # a choice within a choice leaves both out


def test_refusals_do_not_speak_of_the_whole_collection(library: Library) -> None:
    within = narrowed(library, years=[2020])
    named = answer(within, "isi PP 2/2021 pasal 1")
    assert not named.found
    assert named.text == "PP Nomor 2 Tahun 2021 ada di koleksi, tetapi tidak termasuk peraturan yang dipilih."
    far = answer(within, "resep rendang padang")
    assert far.refusal == "tidak_ada_di_koleksi"  # whether it is out of scope was not asked of all
    assert "dalam peraturan yang dipilih" in far.text
    assert "dalam koleksi" not in far.text
