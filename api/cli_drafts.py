"""The commands for those who write: ``check`` the citations of a text, examine a ``draft``.

Does not do: find precedents (another room); change a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from api.terminal import AsOf, Json, day_of, errors, open_named_library, print_line

if TYPE_CHECKING:
    from kb.search import Library
    from kb.types import DraftText

File = Annotated[
    str, typer.Argument(metavar="FILE", help="Berkas .txt, .md, .docx, .pdf, atau id peraturan tersimpan.")
]
STYLES = {"kesalahan": "red", "peringatan": "yellow", "pertanyaan": "cyan", "ada": "green"}


def check(context: typer.Context, file: File, as_of: AsOf = None, as_json: Json = False) -> None:
    """Putusan atas setiap rujukan dalam sebuah teks; kode keluar 1 bila ada yang bukan "ada"."""
    from api.findings import check_json
    from kb.check import check_citations
    from kb.citation import parse_path

    library = open_named_library(context)
    checks = check_citations(library, _read(library, file), day_of(as_of))
    for row in checks:
        if as_json:
            print_line(check_json(row))
            continue
        said = [row.detail] if row.detail else []
        said += [f"tertulis “{c.quoted or '…'}”, bunyinya “{c.printed or '…'}”" for c in row.changes]
        said += [f"lihat {parse_path(path).label}" for path in row.newer]
        _print_row(row.page, row.line, row.verdict, " ".join(row.words.split()), "; ".join(said))
    wrong = sum(row.verdict != "ada" for row in checks)
    errors.print(f"{len(checks)} rujukan, {wrong} perlu dilihat")
    if wrong:
        raise typer.Exit(1)


def draft(context: typer.Context, file: File, as_of: AsOf = None, as_json: Json = False) -> None:
    """Temuan atas sebuah rancangan peraturan; kode keluar 1 bila ada kesalahan."""
    from api.findings import finding_json
    from kb.draft import check_draft

    library = open_named_library(context)
    report = check_draft(library, _read(library, file), day_of(as_of))
    if not report.checked:
        errors.print("Naskah ini tidak memuat pasal; rujukannya dapat diperiksa dengan rujukan check.")
    for row in report.findings:
        if as_json:
            print_line(finding_json(row))
            continue
        place = f"{row.rule}, {row.unit}" if row.unit else row.rule
        _print_row(row.page, row.line, row.severity, place, f"{row.message} ({row.source})")
    errors.print(f"{len(report.findings)} temuan")
    if any(row.severity == "kesalahan" for row in report.findings):
        raise typer.Exit(1)


def _print_row(page: int, line: int, verdict: str, what: str, said: str) -> None:
    """One line for a person: place, verdict in its colour, what it is about, why."""
    console = Console(markup=False, highlight=False, soft_wrap=True)
    console.print(f"hlm. {page} baris {line}: ", end="", style="dim")
    console.print(verdict, end="", style=STYLES.get(verdict, "red"))
    console.print(f": {what}" + (f": {said}" if said else ""))


def _read(library: Library, file: str) -> DraftText:
    """The text of a file, or of a stored regulation named by its id. Raises DocumentError, NotFoundError."""
    from ingest.pipeline import read_draft, source_path
    from kb.types import NotFoundError

    if file not in library.stored:
        return read_draft(Path(file))
    source = library.store.source(file)
    path = source_path(library.data, source) if source else None
    if path is None or not path.exists():
        raise NotFoundError(f"berkas sumber {file} tidak ada")
    return read_draft(path)
