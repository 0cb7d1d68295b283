"""The ``rujukan`` command: options in, records out; JSON a line on standard output, progress on standard error."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from api import cli_access, cli_care, cli_drafts, cli_precedents, cli_programs
from api.acts import CLI, record_act
from api.cli_access import Actor, For, Wait
from api.cli_audit import audit_app
from api.cli_sites import sites_app
from api.group import RujukanGroup
from api.ledger import Ledger
from api.progress import shown_progress
from api.settings import Settings
from api.terminal import (
    BUNDLED_CATALOGUE,
    AsOf,
    Json,
    Quarantined,
    Where,
    day_of,
    errors,
    open_named_library,
    print_line,
    read_rows,
)
from api.wire import answer_json, outline_json, search_json, shown_json
from kb.types import Answer, Passage, RujukanError

app = typer.Typer(
    cls=RujukanGroup,
    help="Jawaban berkutipan dari peraturan kepegawaian. Opsi umum dan --json boleh ditulis di mana saja.",
    add_completion=False,
)
corpus_app = typer.Typer(help="Koleksi bawaan dan dokumen resmi.")
app.add_typer(corpus_app, name="corpus")
app.add_typer(cli_access.keys_app, name="keys")
app.add_typer(cli_access.documents_app)
app.add_typer(sites_app, name="sites")
app.command("verify-receipt")(cli_programs.verify_receipt)
app.command("mcp")(cli_programs.serve_mcp)
app.add_typer(audit_app, name="audit")
for caring in cli_care.COMMANDS:
    app.command()(caring)
for drafting in cli_precedents.COMMANDS:
    app.command()(drafting)
app.command("check")(cli_drafts.check)
app.command("draft")(cli_drafts.draft)


@app.callback()
def _options(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(help="Tempat semua data disimpan (RUJUKAN_DATA).")] = None,
    model: Annotated[str | None, typer.Option(help="Model embedding (RUJUKAN_EMBEDDING_MODEL).")] = None,
) -> None:
    settings = Settings()
    context.obj = Where(data or settings.data, model or settings.embedding_model)


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="PDF, berkas teks (.txt, .md), atau folder berisi PDF.")],
    catalogue: Annotated[Path | None, typer.Option(help="Berkas katalog; bawaan: corpus/catalogue.toml.")] = None,
    accept: Annotated[list[str] | None, typer.Option(metavar="ID", help="Terima walau akan dikarantina.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Baca ulang juga berkas yang tidak berubah.")] = False,
    texts: Annotated[bool, typer.Option("--texts", help="Ambil juga berkas .txt dan .md di dalam folder.")] = False,
    audience: For = None,
    wait: Wait = 0,
    actor: Actor = CLI,
    as_json: Json = False,
) -> None:
    """Masukkan PDF ke dalam koleksi; kode keluar 1 bila ada berkas yang gagal atau dikarantina."""
    from ingest import pipeline

    where: Where = context.obj
    total = sum(1 for _ in pipeline.find_files(paths, where.data, texts=texts))
    done = 0
    with shown_progress(errors) as tell:

        def report(row: dict[str, Any]) -> None:
            nonlocal done
            done += 1
            tell("membaca", done, total)
            if row["result"] in ("ingested", "quarantined"):
                told = {"file": Path(row["file"]).name, "result": row["result"], "audience": audience}
                record_act(Ledger(where.data), actor, "document_added", row["regulation"], told)
            if as_json:
                print_line(row)
            else:
                _print_report(row)

        rows = pipeline.ingest(
            paths,
            data=where.data,
            model=where.model,
            catalogue=catalogue or BUNDLED_CATALOGUE,
            accept=accept or (),
            again=again,
            texts=texts,
            audience=audience,
            wait=wait,
            on_report=report,
            on_embedded=lambda made, count: tell("membuat embedding", made, count),
            on_indexed=lambda made, count: tell("membangun indeks", made, count),
        )
    if not rows:
        errors.print("Tidak ada berkas PDF yang ditemukan.")
    if not rows or any(row["result"] in ("failed", "quarantined") for row in rows):
        raise typer.Exit(1)


def _print_report(row: dict[str, Any]) -> None:
    name = Path(row["file"]).name
    if row["result"] in ("ingested", "unchanged"):
        gaps = f", hilang: Pasal {', '.join(row['pasal_missing'])}" if row["pasal_missing"] else ""
        word = {"ingested": "dimasukkan", "unchanged": "tidak berubah"}[row["result"]]
        print(f"{name}: {word}, {row['regulation']}, {row['pages']} halaman, {row['pasal_found']} pasal{gaps}")
    else:
        print(f"{name}: {'gagal' if row['result'] == 'failed' else 'dikarantina'}: {row['error']}")


@app.command()
def outline(
    context: typer.Context, identifier: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """Susunan ketentuan sebuah peraturan."""
    from kb.store import open_store
    from kb.types import NotFoundError

    with open_store(context.obj.data) as store:
        provisions = store.provisions(identifier)
        if not provisions:
            raise NotFoundError(f"{identifier} tidak ada di koleksi")
        for provision in provisions:
            if as_json:
                print_line(outline_json(provision))
            else:
                depth = provision.path.count("/") - 1
                first = " ".join(provision.text.split())[:80]
                print(f"{'  ' * depth}{provision.path.rsplit('/', 1)[-1]}  (hlm. {provision.pages[0]})  {first}")


@app.command()
def show(context: typer.Context, path_or_label: str, as_of: AsOf = None, as_json: Json = False) -> None:
    """Satu ketentuan dengan penjelasan dan hubungannya."""
    from kb.citation import parse_path, regulation_label
    from kb.search import show as show_provision

    shown = show_provision(open_named_library(context), path_or_label, day_of(as_of))
    if as_json:
        print_line(shown_json(shown))
        return
    print(f"{shown.provision.label}  (halaman {', '.join(map(str, shown.provision.pages))}; status: {shown.status})\n")
    print(shown.provision.text)
    if shown.quarantine:
        print(f"\nBelum diterima pustakawan: {shown.quarantine}")
    for gap in shown.unread:
        print(f"\nPasal {gap} tidak ada atau tidak terbaca dalam berkas sumber; lihat naskah resminya.")
    for amendment in shown.amendments:
        print(f"\n{amendment.verb} oleh {parse_path(amendment.subject).label}")
    for term, unit in shown.definitions:
        print(f"\n{term}: {unit.label}")
    if shown.penjelasan:
        print(f"\n{shown.penjelasan.label}:\n{shown.penjelasan.text}")
    for relation in shown.relations:
        note = f" ({relation.note})" if relation.note else ""
        acts, on = regulation_label(relation.subject), regulation_label(relation.object)
        if relation.article:
            acts = parse_path(f"{relation.subject}/{relation.article}").label
        print(f"\n{acts} {relation.relation} {on}{note}")


@app.command()
def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="Yang dicari.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Banyaknya kutipan.")] = 10,
    queries: Annotated[Path | None, typer.Option(help="TSV dengan kolom id, question.")] = None,
    as_of: AsOf = None,
    kind: Annotated[list[str] | None, typer.Option(help="Hanya jenis ini, misalnya pp.")] = None,
    include_repealed: Annotated[bool, typer.Option(help="Aturan yang dicabut setara dengan yang lain.")] = False,
    include_quarantined: Quarantined = False,
    as_json: Json = False,
) -> None:
    """Ketentuan yang sesuai dengan sebuah pertanyaan."""
    from kb.search import search as search_library

    asked = list(read_rows(query, queries, "question"))
    library = open_named_library(context)
    for identifier, text in asked:
        passages = search_library(
            library, text, k, day_of(as_of), tuple(kind or ()), include_repealed, include_quarantined
        )
        if as_json or queries:
            print_line(search_json(identifier, text, passages))
        else:
            _print_passages(passages)


def _print_passages(passages: list[Passage]) -> None:
    table = Table("", "Ketentuan", "Hlm.", "Status", "Kutipan", box=None, pad_edge=False)
    for rank, passage in enumerate(passages, 1):
        chunk = passage.chunk
        words = " ".join(chunk.text.split())
        pages = ", ".join(map(str, chunk.pages))
        table.add_row(str(rank), chunk.label, pages, passage.status, words[:160] + ("…" if len(words) > 160 else ""))
    Console(markup=False, highlight=False).print(table if passages else "Tidak ditemukan.")


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="Pertanyaan.")] = None,
    questions: Annotated[Path | None, typer.Option(help="TSV dengan kolom id, question.")] = None,
    as_of: AsOf = None,
    previous: Annotated[list[str] | None, typer.Option(help="Pertanyaan sebelumnya dalam percakapan.")] = None,
    include_quarantined: Quarantined = False,
    receipt: Annotated[Path | None, typer.Option(help="Simpan bukti jawaban dalam berkas baru ini.")] = None,
    chat_model: Annotated[
        str | None,
        typer.Option(metavar="PENYEDIA:MODEL", help="Model bahasa perumus jawaban (RUJUKAN_CHAT_MODEL)."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Jawaban berkutipan, atau "tidak ditemukan"."""
    from kb.answer import answer
    from kb.chat import load_chat_model
    from kb.drafting import draft_answer
    from kb.evidence import read_leads

    if receipt and questions:
        raise typer.BadParameter("--receipt hanya untuk satu pertanyaan")
    asked = list(read_rows(question, questions, "question"))
    library = open_named_library(context)
    settings = Settings()
    name = settings.chat_model if chat_model is None else chat_model
    chat = load_chat_model(name, settings.chat_base_url, settings.chat_timeout) if name else None
    for identifier, text in asked:
        result = answer(library, text, day_of(as_of), include_quarantined=include_quarantined, previous=previous or ())
        if chat:
            result = draft_answer(result, chat, read_leads(library, result))
        if receipt:
            cli_programs.save_receipt(library, result, day_of(as_of), previous or [], receipt)
        if questions:
            print_line({"id": identifier, **answer_json(result)})
        elif as_json:
            print_line(answer_json(result))
        else:
            _print_answer(result)


