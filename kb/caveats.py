"""What a reader must know before relying on the provisions an answer stands on: warnings, the most serious first.

Only what is known of a regulation is said (catalogue, its text, how it was read), never a guess.

Does not do: decide whether an answer is given (kb/confidence.py, kb/refusal.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from kb.catalogue import status_reasons
from kb.citation import parse_path, regulation_label
from kb.question import SCOPES, Question
from kb.search import Library
from kb.types import Passage, Relation
from kb.validity_state import say_since

PEOPLE = ("PNS", "CPNS", "PPPK")  # scopes for which rules differ
_EVERYBODY = re.compile(r"(?<!\w)(?:ASN|aparatur sipil negara|pegawai negeri(?! sipil)|setiap orang)(?!\w)", re.I)
_PLACE = re.compile(
    r"(?<!\w)(?:kab(?:upaten|\.)?|kota|provinsi|prov\.?|pemkab|pemkot|pemprov|pemda|bupati|wali\s?kota|gubernur)\s+"
    r"(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
)
_AGENCY = re.compile(
    r"(?<!\w)(?:kementerian|kemen|badan|lembaga|komisi|mahkamah|kejaksaan|kepolisian)\s+[A-Z]\w+(?:\s(?:dan\s)?[A-Z]\w+)*"
)
_CIRCLE = re.compile(r"(?<!\w)di\s+lingkungan\s+(?P<name>.+)$", re.I)


def warnings_for(
    library: Library, understood: Question, passages: Sequence[Passage], as_of: date | None
) -> tuple[str, ...]:
    """The warnings of the passages an answer stands on, each said once, the most serious kind first.

    Of passages after the first only what tells that they are not (or no longer) the rule.
    """
    said: list[str] = []
    for tell, first_only in CAVEATS:
        for passage in passages[:1] if first_only else passages:
            said += tell(library, understood, passage, as_of)
    return tuple(dict.fromkeys(said))


def _repealed(library: Library, _: Question, passage: Passage, as_of: date | None) -> Iterator[str]:
    if passage.status != "dicabut":
        return
    regulation = passage.chunk.regulation
    reasons = status_reasons(regulation, library.regulations, as_of)
    yield from (_act(library, regulation, reason) for reason in reasons)
    if not reasons:
        yield f"{regulation_label(regulation)} sudah dicabut."


def _amended_article(library: Library, _: Question, passage: Passage, as_of: date | None) -> Iterator[str]:
    for amendment in library.amendments_of(passage.chunk.article, as_of)[:1]:
        where = parse_path(amendment.subject).label
        done = {"diubah": "diubah; bunyi terbarunya dalam", "dihapus": "dihapus oleh"}.get(amendment.verb)
        if done:
            yield f"{parse_path(passage.chunk.article).label} telah {done} {where}."


def _other_people(library: Library, understood: Question, passage: Passage, _: date | None) -> Iterator[str]:
    asked = [name for name in (*PEOPLE, "honorer") if name in understood.scope]
    ruled = people_ruled(library, passage)
    if asked and ruled and not set(asked) & ruled:
        about = " dan ".join(sorted(ruled))
        wanted = {"honorer": "tenaga non-ASN"}.get(asked[0], asked[0])
        yield f"{passage.chunk.label} mengatur {about}, bukan {wanted} yang ditanyakan; belum tentu berlaku sama."


def people_ruled(library: Library, passage: Passage) -> set[str]:
    """Whom of PEOPLE a passage rules: those it speaks of, or else its title; none where it is about everybody."""
    text = " ".join(" ".join((passage.quote or passage.chunk.text, *passage.chunk.headings)).split())
    if _EVERYBODY.search(text):
        return set()
    return people_of(text) or people_of(library.regulations[passage.chunk.regulation].title)


def people_of(text: str) -> set[str]:
    """Which of PEOPLE a text speaks of."""
    return {name for name in PEOPLE if SCOPES[name].search(" ".join(text.split()))}


def _other_agency(library: Library, understood: Question, passage: Passage, _: date | None) -> Iterator[str]:
    known = library.regulations[passage.chunk.regulation]
    name = regulation_label(known.id)
    asked = understood.asked.lower()
    if known.place and known.place.lower().replace("-", " ") not in asked:
        places = [m["name"] for m in _PLACE.finditer(understood.asked)]
        whose = f", bukan {places[0]}" if places else ""
        yield f"{name} adalah aturan {known.place.replace('-', ' ').title()}{whose}; hanya berlaku di sana."
    elif circle := _CIRCLE.search(known.title):
        named = [m[0] for m in (*_AGENCY.finditer(understood.asked), *_PLACE.finditer(understood.asked))]
        if circle["name"].lower() not in asked and named:
            yield f"{name} berlaku di lingkungan {circle['name']}, bukan {named[0]}."
        elif circle["name"].lower() not in asked and not circle["name"].lower().startswith("instansi"):
            yield f"{name} hanya berlaku di lingkungan {circle['name']}."


def _changed(library: Library, _: Question, passage: Passage, as_of: date | None) -> Iterator[str]:
    """The last act that changed the regulation, and each that repealed a part of it."""
    if passage.status != "diubah":
        return
    regulation = passage.chunk.regulation
    reasons = status_reasons(regulation, library.regulations, as_of)
    parts = [r for r in reasons if r.relation == "mencabut"]
    yield from (_act(library, regulation, reason) for reason in parts)
    if changes := [r for r in reasons if r.relation == "mengubah"]:
        yield _act(library, regulation, changes[-1], last=len(changes) > 1)


def _act(library: Library, regulation: str, relation: Relation, last: bool = False) -> str:
    """Who repealed or amended a regulation, where it says so, since when, how far; and whether that is at hand."""
    word = {"mencabut": "dicabut", "mengubah": "diubah"}[relation.relation]
    by = regulation_label(relation.subject)
    if relation.article.startswith("pasal-"):
        by = parse_path(f"{relation.subject}/{relation.article}").label
    since = f" {said}" if (said := say_since(library, relation.subject)) else ""
    part = f" sebagian ({relation.note})" if relation.note and relation.relation == "mencabut" else ""
    newest = ", terakhir" if last else ""
    absent = "" if relation.subject in library.stored else " (tidak ada di koleksi; bunyi terbaru harus dicari di sana)"
    return f"{regulation_label(regulation)} {word}{part}{newest} oleh {by}{since}{absent}."


def _held(library: Library, _: Question, passage: Passage, __: date | None) -> Iterator[str]:
    if reason := library.quarantined.get(passage.chunk.regulation):
        yield f"{regulation_label(passage.chunk.regulation)} belum diterima pustakawan: {reason}."


def _doubtful(_: Library, __: Question, passage: Passage, ___: date | None) -> Iterator[str]:
    if not passage.chunk.verbatim:
        page = passage.chunk.pages[0]
        yield f"Teks halaman {page} hasil pengenalan gambar; cocokkan dengan gambar halamannya."


def _gaps(library: Library, _: Question, passage: Passage, __: date | None) -> Iterator[str]:
    name = regulation_label(passage.chunk.regulation)
    for gap in library.unread_beside(passage.chunk.article):
        yield f"{name} Pasal {gap} tidak ada atau tidak terbaca dalam berkas sumber; lihat naskah resminya."


def _unofficial(library: Library, _: Question, passage: Passage, __: date | None) -> Iterator[str]:
    name = regulation_label(passage.chunk.regulation)
    if library.regulations[passage.chunk.regulation].kind == "panduan":
        yield f"{name} adalah ringkasan, bukan naskah resmi; rujuk pasal resmi yang disebutnya."
    elif passage.status == "tidak diketahui":
        yield f"Status {name} tidak diketahui; periksa sebelum digunakan."


Caveat = Callable[[Library, Question, Passage, date | None], Iterator[str]]
# Each kind of warning, the most serious first, and whether it is told of the first passage only.
CAVEATS: tuple[tuple[Caveat, bool], ...] = (
    (_repealed, False),
    (_amended_article, False),
    (_other_people, True),
    (_other_agency, False),
    (_held, False),
    (_changed, False),
    (_doubtful, False),
    (_gaps, True),
    (_unofficial, False),
)
