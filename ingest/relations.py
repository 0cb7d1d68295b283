"""What a document says its rule does to other rules: ``mencabut``, ``mengubah``, ``melaksanakan``.

Read from the title, the considerations (menimbang), the amending frame (Pasal I) and the articles and diktum. Not
read from the legal basis (mengingat), the elucidation and the annexes, which only mention or give examples; quoted
articles of an amending act are the amended act's words and are not read either.

A rule named "sebagaimana telah diubah dengan X" tells, wherever it stands, that X amends it. That is kept as a
relation of X (``subject``) with the place that says so in ``note``, since the text of X may not be in the collection.

Does not do: say what follows from relations for a day (``kb.catalogue.status_on``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.statements import NamedRule, find_objects, find_statements
from ingest.wording import even_text
from kb.citation import REGULATION, find_citations, parse_path
from kb.types import Provision, Regulation, Relation

MENTIONING = ("judul", "menimbang", "mengingat", "memutuskan", "penjelasan", "lampiran")  # never where rules are made
_TITLE_CHANGE = re.compile(
    r"\b(?:perubahan|pengubahan|mengubah|perobahan|merubah|penyempurnaan|tambahan|penambahan)\b(?:(?!tentang\b)[\w ,()-]){0,60}?$",
    re.I,
)
_TITLE_REPEAL = re.compile(
    r"\b(?:pencabutan|mencabut|pernyataan tidak berlaku(?:nya)?)\b(?:(?!tentang\b)[\w ,-]){0,40}$", re.I
)
_TITLE_IMPLEMENT = re.compile(
    r"^\W*(?:peraturan |ketentuan |tata cara |petunjuk )*pelaksanaan (?:dari |atas |lebih lanjut )?(?:ketentuan )?",
    re.I,
)
_IMPLEMENT = re.compile(
    r"\b(?:melaksanakan|menjalankan|(?:sebagai|rangka|dan|guna)\s+pelaksanaan)\s+(?:lebih\s+lanjut\s+)?(?:(?:dari|atas|amanat|amanah)\s+)*(?=ketentuan|pasal|ayat|huruf|bab|"
    r"undang|peraturan|keputusan|instruksi|perpu|perppu)",
    re.I,
)
_AMENDED_BY = re.compile(
    r"\b(?:sebagaimana|seperti|yang)?\s*telah\s+(?:(?:\w+\s+kali|beberapa\s+kali|di)\s*)?[\w\s,]{0,40}?(?:diubah|dirubah|dirobah|disempurnakan|ditambah)\b"
    r"[\w\s,]{0,40}?\bdengan\s*$",
    re.I,
)
_CHANGE_OF = re.compile(r"^\s*tentang\s+(?:perubahan|pengubahan)(?:\s+[\w-]+){0,3}?\s+atas\s*$", re.I)


def read_relations(provisions: Sequence[Provision], regulation: Regulation) -> tuple[Relation, ...]:
    """The relations the document states, one for each (subject, relation, object), those of the rule itself first.

    ``article`` is the unit that says so, as a path below the regulation ("pasal-45", "menimbang/huruf-a", "judul"); ``note``
    is the part or condition of a partial repeal, the articles implemented, or, for an amendment by another
    act, who mentions it. A rule never acts on itself or on a rule of a later year.
    """
    own = list(_own_relations(provisions, regulation))
    mentioned = [r for r in _mentioned_amendments(provisions, regulation) if r.subject != regulation.id]
    return unite(r for r in [*own, *mentioned] if r.object != r.subject and _in_order(r.object, r.subject))


def unite(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """One relation for each (subject, relation, object): a whole repeal outweighs a partial one, parts are added up."""
    united: dict[tuple[str, str, str], list[Relation]] = {}
    for relation in relations:
        united.setdefault((relation.subject, relation.relation, relation.object), []).append(relation)
    return tuple(_united(group) for group in united.values())


def _united(group: list[Relation]) -> Relation:
    if group[0].relation != "mencabut":
        return group[0]
    whole = next((r for r in group if not r.note), None)
    notes = dict.fromkeys(r.note for r in group)
    first = whole or group[0]
    return Relation(*_key(first), first.article, "" if whole else "; ".join(notes), first.source)


def _key(relation: Relation) -> tuple[str, str, str]:
    return relation.subject, relation.relation, relation.object


def _own_relations(provisions: Sequence[Provision], regulation: Regulation) -> Iterator[Relation]:
    def stated(relation: str, named: str, article: str, note: str = "") -> Relation:
        return Relation(regulation.id, relation, named, article, note, "teks")

    for unit in _ruling_units(provisions):
        article = unit.path.removeprefix(f"{regulation.id}/")
        for statement in find_statements(even_text(_ruling_words(unit, provisions))):
            yield stated(
                statement.relation, statement.regulation, article, _kept_note(statement.relation, statement.condition)
            )
    for unit in provisions:
        if unit.kind == "memutuskan":  # "Dengan mencabut ...", between the enacting words and the title
            for statement in find_statements(even_text(unit.text)):
                if statement.relation == "mencabut":
                    yield stated("mencabut", statement.regulation, "memutuskan", statement.condition)
    titles = (_title_relations(even_text(title)) for title in _titles(provisions, regulation))
    for verb, named in next((found for found in titles if found), []):
        yield stated(verb, named.regulation, "judul", named.part)
    for article, words in _considerations(provisions, regulation.id):
        for match in _IMPLEMENT.finditer(words):
            for named in find_objects(words[match.end() :])[:4]:
                yield stated("melaksanakan", named.regulation, article, re.sub(r"^ketentuan\s+", "", named.part))


def _kept_note(relation: str, condition: str) -> str:
    return condition if relation == "mencabut" else ""


def _titles(provisions: Sequence[Provision], regulation: Regulation) -> Iterator[str]:
    """The title as read, the title page, and the title as the enacting words repeat it."""
    yield regulation.title
    for unit in provisions:
        if unit.kind == "judul":
            yield re.split(r"\b(?:Menimbang|bahwa|dengan\s+rahmat)\b", unit.text, maxsplit=1, flags=re.I)[0][-2_000:]
        if unit.kind == "memutuskan" and (enacted := re.search(r"\bMenetapkan\b(.*)", unit.text, re.I | re.S)):
            yield enacted[1]


def _title_relations(title: str) -> list[tuple[str, NamedRule]]:
    """What a title says: "Perubahan Kedua atas ...", "Pencabutan ...", "Pelaksanaan ..."."""
    for name in REGULATION.finditer(title):
        before = title[: name.start()]
        if _TITLE_CHANGE.search(before):
            return [("mengubah", o) for o in find_objects(title[name.start() :])[:1]]
        if _TITLE_REPEAL.search(before):
            return [("mencabut", o) for o in find_objects(title[name.start() :])]
    if match := _TITLE_IMPLEMENT.match(title):
        return [("melaksanakan", o) for o in find_objects(title[match.end() :])[:1]]
    return []


def _ruling_units(provisions: Sequence[Provision]) -> Iterator[Provision]:
    """The articles and other top units in which a document makes rules; not the articles an amending act quotes."""
    frames = {p.path for p in provisions if re.search(r"^[^/]+/pasal-[ivx]+$", p.path)}
    inside = False
    for unit in provisions:
        steps = parse_path(unit.path).steps
        if len(steps) != 1 or unit.parent and parse_path(unit.parent).value("pasal") or steps[0][0] in MENTIONING:
            continue
        if unit.path in frames:
            inside = True
        elif inside and steps[0][0] == "pasal":
            continue  # quoted: it stands in the frame before it
        yield unit


def _ruling_words(unit: Provision, provisions: Sequence[Provision]) -> str:
    """The unit's text; of the frame that quotes articles, only what stands before the first of its parts."""
    text = unit.text
    if unit.path.endswith("/pasal-i"):
        text = text[: max(unit.own_end - unit.start, 0)] or text[:400]
    return re.sub(
        r"^\W*(?:P\s?[ae]\s?s\s?a\s?\w\.?|diktum)\s*[\dIVXlO][\w ]{0,4}?\s*[.:]?\s+(?=[^\W\d]|\()", "", text, flags=re.I
    )


