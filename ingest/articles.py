"""The body of a regulation with articles: bab, bagian, paragraf, pasal, and the frames of amending acts.

Article headings are found as the best increasing chain among everything that reads "Pasal <number>": a heading stands
alone on its line and follows its predecessor; a reference stands inside a sentence. Numerals are read through the
confusions of text recognition ("Pasal 2T" for 27) where the chain asks for it. A gap stays a gap.

Does not do: headings set letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.lists import list_units
from ingest.units import Unit, line_end

# What text recognition makes of digits.
DIGITS = str.maketrans("lI|!iOoQSsBZzTGgqJ", "111110005582276991")
PASAL = re.compile(
    r"""(?<![A-Za-z])P\s?[ae]\s?[s5]\s?[ao]\.?\s?[l1I!|J] [ \t.]{0,3}
        (?P<number>[0-9lI|!OoQSBZTJ][0-9lI|!OoQSBZT]{0,2}(?:[ .][0-9lI|!O](?![A-Za-z0-9]))?)
        (?P<suffix>ROM|[A-Z]{0,2})(?![A-Za-z0-9/])""",
    re.X,
)
REFERENCE_BEFORE = re.compile(
    r"(?:dalam|dimaksud|dari|dan|atau|ketentuan|dengan|pada|menurut|oleh|antara|huruf|tersebut|kecuali|melanggar|bunyi|"
    r"berdasarkan|terhadap|serta|diatur|untuk|jo\.?|juncto|yaitu|[,(/]|sampai|ayat \(\d+\))\s*$",
    re.I,
)
REFERENCE_AFTER = re.compile(r"\s*(?:ayat\b|huruf\b|angka\b|[,;)]|dan\b|atau\b|sampai\b|[a-z]{3,})")
ROMAN_ARTICLE = re.compile(r"^Pasal (?P<roman>I{1,3}|IV|V)\s*$", re.M)
HEADINGS = (  # kind, whole line; group 1 is the number
    ("bab", re.compile(r"^BAB\s*([IVXLC]+)\s*$", re.M)),
    ("bagian", re.compile(r"^Bagian\s+(Ke[a-z]+(?: [Bb]elas| [Pp]uluh(?: [A-Z]?[a-z]+)?)?)\s*$", re.M)),
    ("paragraf", re.compile(r"^Paragraf\s+(\d+)\s*$", re.M)),
)
HEADING_RANK = {"bab": 0, "bagian": 1, "paragraf": 2}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be the heading of article ``number`` with ``suffix`` (12 and "A"); a higher ``score`` speaks for it."""

    start: int
    end: int
    number: int
    suffix: str
    score: float


