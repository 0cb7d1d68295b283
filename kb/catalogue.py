"""Regulations known, what they do to each other, and what each is worth on a given day.

Validity is data with a source, never a guess: a regulation of which nothing is known has status ``tidak diketahui``.
The catalogue is a TOML file of ``[[regulation]]`` tables; see ``corpus/catalogue.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from kb.citation import KINDS, REGULATION, kind_of
from kb.types import CatalogueError, Regulation, Relation, Status

RELATIONS = ("mencabut", "mengubah", "melaksanakan")
STATUSES = get_args(Status)
_TEXT = ("kind", "number", "title", "place", "issuer", "page_url", "pdf_url")
_DATES = ("enacted", "in_force_from", "repealed_on")
_LISTS = ("topics", "aliases")
_KNOWN = {"id", "year", "status", "relations", *_TEXT, *_DATES, *_LISTS}
_KIND_NAMES = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(
        re.escape(name.lower()).replace(r"\ ", r"\s+")
        for name in sorted((n for short, names in KINDS.values() for n in (short, *names)), key=len, reverse=True)
    )
    + r")(?![\w-])"
)
ABBREVIATIONS = {
    "asn": "aparatur sipil negara",
    "p3k": "pegawai pemerintah dengan perjanjian kerja",
    "pemda": "pemerintahan daerah",
    "pns": "pegawai negeri sipil",
    "pppk": "pegawai pemerintah dengan perjanjian kerja",
    "tipikor": "tindak pidana korupsi",
}
_LEAD = set("tentang ttg soal mengenai tahun thn th".split()) | {str(year) for year in range(1945, 2100)}
# Words of titles that tell no regulation from another.
COMMON_WORDS = set(
    "dan atau di dengan untuk bagi yang dari pada atas perubahan kedua ketiga peraturan undang pelaksanaan pegawai "
    "negeri sipil tata cara pemberian pengelolaan pedoman sistem penyelenggaraan".split()
)


def load_catalogue(path: Path) -> dict[str, Regulation]:
    """The regulations of a catalogue file by id; CatalogueError names the row and the field that is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("regulation", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path.name}: katalog tidak dapat dibaca ({error})") from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CatalogueError(f"{path.name}: regulation harus berupa daftar tabel [[regulation]]")
    rows: dict[str, Regulation] = {}
    for n, table in enumerate(tables, start=1):
        row = _read_row(path.name, n, table)
        if row.id in rows:
            raise CatalogueError(f"{path.name}: baris {n}: id {row.id} tertulis dua kali")
        rows[row.id] = row
    return rows


def _read_row(file: str, n: int, table: dict[str, Any]) -> Regulation:
    identifier = table.get("id")
    where = f"{file}: baris {n} ({identifier or 'tanpa id'})"
    if not isinstance(identifier, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identifier):
        raise CatalogueError(f"{where}: id tidak sah")
    if unknown := sorted(set(table) - _KNOWN):
        raise CatalogueError(f"{where}: bidang tidak dikenal: {', '.join(unknown)}")
    for field in _TEXT:
        if not isinstance(table.get(field, ""), str):
            raise CatalogueError(f"{where}: {field} harus berupa teks")
    for field in _DATES:
        if isinstance(table.get(field), datetime) or not isinstance(table.get(field), date | None):
            raise CatalogueError(f"{where}: {field} harus berupa tanggal")
    for field in _LISTS:
        if not isinstance(table.get(field, []), list) or not all(isinstance(i, str) for i in table.get(field, [])):
            raise CatalogueError(f"{where}: {field} harus berupa daftar teks")
    if table.get("status", "tidak diketahui") not in STATUSES:
        raise CatalogueError(f"{where}: status {table['status']!r} tidak dikenal")
    if not isinstance(table.get("year"), int | None):
        raise CatalogueError(f"{where}: year harus berupa bilangan")
    relations = []
    for relation in table.get("relations", []):
        if (
            not isinstance(relation, dict)
            or relation.get("relation") not in RELATIONS
            or not isinstance(relation.get("object"), str)
            or not all(isinstance(value, str) for value in relation.values())
            or set(relation) - {"relation", "object", "article", "note"}
        ):
            raise CatalogueError(f"{where}: relations {relation!r} tidak sah")
        relations.append(
            Relation(
                identifier,
                relation["relation"],
                relation["object"],
                relation.get("article", ""),
                relation.get("note", ""),
            )
        )
    fields: dict[str, Any] = {field: table.get(field, "") for field in _TEXT}
    fields |= {field: table.get(field) for field in _DATES}
    fields |= {field: tuple(table.get(field, ())) for field in _LISTS}
    fields |= {"year": table.get("year"), "status": cast(Status, table.get("status", "tidak diketahui"))}
    return Regulation(id=identifier, relations=tuple(relations), **fields)


