"""Every reference in a text, each tied to what it speaks of: full citations, and those that only their place explains.

"Pasal 5" in a draft is the draft's own article, "ayat (1)" that of the article it stands in, "Peraturan Bupati ini" the
draft itself, "huruf a" the one beside or above it. In a text without articles (a letter, a paper) "ayat (1)" and "Pasal
ini" speak of the article named last in the same paragraph.

Does not do: look up whether what is cited exists (``kb.check``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.catalogue import resolve_name
from kb.citation import OWN, UNNUMBERED, Citation, FoundCitation, find_citations, parse_path, read_group
from kb.types import DraftText, Provision, Regulation

# "ayat (1)", "huruf b", "angka 3" with no article before them
RELATIVE = re.compile(r"(?<![\w(/])(?=(?:ayat\s*\(\s*\d|(?:huruf|angka)\s+\(?[a-z\d]))", re.I)
THIS = re.compile(
    r"""(?<!\w)(?:(?P<unit>pasal|ayat|huruf)\s+ini(?!\w)
      | (?P<own>(?:undang-undang|peraturan|keputusan|instruksi|surat\s+edaran)
          (?:\s+(?!ini\b)(?:pemerintah|presiden|menteri|daerah|gubernur|bupati|wali|kota|kepala|badan|lembaga|bersama
            |(?-i:dan|[A-Z][\w/-]*))){0,9}?)\s+ini(?!\w))""",
    re.X | re.I,
)
# A heading at the start of a unit's own words, and marks before it: no reference.
HEADING = re.compile(
    r"\W*(?:pasal\s+\w{1,5}(?:[ ][A-Z])?|ayat\s*\(\w{1,3}\)|huruf\s+\w{1,2}|angka\s+\d{1,3})\W*(?:\n|$)", re.I
)
NAME_REACH = 160  # characters behind a citation among which the name of its regulation stands ("UU ASN")


@dataclass(frozen=True, slots=True)
class Reference:
    """``text[start:end]`` speaks of ``citation``, whose regulation is "" where the text does not say which.

    ``own`` says that it is the text's own; ``unit`` is the path of the provision it stands in, "" outside of any;
    ``trouble`` says in Indonesian why it cannot be tied to anything; ``whole`` is the text's name for itself
    ("Peraturan Bupati"), else "".
    """

    start: int
    end: int
    citation: Citation
    own: bool = False
    unit: str = ""
    trouble: str = ""
    whole: str = ""


def find_references(draft: DraftText, regulations: Mapping[str, Regulation]) -> list[Reference]:
    """The references of a text in order; ``regulations`` are those that a name without a number may mean."""
    units = {p.path: p for p in draft.provisions}
    lawlike = has_articles(draft)
    amending = any(p.path.startswith(f"{draft.regulation.id}/pasal-i") for p in draft.provisions)
    references: list[Reference] = []
    for unit, start, end in _segments(draft, lawlike):
        words = draft.text[start:end]
        named = find_citations(words)
        relative = list(_find_relative(words, named))
        for found, whole in sorted([*((f, "") for f in named), *relative], key=lambda pair: pair[0].start):
            place = Reference(start + found.start, start + found.end, found.citation, unit=unit.path if unit else "")
            if _is_quoted(words, found.start) and not (found.citation.regulation or amending):
                continue  # the quoted rule's own reference
            if found.citation.regulation:
                own = lawlike and found.citation.regulation == draft.regulation.id
                if own and unit and unit.kind == "judul":
                    continue
                references.append(_replace(place, own=own))
            elif lawlike and unit:
                after = words[found.end : found.end + NAME_REACH]
                tied = _tie(place, after, whole, units, draft.regulation.id, regulations)
                references += [tied] if tied else []
            else:
                after = words[found.end : found.end + NAME_REACH]
                references.append(_tie_loose(place, after, whole, references, draft.text, regulations))
    return references


def _is_quoted(words: str, at: int) -> bool:
    """Whether a place lies inside quotation marks."""
    return words.count("“", 0, at) > words.count("”", 0, at) or words.count('"', 0, at) % 2 == 1


def has_articles(draft: DraftText) -> bool:
    """Whether the text is a regulation with articles of its own, and not a letter that speaks of some."""
    articles = [p for p in draft.provisions if p.kind == "pasal" and p.path.startswith(f"{draft.regulation.id}/pasal-")]
    alone = [p for p in articles if _begins_line(draft.text, p.start) and HEADING.match(draft.text, p.start)]
    return bool(alone) and (draft.regulation.kind != "dokumen" or 2 * len(alone) > len(articles))


def _begins_line(text: str, at: int) -> bool:
    """Whether nothing but marks (of markdown) stands before a place on its line."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t#*>_")


def _replace(
    reference: Reference,
    *,
    citation: Citation | None = None,
    own: bool | None = None,
    trouble: str = "",
    whole: str = "",
) -> Reference:
    return Reference(
        reference.start,
        reference.end,
        reference.citation if citation is None else citation,
        reference.own if own is None else own,
        reference.unit,
        trouble,
        whole,
    )


def _segments(draft: DraftText, lawlike: bool) -> Iterator[tuple[Provision | None, int, int]]:
    """The text in pieces that a citation does not cross: the own words of each unit, headings left out."""
    if not lawlike:
        yield None, 0, len(draft.text)
        return
    for unit in draft.provisions:
        heading = HEADING.match(draft.text, unit.start, unit.own_end)
        start = heading.end() if heading else unit.start
        if start < unit.own_end:
            yield unit, start, unit.own_end


