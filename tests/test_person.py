"""Whose case a question is: development examples, each either for an official or answerable from the rules."""

import pytest

from kb.answer import answer
from kb.person import asks_about_person
from kb.search import Library

FOR_AN_OFFICIAL = """
    Pak Budi di Dinas Perhubungan korupsi, dia dihukum apa?
    apakah si Budi bisa dipecat?
    Pak Joko bolos terus, apakah layak diberhentikan?
    bu siti di bagian umum selingkuh, kena sanksi apa?
    kapan SK NIP 198001012005011003 terbit?
    Apakah Ibu Ratna Dewi sudah dijatuhi hukuman disiplin?
    Kenapa Pak Hendra belum naik pangkat?
    pak agus bersalah nggak menurut kamu?
    Sdr. Wahyu melanggar Pasal 5 PP 94 Tahun 2021, apakah ia bersalah?
    Budi Santoso dari Dinas Perhubungan sudah dihukum belum?
    Rina Marlina terbukti bolos 15 hari, dijatuhi apa?
    pegawai bernama Sutrisno itu kasusnya sampai mana?
    bagaimana kasus saya?
    bagaimana kelanjutan pemeriksaan saya di inspektorat?
    Sudah sampai mana proses pindah saya ke kota?
    status usulan saya gimana ya
    apakah saya akan dipecat?
    Apakah saya bakal kena hukuman?
    menurut kamu apakah saya bersalah?
    pantaskah saya dihukum?
""".strip().splitlines()
FROM_THE_RULES = """
    saya bolos 5 hari hukumannya apa
    saya bolos 10 hari, apa sanksinya?
    apakah saya akan dipecat kalau bolos 28 hari?
    saya bisa dipecat nggak kalau jadi pengurus partai?
    saya hamil anak keempat, dapat cuti apa?
    permohonan cerai saya ditolak, bisa banding?
    usulan kenaikan pangkat saya ditolak, ke mana mengajukan keberatan?
    kabid saya malas memeriksa anak buahnya, dia sendiri bisa kena sanksi?
    apakah Pak Camat boleh cuti?
    apakah Bapak Bupati berwenang menghukum?
    Pak, cuti tahunan berapa hari?
    pak mau tanya, apakah cuti sakit dipotong gajinya?
    Bu, apakah PPPK dapat pensiun?
    bolehkah ibu hamil cuti?
    siapa yang bisa menghukum?
    teman saya bolos sebulan, dihukum apa?
    Kepala Dinas Pendidikan sudah dua tahun menjabat, boleh dipindah?
    Apakah Pegawai Negeri Sipil terbukti korupsi diberhentikan?
    Apa hukuman bagi PNS yang selingkuh?
    Majelis Kode Etik sudah memutus, apakah bisa banding?
    Wali Kota sudah menetapkan sanksi, kapan berlaku?
    berapa lama izin cerai saya diputus?
""".strip().splitlines()


@pytest.mark.parametrize("question", [line.strip() for line in FOR_AN_OFFICIAL])
def test_a_persons_case_is_for_an_official(library: Library, question: str) -> None:
    assert asks_about_person(question)
    refused = answer(library, question)
    assert (refused.refusal, refused.passages) == ("perlu_pejabat", ())


@pytest.mark.parametrize("question", [line.strip() for line in FROM_THE_RULES])
def test_a_rule_is_not(question: str) -> None:
    assert not asks_about_person(question)
