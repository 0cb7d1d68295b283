"""The parts that a regulation must have (UU 12/2011, Lampiran II): one row a part, where it is looked for.

Does not do: parts needed only in some cases (ketentuan pidana, ketentuan peralihan, penjelasan, lampiran).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.finding import Draft, Trace

OFFICE = (
    r"^\W*(?:PRESIDEN|MENTERI|GUBERNUR|BUPATI|WALI\s?KOTA|KEPALA|KETUA|JAKSA AGUNG|DEWAN|PANGLIMA|DIREKTUR|SEKRETARIS"
    r"|PIMPINAN|REKTOR|PEJABAT|PJ|PLT)[A-Z .,\-\n]*?,\s*$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A compulsory part: what it is called, its pattern, and where it stands (``kepala``, ``badan``, ``kaki``)."""

    name: str
    pattern: str
    where: str


PARTS = {
    "bagian-judul": Part("judul (jenis, nomor, tahun, dan nama)", r"NOMOR\b.*?\bTAHUN\b.*?\bTENTANG\b", "kepala"),
    "bagian-frasa": Part("frasa DENGAN RAHMAT TUHAN YANG MAHA ESA", r"DENGAN\s+RAHMAT\s+TUHAN", "kepala"),
    "bagian-jabatan": Part("jabatan pembentuk, diakhiri koma", OFFICE, "kepala"),
    "bagian-menimbang": Part("konsiderans (Menimbang)", r"^\W*Menimbang\b", "kepala"),
    "bagian-mengingat": Part("dasar hukum (Mengingat)", r"^\W*Mengingat\b", "kepala"),
    "bagian-memutuskan": Part("kata MEMUTUSKAN", r"M\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N", "kepala"),
    "bagian-menetapkan": Part("kata Menetapkan dengan jenis dan nama", r"^\W*Menetapkan\s*:?", "kepala"),
    "bagian-berlaku": Part(
        "ketentuan mulai berlaku", r"(?<!saat)\s+\S+(?:\s+\S+){0,8}\s+ini\s+(?:mulai\s+)?berlaku\b(?!\s*,)", "badan"
    ),
    "bagian-perintah": Part(
        "perintah pengundangan dan penempatan dalam Lembaran atau Berita",
        r"(?:me)?merintahkan\s+pengundangan.*?(?:Lembaran|Berita)\s+(?:Negara|Daerah)",
        "kaki",
    ),
    "bagian-penetapan": Part("tempat dan tanggal penetapan", r"Di(?:tetapkan|sahkan)\s+di\b", "kaki"),
    "bagian-pengundangan": Part("tempat dan tanggal pengundangan", r"Diundangkan\s+di\b", "kaki"),
}


def find_missing_part(draft: Draft, rule: str) -> Iterator[Trace]:
    """The part of a row of PARTS, where the draft lacks it; the trace is where it should stand."""
    part = PARTS[rule]
    text = draft.text.text
    start, end = draft.body
    low, high = {"kepala": (0, start), "badan": (start, end), "kaki": (start, len(text))}[part.where]
    if rule == "bagian-berlaku":
        high = len(text)  # a last article may run into the closing formula
    flags = re.M | re.S | (0 if rule in ("bagian-judul", "bagian-jabatan") else re.I)
    if not re.search(part.pattern, text[low:high], flags):
        at = {"kepala": 0, "badan": end, "kaki": end}[part.where]
        near = text.find("\n", at) if part.where == "kepala" else at
        yield Trace(at, max(at, near), f"{part.name} tidak ada")