def _find_relative(words: str, named: list[FoundCitation]) -> Iterator[tuple[FoundCitation, str]]:
    """References that only their place explains, outside of the citations ``named``; and the text's name for itself."""
    starts = [f.start for f in named]
    taken = 0

    def is_free(at: int) -> bool:
        before = bisect_right(starts, at) - 1
        return at >= taken and (before < 0 or named[before].end <= at)

    for match in re.finditer(rf"{RELATIVE.pattern}|{THIS.pattern}", words, re.I | re.X):
        if not is_free(match.start()):
            continue
        if match["own"] or match["unit"]:
            taken = match.end()
            steps = ((match["unit"].lower(), "ini"),) if match["unit"] else ()
            yield FoundCitation(match.start(), match.end(), Citation("", steps)), match["own"] or ""
            continue
        for found in read_group(words, match.start(), False):
            taken = found.end
            yield found, ""


def _tie(
    place: Reference,
    after: str,
    whole: str,
    units: Mapping[str, Provision],
    own: str,
    regulations: Mapping[str, Regulation],
) -> Reference | None:
    """A reference without a regulation, in a text with articles; None where it is none (a field of a form)."""
    if whole:
        return _replace(place, citation=Citation(own), own=True, whole=whole)
    if place.citation.value("pasal") not in ("", "ini") or place.citation.part != "batang_tubuh":
        named = _named_behind(after, regulations)
        if named is not None:
            return _named(place, named)
        if place.unit.startswith((f"{own}/menimbang", f"{own}/mengingat")):
            return _replace(place, trouble="peraturannya tidak disebut")
        return _replace(place, citation=_below(own, place.citation), own=True)
    chain = _chain(place.unit, units)
    if place.citation.steps[-1][1] == "ini":
        kind = place.citation.steps[0][0]
        unit = next((u for u in chain if u.kind == kind), None)
        if unit:
            return _replace(place, citation=parse_path(_in_body(unit.path)), own=True)
        return _replace(place, trouble=f"tidak jelas {kind} mana yang dimaksud")
    wanted = place.citation.steps[0][0]
    holders = [u for u in chain if any(c.parent == u.path and c.kind == wanted for c in units.values())]
    holder = holders[0] if holders else _expected_holder(chain, wanted)
    if holder is None:
        return _replace(place, trouble="berdiri di luar pasal mana pun") if wanted == "ayat" else None
    base = parse_path(_in_body(holder.path))
    return _replace(place, citation=Citation(own, (*base.steps, *place.citation.steps)), own=True)


def _chain(path: str, units: Mapping[str, Provision]) -> list[Provision]:
    """The unit with this path and those it lies in, innermost first; the elucidation's as those of the body."""
    chain: list[Provision] = []
    at = units.get(_in_body(path)) or units.get(path)
    while at:
        chain.append(at)
        at = units.get(at.parent)
    return chain


def _expected_holder(chain: list[Provision], wanted: str) -> Provision | None:
    """Where a unit of this kind would stand, though there is none."""
    kinds = {"ayat": ("pasal",), "huruf": ("ayat", "pasal", "menimbang"), "angka": ("huruf",)}[wanted]
    return next((u for u in chain if u.kind in kinds), None)


def _in_body(path: str) -> str:
    """The path of what a unit of the elucidation explains; any other path as it is."""
    return path.replace("/penjelasan/pasal-", "/pasal-", 1)


def _below(own: str, citation: Citation) -> Citation:
    return Citation(own, citation.steps, citation.part_number)


def _named_behind(after: str, regulations: Mapping[str, Regulation]) -> list[str] | None:
    """What the words behind a citation name without a number ("UU ASN"): ids; None where they name nothing."""
    if OWN.match(after) or not UNNUMBERED.match(after):
        return None
    clause = re.split(r"[.;:]\s|\n\s*\n|,\s", after, maxsplit=1)[0]
    return resolve_name(clause, regulations)


def _named(place: Reference, named: list[str]) -> Reference:
    if len(named) != 1:
        return _replace(place, trouble="peraturan yang dimaksud tidak dikenali dari namanya")
    return _replace(place, citation=_below(named[0], place.citation))


def _tie_loose(
    place: Reference,
    after: str,
    whole: str,
    before: list[Reference],
    text: str,
    regulations: Mapping[str, Regulation],
) -> Reference:
    """A reference without a regulation, in a text without articles of its own."""
    if whole:
        return _replace(place, own=True, trouble="naskah ini tidak memuat pasal", whole=whole)
    named = _named_behind(after, regulations)
    if named is not None:
        return _named(place, named)
    if OWN.match(after):
        return _replace(place, trouble="naskah ini tidak memuat pasal")
    steps = place.citation.steps
    if not steps or steps[0][0] in ("ayat", "huruf", "angka") or steps[0][1] == "ini":
        last = before[-1] if before else None
        if last and last.citation.regulation and not re.search(r"\n\s*\n", text[last.end : place.start]):
            kinds = [kind for kind, _ in last.citation.steps]
            keep = kinds.index(steps[0][0]) if steps[0][0] in kinds else len(kinds)
            if steps[0][1] == "ini":
                keep, steps = (keep + 1, ()) if steps[0][0] in kinds else (0, steps)
            if keep or not steps:
                return _replace(
                    place, citation=Citation(last.citation.regulation, (*last.citation.steps[:keep], *steps))
                )
    return _replace(place, trouble="peraturannya tidak disebut")
