"""Whom a regulation is for by its title, who asks about that, and what is at home in a collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.elsewhere import HOME, asked_about, at_home, elsewhere_of, load_bodies
from kb.foreign import load_fields
from kb.types import RujukanError


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("STATUTA UNIVERSITAS CONTOH", {"perguruan tinggi"}),
        ("Pembentukan Kabupaten Contoh di Provinsi Papua", {"pembentukan daerah", "papua"}),
        ("Gaji Anggota Kepolisian Negara", {"kepolisian", "kepolisian dan tentara"}),  # a body and a field
        ("Penyelenggaraan Telekomunikasi", {"telekomunikasi dan pos"}),
        ("Disiplin Pegawai Negeri Sipil", set()),
        ("Tunjangan bagi Pegawai Negeri Sipil, Prajurit Tentara, dan Polisi", set()),  # for civil servants too
        ("Pemerintahan Daerah", set()),
        ("Kapten Bankir", set()),  # whole words only: neither "pt" nor "bank"
    ],
)
def test_titles(title: str, names: set[str]) -> None:
    assert elsewhere_of(title) >= names
    assert bool(elsewhere_of(title)) == bool(names)


def test_questions_name_bodies_in_their_own_words() -> None:
    assert "perguruan tinggi" in asked_about("siapa yang mengangkat rektor?")
    assert "kepolisian" in asked_about("pangkat polri")
    assert not asked_about("berapa hari cuti tahunan?")


def test_what_makes_up_much_of_a_collection_is_at_home_there() -> None:
    rest = ["Cuti", "Disiplin", "Pensiun"]
    assert HOME == 0.25
    assert at_home(["Statuta Universitas Contoh", *rest]) == {"perguruan tinggi"}
    assert not at_home(["Statuta Universitas Contoh", *rest, "Gaji"])
    assert not at_home([])


def test_bodies_are_not_mistaken_for_fields() -> None:
    names = [body.name for body in load_bodies()]
    assert len(names) == len(set(names))
    assert not set(names) & {field.name for field in load_fields()}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[body]]\nname = 'x'\ntitle = ['a']",  # whom it is asked by is missing
        "[[body]]\nname = 'x'\ntitle = []\nsay = ['a']",
        "[[body]]\nname = 'x'\ntitle = ['A']\nsay = ['a']",
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.toml").write_text(text)
    with pytest.raises(RujukanError, match=r"b\.toml"):
        load_bodies(tmp_path / "b.toml")
