"""Receipts: what is kept of an answer, which edits are noticed, and what makes one stale."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from small_documents import NEW, set_pdf

from ingest.pipeline import ingest
from kb.answer import answer
from kb.receipt import (
    Receipt,
    compute_digest,
    hash_text,
    key_name,
    make_receipt,
    read_receipt,
    receipt_json,
    receipt_key,
    sign_receipt,
)
from kb.receipt_check import verify_receipt
from kb.search import Library, open_library
from kb.store import open_store
from kb.types import DocumentError, StoreError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
KEY = bytes(range(32))
ASKED = "isi pasal 1 ayat 1 pp 2 tahun 2021"
REPEALING = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 9 TAHUN 2022
TENTANG
HARI KERJA
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa perlu hari kerja;
MEMUTUSKAN:
Pasal 1
Hari kerja adalah Senin sampai Jumat.
Pasal 2
Pada saat Peraturan Pemerintah ini mulai berlaku, Peraturan Pemerintah Nomor 2 Tahun 2021 tentang Jam Kerja Pegawai
dicabut dan dinyatakan tidak berlaku.
Pasal 3
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.
Ditetapkan di Jakarta
pada tanggal 4 Mei 2022"""


def make(library: Library, question: str = ASKED, key: bytes | None = KEY, **options: Any) -> Receipt:
    return make_receipt(library, answer(library, question, options.get("as_of")), key, **options)


def reseal(receipt: Receipt, key: bytes | None = None) -> Receipt:
    """As one who edits a receipt would: the digest made anew, the signature too where the key is at hand."""
    sealed = replace(receipt, digest=compute_digest(receipt))
    return replace(sealed, signature=sign_receipt(sealed, key)) if key else sealed


@pytest.fixture
def copy(two_regulations: Path, tmp_path: Path, letters: Any) -> Callable[..., Library]:
    """Opens a copy of the two regulations, after taking in the PDFs of the texts given."""
    data = tmp_path / "data"
    shutil.copytree(two_regulations / "data", data)

    def opened(*texts: str) -> Library:
        for n, text in enumerate(texts):
            catalogue = two_regulations / "katalog.toml"
            rows = ingest([set_pdf(tmp_path / f"{n}.pdf", text)], data=data, embedder=letters, catalogue=catalogue)
            assert [row["result"] for row in rows] == ["ingested"]
        return open_library(data, embedder=letters)

    return opened


def test_a_receipt_says_what_the_answer_stood_on(library: Library) -> None:
    receipt = make(library, now=datetime.fromisoformat("2026-11-24T23:30:00+07:00"))
    assert (receipt.created, receipt.day, receipt.as_of) == ("2026-11-24T16:30:00+00:00", "2026-11-24", None)
    assert (receipt.question, receipt.mode, receipt.embedding_model) == (ASKED, "ekstraktif", "letters")
    assert receipt.fingerprint == library.store.fingerprint()
    assert receipt.generation == library.generation.number
    cited = receipt.passages[0]
    assert (cited.path, cited.status, cited.pages) == ("pp-2-2021/pasal-1/ayat-1", "berlaku", (1,))
    assert "pukul delapan" in cited.quote
    assert cited.quote_sha256 == hash_text(cited.quote)
    source = library.store.source("pp-2-2021")
    assert source
    assert cited.source_sha256 == source.sha256
    assert verify_receipt(library, receipt, KEY).verdict == "sah"


def test_a_follow_up_keeps_the_questions_it_is_understood_by(library: Library) -> None:
    asked, before = "kalau ayat 2?", [ASKED]
    receipt = make_receipt(library, answer(library, asked, previous=before), KEY, previous=before)
    assert (receipt.question, receipt.previous) == (asked, (ASKED,))


def test_its_text_gives_the_receipt_back(library: Library) -> None:
    receipt = make(library)
    assert read_receipt(json.dumps(receipt_json(receipt), ensure_ascii=False, indent=2)) == receipt
    # A program that writes whole numbers without a point, in another order, changes nothing.
    turned = dict(reversed(receipt_json(receipt).items()))
    assert turned["confidence"] == 1.0
    assert verify_receipt(library, read_receipt(json.dumps(turned | {"confidence": 1})), KEY).verdict == "sah"
    whole = {"generation": float(receipt.generation)}  # 1.0 is 1: other writers of JSON write it so
    assert read_receipt(json.dumps(turned | whole)).generation == receipt.generation


