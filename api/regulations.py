"""The endpoints that show what is stored: regulations, provisions, pages as pictures, source files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as FromPath
from fastapi.responses import FileResponse

from api.caching import file_tag, not_modified
from api.paging import Limit, Offset, link_header
from api.routes import PROBLEM, Open
from api.shapes import AsOf, ProvisionModel, ProvisionsModel, RegulationDetailModel, RegulationsModel
from api.turnstile import Turn
from api.wire import Json, outline_json, regulation_json, relation_json, shown_json
from ingest.pipeline import crop_picture, render_page, source_path
from kb.catalogue import relations_of, status_on
from kb.search import Library, show
from kb.types import CitationError, DocumentError, NotFoundError, Source, Status

router = APIRouter(tags=["Koleksi"])
BOX = r"^-?[0-9]{1,6}(\.[0-9]{1,6})?(,-?[0-9]{1,6}(\.[0-9]{1,6})?){3}$"
LINKED = {"Link": {"description": "Halaman sebelum dan sesudahnya (RFC 8288).", "schema": {"type": "string"}}}
NOT_MODIFIED = {"description": "Tidak berubah sejak ETag yang disebut di If-None-Match."}
PAGED: dict[int | str, dict[str, Any]] = {200: {"headers": LINKED}, 304: NOT_MODIFIED, **PROBLEM}
LISTED: dict[int | str, dict[str, Any]] = {
    **PAGED,
    200: {
        "headers": LINKED,
        "links": {
            "pasal": {
                "operationId": "get_provision",
                "parameters": {"identifier": "$response.body#/regulations/0/id", "path": "pasal-1"},
                "description": "Satu ketentuan dari peraturan itu.",
            }
        },
    },
}
KEPT: dict[int | str, dict[str, Any]] = {304: NOT_MODIFIED, **PROBLEM}
# Sort key -> what a row is ordered by; "-" before a key turns the order round.
ORDERS: dict[str, Callable[[Json], Any]] = {
    "id": lambda row: row["id"],
    "year": lambda row: row["year"] or 0,
    "title": lambda row: row["title"].casefold(),
    "status": lambda row: row["status"],
}
Identifier = Annotated[str, FromPath(description="Id peraturan: jenis-nomor-tahun.", examples=["pp-94-2021"])]
PageNumber = Annotated[int, FromPath(description="Nomor halaman PDF, dari 1.", examples=[9])]
ProvisionPath = Annotated[str, FromPath(description="Alamat ketentuan.", examples=["pasal-11/ayat-2/huruf-d"])]
Sort = Literal["id", "-id", "year", "-year", "title", "-title", "status", "-status"]


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    """The responses of an endpoint that sends a file, for OpenAPI."""
    schema = {"type": "string", "format": "binary"}
    return {200: {"description": "Berkas", "content": {media_type: {"schema": schema}}}, **KEPT}


@router.get(
    "/v1/regulations",
    summary="Daftar peraturan di koleksi",
    description="Sehalaman demi sehalaman; saringan yang disebut harus terpenuhi semuanya.",
    responses=LISTED,
)
def get_regulations(
    library: Open,
    request: Request,
    response: Response,
    kind: Annotated[str | None, Query(max_length=40, description="Jenis, misalnya `pp`.", examples=["pp"])] = None,
    status: Annotated[Status | None, Query(description="Status pada `as_of`.")] = None,
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Tahun.", examples=[2021])] = None,
    topic: Annotated[str | None, Query(max_length=100, description="Topik dari katalog.")] = None,
    quarantined: Annotated[bool | None, Query(description="Hanya yang dikarantina, atau yang tidak.")] = None,
    q: Annotated[str | None, Query(max_length=200, description="Kata-kata judul.", examples=["disiplin"])] = None,
    as_of: AsOf = None,
    sort: Annotated[Sort, Query(description="Urutan; `-` di depan membaliknya.")] = "id",
    offset: Offset = 0,
    limit: Limit = 100,
) -> RegulationsModel:
    """Regulations stored, in the order asked, a page at a time."""
    held = library.quarantined
    rows = [
        regulation_json(library.regulations[i], status_on(i, library.regulations, as_of), held.get(i, ""))
        for i in library.stored
        if quarantined is None or quarantined == (i in held)
    ]
    words = (q or "").casefold().split()
    wanted = {"kind": kind, "status": status, "year": year}
    rows = [
        row
        for row in sorted(rows, key=ORDERS["id"])
        if all(value is None or row[key] == value for key, value in wanted.items())
        and (topic is None or topic in row["topics"])
        and all(word in row["title"].casefold() for word in words)
    ]
    rows.sort(key=ORDERS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    response.headers["Link"] = link_header(request.url, offset, limit, len(rows))
    shown = rows[offset : offset + limit]
    return RegulationsModel.model_validate({"total": len(rows), "offset": offset, "limit": limit, "regulations": shown})


@router.get(
    "/v1/regulations/{identifier}",
    summary="Satu peraturan dengan susunannya",
    description="Keterangan, hubungan ke dua arah, dan semua ketentuannya menurut urutan naskah.",
    responses=KEPT,
)
def get_regulation(identifier: Identifier, library: Open, as_of: AsOf = None) -> RegulationDetailModel:
    """Facts, relations both ways and outline of one regulation."""
    _stored(library, identifier)
    row = _row(library, identifier, status_on(identifier, library.regulations, as_of))
    row["relations"] = [relation_json(r) for r in relations_of(identifier, library.regulations)]
    row["outline"] = [outline_json(p) for p in library.store.provisions(identifier)]
    return RegulationDetailModel.model_validate(row)


@router.get(
    "/v1/regulations/{identifier}/provisions",
    summary="Susunan sebuah peraturan, sehalaman demi sehalaman",
    description="Ketentuan menurut urutan naskah, untuk peraturan yang panjang.",
    responses=PAGED,
)
def get_provisions(
    identifier: Identifier,
    library: Open,
    request: Request,
    response: Response,
    kind: Annotated[
        str | None, Query(max_length=40, description="Hanya satuan ini, misalnya `pasal`.", examples=["pasal"])
    ] = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> ProvisionsModel:
    """Provisions of one regulation in document order, a page at a time."""
    _stored(library, identifier)
    units = [p for p in library.store.provisions(identifier) if kind is None or p.kind == kind]
    response.headers["Link"] = link_header(request.url, offset, limit, len(units))
    shown = [outline_json(p) for p in units[offset : offset + limit]]
    return ProvisionsModel.model_validate({"total": len(units), "offset": offset, "limit": limit, "provisions": shown})


@router.get(
    "/v1/regulations/{identifier}/source.pdf",
    summary="Berkas PDF sumber",
    description="Berkas yang dibaca; boleh diminta sebagian (Range).",
    response_class=FileResponse,
    responses=_file("application/pdf"),
)
def get_source(identifier: Identifier, library: Open, request: Request) -> Response:
    """The PDF the regulation was read from."""
    source, path = _source(library, identifier)
    tag = file_tag(source.sha256)
    return not_modified(request, tag) or FileResponse(
        path,
        media_type="application/pdf",
        filename=f"{identifier}.pdf",
        content_disposition_type="inline",
        headers={"ETag": tag},
    )


@router.get(
    "/v1/regulations/{identifier}/pages/{number}.png",
    summary="Gambar halaman",
    description="Satu halaman berkas sumber sebagai gambar, atau bagiannya yang memuat `box`.",
    response_class=Response,
    responses=_file("image/png"),
)
def get_page(
    identifier: Identifier,
    number: PageNumber,
    library: Open,
    request: Request,
    _turn: Turn,
    box: Annotated[
        str | None,
        Query(pattern=BOX, description="Titik PDF, asal di kiri bawah: x0,y0,x1,y1.", examples=["72,600,540,640"]),
    ] = None,
) -> Response:
    """One page of the source as a picture, or the part of it that shows ``box`` (points: x0,y0,x1,y1)."""
    source, path = _source(library, identifier)
    tag = file_tag(source.sha256, number, box)
    pages = {page.number: page for page in library.store.pages(identifier)}
    if number not in pages:
        raise NotFoundError(f"{identifier} tidak mempunyai halaman {number}")
    if known := not_modified(request, tag):
        return known
    picture = render_page(path, number)
    if box:
        x0, y0, x1, y1 = map(float, box.split(","))
        try:
            picture = crop_picture(picture, pages[number], (x0, y0, x1, y1))
        except DocumentError as error:
            raise NotFoundError(str(error)) from error  # the address names a part that the page does not have
    return Response(picture, media_type="image/png", headers={"ETag": tag})


@router.get(
    "/v1/regulations/{identifier}/{path:path}",
    summary="Satu ketentuan",
    description="Bunyi sebuah ketentuan (misalnya `pasal-11/ayat-2`), bagian, penjelasan, definisi dan perubahannya.",
    responses=KEPT,
)
def get_provision(identifier: Identifier, path: ProvisionPath, library: Open, as_of: AsOf = None) -> ProvisionModel:
    """One provision with its sub-units, elucidation and relations."""
    _stored(library, identifier)
    try:
        return ProvisionModel.model_validate(shown_json(show(library, f"{identifier}/{path}", as_of)))
    except CitationError as error:
        raise NotFoundError(str(error)) from error  # an address that can be no provision is not there


def _row(library: Library, identifier: str, status: Status) -> Json:
    return regulation_json(library.regulations[identifier], status, library.quarantined.get(identifier, ""))


def _stored(library: Library, identifier: str) -> None:
    if identifier not in library.stored:
        raise NotFoundError(f"{identifier} tidak ada di koleksi")


def _source(library: Library, identifier: str) -> tuple[Source, Path]:
    """The source of a stored regulation and where its copy lies; NotFoundError where that is no PDF."""
    _stored(library, identifier)
    source = library.store.source(identifier)
    path = source_path(library.data, source) if source else None
    if source is None or path is None or path.suffix != ".pdf" or not path.exists():
        raise NotFoundError(f"berkas sumber {identifier} tidak ada")
    return source, path
