"""Which printed lines are the regulation's own text, and which belong to the paper.

``clean_pages`` sorts every line into kept or dropped, each dropped line with the name of the rule that dropped it, so
that nothing disappears unseen. The kept lines, joined, are the cleaned text: what is quoted. Beside it stands the
reading, the same lines with recognition noise repaired (``ingest.repair``): what structure is found in and searched.

Does not do: change a character of a kept line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from ingest.repair import repair_line
from kb.types import Line, Page, PageBox


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A kept line: page number, line, and offset of its first character in the cleaned text.

    ``reading`` is how it is to be read, ``read_start`` its offset in the reading, ``offsets`` for each character of
    the reading (and its end) the offset in the printed line, None where both are the same.
    """

    page: int
    line: Line
    start: int
    reading: str
    read_start: int
    offsets: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class CleanText:
    """The cleaned text of a document as printed and as read, its lines, and what was dropped: (page, rule, line)."""

    text: str
    reading: str
    lines: tuple[PlacedLine, ...]
    dropped: tuple[tuple[int, str, str], ...]

    def lines_between(self, start: int, end: int) -> tuple[PlacedLine, ...]:
        """The lines that have characters in ``text[start:end]``."""
        first = max(0, bisect_right(self.lines, start, key=lambda placed: placed.start) - 1)
        last = bisect_right(self.lines, end - 1, key=lambda placed: placed.start)
        return tuple(ln for ln in self.lines[first:last] if ln.start + len(ln.line.text) > start)

    def pages_between(self, start: int, end: int) -> tuple[int, ...]:
        """Numbers of the pages on which ``text[start:end]`` stands."""
        return tuple(sorted({placed.page for placed in self.lines_between(start, end)}))

    def boxes_between(self, start: int, end: int) -> tuple[PageBox, ...]:
        """Boxes of the lines of ``text[start:end]``."""
        return tuple((placed.page, *placed.line.box) for placed in self.lines_between(start, end))

    def text_offset(self, read_offset: int) -> int:
        """The offset in ``text`` of the character at ``read_offset`` of ``reading``."""
        if not self.lines:
            return 0
        placed = self.lines[max(0, bisect_right(self.lines, read_offset, key=lambda p: p.read_start) - 1)]
        inside = read_offset - placed.read_start
        if inside > len(placed.reading):  # past the last line
            return len(self.text)
        return placed.start + (placed.offsets[inside] if placed.offsets else inside)

    def reading_between(self, start: int, end: int) -> str:
        """How ``text[start:end]`` is to be read."""
        pieces: list[str] = []
        for placed in self.lines_between(start, end):
            low, high = max(0, start - placed.start), min(len(placed.line.text), end - placed.start)
            if placed.offsets:
                pieces.append(
                    "".join(c for c, o in zip(placed.reading, placed.offsets, strict=False) if low <= o < high)
                )
            else:
                pieces.append(placed.reading[low:high])
        return "\n".join(pieces)


def place_lines(numbered: Iterable[tuple[int, Line]], dropped: Iterable[tuple[int, str, str]] = ()) -> CleanText:
    """The cleaned text made of lines, each with the number of its page."""
    placed: list[PlacedLine] = []
    start = read_start = 0
    for page, line in numbered:
        reading, offsets = repair_line(line.text)
        placed.append(PlacedLine(page, line, start, reading, read_start, offsets))
        start += len(line.text) + 1
        read_start += len(reading) + 1
    text, reading = "\n".join(p.line.text for p in placed), "\n".join(p.reading for p in placed)
    return CleanText(text, reading, tuple(placed), tuple(dropped))


EDGE = 5  # lines from the top or bottom of a page among which heads and feet are looked for

LETTERHEADS = ("PRESIDEN", "REPUBLIKINDONESIA", "PRESIDENREPUBLIKINDONESIA")
ADDRESS = r"(?:https?://\S+|(?:www\.|jdih\.)[\w./-]+|[\w-]+(?:\.[\w-]+)*\.go\.id)"
SEQUENCE = r"(?:-\s*\d+\s*-|(?:19|20)\d\d,\s*No\.?\s*\d+)"  # "2018, No. 198  -3-" of Berita Negara


def _is_letterhead(text: str) -> bool:
    """Whether a line in capitals spells the state's letterhead, however badly it was recognised."""
    letters = re.sub(r"[^A-Za-z{(]", "", text)
    if text.rstrip().endswith((",", ".", ";")) or sum(c.islower() for c in letters) > 1:
        return False
    return any(
        abs(len(letters) - len(head)) <= 4 and SequenceMatcher(None, letters, head).ratio() >= 0.75
        for head in LETTERHEADS
    )


