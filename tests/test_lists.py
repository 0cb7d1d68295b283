"""Lists inside an article: found from their markers, in lines and inside a line, through noise; nothing invented."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.lists import list_units
from ingest.units import Unit


def flatten(units: list[Unit]) -> Iterator[Unit]:
    for unit in units:
        yield unit
        yield from flatten(unit.children)


def paths(text: str, **options: tuple[str, ...]) -> list[str]:
    units = list_units(text, 0, len(text), ("pasal-5",), **options)
    return ["/".join(unit.steps).removeprefix("pasal-5/") for unit in flatten(units)]


CASES = [
    # each style of marker, nested in the order of legal drafting
    (
        "(1) Ini:\na. satu; dan\nb. dua:\n1. x;\n2. y:\na) p;\nb) q:\n1) r;\n2) s.\n(2) Itu.",
        "ayat-1 ayat-1/huruf-a ayat-1/huruf-b ayat-1/huruf-b/angka-1 ayat-1/huruf-b/angka-2 "
        "ayat-1/huruf-b/angka-2/huruf-a ayat-1/huruf-b/angka-2/huruf-b ayat-1/huruf-b/angka-2/huruf-b/angka-1 "
        "ayat-1/huruf-b/angka-2/huruf-b/angka-2 ayat-2",
    ),
    # everything in one line
    ("(1) Ini: a. satu; dan b. dua. (2) Itu.", "ayat-1 ayat-1/huruf-a ayat-1/huruf-b ayat-2"),
    # a list without a colon before it, and one without blanks before its markers
    ("Pejabat adalah 1. Menteri; 2. Jaksa Agung; 3. Gubernur;", "angka-1 angka-2 angka-3"),
    ("Syaratnya:a. sehat;b. cakap;", "huruf-a huruf-b"),
    # references are no markers: wrapped, joined, ranged, behind "Pasal 7"
    (
        "(1) Satu.\n(2) Menurut ayat\n(1) dan lagi. (3) Menurut ayat (1), ayat (2), dan\n(3) berlaku.",
        "ayat-1 ayat-2 ayat-3",
    ),
    ("(1) Menurut Pasal 7 ayat (2) huruf b, huruf c, dan\nd. (2) Lain.", "ayat-1 ayat-2"),
    # a reference just before an item of another style does not hide it
    ("(1) Izin ditolak bila: a. dilarang menurut ayat (1), b. tanpa alasan.", "ayat-1 ayat-1/huruf-a ayat-1/huruf-b"),
    # numbers of a sentence
    ("Paling lama 3. Bulan dan Nomor\n2. Lalu 1.500,00 rupiah.", ""),
    # inserted ayat
    ("(1) Satu.\n(1a) Sisipan.\n(1b) Lagi.\n(2) Dua.", "ayat-1 ayat-1a ayat-1b ayat-2"),
    ("(2) Dua.\n(2A) Sisipan.\n(3) Tiga.", "ayat-2 ayat-2a ayat-3"),
    # after z
    (
        "\n".join(f"{chr(97 + n)}. hal {n};" for n in range(26)) + "\naa. hal;\nbb. hal.",
        " ".join(f"huruf-{chr(97 + n)}" for n in range(26)) + " huruf-aa huruf-bb",
    ),
    # huruf l printed as a digit, angka 1 printed as a letter
    ("\n".join(f"{c}. hal;" for c in "abcdefghijk1m"), " ".join(f"huruf-{c}" for c in "abcdefghijklm")),
    ("Ini:\nl. satu;\n2. dua;\n3. tiga.", "angka-1 angka-2 angka-3"),
    # a lost marker stays lost, and an item before the first one found is not invented
    ("(1) Satu.\nDua.\n(3) Tiga.", "ayat-1 ayat-3"),
    # markers collected away from their texts: "(1) (2) (3)" is no unit, what stands at its place is
    ("(1) (2) (3)\nSatu berlaku.\nDua berlaku.\n(4) Empat.", "ayat-4"),
    ("a. b. c.\nsatu;\ndua;\ntiga.", ""),
    # a doubled marker is one unit
    ("(1) Satu.\n(2) Dua . . .\n(2) Dua lagi.\n(3) Tiga.", "ayat-1 ayat-2 ayat-3"),
    # old laws number their ayat without parentheses; a list of angka has words before it
    ("1. Uang disediakan.\n2. Setelah ayat 1 dipenuhi, uang dibayar.", "ayat-1 ayat-2"),
    ("Yang dimaksud dengan:\n1. Uang adalah uang.\n2. Bayar adalah bayar.", "angka-1 angka-2"),
    # "(1)" below huruf is no ayat; begun anew in each item it lies below them
    ("a. satu:\n(1) x;\n(2) y;\nb. dua:\n(1) p;\n(2) q.", "huruf-a huruf-a/angka-1 huruf-a/angka-2 huruf-b "
     "huruf-b/angka-1 huruf-b/angka-2"),
    # roman numbers, which i. alone is not
    ("a. satu:\ni. x;\nii. y;\nb. dua.", "huruf-a huruf-a/romawi-i huruf-a/romawi-ii huruf-b"),
    # a lone marker inside a sentence
    ("Menurut golongan a. Pegawai berhak.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_lists(text: str, expected: str) -> None:
    assert paths(text) == expected.split()


NOISE = [
    # pp-94-2021 p. 7: "(21" for (2); pp-11-2017 p. 7: "(2t"; pp-42-2022 p. 2: "l2l"; uu-13-2022 p. 10: "(l)";
    # pp-12-2019 p. 16: "{41"
    ("(1) Satu.\n(21 Dua.\n(3) Tiga.", "ayat-1 ayat-2 ayat-3"),
    ("(1) Satu.\n(2t Dua.\n(3) Tiga.", "ayat-1 ayat-2 ayat-3"),
    ("(l) Satu.\nl2l Dua.\n(3) Tiga.", "ayat-1 ayat-2 ayat-3"),
    ("(1) Satu. (2) Dua. (3) Tiga. {41 Empat.", "ayat-1 ayat-2 ayat-3 ayat-4"),
    # pp-11-2017 p. 61: (s) for (5); pp-37-2004 p. 3: "(4). Apabila"
    ("(3) Tiga.\n(4). Empat.\n(s) Lima.", "ayat-3 ayat-4 ayat-5"),
    # uu-12-2011 p. 25: a speck before the marker
    ("a. satu; b. dua; ■ c. tiga.", "huruf-a huruf-b huruf-c"),
    # pp-94-2021 (raw text): "f . ikut"
    ("c. satu;\nd. dua;\ne. tiga;\nf . empat.", "huruf-c huruf-d huruf-e huruf-f"),
]


@pytest.mark.parametrize(("text", "expected"), NOISE)
def test_noise(text: str, expected: str) -> None:
    assert paths(text) == expected.split()


def test_quoted_ayat_of_an_amending_act_stay_in_their_point() -> None:
    text = 'Diubah:\n1. Bunyi Pasal 4: "Pasal 4 (1) Satu. (2) Dua."\n2. Bunyi Pasal 6: "Pasal 6 (1) Satu. (2) Dua."'
    units = list_units(text, 0, len(text), ("pasal-i",))
    assert ["/".join(unit.steps) for unit in flatten(units)] == [
        "pasal-i/angka-1",
        "pasal-i/angka-1/ayat-1",
        "pasal-i/angka-1/ayat-2",
        "pasal-i/angka-2",
        "pasal-i/angka-2/ayat-1",
        "pasal-i/angka-2/ayat-2",
    ]


def test_kinds_that_are_not_wanted_are_not_cut() -> None:
    text = "Menimbang : a. bahwa menurut ayat (1) perlu;\nb. bahwa perlu:\n(1) satu;\n(2) dua;"
    assert paths(text, kinds=("huruf",)) == ["huruf-a", "huruf-b"]


# ---- random lists, printed without noise, are read back as they are

MARKERS = {
    "ayat": lambda n: f"({n + 1})",
    "huruf": lambda n: f"{chr(97 + n)}.",
    "angka": lambda n: f"{n + 1}.",
    "huruf)": lambda n: f"{chr(97 + n)})",
    "angka)": lambda n: f"{n + 1})",
}
STYLES = list(MARKERS)
Tree = list[object]


def trees(level: int = 0) -> st.SearchStrategy[Tree]:
    """Lists of two to six items; an item is a list of the next style, or none."""
    below = trees(level + 1) if level + 1 < len(STYLES) else st.just([])
    return st.lists(st.one_of(st.just([]), below), min_size=2, max_size=6)


def render(tree: Tree, styles: list[str], glue: str) -> str:
    pieces = []
    for n, item in enumerate(tree):
        words = "Kata biasa yang wajib" if styles[0] == "ayat" else "kata biasa yang wajib"
        inner = f":{glue}{render(item, styles[1:], glue)}" if item else ";"  # type: ignore[arg-type]
        pieces.append(f"{MARKERS[styles[0]](n)} {words}{inner}")
    return glue.join(pieces)


def expected_paths(tree: Tree, styles: list[str]) -> Iterator[str]:
    for n, item in enumerate(tree):
        value = MARKERS[styles[0]](n).strip("().")
        path = f"{styles[0].strip(')')}-{value}"
        yield path
        for below in expected_paths(item, styles[1:]):  # type: ignore[arg-type]
            yield f"{path}/{below}"


@settings(max_examples=150, deadline=None)
@given(trees(), st.sampled_from([0, 1, 2]), st.sampled_from(["\n", " "]))
def test_printed_lists_are_read_back(tree: Tree, first: int, glue: str) -> None:
    styles = STYLES[first:] + STYLES[:first]
    if first:
        styles.remove("ayat")  # "(1)" below huruf is another kind
    lead = "" if first == 0 else "Yang wajib:" + glue
    depth = len(styles)

    def cut(item: Tree, left: int) -> Tree:
        return [cut(below, left - 1) if left > 1 else [] for below in item]  # type: ignore[arg-type]

    tree = cut(tree, depth)
    assert paths(lead + render(tree, styles, glue)) == list(expected_paths(tree, styles))


PIECES = "(1) Satu|(2t dua|a. x;|b. y:|1. z|l.|aa.|i.|ii)|ayat|(3)|dan|\n| |Kata.|■|(a)|2) b|Pasal".split("|")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([" ", "\n"]))
def test_units_lie_inside_their_parents_in_order(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    units = list_units(text, 0, len(text), ("pasal-5",))

    def check(inside: list[Unit], start: int, end: int) -> None:
        for unit in inside:
            assert start <= unit.start < unit.end <= end
            check(unit.children, unit.start, unit.end)
            start = unit.end

    check(units, 0, len(text))
    found = ["/".join(unit.steps) for unit in flatten(units)]
    assert len(found) == len(set(found))
