"""The draft check: a table of rules, each with how grave a breach is, where the rule comes from, and what looks for it.

Deterministic: the same draft, collection and day give the same findings. Where only a person can judge (another
meaning than a higher rule's, another figure) the finding is a question, never a verdict.

Sources are numbers (angka) of UU Nomor 12 Tahun 2011 Lampiran II, as enacted in 2011, each looked up in its text.

Does not do: change a draft; suggest bases (``kb.precedent``); style and language.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from kb.check import CitationCheck, check_citations
from kb.draft_bases import find_amended_bases, find_disordered_bases, find_lower_bases, find_repealed_bases
from kb.draft_delegation import find_delegations_without_kind, find_delegations_without_object
from kb.draft_figures import find_other_figures
from kb.draft_numbering import find_number_traces
from kb.draft_parts import PARTS, find_missing_part
from kb.draft_references import (
    find_amended_references,
    find_broken_references,
    find_expired_references,
    find_false_quotations,
    find_missing_targets,
    find_other_kinds,
    find_vague_references,
)
from kb.draft_terms import find_doubled_terms, find_other_meanings, find_undefined_terms, find_unused_terms
from kb.finding import Draft, Finding, Severity, Trace
from kb.reference import has_articles
from kb.search import Library
from kb.types import DraftText

_II = "UU Nomor 12 Tahun 2011 Lampiran II angka"


@dataclass(frozen=True, slots=True)
class Rule:
    """How grave a breach is, the legal source, and what finds it."""

    severity: Severity
    source: str
    find: Callable[[Draft], Iterator[Trace]]


def _number(what: str) -> Callable[[Draft], Iterator[Trace]]:
    return partial(find_number_traces, what=what)


def _part(rule: str) -> Callable[[Draft], Iterator[Trace]]:
    return partial(find_missing_part, rule=rule)


RULES: dict[str, Rule] = {
    "bagian-judul": Rule("kesalahan", f"{_II} 2", _part("bagian-judul")),
    "bagian-frasa": Rule("kesalahan", f"{_II} 15", _part("bagian-frasa")),
    "bagian-jabatan": Rule("kesalahan", f"{_II} 16", _part("bagian-jabatan")),
    "bagian-menimbang": Rule("kesalahan", f"{_II} 17", _part("bagian-menimbang")),
    "bagian-mengingat": Rule("kesalahan", f"{_II} 28", _part("bagian-mengingat")),
    "bagian-memutuskan": Rule("kesalahan", f"{_II} 53", _part("bagian-memutuskan")),
    "bagian-menetapkan": Rule("kesalahan", f"{_II} 53", _part("bagian-menetapkan")),
    "bagian-berlaku": Rule("kesalahan", f"{_II} 137", _part("bagian-berlaku")),
    "bagian-perintah": Rule("kesalahan", f"{_II} 160", _part("bagian-perintah")),
    "bagian-penetapan": Rule("kesalahan", f"{_II} 160", _part("bagian-penetapan")),
    "bagian-pengundangan": Rule("kesalahan", f"{_II} 167", _part("bagian-pengundangan")),
    "dasar-dicabut": Rule("kesalahan", f"{_II} 28", find_repealed_bases),
    "dasar-diubah": Rule("peringatan", f"{_II} 28", find_amended_bases),
    "dasar-lebih-rendah": Rule("kesalahan", f"{_II} 41", find_lower_bases),
    "dasar-tidak-berurutan": Rule("peringatan", f"{_II} 43", find_disordered_bases),
    "nomor-bab": Rule("kesalahan", f"{_II} 72", _number("bab")),
    "nomor-pasal": Rule("kesalahan", f"{_II} 79", _number("pasal")),
    "nomor-ayat": Rule("kesalahan", f"{_II} 82", _number("ayat")),
    "nomor-huruf": Rule("kesalahan", f"{_II} 87", _number("huruf")),
    "nomor-angka": Rule("kesalahan", f"{_II} 87", _number("angka")),
    "istilah-tidak-dipakai": Rule("peringatan", f"{_II} 102", find_unused_terms),
    "istilah-tidak-didefinisikan": Rule("peringatan", f"{_II} 108", find_undefined_terms),
    "istilah-ganda": Rule("kesalahan", f"{_II} 107", find_doubled_terms),
    "definisi-berbeda": Rule("pertanyaan", f"{_II} 103 dan 104", find_other_meanings),
    "rujukan-putus": Rule("kesalahan", f"{_II} 272", find_broken_references),
    "rujukan-tidak-ada": Rule("kesalahan", f"{_II} 272", find_missing_targets),
    "rujukan-dicabut": Rule("kesalahan", f"{_II} 272", find_expired_references),
    "rujukan-diubah": Rule("peringatan", f"{_II} 272", find_amended_references),
    "rujukan-kabur": Rule("peringatan", f"{_II} 280", find_vague_references),
    "kutipan-berbeda": Rule("kesalahan", f"{_II} 272", find_false_quotations),
    "jenis-keliru": Rule("kesalahan", f"{_II} 2", find_other_kinds),
    "delegasi-tanpa-materi": Rule("peringatan", f"{_II} 200", find_delegations_without_object),
    "delegasi-tanpa-jenis": Rule("peringatan", f"{_II} 200", find_delegations_without_kind),
    "angka-berbeda": Rule("pertanyaan", "UU Nomor 12 Tahun 2011 Pasal 7 ayat (2)", find_other_figures),
}
assert PARTS.keys() <= RULES.keys()


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What was found in a draft, in the order of the text; and its checked citations.

    ``checked`` is False where the text has no articles, so that only its citations could be checked.
    """

    findings: tuple[Finding, ...]
    citations: tuple[CitationCheck, ...]
    checked: bool


def check_draft(library: Library, text: DraftText, as_of: date | None = None) -> DraftReport:
    """Examine a draft by every rule, by the law of ``as_of`` (default today)."""
    checks = tuple(check_citations(library, text, as_of))
    if not has_articles(text):
        return DraftReport((), checks, False)
    draft = Draft(text, {p.path: p for p in text.provisions}, checks, library, as_of)
    findings = [
        _finding(name, rule, trace, draft) for name, rule in RULES.items() for trace in dict.fromkeys(rule.find(draft))
    ]
    return DraftReport(tuple(sorted(findings, key=lambda f: (f.start, f.end))), checks, True)


def _finding(name: str, rule: Rule, trace: Trace, draft: Draft) -> Finding:
    text = draft.text
    at = max(0, bisect_right(text.lines, trace.start, key=lambda line: line[0]) - 1)
    _, page, line = text.lines[at] if text.lines else (0, 1, 1)
    inside = [u for u in text.provisions if u.start <= trace.start < u.end]
    unit = min(inside, key=lambda u: u.end - u.start, default=None)
    label = unit.label.removeprefix(draft.text.provisions[0].label.removesuffix("Judul")) if unit else ""
    words = " ".join(text.text[trace.start : trace.end].split())[:200]
    return Finding(
        name,
        rule.severity,
        trace.start,
        trace.end,
        words,
        page,
        line,
        label,
        trace.message,
        rule.source,
        trace.related,
    )
