"""From cleaned text to provisions: parts, bab, bagian, paragraf, pasal, ayat, huruf, angka, penjelasan, lampiran.

``parse_provisions`` cuts the text at headings and list markers. Every unit is a range of the text and sub-units lie
inside their parents, so the own words of all units, joined in order, are the text again: nothing can be dropped.

Article headings are found as the best increasing chain among everything that reads "Pasal <number>": a heading stands
alone on its line and follows its predecessor; a reference stands inside a sentence. Numerals are read through the
confusions of text recognition ("Pasal 2T" for 27) where the chain asks for it. A gap stays a gap.

Does not do: headings set letter by letter, tables, flow charts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.clean import CleanText
from kb.citation import parse_path
from kb.types import Provision

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
# List markers from the outermost style; a label names huruf and angka whatever the bracket.
MARKERS = (
    ("ayat", "(", re.compile(r"\((\d{1,2}[a-z]?)\)(?=\s)")),
    ("huruf", ".", re.compile(r"([a-z])\.(?=\s)")),
    ("angka", ".", re.compile(r"(\d{1,3})\.(?=\s)")),
    ("angka", ")", re.compile(r"(\d{1,2})\)(?=\s)")),
    ("huruf", ")", re.compile(r"([a-z])\)(?=\s)")),
)
ELUCIDATED = re.compile(r"^(Ayat|Huruf|Angka)\s+\(?(\w{1,3})\)?\s*\.?\s*$", re.M)
WRAPPED_REFERENCE = re.compile(
    r"(?:\b(?:ayat|huruf|angka|butir|nomor)|\b(?:ayat|huruf|angka)\b[^.;:]{0,40}(?:\b(?:dan|atau|dengan|dan/atau)|,))\s*$",
    re.I,
)
CLOSING = re.compile(r"^\s*(?:Agar (?:supaya )?setiap|Ditetapkan di|Disahkan di|Diundangkan di)", re.M)


@dataclass(slots=True)
class _Unit:
    """A unit while the tree is made; ``steps`` is its path below the regulation."""

    kind: str
    steps: tuple[str, ...]
    start: int
    end: int
    headings: tuple[str, ...] = ()
    children: list[_Unit] = field(default_factory=list)


def parse_provisions(clean: CleanText, regulation: str) -> list[Provision]:
    """All units of the document in document order; their own words, joined, equal ``clean.text``."""
    text = clean.text
    units: list[_Unit] = []
    for kind, steps, start, end in _split_parts(text):
        if kind == "isi":
            units += _body_units(text, start, end)
        elif kind == "penjelasan":
            units.append(_elucidation(text, start, end))
        elif kind in ("menimbang", "mengingat"):
            unit = _Unit(kind, steps, start, end)
            unit.children = _list_units(text, start, end, steps, kinds=("huruf", "angka"))
            units.append(unit)
        else:
            units.append(_Unit(kind, steps, start, end))
    return list(_provisions(units, clean, regulation, ""))


def missing_articles(provisions: list[Provision]) -> list[str]:
    """Numbers of articles skipped between the first and the last one found; not asked of amending acts."""
    if any(p.kind == "judul" and re.search(r"^PERUBAHAN\b", p.text, re.M) for p in provisions):
        return []
    numbers = {
        int(m[1]) for p in provisions if p.kind == "pasal" and (m := re.search(r"^[^/]+/pasal-(\d+)[a-z]?$", p.path))
    }
    return [str(n) for n in range(1, max(numbers, default=0)) if n not in numbers]


def _split_parts(text: str) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
    """The parts of a document in order: (kind, steps, start, end), without gaps."""
    cuts: list[tuple[int, str, tuple[str, ...]]] = [(0, "judul", ("judul",))]
    elucidation = _find_elucidation(text)
    annexes = _find_annexes(text)
    body_end = min([elucidation, *(position for position, _ in annexes)], default=len(text))
    decides = re.search(r"^.{0,20}M\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N", text[:body_end], re.M)
    head_end = decides.start() if decides else _first_heading(text, body_end)
    for word in ("menimbang", "mengingat"):
        if match := re.search(rf"^\s*{word}\s*:?", text[:head_end], re.M | re.I):
            cuts.append((match.start(), word, (word,)))
    if decides:
        cuts.append((decides.start(), "memutuskan", ("memutuskan",)))
        cuts.append((decides.start() + _first_heading(text[decides.start() :], body_end - decides.start()), "isi", ()))
    else:
        cuts.append((head_end, "isi", ()))
    closings = [m.start() for m in CLOSING.finditer(text, cuts[-1][0], body_end)]
    if closings:
        # the closing formula starts at the first mark after the last article heading
        heads = list(re.finditer(r"^Pasal\s+\S+\s*$", text[:body_end], re.M))
        after = [c for c in closings if not heads or c > heads[-1].start()]
        if after:
            cuts.append((after[0], "penutup", ("penutup",)))
    if elucidation < len(text):
        cuts.append((elucidation, "penjelasan", ("penjelasan",)))
    cuts += [(position, "lampiran", (f"lampiran-{n}",)) for position, n in annexes]
    cuts.sort(key=lambda cut: cut[0])
    for (start, kind, steps), (end, *_) in zip(cuts, [*cuts[1:], (len(text), "", ())], strict=True):
        if end > start:
            yield kind, steps, start, end


def _first_heading(text: str, end: int) -> int:
    """Offset of the first bab or article heading, or ``end``."""
    match = re.search(r"^(?:BAB\s*[IVXLC1l]+|Pasal\s+\S{1,5})\s*$", text[:end], re.M)
    return match.start() if match else end


def _find_elucidation(text: str) -> int:
    for match in re.finditer(r"^\s*P\s?E\s?N\s?J\s?E\s?L\s?A\s?S\s?A\s?N\s*$", text, re.M):
        if re.search(r"\bATAS\b|\bUMUM\b|PASAL DEMI PASAL|\bMENGENAI\b", text[match.end() : match.end() + 600], re.I):
            return match.start()
    return len(text)


def _find_annexes(text: str) -> list[tuple[int, int]]:
    """Starts of annexes and their numbers; a repeated head of the same annex does not start a new one."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"^LAMPIRAN(?:\s+([IVX]+))?(?=\s*$|\s+(?:PERATURAN|UNDANG|KEPUTUSAN))", text, re.M):
        number = _from_roman(match[1]) if match[1] else (found[-1][1] if found else 1)
        if number not in {n for _, n in found}:
            found.append((match.start(), number))
    return found


