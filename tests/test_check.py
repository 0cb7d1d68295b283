"""Each citation gets its verdict: does it exist, is it in force, does it say what is quoted; and exact spans."""

from datetime import date

import pytest
from small_laws import DRAFT

from ingest.draft import parse_draft
from kb.check import CitationCheck, check_citations
from kb.search import Library

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors


def check(library: Library, text: str, as_of: date | None = None) -> list[CitationCheck]:
    checks = check_citations(library, parse_draft(text), as_of)
    assert all(text[c.start : c.end] == c.words for c in checks)
    return checks


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Menurut Pasal 2 ayat (1) UU 7/2018, surat dijawab.", ["ada"]),
        ("UU 7/2018 Ps. 2", ["ada"]),
        ("Pasal 2 ayat (2) huruf a dan huruf b UU 7/2018", ["ada", "ada"]),
        ("Pasal 2 sampai dengan Pasal 4 Undang-Undang Nomor 7 Tahun 2018", ["ada", "diubah", "ada"]),
        ("Pasal 9 UU 7/2018", ["tidak ada pasal itu"]),
        ("Pasal 2 ayat (7) UU 7/2018", ["tidak ada ayat itu"]),
        ("Pasal 2 ayat (2) huruf d UU 7/2018", ["tidak ada ayat itu"]),
        ("Pasal 4 ayat (1) UU 7/2018", ["tidak ada ayat itu"]),  # an article without ayat
        ("Pasal 3 UU 7/2018", ["diubah"]),
        ("Pasal 3A UU 7/2018", ["diubah"]),  # only the amending act has it
        ("Pasal 3 Undang-Undang Nomor 7 Tahun 2018 sebagaimana diubah dengan UU 9/2020", ["ada", "ada"]),
        ("UU 9/2020 tentang Perubahan atas UU 7/2018", ["ada", "ada"]),  # named in the title of its amendment
        ("UU 7/2018 saja", ["diubah"]),
        ("Pasal 2 PP 3/2010", ["dicabut"]),
        ("Pasal 2 PP 88/2011", ["tidak ada di koleksi"]),
        ("Pasal 2 ayat (1) UU Loket", ["ada"]),  # named without a number
        ("Pasal 2 UU Pasar", ["tidak dapat diperiksa"]),
        ("Lihat Pasal 2.", ["tidak dapat diperiksa"]),  # of what?
        ("Pasal 2 ayat (1) UU 7/2018 mengatur batas; ayat (3) dan Pasal ini tidak.", ["ada", "ada", "ada"]),
    ],
)
def test_verdicts(loket: Library, text: str, verdicts: list[str]) -> None:
    assert [c.verdict for c in check(loket, text)] == verdicts


def test_a_relative_reference_in_a_letter_is_of_the_article_named_last(loket: Library) -> None:
    checks = check(loket, "Pasal 2 ayat (1) UU 7/2018 mengatur batas; ayat (3) tidak.\n\nLalu ayat (2) lain.")
    assert [c.citation.path for c in checks][:2] == ["uu-7-2018/pasal-2/ayat-1", "uu-7-2018/pasal-2/ayat-3"]
    assert checks[2].verdict == "tidak dapat diperiksa"  # another paragraph


def test_newer_wording_is_named(loket: Library) -> None:
    (found,) = check(loket, "Pasal 3 UU 7/2018")
    assert found.newer == ("uu-9-2020/pasal-3",)
    (inserted,) = check(loket, "Pasal 3A UU 7/2018")
    assert inserted.newer == ("uu-9-2020/pasal-3a",)


def test_the_law_of_another_day(loket: Library) -> None:
    assert [c.verdict for c in check(loket, "Pasal 3 UU 7/2018; PP 3/2010", date(2019, 1, 1))] == ["ada", "ada"]
    assert [c.verdict for c in check(loket, "PP 3/2010", date(2019, 7, 1))] == ["dicabut"]


