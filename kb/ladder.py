"""The sanction ladder of a disciplinary regulation, read from its words: a worked example of structured reading.

    duty or prohibition -> level -> measure -> officer entitled -> examination -> appeal

Every cell is a provision of the regulation with its path and its words as printed. What the text does not say stays
empty and is named; an article that the source file lacks is named too, never filled in. What the reading goes by are
words that such regulations share ("hukuman disiplin ringan ... dijatuhkan bagi", "sebagaimana dimaksud dalam Pasal 3
huruf c", "jenis hukuman disiplin ringan terdiri atas", "menetapkan penjatuhan"), never numbers of articles.

Does not do: weigh a case, follow ministerial rules that carry the regulation out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from kb.body import Body, Cell, read_body, strip_marker, words_of
from kb.catalogue import status_on
from kb.search import Library
from kb.types import NotFoundError, Provision

LEVELS = ("ringan", "sedang", "berat")
_LEVEL = "|".join(LEVELS)
_DUTY = re.compile(r"\b(?P<verb>wajib|dilarang)\s*:?\s*$", re.I)
_MEASURES = re.compile(rf"\bjenis\s+hukuman\s+disiplin\s+(?P<level>{_LEVEL})\b.*\bterdiri\b", re.I | re.S)
_VIOLATIONS = re.compile(
    rf"\bhukuman\s+disiplin\s+(?P<level>{_LEVEL})\b.*\bdijatuhkan\s+(?:bagi|terhadap|kepada)\b", re.I | re.S
)
_OFFICERS = re.compile(
    r"\bpejabat\s+yang\s+berwenang\s+menghukum\s+(?:adalah|terdiri)|\bmenetapkan\s+penjatuhan\b"
    r"|\bberwenang\s+menjatuhkan\s+hukuman|\bhanya\s+dapat\s+dijatuhkan\s+oleh|\bmendelegasikan\b.*\bmenjatuhkan\s+hukuman",
    re.I | re.S,
)
_EXAMINES = re.compile(r"\b(?:pemeriksaan|diperiksa|memeriksa|dipanggil|pemanggilan|tim\s+pemeriksa)\b", re.I)
_APPEALS = re.compile(r"\b(?:keberatan|upaya\s+administratif|banding\s+administratif)\b", re.I)
_MAY_APPEAL = re.compile(r"\bdapat\s+mengajukan\s+(?:keberatan|banding|upaya)", re.I)
_CLOSING = re.compile(r"ketentuan\s+(?:umum|peralihan|penutup|lain)", re.I)
_ELSEWHERE = re.compile(
    r"mengenai\s+(?P<matter>[A-Z][\w ]{4,60}?)\s+(?:sebagaimana\b[^.]*?)?diatur\s+(?:lebih\s+lanjut\s+)?"
    r"(?:dalam|dengan)\s+(?:undang-undang|peraturan\s+\w+)\s+tersendiri",
    re.I | re.S,
)
_UNREADABLE = re.compile(r"\bayat\s*\((?!\d{1,2}[a-z]?\))", re.I)
_NAMES_LEVEL = re.compile(rf"hukuman\s+disiplin\s+(?:tingkat\s+)?(?P<level>{_LEVEL})\b", re.I)

NAMED = 85  # likeness (0..100) from which a violation counts as opening with a measure


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: a duty, the provision that sets a level for breaking it, and what follows from the level.

    ``duty`` is None (and ``kind`` "") where the duty that the violation names is not in the text or cannot be read;
    ``absent`` are the provisions (paths) that it names and the text lacks.
    ``level`` is "" (and ``violation`` None) where the regulation sets no level for the duty. ``officers`` are in the
    order of ``measures``: for each those entitled.
    """

    kind: str
    duty: Cell | None
    level: str
    violation: Cell | None
    measures: tuple[Cell, ...]
    officers: tuple[tuple[Cell, ...], ...]
    examination: tuple[Cell, ...]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A level of punishment with its measures, the mildest first, and for each measure those entitled to it."""

    name: str
    measures: tuple[Cell, ...]
    officers: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder of one regulation: ``levels`` with their measures, ``rungs`` duty by duty.

    ``appeal`` holds for all rungs, ``elsewhere`` are stored regulations (ids) that a provision on appeal sends the
    reader to. ``missing`` are numbers of articles that the source file lacks or shows unreadably, ``unsaid`` the
    columns for which the text has no provision, ``unread`` provisions on officers whose measure cannot be read or not
    wholly.
    """

    regulation: str
    levels: tuple[Level, ...]
    rungs: tuple[Rung, ...]
    appeal: tuple[Cell, ...]
    elsewhere: tuple[str, ...]
    missing: tuple[str, ...]
    unsaid: tuple[str, ...]
    unread: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Violation:
    """A unit that sets a level for breaking the provisions (paths) that it, or the unit it lies in, cites."""

    level: str
    unit: Provision
    cites: tuple[str, ...]


