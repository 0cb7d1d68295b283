"""Terms a regulation defines, and those a provision uses."""

import pytest

from kb.definitions import find_abbreviations, find_definitions, terms_used
from kb.types import Provision


def unit(path: str, text: str) -> Provision:
    return Provision(path, path, "angka", "", (), 0, 0, 0, text, (1,), ())


ROWS = [
    ("1. Pegawai Kota yang selanjutnya disingkat PK adalah orang\nyang bekerja.", {"Pegawai Kota", "PK"}),
    ("2. Jam Kerja adalah waktu bekerja.", {"Jam Kerja"}),
    ("3. Kepala Kantor, yang selanjutnya disebut dengan Kepala, adalah pimpinan.", {"Kepala Kantor", "Kepala"}),
    ("(1) Jam kerja dimulai pukul tujuh.", set()),  # a rule, no definition
]


@pytest.mark.parametrize(("text", "terms"), ROWS)
def test_definition(text: str, terms: set[str]) -> None:
    assert set(find_definitions([unit("pp-1-2020/pasal-1/angka-1", text)])) == terms
    assert find_definitions([unit("pp-1-2020/pasal-7/angka-1", text)]) == {}


def test_terms_used_are_those_written_and_the_longer_one_counts() -> None:
    rows = ["1. Pegawai adalah orang.", "2. Pegawai Kota adalah orang kota.", "3. Kepala adalah pimpinan."]
    defined = find_definitions(unit(f"pp-1-2020/pasal-1/angka-{n}", text) for n, text in enumerate(rows, 1))
    assert list(terms_used("Setiap Pegawai\nKota wajib hadir; kepala tidak.", defined)) == ["Pegawai Kota"]


def test_abbreviations_in_capitals_are_found_with_their_most_frequent_term() -> None:
    rows = [
        "1. Pegawai Kota yang selanjutnya disingkat PK adalah orang.",
        "2. Petugas Kota yang selanjutnya disingkat PK adalah orang.",
        "3. Petugas Kota yang selanjutnya disingkat PK adalah orang.",
        "4. Kepala Kantor yang selanjutnya disebut Kepala adalah pimpinan.",  # no abbreviation
    ]
    units = [unit(f"pp-1-2020/pasal-1/angka-{n}", text) for n, text in enumerate(rows, 1)]
    assert find_abbreviations(units) == {"PK": "Petugas Kota"}