def _considerations(provisions: Sequence[Provision], regulation: str) -> Iterator[tuple[str, str]]:
    """The points of menimbang, each with its path; also those that stand elsewhere in the head ("bahwa ...;")."""
    for unit in provisions:
        part = parse_path(unit.path).part
        if part == "menimbang" and not any(p.parent == unit.path for p in provisions):
            yield unit.path.removeprefix(f"{regulation}/"), even_text(unit.text).split(";")[0]
        if part in ("judul", "menimbang", "mengingat", "pembuka") and unit.path.count("/") == 1:
            for point in re.finditer(r"\bbahwa\b[^;]*", even_text(unit.text)):
                yield "menimbang", point.group()


def _mentioned_amendments(provisions: Sequence[Provision], regulation: Regulation) -> Iterator[Relation]:
    """ "X sebagaimana telah diubah dengan Y" and "Y tentang Perubahan atas X", wherever they stand outside the annexes."""
    for unit in provisions:
        steps = parse_path(unit.path).steps
        if len(steps) != 1 or steps[0][0] == "lampiran":
            continue
        text = even_text(unit.text)
        article = unit.path.removeprefix(f"{regulation.id}/")
        names = list(REGULATION.finditer(text))
        for first, second in zip(names, names[1:], strict=False):
            between = text[first.end() : second.start()]
            if len(between) > 600:
                continue
            subject, named = "", ""
            if _CHANGE_OF.match(between):
                subject, named = first.group(), second.group()
            elif _AMENDED_BY.search(between) and ";" not in between:
                subject, named = second.group(), first.group()
            if subject and (ids := (_identifier(subject), _identifier(named))) and all(ids):
                yield Relation(ids[0], "mengubah", ids[1], "", f"menurut {regulation.id}/{article}", "teks")


def _identifier(words: str) -> str:
    return next((found.citation.regulation for found in find_citations(words)), "")


def _in_order(earlier: str, later: str) -> bool:
    """Whether ``earlier`` may be acted on by ``later``: not of a later year, as far as both ids tell one."""
    years = [re.search(r"-((?:19|20)\d\d)(?:-|$)", identifier) for identifier in (earlier, later)]
    return not all(years) or years[0][1] <= years[1][1]  # type: ignore[index]
