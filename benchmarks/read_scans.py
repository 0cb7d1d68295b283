"""How well page pictures are read, by model, resolution and filter: ``python -m benchmarks.read_scans DATA``.

Scans made of typeset regulations (``DATA/pdf/scan``) are compared with the text of the typeset file page by page:
error rates of characters and words, and list markers found. Real scans (``DATA/pdf/real``) have no such truth but
sometimes a publisher's text (``DATA/pdf_gold``): for them the share of word triples that stand in that text.
The hidden layer of scans that have one is measured the same way. A row a setting, tab-separated.

``--whole`` reads the made scans, with and without a hidden layer, as ingestion does, and counts their articles too.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import fmean

from PIL import Image
from rapidfuzz.distance import Levenshtein

from ingest.bounded import draw_pages, read_texts
from ingest.clean import clean_pages
from ingest.ocr import RecognitionError, recognise_picture
from ingest.pdf import read_pages
from ingest.structure import parse_provisions
from kb.types import Line, Page

MARKER = re.compile(r"^\s*(\(\d{1,2}[a-z]?\)|\d{1,3}[a-z]?\.|[a-z]{1,2}\.|\d{1,2}\)|[a-z]\))(?=\s|$)", re.M)
LANGUAGES, RESOLUTIONS, MEDIANS, LAYOUTS = ("ind", "eng", "ind+eng"), (150, 200, 300), (False, True), (4, 3)
REAL = (("uu-1-2018", "UU_Nomor_1_Tahun_2018.pdf"), ("pp-53-2018", "PP_Nomor_53_Tahun_2018.pdf"))


@dataclass(frozen=True, slots=True)
class Setting:
    language: str
    dpi: int
    median: bool
    layout: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one page: errors in characters and words as shares, list markers found and there, seconds."""

    characters: float
    words: float
    found: int
    markers: int
    seconds: float


def compare(read: str, true: str, seconds: float = 0.0) -> Figures:
    """``read`` against ``true``: white space folded for the error rates, list markers counted at line starts."""
    a, b = read.split(), true.split()
    markers, wanted = Counter(MARKER.findall(read)), Counter(MARKER.findall(true))
    return Figures(
        Levenshtein.distance(" ".join(a), " ".join(b)) / max(1, len(" ".join(b))),
        Levenshtein.distance(a, b) / max(1, len(b)),
        sum((markers & wanted).values()),
        sum(wanted.values()),
        seconds,
    )


def triples_found(read: str, gold: str) -> float:
    """Share of the word triples of ``read`` that stand in ``gold``."""
    of = [triples(re.findall(r"\w+", text.lower())) for text in (read, gold)]
    return sum(triple in of[1] for triple in of[0]) / max(1, len(of[0]))


def triples(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def layer_text(path: Path) -> dict[int, str]:
    return {r.number: "\n".join(text for text, _, _ in r.row.get("lines", ())) for r in read_texts(path)}


def recognise(path: Path, number: int, setting: Setting) -> tuple[str, float]:
    """Text of a page and the seconds that Tesseract took; no text where it refuses."""
    (drawn,) = draw_pages(path, {number: setting.dpi})
    began = time.monotonic()
    lines: tuple[Line, ...] = ()
    with suppress(RecognitionError):
        lines = recognise_picture(
            Image.frombytes("L", tuple(drawn.row["size"]), drawn.data),
            drawn.row["dpi"],
            language=setting.language,
            median=setting.median,
            layout=setting.layout,
        )
    return "\n".join(line.text for line in lines), time.monotonic() - began


def print_row(name: str, figures: Iterable[Figures]) -> None:
    rows = list(figures)
    found, markers = sum(f.found for f in rows), sum(f.markers for f in rows)
    print(
        f"{name}\tpages {len(rows)}\tCER {fmean(f.characters for f in rows):.4f}"
        f"\tWER {fmean(f.words for f in rows):.4f}\tmarkers {found}/{markers}"
        f"\t{fmean(f.seconds for f in rows):.1f} s/page",
        flush=True,
    )


def read_whole(data: Path) -> None:
    """Two rows for each made scan read by ``ingest.pdf``: error rates and markers; articles found of the true ones."""
    for path in sorted((data / "pdf" / "scan").glob("*.pdf")):
        name = path.stem.rsplit("-", 1)[0]
        true = read_pages(data / "pdf" / "typeset" / f"{name}.pdf")
        began = time.monotonic()
        read = read_pages(path)
        seconds = (time.monotonic() - began) / len(read)
        wanted, found = article_numbers(true, name), article_numbers(read, name)
        print_row(path.stem, [compare(a.text, b.text, seconds) for a, b in zip(read, true, strict=True)])
        print(f"{path.stem}\tarticles {len(wanted & found)}/{len(wanted)}\tfalse {len(found - wanted)}", flush=True)


def article_numbers(pages: list[Page], name: str) -> set[str]:
    provisions = parse_provisions(clean_pages(pages), name)
    return {p.path for p in provisions if re.fullmatch(r"[^/]+/pasal-[^/]+", p.path)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=3, help="take every n-th page")
    parser.add_argument("--all", action="store_true", help="also psm 3 and 300 dpi")
    parser.add_argument("--real", action="store_true", help="only the real scans")
    parser.add_argument("--whole", action="store_true", help="the made scans as ingestion reads them")
    options = parser.parse_args()
    if options.whole:
        read_whole(options.data)
        return
    scans = options.data / "pdf" / "scan"
    sample: list[tuple[Path, int, str]] = []
    for path in sorted(scans.glob("*-pindai.pdf")):
        name = path.stem.removesuffix("-pindai")
        true = layer_text(options.data / "pdf" / "typeset" / f"{name}.pdf")
        layer = layer_text(path.with_name(f"{name}-ocr.pdf"))
        print_row(f"layer of {name}-ocr", (compare(layer[n], true[n]) for n in layer))
        sample += [(path, n, true[n]) for n in list(true)[:: options.every]]
    settings = [
        Setting(*values)
        for values in product(LANGUAGES, RESOLUTIONS, MEDIANS, LAYOUTS)
        if options.all or (values[3] == 4 and (values[1] < 300 or options.real))
    ]
    real_settings = [s for s in settings if s.layout == 4]
    with ThreadPoolExecutor(2) as threads:
        for setting in [] if options.real else settings:
            reads = threads.map(lambda item, s=setting: recognise(item[0], item[1], s), sample)
            print_row(str(setting), [compare(r, true, t) for (r, t), (_, _, true) in zip(reads, sample, strict=True)])
        for name, file in REAL:
            path = options.data / "pdf" / "real" / file
            gold = (options.data / "pdf_gold" / f"{name}.md").read_text()
            layer = layer_text(path)
            pages = sorted(layer)[1 :: options.every]
            print(f"{file}\tlayer\ttriples {fmean(triples_found(layer[n], gold) for n in pages):.3f}", flush=True)
            for setting in real_settings:
                reads = list(threads.map(lambda n, p=path, s=setting: recognise(p, n, s), pages))
                share = fmean(triples_found(text, gold) for text, _ in reads)
                print(f"{file}\t{setting}\ttriples {share:.3f}\t{fmean(t for _, t in reads):.1f} s/page", flush=True)


if __name__ == "__main__":
    main()
