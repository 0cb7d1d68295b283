"""The articles of several regulations as families: which article came from which, found from their texts alone.

Regulations are put in the order they were made. Each article gets as its source the most alike article of an older
regulation: alike in its telling words and in how it opens, since the opening says whom and what it is about. One source
for one article comes before one source for many, the regulation just before comes before older ones, for that is how
drafters copy.

Does not do: follow ayat that moved to another article alone (kb.precedent does, for a clause); read what repeals say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.family import Descendant, Family, Wording, closeness
from kb.precedent import make_wording
from kb.search import Library
from kb.types import NotFoundError
from kb.wording_diff import diff_words, telling_words, word_likeness

# Chosen on the discipline regulations, looked at again on the civil-service acts: docs/precedents.md.
SOURCE = 0.35  # likeness from which an article counts as come from another
OPENING, OPENING_SHARE = 12, 0.25  # telling words of an article's opening, and their share in the likeness
SPLIT = 0.9  # what a source is worth that another article of the same regulation has taken
OLDER = 0.9  # what a source is worth that is not of the regulation just before


@dataclass(frozen=True, slots=True)
class Lineage:
    """``regulations`` (ids) the oldest first; ``families`` of two or more articles, in the order of their earliest;
    ``alone`` the articles (paths) that came from none of the others and passed into none.
    """

    regulations: tuple[str, ...]
    families: tuple[Family, ...]
    alone: tuple[str, ...]


def trace_lineage(library: Library, regulations: Sequence[str]) -> Lineage:
    """Families among the articles of stored regulations (ids, two or more, any order).

    Raises NotFoundError where one is not stored or fewer than two are named.
    """
    if missing := [i for i in regulations if i not in library.stored]:
        raise NotFoundError(f"tidak ada di koleksi: {', '.join(missing)}")
    if len(set(regulations)) < 2:
        raise NotFoundError("silsilah memerlukan sedikitnya dua peraturan yang berbeda")
    articles = {i: _articles(library, i) for i in dict.fromkeys(regulations)}
    ordered = sorted(articles, key=lambda i: min((w.born for w in articles[i]), default=(9999, 0, i)))
    sources: dict[str, tuple[Wording, float]] = {}
    for n, newer in enumerate(ordered[1:], 1):
        older = [w for i in ordered[:n] for w in articles[i]]
        sources |= find_sources(older, articles[newer])
    wordings = [w for i in ordered for w in articles[i]]
    families = _families(wordings, sources)
    return Lineage(
        tuple(ordered),
        tuple(f for f in families if len(f) > 1),
        tuple(f[0].wording.path for f in families if len(f) == 1),
    )


def _articles(library: Library, regulation: str) -> list[Wording]:
    """The articles of a regulation in document order; of an amending act those it quotes, not the frames."""
    return [
        make_wording(library, p.path, p.reading or p.text)
        for p in library.store.provisions(regulation)
        if p.kind == "pasal" and re.fullmatch(rf"{re.escape(regulation)}/pasal-\d+[a-z]*", p.path)
    ]


def find_sources(older: Sequence[Wording], newer: Sequence[Wording]) -> dict[str, tuple[Wording, float]]:
    """For each article of one regulation (path) that has one, its source among ``older`` and their likeness (0..1).

    ``older`` are in the order of their regulations, the youngest last. The closest pair is taken first; from then on
    its source counts ``SPLIT`` for the other articles.
    """
    if not older or not newer:
        return {}
    before = older[-1].regulation
    alike = _likenesses(older, newer) * np.array([1.0 if o.regulation == before else OLDER for o in older])
    worth = alike.copy()
    found: dict[str, tuple[Wording, float]] = {}
    for _ in newer:
        row, column = divmod(int(np.argmax(worth)), len(older))
        if alike[row, column] >= SOURCE:
            found[newer[row].path] = older[column], float(alike[row, column])
        worth[row] = -1
        worth[:, column] = np.where(worth[:, column] >= 0, SPLIT * alike[:, column], -1)
    return found


def _likenesses(older: Sequence[Wording], newer: Sequence[Wording]) -> NDArray[np.float64]:
    """How alike each of ``newer`` (row) is to each of ``older`` (column)."""
    openings = {w.path: telling_words(w.text)[:OPENING] for w in (*older, *newer)}
    return np.array(
        [
            [
                (1 - OPENING_SHARE) * closeness(o.weights, n.weights)
                + OPENING_SHARE * word_likeness(openings[o.path], openings[n.path])
                for o in older
            ]
            for n in newer
        ]
    )


def _families(wordings: Sequence[Wording], sources: dict[str, tuple[Wording, float]]) -> list[Family]:
    """Wordings joined by their sources, each family in the order given, families by their first member."""
    founder: dict[str, str] = {}
    families: dict[str, list[Descendant]] = {}
    for wording in wordings:
        source, alike = sources.get(wording.path, (None, 0.0))
        founder[wording.path] = founder[source.path] if source else wording.path
        edits = diff_words(source.text, wording.text) if source else ()
        member = Descendant(wording, source.path if source else "", alike, edits)
        families.setdefault(founder[wording.path], []).append(member)
    return [tuple(family) for family in families.values()]
