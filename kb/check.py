"""Every citation in a text, each with a verdict: does it exist, is it in force, does it say what is quoted.

Verdicts, the first that fits: ``tidak dapat diperiksa`` (the text does not say which regulation, or the source file
lacks or shows the place unreadably), ``tidak ada di koleksi``, ``tidak ada pasal itu``, ``tidak ada ayat itu`` (also a
missing huruf or angka; the detail says what), ``dicabut``, ``kutipan berbeda``, ``diubah``, ``ada``.

Does not do: correct a text; judge what a citation is used for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from rapidfuzz.distance import OSA

from kb.catalogue import status_on
from kb.citation import Citation, find_citations, regulation_label
from kb.place import Place, find_place
from kb.quotation import Quotation, WordChange, compare_words, find_quotations, is_quoted, plain_words
from kb.reference import Reference, find_references, has_articles
from kb.search import Library, place_citation
from kb.standing import Standing, standing_on
from kb.types import DraftText, Provision

Verdict = Literal[
    "ada",
    "tidak ada pasal itu",
    "tidak ada ayat itu",
    "dicabut",
    "diubah",
    "kutipan berbeda",
    "tidak ada di koleksi",
    "tidak dapat diperiksa",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
INSIDE = ("ayat", "huruf", "angka")
ACKNOWLEDGED = re.compile(r"sebagaimana\s+(?:telah\s+)?(?:beberapa\s+kali\s+)?di(?:ubah|ganti)", re.I)
IN_TITLE = re.compile(r"\bperubahan\s+(?:\w+\s+)?atas\s+$", re.I)  # "tentang Perubahan atas PP ..."
ACKNOWLEDGED_WITHIN = 900  # characters behind a regulation's name, its title and gazette between
NOISE = 0.6  # least likeness of a word that nobody writes to the word quoted in its place
UNITS_KEPT = 8  # regulations whose provisions are kept while a text is checked


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """``text[start:end]`` (``words``) cites ``citation``: the ``verdict``, why, and what stands in its place (paths).

    ``own`` says that it is the text's own provision. ``changes`` are the words that differ from the provision where
    words are quoted; ``page`` and ``line`` are where it begins; ``unit`` is the provision it stands in, "" outside.
    """

    start: int
    end: int
    words: str
    citation: Citation
    verdict: Verdict
    detail: str
    newer: tuple[str, ...]
    changes: tuple[WordChange, ...]
    own: bool
    page: int
    line: int
    unit: str


def check_citations(library: Library, draft: DraftText, as_of: date | None = None) -> list[CitationCheck]:
    """The citations of ``draft`` in order, judged by the law of ``as_of`` (default today)."""
    references = find_references(draft, library.regulations)
    shelf = _Units(library, draft)
    checks = [_check(reference, draft, shelf, as_of) for reference in references]
    for quotation in find_quotations(draft.text, [(r.start, r.end) for r in references]):
        _compare(quotation, references, checks, draft, shelf)
    return checks


class _Units:
    """Provisions by path, of the text and of the regulations it cites, each read from the store once."""

    def __init__(self, library: Library, draft: DraftText) -> None:
        self.library = library
        self.draft = draft
        self.own = {p.path: p for p in draft.provisions}
        self._read: dict[str, dict[str, Provision]] = {}

    def of(self, regulation: str) -> Mapping[str, Provision]:
        if regulation not in self._read:
            if len(self._read) >= UNITS_KEPT:
                self._read.pop(next(iter(self._read)))
            self._read[regulation] = {p.path: p for p in self.library.store.provisions(regulation)}
        return self._read[regulation]


def _check(reference: Reference, draft: DraftText, shelf: _Units, day: date | None) -> CitationCheck:
    verdict: Verdict
    newer: tuple[str, ...] = ()
    citation = reference.citation
    if reference.trouble:
        verdict, detail = "tidak dapat diperiksa", reference.trouble
    elif reference.own:
        citation, verdict, detail, newer = _judge_own(citation, draft, shelf, day)
    else:
        verdict, detail, newer = _judge(citation, shelf, day)
        if verdict == "diubah" and (said := _acknowledged(reference, newer, draft.text)):
            verdict, detail = ("ada", detail) if said == "terakhir" else ("diubah", f"{detail}; {said}")
    at = max(0, bisect_right(draft.lines, reference.start, key=lambda line: line[0]) - 1)
    _, page, line = draft.lines[at] if draft.lines else (0, 1, 1)
    return CitationCheck(
        reference.start,
        reference.end,
        draft.text[reference.start : reference.end],
        citation,
        verdict,
        detail,
        newer,
        (),
        reference.own and citation.regulation == draft.regulation.id,
        page,
        line,
        reference.unit,
    )


def _judge_own(
    citation: Citation, draft: DraftText, shelf: _Units, day: date | None
) -> tuple[Citation, Verdict, str, tuple[str, ...]]:
    """A reference to the text itself; one that an amending text makes to the regulation it amends is that one's."""
    if not citation.steps:
        known = has_articles(draft)
        return citation, "ada" if known else "tidak dapat diperiksa", "" if known else "naskah tanpa pasal", ()
    place = find_place(citation, shelf.own, printed=draft.printed)
    if place.provision:
        return citation, "ada", "", ()
    if base := amended_by(draft):
        there = Citation(base, citation.steps)
        return there, *_judge(there, shelf, day)
    if draft.printed and re.fullmatch(r"\d+[lio]", citation.value("pasal")):  # "Pasal 4l" is Pasal 41 (PP 30/2019)
        return citation, "tidak dapat diperiksa", "nomor pasal diduga salah pengenalan", ()
    if _is_written(place, citation, draft.text):
        whole = place.missing == citation.steps[-1][0]
        return citation, "ada" if whole else "tidak dapat diperiksa", "susunan di sekitarnya tidak terbaca", ()
    verdict, detail = _missing(place)
    return citation, verdict, detail, ()


