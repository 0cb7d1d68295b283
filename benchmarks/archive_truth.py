"""How many articles a text of the archive truly has, told without the parser: no chain, no scores.

A forward scan looks for the heading of article 1, then of 2, and so on, each in any spelling recognition may have
given it, but never where the words around say it is a reference. The last number it reaches is checked against two
other signs: the highest heading of the penjelasan, and the article that says "mulai berlaku" before the closing.
A number is lacking where no trace of its heading stands between its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

SHAPES = {  # what recognition makes of digits, and which they may be
    "l": "1", "L": "14", "I": "1", "i": "1", "J": "1", "|": "1", "!": "1", "]": "1", "t": "1", "T": "71",
    "O": "0", "o": "0", "Q": "0", "D": "0", "Z": "2", "z": "2", "S": "5", "s": "5", "G": "6", "b": "6", "B": "8",
    "g": "98", "q": "9", "A": "4",
}  # fmt: skip
_SHAPE = r"[0-9lLIiJ|!\]tTOoQDZzSsGbBgqA]"
HEADING = re.compile(
    r"(?<![A-Za-z])(?:[PFp]\W?\s?[aeA]\s?[s5S]\s?[aoeA6]\W?\s?[il1I!|JL\]]|pasal)[\W_]{0,4}"
    rf"(?P<numeral>{_SHAPE}{{1,3}}(?:[ .]{{1,2}}[0-9lLItiTO|!]{{1,2}}(?![A-Za-z0-9])){{0,2}})"
    r"(?P<letter>\ ?[A-Z])?(?![A-Za-z0-9/])"
)
BEFORE = re.compile(
    r"(?:dalam|maksud|dari|dan|atau|ketentuan|dengan|pada|menurut|oleh|antara|tersebut|kecuali|melanggar|bunyi|isi|"
    r"berdasarkan|terhadap|serta|diatur|untuk|jo|jis|juncto|yaitu|yakni|sampai|lihat|termasuk|setelah|sesudah|sebelum|"
    r"karena|\bdi|\bke|bahwa|mengenai|tentang|sesuai|melaksanakan|pelaksanaan|memenuhi|maka|seperti|atas|hingga|jika|"
    r"apabila|selain|menjadi|\bbab|kata|angka \d+|huruf \w|ayat \(\d+\)|[,(/&-]|jo\.|s\.d\.?)\s*$",
    re.I,
)
AFTER = re.compile(
    r"\s*\.?\s*(?:ayat\b|huruf|angka|dan\b|atau\b|sampai|jo\b|sub\b|s/d|dihapus|diubah|[,;)]|\.\s?\.|…|[a-z]{3,}|"
    r"(?<!\. )(?:Undang|Peraturan P|Peraturan M|Keputusan P)(?!\S*\s(?:[A-Za-z-]+\s){0,4}ini\b)|"
    r"UUD|Konstitusi|Ordonan|KUH|Kitab|UU |PP )"
)
ELUCIDATION = re.compile(
    r"P ?E ?N ?J ?E ?L ?A ?S ?A ?N\W{1,8}(?:ATAS|UMUM|MENGENAI|RANCANGAN|PERATURAN|UNDANG|I\b|Atas|TENTANG|PASAL|Umum)"
    r"|\bPenjelasan\W{1,6}(?:Atas|UMUM|ATAS)"
    r"|(?<!BAB )(?<!BAGIAN )\bI\.? +UMUM\b|PASAL DEMI PASAL|(?i:memori penjelasan)"
)
CLOSING = re.compile(r"\b(?:Agar|Supaya)\s+(?:supaya\s+)?(?:setiap|semua)|(?:Ditetapkan|Disahkan|Diundangkan)\s+di\b")
AMENDS = re.compile(
    r"(?i)\b(?:perubahan|mengubah|pengubahan|merubah|perobahan)\b(?! (?:iklim|batas|bentuk|nama|status))"
)
OWN_LINE = re.compile(r"(?m)^\W{0,4}(?:Pasal|PASAL)\s+(\d{1,3})\s?([A-Z]?)\W*$")
FRAME_LINE = re.compile(r"(?m)^\W{0,4}(?:Pasal|PASAL)\s+(I{1,3}|IV|V|VI)\W*$|[.;\"”]\s(?:Pasal|PASAL)\s+(II)\b")


@dataclass(frozen=True, slots=True)
class Truth:
    """The articles of one text: where each heading stands, the numbers without a trace, the signs of the last one."""

    places: dict[int, int]
    lacking: tuple[int, ...]
    misplaced: tuple[int, ...]
    signs: tuple[int, int, int]  # forward scan, penjelasan, "mulai berlaku"; 0 where a sign is not there
    amends: bool

    @property
    def last(self) -> int:
        return self.signs[0]

    @property
    def settled(self) -> bool:
        """Whether another sign agrees with the scan, or there is none to ask."""
        scan, elucidation, closing = self.signs
        return scan in (elucidation, closing) or (not elucidation and not closing)


@dataclass(frozen=True, slots=True)
class AmendedTruth:
    """What an amending act holds: its frames ("i", "ii"), quoted articles that are certain, and all that may be one."""

    frames: frozenset[str]
    certain: frozenset[str]
    possible: frozenset[str]


def read_amended(text: str) -> AmendedTruth:
    """Frames and quoted articles of ``text``: numbers written plainly on their own line or where a quotation opens."""
    start, end = _body(text)
    certain: set[str] = set()
    possible: set[str] = set()
    for match in HEADING.finditer(text, start, end):
        before, after = text[max(start, match.start() - 30) : match.start()], text[match.end() : match.end() + 70]
        opens = before.rstrip(" \t\"“”'").endswith("\n") or re.search(r"[:;.\"“”]\s*[\"“”']?\s*$", before)
        closes = bool(re.match(r"\W{0,3}\n|\W*$", after)) and not re.match(r" ?\. ?\.|…", after)
        letter = (match["letter"] or "").strip().lower()
        numbers = {f"{n}{letter}" for n in _readings(match["numeral"])} | {
            str(n) for n in _readings(match["numeral"] + letter.upper())
        }
        possible |= numbers
        if match["numeral"][-1:].isupper():
            possible |= {f"{n}{match['numeral'][-1].lower()}" for n in _readings(match["numeral"][:-1])}
        plain = match["numeral"].isdigit() and match[0].startswith(("Pasal ", "PASAL "))
        if plain and opens and not BEFORE.search(before) and (closes or not AFTER.match(after)):
            certain.add(f"{match['numeral']}{letter}")
    frames = {(m[1] or m[2]).lower() for m in FRAME_LINE.finditer(text, start, end)}
    return AmendedTruth(frozenset(frames), frozenset(certain), frozenset(possible))


def _body(text: str) -> tuple[int, int]:
    decides = re.search(r"M ?E ?M ?[UI] ?T ?U ?S ?K ?A ?N|Memutuskan\s*:", text)
    start = decides.end() if decides and decides.start() < 0.7 * len(text) else 0
    cut = ELUCIDATION.search(text, start)
    return start, cut.start() if cut else len(text)


def read_truth(text: str) -> Truth:
    """The articles of ``text`` (markdown links already taken out)."""
    start, end = _body(text)
    body, rest = text[:end], text[end:]
    places, lacking, misplaced = _scan(body, start)
    closings = [m.start() for m in CLOSING.finditer(body, start)]
    in_force = [m.start() for m in re.finditer(r"mulai\s+berlaku|berlaku\s+pada|mulai\s+diperlakukan", body[start:])]
    closing = 0
    if in_force and closings:
        final = [start + p for p in in_force if start + p < closings[-1] + 400]
        if final:
            before = list(OWN_LINE.finditer(body, start, final[-1]))
            closing = int(before[-1][1]) if before else 0
    explained = [int(m[1]) for m in OWN_LINE.finditer(rest)]
    quotes = len(re.findall(r"diubah sehingga (?:\w+ ){0,3}berbunyi|\bdisisipkan\b", body[start:]))
    frames = {m[1] or m[2] for m in FRAME_LINE.finditer(body, start)}
    head = re.split(r"(?i)menimbang|dengan rahmat|presiden republik", text[:1500])[0][:700]
    amends = bool(AMENDS.search(head)) or "II" in frames or quotes > 2
    return Truth(
        places, tuple(lacking), tuple(misplaced), (max(places, default=0), max(explained, default=0), closing), amends
    )


def _scan(text: str, start: int) -> tuple[dict[int, int], list[int], list[int]]:
    """Heading of 1, of 2, ...: the next place of each number; one that two later numbers come before is lacking."""
    places: dict[int, int] = {}
    lacking: list[int] = []
    misplaced: list[int] = []
    known = _headings(text, start)
    at = start
    for number in range(1, max(known, default=0) + 1):
        ahead = {n: next((p for p in known.get(n, ()) if p >= at), None) for n in range(number, number + 9)}
        place = ahead.pop(number)
        later = sorted(p for p in ahead.values() if p is not None)
        if place is None or (len(later) > 1 and later[1] < place):
            low = places.get(number - 2, places.get(number - 3, start))
            near = [p for p in known.get(number, ()) if low < p < max(later[:3], default=at)]
            (misplaced if near else lacking).append(number)
        else:
            places[number] = place
            at = place + 1
    last = max(places, default=0)
    return places, [n for n in lacking if n < last], [n for n in misplaced if n < last]


def _headings(text: str, start: int) -> dict[int, list[int]]:
    """Where something stands that can only be a heading, for each number."""
    found: dict[int, list[int]] = {}
    for match in HEADING.finditer(text, start):
        before, after = text[max(start, match.start() - 30) : match.start()], text[match.end() : match.end() + 70]
        opens = not before.strip(' \t"“*#>') or before.rstrip(' \t"“*#>').endswith("\n")
        closes = bool(re.match(r"\W{0,3}\n|\W*$", after)) and not re.match(r" ?\. ?\.|…", after)
        if match["letter"] and not closes:
            continue
        referred = (
            BEFORE.search(before)
            or AFTER.match(after)
            or (match[0][0] == "p" and not opens and not re.search(r"[.;]\s*$|[A-Z]{3}\s*$", before))
        )
        with_ayat = match[0][0] != "p" and re.match(r"\W{0,3}\([1lI]\)\s+[A-Z]", after)
        if (opens and closes) or with_ayat or not referred:
            for number in _readings(match["numeral"]):
                found.setdefault(number, []).append(match.start())
    return found


def _readings(numeral: str) -> set[int]:
    groups = re.findall(r"[^ .]+", numeral)
    texts = {"".join(groups), groups[0]} if len(groups) > 1 else {numeral}
    readings = {"".join(digits) for text in texts for digits in product(*(SHAPES.get(c, c) for c in text))}
    return {int(digits) for digits in readings if digits.isdigit() and digits[0] != "0" and len(digits) < 4}
