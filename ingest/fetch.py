"""The catalogue's PDFs from their publishers: one file a regulation, each checked before it takes its place.

A download is written to ``<id>.pdf.part``, goes on from there when it was broken off, and becomes ``<id>.pdf`` only
when it is whole and a PDF. ``sha256.json`` keeps the hash of each file as first fetched, so that a file that changed
later, here or at its publisher's, is noticed and never put silently in the place of the other.

Does not do: find documents that the catalogue has no ``pdf_url`` for; read them (``ingest.pdf``).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import httpx

from kb.types import DocumentError, Regulation

CAP_BYTES = 100 << 20
SECONDS = 60.0
HASHES = "sha256.json"
_UNWHOLE = "unduhan terputus sebelum selesai; jalankan lagi untuk melanjutkan"


def fetch_documents(
    regulations: Iterable[Regulation],
    folder: Path,
    *,
    cap_bytes: int = CAP_BYTES,
    client: httpx.Client | None = None,
) -> list[dict[str, str]]:
    """Download the PDF of each regulation into ``folder`` and say, row by row, what came of it.

    A row has ``regulation``, ``file`` (name in the folder, or empty), ``result`` (``fetched``, ``unchanged``,
    ``failed`` or ``skipped``: no ``pdf_url``) and ``error`` (Indonesian, or empty). One failure never stops the
    others. Raises DocumentError where ``sha256.json`` cannot be read; OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    hashes = _read_hashes(folder / HASHES)
    rows = []
    opened = httpx.Client(follow_redirects=True, timeout=SECONDS) if client is None else nullcontext(client)
    with opened as http:
        for regulation in regulations:
            name = f"{regulation.id}.pdf"
            try:
                result, error = _fetch(regulation, folder / name, hashes, cap_bytes, http), ""
            except DocumentError as problem:
                result, error = "failed", str(problem)
            except (httpx.HTTPError, httpx.InvalidURL) as problem:
                result, error = "failed", f"tidak dapat diunduh: {problem or type(problem).__name__}"
            if result == "fetched":
                _write(folder / HASHES, json.dumps(hashes, indent=1, sort_keys=True) + "\n")
            file = name if result in ("fetched", "unchanged") else ""
            rows.append({"regulation": regulation.id, "file": file, "result": result, "error": error})
    return rows


def _fetch(regulation: Regulation, target: Path, hashes: dict[str, str], cap_bytes: int, http: httpx.Client) -> str:
    known = hashes.get(target.name)
    if target.exists() and known:
        if _hash_file(target) != known:
            raise DocumentError(f"{target.name} di folder berbeda dari yang pertama diunduh; periksa atau hapus dahulu")
        return "unchanged"
    if not regulation.pdf_url:
        return "skipped"
    part = target.with_name(target.name + ".part")
    _download(regulation.pdf_url, part, cap_bytes, http)
    with part.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    if not is_pdf:
        part.unlink()
        raise DocumentError("yang diterima bukan PDF (mungkin halaman web); periksa pdf_url di katalog")
    found = _hash_file(part)
    if known and found != known:
        part.unlink()
        raise DocumentError("isi di alamat itu berbeda dari yang pertama diunduh; periksa sebelum memakainya")
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    hashes[target.name] = found
    return "fetched"


def _download(url: str, part: Path, cap_bytes: int, http: httpx.Client) -> None:
    """Bring ``part`` to its whole length, from where it ends if the server can, else from the beginning."""
    have = part.stat().st_size if part.exists() else 0
    # Compressed transfer would make the lengths and ranges below those of another file.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with http.stream("GET", url, headers=headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            if response.headers.get("Content-Range", "") == f"bytes */{have}":
                return  # the part was whole already
            part.unlink()
            raise DocumentError("unduhan lama tidak cocok dengan berkas di server; jalankan lagi")
        if response.status_code not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            raise DocumentError(f"server menjawab {response.status_code} untuk {url}")
        resumed = response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        if response.status_code == httpx.codes.PARTIAL_CONTENT and not resumed:
            part.unlink(missing_ok=True)
            raise DocumentError("server mengirim bagian yang tidak diminta; jalankan lagi")
        size = have if response.status_code == httpx.codes.PARTIAL_CONTENT else 0
        length = response.headers.get("Content-Length", "")
        whole = size + int(length) if length.isdigit() else None
        if whole is not None and whole > cap_bytes:
            part.unlink(missing_ok=True)
            raise DocumentError(_too_large(cap_bytes))
        with part.open("ab" if size else "wb") as file:
            for block in response.iter_bytes(1 << 16):
                size += len(block)
                if size > cap_bytes:
                    break
                file.write(block)
    if size > cap_bytes:
        part.unlink()
        raise DocumentError(_too_large(cap_bytes))
    if whole is not None and size < whole:
        raise DocumentError(_UNWHOLE)


def _too_large(cap_bytes: int) -> str:
    return f"berkas lebih besar daripada batas {cap_bytes / (1 << 20):.4g} MiB"


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_hashes(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DocumentError(f"{path.name} rusak ({error}); pulihkan atau hapus berkas itu") from error
    if not isinstance(read, dict):
        raise DocumentError(f"{path.name} rusak (bukan daftar berkas); pulihkan atau hapus berkas itu")
    return {str(name): str(digest) for name, digest in read.items()}


def _write(path: Path, text: str) -> None:
    new = path.with_name(path.name + ".part")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
