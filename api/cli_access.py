"""Commands for those who keep the collection: keys, for whom documents are, corrections, removal.

Each administrative act is recorded in the ledger, as done by ``cli`` or, for a job of the server, by the key's name.

Does not do: take documents in (``rujukan ingest``), show the record of acts (``api.cli_audit``).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any

import typer

from api.acts import CLI, record_act
from api.keys import Role, add_key, list_keys, revoke_key
from api.ledger import Ledger
from api.terminal import Json, Where, print_line
from kb.types import Audience

Actor = Annotated[str, typer.Option("--actor", hidden=True)]  # for jobs of the server
Wait = Annotated[float, typer.Option(min=0, help="Tunggu penulis lain sekian detik.")]
For = Annotated[Audience | None, typer.Option("--audience", help="Untuk siapa dokumennya: publik atau internal.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]

keys_app = typer.Typer(help="Kunci akses REST API.")
documents_app = typer.Typer()


@keys_app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="Nama pemegang atau program.")],
    role: Annotated[Role, typer.Option(help="reader, librarian, atau admin.")] = "reader",
    expires: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Hari terakhir berlaku.")] = None,
    days: Annotated[int | None, typer.Option(min=1, help="Berlaku sekian hari.")] = None,
    audience: Annotated[Audience, typer.Option(help="Dokumen yang boleh dibaca reader.")] = "publik",
    as_json: Json = False,
) -> None:
    """Buat kunci; hanya sekali ini ditampilkan."""
    if expires and days:
        raise typer.BadParameter("berikan --expires atau --days, jangan keduanya")
    last = expires.date() if expires else date.today() + timedelta(days=days) if days else None
    ledger = Ledger(context.obj.data)
    key, token = add_key(ledger, name, role, audience, last)
    told: dict[str, Any] = {"role": key.role, "audience": key.audience, "expires": last.isoformat() if last else None}
    record_act(ledger, CLI, "key_added", key.name, told)
    if as_json:
        print_line({"name": key.name, **told, "token": token})
    else:
        print(token)


@keys_app.command("list")
def print_keys(context: typer.Context, as_json: Json = False) -> None:
    """Semua kunci, tanpa rahasianya."""
    for key in list_keys(Ledger(context.obj.data)):
        days = {d: getattr(key, d).isoformat() if getattr(key, d) else None for d in ("created", "expires", "revoked")}
        used = key.last_used.isoformat() if key.last_used else None
        if as_json:
            row = {"name": key.name, "role": key.role, "audience": key.audience, **days, "last_used": used}
            print_line({**row, "valid": key.is_valid(date.today())})
        else:
            state = "berlaku" if key.is_valid(date.today()) else "tidak berlaku"
            until = f" sampai {days['expires']}" if days["expires"] else ""
            print(f"{key.name}: {key.role}, {key.audience}, {state}{until}, terakhir dipakai {used or '-'}")


@keys_app.command("revoke")
def revoke(context: typer.Context, name: str, as_json: Json = False) -> None:
    """Cabut kunci; langsung tidak berlaku."""
    ledger = Ledger(context.obj.data)
    revoke_key(ledger, name)
    record_act(ledger, CLI, "key_revoked", name)
    if as_json:
        print_line({"name": name, "revoked": date.today().isoformat()})
    else:
        print(f"{name}: dicabut")


@documents_app.command("audience")
def audience(
    context: typer.Context,
    identifier: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    to: Annotated[Audience | None, typer.Argument(metavar="publik|internal")] = None,
    as_json: Json = False,
) -> None:
    """Tetapkan untuk siapa sebuah dokumen; tanpa argumen: daftar yang internal."""
    from kb.store import open_store

    if identifier is None:
        with open_store(context.obj.data) as store:
            for hidden in sorted(store.internal()):
                print_line({"regulation": hidden, "audience": "internal"}) if as_json else print(hidden)
        return
    if to is None:
        raise typer.BadParameter("sebut publik atau internal")
    with open_store(context.obj.data, write=True) as store:
        store.regulation(identifier)
        store.set_audience(identifier, to)
    record_act(Ledger(context.obj.data), CLI, "audience_set", identifier, {"audience": to})
    if as_json:
        print_line({"regulation": identifier, "audience": to})
    else:
        print(f"{identifier}: {to}")


@documents_app.command("correct")
def correct(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID")],
    title: str | None = None,
    issuer: str | None = None,
    status: Annotated[str | None, typer.Option(help="berlaku, diubah, dicabut, ...; memerlukan --reason.")] = None,
    reason: Annotated[str | None, typer.Option(help="Alasan status, misalnya pasal yang mencabut.")] = None,
    enacted: Day = None,
    in_force_from: Day = None,
    repealed_on: Day = None,
    alias: Annotated[list[str] | None, typer.Option(help="Nama lain; boleh berulang.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Topik; boleh berulang.")] = None,
    undo: Annotated[list[str] | None, typer.Option(metavar="FIELD", help="Tarik koreksi sebuah bidang.")] = None,
    as_json: Json = False,
) -> None:
    """Koreksi data sebuah peraturan; tetap berlaku bila dokumennya dibaca ulang."""
    from kb.correction import check_correction
    from kb.store import open_store

    said: dict[str, Any] = {"title": title, "issuer": issuer, "status": status, "status_reason": reason}
    for name, day in (("enacted", enacted), ("in_force_from", in_force_from), ("repealed_on", repealed_on)):
        said[name] = day.date() if day else None
    said |= {"aliases": alias, "topics": topic}
    fields = {name: value for name, value in said.items() if value is not None} | dict.fromkeys(undo or ())
    if not fields:
        raise typer.BadParameter("tidak ada yang dikoreksi")
    checked = check_correction(fields)
    with open_store(context.obj.data, write=True) as store:
        kept = store.correct(identifier, checked)
    record_act(Ledger(context.obj.data), CLI, "metadata_corrected", identifier, checked)
    if as_json:
        print_line({"regulation": identifier, "corrections": kept})
    else:
        print(f"{identifier}: " + (", ".join(f"{name} = {value}" for name, value in kept.items()) or "tanpa koreksi"))


@documents_app.command("remove")
def remove(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID")],
    wait: Wait = 0,
    actor: Actor = CLI,
    as_json: Json = False,
) -> None:
    """Hapus dokumen dari koleksi, lalu bangun indeks tanpanya."""
    from ingest.pipeline import remove_document

    where: Where = context.obj
    remove_document(identifier, data=where.data, model=where.model, wait=wait)
    record_act(Ledger(where.data), actor, "document_removed", identifier)
    if as_json:
        print_line({"regulation": identifier, "result": "removed"})
    else:
        print(f"{identifier}: dihapus")
