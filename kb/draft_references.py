"""References in the articles of a draft: those to itself must lead somewhere, those to others to rules in force.

Does not do: bases (``kb.draft_bases``), references in the preamble.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.check import CitationCheck, Verdict
from kb.finding import Draft, Trace

MISSING: tuple[Verdict, ...] = ("tidak ada pasal itu", "tidak ada ayat itu")
REPEALS = re.compile(
    r"dicabut\s+dan\s+dinyatakan|dinyatakan\s+(?:masih\s+)?(?:tetap\s+)?(?:tidak\s+)?berlaku|mencabut", re.I
)
VAGUE = re.compile(
    r"\b(?:pasal|ayat|huruf|ketentuan)\s+(?:yang\s+)?(?:terdahulu|sebelumnya|tersebut(?:\s+di\s?atas)?|di\s?atas)\b",
    re.I,
)
HEADS = ("judul", "menimbang", "mengingat", "memutuskan")


def find_broken_references(draft: Draft) -> Iterator[Trace]:
    """References to articles, ayat, huruf or angka that the draft does not have."""
    for check in _in_body(draft):
        if check.own and check.verdict in MISSING:
            yield Trace(check.start, check.end, check.detail)


def find_missing_targets(draft: Draft) -> Iterator[Trace]:
    """References to what another regulation does not have."""
    for check in _in_body(draft):
        if not check.own and check.verdict in MISSING:
            yield Trace(check.start, check.end, check.detail, (check.citation.regulation,))


def find_expired_references(draft: Draft) -> Iterator[Trace]:
    """References to repealed rules, outside of clauses that repeal them or keep them in force."""
    for check in _in_body(draft):
        if check.verdict == "dicabut" and not REPEALS.search(_around(draft, check)):
            yield Trace(check.start, check.end, check.detail, check.newer)


def find_amended_references(draft: Draft) -> Iterator[Trace]:
    """References to amended provisions whose amendment the text does not name."""
    for check in _in_body(draft):
        by_itself = all(path.split("/", 1)[0] == draft.own for path in check.newer)
        if check.verdict == "diubah" and not by_itself and not REPEALS.search(_around(draft, check)):
            yield Trace(check.start, check.end, check.detail, check.newer)


def find_false_quotations(draft: Draft) -> Iterator[Trace]:
    """Quoted words that the cited provision does not say."""
    for check in _in_body(draft):
        if check.changes:
            said = "; ".join(f"“{c.quoted}” dan bukan “{c.printed}”" for c in check.changes[:5])
            yield Trace(check.start, check.end, f"{check.detail}: {said}", (check.citation.path,))


def find_other_kinds(draft: Draft) -> Iterator[Trace]:
    """Places where the draft calls itself by another kind's name ("Undang-Undang ini" in a Peraturan Bupati).

    In small letters ("peraturan presiden ini") it speaks of one named before.
    """
    title = draft.title.upper()
    for check in draft.checks:
        name = re.fullmatch(r"((?:undang-undang|peraturan|keputusan|instruksi)\b.*?)\s+ini", check.words, re.I | re.S)
        if not name or not title or not name[1][0].isupper():
            continue
        said = " ".join(w for w in name[1].split() if not w.isupper())  # "Peraturan OJK": the title spells it out
        if said.upper() not in title:
            yield Trace(check.start, check.end, f"naskah ini bukan {' '.join(name[1].split())}")


def find_vague_references(draft: Draft) -> Iterator[Trace]:
    """References without a number: "pasal tersebut di atas"."""
    start, end = draft.body
    for match in VAGUE.finditer(draft.text.text, start, end):
        yield Trace(match.start(), match.end(), "acuan harus menyebut nomor pasal atau ayatnya")


def _in_body(draft: Draft) -> Iterator[CitationCheck]:
    return (c for c in draft.checks if c.unit.removeprefix(f"{draft.own}/").split("/", 1)[0] not in HEADS)


def _around(draft: Draft, check: CitationCheck) -> str:
    """The words of the article that a citation stands in, or some before and behind it."""
    article = re.match(rf"{re.escape(draft.own)}/(?:penjelasan/)?pasal-[\w-]+", check.unit)
    unit = draft.units.get(article[0]) if article else None
    if unit and unit.end - unit.start < 3_000:
        return draft.text.text[unit.start : unit.end]
    return draft.text.text[max(0, check.start - 400) : check.end + 400]
