"""A lampiran: its head and title, its own bab and points, its tables as rows with their header.

Articles inside an annex (an annexed code, an example) stay below its path, never among those of the regulation.

Does not do: find where an annex begins (``ingest.parts``).
"""

from __future__ import annotations

import re

from ingest.body import body_units
from ingest.clean import CleanText
from ingest.markers import printed_lines
from ingest.outline import outline_units
from ingest.titles import CAPITALS, match_heading
from ingest.units import Unit

HEAD_LINES = 30
ARTICLE = re.compile(r"^\s*Pasal\s+\d{1,3}\s*$", re.M)


def annex_unit(clean: CleanText, steps: tuple[str, ...], start: int, end: int) -> Unit:
    """The annex that stands in ``clean.reading[start:end]``, with what lies in it.

    Its own words are its head and title. Headings begin with the annex's own title.
    """
    unit = Unit("lampiran", steps, start, end)
    begin, title = read_head(clean, start, end)
    headings = (title,) if title else ()
    unit.children = _annexed_articles(clean, begin, end, steps, headings) or outline_units(
        clean, begin, end, steps, headings
    )
    return unit


def lone_annex_units(clean: CleanText, start: int, end: int) -> list[Unit]:
    """The units of an annex that is a document of its own: its head as ``judul``, the rest beside it."""
    unit = annex_unit(clean, (), start, end)
    first = unit.children[0].start if unit.children else end
    return [Unit("judul", ("judul",), start, first), *unit.children]


def read_head(clean: CleanText, start: int, end: int) -> tuple[int, str]:
    """Where the text of an annex begins behind its head (LAMPIRAN, of which regulation), and the annex's own title."""
    lines = printed_lines(clean, start, end)[:HEAD_LINES]
    edge = lines[0].box[0] if lines and lines[0].placed else None
    n, numbered, named = 1, False, False
    while n < len(lines) and lines[n].page == lines[0].page:
        text = lines[n].text.strip()
        numbered = numbered or bool(re.match(r"NOMOR\b|TANGGAL\b", text, re.I))
        named = named or bool(re.search(r"\bTENTANG\b", text, re.I))
        if match_heading(text):
            break
        beside = edge is not None and abs(lines[n].box[0] - edge) <= 12
        if re.search(r"[a-z]{3}", text) and not re.match(r"(?:Nomor|Tanggal|Tentang)\b", text):
            break
        if numbered and named and edge is not None and not beside:
            break
        if edge is None and named and not CAPITALS.fullmatch(text):
            break
        n += 1
    first = n
    while (
        n < len(lines)
        and CAPITALS.fullmatch(lines[n].text)
        and not re.match(r"\s*(?:[A-Z]{1,4}\.|BAB\b|BAGIAN\b|NO\b|\W*\d)", lines[n].text)
    ):
        n += 1
        if n < len(lines) and lines[n].page != lines[first].page:
            break
    title = " ".join(" ".join(line.text.split()) for line in lines[first:n])
    return (lines[n].start if n < len(lines) else end), title[:200]


def _annexed_articles(
    clean: CleanText, start: int, end: int, steps: tuple[str, ...], headings: tuple[str, ...]
) -> list[Unit]:
    """The articles of an annexed code below the annex's path; none where points, not articles, carry the annex."""
    if len(ARTICLE.findall(clean.reading, start, end)) < 3:
        return []
    units = body_units(clean.reading, start, end)
    numbers = [unit.steps[-1] for unit in units if unit.kind == "pasal"]
    if len(numbers) < 3 or numbers[:3] != ["pasal-1", "pasal-2", "pasal-3"]:
        return []
    points = outline_units(clean, start, end, steps)
    near = [*points, *(child for unit in points for child in unit.children)]
    numbered = [unit for unit in near if unit.kind in ("romawi", "bagian", "angka")]
    if sum(clean.reading[unit.start] != "(" for unit in numbered) >= len(numbers):  # "(1)" is an ayat here
        return []
    return _below(units, steps, headings)


def _below(units: list[Unit], steps: tuple[str, ...], headings: tuple[str, ...]) -> list[Unit]:
    """The units with their paths below ``steps``."""
    return [
        Unit(
            unit.kind,
            (*steps, *unit.steps),
            unit.start,
            unit.end,
            (*headings, *unit.headings),
            _below(unit.children, steps, headings),
        )
        for unit in units
    ]