# A rule sees (line text, is it near the top, is it near the bottom) and says whether the line is the paper's.
RULES: tuple[tuple[str, Callable[[str, bool, bool], bool]], ...] = (
    (
        "nomor halaman",
        lambda t, top, low: (
            (top or low)
            and bool(
                re.fullmatch(r"(?!(?:19|20)\d\d)\d{1,4}|[-–—._]+\s*[\dlItTOS]{1,4}\s*[-–—._]+", t)
                or re.fullmatch(r"(?:Halaman|Hal\.?)?\s*\d{1,4}\s*(?:/|dari)\s*\d{1,4}", t)
            )
        ),
    ),
    ("kaki SK", lambda t, top, low: (top or low) and bool(re.fullmatch(r"SK\s*N[o0]\.?\s*[\dOolI ]+\s*[A-Z]?", t))),
    ("kepala surat", lambda t, top, low: top and _is_letterhead(t)),
    ("alamat situs", lambda t, top, low: (top or low) and bool(re.fullmatch(ADDRESS, t))),
    ("nomor lembaran", lambda t, top, low: (top or low) and bool(re.fullmatch(rf"{SEQUENCE}(?:\s*{SEQUENCE})?", t))),
    ("noda", lambda t, top, low: (top or low) and bool(re.fullmatch(r"[^\w()\"“”]{1,8}|[()]", t))),
)
CATCHWORD = re.compile(r"(?P<words>.*?)\s*(?:\.\s?){2,}\.?$|(?P<words2>.*?)\s*…$")
# A heading at the foot of a page that the next page begins with is its catchword even where the dots were lost.
HEADING_CATCHWORD = re.compile(r"(?P<words>(?:Pasal|BAB|Bagian|Paragraf)\s?\S{1,9}|Agar)[\s.]*")


def clean_pages(pages: list[Page]) -> CleanText:
    """Sort the lines of ``pages`` into text and paper."""
    heads = _repeated_edges(pages)
    dropped: list[tuple[int, str, str]] = []
    kept: list[list[Line]] = []
    for page in pages:
        body: list[Line] = []
        for n, line in enumerate(page.lines):
            rule = _rule_for(line, n, len(page.lines), heads)
            if rule:
                dropped.append((page.number, rule, line.text))
            else:
                body.append(line)
        kept.append(body)
    for n, body in enumerate(kept[:-1]):
        following = next((lines for lines in kept[n + 1 :] if lines), [])
        if body and following and _is_catchword(body[-1].text, following[0].text):
            dropped.append((pages[n].number, "kata penyambung", body.pop().text))
    numbered = [(page.number, line) for page, body in zip(pages, kept, strict=True) for line in body]
    return place_lines(numbered, dropped)


def _rule_for(line: Line, n: int, count: int, heads: set[tuple[str, int]]) -> str:
    if line.cell:  # a number alone in a table's cell is no page number (2.pdf page 2)
        return ""
    text = line.text.strip()
    top, low = n < EDGE, n >= count - EDGE
    for name, applies in RULES if line.cell is None else ():  # a number in a table is no page number
        if applies(text, top, low):
            return name
    return "kepala atau kaki berulang" if (n < 3 or n >= count - 3) and _mark(line) in heads else ""


def _mark(line: Line) -> tuple[str, int]:
    """A line's words without its numbers, and its height on the page in steps of 8 points."""
    return re.sub(r"\d+", "#", line.text).strip().lower(), round(line.box[1] / 8)


def _repeated_edges(pages: list[Page]) -> set[tuple[str, int]]:
    """Marks of lines that stand, at one height, at the edge of at least three pages and of a third of all pages.

    Formulas such as "Cukup jelas." repeat in true text, so they never count.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        edge = page.lines[:3] + page.lines[-3:]
        seen.update({_mark(line) for line in edge if len(line.text) > 8})
    formula = re.compile(r"(pasal|ayat|huruf|angka|bab|bagian|paragraf|cukup jelas|lampiran)\b")
    return {mark for mark, n in seen.items() if n >= 3 and n >= len(pages) / 3 and not formula.match(mark[0])}


def _is_catchword(last: str, following: str) -> bool:
    """Whether ``last`` ("5. Masuk . . .") announces the words the next page begins with ("5. Masuk Kerja ...")."""
    if heading := HEADING_CATCHWORD.fullmatch(last.strip()):
        return following.strip().startswith(heading["words"])
    match = CATCHWORD.fullmatch(last.strip())
    if not match:
        return False
    words = re.sub(r"\W", "", match["words"] or match["words2"] or "").lower()
    return bool(words) and re.sub(r"\W", "", following).lower().startswith(words)
