"""The citation check on seeded texts: 60 citations, 30 right, 30 wrong in six ways; verdicts and spans counted.

    python -m benchmarks.read_citations --data DIR [--seed 1] [--seeds 20] [--show]

The sentences are this script's own. Which articles they cite is drawn from the collection by a seeded hand: what
exists is read from its provisions, what is repealed or amended from its relations; words to be misquoted are taken
from the store at run time and one word of them is changed. So the gold verdict is known by construction, and the
span too: the writer notes where it puts each citation.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ingest.draft import parse_draft
from kb.catalogue import status_on
from kb.check import check_citations
from kb.citation import Citation, parse_path, regulation_label
from kb.search import Library, open_library
from kb.types import Provision

WRONG = ("tidak ada pasal itu", "tidak ada ayat itu", "dicabut", "diubah", "kutipan berbeda", "tidak ada di koleksi")
EACH = 5
RIGHT = 30
NAMES = {"UU": "Undang-Undang", "PP": "Peraturan Pemerintah"}
OTHER_WORDS = ("gubernur", "separuh", "kapal", "sembilan puluh", "hutan")
# Sentences around a citation {c}; the quotation, if any, follows it.
SENTENCES = (
    "Dasar yang dipakai dalam nota ini ialah {c}.",
    "Menurut {c}, atasan perlu menimbang hal itu lebih dahulu.",
    "Bagian hukum mengingatkan isi {c} kepada semua unit.",
    "Surat ini ditulis sesuai dengan {c}, bukan atas kehendak sendiri.",
    "Apakah {c} sudah dibaca oleh penyusun?",
    "Sebagai bandingan (lihat {c}) telah dicatat dua hal.",
)
QUOTING = ("{c} berbunyi: “{q}”.", "{c} menyatakan bahwa “{q}”.", "Tertulis “{q}” dalam {c}.")


@dataclass
class Text:
    """A text while it is written, with each citation's place and gold: (start, end, path, verdict)."""

    words: str = ""
    gold: list[tuple[int, int, str, str]] = field(default_factory=list)

    def write(self, sentence: str, parts: list[tuple[str, str, str]], quote: str = "") -> None:
        """A sentence whose {c} is the parts (words, path or "" for glue, verdict) one after another."""
        before, after = sentence.split("{c}")
        self.words += ("\n\n" if self.words else "") + before.replace("{q}", quote)
        for words, path, verdict in parts:
            if path:
                self.gold.append((len(self.words), len(self.words) + len(words), path, verdict))
            self.words += words
        self.words += after.replace("{q}", quote)


@dataclass(frozen=True)
class Pool:
    """Provisions of the collection to be cited: in force and untouched, repealed, amended; and all by path."""

    sound: list[Provision]
    repealed: list[Provision]
    amended: list[str]
    units: dict[str, Provision]


def open_pool(library: Library) -> Pool:
    units: dict[str, Provision] = {}
    sound, repealed = [], []
    amended = {a.object for r in library.regulations.values() for a in r.amendments if a.verb == "diubah"}
    for identifier in sorted(library.stored):
        status = status_on(identifier, library.regulations)
        provisions = library.store.provisions(identifier)
        units |= {p.path: p for p in provisions}
        for p in provisions:
            if not re.fullmatch(r"[^/]+/pasal-\d+(?:/ayat-\d+)?(?:/huruf-[a-z])?", p.path):
                continue
            if status == "berlaku":
                sound.append(p)
            elif status == "dicabut":
                repealed.append(p)
    changed = sorted(
        path
        for path in amended
        if re.fullmatch(r"[^/]+/pasal-\d+", path)
        and path in units
        and status_on(path.split("/", 1)[0], library.regulations) == "diubah"
    )
    return Pool(sound, repealed, changed, units)


