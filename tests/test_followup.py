"""Follow-up questions made whole from earlier turns."""

from __future__ import annotations

import pytest

from kb.followup import leans_back, merge_turns, resolve_followup


@pytest.mark.parametrize(
    ("turns", "whole"),
    [
        (["Jatah cuti besar PNS berapa bulan?"], "Jatah cuti besar PNS berapa bulan?"),
        # another of the same kind takes its place
        (["Jatah cuti besar PNS berapa bulan?", "kalo PPPK?"], "Jatah cuti besar PPPK berapa bulan?"),
        (["Jatah cuti besar PNS berapa bulan?", "Kalau yang tahunan?"], "Jatah cuti tahunan PNS berapa bulan?"),
        (["Telat 5 hari kena sanksi apa?", "Kalau cuma 2 hari?"], "Telat 2 hari kena sanksi apa?"),
        (["Camat dipilih siapa?", "bagaimana dengan lurah?"], "lurah dipilih siapa?"),
        (["Jatah cuti besar PNS?", "Kalau PPPK?", "Yang sakit?"], "Jatah cuti sakit PPPK?"),
        # a new matter of the same topic comes after it, and once more: it is the question
        (
            ["Siapa memeriksa lurah?", "Terus sanksinya apa?"],
            "Siapa memeriksa lurah? sanksinya apa? Terus sanksinya apa?",
        ),
        (
            ["Apa itu delegasi dan mandat?", "Yang kedua itu boleh lisan?"],
            "Apa itu mandat? kedua itu boleh lisan? Yang kedua itu boleh lisan?",
        ),
        # a question that stands alone starts anew
        (
            ["Jatah cuti besar PNS?", "Bagaimana cara membuat laporan harta kekayaan pejabat negara?"],
            "Bagaimana cara membuat laporan harta kekayaan pejabat negara?",
        ),
        (
            ["Jatah cuti PNS?", "Syarat mutasi antar kabupaten dalam satu provinsi apa?", "Kalau PPPK?"],
            "Syarat mutasi antar kabupaten dalam satu provinsi apa? PPPK? Kalau PPPK?",
        ),
    ],
)
def test_a_followup_is_made_whole(turns: list[str], whole: str) -> None:
    assert resolve_followup(turns) == whole


@pytest.mark.parametrize(
    ("turn", "leans"),
    [
        ("Syaratnya apa?", True),
        ("Kalau untuk PPPK?", True),
        ("Boleh dialihkan ke unit lain?", True),
        ("berapa lama?", True),
        ("Bagaimana prosedur pengajuan pensiun dini pegawai?", False),
        ("Hanya pejabat eselon yang wajib melaporkan kekayaan?", False),  # "hanya" does not point back
    ],
)
def test_a_turn_leans_back_or_stands_alone(turn: str, leans: bool) -> None:
    assert leans_back(turn) is leans


def test_no_turns_are_refused() -> None:
    with pytest.raises(ValueError, match="no turns"):
        resolve_followup([])


def test_what_the_context_lacks_drives_nothing_out() -> None:
    assert merge_turns("Siapa membina lurah?", "Kalau PPPK?") == "Siapa membina lurah? PPPK?"
