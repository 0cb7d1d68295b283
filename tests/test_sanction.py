"""A duty and the sanction that cites it, over the made-up disciplinary regulation."""

import pytest

from kb import confidence as module
from kb.answer import answer
from kb.consequence import quote_sanctions
from kb.sanction import cited_words, find_sanctions, imposes, is_duty
from kb.search import Library, search

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
PP = "pp-4-2021"


def test_a_duty_finds_the_unit_that_cites_it(discipline: Library) -> None:
    found = [u.path.removeprefix(f"{PP}/") for u in find_sanctions(discipline, f"{PP}/pasal-1/huruf-a")]
    assert found == ["pasal-4/huruf-a"]


def test_a_sanction_for_another_item_or_for_a_part_is_none(discipline: Library) -> None:
    found = [u.path.removeprefix(f"{PP}/") for u in find_sanctions(discipline, f"{PP}/pasal-1/huruf-b")]
    assert "pasal-4/huruf-b" in found
    assert "pasal-4/huruf-a" not in found
    assert find_sanctions(discipline, f"{PP}/pasal-1") == []


def test_a_provision_that_no_sanction_cites_finds_none(discipline: Library) -> None:
    assert find_sanctions(discipline, f"{PP}/pasal-8/ayat-1") == []


def test_a_sanction_is_read_with_the_words_it_cites(discipline: Library) -> None:
    words = "pegawai yang melanggar ketentuan Pasal 2 huruf b dijatuhi hukuman"
    assert "menjual perabot" in cited_words(discipline, PP, words)
    assert "kendaraan" not in cited_words(discipline, PP, words)
    assert cited_words(discipline, PP, "hukuman menurut Pasal 2 huruf b") == ""  # nothing is broken


@pytest.mark.parametrize(
    ("words", "sanction", "duty"),
    [
        ("PNS dilarang: menjual perabot", False, True),
        ("hukuman dijatuhkan bagi PNS yang melanggar larangan", True, False),
        ("Cuti dijatuhkan pada hari Senin", False, False),
    ],
)
def test_what_imposes_and_what_binds(words: str, sanction: bool, duty: bool) -> None:
    assert (imposes(words), is_duty(words)) == (sanction, duty)


def test_who_asks_for_the_sanction_gets_it_beside_the_duty(
    discipline: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONFIDENCE", dict.fromkeys(module.CONFIDENCE, 0.0) | {"bias": 9.0})
    asked = answer(discipline, "sanksi menjual perabot kantor atau memakai kendaraan dinas untuk berdagang")
    assert asked.passages[0].chunk.path.startswith(f"{PP}/pasal-2")
    assert "Sanksi: Hukuman disiplin berat" in asked.text
    assert f"{PP}/pasal-5/huruf-a" in {p.chunk.path for p in asked.passages}
    plain = answer(discipline, "memakai kendaraan dinas untuk berdagang")
    assert plain.found
    assert "Sanksi: " not in plain.text


def test_several_sanctions_are_all_named_or_none_is(discipline: Library) -> None:
    units = [discipline.store.provision(f"{PP}/{place}") for place in ("pasal-4/huruf-a", "pasal-5/huruf-a")]
    first = search(discipline, "menyimpan kunci kantor")[0]
    taken, line = quote_sanctions(discipline, first, [u for u in units if u], None, 900)
    assert line.startswith("Sanksi, menurut syarat masing-masing: Hukuman disiplin ringan: Pasal 4 huruf a; ")
    assert "Hukuman disiplin berat: Pasal 5 huruf a (PP Nomor 4 Tahun 2021; status: " in line
    assert [t.passage.chunk.path for t in taken] == [f"{PP}/pasal-4/huruf-a", f"{PP}/pasal-5/huruf-a"]
    assert quote_sanctions(discipline, first, [u for u in units if u], None, len(line)) == ([], "")
