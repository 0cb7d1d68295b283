"""Small regulations for the pages: with definitions, references, elucidations, markup as text, and one with a gap."""

MARKUP = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 3 TAHUN 2022
TENTANG
TANDA PENGENAL PEGAWAI
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa perlu tanda pengenal;
MEMUTUSKAN:
BAB I
KETENTUAN UMUM
Pasal 1
Dalam Peraturan Pemerintah ini yang dimaksud dengan:
1. Pegawai Tetap adalah pegawai yang bekerja terus-menerus.
2. Tanda Pengenal adalah kartu bertuliskan <script>window.jebol=1</script>.
BAB II
PEMAKAIAN
Pasal 2
Pegawai Tetap wajib memakai Tanda Pengenal sebagaimana dimaksud dalam Pasal 3 ayat (1).
Pasal 3
(1) Tanda Pengenal memuat nama <img src=x onerror=window.jebol=1> dan foto pegawai.
(2) Nama sebagaimana dimaksud pada ayat (1) ditulis menurut Pasal 1 ayat (2) Peraturan
Pemerintah Nomor 2 Tahun 2021.
\f
Pasal 4
Kartu yang hilang dilaporkan dalam tiga hari kerja.
PENJELASAN
ATAS
PERATURAN
I. UMUM
Kartu memudahkan pengenalan.
II. PASAL DEMI PASAL
Pasal 1
Cukup jelas.
Pasal 2
Kewajiban ini berlaku pada jam kerja.
Pasal 3
Cukup jelas.
Pasal 4
Hari kerja dihitung sejak kartu hilang."""
GAP = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 4 TAHUN 2022
TENTANG
RUANG ARSIP
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa perlu ruang arsip;
MEMUTUSKAN:
Pasal 1
Arsip disimpan di ruang arsip.
Pasal 2
Ruang arsip dikunci.
Pasal 4
Kunci ruang arsip disimpan kepala kantor."""
