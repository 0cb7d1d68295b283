"""Validity as data: what an act does to another, on which day; names people use."""

from datetime import date
from pathlib import Path

import pytest

from kb.catalogue import (
    KnownRegulations,
    effective_from,
    load_catalogue,
    merge,
    relations_of,
    resolve_name,
    status_on,
    status_reasons,
    unite_relations,
)
from kb.types import CatalogueError, Regulation, Relation

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


def act(identifier: str, *relations: Relation, **fields: object) -> Regulation:
    kind, number, year = identifier.split("-")
    return Regulation(identifier, kind, number, int(year), "Uji", relations=relations, **fields)  # type: ignore[arg-type]


def known(*acts: Regulation) -> dict[str, Regulation]:
    return {a.id: a for a in acts}


def test_an_act_counts_from_its_own_later_day_of_force() -> None:
    repeal = Relation("uu-1-2023", "mencabut", "uu-1-1946", "pasal-622", source="teks")
    acts = known(
        act("uu-1-2023", repeal, enacted=date(2023, 1, 2), in_force_from=date(2026, 1, 2)),
        act("uu-1-1946"),
    )
    assert status_on("uu-1-1946", acts, date(2025, 12, 31)) == "tidak diketahui"
    assert status_on("uu-1-2023", acts, date(2025, 12, 31)) == "belum berlaku"
    assert status_on("uu-1-1946", acts, date(2026, 1, 2)) == "dicabut"
    assert status_reasons("uu-1-1946", acts, date(2026, 1, 2)) == (repeal,)
    assert effective_from(repeal, acts) == date(2026, 1, 2)


def test_a_text_alone_does_not_make_an_act_valid() -> None:
    implements = Relation("pp-1-2000", "melaksanakan", "uu-1-1999", source="teks")
    acts = known(
        act("pp-1-2000", implements, enacted=date(2000, 1, 1), in_force_from=date(2000, 1, 1)), act("uu-1-1999")
    )
    assert [status_on(i, acts, date(2020, 1, 1)) for i in acts] == ["tidak diketahui", "tidak diketahui"]


def test_the_repeal_of_a_repealing_act_revives_nothing() -> None:
    acts = known(
        act("pp-1-1990"),
        act("pp-2-2000", Relation("pp-2-2000", "mencabut", "pp-1-1990"), enacted=date(2000, 5, 1)),
        act("pp-3-2010", Relation("pp-3-2010", "mencabut", "pp-2-2000"), enacted=date(2010, 5, 1)),
    )
    assert status_on("pp-1-1990", acts, date(2011, 1, 1)) == "dicabut"


def test_an_amending_act_goes_with_the_acts_it_amends() -> None:
    repeal = Relation("uu-5-2014", "mencabut", "uu-8-1974", "pasal-136")
    acts = known(
        act("uu-8-1974"),
        act("uu-43-1999", Relation("uu-43-1999", "mengubah", "uu-8-1974"), enacted=date(1999, 9, 30)),
        act("uu-5-2014", repeal, enacted=date(2014, 1, 15)),
    )
    assert [status_on("uu-43-1999", acts, date(y, 6, 1)) for y in (2013, 2014)] == ["tidak diketahui", "dicabut"]
    assert [status_on("uu-8-1974", acts, date(y, 6, 1)) for y in (1999, 2000, 2014)] == [
        "tidak diketahui",
        "diubah",
        "dicabut",
    ]
    assert status_reasons("uu-43-1999", acts, date(2015, 1, 1)) == (repeal,)
    # one that also amends an act still in force stays
    two = acts["uu-43-1999"].relations + (Relation("uu-43-1999", "mengubah", "uu-1-1990"),)
    acts |= known(act("uu-43-1999", *two, enacted=date(1999, 9, 30)))
    assert status_on("uu-43-1999", acts, date(2015, 1, 1)) == "tidak diketahui"


def test_acts_that_amend_each_other_come_to_an_end() -> None:
    acts = known(
        act("pp-1-2000", Relation("pp-1-2000", "mengubah", "pp-2-2000")),
        act("pp-2-2000", Relation("pp-2-2000", "mengubah", "pp-1-2000")),
    )
    assert status_on("pp-1-2000", acts, date(2020, 1, 1)) == "diubah"


def test_an_amendment_that_others_mention_counts_and_is_told_once() -> None:
    mentioned = Relation("pp-17-2020", "mengubah", "pp-11-2017", "", "menurut perbkn-4-2023/mengingat", "teks")
    acts = known(act("pp-11-2017"), act("perbkn-4-2023", mentioned))
    assert status_on("pp-11-2017", acts, date(2020, 6, 1)) == "tidak diketahui"  # its day is not known, only its year
    assert status_on("pp-11-2017", acts, date(2021, 1, 1)) == "diubah"
    own = Relation("pp-17-2020", "mengubah", "pp-11-2017", "judul", "", "teks")
    acts |= known(act("pp-17-2020", own, enacted=date(2020, 2, 28)))
    assert relations_of("pp-11-2017", acts) == (own,)
    assert status_reasons("pp-11-2017", acts, date(2020, 3, 1)) == (own,)


def test_relations_of_text_and_catalogue_are_one() -> None:
    of_row = Relation("pp-94-2021", "mencabut", "pp-53-2010", "", "sepanjang x")
    of_text = Relation("pp-94-2021", "mencabut", "pp-53-2010", "pasal-45", "sepanjang tidak x", "teks")
    assert unite_relations([of_row, of_text]) == (
        Relation("pp-94-2021", "mencabut", "pp-53-2010", "pasal-45", "sepanjang x", "teks"),
    )
    merged = merge(act("pp-94-2021", of_text), act("pp-94-2021", of_row))
    assert [(r.article, r.note) for r in merged.relations] == [("pasal-45", "sepanjang x")]


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


@pytest.mark.parametrize(
    "text",
    ["uu pemda", "uu tentang pemerintahan daerah", "kuhp", "pp disiplin pns", "uu perubahan pokok kepegawaian 1999"],
)
def test_names_are_found_alike_with_and_without_their_index(text: str) -> None:
    regulations = {
        "uu-23-2014": Regulation("uu-23-2014", "uu", "23", 2014, "Pemerintahan Daerah", aliases=("uu pemda",)),
        "uu-1-2023": Regulation("uu-1-2023", "uu", "1", 2023, "Kitab Undang-Undang Hukum Pidana", aliases=("kuhp",)),
        "pp-94-2021": Regulation("pp-94-2021", "pp", "94", 2021, "Disiplin Pegawai Negeri Sipil"),
        "uu-43-1999": Regulation("uu-43-1999", "uu", "43", 1999, "Perubahan atas UU Pokok-Pokok Kepegawaian"),
    }
    found = resolve_name(text, KnownRegulations(regulations))
    assert found == resolve_name(text, regulations)
    assert len(found) == 1
