"""Passages for a question: named citations first, then words and meaning fused, then validity.

Chroma (meaning) and the word index each name candidates; every candidate is scored by both, the two scores are put
on one scale and mixed, and each article is shown once, by its best part. A repealed rule is ranked down where what
replaced it is in the collection.

Does not do: correct spelling, translate, learn from use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.audience import visible_generation
from kb.catalogue import KnownRegulations, merge, relations_of, resolve_name, status_on, year_of
from kb.citation import Citation, annex_id, find_citations, parse_label, parse_path
from kb.civil_service import share_chunks, weigh_rarity
from kb.definitions import find_definitions, terms_used
from kb.elsewhere import asked_about, at_home, elsewhere_of
from kb.embedding import DEFAULT_MODEL, Embedder, is_same_model, load_embedder
from kb.explained import explained_articles
from kb.generation import Generation, open_generation
from kb.neighbours import best_rows, find_spans, join_spans, nearest_rows
from kb.question import Question, understand
from kb.repeal import names_article, repeals_part
from kb.store import Store, open_store
from kb.types import (
    Amendment,
    Audience,
    Chunk,
    CitationError,
    ModelError,
    NotFoundError,
    Passage,
    Provision,
    Relation,
    Status,
)

CANDIDATES = 200
# What counts for a candidate, and how much; judged on the development questions, see docs/retrieval.md.
WEIGHTS = {
    "meaning": 0.6,
    "words": 0.4,
    "outside": -0.15,  # preambles, annexes and general elucidations explain, they do not rule
    "elucidation": -0.05,  # the rule comes before what is said of it
    "definition": 0.2,  # the first article, where a meaning is asked
    "opening": -0.15,  # the first article, where none is asked: its terms resemble every question
    "replaced": -0.35,  # repealed, and what replaced it is in the collection
    "superseded": -0.1,  # amended, and the newer wording is in the collection
    "mentioned": 0.5,  # the query names the regulation
    "civil_service": 0.04,  # the regulation speaks of the civil service, and few in the collection do
    "elsewhere": -0.1,  # its title says another place, body or field than the query
    "aged": -0.15,  # old, and nobody says that it is in force
    "retold": -0.25,  # a guide that names the law it retells, and that law is in the collection
}
FULL_AGE = 80  # years after which a rule of unknown status is as doubtful as it gets
LAW_WEIGHT = 0.8  # of a question's variants in the law's words, against its own wording
KEPT = 2_000  # articles whose chunks are kept
JUDGED = 200_000  # verdicts on regulations and articles that are kept
REMEMBERED = 16  # questions whose scores are kept: one answer asks for them several times


@dataclass(frozen=True, slots=True)
class Scored:
    """A query as understood, its vector, and its word score for every chunk (row n for path ``generation.ids[n]``)."""

    question: Question
    vector: NDArray[np.float32]
    words: NDArray[np.float32]


@dataclass(slots=True)
class Library:
    """An open collection: its store (read only), its index generation, its embedder, and all regulations known.

    One for the ``audience`` ``publik`` shows no internal document anywhere: see ``for_audience``. ``revision`` is the
    store's at the time of opening. What is ``left_out`` is not searched: see ``leave_out``; ``narrowed`` are such
    collections made of late (``kb.narrowing``).
    """

    store: Store
    generation: Generation
    regulations: KnownRegulations
    stored: frozenset[str]
    model: str
    data: Path
    rows: dict[str, int]
    _embedder: Embedder | None = None
    audience: Audience = "internal"
    revision: int = 0
    _whole: Library | None = None
    left_out: frozenset[str] = frozenset()
    scored: dict[str, Scored] = field(default_factory=dict)
    _articles: dict[str, list[Chunk]] = field(default_factory=dict)
    _amended: dict[str, list[Amendment]] | None = None
    _taken: dict[str, list[Relation]] | None = None
    _spans: dict[str, tuple[int, int]] | None = None
    _civil_service: dict[str, float] | None = None
    _home: frozenset[str] | None = None
    _judged: dict[tuple[str, str, date], float] = field(default_factory=dict)
    _limits: dict[tuple[frozenset[str], frozenset[str]], list[tuple[int, int]]] = field(default_factory=dict)
    narrowed: dict[Hashable, Library] = field(default_factory=dict)

    @property
    def embedder(self) -> Embedder:
        """The embedding model, loaded when first needed."""
        if self._whole is not None:
            return self._whole.embedder
        if self._embedder is None:
            self._embedder = load_embedder(self.model, self.data)
            if not is_same_model(self._embedder.name, built := self.generation.manifest["model"]):
                raise ModelError(f"koleksi dibangun dengan model {built}, bukan {self._embedder.name}; ingest ulang")
        return self._embedder

    def for_audience(self, audience: Audience) -> Library:
        """This collection as that audience sees it: itself, or a view in which no internal document exists.

        A view knows what is internal at the time; ``api.shelf`` makes a new one when that changes. A view of a view
        shows no more than it. Whoever asks closes the view's store.
        """
        hidden = self.store.internal()
        if audience == "internal" or self.audience == "publik" or not hidden:
            return self
        store = open_store(self.data, audience="publik")
        generation = visible_generation(self.generation, self.store, store)
        return replace(_read_library(store, generation, self.model, None), audience="publik", _whole=self)

    def leave_out(self, regulations: Set[str]) -> Library:
        """This collection, searched without these regulations too.

        Whether a rule is in force is still judged by all that is stored.
        """
        spans, civil_service, home = self.spans, self.civil_service, self.home  # the same for all that is stored
        others = self.left_out | regulations
        return replace(self, left_out=others, _whole=self, _spans=spans, _civil_service=civil_service, _home=home)

    def reread(self) -> Library:
        """The same index with what the store now says of its documents; shares the files of this library."""
        return _read_library(self.store, self.generation, self.model, self._embedder)

    def chunk(self, path: str) -> Chunk:
        """The stored chunk with this path; NotFoundError where there is none."""
        found = next((c for c in self.article_chunks(article_of(path)) if c.path == path), None)
        if found is None:
            raise NotFoundError(f"tidak ada ketentuan {path} di koleksi")
        return found

    def article_chunks(self, article: str) -> list[Chunk]:
        """The chunks of an article (path) in document order, its elucidation last."""
        if article not in self._articles:
            _make_room(self._articles, KEPT)
            self._articles[article] = self.store.article_chunks(article)
        return self._articles[article]

    @property
    def spans(self) -> dict[str, tuple[int, int]]:
        """The rows of each stored regulation in the index: first, and after the last."""
        if self._spans is None:
            self._spans = find_spans(self.generation.ids)
        return self._spans

    @property
    def civil_service(self) -> dict[str, float]:
        """How much each stored regulation speaks of the civil service, the more the fewer others in the index do."""
        if self._civil_service is None:
            rarity = weigh_rarity(self.generation.words)
            shares = share_chunks(self.generation.words, self.spans)
            self._civil_service = {regulation: rarity * share for regulation, share in shares.items()}
        return self._civil_service

    @property
    def home(self) -> frozenset[str]:
        """The bodies and other fields (names) that the stored regulations are for in large part."""
        if self._home is None:
            self._home = at_home(self.regulations[i].title for i in self.stored)
        return self._home

    def limit(self, kinds: Sequence[str], held: Set[str]) -> list[tuple[int, int]] | None:
        """The rows of regulations of these kinds (none: of every kind) that are not ``held``; None where all are."""
        if not kinds and not held:
            return None
        key = (frozenset(kinds), frozenset(held))
        if key not in self._limits:
            _make_room(self._limits, REMEMBERED)
            wanted = [
                span
                for regulation, span in self.spans.items()
                if regulation not in held
                and regulation in self.regulations  # not removed since this index was built
                and (not kinds or self.regulations[regulation].kind in kinds)
            ]
            self._limits[key] = join_spans(wanted)
        return self._limits[key]

    @property
    def quarantined(self) -> dict[str, str]:
        """Stored regulations that are searched only where that is asked for, each with the reason."""
        return self.store.quarantined()

    def amendments_of(self, article: str, as_of: date | None = None) -> list[Amendment]:
        """What acts in force on ``as_of`` (default today) did to an article (path), the latest first."""
        day = as_of or date.today()
        acts = [
            a
            for a in self._amendments().get(article, [])
            if status_on(a.subject.split("/", 1)[0], self.regulations, day) != "belum berlaku"
        ]
        return sorted(acts, key=lambda a: -(self.regulations[a.subject.split("/", 1)[0]].year or 0))

    def _amendments(self) -> dict[str, list[Amendment]]:
        if self._amended is None:
            self._amended = {}
            for regulation in self.regulations.values():
                for amendment in regulation.amendments:
                    self._amended.setdefault(parse_path(amendment.object).article, []).append(amendment)
        return self._amended

    def parts_repealed(self, article: str, as_of: date | None = None) -> list[Relation]:
        """The repeals by stored acts in force on ``as_of``, of some parts of a regulation, that name this article."""
        if self._taken is None:
            self._taken = {}
            for known in self.regulations.values():
                for r in known.relations:
                    if r.relation == "mencabut" and r.subject in self.stored and repeals_part(r.note):
                        self._taken.setdefault(r.object, []).append(r)
        day = as_of or date.today()
        named = [r for r in self._taken.get(_regulation(article), []) if names_article(r.note, article)]
        return [r for r in named if status_on(r.subject, self.regulations, day) != "belum berlaku"]

    def unreadable(self, regulation: str) -> list[str]:
        """Numbers of the articles that the source file of a stored regulation lacks or shows unreadably."""
        return list(self.store.report(regulation).get("pasal_missing", []))

    def unread_beside(self, article: str) -> list[str]:
        """Numbers of unreadable articles that stand right before or after an article (path)."""
        citation = parse_path(article)
        number = citation.value("pasal")
        gaps = self.unreadable(citation.regulation) if number.isdigit() else []
        return [gap for gap in gaps if gap.isdigit() and abs(int(gap) - int(number)) == 1]


def _make_room(kept: dict[Any, Any], most: int) -> None:
    """Forget what was kept first until one more is no more than ``most``."""
    while len(kept) >= most:
        kept.pop(next(iter(kept), None), None)


@lru_cache(maxsize=100_000)
def article_of(path: str) -> str:
    """The path of the article that a chunk stands in."""
    return parse_path(path).article


@dataclass(frozen=True, slots=True)
class Shown:
    """One provision with what a reader wants beside it.

    ``definitions`` are the terms it uses that its regulation defines, each with the defining unit; ``amendments`` what
    later acts did to its article, the latest first; ``unread`` numbers of neighbouring articles that the source file
    lacks or shows unreadably; ``quarantine`` why its regulation is not searched, or empty.
    """

    provision: Provision
    children: tuple[Provision, ...]
    penjelasan: Provision | None
    relations: tuple[Relation, ...]
    status: Status
    definitions: tuple[tuple[str, Provision], ...] = ()
    amendments: tuple[Amendment, ...] = ()
    unread: tuple[str, ...] = ()
    quarantine: str = ""


def open_library(data: Path, model: str = DEFAULT_MODEL, embedder: Embedder | None = None) -> Library:
    """Open the collection kept in ``data``; StoreError where there is none. The model is loaded when first asked."""
    store = open_store(data)
    return _read_library(store, open_generation(data), model, embedder)


def _read_library(store: Store, generation: Generation, model: str, embedder: Embedder | None) -> Library:
    revision = store.revision()
    stored = store.regulations()
    rows = {path: row for row, path in enumerate(generation.ids)}
    catalogue = store.catalogue()
    known = KnownRegulations(catalogue | {i: merge(read, catalogue.get(i)) for i, read in stored.items()})
    return Library(store, generation, known, frozenset(stored), model, store.data, rows, embedder, revision=revision)


def search(
    library: Library,
    query: str,
    k: int = 10,
    as_of: date | None = None,
    kinds: Sequence[str] = (),
    include_repealed: bool = False,
    include_quarantined: bool = False,
) -> list[Passage]:
    """At most ``k`` passages for ``query``, best first, one for each article.

    ``as_of`` is the day whose law is asked (default the day that the query names, or today); ``kinds`` limits to kinds
    of regulation (``pp``); ``include_repealed`` ranks repealed rules like others; ``include_quarantined`` searches
    documents that no librarian has accepted too. Scores lie in 0..1; a citation named in the query scores 1.
    """
    as_of = as_of or asked_day(library, query)
    named = named_citations(library, query)
    held = library.left_out | (frozenset() if include_quarantined else frozenset(library.quarantined))
    passages = [_passage(library, c, 1.0, as_of) for c in _looked_up(library, named) if c.regulation not in held]
    mentioned = {citation.regulation for citation in named}
    taken = {p.chunk.article for p in passages}
    weights = WEIGHTS | ({"replaced": 0.0, "superseded": 0.0, "aged": 0.0} if include_repealed else {})
    candidates = find_candidates(library, query, as_of, kinds, mentioned, held)
    scores = candidates.scores(weights)
    for n in np.argsort(-scores, kind="stable"):
        path, score = candidates.paths[n], float(min(0.999, max(0.0, scores[n])))
        if len(passages) >= k:
            break
        try:
            chunk = library.chunk(path)
        except NotFoundError:
            continue  # replaced since this generation was built; the next one will have its successor
        if chunk.article not in taken:
            taken.add(chunk.article)
            passages.append(_passage(library, chunk, score, as_of))
    return passages[:k]


def asked_day(library: Library, query: str) -> date | None:
    """The day whose law a query asks for in words ("waktu tahun 2015"), or None."""
    asked = question_scores(library, query).question.as_of
    return asked.day if asked else None


def named_citations(library: Library, query: str) -> list[Citation]:
    """Citations in the query with their regulation, taken from the citation itself or from a name ("UU ASN 2014")."""
    found = [f.citation for f in find_citations(query)]
    names = [i for i in resolve_name(query, library.regulations) if i in library.stored]
    if len(names) == 1:
        found = [Citation(names[0], c.steps, c.part_number) if not c.regulation else c for c in found]
        if not any(c.regulation == names[0] for c in found):
            found.append(Citation(names[0]))
    return [c for c in found if c.regulation]


def _looked_up(library: Library, citations: Iterable[Citation]) -> list[Chunk]:
    """The chunk each cited provision stands in; nothing for what is not in the collection."""
    chunks: list[Chunk] = []
    for citation in (place_citation(library, c) for c in citations):
        if not citation.steps or citation.regulation not in library.stored:
            continue
        inside = [
            c
            for c in library.article_chunks(citation.article)
            if citation.part == "penjelasan" or "/penjelasan/" not in c.path
        ]
        exact = [
            c
            for c in inside
            if c.path == citation.path or c.path.startswith((citation.path + "/", citation.path + "#"))
        ]
        around = [c for c in inside if citation.path.startswith(c.path + "/")]
        chunks += (exact or around or inside)[:1]
    return list(dict.fromkeys(chunks))


def place_citation(library: Library, citation: Citation) -> Citation:
    """The citation, or where it names an annex that is stored as a document of its own, the place in that document."""
    (kind, number), *below = citation.steps or (("", ""),)
    if kind != "lampiran" or not below or not number.isdigit():
        return citation
    alone = annex_id(citation.regulation, int(number))
    own = Citation(citation.regulation, citation.steps[:1]).path
    return Citation(alone, tuple(below)) if alone in library.stored and not library.store.provision(own) else citation


@dataclass(frozen=True, slots=True)
class Candidates:
    """Chunks (paths) that may answer a query, each with what speaks for or against it, by the names of WEIGHTS."""

    paths: tuple[str, ...]
    features: dict[str, NDArray[np.float64]]

    def scores(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        """The weighted sum of the features, a number a candidate."""
        if not self.paths:
            return np.zeros(0)
        return sum((weight * self.features[name] for name, weight in weights.items()), np.zeros(len(self.paths)))


def find_candidates(
    library: Library,
    query: str,
    as_of: date | None = None,
    kinds: Sequence[str] = (),
    mentioned: Set[str] = frozenset(),
    held: Set[str] = frozenset(),
) -> Candidates:
    """What meaning and words name for ``query``, and all of the regulations ``mentioned``; none of those ``held``."""
    scored = question_scores(library, query)
    limit = library.limit(kinds, held)
    near = nearest_rows(library.generation, library.rows, scored.vector, CANDIDATES, limit, query)
    worded = best_rows(scored.words, CANDIDATES, limit)
    open_to = [i for i in mentioned if i not in held and (not kinds or library.regulations[i].kind in kinds)]
    named = [row for i in sorted(open_to) for row in range(*library.spans.get(i, (0, 0)))]
    found = dict.fromkeys(near + worded + named)
    known = [
        row for row in found if _regulation(library.generation.ids[row]) in library.regulations
    ]  # the others are gone
    rows = np.array(known, dtype=np.intp)
    if not len(rows):
        return Candidates((), {})
    paths = [library.generation.ids[row] for row in rows]
    regulations = [_regulation(path) for path in paths]
    articles = [article_of(path) for path in paths]
    day = as_of or date.today()
    replaced = {a: _regulation(a) not in mentioned and _once(library, is_replaced, a, day) for a in set(articles)}
    superseded = {a: _once(library, _is_superseded, a, day) for a in set(articles)}
    opening = np.array([a.endswith("/pasal-1") and a.count("/") == 1 for a in articles], float)
    definition = "definisi" in scored.question.kinds
    return Candidates(
        tuple(paths),
        {
            "meaning": _scale(np.asarray(library.generation.vectors[rows]) @ scored.vector),
            "words": _scale(scored.words[rows]),
            "outside": np.array(["/pasal-" not in path for path in paths], float),
            "elucidation": np.array(["/penjelasan/" in path for path in paths], float),
            "definition": opening * definition,
            "opening": opening * (not definition),
            "replaced": np.array([replaced[a] for a in articles], float),
            "superseded": np.array([superseded[a] for a in articles], float),
            "mentioned": np.array([i in mentioned for i in regulations], float),
            "retold": np.array(
                [_regulation(a) not in mentioned and _once(library, _is_retold, a, day) for a in articles], float
            ),
            **_judge_regulations(library, scored.question, regulations, mentioned, day),
        },
    )


def _judge_regulations(
    library: Library, question: Question, regulations: Sequence[str], mentioned: Set[str], day: date
) -> dict[str, NDArray[np.float64]]:
    """What speaks for or against candidates for the regulations that they stand in, in the order of these."""
    asked = asked_about(" ".join((question.asked, question.normalised, *question.variants)))
    near = asked | library.home
    verdicts = {}
    for i in set(regulations):
        bodies = frozenset() if i in mentioned else elsewhere_of(library.regulations[i].title)
        verdicts[i] = (
            0.0 if asked and not question.scope else library.civil_service.get(i, 0.0),
            float(bool(bodies) and not bodies & near),
            _once(library, _doubt_age, i, day),
        )
    columns = np.array([verdicts[i] for i in regulations]).T
    return dict(zip(("civil_service", "elsewhere", "aged"), columns, strict=True))


def _doubt_age(library: Library, regulation: str, day: date) -> float:
    """How old, 0..1 for FULL_AGE years, a regulation is that nobody says is in force: the older, the likelier replaced.

    That others amended it once tells nothing of today.
    """
    known = library.regulations[regulation]
    year = known.year or year_of(regulation)
    if not year or known.status != "tidak diketahui":
        return 0.0
    return min(1.0, max(0, day.year - year) / FULL_AGE)


def _once(library: Library, judge: Callable[[Library, str, date], float], of: str, day: date) -> float:
    """What ``judge`` says of a regulation or article on a day, which stays the same for this library."""
    key = (judge.__name__, of, day)
    if key not in library._judged:
        _make_room(library._judged, JUDGED)
        library._judged[key] = judge(library, of, day)
    return library._judged[key]


def _is_superseded(library: Library, article: str, as_of: date | None) -> bool:
    """Whether the newer wording of an article, or the act that deletes it, is in the collection."""
    return any(
        a.verb in ("diubah", "dihapus") and a.subject.split("/", 1)[0] in library.stored
        for a in library.amendments_of(article, as_of)
    )


def _is_retold(library: Library, article: str, _: date) -> bool:
    """Whether an article of a guide cites a regulation of the collection: then that says it with authority."""
    if library.regulations[_regulation(article)].kind != "panduan":
        return False
    text = "\n".join(chunk.text for chunk in library.article_chunks(article))
    return any(found.citation.regulation in library.stored for found in find_citations(text))


def question_scores(library: Library, query: str) -> Scored:
    """What a query is understood as, its vector, and its word score for every chunk.

    The wording as asked counts for ``1 - LAW_WEIGHT``, the variants in the law's words share the rest.
    """
    if query not in library.scored:
        understood = understand(query, library.generation.vocabulary)
        vector = library.embedder.embed_query(understood.normalised)
        words = library.generation.words.scores(understood.words)
        if variants := understood.variants:
            share = np.float32(LAW_WEIGHT / len(variants))
            own = np.float32(1 - LAW_WEIGHT)
            vector = own * vector + share * sum(library.embedder.embed_query(v) for v in variants)
            words = own * words + share * sum(library.generation.words.scores(v) for v in variants)
        _make_room(library.scored, REMEMBERED)
        library.scored[query] = Scored(understood, vector, words)
    return library.scored[query]


def _scale(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scores stretched to 0..1 over the candidates."""
    low, high = float(scores.min()), float(scores.max())
    return (np.asarray(scores, dtype=np.float64) - low) / ((high - low) or 1.0)