def _from_roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[c] for c in numeral]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    number: int
    suffix: str
    score: float


def _candidates(text: str, start: int, end: int) -> Iterator[_Candidate]:
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
                yield _Candidate(match.start(), match.end(), number, suffix, score - doubt)


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


def _best_chain(candidates: list[_Candidate], gap: float = 1.2) -> list[_Candidate]:
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
    chain: list[_Candidate] = []
    j = max(range(len(best)), key=best.__getitem__)
    while j >= 0:
        chain.append(candidates[j])
        j = back[j]
    return chain[::-1]


def _body_units(text: str, start: int, end: int) -> list[_Unit]:
    """Headings and articles of the body, flat, in order; each runs to the next one."""
    marks: list[tuple[int, str, str]] = []  # offset, kind, number
    romans = list(ROMAN_ARTICLE.finditer(text, start, end))
    amending = len(romans) > 1 or bool(re.search(r"^PERUBAHAN\b", text[:start], re.M))
    if amending:
        marks += [(m.start(), "pasal", m["roman"].lower()) for m in romans]
    taken = {offset for offset, *_ in marks}
    found = [c for c in _candidates(text, start, end) if c.start not in taken]
    chain = _best_chain(found, gap=0.3 if amending else 1.2)
    marks += [(c.start, "pasal", f"{c.number}{c.suffix.lower()}") for c in chain]
    for kind, pattern in HEADINGS:
        marks += [(m.start(), kind, m[1].lower().replace(" ", "-")) for m in pattern.finditer(text, start, end)]
    marks.sort()
    units: list[_Unit] = []
    if not marks or marks[0][0] > start:
        units.append(_Unit("teks", ("pembuka",), start, marks[0][0] if marks else end))
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
        units.append(_Unit(kind, steps, offset, stop, headings))
    for unit in units:
        if unit.kind == "pasal":
            first = _line_end(text, unit.start, unit.end)
            unit.children = _list_units(text, first, unit.end, unit.steps)
    return units


def _line_end(text: str, start: int, end: int) -> int:
    stop = text.find("\n", start, end)
    return end if stop < 0 else stop + 1


def _list_units(
    text: str,
    start: int,
    end: int,
    steps: tuple[str, ...],
    kinds: tuple[str, ...] = ("ayat", "huruf", "angka"),
) -> list[_Unit]:
    """Units of the nested lists in ``text[start:end]``: a marker continues the innermost list it fits, or opens one."""
    top: list[_Unit] = []
    # open lists from outside in: (kind, bracket, last value, unit)
    stack: list[tuple[str, str, str, _Unit]] = []
    seen: set[tuple[str, ...]] = set()
    for offset, kind, bracket, value in _markers(text, start, end, kinds):
        depth = next(
            (
                d
                for d in range(len(stack) - 1, -1, -1)
                if stack[d][:2] == (kind, bracket) and _follows(stack[d][2], value)
            ),
            -1,
        )
        if depth < 0:
            first = value in ("1", "a")
            if not first or any(open_list[:2] == (kind, bracket) for open_list in stack) or (kind == "ayat" and stack):
                continue
        else:
            for *_, closed in stack[depth:]:
                closed.end = offset
            del stack[depth:]
        parent = stack[-1][3] if stack else None
        path = (*(parent.steps if parent else steps), f"{kind}-{value}")
        if path in seen:
            continue
        seen.add(path)
        unit = _Unit(kind, path, offset, end)
        (parent.children if parent else top).append(unit)
        stack.append((kind, bracket, value, unit))
    return top


