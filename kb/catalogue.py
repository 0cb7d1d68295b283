"""Regulations known, what they do to each other, and what each is worth on a given day.

Validity is data with a source, never a guess: a regulation of which nothing is known has status ``tidak diketahui``.
The catalogue is a TOML file of ``[[regulation]]`` tables; see ``corpus/catalogue.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

from kb.citation import KINDS
from kb.types import CatalogueError, Regulation, Relation, Status

RELATIONS = ("mencabut", "mengubah", "melaksanakan")
STATUSES = get_args(Status)
_TEXT = ("kind", "number", "title", "place", "issuer", "page_url", "pdf_url")
_DATES = ("enacted", "in_force_from", "repealed_on")
_LISTS = ("topics", "aliases")
_KNOWN = {"id", "year", "status", "relations", *_TEXT, *_DATES, *_LISTS}
_WORD = re.compile(r"[a-z0-9]+")
# Words of titles that tell no regulation from another.
_COMMON = set(
    "dan atau di dengan untuk bagi yang dari pada atas perubahan kedua peraturan undang pegawai negeri sipil".split()
)


def load_catalogue(path: Path) -> dict[str, Regulation]:
    """The regulations of a catalogue file by id; CatalogueError names the row and the field that is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("regulation", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path.name}: katalog tidak dapat dibaca ({error})") from error
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
        if not isinstance(table.get(field), date | None):
            raise CatalogueError(f"{where}: {field} harus berupa tanggal")
    for field in _LISTS:
        if not all(isinstance(item, str) for item in table.get(field, [])):
            raise CatalogueError(f"{where}: {field} harus berupa daftar teks")
    if table.get("status", "tidak diketahui") not in STATUSES:
        raise CatalogueError(f"{where}: status {table['status']!r} tidak dikenal")
    if not isinstance(table.get("year"), int | None):
        raise CatalogueError(f"{where}: year harus berupa bilangan")
    relations = []
    for relation in table.get("relations", []):
        if relation.get("relation") not in RELATIONS or not isinstance(relation.get("object"), str):
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
    """Ids of regulations that ``text`` names by alias, or by kind and distinctive title words: "uu asn 2014".

    A year in the text must agree. Empty where no name, or no single best one, is clear.
    """
    lowered = " ".join(_WORD.findall(text.lower()))
    years = {int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", lowered)}
    scored: dict[str, int] = {}
    for identifier, row in regulations.items():
        if years and row.year not in years:
            continue
        for alias in row.aliases:
            words = " ".join(_WORD.findall(alias.lower()))
            if words and re.search(rf"\b{re.escape(words)}\b", lowered):
                scored[identifier] = max(scored.get(identifier, 0), 10 + len(words))
        short = KINDS[row.kind][0].lower() if row.kind in KINDS else row.kind
        if match := re.search(rf"\b{re.escape(short)}\b((?:\s+[a-z]+){{1,6}})", lowered):
            title = set(_WORD.findall(row.title.lower())) - _COMMON
            named = [w for w in match[1].split() if w in title]
            follows = match[1].split()[0] in title
            if follows and (len(named) >= 2 or (len(named) == 1 and years)):
                scored[identifier] = max(scored.get(identifier, 0), len(named))
    best = max(scored.values(), default=0)
    winners = [i for i, score in scored.items() if score == best]
    return winners if len(winners) == 1 else []
