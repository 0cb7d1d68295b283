"""Which article came from which, from the texts alone."""

import pytest

from kb.family import Wording, weigh_words
from kb.lineage import find_sources, trace_lineage
from kb.search import Library
from kb.types import NotFoundError
from kb.vocabulary import make_vocabulary

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
VOCABULARY = make_vocabulary({})


def wording(path: str, year: int, text: str) -> Wording:
    return Wording(path, text, (year, 0, path), weigh_words(text, VOCABULARY))


def test_one_source_for_one_article_comes_first() -> None:
    duties = wording("pp-1-2010/pasal-1", 2010, "Pegawai wajib menjaga kunci, pintu, dan jendela kantor.")
    light = wording("pp-1-2010/pasal-2", 2010, "Hukuman ringan bagi pegawai yang tidak menjaga kunci kantor.")
    heavy = wording("pp-1-2010/pasal-3", 2010, "Hukuman berat bagi pegawai yang tidak menjaga pintu kantor.")
    newer = [
        wording("pp-2-2021/pasal-5", 2021, "Hukuman berat bagi pegawai yang tidak menjaga pintu kantor atau gudang."),
        wording("pp-2-2021/pasal-4", 2021, "Hukuman ringan bagi pegawai yang tidak menjaga kunci kantor."),
        wording("pp-2-2021/pasal-3", 2021, "Pegawai wajib menjaga kunci, pintu, jendela, dan pagar kantor."),
        wording("pp-2-2021/pasal-9", 2021, "Gaji dibayar tiap tanggal satu."),
    ]
    found = {path: source.path for path, (source, _) in find_sources([duties, light, heavy], newer).items()}
    assert found == {
        "pp-2-2021/pasal-3": "pp-1-2010/pasal-1",
        "pp-2-2021/pasal-4": "pp-1-2010/pasal-2",
        "pp-2-2021/pasal-5": "pp-1-2010/pasal-3",
    }
    assert find_sources([], newer) == {}


def test_the_regulation_just_before_is_preferred() -> None:
    text = "Atasan memanggil pegawai dengan surat."
    older = [wording("pp-1-1980/pasal-7", 1980, text), wording("pp-2-2010/pasal-8", 2010, text)]
    found = find_sources(older, [wording("pp-3-2021/pasal-9", 2021, text)])
    assert found["pp-3-2021/pasal-9"][0].path == "pp-2-2010/pasal-8"


def test_families_of_stored_regulations_in_any_order(discipline: Library) -> None:
    lineage = trace_lineage(discipline, ["pp-4-2021", "pp-3-2010"])
    assert lineage.regulations == ("pp-3-2010", "pp-4-2021")
    links = {m.wording.path: m.source for family in lineage.families for m in family if m.source}
    assert links["pp-4-2021/pasal-1"] == "pp-3-2010/pasal-1"
    assert links["pp-4-2021/pasal-7"] == "pp-3-2010/pasal-2"
    assert "pp-4-2021/pasal-8" in lineage.alone
    copied = next(m for family in lineage.families for m in family if m.wording.path == "pp-4-2021/pasal-7")
    assert [edit.change for edit in copied.edits] == ["sama"]


def test_what_cannot_be_traced(discipline: Library) -> None:
    with pytest.raises(NotFoundError, match="pp-9-1999"):
        trace_lineage(discipline, ["pp-4-2021", "pp-9-1999"])
    with pytest.raises(NotFoundError, match="dua peraturan"):
        trace_lineage(discipline, ["pp-4-2021", "pp-4-2021"])
