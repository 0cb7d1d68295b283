"""The draft check on drafts with one seeded defect each: recall and precision by class; and regulations in force.

    python -m benchmarks.read_drafts --data DIR [--seed 1] [--seeds 1] [--show] [--in-force ID ...]

The clean drafts (tests/data/drafts) are written for this project. A seeded hand puts one defect into each of the five
drafts for each class; it notes where, so that a finding counts only there. Findings of any other class in a seeded
draft are false alarms, except those that the defect truly causes (a skipped number breaks references to it). The
provisions, repealed acts and quoted words that a defect needs are taken from the collection at run time.

Regulations in force (--in-force) are read from their stored files and examined by the law of the day they were
enacted, which is what their drafters had.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from ingest.draft import parse_draft, read_draft
from ingest.pipeline import source_path
from kb.catalogue import status_on
from kb.citation import regulation_label
from kb.definitions import read_definitions
from kb.draft import RULES, check_draft
from kb.finding import Finding
from kb.search import Library, open_library
from kb.types import Provision

DRAFTS = Path(__file__).resolve().parents[1] / "tests" / "data" / "drafts"
IN_FORCE = ("pp-94-2021", "pp-49-2018", "uu-25-2009", "uu-14-2008", "pp-30-2019")
NAMES = {"UU": "Undang-Undang", "PP": "Peraturan Pemerintah"}
NEW_TERMS = ("Kotak Saran", "Papan Antrean", "Buku Saku", "Ruang Tenang", "Jam Teduh", "Kartu Giliran")
AFTER = 500  # characters behind a changed number within which the breach of order shows


@dataclass(frozen=True)
class Seeded:
    """A draft with a defect: the text, where a finding is expected, and the rules it may rightly break besides."""

    text: str
    start: int
    end: int
    rules: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stock:
    """What defects need of the collection."""

    repealed: list[str]
    amended: list[str]
    sound: list[Provision]
    gone: list[str]
    last: dict[str, int]
    definitions: list[tuple[str, str]]


def open_stock(library: Library) -> Stock:
    statuses = {i: status_on(i, library.regulations) for i in sorted(library.stored)}
    sound = [
        p
        for i, status in statuses.items()
        if status == "berlaku"
        for p in library.store.provisions(i)
        if re.fullmatch(r"[^/]+/pasal-\d+(?:/huruf-[a-z])?", p.path)
    ]
    last = {
        i: max(
            (int(m[1]) for p in library.store.provisions(i) if (m := re.search(r"/pasal-(\d+)$", p.path))), default=0
        )
        for i in statuses
    }
    definitions = [
        (term, " ".join((unit.reading or unit.text).split()))
        for term, short, unit in read_definitions(library.store.first_articles())
        if not short
        and statuses[unit.path.split("/", 1)[0]] == "berlaku"
        and re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", term)
    ]
    by_status = {s: [i for i, found in statuses.items() if found == s] for s in ("dicabut", "diubah")}
    gone = [
        p.path
        for i in by_status["dicabut"]
        for p in library.store.provisions(i)
        if re.fullmatch(r"[^/]+/pasal-\d+", p.path)
    ]
    return Stock(by_status["dicabut"], by_status["diubah"], sound, gone, last, definitions)


# ---- the defects: each takes a clean text, the hand and the stock


def change(
    text: str, start: int, end: int, words: str, *rules: str, also: tuple[str, ...] = (), after: int = 0
) -> Seeded:
    """The text with ``words`` in place of ``text[start:end]``; a finding is expected there."""
    return Seeded(text[:start] + words + text[end:], start, start + max(1, len(words)) + after, rules, also)


def pick(text: str, pattern: str, hand: random.Random, flags: int = re.M) -> re.Match[str]:
    return hand.choice(list(re.finditer(pattern, text, flags)))


def body(text: str) -> int:
    return text.index("Pasal 2\n")


def break_reference(text: str, hand: random.Random, stock: Stock) -> Seeded:
    found = pick(text, r"dimaksud (?:pada ayat \((\d)\)|dalam Pasal (\d)(?= ayat| huruf| dan|\n| berpedoman))", hand)
    group = found.lastindex or 1
    return change(text, found.start(group), found.end(group), str(hand.randrange(40, 90)), "rujukan-putus")


def skip_article(text: str, hand: random.Random, stock: Stock) -> Seeded:
    found = pick(text, r"^Pasal ([5-8])$", hand)
    number = int(found[1]) + hand.choice((-1, 1, 2))
    return change(text, found.start(1), found.end(1), str(number), "nomor-pasal", also=("rujukan-putus",), after=AFTER)


def skip_ayat(text: str, hand: random.Random, stock: Stock) -> Seeded:
    found = pick(text, r"^\((\d)\) ", hand)
    number = hand.choice([n for n in (int(found[1]) - 1, int(found[1]) + 1, int(found[1]) + 2) if n > 0])
    return change(text, found.start(1), found.end(1), str(number), "nomor-ayat", also=("rujukan-putus",), after=AFTER)


def skip_huruf(text: str, hand: random.Random, stock: Stock) -> Seeded:
    found = pick(text[body(text) :], r"^([bc])\. ", hand)
    letter = chr(ord(found[1]) + hand.choice((-1, 1, 2)))
    at = body(text) + found.start(1)
    return change(text, at, at + 1, letter, "nomor-huruf", also=("rujukan-putus",), after=AFTER)


def skip_definition(text: str, hand: random.Random, stock: Stock) -> Seeded:
    found = pick(text[: body(text)], r"^([23])\. (?=[A-Z][a-z]+ [A-Z])", hand)
    return change(
        text, found.start(1), found.end(1), str(int(found[1]) + hand.choice((-1, 1))), "nomor-angka", after=AFTER
    )


def skip_bab(text: str, hand: random.Random, stock: Stock) -> Seeded:
    found = pick(text, r"^BAB (II|III)$", hand)
    numeral = hand.choice([n for n in ("I", "II", "III", "IV", "V") if n != found[1]])
    return change(text, found.start(1), found.end(1), numeral, "nomor-bab", after=1_500)


def add_definition(text: str, words: str, *rules: str) -> Seeded:
    """A further definition at the end of Pasal 1."""
    at = text.index("\n\nBAB II\n")
    number = 1 + int(re.findall(r"^(\d+)\. ", text[text.index("Pasal 1\n") : at], re.M)[-1])
    return change(text, at, at, f"\n{number}. {words}", *rules)


def define_unused(text: str, hand: random.Random, stock: Stock) -> Seeded:
    term = hand.choice(NEW_TERMS)
    return add_definition(text, f"{term} adalah benda yang disediakan bagi warga yang datang.", "istilah-tidak-dipakai")


def define_twice(text: str, hand: random.Random, stock: Stock) -> Seeded:
    term = pick(text[: body(text)], r"^\d\. ([A-Z][a-z]+ [A-Z][a-z]+) adalah", hand)[1]
    return add_definition(text, f"{term} adalah hal yang sama dengan kata lain.", "istilah-ganda")


def use_undefined(text: str, hand: random.Random, stock: Stock) -> Seeded:
    term = hand.choice(NEW_TERMS)
    places = [m.end() for m in re.finditer(r"^\(2\) .*?(?=\.$)", text, re.M)]
    first, second = sorted(hand.sample(places, 2))
    words = f" dan diumumkan pada {term}"
    text = text[:second] + words + text[second:]
    return change(text, first, first, words, "istilah-tidak-didefinisikan")


def define_otherwise(text: str, hand: random.Random, stock: Stock) -> Seeded:
    term, words = hand.choice([d for d in stock.definitions if d[0] not in text])
    meaning = re.sub(r"^.*?\b(?:adalah|ialah)\s+", "", words).rstrip(".;").split()
    at = hand.randrange(len(meaning) // 2, len(meaning) - 1)
    meaning[at : at + 1] = ["menurut", "kebiasaan", "setempat"]
    place = re.search(r"^\(2\) .*?(?=\.$)", text, re.M)
    assert place
    used = text[: place.end()] + f" dengan memperhatikan {term}" + text[place.end() :]
    seeded = add_definition(used, f"{term} adalah {' '.join(meaning)}.", "definisi-berbeda")
    return Seeded(
        seeded.text, seeded.start, seeded.end, seeded.rules, ("jenis-keliru",)
    )  # it may say "Undang-Undang ini"


def add_basis(text: str, identifier: str, *rules: str) -> Seeded:
    """A further legal basis, in its proper place under Mengingat."""
    kind, number, year = re.fullmatch(r"(\w+) Nomor (\w+) Tahun (\d+)", regulation_label(identifier)).groups()  # type: ignore[union-attr]
    start = text.index("Mengingat : 1. ")
    end = text.index("\n\nMEMUTUSKAN")
    items = re.split(r"^\d\. ", text[start + len("Mengingat : ") : end], flags=re.M)[1:]
    new = f"{NAMES[kind]} Nomor {number} Tahun {year} tentang Hal yang Perlu Diatur;\n"
    items[-1] += "\n"

    def rank(item: str) -> tuple[int, int]:
        level = next(
            (n for n, word in enumerate(("Dasar Negara", "Undang-Undang", "Peraturan")) if word in item[:60]), 9
        )
        return level, int(re.search(r"Tahun (\d{4})", item)[1])  # type: ignore[index]

    items.append(new)
    items.sort(key=rank)
    listed = "".join(f"{n}. {item}" for n, item in enumerate(items, start=1)).rstrip("\n")
    mutated = text[:start] + "Mengingat : " + listed + text[end:]
    at = mutated.index(new.rstrip("\n"))
    return Seeded(mutated, at, at + len(new), rules)


def base_on_repealed(text: str, hand: random.Random, stock: Stock) -> Seeded:
    return add_basis(text, hand.choice([i for i in stock.repealed if i.startswith(("uu-", "pp-"))]), "dasar-dicabut")


def base_on_amended(text: str, hand: random.Random, stock: Stock) -> Seeded:
    return add_basis(text, hand.choice([i for i in stock.amended if i.startswith(("uu-", "pp-"))]), "dasar-diubah")


def disorder_bases(text: str, hand: random.Random, stock: Stock) -> Seeded:
    first = re.search(r"^(2\. )(.*)\n(3\. )(.*)\n", text, re.M)
    assert first
    words = f"2. {first[4].rstrip(';.')};\n3. {first[2].rstrip(';.')};\n"
    return change(text, first.start(), first.end(), words, "dasar-tidak-berurutan")


def cite(text: str, hand: random.Random, words: str, *rules: str) -> Seeded:
    """A citation put at the end of an ayat of the body."""
    places = [m.end() for m in re.finditer(r"^\([123]\) .*?(?=\.$)", text[body(text) :], re.M)]
    at = body(text) + hand.choice(places)
    lead = " dengan memperhatikan "
    seeded = change(text, at, at, lead + words, *rules)
    return Seeded(seeded.text, at + len(lead), seeded.end, rules)


def full_name(identifier: str) -> str:
    label = regulation_label(identifier)
    return f"{NAMES[label.split()[0]]}{label[len(label.split()[0]) :]}"


def cite_repealed(text: str, hand: random.Random, stock: Stock) -> Seeded:
    path = hand.choice(stock.gone)
    return cite(text, hand, f"Pasal {path.rsplit('-', 1)[1]} {full_name(path.split('/', 1)[0])}", "rujukan-dicabut")


def cite_missing(text: str, hand: random.Random, stock: Stock) -> Seeded:
    identifier = hand.choice(stock.sound).path.split("/", 1)[0]
    number = stock.last[identifier] + hand.randrange(1, 50)
    return cite(text, hand, f"Pasal {number} {full_name(identifier)}", "rujukan-tidak-ada")


def misquote(text: str, hand: random.Random, stock: Stock) -> Seeded:
    while True:
        unit = hand.choice(stock.sound)
        words = re.sub(r"^(?:Pasal \w+ )?(?:\w\.)?\s*", "", " ".join((unit.reading or unit.text).split()))
        plain = re.match(r"(?:[A-Za-z-]+ ){7,16}", words)
        if plain and not plain[0].rstrip().endswith(("Pasal", "ayat", "huruf", "angka")):
            break
    quoted = plain[0].strip().split()
    quoted[hand.randrange(1, len(quoted) - 1)] = hand.choice(("kapal", "gubernur", "hutan"))
    label = unit.label[len(regulation_label(unit.path.split("/", 1)[0])) + 1 :]
    citation = f"{label} {full_name(unit.path.split('/', 1)[0])}"
    return cite(text, hand, f"{citation} yang berbunyi “{' '.join(quoted)}”", "kutipan-berbeda")


def change_figure(text: str, hand: random.Random, stock: Stock) -> Seeded:
    found = pick(text[body(text) :], r"(\d+) \([a-z ]+\)(?= hari| tahun| bulan)|(\d+)% \([a-z ]+\)", hand)
    number = str(int(found[1] or found[2]) + hand.choice((2, 3, 17)))
    words = f"{number} (sekian)" if found[1] else f"{number}% (sekian persen)"
    at = body(text) + found.start()
    return change(text, at, at + len(found[0]), words, "angka-berbeda")


def delegate_nothing(text: str, hand: random.Random, stock: Stock) -> Seeded:
    found = re.search(r"Ketentuan lebih lanjut (mengenai [^.]*?) diatur", text)
    if found:
        return change(text, found.start(), found.end(), "Ketentuan lebih lanjut diatur", "delegasi-tanpa-materi")
    at = re.search(r"^\(2\) .*\.$", text[body(text) :], re.M)
    assert at
    place = body(text) + at.end()
    words = " Ketentuan lebih lanjut diatur dengan Keputusan Menteri."
    return change(text, place, place, words, "delegasi-tanpa-materi")


def name_other_kind(text: str, hand: random.Random, stock: Stock) -> Seeded:
    found = pick(text[body(text) :], r"(Peraturan (?:Bupati|Wali Kota|Menteri|Gubernur)) ini", hand)
    at = body(text) + found.start(1)
    other = hand.choice(("Undang-Undang", "Peraturan Daerah", "Peraturan Presiden"))
    return change(text, at, at + len(found[1]), other, "jenis-keliru", also=("bagian-perintah",))


PARTS = (
    (r"^Menimbang(?:.|\n)*?(?=^Mengingat)", "bagian-menimbang"),
    (r"^Mengingat(?:.|\n)*?(?=^MEMUTUSKAN)", "bagian-mengingat"),
    (r"^DENGAN RAHMAT.*\n", "bagian-frasa"),
    (r"^[A-Z ]+,\n(?=\nMenimbang)", "bagian-jabatan"),
    (r"^Menetapkan.*\n", "bagian-menetapkan"),
    (r"^NOMOR.*\n(?=TENTANG)", "bagian-judul"),
    (r"^Agar setiap orang.*\n", "bagian-perintah"),
    (r"^Diundangkan di.*\n", "bagian-pengundangan"),
    (r"^Ditetapkan di.*\n", "bagian-penetapan"),
    (r"^Pasal \d\nPeraturan [A-Z][A-Za-z ]* ini mulai berlaku.*\n", "bagian-berlaku"),
)


def drop_part(text: str, hand: random.Random, stock: Stock) -> Seeded:
    pattern, rule = hand.choice(PARTS)
    mutated, times = re.subn(pattern, "", text, count=1, flags=re.M)
    assert times, rule
    return Seeded(mutated, 0, len(mutated), (rule,))


CLASSES: dict[str, Callable[[str, random.Random, Stock], Seeded]] = {
    "rujukan-putus": break_reference,
    "nomor-bab": skip_bab,
    "nomor-pasal": skip_article,
    "nomor-ayat": skip_ayat,
    "nomor-huruf": skip_huruf,
    "nomor-angka": skip_definition,
    "istilah-tidak-dipakai": define_unused,
    "istilah-tidak-didefinisikan": use_undefined,
    "istilah-ganda": define_twice,
    "definisi-berbeda": define_otherwise,
    "dasar-dicabut": base_on_repealed,
    "dasar-diubah": base_on_amended,
    "dasar-tidak-berurutan": disorder_bases,
    "rujukan-dicabut": cite_repealed,
    "rujukan-tidak-ada": cite_missing,
    "kutipan-berbeda": misquote,
    "angka-berbeda": change_figure,
    "delegasi-tanpa-materi": delegate_nothing,
    "jenis-keliru": name_other_kind,
    "bagian-hilang": drop_part,
}


def class_of(rule: str) -> str:
    return "bagian-hilang" if rule.startswith("bagian-") else rule


def measure_seeded(library: Library, seeds: range, show: bool) -> None:
    stock = open_stock(library)
    cleans = {path.stem: path.read_text(encoding="utf-8") for path in sorted(DRAFTS.glob("*.txt"))}
    found, total, false = Counter[str](), Counter[str](), Counter[str]()
    for name, text in cleans.items():
        for finding in check_draft(library, parse_draft(text, name)).findings:
            false[class_of(finding.rule)] += 1
            print(f"clean {name}: {finding.rule} {finding.message}")
    for seed in seeds:
        for n, (kind, defect) in enumerate(CLASSES.items()):
            for m, (name, text) in enumerate(cleans.items()):
                seeded = defect(text, random.Random(10_000 * seed + 100 * n + m), stock)
                findings = check_draft(library, parse_draft(seeded.text, name)).findings
                hit = [f for f in findings if f.rule in seeded.rules and f.start < seeded.end and seeded.start <= f.end]
                wrong = [f for f in findings if f.rule not in (*seeded.rules, *seeded.also)]
                total[kind] += 1
                found[kind] += bool(hit)
                false.update(class_of(f.rule) for f in wrong)
                if show:
                    _show(kind, name, seeded, bool(hit), wrong)
    print("\n| class | seeded | found | recall | false alarms | precision |\n|---|---|---|---|---|---|")
    for kind in CLASSES:
        right = found[kind] / max(1, found[kind] + false[kind])
        counts = f"{total[kind]} | {found[kind]} | {found[kind] / total[kind]:.2f} | {false[kind]}"
        print(f"| {kind} | {counts} | {right:.2f} |")
    others = {rule: n for rule, n in false.items() if rule not in CLASSES}
    print(
        f"\nrecall {found.total() / total.total():.3f}, precision {found.total() / (found.total() + false.total()):.3f}"
    )
    print(f"of {total.total()} defects; false alarms of other classes: {others or 'none'}")


def _show(kind: str, name: str, seeded: Seeded, hit: bool, wrong: list[Finding]) -> None:
    if not hit:
        print(f"missed {kind} in {name}: {seeded.text[max(0, seeded.start - 30) : seeded.end][:160]!r}")
    for f in wrong:
        print(f"false {f.rule} in {name} seeded with {kind}: {f.unit}: {f.message}")


def measure_in_force(library: Library, identifiers: list[str], show: bool) -> None:
    print("\n| regulation | articles | errors | warnings | questions | by rule |\n|---|---|---|---|---|---|")
    for identifier in identifiers:
        source = library.store.source(identifier)
        assert source, identifier
        draft = read_draft(source_path(library.data, source))
        enacted = library.regulations[identifier].enacted
        report = check_draft(library, draft, enacted - timedelta(days=1) if enacted else None)
        grave = Counter(f.severity for f in report.findings)
        rules = ", ".join(f"{rule} {n}" for rule, n in Counter(f.rule for f in report.findings).items())
        articles = sum(p.kind == "pasal" and "/penjelasan/" not in p.path for p in draft.provisions)
        counts = " | ".join(str(grave[severity]) for severity in ("kesalahan", "peringatan", "pertanyaan"))
        print(f"| {identifier} | {articles} | {counts} | {rules} |")
        for f in report.findings if show else ():
            print(f"    {f.rule}: {f.unit}: {f.words[:60]!r}: {f.message}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="so many defects a class and draft, from --seed on")
    parser.add_argument("--show", action="store_true", help="print what was missed and what was false")
    parser.add_argument("--in-force", nargs="*", default=list(IN_FORCE), metavar="ID")
    options = parser.parse_args()
    assert set(CLASSES) - {"bagian-hilang"} <= set(RULES)
    library = open_library(options.data)
    measure_seeded(library, range(options.seed, options.seed + options.seeds), options.show)
    measure_in_force(library, options.in_force, options.show)
    library.store.close()
    library.generation.close()


if __name__ == "__main__":
    main()