def default_ladder(library: Library) -> str:
    """The id of the newest stored regulation in force on discipline. Raises NotFoundError where there is none."""
    fit = [
        (r.year or 0, i)
        for i in library.stored
        if re.match(r"(?:peraturan\s+)?disiplin\b", (r := library.regulations[i]).title, re.I)
        and status_on(i, library.regulations) not in ("dicabut", "belum berlaku")
    ]
    if not fit:
        raise NotFoundError("tidak ada peraturan disiplin yang berlaku di koleksi; sebutkan id peraturannya")
    return max(fit)[1]


def read_ladder(library: Library, regulation: str) -> Ladder:
    """The sanction ladder of a stored regulation. Raises NotFoundError where it is not stored or has no such thing."""
    text = read_body(library, regulation)
    units = list(text.units.values())
    measures = _read_measures(text, units)
    if not measures:
        raise NotFoundError(f"tidak ada jenis hukuman disiplin dalam {regulation}")
    officers = [leaf for top in units if _OFFICERS.search(text.lead(top)) for leaf in text.leaves(top)]
    entitled, unread = _read_entitlements(text, dict.fromkeys(u.path for u in officers), measures)
    violations = _read_violations(text, units)
    examination = _read_examination(text, units, violations)
    rungs: list[Rung] = []
    placed: set[str] = set()
    for kind, duty in _read_duties(text, units):
        own = [v for v in violations if any(_covers(cited, duty.path) for cited in v.cites)]
        placed |= {v.unit.path for v in own}
        rungs += [_rung(text, kind, duty, v, measures, entitled, examination) for v in own] or [
            Rung(kind, text.cell(duty), "", None, (), (), tuple(c for levels, c in examination if not levels))
        ]
    lost = [v for v in violations if v.unit.path not in placed]
    rungs += [_rung(text, "", None, v, measures, entitled, examination) for v in lost]
    appeal, elsewhere = _read_appeal(library, text, units)
    columns = {
        "kewajiban atau larangan": rungs,
        "tingkat hukuman bagi pelanggaran": violations,
        "pejabat yang berwenang": entitled,
        "pemeriksaan": examination,
        "upaya administratif": appeal,
    }
    return Ladder(
        regulation,
        tuple(
            Level(name, tuple(map(text.cell, units)), tuple(entitled.get(u.path, ()) for u in units))
            for name, units in measures.items()
        ),
        tuple(rungs),
        appeal,
        elsewhere,
        tuple(library.unreadable(regulation)),
        tuple(name for name, found in columns.items() if not found),
        unread,
    )


def _read_measures(text: Body, units: Iterable[Provision]) -> dict[str, list[Provision]]:
    """The measures of each level, mildest first."""
    found: dict[str, list[Provision]] = {}
    for unit in units:
        match = _MEASURES.search(text.lead(unit)) if text.below[unit.path] else None
        if match:
            found.setdefault(match["level"].lower(), list(text.below[unit.path]))
    return found