def merge(read: Regulation, row: Regulation | None) -> Regulation:
    """What was read from a document, corrected by its catalogue row where that says something; relations united."""
    if row is None:
        return read
    said = {f: getattr(row, f) for f in (*_TEXT, *_DATES, *_LISTS, "year", "status_reason") if getattr(row, f)}
    status = row.status if row.status != "tidak diketahui" else read.status
    return replace(read, **said, status=status, relations=unite_relations((*row.relations, *read.relations)))


def unite_relations(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """One relation for each (subject, relation, object), the earlier counting where both say something.

    Article and condition come from the first that has one; ``source`` is ``teks`` where a text says it too.
    """
    united: dict[tuple[str, str, str], Relation] = {}
    for relation in relations:
        known = united.setdefault((relation.subject, relation.relation, relation.object), relation)
        if known is not relation:
            source = "teks" if "teks" in (known.source, relation.source) else known.source
            article, note = known.article or relation.article, known.note or relation.note
            united[known.subject, known.relation, known.object] = replace(
                known, article=article, note=note, source=source
            )
    return tuple(united.values())


class KnownRegulations(dict[str, Regulation]):
    """Regulations by id that are not changed any more, with their relations and names found at once.

    ``stated``: relations with who states them, by either party.
    """

    def __init__(self, regulations: Mapping[str, Regulation]) -> None:
        super().__init__(regulations)
        self.stated: dict[str, list[tuple[str, Relation]]] = {}
        for owner, relation in _stated(regulations):
            for party in {relation.subject, relation.object}:
                self.stated.setdefault(party, []).append((owner, relation))
        self._named: dict[tuple[str, str], list[str]] | None = None

    @property
    def named(self) -> dict[tuple[str, str], list[str]]:
        """Ids by the two words that what names them begins with (``_by_first_words``), made when first asked."""
        if self._named is None:
            self._named = _by_first_words(self)
        return self._named


def _stated(regulations: Mapping[str, Regulation]) -> Iterator[tuple[str, Relation]]:
    """Every relation with the id of the regulation that states it, in the order of those ids."""
    return ((owner, relation) for owner, row in sorted(regulations.items()) for relation in row.relations)


def relations_of(identifier: str, regulations: Mapping[str, Regulation]) -> tuple[Relation, ...]:
    """Every relation the regulation is subject or object of, once each, in the order of the ids of those who state it.

    What an act says of itself comes before what others mention of it.
    """
    if isinstance(regulations, KnownRegulations):
        stated = regulations.stated.get(identifier, [])
    else:
        stated = [(owner, r) for owner, r in _stated(regulations) if identifier in (r.subject, r.object)]
    firsthand = unite_relations(relation for owner, relation in stated if owner == relation.subject)
    known = {(r.subject, r.relation, r.object) for r in firsthand}
    mentioned = unite_relations(
        r for owner, r in stated if owner != r.subject and (r.subject, r.relation, r.object) not in known
    )
    return (*firsthand, *mentioned)


def status_on(identifier: str, regulations: Mapping[str, Regulation], day: date | None = None) -> Status:
    """What the regulation is worth on ``day`` (default today).

    Repealed or amended by an act that was in force on that day makes ``dicabut`` or ``diubah``; a partial repeal (a
    relation with a note) makes ``diubah``. An act that does nothing but amend goes with the acts it amends. The repeal
    of a repealing act revives nothing. Otherwise the catalogue's own word counts, as far as it fits the day; without
    any the status is ``tidak diketahui``, also where the text is at hand. A librarian's word (a status with its
    reason) counts more than any relation, a repeal from the day it names on.
    """
    day = day or date.today()
    row = regulations.get(identifier)
    if row and day < (row.in_force_from or row.enacted or date(row.year or 1, 1, 1)):
        return "belum berlaku"
    if row and row.status_reason and not (row.repealed_on and day < row.repealed_on):
        return row.status
    if row and row.repealed_on:
        if day >= row.repealed_on:
            return "dicabut"
    elif _repeals(identifier, regulations, day):
        return "dicabut"
    elif row and row.status == "dicabut":
        return _unless_later(identifier, "dicabut", regulations, day)
    elif _changes(identifier, regulations, day):
        return "diubah"
    if row is None:
        return "tidak diketahui"
    if row.status in ("dicabut", "diubah"):
        return _unless_later(identifier, row.status, regulations, day)
    return row.status


def status_reasons(
    identifier: str, regulations: Mapping[str, Regulation], day: date | None = None
) -> tuple[Relation, ...]:
    """The relations that make ``status_on`` say ``dicabut`` or ``diubah``, oldest act first; empty for other statuses.

    For an amending act that went with the acts it amends, these are the relations that repealed those. When each
    took effect tells ``effective_from``.
    """
    day = day or date.today()
    status = status_on(identifier, regulations, day)
    found: tuple[Relation, ...] = ()
    if status in ("dicabut", "diubah"):
        found = (_repeals if status == "dicabut" else _changes)(identifier, regulations, day)
    return tuple(sorted(found, key=lambda r: effective_from(r, regulations) or date(year_of(r.subject) or 9999, 1, 1)))


def effective_from(relation: Relation, regulations: Mapping[str, Regulation]) -> date | None:
    """The day from which an act does what ``relation`` says: from its force or else its enactment; None if unknown."""
    actor = regulations.get(relation.subject)
    return (actor.in_force_from or actor.enacted) if actor else None


def _repeals(
    identifier: str, regulations: Mapping[str, Regulation], day: date, seen: frozenset[str] = frozenset()
) -> tuple[Relation, ...]:
    """Whole repeals in effect on ``day``: of the act itself, or of every act that it amends."""
    relations = relations_of(identifier, regulations)
    own = tuple(
        r
        for r in relations
        if r.object == identifier and r.relation == "mencabut" and not r.note and _acts_on(r, regulations, day)
    )
    amended = {r.object for r in relations if r.subject == identifier and r.relation == "mengubah"}
    if own or not amended or identifier in seen:
        return own
    born = year_of(identifier) or 0
    found: list[Relation] = []
    for base in sorted(amended):
        repeals = _repeals(base, regulations, day, seen | {identifier})
        later = [r for r in repeals if (year_of(r.subject) or born) >= born and r.subject != identifier]
        if not later:
            return ()
        found += later
    return tuple(dict.fromkeys(found))


def _changes(identifier: str, regulations: Mapping[str, Regulation], day: date) -> tuple[Relation, ...]:
    """Amendments and partial repeals in effect on ``day``."""
    return tuple(
        r
        for r in relations_of(identifier, regulations)
        if r.object == identifier
        and (r.relation == "mengubah" or (r.relation == "mencabut" and r.note))
        and _acts_on(r, regulations, day)
    )


def _unless_later(identifier: str, status: Status, regulations: Mapping[str, Regulation], day: date) -> Status:
    """The catalogue's ``status`` of today, unless every act known to have caused it came after ``day``."""
    verbs = ("mencabut",) if status == "dicabut" else ("mencabut", "mengubah")
    row = regulations[identifier]
    if status == "dicabut" and row.repealed_on:
        return "berlaku" if day < row.repealed_on else status
    causes = [r for r in relations_of(identifier, regulations) if r.object == identifier and r.relation in verbs]
    if causes and not any(_acts_on(r, regulations, day) for r in causes):
        return "berlaku" if row.enacted or (row.year and row.year < day.year) else "tidak diketahui"
    return status


def _acts_on(relation: Relation, regulations: Mapping[str, Regulation], day: date) -> bool:
    """Whether the act that states ``relation`` was in force on ``day``; by its year where no date is known."""
    began = effective_from(relation, regulations)
    if began:
        return day >= began
    year = year_of(relation.subject)
    return year is None or day.year > year


def year_of(identifier: str) -> int | None:
    """The year in an id: 2021 in "pp-94-2021"."""
    match = re.search(r"-((?:19|20)\d\d)(?:-|$)", identifier)
    return int(match[1]) if match else None


def resolve_name(text: str, regulations: Mapping[str, Regulation]) -> list[str]:
    """Ids of regulations that ``text`` names without a number, in order: "uu asn 2014", "pp disiplin pns", "kuhp".

    A name is the word for the kind ("uu", "peraturan pemerintah"), then an alias of the regulation or the first words
    of its title, then perhaps the year, which must agree. A name that fits several regulations equally well, or
    none, gives nothing; so does a regulation named by number (``kb.citation.find_citations``).
    """
    words = _plain_words(REGULATION.sub(" . ", text))
    named = regulations.named if isinstance(regulations, KnownRegulations) else _by_first_words(regulations)
    names: list[str] = []
    for at, word in enumerate(words):
        said = _said(words[at:])
        likely = [*named.get((word, said[1] if len(said) > 1 else ""), ()), *named.get((word, ""), ())]
        scores = {
            identifier: score
            for identifier in dict.fromkeys(likely)
            if (score := _name_score(words[at:], regulations[identifier]))
        }
        best = max(scores.values(), default=0)
        winners = [identifier for identifier, score in scores.items() if score == best]
        names += winners if len(winners) == 1 else []
    return list(dict.fromkeys(names))


@lru_cache(maxsize=65_536)
def _plain_words(text: str) -> list[str]:
    """Words in lower case, the names of kinds as their ids, abbreviations written out, other marks dropped."""
    lowered = _KIND_NAMES.sub(lambda match: f" {kind_of(match.group())} ", text.lower())
    words = re.findall(r"se-bkn|se-menpanrb|uu-darurat|[a-z0-9]+|[.?!;]", lowered)
    return [part for word in words for part in ABBREVIATIONS.get(word, word).split()]


def _bare_aliases(row: Regulation) -> set[str]:
    """First words of aliases that name no kind: "kuhp"."""
    return {words[0] for alias in row.aliases if (words := _plain_words(alias)) and words[0] not in KINDS}


def _by_first_words(regulations: Mapping[str, Regulation]) -> dict[tuple[str, str], list[str]]:
    """Ids by the two words that what names them begins with: the kind and any word of the title, or an alias's two.

    An alias of one word stands under it and "".
    """
    named: dict[tuple[str, str], list[str]] = {}
    for identifier, row in regulations.items():
        starts = {(row.kind, word) for word in _plain_words(row.title)}
        bare = _bare_aliases(row)
        for alias in map(_plain_words, row.aliases):
            if alias and (alias[0] == row.kind or alias[0] in bare):
                starts.add((alias[0], alias[1] if len(alias) > 1 else ""))
        for start in starts:
            named.setdefault(start, []).append(identifier)
    return named


def _said(words: list[str]) -> list[str]:
    """A kind or alias and what is said after it, without the words that only lead on ("tentang")."""
    start = 1
    while start < len(words) and words[start] in _LEAD:
        start += 1
    return [words[0], *words[start:]]


def _name_score(words: list[str], row: Regulation) -> int:
    """How well ``words`` begin with a name of ``row``; 0 where they do not, or the year after the name disagrees."""
    said = _said(words)
    title = _plain_words(row.title)
    length = 1
    while length < len(said) and said[length] in title:
        length += 1
    best = 0
    for alias in map(_plain_words, row.aliases):
        if said[: len(alias)] == alias and _year_after(said, max(length, len(alias))) in (None, row.year):
            best = max(best, 1_000 + len(alias))
    if words[0] != row.kind or (title[:1] in (["perubahan"], ["pelaksanaan"]) and said[1:2] != title[:1]):
        return best  # of another kind, or with a title that quotes another regulation's
    matched = set(said[1:length])
    telling = matched - COMMON_WORDS
    year = _year_after(said, length)
    if year not in (None, row.year) or not telling or said[1] not in telling | {"perubahan", "pelaksanaan"}:
        return best
    whole = set(title) - COMMON_WORDS <= matched and (len(telling) > 1 or set(title) <= matched)
    if year or whole or len(telling) > 2:
        best = max(best, 10 * len(telling) + 5 * whole + len(matched & COMMON_WORDS))
    return best


def _year_after(words: list[str], at: int) -> int | None:
    """The year said within three words from ``at``."""
    return next((int(w) for w in words[at : at + 3] if re.fullmatch(r"(?:19|20)\d\d", w)), None)
