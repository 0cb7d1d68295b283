"""What is asked for and no quote says."""

import pytest

from kb.lacking import lacks_amount, lacks_asked
from kb.question import understand


@pytest.mark.parametrize(
    ("question", "quote", "lacks"),
    [
        ("berapa hari cutinya?", "Cuti diberikan 12 (dua belas) hari kerja.", False),
        ("berapa hari cutinya?", "Cuti diberikan secara tertulis.", True),
        ("berapa hari prosesnya?", "paling lama tiga bulan", False),  # another unit answers too
        ("berapa persen potongannya?", "dipotong setengah dari gaji", False),
        ("berapa persen potongannya?", "dipotong selama 6 (enam) bulan", True),
        ("berapa gaji pokok pegawai?", "Gaji pokok diberikan menurut pangkat dan 5 (lima) tahun kerja.", True),
        ("berapa gaji pokok pegawai?", "Gaji pokok sebesar 80% (delapan puluh persen).", False),
        ("berapa gaji pokok golongan III/a?", "Gaji pokok sebesar 80% (delapan puluh persen).", True),
        ("berapa gaji pokok golongan III/a?", "Golongan III/a: Rp2.000.000,00", False),
        ("formasi 2031 ada berapa?", "Formasi disusun untuk 5 (lima) tahun.", True),
        ("cuti tahunan 2031 berapa hari?", "Cuti diberikan 12 (dua belas) hari kerja.", False),  # holds every year
        ("berapa formasi di Kabupaten Antah?", "Formasi disusun untuk 5 (lima) tahun.", True),
        ("berapa hari cutinya sesuai SK provinsi SK?", "Cuti 12 (dua belas) hari", False),  # no name of a place
        ("pukul berapa masuk kantor?", "Pegawai masuk kerja 5 (lima) hari.", True),
        ("pukul berapa masuk kantor?", "Pegawai masuk kerja pukul 07.30.", False),
        ("siapa kepala badan yang menjabat sekarang?", "Kepala badan diangkat oleh Presiden.", True),
        ("siapa yang mengangkat kepala badan?", "Kepala badan diangkat oleh Presiden.", False),
        ("nilai minimal supaya naik berapa?", "nilai 30 dan 40 digabung", True),
        ("nilai minimal supaya naik berapa?", "nilai paling rendah 70", False),
        ("cutinya cuti apa dan berapa lama?", "Cuti karena alasan penting.", False),  # one of two things is said
        ("apa syaratnya?", "Cuti diberikan secara tertulis.", False),
        ("format surat cuti gimana", "Permintaan cuti diajukan secara tertulis.", True),
        ("format surat cuti gimana", "Bentuk surat ada dalam lampiran.", False),
        ("tahun ini formasi ada berapa?", "Formasi disusun untuk 5 (lima) tahun.", True),
    ],
)
def test_the_thing_asked_for(question: str, quote: str, lacks: bool) -> None:
    assert lacks_asked(understand(question), [quote], ["Cuti Pegawai"]) is lacks


def test_a_place_that_the_title_names_is_said() -> None:
    question = understand("berapa formasi di Kabupaten Antah?")
    assert not lacks_asked(question, ["Formasi 5 (lima) orang."], ["Pegawai Kabupaten Antah"])


@pytest.mark.parametrize(
    ("question", "said", "lacks"),
    [
        ("ikatan dinasnya berapa tahun?", "Terikat kewajiban bekerja karena tugas belajar.", True),
        ("ikatan dinasnya berapa tahun?", "Terikat bekerja 5 (lima) tahun.", False),
        ("iurannya berapa?", "Ketua (ayat (2) huruf a) dijabat oleh Menteri.", True),  # the number of a provision
        ("apa itu ikatan dinas dan berapa tahun?", "Terikat kewajiban bekerja.", False),  # one of two is said
        ("siapa yang terikat?", "Terikat kewajiban bekerja.", False),
    ],
)
def test_the_sentence_that_answers_holds_the_amount(question: str, said: str, lacks: bool) -> None:
    assert lacks_amount(understand(question), said) is lacks
