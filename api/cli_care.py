"""Commands that keep a collection safe: what is stored, is it whole, save it, bring it back.

Does not do: the work itself (``kb.verify``, ``kb.backup``).
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from api.progress import shown_progress
from api.terminal import Json, Where, errors, print_line
from kb.types import StoreError


def verify(context: typer.Context, as_json: Json = False) -> None:
    """Periksa apakah semua yang tersimpan utuh; kode keluar 1 bila ada yang rusak, satu baris tiap masalah."""
    from kb.verify import verify_collection

    where: Where = context.obj
    problems = 0
    for finding in verify_collection(where.data):
        problems += bool(finding.problem)
        if as_json:
            print_line(asdict(finding))
        elif finding.problem:
            print(f"MASALAH {finding.part}: {finding.problem}")
        else:
            print(f"{finding.part}: {finding.checked} diperiksa")
    if not as_json:
        print("Utuh." if not problems else f"{problems} masalah.")
    if problems:
        raise typer.Exit(1)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="BERKAS", help="Berkas cadangan (tar, zstandard).")],
    without_index: Annotated[
        bool, typer.Option("--without-index", help="Tanpa indeks; dibangun lagi saat dikembalikan.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Simpan seluruh koleksi ke satu berkas, juga selagi dilayani dan ditulis."""
    from kb.backup import back_up

    where: Where = context.obj
    with shown_progress(errors, size=True) as tell:
        said = back_up(
            where.data, file, index=not without_index, progress=lambda done, total: tell("menyimpan", done, total)
        )
    row = {**_summary(said), "file": str(file), "bytes": file.stat().st_size}
    if as_json:
        print_line(row)
    else:
        index = f"generasi {row['generation']}" if row["generation"] is not None else "tanpa indeks"
        print(f"{file}: {_amount(row['bytes'])}, {row['regulations']} peraturan, {row['chunks']} kutipan, {index}")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="BERKAS", help="Berkas dari backup.")],
    into: Annotated[Path | None, typer.Option(help="Folder tujuan; bawaan: folder data.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Ganti folder yang berisi; isi lamanya disimpan.")] = False,
    as_json: Json = False,
) -> None:
    """Kembalikan koleksi dari cadangan, setelah semua isinya diperiksa."""
    from kb.backup import restore_backup

    where: Where = context.obj
    target = into or where.data
    with shown_progress(errors, size=True) as tell:
        said = restore_backup(
            file, target, force=force, progress=lambda done, total: tell("mengembalikan", done, total)
        )
    row = {**_summary(said), "into": str(target), "kept": said["kept"]}
    if as_json:
        print_line(row)
    else:
        print(f"{target}: {row['regulations']} peraturan, {row['chunks']} kutipan, dari cadangan {row['created']}")
        if row["kept"]:
            print(f"Isi lama disimpan di {row['kept']}")


def _summary(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in ("files", "format", "kept")}


def status(context: typer.Context, as_json: Json = False) -> None:
    """Apa yang tersimpan."""
    from kb.backup import last_backup
    from kb.store import open_store

    where: Where = context.obj
    with open_store(where.data) as store:
        reports = {i: store.report(i) for i in store.regulations()}
        row: dict[str, Any] = {"data": str(where.data), **store.counts()}
        row["pasal_missing"] = {i: r["pasal_missing"] for i, r in reports.items() if r.get("pasal_missing")}
        row["quarantined"] = store.quarantined()
        row["accepted"] = store.accepted()
        row |= _index_status(where.data, store.fingerprint())
    row["disk"] = {name: _bytes_of(where.data, name) for name in ("rujukan.sqlite", "sources", "generations", "models")}
    row["last_backup"] = last_backup(where.data)
    if as_json:
        print_line(row)
        return
    row["disk"] = {name: [_amount(size)] for name, size in row["disk"].items()}
    saved = row["last_backup"]
    row["last_backup"] = f"{saved['created']}, {saved['file']}, {_amount(saved['bytes'])}" if saved else "belum pernah"
    for key, value in row.items():
        if isinstance(value, dict):
            print(f"{key}:" if value else f"{key}: -")
            for identifier, said in value.items():
                print(f"  {identifier}: {', '.join(said) if isinstance(said, list) else said}")
        else:
            print(f"{key}: {value if value not in ('', None) else '-'}")


def _index_status(data: Path, fingerprint: str) -> dict[str, Any]:
    """The index in use: whether it is of what is stored, its number, model and day, and why it is not the newest."""
    from kb.generation import open_generation

    try:
        opened = open_generation(data)
    except StoreError as error:
        return {"index": "tidak ada", "generation": None, "model": None, "built": None, "damage": str(error)}
    opened.close()
    manifest = opened.manifest
    return {
        "index": "segar" if manifest["fingerprint"] == fingerprint else "usang",
        "generation": opened.number,
        "model": manifest["model"],
        "built": manifest["created"],
        "damage": opened.damage,
    }


def _bytes_of(data: Path, name: str) -> int:
    """What a file with its log, or a folder, takes on disk; a file with two names counts once."""
    files = [*data.glob(f"{name}*"), *(data / name).rglob("*")]
    sizes = {(s.st_dev, s.st_ino): s.st_size for s in (file.stat() for file in files if file.is_file())}
    return sum(sizes.values())


def _amount(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


COMMANDS = (status, verify, backup, restore)
