"""What drafters are sent as JSON: precedents, families, bases, lineage, ladders, audits; the keys are a contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from api.wire import passage_json
from kb.catalogue import status_on
from kb.citation import parse_path, regulation_label
from kb.precedent import rank_of
from kb.types import Regulation

if TYPE_CHECKING:
    from datetime import date

    from kb.basis_audit import Reliance
    from kb.body import Cell
    from kb.family import Descendant, Family
    from kb.ladder import Ladder, Rung
    from kb.legal_basis import Basis
    from kb.lineage import Lineage
    from kb.precedent import Precedents
    from kb.search import Library

Json = dict[str, Any]


def precedents_json(library: Library, identifier: str, found: Precedents, as_of: date | None = None) -> Json:
    """What was found for one clause: passages in rank order, and the same as families."""
    return {
        "id": identifier,
        "label": found.clause.label,
        "clause": found.clause.text,
        "passages": [
            {**passage_json(n, p), **_origin(library.regulations[p.chunk.regulation]), "likeness": round(alike, 4)}
            for n, (p, alike) in enumerate(zip(found.passages, found.likenesses, strict=True), 1)
        ],
        "families": [family_json(library, family, as_of) for family in found.families],
    }


def _origin(regulation: Regulation) -> Json:
    """Where a provision comes from: kind, place in the hierarchy (1 highest), year, agency."""
    return {
        "kind": regulation.kind,
        "hierarchy": rank_of(regulation.kind),
        "year": regulation.year,
        "issuer": regulation.issuer,
    }


def family_json(library: Library, family: Family, as_of: date | None = None) -> list[Json]:
    """The members of a family, the earliest first."""
    return [_member_json(library, member, as_of) for member in family]


def _member_json(library: Library, member: Descendant, as_of: date | None) -> Json:
    wording = member.wording
    return {
        "regulation": wording.regulation,
        "path": wording.path,
        "label": parse_path(wording.path).label,
        "title": library.regulations[wording.regulation].title,
        "status": status_on(wording.regulation, library.regulations, as_of),
        **_origin(library.regulations[wording.regulation]),
        "text": wording.text,
        "source": member.source or None,
        "likeness": round(member.likeness, 4),
        "edits": [{"change": edit.change, "text": edit.text} for edit in member.edits],
    }


def basis_json(basis: Basis) -> Json:
    """One regulation to be named under Mengingat."""
    return {
        "regulation": basis.regulation,
        "label": basis.label,
        "title": basis.title,
        "status": basis.status,
        "weight": round(basis.weight, 4),
        "named": basis.named,
        "replaces": list(basis.replaces),
        "rests": [{"clause": clause, "path": path} for clause, path in basis.rests],
        "delegations": [
            {"path": d.path, "label": d.label, "target": d.target, "text": d.text, "pages": list(d.pages)}
            for d in basis.delegations
        ],
    }


def lineage_json(library: Library, lineage: Lineage, as_of: date | None = None) -> Json:
    """Families of articles across regulations, and the articles that are in none."""
    return {
        "regulations": list(lineage.regulations),
        "families": [family_json(library, family, as_of) for family in lineage.families],
        "alone": list(lineage.alone),
    }


def ladder_json(ladder: Ladder) -> Json:
    """A sanction ladder: ``rungs`` name their cells by path, ``cells`` holds each once, in order of use."""
    cells: dict[str, Json] = {}

    def paths(group: Sequence[Cell]) -> list[str]:
        for cell in group:
            cells.setdefault(cell.path, cell_json(cell))
        return [cell.path for cell in group]

    return {
        "regulation": ladder.regulation,
        "label": regulation_label(ladder.regulation),
        "levels": [
            {
                "level": level.name,
                "measures": [
                    {"measure": paths([m])[0], "officers": paths(officers)}
                    for m, officers in zip(level.measures, level.officers, strict=True)
                ],
            }
            for level in ladder.levels
        ],
        "rungs": [_rung_json(rung, paths) for rung in ladder.rungs],
        "appeal": paths(ladder.appeal),
        "elsewhere": list(ladder.elsewhere),
        "missing": [{"article": number, "label": f"Pasal {number}"} for number in ladder.missing],
        "unsaid": list(ladder.unsaid),
        "unread": paths(ladder.unread),
        "cells": cells,
    }


def _rung_json(rung: Rung, paths: Any) -> Json:
    return {
        "kind": rung.kind or None,
        "duty": paths([rung.duty])[0] if rung.duty else None,
        "absent": [{"path": path, "label": parse_path(path).label} for path in rung.absent],
        "level": rung.level or None,
        "violation": paths([rung.violation])[0] if rung.violation else None,
        "measures": paths(rung.measures),
        "officers": [paths(officers) for officers in rung.officers],
        "examination": paths(rung.examination),
    }


def cell_json(cell: Cell) -> Json:
    """A provision as printed, with the words it hangs on."""
    return {
        "path": cell.path,
        "label": cell.label,
        "lead": cell.lead,
        "text": cell.text,
        "pages": list(cell.pages),
    }


def reliance_json(reliance: Reliance) -> Json:
    """A provision that still rests on a repealed rule."""
    cited = reliance.cited
    return {
        "regulation": reliance.regulation,
        "status": reliance.status,
        "path": reliance.path,
        "label": reliance.label,
        "pages": list(reliance.pages),
        "part": reliance.part,
        "cited": cited.path,
        "cited_label": cited.label,
        "cited_status": reliance.cited_status,
        "note": reliance.note,
        "replaced_by": list(reliance.replaced_by),
        "since": reliance.since.isoformat() if reliance.since else None,
        "quote": reliance.quote,
    }
