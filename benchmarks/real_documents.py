"""What the PDFs of the measured folder ``pdf/real`` truly hold: tests/data/real_documents.toml as records.

The file keeps ranges ("1-3, 3A, 4"); here they become paths below the regulation ("pasal-3a"), the form in which
``ingest.structure`` names what it found. Does not do: read a PDF.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TRUTH = Path(__file__).resolve().parents[1] / "tests" / "data" / "real_documents.toml"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@dataclass(frozen=True, slots=True)
class RealDocument:
    """One file and what its pages show; sets hold paths below the regulation, page sets 1-based numbers.

    ``ids`` are the regulation ids that are right (none: the document has no numbered name); ``unnumbered_ok`` says
    that a name without number is right as well. ``steps`` counts each step of the activity tables ("langkah-4").
    """

    file: str
    ids: tuple[str, ...]
    unnumbered_ok: bool
    number: str
    year: int | None
    issuer: str
    title: str
    family: str
    pages: int
    scanned: frozenset[int]
    layer: frozenset[int]
    blank: frozenset[int]
    articles: frozenset[str]
    frames: frozenset[str]
    quoted: frozenset[str]
    elucidation: frozenset[str]
    annexes: frozenset[str]
    points: frozenset[str]
    diktum: frozenset[str]
    steps: Counter[str]
    lacks: str
    note: str

    @property
    def born_digital(self) -> bool:
        """Whether the words of every page stand in the file as they were set."""
        return not self.scanned and not self.layer


def load_documents(path: Path = TRUTH) -> list[RealDocument]:
    """The documents of the truth file, in its order."""
    return [_document(row) for row in tomllib.loads(path.read_text())["document"]]


def expand_range(text: str) -> list[str]:
    """The values of a range in lower case: "1-3, 3A" -> 1 2 3 3a; "I-III" -> i ii iii; "a-c" -> a b c."""
    values: list[str] = []
    for piece in filter(None, (piece.strip().lower() for piece in text.split(","))):
        first, dash, last = piece.partition("-")
        if not dash:
            values.append(piece)
        elif first.isdigit():
            values += [str(n) for n in range(int(first), int(last) + 1)]
        elif re.fullmatch(r"[ivx]+", first):
            values += ROMANS[ROMANS.index(first) : ROMANS.index(last) + 1]
        else:
            values += [chr(n) for n in range(ord(first), ord(last) + 1)]
    return values


def _document(row: dict[str, Any]) -> RealDocument:
    def paths(name: str, prefix: str) -> frozenset[str]:
        return frozenset(f"{prefix}{value}" for value in expand_range(row.get(name, "")))

    def pages(name: str) -> frozenset[int]:
        return frozenset(int(value) for value in expand_range(row.get(name, "")))

    return RealDocument(
        file=row["file"],
        ids=tuple(filter(None, (row["id"], *row.get("also", [])))),
        unnumbered_ok=row.get("unnumbered_ok", False) or not row["id"],
        number=row.get("number", ""),
        year=row.get("year"),
        issuer=row["issuer"],
        title=row.get("title", ""),
        family=row["family"],
        pages=row["pages"],
        scanned=pages("scanned"),
        layer=pages("layer"),
        blank=pages("blank"),
        articles=paths("articles", "pasal-"),
        frames=paths("frames", "pasal-"),
        quoted=paths("quoted", "pasal-"),
        elucidation=paths("elucidation", "penjelasan/pasal-"),
        annexes=frozenset(f"lampiran-{n + 1}" for n in range(row.get("annexes", 0))),
        points=paths("frame_points", "pasal-i/angka-") | _points(row.get("points", "")),
        diktum=frozenset(f"diktum-{value}" for value in row.get("diktum", "").split()),
        steps=Counter(f"langkah-{value}" for table in row.get("steps", []) for value in expand_range(table)),
        lacks=row.get("lacks", ""),
        note=row.get("note", ""),
    )


def _points(text: str) -> frozenset[str]:
    """Paths of "angka 1-7; angka-2/huruf a-b": the last word is a range of values of the step before it."""
    found: set[str] = set()
    for piece in filter(None, (piece.strip() for piece in text.split(";"))):
        step, _, values = piece.partition(" ")
        found.update(f"{step}-{value}" for value in expand_range(values))
    return frozenset(found)
