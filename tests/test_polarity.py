"""A sentence may not affirm, deny, permit or oblige otherwise than its source."""

import pytest

from kb.polarity import turned

ABSENT = "Atasan yang tidak memanggil pegawai dijatuhi hukuman, sedangkan atasan melaporkan pegawai."


@pytest.mark.parametrize(
    ("source", "sentence", "holds"),
    [
        ("Pegawai dilarang menerima hadiah.", "Pegawai dilarang menerima hadiah.", True),
        ("Pegawai dilarang menerima hadiah.", "Pegawai tidak boleh menerima hadiah.", True),
        ("Pegawai dilarang menerima hadiah.", "Pegawai boleh menerima hadiah.", False),
        ("Pegawai dilarang menerima hadiah.", "Pegawai menerima hadiah.", False),  # left out
        ("Pegawai dilarang menerima hadiah.", "Pegawai tidak dilarang menerima hadiah.", False),
        ("Pegawai wajib melapor.", "Pegawai harus melapor.", True),
        ("Pegawai wajib melapor.", "Pegawai tidak wajib melapor.", False),
        ("Pegawai wajib melapor.", "Pegawai tidak perlu melapor.", False),
        ("Cuti dapat diberikan.", "Cuti boleh diberikan.", True),
        ("Cuti dapat diberikan.", "Cuti wajib diberikan.", False),
        ("Cuti dapat diberikan.", "Cuti diberikan.", False),
        ("Cuti dapat diberikan.", "Cuti tidak dapat diberikan.", False),
        ("Cuti diberikan.", "Cuti tidak diberikan.", False),
        ("Cuti diberikan kecuali bagi calon.", "Cuti diberikan kecuali bagi calon.", True),
        ("Cuti diberikan kecuali bagi calon.", "Cuti diberikan kecuali bagi guru.", False),
        ("Pegawai wajib memperoleh izin.", "Pegawai wajib mendapat izin.", True),
        (ABSENT, "Atasan yang tidak memanggil pegawai dijatuhi hukuman.", True),
        (ABSENT, "Atasan yang memanggil pegawai dijatuhi hukuman.", False),
        ("diberhentikan tidak dengan hormat", "diberhentikan dengan hormat", False),
        ("diberhentikan dengan hormat tidak atas permintaan", "diberhentikan dengan hormat", True),
        ("tidak dapat diterima", "tidak tidak dapat diterima", False),
    ],
)
def test_turned(source: str, sentence: str, holds: bool) -> None:
    assert (turned(sentence, [source]) == "") is holds
