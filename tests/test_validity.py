"""What regulations are worth: asked in the words of staff, answered from relations, cited or refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from small_status import CATALOGUE

from api.wire import answer_json
from kb import confidence as module
from kb.answer import LIMIT, answer
from kb.catalogue import KnownRegulations, load_catalogue
from kb.confidence import CONFIDENCE
from kb.drafting import draft_answer
from kb.question import understand
from kb.quote import is_on_page
from kb.search import Library
from kb.validity_question import read_newest, read_validity
from kb.validity_state import say_part


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> KnownRegulations:
    path: Path = tmp_path_factory.mktemp("katalog") / "katalog.toml"
    path.write_text(CATALOGUE)
    return KnownRegulations(load_catalogue(path))


@pytest.fixture(autouse=True)
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every passage answers: the letters of the fake embedder know no meaning."""
    monkeypatch.setattr(module, "CONFIDENCE", dict.fromkeys(CONFIDENCE, 0.0) | {"bias": 9.0})


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("PP 2 tahun 2010 masih berlaku?", "keberlakuan"),
        ("pp2/2010 udah ga kepake ya", "keberlakuan"),
        ("is PP 2/2010 still in force?", "keberlakuan"),
        ("apakah PP Nomor 2 Tahun 2010 sudah dicabut atau belum", "pencabut"),
        ("PP 5/2020 sudah direvisi belum", "pengubah"),
        ("pp berapa yang menggantikan PP 1/2010", "pengganti"),
        ("PP 5/2020 mencabut apa saja", "tindakan"),
        ("apa saja yang dicabut oleh PP 5 tahun 2020", "tindakan"),
        ("peraturan pelaksana PP 5/2020 apa saja", "pelaksana"),
        ("bagaimana status PP 2/2010", "keberlakuan"),
        ("PP 1/2010 tentang cuti masih bisa dipakai?", "keberlakuan"),
        ("kapan PP 5/2020 mulai berlaku", "mulai"),
        ("PP 5/2020 tentang apa", "perihal"),
    ],
)
def test_a_question_about_worth_is_known(known: KnownRegulations, question: str, asked: str) -> None:
    read = read_validity(understand(question), known, date(2026, 1, 1))
    assert read is not None
    assert read.asked == (asked,)


@pytest.mark.parametrize(
    "question",
    [
        "PP 6 tahun 2021 berlaku untuk siapa saja",  # whom it binds
        "sanksi mangkir menurut PP 2/2010 yang sudah dicabut",  # only described so
        "siapa pengganti sekretaris menurut PP 5/2020",  # what it says
        "bunyi pasal 2 PP 2/2010",
        "surat mundur yang sudah masuk bisa dicabut lagi tidak",  # no regulation
        "berapa lama masa berlaku SIM",
        "status kepegawaian tenaga kontrak menurut PP 7/2021",
    ],
)
def test_a_question_about_the_rule_itself_is_left_alone(known: KnownRegulations, question: str) -> None:
    understood = understand(question)
    assert read_validity(understood, known, date(2026, 1, 1)) is None
    assert read_newest(understood) is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("peraturan terbaru tentang disiplin PNS apa", "disiplin PNS"),
        ("apa dasar hukum cuti pegawai sekarang", "cuti pegawai"),
        ("cuti diatur di pp berapa", "cuti"),
        ("PNS yang mangkir dihukum apa menurut aturan terbaru?", None),  # the rule is wanted, not its name
    ],
)
def test_a_matter_whose_regulation_is_asked_for(question: str, topic: str | None) -> None:
    read = read_newest(understand(question))
    assert (read.topic if read else None) == topic


def test_a_year_beside_the_regulations_own_is_the_day(known: KnownRegulations) -> None:
    read = read_validity(understand("tahun 2015 PP 2/2010 masih berlaku tidak?"), known, date(2026, 1, 1))
    assert read is not None
    assert read.day == date(2015, 12, 31)


def test_a_year_behind_a_regulations_name_is_part_of_the_name(known: KnownRegulations) -> None:
    year = next(r.year for i, r in known.items() if "pp pppk" in r.aliases)
    read = read_validity(understand(f"PP PPPK {year} masih dipakai?"), known, date(2026, 1, 1))
    assert read is not None
    assert read.day is None


