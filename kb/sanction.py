"""A sanction and the duty it is for stand apart: what a sanction is for, and what follows from breaking a duty.

"Pegawai Negeri Sipil yang melanggar Pasal 3 ayat (1) ... dijatuhi hukuman" says nothing of divorce; the provision it
cites does. And a prohibition says no sanction; the article that cites it does ("hukuman disiplin sedang ... dijatuhkan
bagi PNS yang melanggar: ... sebagaimana dimaksud dalam Pasal 5 huruf n"). Both are looked for in the regulation itself,
in what amends it and in what it amends, by the citations alone, never by numbers known beforehand.

Does not do: weigh a case, say the measures of a level (kb/ladder.py); sanctions in other laws.
"""

from __future__ import annotations

import re
from datetime import date

from kb.body import Body, read_body, words_of
from kb.catalogue import relations_of, status_on
from kb.citation import Citation, find_citations
from kb.search import Library
from kb.types import Amendment, Provision

CITED = 600  # characters of a cited provision that are read
_IMPOSED = re.compile(r"\bdi(?:jatuh(?:i|kan)|kena(?:i|kan)|pidana|berhentikan)\b", re.I)
_BREAKS = re.compile(r"\b(?:me)?langgar\w*|\bpelanggaran\b|\btidak(?:\s*:|\s+(?:me\w+|di\w+|wajib))", re.I)
_AMENDS = re.compile(r"[^/]+/pasal-[ivx]+(?:/|$)")
_DUTY = re.compile(r"\b(?:wajib|dilarang|harus|tidak\s+(?:boleh|diizinkan|dibenarkan))\b", re.I)


def imposes(words: str) -> bool:
    """Whether words impose a sanction for breaking a rule."""
    return bool(_IMPOSED.search(words) and _BREAKS.search(words))


def is_duty(words: str) -> bool:
    """Whether words set a duty or a prohibition and no sanction."""
    return bool(_DUTY.search(words)) and not _IMPOSED.search(words)


def cited_words(library: Library, regulation: str, words: str) -> str:
    """The beginnings of the provisions that ``words`` call broken, each in the newest wording of the kin."""
    broken = _BREAKS.search(words)
    cited = _cited(words[broken.start() :]) if broken else []
    kin = _kin(library, regulation) if cited else []
    texts = []
    for citation in cited:
        steps = (citation.steps, citation.steps[:1])  # where the unit is not read apart, its article
        paths = [Citation(other, some).path for some in steps for other in kin]
        units = (library.store.provision(path) for path in paths)
        texts += [words_of(unit)[:CITED] for unit in units if unit][:1]
    return " ".join(texts)


def find_sanctions(library: Library, path: str, as_of: date | None = None) -> list[Provision]:
    """The units that impose a sanction for breaking what stands at ``path``, in document order.

    Only those whose citation is as narrow as any. From the newest of the regulation, its amendments and what it amends
    that has one.
    """
    regulation, _, step = path.partition("/")
    for other in _kin(library, regulation):
        if status_on(other, library.regulations, as_of) == "dicabut":
            continue
        body = read_body(library, other)
        found: list[tuple[int, Provision]] = []
        for unit in body.units.values():
            if _AMENDS.match(unit.path) or unit.path.split("/")[1] == step.split("/")[0]:
                continue
            own = words_of(unit) if not body.below[unit.path] else body.lead(unit)
            if imposes(f"{_lead_within(body, unit)} {own}"):  # tells most apart, and costs less than citations
                narrow = max((_narrowness(c, step) for c in _cited(own)), default=0)
                if narrow and not any(a.verb in ("diubah", "dihapus") for a in _acts(library, unit.path, as_of)):
                    found.append((narrow, unit))
        if found:
            most = max(narrow for narrow, _ in found)
            return [unit for narrow, unit in found if narrow == most]
    return []


def _lead_within(body: Body, unit: Provision) -> str:
    """The words that a unit hangs on within its article."""
    above = body.units.get(unit.parent) if unit.path.count("/") > 1 else None
    return f"{_lead_within(body, above)} {body.lead(above)}" if above else ""


def _narrowness(cited: Citation, step: str) -> int:
    """How many steps a cited provision has where it is the place ``step`` or holds it; else 0.

    A sanction for another item of the same list, or for one item of what was quoted, is none for the whole.
    """
    there = Citation("x-0-0", cited.steps).path.partition("/")[2]
    return there.count("/") + 1 if f"{step}/".startswith(f"{there}/") else 0


def _acts(library: Library, path: str, as_of: date | None) -> list[Amendment]:
    return library.amendments_of("/".join(path.split("/")[:2]), as_of)


def _kin(library: Library, regulation: str) -> list[str]:
    """The regulation, before it the stored acts that amend it, after it those that it amends."""
    relations = [r for r in relations_of(regulation, library.regulations) if r.relation == "mengubah"]
    acts = [r.subject for r in relations if r.object == regulation]
    objects = [r.object for r in relations if r.subject == regulation]
    order = sorted(acts, key=lambda i: -(library.regulations[i].year or 0)) + [regulation] + objects
    return [i for i in dict.fromkeys(order) if i in library.stored]


def _cited(words: str) -> list[Citation]:
    """The provisions of the same regulation that words cite, those of an enumeration too ("angka 3, angka 4")."""
    return [f.citation for f in find_citations(words) if not f.citation.regulation and f.citation.steps]
