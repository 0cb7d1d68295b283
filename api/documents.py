"""What librarians do to documents over REST: upload, follow, accept, correct, remove. Version 1.

An upload is put aside, answered with 202 and the address of its job, and indexed in the background; its name, not its
path, goes into the report. Corrections and acceptances are known at once.

Does not do: index anything in this process (``api.jobs``), change the words of a regulation.
"""

from __future__ import annotations

import re
import shutil
import uuid
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, HTTPException, Query, Request, Response, Security, UploadFile
from pydantic.json_schema import SkipJsonSchema

from api.access import SCHEMES, Asker, asker_of, guarded_route
from api.acts import record_act
from api.jobs import Job, Workbench, find_job, list_jobs
from api.ledger import Ledger
from api.librarian_shapes import CorrectionRequest, DocumentModel, JobModel, JobsModel, NoteRequest, SourceModel
from ingest.pipeline import check_pdf
from kb.correction import check_correction
from kb.store import open_store
from kb.types import Audience, DocumentError

WAIT = 5.0  # seconds a request waits for another writer
NAME_LIMIT = 150
PROBLEM: dict[int | str, dict[str, Any]] = {
    code: {"description": text, "content": {"application/problem+json": {}}}
    for code, text in (
        (401, "Perlu kunci akses"),
        (403, "Tidak diizinkan"),
        (404, "Tidak ditemukan"),
        (422, "Permintaan tidak sah"),
        (429, "Terlalu banyak permintaan"),
        (503, "Koleksi sedang ditulis"),
    )
}
LARGE: dict[int | str, dict[str, Any]] = {
    413: {"description": "Isi terlalu besar", "content": {"application/problem+json": {}}}
}
router = APIRouter(
    prefix="/v1/documents",
    tags=["pustakawan"],
    dependencies=[Security(scheme) for scheme in SCHEMES],
    responses=PROBLEM,
    route_class=guarded_route("librarian"),
)


def _ledger(request: Request) -> Ledger:
    ledger: Ledger = request.app.state.ledger
    return ledger


def _workbench(request: Request) -> Workbench:
    workbench: Workbench = request.app.state.workbench
    return workbench


Book = Annotated[Ledger, Depends(_ledger)]
Bench = Annotated[Workbench, Depends(_workbench)]
Who = Annotated[Asker, Depends(asker_of)]


@router.post(
    "",
    status_code=202,
    summary="Masukkan sebuah PDF",
    description="Berkasnya dibaca dan diindeks di latar belakang; ikuti pekerjaannya di alamat `Location`.",
    responses=LARGE,
)
def upload_document(
    response: Response,
    bench: Bench,
    who: Who,
    file: Annotated[UploadFile, File(description="Berkas PDF")],
    audience: Annotated[
        Audience | SkipJsonSchema[None], Form(description="Untuk siapa; bawaan: seperti sebelumnya, atau publik")
    ] = None,
) -> JobModel:
    """Take a PDF to be read and indexed in the background; follow the address in ``Location``."""
    name = plain_name(file.filename or "")
    identifier = _new_id(bench)
    target = bench.folder_of(identifier) / name
    target.parent.mkdir(parents=True)
    try:
        with target.open("wb") as copy:
            shutil.copyfileobj(file.file, copy)
        check_pdf(target)
        job = bench.add_job(identifier, "ingest", name, who.name, audience)
    except BaseException:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise
    response.headers["Location"] = f"/v1/documents/jobs/{identifier}"
    return job_model(job)