def test_a_repealed_regulation_names_its_repealer_and_what_changed_that(staff: Library) -> None:
    result = answer(staff, "PP 1 tahun 2010 masih berlaku?")
    assert (result.found, result.about) == (True, "keberlakuan")
    assert "tidak berlaku lagi: dicabut oleh PP Nomor 5 Tahun 2020 Pasal 5 (ditetapkan 02-03-2020)" in result.text
    assert "PP Nomor 5 Tahun 2020 sendiri sudah diubah, terakhir dengan PP Nomor 9 Tahun 2022" in result.text
    assert result.passages[0].chunk.article == "pp-5-2020/pasal-5"
    assert "dicabut dan dinyatakan tidak berlaku" in " ".join(result.passages[0].quote.split())
    assert [(r.relation, r.object) for r in result.relations[:1]] == [("mencabut", "pp-1-2010")]


def test_a_partial_repeal_says_what_remains_and_where_it_is_told(staff: Library) -> None:
    result = answer(staff, "pp 2/2010 msh berlaku ga")
    assert "dicabut sebagian oleh PP Nomor 6 Tahun 2021 Pasal 3" in result.text
    assert "yang tetap berlaku hanya ketentuan yang mengatur hukuman sedang" in result.text
    assert [p.chunk.article for p in result.passages] == ["pp-6-2021/pasal-3", "pp-6-2021/pasal-2"]


def test_parts_left_in_force() -> None:
    assert say_part("sepanjang tidak mengatur X").endswith("yang tetap berlaku hanya ketentuan yang mengatur X")
    assert say_part("kecuali Pasal 4").endswith("yang tetap berlaku hanya Pasal 4")
    assert say_part("hanya Pasal 12") == "hanya Pasal 12; ketentuannya yang lain tidak ikut dicabut"
    assert say_part("Pasal 3 dan Pasal 4").startswith("hanya Pasal 3 dan Pasal 4; ")


def test_a_past_day_is_answered_as_of_then_and_now(staff: Library) -> None:
    result = answer(staff, "per 1 Januari 2015 PP 1/2010 berlaku?")
    assert "Pada 01-01-2015: PP Nomor 1 Tahun 2010 tentang Cuti Pegawai Negeri Sipil masih berlaku" in result.text
    assert "Sekarang: " in result.text
    assert "belum berlaku" in answer(staff, "PP 5/2020 berlaku?", as_of=date(2019, 1, 1)).text


def test_what_nobody_states_is_unknown_and_what_nobody_knows_is_refused_by_name(staff: Library) -> None:
    unknown = answer(staff, "PP 4 tahun 2015 masih berlaku?")
    assert (unknown.found, unknown.passages) == (True, ())
    assert "Status PP Nomor 4 Tahun 2015 tentang Seragam Pegawai tidak diketahui" in unknown.text
    refused = answer(staff, "PP 44 tahun 2044 masih berlaku?")
    assert (refused.found, refused.refusal) == (False, "tidak_ada_di_koleksi")
    assert "PP Nomor 44 Tahun 2044 tidak ada di koleksi maupun katalog" in refused.text


def test_a_repealer_known_by_the_catalogue_alone_is_said_to_be_so(staff: Library) -> None:
    result = answer(staff, "UU 3/2012 dicabut oleh apa")
    assert "dicabut oleh UU Nomor 8 Tahun 2023 tentang Kepegawaian (ditetapkan 01-09-2023)" in result.text
    assert "(Sumber: katalog peraturan)" in result.text
    assert "KEPEGAWAIAN" in result.passages[0].quote  # the repealed law's own title, marked as repealed
    assert result.passages[0].status == "dicabut"
    assert any("Naskah UU Nomor 8 Tahun 2023 tidak ada di koleksi" in w for w in result.warnings)


def test_amendments_are_counted_and_a_higher_ordinal_is_told(staff: Library) -> None:
    result = answer(staff, "PP 5/2020 diubah berapa kali")
    assert "sudah diubah dengan PP Nomor 9 Tahun 2022 Pasal I (ditetapkan 01-06-2022)" in result.text
    assert "judul PP Nomor 9 Tahun 2022 menyebut perubahan ke-3" in result.text


def test_what_an_act_repeals(staff: Library) -> None:
    result = answer(staff, "PP 5/2020 mencabut apa saja")
    assert "mencabut 1 peraturan: PP Nomor 1 Tahun 2010." in result.text
    assert "Tidak tercatat" in answer(staff, "PP 7/2021 mencabut apa saja").text


def test_an_article_of_an_act_amended_by_an_unseen_text_is_not_called_valid(staff: Library) -> None:
    result = answer(staff, "pasal 3 PP 5/2020 masih berlaku?")
    assert "Tidak diketahui apakah PP Nomor 5 Tahun 2020 Pasal 3 ikut diubah" in result.text
    assert [p.chunk.path for p in result.passages] == ["pp-5-2020/pasal-3"]
    repealed = answer(staff, "pasal 1 PP 1/2010 masih berlaku?")
    assert repealed.text.startswith("PP Nomor 1 Tahun 2010 Pasal 1 tidak berlaku lagi.")


