"""Answers to what a regulation or provision is worth: in force, amended, repealed; by what, since when, how far.

Said from the catalogue and from what the documents themselves repeal and amend (``kb.catalogue``, ``kb.standing``), and
cited from the article that says so where it is in the collection. Nothing is guessed: what nobody states is
``tidak diketahui``, and a regulation that neither collection nor catalogue knows is refused by name.

Does not do: word a status (kb/validity_state.py); read the question (kb/validity_question.py); find the regulation
of a matter (kb/newest.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb.catalogue import effective_from, relations_of, status_on
from kb.citation import Citation, parse_path, regulation_label
from kb.question import Question
from kb.refusal import refuse
from kb.search import Library
from kb.standing import Standing, standing_on
from kb.types import Answer, Passage, Relation
from kb.validity_question import ValidityQuestion, read_validity
from kb.validity_sources import name_sources, quote_all, quote_itself, quote_provision, quote_title
from kb.validity_state import (
    LISTED,
    Told,
    began_on,
    list_changes,
    list_labels,
    list_objects,
    name_regulation,
    say_since,
    tell_state,
)

LIMIT = 900  # characters of text and quotes together
CITED = 3  # relations that a statement is cited from
QUOTES = 3
SOURCES = 160  # characters kept for the line of sources


def answer_validity(library: Library, question: str, understood: Question, as_of: date | None) -> Answer | None:
    """The answer to a question about a regulation's worth on ``as_of`` (default the day it names, or today).

    None where something else is asked, or about an article that its stored regulation does not have.
    """
    asked = read_validity(understood, library.regulations, date.today())
    if asked is None:
        return None
    citation, day = asked.citation, as_of or asked.day
    regulation = citation.regulation
    if citation.steps and regulation in library.stored and library.store.provision(citation.path) is None:
        return None
    if regulation not in library.regulations and not relations_of(regulation, library.regulations):
        return refuse(
            question,
            "tidak_ada_di_koleksi",
            text=f"{regulation_label(regulation)} tidak ada di koleksi maupun katalog.",
        )
    if regulation in library.left_out:
        text = f"{regulation_label(regulation)} ada di koleksi, tetapi tidak termasuk peraturan yang dipilih."
        return refuse(question, "tidak_ada_di_koleksi", text=text)
    if citation.steps and "tindakan" not in asked.asked:
        return _of_provision(library, question, citation, day)
    told = _tell(library, asked, day)
    return _compose(library, question, told, asked, day)


def _compose(library: Library, question: str, told: Told, asked: ValidityQuestion, day: date | None) -> Answer:
    regulation = asked.citation.regulation
    cited = told.relations[:CITED]
    said = fit_sentences(told.sentences)
    room = LIMIT - len(said) - SOURCES
    passages = list(quote_all(library, cited, day, room, QUOTES))
    passages += [
        q for path in told.places for q in quote_provision(library, path, day, room - _length(passages), regulation)
    ]
    if own := {"mulai": quote_itself, "perihal": quote_title}.get(asked.asked[0]):
        passages = own(library, regulation, day, room)
    if not passages:
        stands = status_on(regulation, library.regulations, day) == "berlaku"
        passages = (quote_itself if stands else quote_title)(library, regulation, day, room)
    return make_answer(library, question, f"{said}\n({name_sources(library, cited, passages)})", passages, told)


def fit_sentences(sentences: Sequence[str]) -> str:
    """Sentences as one text that leaves room for its sources; the last ones are left out where they are too long."""
    kept = list(sentences)
    while len(kept) > 1 and len(" ".join(kept)) > LIMIT - SOURCES:
        kept.pop()
    return " ".join(kept)


def _length(passages: Sequence[Passage]) -> int:
    return sum(len(p.quote) + 1 for p in passages)


def make_answer(library: Library, question: str, text: str, passages: Sequence[Passage], told: Told) -> Answer:
    """A found answer about a regulation's worth."""
    absent = list_labels([r.subject for r in told.relations[:CITED] if r.subject not in library.stored])
    notes = (f"Naskah {absent} tidak ada di koleksi; isinya perlu dilihat di sumber resminya.",) if absent else ()
    doubtful = tuple(
        f"Teks halaman {p.chunk.pages[0]} hasil pengenalan gambar; cocokkan dengan gambar halamannya."
        for p in passages
        if not p.chunk.verbatim
    )
    warnings = tuple(dict.fromkeys((*notes, *doubtful)))
    return Answer(
        question, text, True, 1.0, None, tuple(passages), warnings, about="keberlakuan", relations=told.relations
    )


def _tell(library: Library, asked: ValidityQuestion, day: date | None) -> Told:
    """What is asked, said; of a past day also how it stands now."""
    regulation = asked.citation.regulation
    if asked.asked == ("tindakan",):
        return _acts_of(library, regulation)
    if asked.asked == ("pelaksana",):
        return _implementers(library, regulation)
    told = tell_state(library, regulation, day)
    if asked.asked == ("mulai",):
        return Told((_say_beginning(library, regulation), *told.sentences), told.relations)
    for other in asked.others if "keberlakuan" in asked.asked else ():
        state = tell_state(library, other, day)
        told = Told((*told.sentences, *state.sentences[:1]), (*told.relations, *state.relations[:1]), told.places)
    if "pengubah" in asked.asked:
        told = _amendments_first(library, regulation, told, day)
    if day and day < date.today():
        now = tell_state(library, regulation, None)
        if now.sentences != told.sentences:
            then = f"Pada {day:%d-%m-%Y}: {told.sentences[0]}"
            sentences = (then, *told.sentences[1:], f"Sekarang: {now.sentences[0]}", *now.sentences[1:])
            return Told(sentences, tuple(dict.fromkeys((*told.relations, *now.relations))), now.places)
        return Told((f"Pada {day:%d-%m-%Y}: {told.sentences[0]}", *told.sentences[1:]), told.relations, told.places)
    return told