@router.get("/jobs", summary="Daftar pekerjaan", description="Pekerjaan semua pustakawan, terbaru dahulu.")
def get_jobs(
    ledger: Book,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> JobsModel:
    """Jobs of all librarians, the latest first."""
    jobs, total = list_jobs(ledger, offset, limit)
    return JobsModel(total=total, offset=offset, limit=limit, jobs=[job_model(job) for job in jobs])


@router.get(
    "/jobs/{job}",
    summary="Keadaan sebuah pekerjaan",
    description="`queued`, `running`, lalu `ingested`, `unchanged`, `quarantined`, `removed`, `failed`, atau "
    "`terputus` bila server berhenti sebelum selesai.",
)
def get_job(job: str, ledger: Book) -> JobModel:
    """How a job goes, or went."""
    return job_model(find_job(ledger, job))


@router.get(
    "/{identifier}",
    summary="Satu dokumen bagi pustakawan",
    description="Untuk siapa dokumen itu, mengapa tidak ikut dicari, koreksinya, dan berkas sumbernya.",
)
def get_document(identifier: str, ledger: Book) -> DocumentModel:
    """For whom a document is, why it is not searched, what was corrected, and its file."""
    return document_model(ledger.data, identifier)


@router.post(
    "/{identifier}/accept",
    summary="Terima dokumen yang dikarantina",
    description="Sesudah ini dokumennya ikut dicari.",
)
def accept_document(identifier: str, ledger: Book, who: Who, note: NoteRequest | None = None) -> DocumentModel:
    """Let a quarantined document be searched."""
    said = note.note if note else ""
    with open_store(ledger.data, write=True, wait=WAIT) as store:
        store.accept(identifier, said)
    record_act(ledger, who.name, "document_accepted", identifier, {"note": said} if said else {})
    return document_model(ledger.data, identifier)


@router.patch(
    "/{identifier}",
    summary="Koreksi data sebuah dokumen",
    description="Koreksi mengalahkan teks dan katalog, dan tetap berlaku bila dokumennya dibaca ulang; "
    "null menariknya. Perubahan status memerlukan alasan.",
)
def patch_document(identifier: str, correction: CorrectionRequest, ledger: Book, who: Who) -> DocumentModel:
    """Correct what was read of a document, or say for whom it is; it stays so when the document is read again."""
    fields = correction.model_dump(exclude_unset=True)
    audience = fields.pop("audience", None)
    checked = check_correction(fields)
    with open_store(ledger.data, write=True, wait=WAIT) as store:
        store.regulation(identifier)
        if audience:
            store.set_audience(identifier, audience)
        if checked:
            store.correct(identifier, checked)
    if audience:
        record_act(ledger, who.name, "audience_set", identifier, {"audience": audience})
    if checked:
        record_act(ledger, who.name, "metadata_corrected", identifier, checked)
    return document_model(ledger.data, identifier)


@router.delete(
    "/{identifier}",
    status_code=202,
    summary="Hapus sebuah dokumen",
    description="Dikeluarkan dari koleksi di latar belakang; ikuti pekerjaannya di alamat `Location`.",
)
def delete_document(identifier: str, response: Response, ledger: Book, bench: Bench, who: Who) -> JobModel:
    """Take a document out of the collection in the background; follow the address in ``Location``."""
    with open_store(ledger.data) as store:
        store.regulation(identifier)
    job = bench.add_job(_new_id(bench), "remove", identifier, who.name)
    response.headers["Location"] = f"/v1/documents/jobs/{job.id}"
    return job_model(job)


def _new_id(bench: Workbench) -> str:
    if bench.is_full:
        raise HTTPException(503, "terlalu banyak dokumen menunggu", {"Retry-After": "60"})
    return uuid.uuid4().hex


def plain_name(name: str) -> str:
    """The last part of a file's name, without signs that do not print, short enough to be a file here.

    Raises DocumentError where nothing is left, or it is no PDF's.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = re.sub(r"\s+", " ", "".join(c for c in last if c.isprintable())).strip(". ")
    stem = plain.removesuffix(".pdf").removesuffix(".PDF")
    while len(stem.encode()) > NAME_LIMIT:
        stem = stem[:-1]
    if not stem or stem == plain:
        raise DocumentError(f"{plain or 'berkas'}: kirim berkas PDF dengan namanya")
    return f"{stem.lstrip('-')}.pdf"


def job_model(job: Job) -> JobModel:
    """What is told of a job."""
    return JobModel(**{name: getattr(job, name) for name in JobModel.model_fields})


def document_model(data: Path, identifier: str) -> DocumentModel:
    """What is told of a document. Raises NotFoundError where it is not stored."""
    with open_store(data) as store:
        store.regulation(identifier)
        source = store.source(identifier)
        assert source is not None
        return DocumentModel(
            regulation=identifier,
            audience="internal" if identifier in store.internal() else "publik",
            quarantine=store.quarantined().get(identifier),
            corrections=store.corrections().get(identifier, {}),
            source=SourceModel(name=source.name, sha256=source.sha256, pages=source.pages),
            report=store.report(identifier),
        )
