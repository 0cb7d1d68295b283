"""Articles and their headings: told from references, through noise; frames and quotations of amending acts; parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.articles import best_chain, find_candidates
from ingest.census import missing_articles
from ingest.clean import CleanText, clean_pages, place_lines
from ingest.headings import find_headings
from ingest.structure import parse_provisions
from ingest.text import split_pages
from kb.types import Line, Page, Provision

HEAD = "PERATURAN PEMERINTAH\nNOMOR 1 TAHUN 2020\nTENTANG\nUJI\nMenimbang : a. bahwa satu;\nMEMUTUSKAN:\n"
AMENDING = HEAD.replace("UJI", "PERUBAHAN ATAS PERATURAN PEMERINTAH NOMOR 9 TAHUN 2010 TENTANG UJI")


def clean_text(text: str) -> CleanText:
    return place_lines((1, Line(line, (0, 0, 1, 1))) for line in text.split("\n"))


def parse(text: str) -> list[Provision]:
    clean = clean_text(text)
    provisions = parse_provisions(clean, "pp-1-2020")
    assert "".join(clean.text[p.start : p.own_end] for p in provisions) == clean.text
    return provisions


def articles(text: str) -> list[str]:
    """Paths of articles outside the penjelasan, each with its parent where it has one."""
    found = [p for p in parse(text) if p.kind == "pasal" and "/penjelasan" not in p.path]
    short = [(p.path.split("/", 1)[1], p.parent.partition("/")[2]) for p in found]
    return [f"{path} < {parent}" if parent else path for path, parent in short]


def read_numbers(text: str) -> list[str]:
    return [f"{c.number}{c.suffix}" for c in best_chain(list(find_candidates(text, 0, len(text))))]


NOISE = [  # (text, numbers read, what it guards: the document it was met in)
    ("Pasal 1\nx.\nPasal 2\ny.", ["1", "2"], "plain"),
    ("Pasal 10\nx.\nPasal 1 1\ny.\nPasal 12\nz.", ["10", "11", "12"], "Perpres Nomor 68 Tahun 2024 h. 6"),
    ("Pasal 26\nx.\nPasal 2T\ny.\nPasal 28\nz.", ["26", "27", "28"], "T for 7"),
    ("Pasal 11\nx.\nPasal 1.2\ny.\nPasal 13\nz.", ["11", "12", "13"], "pp-52-2022 (teks)"),
    ("Pasal 109\nx.\nPasal I 1O\ny.\nPasal t 1 L\nz.", ["109", "110", "111"], "pp-31-2021, pp-21-2021 (teks)"),
    ("Pasal 61\nx.\nPasal b2\ny.\nPasal 63\nz.", ["61", "62", "63"], "uu-11-2019 (teks)"),
    ("PASAL 1\nx.\nPASAL 2\ny.", ["1", "2"], "capitals: pp-2-1957 (teks)"),
    ("P a s a l  1\nx.\nP a s a l  2\ny.", ["1", "2"], "letter by letter: pp-38-2013 (teks)"),
    ("Pasal 1. Satu.\nPasal, 2 Dua.", ["1", "2"], "a comma in the heading: pp-237-1961 (teks)"),
    ("pasal 1\nx.\npasal 2\ny.", ["1", "2"], "small letters: pp-49-2018 (teks)"),
    ("Pasal 1\nx.\nPasal 2...\nPasal 2\ny.", ["1", "2"], "a catchword before the heading"),
    ("Pasal 37 A\nx.\nPasal 38 A...\nPasal 38A\ny.\nPasal 38B\nz.", ["37A", "38A", "38B"], "uu-20-2001 h. 13, 19"),
    ("Pasal 1… Pasal 1. Satu. Pasal 2. Dua.", ["1", "2"], "uu-4-1964 (teks)"),
]


@pytest.mark.parametrize(("text", "numbers", "where"), NOISE)
def test_noisy_headings(text: str, numbers: list[str], where: str) -> None:
    assert read_numbers(text) == numbers, where


INLINE = [
    ("Pasal 1 Satu diatur. Pasal 2 (1) Dua. (2) Tiga. Pasal 3 Empat.", ["1", "2", "3"]),
    ("Pasal 1 Satu. Pasal 2 Sebagaimana dimaksud dalam Pasal 3 ayat (1), ini. Pasal 3 Tiga.", ["1", "2", "3"]),
    ("BAB I UMUM Pasal 1 Satu. BAB II LAIN Pasal 2 Dua.", ["1", "2"]),
    # the article that closes an act speaks of the act
    ("Pasal 1 Satu. Pasal 2 Undang-undang ini mulai berlaku pada tanggal diundangkan.", ["1", "2"]),
    ("Pasal 1. Satu. Pasal 2. Peraturan Pemerintah ini mulai berlaku.", ["1", "2"]),
    # a list of legal grounds holds references, and its markers end with a dot
    ("Mengingat: 1. Pasal 5 ayat (2) UUD; 2. Pasal 7 Undang-Undang Nomor 1 Tahun 2000; Pasal 1 Satu.", ["1"]),
    # a full stop lost before a heading with its first ayat: pp-25-2021 (teks)
    ("Pasal 27 Satu. Pasal 28 Dua; atau Pasal 29 (1) Konsumen wajib ini. Pasal 30 Tiga.", ["27", "28", "29", "30"]),
]


@pytest.mark.parametrize(("text", "numbers"), INLINE)
def test_headings_run_on_in_a_line(text: str, numbers: list[str]) -> None:
    assert read_numbers(text) == numbers


def test_misplaced_heading_is_taken_and_a_lost_one_stays_a_gap() -> None:
    text = HEAD + "Pasal 1\nx.\nPasal 3\nPasal 2\n(1) Dua.\nPasal 4\nx.\nPasal 6\nx."
    assert articles(text) == ["pasal-1", "pasal-3", "pasal-2", "pasal-4", "pasal-6"]
    assert missing_articles(parse(text)) == ["5"]


FRAMES = [
    # frames, instructions, quoted and inserted articles; the numbering restarts in each frame
    (
        "Pasal I\nBeberapa ketentuan diubah sebagai berikut:\n"
        "1. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\nPasal 5\n(1) Lima.\n"
        "2. Di antara Pasal 12 dan Pasal 13 disisipkan 2 (dua) pasal, "
        "yakni Pasal 12A dan Pasal 12B sehingga berbunyi sebagai berikut:\nPasal 12A\nA.\nPasal 12B\nB.\n"
        "3. Pasal 14 dihapus.\n"
        "Pasal II\nPeraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.",
        "pasal-i; pasal-5 < pasal-i/angka-1; pasal-12a < pasal-i/angka-2; pasal-12b < pasal-i/angka-2; pasal-ii",
    ),
    # run on, in quotation marks; the first frame read as 1: pp-45-1990
    (
        'Pasal 1ROM\n1. Mengubah ketentuan Pasal 3 sehingga berbunyi sebagai berikut: "Pasal 3 (1) Tiga." '
        '2. Ketentuan Pasal 4 diubah sehingga berbunyi sebagai berikut: "Pasal 4 Empat." '
        "Pasal II Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.",
        "pasal-i; pasal-3 < pasal-i/angka-1; pasal-4 < pasal-i/angka-2; pasal-ii",
    ),
    # a misread first frame, glued to its numeral: PP_Nomor_53_Tahun_2018
    (
        "Pasali Beberapa ketentuan diubah sebagai berikut:\n"
        "1. Ketentuan Pasal 15 diubah sehingga berbunyi sebagai berikut:\nPasal 15\n(1) Sumber.\n"
        "Pasal II\nPeraturan Pemerintah ini mulai berlaku.",
        "pasal-i; pasal-15 < pasal-i/angka-1; pasal-ii",
    ),
    # the same number quoted by two frames: only the first is a unit of that name
    (
        "Pasal I\nKetentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\nPasal 5\nSatu.\n"
        "Pasal II\nKetentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\nPasal 5\nDua.\n"
        "Pasal III\nPeraturan Pemerintah ini mulai berlaku.",
        "pasal-i; pasal-5 < pasal-i; pasal-ii; pasal-iii",
    ),
]


@pytest.mark.parametrize(("body", "expected"), FRAMES)
def test_amending_acts(body: str, expected: str) -> None:
    assert articles(AMENDING + body) == expected.split("; ")


def test_quoted_articles_of_an_ordinary_act_do_not_break_its_numbering() -> None:
    body = (
        "Pasal 1\nSatu.\nPasal 2\nBeberapa ketentuan Undang-Undang Nomor 9 Tahun 2010 diubah sebagai berikut:\n"
        "1. Ketentuan Pasal 1 diubah sehingga berbunyi sebagai berikut:\nPasal 1\nDikutip.\n"
        "2. Ketentuan Pasal 17 diubah sehingga berbunyi sebagai berikut:\nPasal 17\nDikutip.\n"
        "Pasal 3\nTiga.\nPasal 4\nEmpat."
    )
    found = articles(HEAD + body)
    assert found == ["pasal-1", "pasal-2", "pasal-17 < pasal-2/angka-2", "pasal-3", "pasal-4"]
    assert missing_articles(parse(HEAD + body)) == []


def test_the_letter_i_for_one_makes_no_frame() -> None:
    text = HEAD.replace("UJI", "PENAMBAHAN PENYERTAAN MODAL") + "Pasal I\nSatu.\nPasal 2\nDua.\nPasal 3\nTiga."
    assert articles(text) == ["pasal-1", "pasal-2", "pasal-3"]


HEADINGS = [
    ("BABI\nUMUM\nPasal 1\nx.\nBAB Il\nLAIN\nPasal 2\ny.", "bab-i bab-ii"),
    ("BAB l UMUM Pasal 1 Satu. BAB II LAIN Pasal 2 Dua.", "bab-i bab-ii"),
    ("BAB I\nUMUM\nBagian Kesatu\nTujuan\nParagraf 1\nMaksud\nx.", "bab-i bagian-kesatu paragraf-1"),
    ("Pasal 1 Satu. Bagian Kedua Belas Lain Pasal 2 Dua.", "bagian-kedua-belas"),
    ("sebagaimana dimaksud dalam Bagian Kedua dan BAB II berlaku.", ""),
    ("BUKU KESATU\nATURAN UMUM\nBAB I\nSATU\nBUKU KEDUA\nLAIN\nBAB I\nDUA", "buku-kesatu bab-i buku-kedua bab-i"),
    ("BAB VA\nSISIPAN\nPasal 1", "bab-va"),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_headings(text: str, expected: str) -> None:
    found = find_headings(text, 0, len(text), quoted=expected == "bab-va")
    assert [f"{h.kind}-{h.number}" for h in found] == expected.split()


def test_bab_of_a_buku_has_its_own_path_and_articles_know_what_stands_above_them() -> None:
    body = "BUKU KESATU\nATURAN\nBAB I\nSATU\nPasal 1\nx.\nBUKU KEDUA\nLAIN\nBAB I\nDUA\nPasal 2\ny."
    provisions = parse(HEAD + body)
    paths = [p.path.split("/", 1)[1] for p in provisions if p.kind in ("buku", "bab")]
    assert paths == ["buku-kesatu", "buku-kesatu/bab-i", "buku-kedua", "buku-kedua/bab-i"]
    assert provisions[-1].headings == ("BUKU KEDUA LAIN", "BAB I DUA")


PARTS = [
    ("Pasal 1\nx.\nAgar setiap orang mengetahuinya.\nDitetapkan di Jakarta", "penutup"),
    ("Pasal 1 Satu. Pasal 2 Dua. Agar supaya setiap orang dapat mengetahuinya. Ditetapkan di Jakarta.", "penutup"),
    ("Pasal 1\nx.\nDitetapkan di Jakarta\nPENJELASAN ATAS PERATURAN X I. UMUM Satu. II. PASAL DEMI PASAL Pasal 1",
     "penutup penjelasan"),
    ("Pasal 1\nx.\nDitetapkan di Jakarta\nLAMPIRAN I\nPERATURAN X\nisi\nLAMPIRAN II PERATURAN X\nisi",
     "penutup lampiran-1 lampiran-2"),
    ("Pasal 1\nRincian tercantum dalam\nLAMPIRAN PERATURAN ini.\nDitetapkan di Jakarta", "penutup"),
    ("Pasal 1\nDaftar Pengeluaran Pasal demi Pasal per triwulan.\nPasal 2\nx.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), PARTS)
def test_parts_after_the_body(body: str, expected: str) -> None:
    known = ("penutup", "penjelasan", "lampiran")
    assert [p.path.split("/")[1] for p in parse(HEAD + body) if p.kind in known] == expected.split()


def test_signature_stays_out_of_the_last_article() -> None:
    text = HEAD + "Pasal 1\nSatu.\nPasal 2\nDua.\nDitetapkan di Jakarta\npada tanggal 1 Mei 2020\nPRESIDEN,\nttd\nNAMA"
    last = next(p for p in parse(text) if p.path.endswith("pasal-2"))
    assert last.text == "Pasal 2\nDua."


def test_enacting_formula_runs_up_to_the_first_heading() -> None:
    text = HEAD + "Menetapkan : PERATURAN TENTANG UJI.\nBAB I\nUMUM\nPasal 1\nSatu."
    formula = next(p for p in parse(text) if p.kind == "memutuskan")
    assert formula.text == "MEMUTUSKAN:\nMenetapkan : PERATURAN TENTANG UJI."


def page(number: int, *lines: str) -> Page:
    return Page(number, 600, 900, tuple(Line(t, (0, 900 - 20 * n, 100, 912 - 20 * n)) for n, t in enumerate(lines)))


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("PRES IDEN", "kepala surat"),  # PP_Nomor_53_Tahun_2018 h. 4
        ("REPUELIK INDONESIA", "kepala surat"),  # PP 42 Tahun 2022
        ("FRESIDEN", "kepala surat"),
        ("_13-", "nomor halaman"),  # PP_Nomor_53_Tahun_2018 h. 13
        ("-t7-", "nomor halaman"),  # UU_Nomor_1_Tahun_2018 h. 17
        ("3 / 12", "nomor halaman"),
        ("2018, No.399 -3-", "nomor lembaran"),  # Berita Negara
        ("www.peraturan.go.id", "alamat situs"),
        ("SK No 106165 A", "kaki SK"),
        ("/\\ :.:", "noda"),
    ],
)
def test_paper_at_the_edge_of_a_page(line: str, rule: str) -> None:
    clean = clean_pages([page(1, line, "Pasal 1", "Satu.", "Dua.", "Tiga.", "Empat.")])
    assert clean.dropped == ((1, rule, line),)


@pytest.mark.parametrize(
    "line", ["PERATURAN PRESIDEN REPUBLIK INDONESIA", "1945.", "PRESIDEN REPUBLIK INDONESIA,", "2024"]
)
def test_text_at_the_edge_of_a_page_stays(line: str) -> None:
    assert clean_pages([page(1, line, "Pasal 1", "Satu.")]).dropped == ()


def test_catchword_of_a_heading_whose_dots_were_lost() -> None:
    clean = clean_pages([page(1, "Pasal 1", "Satu.", "Pasal 2"), page(2, "Pasal 2", "Dua.")])
    assert clean.dropped == ((1, "kata penyambung", "Pasal 2"),)


def test_markdown_leaves_its_words() -> None:
    pages = split_pages("# BAB I\n> lihat [UU 1 (2000)](/uu/2000/1) **tebal**\n\nPasal\u00a01\n\fdua", markdown=True)
    assert [p.text for p in pages] == ["BAB I\nlihat UU 1 (2000) tebal\nPasal 1", "dua"]


WORDS = st.lists(st.sampled_from("satu dua tiga empat diatur dalam menteri".split()), min_size=1, max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=25), st.booleans())
def test_articles_that_were_written_are_read(bodies: list[list[str]], run_on: bool) -> None:
    gap = " " if run_on else "\n"
    body = gap.join(f"Pasal {n}{gap}{' '.join(words).capitalize()}." for n, words in enumerate(bodies, start=1))
    assert articles(HEAD + body) == [f"pasal-{n}" for n in range(1, len(bodies) + 1)]
