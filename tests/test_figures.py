"""Figures are read in each form that laws and models write, and compared with what stands around them."""

import pytest

from kb.figures import read_bounds, read_figures, supports


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("selama 28 (dua puluh delapan) hari", ["28", "28"]),
        ("25% (dua puluh lima persen)", ["25", "25"]),
        ("Rp1.000.000,00", ["1000000"]),
        ("Rp 5 juta", ["5000000"]),
        ("seratus dua puluh lima ribu", ["125000"]),
        ("dua juta tiga ratus ribu", ["2300000"]),
        ("sebelas, lima belas, sembilan puluh", ["11", "15", "90"]),
        ("tigapuluh tujuh", ["37"]),  # joined
        ("tiga-puluh", ["30"]),
        ("sepertiga dan dua pertiga", ["1/3", "2/3"]),
        ("1/3 bagian", ["1/3"]),
        ("setahun sekali", ["1", "1"]),
        ("salah satu, sama sekali", []),  # no figures
        ("yang pertama, kedua, ke-2", ["ke-1", "ke-2", "ke-2"]),
        ("kedua puluh", ["ke-20"]),
        ("golongan III/d, BAB II", ["III/d", "II"]),
        ("ringan, sedang, atau berat", ["ringan", "sedang", "berat"]),
        ("3O hari", ["3o"]),  # the letter O
        ("３０ hari", ["30"]),  # full-width digits count as what they say
        ("kesatuan, persatuan, keduniaan", []),
    ],
)
def test_values(text: str, values: list[str]) -> None:
    assert [figure.value for figure in read_figures(text)] == values


@pytest.mark.parametrize(
    ("source", "said", "borne"),
    [
        ("28 (dua puluh delapan) hari kerja", "28 hari", True),
        ("28 (dua puluh delapan) hari kerja", "dua puluh delapan hari kerja", True),
        ("28 (dua puluh delapan) hari kerja", "28 bulan", False),
        ("5 (lima) orang anggota", "5 anggota", True),
        ("28 hari", "hukuman 28.", True),
        ("paling lama 14 (empat belas) hari", "maksimal 14 hari", True),
        ("paling lama 14 (empat belas) hari", "paling sedikit 14 hari", False),
        ("paling lama 14 (empat belas) hari", "14 hari", False),  # the limit is lost
        ("28 hari kerja atau lebih", "28 hari kerja atau lebih", True),
        ("28 hari kerja", "28 hari kerja atau lebih", False),
        ("1/2 (satu setengah) bulan", "1/2 jam", False),
        ("tanggal 1 Januari", "tanggal 1 Mei", False),
    ],
)
def test_what_bears_what(source: str, said: str, borne: bool) -> None:
    given = read_figures(source)
    assert all(any(supports(f, figure) for f in given) for figure in read_figures(said)) is borne


def test_bounds_are_read_where_no_figure_follows() -> None:
    assert read_bounds("paling lambat akhir bulan") == {"<="}
    assert read_bounds("Paling cepat akhir bulan") == {">="}
    assert read_bounds("akhir bulan") == set()
