"""``rujukan sites``: which sites' pages may carry the widget.

Does not do: anything that a running server must be told; it reads the same file.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from api.acts import CLI, record_act
from api.ledger import Ledger
from api.sites import QUOTA, add_site, list_sites, remove_site
from api.terminal import Json, errors, print_line

sites_app = typer.Typer(help="Situs yang boleh memasang widget.")
LOOPBACK = ("http://localhost", "http://127.0.0.1", "http://[::1]")


@sites_app.command("add")
def add(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Nama pendek, misalnya dinkes-sleman.")],
    origin: Annotated[list[str] | None, typer.Option(help="Asal halaman, https://...; boleh berulang.")] = None,
    quota: Annotated[str, typer.Option(help="Jatah pertanyaan situs ini, misalnya 1000/day.")] = QUOTA,
    topic: Annotated[list[str] | None, typer.Option(help="Hanya topik ini; boleh berulang.")] = None,
    as_json: Json = False,
) -> None:
    """Daftarkan situs; tanpa --origin tidak ada halaman yang boleh."""
    ledger = Ledger(context.obj.data)
    site = add_site(ledger, identifier, origin or (), quota, topic or ())
    record_act(ledger, CLI, "site_added", site.id, {"origins": site.origins, "quota": quota, "topics": site.topics})
    for plain in (o for o in site.origins if o.startswith("http:") and not o.startswith(LOOPBACK)):
        errors.print(f"{plain} tidak memakai https: siapa pun di jaringannya dapat mengubah halaman itu.")
    if not site.origins:
        errors.print("Belum ada --origin, jadi belum ada halaman yang boleh memasang widget.")
    if as_json:
        print_line({**asdict(site), "created": site.created.isoformat()})
    else:
        print(f'<script src="https://HOST/widget.js" data-site="{site.id}" async></script>')


@sites_app.command("list")
def print_sites(context: typer.Context, as_json: Json = False) -> None:
    """Semua situs terdaftar."""
    for site in list_sites(Ledger(context.obj.data)):
        if as_json:
            print_line({**asdict(site), "created": site.created.isoformat()})
        else:
            topics = f", topik {', '.join(site.topics)}" if site.topics else ""
            print(f"{site.id}: {', '.join(site.origins) or 'tanpa asal halaman'}; {site.quota}{topics}")


@sites_app.command("remove")
def remove(
    context: typer.Context, identifier: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """Hapus situs; halamannya langsung tidak dapat bertanya lagi."""
    ledger = Ledger(context.obj.data)
    remove_site(ledger, identifier)
    record_act(ledger, CLI, "site_removed", identifier)
    if as_json:
        print_line({"id": identifier, "result": "removed"})
    else:
        print(f"{identifier}: dihapus")
