"""The case of a question against the case of a provision."""

import pytest

from kb.condition import amounts_put, amounts_ruled, denied_words, fits_amounts

SHORT = "yang sakit lebih dari 1 (satu) hari sampai dengan 14 (empat belas) hari diberi izin"
LONG = "yang sakit lebih dari 14 (empat belas) hari diberi izin"


@pytest.mark.parametrize(
    ("question", "short", "long"),
    [
        ("sakit 20 hari", -1, 1),
        ("sakit 3 hari", 1, -1),
        ("sakit 14 hari", 1, -1),  # "lebih dari 14" leaves 14 out
        ("sakit lebih dari 14 hari", -1, 1),
        ("sakit 1 hari", -1, -1),
        ("sakit 2 bulan", 0, 0),  # no amount of that unit is ruled
        ("sakit lama", 0, 0),
    ],
)
def test_an_amount_lies_in_what_is_ruled_or_not(question: str, short: float, long: float) -> None:
    put = amounts_put(question)
    assert fits_amounts(put, SHORT) == short
    assert fits_amounts(put, LONG) == long


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("selama 4 (empat) sampai dengan 6 (enam) hari kerja", 4, 6),
        ("selama 28 (dua puluh delapan) hari kerja atau lebih", 28, float("inf")),
        ("pidana penjara kurang dari 2 (dua) tahun", 0, 2),
        ("pidana penjara paling singkat 2 (dua) tahun", 2, float("inf")),
        ("selama lO (sepuluh) hari kerja", 10, 10),  # the words in brackets count where a digit was misread
    ],
)
def test_the_amounts_that_a_provision_is_for(words: str, low: float, high: float) -> None:
    (extent,) = amounts_ruled(words)
    assert (extent.low, extent.high) == (low, high)


def test_what_is_granted_is_no_condition() -> None:
    assert amounts_ruled("cuti diberikan paling lama 3 (tiga) bulan") == []


def test_a_year_in_one_word_and_what_lies_beyond() -> None:
    (year,) = amounts_put("sakit setahun lebih")
    assert (year.unit, year.low, year.over) == ("tahun", 1, True)


def test_what_is_denied() -> None:
    (stem,) = denied_words("saya tidak hadir")
    assert denied_words("apabila yang bersangkutan tidak hadir juga") == {stem}
    assert denied_words("saya hadir") == frozenset()
    # how an end comes is no act that is denied
    assert denied_words("diberhentikan tidak dengan hormat, tidak atas permintaan sendiri") == frozenset()
