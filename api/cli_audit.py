"""``rujukan audit``: what is looked at afterwards.

Does not do: change anything.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from api.acts import ACTS, check_chain, read_acts
from api.ledger import Ledger
from api.terminal import Json, errors, print_line

audit_app = typer.Typer(help="Pemeriksaan.")


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
