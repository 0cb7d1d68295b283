"""Draft clause -> the provisions on the same matter in every regulation, old and new, as families of like wording.

A drafter wants the history too: repealed rules are ranked like others and shown with their status. Candidates are those
of ``kb.search`` (meaning and words), weighed for clauses; then come the near-identical provisions of other regulations,
wherever they rank themselves.

Does not do: cut a draft into clauses (``kb.clauses``), judge whether the clause is lawful.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kb.catalogue import status_on
from kb.citation import parse_path
from kb.family import Family, Wording, closeness, gather_families, weigh_words
from kb.search import Candidates, Library, find_candidates
from kb.types import Chunk, NotFoundError, Passage, Regulation

# As kb.search.WEIGHTS, for clauses: words count as much as meaning, an elucidation as much as the rule, repealed and
# amended rules are no worse. Judged on the development clauses, see docs/precedents.md.
WEIGHTS = {
    "meaning": 0.6,
    "words": 0.6,
    "outside": -0.15,
    "elucidation": 0.0,
    "definition": 0.0,
    "opening": -0.1,
    "replaced": 0.0,
    "superseded": 0.0,
    "mentioned": 0.0,
}
TWINS_OF = 10  # best provisions whose near-identical twins are looked for
TWINS = 20  # neighbours looked at for each
TWIN_COSINE = 0.93  # of e5 vectors, from which a neighbour is a twin
TWIN_WEIGHT = 0.2  # of the score of the provision whose twin it is
FINER = 0.2  # how much more like the clause a part of an article must be than the chunk found, to stand for it
LEAST_PART = 0.5  # of a wording's telling words, that the part of another article held against it needs
BELOW = 20  # articles ranked below the ones asked for that may join their families
# UU 12/2011 Pasal 7 and 8 as drafters go down: the constitution, acts, government and presidential regulations, those
# of ministers and agencies (every kind not named here), of regions, of their heads; decrees of heads.
HIERARCHY = (
    ("uud",),
    ("uu", "perppu", "uu-darurat"),
    ("pp",),
    ("perpres", "keppres", "inpres"),
    (),
    ("perda",),
    ("pergub", "perbup", "perwali"),
    ("kepgub", "kepbup", "kepwali"),
)
CENTRAL = HIERARCHY.index(()) + 1
NO_RULES = ("panduan", "dokumen", "sop")
FULL = sum(value for value in WEIGHTS.values() if value > 0)  # a score that cannot be surpassed but by twins


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a draft; ``label`` says where it stands ("Pasal 3 ayat (2)"), empty for one that stands alone."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Precedents:
    """What was found for a clause: ``passages``, one an article, the best first, and the same as families.

    ``likenesses`` say for each passage how alike its words are to the clause's (0..1): near 0 for all of them means
    that there is hardly a precedent, for something is always ranked first.

    The members of a family are parts of articles. Every article found is in just one family; articles ranked below may
    join one, so that it shows its sources and copies.
    """

    clause: Clause
    passages: tuple[Passage, ...]
    likenesses: tuple[float, ...]
    families: tuple[Family, ...]


def find_precedents(
    library: Library,
    clause: Clause,
    k: int = 10,
    as_of: date | None = None,
    kinds: Sequence[str] = (),
    include_quarantined: bool = False,
) -> Precedents:
    """At most ``k`` articles on the matter of ``clause``, repealed ones too, and the families they fall into.

    ``as_of`` is the day whose status is shown (default today); ``kinds`` limits to kinds of regulation (``pp``).
    """
    held = frozenset() if include_quarantined else frozenset(library.quarantined)
    passages: list[Passage] = []
    for path, score in rank_provisions(library, clause.text, kinds, held):
        if len(passages) >= k + BELOW:
            break
        try:
            chunk = _body_chunk(library, path)
        except NotFoundError:
            continue  # replaced since this generation was built
        regulation = library.regulations[chunk.regulation]
        status = status_on(chunk.regulation, library.regulations, as_of)
        passages.append(Passage(chunk, min(0.999, max(0.0, score / FULL)), regulation.title, status))
    own = weigh_words(clause.text, library.generation.vocabulary)
    alike = [closeness(own, weigh_words(p.chunk.text, library.generation.vocabulary)) for p in passages[:k]]
    families = _families(library, Wording("", clause.text, (9999, 0, ""), own), passages[:k], passages[k:])
    return Precedents(clause, tuple(passages[:k]), tuple(alike), tuple(families))


def rank_provisions(
    library: Library, clause: str, kinds: Sequence[str] = (), held: frozenset[str] = frozenset()
) -> list[tuple[str, float]]:
    """Chunks (paths) on the matter of ``clause`` with their scores, one an article, the best first."""
    return rank_candidates(library, find_candidates(library, clause, kinds=kinds, held=held), kinds, held)


def rank_candidates(
    library: Library,
    candidates: Candidates,
    kinds: Sequence[str] = (),
    held: frozenset[str] = frozenset(),
    weights: Mapping[str, float] = WEIGHTS,
    twin_weight: float = TWIN_WEIGHT,
) -> list[tuple[str, float]]:
    """Candidates of a clause and their twins, one an article, the best first, with their scores."""
    scores = candidates.scores(weights)
    best: dict[str, tuple[str, float]] = {}
    for n in np.argsort(-scores, kind="stable"):
        path = candidates.paths[n]
        best.setdefault(parse_path(path).article, (path, float(scores[n])))
    twins = _find_twins(library, list(best.values())[:TWINS_OF], kinds, held) if twin_weight else {}
    for article, (path, score) in twins.items():
        known, own = best.get(article, (path, 0.0))
        best[article] = (known, own + twin_weight * score)
    return sorted(best.values(), key=lambda found: -found[1])


def _find_twins(
    library: Library, found: Iterable[tuple[str, float]], kinds: Sequence[str], held: frozenset[str]
) -> dict[str, tuple[str, float]]:
    """By article the near-identical provisions of other regulations than those found, with the score they inherit."""
    twins: dict[str, tuple[str, float]] = {}
    for path, score in found:
        home = path.split("/", 1)[0]
        vector = np.asarray(library.generation.vectors[library.rows[path]])
        for other, cosine in library.generation.index.nearest(vector, TWINS):
            regulation = other.split("/", 1)[0]
            if cosine < TWIN_COSINE or regulation == home or regulation in held or "/pasal-" not in other:
                continue
            if kinds and library.regulations[regulation].kind not in kinds:
                continue
            article = parse_path(other).article
            inherited = score * (cosine - TWIN_COSINE) / (1 - TWIN_COSINE)
            if inherited > twins.get(article, ("", 0.0))[1]:
                twins[article] = (other, inherited)
    return twins


def _body_chunk(library: Library, path: str) -> Chunk:
    """The chunk to show for what was found: itself, or for an elucidation the unit it explains, else its article."""
    chunk = library.chunk(path)
    if "/penjelasan/" not in path:
        return chunk
    explained = path.split("#")[0].replace("/penjelasan/", "/", 1)
    body = [c for c in library.article_chunks(chunk.article) if "/penjelasan/" not in c.path]
    around = [c for c in body if f"{explained}/".startswith(f"{c.path.split('#')[0]}/")]
    return next(iter([*around[::-1], *body]), chunk)


def _families(library: Library, clause: Wording, passages: Sequence[Passage], below: Sequence[Passage]) -> list[Family]:
    """The articles found, each by its part most like the clause, as families; articles ``below`` may join them."""
    parts: dict[str, list[Wording]] = {}

    def fit(seed: Wording, other: Wording) -> Wording:
        article = parse_path(other.path).article
        if article not in parts:
            parts[article] = article_parts(library, article)
        long_enough = [p for p in parts[article] if len(p.weights) >= LEAST_PART * len(seed.weights)]
        return max([other, *long_enough], key=lambda part: closeness(part.weights, seed.weights))

    seeds, others = ([make_wording(library, p.chunk.path, p.chunk.text) for p in group] for group in (passages, below))
    finer = [(seed, fit(clause, seed)) for seed in seeds]
    chosen = [part if _gain(clause, seed, part) >= FINER else seed for seed, part in finer]
    return gather_families(chosen, others, fit)


def _gain(clause: Wording, seed: Wording, part: Wording) -> float:
    return closeness(clause.weights, part.weights) - closeness(clause.weights, seed.weights)


def article_parts(library: Library, article: str) -> list[Wording]:
    """Every unit of an article (path), the article itself first, as wordings; none of its elucidation."""
    regulation = article.split("/", 1)[0]
    return [
        make_wording(library, p.path, p.reading or p.text)
        for p in library.store.provisions(regulation)
        if p.path == article or p.path.startswith(f"{article}/")
    ]


def make_wording(library: Library, path: str, text: str) -> Wording:
    """The words of a stored provision, weighed by the words of the collection, with the age of its regulation."""
    weights = weigh_words(text, library.generation.vocabulary)
    return Wording(path, text, (*born(library.regulations[path.split("/", 1)[0]]), path), weights)


def born(regulation: Regulation) -> tuple[int, int]:
    """When a regulation was made, for putting wordings in order: year and day of the year (0 where unknown)."""
    if regulation.enacted:
        return regulation.enacted.year, regulation.enacted.timetuple().tm_yday
    return regulation.year or 9999, 0


def rank_of(kind: str) -> int:
    """The rank of a kind of regulation, from 1: see HIERARCHY; guides, which are no regulations, come last."""
    ranks = {name: rank for rank, names in enumerate(HIERARCHY, 1) for name in names}
    return ranks.get(kind, len(HIERARCHY) + 1 if kind in NO_RULES else CENTRAL)