def _is_written(place: Place, citation: Citation, text: str) -> bool:
    """Whether the heading of an article or the mark of an ayat begins a line, though no unit was made of it."""
    value = re.escape(citation.value(place.missing))
    if place.missing == "pasal":
        return bool(re.search(rf"^\W*Pasal\s+{value}\W*$", text, re.M | re.I))
    if place.missing == "ayat" and place.around:
        return bool(re.search(rf"^\s*\({value}\)\s", text[place.around.start : place.around.end], re.M))
    return False


def amended_by(draft: DraftText) -> str:
    """Id of the regulation that a draft's title says it amends, or ""."""
    title = next((p.text for p in draft.provisions if p.kind == "judul"), "")
    match = re.search(r"PERUBAHAN\s+(?:\w+\s+)?ATAS\b", title, re.I)
    found = find_citations(title[match.end() :]) if match else []
    return found[0].citation.regulation if found else ""


def _judge(citation: Citation, shelf: _Units, day: date | None) -> tuple[Verdict, str, tuple[str, ...]]:
    library = shelf.library
    citation = place_citation(library, citation)
    regulation = citation.regulation
    if regulation not in library.stored:
        if status_on(regulation, library.regulations, day) == "dicabut":
            standing = standing_on(library, Citation(regulation), day)
            return "dicabut", f"{standing.detail}; naskahnya tidak ada di koleksi", standing.newer
        known = regulation in library.regulations
        title = f" ({library.regulations[regulation].title})" if known and library.regulations[regulation].title else ""
        return "tidak ada di koleksi", f"naskah {regulation_label(regulation)}{title} tidak ada di koleksi", ()
    held = (
        f"; belum diterima pustakawan: {library.quarantined[regulation]}" if regulation in library.quarantined else ""
    )
    standing = standing_on(library, citation, day)
    if citation.steps:
        place = find_place(citation, shelf.of(regulation), library.unreadable(regulation))
        if place.provision is None:
            verdict, detail, newer = _judge_missing(citation, place, standing, shelf)
            return verdict, detail + held, newer
    return standing.worth, (standing.detail + held).removeprefix("; "), standing.newer


def _judge_missing(
    citation: Citation, place: Place, standing: Standing, shelf: _Units
) -> tuple[Verdict, str, tuple[str, ...]]:
    """What is not in the regulation as first enacted may stand in an act that amends it."""
    if standing.newer and standing.worth == "diubah":
        act = standing.newer[0].split("/", 1)[0]
        if act in shelf.library.stored:
            below = Citation(act, citation.steps)
            units = shelf.of(act)
            if below.path in units or any(path == below.article for path in standing.newer if place.missing == "pasal"):
                return "diubah", f"hanya ada dalam {regulation_label(act)}", (below.path, *standing.newer)[:1]
            if place.missing == "pasal" and any("/" in path for path in standing.newer):
                return "diubah", standing.detail, standing.newer
        else:
            detail = f"{place.detail}; mungkin ditambahkan: {standing.detail}"
            return "tidak dapat diperiksa", detail, standing.newer
    verdict, detail = _missing(place)
    if standing.worth == "dicabut":
        detail += f"; {standing.detail}"
    return verdict, detail, standing.newer


def _missing(place: Place) -> tuple[Verdict, str]:
    if place.unreadable:
        return "tidak dapat diperiksa", f"{place.detail}; lihat naskah resminya"
    return ("tidak ada ayat itu" if place.missing in INSIDE else "tidak ada pasal itu"), place.detail


