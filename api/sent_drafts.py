"""Drafts sent as files: the body of a request is the file, its type says which kind.

A draft is read in the course of the request and kept nowhere. Errors: 415 for a type that is not of TAKEN, 413 for more
than FILE_LIMIT bytes, 422 (DocumentError) for what cannot be read or holds too much text.

Does not do: judge what was sent (``api.checking``, ``api.precedents``).
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from ingest.pipeline import read_draft
from kb.types import DocumentError, DraftText

FILE_LIMIT = 20_000_000  # bytes of a file that is sent
BINARY = {"type": "string", "format": "binary"}
TAKEN = {  # content type of a file that is sent -> its suffix
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
REQUEST_BODY = {"requestBody": {"required": True, "content": {kind: {"schema": BINARY} for kind in TAKEN}}}


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came."""

    content: bytes
    suffix: str


async def take_file(request: Request) -> SentFile:
    """Dependency of an endpoint that takes a file as its body; it comes before a turn, so that no sender holds one."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in TAKEN:
        raise HTTPException(415, "kirim berkas PDF, Word (.docx), atau teks")
    return SentFile(await request.body(), TAKEN[kind])


Sent = Annotated[SentFile, Depends(take_file)]


def read_sent(sent: SentFile, longest: int | None = None) -> DraftText:
    """The draft in a file. Raises DocumentError where it cannot be read or has more than ``longest`` characters."""
    with tempfile.TemporaryDirectory(prefix="rancangan-") as folder:
        path = Path(folder) / f"rancangan{sent.suffix}"
        path.write_bytes(sent.content)
        draft = read_draft(path)
    if longest and len(draft.text) > longest:
        raise DocumentError(f"{draft.name}: berisi {len(draft.text)} huruf; paling banyak {longest} sekaligus")
    return draft
