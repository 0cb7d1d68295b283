"""The data of corpus/: rows that fit together, the core of the field present."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from kb.answer import answer
from kb.catalogue import load_catalogue, status_on
from kb.citation import regulation_id
from kb.search import Library, open_library

CORPUS = Path(__file__).parents[1] / "corpus"
CATALOGUE = load_catalogue(CORPUS / "catalogue.toml")
TOPICS = {"etika", "karier", "kinerja", "kebijakan", "perubahan"}
CORE = """uu-20-2023 pp-94-2021 pp-11-2017 pp-17-2020 pp-49-2018 pp-30-2019 pp-42-2004 pp-10-1983 pp-45-1990 pp-79-2021
    uu-23-2014 uu-30-2014""".split()


def test_the_catalogue_is_large_enough_and_has_the_core() -> None:
    assert len(CATALOGUE) >= 60
    assert set(CORE) <= set(CATALOGUE)


@pytest.mark.parametrize("row", CATALOGUE.values(), ids=CATALOGUE)
def test_a_row_is_consistent(row) -> None:
    assert row.id == regulation_id(row.kind, row.number, row.year)
    assert row.title
    assert row.title != row.title.upper()
    assert set(row.topics) <= TOPICS
    assert row.topics
    assert all(alias == alias.lower().strip() for alias in row.aliases)
    assert row.enacted is None or row.enacted.year == row.year
    for relation in row.relations:
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*-\d+-\d{4}", relation.object)
        assert relation.object != row.id
        assert int(relation.object[-4:]) <= row.year
        assert re.fullmatch(r"|menimbang|pasal-(?:\d+[a-z]?|[ivx]+)", relation.article)
    if row.page_url:
        assert row.page_url.endswith(f"/{row.kind}-no-{row.number}-tahun-{row.year}")


def test_no_alias_names_two_regulations() -> None:
    aliases = [alias for row in CATALOGUE.values() for alias in row.aliases]
    assert len(aliases) == len(set(aliases))


@pytest.mark.parametrize(
    ("identifier", "day", "status"),
    [
        ("uu-5-2014", date(2023, 10, 30), "berlaku"),  # before its successor: not yet repealed
        ("uu-5-2014", date(2023, 10, 31), "dicabut"),
        ("uu-20-2023", date(2024, 1, 1), "berlaku"),
        ("pp-94-2021", date(2024, 1, 1), "berlaku"),
        ("pp-53-2010", date(2024, 1, 1), "diubah"),  # repealed but for its middle penalties
        ("pp-11-2017", date(2024, 1, 1), "diubah"),
        ("pp-46-2011", date(2024, 1, 1), "dicabut"),
        ("uu-43-1999", date(2024, 1, 1), "dicabut"),  # went with the act that it amended
    ],
)
def test_the_status_of_well_known_regulations(identifier: str, day: date, status: str) -> None:
    assert status_on(identifier, CATALOGUE, day) == status


def test_the_status_written_is_the_status_the_relations_make() -> None:
    written = {row.id: row.status for row in CATALOGUE.values()}
    assert {identifier: status_on(identifier, CATALOGUE, date(2026, 6, 1)) for identifier in CATALOGUE} == written


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Library:
    data = tmp_path_factory.mktemp("bundled")
    assert {row["result"] for row in ingest([CORPUS / "pdf"], data=data)} == {"ingested"}
    return open_library(data)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        # the figure picks the sentence of a ladder
        ("bolos kerja 28 hari setahun hukumannya apa?", "Panduan Nomor 2 Tahun 2026 Pasal 6 ayat (4) huruf c"),
        # the rule comes before the exceptions that use more of the question's words
        ("berapa hari jatah cuti tahunan pns?", "Panduan Nomor 3 Tahun 2026 Pasal 3 ayat (1)"),
    ],
)
def test_the_questions_of_the_demo_are_answered_with_the_right_provision(
    bundled: Library, question: str, place: str
) -> None:
    assert f"\n({place}, halaman" in answer(bundled, question).text
