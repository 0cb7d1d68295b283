"""When a rule was enacted, promulgated, and from when it is in force, as its closing articles and formula say.

>>> read_dates_of_text("... ini mulai berlaku pada tanggal diundangkan. Ditetapkan di Jakarta pada tanggal 31 Agustus 2O21 "
...     "Diundangkan di Jakarta pada tanggal 3 1 Agustus 2O2l", year=2021)
Dates(enacted=datetime.date(2021, 8, 31), promulgated=datetime.date(2021, 8, 31), in_force_from=datetime.date(2021, 8, 31))

A date that cannot be read with certainty is None: an unreadable numeral, a year that does not fit the rule's own, an
article that gives parts of the rule other days.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.wording import even_text, month_number, read_number
from kb.citation import parse_path
from kb.types import Provision, Regulation


@dataclass(frozen=True, slots=True)
class Dates:
    """``enacted`` (ditetapkan, disahkan), ``promulgated`` (diundangkan), ``in_force_from``; None where not certain."""

    enacted: date | None = None
    promulgated: date | None = None
    in_force_from: date | None = None


_DATE = r"(?P<day>[\dlIiOoSsBT|!]{1,2}|[\dlI] [\dlIO])\s*(?P<month>[A-Za-z]{3,10})\s*(?P<year>[\dlIOoTSZ|!]{4}|[\dlIOoTSZ ]{5,7})(?!\d)"
_ENACTED = re.compile(
    rf"\b(?:ditetapkan|disahkan)\s*(?:di\s*[A-Za-z. -]{{2,30}}?)?[\s,;:]*(?:pada\s*)?tan\w{{2,4}}[\s,:]*{_DATE}", re.I
)
_PROMULGATED = re.compile(
    rf"\bdiundangkan\s*(?:di\s*[A-Za-z. -]{{2,30}}?)?[\s,;:]*(?:pada\s*)?tan\w{{2,4}}[\s,:]*{_DATE}", re.I
)
_BEGINS = re.compile(
    r"\b(?:ini|[1lI]ni|1m|m1)\s+(?:(?:dinamakan|disebut|dapat\s+disebut)\b.{0,160}?\bdan\s+)?(?:mulai\s+)?(?:dinyatakan\s+)?(?:mulai\s+)?berlaku(?:\s+efektif)?\s+(?P<when>(?:pada|sejak|setelah|terhitung|\d|untuk|mulai)\b[^.;]{3,260})",
    re.I,
)
_BACKWARDS = re.compile(
    rf"\b(?:berlaku|daya(?:\s+laku)?)\s+sur[au]t\s+(?:(?:sampai|sejak|terhitung|mulai|dengan|pada|dari)\s+)*(?:tan\w{{2,4}}\s*)?{_DATE}",
    re.I,
)
_AFTER = re.compile(
    r"(?P<count>\d{1,3})\s*(?:\([a-z -]+\))?\s*(?P<unit>hari|bulan|tahun)\s+(?:(?:terhitung|dihitung)\s+)?(?:sejak|setelah|sesudah)\s+"
    r"(?:tanggal\s+|saat\s+)?(?P<event>di\s?undang\s?kan(?:nya)?|ditetapkan(?:nya)?|disahkan|pengundangan|penetapan)",
    re.I,
)
_ON_EVENT = re.compile(
    r"(?:tanggal|hari|saat|sejak)\s+(?:ditanda\s*tangani|(?P<event>di\s?undang\s?kan(?:nya)?|ditetapkan(?:nya)?|disahkan|pengundangan|penetapan))",
    re.I,
)


def read_dates(provisions: Sequence[Provision], regulation: Regulation) -> Dates:
    """The dates of a document from its body and closing; quoted articles, elucidation and annexes are not read."""
    frames = any(re.search(r"/pasal-i+$", p.path) for p in provisions)
    words = []
    for unit in provisions:
        steps = parse_path(unit.path).steps
        quoted = frames and steps[0][0] == "pasal" and steps[0][1].isdigit()
        if len(steps) == 1 and not quoted and steps[0][0] not in ("menimbang", "mengingat", "penjelasan", "lampiran"):
            words.append(unit.text)
    return read_dates_of_text("\n".join(words), regulation.year)


def read_dates_of_text(text: str, year: int | None) -> Dates:
    """The dates that ``text`` (body and closing of one rule of ``year``) says."""
    even = even_text(text)
    enacted = _last_date(_ENACTED, even, year, 0)
    promulgated = _last_date(_PROMULGATED, even, year, 1)
    if enacted and promulgated and promulgated < enacted:
        promulgated = None
    return Dates(enacted, promulgated, _in_force(even, enacted, promulgated))


def _last_date(pattern: re.Pattern[str], text: str, year: int | None, late: int) -> date | None:
    """The date of the last match, where it lies in ``year`` or at most ``late`` years after it."""
    found = [_date_of(match) for match in pattern.finditer(text)]
    return next((day for day in reversed(found) if day and (year is None or year <= day.year <= year + late)), None)


def _date_of(match: re.Match[str]) -> date | None:
    day, month, year = read_number(match["day"]), month_number(match["month"]), read_number(match["year"])
    try:
        return date(year, month, day) if day and month and year and 1945 <= year <= 2100 else None
    except ValueError:
        return None


def _in_force(text: str, enacted: date | None, promulgated: date | None) -> date | None:
    """The day from which the rule is in force; None where it names several, or one that is not known."""
    said = list(_BEGINS.finditer(text))
    days = {day for match in said[-3:] if (day := _begin(match["when"], text, enacted, promulgated))}
    return days.pop() if len(days) == 1 and len(said) <= 3 else None


def _begin(when: str, text: str, enacted: date | None, promulgated: date | None) -> date | None:
    if backwards := _BACKWARDS.search(when):
        return _date_of(backwards)
    if after := _AFTER.search(when):
        start = _event_day(after["event"], enacted, promulgated)
        return _add(start, int(after["count"]), after["unit"].lower()) if start else None
    if fixed := re.search(rf"tan\w{{2,4}}\s*{_DATE}", when, re.I):
        return _date_of(fixed)
    if event := _ON_EVENT.search(when):
        return _event_day(event["event"] or "ditetapkan", enacted, promulgated)
    return None


def _event_day(event: str, enacted: date | None, promulgated: date | None) -> date | None:
    return promulgated if "undang" in event.lower() else enacted


def _add(start: date, count: int, unit: str) -> date:
    """``start`` and so many days, months or years; the last day of a shorter month."""
    if unit == "hari":
        return start + timedelta(days=count)
    months = start.month - 1 + count * (12 if unit == "tahun" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
