"""What a receipt is worth now: its seals, and what became of the provisions it stands on.

Does not do: judge whether the answer was right, find what a better answer would be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kb.catalogue import status_on, status_reasons
from kb.citation import parse_path, regulation_label
from kb.receipt import Cited, Receipt, broken_seals, fold, hash_text, key_name, text_at
from kb.search import Library
from kb.types import Amendment, Relation

DONE = {"mencabut": "dicabut", "mengubah": "diubah"}
Finding = Literal["sah", "diubah", "usang", "tidak dapat diperiksa"]
ChangeKind = Literal["hilang", "berkas", "teks", "status", "diubah", "karantina", "koleksi"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is different now; ``path`` and ``label`` of the provision, empty where the whole collection is meant."""

    path: str
    label: str
    kind: ChangeKind
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a receipt is worth: ``sah``, ``diubah`` (tampered with), ``usang`` (stale), ``tidak dapat diperiksa``.

    ``reasons`` say why, in Indonesian; ``changes`` what changed in the collection, also where the origin is unknown.
    """

    verdict: Finding
    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def verify_receipt(library: Library, receipt: Receipt, key: bytes | None, today: date | None = None) -> Verdict:
    """What a receipt is worth now, by its seals and by what ``library`` holds.

    ``key`` is the installation's (``receipt_key``) or None. Of a receipt that was tampered with nothing is compared;
    one that was signed elsewhere, or not at all, is compared, but its origin cannot be told. The status compared is
    that of ``today``, or of the day whose law the question asked.
    """
    if broken := broken_seals(receipt, key):
        return Verdict("diubah", tuple(broken))
    day = date.fromisoformat(receipt.as_of) if receipt.as_of else (today or date.today())
    changes = [change for cited in receipt.passages for change in _changes_of(library, cited, day)]
    if not receipt.found and receipt.fingerprint != library.generation.manifest["fingerprint"]:
        changes.append(Change("", "", "koleksi", "Isi koleksi berubah sejak pertanyaan ini tidak terjawab."))
    told = tuple(dict.fromkeys(change.detail for change in changes))
    if not (key and receipt.signature and receipt.installation == key_name(key)):
        why = "Dibuat oleh pemasangan lain" if receipt.signature else "Tidak bertanda tangan"
        note = f"{why}; keasliannya tidak dapat diperiksa di sini, isinya dibandingkan dengan koleksi ini."
        return Verdict("tidak dapat diperiksa", (note, *told), tuple(changes))
    return Verdict("usang" if changes else "sah", told, tuple(changes))


def _changes_of(library: Library, cited: Cited, day: date) -> list[Change]:
    """What happened to a cited provision: the file, the text, the status, amendments of its article, quarantine."""
    found: list[tuple[ChangeKind, str]] = []
    name = regulation_label(cited.regulation) if cited.regulation in library.regulations else cited.regulation
    text = text_at(library, cited.path) if cited.path.split("/", 1)[0] == cited.regulation else None
    if cited.regulation not in library.stored:
        found.append(("hilang", f"{name} tidak ada di koleksi."))
    else:
        source = library.store.source(cited.regulation)
        if source is None or source.sha256 != cited.source_sha256:
            found.append(("berkas", f"Berkas sumber {name} diganti."))
        if text is None:
            found.append(("hilang", f"{cited.label} tidak ada lagi di koleksi."))
        elif hash_text(fold(text)) != cited.text_sha256:
            kept = "masih ada di dalamnya" if fold(cited.quote) in fold(text) else "tidak ada lagi di dalamnya"
            found.append(("teks", f"Bunyi {cited.label} berubah; kutipan {kept}."))
        if reason := library.quarantined.get(cited.regulation):
            found.append(("karantina", f"{name} belum diterima pustakawan: {reason}."))
    if cited.regulation in library.regulations:
        found += _standing_changes(library, cited, name, day)
    if text is not None and cited.regulation in library.stored:
        amendments = library.amendments_of(parse_path(cited.path).article, day)
        found += [("diubah", _amended(a)) for a in amendments if a.subject not in cited.amended_by]
    return [Change(cited.path, cited.label, kind, detail) for kind, detail in found]


def _standing_changes(library: Library, cited: Cited, name: str, day: date) -> list[tuple[ChangeKind, str]]:
    """A status other than it was, or acts that changed the regulation since."""
    status = status_on(cited.regulation, library.regulations, day)
    reasons = status_reasons(cited.regulation, library.regulations, day)
    newer = [r for r in reasons if r.subject not in cited.status_by]
    if status == cited.status:
        return [("status", f"{name} kini juga {_acted(r)}.") for r in newer]
    now = "; ".join(_acted(r) for r in newer or reasons) or status
    return [("status", f"{name} kini {now}; waktu dijawab: {cited.status}.")]


def _acted(relation: Relation) -> str:
    """ "dicabut oleh PP Nomor 9 Tahun 2025 Pasal 20"."""
    by = regulation_label(relation.subject)
    if relation.article.startswith("pasal-"):
        by = parse_path(f"{relation.subject}/{relation.article}").label
    return f"{DONE[relation.relation]} oleh {by}"


def _amended(amendment: Amendment) -> str:
    article = parse_path(parse_path(amendment.object).article).label
    return f"{article} kini {amendment.verb} oleh {parse_path(amendment.subject).label}."
