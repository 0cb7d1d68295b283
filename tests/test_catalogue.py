"""Validity as data: what an act does to another, on which day; names people use."""

from datetime import date
from pathlib import Path

import pytest

from kb.catalogue import load_catalogue, merge, relations_of, resolve_name, status_on
from kb.types import CatalogueError, Regulation

TEXT = """
[[regulation]]
id = "pp-53-2010"
kind = "pp"
number = "53"
year = 2010
title = "Disiplin Pegawai Negeri Sipil"
enacted = 2010-06-06
status = "berlaku"

[[regulation]]
id = "pp-94-2021"
kind = "pp"
number = "94"
year = 2021
title = "Disiplin Pegawai Negeri Sipil"
aliases = ["pp disiplin pns"]
enacted = 2021-08-31
status = "berlaku"
relations = [{ relation = "mencabut", object = "pp-53-2010", article = "pasal-45" }]

[[regulation]]
id = "uu-5-2014"
kind = "uu"
number = "5"
year = 2014
title = "Aparatur Sipil Negara"
aliases = ["uu asn"]

[[regulation]]
id = "uu-25-2009"
kind = "uu"
number = "25"
year = 2009
title = "Pelayanan Publik"
relations = [
  { relation = "mengubah", object = "uu-1-2000" },
  { relation = "mencabut", object = "uu-2-2000", note = "sepanjang x" },
]
"""


@pytest.fixture
def regulations(tmp_path: Path) -> dict[str, Regulation]:
    path = tmp_path / "katalog.toml"
    path.write_text(TEXT)
    return load_catalogue(path)


@pytest.mark.parametrize(
    ("identifier", "day", "status"),
    [
        ("pp-53-2010", date(2021, 8, 30), "berlaku"),
        ("pp-53-2010", date(2021, 8, 31), "dicabut"),
        ("pp-53-2010", date(2009, 1, 1), "belum berlaku"),
        ("pp-94-2021", date(2022, 1, 1), "berlaku"),
        ("uu-5-2014", date(2022, 1, 1), "tidak diketahui"),  # never guessed
        ("uu-99-1999", date(2022, 1, 1), "tidak diketahui"),
        ("uu-1-2000", date(2022, 1, 1), "diubah"),
        ("uu-2-2000", date(2022, 1, 1), "diubah"),  # repealed only in part
    ],
)
def test_status_on_a_day(regulations, identifier, day, status) -> None:
    assert status_on(identifier, regulations, day) == status


def test_relations_both_ways(regulations) -> None:
    assert [r.object for r in relations_of("pp-94-2021", regulations)] == ["pp-53-2010"]
    assert [r.subject for r in relations_of("pp-53-2010", regulations)] == ["pp-94-2021"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bunyi pasal 5 ayat 2 uu asn 2014", ["uu-5-2014"]),
        ("isi pasal 34 uu pelayanan publik 2009", ["uu-25-2009"]),
        ("apa isi PP disiplin PNS?", ["pp-94-2021"]),
        ("uu pelayanan publik 2015", []),  # the year must agree
        ("bolos 28 hari hukumannya apa", []),
        ("pp 94 tahun 2021 pasal 15", []),
    ],
)
def test_names(regulations, text, expected) -> None:
    assert resolve_name(text, regulations) == expected


def test_row_corrects_what_was_read(regulations) -> None:
    read = Regulation("pp-94-2021", "pp", "94", 2021, "DISIPLIN PEGAWAI NEGRI SIPIL", issuer="Presiden")
    merged = merge(read, regulations["pp-94-2021"])
    assert (merged.title, merged.issuer, merged.status) == ("Disiplin Pegawai Negeri Sipil", "Presiden", "berlaku")
    assert merge(read, None) is read


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[[regulation]]\nid = 'PP 1'", "id tidak sah"),
        ("[[regulation]]\nid = 'pp-1-2000'\nstatus = 'mungkin'", "pp-1-2000.*status"),
        ("[[regulation]]\nid = 'pp-1-2000'\ntittle = 'x'", "tittle"),
        ("[[regulation]]\nid = 'pp-1-2000'\nenacted = 'kemarin'", "enacted"),
        ("[[regulation", "tidak dapat dibaca"),
    ],
)
def test_malformed_catalogue_is_named(tmp_path: Path, text: str, cause: str) -> None:
    path = tmp_path / "katalog.toml"
    path.write_text(text)
    with pytest.raises(CatalogueError, match=cause):
        load_catalogue(path)
