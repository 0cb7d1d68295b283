"""Three made-up regulations of one matter: one on discipline, the one that replaced it, a code resting on the first."""

from __future__ import annotations

OLD = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 3 TAHUN 2010
TENTANG
DISIPLIN PEGAWAI
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa perlu tata tertib bagi pegawai;
MEMUTUSKAN:
BAB I
KEWAJIBAN
Pasal 1
Setiap pegawai wajib:
a. menyimpan kunci kantor dengan sebaik-baiknya; dan
b. datang ke kantor tepat waktu.
Pasal 2
Atasan memanggil pegawai yang diduga melanggar dengan surat sebelum pemeriksaan.
Pasal 3
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.
"""

NEW = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 4 TAHUN 2021
TENTANG
DISIPLIN PEGAWAI
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa Peraturan Pemerintah Nomor 3 Tahun 2010 tentang Disiplin Pegawai perlu diganti;
MEMUTUSKAN:
BAB I
KEWAJIBAN DAN LARANGAN
Pasal 1
Setiap pegawai wajib:
a. menyimpan kunci kantor dan mengembalikannya dengan sebaik-baiknya; dan
b. menghadiri apel pagi.
Pasal 2
Setiap pegawai dilarang:
a. memakai kendaraan dinas untuk berdagang; dan
b. menjual perabot kantor.
BAB II
HUKUMAN DISIPLIN
Bagian Kesatu
Tingkat dan Jenis Hukuman
Pasal 3
(1) Tingkat hukuman disiplin terdiri atas ringan dan berat.
(2) Jenis hukuman disiplin ringan terdiri atas:
a. teguran lisan; atau
b. teguran tertulis.
(3) Jenis hukuman disiplin berat terdiri atas:
a. penurunan jabatan; atau
b. pemberhentian.
Bagian Kedua
Pelanggaran
Pasal 4
Hukuman disiplin ringan sebagaimana dimaksud dalam Pasal 3 ayat (2) dijatuhkan bagi pegawai yang tidak:
a. menyimpan kunci kantor sebagaimana dimaksud dalam Pasal 1 huruf a; dan
b. menghadiri apel sebagaimana dimaksud dalam Pasal 1 huruf b berupa:
1. teguran lisan bagi pegawai yang tidak hadir satu kali; dan
2. teguran tertulis bagi pegawai yang tidak hadir dua kali.
Pasal 5
Hukuman disiplin berat sebagaimana dimaksud dalam Pasal 3 ayat (3) dijatuhkan bagi pegawai yang melanggar larangan:
a. memakai kendaraan dinas sebagaimana dimaksud dalam Pasal 2 huruf a; dan
b. meminjamkan gedung sebagaimana dimaksud dalam Pasal 19 huruf c.
Bagian Ketiga
Pejabat yang Berwenang Menghukum
Pasal 6
(1) Menteri menetapkan penjatuhan hukuman disiplin bagi:
a. kepala kantor untuk jenis hukuman sebagaimana dimaksud dalam Pasal 3 ayat (2) dan ayat (3); dan
b. pegawai lain untuk jenis hukuman sebagaimana dimaksud dalam Pasal 3 ayat (3) huruf b.
(2) Kepala kantor menetapkan penjatuhan hukuman disiplin untuk jenis hukuman sebagaimana dimaksud dalam Pasal 3
kecuali jenis hukuman sebagaimana dimaksud dalam Pasal 3 ayat (3).
(3) Wakil kepala kantor menetapkan penjatuhan hukuman disiplin sebagaimana dimaksud dalam Pasal 3 ayat (Z).
Bagian Keempat
Tata Cara Pemeriksaan
Pasal 7
Atasan memanggil pegawai yang diduga melanggar dengan surat sebelum pemeriksaan.
Pasal 8
(1) Pemeriksaan pelanggaran dengan hukuman disiplin berat dilakukan oleh tim pemeriksa.
(2) Tim pemeriksa dibentuk oleh Menteri.
Bagian Kelima
Keberatan
Pasal 9
Pegawai dapat mengajukan keberatan atas hukuman dalam sepuluh hari.
BAB III
KETENTUAN PENUTUP
Pasal 11
Tata cara apel pegawai diatur lebih lanjut dengan Peraturan Bupati.
Pasal 12
Pada saat Peraturan Pemerintah ini mulai berlaku, Peraturan Pemerintah Nomor 3 Tahun 2010 tentang Disiplin Pegawai
dicabut dan dinyatakan tidak berlaku.
Pasal 13
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.
"""

CODE = """PERATURAN BUPATI SLEMAN
NOMOR 5 TAHUN 2012
TENTANG
KODE ETIK PEGAWAI
DENGAN RAHMAT TUHAN YANG MAHA ESA
BUPATI SLEMAN,
Menimbang : a. bahwa perlu kode etik bagi pegawai;
Mengingat : 1. Undang-Undang Nomor 9 Tahun 2001 tentang Kantor;
2. Peraturan Pemerintah Nomor 3 Tahun 2010 tentang Disiplin Pegawai;
MEMUTUSKAN:
Menetapkan : PERATURAN BUPATI TENTANG KODE ETIK PEGAWAI.
Pasal 1
Pegawai bersikap ramah kepada tamu.
Pasal 2
Pelanggaran diproses menurut Pasal 2 Peraturan Pemerintah Nomor 3 Tahun 2010.
Pasal 3
Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.
"""

DRAFT = """RANCANGAN PERATURAN BUPATI SLEMAN
NOMOR ... TAHUN 2026
TENTANG
APEL PEGAWAI
DENGAN RAHMAT TUHAN YANG MAHA ESA
BUPATI SLEMAN,
Menimbang : a. bahwa apel perlu diatur;
Mengingat : 1. Peraturan Pemerintah Nomor 3 Tahun 2010 tentang Disiplin Pegawai;
MEMUTUSKAN:
Menetapkan : PERATURAN BUPATI TENTANG APEL PEGAWAI.
Pasal 1
Dalam Peraturan Bupati ini yang dimaksud dengan:
1. Apel adalah berbaris pagi di halaman kantor.
2. Pegawai adalah pegawai di kantor bupati.
Pasal 2
(1) Pegawai wajib menyimpan kunci kantor dengan sebaik-baiknya.
(2) Pegawai menghadiri apel pagi.
Pasal 3
Pegawai yang diduga melanggar dipanggil atasan dengan surat.
Pasal 4
Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.
"""
FILES = {"lama.txt": OLD, "baru.txt": NEW, "kode.txt": CODE}
