"""Relations read from the texts of regulations, against a list of relations found by people.

    python -m benchmarks.read_relations DATA [--half a|b|both] [--wrong] [--adjudicated]

DATA holds `relations.tsv` (subject, relation, object, article, ..., stated_in; the same relation may be told from both
sides), `text/*.md` and perhaps `scale/regulations.tar.xz`, from which the texts named in the list that are not in `text/`
are taken. Half ``a`` was looked at while the patterns were written, half ``b`` was not (by a hash of the subject's id).

A relation counts as found where the document of its subject states it. Whole and partial repeals are told apart
("mencabut-sebagian") and merged. ``--adjudicated`` corrects the list by `benchmarks/relations_checked.toml`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
import tarfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.clean import clean_pages
from ingest.metadata import read_metadata
from ingest.relations import read_relations
from ingest.structure import parse_provisions
from kb.types import DocumentError, Line, Page, Provision, Regulation, Relation

CHECKED = Path(__file__).with_name("relations_checked.toml")
INVERSE = {
    "dicabut_oleh": "mencabut",
    "dicabut_sebagian_oleh": "mencabut-sebagian",
    "dilaksanakan_oleh": "melaksanakan",
    "diubah_oleh": "mengubah",
}
SAME_KINDS = {"uudrt": "uu-darurat", "perpu": "perppu"}
# Where the public texts run headings into the line before, a line is begun.
BREAKS = (
    (re.compile(r"\[([^\]\[]{3,400})\]\(/[\w/-]+\)"), r"\1"),
    (re.compile(r"[ \t]+((?:Menimbang|Mengingat)\s*:?)(?=\s)"), r"\n\1"),
    (re.compile(r"[ \t]+(M\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N\b)"), r"\n\1"),
    (re.compile(r"[ \t]+PENJELASAN[ \t]+ATAS\b"), r"\nPENJELASAN\nATAS"),
    (re.compile(r"[ \t]+((?:Ditetapkan|Disahkan|Diundangkan)\s+(?:di|pada)\b|Agar\s+(?:supaya\s+)?setiap\b)"), r"\n\1"),
    (re.compile(r"(?:(?<=[.;:”\"])[ \t]+|^[ \t]*)(BAB\s+[IVXLC]+)[ \t]+(?=[A-Z])", re.M), r"\n\1\n"),
    (
        re.compile(
            r"(?:(?<=[.;:”\"A-Z])[ \t]+|^[ \t]*)(P[Aa][Ss][Aa][Ll]\s+(?:\d+[A-Z]?|[IVX]+))\.?[ \t]+(?=[A-Z(])", re.M
        ),
        r"\n\1\n",
    ),
    (re.compile(r"^PASAL(?=\s+(?:\d+|[IVX]+)\s*$)", re.M), "Pasal"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One relation, as told by the list or by a text; ``partial`` repeals bear their part in the list's own kind."""

    subject: str
    relation: str
    object: str
    article: str = ""


def read_list(path: Path) -> dict[str, set[Told]]:
    """The relations of the list by the document that states them; rows taken from other sources are left out."""
    told: dict[str, set[Told]] = {}
    for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t"):
        subject, relation, named = row["subject"], row["relation"], row["object"]
        if relation in INVERSE:
            subject, relation, named = named, INVERSE[relation], subject
        if row["evidence"].startswith("SEKUNDER"):
            continue
        article = re.sub(r"\W+", "-", row["article"].split("/")[0].lower()).strip("-")
        told.setdefault(_same(subject), set()).add(Told(_same(subject), relation, _same(named), article))
    return told


def _same(identifier: str) -> str:
    kind, _, rest = identifier.partition("-")
    return f"{SAME_KINDS.get(kind, kind)}-{rest}"


def read_texts(data: Path, wanted: Iterable[str]) -> dict[str, str]:
    """The texts of the documents named: from `text/`, then from the archive."""
    missing = set(wanted)
    texts: dict[str, str] = {}
    for file in sorted((data / "text").glob("*.md")) + sorted((data / "text").glob("*.txt")):
        identifier = file.name.split(".")[0]
        if identifier in missing:
            texts[identifier] = file.read_text(encoding="utf-8")
            missing.discard(identifier)
    archive = data / "scale" / "regulations.tar.xz"
    if missing and archive.exists():
        with tarfile.open(archive) as tar:
            for member in tar:
                identifier = Path(member.name).stem
                if identifier in missing and (file_object := tar.extractfile(member)):
                    texts[identifier] = file_object.read().decode("utf-8", "replace")
    return texts


def cut_text(identifier: str, text: str) -> tuple[list[Provision], Regulation]:
    """Provisions of a plain text, as if it stood on one page, and the regulation its file name says it is."""
    for pattern, words in BREAKS:
        text = pattern.sub(words, text)
    lines = tuple(Line(line, (0, 0, 1, 1)) for line in text.split("\n"))
    clean = clean_pages([Page(1, 595, 842, lines)])
    match = re.fullmatch(r"([a-z-]+?)-(\d+[a-z]?)-(\d{4})", identifier)
    kind, number, year = match.groups() if match else ("dokumen", "", "0")
    return parse_provisions(clean, identifier), Regulation(
        identifier, kind, number, int(year) or None, _title(text, identifier)
    )


