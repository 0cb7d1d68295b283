"""Passages to an answer: the provision that answers, quoted as printed, with where it stands and what it is worth.

Extractive: the answer is the law's own words, chosen down to the ayat, huruf or angka that fits the question, with the
lead-in it hangs on. A quote never leaves the page it cites. Without support there is no answer.

Does not do: reword, combine provisions into advice, judge a named person's case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from kb.catalogue import effective_from, status_reasons
from kb.citation import parse_path, regulation_label
from kb.confidence import (
    THRESHOLD,
    absent_regulations,
    confidence,
    confidence_features,
    refusal_for,
    weigh,
)
from kb.followup import resolve_followup
from kb.foreign import asks_about_person
from kb.lexical import tokenize
from kb.search import Library, asked_day, named_citations, question_scores, search
from kb.types import Answer, Chunk, PageBox, Passage, Provision, Refusal, Relation

QUOTE_LIMIT = 600  # characters of one quote
FOUND_BONUS = 0.5  # for a unit of the chunk that was found, when the whole article is looked through
SHOWN = 3  # passages given with an answer
FIGURE_BONUS = 2.0  # for a unit that says a figure of the question
RULE_BONUS = 0.6  # for the first unit, falling to 0 for the last: an article states its rule before the exceptions
NOT_FOUND: dict[Refusal, str] = {
    "tidak_ada_di_koleksi": "Tidak ditemukan ketentuan yang menjawab pertanyaan ini dalam koleksi.",
    "hanya_aturan_dicabut": "Hanya ada ketentuan yang sudah dicabut; aturan yang berlaku tidak ada dalam koleksi.",
    "di_luar_lingkup": "Pertanyaan ini di luar lingkup peraturan kepegawaian.",
    "perlu_pejabat": "Perkara perorangan perlu ditanyakan kepada pejabat yang berwenang.",
}


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
    ``quote`` it stands on; a refusal has none.
    """
    asked = question
    question = resolve_followup([*previous, asked]) if previous else asked
    day = as_of or asked_day(library, question)
    result = replace(_answer(library, question, day, k, include_quarantined), question=asked)
    if day and not as_of and result.found:
        note = f"Dijawab menurut aturan yang berlaku pada {day:%d-%m-%Y}, sesuai waktu yang disebut dalam pertanyaan."
        return replace(result, warnings=(note, *result.warnings))
    return result


def _answer(library: Library, question: str, as_of: date | None, k: int, include_quarantined: bool) -> Answer:
    """The answer to a question that is whole in itself."""
    passages = search(library, question, k, as_of, include_quarantined=include_quarantined)
    named = [c for c in named_citations(library, question) if c.steps]
    absent = [c for c in named if library.store.provision(c.path) is None]
    if absent and len(absent) == len(named):
        return _refuse(question, "tidak_ada_di_koleksi", text=f"{absent[0].label} tidak ditemukan dalam koleksi.")
    if named and not include_quarantined and (held := library.quarantined.get(named[0].regulation)):
        text = f"{regulation_label(named[0].regulation)} ada di koleksi, tetapi belum diterima pustakawan: {held}."
        return _refuse(question, "tidak_ada_di_koleksi", text=text)
    judged = 1.0 if named else _judge(library, question, passages, as_of)
    if isinstance(judged, Answer):
        return judged
    quoted = [_quote(library, question, p) for p in passages[: 1 if named else SHOWN]]
    best = quoted[0]
    return Answer(question, _compose(library, best), True, judged, None, tuple(quoted), _warnings(library, best, as_of))


def _judge(library: Library, question: str, passages: list[Passage], as_of: date | None) -> float | Answer:
    """The confidence in the passages of a question that names no provision, or its refusal."""
    if asks_about_person(question):
        return _refuse(question, "perlu_pejabat")
    if missing := absent_regulations(library, question, passages):
        text = f"{regulation_label(missing[0])} tidak ada di koleksi."
        return _refuse(question, "tidak_ada_di_koleksi", text=text)
    if not passages:
        return _refuse(question, "tidak_ada_di_koleksi")
    features = confidence_features(library, question, passages)
    if (sure := weigh(features)) < THRESHOLD:
        return _refuse(question, refusal_for(features), sure)
    if passages[0].status == "dicabut" and not named_citations(library, question):
        standing = (p for p in passages if p.status != "dicabut")
        if not any(confidence(library, question, [p]) >= THRESHOLD for p in standing):
            text = f"{NOT_FOUND['hanya_aturan_dicabut']} Yang ditemukan: {passages[0].chunk.label}."
            notes = _warnings(library, passages[0], as_of)
            return _refuse(question, "hanya_aturan_dicabut", sure, text, notes)
    return sure


