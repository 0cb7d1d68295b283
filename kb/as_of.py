"""The day as of which a question asks: "per 1 Januari 2020", "waktu tahun 2015", "sebelum 2021", "berlaku sekarang".

Only words that speak of the time of the rule count. A year of the matter ("gaji ketiga belas tahun 2014") or of a
citation ("PP 53 Tahun 2010") is none: to show a repealed rule as if it were in force is the worse mistake.

Does not do: spans of time, days counted from another ("tahun lalu"), the day of a regulation named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day on which the rules asked for were in force, and the words that say so."""

    day: date
    words: str


_MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember "
    "january february march april may june july august september october november december"
).split()
_DATE = rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>(?:19|20)\d\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# What stands before the year of a citation: "PP 53 Tahun", "UU ASN".
_CITATION = re.compile(
    r"(?<!\w)(?:(?:no|nomor|nr)\.? \d+ (?:tahun )?"
    r"|(?:uu|undang-undang|pp|peraturan pemerintah|perpres|keppres|permen\w*|perda|perbup|perwali?|pergub|perka|perbkn)"
    r" (?:\w+ ){0,2}(?:tahun )?)$",
    re.I,
)
_WHEN = "waktu|saat|pada saat|ketika|semasa|masih|era|zaman|kondisi|per|pada|di|as of|in|back in"
_NOW = "sekarang|saat ini|kini|hari ini"
# What a date stands beside, and which day is meant: that one, the one before, the last of the year, today.
_AS_OF = (
    (rf"(?:per|pada|pada tanggal|sampai|tanggal|as of|on) {_DATE}", "on"),
    (rf"(?:sebelum|before) (?:tanggal )?{_DATE}", "before"),
    (rf"(?:sebelum|before) (?:tahun )?{_YEAR}", "before"),
    (rf"(?:{_WHEN}) (?:tahun )?{_YEAR}", "year"),
    (rf"yang berlaku (?:di |pada )?(?:tahun )?{_YEAR}", "year"),
    (rf"tahun {_YEAR} (?:dulu|dahulu|lalu|silam)", "year"),
    (rf"(?:yang |masih )?berlaku (?:{_NOW})|(?:{_NOW}) (?:yang )?berlaku|currently in force", "now"),
)


def find_as_of(text: str, today: date) -> AsOf | None:
    """The day as of which a question asks, where it says so; a year that is part of a citation is none."""
    for pattern, sense in _AS_OF:
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.I):
            named = match.groupdict()
            if "year" in named and _CITATION.search(text[: match.start("year")]):
                continue
            if day := _day(named, sense, today):
                return AsOf(day, match[0])
    return None


def _day(named: dict[str, str], sense: str, today: date) -> date | None:
    if sense == "now":
        return today
    year = int(named["year"])
    if "month" in named:
        try:
            day = date(year, _MONTHS.index(named["month"].lower()) % 12 + 1, int(named["day"]))
        except ValueError:
            return None
        return day - timedelta(days=1) if sense == "before" else day
    return date(year - 1, 12, 31) if sense == "before" else date(year, 12, 31)
