"""Word files in and out: paragraphs with the numbers that Word counts itself, and simple reports (python-docx).

Lists in drafts are mostly numbered by Word; their numbers are not among the words of the file and are counted here as
Word would: "(1)", "a.", "Pasal 3".

Of changes that are tracked and not yet accepted, insertions are read and deletions are not.

Does not do: keep layout, read pictures, comments, text boxes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from kb.types import DocumentError

LIMIT = 100_000_000  # bytes that the parts of a file may have together when unpacked
Look = Literal["biasa", "tebal", "dihapus", "ditambah"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a report, level from 0 (title)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a report: runs of text, each with how it looks (taken out: struck through, put in: underlined)."""

    runs: tuple[tuple[str, Look], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report; the first row is its head."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table


def read_paragraphs(path: Path) -> list[str]:
    """The paragraphs of a Word file in order, list numbers before them, a table's row as one line.

    Raises DocumentError where it cannot be opened, is no .docx, or unpacks to too much.
    """
    import docx

    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > LIMIT:
                raise DocumentError(f"{path.name}: isi berkas terlalu besar setelah dibuka")
        document = docx.Document(str(path))
        lines = list(_lines(document, _Numbers(document)))
    except DocumentError:
        raise
    except OSError as error:
        raise DocumentError(f"{path.name}: berkas tidak dapat dibuka ({error.strerror or error})") from error
    except Exception as error:  # a damaged file fails in many ways
        raise DocumentError(f"{path.name}: bukan berkas Word (.docx) yang utuh ({error})") from error
    return [line for line in lines if line.strip()]


def _lines(container: Any, numbers: _Numbers) -> Iterator[str]:
    """The lines of a document or a table's cell; the paragraphs of a row's cells are joined where they begin."""
    for item in container.iter_inner_content():
        if not hasattr(item, "rows"):
            yield from f"{numbers.number(item)} {_words(item)}".strip().split("\n")
            continue
        for row in item.rows:
            cells = {id(cell._tc): cell for cell in row.cells}.values()  # a merged cell comes once
            columns = [[line for line in _lines(cell, numbers) if line.strip()] for cell in cells]
            for parts in zip_longest(*columns, fillvalue=""):
                yield " ".join(" ".join(parts).split())


def _words(paragraph: Any) -> str:
    """The words of a paragraph, those of hyperlinks, fields and tracked insertions too."""
    marks = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
    return "".join(
        (node.text or "") if node.tag == f"{W}t" else marks.get(node.tag, "")
        for node in paragraph._p.iter()
        if not (node.tag == f"{W}tab" and node.getparent().tag == f"{W}tabs")  # a tab stop is no tab
    )


class _Numbers:
    """Counts list paragraphs as Word does, by list and level."""

    def __init__(self, document: Any) -> None:
        from docx.oxml.ns import qn

        self._qn = qn
        self._counts: dict[tuple[str, int], int] = {}
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        kinds = {n.get(qn("w:abstractNumId")): n for n in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            kind = kinds.get(_value(number.find(qn("w:abstractNumId")), qn))
            for level in kind.findall(qn("w:lvl")) if kind is not None else ():
                form = _value(level.find(qn("w:numFmt")), qn) or "decimal"
                text = _value(level.find(qn("w:lvlText")), qn) or ""
                start = int(_value(level.find(qn("w:start")), qn) or 1)
                self._levels[number.get(qn("w:numId")), int(level.get(qn("w:ilvl")))] = (form, text, start)

    def number(self, paragraph: Any) -> str:
        """The number that Word prints before a paragraph, or ""."""
        own = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
        style = paragraph.style.element.pPr if own is None and paragraph.style is not None else None
        found = own if own is not None else (style.numPr if style is not None else None)
        if found is None or found.numId is None or not found.numId.val:
            return ""
        listed, depth = str(found.numId.val), int(found.ilvl.val) if found.ilvl is not None else 0
        if (listed, depth) not in self._levels:
            return ""
        form, text, start = self._levels[listed, depth]
        self._counts[listed, depth] = self._counts.get((listed, depth), start - 1) + 1
        for key in [k for k in self._counts if k[0] == listed and k[1] > depth]:
            del self._counts[key]
        if form in ("bullet", "none"):
            return ""

        def written(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            outer_form, _, first = self._levels.get((listed, level), (form, "", 1))
            return _write_number(self._counts.get((listed, level), first), outer_form)

        return re.sub(r"%(\d)", written, text)


def _value(element: Any, qn: Any) -> str:
    return str(element.get(qn("w:val")) or "") if element is not None else ""


def _write_number(number: int, form: str) -> str:
    """A number as a list writes it: 3, c, iii."""
    if form.endswith("Letter"):
        letters = chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letters.upper() if form.startswith("upper") else letters
    if form.endswith("Roman"):
        rest, numeral = number, ""
        for value, letters in ROMAN:
            numeral, rest = numeral + letters * (rest // value), rest % value
        return numeral.upper() if form.startswith("upper") else numeral
    return str(number)


def write_report(blocks: Iterable[Block]) -> bytes:
    """A Word file with these blocks, as bytes."""
    import docx

    document = docx.Document()
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level)
        elif isinstance(block, Table):
            _add_table(document, block.rows)
        else:
            paragraph = document.add_paragraph()
            for text, look in block.runs:
                _style(paragraph.add_run(_printable(text)), look)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for n, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _style(cell.paragraphs[0].add_run(_printable(text)), "tebal" if n == 0 else "biasa")


def _style(run: Any, look: Look) -> None:
    from docx.shared import RGBColor

    run.bold = look == "tebal"
    run.font.strike = look == "dihapus"
    run.font.underline = look == "ditambah"
    if look in ("dihapus", "ditambah"):
        run.font.color.rgb = RGBColor(0xB0, 0x1E, 0x1E) if look == "dihapus" else RGBColor(0x1E, 0x6B, 0x2E)


def _printable(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
