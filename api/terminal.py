"""What the commands share: where the collection is, the options that several have, rows in and lines out.

Does not do: run a command (``api.cli`` and the rooms it registers), read options (``api.group``).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from kb.types import RujukanError

if TYPE_CHECKING:
    from kb.search import Library

errors = Console(stderr=True)
BUNDLED_CATALOGUE = Path(__file__).resolve().parents[1] / "corpus" / "catalogue.toml"

Json = Annotated[bool, typer.Option("--json", help="Satu objek JSON per baris.")]
Quarantined = Annotated[bool, typer.Option("--include-quarantined", help="Cari juga dalam dokumen yang dikarantina.")]
AsOf = Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Hukum per tanggal ini.")]


@dataclass(frozen=True, slots=True)
class Where:
    """The data folder and the embedding model of this run; every command finds it in ``context.obj``."""

    data: Path
    model: str


def open_named_library(context: typer.Context) -> Library:
    """The collection named by the general options, closed when the command ends. Raises StoreError without one."""
    from kb.search import open_library  # heavy: chromadb

    where: Where = context.obj
    library = open_library(where.data, where.model)
    context.call_on_close(library.store.close)
    context.call_on_close(library.generation.close)
    return library


def day_of(as_of: datetime | None) -> date | None:
    """The day an option names."""
    return as_of.date() if as_of else None


def print_line(row: dict[str, Any]) -> None:
    """One JSON object, a line of standard output."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def read_rows(one: str | None, batch: Path | None, column: str) -> Iterator[tuple[str, str]]:
    """The one text given, with an empty id, or the rows of a TSV file with columns ``id`` and ``column``.

    Raises BadParameter where both or neither are given, RujukanError where the file cannot be read.
    """
    if (one is None) == (batch is None):
        raise typer.BadParameter("berikan satu pertanyaan, atau sebuah berkas TSV")
    if batch is None:
        yield "", one or ""
        return
    try:
        with batch.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if not {"id", column} <= set(reader.fieldnames or ()):
                raise RujukanError(f"{batch.name}: kolom id dan {column} tidak ada")
            for row in reader:
                yield row["id"], row[column]
    except OSError as error:
        raise RujukanError(f"{batch}: tidak dapat dibuka ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise RujukanError(f"{batch}: bukan teks UTF-8 (simpan ulang sebagai UTF-8)") from error
