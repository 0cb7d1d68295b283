"""Procedures (SOP): the fields of their head as ``isian``, the rows of their flow chart as ``langkah``.

Where the head is set in two columns and the file draws no cells, a field's unit also holds what stands beside it.

Does not do: say which actor of the chart does a step, where only a drawn box says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean import CleanText
from ingest.markers import PrintedLine, printed_lines
from ingest.tables import EDGE, LOST, NUMBERED, Row, Table, find_tables, table_unit
from ingest.units import Unit

FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (  # value of the step, how the field is printed at a line's start
    ("nomor", re.compile(r"(?:NOMOR|NO\.?)\s*S\.?O\.?P\b", re.I)),
    ("nama", re.compile(r"(?:NAMA|JUDUL)\s*S\.?O\.?P\b", re.I)),
    ("dasar-hukum", re.compile(r"DASAR\s+HUKUM\b", re.I)),
    ("kualifikasi-pelaksana", re.compile(r"KUALIFIKASI\s+PELAKSANA\b", re.I)),
    ("keterkaitan", re.compile(r"KETERKAITAN\b", re.I)),
    ("peralatan", re.compile(r"PERALATAN\s*(?:/|DAN|\b)", re.I)),
    ("peringatan", re.compile(r"PERINGATAN\b", re.I)),
    ("pencatatan", re.compile(r"PENCATATAN\s+DAN\b", re.I)),
)
NUMBER = re.compile(r"\s*(?:NOMOR|NO\.?)\s*S\.?O\.?P\b", re.I)
HEAD_LINES = 12  # lines of a procedure's head that may stand before its number
NAME = re.compile(r"^[ \t]*(?:NAMA|JUDUL)\s*S\.?O\.?P\b[\s:]*(?P<name>[^\n]*)", re.I | re.M)
BANNER = re.compile(r"[ \t]*SOP[ \t]+(?P<name>[^a-z\n]{8,})")
ACTIVITIES = re.compile(r"\b(?:KEGIATAN|AKTI[VF]ITAS|URAIAN\s+PROSEDUR)\b|^\W*PROSEDUR\W*$", re.I)
SIGNS = (
    NUMBER,
    re.compile(r"(?:NAMA|JUDUL)\s*S\.?O\.?P\b", re.I),
    re.compile(r"STANDAR\s+OPERASIONAL\s+PROSEDUR", re.I),
    re.compile(r"\bPELAKSANA(?:AN)?\b", re.I),
    re.compile(r"\bMUTU\s+BAKU\b", re.I),
    re.compile(r"^\s*SOP\b", re.M),
    re.compile(r"^\W*No\.?\s+(?:Uraian\s+)?(?:Kegiatan|Aktivitas)\b", re.M | re.I),
)


def is_procedure(text: str) -> bool:
    """Whether a text is a procedure: three of the signs its form always has."""
    return sum(bool(sign.search(text)) for sign in SIGNS) >= 3


def procedure_names(text: str) -> list[str]:
    """The names of the procedures in a text, each once, in order."""
    found = [_whole_name(text, match) for match in NAME.finditer(text)]
    names = list(dict.fromkeys(name for name in found if len(name) > 2))
    if names:
        return names
    for match in re.finditer(rf"^{BANNER.pattern}", text, re.M):  # a banner may be cut by the page's edge
        name = " ".join(match["name"].split())
        if names and (name.startswith(names[-1]) or names[-1].startswith(name)):
            names[-1] = max(name, names[-1], key=len)
        else:
            names.append(name)
    return names


def _whole_name(text: str, match: re.Match[str]) -> str:
    """A procedure's name with its further lines, where it is set in capitals."""
    words = [match["name"]]
    for line in text[match.end() : match.end() + 300].split("\n")[1:4]:
        if re.search(r"[a-z]|^\W*$", words[0] + line) or _field(line):
            break
        words.append(line)
    return " ".join(" ".join(words).split())


def procedure_units(clean: CleanText, start: int, end: int) -> list[Unit]:
    """Fields and steps of the procedure in ``clean.reading[start:end]``; of several, each in a unit ``sop-n``."""
    lines = printed_lines(clean, start, end)
    begins = list(_starts(lines))
    if len(begins) < 2:
        return _one_procedure(lines, start, end, (), ())
    units: list[Unit] = []
    begins[0] = 0
    for n, first in enumerate(begins):
        last = begins[n + 1] if n + 1 < len(begins) else len(lines)
        low = start if n == 0 else lines[first].start
        high = lines[last].start if last < len(lines) else end
        names = procedure_names(clean.reading[low:high])
        unit = Unit("sop", (f"sop-{n + 1}",), low, high)
        title = (f"SOP {names[0].removeprefix('SOP ')}",) if names else ()
        unit.children = _one_procedure(lines[first:last], low, high, unit.steps, title)
        units.append(unit)
    return units