EDITS: list[tuple[str, Any]] = [
    ("question", "lain"),
    ("previous", ("sebelumnya",)),
    ("answer", "Jam kerja dimulai pukul sepuluh."),
    ("warnings", ("tidak ada",)),
    ("found", False),
    ("confidence", 0.5),
    ("created", "2020-01-01T00:00:00+00:00"),
    ("as_of", "2020-01-01"),
    ("mode", "model lain"),
    ("passages", ()),
    ("fingerprint", "0" * 64),
]


@pytest.mark.parametrize(("field", "value"), EDITS, ids=[field for field, _ in EDITS])
def test_every_edit_is_noticed(library: Library, field: str, value: Any) -> None:
    receipt = make(library)
    assert getattr(receipt, field) != value
    edited = replace(receipt, **{field: value})
    assert verify_receipt(library, edited, KEY).verdict == "diubah"
    assert verify_receipt(library, edited, None).verdict == "diubah"  # also where the key is unknown
    clever = verify_receipt(library, reseal(edited), KEY)  # an edited digest too
    assert (clever.verdict, clever.reasons) == ("diubah", ("Tanda tangan tidak sesuai dengan isi.",))


def test_an_edited_passage_is_noticed_and_named(library: Library) -> None:
    receipt = make(library)
    forged = replace(receipt.passages[0], quote="Jam kerja dimulai pukul sepuluh.")
    verdict = verify_receipt(library, reseal(replace(receipt, passages=(forged,)), KEY), KEY)  # key stolen, hash not
    assert verdict.verdict == "diubah"
    assert "PP Nomor 2 Tahun 2021 Pasal 1 ayat (1)" in verdict.reasons[0]


def test_a_receipt_of_another_installation_is_compared_all_the_same(
    library: Library, copy: Callable[..., Library]
) -> None:
    receipt = make(library, key=bytes(32))
    here = verify_receipt(library, receipt, KEY)
    assert (here.verdict, here.changes) == ("tidak dapat diperiksa", ())
    assert "pemasangan lain" in here.reasons[0]
    changed = verify_receipt(copy(NEW.replace("pukul delapan", "pukul sembilan")), receipt, KEY)
    assert changed.verdict == "tidak dapat diperiksa"
    assert {c.kind for c in changed.changes} >= {"berkas", "teks"}


def test_a_receipt_without_its_signature_is_not_called_valid(library: Library) -> None:
    stripped = reseal(replace(make(library), installation="", signature="", answer="Pukul sepuluh."))
    verdict = verify_receipt(library, stripped, KEY)
    assert verdict.verdict == "tidak dapat diperiksa"
    assert "Tidak bertanda tangan" in verdict.reasons[0]
    assert verify_receipt(library, make(library, key=None), None).verdict == "tidak dapat diperiksa"


def test_another_text_makes_it_stale(library: Library, copy: Callable[..., Library]) -> None:
    later = copy(NEW.replace("pukul delapan", "pukul sembilan"))
    verdict = verify_receipt(later, make(library), KEY)
    assert verdict.verdict == "usang"
    assert {(c.path, c.kind) for c in verdict.changes} == {
        ("pp-2-2021/pasal-1/ayat-1", "berkas"),
        ("pp-2-2021/pasal-1/ayat-1", "teks"),
    }
    assert any("tidak ada lagi di dalamnya" in reason for reason in verdict.reasons)


def test_another_file_with_the_same_text_makes_it_stale(library: Library, copy: Callable[..., Library]) -> None:
    later = copy(NEW.replace("bahwa jam kerja perlu diubah", "bahwa jam kerja perlu diatur"))
    verdict = verify_receipt(later, make(library), KEY)
    assert [(c.kind, verdict.verdict) for c in verdict.changes] == [("berkas", "usang")]


def test_a_repeal_makes_it_stale_and_names_who_repealed(library: Library, copy: Callable[..., Library]) -> None:
    verdict = verify_receipt(copy(REPEALING), make(library), KEY)
    assert verdict.verdict == "usang"
    (reason,) = verdict.reasons
    assert reason == ("PP Nomor 2 Tahun 2021 kini dicabut oleh PP Nomor 9 Tahun 2022 Pasal 2; waktu dijawab: berlaku.")


