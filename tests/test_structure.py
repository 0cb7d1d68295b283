"""Cutting cleaned text into provisions: nothing dropped, headings told from references."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import CleanText, clean_pages, place_lines
from ingest.pdf import read_pages
from ingest.structure import parse_provisions
from kb.types import Line, Page


def clean_text(text: str) -> CleanText:
    return place_lines((1, Line(line, (0, 0, 1, 1))) for line in text.split("\n"))


def outline(text: str) -> list[str]:
    return [p.path.removeprefix("pp-1-2020/") for p in parse_provisions(clean_text(text), "pp-1-2020")]


HEAD = (
    "PERATURAN PEMERINTAH\nNOMOR 1 TAHUN 2020\nTENTANG\nUJI\nMenimbang : a. bahwa satu;\nb. bahwa dua;\nMEMUTUSKAN:\n"
)

CASES = [
    # ayat with huruf and angka below
    (
        "Pasal 1\n(1) Ini:\na. satu; dan\nb. dua:\n1. x;\n2. y.\n(2) Itu.\nPasal 2\nSelesai.",
        "pasal-1 pasal-1/ayat-1 pasal-1/ayat-1/huruf-a pasal-1/ayat-1/huruf-b pasal-1/ayat-1/huruf-b/angka-1 "
        "pasal-1/ayat-1/huruf-b/angka-2 pasal-1/ayat-2 pasal-2",
    ),
    # a reference wrapped to the line's start is no marker
    (
        "Pasal 1\n(1) Satu.\n(2) Sebagaimana dimaksud pada ayat\n(1) dan lagi.\n(3) Tiga.",
        "pasal-1 pasal-1/ayat-1 pasal-1/ayat-2 pasal-1/ayat-3",
    ),
    # a wrapped reference to an article is no heading
    (
        "Pasal 1\nSatu.\nPasal 2\nSebagaimana dimaksud dalam\nPasal 1 berlaku juga.\nPasal 3\nTiga.",
        "pasal-1 pasal-2 pasal-3",
    ),
    # recognition: "2T" for 27 only where the chain asks for it, here l for 1
    ("Pasal l\nSatu.\nPasal 2\nDua.", "pasal-1 pasal-2"),
    # inserted article, headings
    (
        "BAB I\nUMUM\nPasal 12\nSatu.\nPasal 12A\nDua.\nBAB II\nLAIN\nPasal 13\nTiga.",
        "bab-i pasal-12 pasal-12a bab-ii pasal-13",
    ),
]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_body(body: str, expected: str) -> None:
    head = ["judul", "menimbang", "menimbang/huruf-a", "menimbang/huruf-b", "memutuskan"]
    assert outline(HEAD + body) == head + expected.split()


def test_elucidation_and_closing_stay_out_of_articles() -> None:
    text = HEAD + (
        "Pasal 1\nSatu.\nPasal 2\nDua.\nAgar setiap orang mengetahuinya.\nDitetapkan di Jakarta\n"
        "PENJELASAN\nATAS\nPERATURAN\nI. UMUM\nMaksud.\nII. PASAL DEMI PASAL\n"
        "Pasal 1\nAyat (1)\nCukup jelas.\nPasal 2\nCukup jelas."
    )
    paths = outline(text)
    assert paths[-7:] == [
        "penutup",
        "penjelasan",
        "penjelasan/umum",
        "penjelasan/pasal-demi-pasal",
        "penjelasan/pasal-1",
        "penjelasan/pasal-1/ayat-1",
        "penjelasan/pasal-2",
    ]


PIECES = st.sampled_from(
    [
        "Pasal 1",
        "Pasal 2",
        "Pasal 3",
        "BAB I",
        "BAB II",
        "(1) satu",
        "(2) dua",
        "a. satu",
        "b. dua",
        "1. x",
        "PENJELASAN",
    ]
    + [
        "ATAS",
        "I. UMUM",
        "II. PASAL DEMI PASAL",
        "Cukup jelas.",
        "LAMPIRAN I",
        "LAMPIRAN",
        "Menimbang : a. b",
        "MEMUTUSKAN:",
    ]
    + [
        "Mengingat : 1. x",
        "Ditetapkan di Jakarta",
        "Pasal I",
        "Pasal II",
        "Ayat (1)",
        "Huruf a",
        "kata biasa",
        "",
        "  ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_own_words_joined_are_the_text(pieces: list[str]) -> None:
    clean = clean_text("\n".join(pieces))
    provisions = parse_provisions(clean, "pp-1-2020")
    assert "".join(clean.text[p.start : p.own_end] for p in provisions) == clean.text
    assert len({p.path for p in provisions}) == len(provisions)


def test_articles_of_typeset_regulations_match_their_truth(shared_data) -> None:
    for name in ("pp-94-2021", "pp-42-2004", "uu-5-2014"):
        clean = clean_pages(read_pages(shared_data / "pdf" / "typeset" / f"{name}.pdf"))
        provisions = parse_provisions(clean, name)
        truth = json.loads((shared_data / "truth" / f"{name}.truth.json").read_text())
        expected = {
            u["path"][4:].lower() for u in truth["units"] if u["kind"] == "pasal" and u["path"].startswith("isi/")
        }
        found = {p.path.split("/", 1)[1] for p in provisions if p.kind == "pasal" and "penjelasan" not in p.path}
        assert found == expected, name
        assert "".join(clean.text[p.start : p.own_end] for p in provisions) == clean.text


def page(number: int, *lines: str) -> Page:
    return Page(number, 600, 900, tuple(Line(t, (0, 900 - 20 * n, 100, 912 - 20 * n)) for n, t in enumerate(lines)))


def test_paper_is_dropped_and_named_body_is_kept() -> None:
    clean = clean_pages(
        [
            page(1, "PRESIDEN", "REPUBLIK INDONESIA", "Pasal 1", "Satu dua.", "5. Masuk . . .", "SK No 1234 A"),
            page(2, "PRESIDEN", "REPUBLIK INDONESIA", "- 2 -", "5. Masuk Kerja adalah hadir.", "Lalu . . ."),
            page(3, "bukan sambungan"),
        ]
    )
    assert clean.text == "Pasal 1\nSatu dua.\n5. Masuk Kerja adalah hadir.\nLalu . . .\nbukan sambungan"
    assert (1, "kata penyambung", "5. Masuk . . .") in clean.dropped
    assert {rule for _, rule, _ in clean.dropped} >= {"nomor halaman", "kaki SK", "kepala surat", "kata penyambung"}
    start = clean.text.index("5. Masuk")
    assert clean.pages_between(start, start + 5) == (2,)
