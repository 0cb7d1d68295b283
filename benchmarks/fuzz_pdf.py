"""Damaged copies of a small PDF, read: ``python -m benchmarks.fuzz_pdf [COUNT] [SEED] [FILE]`` counts what came of it.

Every outcome must be pages or DocumentError; anything else is printed with its seed's number and ends with code 1.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from ingest.pdf import read_pages
from kb.types import DocumentError

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from hostile_files import mutations, sound


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=500)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    parser.add_argument("file", type=Path, nargs="?", help="the PDF to damage; a small one of our own by default")
    options = parser.parse_args()
    count, seed = options.count, options.seed
    data = options.file.read_bytes() if options.file else sound(2)
    outcomes: Counter[str] = Counter()
    slowest, failed = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rusak.pdf"
        for n, copy in enumerate(mutations(data, count, seed)):
            path.write_bytes(copy)
            began = time.monotonic()
            try:
                pages = read_pages(path)
                outcomes["pages, some in trouble" if any(p.trouble for p in pages) else "pages"] += 1
            except DocumentError as error:
                outcomes["DocumentError: " + re.sub(r"\(.*|\d+", "", str(error).partition(": ")[2]).strip()] += 1
            except Exception as error:
                failed += 1
                outcomes[f"{type(error).__name__}"] += 1
                print(f"copy {n} of seed {seed}: {error!r}")
            slowest = max(slowest, time.monotonic() - began)
    for outcome, times in outcomes.most_common():
        print(f"{times}\t{outcome}")
    print(f"slowest {slowest:.1f} s")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
