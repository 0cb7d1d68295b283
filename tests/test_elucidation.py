"""The penjelasan: its parts, what it explains in the forms printers and recognition give it, what says nothing."""

from collections.abc import Iterator

import pytest

from ingest.elucidation import elucidation_unit, is_nothing_said
from ingest.units import Unit
from kb.explained import explained_articles


def flatten(unit: Unit) -> Iterator[Unit]:
    for child in unit.children:
        yield child
        yield from flatten(child)


def paths(text: str) -> list[str]:
    root = elucidation_unit(text, 0, len(text))
    return ["/".join(unit.steps).removeprefix("penjelasan/") for unit in flatten(root)]


HEAD = "PENJELASAN\nATAS\nPERATURAN\nI. UMUM\nMaksud.\nII. PASAL DEMI PASAL\n"
PARTS = ["umum", "pasal-demi-pasal"]

CASES = [
    # ayat, huruf and angka, each on its line
    (
        "Pasal 1\nAyat (1)\nHuruf a\nAngka 1\nCukup jelas.\nAngka 2\nTentu.\nHuruf b\nUang.\nAyat (2)\nCukup jelas.",
        "pasal-1 pasal-1/ayat-1 pasal-1/ayat-1/huruf-a pasal-1/ayat-1/huruf-a/angka-1 pasal-1/ayat-1/huruf-a/angka-2 "
        "pasal-1/ayat-1/huruf-b pasal-1/ayat-2",
    ),
    # huruf of an article without ayat
    ("Pasal 1\nHuruf a\nCukup jelas.\nHuruf b\nUang.", "pasal-1 pasal-1/huruf-a pasal-1/huruf-b"),
    # everything in one line, as archives keep it
    (
        "Pasal 1 Ayat (1) Cukup jelas. Ayat (2) Huruf a Uang. Huruf b Cukup jelas. Pasal 2 Cukup jelas.",
        "pasal-1 pasal-1/ayat-1 pasal-1/ayat-2 pasal-1/ayat-2/huruf-a pasal-1/ayat-2/huruf-b pasal-2",
    ),
    # old forms: "Pasal 1." and "Ayat 1:", "ayat (2)"
    ("Pasal 1.\nAyat 1: Uang.\nAyat 2: Cukup jelas.\nPasal 2.\nYa.", "pasal-1 pasal-1/ayat-1 pasal-1/ayat-2 pasal-2"),
    ("Pasal 1\nayat (1) Uang.\nayat (2) Cukup jelas.", "pasal-1 pasal-1/ayat-1 pasal-1/ayat-2"),
    # only some ayat are explained
    ("Pasal 1\nAyat (3)\nUang.\nAyat (7)\nTentu.", "pasal-1 pasal-1/ayat-3 pasal-1/ayat-7"),
    # references stay inside
    (
        "Pasal 1\nAyat (1)\nYang dimaksud dalam Ayat (2) dan Huruf b, lihat Pasal 2 ayat (3).\nAyat (2)\nUang.",
        "pasal-1 pasal-1/ayat-1 pasal-1/ayat-2",
    ),
    # groups have the path of their first
    ("Pasal 1 sampai dengan Pasal 3\nCukup jelas.\nPasal 4\nUang.", "pasal-1 pasal-4"),
    ("Pasal 1\ns/d\nPasal 2\n. Cukup jelas.\nPasal 3 dan 4 Cukup jelas.\nPasal 5\nUang.", "pasal-1 pasal-3 pasal-5"),
    ("Pasal 1\nAyat (1)\nUang.\nAyat (2)\ns/d\nAyat (4)\nCukup jelas.", "pasal-1 pasal-1/ayat-1 pasal-1/ayat-2"),
    # pp-11-2017 p. 113, pp-12-2019 p. 90: the word collected elsewhere, "t2" for 12, "r3" for 13
    (
        "Pasal 10\nCukup jelas. 11 Cukup jelas. t2 Cukup jelas. r3\nAyat (1)\nUang.\nAyat (s) Ya.\nPasal 14\nUang.",
        "pasal-10 pasal-11 pasal-12 pasal-13 pasal-13/ayat-1 pasal-13/ayat-5 pasal-14",
    ),
    # pp-72-2019 p. 16: "Avat (2)", "Ayat- (3)"; pp-11-2017 p. 113: "Hurufa", "Angka l0"
    (
        "Pasal 1\nAyat (1)\nUang.\nAvat (2) Cukup jelas. Ayat- (3) Tentu.\nPasal 2 Hurufa Uang. Huruf b Tentu.",
        "pasal-1 pasal-1/ayat-1 pasal-1/ayat-2 pasal-1/ayat-3 pasal-2 pasal-2/huruf-a pasal-2/huruf-b",
    ),
    # what the gazette adds is no explanation
    ("Pasal 1\nUang.\nTAMBAHAN LEMBARAN NEGARA REPUBLIK INDONESIA NOMOR 1", "pasal-1 penutup"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_articles_explained(text: str, expected: str) -> None:
    assert paths(HEAD + text) == PARTS + expected.split()


def test_points_of_an_amending_act_belong_to_the_article_after_them() -> None:
    text = (
        "PENJELASAN\nPERUBAHAN ATAS PERATURAN\nI. UMUM\nMaksud.\nII. PASAL DEMI PASAL\nPasal I\nAngka 1\nPasal 5\n"
        "Ayat (1)\nUang.\nAngka 2\nPasal 12A\nCukup jelas. Angka 3 Pasal 30\nCukup jelas.\nPasal II\nCukup jelas."
    )
    root = elucidation_unit(text, 0, len(text))
    units = {"/".join(unit.steps[1:]): text[unit.start : unit.end] for unit in root.children}
    assert list(units) == [*PARTS, "pasal-i", "pasal-5", "pasal-12a", "pasal-30", "pasal-ii"]
    assert units["pasal-5"].startswith("Angka 1\nPasal 5")
    assert units["pasal-12a"].startswith("Angka 2\nPasal 12A")
    assert units["pasal-30"].startswith("Angka 3 Pasal 30")


def test_articles_named_after_the_penjelasan_are_not_explained() -> None:
    body = "".join(f"Pasal {n}\nCukup jelas.\n" for n in range(1, 13))
    found = paths(HEAD + body + "Contoh:\nPasal 128\nSetiap orang wajib.\n")
    assert found[-1] == "pasal-12"


GROUPS = [
    ("Pasal 5 sampai dengan Pasal 8\nCukup jelas.", ("5", "6", "7", "8")),
    ("Pasal 3 dan 4. Cukup jelas.", ("3", "4")),
    ("Pasal 13\ns/d\nPasal 14\n. Cukup jelas.", ("13", "14")),
    ("Pasal 5\nSebagaimana dimaksud dalam Pasal 6 dan Pasal 7.", ()),
]


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_explained_articles(text: str, expected: tuple[str, ...]) -> None:
    assert explained_articles(text) == expected


NOTHING = [
    ("Pasal 5\nCukup jelas.", True),
    ("Ayat (1) Cukup jelas. Ayat (2) Cukup jelas", True),
    ("Pasal 5 sampai dengan Pasal 8\nCukup jelas.", True),
    # pp-72-2019 p. 16 and p. 17
    ("Pasal 9\nCr.rkup jeias.", True),
    ("Ayat (3)\nCukrlp jelas.", True),
    ("Pasal 6\nCukup jelas. Yang dimaksud dengan uang adalah rupiah.", False),
    ("Ayat (1)\nCukup jelas.\nAyat (2)\nLihat penjelasan umum.", False),
]


@pytest.mark.parametrize(("text", "expected"), NOTHING)
def test_nothing_said(text: str, expected: bool) -> None:
    assert is_nothing_said(text) is expected