def _print_answer(result: Answer) -> None:
    console = Console(markup=False, highlight=False)  # brackets in a law are just brackets
    console.print(f"\n{result.question}\n", style="bold")
    console.print(result.text)
    if result.mode != "ekstraktif":
        console.print(f"Dirumuskan oleh {result.mode}; tiap kalimat sudah dicocokkan dengan kutipannya.", style="dim")
    for warning in result.warnings:
        console.print(f"Perhatian: {warning}", style="yellow")
    for note in result.beside:
        if note.kind != "rujukan":  # references stand in the text
            console.print(f"{note.term}: {note.text} ({note.label})", style="dim")
    for passage in result.passages[1:]:
        console.print(f"Lihat juga: {passage.chunk.label}, halaman {passage.chunk.pages[0]}", style="dim")


@app.command()
def evaluate(
    context: typer.Context,
    file: Path,
    facts: Annotated[Path | None, typer.Option(help="TSV fakta yang diharapkan.")] = None,
    unanswerable: Annotated[Path | None, typer.Option(help="TSV pertanyaan tanpa jawaban.")] = None,
    dialogues: Annotated[Path | None, typer.Option(help="TSV percakapan; dinilai giliran terakhirnya.")] = None,
    precedents: Annotated[Path | None, typer.Option(help="TSV klausul dengan pasal presedennya.")] = None,
    save: Annotated[Path | None, typer.Option(help="Simpan angka-angkanya, tanpa teks pertanyaan.")] = None,
    as_json: Json = False,
) -> None:
    """Mutu pencarian atas sebuah berkas pertanyaan."""
    from kb.evaluate import evaluate_library, save_figures

    library = open_named_library(context)
    figures = evaluate_library(
        library, file, facts=facts, unanswerable=unanswerable, dialogues=dialogues, precedents=precedents
    )
    if save:
        save_figures(save, figures, library.generation.manifest)
    if as_json:
        print_line(figures)
    else:
        Console().print_json(json.dumps(figures, ensure_ascii=False))


