"""A third tiny regulation, kept for internal readers only: what it says must reach nobody else."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from small_documents import CATALOGUE, NEW, OLD, set_pdf

from ingest.pipeline import ingest

# Of what only the internal document says; none may be seen from outside.
CANARIES = ("zamrudkelabu", "Bilik Sandi", "pp-7-2022", "Nomor 7 Tahun 2022", "rahasia.pdf", "JKR")
SECRET = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 7 TAHUN 2022
TENTANG
JAM KERJA BILIK SANDI
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa jam kerja bilik sandi perlu diatur;
MEMUTUSKAN:
Pasal 1
Dalam Peraturan ini yang dimaksud dengan:
1. Juru Kunci Ruang yang selanjutnya disingkat JKR adalah pegawai yang menjaga bilik.
2. Zamrudkelabu adalah tanda pengenal Juru Kunci Ruang.
Pasal 2
Jam kerja Juru Kunci Ruang dimulai pukul lima dengan membawa zamrudkelabu.
\f
Pasal 3
Juru Kunci Ruang yang mangkir kehilangan zamrudkelabu.
Pasal 4
Peraturan Pemerintah Nomor 2 Tahun 2021 tentang Jam Kerja Pegawai dicabut dan dinyatakan tidak berlaku.
Pasal 5
Peraturan ini mulai berlaku pada tanggal diundangkan."""


def make_collection(folder: Path, embedder: Any) -> Path:
    """A data folder with two public regulations and the internal one, which says that it repeals the newer of them."""
    (folder / "umum").mkdir()
    for name, text in (("lama.pdf", OLD), ("baru.pdf", NEW)):
        set_pdf(folder / "umum" / name, text)
    (folder / "katalog.toml").write_text(CATALOGUE)
    secret = set_pdf(folder / "rahasia.pdf", SECRET)
    data = folder / "data"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ingest([folder / "umum"], data=data, embedder=embedder, catalogue=folder / "katalog.toml")
        rows = ingest([secret], data=data, embedder=embedder, audience="internal")
    assert [(row["regulation"], row["result"]) for row in rows] == [("pp-7-2022", "ingested")]
    return data