def _starts(lines: list[PrintedLine]) -> Iterator[int]:
    """Lines that begin a procedure: its number; without any, the page of a chart that counts from 1."""
    numbers = [n for n, line in enumerate(lines) if NUMBER.match(line.text)]
    charts = [t for t in find_tables(lines) if not numbers and _is_chart(lines, t)]
    counting = [t.first for t in charts if any(row.kind == "baris" and row.value == "1" for row in t.rows)]
    for n in numbers or counting:
        top = n  # with the office's name or the banner that stands above on the page
        while top and lines[top - 1].page == lines[n].page and (counting or n - top < HEAD_LINES):
            top -= 1
        yield top


def _one_procedure(
    lines: list[PrintedLine], start: int, end: int, steps: tuple[str, ...], headings: tuple[str, ...]
) -> list[Unit]:
    marks: list[tuple[int, str, str]] = []  # offset, kind, value
    taken: set[str] = set()
    tables = [t for t in find_tables(lines) if _is_chart(lines, t)] or list(_headless_chart(lines))
    first = tables[0].first if tables else len(lines)
    for n, line in enumerate(lines[:first]):
        value = _field(line.text)
        if value and value not in taken:
            taken.add(value)
            marks.append((lines[_field_start(lines[:first], n)].start, "isian", value))
    counts = {"langkah": 0, "lanjutan": 0, "kepala": 0}
    last_step = 0
    for n, table in enumerate(tables):
        counts["kepala"] += 1
        if table.rows[0].line > table.first:
            marks.append((lines[table.first].start, "isian", "kegiatan" if n == 0 else f"kegiatan-{n + 1}"))
        stop = lines[table.last].start if table.last < len(lines) else end
        for row in table_unit(lines, table, (), stop, ()).children:
            number = int(m[0]) if (m := re.search(r"\d+$", row.steps[-1])) and row.kind == "baris" else 0
            if row.kind == "baris" and number > last_step:
                last_step = number
                marks.append((row.start, "langkah", str(number)))
            elif row.kind != "baris":
                counts["kepala"] += 1
                marks.append((row.start, "kepala", str(counts["kepala"])))
        if table.last < len(lines):
            counts["lanjutan"] += 1
            marks.append((stop, "lanjutan", str(counts["lanjutan"])))
    if tables and last_step:
        marks += _further_steps(lines, tables[-1], last_step)
    marks.sort(key=lambda mark: mark[0])
    units = [
        Unit(kind, (*steps, f"{kind}-{value}"), offset, stop, headings)
        for (offset, kind, value), stop in zip(marks, [*(mark[0] for mark in marks[1:]), end], strict=bool(marks))
        if stop > offset
    ]
    return units


def _field_start(lines: list[PrintedLine], n: int) -> int:
    """The line a field's unit begins with: its name, or what stands below it where another field stands to its left.

    In a ruled head two names share a row and what belongs to each follows in its own column.
    """
    cell = lines[n].cell
    before = lines[n - 1].cell if n else None
    if not (cell and before) or before[:2] != cell[:2] or not _field(lines[n - 1].text):
        return n
    below = [k for k in range(n + 1, len(lines)) if lines[k].page == lines[n].page and lines[k].cell]
    stop = next((k for k in below if _field(lines[k].text)), len(lines))
    own = [k for k in below if k < stop and (lines[k].cell or cell)[2] == cell[2]]
    left = [k for k in below if k < stop and (lines[k].cell or cell)[2] < cell[2]]
    return own[0] if own and left and left[-1] < own[0] else n


def _headless_chart(lines: list[PrintedLine]) -> Iterator[Table]:
    """The rows of a chart whose header was not recognised: lines numbered from 1 at the left edge of a later page."""
    rows: list[tuple[int, int]] = []
    last = 0
    edges = [line.box[0] for line in lines if line.page > lines[0].page]
    for n, line in enumerate(lines):
        match = NUMBERED.match(line.text)
        if not match or line.page == lines[0].page or line.box[0] > min(edges) + EDGE:
            continue
        if last < int(match["number"]) <= last + 1 + (2 if rows else 0):
            last = int(match["number"])
            rows.append((n, last))
    if len(rows) >= 3:
        yield Table(rows[0][0], len(lines), tuple(Row(n, "baris", str(number)) for n, number in rows))


def _further_steps(lines: list[PrintedLine], chart: Table, last: int) -> Iterator[tuple[int, str, str]]:
    """Steps below the last chart of a procedure, where its rows go on over the page without a header."""
    edge = lines[next(row.line for row in chart.rows if row.kind == "baris")].box[0] + EDGE
    for line in lines[chart.last :]:
        match = NUMBERED.match(line.text) if line.box[0] <= edge else None
        if match and last < int(match["number"]) <= last + 1 + LOST:
            last = int(match["number"])
            yield line.start, "langkah", str(last)


def _field(text: str) -> str:
    stripped = text.strip(" |")
    return next((value for value, pattern in FIELDS if pattern.match(stripped)), "")


def _is_chart(lines: list[PrintedLine], table: Table) -> bool:
    """Whether a table lists activities: its header says so, and names no field of a procedure's head."""
    header = lines[max(0, table.first - 3) : table.rows[0].line + 1]
    named = any(ACTIVITIES.search(line.text) for line in header)
    return named and not any(_field(line.text) for line in lines[table.first : table.rows[0].line + 1])