@app.command()
def serve(
    context: typer.Context,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: Annotated[int | None, typer.Option(min=1, help="Banyaknya proses (RUJUKAN_WORKERS).")] = None,
) -> None:
    """Layani REST API; catatan (JSON, tanpa pertanyaan) ke keluaran galat."""
    from api.processes import serve_app
    from kb.settle import settle_index
    from kb.store import FILE

    where: Where = context.obj
    settings = Settings(data=where.data, embedding_model=where.model)
    if (where.data / FILE).is_file():
        for cause in settle_index(where.data):
            errors.print(cause, style="yellow", markup=False, highlight=False, soft_wrap=True)
    serve_app(settings.model_copy(update={"workers": workers or settings.workers}), host, port)


@app.command()
def feedback(context: typer.Context, as_json: Json = False) -> None:
    """Jumlah penilaian pembaca atas jawaban, per hari."""
    from api.feedback import read_feedback

    for row in read_feedback(context.obj.data):
        if as_json:
            print_line(row)
        else:
            about = row["provision"] or row["refusal"]
            print(f"{row['day']}  {row['count']}  {row['verdict']}  {row['reason'] or '-'}  {about}")


@app.command()
def accept(
    context: typer.Context,
    identifiers: Annotated[list[str], typer.Argument(metavar="ID...")],
    note: Annotated[str, typer.Option(help="Catatan, misalnya siapa yang memeriksa.")] = "",
) -> None:
    """Terima dokumen yang dikarantina, menurut namanya, supaya ikut dicari."""
    from kb.store import open_store

    with open_store(context.obj.data, write=True) as store:
        for identifier in identifiers:
            reason = store.quarantined().get(identifier, "")
            store.accept(identifier, note)
            record_act(Ledger(context.obj.data), CLI, "document_accepted", identifier, {"note": note} if note else {})
            print(f"{identifier}: diterima ({reason})")


