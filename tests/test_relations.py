"""What a text does to other rules: whole and partial repeals, amendments, implementing; and what is none of these."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.amendments import read_amendments
from ingest.clean import clean_pages
from ingest.dates import read_dates_of_text
from ingest.pdf import read_pages
from ingest.relations import read_relations
from ingest.statements import find_statements
from ingest.structure import parse_provisions
from ingest.wording import even_text
from kb.citation import find_citations
from kb.types import Line, Page, Provision, Regulation, Relation

FORCE = "Pada saat Peraturan Pemerintah ini mulai berlaku"
PP = "Peraturan Pemerintah Nomor"


def cut(text: str, identifier: str = "pp-9-2020", title: str = "Uji") -> tuple[list[Provision], Regulation]:
    lines = tuple(Line(line, (0, 0, 1, 1)) for line in text.split("\n"))
    kind, number, year = identifier.split("-")
    clean = clean_pages([Page(1, 595, 842, lines)])
    return parse_provisions(clean, identifier), Regulation(identifier, kind, number, int(year), title)


@pytest.mark.parametrize(
    ("noisy", "even"),
    [
        ("Undang- Undang Nomor 5 Tahun 2Ol4", "Undang-Undang Nomor 5 Tahun 2014"),
        ("UndangUndang No. 8 tahun 1974", "Undang-Undang Nomor 8 Tahun 1974"),
        ("Pcraturan Pcmerintah Nomor l1 Tahun 2O 17", "Peraturan Pemerintah Nomor 11 Tahun 2017"),
        ("PERATURANPEMERINTAH NOMOR 3 TAHUN 1990", "Peraturan Pemerintah Nomor 3 Tahun 1990"),
        ("Undang-undang No. 12 Drt tahun 1951", "Undang-Undang Darurat Nomor 12 Tahun 1951"),
        (
            "UU, yaitu Undang-Undang Nomor 5 Prp. Tahun 1960",
            "UU, yaitu Peraturan Pemerintah Pengganti Undang-Undang Nomor 5 Tahun 1960",
        ),
        ("PasaJ 22O dan Pasal l2A", "Pasal 220 dan Pasal 12A"),
        ("Pasal 97B dan Pasal II", "Pasal 97B dan Pasal II"),  # an inserted article, a frame
        ("ayat (21 dan ayat(l)", "ayat (2) dan ayat (1)"),
        ("dinya-\ntakan; masing-\nmasing", "dinyatakan; masing-masing"),
    ],
)
def test_wording_is_made_even(noisy: str, even: str) -> None:
    assert even_text(noisy) == even


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"{FORCE}, {PP} 1 Tahun 2000 tentang A (LN 1) dicabut dan dinyatakan tidak berlaku.", ["-pp-1-2000"]),
        (
            "Dengan berlakunya Undang-undang ini, maka Undang-undang No. 1 tahun 1950 tidak berlaku lagi.",
            ["-uu-1-1950"],
        ),
        # an item with a verb of its own; items that share the last one; the verb first; dotted marks that go astray
        (
            f"{FORCE}: 1. aturan pelaksanaan {PP} 3 Tahun 2003 tetap berlaku sepanjang tidak bertentangan; "
            f"2. {PP} 4 Tahun 2004 dicabut; dan "
            f"3. {PP} 5 Tahun 2005, sepanjang mengatur cuti, dinyatakan tidak berlaku.",
            ["-pp-4-2004", "-pp-5-2005 sepanjang mengatur cuti"],
        ),
        (f"{FORCE}, maka: a. {PP} 1 Tahun 2001; 3. 4. #D {PP} 2 Tahun 2002; dicabut.", ["-pp-1-2001", "-pp-2-2002"]),
        (
            f"{FORCE}, dinyatakan tidak berlaku lagi: a. {PP} 1 Tahun 2001; b. {PP} 2 Tahun 2002.",
            ["-pp-1-2001", "-pp-2-2002"],
        ),
        (
            f"{FORCE}: 1. {PP} 1 Tahun 2001; d. segala aturan yang bertentangan, dinyatakan tidak berlaku.",
            ["-pp-1-2001"],
        ),
        (f"Mencabut {PP} 1 Tahun 2001 tentang A.", ["-pp-1-2001"]),
        # parts
        (
            f"{FORCE}, Pasal 7 dan Pasal 8 ayat (2) {PP} 1 Tahun 2001 dicabut.",
            ["-pp-1-2001 Pasal 7 dan Pasal 8 ayat (2)"],
        ),
        (
            f"{FORCE}, ketentuan mengenai cuti yang diatur dalam {PP} 1 Tahun 2001 dicabut.",
            ["-pp-1-2001 ketentuan mengenai cuti yang diatur"],
        ),
        (
            f"{PP} 1 Tahun 2001 dinyatakan tidak berlaku sepanjang mengatur cuti.",
            ["-pp-1-2001 sepanjang mengatur cuti"],
        ),
        # names inside a title or an amendment clause are not the object
        (
            f"{PP} 1 Tahun 2001 tentang A sebagaimana telah diubah dengan {PP} 2 Tahun 2002 tentang Perubahan atas "
            f"{PP} 1 Tahun 2001 (LN 2), dicabut.",
            ["-pp-1-2001"],
        ),
        (f"{PP} 1 Tahun 2001 tentang Pelaksanaan Undang-Undang Nomor 9 Tahun 1999 dicabut.", ["-pp-1-2001"]),
        (
            f"{FORCE}, {PP} 1 Tahun 2001 tentang A, dan {PP} 2 Tahun 2002 tentang B dicabut.",
            ["-pp-1-2001", "-pp-2-2002"],
        ),
        # not repeals
        (f"{FORCE}, peraturan pelaksanaan {PP} 1 Tahun 2001 tetap berlaku sepanjang tidak bertentangan.", []),
        (f"{FORCE}, semua peraturan pelaksanaan dari {PP} 1 Tahun 2001 dinyatakan tidak berlaku.", []),
        (f"Ketentuan {PP} 1 Tahun 2001 tidak berlaku bagi penyidik.", []),
        (f"Izin menurut {PP} 1 Tahun 2001 dapat dicabut.", []),
        (f"{PP} 1 Tahun 2001 yang telah dicabut dengan {PP} 2 Tahun 2002 menjadi dasar.", []),
        # amendments
        (f"Beberapa ketentuan dalam {PP} 1 Tahun 2001 diubah sebagai berikut:", ["+pp-1-2001 Beberapa ketentuan"]),
        (
            f"Pasal 4 ayat (1) {PP} 1 Tahun 2001 diubah sehingga berbunyi sebagai berikut:",
            ["+pp-1-2001 Pasal 4 ayat (1)"],
        ),
        (
            f"Menurut Undang-Undang Nomor 5 Tahun 2000 tentang B dengan mengubah {PP} 1 Tahun 1999 ia ada.",
            [],
        ),  # a title
    ],
)
def test_statements(sentence: str, expected: list[str]) -> None:
    said = [
        f"{'-' if s.relation == 'mencabut' else '+'}{s.regulation} {s.condition}".strip()
        for s in find_statements(even_text(sentence))
    ]
    assert said == expected


BODY = """PERATURAN PEMERINTAH NOMOR 9 TAHUN 2020
TENTANG
UJI
Menimbang : a. bahwa ada keperluan;
b. bahwa untuk melaksanakan ketentuan Pasal 86 ayat (4) Undang-Undang Nomor 5 Tahun 2014, perlu menetapkan ini;
Mengingat : 1. Peraturan Pemerintah Nomor 7 Tahun 2007 sebagaimana telah diubah dengan
Peraturan Pemerintah Nomor 8 Tahun 2008;
MEMUTUSKAN:
Menetapkan : PERATURAN PEMERINTAH TENTANG UJI.
Pasal 1
Aturan ini mengatur uji.
Pasal 2
Pada saat Peraturan Pemerintah ini mulai berlaku, Peraturan Pemerintah Nomor 53 Tahun 2010 dicabut.
Pasal 3
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.
Ditetapkan di Jakarta
pada tanggal 2 Maret 2020
Diundangkan di Jakarta
pada tanggal 5 Maret 2020
PENJELASAN
ATAS
UMUM
Peraturan Pemerintah Nomor 6 Tahun 2006 dicabut dan dinyatakan tidak berlaku.
LAMPIRAN
Contoh: Pada saat ini mulai berlaku, Undang-Undang Nomor 1 Tahun 2001 dicabut dan dinyatakan tidak berlaku."""


def test_relations_are_read_where_rules_are_made() -> None:
    assert read_relations(*cut(BODY)) == (
        Relation("pp-9-2020", "mencabut", "pp-53-2010", "pasal-2", "", "teks"),
        Relation("pp-9-2020", "melaksanakan", "uu-5-2014", "menimbang/huruf-b", "Pasal 86 ayat (4)", "teks"),
        Relation("pp-8-2008", "mengubah", "pp-7-2007", "", "menurut pp-9-2020/mengingat", "teks"),
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("PERUBAHAN KEDUA ATAS PERATURAN PEMERINTAH NOMOR 7 TAHUN 1977 TENTANG GAJI", ("mengubah", "pp-7-1977")),
        ("PENGUBAHAN PERATURAN PEMERINTAH NOMOR 8 TAHUN 1952", ("mengubah", "pp-8-1952")),
        ("PENETAPAN PERATURAN PEMERINTAH PENGGANTI UNDANG-UNDANG NOMOR 3 TAHUN 2005 TENTANG PERUBAHAN ATAS "
         "UNDANG-UNDANG NOMOR 32 TAHUN 2004 MENJADI UNDANG-UNDANG", ("mengubah", "uu-32-2004")),
        ("PENCABUTAN PERATURAN PEMERINTAH NOMOR 69 TAHUN 1991", ("mencabut", "pp-69-1991")),
        ("PELAKSANAAN UNDANG-UNDANG NOMOR 1 TAHUN 1974 TENTANG PERKAWINAN", ("melaksanakan", "uu-1-1974")),
    ],
)  # fmt: skip
def test_titles(title: str, expected: tuple[str, str]) -> None:
    found = read_relations(*cut("Pasal 1\nIsi.\nPasal 2\nIsi.", "uu-9-2020", title))
    assert [(r.relation, r.object, r.article) for r in found] == [(*expected, "judul")]


def test_a_whole_repeal_outweighs_a_partial_one_and_parts_are_added_up() -> None:
    text = "Pasal 1\n{}\nPasal 2\nPada saat ini berlaku, Pasal 9 Peraturan Pemerintah Nomor 1 Tahun 2001 dicabut."
    parts = "Dengan ini, Pasal 7 Peraturan Pemerintah Nomor 1 Tahun 2001 dicabut."
    assert [r.note for r in read_relations(*cut(text.format(parts)))] == ["Pasal 7; Pasal 9"]
    whole = "Dengan ini, Peraturan Pemerintah Nomor 1 Tahun 2001 dicabut."
    assert [(r.article, r.note) for r in read_relations(*cut(text.format(whole)))] == [("pasal-1", "")]


def test_a_rule_acts_neither_on_itself_nor_on_a_later_or_higher_one() -> None:
    text = f"Pasal 1\n{FORCE}, {PP} 9 Tahun 2020, {PP} 1 Tahun 2021, dan Undang-Undang Nomor 2 Tahun 2002 dicabut."
    assert read_relations(*cut(text)) == ()


AMENDING = """Pasal I
Beberapa ketentuan dalam Peraturan Pemerintah Nomor 1 Tahun 2001 diubah sebagai berikut:
1. Ketentuan Pasal 3 diubah sehingga berbunyi sebagai berikut:
Pasal 3
Isi baru.
2. Di antara Pasal 12 dan Pasal 13 disisipkan 2 (dua) pasal, yakni Pasal 12A dan Pasal 128 sehingga berbunyi
sebagai berikut:
Pasal 12A
Isi sisipan.
3. Ketentuan ayat (2) Pasal 15 diubah.
4. Pasal 19 dihapus.
Pasal II
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan."""


def test_amended_articles_point_to_the_newer_wording() -> None:
    provisions, regulation = cut(AMENDING, title="Perubahan atas Peraturan Pemerintah Nomor 1 Tahun 2001")
    relations = read_relations(provisions, regulation)
    assert [(r.relation, r.object, r.article) for r in relations] == [("mengubah", "pp-1-2001", "pasal-i")]
    found = read_amendments(provisions, regulation, relations)
    assert [
        (a.object.removeprefix("pp-1-2001/"), a.verb, a.subject.removeprefix("pp-9-2020/").split("/")[0]) for a in found
    ] == [
        ("pasal-3", "diubah", "pasal-3"),
        ("pasal-12a", "disisipkan", "pasal-12a"),
        ("pasal-12b", "disisipkan", "pasal-i"),  # "128": its place asks for the letter; the new article is not cut out
        ("pasal-15/ayat-2", "diubah", "pasal-i"),
        ("pasal-19", "dihapus", "pasal-i"),
    ]
    assert all(a.via.startswith("pp-9-2020/pasal-i") for a in found)


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ("1. Mengubah ketentuan ayat (2) Pasal 5 sehingga berbunyi sebagai berikut:", ["pasal-5/ayat-2 diubah"]),
        ("2. Menghapus ketentuan Pasal 11.", ["pasal-11 dihapus"]),
        ("3. Ketentuan Pasal 5 dan Pasal 6 menjadi berbunyi sebagai berikut:", ["pasal-5 diubah", "pasal-6 diubah"]),
        ("4. Di antara ayat (1) dan (2) Pasal 64 disisipkan ayat baru ayat (1a):", ["pasal-64/ayat-1a disisipkan"]),
        ("5. Penjelasan Pasal 95 diubah sebagaimana tercantum dalam penjelasan.", ["penjelasan/pasal-95 diubah"]),
        ("6. Sesudah Pasal 16 ditambah satu pasal baru, yakni Pasal 16A.", ["pasal-16a disisipkan"]),
        ("7. Mengubah Lampiran II Peraturan Pemerintah Nomor 1 Tahun 2001 begini.", ["lampiran-2 diubah"]),
        ("8. Ketentuan sebagaimana dimaksud dalam Pasal 5 dapat diubah dengan Peraturan Menteri.", []),
    ],
)  # fmt: skip
def test_instructions(instruction: str, expected: list[str]) -> None:
    frame = "Peraturan Pemerintah Nomor 1 Tahun 2001 diubah sebagai berikut:"
    text = f"Pasal I\n{frame}\n{instruction}\nPasal II\nMulai berlaku."
    provisions, regulation = cut(text, title="Perubahan atas Peraturan Pemerintah Nomor 1 Tahun 2001")
    found = read_amendments(provisions, regulation, read_relations(provisions, regulation))
    assert [f"{a.object.removeprefix('pp-1-2001/')} {a.verb}" for a in found] == expected


def test_an_act_that_amends_nothing_has_no_amendments() -> None:
    provisions, regulation = cut(BODY)
    assert read_amendments(provisions, regulation, read_relations(provisions, regulation)) == ()


CLOSING = "Ditetapkan di Jakarta pada tanggal 31 Agustus 2O21 Diundangkan di Jakarta pada tanggal 3 1 Agustus 2O2l"


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("ini mulai berlaku pada tanggal diundangkan.", date(2021, 8, 31)),
        ("ini mulai berlaku pada tanggal 1 Januari 2022.", date(2022, 1, 1)),
        ("ini mulai berlaku setelah 6 (enam) bulan terhitung sejak tanggal diundangkan.", date(2022, 2, 28)),
        ("ini mulai berlaku 30 (tiga puluh) hari setelah diundangkan.", date(2021, 9, 30)),
        ("ini mulai berlaku pada tanggal diundangkan dan berlaku surut sejak tanggal 1 April 2021.", date(2021, 4, 1)),
        ("ini mulai berlaku pada tanggal yang ditetapkan lain.", None),
        ("ini mulai berlaku pada tanggal 1 Januari 2022. Pasal 9 ini mulai berlaku pada tanggal 1 Mei 2022.", None),
        ("ini tidak menyebut apa-apa.", None),
    ],
)
def test_dates(said: str, begins: date | None) -> None:
    read = read_dates_of_text(f"Peraturan Pemerintah {said} {CLOSING}", 2021)
    assert (read.enacted, read.promulgated, read.in_force_from) == (date(2021, 8, 31), date(2021, 8, 31), begins)


def test_dates_that_do_not_fit_the_year_are_not_certain() -> None:
    read = read_dates_of_text(f"Peraturan ini mulai berlaku pada tanggal diundangkan. {CLOSING}", 2019)
    assert (read.enacted, read.promulgated, read.in_force_from) == (None, None, None)


def test_stated_partial_repeal_of_a_real_regulation(shared_data) -> None:  # type: ignore[no-untyped-def]
    clean = clean_pages(read_pages(shared_data / "pdf" / "typeset" / "pp-94-2021.pdf"))
    regulation = Regulation("pp-94-2021", "pp", "94", 2021, "Disiplin Pegawai Negeri Sipil")
    found = {
        (r.relation, r.object): (r.article, bool(r.note))
        for r in read_relations(parse_provisions(clean, regulation.id), regulation)
        if r.subject == regulation.id
    }
    assert found == {
        ("mencabut", "pp-6-1974"): ("pasal-45", False),
        ("mencabut", "pp-53-2010"): ("pasal-45", True),
        ("melaksanakan", "uu-5-2014"): ("menimbang", True),
    }


def test_examples_in_annexes_are_no_repeals(shared_data) -> None:  # type: ignore[no-untyped-def]
    clean = clean_pages(read_pages(shared_data / "pdf" / "typeset" / "uu-12-2011.pdf"))
    regulation = Regulation("uu-12-2011", "uu", "12", 2011, "Pembentukan Peraturan Perundang-undangan")
    found = [
        r for r in read_relations(parse_provisions(clean, regulation.id), regulation) if r.subject == regulation.id
    ]
    assert [(r.relation, r.object, r.article) for r in found] == [("mencabut", "uu-10-2004", "pasal-102")]


WORDS = st.sampled_from(
    f"{PP}|Undang-Undang Nomor|5 Tahun 2014|Pasal I|Pasal 3|\nPasal 4\n|ayat (2)|dicabut|dinyatakan tidak berlaku|"
    "diubah|disisipkan|sebagaimana telah|dengan|dan|; |. |: |1. |a. |tentang|Menimbang :|MEMUTUSKAN:|yakni|"
    "Di antara|sepanjang|(|)|\n".split("|")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS | st.text(max_size=8), max_size=40).map(" ".join))
def test_any_text_gives_only_what_it_cites(text: str) -> None:
    provisions, regulation = cut(f"Pasal 1\n{text}", title=text[:60])
    relations = read_relations(provisions, regulation)
    cited = {f.citation.regulation for f in find_citations(even_text(f"{text[:60]}\n{text}"))}
    cited |= {f.citation.regulation for p in provisions for f in find_citations(even_text(p.text))}
    assert {r.object for r in relations} <= cited
    read_amendments(provisions, regulation, relations)
    read_dates_of_text(text, 2020)
