"""Families of wordings: who is whose source, and what belongs together."""

from kb.family import Wording, closeness, gather_families, trace_family, weigh_words
from kb.vocabulary import make_vocabulary

VOCABULARY = make_vocabulary({"pegawai": 500, "kunci": 5, "menyimpan": 20, "kantor": 50, "kendaraan": 8})


def wording(path: str, year: int, text: str) -> Wording:
    return Wording(path, text, (year, 0, path), weigh_words(text, VOCABULARY))


FIRST = wording("pp-1-1980/pasal-2", 1980, "Pegawai menyimpan kunci lemari kantor.")
SECOND = wording("pp-2-2010/pasal-3", 2010, "Pegawai wajib menyimpan kunci lemari kantor dengan baik.")
THIRD = wording("pp-3-2021/pasal-4", 2021, "Pegawai wajib menyimpan kunci lemari dan pintu kantor dengan baik.")
OTHER = wording("pp-2-2010/pasal-9", 2010, "Kendaraan dinas diparkir di halaman belakang gedung.")


def whole(seed: Wording, other: Wording) -> Wording:
    return other


def test_rare_words_weigh_more() -> None:
    weights = weigh_words("kantor kunci", VOCABULARY)
    assert weights["kunci"] > weights["kantor"]
    assert abs(closeness(weights, weights) - 1) < 1e-9
    assert weigh_words("dan atau yang", VOCABULARY) == {}


def test_the_earliest_is_first_and_each_names_the_most_alike_older_one() -> None:
    family = trace_family([THIRD, FIRST, SECOND])
    assert [(m.wording.path, m.source) for m in family] == [
        ("pp-1-1980/pasal-2", ""),
        ("pp-2-2010/pasal-3", "pp-1-1980/pasal-2"),
        ("pp-3-2021/pasal-4", "pp-2-2010/pasal-3"),
    ]
    assert ("ditambah", "dan pintu") in [(e.change, e.text) for e in family[2].edits]
    assert family[0].edits == ()


def test_no_source_is_claimed_where_none_is_near() -> None:
    family = trace_family([FIRST, OTHER])
    assert [m.source for m in family] == ["", ""]


def test_seeds_are_gathered_others_only_join() -> None:
    far = wording("pp-4-2015/pasal-1", 2015, "Gaji dibayar tiap bulan.")
    families = gather_families([THIRD, OTHER], [FIRST, far], whole)
    assert [[m.wording.path for m in family] for family in families] == [
        ["pp-1-1980/pasal-2", "pp-3-2021/pasal-4"],
        ["pp-2-2010/pasal-9"],
    ]


def test_articles_of_one_regulation_do_not_make_a_family() -> None:
    twin = wording("pp-3-2021/pasal-5", 2021, THIRD.text)
    assert [len(family) for family in gather_families([THIRD, twin], [], whole)] == [1, 1]
