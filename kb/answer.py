"""Passages to an answer: the provisions that answer, quoted as printed, with where they stand and what they are worth.

Extractive: the answer is the law's own words. The pieces of the articles found that fit best are taken, grown to what
a reader needs, and text and quotes together kept near LIMIT characters. Without support there is no answer.

Does not do: reword, combine provisions into advice, judge a named person's case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kb.beside import notes_beside, shorten
from kb.caveats import warnings_for
from kb.citation import Citation, regulation_label
from kb.confidence import THRESHOLD, absent_regulations, confidence, confidence_features, refusal_for, weigh
from kb.expected import asks_list
from kb.extract import Fit, fit_pieces, next_fit
from kb.followup import resolve_followup
from kb.lexical import tokenize
from kb.person import asks_about_person
from kb.pieces import read_around
from kb.question import Question
from kb.quote import quote_span
from kb.refusal import SAID, refuse
from kb.search import Library, asked_day, named_citations, question_scores, search
from kb.span import cut_span, grow, list_around
from kb.types import Answer, Beside, Passage
from kb.wording import say_piece, say_place

LIMIT = 900  # characters of text and quotes together
LOOKED_AT = 6  # passages whose articles are looked through
MOST = 4  # quotes
MOST_OF_ONE = 2  # of them from one article
FIRST = 350  # characters that the first quote is grown to,
FURTHER = 100  # and each further one
LIST = 520  # a list that is asked for,
FURTHER_LIST = 300  # and one of a further quote
LOOK_UP = 560  # a provision asked for by its number
NOTE = 120  # characters of a note in the text
SAME = 0.75  # share of words in common from which two quotes say the same
SMALLEST = 60  # characters under which no further quote is worth its place
WORTH = 0.6  # of the best fit: what a further quote must reach


def answer(
    library: Library,
    question: str,
    as_of: date | None = None,
    k: int = 10,
    include_quarantined: bool = False,
    previous: Sequence[str] = (),
) -> Answer:
    """The answer to ``question`` under the law of ``as_of`` (default the day it names, or today), or an honest refusal.

    ``previous`` are the questions asked before it in a conversation. ``passages`` of a found answer each carry the
    ``quote`` it stands on, ``beside`` explains the first; a refusal has none of both.
    """
    asked = question
    question = resolve_followup([*previous, asked]) if previous else asked
    day = as_of or asked_day(library, question)
    result = replace(_answer(library, question, day, k, include_quarantined), question=asked)
    if day and not as_of and result.found:
        note = f"Dijawab menurut aturan yang berlaku pada {day:%d-%m-%Y}, sesuai waktu yang disebut dalam pertanyaan."
        result = replace(result, warnings=(*result.warnings, note))
    return result


def _answer(library: Library, question: str, as_of: date | None, k: int, include_quarantined: bool) -> Answer:
    """The answer to a question that is whole in itself."""
    passages = search(library, question, k, as_of, include_quarantined=include_quarantined)
    if asks_about_person(question):
        return refuse(question, "perlu_pejabat", near=passages)
    named = [c for c in named_citations(library, question) if c.steps]
    absent = [c for c in named if library.store.provision(c.path) is None]
    if absent and len(absent) == len(named):
        text = f"{absent[0].label} tidak ditemukan dalam koleksi."
        near = [p for p in passages if p.chunk.regulation == absent[0].regulation]
        return refuse(question, "tidak_ada_di_koleksi", text=text, near=near)
    if named and not include_quarantined and (held := library.quarantined.get(named[0].regulation)):
        text = f"{regulation_label(named[0].regulation)} ada di koleksi, tetapi belum diterima pustakawan: {held}."
        return refuse(question, "tidak_ada_di_koleksi", text=text)
    judged = 1.0 if named else _judge(library, question, passages, as_of)
    if isinstance(judged, Answer):
        return judged
    return _extract(library, question, passages[:1] if named else passages[:LOOKED_AT], named, judged, as_of)


def _judge(library: Library, question: str, passages: list[Passage], as_of: date | None) -> float | Answer:
    """The confidence in the passages of a question that names no provision, or its refusal."""
    if missing := absent_regulations(library, question, passages):
        text = f"{regulation_label(missing[0])} tidak ada di koleksi."
        return refuse(question, "tidak_ada_di_koleksi", text=text, near=passages)
    if not passages:
        return refuse(question, "tidak_ada_di_koleksi")
    features = confidence_features(library, question, passages)
    if (sure := weigh(features)) < THRESHOLD:
        return refuse(question, refusal_for(features), sure, near=passages)
    if passages[0].status == "dicabut" and not named_citations(library, question):
        standing = (p for p in passages if p.status != "dicabut")
        if not any(confidence(library, question, [p]) >= THRESHOLD for p in standing):
            text = f"{SAID['hanya_aturan_dicabut']} Yang ditemukan: {passages[0].chunk.label}."
            notes = warnings_for(library, question_scores(library, question).question, passages[:1], as_of)
            return refuse(question, "hanya_aturan_dicabut", sure, text, notes, near=passages)
    return sure


def _extract(
    library: Library,
    question: str,
    passages: list[Passage],
    named: list[Citation],
    sure: float,
    as_of: date | None,
) -> Answer:
    """The answer that the passages give, by the pieces of them that fit best."""
    understood = question_scores(library, question).question
    readings = [(p, reading) for p in passages for reading in read_around(library, p.chunk)]
    fits = fit_pieces(library, question, [r for _, r in readings], [p.score for p, _ in readings])
    found = {id(reading): passage for passage, reading in readings}
    if named:
        fits = _within(fits, named[0].path, understood)
    quoted: list[Passage] = []
    taken: list[tuple[str, int, int]] = []
    text, left = "", LIMIT
    waiting, said = [f for f in fits if f.fit >= WORTH * fits[0].fit], frozenset[str]()
    nearest = min(waiting, key=lambda f: f.rank, default=None)
    while waiting and len(quoted) < MOST and left >= SMALLEST:
        fit = waiting[0] if not quoted else nearest or next_fit(library, waiting, said)
        waiting.remove(fit)
        nearest = None if quoted or nearest is fit else nearest
        reading, piece = fit.reading, fit.piece
        mine = [t for t in taken if t[0] == reading.path]
        if len(mine) >= MOST_OF_ONE or any(a < piece.end and piece.start < b for _, a, b in mine):
            continue
        span = _span(understood, fit, left, named, bool(quoted))
        if quoted and (span[1] - span[0] > left or _is_said(reading.words(*span), quoted)):
            continue
        span = cut_span(reading, *span, left)
        passage = quote_span(library, found[id(reading)], reading, *span)
        if passage is None:
            continue
        if not quoted:
            beside = notes_beside(library, question, passage)
            text = _compose(say_piece(understood, reading, piece, span), passage, beside)
            left -= len(text)
        quoted.append(passage)
        taken.append((reading.path, *span))
        said |= fit.said
        left -= len(passage.quote) + 1
    if not quoted:
        return refuse(question, "tidak_ada_di_koleksi", sure, near=passages)
    warnings = warnings_for(library, understood, quoted, as_of)
    return Answer(question, text, True, sure, None, tuple(quoted), warnings, beside=beside)


def _is_said(words: str, quoted: Sequence[Passage]) -> bool:
    """Whether a quote says nearly the same already: an old rule and its successor, a rule and its repetition."""
    said = set(tokenize(words))
    others = (set(tokenize(p.quote)) for p in quoted)
    return any(len(said & other) > SAME * len(said | other) for other in others)


def _within(fits: list[Fit], path: str, understood: Question) -> list[Fit]:
    """The pieces of the provision that is asked for by its number, in its order unless something in it is asked."""
    inside = [f for f in fits if f.piece.unit and (f.piece.unit.path + "/").startswith(path + "/")] or fits
    return inside if understood.kinds != ("look-up",) else sorted(inside, key=lambda f: f.piece.start)


def _span(understood: Question, fit: Fit, left: int, named: Sequence[Citation], further: bool) -> tuple[int, int]:
    """The characters to quote: the piece grown; a list that is asked for or led in, from its start."""
    reading, piece, bounds = fit.reading, fit.piece, None
    if named and (unit := reading.units.get(named[0].path)):
        bounds = reading.span_of(unit)
    limit = FURTHER if further else LOOK_UP if named else FIRST
    leads = reading.words(piece.start, piece.end).endswith(":")
    if leads or (asks_list(understood) and not further):
        longer = max(limit, FURTHER_LIST if further else LIST if asks_list(understood) else FIRST)
        if (items := list_around(reading, piece)) and items[0].page == piece.page:
            within = grow(reading, items[0], min(longer, left), (items[0].start, items[-1].end))
            if piece.end <= within[1]:
                return within
    return grow(reading, piece, min(limit, left), bounds)


def _compose(said: str, passage: Passage, beside: Sequence[Beside]) -> str:
    """The answer's text: the words that answer, where they stand, and what they refer to."""
    lines = [said, f"({say_place(passage)})"]
    lines += [f"{note.term}: {shorten(note.text, NOTE)}" for note in beside if note.kind == "rujukan"]
    return "\n".join(lines)
