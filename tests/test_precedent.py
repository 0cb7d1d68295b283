"""Precedents of a clause: old and new rules, one an article, as families."""

from datetime import date

import pytest

from kb.precedent import Clause, article_parts, born, find_precedents, rank_of, rank_provisions
from kb.search import Library
from kb.types import Regulation

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
KEYS = Clause("Pasal 2", "Pegawai wajib menyimpan kunci kantor dengan sebaik-baiknya.")


def test_repealed_rules_are_found_like_others_and_one_passage_is_an_article(discipline: Library) -> None:
    found = find_precedents(discipline, KEYS, k=4)
    articles = [passage.chunk.article for passage in found.passages]
    assert set(articles[:2]) == {"pp-3-2010/pasal-1", "pp-4-2021/pasal-1"}
    assert len(articles) == len(set(articles)) == 4
    status = {passage.chunk.regulation: passage.status for passage in found.passages}
    assert status["pp-3-2010"] == "dicabut"
    assert all(0 <= passage.score < 1 for passage in found.passages)
    assert found.likenesses[0] > 0.5 > found.likenesses[-1]


def test_the_family_has_the_earliest_first_and_what_changed(discipline: Library) -> None:
    found = find_precedents(discipline, KEYS, k=1)
    family = found.families[0]
    assert family[0].wording.path == "pp-3-2010/pasal-1/huruf-a"
    copy = next(member for member in family if member.wording.path == "pp-4-2021/pasal-1/huruf-a")
    assert copy.source == family[0].wording.path
    assert ("ditambah", "dan mengembalikannya") in [(edit.change, edit.text) for edit in copy.edits]


def test_status_is_that_of_the_day(discipline: Library) -> None:
    passages = find_precedents(discipline, KEYS, k=2, as_of=date(2015, 1, 1)).passages
    assert {p.chunk.regulation: p.status for p in passages}["pp-4-2021"] == "belum berlaku"


def test_kinds_limit(discipline: Library) -> None:
    paths = [path for path, _ in rank_provisions(discipline, KEYS.text, kinds=("perbup",))]
    assert paths
    assert all(path.startswith("perbup-5-2012-sleman/") for path in paths)
    assert find_precedents(discipline, KEYS, kinds=("uu",)).passages == ()


def test_an_elucidation_leads_to_its_article(library: Library) -> None:
    found = find_precedents(library, Clause("", "Pukul delapan menurut waktu setempat."), k=3)
    paths = [passage.chunk.path for passage in found.passages]
    assert "pp-2-2021/pasal-1" in paths  # the chunk that holds ayat (1)
    assert not [path for path in paths if "/penjelasan/pasal" in path]


def test_parts_of_an_article_without_its_elucidation(discipline: Library) -> None:
    parts = [part.path for part in article_parts(discipline, "pp-4-2021/pasal-1")]
    assert parts == [f"pp-4-2021/pasal-1{tail}" for tail in ("", "/huruf-a", "/huruf-b")]


@pytest.mark.parametrize(
    ("higher", "lower"),
    [("uu", "pp"), ("pp", "perpres"), ("perpres", "permenpanrb"), ("permen-sosial", "perda"), ("perda", "perbup")],
)
def test_hierarchy(higher: str, lower: str) -> None:
    assert rank_of(higher) < rank_of(lower)


def test_equal_ranks() -> None:
    assert rank_of("uu") == rank_of("perppu")
    assert rank_of("perbkn") == rank_of("se-bkn") == rank_of("kepka-lan")
    assert rank_of("panduan") > rank_of("kepbup")


def test_age() -> None:
    assert born(Regulation("pp-1-2020", "pp", "1", 2020, "A", enacted=date(2020, 3, 1))) == (2020, 61)
    assert born(Regulation("pp-1-2020", "pp", "1", 2020, "A")) == (2020, 0)
    assert born(Regulation("kode", "se", "", None, "A")) == (9999, 0)
