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
        ("uu-2-2000", date(2008, 1, 1), "tidak diketahui"),  # nothing was known of it before
        ("uu-5-2014", date(2013, 1, 1), "belum berlaku"),  # its year alone tells
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
        ("menurut Undang-Undang Pelayanan Publik?", ["uu-25-2009"]),
        ("Undang-Undang Aparatur Sipil Negara tahun 2014", ["uu-5-2014"]),  # written out
        ("peraturan pemerintah tentang disiplin PNS", ["pp-94-2021"]),
        ("pp disiplin pns 2010", ["pp-53-2010"]),  # the alias is the newer one's, the year the older one's
        ("pp disiplin pns 2022", []),
        ("beda pp disiplin pns dan uu pelayanan publik", ["pp-94-2021", "uu-25-2009"]),
        ("perda pelayanan publik", []),  # of another kind
        ("uu publik", []),
        ("uu pelayanan", []),  # too little to tell
        ("uu", []),
        ("PP Nomor 94 Tahun 2021 tentang Disiplin PNS", []),  # a number is kb.citation's matter
        ("bolos 28 hari hukumannya apa", []),
        ("pp 94 tahun 2021 pasal 15", []),
    ],
)
def test_names(regulations, text, expected) -> None:
    assert resolve_name(text, regulations) == expected


def test_alike_names_are_not_told_apart_by_guess() -> None:
    both = {i: Regulation(i, "uu", "1", 2000, "Pemerintahan Daerah") for i in ("uu-32-2004", "uu-23-2014")}
    assert resolve_name("uu pemda", both) == []
    both["uu-23-2014"] = Regulation("uu-23-2014", "uu", "23", 2014, "Pemerintahan Daerah", aliases=("uu pemda",))
    assert resolve_name("apa isi uu pemda?", both) == ["uu-23-2014"]
    kuhp = {
        "uu-1-2023": Regulation("uu-1-2023", "uu", "1", 2023, "Kitab Undang-Undang Hukum Pidana", aliases=("kuhp",))
    }
    assert resolve_name("menurut KUHP pasal 5", kuhp) == ["uu-1-2023"]


def test_amending_act_is_named_only_as_such() -> None:
    title = "Pokok-Pokok Kepegawaian"
    acts = {
        "uu-8-1974": Regulation("uu-8-1974", "uu", "8", 1974, title),
        "uu-43-1999": Regulation(
            "uu-43-1999", "uu", "43", 1999, f"Perubahan atas UU Nomor 8 Tahun 1974 tentang {title}"
        ),
    }
    assert resolve_name("uu pokok-pokok kepegawaian", acts) == ["uu-8-1974"]
    assert resolve_name("uu perubahan pokok kepegawaian 1999", acts) == ["uu-43-1999"]


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
        ("[[regulation]]\nid = 'pp-1-2000'\nenacted = 2000-01-01T10:00:00", "enacted"),
        ("[[regulation]]\nid = 'pp-1-2000'\naliases = 'pp satu'", "aliases"),
        ("[[regulation]]\nid = 'pp-1-2000'\nrelations = ['mencabut']", "relations"),
        ("[[regulation]]\nid = 'pp-1-2000'\nrelations = [{relation = 'mengganti', object = 'x'}]", "mengganti"),
        ("[[regulation]]\nid = 'pp-1-2000'\nrelations = [{relation = 'mencabut', object = 'x', pasal = '4'}]", "pasal"),
        ("[[regulation]]\nid = 'pp-1-2000'\n[[regulation]]\nid = 'pp-1-2000'", "dua kali"),
        ("regulation = 3", "daftar tabel"),
        ("[[regulation", "tidak dapat dibaca"),
    ],
)
def test_malformed_catalogue_is_named(tmp_path: Path, text: str, cause: str) -> None:
    path = tmp_path / "katalog.toml"
    path.write_text(text)
    with pytest.raises(CatalogueError, match=cause):
        load_catalogue(path)
