"""The parts of a document: judul, menimbang, mengingat, memutuskan, isi, penutup, penjelasan, lampiran.

Does not do: look inside a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.units import roman_value

CLOSING = re.compile(r"^\s*(?:Agar (?:supaya )?setiap|Ditetapkan di|Disahkan di|Diundangkan di)", re.M)


def split_parts(text: str) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
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
        number = roman_value(match[1]) if match[1] else (found[-1][1] if found else 1)
        if number not in {n for _, n in found}:
            found.append((match.start(), number))
    return found