def is_replaced(library: Library, path: str, as_of: date | None = None) -> bool:
    """Whether a stored act (or what replaced it in turn) repealed a stored regulation or article (path).

    The newer rule can be shown then. A repeal with a condition counts too: the older text must not come first while
    the newer one is at hand. One of some parts only counts for the articles that it names.
    """
    day = as_of or date.today()
    regulation = _regulation(path)
    known = library.regulations.get(regulation)
    if known and known.status_reason and known.status != "dicabut":
        return False  # a librarian says so
    return bool(library.parts_repealed(path, day) or _once(library, _is_replaced_whole, regulation, day))


def _is_replaced_whole(library: Library, regulation: str, day: date) -> bool:
    for relation in relations_of(regulation, library.regulations):
        if relation.relation != "mencabut" or relation.object != regulation or relation.subject == regulation:
            continue
        if repeals_part(relation.note) or status_on(relation.subject, library.regulations, day) == "belum berlaku":
            continue
        if relation.subject in library.stored or is_replaced(library, relation.subject, day):
            return True
    return False


def _regulation(path: str) -> str:
    return path.partition("/")[0]


def _passage(library: Library, chunk: Chunk, score: float, as_of: date | None) -> Passage:
    regulation = library.regulations[chunk.regulation]
    return Passage(chunk, score, regulation.title, status_on(chunk.regulation, library.regulations, as_of))


