"""Documents without pasal: circulars, guidelines, decrees by diktum, procedures by step.

``place_body`` says where in such a document its own words begin and end, ``point_units`` cuts them into units.

Does not do: infer the nesting of points (``ingest.outline``), read procedures (``ingest.procedure``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from ingest.clean import CleanText
from ingest.markers import PrintedLine, line_markers, printed_lines
from ingest.outline import outline_units
from ingest.procedure import is_procedure, procedure_units
from ingest.units import Unit

Part = tuple[str, tuple[str, ...], int, int]
FRONT = ("judul", "menimbang", "mengingat", "memutuskan", "isi", "penutup")
DECIDES = re.compile(r"^.{0,20}(?:M\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N|MENGINSTRUKSIKAN)", re.M)
CLOSING = re.compile(r"^[ \t]*(?:Ditetapkan\s+di|Dikeluarkan\s+di|Disahkan\s+di|Tembusan\b)", re.M)
FAREWELL = re.compile(r"^[ \t]*Demikian\b", re.M)
LETTER_HEAD = re.compile(
    r"\s*(?:Yth|Kepada|Dari|Hal|Perihal|Tanggal|Sifat|Nomor|NOMOR|Lampiran|Tempat)\b\.?\s*(?:[:.]|\d|$)"
)
HEAD_LINES = 60  # lines among which the title of a document stands
ORDINALS = [
    "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN", "KESEPULUH",
    "KESEBELAS",
    *(f"KE{n} BELAS" for n in ("DUA", "TIGA", "EMPAT", "LIMA", "ENAM", "TUJUH", "DELAPAN", "SEMBILAN")),
    "KEDUA PULUH",
    *(f"KEDUA PULUH {n}" for n in ("SATU", "DUA", "TIGA", "EMPAT", "LIMA")),
]  # fmt: skip
DIKTUM = re.compile(
    r"\s*(?P<word>(?:K[A-Z0-9]{4,10}|PERTAMA)(?:\s+(?:BELAS|PULUH(?:\s+(?:SATU|DUA|TIGA|EMPAT|LIMA))?))?)(?=\s*[:;.>=]|\s|$)"
)
CONFUSED = str.maketrans("V105", "UIOS")  # no ordinal has these; KETUA, the chair, must not become KEDUA
LOST_DIKTUM = 2  # so many may be missing between two


def has_articles(units: Sequence[Unit]) -> bool:
    """Whether articles carry the document: the first of them is there, or a second frame, or three of them.

    A quoted article is not enough, unless instructions that amend quote it, without a frame around them.
    """
    numbers = [unit.steps[-1].removeprefix("pasal-") for unit in units if unit.kind == "pasal"]
    amends = any(unit.kind == "teks" and unit.children for unit in units)
    return amends or not {"1", "i", "ii"}.isdisjoint(numbers) or len(numbers) >= 3


def place_body(clean: CleanText, parts: Sequence[Part]) -> list[Part]:
    """The parts of a document without articles, with its own words as the one part ``isi``.

    What leads up to MEMUTUSKAN stays as it was; of any other document the title block is ``judul``.
    """
    text = clean.reading
    front = [part for part in parts if part[0] in FRONT]
    if not front:
        return list(parts)
    end = front[-1][3]
    decides = next((part for part in front if part[0] == "memutuskan"), None)
    kept: list[Part] = []
    if decides is None and (match := DECIDES.search(text, front[0][2], end)):
        cut = next(part for part in front if part[2] <= match.start() < part[3])
        kept = [part for part in front if part[3] <= match.start()]
        if cut[2] < match.start():
            kept.append((cut[0], cut[1], cut[2], match.start()))
        decides = ("memutuskan", ("memutuskan",), match.start(), end)
    elif decides:
        kept = [part for part in front if part[3] <= decides[2]]
    opening = decides or ("judul", ("judul",), front[0][2], end)
    begin = _body_start(clean, opening[2], end, bool(decides))
    closing = _closing_start(text, begin, end)
    placed = [*kept, (opening[0], opening[1], opening[2], begin), ("isi", (), begin, closing)]
    placed += [("penutup", ("penutup",), closing, end)]
    return [*(part for part in placed if part[3] > part[2]), *(p for p in parts if p[0] not in FRONT)]


def point_units(clean: CleanText, start: int, end: int) -> list[Unit]:
    """All of ``clean.reading[start:end]`` as units; one ``teks`` where no points are recognised."""
    if is_procedure(clean.reading[start:end]):
        units = procedure_units(clean, start, end)
    else:
        units = decree_units(clean, start, end) or outline_units(clean, start, end)
    first = units[0].start if units else end
    if units and not clean.reading[start:first].strip():
        units[0].start = start
        return units
    return [Unit("teks", ("pembuka",), start, first), *units] if first > start else units


def decree_units(clean: CleanText, start: int, end: int) -> list[Unit]:
    """KESATU, KEDUA, ... as ``diktum``, with the lists below them; none unless there are two."""
    marks = _find_diktum(printed_lines(clean, start, end))
    units: list[Unit] = []
    for (offset, inside, value), stop in zip(marks, [*(mark[0] for mark in marks[1:]), end], strict=bool(marks)):
        steps = (f"diktum-{value}",)
        units.append(Unit("diktum", steps, offset, stop, children=outline_units(clean, inside, stop, steps)))
    return units


def _find_diktum(lines: Sequence[PrintedLine]) -> list[tuple[int, int, str]]:
    """Offset, offset behind the word, and value of each diktum; a word spoilt in recognition counts in its place."""
    found: list[tuple[int, int, str]] = []
    last = -1
    for line in lines:
        match = DIKTUM.match(line.text)
        if not match:
            continue
        word = " ".join(match["word"].translate(CONFUSED).split())
        expected = ORDINALS[last + 1 : last + 2 + (LOST_DIKTUM if found else 0)]
        if word == "PERTAMA" and not found:
            name, last = word, 0
        elif word in expected or (close := get_close_matches(word, expected, 1, 0.82)):
            name = word if word in expected else close[0]
            last = ORDINALS.index(name)
        else:
            continue
        found.append((line.start, line.start + match.end(), name.lower().replace(" ", "-")))
    return found if len(found) >= 2 else []


def _body_start(clean: CleanText, start: int, end: int, decides: bool) -> int:
    """Where the own words of the document begin: at the first diktum, or behind the title and the letter's head."""
    lines = printed_lines(clean, start, end)
    if decides and (marks := _find_diktum(lines)):
        return marks[0][0]
    if decides:
        return lines[min(1, len(lines) - 1)].start if lines else end
    if is_procedure(clean.reading[start:end]):
        return start
    begin, in_title = 0, False
    for n, line in enumerate(lines[:HEAD_LINES]):
        if re.match(r"\s*TENTANG\b", line.text):
            begin, in_title = n + 1, True
        elif in_title and not re.search(r"[a-z]", line.text) and not next(line_markers(line, n), None):
            begin = n + 1
        elif in_title:
            break
        elif LETTER_HEAD.match(line.text) and n < HEAD_LINES / 2:
            begin = n + 1
    return lines[begin].start if begin < len(lines) else start


def _closing_start(text: str, start: int, end: int) -> int:
    """Where place, date and signature begin, with the sentence of farewell just before; ``end`` where there is none."""
    marks = [m.start() for m in CLOSING.finditer(text, start, end)]
    if not marks:
        return end
    signed = [m for m in marks if not text[m:end].lstrip().startswith("Tembusan")]
    closing = signed[-1] if signed else marks[0]
    farewell = list(FAREWELL.finditer(text, max(start, closing - 400), closing))
    return farewell[-1].start() if farewell else closing
