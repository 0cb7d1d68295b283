"""What a question expects, and how an answer to it reads."""

import pytest

from kb.expected import (
    TRANSITIONAL,
    amount_asked,
    answer_patterns,
    asks_list,
    asks_wording,
    figures_asked,
    figures_said,
    measures_said,
    says_kind,
)
from kb.question import understand
from kb.types import Regulation

CUTI = Regulation("pp-11-2017", "pp", "11", 2017, "Manajemen Pegawai Negeri Sipil", aliases=("pp manajemen pns",))


@pytest.mark.parametrize(
    ("question", "says", "says_not"),
    [
        ("berapa persen tunjangannya?", "sebesar 50% (lima puluh persen)", "tetap menerima penghasilan"),
        ("cuti tahunan berapa hari?", "12 (dua belas) hari kerja", "12 (dua belas) bulan"),
        ("umur berapa boleh daftar?", "35 (tiga puluh lima) tahun", "35 (tiga puluh lima) orang"),
        ("berapa lama prosesnya?", "paling lama 2 (dua) bulan", "pada waktunya"),
        ("how many days of leave?", "12 hari", "12 bulan"),
    ],
)
def test_an_amount_in_the_measure_asked_for(question: str, says: str, says_not: str) -> None:
    amount = amount_asked(understand(question))
    assert amount is not None
    assert amount.search(says)
    assert not amount.search(says_not)


def test_no_amount_is_asked_for() -> None:
    assert amount_asked(understand("siapa yang berwenang?")) is None


def test_the_bound_that_is_asked_for_tells() -> None:
    most = understand("cuti maksimal berapa tahun?")
    assert measures_said(most, "paling lama 3 (tiga) tahun") > measures_said(most, "paling singkat 5 (lima) tahun")
    least = understand("minimal berapa tahun?")
    assert measures_said(least, "paling lama 3 (tiga) tahun") < measures_said(least, "paling singkat 5 (lima) tahun")


def test_kinds() -> None:
    asked = understand("siapa yang berwenang?")
    assert says_kind(asked, "ditetapkan oleh bupati") == 1
    assert says_kind(asked, "paling lama 3 hari") == 0
    assert answer_patterns(understand("halo")) == []
    assert says_kind(understand("halo"), "apa pun") == 0.5


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("apa saja syarat cuti?", True),
        ("isinya apa sj", True),
        ("sebutkan kewajiban PNS", True),
        ("berapa hari cuti?", False),
        ("umur minimal daftar pegawai berapa", False),  # to apply, not a list
        ("daftar kewajiban PNS", True),
    ],
)
def test_lists(question: str, listed: bool) -> None:
    assert asks_list(understand(question)) is listed


def test_figures_of_citations_are_not_asked_about() -> None:
    assert figures_asked("bolos 28 hari menurut Pasal 11 ayat (2) PP 94 Tahun 2021") == {"28"}


def test_ordinals_are_figures_of_their_own() -> None:
    assert figures_asked("lahiran anak ke-4 cuti 3 bulan") == {"ke-4", "3"}
    assert figures_said("anak keempat diberi 3 (tiga) bulan") == {"ke-4", "3"}


def test_whom_to_turn_to_is_a_kind_of_its_own() -> None:
    asked = understand("izin ke siapa?")
    assert says_kind(asked, "wajib memperoleh izin lebih dahulu dari pejabat") == 1
    assert says_kind(asked, "izin dibuat oleh staf") < 1


def test_when_asks_for_a_moment_and_how_long_for_a_length() -> None:
    when = understand("kapan sasaran ditetapkan?")
    assert says_kind(when, "ditetapkan setiap tahun pada bulan Januari") == 1
    assert says_kind(when, "ditetapkan setelah disetujui") == 0
    assert says_kind(understand("berapa lama cutinya?"), "diberikan 3 (tiga) hari") == 1


def test_what_was_before_a_rule_came_is_transitional() -> None:
    assert TRANSITIONAL.search("yang sebelum Peraturan Pemerintah ini mulai berlaku menjabat")


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        ("bunyi pasal 5 ayat 2 pp 11 tahun 2017", True),
        ("isi pasal 5 pp manajemen pns 2017", True),
        ("apa sanksi bolos 28 hari menurut pasal 5 pp 11 tahun 2017", False),
    ],
)
def test_wording_or_something_in_it(question: str, wording: bool) -> None:
    assert asks_wording(question, CUTI) is wording
