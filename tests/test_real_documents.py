"""The truth about the real PDFs is well-formed, and what is read of some born-digital ones is exactly that."""

from collections import Counter

import pytest
from pypdf import PdfReader

from benchmarks.read_real import read_document
from benchmarks.real_documents import expand_range, load_documents
from benchmarks.real_scores import score_units, wrong_facts
from kb.citation import parse_path
from kb.types import Provision, Regulation

DOCUMENTS = {document.file: document for document in load_documents()}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", ""),
        ("1-3, 3A, 5", "1 2 3 3a 5"),
        ("I-III", "i ii iii"),
        ("I-II, 15, 21", "i ii 15 21"),
        ("a-c", "a b c"),
    ],
)
def test_ranges(text: str, values: str) -> None:
    assert expand_range(text) == values.split()


def test_every_path_of_the_truth_is_a_citation() -> None:
    for document in DOCUMENTS.values():
        for path in document.articles | document.frames | document.quoted | document.elucidation | document.points:
            assert parse_path(f"uu-1-2020/{path}").path == f"uu-1-2020/{path}", document.file
        assert not document.articles & document.quoted, document.file
        assert not document.blank & document.scanned, document.file


def test_every_measured_file_has_its_truth_with_its_pages(shared_data) -> None:
    files = {file.name: file for file in (shared_data / "pdf" / "real").glob("*.pdf")}
    assert files.keys() == DOCUMENTS.keys()
    small = [name for name, file in files.items() if file.stat().st_size < 300_000]
    assert {name: len(PdfReader(files[name]).pages) for name in small} == {
        name: DOCUMENTS[name].pages for name in small
    }


def unit(path: str) -> Provision:
    return Provision(f"uu-24-2019/{path}", "", "pasal", "", (), 0, 0, 0, "", (), ())


def test_what_is_missing_and_what_is_false_is_named() -> None:
    paths = sorted(DOCUMENTS["sample4.pdf"].articles - {"pasal-7", "pasal-10"})
    scores = score_units(DOCUMENTS["sample4.pdf"], map(unit, [*paths, "pasal-35", "pasal-i", "pasal-1/ayat-1"]))
    assert (scores["pasal"].found, scores["pasal"].true) == (32, 34)
    assert scores["pasal"].missing == ("pasal-7", "pasal-10")
    assert (scores["pasal"].false, scores["bingkai"].false) == (("pasal-35",), ("pasal-i",))


def test_steps_are_counted_by_table() -> None:
    document = next(d for d in DOCUMENTS.values() if d.file.startswith("SOP PENANGANAN"))
    assert document.steps == Counter({f"langkah-{n}": 1 + (n < 7) for n in range(1, 15) if n != 7})
    scores = score_units(document, map(unit, ["sop-1/langkah-1", "sop-2/langkah-1", "sop-2/langkah-7"]))
    assert (scores["langkah"].found, scores["langkah"].true, scores["langkah"].false) == (2, 19, ("langkah-7",))


def test_facts_are_compared_as_printed_numbers_and_letters() -> None:
    document = next(d for d in DOCUMENTS.values() if d.file.startswith("SALINAN-POJK"))
    right = Regulation("pojk-22-2015", "pojk", "22", 2015, document.title.upper(), issuer=document.issuer)
    assert wrong_facts(document, right) == ()
    assert wrong_facts(document, Regulation("x", "pojk", "21", 2015, document.title)) == (
        "nomor salah",
        "penerbit kosong",
    )


BORN_DIGITAL = (
    "sample4.pdf",
    "PP_Nomor_26_Tahun_1977.pdf",
    "PP_Nomor_48_Tahun_2015.pdf",
    "PP60Tahun2008_SPIP.pdf",
    "POJK No.7 - tentang-pemeriksaan-lembaga-penjaminan.pdf",
    "SALINAN-POJK PENYIDIKAN.pdf",
    "1.pdf",
    "4.pdf",
)


@pytest.mark.parametrize("name", BORN_DIGITAL)
def test_articles_of_born_digital_files_are_those_of_the_pages(name: str, shared_data) -> None:
    assert DOCUMENTS[name].born_digital
    reading = read_document(DOCUMENTS[name], shared_data / "pdf" / "real")
    assert (reading.error, reading.whole, reading.unread) == ("", True, ())
    for part in ("pasal", "bingkai", "penjelasan"):
        assert reading.scores[part].exact, (part, reading.scores[part])
