"""Regulations known, what they do to each other, and what each is worth on a given day.

Validity is data with a source, never a guess: a regulation of which nothing is known has status ``tidak diketahui``.
The catalogue is a TOML file of ``[[regulation]]`` tables; see ``corpus/catalogue.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
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
_ABBREVIATIONS = {
    "asn": "aparatur sipil negara",
    "p3k": "pegawai pemerintah dengan perjanjian kerja",
    "pemda": "pemerintahan daerah",
    "pns": "pegawai negeri sipil",
    "pppk": "pegawai pemerintah dengan perjanjian kerja",
    "tipikor": "tindak pidana korupsi",
}
_LEAD = set("tentang ttg soal mengenai tahun thn th".split()) | {str(year) for year in range(1945, 2100)}
# Words of titles that tell no regulation from another.
_COMMON = set(
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
    said = {f: getattr(row, f) for f in (*_TEXT, *_DATES, *_LISTS, "year") if getattr(row, f)}
    status = row.status if row.status != "tidak diketahui" else read.status
    return replace(read, **said, status=status, relations=tuple(dict.fromkeys((*row.relations, *read.relations))))


def relations_of(identifier: str, regulations: Mapping[str, Regulation]) -> tuple[Relation, ...]:
    """Every relation the regulation is subject or object of, in the order of the subjects' ids."""
    return tuple(
        relation
        for _, regulation in sorted(regulations.items())
        for relation in regulation.relations
        if identifier in (relation.subject, relation.object)
    )


def status_on(identifier: str, regulations: Mapping[str, Regulation], day: date | None = None) -> Status:
    """What the regulation is worth on ``day`` (default today).

    Repealed or amended by an act that was in force on that day makes ``dicabut`` or ``diubah``; a partial repeal (a
    relation with a note) makes ``diubah``. Otherwise the catalogue's own word counts, as far as it fits the day.
    """
    day = day or date.today()
    row = regulations.get(identifier)
    if row and row.in_force_from and day < row.in_force_from:
        return "belum berlaku"
    if row and row.enacted and day < row.enacted:
        return "belum berlaku"
    if row and row.year and day.year < row.year:
        return "belum berlaku"
    if row and row.repealed_on:
        if day >= row.repealed_on:
            return "dicabut"
    else:
        acts = [
            r for r in relations_of(identifier, regulations) if r.object == identifier and _acts_on(r, regulations, day)
        ]
        verbs = {"diubah" if r.note and r.relation == "mencabut" else r.relation for r in acts}
        if "mencabut" in verbs:
            return "dicabut"
        if row and row.status == "dicabut":
            return _unless_later(identifier, "dicabut", regulations, day)
        if verbs & {"diubah", "mengubah"}:
            return "diubah"
    if row is None:
        return "tidak diketahui"
    if row.status in ("dicabut", "diubah"):
        return _unless_later(identifier, row.status, regulations, day)
    return row.status


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
    actor = regulations.get(relation.subject)
    if actor is None:
        return True
    began = actor.in_force_from or actor.enacted
    if began:
        return day >= began
    return actor.year is None or day.year > actor.year


def resolve_name(text: str, regulations: Mapping[str, Regulation]) -> list[str]:
    """Ids of regulations that ``text`` names without a number, in order: "uu asn 2014", "pp disiplin pns", "kuhp".

    A name is the word for the kind ("uu", "peraturan pemerintah"), then an alias of the regulation or the first words
    of its title, then perhaps the year, which must agree. A name that fits several regulations equally well, or
    none, gives nothing; so does a regulation named by number (``kb.citation.find_citations``).
    """
    words = _plain_words(REGULATION.sub(" . ", text))
    names: list[str] = []
    for at, word in enumerate(words):
        scores = {
            identifier: score
            for identifier, row in regulations.items()
            if (word == row.kind or word in _bare_aliases(row)) and (score := _name_score(words[at:], row))
        }
        best = max(scores.values(), default=0)
        winners = [identifier for identifier, score in scores.items() if score == best]
        names += winners if len(winners) == 1 else []
    return list(dict.fromkeys(names))


@lru_cache(maxsize=8_192)
def _plain_words(text: str) -> list[str]:
    """Words in lower case, the names of kinds as their ids, abbreviations written out, other marks dropped."""
    lowered = _KIND_NAMES.sub(lambda match: f" {kind_of(match.group())} ", text.lower())
    words = re.findall(r"se-bkn|se-menpanrb|uu-darurat|[a-z0-9]+|[.?!;]", lowered)
    return [part for word in words for part in _ABBREVIATIONS.get(word, word).split()]


def _bare_aliases(row: Regulation) -> set[str]:
    """First words of aliases that name no kind: "kuhp"."""
    return {words[0] for alias in row.aliases if (words := _plain_words(alias)) and words[0] not in KINDS}


def _name_score(words: list[str], row: Regulation) -> int:
    """How well ``words`` begin with a name of ``row``; 0 where they do not, or the year after the name disagrees."""
    start = 1
    while start < len(words) and words[start] in _LEAD:
        start += 1
    said = [words[0], *words[start:]]
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
    telling = matched - _COMMON
    year = _year_after(said, length)
    if year not in (None, row.year) or not telling or said[1] not in telling | {"perubahan", "pelaksanaan"}:
        return best
    whole = set(title) - _COMMON <= matched and (len(telling) > 1 or set(title) <= matched)
    if year or whole or len(telling) > 2:
        best = max(best, 10 * len(telling) + 5 * whole + len(matched & _COMMON))
    return best


def _year_after(words: list[str], at: int) -> int | None:
    """The year said within three words from ``at``."""
    return next((int(w) for w in words[at : at + 3] if re.fullmatch(r"(?:19|20)\d\d", w)), None)
