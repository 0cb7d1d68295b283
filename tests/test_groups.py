"""Whose rule answers: in force before repealed, the asked group's own before another's, both where nobody is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb import confidence as module
from kb.answer import answer
from kb.caveats import people_ruled
from kb.confidence import CONFIDENCE
from kb.groups import own_passages
from kb.search import Library


@pytest.fixture(autouse=True)
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every passage answers: the letters of the fake embedder know no meaning."""
    monkeypatch.setattr(module, "CONFIDENCE", dict.fromkeys(CONFIDENCE, 0.0) | {"bias": 9.0})


def test_a_repealed_rule_gives_way_to_one_in_force_that_says_the_same(staff: Library) -> None:
    result = answer(staff, "masa percobaan calon pegawai berapa lama")
    assert result.passages[0].chunk.path == "pp-5-2020/pasal-1"
    assert all(p.status != "dicabut" for p in result.passages)
    assert "1 (satu) tahun" in result.text


def test_where_only_a_repealed_rule_answers_that_is_said_first(staff: Library) -> None:
    result = answer(staff, "apa arti meritokrasi")
    assert result.text.startswith(
        "Menurut aturan yang sudah dicabut oleh UU Nomor 8 Tahun 2023 (ditetapkan 01-09-2023): "
    )
    assert result.passages[0].status == "dicabut"
    assert not any("Dahulu" in w for w in result.warnings)


def test_a_kind_that_the_groups_own_regulation_does_not_list(staff: Library) -> None:
    result = answer(staff, "pppk dapat cuti panjang?")
    assert result.text.startswith("PP Nomor 7 Tahun 2021 tentang PPPK tidak menyebut “cuti panjang”.")
    assert {p.chunk.regulation for p in result.passages} == {"pp-7-2021"}
    assert any(w.startswith("Untuk PNS hal ini diatur dalam PP Nomor 5 Tahun 2020") for w in result.warnings)


def test_the_groups_own_rule_answers_where_it_has_one(staff: Library) -> None:
    for group, regulation in (("pppk", "pp-7-2021"), ("pns", "pp-5-2020")):
        result = answer(staff, f"{group} cuti sakit lebih dari 14 hari syaratnya apa")
        assert result.passages[0].chunk.regulation == regulation


def test_where_the_group_has_no_rule_that_is_said_before_the_others(staff: Library) -> None:
    result = answer(staff, "pppk menjalani masa percobaan berapa lama")
    assert result.text.startswith("Aturan khusus PPPK tentang hal ini tidak ditemukan (dicari dalam PP Nomor 7")
    assert "Untuk PNS: " in result.text


@pytest.mark.parametrize("question", ["cuti sakit lebih dari 14 hari syaratnya apa", "surat dokter cuti sakit 14 hari"])
def test_both_groups_are_told_where_nobody_is_named(staff: Library, question: str) -> None:
    result = answer(staff, question)
    assert [p.chunk.article for p in result.passages[:2]] == ["pp-5-2020/pasal-4", "pp-7-2021/pasal-2"]
    assert "\nPPPK: " in result.text
    assert len("\n".join([result.text, *(p.quote for p in result.passages)])) <= 900


def test_own_passages_are_of_the_groups_regulations_in_force(staff: Library) -> None:
    assert {p.chunk.regulation for p in own_passages(staff, "cuti", "PPPK", None)} == {"pp-7-2021"}
    assert "pp-1-2010" not in {p.chunk.regulation for p in own_passages(staff, "cuti libur", "PNS", None)}


def test_whom_a_rule_is_for_is_read_across_line_ends(staff: Library) -> None:
    (passage, *_) = own_passages(staff, "cuti sakit", "PNS", None)
    for text, people in (
        ("Izin bagi Pegawai Negeri\nSipil.", {"PNS"}),
        ("Izin bagi setiap pegawai negeri.", set()),
        ("Izin diberikan tertulis.", {"PNS"}),  # by the title
    ):
        assert people_ruled(staff, replace(passage, chunk=replace(passage.chunk, text=text, headings=()))) == people