def test_the_law_of_a_day_asked_for_stays_that_of_the_day(library: Library, copy: Callable[..., Library]) -> None:
    receipt = make(library, as_of=date(2021, 12, 31))
    assert receipt.as_of == "2021-12-31"
    assert verify_receipt(copy(REPEALING), receipt, KEY).verdict == "sah"  # repealed only in 2022


def test_what_was_removed_makes_it_stale(library: Library, copy: Callable[..., Library]) -> None:
    later = copy()
    with open_store(later.data, write=True) as store:
        store.remove("pp-2-2021")
    verdict = verify_receipt(open_library(later.data, embedder=later.embedder), make(library), KEY)
    assert verdict.verdict == "usang"
    assert ("pp-2-2021/pasal-1/ayat-1", "hilang") in {(c.path, c.kind) for c in verdict.changes}


def test_a_refusal_is_stale_once_the_collection_is_another(library: Library, copy: Callable[..., Library]) -> None:
    receipt = make(library, "isi pasal 77 pp 2 tahun 2021")
    assert (receipt.found, receipt.passages) == (False, ())
    assert verify_receipt(library, receipt, KEY).verdict == "sah"
    verdict = verify_receipt(copy(REPEALING), receipt, KEY)
    assert [(verdict.verdict, c.kind) for c in verdict.changes] == [("usang", "koleksi")]


def test_a_path_under_another_regulation_is_not_looked_up(library: Library) -> None:
    """Else a reader could ask by a receipt of his own making what a document says that he may not see."""
    receipt = make(library, key=None)
    asked = replace(receipt.passages[0], regulation="pp-1-2020")
    verdict = verify_receipt(library, reseal(replace(receipt, passages=(asked,))), KEY)
    assert "hilang" in {c.kind for c in verdict.changes}
    assert "teks" not in {c.kind for c in verdict.changes}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": "rujukan-receipt/2"}',
        "[" * 100_000,
        b"\xff\xfe",
        " " * 2_000_001,
    ],
)
def test_what_is_no_receipt_is_refused(text: str | bytes) -> None:
    with pytest.raises(DocumentError, match="bukan bukti jawaban"):
        read_receipt(text)


@pytest.mark.parametrize(
    "edit",
    [
        {"tambahan": 1},  # a field of no meaning
        {"found": "ya"},
        {"confidence": 2},
        {"day": "2026-02-31"},
        {"as_of": "kemarin"},
        {"digest": "x"},
    ],
    ids=str,
)
def test_a_malformed_field_is_refused(library: Library, edit: dict[str, Any]) -> None:
    with pytest.raises(DocumentError):
        read_receipt(json.dumps(receipt_json(make(library)) | edit))


def test_a_field_that_stands_twice_is_refused(library: Library) -> None:
    """A reader sees the first, a program takes the last."""
    text = json.dumps(receipt_json(make(library)))
    with pytest.raises(DocumentError):
        read_receipt('{"answer": "Boleh.", ' + text[1:])


def test_broken_unicode_is_an_edit_and_no_crash(library: Library) -> None:
    text = json.dumps(receipt_json(make(library)) | {"warnings": ["\ud800"]})
    try:
        receipt = read_receipt(text)
    except DocumentError:
        return
    assert verify_receipt(library, receipt, KEY).verdict == "diubah"


def test_the_key_is_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    assert receipt_key(tmp_path) is None
    key = receipt_key(tmp_path, make=True)
    assert key
    assert receipt_key(tmp_path, make=True) == key == receipt_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "receipt.key").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["receipt.key"]
    assert key.hex() not in key_name(key)
    (tmp_path / "receipt.key").write_text("kosong")
    with pytest.raises(StoreError, match="bukan kunci"):
        receipt_key(tmp_path)


def test_a_folder_that_cannot_be_written_gives_no_key(tmp_path: Path) -> None:
    assert receipt_key(tmp_path / "tidak-ada", make=True) is None


def test_the_key_is_not_in_the_receipt(library: Library) -> None:
    assert KEY.hex() not in json.dumps(asdict(make(library)))
