"""What a quoted provision needs beside it: what it refers to, the terms it hangs on, its penjelasan.

References are followed one step, inside the collection. Terms are those of the quote's own regulation.

Does not do: follow references of references; say what is not in the collection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from kb.citation import Citation, find_citations, parse_path
from kb.definitions import find_definitions, terms_used
from kb.lexical import tokenize
from kb.pieces import join_lines
from kb.search import Library
from kb.types import Beside, Passage, Provision

MOST_REFERENCES = 2
MOST_TERMS = 2
LONGEST = 300  # characters of a note's text
RARE = 3e-4  # of all words: a term whose rarest word stands oftener (PNS, Pejabat) needs no explanation
SAYING = 8  # letters that a penjelasan must have besides "Cukup jelas" and heads
_POINTS = re.compile(r"(?:dimaksud|diatur|ditentukan|tersebut)\s+(?:dalam|pada|di)\s+(?:ketentuan\s+)?$", re.I)
_WITHIN = re.compile(
    r"(?:dimaksud|diatur)\s+(?:dalam|pada)\s+ayat\s+\((?P<ayat>\d+[a-z]?)\)(?:\s+huruf\s+(?P<huruf>[a-z])\b)?", re.I
)
_HEADS = re.compile(r"^(?:(?:Pasal|Ayat|Huruf|Angka)\s+\(?\w{1,4}\)?[.:]?\s+|(?:\(\w{1,3}\)|\w{1,3}[.)])\s+)+")
_SAYS_NOTHING = re.compile(r"\b\w?ukup\s*je\w+|\bPasa\w*")


def notes_beside(library: Library, question: str, passage: Passage) -> tuple[Beside, ...]:
    """References, terms and penjelasan of a quoted passage, in this order; none where it needs none."""
    return (
        *find_references(library, passage),
        *find_terms(library, question, passage),
        *find_elucidation(library, passage),
    )


def find_references(library: Library, passage: Passage) -> tuple[Beside, ...]:
    """What a quote refers to ("sebagaimana dimaksud dalam Pasal 4 huruf f"), where it does not say the same itself."""
    said = join_lines(passage.quote)
    found: dict[str, Beside] = {}
    for citation in _pointed_to(passage, said):
        provision = library.store.provision(citation.path)
        if provision is None or set(tokenize(words := first_words(provision)[:LONGEST])) <= set(tokenize(said)):
            continue  # absent, or it says nothing that the quote does not
        found.setdefault(provision.path, _note("rujukan", _short_label(citation, passage), words, provision))
    return tuple(found.values())[:MOST_REFERENCES]


def _pointed_to(passage: Passage, said: str) -> Iterator[Citation]:
    """The provisions that a text says it means, in its order; those it lies in left out."""
    regulation, here = passage.chunk.regulation, parse_path(passage.chunk.path)
    pointed = [
        (f.start, Citation(f.citation.regulation or regulation, f.citation.steps))
        for f in find_citations(said)
        if f.citation.steps and _POINTS.search(said[: f.start])
    ]
    if article := here.value("pasal"):
        for match in _WITHIN.finditer(said):
            steps = [("pasal", article), ("ayat", match["ayat"].lower())]
            steps += [("huruf", match["huruf"].lower())] if match["huruf"] else []
            pointed.append((match.start(), Citation(regulation, tuple(steps))))
    for _, citation in sorted(pointed, key=lambda p: p[0]):
        if not (passage.chunk.path + "/").startswith(citation.path + "/"):
            yield citation


def _short_label(citation: Citation, passage: Passage) -> str:
    """The label without the regulation where that is the passage's own."""
    own = citation.regulation == passage.chunk.regulation
    return Citation("" if own else citation.regulation, citation.steps).label


def find_terms(library: Library, question: str, passage: Passage) -> tuple[Beside, ...]:
    """The rarest terms of a quote that the first article of its regulation defines, those asked about first."""
    regulation, path = passage.chunk.regulation, passage.chunk.path
    definitions = find_definitions(library.store.provisions_in(f"{regulation}/pasal-1"))
    if path.startswith(f"{regulation}/pasal-1/") or not definitions:
        return ()
    asked = set(tokenize(question))
    stems = library.generation.vocabulary
    ranked = []
    for term, unit in terms_used(passage.quote, definitions).items():
        words = set(tokenize(term))
        rarest = min((stems.stems.get(word, 0) for word in words), default=0)
        if words and rarest < RARE * stems.total:
            ranked.append((not words <= asked, rarest, term, unit))
    kept = sorted(ranked, key=lambda r: r[:3])[:MOST_TERMS]
    return tuple(_note("istilah", term, _meaning_of(term, first_words(unit)), unit) for *_, term, unit in kept)


def _meaning_of(term: str, words: str) -> str:
    """A definition without the term that it begins with."""
    return re.split(r"\b(?:adalah|ialah)\s+", words, maxsplit=1)[-1] if words.startswith(term[:3]) else words


def find_elucidation(library: Library, passage: Passage) -> tuple[Beside, ...]:
    """The penjelasan of the quoted unit, or of the nearest unit around it that has one; none where it says nothing."""
    regulation, _, below = passage.chunk.path.partition("/")
    if not below.startswith("pasal-"):
        return ()
    while below:
        unit = library.store.provision(f"{regulation}/penjelasan/{below}")
        if unit:
            words = first_words(unit)
            inside = any(p.path != unit.path for p in library.store.provisions_in(unit.path))
            if inside or len(re.sub(r"[\W\d_]", "", _SAYS_NOTHING.sub("", words))) < SAYING:
                return ()
            return (_note("penjelasan", f"Penjelasan {_below(passage, below)}", words, unit),)
        below = below.rpartition("/")[0]
    return ()


def _below(passage: Passage, below: str) -> str:
    return Citation("", parse_path(f"{passage.chunk.regulation}/{below}").steps).label


def first_words(provision: Provision) -> str:
    """What a provision says first, on one line, heads and marks left out: its own words, or those of its first unit."""
    return _HEADS.sub("", join_lines(provision.reading or provision.text))


def _note(kind: Literal["rujukan", "istilah", "penjelasan"], term: str, words: str, unit: Provision) -> Beside:
    page = unit.pages[0] if unit.pages else 0
    return Beside(kind, term, shorten(words, LONGEST), unit.path, unit.label, page)


def shorten(words: str, limit: int) -> str:
    """At most ``limit`` characters, ended at a clause where one ends in the second half, else with an ellipsis."""
    if len(words) <= limit:
        return words
    ends = [m.start() for m in re.finditer(r"[.;,:](?=\s)", words[:limit])]
    return words[: ends[-1]] + " …" if ends and ends[-1] > limit / 2 else words[: limit - 1].rsplit(" ", 1)[0] + " …"
