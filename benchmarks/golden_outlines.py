"""Golden outlines: how a dozen documents are cut, in a form that can be read in a diff, without their text.

    python -m benchmarks.golden_outlines [--write] [--only WORDS]

tests/golden/NAME.txt has a line a unit, indented by depth: its label below the regulation, the pages it stands on,
then of its own words (before its first sub-unit) the number of characters and a short hash. Prints what differs and
exits with 1 where anything does; --write makes the files anew from what is read now.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import sys
from pathlib import Path

from benchmarks.document_reading import parse_pages, read_pages_once
from benchmarks.real_documents import SHARED
from ingest.clean import CleanText
from kb.citation import Citation, parse_path
from kb.types import DocumentError, Provision, Regulation

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"
# name of the golden file -> pattern of its PDF below the data folder; those born digital take a second or two each
BORN_DIGITAL = {
    "uu-24-2019": "pdf/real/sample4.pdf",  # a law as set in Lembaran Negara
    "uu-darurat-6-1955": "pdf/real/UU Darurat_Nomor_6_Tahun_1955.pdf",  # old spelling, amends one article
    "pergub-2-2021-bali": "pdf/real/4.pdf",  # amending act of 22 points
    "permendikbudristek-63-2023": "pdf/real/Permendikbudriset_No_63_Tahun_2023.pdf",  # inserted articles, annex
    "pojk-7-2014": "pdf/real/POJK No.7 *.pdf",  # elucidation by ayat
    "permenkumham-5-2018": "pdf/real/1._PERMENKUMHAM_NO_5_TAHUN_2018_*.pdf",  # annex with tables
    "se-bkn-16-2023": "pdf/real/SE-16-TAHUN-2023 (1).pdf",  # circular, six levels, tables
    "sop-kode-etik": "pdf/real/SOP_Kode_etik.pdf",  # form and flow chart
    "pp-94-2021": "pdf/typeset/pp-94-2021.pdf",  # the layout and recognition errors of the State Secretariat's copies
    "uu-8-1974": "pdf/typeset/uu-8-1974.pdf",  # old law with a long elucidation
}
SCANS = {
    "perka-perpusnas-4-2016": "pdf/real/Perka_no_4tahun2016_gratifikasi.pdf",
    "kepka-bapeten-140-2020": "pdf/real/Bapeten_SE.140KI2020.2020.pdf",  # decree behind a watermark
    "pp-53-2018": "pdf/real/PP_Nomor_53_Tahun_2018.pdf",  # amending act with a recognised text layer
}


def outline_file(data: Path, pattern: str) -> str:
    """The outline of the one PDF below ``data`` that ``pattern`` names; errors as the readers'."""
    (path,) = data.glob(pattern)
    pages, _ = read_pages_once(path)
    return outline(*parse_pages(pages, path.name))


def outline(clean: CleanText, regulation: Regulation, provisions: list[Provision]) -> str:
    """The id, then a line a provision."""
    return "\n".join([regulation.id, *(_line(provision, clean) for provision in provisions)]) + "\n"


def _line(provision: Provision, clean: CleanText) -> str:
    steps = parse_path(provision.path).steps
    words = " ".join(clean.text[provision.start : provision.own_end].split())
    digest = hashlib.sha256(words.encode()).hexdigest()[:6] if words else "-"
    label = "  " * len(steps) + Citation("", steps).label
    return f"{label:<64} hlm. {_span(provision.pages):<9}{len(words):>7} {digest}".rstrip()


def _span(pages: tuple[int, ...]) -> str:
    return f"{pages[0]}-{pages[-1]}" if len(pages) > 1 else "".join(map(str, pages)) or "-"


def compare(name: str, now: str) -> list[str]:
    """Lines of a diff from the golden outline ``name`` to ``now``; none where they are the same."""
    golden = (GOLDEN / f"{name}.txt").read_text()
    lines = difflib.unified_diff(golden.splitlines(), now.splitlines(), f"golden/{name}", "dibaca", lineterm="", n=2)
    return list(lines)


def check_outline(name: str, data: Path, pattern: str, *, write: bool) -> bool:
    """Print how the outline now differs from the golden one, or write that; whether all is as it should be."""
    golden = GOLDEN / f"{name}.txt"
    try:
        now = outline_file(data, pattern)
    except DocumentError as error:
        print(f"{name}: {error}")
        return False
    if write:
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(now)
        print(f"{name}: {len(now.splitlines()) - 1} satuan ditulis")
        return True
    if not golden.exists():
        print(f"{name}: belum ada garis besar acuan (--write)")
        return True
    difference = compare(name, now)
    print("\n".join(difference) if difference else f"{name}: sama")
    return not difference


def main() -> None:
    """Compare, or write with --write."""
    parser = argparse.ArgumentParser(description="Outlines of a dozen documents beside the golden ones")
    parser.add_argument("--write", action="store_true", help="write the golden files from what is read now")
    parser.add_argument("--only", default="", help="only names that contain this")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds pdf/")
    arguments = parser.parse_args()
    wanted = {name: pattern for name, pattern in (BORN_DIGITAL | SCANS).items() if arguments.only in name}
    same = [check_outline(name, arguments.data, pattern, write=arguments.write) for name, pattern in wanted.items()]
    sys.exit(0 if all(same) else 1)


if __name__ == "__main__":
    main()