def written(path: str, form: int) -> str:
    """A citation in one of six forms."""
    citation = parse_path(path)
    below = Citation("", citation.steps).label
    short = regulation_label(citation.regulation)
    match = re.fullmatch(r"(\w+) Nomor (\w+) Tahun (\d+)", short)
    assert match, short
    kind, number, year = match.groups()
    steps = " ".join(reversed(re.findall(r"Pasal \w+|ayat \(\w+\)|huruf \w", below)))
    return (
        f"{below} {NAMES[kind]} Nomor {number} Tahun {year}",
        f"{below} {kind} {number}/{year}",
        f"{kind} {number}/{year} {below.replace('Pasal', 'Ps.')}",
        f"{kind.lower()} no. {number} tahun {year} {below.lower()}",
        f"{steps} {NAMES[kind]} Republik Indonesia Nomor {number} Tahun {year}",
        f"{kind} Nomor {number} Tahun {year} {below}",
    )[form]


def write_text(pool: Pool, seed: int) -> Text:
    hand = random.Random(seed)
    text = Text()
    tasks = [verdict for verdict in WRONG for _ in range(EACH)] + ["chain"] * 3 + ["range"] * 2 + ["relative"] * 4
    tasks += ["quote"] * 5 + ["ada"] * (RIGHT - 3 * 3 - 2 * 3 - 4 * 2 - 5)
    hand.shuffle(tasks)
    for task in tasks:
        WRITERS[task](pool, text, hand, task)
    assert Counter(g[3] for g in text.gold) == Counter({"ada": RIGHT, **dict.fromkeys(WRONG, EACH)})
    return text


def write_plain(pool: Pool, text: Text, hand: random.Random, verdict: str) -> None:
    if verdict == "ada":
        path = hand.choice(pool.sound).path
    elif verdict == "dicabut":
        path = hand.choice(pool.repealed).path
    elif verdict == "diubah":
        path = hand.choice(pool.amended)
    elif verdict == "tidak ada di koleksi":
        regulation = f"{hand.choice(('pp', 'uu'))}-{hand.randrange(201, 399)}-{hand.randrange(2005, 2024)}"
        path = f"{regulation}/pasal-{hand.randrange(1, 40)}"
    elif verdict == "tidak ada pasal itu":
        regulation = hand.choice(pool.sound).path.split("/", 1)[0]
        last = max(int(m[1]) for p in pool.units if (m := re.fullmatch(rf"{regulation}/pasal-(\d+)", p)))
        path = f"{regulation}/pasal-{last + hand.randrange(1, 60)}"
    else:
        path = missing_inside(pool, hand)
    text.write(hand.choice(SENTENCES), [(written(path, hand.randrange(6)), path, verdict)])


def missing_inside(pool: Pool, hand: random.Random) -> str:
    """An ayat or huruf beyond the last one of an article whose own ayat or huruf are numbered without a gap."""
    while True:
        unit = hand.choice(pool.sound)
        kind = hand.choice(("ayat", "huruf")) if unit.kind == "pasal" else "huruf"
        values = [p.rsplit("-", 1)[1] for p, u in pool.units.items() if u.parent == unit.path and u.kind == kind]
        order = [str(n) for n in range(1, 30)] if kind == "ayat" else [chr(97 + n) for n in range(26)]
        if len(values) >= 2 and values == order[: len(values)] and len(values) < len(order) - 1:
            return f"{unit.path}/{kind}-{order[len(values) + hand.randrange(2)]}"


def write_quote(pool: Pool, text: Text, hand: random.Random, task: str) -> None:
    while True:
        unit = hand.choice(pool.sound)
        words = " ".join((unit.reading or unit.text).split())
        words = re.sub(r"^(?:Pasal \w+ )?(?:\(\w+\)|\w\.)?\s*", "", words)
        plain = re.match(r"(?:[A-Za-z-]+ ){7,16}", words)
        if plain and "adalah" not in plain[0] and not re.search(r"\b(?:diubah|menjadi|sehingga)\b", plain[0]):
            break
    quoted = plain[0].strip().split()
    if task == "kutipan berbeda":
        at = hand.randrange(1, len(quoted) - 1)
        quoted[at] = hand.choice([w for w in OTHER_WORDS if w != quoted[at]])
    verdict = "ada" if task == "quote" else task
    text.write(
        hand.choice(QUOTING), [(written(unit.path, hand.choice((0, 1, 4))), unit.path, verdict)], " ".join(quoted)
    )


