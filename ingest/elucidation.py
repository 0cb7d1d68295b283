"""The penjelasan of a regulation: its general part, and what it says of each article, ayat, huruf and angka.

Several articles explained in one breath ("Pasal 26 sampai dengan Pasal 32 Cukup jelas") are one unit with the path of
the first; ``kb.explained`` says which others it speaks of. In amending acts the point that precedes an article
("Angka 2 / Pasal 12A") belongs to that article's unit.

Does not do: lists inside an explanation; headings whose number is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from ingest.articles import Candidate, best_chain, find_candidates
from ingest.list_marks import Mark
from ingest.lists import best_list
from ingest.units import Unit, roman_value
from kb.explained import GROUP, RANGE

KINDS = ("ayat", "huruf", "angka")  # from the outside in
DIGITS = str.maketrans("lLItirOoSsTBZ+", "11111100557824")
JOINT = re.compile(rf"[\s.,]*(?:{RANGE}|dan/atau|dan|,)\s*(?:Pasal\s+)?", re.I)
NOTHING = r"[Cc]uk\s?up\s+[Jj]e[l1i]as"
# An article number whose word "Pasal" was collected elsewhere: "Cukup jelas. 5 Cukup jelas. 6 Cukup jelas."
BARE_NUMBER = re.compile(
    rf"(?:(?<=[.:]\s)|^)(?P<number>[0-9tlLIr][0-9lLIOo+]{{0,2}})\s+(?={NOTHING}|Ayat\s+\(|Huruf\s?a\b)", re.M
)
ROMAN_ARTICLE = re.compile(
    r"(?:(?<=[.:]\s)|(?<=PASAL\s)|^[ \t]*)Pasal\s+(?P<roman>I{1,3}|IV|V)(?=[\s.]*(?:$|\n|Angka|Cukup|[A-Z][a-z]))", re.M
)
TITLE = 1_500  # characters at the start of a document in which its title stands
AMENDING = re.compile(r"\bPERUBAHAN\b[^a-z]{0,40}\bATAS\b")
GENERAL = re.compile(r"^[ \t]*(?:I\s*\.?\s*)?UMUM\b|\bI\s*\.?\s+UMUM\b|\bUMUM\b\.?\s+(?=[A-Z][a-z]|\d)", re.M)
BY_ARTICLE = re.compile(r"(?:\bI{1,2}\s*\.?\s*)?PASAL\s+DEMI\s+PASAL")
POINT = re.compile(r"(?:^|\n|(?<=[.:\"”_])\s|(?<=jelas)\s)[ \t]*(?P<point>Angka\s+\d{1,3})[ \t]*\.?\s*$")
POINT_THEN_ARTICLE = re.compile(
    r"(?<![a-z,] )Angka\s+\d{1,3}[ \t]*\.?\s+(?P<article>Pasal\s+(?P<number>\d{1,3})(?P<suffix>[A-Z]{0,2}))(?!\w)"
)
# What the State Gazette and later printers add after the last explanation.
AFTER_ALL = re.compile(
    r"TAMBAHAN\s+LEMBARAN\s+NEGARA|-{5,}\s*CATATAN|\bCATATAN\s+Kutipan|\bLN\s+\d{4}/\d+|\bTLN\s+N|"
    r"\bTermasuk\s+(?:dalam\s+)?Lembaran|\b(?:Diketahui|Mengetahui)\s*:"
)
ITEM = re.compile(
    r"(?<![\w(])(?P<kind>[Aa][YyVv]a[tl]|[Hh]uruf|[Aa]ngka)(?P<gap>[-\s.]{0,3})"
    r"(?:\(\s?(?P<held>\w{1,3})\s?[)1l\]]?|(?P<bare>[0-9lIOo]{1,3}|[a-z]{1,2})(?!\w))[ \t]*[.:]?"
)
REFERRED_TO = re.compile(
    r"(?:\b(?:dalam|dimaksud|dari|dan|atau|ketentuan|dengan|pada|menurut|oleh|antara|tersebut|kecuali|terhadap|serta|untuk|"
    r"sampai|lihat|penjelasan|jo\.?|s/d|huruf\s+\w|angka\s+\d+|pasal\s+\w+|ayat\s+\(\w+\))|[,(/])\s*$",
    re.I,
)
HEADS = re.compile(rf"(?:{RANGE}|dan)?\s*\b(?:(?:Pasal|Ayat|Huruf|Angka)\b[-\s.]*(?:\(?\w{{1,4}}\)?(?=\W|$))?)+", re.I)


def elucidation_unit(text: str, start: int, end: int) -> Unit:
    """The penjelasan: its head, the general part, and a unit for each article explained."""
    root = Unit("penjelasan", ("penjelasan",), start, end)
    general, by_article = GENERAL.search(text, start, end), BY_ARTICLE.search(text, start, end)
    if general and by_article and general.start() >= by_article.start():
        general = None
    articles_from = by_article.end() if by_article else general.end() if general else start
    after_all = AFTER_ALL.search(text, max(articles_from, end - 400), end)
    stop = after_all.start() if after_all else end
    amending = AMENDING.search(text, 0, TITLE) or AMENDING.search(text, start, articles_from)
    articles = _articles(text, articles_from, stop, bool(amending))
    first = articles[0].start if articles else stop
    if general:
        general_end = by_article.start() if by_article else first
        root.children.append(Unit("umum", ("penjelasan", "umum"), general.start(), general_end))
    if by_article:
        steps = ("penjelasan", "pasal-demi-pasal")
        root.children.append(Unit("pasal-demi-pasal", steps, by_article.start(), first))
    root.children += articles
    if after_all:
        root.children.append(Unit("penutup", ("penjelasan", "penutup"), stop, end))
    return root


def is_nothing_said(text: str) -> bool:
    """Whether a text of the penjelasan, its headings aside, only says "Cukup jelas", however it was recognised.

    >>> is_nothing_said("Pasal 5\\nAyat (1)\\nCukup jelas.\\nAyat (2)\\nCukup je1as.")
    True
    """
    for piece in HEADS.split(text):
        letters = "".join(c for c in piece.lower() if c.isalpha()).replace("cukupjelas", "")
        if len(letters) > 1 and (len(letters) > 13 or fuzz.ratio(letters, "cukupjelas") < 74):
            return False
    return True


def _articles(text: str, start: int, end: int, amending: bool) -> list[Unit]:
    """A unit for each article, or group of articles, explained in ``text[start:end]``."""
    romans = [(m.start(), m.end(), m["roman"].lower()) for m in ROMAN_ARTICLE.finditer(text, start, end)]
    values = [roman_value(roman.upper()) for *_, roman in romans]
    if not amending or len(values) < 2 or values != sorted(set(values)):
        romans = []
    taken = {at for at, *_ in romans}
    candidates = [c for c in _candidates(text, start, end) if c.start not in taken]
    chain = best_chain(candidates, gap=0.3 if amending else 0.6)
    chain = chain if amending else _without_strays(text, chain)
    heads = sorted([*romans, *((c.start, c.end, f"{c.number}{c.suffix.lower()}") for c in chain)])
    groups: list[tuple[int, int, str]] = []
    for head in heads:
        if groups and JOINT.fullmatch(text, groups[-1][1], head[0]):
            groups[-1] = (groups[-1][0], head[1], groups[-1][2])
        else:
            groups.append(head)
    starts = [_with_point(text, start if n == 0 else groups[n - 1][1], at) for n, (at, *_) in enumerate(groups)]
    units: list[Unit] = []
    for (_, head_end, number), at, stop in zip(groups, starts, [*starts, end][1:], strict=True):
        steps = ("penjelasan", f"pasal-{number}")
        units.append(Unit("pasal", steps, at, stop, children=_items(text, head_end, stop, steps)))
    return units


def _without_strays(text: str, chain: list[Candidate]) -> list[Candidate]:
    """The chain up to a wide jump that only a few numbers follow: articles named in what comes after the penjelasan.

    Not for an amending act, which explains the articles it changes, far apart.
    """
    for n in range(max(1, len(chain) - 3), len(chain)):
        jump = chain[n].number - chain[n - 1].number
        if jump > 8 and not JOINT.fullmatch(text, chain[n - 1].end, chain[n].start):
            return chain[:n]
    return chain


def _candidates(text: str, start: int, end: int) -> list[Candidate]:
    """What may be the head of an article's explanation: as in the body, and the forms that only stand here."""
    found = list(find_candidates(text, start, end))
    for match in GROUP.finditer(text, start, end):
        before = text[max(start, match.start() - 20) : match.start()]
        if re.search(r"(?:[.:;]|^|\n)\s*$", before) and not REFERRED_TO.search(before):
            for name, at in (("first", match.start()), ("last", match.start("last"))):
                number, suffix = re.fullmatch(r"(\d+)([A-Za-z]?)", match[name]).groups()  # type: ignore[union-attr]
                found.append(Candidate(at, match.end(name), int(number), suffix.upper(), 4.0))
    for match in POINT_THEN_ARTICLE.finditer(text, start, end):
        number, suffix = int(match["number"]), match["suffix"]
        found.append(Candidate(match.start("article"), match.end(), number, suffix, 4.0))
    for match in BARE_NUMBER.finditer(text, start, end):
        digits = match["number"].translate(DIGITS)
        if digits.isdigit() and digits[0] != "0":
            found.append(Candidate(match.start(), match.end("number"), int(digits), "", 1.0))
    return sorted(found, key=lambda c: (c.start, c.end))