def _markers(text: str, start: int, end: int, kinds: tuple[str, ...]) -> Iterator[tuple[int, str, str, str]]:
    """List markers at line starts that are not a reference wrapped from the line before."""
    line = start
    while line < end:
        stop = text.find("\n", line, end)
        stop = end if stop < 0 else stop
        offset = line + len(text[line:stop]) - len(text[line:stop].lstrip())
        opening = re.match(r"(?:Menimbang|Mengingat)\s*:\s*", text[offset:stop])
        offset += opening.end() if opening else 0
        for kind, bracket, pattern in MARKERS:
            match = pattern.match(text, offset, stop)
            if match and kind in kinds and not WRAPPED_REFERENCE.search(text[max(start, line - 60) : line]):
                yield offset, kind, bracket, match[1]
                break
        line = stop + 1


def _follows(last: str, value: str) -> bool:
    """Whether ``value`` comes next after ``last``: 3 after 2, c after b, 2a after 2; one lost marker is allowed."""
    if last.isdigit() and value.isdigit():
        return 1 <= int(value) - int(last) <= 2
    if len(last) == len(value) == 1 and last.isalpha() and value.isalpha():
        return 1 <= ord(value) - ord(last) <= 2
    return value.rstrip("abcdefghij") == last.rstrip("abcdefghij") and value > last


def _elucidation(text: str, start: int, end: int) -> _Unit:
    """The penjelasan: its head, the general part, and a unit for each article explained."""
    root = _Unit("penjelasan", ("penjelasan",), start, end)
    general = re.search(r"^\s*(?:I\s*\.?\s*)?UMUM\b", text[start:end], re.M)
    by_article = re.search(r"^.{0,6}PASAL\s+DEMI\s+PASAL", text[start:end], re.M)
    if general and by_article and general.start() >= by_article.start():
        general = None
    articles_from = start + (by_article.end() if by_article else general.end() if general else 0)
    chain = _best_chain(list(_candidates(text, articles_from, end)), gap=0.6)
    chain_start = chain[0].start if chain else end
    if general:
        general_end = start + by_article.start() if by_article else chain_start
        root.children.append(_Unit("umum", ("penjelasan", "umum"), start + general.start(), general_end))
    if by_article:
        root.children.append(
            _Unit(
                "pasal-demi-pasal",
                ("penjelasan", "pasal-demi-pasal"),
                start + by_article.start(),
                chain_start,
            )
        )
    stops = [*(c.start for c in chain), end][1:]
    for item, stop in zip(chain, stops, strict=True):
        steps = ("penjelasan", f"pasal-{item.number}{item.suffix.lower()}")
        unit = _Unit("pasal", steps, item.start, stop)
        unit.children = _elucidated_units(text, item.end, stop, steps)
        root.children.append(unit)
    return root


def _elucidated_units(text: str, start: int, end: int, steps: tuple[str, ...]) -> list[_Unit]:
    top: list[_Unit] = []
    stack: list[tuple[int, _Unit]] = []
    seen: set[tuple[str, ...]] = set()
    for match in ELUCIDATED.finditer(text, start, end):
        kind, value = match[1].lower(), match[2].lower()
        level = ("ayat", "huruf", "angka").index(kind)
        keep = [entry for entry in stack if entry[0] < level]
        path = (*(keep[-1][1].steps if keep else steps), f"{kind}-{value}")
        if path in seen or not re.fullmatch(r"\d{1,2}[a-z]?|[a-z]{1,2}", value):
            continue
        seen.add(path)
        for _, closed in stack[len(keep) :]:
            closed.end = match.start()
        stack = keep
        unit = _Unit(kind, path, match.start(), end)
        (stack[-1][1].children if stack else top).append(unit)
        stack.append((level, unit))
    return top


def _provisions(units: list[_Unit], clean: CleanText, regulation: str, parent: str) -> Iterator[Provision]:
    for unit in units:
        path = "/".join((regulation, *unit.steps))
        own_end = unit.children[0].start if unit.children else unit.end
        yield Provision(
            path=path,
            label=parse_path(path).label,
            kind=unit.kind,
            parent=parent,
            headings=unit.headings,
            start=unit.start,
            own_end=own_end,
            end=unit.end,
            text=clean.text[unit.start : unit.end].strip(),
            pages=clean.pages_between(unit.start, unit.end),
            boxes=clean.boxes_between(unit.start, unit.end),
        )
        inherited = [
            _Unit(c.kind, c.steps, c.start, c.end, c.headings or unit.headings, c.children) for c in unit.children
        ]
        yield from _provisions(inherited, clean, regulation, path)
