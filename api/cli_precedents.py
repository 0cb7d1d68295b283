"""Commands for those who draft rules: precedents, bases, lineage, ladder.

``api.cli`` registers them; what they share with other commands is in ``api.terminal``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from api.terminal import AsOf, Json, Quarantined, day_of, open_named_library, print_line, read_rows
from kb.citation import parse_path, regulation_label
from kb.types import RujukanError

if TYPE_CHECKING:
    from kb.clauses import DraftClauses

PATH_LENGTH = 255  # longer words are no file name
_STYLES = {"sama": "", "dihapus": "strike red", "ditambah": "underline green"}


def precedents(
    context: typer.Context,
    text_or_file: Annotated[
        str | None, typer.Argument(help="Klausul, atau berkas rancangan (PDF, DOCX, teks).")
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Banyaknya ketentuan untuk tiap klausul.")] = 10,
    clauses: Annotated[Path | None, typer.Option(help="TSV dengan kolom id, clause.")] = None,
    as_of: AsOf = None,
    kind: Annotated[list[str] | None, typer.Option(help="Hanya jenis ini, misalnya pp.")] = None,
    out: Annotated[Path | None, typer.Option(help="Simpan sebagai .docx, .md, atau .csv.")] = None,
    include_quarantined: Quarantined = False,
    as_json: Json = False,
) -> None:
    """Ketentuan lama dan baru tentang perkara yang sama dengan sebuah klausul, sekeluarga menurut bunyinya."""
    from api.export_precedents import SUFFIXES, Findings, export
    from api.wire_precedents import basis_json, precedents_json
    from kb.legal_basis import suggest_bases
    from kb.precedent import Clause, find_precedents

    if out and out.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter("--out: pakai akhiran .docx, .md, atau .csv")
    draft = _read(text_or_file) if clauses is None and text_or_file is not None else None
    if draft:
        asked = [(str(n), clause) for n, clause in enumerate(draft.clauses, 1)]
    else:
        asked = [(i, Clause("", text)) for i, text in read_rows(text_or_file, clauses, "clause")]
    library = open_named_library(context)
    found, rows = [], []
    for identifier, clause in asked:
        one = find_precedents(library, clause, k, day_of(as_of), tuple(kind or ()), include_quarantined)
        row = precedents_json(library, identifier if clauses or len(asked) > 1 else "", one, day_of(as_of))
        found.append(one)
        rows.append(row)
        if as_json or clauses:
            print_line(row)
        elif not out:
            _print_clause(row)
    if out:
        bases = suggest_bases(library, found, draft.kind, draft.named, day_of(as_of)) if draft else []
        _write(out, export(Findings(rows, [basis_json(b) for b in bases]), SUFFIXES[out.suffix.lower()]))


def _read(text_or_file: str) -> DraftClauses:
    """The clauses of the draft named, or of the text itself."""
    from ingest.pipeline import parse_draft, read_draft
    from kb.clauses import cut_clauses

    if len(text_or_file) <= PATH_LENGTH and "\n" not in text_or_file and Path(text_or_file).is_file():
        return cut_clauses(read_draft(Path(text_or_file)))
    return cut_clauses(parse_draft(text_or_file))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise RujukanError(f"{path}: tidak dapat ditulis ({error.strerror})") from error


def _print_clause(row: dict[str, Any]) -> None:
    from api.export_precedents import cite

    console = Console(markup=False, highlight=False)
    clause = " ".join(row["clause"].split())
    console.print(f"\n{row['label']} {clause}".strip(), style="bold")
    if not row["families"]:
        console.print("Tidak ditemukan.")
    for number, family in enumerate(row["families"], 1):
        for n, member in enumerate(family):
            console.print(f"{f'{number}.' if n == 0 else '':4}{cite(member)}")
            console.print(f"    hierarki {member['hierarchy']}, {member['year'] or '-'}, {member['issuer'] or '-'}")
            _print_words(console, member)


def _print_words(console: Console, member: dict[str, Any]) -> None:
    """The words of a member on a few lines, marked where they differ from their source."""
    from rich.padding import Padding
    from rich.text import Text

    marks = {"sama": "{}", "dihapus": "[-{}-]", "ditambah": "{{+{}+}}"} if not console.is_terminal else {}
    text = Text()
    for edit in member["edits"]:
        text.append(marks.get(edit["change"], "{}").format(edit["text"]) + " ", style=_STYLES[edit["change"]])
    if not member["edits"]:
        text.append(" ".join(member["text"].split()))
    text.truncate(600, overflow="ellipsis")
    console.print(Padding(text, (0, 0, 0, 4)))


def bases(
    context: typer.Context,
    text_or_file: Annotated[str, typer.Argument(help="Rancangan: teks atau berkas (PDF, DOCX, teks).")],
    kind: Annotated[
        str | None, typer.Option(help="Jenis rancangan, misalnya perbup; bawaan: menurut judulnya.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Dasar hukum (Mengingat) yang disarankan bagi sebuah rancangan."""
    from api.wire_precedents import basis_json
    from kb.legal_basis import suggest_bases
    from kb.precedent import find_precedents

    draft = _read(text_or_file)
    library = open_named_library(context)
    found = [find_precedents(library, clause, as_of=day_of(as_of)) for clause in draft.clauses]
    table = Table("Dasar hukum", "Status", "Bobot", "Disebut", "Memanggil", box=None, pad_edge=False)
    suggested = suggest_bases(library, found, kind or draft.kind, draft.named, day_of(as_of))
    for basis in suggested:
        if as_json:
            print_line(basis_json(basis))
        calls = "; ".join(f"{d.label}: {d.target}" for d in basis.delegations[:2])
        named = "ya" if basis.named else "belum"
        table.add_row(f"{basis.label} tentang {basis.title}", basis.status, f"{basis.weight:.2f}", named, calls)
    if not as_json:
        Console(markup=False, highlight=False).print(table if suggested else "Tidak ditemukan.")


