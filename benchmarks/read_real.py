"""What is read of the real PDFs, beside what their pages show (tests/data/real_documents.toml).

    python -m benchmarks.read_real [--only WORDS] [--fresh] [--json]

A row a file ("=" where all is right): is the id right, units found of the true ones ("+2": units that are not there),
seconds of reading and of parsing; below it what is missing, false or unread by name; then the sums. A file that cannot
be read is a row with its error. Pages that took long to read are kept under build/pages; --fresh reads them again.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.document_reading import parse_pages, read_pages_once
from benchmarks.real_documents import SHARED, RealDocument, load_documents
from benchmarks.real_scores import Score, is_right_id, score_units, unread_pages, wrong_facts
from kb.types import DocumentError

WIDTHS = {"pasal": 13, "bingkai": 9, "penjelasan": 12, "lampiran": 10, "diktum": 8, "butir": 9, "langkah": 11}
MOST_NAMES = 12  # units or pages named on one line


@dataclass(slots=True)
class Reading:
    """What was read of one file, scored; ``error`` is why nothing was, ``whole`` that no text was dropped."""

    document: RealDocument
    id: str = ""
    id_right: bool = False
    facts: tuple[str, ...] = ()
    scores: dict[str, Score] = field(default_factory=dict)
    unread: tuple[int, ...] = ()
    whole: bool = True
    seconds_reading: float = 0.0
    seconds_parsing: float = 0.0
    error: str = ""

    @property
    def perfect(self) -> bool:
        sound = self.id_right and self.whole and not self.error and not self.unread
        return sound and all(score.exact for score in self.scores.values())


def read_document(document: RealDocument, folder: Path, *, fresh: bool = False) -> Reading:
    """Read one file of ``folder`` from PDF to provisions and score it; a crash is an error of this file."""
    reading = Reading(document, scores=score_units(document, ()))
    try:
        pages, reading.seconds_reading = read_pages_once(folder / document.file, fresh=fresh)
        began = time.monotonic()
        reading.unread = unread_pages(document, pages)
        clean, regulation, provisions = parse_pages(pages, document.file)
        reading.id, reading.id_right = regulation.id, is_right_id(document, regulation)
        reading.facts = wrong_facts(document, regulation)
        reading.whole = "".join(clean.text[p.start : p.own_end] for p in provisions) == clean.text
        reading.scores = score_units(document, provisions)
        reading.seconds_parsing = time.monotonic() - began
    except DocumentError as error:
        reading.error = str(error)
    except Exception as error:  # a measurement goes on with the next file
        reading.error = f"{type(error).__name__}: {error}"
    return reading


def print_reading(reading: Reading) -> None:
    """A row, and below it what is wrong by name."""
    document, scores = reading.document, reading.scores
    cells = "".join(
        f"{_cell(scores[part].found, scores[part].true, len(scores[part].false)):>{width}}"
        for part, width in WIDTHS.items()
    )
    seconds = f"{reading.seconds_reading:.1f}+{reading.seconds_parsing:.1f}"
    right = "ya" if reading.id_right else "TIDAK"
    print(f"{'=' if reading.perfect else ' '} {document.file[:34]:<35}{right:>6}{cells}{seconds:>12}", flush=True)
    for note in _notes(reading):
        print(f"      {note}")


def _notes(reading: Reading) -> Iterable[str]:
    if reading.error:
        yield reading.error
    elif not reading.id_right:
        yield f"id {reading.id}, seharusnya {' atau '.join(reading.document.ids) or 'tanpa nomor'}"
    if wrong := [fact for fact in reading.facts if fact.endswith("salah")]:
        yield ", ".join(wrong)
    if reading.unread:
        yield f"halaman tak terbaca: {_shorten(map(str, reading.unread))}"
    if not reading.whole:
        yield "ada teks yang hilang saat dipecah"
    for part, score in reading.scores.items():
        for what, paths in (("kurang", score.missing), ("palsu", score.false)):
            if paths:
                yield f"{part} {what}: {_shorten(paths)}"


def _cell(found: int, true: int, false: int) -> str:
    return f"{found}/{true}" + (f" +{false}" if false else "") if true or false else "-"


def _shorten(words: Iterable[str]) -> str:
    listed = list(words)
    more = f", ... ({len(listed)})" if len(listed) > MOST_NAMES else ""
    return ", ".join(listed[:MOST_NAMES]) + more


def add_up(readings: list[Reading]) -> dict[str, Any]:
    """Sums over files: units found, true and false by part, ids, facts, pages, time."""
    units = {
        part: {
            "found": sum(r.scores[part].found for r in readings),
            "true": sum(r.scores[part].true for r in readings),
            "false": sum(len(r.scores[part].false) for r in readings),
        }
        for part in WIDTHS
    }
    return {
        "units": units,
        "files": len(readings),
        "perfect": sum(r.perfect for r in readings),
        "ids_right": sum(r.id_right for r in readings),
        "facts": dict(Counter(fact for r in readings for fact in r.facts)),
        "errors": sum(bool(r.error) for r in readings),
        "pages": sum(r.document.pages for r in readings),
        "pages_unread": sum(len(r.unread) for r in readings),
        "seconds": round(sum(r.seconds_reading + r.seconds_parsing for r in readings), 1),
    }


def print_sums(sums: dict[str, Any]) -> None:
    """The last row and what does not fit into columns."""
    cells = "".join(f"{_cell(*sums['units'][part].values()):>{width}}" for part, width in WIDTHS.items())
    print(f"  {'jumlah':<35}{sums['ids_right']:>3}/{sums['files']:<2}{cells}{sums['seconds']:>12}")
    facts = ", ".join(f"{fact} {n}x" for fact, n in sorted(sums["facts"].items()))
    print(
        f"  {sums['perfect']} dari {sums['files']} berkas tanpa cela, {sums['errors']} gagal, "
        f"{sums['pages_unread']} dari {sums['pages']} halaman tak terbaca; fakta: {facts or 'semua benar'}"
    )


def main() -> None:
    """Read, print the table, then the sums; with --json the sums also as one line."""
    parser = argparse.ArgumentParser(description="What is read of the real PDFs, beside what their pages show")
    parser.add_argument("--only", default="", help="only files whose name or id contains this")
    parser.add_argument("--fresh", action="store_true", help="read kept pages again")
    parser.add_argument("--json", action="store_true", help="print the sums as one line of JSON last")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds pdf/real")
    arguments = parser.parse_args()
    folder = arguments.data / "pdf" / "real"
    if not folder.is_dir():
        parser.error(f"no folder {folder}: name the one that holds pdf/real with --data")
    wanted = arguments.only.lower()
    columns = "".join(f"{part:>{width}}" for part, width in WIDTHS.items())
    print(f"  {'berkas':<35}{'id':>6}{columns}{'detik':>12}")
    readings = []
    for document in load_documents():
        if any(wanted in name.lower() for name in (document.file, *document.ids)):
            readings.append(read_document(document, folder, fresh=arguments.fresh))
            print_reading(readings[-1])
    sums = add_up(readings)
    print_sums(sums)
    if arguments.json:
        print(json.dumps(sums, ensure_ascii=False))


if __name__ == "__main__":
    main()