def _read_duties(text: Body, units: Iterable[Provision]) -> list[tuple[str, Provision]]:
    """Duties and prohibitions, each a unit of a list that opens with "... wajib:" or "... dilarang:"."""
    names = {"wajib": "kewajiban", "dilarang": "larangan"}
    found = []
    for unit in units:
        match = _DUTY.search(text.lead(unit)) if len(text.below[unit.path]) > 1 else None
        of_staff = match and re.search(r"\b(?:PNS|pegawai|ASN|PPPK)\b", text.lead(unit), re.I)
        if match and of_staff and not _APPEALS.search(text.lead(unit)):
            found += [(names[match["verb"].lower()], child) for child in text.below[unit.path]]
    return found


def _read_violations(text: Body, units: Iterable[Provision]) -> list[_Violation]:
    """Units of the lists that open with "hukuman disiplin ringan ... dijatuhkan bagi", down to the innermost."""
    found = []
    for unit in units:
        if match := _VIOLATIONS.search(text.lead(unit)):
            for child in text.below[unit.path]:
                cites = tuple(text.cited(words_of(child)))
                found += [_Violation(match["level"].lower(), leaf, cites) for leaf in text.leaves(child)]
    return found


def _covers(cited: str, path: str) -> bool:
    """Whether a cited provision is the one at ``path``, lies around it, or is a part of it."""
    return cited == path or path.startswith(f"{cited}/") or cited.startswith(f"{path}/")


def _rung(
    text: Body,
    kind: str,
    duty: Provision | None,
    violation: _Violation,
    measures: Mapping[str, Sequence[Provision]],
    entitled: Mapping[str, tuple[Cell, ...]],
    examination: Sequence[tuple[frozenset[str], Cell]],
) -> Rung:
    """One step of the ladder; where the violation itself names a measure, that one alone."""
    level = violation.level
    chosen = _measures_named(violation.unit, measures.get(level, ())) or list(measures.get(level, ()))
    return Rung(
        kind,
        text.cell(duty) if duty else None,
        level,
        text.cell(violation.unit),
        tuple(text.cell(m) for m in chosen),
        tuple(entitled.get(m.path, ()) for m in chosen),
        tuple(cell for levels, cell in examination if not levels or level in levels),
        tuple(cited for cited in violation.cites if cited not in text.units),
    )


def _measures_named(violation: Provision, measures: Sequence[Provision]) -> list[Provision]:
    """The measure that a violation opens with ("teguran lisan bagi PNS yang ..."), noise of recognition allowed for."""
    opening = _plain(strip_marker(words_of(violation)))
    alike = []
    for measure in measures:
        name = _plain(_measure_name(measure))
        alike.append((fuzz.ratio(name, opening[: len(name)]), measure))
    best = max((score for score, _ in alike), default=0)
    return [measure for score, measure in alike if score == best] if best >= NAMED else []


def _measure_name(unit: Provision) -> str:
    """The measure of a list unit: "b. teguran tertulis; atau" -> "teguran tertulis"."""
    words = strip_marker(words_of(unit)).strip()
    return re.sub(r"[;,.]?\s*(?:\b(?:atau|dan))?[;,.\s]*$", "", words)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _read_entitlements(
    text: Body, officers: Iterable[str], measures: Mapping[str, Sequence[Provision]]
) -> tuple[dict[str, tuple[Cell, ...]], tuple[Cell, ...]]:
    """For each measure (path) the provisions that entitle an officer to it, and those whose measure cannot be read."""
    paths = [m.path for level in measures.values() for m in level]
    article = paths[0].split("/")[1]
    entitled: dict[str, list[Cell]] = {path: [] for path in paths}
    unread: list[Cell] = []
    for path in officers:
        unit = text.units[path]
        said = _reach(text, unit, article)
        if not said:
            continue
        within, _, without = re.sub(r"\s+", " ", said).partition("kecuali")
        named = [c for c in text.cited(within) if f"/{article}" in c]
        barred = [c for c in text.cited(without) if f"/{article}" in c]
        if not (named or barred) or _UNREADABLE.search(said):
            unread.append(text.cell(unit))
        for measure in paths:
            included = any(measure == c or measure.startswith(f"{c}/") for c in named) if named else bool(barred)
            if included and not any(measure == c or measure.startswith(f"{c}/") for c in barred):
                entitled[measure].append(text.cell(unit))
    return {path: tuple(cells) for path, cells in entitled.items() if cells}, tuple(unread)