def test_details_say_what_is_there_instead(loket: Library) -> None:
    (found,) = check(loket, "Pasal 2 ayat (7) UU 7/2018")
    assert found.detail == "Pasal 2 hanya memuat ayat (1), (2), (3)"
    (lone,) = check(loket, "Pasal 2 huruf b UU 7/2018")
    assert lone.detail.endswith("huruf b ada pada UU Nomor 7 Tahun 2018 Pasal 2 ayat (2) huruf b")


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Pasal 2 ayat (3) UU 7/2018 berbunyi: “Juru Loket mengosongkan Kotak Saran setiap pekan.”", []),
        ("Pasal 2 ayat (3) UU 7/2018 berbunyi “juru loket ... kotak saran setiap pekan”.", []),
        (
            "Pasal 2 ayat (3) UU 7/2018 berbunyi “Juru Loket mengosongkan Kotak Saran setiap bulan”.",
            [("bulan”.", "pekan.")],
        ),
        ("“Juru Loket mengunci Kotak Saran setiap pekan” (Pasal 2 ayat (3) UU 7/2018)", [("mengunci", "mengosongkan")]),
        ("Pasal 2 ayat (3) UU 7/2018 diubah sehingga berbunyi “Juru Loket mengunci Kotak Saran”.", []),
    ],
)
def test_quotations(loket: Library, text: str, changes: list[tuple[str, str]]) -> None:
    (found,) = check(loket, text)
    assert found.verdict == ("kutipan berbeda" if changes else "ada")
    assert [(c.quoted.rstrip("”."), c.printed.rstrip(".")) for c in found.changes] == [
        (a.rstrip("”."), b.rstrip(".")) for a, b in changes
    ]


def test_words_that_another_provision_says(loket: Library) -> None:
    (found,) = check(loket, "Pasal 2 ayat (1) UU 7/2018 berbunyi “mengosongkan Kotak Saran setiap pekan sekali”.")
    assert found.verdict == "kutipan berbeda"
    (moved,) = check(loket, "Pasal 2 ayat (1) UU 7/2018 berbunyi “Juru Loket mengosongkan Kotak Saran setiap pekan”.")
    assert moved.detail.startswith("kutipan itu bunyi UU Nomor 7 Tahun 2018 Pasal 2 ayat (3)")


def test_references_of_a_draft_are_its_own(loket: Library) -> None:
    checks = check(loket, DRAFT)
    assert {c.verdict for c in checks} == {"ada"}
    own = {c.words: c.citation.path.split("/", 1)[-1] for c in checks if c.own}
    assert own["Pasal 2 ayat (2) huruf a"] == "pasal-2/ayat-2/huruf-a"
    assert own["ayat (1)"] == "pasal-2/ayat-1"
    assert own["huruf a"] == "menimbang/huruf-a"
    assert own["Peraturan Bupati ini"] == checks[-1].citation.path  # the draft itself
    broken = check(loket, DRAFT.replace("dalam Pasal 2 ayat (2) huruf a", "dalam Pasal 2 ayat (2) huruf f"))
    assert [c.verdict for c in broken if c.verdict != "ada"] == ["tidak ada ayat itu"]


def test_a_letter_that_speaks_of_articles_has_none_of_its_own(loket: Library) -> None:
    text = "Peraturan Pemerintah Nomor 3 Tahun 2010\nPasal 1 PP 3/2010 dan ayat (1) dibaca bersama.\n\nPasal 2 juga."
    assert [c.verdict for c in check(loket, text)] == [
        "dicabut",
        "dicabut",
        "tidak ada ayat itu",
        "tidak dapat diperiksa",
    ]


def test_page_and_line(loket: Library) -> None:
    checks = check(loket, "Satu.\n\nPasal 2 UU 7/2018\n\fPasal 4 UU 7/2018")
    assert [(c.page, c.line) for c in checks] == [(1, 3), (2, 4)]


def test_an_article_the_file_lacks_is_never_called_absent(loket: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(loket), "unreadable", lambda self, regulation: ["9"])
    (found,) = check(loket, "Pasal 9 UU 7/2018")
    assert found.verdict == "tidak dapat diperiksa"
    assert "tidak terbaca" in found.detail
