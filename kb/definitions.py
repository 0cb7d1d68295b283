"""Terms that a regulation defines, and which of them a provision uses.

A definition has the form prescribed by UU 12/2011, Lampiran II angka 96 to 107: a numbered unit of the article on
general provisions, "<term>[, yang selanjutnya disebut/disingkat <short>,] adalah ...".

Does not do: terms defined in passing inside a rule; meanings from other regulations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kb.types import Provision

DEFINITION = re.compile(
    r"""^\W*(?:\d{1,3}[.)]|[a-z][.)]|\(\d+\))?\s*
        (?P<term>[A-Z0-9][^.;:]{1,150}?)
        (?:,?\s+(?:yang\s+)?selanjutnya\s+(?:disebut|disingkat)(?:\s+dengan)?(?:\s+sebagai)?\s+(?P<short>[^,.;:]{1,80}?))?
        ,?\s+(?:adalah|ialah)\s""",
    re.X,
)


def find_definitions(provisions: Iterable[Provision]) -> dict[str, Provision]:
    """Each term, and each short form of one, with the unit that defines it."""
    found: dict[str, Provision] = {}
    for term, short, provision in read_definitions(provisions):
        for name in (term, short):
            if len(name) > 1:
                found.setdefault(name, provision)
    return found


def find_abbreviations(provisions: Iterable[Provision]) -> dict[str, str]:
    """Each abbreviation in capitals that a definition makes (JPT), with its most frequent term."""
    return choose_terms(read_abbreviations(provisions))


def read_abbreviations(provisions: Iterable[Provision]) -> list[tuple[str, str]]:
    """Each abbreviation in capitals that a definition makes, with the term of that definition."""
    return [
        (short, term)
        for term, short, _ in read_definitions(provisions)
        if re.fullmatch(r"[A-Z]+[a-z]?[A-Z]+", short) and re.fullmatch(r"[\w/-]+(?: [\w/-]+)+", term)
    ]


def choose_terms(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each abbreviation of ``pairs`` with its most frequent term, the first of the equally frequent in the alphabet."""
    terms: dict[str, Counter[str]] = {}
    for short, term in pairs:
        terms.setdefault(short, Counter())[term] += 1
    return {short: min(counted, key=lambda term: (-counted[term], term)) for short, counted in sorted(terms.items())}


def read_definitions(provisions: Iterable[Provision]) -> Iterator[tuple[str, str, Provision]]:
    """Term, short form (empty where there is none) and unit of each definition."""
    for provision in provisions:
        in_body = re.fullmatch(r"[^/]+/pasal-1/(?:ayat-1/)?(?:angka|huruf)-\w+", provision.path)
        if in_body and (match := DEFINITION.match(" ".join((provision.reading or provision.text).split()))):
            term, short = (
                re.sub(r"^(?:dengan|sebagai)\s+", "", (match[g] or "").strip(' "”“')) for g in ("term", "short")
            )
            yield term, short, provision


def terms_used(text: str, definitions: Mapping[str, Provision]) -> dict[str, Provision]:
    """The defined terms that occur in ``text`` as written, longest first; one inside a longer one does not count."""
    rest = " ".join(text.split())
    used: dict[str, Provision] = {}
    for term in sorted(definitions, key=len, reverse=True):
        pattern = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")
        if pattern.search(rest):
            used[term] = definitions[term]
            rest = pattern.sub(" ", rest)
    return used
