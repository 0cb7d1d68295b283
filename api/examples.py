"""An example of each thing that the REST API takes and sends, for its description; invented, short, and valid."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

OUTLINE: Example = {
    "path": "pp-94-2021/pasal-11/ayat-2/huruf-d",
    "label": "PP Nomor 94 Tahun 2021 Pasal 11 ayat (2) huruf d",
    "pages": [9],
    "text": "d. contoh bunyi huruf ini, apa adanya seperti tercetak.",
}
PASSAGE: Example = {
    "rank": 1,
    "score": 0.87,
    "regulation": "pp-94-2021",
    "path": OUTLINE["path"],
    "label": OUTLINE["label"],
    "title": "Disiplin Pegawai Negeri Sipil",
    "status": "berlaku",
    "pages": [9],
    "boxes": [[9, 72.0, 600.0, 540.0, 612.0]],
    "text": OUTLINE["text"],
    "verbatim": True,
    "pictures": [],
}
QUOTED: Example = {**PASSAGE, "quote": "contoh bunyi huruf ini"}
BESIDE: Example = {
    "kind": "rujukan",
    "term": "Pasal 4 huruf f",
    "text": "contoh bunyi huruf ini",
    "path": "pp-94-2021/pasal-4/huruf-f",
    "label": "PP Nomor 94 Tahun 2021 Pasal 4 huruf f",
    "page": 4,
}
ANSWER: Example = {
    "question": "bolos 28 hari hukumannya apa?",
    "answer": "contoh bunyi huruf ini\n(PP Nomor 94 Tahun 2021 Pasal 11 ayat (2) huruf d, halaman 9)",
    "found": True,
    "confidence": 0.91,
    "refusal": None,
    "passages": [QUOTED],
    "warnings": [],
    "beside": [BESIDE],
    "related": [],
    "about": "isi",
    "relations": [],
    "mode": "ekstraktif",
    "id": "Zk3vY0pQm1xT8a2B",
    "receipt": None,
    "conversation": "q5Jx0bC3TnWm7sYd2LhKfA",
}
REFUSED: Example = {
    "question": "harga emas hari ini?",
    "answer": "Tidak ditemukan ketentuan yang menjawab pertanyaan ini dalam koleksi.",
    "found": False,
    "confidence": 0.02,
    "refusal": "tidak_ada_di_koleksi",
    "passages": [],
    "warnings": [],
    "beside": [],
    "related": [],
    "about": "isi",
    "relations": [],
    "mode": "ekstraktif",
    "id": "h1W9cD4eR5tY6u7I",
    "receipt": None,
    "conversation": None,
}
RELATION: Example = {
    "subject": "pp-94-2021",
    "relation": "mencabut",
    "object": "pp-53-2010",
    "article": "pasal-45",
    "note": "",
    "source": "teks",
}
REGULATION: Example = {
    "id": "pp-94-2021",
    "kind": "pp",
    "number": "94",
    "year": 2021,
    "title": "Disiplin Pegawai Negeri Sipil",
    "place": "",
    "issuer": "Presiden",
    "enacted": "2021-08-31",
    "status": "berlaku",
    "topics": ["disiplin"],
    "page_url": None,
    "quarantine": None,
}
DEFINITION: Example = {**OUTLINE, "term": "Masuk Kerja"}
AMENDMENT: Example = {
    "object": "pp-11-2017/pasal-106",
    "verb": "diubah",
    "subject": "pp-17-2020/pasal-106",
    "label": "PP Nomor 17 Tahun 2020 Pasal 106",
    "via": "pp-17-2020/pasal-i",
}
PROVISION: Example = {
    **OUTLINE,
    "regulation": "pp-94-2021",
    "status": "berlaku",
    "children": [],
    "penjelasan": None,
    "relations": [RELATION],
    "definitions": [],
    "amendments": [],
    "unread": [],
    "quarantine": None,
}
PROBLEM: Example = {
    "type": "about:blank",
    "title": "Tidak ditemukan",
    "status": 404,
    "detail": "pp-9-1999 tidak ada di koleksi",
    "instance": "/v1/regulations/pp-9-1999",
}
EVENTS = (
    'event: passages\r\ndata: {"question":"bolos 28 hari hukumannya apa?","found":true,"passages":[]}\r\n\r\n'
    'event: text\r\ndata: {"text":"contoh bunyi huruf ini"}\r\n\r\n'
    'event: done\r\ndata: {"answer":"contoh bunyi huruf ini","found":true}\r\n\r\n'
)
