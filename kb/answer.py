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
from kb.caveats import people_ruled, warnings_for
from kb.citation import Citation, parse_path, regulation_label
from kb.confidence import THRESHOLD, absent_regulations, confidence, confidence_features, refusal_for, weigh
from kb.consequence import narrow_quote, quote_sanctions, sanctions_beside
from kb.followup import resolve_followup
from kb.groups import Basis, choose_basis, twin_of
from kb.in_force import say_former, say_repealed
from kb.lacking import lacks_amount, lacks_asked
from kb.local import find_setters, local_matter, settles
from kb.newest import answer_newest
from kb.person import asks_about_person
from kb.refusal import NOT_FOUND, refuse, say_chosen
from kb.search import Library, asked_day, is_replaced, named_citations, question_scores, search
from kb.selection import Selected, choose_quote, find_pieces, quote_piece
from kb.types import Answer, Beside, Passage
from kb.validity import answer_validity
from kb.wording import say_piece, say_place

LIMIT = 900  # characters of text and quotes together
LOOKED_AT = 6  # passages whose articles are looked through
NOTE = 120  # characters of a note in the text
SURE = 0.9  # confidence from which an answer is given although it does not say the thing in the form asked for
LACKING = 0.2  # confidence at most where the thing asked for is not said
TWIN_ROOM = 250  # characters that the first quote leaves to another group's rule,
TWIN_SAID = 120  # of whose words as many are said and quoted


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
    return replace(result, text=say_chosen(result.text)) if result.refusal and library.left_out else result


def _answer(library: Library, question: str, as_of: date | None, k: int, include_quarantined: bool) -> Answer:
    """The answer to a question that is whole in itself."""
    passages = search(library, question, k, as_of, include_quarantined=include_quarantined)
    if asks_about_person(question):
        return refuse(question, "perlu_pejabat", near=passages)
    understood = question_scores(library, question).question
    if told := answer_validity(library, question, understood, as_of) or answer_newest(library, question, as_of):
        return told
    named = [c for c in named_citations(library, question) if c.steps]
    absent = [c for c in named if library.store.provision(c.path) is None]
    if absent and len(absent) == len(named):
        text = f"{absent[0].label} tidak ditemukan dalam koleksi."
        near = [p for p in passages if p.chunk.regulation == absent[0].regulation]
        return refuse(question, "tidak_ada_di_koleksi", text=text, near=near)
    if named and not include_quarantined and (held := library.quarantined.get(named[0].regulation)):
        text = f"{regulation_label(named[0].regulation)} ada di koleksi, tetapi belum diterima pustakawan: {held}."
        return refuse(question, "tidak_ada_di_koleksi", text=text)
    if named and all(c.regulation in library.left_out for c in named):
        text = f"{regulation_label(named[0].regulation)} ada di koleksi, tetapi tidak termasuk peraturan yang dipilih."
        return refuse(question, "tidak_ada_di_koleksi", text=text)
    judged = 1.0 if named else _judge(library, question, passages, as_of)
    if isinstance(judged, Answer):
        return _unless_local(library, judged, as_of)
    asked_for = {c.article for c in named}
    if named:
        basis = Basis([p for p in passages if p.chunk.article in asked_for])
    else:
        looked_at = _standing(library, question, passages, as_of)[:LOOKED_AT]
        mentions = named_citations(library, question)
        basis = Basis(looked_at) if mentions else choose_basis(library, question, understood, looked_at, as_of)
    found = _extract(library, question, basis, named, judged, as_of)
    return found if named else _unless_local(library, found, as_of)


def _standing(library: Library, question: str, passages: list[Passage], as_of: date | None) -> list[Passage]:
    """The passages without what others in the collection replaced, deleted or reworded, unless the question names them.

    All of them where nothing else was found; an old wording stays where the new one was not found, and an article of
    which only some ayat were changed.
    """
    mentioned = {c.regulation for c in named_citations(library, question)}
    articles = {p.chunk.article for p in passages}

    def stands(passage: Passage) -> bool:
        if passage.chunk.regulation in mentioned:
            return True
        acts = library.amendments_of(passage.chunk.article, as_of)
        parts = {a.via for a in acts if a.object != passage.chunk.article}  # acts that change some ayat only
        acts = [a for a in acts if a.object == passage.chunk.article and a.via not in parts]
        gone = any(
            a.verb == "dihapus" or (a.verb == "diubah" and parse_path(a.subject).article in articles) for a in acts
        )
        return not gone and not is_replaced(library, passage.chunk.article, as_of)

    return [p for p in passages if stands(p)] or passages


