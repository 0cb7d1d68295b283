"""How well the typeset regulations are read, against what they were set from: units, text, pages, boxes.

    python -m benchmarks.read_truth [--data DIR] [--only ID ...] [--misses] [--one-line]

The truth is an automatic reading of the source texts. It cuts lists only where a source line begins, so where markers
stand inside a line ("... persen. (2) Jenis ...") or were collected away from their texts, truth and page disagree: what
follows "(2)" is counted to ayat (1) there. An article in whose true words such a marker is left is ``doubtful`` and not
measured below its heading; how many there are is printed. So is one of ours that runs on inside another's words there.
``--one-line`` measures the cutting of lists alone: each undisputed article is set in one line.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.document_reading import read_pages_once
from ingest.clean import CleanText, clean_pages
from ingest.lists import list_units
from ingest.structure import parse_provisions
from ingest.units import Unit
from kb.explained import explained_articles
from kb.types import PageBox, Provision

DATA = Path(__file__).parents[2] / "shared" / "data"
KINDS = ("pasal", "ayat", "huruf", "angka", "penjelasan pasal", "penjelasan ayat", "penjelasan huruf/angka")
# A list marker left inside the words of a true unit, and what makes it a reference instead.
LEFT_IN = re.compile(r"(?:(?<=\s)|^)(?:\(\w{1,2}[)1ltIJ\\]|[a-zA-Z0-9]{1,2}[.)](?=\s)|[Il\d](?:[l)t]|\s?\.)(?=\s))")
LEFT_IN_PENJELASAN = re.compile(
    r"\b(?:Ayat|Huruf|Angka|Pasal|Cukup|Pasal \w+)\s*(?:\(\S{1,3}|\w{1,3})\s*\.?\s+(?=Cukup|[A-Z])|Cukup.*Cukup"
)
REFERRING = re.compile(
    r"\b(?:ayat|huruf|angka|butir|nomor|no\.|pasal|bab)\s*"
    r"(?:\(?\w{1,3}\)?\s*(?:,|dan|atau|dan/atau|,\s*dan|sampai dengan)\s*)*$",
    re.I,
)
HEAD = re.compile(r"\s*(?:Pasal|Ayat|Huruf|Angka)\s+\S+")
MARKER = re.compile(r"^\s*(?:\(\s*\w{1,3}\s*\)|\w{1,3}[.)])\s*")


@dataclass(slots=True)
class TrueUnit:
    """A unit as set: path in our form, own words, and the boxes of their lines."""

    path: str
    kind: str
    words: str
    boxes: list[PageBox] = field(default_factory=list)


@dataclass(slots=True)
class Figures:
    """Counts by kind of unit, and what was met on the way."""

    true: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    doubtful: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    same_text: int = 0
    same_pages: int = 0
    overlaps: list[float] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def true_units(truth: dict[str, object]) -> list[TrueUnit]:
    """Articles, ayat, huruf and angka of body and penjelasan, nested as on the page; running text joins its unit."""
    units: list[TrueUnit] = []
    current: TrueUnit | None = None
    explained: list[str] = []  # steps of the penjelasan item open now
    article = ""
    for row in truth["units"]:  # type: ignore[attr-defined]
        part, _, below = row["path"].partition("/")
        boxes = [(b["page"], b["x0"], b["y0"], b["x1"], b["y1"]) for b in row["boxes"]]
        kind = row["kind"]
        if kind == "pasal":
            article = below.lower()
            prefix = "penjelasan/" if part == "penjelasan" else ""
            explained = []
            current = TrueUnit(prefix + article, prefix.replace("/", " ") + "pasal", row["text"], boxes)
            units.append(current)
        elif kind in ("ayat", "huruf", "angka"):
            current = TrueUnit(below.lower(), kind, row["text"], boxes)
            units.append(current)
        elif kind == "penjelasan-item":
            name, value = re.sub(r"[()]", "", below.split("/")[-1].lower()).split("-")
            keep = {"ayat": (), "huruf": ("ayat",), "angka": ("ayat", "huruf")}[name]
            explained = [step for step in explained if step.split("-")[0] in keep] + [f"{name}-{value}"]
            label = "penjelasan ayat" if name == "ayat" else "penjelasan huruf/angka"
            current = TrueUnit("/".join(["penjelasan", article, *explained]), label, row["text"], boxes)
            units.append(current)
        elif kind == "teks" and current is not None and "/pasal-" in row["path"]:
            current.words += " " + row["text"]
            current.boxes += boxes
        else:
            current = None
    return units


def fold(text: str) -> str:
    """Text without blanks and characters without a sign: what is left must be the same."""
    return re.sub(r"[\s\x00-\x1f\u25a0]", "", text)


def overlap(ours: list[PageBox], true: list[PageBox]) -> float:
    """Intersection over union of two sets of line boxes, whose lines do not overlap among themselves."""
    shared = 0.0
    for page, x0, y0, x1, y1 in ours:
        for other, u0, v0, u1, v1 in true:
            if page == other:
                shared += max(0.0, min(x1, u1) - max(x0, u0)) * max(0.0, min(y1, v1) - max(y0, v0))
    area = sum((b[3] - b[1]) * (b[4] - b[2]) for b in ours) + sum((b[3] - b[1]) * (b[4] - b[2]) for b in true)
    return shared / (area - shared) if area > shared else 0.0


def our_kind(provision: Provision) -> str:
    """The row of the table a provision counts in, or ""."""
    if "/penjelasan/" not in provision.path:
        return provision.kind if provision.kind in ("pasal", "ayat", "huruf", "angka") else ""
    if provision.kind in ("pasal", "ayat"):
        return f"penjelasan {provision.kind}"
    return "penjelasan huruf/angka" if provision.kind in ("huruf", "angka") else ""


def is_doubtful(unit: TrueUnit) -> bool:
    """Whether a list marker that is no reference is left inside the words of a true unit."""
    if unit.kind.startswith("penjelasan"):
        return bool(LEFT_IN_PENJELASAN.search(HEAD.sub("", unit.words, count=1)))
    words = HEAD.sub("", unit.words, count=1) if unit.kind == "pasal" else unit.words
    return any(not REFERRING.search(words[max(0, m.start() - 80) : m.start()]) for m in LEFT_IN.finditer(words))


def article_of(path: str) -> str:
    """The article, or article explained, that a path lies in."""
    return "/".join(path.split("/")[: 2 if path.startswith("penjelasan/") else 1])


def judge(name: str, clean: CleanText, provisions: list[Provision], units: list[TrueUnit]) -> Figures:
    """Figures of one document."""
    figures = Figures()
    ours = {p.path.split("/", 1)[1]: p for p in provisions if our_kind(p)}
    ours = {path: p for path, p in ours.items() if path.startswith(("pasal-", "penjelasan/pasal-"))}
    grouped = {
        f"penjelasan/pasal-{number.lower()}"
        for path, p in ours.items()
        if article_of(path) == path
        for number in explained_articles(p.reading or p.text)[1:]
    }
    true: dict[str, TrueUnit] = {}
    doubtful: set[str] = set()
    for unit in units:
        if unit.path in true or is_doubtful(unit):  # the same unit twice is a marker misread by the truth
            doubtful.add(article_of(unit.path))
        true.setdefault(unit.path, unit)
    run_on = fold(" ".join(unit.words for unit in units if is_doubtful(unit)))
    for path, provision in ours.items():
        if path not in true and article_of(path) not in doubtful:
            own = clean.text[provision.start : provision.own_end]
            if fold(own)[:30] in run_on:
                doubtful.add(article_of(path))  # "... berlaku. Pasal 6 Cukup jelas." is one article in the truth
                continue
            figures.extra[our_kind(provision)] += 1
            figures.notes.append(f"+ {name}/{path}  p{provision.pages[:1]}  {provision.text[:90]!r}")
    for path, unit in true.items():
        if article_of(path) in doubtful and not unit.kind.endswith("pasal"):
            figures.doubtful[unit.kind] += 1
            continue
        figures.true[unit.kind] += 1
        if path in grouped:
            figures.found[unit.kind] += 1
            continue
        if path not in ours:
            figures.notes.append(f"- {name}/{path}  p{unit.boxes[0][0]}  {unit.words[:90]!r}")
            continue
        figures.found[unit.kind] += 1
        if article_of(path) not in doubtful:
            _compare(name, clean, ours[path], unit, figures)
    return figures


def _compare(name: str, clean: CleanText, provision: Provision, unit: TrueUnit, figures: Figures) -> None:
    figures.compared += 1
    own = clean.text[provision.start : provision.own_end]
    boxes = list(clean.boxes_between(provision.start, provision.start + len(own.rstrip())))
    figures.same_pages += sorted({b[0] for b in boxes}) == sorted({b[0] for b in unit.boxes})
    share = overlap(boxes, unit.boxes)
    figures.overlaps.append(share)
    if fold(MARKER.sub("", own, count=1)) == fold(unit.words):
        figures.same_text += 1
    else:
        figures.notes.append(f"~ {name}/{unit.path}  page {own[-70:]!r}  truth {unit.words[-70:]!r}")


def one_line_figures(name: str, units: list[TrueUnit]) -> Figures:
    """What is found of the lists of each undisputed article when all its units follow one another in one line."""
    forms = {"ayat": "({})", "huruf": "{}.", "angka": "{}."}
    articles: dict[str, list[TrueUnit]] = {}
    for unit in units:
        if not unit.kind.startswith("penjelasan"):
            articles.setdefault(article_of(unit.path), []).append(unit)
    figures = Figures()
    for article, below in articles.items():
        if (
            not article.startswith("pasal-")
            or any(map(is_doubtful, below))
            or len({u.path for u in below}) < len(below)
        ):
            continue
        words = [f"{forms[u.kind].format(u.path.rsplit('-', 1)[1])} {u.words}" for u in below if u.kind != "pasal"]
        text = " ".join([HEAD.sub("", below[0].words, count=1).strip(), *words]).strip()
        found = {"/".join(unit.steps): unit.kind for unit in flatten(list_units(text, 0, len(text), (article,)))}
        true = {unit.path: unit.kind for unit in below if unit.kind != "pasal"}
        figures.true.update(true.values())
        figures.found.update(true[path] for path in true.keys() & found.keys())
        figures.extra.update(found[path] for path in found.keys() - true.keys())
        figures.notes += [f"-+ {name}/{path}" for path in sorted(true.keys() ^ found.keys())]
    return figures


def flatten(units: list[Unit]) -> Iterator[Unit]:
    for unit in units:
        yield unit
        yield from flatten(unit.children)


def add(total: Figures, figures: Figures) -> None:
    for key in ("true", "found", "doubtful", "extra"):
        getattr(total, key).update(getattr(figures, key))
    total.compared += figures.compared
    total.same_text += figures.same_text
    total.same_pages += figures.same_pages
    total.overlaps += figures.overlaps


def report(title: str, figures: Figures) -> None:
    """Print the figures of a document or of all."""
    print(title)
    for kind in KINDS:
        if not figures.true[kind] + figures.doubtful[kind]:
            continue
        true, found, extra = figures.true[kind], figures.found[kind], figures.extra[kind]
        recall, precision = found / true if true else 1.0, found / (found + extra) if found + extra else 1.0
        print(
            f"  {kind:24} true {true:5}  found {found:5}  extra {extra:4}  doubtful {figures.doubtful[kind]:4}"
            f"  recall {recall:.4f}  precision {precision:.4f}"
        )
    if not figures.compared:
        return
    count = figures.compared
    good = sum(share >= 0.8 for share in figures.overlaps)
    print(
        f"  of {figures.compared} units compared: text the same {figures.same_text / count:.4f}, pages right "
        f"{figures.same_pages / count:.4f}, boxes IoU mean {sum(figures.overlaps) / count:.3f}, "
        f">= .8 {good / count:.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--one-line", action="store_true", help="set each article in one line and cut its lists")
    parser.add_argument("--misses", action="store_true", help="name every unit missed, extra or of other text")
    args = parser.parse_args()
    totals = {"regulations": Figures(), "amending acts": Figures()}
    for path in sorted((args.data / "truth").glob("*.truth.json")):
        name = path.name.removesuffix(".truth.json")
        if args.only and name not in args.only:
            continue
        truth = json.loads(path.read_text())
        total = totals["amending acts" if truth["meta"]["judul"].startswith("PERUBAHAN") else "regulations"]
        if args.one_line:
            figures = one_line_figures(name, true_units(truth))
            add(total, figures)
            if args.misses and figures.notes:
                print("\n".join(figures.notes))
            continue
        pages, _ = read_pages_once(args.data / "pdf" / "typeset" / f"{name}.pdf")
        clean = clean_pages(pages)
        provisions = parse_provisions(clean, name)
        figures = judge(name, clean, provisions, true_units(truth))
        add(total, figures)
        if args.only:
            report(name, figures)
        if args.misses:
            print("\n".join(figures.notes))
    for title, total in totals.items():
        report(title, total)


if __name__ == "__main__":
    main()
