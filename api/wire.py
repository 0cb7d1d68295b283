"""Records to the JSON that commands print and the REST API sends; the keys are a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kb.citation import parse_path
from kb.types import Amendment, Answer, Beside, Chunk, PageBox, Passage, Provision, Regulation, Relation

if TYPE_CHECKING:
    from kb.search import Shown  # heavy: chromadb

Json = dict[str, Any]


def passage_json(rank: int, passage: Passage) -> Json:
    """A passage found, ``rank`` counted from 1."""
    chunk = passage.chunk
    return {
        "rank": rank,
        "score": round(passage.score, 4),
        "regulation": chunk.regulation,
        "path": chunk.path,
        "label": chunk.label,
        "title": passage.title,
        "status": passage.status,
        "pages": list(chunk.pages),
        "boxes": [list(box) for box in chunk.boxes],
        "text": chunk.text,
        "verbatim": passage.chunk.verbatim,
        "pictures": [] if chunk.verbatim else page_pictures(chunk),
    }


def page_pictures(chunk: Chunk) -> list[str]:
    """Addresses (REST) of the pictures of what is printed, a page each, for a text that was recognised poorly."""
    by_page: dict[int, list[PageBox]] = {}
    for box in chunk.boxes:
        by_page.setdefault(box[0], []).append(box)
    addresses = []
    for page, boxes in sorted(by_page.items()):
        _, left, bottom, right, top = zip(*boxes, strict=True)
        around = f"{min(left):g},{min(bottom):g},{max(right):g},{max(top):g}"
        addresses.append(f"/v1/regulations/{chunk.regulation}/pages/{page}.png?box={around}")
    return addresses


def search_json(identifier: str, query: str, passages: list[Passage]) -> Json:
    """The result of one search."""
    return {"id": identifier, "query": query, "passages": [passage_json(n, p) for n, p in enumerate(passages, 1)]}


def answer_json(answer: Answer) -> Json:
    """An answer; each passage also with its ``quote``. ``related`` are near provisions beside a refusal: no answer.

    ``relations`` are what an answer ``about`` a regulation's worth stands on.
    """
    return {
        "question": answer.question,
        "answer": answer.text,
        "found": answer.found,
        "confidence": round(answer.confidence, 4),
        "refusal": answer.refusal,
        "passages": [{**passage_json(n, p), "quote": p.quote} for n, p in enumerate(answer.passages, 1)],
        "warnings": list(answer.warnings),
        "mode": answer.mode,
        "beside": [beside_json(note) for note in answer.beside],
        "related": [passage_json(n, p) for n, p in enumerate(answer.related, 1)],
        "about": answer.about,
        "relations": [relation_json(relation) for relation in answer.relations],
    }


def beside_json(note: Beside) -> Json:
    """What an answer's first quote refers to, a term that it uses, or its penjelasan."""
    return {
        "kind": note.kind,
        "term": note.term,
        "text": note.text,
        "path": note.path,
        "label": note.label,
        "page": note.page,
    }


def relation_json(relation: Relation) -> Json:
    """One relation between regulations."""
    return {
        "subject": relation.subject,
        "relation": relation.relation,
        "object": relation.object,
        "article": relation.article,
        "note": relation.note,
        "source": relation.source,
    }


def amendment_json(amendment: Amendment) -> Json:
    """What an act did to an article, and where the newer wording stands."""
    return {
        "object": amendment.object,
        "verb": amendment.verb,
        "subject": amendment.subject,
        "label": parse_path(amendment.subject).label,
        "via": amendment.via,
    }


def regulation_json(regulation: Regulation, status: str, quarantine: str = "") -> Json:
    """What is known of a regulation, its ``status`` on the day asked, and why it is not searched, if so."""
    return {
        "id": regulation.id,
        "kind": regulation.kind,
        "number": regulation.number,
        "year": regulation.year,
        "title": regulation.title,
        "place": regulation.place,
        "issuer": regulation.issuer,
        "enacted": regulation.enacted.isoformat() if regulation.enacted else None,
        "status": status,
        "topics": list(regulation.topics),
        "page_url": regulation.page_url or None,
        "quarantine": quarantine or None,
    }


def outline_json(provision: Provision) -> Json:
    """One row of a document's outline."""
    return {
        "path": provision.path,
        "label": provision.label,
        "pages": list(provision.pages),
        "text": provision.text,
    }


def shown_json(shown: Shown) -> Json:
    """One provision with its sub-units, elucidation, status and the relations of its regulation."""
    return {
        **outline_json(shown.provision),
        "regulation": shown.provision.path.split("/", 1)[0],
        "status": shown.status,
        "children": [outline_json(child) for child in shown.children],
        "penjelasan": outline_json(shown.penjelasan) if shown.penjelasan else None,
        "relations": [relation_json(relation) for relation in shown.relations],
        "definitions": [{"term": term, **outline_json(unit)} for term, unit in shown.definitions],
        "amendments": [amendment_json(amendment) for amendment in shown.amendments],
        "unread": list(shown.unread),
        "quarantine": shown.quarantine or None,
    }