def _judge(library: Library, question: str, passages: list[Passage], as_of: date | None) -> float | Answer:
    """The confidence in the passages of a question that names no provision, or its refusal."""
    if missing := absent_regulations(library, question, passages):
        text = f"{regulation_label(missing[0])} tidak ada di koleksi."
        return refuse(question, "tidak_ada_di_koleksi", text=text, near=passages)
    if not passages:
        return refuse(question, "tidak_ada_di_koleksi")
    features = confidence_features(library, question, passages)
    if (sure := weigh(features)) < THRESHOLD:
        # What is far from the chosen regulations may be near to others.
        why = "tidak_ada_di_koleksi" if library.left_out else refusal_for(features)
        return refuse(question, why, sure, near=passages)
    if passages[0].status == "dicabut" and not named_citations(library, question):
        standing = (p for p in passages if p.status != "dicabut")
        if not any(confidence(library, question, [p]) >= THRESHOLD for p in standing):
            text = f"{NOT_FOUND['hanya_aturan_dicabut']} Yang ditemukan: {passages[0].chunk.label}."
            notes = warnings_for(library, question_scores(library, question).question, passages[:1], as_of)
            return refuse(question, "hanya_aturan_dicabut", sure, text, notes, near=passages)
    return sure


def _unless_local(library: Library, result: Answer, as_of: date | None) -> Answer:
    """The result, or a refusal where one agency's own figure, name or date is asked for and no quote states it."""
    understood = question_scores(library, result.question).question
    matter = local_matter(understood) if result.refusal in (None, "tidak_ada_di_koleksi") else None
    if matter is None or settles(library, understood, matter, result.passages):
        return result
    near = find_setters(library, understood, matter, as_of)
    text = f"{matter.name} tidak ditemukan; sebut nama daerah atau instansinya bila belum, atau tanyakan di sana."
    return refuse(result.question, "tidak_ada_di_koleksi", result.confidence, text, near=near)


def _extract(
    library: Library,
    question: str,
    basis: Basis,
    named: list[Citation],
    sure: float,
    as_of: date | None,
) -> Answer:
    """The answer that the passages give, by the pieces of them that fit best."""
    understood = question_scores(library, question).question
    candidates = find_pieces(library, question, basis.passages, named, as_of)
    if open_to := tuple(
        f for f in candidates.fits if candidates.found[f.reading.path].chunk.article not in basis.barred
    ):
        candidates = replace(candidates, fits=open_to)
    whole = LIMIT - (TWIN_ROOM if basis.twin else 0)
    if (first := choose_quote(library, understood, candidates, (), whole)) is None:
        return refuse(question, "tidak_ada_di_koleksi", sure, near=basis.passages)
    sanctions = [] if named else sanctions_beside(library, understood, first, as_of)
    if sanctions:
        first = narrow_quote(library, first)
    beside = notes_beside(library, question, first.passage)
    said, piece = say_piece(understood, first.reading, first.piece, first.span)
    before = basis.before + say_repealed(library, first.passage, as_of)
    text = f"{before}{said}\n({say_place(first.passage, piece)})"
    taken = [first]
    beside_it = twin_of(library, question, basis, first.passage, as_of)
    if beside_it and (
        twin := _quote_twin(library, question, beside_it, as_of, LIMIT - len(text) - len(first.passage.quote))
    ):
        taken.append(twin[0])
        text += f"\n{twin[1]}"
    if sanctions:
        room = LIMIT - len(text) - sum(len(t.passage.quote) + 1 for t in taken)
        told, line = quote_sanctions(library, first.passage, sanctions, as_of, room)
        taken += told
        text += f"\n{line}" if line else ""
    used = sum(len(t.passage.quote) + 1 for t in taken)
    text = _add_references(text, beside, LIMIT - used)
    left = LIMIT - len(text) - used
    while further := choose_quote(library, understood, candidates, taken, left - 1):
        taken.append(further)
        left -= len(further.passage.quote) + 1
    quoted = tuple(selected.passage for selected in taken)
    lacks = lacks_asked(understood, [p.quote for p in quoted], [p.title for p in quoted])
    if not named and sure < SURE and (lacks or lacks_amount(understood, said)):
        return refuse(question, "tidak_ada_di_koleksi", min(sure, LACKING), near=basis.passages)
    former = say_former(basis.former) if first.passage.status != "dicabut" else ()
    warnings = (*warnings_for(library, understood, quoted, as_of), *basis.notes, *former)
    return Answer(question, text, True, sure, None, quoted, warnings, beside=beside)


def _quote_twin(
    library: Library, question: str, twin: Passage, as_of: date | None, room: int
) -> tuple[Selected, str] | None:
    """The words of another group's rule on the same matter, and its line of the text, ``room`` characters together."""
    understood = question_scores(library, question).question
    candidates = find_pieces(library, question, [twin], (), as_of)
    whose = ", ".join(sorted(people_ruled(library, twin)))
    for fit in candidates.fits:
        taken = quote_piece(library, candidates.found[fit.reading.path], fit.reading, fit.piece, TWIN_SAID, fit.said)
        if taken is None:
            continue
        said, piece = say_piece(understood, fit.reading, fit.piece, taken.span)
        line = f"{whose}: {shorten(said, TWIN_SAID)} ({say_place(taken.passage, piece)})"
        if len(line) + len(taken.passage.quote) + 2 <= room:
            return taken, line
    return None


def _add_references(text: str, beside: Sequence[Beside], room: int) -> str:
    """The text with what it refers to, a line each, as far as there is room."""
    for note in beside:
        line = f"\n{note.term}: {shorten(note.text, NOTE)}"
        if note.kind == "rujukan" and len(text) + len(line) <= room:
            text += line
    return text
