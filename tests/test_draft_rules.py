"""The draft check: a clean draft gives nothing; each rule finds its breach, where it is, with its source."""

from pathlib import Path

import pytest
from small_laws import DRAFT

from ingest.draft import parse_draft
from kb.draft import RULES, check_draft
from kb.draft_figures import find_figures
from kb.finding import Finding, level_of
from kb.search import Library

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
DRAFTS = sorted((Path(__file__).parent / "data" / "drafts").glob("*.txt"))


def findings(library: Library, text: str) -> list[Finding]:
    report = check_draft(library, parse_draft(text))
    assert report.checked
    return list(report.findings)


def test_a_clean_draft_gives_nothing(loket: Library) -> None:
    assert findings(loket, DRAFT) == []


@pytest.mark.parametrize("path", DRAFTS, ids=[path.stem for path in DRAFTS])
def test_the_measured_drafts_are_clean_but_for_what_the_collection_lacks(loket: Library, path: Path) -> None:
    assert findings(loket, path.read_text(encoding="utf-8")) == []


# rule, what is replaced, by what, the words or message found
BREACHES = [
    ("rujukan-putus", "dalam Pasal 2 ayat (2) huruf a", "dalam Pasal 2 ayat (2) huruf f", "Pasal 2 ayat (2) huruf f"),
    ("rujukan-putus", "pada ayat (1) memuat", "pada ayat (4) memuat", "ayat (4)"),
    ("rujukan-tidak-ada", "setiap hari kerja.", "sesuai dengan Pasal 44 UU 7/2018.", "Pasal 44 UU 7/2018"),
    ("rujukan-dicabut", "setiap hari kerja.", "sesuai dengan Pasal 2 PP 3/2010.", "Pasal 2 PP 3/2010"),
    ("rujukan-diubah", "setiap hari kerja.", "kecuali Pasal 3 UU 7/2018.", "Pasal 3 UU 7/2018"),
    ("rujukan-kabur", "dalam Pasal 2 ayat (2) huruf a", "dalam pasal tersebut di atas", "pasal tersebut di atas"),
    ("jenis-keliru", "Peraturan Bupati ini mulai", "Undang-Undang ini mulai", "Undang-Undang ini"),
    (
        "kutipan-berbeda",
        "setiap hari kerja.",
        "dan Pasal 4 UU 7/2018 berbunyi “loket ini tutup sore”.",
        "Pasal 4 UU 7/2018",
    ),
    ("dasar-dicabut", "Nomor 9 Tahun 2020;", "Nomor 9 Tahun 2020;\n2. PP 3/2010;", "PP 3/2010"),
    ("dasar-diubah", " sebagaimana telah diubah dengan\nUndang-Undang Nomor 9 Tahun 2020;", ";", "Nomor 7 Tahun 2018"),
    ("dasar-lebih-rendah", "Nomor 9 Tahun 2020;", "Nomor 9 Tahun 2020;\n2. SE BKN 16/2023;", "SE BKN 16/2023"),
    (
        "dasar-tidak-berurutan",
        "1. Undang-Undang",
        "1. PP 5/2010;\n2. Undang-Undang",
        "Undang-Undang Nomor 7 Tahun 2018",
    ),
    ("nomor-bab", "BAB III", "BAB IV", "BAB IV"),
    ("nomor-pasal", "Pasal 5\n", "Pasal 6\n", "Pasal 6"),
    ("nomor-pasal", "Pasal 5\n", "Pasal 4\n", "Pasal 4"),
    ("nomor-ayat", "(2) Hal", "(3) Hal", "(3) Hal"),
    ("nomor-ayat", "(2) Hal", "(1) Hal", "(1) Hal"),
    ("nomor-huruf", "b. tanggal", "c. tanggal", "c. tanggal"),
    ("nomor-huruf", "b. tanggal", "a. tanggal", "a. tanggal"),
    ("nomor-angka", "2. Penjaga", "3. Penjaga", "3. Penjaga"),
    (
        "istilah-tidak-dipakai",
        "\n\nBAB II\n",
        "\n3. Meja Tinggi adalah meja untuk menulis.\n\nBAB II\n",
        "3. Meja Tinggi",
    ),
    ("istilah-ganda", "\n\nBAB II\n", "\n3. Loket Desa adalah loket.\n\nBAB II\n", "3. Loket Desa"),
    (
        "istilah-tidak-didefinisikan",
        "setiap hari kerja.",
        "dan Ruang Tenang buka, juga Ruang Tenang lain.",
        "Ruang Tenang",
    ),
    (
        "delegasi-tanpa-materi",
        "lanjut mengenai bentuk jawaban diatur",
        "lanjut diatur",
        "Ketentuan lebih lanjut diatur",
    ),
    ("delegasi-tanpa-jenis", "diatur dengan Keputusan Bupati.", "diatur lebih lanjut.", "diatur lebih lanjut."),
    ("angka-berbeda", "14 (empat belas) hari", "21 (dua puluh satu) hari", "21 (dua puluh satu) hari"),
    (
        "definisi-berbeda",
        "\n\nBAB II\n",
        "\n3. Kotak Saran adalah peti kayu yang dibuka tiap hari pasar.\n\nBAB II\n",
        "3. Kotak Saran",
    ),
    ("bagian-judul", "NOMOR ... TAHUN 2026\n", "", "judul"),
    ("bagian-frasa", "DENGAN RAHMAT TUHAN YANG MAHA ESA\n", "", "RAHMAT"),
    ("bagian-jabatan", "\nBUPATI MERBABU,\n\nMenimbang", "\nMenimbang", "jabatan"),
    ("bagian-menetapkan", "Menetapkan : PERATURAN BUPATI TENTANG LOKET DESA.\n", "", "Menetapkan"),
    ("bagian-memutuskan", "MEMUTUSKAN:\n", "", "MEMUTUSKAN"),
    ("bagian-berlaku", "Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.", "Loket Desa tertib.", "berlaku"),
    ("bagian-perintah", "memerintahkan pengundangan", "membaca", "perintah pengundangan"),
    ("bagian-penetapan", "Ditetapkan di Merbabu\n", "", "penetapan"),
    ("bagian-pengundangan", "Diundangkan di Merbabu\n", "", "pengundangan"),
]