def show(library: Library, path_or_label: str, as_of: date | None = None) -> Shown:
    """One provision by path or label with its sub-units, elucidation, and the relations of its regulation.

    Raises NotFoundError where it is not in the collection (saying so where it is an article that the source file lacks
    or shows unreadably) and CitationError where the text is no citation.
    """
    try:
        citation = parse_path(path_or_label.strip())
    except CitationError:
        citation = parse_label(path_or_label)
    citation = place_citation(library, citation)
    regulation = citation.regulation
    if regulation not in library.stored:
        raise NotFoundError(f"{regulation} tidak ada di koleksi")
    wanted = Citation(regulation, citation.steps).path
    provisions = {p.path: p for p in library.store.provisions(regulation)}
    if wanted not in provisions:
        if citation.steps[:1] == (("pasal", citation.value("pasal")),) and citation.value(
            "pasal"
        ) in library.unreadable(regulation):
            article = parse_path(citation.article).label
            raise NotFoundError(f"{article} tidak ada atau tidak terbaca dalam berkas sumber; lihat naskah resminya")
        raise NotFoundError(f"tidak ada {citation.label} di koleksi")
    provision = provisions[wanted]
    terms = terms_used(provision.reading or provision.text, find_definitions(provisions.values()))
    return Shown(
        provision,
        tuple(p for p in provisions.values() if p.parent == wanted),
        _elucidation_of(wanted, provisions),
        relations_of(regulation, library.regulations),
        status_on(regulation, library.regulations, as_of),
        tuple((term, unit) for term, unit in terms.items() if not wanted.startswith(unit.path)),
        tuple(library.amendments_of(citation.article, as_of)),
        tuple(library.unread_beside(citation.article)),
        library.quarantined.get(regulation, ""),
    )


def _elucidation_of(path: str, provisions: Mapping[str, Provision]) -> Provision | None:
    """The elucidation of a unit; for an article explained together with others ("Pasal 5 dan Pasal 6") theirs."""
    regulation = path.split("/", 1)[0]
    exact = provisions.get(path.replace(f"{regulation}/", f"{regulation}/penjelasan/", 1))
    if exact or not re.fullmatch(r"[^/]+/pasal-\d+[a-z]*", path):
        return exact
    number = parse_path(path).value("pasal").upper()
    return next(
        (
            p
            for p in provisions.values()
            if re.fullmatch(r"[^/]+/penjelasan/pasal-\w+", p.path) and number in explained_articles(p.reading or p.text)
        ),
        None,
    )