@corpus_app.command()
def fetch(
    context: typer.Context,
    identifiers: Annotated[list[str] | None, typer.Argument(help="Id peraturan; kosong berarti semua.")] = None,
    into: Annotated[Path | None, typer.Option(help="Folder tujuan.")] = None,
    catalogue: Annotated[Path, typer.Option(help="Berkas katalog.")] = BUNDLED_CATALOGUE,
    as_json: Json = False,
) -> None:
    """Unduh PDF resmi yang disebut katalog."""
    from ingest.pipeline import fetch_documents
    from kb.catalogue import load_catalogue
    from kb.types import NotFoundError

    rows = load_catalogue(catalogue)
    if unknown := [i for i in identifiers or () if i not in rows]:
        raise NotFoundError(f"tidak ada di katalog: {', '.join(unknown)}")
    chosen = [rows[i] for i in identifiers] if identifiers else list(rows.values())
    results = fetch_documents(chosen, into or context.obj.data / "unduhan")
    for row in results:
        if as_json:
            print_line(row)
        else:
            print(f"{row['regulation']}: {row['result']} {row['error'] or ''}".rstrip())
    if any(row["result"] == "failed" for row in results):
        raise typer.Exit(1)


@app.command("version")
def print_version(as_json: Json = False) -> None:
    """Versi program."""
    if as_json:
        print_line({"version": version("rujukan")})
    else:
        print(version("rujukan"))


def main() -> None:
    """Run the command; a RujukanError becomes one line on standard error and exit code 1."""
    try:
        app()
    except RujukanError as error:
        errors.print(f"rujukan: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
