"""The parts of a document: judul, menimbang, mengingat, memutuskan, isi, penutup, penjelasan, lampiran.

Heads of parts stand on lines of their own, or run on inside a line; then only capitals and the words that follow tell
them from a mention.

Does not do: look inside a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.articles import best_chain, find_candidates
from ingest.headings import find_headings
from ingest.units import roman_value

DECIDES = re.compile(
    r"M\s?E\s?M\s?[UI]\s?T\s?U\s?S\s?K\s?A\s?N(?![A-Za-z])|^[ \t]*Memutuskan\s*:|(?<=[.;,])\s*Memutuskan\s*:", re.M
)
ARTICLE_LINE = re.compile(r"^\W{0,4}(?:Pasal|PASAL)\s+\d{1,3}\s*[A-Z]?\W*$", re.M)
CLOSING = re.compile(
    r"(?:^|(?<=[.;:\"”])[ \t])[ \t]*(?:(?:Agar|Supaya)\s+(?:supaya\s+)?(?:setiap|se[mt]ua|Undang|Peraturan)"
    r"|(?:Di)?tetapkan\s+di(?![a-z])|(?:Di|di)s[ay]+hkan\s+di(?![a-z])|Diundangkan\s+di(?![a-z])|DITETAPKAN\s+DI)",
    re.M,
)
ORDERS = re.compile(r"Agar|Supaya")
ELUCIDATION = re.compile(
    r"""(?:^|(?<=[\s.;:)]))(?:
        P\s?E\s?N\s?J\s?E\s?L\s?A\s?S\s?A\s?N(?![A-Za-z])(?=\W{0,6}(?:$|ATAS|MENGENAI|UMUM|RANCANGAN|PERATURAN|UNDANG|RESMI|
            TENTANG|PASAL\b|REPUBLIK|I\b|Atas\b|Umum\b))
        | (?:^\W{0,4})Penjelasan[ \t]*(?:$|(?=(?:Atas|atas|Umum|UMUM|ATAS|Mengenai)\b))
        | (?:^\W{0,4})(?:MEMORI|Memori)\s+(?:PENJELASAN|Penjelasan)
    )""",
    re.X | re.M,
)
GENERAL = re.compile(
    r"(?:^|(?<=[.;:)\d])[ \t])\W{0,3}(?:I|1|l)?[ \t]*\.?[ \t]*(?:PENJELASAN\s+)?UMUM[ \t]*\.?(?=\s*$|\s+[A-Z1])", re.M
)
BY_ARTICLE = re.compile(
    r"PASAL\s*DEMI\s*PASAL|(?:^|(?<=[.:A-Z)]\s))\W{0,3}Pasal\s+[Dd]emi\s+[Pp]asal(?=[\s.:]*(?:$|Pasal|pasal|Ayat|Cukup))",
    re.M,
)
ANNEX = re.compile(
    r"""(?:^\W{0,3}|(?<=[.;:)\d]\s))(?:
        LAMPIRAN(?:\s*[:.])?(?:\s+(?P<roman>[IVX1l]+)(?![A-Za-z]))?\s*[:.]?
            (?=\s*$|\s+(?:PERATURAN|UNDANG|KEPUTUSAN|SURAT|INSTRUKSI|PENJELASAN))
        | Lampiran(?:\s+(?P<roman2>[IVX]+)(?![A-Za-z]))?\s*:\s*(?=Keputusan|Peraturan|Undang|KEPUTUSAN|PERATURAN|$)
    )""",
    re.X | re.M,
)
MENTIONS = re.compile(
    r"\b(?:dalam|pada|dan|atau|dengan|sesuai|tersebut|bagian|mengenai|tentang|merupakan|di)\s*$", re.I
)


def split_parts(text: str) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
    """The parts of a document in order: (kind, steps, start, end), without gaps."""
    cuts: list[tuple[int, str, tuple[str, ...]]] = [(0, "judul", ("judul",))]
    decides = _find_decision(text)
    body = decides.end() if decides else 0
    elucidation = _find_elucidation(text, body)
    closing = _find_closing(text, body, elucidation)
    annexes = _find_annexes(text, closing if closing < elucidation else body)
    body_end = min([elucidation, *(position for position, _ in annexes)], default=len(text))
    body_start = body if decides else _first_heading(text, min(body_end, closing))
    head_end = decides.start() if decides else body_start
    for word in ("menimbang", "mengingat"):
        pattern = rf"^\W{{0,4}}{word}\s*:?|(?<=[,.;])\s+{word.title()}\s*:"
        if match := re.search(pattern, text[:head_end], re.M | re.I):
            cuts.append((match.start(), word, (word,)))
    if decides:
        cuts.append((decides.start(), "memutuskan", ("memutuskan",)))
    cuts.append((body_start, "isi", ()))
    if closing < body_end:
        cuts.append((closing, "penutup", ("penutup",)))
    if elucidation < len(text):
        cuts.append((elucidation, "penjelasan", ("penjelasan",)))
    cuts += [(position, "lampiran", (f"lampiran-{n}",)) for position, n in annexes]
    cuts.sort(key=lambda cut: cut[0])
    for (start, kind, steps), (end, *_) in zip(cuts, [*cuts[1:], (len(text), "", ())], strict=True):
        if end > start:
            yield kind, steps, start, end


def _find_decision(text: str) -> re.Match[str] | None:
    """The word that opens the enacting formula; one after several articles belongs to something quoted or annexed."""
    match = DECIDES.search(text)
    if match is None or len(ARTICLE_LINE.findall(text[: match.start()])) > 2:
        return None
    return match


def _first_heading(text: str, end: int) -> int:
    """Where the body begins if no enacting formula says so: its first bab or article heading, or ``end``."""
    chain = best_chain(list(find_candidates(text, 0, end)))
    if not chain or chain[0].number > 3:
        return end
    return min((h.start for h in find_headings(text, 0, chain[0].start)), default=chain[0].start)


def _find_closing(text: str, start: int, end: int) -> int:
    """Start of the closing formula: its first mark after which few article headings are left; else ``end``."""
    heads = [m.start() for m in ARTICLE_LINE.finditer(text, start, end)]
    marks = [m.start() + len(m[0]) - len(m[0].lstrip()) for m in CLOSING.finditer(text, start, end)]
    for mark in [m for m in marks if ORDERS.match(text, m)] or marks:
        if sum(head > mark for head in heads) * 5 <= len(heads):
            return mark
    return end


def _find_elucidation(text: str, start: int) -> int:
    """Start of the penjelasan: its title, or without one its general part where one by article follows."""
    for match in ELUCIDATION.finditer(text, start):
        if MENTIONS.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        if re.search(r"\bATAS\b|\bUMUM\b|PASAL DEMI PASAL|\bMENGENAI\b", text[match.end() : match.end() + 600], re.I):
            return match.start()
    by_article = BY_ARTICLE.search(text, start)
    if by_article is None:
        return len(text)
    general = list(GENERAL.finditer(text, start, by_article.start()))
    return general[-1].start() if general else by_article.start()


def _find_annexes(text: str, start: int) -> list[tuple[int, int]]:
    """Starts of annexes and their numbers; a repeated head of the same annex does not start a new one."""
    found: list[tuple[int, int]] = []
    for match in ANNEX.finditer(text, start):
        if MENTIONS.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        numeral = (match["roman"] or match["roman2"] or "").translate(str.maketrans("1l", "II"))
        number = roman_value(numeral) if numeral else (found[-1][1] if found else 1)
        if number not in {n for _, n in found}:
            found.append((match.start() + len(match[0]) - len(match[0].lstrip()), number))
    return found