def lineage(
    context: typer.Context,
    identifiers: Annotated[list[str], typer.Argument(metavar="ID...", help="Dua peraturan atau lebih.")],
    diff: Annotated[bool, typer.Option("--diff", help="Tampilkan juga perubahan kata demi kata.")] = False,
    as_json: Json = False,
) -> None:
    """Silsilah pasal beberapa peraturan: pasal mana berasal dari pasal mana, menurut bunyinya."""
    from api.wire_precedents import family_json
    from kb.lineage import trace_lineage

    library = open_named_library(context)
    traced = trace_lineage(library, identifiers)
    rows = [family_json(library, family) for family in traced.families]
    if as_json:
        for family in rows:
            print_line({"regulations": list(traced.regulations), "family": family})
        print_line({"regulations": list(traced.regulations), "alone": list(traced.alone)})
        return
    console = Console(markup=False, highlight=False)
    table = Table(*map(regulation_label, traced.regulations), show_lines=True)
    for family in rows:
        table.add_row(*(_lineage_cell(family, i) for i in traced.regulations))
    console.print(table)
    console.print(f"{len(rows)} keluarga. Tanpa kerabat: {', '.join(traced.alone) or '-'}")
    for member in (m for family in rows for m in family if diff and m["source"]):
        console.print(f"\n{member['label']} dari {member['source']}", style="bold")
        _print_words(console, member)


def _lineage_cell(family: Sequence[dict[str, Any]], regulation: str) -> str:
    """The articles of one regulation in a family, each with its source and likeness."""
    return "\n".join(_lineage_lines(family, regulation))


def _lineage_lines(family: Sequence[dict[str, Any]], regulation: str) -> Iterator[str]:
    for member in family:
        if member["regulation"] == regulation:
            article = parse_path(member["path"]).value("pasal").upper()
            source = parse_path(member["source"]) if member["source"] else None
            came = f" ← {source.regulation} {source.value('pasal').upper()}, {member['likeness']:.2f}" if source else ""
            yield f"Pasal {article}{came}"


def ladder(
    context: typer.Context,
    identifier: Annotated[str | None, typer.Argument(metavar="[ID]", help="Bawaan: PP disiplin yang berlaku.")] = None,
    as_json: Json = False,
) -> None:
    """Tangga hukuman disiplin: kewajiban, tingkat, jenis hukuman, pejabat, pemeriksaan, upaya administratif."""
    from api.wire_precedents import ladder_json
    from kb.ladder import default_ladder, read_ladder

    library = open_named_library(context)
    row = ladder_json(read_ladder(library, identifier or default_ladder(library)))
    if as_json:
        print_line(row)
    else:
        _print_ladder(row)


def _print_ladder(row: dict[str, Any]) -> None:
    def short(path: str | None) -> str:
        cited = parse_path(path) if path else None
        own = cited and cited.regulation == row["regulation"]
        return "tidak ada" if not cited else cited.label.removeprefix(f"{row['label']} ") if own else cited.label

    def first_words(path: str | None) -> str:
        words = " ".join(row["cells"][path]["text"].split()) if path else ""
        return f"{short(path)}\n{words[:90]}{'…' if len(words) > 90 else ''}" if path else "tidak ada"

    console = Console(markup=False, highlight=False)
    console.print(row["label"], style="bold")
    table = Table("Kewajiban atau larangan", "Tingkat", "Pelanggaran", "Jenis hukuman", show_lines=True)
    for rung in row["rungs"]:
        table.add_row(
            first_words(rung["duty"]) + "".join(f"\n{gap['label']} tidak ada" for gap in rung["absent"]),
            rung["level"] or "tidak ditentukan",
            first_words(rung["violation"]),
            "\n".join(map(short, rung["measures"])) or "tidak ditentukan",
        )
    console.print(table)
    entitled = Table("Tingkat", "Jenis hukuman", "Pejabat yang berwenang", show_lines=True)
    for level in row["levels"]:
        for measure in level["measures"]:
            officers = "; ".join(map(short, measure["officers"])) or "tidak ada"
            entitled.add_row(level["level"], first_words(measure["measure"]), officers)
    console.print(entitled)
    examination = {rung["level"] or "semua tingkat": rung["examination"] for rung in row["rungs"]}
    for level, paths in examination.items():
        console.print(f"Pemeriksaan ({level}): {'; '.join(map(short, paths)) or 'tidak ada'}")
    console.print(f"Upaya administratif: {'; '.join(map(short, row['appeal'])) or 'tidak ada'}")
    for gap in row["missing"]:
        console.print(f"{gap['label']} tidak ada atau tidak terbaca dalam berkas sumber.", style="yellow")
    for name in row["unsaid"]:
        console.print(f"Tidak ditemukan dalam teks: {name}.", style="yellow")
    for path in row["unread"]:
        console.print(f"Jenis hukumannya tidak terbaca seluruhnya: {short(path)}.", style="yellow")


COMMANDS = (precedents, bases, lineage, ladder)