def _with_point(text: str, start: int, at: int) -> int:
    """Where an article's unit begins: at the "Angka 2" of an amending act that stands right before its heading."""
    point = POINT.search(text, start, at)
    return point.start("point") if point else at


def _items(text: str, start: int, end: int, steps: tuple[str, ...]) -> list[Unit]:
    """Explanations of ayat, huruf and angka; the outermost kind that makes a chain is cut first."""
    marks = list(_find_items(text, start, end))
    return _cut(text, start, end, steps, {kind: [m for k, m in marks if k == kind] for kind in KINDS})


def _cut(text: str, start: int, end: int, steps: tuple[str, ...], marks: dict[str, list[Mark]]) -> list[Unit]:
    for kind in marks:
        chain = best_list([m for m in marks[kind] if start <= m.start < end], loss=30, cost=0.3, enough=2.4)
        if not chain:
            continue
        below = {k: found for k, found in marks.items() if k != kind and KINDS.index(k) > KINDS.index(kind)}
        units = _cut(text, start, chain[0].start, steps, below)
        groups = [chain[0]]
        for mark in chain[1:]:
            if not JOINT.fullmatch(text, groups[-1].end, mark.start):
                groups.append(mark)
        for mark, stop in zip(groups, [*(m.start for m in groups[1:]), end], strict=True):
            path = (*steps, f"{kind}-{mark.value}")
            units.append(Unit(kind, path, mark.start, stop, children=_cut(text, mark.end, stop, path, below)))
        return units
    return []


