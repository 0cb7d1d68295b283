"""What a candidate's regulation adds to its score: about whom, for whom, how old and of what status."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import kb.elsewhere
from kb.catalogue import KnownRegulations
from kb.search import FULL_AGE, WEIGHTS, Candidates, Library, find_candidates, search

TODAY_IS = 2026


def changed(library: Library, **facts: Any) -> Library:
    """The collection in which pp-1-2020 is repealed by nobody and has these ``facts``."""
    known = {i: replace(r, relations=()) for i, r in library.regulations.items()}
    known["pp-1-2020"] = replace(known["pp-1-2020"], **facts)
    return replace(library, regulations=KnownRegulations(known), scored={}, _judged={}, _taken=None, _home=None)


def feature(candidates: Candidates, name: str) -> dict[str, float]:
    """A feature of each regulation's candidates, which is the same for all of them."""
    values: dict[str, set[float]] = {}
    for path, value in zip(candidates.paths, candidates.features[name], strict=True):
        values.setdefault(path.partition("/")[0], set()).add(float(value))
    assert all(len(found) == 1 for found in values.values())
    return {regulation: found.pop() for regulation, found in values.items()}


def test_a_regulation_of_another_body_stands_back_unless_it_is_asked_about(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kb.elsewhere, "HOME", 0.9)  # one of two is half of the collection
    other = changed(library, title="Statuta Universitas Contoh")
    plain = feature(find_candidates(other, "jam kerja"), "elsewhere")
    assert plain == {"pp-1-2020": 1, "pp-2-2021": 0}
    assert not any(feature(find_candidates(other, "jam kerja di universitas"), "elsewhere").values())
    named = find_candidates(other, "jam kerja", mentioned={"pp-1-2020"})
    assert not any(feature(named, "elsewhere").values())


def test_a_body_that_is_at_home_in_the_collection_stands_back_nowhere(library: Library) -> None:
    other = changed(library, title="Statuta Universitas Contoh")
    assert not any(feature(find_candidates(other, "jam kerja"), "elsewhere").values())


@pytest.mark.parametrize(
    ("status", "year", "aged"),
    [
        ("tidak diketahui", 1900, 1.0),
        ("tidak diketahui", TODAY_IS - FULL_AGE // 2, 0.5),
        ("tidak diketahui", None, 6 / FULL_AGE),  # the id says 2020
        ("berlaku", 1900, 0.0),  # known to be in force
    ],
)
def test_old_rules_of_unknown_status_are_doubted(library: Library, status: str, year: int | None, aged: float) -> None:

    other = changed(library, status=status, year=year)
    found = find_candidates(other, "jam kerja", date(TODAY_IS, 6, 1))
    assert feature(found, "aged") == {"pp-1-2020": pytest.approx(aged), "pp-2-2021": 0}


def test_old_rules_are_ranked_like_others_where_that_is_asked(library: Library) -> None:
    other = changed(library, status="tidak diketahui", year=1900)
    scores = {
        include: {p.chunk.article: p.score for p in search(other, "jam kerja", include_repealed=include)}
        for include in (False, True)
    }
    gained = scores[True]["pp-1-2020/pasal-1"] - scores[False]["pp-1-2020/pasal-1"]
    assert gained == pytest.approx(-WEIGHTS["aged"])


def test_what_speaks_of_the_civil_service_counts_unless_another_body_is_asked_about(library: Library) -> None:
    # both regulations have three texts or more; all of pp-2-2021 are titled "... Pegawai", one of pp-1-2020 says it
    plain = feature(find_candidates(library, "jam kerja"), "civil_service")
    assert plain["pp-2-2021"] > plain["pp-1-2020"] > 0
    assert not any(feature(find_candidates(library, "jam kerja polisi"), "civil_service").values())
    both = feature(find_candidates(library, "jam kerja PNS dan polisi"), "civil_service")
    assert both == plain


@pytest.mark.parametrize(
    ("kind", "cited", "retold"),
    [
        ("panduan", "(PP Nomor 2 Tahun 2021 Pasal 1)", True),
        ("panduan", "(PP Nomor 9 Tahun 2021 Pasal 1)", False),  # not in the collection: nothing else says it
        ("pp", "(PP Nomor 2 Tahun 2021 Pasal 1)", False),
    ],
)
def test_a_guide_stands_behind_the_law_that_it_retells(library: Library, kind: str, cited: str, retold: bool) -> None:
    other = changed(library, kind=kind)
    for article in ("pp-1-2020/pasal-1", "pp-1-2020/pasal-2"):
        chunks = library.article_chunks(article)
        other._articles[article] = [replace(chunks[0], text=f"{chunks[0].text} {cited}"), *chunks[1:]]
    found = find_candidates(other, "jam kerja")
    values = dict(zip(found.paths, found.features["retold"], strict=True))
    assert values["pp-1-2020/pasal-1"] == retold
    assert not any(value for path, value in values.items() if path.startswith("pp-2-2021"))
    named = find_candidates(other, "jam kerja", mentioned={"pp-1-2020"})
    assert not any(named.features["retold"])


def test_a_weight_of_no_feature_is_refused() -> None:
    with pytest.raises(KeyError):
        Candidates(("pp-1-2020/pasal-1",), {}).scores({"tiada": 1.0})
