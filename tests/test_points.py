"""Circulars, decrees, procedures, guidelines: units with paths a person can follow, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_pages import Row, outline_of, printed, provision, steps_of

from ingest.outline import outline_units
from ingest.points import has_articles, place_body
from ingest.structure import parse_provisions
from ingest.titles import heading_number
from ingest.units import Unit
from kb.citation import parse_label

TITLE: list[Row] = [(200, "SURAT EDARAN"), (200, "NOMOR 1 TAHUN 2024"), (250, "TENTANG"), (200, "JAM KERJA")]


def test_points_nest_by_indentation_and_sequence() -> None:
    clean = printed(
        [
            *TITLE,
            (70, "1. Latar Belakang"),
            (90, "Jam kerja perlu ditata."),
            (70, "2. Isi Edaran"),
            (90, "a. jam masuk"),
            (110, "1) pukul tujuh;"),
            (130, "a) bagi guru;"),
            (150, "(1) kelas pagi;"),
            (150, "(2) kelas siang;"),
            (110, "2) pukul delapan."),
            (90, "b. jam pulang."),
            (70, "3. Penutup"),
            (90, "Edaran ini berlaku sejak ditetapkan."),
            (250, "Ditetapkan di Jakarta"),
        ]
    )
    assert outline_of(clean) == [
        "judul",
        "angka-1",
        "angka-2",
        "angka-2/huruf-a",
        "angka-2/huruf-a/angka-1",
        "angka-2/huruf-a/angka-1/huruf-a",
        "angka-2/huruf-a/angka-1/huruf-a/angka-1",
        "angka-2/huruf-a/angka-1/huruf-a/angka-2",
        "angka-2/huruf-a/angka-2",
        "angka-2/huruf-b",
        "angka-3",
        "penutup",
    ]
    found = provision(clean, "se-bkn-1-2024/angka-2/huruf-a/angka-1")
    assert found.label == "SE Kepala BKN Nomor 1 Tahun 2024 angka 2 huruf a angka 1"
    assert found.headings == ("2. Isi Edaran", "a. jam masuk")


@pytest.mark.parametrize(
    ("rows", "paths"),
    [
        (  # letters outermost, then figures
            [(70, "A. UMUM"), (90, "1. satu;"), (90, "2. dua;"), (70, "B. KHUSUS"), (90, "1. tiga.")],
            ["bagian-a", "bagian-a/angka-1", "bagian-a/angka-2", "bagian-b", "bagian-b/angka-1"],
        ),
        (  # Roman numerals outermost; the letter I is no numeral behind H
            [(70, "I. UMUM"), (90, "A. satu;"), (90, "B. dua;"), (70, "II. KHUSUS")],
            ["romawi-i", "romawi-i/bagian-a", "romawi-i/bagian-b", "romawi-ii"],
        ),
        (  # 6.pdf page 2: a list at the edge of the list before it, whose last item is finished, stands beside it
            [(100, "C. TUGAS"), (120, "a. satu;"), (120, "b. dua."), (120, "1. Asisten bertugas:"), (140, "a. tiga.")],
            ["bagian-c", "bagian-c/huruf-a", "bagian-c/huruf-b", "bagian-c/angka-1", "bagian-c/angka-1/huruf-a"],
        ),
        (  # 6.pdf page 4: the same letter again in one place
            [
                (120, "1. Biro bertugas:"),
                (140, "a. satu;"),
                (140, "b. dua."),
                (140, "a) Bagian bertugas:"),
                (160, "a. tiga."),
            ],
            ["angka-1", "angka-1/huruf-a", "angka-1/huruf-b", "angka-1/huruf-a-ke-2", "angka-1/huruf-a-ke-2/huruf-a"],
        ),
        (  # a sentence that runs on with a reference at the line's start
            [(70, "1. seperti dimaksud pada huruf"), (90, "a. dan seterusnya;"), (70, "2. dua.")],
            ["angka-1", "angka-2"],
        ),
        (  # Bapeten SE 140 page 6: recognition reads l as 1
            [(90, f"{letter}. butir;") for letter in "abcdefghijk1m"],
            [f"huruf-{letter}" for letter in "abcdefghijklm"],
        ),
        (  # numbering that runs on through the headings
            [
                (70, "BAB I"),
                (70, "UMUM"),
                (90, "1. satu."),
                (90, "2. dua."),
                (70, "BAB II"),
                (70, "KHUSUS"),
                (90, "3. tiga."),
            ],
            ["bab-i", "bab-i/angka-1", "bab-i/angka-2", "bab-ii", "bab-ii/angka-3"],
        ),
        (  # decimals lie in the number they begin with
            [
                (70, "4. SISTEM"),
                (70, "4.1. Umum"),
                (70, "4.2. Dokumen"),
                (70, "4.2.1. Manual"),
                (70, "5. TANGGUNG JAWAB"),
            ],
            ["angka-4", "angka-4/angka-4-1", "angka-4/angka-4-2", "angka-4/angka-4-2/angka-4-2-1", "angka-5"],
        ),
    ],
)
def test_which_marker_is_outermost_is_inferred(rows: list[Row], paths: list[str]) -> None:
    if rows[0][1].startswith("C."):
        rows = [(100, "A. FUNGSI"), (100, "B. SUSUNAN"), *rows]
        paths = ["bagian-a", "bagian-b", *paths]
    if rows[0][1].startswith("4."):
        rows = [*((70, f"{n}. ISI") for n in (1, 2, 3)), *rows]
        paths = ["angka-1", "angka-2", "angka-3", *paths]
    clean = printed(rows)
    assert steps_of(outline_units(clean, 0, len(clean.reading))) == paths


def test_text_outdented_from_a_list_is_of_the_item_around_it() -> None:
    clean = printed(
        [
            (70, "1. Isi"),
            (90, "Pegawai:"),
            (110, "a. hadir;"),
            (110, "b. pulang."),
            (90, "Yang lalai ditegur."),
            (70, "2. Tutup."),
        ]
    )
    units = outline_units(clean, 0, len(clean.reading))
    assert steps_of(units) == ["angka-1", "angka-1/huruf-a", "angka-1/huruf-b", "angka-1/lanjutan-1", "angka-2"]
    assert clean.reading[units[0].children[1].start : units[0].children[1].end] == "b. pulang.\n"


def test_a_table_of_contents_opens_no_units() -> None:  # Perba 10 Tahun 2011 page 14
    contents = [(250.0, "DAFTAR ISI"), (70.0, "BAB I UMUM 1"), (70.0, "BAB II ISI 3"), (70.0, "BAB III AKHIR 5")]
    text = [(70.0, "BAB I"), (70.0, "UMUM"), (90.0, "1. satu."), (70.0, "BAB II"), (70.0, "ISI")]
    clean = printed(contents, text)
    units = outline_units(clean, 0, len(clean.reading))
    assert steps_of(units) == ["subjudul-daftar-isi", "bab-i", "bab-i/angka-1", "bab-ii"]


def test_headings_without_numbers_are_units() -> None:
    clean = printed(
        [
            (200, "PANDUAN LAYANAN"),
            (70, "Panduan ini untuk pegawai."),
            (200, "KATA PENGANTAR"),
            (70, "Layanan perlu ditata."),
            (200, "ALUR LAYANAN"),
            (70, "Pegawai datang ke loket."),
        ]
    )
    paths = steps_of(outline_units(clean, 0, len(clean.reading)))
    assert paths == ["subjudul-kata-pengantar", "subjudul-alur-layanan"]


def test_a_decree_is_cut_at_its_diktum() -> None:
    clean = printed(
        [
            (150, "KEPUTUSAN KEPALA BADAN"),
            (200, "NOMOR 4 TAHUN 2020"),
            (250, "TENTANG"),
            (200, "TIM KERJA"),
            (50, "Menimbang : a. bahwa perlu tim;"),
            (250, "MEMUTUSKAN:"),
            (50, "Menetapkan : KEPUTUSAN TENTANG TIM KERJA."),
            (50, "KESATU : Membentuk tim."),
            (50, "KEDVA : Tim bertugas:"),  # as recognition spells KEDUA
            (160, "a. mendata;"),
            (160, "b. melapor."),
            (50, "KEEMPAT Keputusan ini berlaku sejak ditetapkan."),
            (250, "Ditetapkan di Jakarta"),
        ]
    )
    assert outline_of(clean, "kepka-badan-4-2020") == [
        "judul",
        "menimbang",
        "menimbang/huruf-a",
        "memutuskan",
        "diktum-kesatu",
        "diktum-kedua",
        "diktum-kedua/huruf-a",
        "diktum-kedua/huruf-b",
        "diktum-keempat",  # the third is missing on the page, and is not invented
        "penutup",
    ]


def procedure(name: str, number: str) -> tuple[list[Row], list[Row]]:
    head: list[Row] = [
        (400, f"NOMOR SOP : {number}"),
        (400, f"NAMA SOP : {name}"),
        (70, "DASAR HUKUM : KUALIFIKASI PELAKSANA :"),
        (70, "1. UU Nomor 1 Tahun 2020 1. Mampu menghitung"),
        (70, "PERINGATAN : PENCATATAN DAN PENDATAAN :"),
        (70, "Tidak boleh terlambat. Dicatat."),
    ]
    chart: list[Row] = [
        (40, "No. Kegiatan Pelaksana Mutu Baku"),
        (40, "1. Menerima berkas Berkas 5 Menit"),
        (60, "dari pemohon lengkap"),
        (40, "2. Memeriksa berkas Berkas 7 Menit"),
        (40, "3. Menyerahkan berkas Berkas 2 Menit"),
        (60, "Jumlah Waktu : 14 Menit"),
    ]
    return head, chart


def test_a_procedure_has_fields_and_steps() -> None:
    clean = printed(*procedure("Penerimaan Berkas", "OT.1"))
    assert outline_of(clean, "sop-penerimaan-berkas") == [
        "isian-nomor",
        "isian-nama",
        "isian-dasar-hukum",
        "isian-peringatan",
        "isian-kegiatan",
        "langkah-1",
        "langkah-2",
        "langkah-3",
        "lanjutan-1",
    ]
    step = provision(clean, "sop-penerimaan-berkas/langkah-1")
    assert step.label == "SOP penerimaan berkas langkah 1"
    assert step.text == "1. Menerima berkas Berkas 5 Menit\ndari pemohon lengkap"


def test_several_procedures_in_one_file_keep_their_steps_apart() -> None:
    clean = printed(*procedure("Penerimaan", "OT.1"), *procedure("Pengiriman", "OT.2"))
    paths = outline_of(clean, "sop-berkas")
    assert {"sop-1/langkah-3", "sop-2/langkah-3"} <= set(paths)
    assert provision(clean, "sop-berkas/sop-2/langkah-2").headings == ("SOP Pengiriman",)


def test_a_number_in_the_middle_of_its_row_does_not_cut_the_row() -> None:  # SOP_Kode_etik page 2
    rows = [
        ((30, 500), "No. Kegiatan Pelaksana Mutu Baku"),
        ((60, 470), "Pejabat menerima laporan dan"),
        ((30, 459), "1 penemuan dugaan pelanggaran"),
        ((60, 448), "lalu membentuk majelis"),
        ((60, 420), "Majelis memanggil secara"),
        ((30, 409), "2 tertulis"),
        ((60, 370), "Majelis memeriksa dengan"),
        ((30, 359), "3 surat perintah"),
    ]
    from ingest.clean import clean_pages
    from kb.types import Line, Page

    lines = tuple(Line(text, (x, y, x + 5 * len(text), y + 10)) for (x, y), text in rows)
    clean = clean_pages([Page(1, 600, 800, (Line("SOP KODE ETIK BIRO", (90, 600, 200, 610)), *lines))])
    assert provision(clean, "sop-kode/langkah-1").text.startswith("Pejabat menerima laporan dan\n1 penemuan")
    assert provision(clean, "sop-kode/langkah-2").text == "Majelis memanggil secara\n2 tertulis"


def test_a_quoted_article_does_not_make_a_circular_a_regulation() -> None:
    clean = printed(
        [
            *TITLE,
            (70, "1. Dasar"),
            (90, "Peraturan berbunyi:"),
            (250, "Pasal 7"),
            (90, "Pegawai hadir."),
            (70, "2. Isi"),
            (90, "Hadir."),
        ]
    )
    assert outline_of(clean) == ["judul", "angka-1", "angka-2"]
    assert not has_articles([Unit("pasal", ("pasal-7",), 0, 1)])
    assert has_articles([Unit("pasal", ("pasal-1",), 0, 1)])


def test_a_text_without_points_is_one_unit() -> None:
    clean = printed([(70, "Pegawai hadir tepat waktu."), (70, "Pegawai pulang tepat waktu.")])
    assert outline_of(clean, "catatan") == ["pembuka"]


def test_parts_without_a_front_stay_as_they_are() -> None:
    clean = printed([(70, "LAMPIRAN I")])
    parts = [("lampiran", ("lampiran-1",), 0, 10)]
    assert place_body(clean, parts) == parts


STYLES = [("{}.", "123456789"), ("{}.", "abcdefgh"), ("{})", "123456789"), ("{})", "abcdefgh"), ("({})", "123456789")]
Tree = list["Tree"]  # an item is the list of its sub-items


def trees(depth: int) -> st.SearchStrategy[Tree]:
    """Items of one list, each with the items of the list inside it."""
    inner: st.SearchStrategy[Tree] = st.just([]) if depth == 0 else st.just([]) | trees(depth - 1)
    return st.lists(inner, min_size=2, max_size=4)


def render(tree: Tree, level: int, rows: list[Row], paths: list[str], above: str) -> None:
    bracket, values = STYLES[level]
    for n, inside in enumerate(tree):
        kind = "angka" if values[0] == "1" else "huruf"
        path = f"{above}{kind}-{values[n]}"
        rows.append((70 + 20 * level, f"{bracket.format(values[n])} pegawai wajib hadir{':' if inside else ';'}"))
        paths.append(path)
        render(inside, level + 1, rows, paths, f"{path}/")


@settings(max_examples=60, deadline=None)
@given(trees(3))
def test_nested_lists_are_read_as_they_were_set(tree: Tree) -> None:
    rows: list[Row] = []
    paths: list[str] = []
    render(tree, 0, rows, paths, "")
    clean = printed(*[rows[n : n + 40] for n in range(0, len(rows), 40)])
    assert steps_of(outline_units(clean, 0, len(clean.reading))) == paths


WORDS = st.sampled_from(
    "1. a. A. I. i. 1) a) (1) (a) 2. b. B. II. 4.1. 4.2. KESATU KEDUA BAB_I BAB_II BAGIAN_I UMUM: Pegawai hadir; "
    "hadir. MEMUTUSKAN: "
    "NOMOR_SOP NAMA_SOP No._Kegiatan MUTU_BAKU PELAKSANA 1 2 3 LAMPIRAN LAMPIRAN_II DAFTAR_ISI 12 TENTANG "
    "Ditetapkan_di Pasal_1 Pasal_2 NO_NAMA KEPALA_BADAN, Tabel_2".split()
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([70.0, 71.5, 90.0, 110.0, 250.0]), st.lists(WORDS, min_size=1, max_size=3)),
        max_size=40,
    ),
    st.integers(1, 12),
    st.booleans(),
)
def test_nothing_is_lost_and_every_label_is_read_back(
    rows: list[tuple[float, list[str]]], per_page: int, celled: bool
) -> None:
    from dataclasses import replace

    from ingest.clean import place_lines

    lines = [(x, " ".join(words).replace("_", " ")) for x, words in rows]
    clean = printed(*[lines[n : n + per_page] for n in range(0, len(lines), per_page)])
    if celled:  # every third line in a ruled table of two columns
        clean = place_lines(
            (p.page, replace(p.line, cell=(0, n // 6, n % 2)) if n % 3 else p.line) for n, p in enumerate(clean.lines)
        )
    provisions = parse_provisions(clean, "se-bkn-1-2024")
    assert "".join(clean.text[p.start : p.own_end] for p in provisions) == clean.text
    paths = [p.path for p in provisions]
    assert len(paths) == len(set(paths))
    for p in provisions:
        assert parse_label(p.label).path == p.path


@pytest.mark.parametrize(
    ("printed_number", "last", "arabic", "number"),
    [
        ("II", 1, False, 2),
        ("1", 0, False, 1),  # Permenkumham 38 Tahun 2015 page 4: the figure for the numeral
        ("IL", 1, False, 2),  # page 7
        ("Ll", 2, False, 3),  # page 11: a stroke is lost
        ("IL", 0, False, 0),  # never the first chapter: strokes are lost, none comes
        ("4", 3, True, 4),
        ("11", 10, True, 11),
        ("X", 1, False, 10),  # chapters may be missing, and stay missing
    ],
)
def test_number_of_a_chapter(printed_number: str, last: int, arabic: bool, number: int) -> None:
    assert heading_number(printed_number, last, arabic) == number
