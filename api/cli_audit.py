"""Commands that audit the collection: ``rujukan audit basis``."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

from api.terminal import AsOf, Json, day_of, open_named_library, print_line

audit_app = typer.Typer(help="Pemeriksaan atas koleksi.")


@audit_app.callback()
def _group() -> None:
    """Keep ``basis`` a word of its own while it is the only command."""


@audit_app.command()
def basis(context: typer.Context, as_of: AsOf = None, as_json: Json = False) -> None:
    """Peraturan yang masih bertumpu pada peraturan yang sudah dicabut, dan di ketentuan mana."""
    from api.wire_precedents import reliance_json
    from kb.basis_audit import audit_bases

    rows = audit_bases(open_named_library(context), day_of(as_of))
    table = Table("Ketentuan", "Hlm.", "Bertumpu pada", "Status", "Dicabut oleh", "Sejak", box=None, pad_edge=False)
    for row in map(reliance_json, rows):
        if as_json:
            print_line(row)
        pages = ", ".join(map(str, row["pages"]))
        by = ", ".join(row["replaced_by"])
        table.add_row(row["label"], pages, row["cited_label"], row["cited_status"], by, row["since"] or "-")
    if not as_json:
        Console(markup=False, highlight=False).print(table if rows else "Tidak ada.")
