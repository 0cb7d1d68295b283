"""The case that a question puts, against the case that a provision is for: amounts within its bounds, what is denied.

"Sakit 20 hari" lies in "lebih dari 14 (empat belas) hari" and not in "lebih dari 1 (satu) hari sampai dengan 14 (empat
belas) hari"; "tidak hadir" is the case of the ayat on those who do not come, not of the one on the summons.

Does not do: find the article (kb/search.py); amounts that a provision grants ("paling lama 3 bulan"), which are no
conditions; one unit in another ("seminggu" is not seven days).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.figures import read_figures
from kb.polarity import read_words

_UNIT = r"hari|minggu|bulan|tahun|jam|kali|orang|juta|miliar"
_NUMBER = r"(?<!\w)[\dlIO]{1,3}\s*(?:\([\w\s/]+\)\s*)?"  # recognition reads 1 as l or I, 0 as O
_SPAN = re.compile(
    rf"""(?P<above>lebih\s+dari\s+|di\s?atas\s+|melebihi\s+)?
    (?P<low>{_NUMBER})(?:(?:{_UNIT})\w*\s+(?:kerja\s+)?)?(?:sampai\s+dengan|sampai|hingga|s\.?d\.?|-)\s*
    (?P<high>{_NUMBER})(?P<unit>{_UNIT})""",
    re.X | re.I,
)
_BOUND = re.compile(
    rf"""(?P<way>lebih\s+dari|di\s?atas|melebihi|kurang\s+dari|di\s?bawah
    |paling\s+(?:singkat|sedikit|kurang|rendah)|sekurang-?kurangnya|minimal)\s+
    (?:selama\s+)?(?P<value>{_NUMBER})(?P<unit>{_UNIT})(?!\w*\s*(?:sebelum|setelah|sejak))""",
    re.X | re.I,
)
_OPEN = re.compile(
    rf"(?P<value>{_NUMBER})(?P<unit>{_UNIT})\w*(?:\s+kerja)?\s+(?:atau|dan)\s+(?:lebih|selebihnya|seterusnya)", re.I
)
_EXACT = re.compile(rf"selama\s+(?P<value>{_NUMBER})(?P<unit>{_UNIT})(?!\w)", re.I)
_ASKED = re.compile(
    rf"(?:(?P<way>lebih\s+dari|di\s?atas|melebihi|lewat|kurang\s+dari|di\s?bawah|belum)\s+)?"
    rf"(?P<value>\d+)\s*(?P<unit>{_UNIT})(?!\w)(?:\s+(?:kerja\s+)?(?P<more>lebih))?",
    re.I,
)
_ONE = re.compile(r"(?<!\w)se(?P<unit>hari|minggu|bulan|tahun|jam)(?!\w)", re.I)
_MANNER = re.compile(r"\btidak\s+(?:atas|dengan)\s+\w+", re.I)
_MORE = re.compile(r"lebih|atas|melebihi|lewat", re.I)
_LESS = re.compile(r"kurang\s+dari|bawah|belum", re.I)


@dataclass(frozen=True, slots=True)
class Extent:
    """Amounts of ``unit`` from ``low`` to ``high``; ``over`` and ``under`` say that the ends themselves lie outside."""

    unit: str
    low: float
    high: float
    over: bool = False
    under: bool = False

    def meets(self, other: Extent) -> bool:
        """Whether an amount lies in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low < high:
            return True
        outside = any((e.over and e.low == low) or (e.under and e.high == low) for e in (self, other))
        return low == high and not outside


def amounts_put(question: str) -> list[Extent]:
    """The amounts of the case that a question puts: "20 hari", "lebih dari 14 hari", "setahun lebih"."""
    counted = _ONE.sub(lambda m: f"1 {m['unit']}", question)
    return [_extent(m["way"] or m["more"] or "", float(m["value"]), m["unit"]) for m in _ASKED.finditer(counted)]


def amounts_ruled(words: str) -> list[Extent]:
    """The amounts that a provision is for, where it is for some only."""
    found: list[Extent] = []
    for m in _SPAN.finditer(words):
        found.append(Extent(m["unit"].lower(), _value(m["low"]), _value(m["high"]), over=bool(m["above"])))
    rest = _SPAN.sub(" ", words)
    for m in _OPEN.finditer(rest):
        found.append(Extent(m["unit"].lower(), _value(m["value"]), math.inf))
    rest = _OPEN.sub(" ", rest)
    found += [_extent(m["way"], _value(m["value"]), m["unit"]) for m in _BOUND.finditer(rest)]
    found += [Extent(m["unit"].lower(), _value(m["value"]), _value(m["value"])) for m in _EXACT.finditer(rest)]
    return [extent for extent in found if not math.isnan(extent.low)]


def fits_amounts(put: Iterable[Extent], words: str) -> float:
    """1 where an amount that is put lies in one that the words rule, -1 where all they rule of its unit leave it out.

    0 where nothing is put, or nothing of its unit is ruled.
    """
    ruled = amounts_ruled(words)
    verdicts = [
        any(one.meets(extent) for extent in of_unit)
        for one in put
        if (of_unit := [extent for extent in ruled if extent.unit == one.unit])
    ]
    return 0.0 if not verdicts else 1.0 if any(verdicts) else -1.0


def denied_words(text: str) -> frozenset[str]:
    """The stems that a text denies: of "tidak hadir" the stem of "hadir"; how an end comes ("tidak dengan hormat")
    is no act that is denied.
    """
    words = read_words(_MANNER.sub(" ", text))
    return frozenset(word.stem for word in words if word.stem and word.marked.startswith("sangkal"))


def _extent(way: str, value: float, unit: str) -> Extent:
    if _MORE.search(way):
        return Extent(unit.lower(), value, math.inf, over=True)
    if _LESS.search(way):
        return Extent(unit.lower(), 0, value, under=True)
    return Extent(unit.lower(), value, math.inf if way else value)


def _value(written: str) -> float:
    """The number as its words in brackets say, which recognition spoils less than its digits; NaN where unreadable."""
    for text in (*re.findall(r"\(([^)]*)\)", written), written):
        for figure in read_figures(text):
            if re.fullmatch(r"\d+(?:\.\d+)?", figure.value):
                return float(figure.value)
    return math.nan