def _refuse(question: str, why: Refusal, sure: float = 0.0, text: str = "", warnings: tuple[str, ...] = ()) -> Answer:
    return Answer(question, text or NOT_FOUND[why], False, sure, why, (), warnings)


def _quote(library: Library, question: str, passage: Passage) -> Passage:
    """The passage narrowed to the unit of its article that answers, with the quote, its page and its boxes."""
    chunk = passage.chunk
    article = parse_path(chunk.path).article
    wanted = next((c.path for c in named_citations(library, question) if c.path.startswith(article)), "")
    scope = chunk.path if "/pasal-" not in chunk.path or "/penjelasan/" in chunk.path else article
    units = [p for p in library.store.provisions(chunk.regulation) if p.path == scope or _lies_in(p.path, scope)]
    unit = next((u for u in units if u.path == wanted), None) or _best_unit(library, question, units, chunk)
    text, boxes = (unit.text, unit.boxes) if unit else (chunk.text, chunk.boxes)
    path, label = (unit.path, unit.label) if unit else (chunk.path, chunk.label)
    page, quote = on_one_page(library, chunk.regulation, text, boxes)
    narrowed = replace(
        chunk,
        path=path,
        label=label,
        text=text,
        pages=(page,),
        boxes=tuple(b for b in boxes if b[0] == page),
    )
    return replace(passage, chunk=narrowed, quote=quote)


def _lies_in(path: str, whole: str) -> bool:
    return path.startswith(whole.split("#", 1)[0] + "/") and "#" not in whole


def _best_unit(library: Library, question: str, units: list[Provision], chunk: Chunk) -> Provision | None:
    """The unit among those of one article that fits the question best, or None where the whole chunk is short enough.

    Fit is meaning (cosine of the unit's own words), the share of the question's words found, its figures found (in a
    ladder of near-equal sentences, "28 hari ...", the figure decides), lying in the chunk that was found, and standing
    early in the article.
    """
    inside = [u for u in units if u.text and len(u.text) <= QUOTE_LIMIT]
    if (len(chunk.text) <= QUOTE_LIMIT and chunk.path == chunk.article) or not inside:
        return None
    scored = question_scores(library, question)
    vector, understood = scored.vector, scored.question
    meaning = library.embedder.embed_passages([" ".join(u.text.split()) for u in inside]) @ vector
    asked, figures = (
        set(tokenize(" ".join([understood.words, *understood.variants]))),
        set(re.findall(r"\d+", question)),
    )
    shares = np.array([len(asked & set(tokenize(u.text))) / (len(asked) or 1) for u in inside])
    told = np.array([bool(figures & set(re.findall(r"\d+", re.sub(r"^\W*\w{1,3}\W+", "", u.text)))) for u in inside])
    spread = float(meaning.max() - meaning.min()) or 1.0
    found = np.array([u.path == chunk.path or _lies_in(u.path, chunk.path) for u in inside])
    early = 1 - np.arange(len(inside)) / len(inside)
    fit = (meaning - meaning.min()) / spread + shares + FIGURE_BONUS * told + FOUND_BONUS * found + RULE_BONUS * early
    return inside[int(np.argmax(fit))]


def on_one_page(library: Library, regulation: str, text: str, boxes: tuple[PageBox, ...]) -> tuple[int, str]:
    """The page that holds the longest run of lines of ``text``, and that run, as printed.

    Every line of a unit has its box, in order, so that a line is never taken for an equal one of another page.
    """
    lines = text.split("\n")
    if len(lines) == len(boxes):
        numbers = [box[0] for box in boxes]
    else:
        numbers = _pages_of_lines(library, regulation, lines, sorted({box[0] for box in boxes}))
    runs: list[tuple[int, list[str]]] = []
    for number, line in zip(numbers, lines, strict=True):
        if runs and runs[-1][0] == number:
            runs[-1][1].append(line)
        else:
            runs.append((number, [line]))
    page, run = max(runs, key=lambda r: (r[0] > 0, len("\n".join(r[1]))))
    return (page or 1), _shorten("\n".join(run).strip())