def _title(text: str, identifier: str) -> str:
    """The title as the reader of title pages reads it, or the words after TENTANG where that finds another document."""
    try:
        read = read_metadata(text, identifier)
    except DocumentError:
        read = None
    if read and read.id == identifier and read.title != identifier:
        return read.title
    head = re.search(
        r"\bTENTANG\b(.{5,1500}?)(?=\bDENGAN\s*RAHMAT|\bMenimbang\b|\bPRESIDEN REPUBLIK|\bMENTERI\b)", text, re.S
    )
    return " ".join(head[1].split())[:400] if head else ""


def _told(relation: Relation) -> Told:
    partial = relation.relation == "mencabut" and relation.note
    return Told(
        relation.subject, "mencabut-sebagian" if partial else relation.relation, relation.object, relation.article
    )


def in_half(identifier: str, half: str) -> bool:
    """Whether a document belongs to the half looked at (a), the half not looked at (b), or both."""
    return half == "both" or ("a" if hashlib.sha256(identifier.encode()).digest()[0] % 2 else "b") == half


GROUPS = {
    "mencabut (seluruhnya)": {"mencabut"},
    "mencabut-sebagian": {"mencabut-sebagian"},
    "mencabut, keduanya": {"mencabut", "mencabut-sebagian"},
    "mengubah": {"mengubah"},
    "mencabut + mengubah": {"mencabut", "mencabut-sebagian", "mengubah"},
    "melaksanakan": {"melaksanakan"},
}


def compare(gold: set[Told], read: set[Told]) -> Iterator[dict[str, object]]:
    """A row for each group of relations: how many are told, read, both; precision, recall."""
    for name, relations in GROUPS.items():
        merge = len(relations) > 1
        sides = [
            {
                (t.subject, "" if merge and t.relation != "mengubah" else t.relation, t.object)
                for t in side
                if t.relation in relations
            }
            for side in (gold, read)
        ]
        both = len(sides[0] & sides[1])
        yield {
            "relasi": name,
            "dalam daftar": len(sides[0]),
            "terbaca": len(sides[1]),
            "sama": both,
            "presisi": round(both / len(sides[1]), 3) if sides[1] else None,
            "daya temu": round(both / len(sides[0]), 3) if sides[0] else None,
        }


def adjudicate(gold: set[Told], path: Path = CHECKED) -> set[Told]:
    """The list corrected where the texts show it to be wrong or incomplete."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    wrong = {(r["subject"], r["relation"], r["object"]) for r in rows.get("wrong", [])}
    added = {Told(r["subject"], r["relation"], r["object"]) for r in rows.get("missing", [])}
    return {t for t in gold if (t.subject, t.relation, t.object) not in wrong} | added


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("a", "b", "both"), default="both")
    parser.add_argument("--wrong", action="store_true", help="also print each disagreement")
    parser.add_argument("--adjudicated", action="store_true", help="after corrections of the list")
    args = parser.parse_args()
    listed = read_list(args.data / "relations.tsv")
    in_text = {
        i
        for file in (args.data / "text").iterdir()
        if re.fullmatch(r"[a-z-]+-\d+[a-z]?-\d{4}", i := file.name.split(".")[0])
    }
    ids = in_text | set(listed)
    texts = read_texts(args.data, sorted(i for i in ids if in_half(i, args.half)))
    gold = {t for i in texts for t in listed.get(i, ())}
    if args.adjudicated:
        gold = {t for t in adjudicate(gold) if t.subject in texts}
    read: set[Told] = set()
    for identifier, text in sorted(texts.items()):
        stated = {_told(r) for r in read_relations(*cut_text(identifier, text)) if r.subject == identifier}
        if identifier not in in_text:  # the list names of these documents only what concerns the others
            known = {(t.object) for t in gold if t.subject == identifier}
            stated = {t for t in stated if t.object in known or t.object in in_text}
        read |= stated
    print(json.dumps({"dokumen": len(texts), "paruh": args.half, "disesuaikan": args.adjudicated}, ensure_ascii=False))
    for row in compare(gold, read):
        print(json.dumps(row, ensure_ascii=False))
    print(json.dumps(_articles(gold, read), ensure_ascii=False))
    if args.wrong:
        _print_wrong(gold, read)


def _articles(gold: set[Told], read: set[Told]) -> dict[str, object]:
    """How often the article said agrees, among the relations in both; a title and Pasal I are one place."""
    articles = {(t.subject, t.object, t.relation): t.article for t in read if t.relation != "melaksanakan"}
    counts: Counter[bool] = Counter()
    for t in gold:
        said = articles.get((t.subject, t.object, t.relation))
        if said and t.article:
            counts[
                said == t.article or (t.article == "judul" and said in ("judul", "pasal-i", "pasal-1", "pembuka"))
            ] += 1
    return {"pasal sama": counts[True], "pasal lain": counts[False]}


def _print_wrong(gold: set[Told], read: set[Told]) -> None:
    def key(told: Told) -> tuple[str, str, str]:
        return told.subject, told.relation, told.object

    for name, side, other in (("tak terbaca", gold, read), ("berlebih", read, gold)):
        keys = {key(t) for t in other}
        for told in sorted(side, key=key):
            if key(told) not in keys:
                print(name, *key(told), told.article, sep="\t", file=sys.stdout)


if __name__ == "__main__":
    main()
