"""Commands that look at the collection afterwards: ``rujukan audit basis`` and ``rujukan audit log``.

Does not do: change anything.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.acts import ACTS, check_chain, read_acts
from api.ledger import Ledger
from api.terminal import AsOf, Json, day_of, errors, open_named_library, print_line

audit_app = typer.Typer(help="Pemeriksaan atas koleksi.")


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


@audit_app.command("log")
def print_acts(
    context: typer.Context,
    last: Annotated[int | None, typer.Option(min=1, help="Hanya sekian yang terakhir.")] = None,
    noted: Annotated[str, typer.Option(help="Hash yang dahulu dicatat di tempat lain; dicari dalam rantai.")] = "",
    as_json: Json = False,
) -> None:
    """Catatan tindakan administratif; kode keluar 1 bila rantainya putus."""
    ledger = Ledger(context.obj.data)
    acts = read_acts(ledger, last)
    for act in acts:
        if as_json:
            print_line(asdict(act))
        else:
            said = ", ".join(f"{name}: {value}" for name, value in act.detail.items())
            print(f"{act.number}  {act.at}  {act.who}: {ACTS.get(act.act, act.act)}: {act.object}  {said}".rstrip())
    faults = check_chain(ledger, noted)
    for fault in faults:
        errors.print(f"rantai putus: {fault}", style="red", markup=False, highlight=False)
    if faults:
        raise typer.Exit(1)
    errors.print(f"rantai utuh; hash terakhir: {acts[-1].hash if acts else '-'}", highlight=False, soft_wrap=True)
