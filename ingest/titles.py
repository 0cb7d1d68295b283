"""Headings among printed lines: BAB and BAGIAN, titles in capitals, titles of numbered points, lists of contents.

Does not do: say what lies under a heading (``ingest.outline``).
"""

from __future__ import annotations

import re

from ingest.markers import DOT_LEADERS, Marker, PrintedLine, is_first, line_markers
from ingest.tables import Table, is_signature
from ingest.units import roman_numeral, roman_value

HEADING_LENGTH = 120
NEAR = 300  # lines below a heading in which its lists begin
HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (  # kind, the whole line; from the outside in
    (
        "bab",
        re.compile(
            r"\s*(?:BAB\s+(?P<value>[IVXLC]{1,7}|\d{1,2})\b[.:]?(?P<title>\s+[^a-z]{3,})?"
            r"|[BKR]A[BH]\s?(?P<noisy>[IVXLCUYTl1|!]{1,6}))\s*$"
        ),
    ),
    ("bagian", re.compile(r"\s*BAGIAN\s+(?P<value>[IVXLC]{1,6}|\d{1,2})\b[.:]?(?P<title>\s+[^a-z]{3,})?\s*$")),
)
CAPITALS = re.compile(r"[^a-z]*[A-Z]{3}[^a-z]*")


SHAPES = str.maketrans({"l": "I", "1": "I", "|": "I", "!": "I", "L": "I", "T": "I", "U": "II", "Y": "V"})


def match_heading(text: str) -> tuple[int, str] | None:
    """Place in HEADINGS and number as printed of the heading a whole line is, None for any other line."""
    for rank, (_, pattern) in enumerate(HEADINGS):
        if match := pattern.fullmatch(text):
            return rank, match["value"] or match.groupdict().get("noisy", "")
    return None


def heading_number(value: str, last: int, arabic: bool) -> int:
    """The number of a BAB or BAGIAN, in Roman numerals or (``arabic``) figures; 0 where it cannot be read.

    What recognition spoilt ("BAB Ll") is the one after ``last`` where it has about the shape of that.
    """
    if value.isdigit() and (arabic or set(value) != {"1"}):
        return int(value)
    if re.fullmatch(r"[IVXLC]+", value) and roman_numeral(roman_value(value)) == value:
        return roman_value(value)
    shape, expected = value.translate(SHAPES), roman_numeral(last + 1)
    near = 0 <= len(expected) - len(shape) <= 1 and set(shape) <= set("IVX")  # a stroke may be lost, none comes
    return last + 1 if near and shape[0] == expected[0] else 0


def is_title_line(line: PrintedLine) -> bool:
    """Whether a line below a heading goes on with its title: in capitals, without a marker of its own."""
    return bool(
        CAPITALS.fullmatch(line.text)
        and not line.cell
        and not next(line_markers(line, 0), None)
        and not match_heading(line.text)
    )


def find_contents(lines: list[PrintedLine]) -> set[int]:
    """Lines of a table of contents: what follows DAFTAR ISI as long as lines end in page numbers."""
    found: set[int] = set()
    for n, line in enumerate(lines):
        if n in found or not re.fullmatch(r"\s*DAFTAR\s+ISI\s*", line.text, re.I):
            continue
        last, at = n, n + 1
        while at < len(lines) and at - last <= 6:
            if re.search(r"(?:\s|\.)(?:\d{1,3}|[ivxl]{1,6})\s*$", lines[at].text) or DOT_LEADERS.search(lines[at].text):
                last = at
            at += 1
        if last > n + 2:
            found.update(range(n, _rest_of_page(lines, last) + 1))
    return found


def _rest_of_page(lines: list[PrintedLine], last: int) -> int:
    """The last line of the page that line ``last`` stands on, where few lines without markers follow it there."""
    after = [n for n in range(last + 1, min(len(lines), last + 14)) if lines[n].page == lines[last].page]
    plain = len(after) <= 12 and not any(next(line_markers(lines[n], n), None) for n in after)
    return after[-1] if after and plain else last


def find_subtitles(
    lines: list[PrintedLine], tables: dict[int, Table], contents: set[int]
) -> dict[int, tuple[int, str]]:
    """Lines of capitals standing by themselves, not the first of the range: first line -> (line after, words).

    Where the range has a numbered outline of its own, only at the top of a page: titles of forms that follow it.
    """
    inside = contents | {n for table in tables.values() for n in range(table.first, table.last)}
    outer = {"I.", "A.", "bab", "bagian"}
    numbered = any(
        any(m.style in outer for alternatives in line_markers(line, n) for m in alternatives)
        or match_heading(line.text)
        for n, line in enumerate(lines)
        if n not in inside
    )
    found: dict[int, tuple[int, str]] = {}
    at = 0
    while at < len(lines):
        last = at
        while last < len(lines) and last not in inside and last - at < 4 and _is_subtitle(lines[last]):
            last += 1
        top = lines[at].page != lines[at - 1].page or (at > 1 and lines[at].page != lines[at - 2].page)
        if last > at and (top or not numbered):
            words = " ".join(" ".join(line.text.split()) for line in lines[at:last])
            if at > 0 and last < len(lines) and 4 <= len(words) <= HEADING_LENGTH and not _runs_over(lines, last):
                found[at] = (last, words)
        at = max(last, at + 1)
    return found if len(found) >= 2 or numbered else {}


def _runs_over(lines: list[PrintedLine], at: int) -> bool:
    """Whether the next marker from line ``at`` on goes on with a list begun before: then nothing new begins here."""
    for n in range(at, min(len(lines), at + NEAR)):
        for alternatives in line_markers(lines[n], n):
            return not any(is_first(m.style, m.value) for m in alternatives)
    return False


def _is_subtitle(line: PrintedLine) -> bool:
    letters = len(re.findall(r"[A-Z]", line.text))
    return (
        is_title_line(line)
        and not is_signature(line)
        and letters > 0.8 * len(line.text.replace(" ", ""))
        and not line.text.rstrip().endswith(";")
    )


def title_of(lines: list[PrintedLine], marker: Marker) -> str:
    """The heading a marker's line is ("5. Isi Surat Edaran"), with its further lines in capitals; "" for a sentence."""
    line = lines[marker.line]
    words = line.text[marker.start - line.start :].strip()
    following = lines[marker.line + 1] if marker.line + 1 < len(lines) else None
    if len(words) > HEADING_LENGTH or re.search(r"[.;,:]\W?$", words) or len(words.split()) < 2:
        return ""
    if CAPITALS.fullmatch(words):
        last = marker.line + 1
        while last < min(len(lines), marker.line + 4) and is_title_line(lines[last]):
            words += " " + lines[last].text.strip()
            last += 1
        return " ".join(words.split())
    if following is None:
        return ""
    if next(line_markers(following, 0), None):
        return " ".join(words.split())
    right = max((near.box[2] for near in lines[max(0, marker.line - 20) : marker.line + 20]), default=0.0)
    short = line.box[2] < right - 60 if line.placed else len(words) < 60
    return " ".join(words.split()) if short and following.text.lstrip()[:1].isupper() else ""
