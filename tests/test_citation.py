"""Paths and labels say the same thing; citations are found in the forms people type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.citation import (
    KINDS,
    LOCAL,
    Citation,
    find_citations,
    kind_label,
    kind_of,
    parse_label,
    parse_path,
    regulation_id,
    regulation_label,
    slugify,
)
from kb.types import CitationError


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("pp-94-2021", "PP Nomor 94 Tahun 2021"),
        (
            "pp-94-2021/pasal-11/ayat-2/huruf-d/angka-3",
            "PP Nomor 94 Tahun 2021 Pasal 11 ayat (2) huruf d angka 3",
        ),
        ("uu-20-2001/pasal-12b", "UU Nomor 20 Tahun 2001 Pasal 12B"),
        ("uu-43-1999/pasal-i/angka-4", "UU Nomor 43 Tahun 1999 Pasal I angka 4"),
        ("pp-94-2021/penjelasan/pasal-11/ayat-2", "PP Nomor 94 Tahun 2021 Penjelasan Pasal 11 ayat (2)"),
        ("pp-94-2021/penjelasan/umum", "PP Nomor 94 Tahun 2021 Penjelasan Umum"),
        ("uu-5-2014/menimbang/huruf-a", "UU Nomor 5 Tahun 2014 Menimbang huruf a"),
        ("pp-11-2017/lampiran-4", "PP Nomor 11 Tahun 2017 Lampiran IV"),
        ("pp-11-2017/pasal-3#2", "PP Nomor 11 Tahun 2017 Pasal 3 (bagian 2)"),
        ("uu-5-2014/bab-ix/bagian-kesatu/paragraf-2", "UU Nomor 5 Tahun 2014 BAB IX Bagian Kesatu Paragraf 2"),
        ("perbup-12-2024-sleman/pasal-3", "Perbup Sleman Nomor 12 Tahun 2024 Pasal 3"),
        ("keppres-68-1995/diktum-kesatu", "Keppres Nomor 68 Tahun 1995 diktum KESATU"),
        ("se-bkn-16-2023/romawi-ii/angka-3", "SE Kepala BKN Nomor 16 Tahun 2023 romawi II angka 3"),
        ("panduan-etik-asn/langkah-4", "Panduan etik asn langkah 4"),
        ("panduan-cuti-pns/lampiran-1", "Panduan cuti pns Lampiran I"),
        ("uu-31-1999/pasal-12b/ayat-1a", "UU Nomor 31 Tahun 1999 Pasal 12B ayat (1a)"),
        ("uu-43-1999/pasal-i/angka-3/pasal-12a", "UU Nomor 43 Tahun 1999 Pasal I angka 3 Pasal 12A"),  # amending acts
        ("pp-94-2021/penutup", "PP Nomor 94 Tahun 2021 Penutup"),
        (
            "pp-11-2017/bab-iv/bagian-kedua-puluh-satu/paragraf-1",
            "PP Nomor 11 Tahun 2017 BAB IV Bagian Kedua Puluh Satu Paragraf 1",
        ),
        ("kepbup-12-2024-sleman/diktum-kedua-belas", "Kepbup Sleman Nomor 12 Tahun 2024 diktum KEDUA BELAS"),
        ("se-sekda-sleman-4-2022/angka-1", "SE Sekda Sleman Nomor 4 Tahun 2022 angka 1"),
        ("perka-lkpp-3-2020/pasal-2", "Peraturan Kepala LKPP Nomor 3 Tahun 2020 Pasal 2"),
        ("permen-kelautan-dan-perikanan-9-2021", "Peraturan Menteri Kelautan dan Perikanan Nomor 9 Tahun 2021"),
        ("permenpora-2-2019/pasal-8", "Permenpora Nomor 2 Tahun 2019 Pasal 8"),
        ("uud-1945/pasal-28d/ayat-3", "UUD 1945 Pasal 28D ayat (3)"),
        (
            "se-bkn-16-2023/angka-5/huruf-b/angka-1/huruf-a-ke-2",
            "SE Kepala BKN Nomor 16 Tahun 2023 angka 5 huruf b angka 1 huruf a (ke-2)",
        ),
        (
            "pp-60-2008/lampiran-1/bagian-ii/bagian-a/angka-2-1",
            "PP Nomor 60 Tahun 2008 Lampiran I Bagian II Bagian A angka 2.1",
        ),
        (
            "perbapeten-10-2011/lampiran-1/bab-4/bagian-a-1",
            "PerBapeten Nomor 10 Tahun 2011 Lampiran I BAB 4 Bagian A.1",
        ),
        (
            "pergub-1-2021-bali-lampiran-1/tabel-1/baris-17",
            "Berkas Lampiran I Pergub Bali Nomor 1 Tahun 2021 Tabel 1 baris 17",
        ),
        ("pergub-1-2021-bali/lampiran-1/pasal-3/ayat-1", "Pergub Bali Nomor 1 Tahun 2021 Lampiran I Pasal 3 ayat (1)"),
        (
            "kepmenkumham-m-hh-04-ku-03-03-2017/diktum-pertama",
            "Kepmenkumham Nomor M.HH.04.KU.03.03 Tahun 2017 diktum PERTAMA",
        ),
        ("sop-kode-etik/langkah-4", "SOP kode etik langkah 4"),
        ("sop-pengelolaan-umum/sop-2/isian-dasar-hukum", 'SOP pengelolaan umum SOP 2 isian "dasar hukum"'),
        (
            "panduan-umum-cuti/subjudul-kata-pengantar/lanjutan-1",
            'Panduan umum cuti subjudul "kata pengantar" lanjutan 1',
        ),
        ("dokumen-7-2020/langkah-4", "Dokumen Nomor 7 Tahun 2020 langkah 4"),  # a kind that was not recognised
    ],
)
def test_path_and_label_say_the_same(path: str, label: str) -> None:
    assert parse_path(path).path == path
    assert parse_path(path).label == label
    assert parse_label(label).path == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("pasal 5 ayat 2 uu 5/2014", "uu-5-2014/pasal-5/ayat-2"),
        ("Undang-Undang Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara Pasal 4", "uu-5-2014/pasal-4"),
        ("Peraturan Pemerintah Republik Indonesia Nomor 94 Tahun 2021 tentang Disiplin", "pp-94-2021"),
        ("pp94/2021 psl 3 hrf b", "pp-94-2021/pasal-3/huruf-b"),
        ("Pasal 11\nayat (2)huruf d  PP No. 94 Tahun 2021", "pp-94-2021/pasal-11/ayat-2/huruf-d"),
        ("huruf d ayat (2) Pasal 11 PP 94/2021", "pp-94-2021/pasal-11/ayat-2/huruf-d"),  # inside out
        ("Penjelasan Pasal 11 PP 94/2021", "pp-94-2021/penjelasan/pasal-11"),
    ],
)
def test_other_complete_forms_are_read(text: str, path: str) -> None:
    assert parse_label(text).path == path


@pytest.mark.parametrize("text", ["", "halo", "Pasal 5", "UU ASN", "pasal", "PP Nomor 94 Tahun 2021 dan lain-lain"])
def test_texts_that_are_no_label(text: str) -> None:
    with pytest.raises(CitationError, match="bukan rujukan"):
        parse_label(text)


@pytest.mark.parametrize(
    "path",
    ["", "PP-94-2021", "pp-94-2021/", "pp-94-2021/pasal-", "pp-94-2021/halaman-3", "pp-94-2021#0", "pp-94-2021#²"],
)
def test_texts_that_are_no_path(path: str) -> None:
    with pytest.raises(CitationError, match="bukan jalur"):
        parse_path(path)


@pytest.mark.parametrize(
    ("path", "part", "article"),
    [
        ("pp-94-2021", "batang_tubuh", "pp-94-2021"),
        ("pp-94-2021/pasal-11/ayat-2#3", "batang_tubuh", "pp-94-2021/pasal-11"),
        ("pp-94-2021/penjelasan/pasal-11/ayat-2", "penjelasan", "pp-94-2021/pasal-11"),
        ("pp-94-2021/penjelasan/umum", "penjelasan", "pp-94-2021/penjelasan"),
        ("pp-94-2021/mengingat/angka-1", "mengingat", "pp-94-2021/mengingat"),
        ("pp-11-2017/lampiran-1", "lampiran", "pp-11-2017/lampiran-1"),
        ("pp-11-2017/lampiran-1/pasal-3/ayat-1", "lampiran", "pp-11-2017/lampiran-1/pasal-3"),  # an annexed code
    ],
)
def test_part_and_article(path: str, part: str, article: str) -> None:
    citation = parse_path(path)
    assert (citation.part, citation.article) == (part, article)
    assert citation.value("huruf") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("isi pasal 5 ayat 2 uu 5/2014", [("pasal 5 ayat 2 uu 5/2014", "uu-5-2014/pasal-5/ayat-2")]),
        ("bunyi pasal 9 pp 42 tahun 2004", [("pasal 9 pp 42 tahun 2004", "pp-42-2004/pasal-9")]),
        (
            "PP 94/2021 Ps. 11 ay (2) hrf d",
            [("PP 94/2021 Ps. 11 ay (2) hrf d", "pp-94-2021/pasal-11/ayat-2/huruf-d")],
        ),
        (
            "Undang-Undang Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara Pasal 4",
            [("Pasal 4", "uu-5-2014/pasal-4")],
        ),
        ("pp 24 tahun 1976 pasal 23", [("pp 24 tahun 1976 pasal 23", "pp-24-1976/pasal-23")]),
        ("pasal 213 ayat 2 uu 23 tahun 2014", [("pasal 213 ayat 2 uu 23 tahun 2014", "uu-23-2014/pasal-213/ayat-2")]),
        ("min, pp94/2021 psl 3 apa ya", [("pp94/2021 psl 3", "pp-94-2021/pasal-3")]),
        (
            "Pasal 5 PP Nomor 94 Tahun 2021 dan Pasal 7 UU 5/2014",
            [("Pasal 5 PP Nomor 94 Tahun 2021", "pp-94-2021/pasal-5"), ("Pasal 7 UU 5/2014", "uu-5-2014/pasal-7")],
        ),
        (
            "pasal 3 dan pasal 4 pp 94/2021",
            [("pasal 3", "pp-94-2021/pasal-3"), ("pasal 4 pp 94/2021", "pp-94-2021/pasal-4")],
        ),
        ("penjelasan pasal 7 uu 30/2014", [("penjelasan pasal 7 uu 30/2014", "uu-30-2014/penjelasan/pasal-7")]),
        ("Perppu No. 1 Tahun 2014", [("Perppu No. 1 Tahun 2014", "perppu-1-2014")]),
        ("jelaskan Pasal 87 ayat (4) huruf b UU ASN", [("Pasal 87 ayat (4) huruf b", "/pasal-87/ayat-4/huruf-b")]),
        ("Pasal 5. PP 94/2021 mengatur", [("Pasal 5", "/pasal-5"), ("PP 94/2021", "pp-94-2021")]),
        ("pasal 4 ayat 2 dan lagi", [("pasal 4 ayat 2", "/pasal-4/ayat-2")]),
        ("(lihat Pasal 5 huruf b)", [("Pasal 5 huruf b", "/pasal-5/huruf-b")]),  # the bracket is the sentence's
        ("(lihat Pasal 1 angka 12)", [("Pasal 1 angka 12", "/pasal-1/angka-12")]),
        ("Pasal 5 huruf (b) angka (2)", [("Pasal 5 huruf (b) angka (2)", "/pasal-5/huruf-b/angka-2")]),
        ("Pasal 2\nb) bukan 2b", [("Pasal 2", "/pasal-2")]),  # a list begins below a heading
        ("Pasal 2\nayat (1)", [("Pasal 2\nayat (1)", "/pasal-2/ayat-1")]),
        ("pasal 3 ayat 123", [("pasal 3", "/pasal-3")]),  # never a number cut short
        ("sanksi tahun 2021 apa saja? pasalnya?", []),
        ("angka 5 huruf a SE BKN 16/2023", [("angka 5 huruf a SE BKN 16/2023", "se-bkn-16-2023/angka-5/huruf-a")]),
        ("SE BKN 16/2023 angka 5, lalu", [("SE BKN 16/2023 angka 5", "se-bkn-16-2023/angka-5")]),
        (
            "Keputusan Menteri Hukum dan HAM Nomor M.HH-04.KU.03.03 Tahun 2017 diktum KEDUA",
            [
                (
                    "Keputusan Menteri Hukum dan HAM Nomor M.HH-04.KU.03.03 Tahun 2017 diktum KEDUA",
                    "kepmenkumham-m-hh-04-ku-03-03-2017/diktum-kedua",
                )
            ],
        ),
        (
            "Lampiran I Tabel 1 baris 3 Pergub Bali 1/2021",
            [("Lampiran I Tabel 1 baris 3 Pergub Bali 1/2021", "pergub-1-2021-bali/lampiran-1/tabel-1/baris-3")],
        ),
        ("(lihat Pasal 12A)", [("Pasal 12A", "/pasal-12a")]),
    ],
)
def test_citations_are_found_in_running_text(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[f.start : f.end], f.citation.path) for f in find_citations(text)] == found


def test_regulation_names() -> None:
    assert regulation_id("se-bkn", "08", 2021) == "se-bkn-8-2021"  # a leading zero is the same number
    assert regulation_id("perbup", "12", 2024, "Kulon Progo") == "perbup-12-2024-kulon-progo"
    assert regulation_label("perbup-12-2024-kulon-progo") == "Perbup Kulon Progo Nomor 12 Tahun 2024"
    assert slugify("Panduan Etik: ASN (2024)") == "panduan-etik-asn-2024"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Peraturan Pemerintah", "pp"),
        ("Peraturan Pemerintah Pengganti Undang-Undang", "perppu"),
        ("PERATURAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI REPUBLIK INDONESIA", "permenpanrb"),
        ("Permen PAN-RB", "permenpanrb"),
        ("PMK", "permenkeu"),
        ("Peraturan Kepala Badan Kepegawaian Negara", "perbkn"),
        ("Perka BKN", "perbkn"),  # the old name
        ("Surat Edaran Kepala BKN", "se-bkn"),
        ("Peraturan Kepala Perpustakaan Nasional", "perka-perpustakaan-nasional"),
        ("Surat Edaran Bupati Sleman", "se-bupati-sleman"),
        ("Permendikbudristek", "permendikbudristek"),
    ],
)
def test_kind_of_a_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind
    assert kind_of(kind_label(kind)) == kind


def test_kind_of_no_name() -> None:
    with pytest.raises(CitationError):
        kind_of("Berita Acara")


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "panduan"])
def test_every_kind_is_read_in_each_of_its_names(kind: str) -> None:
    short, names = KINDS[kind]
    for name in (short, *names, *(n.upper() for n in names)):
        assert parse_label(f"{name} Nomor 7 Tahun 2022").path == f"{kind}-7-2022", name


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("pasal 28 uu 8 tahun 1974 bunyinya apa", "uu-8-1974/pasal-28"),
        ("uu no 25 thn 2009 psl 34 huruf e", "uu-25-2009/pasal-34/huruf-e"),
        ("pp11/2017 pasal311", "pp-11-2017/pasal-311"),
        ("PP 94/21 pasal 3; uu 8/74", "pp-94-2021/pasal-3 uu-8-1974"),  # two-digit years, written with a slash
        ("UU ASN Nomor 5 Tahun 2014 pasal 3", "uu-5-2014/pasal-3"),
        ("pp disiplin pns 94/2021", "pp-94-2021"),
        ("perbup sleman 12/2024 pasal 3", "perbup-12-2024-sleman/pasal-3"),
        ("Perbup Kabupaten Gunung Kidul No. 12 Tahun 2024", "perbup-12-2024-gunung-kidul"),
        ("PMK Nomor 113/PMK.05/2012", "permenkeu-113-2012"),
        (
            "Peraturan Kepala Perpustakaan Nasional Republik Indonesia Nomor 9 Tahun 2019",
            "perka-perpustakaan-nasional-9-2019",
        ),
        ("Pasal 5 ayat (2) Undang-Undang Dasar Negara Republik Indonesia Tahun 1945", "uud-1945/pasal-5/ayat-2"),
        ("Pasal 11 (2) PP 94/2021", "pp-94-2021/pasal-11/ayat-2"),
        ("penjelasan atas pasal 3 pp 94/2021", "pp-94-2021/penjelasan/pasal-3"),
        ("lampiran II Perpres 87/2014", "perpres-87-2014/lampiran-2"),
        ("UU No. 5 Tahun 2014 dan PP No. 11 Tahun 2017", "uu-5-2014 pp-11-2017"),
        # articles without a regulation
        ("pasal 12A", "/pasal-12a"),
        ("Pasal 5 Undang-Undang ini", "/pasal-5"),
        ("UU 5/2014, sebagaimana dimaksud dalam Pasal 7", "uu-5-2014 /pasal-7"),
        ("Pasal 1 angka 3 UU 5/2014. Lalu Pasal 7?", "uu-5-2014/pasal-1/angka-3 /pasal-7"),
        ("PP 11/2017 mengacu pada Pasal 87 UU ASN", "pp-11-2017 /pasal-87"),
        # lists and ranges
        ("Pasal 3 huruf a dan huruf b", "/pasal-3/huruf-a /pasal-3/huruf-b"),
        (
            "Pasal 3 huruf a, b, dan c UU 5/2014",
            "uu-5-2014/pasal-3/huruf-a uu-5-2014/pasal-3/huruf-b uu-5-2014/pasal-3/huruf-c",
        ),
        ("Pasal 13 ayat (1), (2), dan (3)", "/pasal-13/ayat-1 /pasal-13/ayat-2 /pasal-13/ayat-3"),
        ("Pasal 3 sampai dengan Pasal 5", "/pasal-3 /pasal-4 /pasal-5"),
        ("UU 5/2014 Pasal 5 s.d. 7", "uu-5-2014/pasal-5 uu-5-2014/pasal-6 uu-5-2014/pasal-7"),
        ("Pasal 27 huruf a sampai huruf c", "/pasal-27/huruf-a /pasal-27/huruf-b /pasal-27/huruf-c"),
        ("Pasal 3 huruf a dan ayat (2)", "/pasal-3/huruf-a /pasal-3/ayat-2"),
        (
            "Pasal 8 ayat (4) jo. Pasal 11 ayat (2) PP 94/2021",
            "pp-94-2021/pasal-8/ayat-4 pp-94-2021/pasal-11/ayat-2",
        ),
        # a chain in which every member has steps of its own (UU 25/2009 Pasal 54)
        ("Pasal 11 ayat (3), Pasal 15 huruf g, dan Pasal 16", "/pasal-11/ayat-3 /pasal-15/huruf-g /pasal-16"),
        (
            "Pasal 15 huruf a, huruf e, Pasal 16 ayat (2), ayat (3)",
            "/pasal-15/huruf-a /pasal-15/huruf-e /pasal-16/ayat-2 /pasal-16/ayat-3",
        ),
        ("Pasal 5 ayat (3) huruf b, ayat (4)", "/pasal-5/ayat-3/huruf-b /pasal-5/ayat-4"),
        ("Pasal 5 huruf n angka 3, angka 4", "/pasal-5/huruf-n/angka-3 /pasal-5/huruf-n/angka-4"),
        ("Pasal 5 angka 1 sampai dengan angka 3", "/pasal-5/angka-1 /pasal-5/angka-2 /pasal-5/angka-3"),
        ("Pasal 5, ayat (2), huruf d", "/pasal-5/ayat-2/huruf-d"),
        ("Pasal 34 UUD Negara RepubIik Indonesia Tahun 1945", "uud-1945/pasal-34"),  # UU 25/2009, mengingat
        # whose article
        ("PP 94/2021 Pasal 45 mencabut PP 53/2010", "pp-94-2021/pasal-45 pp-53-2010"),
        ("PP 94/2021 Pasal 4, UU 5/2014 Pasal 3", "pp-94-2021/pasal-4 uu-5-2014/pasal-3"),
        ("UU 5/2014 Pasal 3 dan Pasal 5 PP 94/2021", "uu-5-2014/pasal-3 pp-94-2021/pasal-5"),
        ("Pasal 5 UU 5/2014 dan Pasal 7 PP 11/2017", "uu-5-2014/pasal-5 pp-11-2017/pasal-7"),
        # nothing named
        ("Pasal 4 dan 5 orang saksi", "/pasal-4"),
        ("bolos 28 hari sejak tahun 2021", ""),
        ("apa isi uu asn 2014", ""),
        ("oppasal 5 dan pps 3", ""),
    ],
)
def test_found_in_text(text: str, paths: str) -> None:
    assert " ".join(f.citation.path for f in find_citations(text)) == paths


def test_spans_say_what_was_read() -> None:
    text = "Lihat Pasal 4 ayat (1) dan (2) PP 94/2021, lalu Pasal 7 sampai dengan Pasal 9."
    assert [(text[f.start : f.end], f.citation.path) for f in find_citations(text)] == [
        ("Pasal 4 ayat (1)", "pp-94-2021/pasal-4/ayat-1"),
        ("(2) PP 94/2021", "pp-94-2021/pasal-4/ayat-2"),
        ("Pasal 7", "pp-94-2021/pasal-7"),
        ("sampai dengan", "pp-94-2021/pasal-8"),
        ("Pasal 9", "pp-94-2021/pasal-9"),
    ]


numbers = st.integers(1, 99).map(str)
letters = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
articles = st.one_of(
    st.builds(lambda number, letter: number + letter, st.integers(1, 999).map(str), st.one_of(st.just(""), letters)),
    st.sampled_from(["i", "ii", "iii", "iv"]),
)


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    offices = ["perka-lkpp", "permen-sekretaris-negara", "kepmen-agama", "se-sekda", "peraturan-badan-pangan"]
    kind = draw(st.sampled_from([k for k in KINDS if k != "panduan"] + offices))
    place = draw(st.sampled_from(["", "Sleman", "Kulon Progo"])) if kind in LOCAL else ""
    regulation = regulation_id(kind, draw(numbers), draw(st.integers(1945, 2030)), place)
    steps: list[tuple[str, str]] = draw(st.sampled_from([[], [("penjelasan", "")]]))
    steps = [*steps, ("pasal", draw(articles))]
    for step, values in (("ayat", numbers), ("huruf", letters), ("angka", numbers)):
        if draw(st.booleans()):
            steps.append((step, draw(values)))
    return Citation(regulation, tuple(steps), draw(st.integers(1, 12)))


@given(citations())
@settings(deadline=None)
def test_every_citation_survives_both_forms(citation: Citation) -> None:
    assert parse_path(citation.path) == citation
    assert parse_label(citation.label) == citation
    assert parse_label(citation.label.lower()) == citation


@given(citations())
@settings(deadline=None)
def test_every_label_is_found_in_a_sentence(citation: Citation) -> None:
    whole = Citation(citation.regulation, citation.steps)
    text = f"Menurut {whole.label}, bagaimana?"
    assert [f.citation for f in find_citations(text)] == [whole]
    assert "Menurut" not in text[find_citations(text)[0].start :]


TOKENS = (
    "pasal Ps. psl ayat ay ( 2 ) (1) 12a huruf hrf. a b) angka 3 penjelasan pp uu 94/2021 tahun I iv , . 123".split()
)


@given(st.lists(st.tuples(st.sampled_from(TOKENS), st.sampled_from([" ", "", "\n"])), max_size=10))
@settings(deadline=None, max_examples=300)
def test_any_text_can_be_searched_for_citations(words: list[tuple[str, str]]) -> None:
    text = "".join(word + blank for word, blank in words)
    for found in find_citations(text):
        assert 0 <= found.start < found.end <= len(text)
        assert parse_path("x" + found.citation.path if not found.citation.regulation else found.citation.path)
