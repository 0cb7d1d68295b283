"""One Word file (.docx) in, its lines out: paragraphs and table cells in order, with the numbers Word only shows.

Word keeps "a.", "(1)" and "Pasal 5" of an automatic list out of the paragraph, so they are counted here as its
numbering says. Insertions of tracked changes are read, deletions are not. The paragraphs of a table row's cells
are joined where they begin ("Menimbang", ":", "a. bahwa ..." is one line), as the row shows them.

Does not do: .doc, heads and feet, footnotes, pictures, pages (Word has none until it prints).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ingest.units import roman_numeral
from kb.types import DocumentError

UNPACKED = 200_000_000  # bytes that a file may unpack to
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORDS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}


def read_word(path: Path) -> list[str]:
    """The lines of the Word file at ``path``; DocumentError where it is damaged, encrypted, too large or empty."""
    import docx  # heavy: lxml

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise DocumentError(f"{path.name}: berkas Word terlalu besar setelah dibuka")
        document = docx.Document(str(path))
        lines = list(_lines(document, _Numbering(_number_levels(document))))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise DocumentError(f"{path.name}: bukan berkas Word (.docx) yang utuh, atau terkunci sandi") from error
    if not any(line.strip() for line in lines):
        raise DocumentError(f"{path.name}: berkas kosong")
    return lines


@dataclass(slots=True)
class _Numbering:
    """Counts the automatic numbers: ``levels`` by (list, depth), ``counts`` of each list so far."""

    levels: dict[tuple[str, int], tuple[str, str, int]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next_number(self, paragraph: Any) -> str:
        """The number Word shows before ``paragraph`` with a blank behind it; "" where there is none."""
        wanted = _list_of(paragraph)
        if wanted is None or wanted not in self.levels:
            return ""
        name, depth = wanted
        counts = self.counts.setdefault(name, {})
        counts[depth] = counts.get(depth, self.levels[wanted][2] - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        shown = self.levels[wanted][1]
        for level in range(depth + 1):
            style, _, start = self.levels.get((name, level), ("decimal", "", 1))
            shown = shown.replace(f"%{level + 1}", _written(counts.get(level, start), style))
        return f"{shown} " if shown.strip() else ""


def _number_levels(document: Any) -> dict[tuple[str, int], tuple[str, str, int]]:
    """(list, depth) -> how its numbers are written, the text around them, and the first."""
    numbering = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
    if numbering is None:
        return {}
    root = numbering.element
    abstract = {a.get(f"{W}abstractNumId"): a for a in root.iter(f"{W}abstractNum")}
    levels: dict[tuple[str, int], tuple[str, str, int]] = {}
    for number in root.iter(f"{W}num"):
        name = number.get(f"{W}numId")
        pattern = abstract.get(_value(number, "abstractNumId"))
        for level in pattern.iter(f"{W}lvl") if pattern is not None else ():
            style, shown = _value(level, "numFmt") or "decimal", _value(level, "lvlText") or ""
            start = int(_value(level, "start") or 1)
            levels[name, int(level.get(f"{W}ilvl"))] = (style, "" if style == "bullet" else shown, start)
        for changed in number.iter(f"{W}lvlOverride"):
            key = (name, int(changed.get(f"{W}ilvl")))
            if (first := _value(changed, "startOverride")) and key in levels:
                levels[key] = (*levels[key][:2], int(first))
    return levels


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val") if child is not None else None


def _list_of(paragraph: Any) -> tuple[str, int] | None:
    """The list and depth of a paragraph, its own or its style's."""
    style = paragraph.style
    candidates = [paragraph._p.pPr]
    while style is not None:
        candidates.append(style.element.find(f"{W}pPr"))
        style = style.base_style
    for properties in candidates:
        listed = properties.find(f"{W}numPr") if properties is not None else None
        if listed is not None and (name := _value(listed, "numId")):
            return None if name == "0" else (name, int(_value(listed, "ilvl") or 0))
    return None


def _written(number: int, style: str) -> str:
    """A number as a list of this style writes it."""
    if style in ("lowerLetter", "upperLetter"):
        times, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) * (times + 1)
        return letters.upper() if style == "upperLetter" else letters
    if style in ("lowerRoman", "upperRoman"):
        return roman_numeral(number) if style == "upperRoman" else roman_numeral(number).lower()
    return str(number)


def _lines(container: Any, numbering: _Numbering) -> Iterator[str]:
    for block in container.iter_inner_content():
        if not hasattr(block, "rows"):
            yield from (numbering.next_number(block) + _words(block._p)).split("\n")
            continue
        for row in block.rows:
            cells = list({id(cell._tc): cell for cell in row.cells}.values())  # a merged cell comes once
            columns = [[line for line in _lines(cell, numbering) if line.strip()] for cell in cells]
            for parts in zip_longest(*columns, fillvalue=""):
                yield re.sub(r"\s+", " ", " ".join(parts)).strip()


def _words(paragraph: Any) -> str:
    """The words of a paragraph as they stand, those of hyperlinks, fields and tracked insertions too."""
    return "".join(
        (node.text or "") if node.tag == f"{W}t" else WORDS.get(node.tag, "")
        for node in paragraph.iter()
        if not (node.tag == f"{W}tab" and node.getparent().tag == f"{W}tabs")
    )
