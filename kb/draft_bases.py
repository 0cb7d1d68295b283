"""The legal bases under Mengingat: in force, amended, of a proper level, in order.

Does not do: suggest bases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.check import CitationCheck
from kb.citation import regulation_label
from kb.finding import Draft, Trace, level_of


def find_repealed_bases(draft: Draft) -> Iterator[Trace]:
    """Bases that are repealed, or of which the cited article is."""
    for check in _bases(draft):
        if check.verdict == "dicabut":
            yield Trace(check.start, check.end, check.detail, check.newer)


def find_amended_bases(draft: Draft) -> Iterator[Trace]:
    """Bases that are amended, where the text does not name the latest amending act."""
    for check in _bases(draft):
        if check.verdict == "diubah":
            told = "" if "tidak disebut" in check.detail else "; perubahannya belum disebut"
            yield Trace(check.start, check.end, check.detail + told, check.newer)


def find_lower_bases(draft: Draft) -> Iterator[Trace]:
    """Bases of a level below the draft's own."""
    for check in _heads(draft):
        if level_of(_kind(check)) > draft.level:
            yield Trace(
                check.start, check.end, f"{regulation_label(check.citation.regulation)} lebih rendah tingkatannya"
            )


def find_disordered_bases(draft: Draft) -> Iterator[Trace]:
    """Bases that stand behind a lower or, at the same level, a younger one."""
    before: CitationCheck | None = None
    for check in _heads(draft):
        if before and _rank(check) < _rank(before):
            earlier = regulation_label(before.citation.regulation)
            yield Trace(check.start, check.end, f"seharusnya ditulis sebelum {earlier}")
        before = check


def _bases(draft: Draft) -> Iterator[CitationCheck]:
    """Checked citations under Mengingat; acts named only as the amendments of another are left out."""
    for check in draft.checks:
        before = draft.text.text[max(0, check.start - 200) : check.start]
        named_as_change = re.search(r"di(?:ubah|ganti|cabut)[^;]*$", before) or re.search(
            r"tentang\s+(?:perubahan|pencabutan|penetapan|pelaksanaan)[^;(]*$", before, re.I
        )
        if check.unit.startswith(f"{draft.own}/mengingat") and not named_as_change:
            yield check


def _heads(draft: Draft) -> Iterator[CitationCheck]:
    """The first base of each item under Mengingat."""
    seen: set[str] = set()
    for check in _bases(draft):
        if check.unit not in seen and check.citation.regulation:
            seen.add(check.unit)
            yield check


def _kind(check: CitationCheck) -> str:
    return re.sub(r"-\d.*", "", check.citation.regulation)


def _rank(check: CitationCheck) -> tuple[int, int]:
    year = re.search(r"-((?:19|20)\d\d)(?:-|$)", check.citation.regulation)
    return level_of(_kind(check)), int(year[1]) if year else 0
