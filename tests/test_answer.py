"""Answers over small regulations: what is quoted, what stands beside it, what is warned of, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from small_documents import set_pdf

from ingest.pipeline import ingest
from kb import confidence as module
from kb.answer import LIMIT, answer
from kb.beside import find_elucidation, find_references, find_terms, shorten
from kb.caveats import people_of, warnings_for
from kb.confidence import CONFIDENCE
from kb.question import understand
from kb.quote import is_on_page
from kb.refusal import refuse
from kb.search import Library, open_library, search
from kb.types import Passage
from kb.wording import brief, clip, end_sentence, unmark

RULES = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 3 TAHUN 2022
TENTANG
CUTI PEGAWAI NEGERI SIPIL
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa perlu cuti;
MEMUTUSKAN:
Pasal 1
Dalam Peraturan Pemerintah ini yang dimaksud dengan:
1. Pegawai Negeri Sipil yang selanjutnya disingkat PNS adalah warga negara yang diangkat.
2. Cuti Besar adalah izin panjang setelah lama mengabdi.
Pasal 2
Cuti terdiri atas:
a. cuti tahunan;
b. Cuti Besar; dan
c. cuti sakit.
Pasal 3
(1) PNS yang telah bekerja 5 (lima) tahun berhak atas Cuti Besar sebagaimana
dimaksud dalam Pasal 2 huruf b.
(2) Cuti Besar diberikan paling lama 3 (tiga) bulan.
(3) Permohonan cuti diajukan secara tertulis kepada atasan langsung.
Pasal 4
Permohonan sebagaimana dimaksud dalam Pasal 3 ayat (3) yang ditolak
diajukan kembali dalam 14 (empat belas) hari kerja.
PENJELASAN
ATAS
PERATURAN
I. UMUM
Cukup.
II. PASAL DEMI PASAL
Pasal 1
Cukup jelas.
Pasal 2
Cukup jelas.
Pasal 3
Ayat (1)
Masa kerja dihitung sejak pengangkatan sebagai calon pegawai.
Ayat (2)
Cukup jelas.
Ayat (3)
Cukup jelas.
Pasal 4
Cukup jelas."""


@pytest.fixture(scope="module")
def leave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    from conftest import LetterEmbedder

    folder = tmp_path_factory.mktemp("cuti")
    set_pdf(folder / "cuti.pdf", RULES)
    (row,) = ingest([folder / "cuti.pdf"], data=folder / "data", embedder=LetterEmbedder())
    assert row["result"] == "ingested"
    library = open_library(folder / "data", embedder=LetterEmbedder())
    yield library
    library.store.close()


