"""An extractive answer made by hand, of two passages, for what a chat model makes of it."""

from __future__ import annotations

from dataclasses import replace

from kb.types import Answer, Chunk, Passage

LATE = """(2) Hukuman berat bagi pegawai yang tidak hadir berupa:
a. penurunan jabatan selama 12 (dua belas) bulan bagi pegawai yang tidak hadir selama 21 (dua puluh satu) sampai
dengan 24 (dua puluh empat) hari kerja; dan
b. pemberhentian dengan hormat bagi pegawai yang tidak hadir selama 28 (dua puluh delapan) hari kerja atau lebih."""
GIFT = """Pegawai dilarang menerima hadiah dari penyedia. Pegawai dapat menerima cendera mata paling tinggi
Rp500.000,00 (lima ratus ribu rupiah) dan wajib melaporkannya dalam 30 (tiga puluh) hari kepada atasan sebagaimana
dimaksud dalam Pasal 9 ayat (1)."""


def passage(path: str, label: str, text: str, page: int = 3) -> Passage:
    regulation, article = path.split("/", 1)[0], "/".join(path.split("/")[:2])
    chunk = Chunk(path, regulation, article, label, (), text, text, (page,), ((page, 1.0, 2.0, 3.0, 4.0),))
    return Passage(chunk, 0.9, "Disiplin Pegawai", "berlaku", text)


ANSWER = Answer(
    "28 hari tidak hadir hukumannya apa?",
    "kutipan apa adanya",
    True,
    0.9,
    None,
    (
        passage("pp-7-2030/pasal-5/ayat-2", "PP Nomor 7 Tahun 2030 Pasal 5 ayat (2)", LATE),
        passage("pp-7-2030/pasal-8", "PP Nomor 7 Tahun 2030 Pasal 8", GIFT, 4),
    ),
    ("PP Nomor 7 Tahun 2030 diubah.",),
)
REFUSAL = replace(ANSWER, found=False, passages=(), refusal="tidak_ada_di_koleksi")
DISMISSED = "Pegawai yang tidak hadir selama 28 hari kerja atau lebih dikenai pemberhentian dengan hormat"
GIFTS = "Pegawai dilarang menerima hadiah dari penyedia"