def find_candidates(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Everything in ``text[start:end]`` that may be an article heading, with what speaks for and against it."""
    for match in PASAL.finditer(text, start, end):
        before, after = (
            text[max(start, match.start() - 40) : match.start()],
            text[match.end() : match.end() + 30],
        )
        opens = not before.strip(" \t") or before.rstrip(" \t").endswith("\n")
        closes = not after.strip(" \t") or after.lstrip(" \t").startswith("\n")
        score = 1.0 + 2.0 * opens + 2.0 * closes
        if re.match(r"\s*(?:\.\s?\.|…)", after):
            score -= 4
        if re.search(r"[.;:!\"”]\s*$", before):
            score += 1
        if REFERENCE_BEFORE.search(before):
            score -= 0.7 if opens else 4
        if REFERENCE_AFTER.match(after) and not closes:
            score -= 4
        for number, suffix, doubt in _read_number(match["number"], match["suffix"]):
            if score - doubt > -1.5:
                yield Candidate(match.start(), match.end(), number, suffix, score - doubt)


def _read_number(raw: str, suffix: str) -> list[tuple[int, str, float]]:
    """Readings of a noisy numeral as (number, suffix, doubt): "l3" is 13, "2T" is 27, "12A" is 12 and A."""
    readings: dict[tuple[int, str], float] = {}

    def add(numeral: str, letter: str, doubt: float) -> None:
        digits = re.sub(r"\D", "", numeral.translate(DIGITS))
        if digits and digits[0] != "0" and len(digits) <= 3:
            key = (int(digits), letter)
            readings[key] = min(doubt, readings.get(key, 9.0))

    suffix = "" if suffix == "ROM" else suffix
    add(raw, suffix, 0.8 if suffix else 0.0 if raw.isdigit() else 0.3)
    if suffix and suffix.translate(DIGITS).isdigit():
        add(raw + suffix, "", 0.5)
    if len(raw) > 1 and raw[-1].isalpha():
        add(raw[:-1], raw[-1], 1.2)
    if re.search(r"[ .]", raw):
        add(re.split(r"[ .]", raw)[0], "", 1.0)
    return [(number, letter, doubt) for (number, letter), doubt in readings.items()]


def best_chain(candidates: list[Candidate], gap: float = 1.2) -> list[Candidate]:
    """The increasing chain of highest total score; each skipped number costs ``gap``, a direct successor earns."""
    best: list[float] = []
    back: list[int] = []
    for j, item in enumerate(candidates):
        total = item.score - gap * min(item.number - 1, 8) + (2 if item.number == 1 else 0)
        link = -1
        for i in range(max(0, j - 300), j):
            earlier = candidates[i]
            if earlier.end <= item.start and (earlier.number, earlier.suffix) < (item.number, item.suffix):
                step = item.number - earlier.number
                score = best[i] + item.score + (1.5 if step <= 1 else -gap * min(step - 1, 8))
                if score > total:
                    total, link = score, i
        best.append(total)
        back.append(link)
    if not best or max(best) <= 0:
        return []
    chain: list[Candidate] = []
    j = max(range(len(best)), key=best.__getitem__)
    while j >= 0:
        chain.append(candidates[j])
        j = back[j]
    return chain[::-1]


def body_units(text: str, start: int, end: int) -> list[Unit]:
    """Headings and articles of the body, flat, in order; each runs to the next one."""
    marks: list[tuple[int, str, str]] = []  # offset, kind, number
    romans = list(ROMAN_ARTICLE.finditer(text, start, end))
    amending = len(romans) > 1 or bool(re.search(r"^PERUBAHAN\b", text[:start], re.M))
    if amending:
        marks += [(m.start(), "pasal", m["roman"].lower()) for m in romans]
    taken = {offset for offset, *_ in marks}
    found = [c for c in find_candidates(text, start, end) if c.start not in taken]
    chain = best_chain(found, gap=0.3 if amending else 1.2)
    marks += [(c.start, "pasal", f"{c.number}{c.suffix.lower()}") for c in chain]
    for kind, pattern in HEADINGS:
        marks += [(m.start(), kind, m[1].lower().replace(" ", "-")) for m in pattern.finditer(text, start, end)]
    marks.sort()
    units: list[Unit] = []
    if not marks or marks[0][0] > start:
        units.append(Unit("teks", ("pembuka",), start, marks[0][0] if marks else end))
    if not marks:
        return units
    open_headings: dict[str, tuple[str, str]] = {}  # kind -> (step, words)
    used: set[tuple[str, ...]] = set()
    for (offset, kind, number), (stop, *_) in zip(marks, [*marks[1:], (end, "", "")], strict=True):
        if kind == "pasal":
            steps: tuple[str, ...] = (f"pasal-{number}",)
            headings = tuple(words for _, words in open_headings.values())
        else:
            for lower in [k for k in open_headings if HEADING_RANK[k] >= HEADING_RANK[kind]]:
                del open_headings[lower]
            steps = (*(step for step, _ in open_headings.values()), f"{kind}-{number}")
            open_headings[kind] = (steps[-1], " ".join(text[offset:stop].split())[:200])
            headings = ()
        if steps in used and units:
            units[-1].end = stop  # the same number again: text of the unit before, never a second unit of that name
            continue
        used.add(steps)
        units.append(Unit(kind, steps, offset, stop, headings))
    for unit in units:
        if unit.kind == "pasal":
            first = line_end(text, unit.start, unit.end)
            unit.children = list_units(text, first, unit.end, unit.steps)
    return units
