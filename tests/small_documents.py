"""Two tiny regulations, one repealing the other, and the setting of such texts as PDFs."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

OLD = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 1 TAHUN 2020
TENTANG
JAM KERJA
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa perlu jam kerja;
MEMUTUSKAN:
Pasal 1
Jam kerja dimulai pukul tujuh.
Pasal 2
Pegawai yang mangkir ditegur."""
NEW = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 2 TAHUN 2021
TENTANG
JAM KERJA PEGAWAI
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa jam kerja perlu diubah;
MEMUTUSKAN:
BAB I
JAM KERJA
Pasal 1
(1) Jam kerja dimulai pukul delapan.
(2) Pegawai yang mangkir dikenai:
a. teguran tertulis; atau
b. pemotongan tunjangan.
\f
Pasal 2
Peraturan ini berlaku pada tanggal diundangkan.
PENJELASAN
ATAS
PERATURAN
I. UMUM
Cukup.
II. PASAL DEMI PASAL
Pasal 1
Ayat (1)
Pukul delapan menurut waktu setempat."""
CATALOGUE = """
[[regulation]]
id = "pp-1-2020"
kind = "pp"
number = "1"
year = 2020
title = "Jam Kerja"

[[regulation]]
id = "pp-2-2021"
kind = "pp"
number = "2"
year = 2021
title = "Jam Kerja Pegawai"
status = "berlaku"
aliases = ["pp jam kerja"]
relations = [{ relation = "mencabut", object = "pp-1-2020", article = "pasal-2" }]
"""


def set_pdf(path: Path, text: str) -> Path:
    """A PDF with one printed line for each line of the text; a form feed starts a page."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for page in text.split("\f"):
        canvas.setFont("Times-Roman", 12)
        for n, line in enumerate(page.strip().split("\n")):
            canvas.drawString(90, 780 - 18 * n, line)
        canvas.showPage()
    canvas.save()
    return path
