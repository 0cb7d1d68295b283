"""One citation, two written forms, both ways; and the many forms found in running text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.citation import (
    KINDS,
    Citation,
    find_citations,
    kind_label,
    kind_of,
    parse_label,
    parse_path,
    regulation_id,
    regulation_label,
)
from kb.types import CitationError

BOTH_WAYS = [
    ("pp-94-2021", "PP Nomor 94 Tahun 2021"),
    ("pp-94-2021/pasal-11", "PP Nomor 94 Tahun 2021 Pasal 11"),
    (
        "pp-94-2021/pasal-11/ayat-2/huruf-d/angka-3",
        "PP Nomor 94 Tahun 2021 Pasal 11 ayat (2) huruf d angka 3",
    ),
    ("pp-94-2021/pasal-11/ayat-2#2", "PP Nomor 94 Tahun 2021 Pasal 11 ayat (2) (bagian 2)"),
    ("uu-5-2014/pasal-1/angka-3", "UU Nomor 5 Tahun 2014 Pasal 1 angka 3"),
    ("pp-11-2017/pasal-12a", "PP Nomor 11 Tahun 2017 Pasal 12A"),
    ("uu-31-1999/pasal-12b/ayat-1a", "UU Nomor 31 Tahun 1999 Pasal 12B ayat (1a)"),
    ("uu-43-1999/pasal-i/angka-3/pasal-12a", "UU Nomor 43 Tahun 1999 Pasal I angka 3 Pasal 12A"),  # amending acts
    ("pp-94-2021/penjelasan/pasal-11/ayat-2", "PP Nomor 94 Tahun 2021 Penjelasan Pasal 11 ayat (2)"),
    ("pp-94-2021/penjelasan/umum", "PP Nomor 94 Tahun 2021 Penjelasan Umum"),
    ("pp-94-2021/menimbang/huruf-a", "PP Nomor 94 Tahun 2021 Menimbang huruf a"),
    ("pp-94-2021/mengingat/angka-2", "PP Nomor 94 Tahun 2021 Mengingat angka 2"),
    ("pp-94-2021/penutup", "PP Nomor 94 Tahun 2021 Penutup"),
    (
        "pp-11-2017/bab-iv/bagian-kedua-puluh-satu/paragraf-1",
        "PP Nomor 11 Tahun 2017 BAB IV Bagian Kedua Puluh Satu Paragraf 1",
    ),
    ("permenpanrb-6-2022/lampiran-4/huruf-b", "PermenPANRB Nomor 6 Tahun 2022 Lampiran IV huruf b"),
    ("kepbup-12-2024-sleman/diktum-kedua-belas", "Kepbup Sleman Nomor 12 Tahun 2024 diktum KEDUA BELAS"),
    ("perbup-12-2024-gunung-kidul/pasal-3", "Perbup Gunung Kidul Nomor 12 Tahun 2024 Pasal 3"),
    ("se-bkn-16-2023/romawi-ii/angka-4", "SE Kepala BKN Nomor 16 Tahun 2023 romawi II angka 4"),
    ("se-sekda-sleman-4-2022/angka-1", "SE Sekda Sleman Nomor 4 Tahun 2022 angka 1"),
    ("perka-lkpp-3-2020/pasal-2", "Peraturan Kepala LKPP Nomor 3 Tahun 2020 Pasal 2"),
    (
        "permen-kelautan-dan-perikanan-9-2021",
        "Peraturan Menteri Kelautan dan Perikanan Nomor 9 Tahun 2021",
    ),
    ("permenpora-2-2019/pasal-8", "Permenpora Nomor 2 Tahun 2019 Pasal 8"),
    ("uud-1945/pasal-28d/ayat-3", "UUD 1945 Pasal 28D ayat (3)"),
    ("dokumen-7-2020/langkah-4", "Dokumen Nomor 7 Tahun 2020 langkah 4"),
    ("panduan-cuti-pns/pasal-3/ayat-1", "Panduan cuti pns Pasal 3 ayat (1)"),  # without a number: slug of the title
    ("panduan-cuti-pns/lampiran-1", "Panduan cuti pns Lampiran I"),
]


@pytest.mark.parametrize(("path", "label"), BOTH_WAYS)
def test_path_and_label(path: str, label: str) -> None:
    citation = parse_path(path)
    assert (citation.path, citation.label) == (path, label)
    assert parse_label(label) == citation


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("pp 94 tahun 2021 pasal 15 ayat (2)", "pp-94-2021/pasal-15/ayat-2"),
        ("PP 94/2021 Ps. 11 ay (2) hrf d", "pp-94-2021/pasal-11/ayat-2/huruf-d"),
        ("Pasal 9 PP No. 42 Tahun 2004", "pp-42-2004/pasal-9"),
        ("huruf d ayat (2) Pasal 11 PP 94/2021", "pp-94-2021/pasal-11/ayat-2/huruf-d"),
        ("Undang-Undang Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara Pasal 4", "uu-5-2014/pasal-4"),
        ("Undang-Undang Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara", "uu-5-2014"),
        ("Peraturan Badan Kepegawaian Negara Republik Indonesia Nomor 24 Tahun 2017", "perbkn-24-2017"),
        ("Penjelasan Pasal 11 PP 94/2021", "pp-94-2021/penjelasan/pasal-11"),
        ("PP  Nomor 94\nTahun 2021", "pp-94-2021"),
    ],
)
def test_other_written_forms(text: str, path: str) -> None:
    assert parse_label(text).path == path


@pytest.mark.parametrize("text", ["", "bolos 28 hari", "Pasal 5", "PP 94/2021 tiga belas", "pasal", "UU ASN"])
def test_not_a_label(text: str) -> None:
    with pytest.raises(CitationError):
        parse_label(text)


@pytest.mark.parametrize("path", ["", "PP-94-2021", "pp-94-2021/", "pp-94-2021/halaman-3", "pp-94-2021#x", "../etc"])
def test_not_a_path(path: str) -> None:
    with pytest.raises(CitationError):
        parse_path(path)


def test_parts_of_a_citation() -> None:
    citation = parse_path("pp-94-2021/pasal-11/ayat-2/huruf-d")
    assert [citation.value(step) for step in ("pasal", "ayat", "huruf", "angka")] == ["11", "2", "d", ""]
    assert (citation.part, citation.article) == ("batang_tubuh", "pp-94-2021/pasal-11")
    elucidation = parse_path("pp-94-2021/penjelasan/pasal-11/ayat-2")
    assert (elucidation.part, elucidation.article) == ("penjelasan", "pp-94-2021/pasal-11")
    annex = parse_path("pp-94-2021/lampiran-1/huruf-a#3")
    assert (annex.part, annex.article) == ("lampiran", "pp-94-2021/lampiran-1")
    assert Citation("pp-94-2021").part == "batang_tubuh"


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


def test_ids() -> None:
    assert regulation_id("perbup", "12", 2024, "Gunung Kidul") == "perbup-12-2024-gunung-kidul"
    assert regulation_id("se-bkn", "08", 2021) == "se-bkn-8-2021"  # a leading zero is the same number
    assert regulation_label("kode-etik-pegawai") == "Kode etik pegawai"


ROMAN = st.sampled_from(["i", "ii", "iv", "ix", "xiv"])
NUMBER = st.integers(1, 399).map(str)
INNER = st.tuples(
    st.one_of(NUMBER, st.builds("{}{}".format, st.integers(1, 99), st.sampled_from("abcz"))),
    st.one_of(st.none(), st.integers(1, 30).map(str), st.builds("{}a".format, st.integers(1, 9))),
    st.one_of(st.none(), st.sampled_from("abcdivxz"), st.just("aa")),
    st.one_of(st.none(), st.integers(1, 200).map(str)),
).map(
    lambda values: tuple(
        (step, value) for step, value in zip(("pasal", "ayat", "huruf", "angka"), values, strict=True) if value
    )
)
STEPS = st.one_of(
    st.just(()),
    INNER,
    INNER.map(lambda steps: (("penjelasan", ""), *steps)),
    INNER.map(lambda steps: (("pasal", "i"), ("angka", "2"), *steps)),
    ROMAN.map(lambda value: (("bab", value), ("bagian", "kesebelas"))),
    st.integers(1, 60).map(lambda n: (("lampiran", str(n)), ("romawi", "ii"), ("huruf", "b"))),
    st.sampled_from([("menimbang", ""), ("diktum", "kesatu"), ("langkah", "3")]).map(lambda step: (step,)),
)
KIND = st.one_of(
    st.sampled_from([kind for kind in KINDS if kind not in ("uud", "panduan")]),
    st.sampled_from(["perka-lkpp", "permen-sekretaris-negara", "kepmen-agama", "se-sekda", "peraturan-badan-pangan"]),
)
REGULATION = st.one_of(
    st.builds(regulation_id, KIND, st.integers(1, 2999).map(str), st.integers(1945, 2039)),
    st.builds(
        regulation_id,
        st.sampled_from(["perda", "perbup", "perwali", "pergub"]),
        NUMBER,
        st.integers(1990, 2039),
        st.sampled_from(["Sleman", "Gunung Kidul", "Daerah Istimewa Yogyakarta"]),
    ),
    st.just("uud-1945"),
)


@settings(deadline=None)
@given(st.builds(Citation, REGULATION, STEPS, st.integers(1, 30)))
def test_any_citation_is_read_back(citation: Citation) -> None:
    assert parse_path(citation.path) == citation
    assert parse_label(citation.label) == citation
    assert parse_label(citation.label.lower()) == citation


@settings(deadline=None)
@given(st.builds(Citation, REGULATION, INNER))
def test_any_article_is_found_in_a_question(citation: Citation) -> None:
    text = f"mohon info, isi {citation.label}? terima kasih"
    assert [(text[f.start : f.end], f.citation) for f in find_citations(text)] == [(citation.label, citation)]


@settings(deadline=None)
@given(st.text(alphabet="pasluhrfyt dn.,()-/0125ivx\n", max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    found = find_citations(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert [f.start for f in found] == sorted(f.start for f in found)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("isi pasal 5 ayat 2 uu 5/2014", "uu-5-2014/pasal-5/ayat-2"),
        ("bunyi pasal 9 pp 42 tahun 2004", "pp-42-2004/pasal-9"),
        ("pasal 28 uu 8 tahun 1974 bunyinya apa", "uu-8-1974/pasal-28"),
        ("PP 94/2021 Ps. 11 ay (2) hrf d", "pp-94-2021/pasal-11/ayat-2/huruf-d"),
        ("uu no 25 thn 2009 psl 34 huruf e", "uu-25-2009/pasal-34/huruf-e"),
        ("pp11/2017 pasal311", "pp-11-2017/pasal-311"),
        ("PP 94/21 pasal 3; uu 8/74", "pp-94-2021/pasal-3 uu-8-1974"),  # two-digit years, written with a slash
        ("Undang-Undang Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara Pasal 4", "uu-5-2014/pasal-4"),
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
        ("Pasal 87 ayat (4) huruf b UU ASN", "/pasal-87/ayat-4/huruf-b"),  # a name: kb.catalogue's matter
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