def test_an_amended_article_leads_to_its_new_wording(loket: Library) -> None:
    result = answer(loket, "pasal 3 UU 7/2018 sudah diubah?")
    assert "bunyi terbarunya dalam UU Nomor 9 Tahun 2020 Pasal 3" in result.text
    assert result.passages[0].chunk.regulation == "uu-9-2020"


def test_the_newest_regulation_of_a_matter_is_one_in_force(staff: Library) -> None:
    titled = answer(staff, "peraturan terbaru tentang disiplin PNS apa")
    assert "PP Nomor 6 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil masih berlaku" in titled.text
    ruled = answer(staff, "apa dasar hukum cuti PNS sekarang")
    assert "PP Nomor 5 Tahun 2020 tentang Manajemen Pegawai Negeri Sipil, BAB II CUTI (Pasal 2 sampai" in ruled.text
    assert ruled.passages[0].chunk.article == "pp-5-2020/pasal-2"
    then = answer(staff, "peraturan tentang disiplin PNS yang berlaku tahun 2015")
    assert "PP Nomor 2 Tahun 2010" in then.text


def test_every_answer_about_worth_keeps_its_length_and_quotes_what_is_printed(staff: Library) -> None:
    for row in staff.regulations.values():
        for asked in ("{} masih berlaku?", "{} diubah oleh apa", "{} mencabut apa saja", "tahun 2016 {} berlaku?"):
            result = answer(staff, asked.format(f"{row.kind.upper()} {row.number}/{row.year}"))
            assert result.about == "keberlakuan"
            assert len("\n".join([result.text, *(p.quote for p in result.passages)])) <= LIMIT
            for passage in result.passages:
                page = staff.store.page(passage.chunk.regulation, passage.chunk.pages[0])
                assert page is not None
                assert is_on_page(passage.quote, page.text)


def test_a_title_and_a_beginning_are_told_from_the_document_itself(staff: Library) -> None:
    about = answer(staff, "PP 7 tahun 2021 itu tentang apa")
    assert "tentang Manajemen Pegawai Pemerintah dengan Perjanjian Kerja" in about.text
    assert [p.chunk.path for p in about.passages] == ["pp-7-2021/judul"]
    began = answer(staff, "kapan PP 7/2021 mulai berlaku")
    assert began.text.startswith("Tanggal mulai berlaku PP Nomor 7 Tahun 2021 tidak tercatat; ")
    assert "(ditetapkan 03-05-2021)" in began.text
    assert [p.chunk.path for p in began.passages] == ["pp-7-2021/pasal-3"]


def test_a_matter_that_no_regulation_in_force_rules_is_refused(staff: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONFIDENCE", dict.fromkeys(CONFIDENCE, 0.0) | {"bias": -9.0})
    refused = answer(staff, "aturan terbaru soal warisan")
    assert (refused.found, refused.refusal) == (False, "tidak_ada_di_koleksi")
    assert "tentang warisan" in refused.text


def test_the_json_tells_what_it_is_about_and_stands_on(staff: Library) -> None:
    told = answer_json(answer(staff, "PP 1 tahun 2010 masih berlaku?"))
    assert told["about"] == "keberlakuan"
    assert told["relations"][0] == {
        "subject": "pp-5-2020",
        "relation": "mencabut",
        "object": "pp-1-2010",
        "article": "pasal-5",
        "note": "",
        "source": "teks",
    }
    assert answer_json(answer(staff, "masa percobaan calon pegawai berapa lama"))["about"] == "isi"


def test_where_regulations_were_chosen_no_other_is_asked_about_or_quoted(staff: Library) -> None:
    narrowed = staff.leave_out({"pp-5-2020", "pp-6-2021"})
    assert "tidak termasuk peraturan yang dipilih" in answer(narrowed, "PP 5/2020 masih berlaku?").text
    told = answer(narrowed, "PP 1/2010 masih berlaku?")
    assert "dicabut oleh PP Nomor 5 Tahun 2020" in told.text  # judged by all that is stored
    assert {p.chunk.regulation for p in told.passages} == {"pp-1-2010"}
    assert "PP Nomor 6 Tahun 2021" not in answer(narrowed, "peraturan terbaru tentang disiplin PNS apa").text


def test_a_chat_model_is_not_asked_to_reword_it(staff: Library) -> None:
    class Talker:
        name, timeout = "talker", 1.0

        def stream(self, messages: object) -> Iterator[str]:
            raise AssertionError("asked")

    result = answer(staff, "PP 1 tahun 2010 masih berlaku?")
    assert draft_answer(result, Talker()) == result
