"""A tiny body of law in our own words: a base with definitions and figures, its amendment, a repealed rule."""

BASE = """UNDANG-UNDANG REPUBLIK INDONESIA
NOMOR 7 TAHUN 2018
TENTANG
LOKET
DENGAN RAHMAT TUHAN YANG MAHA ESA
PRESIDEN REPUBLIK INDONESIA,
Menimbang : bahwa loket perlu tertib;
Mengingat : Pasal 20 Undang-Undang Dasar Negara Republik Indonesia Tahun 1945;
MEMUTUSKAN:
Menetapkan : UNDANG-UNDANG TENTANG LOKET.
BAB I
KETENTUAN UMUM
Pasal 1
Dalam Undang-Undang ini yang dimaksud dengan:
1. Kotak Saran adalah wadah tertutup tempat warga menaruh tulisan tentang layanan.
2. Juru Loket adalah orang yang menjaga loket pada jam buka.
BAB II
LAYANAN
Pasal 2
(1) Juru Loket menjawab surat keluhan warga paling lambat 14 (empat belas) hari sejak surat diterima.
(2) Jawaban memuat:
a. nama penjawab; dan
b. tanggal surat.
(3) Juru Loket mengosongkan Kotak Saran setiap pekan.
Pasal 3
Loket tutup pada hari besar.
Pasal 4
Undang-Undang ini mulai berlaku pada tanggal diundangkan.
"""
AMENDING = """UNDANG-UNDANG REPUBLIK INDONESIA
NOMOR 9 TAHUN 2020
TENTANG
PERUBAHAN ATAS UNDANG-UNDANG NOMOR 7 TAHUN 2018 TENTANG LOKET
DENGAN RAHMAT TUHAN YANG MAHA ESA
PRESIDEN REPUBLIK INDONESIA,
Menimbang : bahwa hari tutup perlu diubah;
Mengingat : Undang-Undang Nomor 7 Tahun 2018 tentang Loket;
MEMUTUSKAN:
Menetapkan : UNDANG-UNDANG TENTANG PERUBAHAN ATAS UNDANG-UNDANG NOMOR 7 TAHUN 2018 TENTANG LOKET.
Pasal I
Beberapa ketentuan dalam Undang-Undang Nomor 7 Tahun 2018 tentang Loket diubah sebagai berikut:
1. Ketentuan Pasal 3 diubah sehingga berbunyi sebagai berikut:
"Pasal 3
Loket tutup pada hari besar dan hari kerja bakti."
2. Di antara Pasal 3 dan Pasal 4 disisipkan 1 (satu) pasal, yakni Pasal 3A sehingga berbunyi sebagai berikut:
"Pasal 3A
Loket dibuka kembali pada hari berikutnya."
Pasal II
Undang-Undang ini mulai berlaku pada tanggal diundangkan.
"""
OLD = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 3 TAHUN 2010
TENTANG
TEMPAT TUNGGU
DENGAN RAHMAT TUHAN YANG MAHA ESA
PRESIDEN REPUBLIK INDONESIA,
Menimbang : bahwa tempat tunggu perlu bangku;
MEMUTUSKAN:
Pasal 1
Tempat tunggu mempunyai bangku.
Pasal 2
Bangku dibersihkan setiap pagi.
"""
CATALOGUE = """
[[regulation]]
id = "uu-7-2018"
kind = "uu"
number = "7"
year = 2018
title = "Loket"
status = "berlaku"
enacted = 2018-03-01
aliases = ["uu loket"]

[[regulation]]
id = "uu-9-2020"
kind = "uu"
number = "9"
year = 2020
title = "Perubahan atas Undang-Undang Nomor 7 Tahun 2018 tentang Loket"
status = "berlaku"
enacted = 2020-05-01
relations = [{ relation = "mengubah", object = "uu-7-2018", article = "pasal-i" }]

[[regulation]]
id = "pp-3-2010"
kind = "pp"
number = "3"
year = 2010
title = "Tempat Tunggu"
status = "dicabut"
enacted = 2010-02-01
repealed_on = 2019-07-01
"""
DRAFT = """BUPATI MERBABU

PERATURAN BUPATI MERBABU
NOMOR ... TAHUN 2026
TENTANG
LOKET DESA

DENGAN RAHMAT TUHAN YANG MAHA ESA

BUPATI MERBABU,

Menimbang : a. bahwa loket desa perlu tertib;
b. bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a, perlu menetapkan Peraturan Bupati;

Mengingat : 1. Undang-Undang Nomor 7 Tahun 2018 tentang Loket sebagaimana telah diubah dengan
Undang-Undang Nomor 9 Tahun 2020;

MEMUTUSKAN:

Menetapkan : PERATURAN BUPATI TENTANG LOKET DESA.

BAB I
KETENTUAN UMUM

Pasal 1
Dalam Peraturan Bupati ini yang dimaksud dengan:
1. Loket Desa adalah loket yang dibuka di balai desa.
2. Penjaga Loket adalah perangkat desa yang menjaga Loket Desa.

BAB II
LAYANAN

Pasal 2
(1) Penjaga Loket menjawab surat keluhan warga paling lambat 14 (empat belas) hari sejak surat diterima.
(2) Jawaban sebagaimana dimaksud pada ayat (1) memuat:
a. nama; dan
b. tanggal.

Pasal 3
(1) Loket Desa buka setiap hari kerja.
(2) Hal sebagaimana dimaksud dalam Pasal 2 ayat (2) huruf a ditempel pada Loket Desa.

Pasal 4
Ketentuan lebih lanjut mengenai bentuk jawaban diatur dengan Keputusan Bupati.

BAB III
KETENTUAN PENUTUP

Pasal 5
Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.

Agar setiap orang mengetahuinya, memerintahkan pengundangan Peraturan Bupati ini dengan
penempatannya dalam Berita Daerah Kabupaten Merbabu.

Ditetapkan di Merbabu
pada tanggal ...
BUPATI MERBABU,

Diundangkan di Merbabu
pada tanggal ...
"""
