"""The day that a question asks about, where it names one."""

from __future__ import annotations

from datetime import date

import pytest

from kb.as_of import find_as_of

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("aturan cuti per 1 Januari 2020", date(2020, 1, 1), "per 1 Januari 2020"),
        ("aturan cuti sebelum 5 Mei 2019", date(2019, 5, 4), "sebelum 5 Mei 2019"),
        ("waktu tahun 2015 bagaimana cutinya", date(2015, 12, 31), "waktu tahun 2015"),
        ("sebelum 2021 hukumannya apa", date(2020, 12, 31), "sebelum 2021"),
        ("tahun 2012 dulu bagaimana", date(2012, 12, 31), "tahun 2012 dulu"),
        ("yang berlaku sekarang apa", TODAY, "yang berlaku sekarang"),
        ("what applied as of 1 June 2018", date(2018, 6, 1), "as of 1 June 2018"),
        ("PP 53 Tahun 2010 mengatur apa", None, ""),  # a citation
        ("di era PP 53 Tahun 2010", None, ""),
        ("sebelum PP Nomor 94 Tahun 2021", None, ""),
        ("peraturan yang berlaku tahun 2015", date(2015, 12, 31), "yang berlaku tahun 2015"),
        ("uu asn 2014", None, ""),
        ("per tahun dapat berapa", None, ""),
        ("pada 31 Februari 2020", None, ""),  # no such day
        ("gaji tahun 2014", None, ""),  # the matter, not the day of the law
    ],
)
def test_the_day_asked_for(text: str, day: date | None, words: str) -> None:
    found = find_as_of(text, TODAY)
    assert (found.day, found.words) == (day, words) if found and day else found is None