@pytest.fixture(autouse=True)
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every passage answers: the letters of the fake embedder know no meaning."""
    monkeypatch.setattr(module, "CONFIDENCE", dict.fromkeys(CONFIDENCE, 0.0) | {"bias": 9.0})


def quoted(library: Library, label: str) -> Passage:
    return answer(library, f"bunyi {label} pp 3 tahun 2022").passages[0]


@pytest.mark.parametrize(
    ("question", "path", "said"),
    [
        ("Cuti Besar maksimal berapa bulan?", "pp-3-2022/pasal-3", "paling lama 3 (tiga) bulan"),
        ("apa saja jenis cuti?", "pp-3-2022/pasal-2", "cuti tahunan; Cuti Besar; dan cuti sakit."),
        ("permohonan ditolak, diajukan kembali berapa hari?", "pp-3-2022/pasal-4", "14 (empat belas) hari kerja"),
    ],
)
def test_the_words_that_answer_come_first(leave: Library, question: str, path: str, said: str) -> None:
    result = answer(leave, question)
    assert said in result.text.split("\n")[0]
    assert result.passages[0].chunk.path.startswith(path)
    assert f"halaman {result.passages[0].chunk.pages[0]}" in result.text
    assert len("\n".join([result.text, *(p.quote for p in result.passages)])) <= LIMIT


def test_the_place_named_is_that_of_the_words_not_of_the_grown_quote(leave: Library) -> None:
    result = answer(leave, "Cuti Besar maksimal berapa bulan?")
    assert "Pasal 3 ayat (2), halaman" in result.text
    assert "Cuti Besar diberikan" in result.passages[0].quote


def test_every_quote_stands_on_its_page_once(leave: Library) -> None:
    result = answer(leave, "syarat dan lama Cuti Besar, dan bagaimana mengajukannya?")
    for passage in result.passages:
        page = leave.store.page("pp-3-2022", passage.chunk.pages[0])
        assert page is not None
        assert is_on_page(passage.quote, page.text)
        assert {box[0] for box in passage.chunk.boxes} == {page.number}
    quotes = [p.quote for p in result.passages]
    assert len(set(quotes)) == len(quotes)


def test_a_provision_asked_for_by_number_keeps_to_itself(leave: Library) -> None:
    passage = quoted(leave, "pasal 3 ayat 2")
    assert passage.chunk.path == "pp-3-2022/pasal-3/ayat-2"
    assert passage.quote == "(2) Cuti Besar diberikan paling lama 3 (tiga) bulan."


def test_something_asked_within_a_named_article_is_looked_for_there(leave: Library) -> None:
    result = answer(leave, "permohonan cuti diajukan tertulis kepada siapa menurut pasal 3 pp 3 tahun 2022?")
    assert "atasan langsung" in result.text.split("\n")[0]


def test_a_reference_is_resolved_in_place_where_it_says_more_than_the_quote(leave: Library) -> None:
    result = answer(leave, "bunyi pasal 4 pp 3 tahun 2022")
    (note,) = (note for note in result.beside if note.kind == "rujukan")
    assert (note.term, note.path) == ("Pasal 3 ayat (3)", "pp-3-2022/pasal-3/ayat-3")
    assert note.text == "Permohonan cuti diajukan secara tertulis kepada atasan langsung."
    assert f"Pasal 3 ayat (3): {note.text}" in result.text
    assert find_references(leave, quoted(leave, "pasal 3 ayat 1")) == ()  # the quote names the leave itself


def test_a_rare_term_is_explained_and_penjelasan_is_given_unless_it_says_nothing(leave: Library) -> None:
    first = quoted(leave, "pasal 3 ayat 1")
    assert [(n.term, n.text) for n in find_elucidation(leave, first)] == [
        ("Penjelasan Pasal 3 ayat (1)", "Masa kerja dihitung sejak pengangkatan sebagai calon pegawai.")
    ]
    assert find_elucidation(leave, quoted(leave, "pasal 3 ayat 2")) == ()
    assert find_elucidation(leave, quoted(leave, "pasal 4")) == ()
    assert find_terms(leave, "cuti besar", quoted(leave, "pasal 1 angka 2")) == ()  # it is the definition


def test_a_refusal_offers_what_is_near_but_no_answer(leave: Library) -> None:
    refused = answer(leave, "apakah Pak Budi sudah dipecat?")
    assert (refused.found, refused.passages, refused.refusal) == (False, (), "perlu_pejabat")
    assert refused.related
    assert all(not p.quote for p in refused.related)
    assert "bukan jawaban" in refused.text
    near = search(leave, "cuti")
    assert refuse("resep rendang", "di_luar_lingkup", near=near).related == ()
    assert len(refuse("cuti", "tidak_ada_di_koleksi", near=near * 9).related) == 3


def test_a_case_is_refused_also_where_a_provision_is_named(leave: Library) -> None:
    assert answer(leave, "apakah Pak Budi bersalah menurut pasal 3 pp 3 tahun 2022?").refusal == "perlu_pejabat"


def test_a_rule_for_others_is_warned_of(leave: Library) -> None:
    passage = quoted(leave, "pasal 3 ayat 1")
    (warned,) = [w for w in warnings_for(leave, understand("cuti besar PPPK"), [passage], None) if "PPPK" in w]
    assert "mengatur PNS, bukan PPPK" in warned
    assert not any("bukan" in w for w in warnings_for(leave, understand("cuti besar PNS"), [passage], None))
    assert people_of("calon PNS dan PPPK") == {"CPNS", "PPPK"}


def test_a_repealed_rule_is_warned_of_first_and_once(library: Library) -> None:
    result = answer(library, "isi pasal 2 pp 1 tahun 2020")
    assert "dicabut oleh PP Nomor 2 Tahun 2021 Pasal 2" in result.warnings[0]
    assert len(set(result.warnings)) == len(result.warnings)
    twice = warnings_for(library, understand("mangkir"), [*result.passages, *result.passages], None)
    assert twice == result.warnings
    assert answer(library, "isi pasal 2 pp 1 tahun 2020", as_of=date(2020, 6, 1)).passages[0].status != "dicabut"


def test_a_replaced_rule_is_not_quoted_beside_the_rule_in_force(library: Library) -> None:
    result = answer(library, "pegawai yang mangkir dikenai apa?")
    assert {p.chunk.regulation for p in result.passages} == {"pp-2-2021"}


def test_words_are_cut_but_not_changed() -> None:
    assert unmark("Pasal 5 (2) Cuti diberikan.") == "Cuti diberikan."
    assert unmark("b. Cuti Besar; dan") == "Cuti Besar; dan"
    assert end_sentence("selama 28 hari; dan") == "selama 28 hari."
    assert end_sentence("izin, sakit,  dan/atau") == "izin, sakit."
    assert end_sentence("Cuti Besar, dan lainnya") == "Cuti Besar, dan lainnya"
    assert (
        brief("hak cuti sebagaimana dimaksud dalam Pasal 4 huruf f diberikan") == "hak cuti (Pasal 4 huruf f) diberikan"
    )
    words = "Pegawai wajib hadir, wajib tertib, dan sopan; cuti diberikan paling lama 12 (dua belas) hari kerja " * 2
    cut = clip(words, 100, {"cuti"}, [])
    assert "cuti diberikan" in cut
    assert len(cut) <= 100 + 4
    little_longer = (
        "Pegawai wajib hadir dan gajinya dihentikan sejak bulan sesudah ia tidak lagi datang bekerja di kantor"
    )
    assert clip(little_longer, 90, set(), []) == little_longer
    assert shorten("satu dua tiga; empat lima", 20) == "satu dua tiga …"
    assert shorten("satu dua", 20) == "satu dua"
