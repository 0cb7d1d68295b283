"""Which regulation rules a matter now: "peraturan terbaru tentang disiplin PNS", "apa dasar hukum cuti PNS sekarang".

First by title (every word of the matter stands in it), the newest in force; else by the articles found, of the
regulation in force that holds the best of them. Repealed and replaced ones are never named as the answer.

Does not do: say what the rule is (kb/answer.py); know regulations outside collection and catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kb.catalogue import COMMON_WORDS, relations_of, status_on
from kb.citation import Citation, parse_path, regulation_label
from kb.confidence import THRESHOLD, confidence
from kb.lexical import tokenize
from kb.refusal import refuse
from kb.search import Library, is_replaced, question_scores, search
from kb.types import Answer, Passage, Regulation
from kb.validity import LIMIT, SOURCES, fit_sentences, make_answer
from kb.validity_question import NewestQuestion, expand, read_newest
from kb.validity_sources import name_sources, quote_all, quote_itself, quote_provision
from kb.validity_state import Told, list_objects, name_regulation, tell_state

ARTICLES = 3  # that are named
SHARE = 0.3  # of the telling words of a title that the matter must be
OTHERS = 3  # further regulations that are named
BOUNDARY = "Yang lebih baru di luar koleksi dan katalog ini tidak diketahui."
_HEAD = re.compile(r"^(?:BAB|Bagian|Paragraf)\s+\w+(?:\s+(?:belas|puluh))?\s+", re.I)
_WORTH = ("berlaku", "diubah")


def answer_newest(library: Library, question: str, as_of: date | None) -> Answer | None:
    """The regulation in force on ``as_of`` for the matter asked, or a refusal; None where nothing such is asked."""
    asked = read_newest(question_scores(library, question).question)
    if asked is None:
        return None
    titled = _titled(library, asked, as_of)
    held = [r for r in titled if status_on(r.id, library.regulations, as_of) in _WORTH]
    if held:
        return _by_title(library, question, asked, held[0], [r for r in titled if r is not held[0]], as_of)
    passages = [p for p in search(library, asked.topic, as_of=as_of) if _stands(library, p.chunk.regulation, as_of)]
    passages = [p for p in passages if p.status in _WORTH and _is_wanted(library, p, asked)]
    if not passages or (sure := confidence(library, asked.topic, passages)) < THRESHOLD:
        text = f"Tidak ditemukan peraturan yang berlaku tentang {asked.topic} dalam koleksi."
        return refuse(question, "tidak_ada_di_koleksi", sure if passages else 0.0, text, near=passages)
    return _by_articles(library, question, asked, passages, titled, as_of)


def _is_wanted(library: Library, passage: Passage, asked: NewestQuestion) -> bool:
    return not asked.kinds or library.regulations[passage.chunk.regulation].kind in asked.kinds


def _stands(library: Library, regulation: str, as_of: date | None) -> bool:
    status = status_on(regulation, library.regulations, as_of)
    return status not in ("dicabut", "belum berlaku") and not is_replaced(library, regulation, as_of)


def _titled(library: Library, asked: NewestQuestion, as_of: date | None) -> list[Regulation]:
    """The regulations that stand and have every word of the matter in their title, what rules by itself and the newest
    first; no acts that only amend, no summaries, none of another circle than the whole civil service."""
    words, common = set(tokenize(expand(asked.topic))), set(tokenize(" ".join(COMMON_WORDS)))
    if not words - common:
        return []
    fitting = [
        row
        for row in library.regulations.values()
        if not (library.left_out and (row.id in library.left_out or row.id not in library.stored))
        and words <= (title := set(tokenize(row.title)))
        and len(words - common) >= SHARE * len(title - common)
        and (not asked.kinds or row.kind in asked.kinds)
        and row.kind != "panduan"
        and not row.place
        and not row.title.lower().startswith("perubahan")
        and "di lingkungan" not in row.title.lower()
        and _stands(library, row.id, as_of)
    ]
    return sorted(fitting, key=lambda r: (_only_implements(r), -(r.year or 0), r.id))


def _only_implements(row: Regulation) -> bool:
    return "pelaksanaan" in row.title.lower().split()[:2]


def _by_title(
    library: Library,
    question: str,
    asked: NewestQuestion,
    newest: Regulation,
    others: Sequence[Regulation],
    as_of: date | None,
) -> Answer:
    state = tell_state(library, newest.id, as_of)
    replaced = tuple(
        r for r in relations_of(newest.id, library.regulations) if r.subject == newest.id and r.relation == "mencabut"
    )
    sentences = [f"Peraturan tentang {asked.topic} yang terbaru tercatat: {state.sentences[0]}", *state.sentences[1:]]
    if replaced:
        sentences.append(f"Peraturan ini mencabut {list_objects(replaced, OTHERS)}.")
    told = Told((*sentences, *_also(library, others, as_of), BOUNDARY), (*state.relations, *replaced))
    said = fit_sentences(told.sentences)
    room = LIMIT - len(said) - SOURCES
    cited = (*replaced[-1:], *state.relations[:1])
    passages = quote_all(library, cited, as_of, room, 2) or quote_itself(library, newest.id, as_of, room)
    return make_answer(library, question, f"{said}\n({name_sources(library, cited, passages)})", passages, told)


def _by_articles(
    library: Library,
    question: str,
    asked: NewestQuestion,
    passages: Sequence[Passage],
    titled: Sequence[Regulation],
    as_of: date | None,
) -> Answer:
    first = passages[0].chunk.regulation
    own = [p for p in passages if p.chunk.regulation == first][:ARTICLES]
    where, places = _place(library, asked.topic, own)
    state = tell_state(library, first, as_of)
    told = Told(
        (
            f"{asked.topic[:1].upper()}{asked.topic[1:]} diatur dalam {name_regulation(library, first)}, {where}.",
            state.sentences[-1] if passages[0].status == "diubah" else state.sentences[0],
            *_also(library, titled, as_of),
            BOUNDARY,
        ),
        state.relations,
    )
    said = fit_sentences(told.sentences)
    room = (LIMIT - len(said) - SOURCES) // len(places)
    quotes = [q for path in places for q in quote_provision(library, path, as_of, room)]
    pages = f", halaman {quotes[0].chunk.pages[0]}" if quotes else ""
    text = f"{said}\n(Sumber: {parse_path(places[0]).label}{pages}; katalog peraturan)"
    return make_answer(library, question, text, quotes, told)


def _place(library: Library, topic: str, own: Sequence[Passage]) -> tuple[str, list[str]]:
    """Where a regulation rules the matter, in words, and the articles (paths) to quote.

    The bab or bagian whose heading says the matter, with its articles; else the articles found.
    """
    regulation, wanted = own[0].chunk.regulation, set(tokenize(topic))
    about = (h for p in own for h in p.chunk.headings if wanted & set(tokenize(_HEAD.sub("", h))))
    articles = [p for p in library.store.provisions(regulation) if re.fullmatch(r"[^/]+/pasal-\w+", p.path)]
    if heading := next(about, ""):
        under = [p for p in articles if heading in p.headings]
        if len(under) > 1:
            first, last = (parse_path(p.path) for p in (under[0], under[-1]))
            span = f"Pasal {first.value('pasal')} sampai dengan Pasal {last.value('pasal')}"
            found = [p.chunk.article for p in own if heading in p.chunk.headings]
            return f"{heading} ({span})", list(dict.fromkeys([under[0].path, *found]))[:ARTICLES]
    paths = list(dict.fromkeys(p.chunk.article for p in own))
    return f"antara lain {', '.join(Citation('', parse_path(p).steps).label for p in paths)}", paths


def _also(library: Library, others: Sequence[Regulation], as_of: date | None) -> tuple[str, ...]:
    """Further regulations on the matter, with what they are worth and whether their text is at hand."""
    if not others:
        return ()
    said = []
    for row in others[:OTHERS]:
        absent = "" if row.id in library.stored else ", tidak ada di koleksi"
        said.append(f"{regulation_label(row.id)} (status: {status_on(row.id, library.regulations, as_of)}{absent})")
    return (f"Lihat pula {', '.join(said)}.",)
