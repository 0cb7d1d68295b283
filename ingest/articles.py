"""Article headings: everything that reads "Pasal <number>", and the best increasing chain among it.

A heading stands alone on its line, or opens a sentence after another has ended (texts often run on: "... berlaku.
Pasal 5 (1) Setiap ..."); a reference stands inside a sentence. Numerals are read through the confusions of text
recognition ("Pasal 2T" for 27) where the chain asks for it. A gap stays a gap.

Does not do: say what lies in an article (``ingest.lists``), or which articles are quoted (``ingest.frames``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

# What text recognition makes of digits.
DIGITS = str.maketrans("lLI|!]iJtOoQDSsBZzTGbgqa", "1111111110000558227669" + "94")
SECOND_DIGITS = str.maketrans("lLIZT", "44471")  # rarer readings of the same shapes
PASAL = re.compile(
    r"""(?<![A-Za-z])
        (?:[PF]\s?[aeA]\s?[s5S]\s?[aoeA6][.-]?\s?[l1I!|J\]Li]|(?<![^\s"“(])pasal|[PF]atsal)
        (?P<gap>[ \t]{0,3}[.,\n^'’]?[ \t\n]{0,3})
        (?P<number>(?:[Gbgq](?=[0-9lIO])|[0-9lLI|!\]iOoQSBZTJgqt])[0-9lLI|!\]OoQSBZTGbgqtJ]{0,2}
            (?:[ .][0-9lLtiI|!OJT]{1,2}(?=[A-Z]?(?![A-Za-z0-9]))){0,2})
        (?P<suffix>\ [A-H](?=\s*(?:\n|\(\d|$|\.\.|[A-Z][a-z]))|[A-Z]{0,2}|[a-d](?=\s*(?:\n|\(\d|$)))(?![A-Za-z0-9/])""",
    re.X,
)
REFERENCE_BEFORE = re.compile(
    r"(?:\b(?:dalam|dimaksud|dari|dan|atau|ketentuan|ketentuan-ketentuan|dengan|pada|menurut|oleh|antara|huruf|"
    r"tersebut|kecuali|melanggar|bunyi|isi|berdasarkan|terhadap|serta|diatur|untuk|jo|jis|juncto|yaitu|yakni|sampai|"
    r"lihat|termasuk|setelah|sesudah|sebelum|karena|di|ke|dengan|bahwa|mengenai|tentang|sesuai|melaksanakan|"
    r"pelaksanaan|memenuhi|ex|eks|maka|dan/atau|seperti|atas|hingga|s/d|jika|apabila|bila|selain|bab|menjadi)"
    r"|\b(?:jo|jis|s\.d|cq)\.|[,(/&]|ayat \(?\d+\)?)\s*$",
    re.I,
)
REFERENCE_AFTER = re.compile(
    r"""\s*[.]?\s*(?:
        (?:ayat|huruf|angka|butir|alinea|dan|atau|sampai|jo|juncto|sub|s/d|s\.d|dihapus|dan/atau)\b | [;)] |
        ,(?!\ [A-Z(](?!asal|ndang|yat|eraturan)) | [a-z]{3,} |
        (?<!\.\ )(?:Undang-?\ ?[Uu]ndang|Perpu|(?:Peraturan|Keputusan)\ (?:P|Menteri|Daerah|Kepala|Raja|Dewan))
            (?!\S*\s+(?:[A-Za-z-]+\s+){0,4}ini\b) |
        (?:UUD|Ketetapan|Konstitusi|Ordonan|KUH|Kitab|PP\b|UU\b|U\.U|P\.P|Reglemen|Ayat\ (?:\(?\d+\)?\ )?(?:dan|diubah))
    )""",
    re.X,
)
CATCHWORD = re.compile(r"[ \t]*(?:\.[ \t]?\.|…|\.\s\.)")
# The end of a sentence, or of a title in capitals; the dot of a list marker ("1. Pasal 5 ...") is none.
SENTENCE_END = re.compile(
    r"(?:(?<!\s\d)(?<!\s\d\d)(?<!^\d)\.|[;:!\"”…]|(?<=[\s\d,])[-–_]|(?<![A-Za-z])[A-Z]{3,}[)\"”]?)\s*$"
)
FULL_STOP = re.compile(r"(?:(?<!\d)\.|(?<![A-Za-z])[A-Z]{4,})\s*$")
FIRST_AYAT = re.compile(r"\s*[.,]?\s*\([1lI]\)\s*(?!Undang|UUD|UU\b|Perat|Keput|Konst|KUH|Kitab|PP\b)[A-Z\"“]")
OPENS_TEXT = re.compile(r"\s*[.,]?\s*(?:[A-Z][a-z]+|[\"“]?[A-Z]|\(\d|Ayat|Huruf|Cukup)")


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
        score = heading_score(text, match.start(), match.end(), start, end)
        if "\n" in match["gap"]:
            score -= 1.0
        if match[0][0] == "p":
            score -= 0.5 if at_line_start(text, match.start(), start) else 2.5
        for number, suffix, doubt in read_number(match["number"].strip(), match["suffix"]):
            if match["suffix"][:1] == " " and not suffix and CATCHWORD.match(text, match.end()):
                continue  # "Pasal 38 A . . ." announces 38A, never 38
            if score - doubt > -1.5:
                yield Candidate(match.start(), match.end(), number, suffix, score - doubt)


def heading_score(text: str, at: int, stop: int, start: int, end: int) -> float:
    """How much ``text[at:stop]`` looks like a heading within ``text[start:end]``: from about -9 to 6."""
    before, after = text[max(start, at - 40) : at], text[stop : min(end, stop + 70)]
    opens, closes = at_line_start(text, at, start), not after.strip(" \t.") or after.lstrip(" \t.").startswith("\n")
    score = 1.0 + 2.0 * opens + 2.0 * closes
    if CATCHWORD.match(after):
        score -= 4
    if SENTENCE_END.search(before):
        score += 1
    elif not opens:
        score -= 1
    first_ayat = FIRST_AYAT.match(after)
    if REFERENCE_BEFORE.search(before):
        # "... dari Pasal 28 (1) Dalam hal ...": the end of the sentence before was lost
        score -= 0.7 if opens and closes else 2 if opens or first_ayat else 4
    if not closes:
        if first_ayat:
            score += 2.5
        elif reference := REFERENCE_AFTER.match(after):
            law = reference[0].strip()[:1].isupper()  # "Pasal 1 Peraturan Pemerintah Nomor 46 ... dicabut."
            score -= 2 if law and FULL_STOP.search(before) else 4
        elif OPENS_TEXT.match(after):
            score += 1
    return score


def at_line_start(text: str, at: int, start: int) -> bool:
    """Whether only blanks and opening marks stand between a line's start (or ``start``) and ``at``."""
    before = text[max(start, at - 6) : at].rstrip(" \t\"“'‘(*#^.-")
    return not before or before.endswith("\n")


def read_number(raw: str, suffix: str) -> list[tuple[int, str, float]]:
    """Readings of a noisy numeral as (number, suffix, doubt): "l3" is 13, "2T" is 27, "12A" is 12 and A."""
    readings: dict[tuple[int, str], float] = {}

    def add(numeral: str, letter: str, doubt: float) -> None:
        digits = re.sub(r"\D", "", numeral.translate(DIGITS))
        if digits and digits[0] != "0" and len(digits) <= 3:
            key = (int(digits), letter)
            readings[key] = min(doubt, readings.get(key, 9.0))

    plain = raw.isdigit()
    if plain or suffix.strip() not in ("I", "O"):  # "II" is no article 1I
        add(raw, suffix.strip(), 0.8 if suffix else 0.0 if plain else 0.3)
    if suffix.startswith(" "):
        add(raw, "", 1.5)  # "Pasal 26 A" is 26A before it is 26 and a stray letter
    suffix = suffix.strip()
    if suffix and suffix.translate(DIGITS).isdigit():
        add(raw + suffix, "", 0.5)
    if any(c.isdigit() for c in raw[:-1]) and raw[-1].isupper() and raw[-1] not in "IO":
        add(raw[:-1], raw[-1], 1.2)
    if re.search(r"[ .]", raw):
        add(re.split(r"[ .]", raw)[0], "", 1.0)
    if any(c.isdigit() for c in raw) and raw.translate(SECOND_DIGITS) != raw:
        add(raw.translate(SECOND_DIGITS), suffix, 1.5)
    return [(number, letter, doubt) for (number, letter), doubt in readings.items()]


def best_chain(candidates: list[Candidate], gap: float = 1.0) -> list[Candidate]:
    """The increasing chain of highest total score; each skipped number costs ``gap``, a direct successor earns.

    ``candidates`` come in order of ``start``; the chain's members do not overlap.
    """
    totals: list[float] = []
    back: list[int] = []
    order = sorted(range(len(candidates)), key=lambda i: candidates[i].end)
    ends = [candidates[i].end for i in order]
    ready = 0  # how many of ``order`` end before the candidate in hand starts
    by_key: dict[int, dict[str, int]] = {}  # number -> suffix -> the best chain's last member so far
    best_of = [-1] * (1 + max((c.number for c in candidates), default=0))  # number -> the same whatever the suffix

    for item in candidates:
        for i in order[ready : (ready := max(ready, bisect_right(ends, item.start)))]:
            known = candidates[i]
            row = by_key.setdefault(known.number, {})
            if known.suffix not in row or totals[i] > totals[row[known.suffix]]:
                row[known.suffix] = i
            if best_of[known.number] < 0 or totals[i] > totals[best_of[known.number]]:
                best_of[known.number] = i
        total, link = item.score - gap * min(item.number - 1, 8) + (2 if item.number == 1 else 0), -1
        for i, worth in _links(item, by_key, best_of, gap):
            if totals[i] + item.score + worth > total:
                total, link = totals[i] + item.score + worth, i
        totals.append(total)
        back.append(link)
    if not totals or max(totals) <= 0:
        return []
    chain: list[Candidate] = []
    j = max(range(len(totals)), key=totals.__getitem__)
    while j >= 0:
        chain.append(candidates[j])
        j = back[j]
    return chain[::-1]


def _links(
    item: Candidate, by_key: dict[int, dict[str, int]], best_of: list[int], gap: float
) -> Iterator[tuple[int, float]]:
    """Chains that ``item`` may continue, by their last member, and what the step to ``item`` is worth."""
    for suffix, i in by_key.get(item.number, {}).items():
        if suffix < item.suffix:
            yield i, 1.5
    for number in range(item.number - 1, 0, -1):
        if best_of[number] >= 0:
            step = item.number - number
            yield best_of[number], 1.5 if step == 1 else -gap * min(step - 1, 8)


def misplaced(chain: list[Candidate], candidates: list[Candidate]) -> list[Candidate]:
    """Headings of numbers the chain lacks that stand a few articles too early or too late, as in mixed-up pages.

    Only what could be nothing but a heading counts, with no reference around it.
    """
    at = {c.number: n for n, c in enumerate(chain)}
    found: list[Candidate] = []
    for number in range(1, max(at, default=1)):
        before = max((n for n in at if n < number), default=0)
        if number in at or number - before > 3:
            continue
        low = chain[max(0, at[before] - 2)].start if before else 0
        high = chain[min(len(chain) - 1, at[before] + 4)].end if before else chain[min(len(chain) - 1, 3)].end
        fits = [
            c for c in candidates if c.number == number and not c.suffix and low < c.start < high and c.score >= 2.5
        ]
        fits = [c for c in fits if all(c.end <= o.start or o.end <= c.start for o in chain)]
        if fits:
            found.append(max(fits, key=lambda c: c.score))
    return found
