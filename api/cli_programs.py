"""Commands for other programs and for the file: check a receipt, serve the Model Context Protocol.

Does not do: decide what a receipt is worth (``kb.receipt_check``), define the tools (``api.mcp_server``).
"""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.settings import Settings
from api.terminal import Json, Where, open_named_library, print_line
from kb.types import Answer, Audience, RujukanError

if TYPE_CHECKING:
    from api.shelf import Shelf
    from kb.search import Library

# What ``verify-receipt`` exits with. A file that is no receipt, or no collection, is 1 as for every command.
EXITS = {"sah": 0, "diubah": 1, "usang": 2, "tidak dapat diperiksa": 2}
SAID = {
    "sah": "SAH: bukti ini utuh, dan ketentuan yang dikutipnya masih sama.",
    "diubah": "DIUBAH: isi bukti ini tidak lagi seperti waktu dibuat. Jangan dipakai.",
    "usang": "USANG: bukti ini utuh, tetapi keadaannya sudah berubah. Tanyakan ulang.",
    "tidak dapat diperiksa": "TIDAK DAPAT DIPERIKSA: asal bukti ini tidak dapat dipastikan di sini.",
}


def save_receipt(library: Library, answer: Answer, as_of: date | None, previous: list[str], file: Path) -> None:
    """Write the receipt of an answer just given to a new file. Raises RujukanError where the file is there already."""
    from kb.receipt import make_receipt, receipt_json, receipt_key

    receipt = make_receipt(library, answer, receipt_key(library.data, make=True), as_of, previous)
    try:
        with file.open("x", encoding="utf-8") as out:
            json.dump(receipt_json(receipt), out, ensure_ascii=False, indent=2)
            out.write("\n")
    except FileExistsError as error:
        raise RujukanError(f"{file}: sudah ada; bukti jawaban tidak ditimpa") from error
    except OSError as error:
        raise RujukanError(f"{file}: tidak dapat ditulis ({error.strerror})") from error


def verify_receipt(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Berkas dari ask --receipt.")],
    as_json: Json = False,
) -> None:
    """Periksa bukti jawaban: sah (kode keluar 0), diubah (1), usang atau tidak dapat diperiksa (2)."""
    from kb.receipt import LIMIT, read_receipt, receipt_key
    from kb.receipt_check import verify_receipt as verify

    try:
        with file.open("rb") as opened:
            receipt = read_receipt(opened.read(LIMIT + 1))
    except OSError as error:
        raise RujukanError(f"{file}: tidak dapat dibuka ({error.strerror})") from error
    library = open_named_library(context)
    verdict = verify(library, receipt, receipt_key(library.data))
    if as_json:
        print_line({"file": str(file), **asdict(verdict)})
    else:
        print(SAID[verdict.verdict])
        for reason in verdict.reasons:
            print(f"- {reason}")
    raise typer.Exit(EXITS[verdict.verdict])


def serve_mcp(
    context: typer.Context,
    audience: Annotated[Audience, typer.Option(help="Dokumen yang boleh dibaca: publik saja, atau juga internal.")] = (
        "publik"
    ),
) -> None:
    """Layani model bahasa lewat stdio (Model Context Protocol); diakhiri dengan menutup masukannya."""
    from api.chat_drafts import load_draft
    from api.events import quote_pieces
    from api.mcp_server import create_mcp_server
    from api.shelf import Shelf

    where: Where = context.obj
    settings = Settings(data=where.data, embedding_model=where.model)
    shelf = Shelf(settings)
    context.call_on_close(shelf.close)
    shelf.library()  # without a collection it says so at once
    warming = threading.Thread(target=_load_embedder, args=[shelf], daemon=True)
    warming.start()  # a host waits for the greeting less patiently than for the first answer

    def library_when_warm(_: object) -> Library:
        warming.join()
        return shelf.library(audience)

    create_mcp_server(library_when_warm, load_draft(settings) or quote_pieces).run("stdio")


def _load_embedder(shelf: Shelf) -> None:
    with suppress(RujukanError):  # whoever asks hears of it
        _ = shelf.library().embedder