def _pages_of_lines(library: Library, regulation: str, lines: list[str], pages: list[int]) -> list[int]:
    """For each line the first of ``pages``, from that of the line before on, that prints it; 0 where none does."""
    printed = {p.number: [line.text for line in p.lines] for p in library.store.pages(regulation) if p.number in pages}
    numbers: list[int] = []
    for line in lines:
        rest = [page for page in pages if page >= max(numbers, default=0)]
        numbers.append(next((page for page in rest if any(line.strip() in text for text in printed[page])), 0))
    return numbers


def _shorten(quote: str) -> str:
    """At most QUOTE_LIMIT characters, ended at a sentence or list item where one ends in the second half."""
    if len(quote) <= QUOTE_LIMIT:
        return quote
    cut = quote[:QUOTE_LIMIT]
    ends = [m.end() for m in re.finditer(r"[.;:](?=\s)", cut)]
    return cut[: ends[-1]] if ends and ends[-1] > QUOTE_LIMIT / 2 else cut.rsplit(" ", 1)[0]


def _compose(library: Library, passage: Passage) -> str:
    """The answer's text: the quote with the lead-in it hangs on, where it stands, and its status."""
    chunk = passage.chunk
    lead = _lead_in(library, chunk)
    words = " ".join(passage.quote.split())
    said = f"{lead} {words}" if lead else words
    where = f"{chunk.label}, halaman {chunk.pages[0]}"
    return f"{said}\n({where}; {passage.title}; status: {passage.status})"


def _lead_in(library: Library, chunk: Chunk) -> str:
    """The own words of the units above a huruf or angka ("... terdiri atas:"), at most 250 characters."""
    provisions = {p.path: p for p in library.store.provisions(chunk.regulation)}
    unit = provisions.get(chunk.path)
    leads: list[str] = []
    while unit and unit.kind in ("huruf", "angka") and (unit := provisions.get(unit.parent)):
        own = unit.text[: unit.own_end - unit.start].strip() if unit.own_end > unit.start else ""
        own = re.sub(r"^Pasal \w+\s*", "", own)
        if own:
            leads.insert(0, " ".join(own.split()))
    return " ".join(leads)[-250:]


def _reason(library: Library, name: str, relation: Relation) -> str:
    """Who repealed or amended the regulation called ``name``, where it says so, since when, and how far."""
    word = {"mencabut": "dicabut", "mengubah": "diubah"}[relation.relation]
    by = regulation_label(relation.subject)
    if relation.article.startswith("pasal-"):
        by = parse_path(f"{relation.subject}/{relation.article}").label
    day = effective_from(relation, library.regulations)
    since = f" sejak {day:%d-%m-%Y}" if day else ""
    part = f" sebagian ({relation.note})" if relation.note and relation.relation == "mencabut" else ""
    absent = "" if relation.subject in library.stored else " (tidak ada di koleksi)"
    return f"{name} {word}{part} oleh {by}{since}{absent}."


def _warnings(library: Library, first: Passage, as_of: date | None) -> tuple[str, ...]:
    """What a reader must know of the first passage: repealed, amended, of unknown status, beside an unread article."""
    name = regulation_label(first.chunk.regulation)
    notes = [_reason(library, name, r) for r in status_reasons(first.chunk.regulation, library.regulations, as_of)]
    if first.status == "dicabut" and not notes:
        notes.append(f"{name} sudah dicabut.")
    for amendment in library.amendments_of(first.chunk.article, as_of)[:1]:
        where = parse_path(amendment.subject).label
        done = {"diubah": "diubah; bunyi terbarunya dalam", "dihapus": "dihapus oleh"}.get(amendment.verb)
        if done:
            notes.append(f"{parse_path(first.chunk.article).label} telah {done} {where}.")
    for gap in library.unread_beside(first.chunk.article):
        notes.append(f"{name} Pasal {gap} tidak ada atau tidak terbaca dalam berkas sumber; lihat naskah resminya.")
    if not first.chunk.verbatim:
        page = first.chunk.pages[0]
        notes.append(
            f"Teks halaman {page} hasil pengenalan gambar yang kurang jelas; cocokkan dengan gambar halamannya."
        )
    if reason := library.quarantined.get(first.chunk.regulation):
        notes.append(f"{name} belum diterima pustakawan: {reason}.")
    if library.regulations[first.chunk.regulation].kind == "panduan":
        notes.append(f"{name} adalah ringkasan, bukan naskah resmi; rujuk pasal resmi yang disebutnya.")
    elif first.status == "tidak diketahui":
        notes.append(f"Status {name} tidak diketahui; periksa sebelum digunakan.")
    return tuple(notes)
