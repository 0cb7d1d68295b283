"""Repair of recognition noise: a table of named steps from a printed line to how it is to be read.

The printed line stays what is quoted; the reading is what structure is found in and what is searched. Each step is a
pattern and what stands in its place, tried in order on one line. A step must be safe on clean text: it changes only
what no correctly printed line says. Each has a test named after the document and page it was met in.

Does not do: guess words; join lines; readings that only the neighbouring articles can settle (``ingest.articles``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

Replacement = str | Callable[[re.Match[str]], str]
DIGITS = str.maketrans("lIiOoSZB", "11100528")


def _as_digits(match: re.Match[str]) -> str:
    return match[0].translate(DIGITS)


# name of the step, what it finds, what is read in its place
REPAIRS: tuple[tuple[str, re.Pattern[str], Replacement], ...] = (
    ("tanda sisipan di dalam baris", re.compile(r"\^(?=[\w(\"“])"), ""),
    (
        "pasal dengan huruf asing",
        re.compile(
            r"(?<![A-Za-z])(?:Pas(?:aJ|a1|6L|ai|a!|a\]|a-l|a\.l|aI|al\.(?=[ ]?\d))|Pasa\.\s?l)(?=[ .]?[\dlIOTJSZB])"
        ),
        "Pasal",
    ),
    ("angka menempel pada pasal", re.compile(r"(?<=\bPasal)(?=\d{1,3}[A-Z]?(?!\w))"), " "),
    (
        "lampiran dengan huruf asing",
        re.compile(r"^(\W{0,3})(?:L|I\.?,|l,)[A4]MP(?:[I1l]R[A4]N|IMN|TRAN)(?=\s*$|\s+[IVX1l]+\s*$)"),
        r"\1LAMPIRAN",
    ),
    ("bab tanpa spasi", re.compile(r"^(\s*BAB)(?=[IVXL]+\s*$)"), r"\1 "),
    ("kurung tutup ayat terbaca angka atau huruf", re.compile(r"(?<=\bayat )\((\d)[1tlI](?=[\s,;.])"), r"(\1)"),
    ("kurung tutup ayat di awal baris", re.compile(r"^(\s*)\((\d)[1tlI](?=\s+[A-Z])"), r"\1(\2)"),
    ("huruf l sebagai nomor ayat", re.compile(r"(?:(?<=\bayat )|(?<=^))\([lI](?=\))"), "(1"),
    (
        "huruf di dalam tahun",
        re.compile(r"(?<=\bTahun )(?=\d*[lIiOoSZB])[12l][09OoSB][0-9lIiOoSZB]{2}(?!\w)"),
        _as_digits,
    ),
    (
        "huruf di dalam nomor peraturan",
        re.compile(r"(?<=\bNomor )(?=\d*[lIO])[0-9lIO]{1,4}(?= Tahun\b)"),
        _as_digits,
    ),
    (
        "persen terbaca o/o",
        re.compile(r"(?<=\d)\s?[oO][/l][oO](?!\w)|(?<=\d)\s?[0oO]/[0oO](?=\s*\()|(?<=\d)oh(?=\s*\()"),
        "%",
    ),
    ("garis miring dan/atau", re.compile(r"\bdan\s?(?:f|l|I|/ | /)\s?atau\b"), "dan/atau"),
    ("huruf kecil pada PNS", re.compile(r"(?<!\w)pNS(?!\w)"), "PNS"),
    (
        "ry sebagai ky pada rakyat",
        re.compile(r"\b([Rr])a[lk]ry?at\b|\b([Rr])alcyat\b"),
        lambda m: f"{m[1] or m[2]}akyat",
    ),
)


def repair_line(line: str) -> tuple[str, tuple[int, ...] | None]:
    """How a printed line is to be read, and for each of its characters (and its end) the offset in the printed line.

    The offsets are None where the line reads as it is printed.
    """
    offsets: list[int] | None = None
    for _, pattern, replacement in REPAIRS:
        pieces: list[str] = []
        kept: list[int] = []
        at = 0
        for match in pattern.finditer(line):
            new = replacement(match) if callable(replacement) else match.expand(replacement)
            if new == match[0]:
                continue
            offsets = offsets if offsets is not None else list(range(len(line) + 1))
            pieces += [line[at : match.start()], new]
            kept += [*offsets[at : match.start()], *_spread(offsets, match.start(), match.end(), len(new))]
            at = match.end()
        if pieces and offsets is not None:
            offsets = [*kept, *offsets[at:]]
            line = "".join(pieces) + line[at:]
    return line, tuple(offsets) if offsets is not None else None


def _spread(offsets: list[int], start: int, end: int, length: int) -> list[int]:
    """Offsets for ``length`` characters that stand in place of those at ``start`` to ``end``."""
    return [offsets[min(start + n, end - 1)] if end > start else offsets[start] for n in range(length)]