def write_chain(pool: Pool, text: Text, hand: random.Random, task: str) -> None:
    """ "Pasal 5 ayat (1), ayat (2), dan ayat (3) PP ...": three citations."""
    while True:
        article = hand.choice([p for p in pool.sound if p.kind == "pasal"])
        if all(f"{article.path}/ayat-{n}" in pool.units for n in (1, 2, 3)):
            break
    paths = [f"{article.path}/ayat-{n}" for n in (1, 2, 3)]
    whole = written(paths[2], 0)
    regulation = whole[whole.index(") ") + 1 :]
    number = Citation("", parse_path(article.path).steps).label
    parts = [(f"{number} ayat (1)", paths[0], "ada"), (", ", "", ""), ("ayat (2)", paths[1], "ada"), (", dan ", "", "")]
    text.write(hand.choice(SENTENCES), [*parts, (f"ayat (3){regulation}", paths[2], "ada")])


def write_range(pool: Pool, text: Text, hand: random.Random, task: str) -> None:
    """ "Pasal 3 sampai dengan Pasal 5 UU ...": three citations."""
    while True:
        article = hand.choice([p for p in pool.sound if p.kind == "pasal"])
        regulation, first = article.path.split("/pasal-")
        paths = [f"{regulation}/pasal-{int(first) + n}" for n in range(3)]
        if all(p in pool.units for p in paths):
            break
    last = written(paths[2], 0)
    parts = [(f"Pasal {first}", paths[0], "ada"), (" ", "", ""), ("sampai dengan", paths[1], "ada"), (" ", "", "")]
    text.write(hand.choice(SENTENCES), [*parts, (last, paths[2], "ada")])


def write_relative(pool: Pool, text: Text, hand: random.Random, task: str) -> None:
    """A full citation and "ayat (2)" of the same article in the next sentence."""
    while True:
        article = hand.choice([p for p in pool.sound if p.kind == "pasal"])
        if all(f"{article.path}/ayat-{n}" in pool.units for n in (1, 2)):
            break
    first = (written(f"{article.path}/ayat-1", hand.randrange(3)), f"{article.path}/ayat-1", "ada")
    sentence = "Pokoknya ada pada {c} di naskah yang sama."
    text.write(sentence, [first, (", sedangkan batasnya pada ", "", ""), ("ayat (2)", f"{article.path}/ayat-2", "ada")])


WRITERS = {
    **dict.fromkeys(("ada", *WRONG), write_plain),
    "kutipan berbeda": write_quote,
    "quote": write_quote,
    "chain": write_chain,
    "range": write_range,
    "relative": write_relative,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="so many texts, from --seed on")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    library = open_library(options.data)
    pool = open_pool(library)
    right, total, exact, extra = Counter[str](), Counter[str](), 0, 0
    for seed in range(options.seed, options.seed + options.seeds):
        text = write_text(pool, seed)
        checks = {(c.start, c.end): c for c in check_citations(library, parse_draft(text.words))}
        extra += len(checks.keys() - {(s, e) for s, e, _, _ in text.gold})
        for start, end, path, verdict in text.gold:
            found = checks.get((start, end))
            total[verdict] += 1
            exact += found is not None
            ok = (
                found is not None
                and found.verdict == verdict
                and Citation(found.citation.regulation, found.citation.steps).path == path
            )
            right[verdict] += ok
            if options.show and not ok:
                said = (
                    f"{found.verdict}: {found.citation.path} {found.detail} {found.changes}" if found else "not found"
                )
                print(f"seed {seed} [{start}:{end}] {text.words[start:end]!r} gold {verdict} {path} -> {said}")
    print("| verdict | right | of |\n|---|---|---|")
    for verdict in ("ada", *WRONG):
        print(f"| {verdict} | {right[verdict]} | {total[verdict]} |")
    n = total.total()
    print(
        f"\naccuracy {right.total() / n:.4f}, spans exact {exact / n:.4f}, "
        f"citations found beside the gold {extra}, n {n}"
    )
    library.store.close()
    library.generation.close()


if __name__ == "__main__":
    main()
