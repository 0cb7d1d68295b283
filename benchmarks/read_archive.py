"""How many articles are found in an archive of laws and government regulations as text, against what is truly there.

    python -m benchmarks.read_archive [--sample N] [--jobs 2] [--half tuned|unseen] [--list 20] [ARCHIVE]

Reads the texts in place from the archive (``.tar.xz`` of ``<kind>-<number>-<year>.md``). The truth comes from
``benchmarks.archive_truth``, which shares nothing with the parser. Half of the texts, by a hash of their name, were
never looked at while the parser was made: their figures are printed apart ("unseen").

Found: a true number with an article of that number. Extra: an article whose number the truth does not know.
Amending acts are counted apart: their frames, and the quoted articles whose headings are beyond doubt.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.archive_truth import read_amended, read_truth
from ingest.clean import clean_pages
from ingest.structure import parse_provisions
from ingest.text import split_pages

ARCHIVE = Path("../shared/data/scale/regulations.tar.xz")
COUNTED = ("documents", "crashes", "dropped text", "true", "lacking", "found", "extra", "unsettled", "quoted", "frames")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted in one text, and the numbers missed and extra."""

    name: str
    amends: bool
    counts: Counter[str]
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def read_texts(archive: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each file of the archive, in the archive's order."""
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                yield Path(member.name).stem, file.read().decode("utf-8", errors="replace")


def half_of(name: str) -> str:
    """``tuned`` or ``unseen``, by a hash of the text's name."""
    return ("tuned", "unseen")[int(hashlib.sha1(f"-{name.partition('-')[2]}.md".encode()).hexdigest(), 16) % 2]


def read_one(item: tuple[str, str]) -> Reading:
    """Count one text; a crash is counted, not raised."""
    name, text = item
    pages = split_pages(text, markdown=True)
    plain = "\n".join(page.text for page in pages)
    truth = read_truth(plain)
    counts: Counter[str] = Counter({"documents": 1})
    try:
        clean = clean_pages(pages)
        provisions = parse_provisions(clean, name)
    except Exception:  # the figure wanted is how many texts bring the parser down, whatever the error
        counts["crashes"] = 1
        return Reading(name, truth.amends, counts)
    counts["dropped text"] = "".join(clean.text[p.start : p.own_end] for p in provisions) != clean.text
    articles = [
        p for p in provisions if p.kind == "pasal" and "/penjelasan" not in p.path and "/lampiran" not in p.path
    ]
    steps = {p.path.rsplit("/pasal-", 1)[1]: bool(p.parent) for p in articles}
    if truth.amends:
        amended = read_amended(plain)
        frames = {s for s in steps if s.isalpha()}
        missed, extra = amended.certain - steps.keys(), steps.keys() - frames - amended.possible
        counts.update({"true": len(amended.certain), "found": len(amended.certain & steps.keys())})
        counts.update({"frames": len(frames), "quoted": sum(steps.values()), "extra": len(extra)})
    else:
        true = {str(n) for n in (*truth.places, *truth.misplaced)}
        own = {s for s, inside in steps.items() if not inside}
        missed, extra = true - own, own - true
        counts.update({"true": len(true), "found": len(true & own), "extra": len(extra)})
        counts.update({"lacking": len(truth.lacking), "unsettled": not truth.settled})
    return Reading(name, truth.amends, counts, tuple(sorted(missed)), tuple(sorted(extra)))


def main() -> None:
    """Print the figures, and with ``--list`` the texts of the tuned half that fare worst."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", nargs="?", type=Path, default=ARCHIVE)
    parser.add_argument("--sample", type=int, help="only so many texts, drawn at random")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", type=int, default=0, help="how many of the worst texts to name")
    options = parser.parse_args()
    began = time.monotonic()
    texts = list(read_texts(options.archive))
    if options.sample:
        texts = random.Random(0).sample(texts, min(options.sample, len(texts)))
    with ProcessPoolExecutor(options.jobs) as pool:
        readings = list(pool.map(read_one, texts, chunksize=20))
    for title, amends in (("laws and regulations that do not amend", False), ("amending acts", True)):
        print(f"\n{title}")
        for half in ("tuned", "unseen"):
            of_half = [r for r in readings if r.amends == amends and half_of(r.name) == half]
            total: Counter[str] = sum((r.counts for r in of_half), Counter())
            share = 100 * total["found"] / max(1, total["true"])
            print(f"  {half:7}", ", ".join(f"{name} {total[name]}" for name in COUNTED), f"-> {share:.2f} % found")
    worst = sorted((r for r in readings if half_of(r.name) == "tuned"), key=lambda r: -len(r.missed) - len(r.extra))
    for reading in worst[: options.list]:
        print(
            reading.name, "amends" if reading.amends else "", "missed", reading.missed[:9], "extra", reading.extra[:9]
        )
    print(f"\n{len(texts)} texts in {time.monotonic() - began:.0f} seconds")


if __name__ == "__main__":
    main()