@pytest.mark.parametrize(("rule", "old", "new", "said"), BREACHES, ids=[f"{n}-{b[0]}" for n, b in enumerate(BREACHES)])
def test_each_rule_finds_its_breach(loket: Library, rule: str, old: str, new: str, said: str) -> None:
    assert old in DRAFT
    text = DRAFT.replace(old, new, 1)
    found = [f for f in findings(loket, text) if f.rule == rule]
    assert found, [(f.rule, f.message) for f in findings(loket, text)]
    assert any(said in f"{' '.join(text[f.start : f.end].split())} {f.message}" for f in found)
    assert all(f.severity == RULES[rule].severity and f.source == RULES[rule].source for f in found)


def test_every_rule_has_a_breach_here() -> None:
    parts = {"bagian-menimbang", "bagian-mengingat"}  # as the others; without them the heading ends elsewhere
    assert {rule for rule, *_ in BREACHES} == set(RULES) - parts


def test_what_only_a_person_can_judge_is_a_question() -> None:
    questions = {name for name, rule in RULES.items() if rule.severity == "pertanyaan"}
    assert questions == {"angka-berbeda", "definisi-berbeda"}


def test_questions_name_the_higher_rule(loket: Library) -> None:
    (found,) = findings(loket, DRAFT.replace("14 (empat belas) hari", "21 (dua puluh satu) hari"))
    assert found.related[0].startswith("uu-7-2018/pasal-2")
    assert found.message.endswith("?")


def test_a_definition_taken_over_word_for_word_is_no_finding(loket: Library) -> None:
    same = "\n3. Kotak Saran adalah wadah tertutup tempat warga menaruh tulisan tentang layanan.\n\nBAB II\n"
    text = DRAFT.replace("\n\nBAB II\n", same, 1).replace("pada Loket Desa.", "pada Kotak Saran.")
    assert findings(loket, text) == []


def test_a_repealing_clause_may_name_what_it_repeals(loket: Library) -> None:
    clause = (
        "Pada saat Peraturan Bupati ini mulai berlaku, PP 3/2010 dicabut dan dinyatakan tidak berlaku.\n\nPasal 6\n"
    )
    assert findings(loket, DRAFT.replace("Pasal 5\n", f"Pasal 5\n{clause}")) == []


def test_a_number_wrapped_to_the_next_line_is_no_mark(loket: Library) -> None:
    assert findings(loket, DRAFT.replace("pada ayat (1) memuat", "pada ayat\n(1) memuat")) == []


def test_a_list_opens_behind_a_wrapped_line(loket: Library) -> None:
    text = DRAFT.replace("pada ayat (1) memuat:", "pada ayat (1) dan\nlain-lain memuat:")  # UU 14/2008 Pasal 49
    assert findings(loket, text) == []


def test_a_letter_has_no_draft_to_check(loket: Library) -> None:
    report = check_draft(loket, parse_draft("Lihat Pasal 2 UU 7/2018."))
    assert (report.checked, report.findings, len(report.citations)) == (False, (), 1)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("paling lambat 7 (tujuh) hari kerja", [("7", "hari kerja")]),
        ("sebesar 25% (dua puluh lima persen) selama 6 (enam)\nbulan", [("25", "%"), ("6", "bulan")]),
        ("Nomor 53 Tahun 2010", []),
        ("tahun 2021", []),
    ],
)
def test_figures(text: str, figures: list[tuple[str, str]]) -> None:
    assert [(f.value, f.measure) for f in find_figures(text)] == figures


def test_levels() -> None:
    kinds = ["uud", "uu", "pp", "perpres", "permenpanrb", "perda", "peraturan-bupati-merbabu", "se-bkn"]
    assert [level_of(kind) for kind in kinds] == [1, 2, 3, 4, 5, 6, 7, 9]
