"""Precedents as a file to work with: Word, Markdown, CSV, each provision with its citation and status.

Does not do: lay out pages; the JSON of ``api.wire_precedents`` holds everything that is known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kb.citation import parse_path, regulation_label
from kb.word_document import Block, Heading, Look, Paragraph, Table, write_report

Format = Literal["docx", "markdown", "csv"]
Json = dict[str, Any]
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "markdown": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
SUFFIXES: dict[str, Format] = {".docx": "docx", ".md": "markdown", ".csv": "csv"}
COLUMNS = (
    "klausul",
    "bunyi klausul",
    "keluarga",
    "ketentuan",
    "judul",
    "jenis",
    "tahun",
    "instansi",
    "status",
    "sumber",
    "kemiripan",
    "bunyi",
)
_LOOKS: dict[str, Look] = {"sama": "biasa", "dihapus": "dihapus", "ditambah": "ditambah"}
_MARKS = {"biasa": "{}", "tebal": "**{}**", "dihapus": "~~{}~~", "ditambah": "<u>{}</u>"}


@dataclass(frozen=True, slots=True)
class Findings:
    """What is exported: clauses as ``precedents_json`` gives them and bases as ``basis_json`` does."""

    clauses: Sequence[Json]
    bases: Sequence[Json] = ()


def export(findings: Findings, form: Format) -> bytes:
    """The findings as a file of this form."""
    if form == "csv":
        return _to_csv(findings.clauses).encode("utf-8-sig")  # so that spreadsheets read it as UTF-8
    blocks = list(_report(findings))
    return write_report(blocks) if form == "docx" else _to_markdown(blocks).encode()


def _report(findings: Findings) -> Iterable[Block]:
    """The findings as blocks: clause by clause its families, then the bases."""
    yield Heading("Preseden rancangan", 0)
    for n, clause in enumerate(findings.clauses, 1):
        yield Heading(clause["label"] or f"Klausul {n}", 1)
        yield Paragraph(((_one_line(clause["clause"]), "biasa"),))
        if not clause["families"]:
            yield Paragraph((("Tidak ditemukan ketentuan tentang perkara yang sama.", "biasa"),))
        for number, family in enumerate(clause["families"], 1):
            yield Heading(f"Keluarga {number}", 2)
            for member in family:
                yield Paragraph(((cite(member), "tebal"),))
                yield Paragraph(tuple(_words(member)))
    if findings.bases:
        yield Heading("Dasar hukum yang disarankan", 1)
        head = ("Dasar hukum", "Status", "Sudah disebut", "Menggantikan", "Pasal pendelegasian")
        yield Table((head, *(_basis_row(basis) for basis in findings.bases)))


def cite(member: Json) -> str:
    """A provision as it is cited, with what must be known of it: "PP ... Pasal 3 tentang Disiplin (dicabut)"."""
    origin = f", berasal dari {_label(member['source'])}" if member["source"] else ""
    likeness = f", kemiripan {member['likeness']:.0%}" if member["source"] else ""
    return f"{member['label']} tentang {member['title']} ({member['status']}{origin}{likeness})"


def _label(path: str) -> str:
    return parse_path(path).label


def _words(member: Json) -> Iterable[tuple[str, Look]]:
    """The member's words; where it has a source, with what was taken out and put in."""
    if not member["edits"]:
        yield _one_line(member["text"]), "biasa"
    for edit in member["edits"]:
        yield f"{edit['text']} ", _LOOKS[edit["change"]]


def _basis_row(basis: Json) -> tuple[str, ...]:
    return (
        f"{basis['label']} tentang {basis['title']}",
        basis["status"],
        "ya" if basis["named"] else "belum",
        ", ".join(map(regulation_label, basis["replaces"])),
        "; ".join(f"{d['label']} ({d['target']})" for d in basis["delegations"]),
    )


def _to_markdown(blocks: Iterable[Block]) -> str:
    parts = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * (block.level + 1)} {block.text}")
        elif isinstance(block, Paragraph):
            runs = (_MARKS[look].format(_escape(text.strip())) for text, look in block.runs if text.strip())
            parts.append(" ".join(runs))
        else:
            rows = [f"| {' | '.join(_escape(cell) for cell in row)} |" for row in block.rows]
            rows.insert(1, "|" + "---|" * len(block.rows[0]))
            parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _escape(text: str) -> str:
    """Text whose marks Markdown leaves alone."""
    for mark in "\\*_~|<>#[]`":
        text = text.replace(mark, f"\\{mark}")
    return text


def _to_csv(clauses: Iterable[Json]) -> str:
    """A row for each member of each family."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for n, clause in enumerate(clauses, 1):
        name = clause["label"] or clause["id"] or f"Klausul {n}"
        for number, family in enumerate(clause["families"], 1):
            for member in family:
                writer.writerow(
                    _guard(cell)
                    for cell in (
                        name,
                        _one_line(clause["clause"]),
                        number,
                        member["label"],
                        member["title"],
                        member["kind"],
                        member["year"],
                        member["issuer"],
                        member["status"],
                        _label(member["source"]) if member["source"] else "",
                        f"{member['likeness']:.2f}" if member["source"] else "",
                        _one_line(member["text"]),
                    )
                )
    return out.getvalue()


def _guard(cell: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _one_line(text: str) -> str:
    return " ".join(text.split())
