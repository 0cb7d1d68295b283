"""A few made-up regulations of two groups: repealed, repealed in part, amended, in force, in the catalogue only."""

from __future__ import annotations


def _text(kind: str, number: str, title: str, body: str) -> str:
    return f"""{kind} REPUBLIK INDONESIA
NOMOR {number}
TENTANG
{title}
DENGAN RAHMAT TUHAN YANG MAHA ESA
PRESIDEN REPUBLIK INDONESIA,
Menimbang : bahwa perlu pengaturan;
MEMUTUSKAN:
{body}"""


PP = "PERATURAN PEMERINTAH"
FILES = {
    "pp-1-2010.txt": _text(
        PP,
        "1 TAHUN 2010",
        "CUTI PEGAWAI NEGERI SIPIL",
        """Pasal 1
Cuti libur diberikan selama 9 (sembilan) hari kerja.
Pasal 2
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.
""",
    ),
    "pp-2-2010.txt": _text(
        PP,
        "2 TAHUN 2010",
        "DISIPLIN PEGAWAI NEGERI SIPIL",
        """Pasal 1
Hukuman ringan berupa teguran.
Pasal 2
Hukuman sedang berupa penundaan gaji.
Pasal 3
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.
""",
    ),
    "pp-5-2020.txt": _text(
        PP,
        "5 TAHUN 2020",
        "MANAJEMEN PEGAWAI NEGERI SIPIL",
        """BAB I
MASA PERCOBAAN
Pasal 1
Calon pegawai menjalani masa percobaan selama 1 (satu) tahun.
BAB II
CUTI
Pasal 2
Cuti terdiri atas:
a. cuti libur;
b. cuti panjang; dan
c. cuti sakit.
Pasal 3
Cuti panjang diberikan paling lama 3 (tiga) bulan.
Pasal 4
Cuti sakit diberikan bagi pegawai yang sakit lebih dari 14 (empat belas) hari dengan surat keterangan dokter.
BAB III
PENUTUP
Pasal 5
Pada saat Peraturan Pemerintah ini mulai berlaku, Peraturan Pemerintah Nomor 1 Tahun 2010 tentang Cuti Pegawai
Negeri Sipil dicabut dan dinyatakan tidak berlaku.
Pasal 6
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.
""",
    ),
    "pp-6-2021.txt": _text(
        PP,
        "6 TAHUN 2021",
        "DISIPLIN PEGAWAI NEGERI SIPIL",
        """Pasal 1
Pegawai wajib hadir.
Pasal 2
Sebelum ada aturan gaji, terhadap hukuman sedang tetap berlaku ketentuan Pasal 2 Peraturan Pemerintah Nomor 2 Tahun
2010 tentang Disiplin Pegawai Negeri Sipil.
Pasal 3
Pada saat Peraturan Pemerintah ini mulai berlaku, Peraturan Pemerintah Nomor 2 Tahun 2010 tentang Disiplin Pegawai
Negeri Sipil, sepanjang tidak mengatur hukuman sedang, dicabut dan dinyatakan tidak berlaku.
Pasal 4
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.
""",
    ),
    "pp-7-2021.txt": _text(
        PP,
        "7 TAHUN 2021",
        "MANAJEMEN PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA",
        """Pasal 1
Cuti terdiri atas:
a. cuti libur; dan
b. cuti sakit.
Pasal 2
Cuti sakit diberikan bagi pegawai yang sakit lebih dari 14 (empat belas) hari dengan surat keterangan dokter.
Pasal 3
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.
""",
    ),
    "uu-3-2012.txt": _text(
        "UNDANG-UNDANG",
        "3 TAHUN 2012",
        "KEPEGAWAIAN",
        """Pasal 1
Meritokrasi adalah kebijakan yang menilai pegawai dari kecakapannya.
Pasal 2
Calon pegawai menjalani masa percobaan selama 1 (satu) tahun.
Pasal 3
Undang-Undang ini mulai berlaku pada tanggal diundangkan.
""",
    ),
}


def _row(identifier: str, title: str, enacted: str, more: str = "") -> str:
    kind, number, year = identifier.split("-")
    return f"""
[[regulation]]
id = "{identifier}"
kind = "{kind}"
number = "{number}"
year = {year}
title = "{title}"
enacted = {enacted}
{more}
"""


CATALOGUE = "".join(
    (
        _row("pp-1-2010", "Cuti Pegawai Negeri Sipil", "2010-01-04", 'status = "dicabut"'),
        _row("pp-2-2010", "Disiplin Pegawai Negeri Sipil", "2010-02-01", 'status = "berlaku"'),
        _row("pp-5-2020", "Manajemen Pegawai Negeri Sipil", "2020-03-02", 'status = "berlaku"'),
        _row("pp-6-2021", "Disiplin Pegawai Negeri Sipil", "2021-04-05", 'status = "berlaku"'),
        _row(
            "pp-7-2021",
            "Manajemen Pegawai Pemerintah dengan Perjanjian Kerja",
            "2021-05-03",
            'status = "berlaku"\naliases = ["pp pppk"]',
        ),
        _row(
            "pp-9-2022",
            "Perubahan Ketiga atas Peraturan Pemerintah Nomor 5 Tahun 2020 tentang Manajemen Pegawai Negeri Sipil",
            "2022-06-01",
            'status = "berlaku"\nrelations = [{ relation = "mengubah", object = "pp-5-2020", article = "pasal-i" }]',
        ),
        _row("pp-4-2015", "Seragam Pegawai", "2015-07-01"),
        _row("uu-3-2012", "Kepegawaian", "2012-08-01"),
        _row(
            "uu-8-2023",
            "Kepegawaian",
            "2023-09-01",
            'status = "berlaku"\nrelations = [{ relation = "mencabut", object = "uu-3-2012" }]',
        ),
    )
)
