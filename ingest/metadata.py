"""What the title page says a document is: kind, number, year, title, place.

Reads, never guesses: what is not on the page stays empty. A catalogue row can correct or add facts
(``kb.catalogue.merge``). Repeals and amendments stated in closing articles are not read here.
"""

from __future__ import annotations

import re

from kb.citation import KINDS, LOCAL, regulation_id, slugify
from kb.types import DocumentError, Regulation

NUMBER = re.compile(
    r"^\s*NOMOR\s*:?\s*(?P<number>[0-9]{1,4}[A-Z]?(?:\s?/[^\n]*?)?)\s+TAHUN\s+(?P<year>(?:19|20)\d\d)\b",
    re.M | re.I,
)
# A title ends at the invocation; without one, at the office that issues, or at the first part.
TITLES = tuple(
    re.compile(rf"^\s*TENTANG\s*\n(?P<title>.+?)(?=\n\s*(?:{end}))", re.M | re.S | re.I)
    for end in (
        r"DENGAN\s+RAHMAT|DENGAN\s*\n?\s*RAHMAT",
        r"PRESIDEN REPUBLIK|MENTERI\b|KEPALA\b|BUPATI\b|GUBERNUR\b|WALI ?KOTA\b|Menimbang\b|"
        r"BAB\s+I\b|Pasal\s+1\b|UMUM\b|Status\b",
    )
)
# Longest names first, so that "peraturan pemerintah pengganti undang-undang" is not taken for "peraturan pemerintah".
_LONG_NAMES = sorted(
    ((name, kind) for kind, row in KINDS.items() for name in (row[0], *row[1])), key=lambda r: -len(r[0])
)


def read_metadata(text: str, file_name: str) -> Regulation:
    """The regulation a document's cleaned ``text`` says it is; ``file_name`` names a document without any heading.

    Raises DocumentError where neither a numbered heading nor a title is found.
    """
    head = text[:3000]
    numbered = NUMBER.search(head)
    after = numbered.end() if numbered else 0
    title = next((match for pattern in TITLES if (match := pattern.search(head, after))), None)
    words = " ".join(title["title"].split()) if title else ""
    words = re.sub(r"\s*[.;]$", "", words)[:300]
    if not numbered:
        if not words and len(text.split()) < 20:
            raise DocumentError(f"{file_name}: judul dan nomor dokumen tidak ditemukan")
        name = words or file_name.rsplit(".", 1)[0]
        return Regulation(id=slugify(name)[:80], kind="dokumen", number="", year=None, title=name)
    before = " ".join(head[: numbered.start()].lower().split())
    kind, place = _read_kind(before)
    number = re.match(r"\d+[A-Za-z]?", numbered["number"].strip())
    assert number is not None
    year = int(numbered["year"])
    return Regulation(
        id=regulation_id(kind, number.group().lower(), year, place),
        kind=kind,
        number=number.group(),
        year=year,
        title=words,
        place=place,
    )


def _read_kind(before: str) -> tuple[str, str]:
    """Kind and place from the words above the number, the nearest name counting: ("perbup", "Sleman")."""
    best = (-1, "dokumen", "")
    for name, kind in _LONG_NAMES:
        at = before.rfind(name.lower())
        if at >= 0 and not before[at - 1 : at].isalpha() and at + len(name) > best[0] and not _inside(best, at):
            best = (at + len(name), kind, name)
    kind = best[1]
    if kind not in LOCAL:
        return kind, ""
    return kind, re.sub(r"^(?:kabupaten|provinsi|kota)\s+", "", before[best[0] :].strip()).title()


def _inside(best: tuple[int, str, str], at: int) -> bool:
    """Whether a match at ``at`` lies inside the longer name already taken."""
    return best[0] - len(best[2]) <= at < best[0]
