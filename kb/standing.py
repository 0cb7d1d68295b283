"""What a cited provision is worth on a day: in force, amended, repealed, and where the newer wording stands.

Finer than the status of a regulation (``kb.catalogue.status_on``): of an amended regulation whose amending acts are in
the collection, an article that none of them touches is as good as before.

Does not do: read the text around the citation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kb.catalogue import status_on, status_reasons
from kb.citation import Citation, find_citations, regulation_label
from kb.search import Library
from kb.types import Amendment, Relation

Worth = Literal["ada", "diubah", "dicabut"]


@dataclass(frozen=True, slots=True)
class Standing:
    """``worth`` of a provision, why (Indonesian), and the paths of what stands in its place, the latest first."""

    worth: Worth
    detail: str = ""
    newer: tuple[str, ...] = ()


def standing_on(library: Library, citation: Citation, day: date | None = None) -> Standing:
    """What ``citation`` (a provision, or a whole regulation) is worth on ``day`` (default today)."""
    regulation = citation.regulation
    status = status_on(regulation, library.regulations, day)
    reasons = status_reasons(regulation, library.regulations, day)
    label = regulation_label(regulation)
    if status == "dicabut":
        by = tuple(dict.fromkeys(r.subject for r in reversed(reasons) if r.subject != regulation))
        return Standing("dicabut", f"{label} dicabut" + _with(by), by)
    touched = _touching(library, citation, day)
    if touched:
        return _amended(citation, touched)
    if status in ("belum berlaku", "tidak diketahui"):
        said = "belum berlaku pada tanggal itu" if status == "belum berlaku" else "tidak diketahui statusnya"
        return Standing("ada", f"{label} {said}")
    if not citation.steps:
        by = tuple(dict.fromkeys(r.subject for r in reversed(reasons)))
        return Standing("diubah", f"{label} diubah" + _with(by), by) if status == "diubah" else Standing("ada")
    repealed = [r for r in reasons if r.relation == "mencabut"]
    for relation in reversed(repealed):
        if _names(relation.note, citation):
            return Standing("dicabut", f"dicabut dengan {regulation_label(relation.subject)}", (relation.subject,))
    open_ended = [r for r in repealed if not _lists_articles(r.note)]
    if open_ended:
        relation = open_ended[-1]
        detail = f"{label} dicabut sebagian dengan {regulation_label(relation.subject)} ({relation.note})"
        return Standing("diubah", detail, (relation.subject,))
    unseen = [r.subject for r in reasons if r.relation == "mengubah" and not _articles_known(library, r)]
    if unseen:
        by = tuple(dict.fromkeys(reversed(unseen)))
        return Standing("diubah", f"{label} diubah{_with(by)}, yang naskahnya tidak ada di koleksi", by)
    others = tuple(dict.fromkeys(r.subject for r in reversed(reasons)))
    untouched = f"{label} diubah{_with(others)}, tetapi tidak terbaca mengubah ketentuan ini"
    return Standing("ada", untouched if others else "")


def _with(acts: tuple[str, ...]) -> str:
    return f" dengan {', '.join(map(regulation_label, acts))}" if acts else ""


def _touching(library: Library, citation: Citation, day: date | None) -> list[Amendment]:
    """What acts did to the cited provision, to what it lies in, or to a part of it; the latest first."""
    if not citation.value("pasal") or citation.part != "batang_tubuh":
        return []
    path = Citation(citation.regulation, citation.steps).path
    return [
        a
        for a in library.amendments_of(citation.article, day)
        if f"{path}/".startswith(f"{a.object}/") or f"{a.object}/".startswith(f"{path}/")
    ]


def _amended(citation: Citation, touched: list[Amendment]) -> Standing:
    newer = tuple(dict.fromkeys(a.subject for a in touched))
    act = regulation_label(touched[0].subject.split("/", 1)[0])
    path = Citation(citation.regulation, citation.steps).path
    deleted = touched[0].verb == "dihapus" and f"{path}/".startswith(f"{touched[0].object}/")
    if deleted:
        return Standing("dicabut", f"dihapus dengan {act}", newer)
    verbs = ", ".join(dict.fromkeys(a.verb for a in touched))
    return Standing("diubah", f"{verbs} dengan {act}", newer)


def _names(note: str, citation: Citation) -> bool:
    """Whether the condition of a repeal names the cited provision or what it lies in."""
    below = Citation("", citation.steps).path
    return any(f"{below}/".startswith(f"{Citation('', f.citation.steps).path}/") for f in find_citations(note))


def _lists_articles(note: str) -> bool:
    """Whether the condition of a repeal is a complete list of articles."""
    return any(f.citation.steps for f in find_citations(note)) and "antara lain" not in note


def _articles_known(library: Library, relation: Relation) -> bool:
    """Whether the text that amends is in the collection and was read down to the articles it changes."""
    act = library.regulations.get(relation.subject)
    prefix = f"{relation.object}/"
    return (
        relation.subject in library.stored
        and act is not None
        and any(a.object.startswith(prefix) for a in act.amendments)
    )
