"""The check of a receipt over REST. One is given beside an answer that asks for it (``POST /v1/ask``).

Nothing is kept here: a receipt belongs to who asked.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict

from api.routes import PROBLEM, Open
from kb.receipt import Receipt, read_receipt, receipt_key
from kb.receipt_check import ChangeKind, Finding, verify_receipt

router = APIRouter()
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "Bukti jawaban, utuh sebagaimana diterima.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Receipt"}}},
    }
}
CHANGE: dict[str, Any] = {
    "path": "pp-94-2021/pasal-11",
    "label": "PP Nomor 94 Tahun 2021 Pasal 11",
    "kind": "berkas",
    "detail": "Berkas sumber PP Nomor 94 Tahun 2021 diganti.",
}


class ChangeModel(BaseModel):
    """What is different now; ``path`` is empty where the whole collection is meant."""

    model_config = ConfigDict(json_schema_extra={"examples": [CHANGE]})

    path: str
    label: str
    kind: ChangeKind
    detail: str


class VerdictModel(BaseModel):
    """What a receipt is worth, why, and what changed since."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "verdict": "usang",
                    "reasons": ["Berkas sumber PP Nomor 94 Tahun 2021 diganti."],
                    "changes": [CHANGE],
                }
            ]
        }
    )

    verdict: Finding
    reasons: list[str]
    changes: list[ChangeModel]


async def _sent(request: Request) -> Receipt:
    """The receipt in the body, read as from a file: a field that stands twice is refused. Raises DocumentError."""
    return read_receipt(await request.body())


@router.post(
    "/v1/receipts/verify", summary="Periksa bukti jawaban", responses=PROBLEM, openapi_extra=BODY, tags=["Jawaban"]
)
def post_verify(receipt: Annotated[Receipt, Depends(_sent)], library: Open) -> VerdictModel:
    """Whether a receipt is valid, tampered with, stale, or of another installation; stale names what changed."""
    return VerdictModel.model_validate(asdict(verify_receipt(library, receipt, receipt_key(library.data))))
