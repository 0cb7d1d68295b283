"""How a receipt looks, for descriptions of the API; the hashes are made up, so it is not valid."""

from __future__ import annotations

from typing import Any

CITED: dict[str, Any] = {
    "regulation": "pp-94-2021",
    "source_sha256": "1" * 64,
    "path": "pp-94-2021/pasal-11",
    "label": "PP Nomor 94 Tahun 2021 Pasal 11",
    "title": "Disiplin Pegawai Negeri Sipil",
    "pages": [9],
    "status": "berlaku",
    "status_by": [],
    "amended_by": [],
    "text_sha256": "2" * 64,
    "quote": "contoh bunyi pasal ini",
    "quote_sha256": "3" * 64,
}
RECEIPT: dict[str, Any] = {
    "format": "rujukan-receipt/1",
    "created": "2026-11-24T16:30:00+00:00",
    "day": "2026-11-24",
    "as_of": None,
    "question": "bolos 28 hari hukumannya apa?",
    "previous": [],
    "answer": "contoh bunyi pasal ini",
    "found": True,
    "confidence": 0.91,
    "refusal": None,
    "mode": "ekstraktif",
    "embedding_model": "multilingual-e5-small",
    "threshold": 0.4,
    "generation": 7,
    "fingerprint": "4" * 64,
    "passages": [CITED],
    "warnings": [],
    "installation": "5" * 16,
    "digest": "6" * 64,
    "signature": "7" * 64,
}
