"""What amending acts are made of: frames ``Pasal I``, ``Pasal II``, numbered instructions, quoted articles.

An instruction says what is done to the other act ("3. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:")
and announces the articles it then quotes. Quoted articles bear the numbers of the act they change, so they are kept
out of the numbering of the act that quotes them.

Does not do: apply the change to the other act.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.articles import PASAL, Candidate, best_chain, find_candidates, heading_score, read_number
from ingest.units import roman_value

AMENDING_TITLE = re.compile(
    r"\b(?:PERUBAHAN|PENGUBAHAN|MERUBAH|MENGUBAH|P[EÉ]ROBAHAN|PEROBAHAN)\b(?! (?:iklim|batas|bentuk|nama|status)\b)",
    re.I,
)
FRAME = re.compile(
    r"(?<![A-Za-z])(?:Pasal|PASAL|P a s a l|Pasa1)[ \t]{0,3}"
    r"(?:(?P<arabic>\d)ROM|(?P<value>[IVXl1|!i]{1,4}))(?![A-Za-z0-9/])(?![ \t]*\d)"
)
CHANGE = re.compile(
    r"\b(?:diubah|dirubah|dirobah|diobah|disisipkan|disisip|ditambah\w*|diganti\w*|dihapus\w*|dicabut|diadakan|diselipkan|"
    r"disempurnakan|berbunyi|dibaca|menambah\w*|mengubah|merubah|mengganti|menghapus|menyisipkan|dijadikan|"
    r"ditiadakan|dihilangkan)\b",
    re.I,
)
ANNOUNCED = re.compile(
    r"(?:\b(?:berbunyi|dibaca|menjadi|ditetapkan|yaitu|yakni)\s+(?:sebagai\s+)?(?:berikut|demikian)"
    r"|\b(?:sebagai\s+)(?:berikut|demikian)(?=\s*:)|\b(?:berbunyi|dibaca|bunyinya)(?=\s*[:\"“]))\s*[:;,.]?",
    re.I,
)
INSTRUCTION = re.compile(
    r"""(?:^|(?<=[.;:"”,’'])[ \t]*)[ \t"“]*(?P<number>[0-9lIO]{1,3})[ \t]?(?:[.,)][ \t]*|[ \t]+)
        (?=(?:Ketentuan|Pasal|Di\s?antara|Setelah|Sesudah|Sebelum|Judul|Bab\b|BAB|Bagian|Paragraf|Penjelasan|Lampiran|Antara|
        Meng?ubah|Merubah|Menambah|Menghapus|Mengganti|Menyisip|Perkataan|Kata|Frasa|Frase|Ayat|Huruf|Angka|Dalam|Pada|Di\b|
        Nomenklatur|Semua|Seluruh|Istilah|Kalimat|Substansi|Rumusan|Dengan|Untuk|Terhadap|Pasal-pasal|Sebutan|Isi|Nama))""",
    re.X | re.M,
)
NAMED = re.compile(r"\b(?:pasal|bab|judul|bagian|undang|peraturan|ketentuan|ordonan)", re.I)
SENTENCE = re.compile(r"[.;\"”]\s+(?=[A-Z])|^\W*Pasal\s+\S+\s*\n", re.M)
LOOK_BACK = 700  # characters in which an instruction stands before what it announces


@dataclass(frozen=True, slots=True)
class Announcement:
    """An instruction that quotes: ``text[start:end]``, and the articles it names as (number, suffix)."""

    start: int
    end: int
    articles: frozenset[tuple[int, str]]


def find_frames(text: str, start: int, end: int) -> list[Candidate]:
    """The frames ``Pasal I``, ``Pasal II``, ... of an act that amends; none where its articles count 1, 2, 3.

    The heading of the first may be lost; then the second stands alone.
    """
    found = [c for match in FRAME.finditer(text, start, end) for c in _frame_readings(text, match, start, end)]
    chain = best_chain(found, gap=2.0)
    if not chain or chain[0].number > 2:
        return []
    written = ["".join(text[c.start : c.end].split())[5:] for c in chain]
    second = any(w in ("II", "Il", "lI", "2ROM", "III", "IIl") for w in written)
    titled = bool(AMENDING_TITLE.search(_title(text[:start])))
    if second and titled:
        return chain
    if chain[0].number > 1:
        return []
    changes = bool(CHANGE.search(text, chain[0].end, chain[0].end + 400))
    # Without the word in the title, or with one frame alone: articles that count on from it speak against it.
    others = {c.number for c in find_candidates(text, chain[0].end, end) if c.score > 3.5 and not c.suffix}
    if not changes or others >= {2, 3} or (2 in others and not second):
        return []
    if second:
        return chain if find_announcements(text, chain[0].end, end) else []
    return chain[:1] if titled and written[0] in ("I", "1ROM") else []


def _title(head: str) -> str:
    """What stands before menimbang, or the opening words of a text without it."""
    return re.split(r"\bMenimbang\b|\bMENIMBANG\b|\bMengingat\b|DENGAN RAHMAT", head[:3000], maxsplit=1)[0][:1500]


def _frame_readings(text: str, match: re.Match[str], start: int, end: int) -> Iterator[Candidate]:
    score = heading_score(text, match.start(), match.end(), start, end)
    if re.match(r"[\s.]*Pasal\s+\d", text[match.end() : match.end() + 12]):
        score -= 4  # a frame has words of its own
    written = match["arabic"] or match["value"]
    if match["arabic"]:
        yield Candidate(match.start(), match.end(), int(written), "", score)
        return
    shaped = written.translate(str.maketrans("l1|!i", "IIIII"))
    if re.fullmatch(r"I{1,3}|IV|VI{0,3}|IX|X", shaped) and score > 1:
        doubt = 0.0 if shaped == written else 1.0 if written == "1" else 3.0 if written.isdigit() else 0.4
        if re.match(r"[\s.]*\S+(?:\s\S+){0,4}?\s+ini\s+mulai\s+berlaku", text[match.end() : match.end() + 90]):
            doubt -= 3.0  # the last frame says so
        yield Candidate(match.start(), match.end(), roman_value(shaped), "", score - doubt)


def find_announcements(text: str, start: int, end: int) -> list[Announcement]:
    """The instructions in ``text[start:end]`` that quote what they put in place, in order."""
    found: list[Announcement] = []
    floor = start
    for match in ANNOUNCED.finditer(text, start, end):
        low = max(floor, match.start() - LOOK_BACK)
        opening = low
        for marker in INSTRUCTION.finditer(text, low, match.start()):
            opening = marker.end()
        if opening == low:
            for sentence in SENTENCE.finditer(text[low : match.start()]):
                opening = low + sentence.end()
        instruction = text[opening : match.end()]
        if CHANGE.search(instruction) and NAMED.search(instruction):
            found.append(Announcement(opening, match.end(), frozenset(_announced(instruction))))
            floor = match.end()
    return found


def _announced(instruction: str) -> Iterator[tuple[int, str]]:
    """Articles an instruction will quote: all it names, but of "di antara Pasal 12 dan 13" only what is put there."""
    if match := re.search(
        r"\b(?:di\s?antara|setelah|sesudah|sebelum)\b.*?\b(?:disisip|ditambah|diselip|diada)\w*",
        instruction,
        re.I | re.S,
    ):
        instruction = instruction[match.end() :]
    spans = list(PASAL.finditer(instruction))
    last: tuple[int, str] | None = None
    for match in spans:
        candidates = list(find_numbers(match))
        yield from candidates
        if last and candidates and re.search(r"(?:sampai(?: dengan)?|s/d)\s*$", instruction[: match.start()]):
            low, high = last, candidates[0]
            if low[0] == high[0] and len(low[1]) == len(high[1]) == 1:
                yield from ((low[0], chr(c)) for c in range(ord(low[1]), ord(high[1])))
            elif 0 < high[0] - low[0] < 60:
                yield from ((n, "") for n in range(low[0] + 1, high[0]))
        last = candidates[0] if candidates else None


def find_numbers(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """The readings of the numeral in a match of ``PASAL``."""
    for number, suffix, _ in read_number(match["number"].strip(), match["suffix"]):
        yield number, suffix


def find_instructions(text: str, start: int, end: int) -> list[Candidate]:
    """The numbered instructions in ``text[start:end]``: the best chain 1, 2, 3 of markers before words of change."""
    found: list[Candidate] = []
    for match in INSTRUCTION.finditer(text, start, end):
        number = match["number"].translate(str.maketrans("lIO", "110"))
        near = text[match.end() : min(end, match.end() + 400)]
        change = CHANGE.search(near)
        if number.isdigit() and 0 < int(number) < 500 and change:
            at = match.start("number")
            opens = text[:at].rstrip(' \t"“').endswith("\n") or at == start
            names = re.search(r"\b(?:Pasal|BAB|Bab|Judul|Lampiran|Penjelasan)\b", near[: change.end() + 40])
            score = 1.0 + opens + (1.0 if names else -1.0) + (0.5 if change.start() < 120 else 0)
            found.append(Candidate(at, match.end(), int(number), "", score))
    return best_chain(found, gap=0.6)


def quoted_candidates(
    text: str, start: int, end: int, announcements: list[Announcement], *, framed: bool
) -> list[Candidate]:
    """What may be headings of quoted articles: where ``framed`` all articles there, else only announced ones."""
    found: list[Candidate] = []
    known = [a for a in announcements if a.start < end]
    for item in find_candidates(text, start, end):
        at = bisect_right(known, item.start, key=lambda a: a.start)
        announcement = known[at - 1] if at else None
        if announcement and item.start < announcement.end:
            continue  # named in the instruction itself
        if framed and re.fullmatch(r"[IVX]{2,}", text[item.start : item.end][5:].strip()):
            continue  # a frame, or a mention of one
        if announcement and (item.number, item.suffix) in announcement.articles:
            found.append(replace(item, score=item.score + 3))
        elif framed and item.score >= (3.5 if announcement and announcement.articles else 1.5):
            found.append(item)
    return found