def _acknowledged(reference: Reference, newer: tuple[str, ...], text: str) -> str:
    """ "terakhir" where the text behind a citation names the latest amending act, a complaint where an older one.

    A regulation named in the title of its amendment is acknowledged by that.
    """
    if IN_TITLE.search(text[max(0, reference.start - 60) : reference.start]):
        return "terakhir"
    behind = re.split(r";|\n\s*\n|\n\W*\d+\.\s", text[reference.end : reference.end + ACKNOWLEDGED_WITHIN])[0]
    match = ACKNOWLEDGED.search(behind)
    if not match or re.search(r"[.]\s+[A-Z]", behind[: match.start()]):
        return ""
    named = {found.citation.regulation for found in find_citations(behind[match.end() :])}
    latest = newer[0].split("/", 1)[0] if newer else ""
    if latest in named:
        return "terakhir"
    return f"perubahan terakhir dengan {regulation_label(latest)} tidak disebut" if named and latest else ""


def _compare(
    quotation: Quotation, references: list[Reference], checks: list[CitationCheck], draft: DraftText, shelf: _Units
) -> None:
    """Judge the citations that a quotation stands beside: one of those named in one breath must say its words."""
    nearest = next(
        (n for n, r in enumerate(references) if quotation.near == (r.end if r.end < quotation.start else r.start)), None
    )
    if nearest is None or references[nearest].own:
        return
    breath = [n for n in range(max(0, nearest - 6), nearest + 1) if references[n].end >= references[nearest].start - 12]
    breath = breath or [nearest]
    quoted = draft.text[quotation.start : quotation.end]
    wordings: list[str] = []
    for n in breath:
        check = checks[n]
        if check.verdict in ("ada", "diubah", "dicabut"):
            wordings += _wordings(check, shelf)
    if not wordings or any(is_quoted(quoted, wording) for wording in wordings):
        return
    changes = min(
        (compare_words(quoted, w) for w in wordings), key=lambda c: sum(len(x.quoted) + len(x.printed) for x in c)
    )
    check = checks[nearest]
    if all(_is_noise(change, shelf.library) for change in changes):
        said = ", ".join(change.printed for change in changes)
        checks[nearest] = replace(
            check, detail=_joined(check.detail, f"sumber terbaca “{said}”, diduga salah pengenalan")
        )
        return
    detail = "kutipan tidak sama dengan bunyi ketentuan"
    if elsewhere := _said_elsewhere(quoted, check.citation.regulation, shelf):
        detail = f"kutipan itu bunyi {elsewhere.label}"
    verdict: Verdict = "dicabut" if check.verdict == "dicabut" else "kutipan berbeda"
    checks[nearest] = replace(check, verdict=verdict, detail=_joined(detail, check.detail), changes=changes)


def _joined(first: str, second: str) -> str:
    return "; ".join(part for part in (first, second) if part)


def _wordings(check: CitationCheck, shelf: _Units) -> list[str]:
    """What the cited provision says: as printed, as read, its elucidation's words left out, and any newer wording."""
    paths = [Citation(check.citation.regulation, check.citation.steps).path, *check.newer]
    texts: list[str] = []
    for path in paths:
        regulation, _, below = path.partition("/")
        if not below and path in shelf.library.stored and path == check.citation.regulation:
            tops = [p for p in shelf.of(regulation).values() if not p.parent]
            texts.append("\n".join(p.reading or p.text for p in tops))
        elif regulation in shelf.library.stored and (unit := shelf.of(regulation).get(path)):
            texts += dict.fromkeys((unit.text, unit.reading or unit.text))
    return texts


def _said_elsewhere(quoted: str, regulation: str, shelf: _Units) -> Provision | None:
    """The innermost provision of the regulation that says the quoted words."""
    if len(plain_words(quoted)) < 5 or regulation not in shelf.library.stored:
        return None
    inner = [p for p in shelf.of(regulation).values() if is_quoted(quoted, p.reading or p.text)]
    return min(inner, key=lambda p: len(p.text), default=None)


def _is_noise(change: WordChange, library: Library) -> bool:
    """Whether a printed word differs from the quoted one as a badly recognised word does."""
    quoted, printed = "".join(plain_words(change.quoted)), "".join(plain_words(change.printed))
    if not quoted.isalpha() or not printed or " " in change.printed.strip():
        return False
    vocabulary = library.generation.vocabulary
    return (
        vocabulary.knows(quoted)
        and printed not in vocabulary.counts
        and OSA.normalized_similarity(quoted, printed) >= NOISE
    )