def _find_items(text: str, start: int, end: int) -> Iterator[tuple[str, Mark]]:
    """Heads "Ayat (1)", "Huruf a", "Angka 1" with what speaks for them: an own line, a sentence's end before."""
    head_end = start
    for match in ITEM.finditer(text, start, end):
        follows_head = not text[head_end : match.start()].strip(" \t\n.:")
        kind = {"a": "ayat", "h": "huruf", "n": "angka"}[
            match["kind"][1 if match["kind"].lower() == "angka" else 0].lower()
        ]
        read = _read(kind, match["held"] or match["bare"])
        before, after = text[max(start, match.start() - 40) : match.start()], text[match.end() : match.end() + 30]
        opens = follows_head or not before.rstrip(" \t") or before.rstrip(" \t").endswith("\n")
        closes = not after.strip(" \t") or after.lstrip(" \t").startswith("\n")
        if read is None or (not opens and REFERRED_TO.search(before)) or POINT_THEN_ARTICLE.match(text, match.start()):
            continue
        score = 1.0 + 1.5 * opens + 1.5 * closes
        if not opens and not re.search(r"[.:;]\s*$", before):
            score -= 1.5
        if not closes and not re.match(
            rf"[\s:.]*(?:[A-Z\"“(]|{NOTHING}|{RANGE}\s|dan\s+(?:ayat|huruf|angka)?\s?\(?\w\b)", after
        ):
            score -= 4.0
        if match["kind"][0].islower():
            score -= 1.0
        if opens and not closes and not follows_head and REFERRED_TO.search(before.rstrip()):
            score -= 3.0
        number, suffix, value = read
        head_end = match.end() if score > 0 else head_end
        yield kind, Mark(match.start(), match.end(), number, suffix, value, score, opens)


def _read(kind: str, raw: str) -> tuple[int, str, str] | None:
    """Place and name of an item from what stands after its kind: "2a" is (2, "a", "2a"), huruf f (6, "", "f")."""
    if kind == "huruf":
        raw = raw.lower()
        if not re.fullmatch(r"([a-z])\1?", raw):
            return None
        return ord(raw[0]) - 96 + 26 * (len(raw) - 1), "", raw
    match = re.fullmatch(r"(\d{1,3})([a-zA-Z]?)", raw) or re.fullmatch(r"(\d{1,2})()", raw.translate(DIGITS))
    if not match or match[1][0] == "0":
        return None
    return int(match[1]), match[2].lower(), match[1] + match[2].lower()