def _reach(text: Body, unit: Provision, article: str) -> str:
    """The words that say for which measures a unit entitles: its own, or those of the units around it."""
    name = rf"\bPasal\s+{re.escape(article.removeprefix('pasal-'))}\b"
    above = text.units.get(unit.parent)
    own = words_of(unit)
    if re.search(name, own, re.I):
        lead = text.lead(above) if above else ""
        return f"{lead} {own}" if re.search(r"\bkecuali\b", lead) and not re.search(name, lead) else own
    return _reach(text, above, article) if above else ""


def _read_examination(
    text: Body, units: Iterable[Provision], violations: Iterable[_Violation]
) -> list[tuple[frozenset[str], Cell]]:
    """Provisions on examination, each with the levels it is for (none: all): whole articles, or where an ayat names a
    level the ayat one by one; the others of such an article are for all levels that it names.
    """
    level_of = {"/".join(v.unit.path.split("/")[:2]): v.level for v in violations}
    found: list[tuple[frozenset[str], Cell]] = []
    for unit in units:
        if unit.path.count("/") != 1 or not any(re.search("pemeriksaan", h, re.I) for h in unit.headings):
            continue
        if not _EXAMINES.search(words_of(unit)) or _CLOSING.search(" ".join(unit.headings)):
            continue
        parts = list(text.below[unit.path]) or [unit]
        levels = [_levels_named(text, part, level_of) for part in parts]
        if together := frozenset().union(*levels):
            found += [(own or together, text.cell(part)) for own, part in zip(levels, parts, strict=True)]
        else:
            found.append((frozenset(), text.cell(unit)))
    return found


def _levels_named(text: Body, unit: Provision, level_of: Mapping[str, str]) -> frozenset[str]:
    """Levels that a unit names, in words or by the articles that set them."""
    words = {m["level"].lower() for m in _NAMES_LEVEL.finditer(words_of(unit))}
    return frozenset(words | {level_of[c] for c in text.cited(words_of(unit)) if c in level_of})


def _read_appeal(library: Library, text: Body, units: Sequence[Provision]) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Provisions on appeal, and the stored regulations that they leave it to, with what these say of who may appeal."""
    cells: list[Cell] = []
    elsewhere: list[str] = []
    for unit in units:
        if unit.path.count("/") != 1 or any(_CLOSING.search(h) for h in unit.headings):
            continue
        headed = any(_APPEALS.search(h) for h in unit.headings)
        parts = [unit] if headed else list(text.below[unit.path]) or [unit]
        said = [p for p in parts if _APPEALS.search(words_of(p))]
        cells += [text.cell(p) for p in said]
        for part in said:
            if match := _ELSEWHERE.search(" ".join(words_of(part).split())):
                elsewhere += _regulations_on(library, match["matter"])
    for other in dict.fromkeys(elsewhere):
        body = read_body(library, other)
        cells += [
            body.cell(u)
            for u in body.units.values()
            if u.path.count("/") == 1
            and _MAY_APPEAL.search(words_of(u))
            and not any(_CLOSING.search(h) for h in u.headings)
        ]
    return tuple(dict.fromkeys(cells)), tuple(dict.fromkeys(elsewhere))


def _regulations_on(library: Library, matter: str) -> list[str]:
    """Stored regulations in force whose title begins with a matter ("Upaya Administratif")."""
    return [
        i
        for i in sorted(library.stored)
        if library.regulations[i].title.lower().startswith(" ".join(matter.lower().split()))
        and status_on(i, library.regulations) not in ("dicabut", "belum berlaku")
    ]
