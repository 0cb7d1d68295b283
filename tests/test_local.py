"""Questions for one agency's own figures, names and dates: development examples, own and made for this."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest
from conftest import LetterEmbedder

from ingest.pipeline import ingest
from kb import confidence as module
from kb.answer import answer
from kb.confidence import CONFIDENCE
from kb.local import local_matter
from kb.question import understand
from kb.search import Library, open_library

OF_ONE_AGENCY = """
    berapa TPP kepala dinas di kabupaten kami?
    TPP eselon III di Kabupaten Sleman berapa ya
    berapa tunjangan kinerja golongan III di pemprov jawa tengah
    besaran tunjangan kinerja di kementerian kami
    berapa uang makan PNS di pemkab kami?
    how much is the allowance of a section head in our regency?
    jam kerja di kantor kami mulai pukul berapa?
    berapa jumlah pegawai dinas kesehatan kami?
    kuota PPPK guru di kabupaten kami berapa?
    siapa kepala BKPSDM di kabupaten kami?
    nomor telepon BKPSDM kabupaten kami berapa?
    kapan TPP di daerah kami cair?
    jadwal seleksi PPPK di instansi kami
    di sini honor panitia berapa ya?
""".strip().splitlines()
FROM_THE_RULES = """
    siapa yang menetapkan TPP di kabupaten kami?
    apakah TPP di kabupaten kami boleh dipotong karena terlambat?
    berapa persen tunjangan kinerja dipotong di kantor kami untuk hukuman sedang?
    di dinas kami kalau bolos 28 hari hukumannya apa?
    berapa hari cuti tahunan di instansi kami?
    berapa lama gaji ditahan di kantor kami selama diberhentikan sementara?
    berapa batas usia pelamar CPNS di daerah kami?
    berapa banyak bidang paling banyak di dinas tipe A kabupaten kami?
    siapa pejabat yang berwenang menghukum camat di kabupaten kami?
    Kepada siapa sekretaris DPRD kabupaten bertanggung jawab?
    siapa kepala daerah yang berwenang menetapkan TPP di provinsi kami?
    bolehkah email kantor kami dipakai untuk urusan pribadi?
    kapan pejabat di dinas kami harus dilantik setelah diangkat?
    berapa gaji pokok PNS golongan III?
    berapa gaji menurut peraturan pemerintah ini?
""".strip().splitlines()
PAY = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 8 TAHUN 2021
TENTANG
PENGHASILAN PEGAWAI
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa perlu penghasilan;
MEMUTUSKAN:
Pasal 1
Kepala daerah menetapkan tambahan penghasilan kepala dinas dengan keputusan.
Pasal 2
Uang makan pegawai sebesar Rp35.000,00 (tiga puluh lima ribu rupiah) sehari.
"""
LOCAL = """PERATURAN BUPATI SLEMAN
NOMOR 3 TAHUN 2024
TENTANG
TAMBAHAN PENGHASILAN PEGAWAI
DENGAN RAHMAT TUHAN YANG MAHA ESA
BUPATI SLEMAN,
Menimbang : a. bahwa perlu tambahan penghasilan;
MEMUTUSKAN:
Menetapkan : PERATURAN BUPATI TENTANG TAMBAHAN PENGHASILAN PEGAWAI.
Pasal 1
Tambahan penghasilan kepala dinas sebesar Rp9.000.000,00 (sembilan juta rupiah) sebulan.
"""


OTHER = (
    LOCAL.replace("SLEMAN", "MAGETAN")
    .replace("NOMOR 3", "NOMOR 5")
    .replace("Rp9.000.000,00 (sembilan", "Rp7.000.000,00 (tujuh")
)


@pytest.fixture(
    scope="module", params=[(PAY,), (PAY, LOCAL), (PAY, LOCAL, OTHER)], ids=["national", "one-region", "two-regions"]
)
def pay(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("gaji")
    for n, text in enumerate(request.param):
        (folder / f"{n}.txt").write_text(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = ingest([folder], data=folder / "data", embedder=LetterEmbedder(), texts=True)
    assert {row["result"] for row in rows} == {"ingested"}, rows
    library = open_library(folder / "data", embedder=LetterEmbedder())
    yield library
    library.generation.close()
    library.store.close()


@pytest.fixture
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every passage answers: the letters of the fake embedder know no meaning."""
    monkeypatch.setattr(module, "CONFIDENCE", dict.fromkeys(CONFIDENCE, 0.0) | {"bias": 9.0})


@pytest.mark.parametrize("question", [line.strip() for line in OF_ONE_AGENCY])
def test_a_figure_name_or_date_of_one_agency(question: str) -> None:
    assert local_matter(understand(question)) is not None


@pytest.mark.parametrize("question", [line.strip() for line in FROM_THE_RULES])
def test_what_rules_say_for_every_agency(question: str) -> None:
    assert local_matter(understand(question)) is None


@pytest.mark.usefixtures("sure")
def test_pay_is_told_from_a_rule_of_that_region_only(pay: Library) -> None:
    own = "perbup-3-2024-sleman" in pay.stored
    other = "perbup-5-2024-magetan" in pay.stored
    for question, told in (
        ("berapa tambahan penghasilan kepala dinas di kabupaten kami?", own and not other),
        ("berapa tambahan penghasilan kepala dinas di Kabupaten Sleman?", own),
        ("berapa tambahan penghasilan kepala dinas di kabupaten magetan?", other),
        ("berapa tambahan penghasilan kepala dinas di Kabupaten Bantul?", False),
        ("berapa uang makan pegawai di kabupaten kami?", True),  # a national rule states it
    ):
        result = answer(pay, question)
        assert result.found == told, question
        if not told:
            assert (result.refusal, result.passages) == ("tidak_ada_di_koleksi", ())
            assert result.related[0].chunk.path.startswith(("pp-8-2021/pasal-1", "perbup"))
    assert "9.000.000" in answer(pay, "berapa TPP kepala dinas di Kabupaten Sleman?").text or not own


@pytest.mark.usefixtures("sure")
def test_hours_are_told_where_a_rule_states_them(library: Library) -> None:
    assert "pukul delapan" in answer(library, "jam kerja di kantor kami mulai pukul berapa?").text