def _say_beginning(library: Library, regulation: str) -> str:
    """From which day a regulation is in force; where only its enactment is known, that the text must tell."""
    label, since = regulation_label(regulation), say_since(library, regulation)
    if since.startswith("sejak"):
        return f"{label} berlaku {since}."
    return f"Tanggal mulai berlaku {label} tidak tercatat; lihat bunyi naskahnya."


def _amendments_first(library: Library, regulation: str, told: Told, day: date | None) -> Told:
    """What was said, begun with the amendments: those in effect, or that none is known."""
    began = date.max if day is None else day
    changes = [
        r
        for r in relations_of(regulation, library.regulations)
        if r.relation == "mengubah"
        and r.object == regulation
        and (effective_from(r, library.regulations) or date.min) <= began
    ]
    if not changes:
        said = any("mengubahnya" in sentence for sentence in told.sentences)
        return told if said else Told((*told.sentences, "Perubahannya tidak tercatat."), told.relations, told.places)
    changes.sort(key=lambda r: (began_on(library, r), r.subject))
    name = name_regulation(library, regulation)
    first = f"{name} sudah diubah {list_changes(library, changes)}."
    rest = [s for s in told.sentences if "sudah diubah" not in s]
    return Told((first, *rest), tuple(dict.fromkeys((*reversed(changes), *told.relations))), told.places)


def _acts_of(library: Library, regulation: str) -> Told:
    """What a regulation repeals and amends."""
    relations = [r for r in relations_of(regulation, library.regulations) if r.subject == regulation]
    name = name_regulation(library, regulation)
    sentences: list[str] = []
    stated: list[Relation] = []
    for verb in ("mencabut", "mengubah"):
        done = [r for r in relations if r.relation == verb]
        if done:
            subject = regulation_label(regulation) if sentences else name
            sentences.append(f"{subject} {verb} {len(done)} peraturan: {list_objects(done)}.")
            stated += done
    if not sentences:
        sentences.append(f"Tidak tercatat peraturan yang dicabut atau diubah oleh {name}.")
    return Told(tuple(sentences), tuple(stated))


def _implementers(library: Library, regulation: str) -> Told:
    """What implements a regulation, and what it implements itself."""
    relations = [r for r in relations_of(regulation, library.regulations) if r.relation == "melaksanakan"]
    by, of = [r for r in relations if r.object == regulation], [r for r in relations if r.subject == regulation]
    name = name_regulation(library, regulation)
    sentences: list[str] = []
    if by:
        acts = dict.fromkeys(f"{regulation_label(r.subject)} ({status_on(r.subject, library.regulations)})" for r in by)
        sentences.append(f"Yang tercatat melaksanakan {name}: {', '.join([*acts][:LISTED])}.")
    if of:
        sentences.append(
            f"{name if not by else regulation_label(regulation)} melaksanakan {list_labels([r.object for r in of])}."
        )
    if not sentences:
        sentences.append(f"Tidak tercatat peraturan pelaksana {name}.")
    return Told(tuple(sentences), (*by, *of))


def _of_provision(library: Library, question: str, citation: Citation, day: date | None) -> Answer:
    """What a provision is worth: of itself, or with its regulation; the newer wording first where it is at hand."""
    standing = standing_on(library, citation, day)
    state = tell_state(library, citation.regulation, day)
    when = f"Pada {day:%d-%m-%Y}: " if day and day < date.today() else ""
    said = _say_standing(library, citation, standing)
    if status_on(citation.regulation, library.regulations, day) == "dicabut":
        said = f"{citation.label} tidak berlaku lagi. {state.sentences[0]}"
    told = Told((f"{when}{said}",), state.relations, state.places if standing.worth == "diubah" else ())
    places = [i for i in standing.newer if "/" in i]
    room = (LIMIT - len(told.sentences[0]) - SOURCES) // 2
    passages = [p for place in places[:1] for p in quote_provision(library, place, day, room)]
    sources = f"Sumber: {parse_path(places[0]).label}, halaman {passages[0].chunk.pages[0]}" if passages else ""
    passages = passages or list(quote_all(library, told.relations[:1], day, room, 2))
    if not places:
        passages += [
            q for path in told.places for q in quote_provision(library, path, day, room // 2, citation.regulation)
        ]
    passages += quote_provision(library, citation.path, day, room)
    sources = sources or name_sources(library, told.relations[:1], passages)
    return make_answer(library, question, f"{told.sentences[0]}\n({sources})", passages, told)


def _say_standing(library: Library, citation: Citation, standing: Standing) -> str:
    label = citation.label
    newer = ", ".join(parse_path(i).label for i in standing.newer[:2] if "/" in i)
    unseen = standing.newer and not newer and not any(i in library.stored for i in standing.newer)
    if standing.worth == "dicabut":
        return f"{label} tidak berlaku lagi: {standing.detail}."
    if standing.worth == "diubah" and newer:
        return f"{label} sudah {standing.detail}; bunyi terbarunya dalam {newer}."
    if standing.worth == "diubah" and unseen:
        return f"Tidak diketahui apakah {label} ikut diubah: {standing.detail}. Bunyi di koleksi ini bunyi yang lama."
    if standing.worth == "diubah":
        return f"{label} mungkin tidak berlaku lagi, tergantung isinya: {standing.detail}."
    status = status_on(citation.regulation, library.regulations)
    if status == "tidak diketahui":
        return f"Status {label} tidak diketahui: {standing.detail}."
    detail = f": {standing.detail}" if standing.detail else "; perubahan atau pencabutannya tidak tercatat"
    return f"{label} masih berlaku{detail}."
