"""Whom a sentence is about against whom the question is about."""

import pytest

from kb.question import understand
from kb.subject import asks_others, rules_others


@pytest.mark.parametrize(
    ("question", "words", "others"),
    [
        ("sanksi telat lapor harta?", "Terlapor yang tidak melapor dikenai sanksi", True),
        ("sanksi terlapor di ombudsman?", "Terlapor yang tidak melapor dikenai sanksi", False),
        ("lama penurunan pangkat?", "Penyelenggara atau pelaksana dikenai penurunan pangkat", True),
        ("sanksi petugas layanan?", "Penyelenggara atau pelaksana dikenai penurunan pangkat", False),
        ("siapa pelaksana tugas?", "Pelaksana tugas ditunjuk oleh atasan", False),
        ("lama penurunan pangkat?", "Pegawai dikenai penurunan pangkat", False),
        # only what a sentence begins with is its subject
        ("siapa yang memberi izin?", f"Pegawai {'yang bekerja ' * 6} diberi izin oleh gubernur", False),
    ],
)
def test_special_subjects(question: str, words: str, others: bool) -> None:
    assert asks_others(understand(question), words) is others


def test_the_lead_in_of_an_item_names_its_subject() -> None:
    assert asks_others(understand("kapan diberhentikan?"), "meninggal dunia", "Anggota Ombudsman berhenti karena:")


@pytest.mark.parametrize(
    ("question", "article", "others"),
    [
        ("pppk sakit 3 hari", "PNS yang sakit berhak atas cuti", True),
        ("pns sakit 3 hari", "PPPK yang sakit berhak atas cuti", True),
        ("pppk sakit 3 hari", "PPPK yang sakit berhak atas cuti", False),
        ("pppk sakit 3 hari", "PNS dan PPPK yang sakit berhak atas cuti", False),
        ("sakit 3 hari", "PNS yang sakit berhak atas cuti", False),
        ("beda pns dan pppk", "PNS yang sakit berhak atas cuti", False),
    ],
)
def test_people_with_rules_of_their_own(question: str, article: str, others: bool) -> None:
    assert rules_others(understand(question), article) is others
