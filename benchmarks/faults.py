"""What a collection survives: kill -9, a full disk, damaged files, two writers, read-only disks, clocks that jump.

    python -m benchmarks.faults [--tries 100] [--seed 1] [--only "kill -9"] [--json FILE]

A made collection of small regulations, embedded by a hash of their words, is written, switched, served and hurt, again
and again. After each fault every acknowledged document must still be there (``lost``: how often one was not), the
answers of before must come (``served``), and the program's own next start must bring all back (``by hand``: how often
it did not). Prints a table; exit code 1 where ``lost`` or ``by hand`` is not 0.

Faults that need rights or programs this machine lacks are left out, with the reason. Does not do: cut the power; what
a disk forgets of what it said was written is not tried.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ingest.ahead import embed_missing
from kb import generation
from kb.building import write_generation
from kb.generation import build_generation
from kb.search import open_library, search
from kb.settle import settle_index
from kb.store import Store, embedding_key, open_store
from kb.types import Chunk, Regulation, RujukanError, Source, StoreError
from kb.verify import verify_collection

ARTICLES = 8
START = 12  # regulations before the fault
WORDS = "cuti gaji disiplin pensiun jabatan mutasi kinerja tugas belajar hukuman berat sedang ringan atasan".split()
DIMENSION = 32


class HashEmbedder:
    """A text's vector counts its words by their hash, scaled to length 1: no model, no time."""

    name = "hash"
    dimension = DIMENSION

    def embed_query(self, text: str) -> np.ndarray:
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                rows[row, zlib.crc32(word.encode()) % DIMENSION] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


EMBEDDER = HashEmbedder()


# --- a collection, and the program that writes it ---


def put_regulation(store: Store, number: int) -> None:
    """Store regulation pp-NUMBER-2020 and its vectors; every article says a word that no other has."""
    id_, chunks = f"pp-{number}-2020", []
    for n in range(1, ARTICLES + 1):
        path, text = f"{id_}/pasal-{n}", article_text(number, n)
        chunks.append(Chunk(path, id_, path, path, (), text, text, (1,), ((1, 0.0, 0.0, 1.0, 1.0),)))
    regulation = Regulation(id_, "pp", str(number), 2020, f"Peraturan {number}", status="berlaku")
    content = f"%PDF-{number}".encode()
    source = Source(f"{number}.pdf", _sha(content), 1)
    (store.data / "sources").mkdir(exist_ok=True)
    (store.data / "sources" / f"{source.sha256}.pdf").write_bytes(content)
    store.put_document(regulation, source, [], [], chunks, {})
    texts = [chunk.embedding_text for chunk in chunks]
    vectors = EMBEDDER.embed_passages(texts)
    store.put_embeddings(EMBEDDER.name, dict(zip(map(embedding_key, texts), vectors, strict=True)))


def article_text(number: int, article: int) -> str:
    """Words of the matter, and one that only this article says: twice, for once is taken for a typing error."""
    chance = random.Random(f"{number}.{article}")
    own = "".join(chance.choices("bdghjklmnprsty", k=11))
    return f"{' '.join(chance.choices(WORDS, k=12))} {own} dan {own}"


def _sha(content: bytes) -> str:

    return hashlib.sha256(content).hexdigest()


def write_on(data: Path, task: str, number: int, acknowledge: Callable[[str], None]) -> None:
    """Do as `rujukan` does, saying what is done: take in, remove, or only build the index anew."""
    generation.SMALL = 1  # grow even this small collection
    with open_store(data, write=True) as store:
        if task == "ingest":
            for n in range(number, number + 3):
                put_regulation(store, n)
                acknowledge(f"put {n}")
        elif task == "delete":
            store.remove(f"pp-{number}-2020")
            acknowledge(f"removed {number}")
        embed_missing(store, EMBEDDER)
        build_generation(store, EMBEDDER, force=task == "switch")
        acknowledge("built")


def _write_main(arguments: list[str]) -> int:
    """What the child runs that is killed: each line on standard output was acknowledged."""
    data, task, number = Path(arguments[0]), arguments[1], int(arguments[2])
    write_on(data, task, number, lambda said: print(said, flush=True))
    return 0


def make_collection(folder: Path) -> Path:
    data = folder / "data"
    generation.SMALL = 1
    with open_store(data, write=True) as store:
        for number in range(1, START + 1):
            put_regulation(store, number)
        build_generation(store, EMBEDDER)
        put_regulation(store, START + 1)  # and one that was added, so that there are two generations, one of them grown
        build_generation(store, EMBEDDER)
    return data


# --- what must hold ---


@dataclass
class Outcome:
    """How a kind of fault went: tries, acknowledged documents lost, starts that served the old answers, and by hand."""

    fault: str
    tries: int = 0
    lost: int = 0
    served: int = 0
    by_hand: int = 0
    notes: list[str] = field(default_factory=list)
    skipped: str = ""

    def row(self) -> str:
        if self.skipped:
            return f"| {self.fault} | 0 | | | left out: {self.skipped} |"
        return f"| {self.fault} | {self.tries} | {self.lost} | {self.served} of {self.tries} | {self.by_hand} |"


def ask(data: Path, number: int) -> bool:
    """Whether the first article of a regulation is found by its own words, as a new start would answer."""
    library = open_library(data, embedder=EMBEDDER)
    try:
        found = search(library, article_text(number, 1), 5)
        return f"pp-{number}-2020/pasal-1" in [passage.chunk.path for passage in found]
    finally:
        library.generation.close()
        library.store.close()


def judge(outcome: Outcome, data: Path, there: set[int], gone: set[int], what: str = "") -> None:
    """After a fault: are the old answers there, and after the program's own next start everything acknowledged?"""
    outcome.tries += 1
    old = 2
    try:
        settle_index(data)
        outcome.served += ask(data, old)
    except (RujukanError, OSError) as error:
        outcome.notes.append(f"{what}: not served: {error}")
    try:
        write_on(data, "start", 0, lambda said: None)
        with open_store(data) as store:
            stored = store.regulations()
        lost = [n for n in there if f"pp-{n}-2020" not in stored or not ask(data, n)]
        back = [n for n in gone if f"pp-{n}-2020" in stored]
        if lost or back:
            outcome.lost += 1
            outcome.notes.append(f"{what}: lost {lost}, came back {back}")
        if wrong := [finding for finding in verify_collection(data) if finding.problem]:
            outcome.by_hand += 1
            outcome.notes.append(f"{what}: {wrong[0].part}: {wrong[0].problem}")
    except (RujukanError, OSError) as error:
        outcome.by_hand += 1
        outcome.notes.append(f"{what}: {error}")


@contextmanager
def in_this_process() -> Iterator[None]:
    """Build and probe here: a third of the time, where no file of Chroma's can be damaged so that it ends a process."""

    def run(task: str, *arguments: object, progress: object = None) -> None:
        if task == "probe":
            generation.probe_generation(Path(str(arguments[0])))
            return
        data, folder, model, fingerprint, before = map(str, arguments)
        base = None if before == "-" else Path(before)
        with open_store(Path(data)) as store:
            write_generation(store, Path(folder), model, fingerprint, base, lambda done, total: None)

    apart, generation._run = generation._run, run
    try:
        yield
    finally:
        generation._run = apart


# --- the faults ---


def kill_writers(task: str, base: Path, work: Path, tries: int, chance: random.Random) -> Outcome:
    """kill -9 of the whole writer at a random moment of what it does."""
    outcome = Outcome(f"kill -9 during {task}")
    longest = 0.0
    for n in range(tries + 1):
        data = fresh(base, work)
        there, gone = set(range(1, START + 2)), set()
        number = 40 if task == "ingest" else 5
        began = time.monotonic()
        with _writer(data, task, number) as child:
            said: list[str] = []
            if not n:  # the first shows how long it takes unhurt
                child.communicate()
                longest = time.monotonic() - began
                continue
            try:
                child.wait(chance.uniform(0.25, 1.0) * longest)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
            said = (child.stdout.read() if child.stdout else "").split("\n")
        for line in said:
            word, _, value = line.partition(" ")
            there |= {int(value)} if word == "put" else set()
            gone |= {int(value)} if word == "removed" else set()
        if task == "delete" and not gone:
            there.discard(number)  # may be gone without having been told
        with in_this_process():
            judge(outcome, data, there - gone, gone, f"try {n}, said {said[-2:]}")
    return outcome


def _writer(data: Path, task: str, number: int, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.faults", "--write", str(data), task, str(number)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **options)


def fresh(base: Path, work: Path) -> Path:
    data = work / "data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(base, data)
    return data


def hurt_files(base: Path, work: Path, tries: int, chance: random.Random) -> list[Outcome]:
    """Every kind of file that can be derived, missing, cut short, emptied, or with a bit turned, one at a time."""
    outcomes = []
    files = sorted(p.relative_to(base) for p in (base / "generations").rglob("*") if p.is_file())
    current = (base / "generations" / "CURRENT").read_text().strip()
    kinds = [f for f in files if f.parts[1] in ("CURRENT", current)]
    for how, hurt in HURTS.items():
        outcome = Outcome(f"index file {how}")
        chosen = kinds if tries >= len(kinds) else chance.sample(kinds, tries)
        for name in chosen:
            data = fresh(base, work)
            hurt(data / name, chance)
            judge(outcome, data, set(range(1, START + 2)), set(), f"{name} {how}")
        outcomes.append(outcome)
    outcome = Outcome("all index files missing")
    data = fresh(base, work)
    shutil.rmtree(data / "generations")
    judge(outcome, data, set(range(1, START + 2)), set(), "no generations")
    return [*outcomes, outcome]


def _delete(file: Path, chance: random.Random) -> None:
    file.unlink()


def _cut(file: Path, chance: random.Random) -> None:
    _replace(file, file.read_bytes()[: file.stat().st_size // 2])


def _empty(file: Path, chance: random.Random) -> None:
    _replace(file, b"")


def _flip(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    _replace(file, bytes(content))


def _replace(file: Path, content: bytes) -> None:
    """Write in place: both names of a shared file are hurt."""
    with file.open("r+b") as out:
        out.truncate(0)
        out.write(content)


HURTS: dict[str, Callable[[Path, random.Random], None]] = {
    "missing": _delete,
    "cut in half": _cut,
    "emptied": _empty,
    "with a bit turned": _flip,
}


def hurt_log(base: Path, work: Path, tries: int, chance: random.Random) -> Outcome:
    """A store's log left by a killed writer, and then cut short: what was acknowledged before its end must be there."""
    outcome = Outcome("log of the store cut in its last record")
    for n in range(tries):
        data = fresh(base, work)
        with _writer(data, "ingest", 40) as child:
            assert child.stdout is not None
            child.stdout.readline()
            child.send_signal(signal.SIGKILL)
        log = data / "rujukan.sqlite-wal"
        if log.exists() and log.stat().st_size > 100:
            with log.open("r+b") as file:  # what a crash leaves: the last record never came to disk whole
                file.truncate(log.stat().st_size - chance.randrange(1, 100))
        with in_this_process():
            judge(outcome, data, set(range(1, START + 2)), set(), f"try {n}")
    return outcome


def leave_no_room(base: Path, work: Path, tries: int, chance: random.Random) -> Outcome:
    """A disk that fills up while the index is built, then has room again."""
    outcome = Outcome("disk full")
    disk = work / "disk"
    disk.mkdir(exist_ok=True)
    size = sum(p.stat().st_size for p in base.rglob("*") if p.is_file())
    if os.name == "nt" or os.geteuid() != 0:
        outcome.skipped = "mounting a small disk needs root"
        return outcome
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size + 8_000_000}", "tmpfs", disk], capture_output=True
    )
    if done.returncode:
        outcome.skipped = f"mount: {done.stderr.decode().strip()}"
        return outcome
    try:
        for n in range(tries):
            data = fresh(base, disk)
            free = shutil.disk_usage(disk).free
            ballast = disk / "ballast"
            ballast.write_bytes(b"\0" * max(0, free - chance.randrange(1, 2_000_000)))
            there = set(range(1, START + 2))
            with _writer(data, "ingest", 40) as child:
                said = child.communicate()[0].split("\n")
            there |= {int(line.split()[1]) for line in said if line.startswith("put ")}
            full_outcome = ask_quietly(data, 2)
            ballast.unlink()
            if not full_outcome:
                outcome.notes.append(f"try {n}: not served while full")
            with in_this_process():
                judge(outcome, data, there, set(), f"try {n}")
            if not full_outcome:
                outcome.served -= 1
    finally:
        subprocess.run(["umount", "--lazy", disk], check=False)  # what still maps a file of it lets go later
    return outcome


def ask_quietly(data: Path, number: int) -> bool:
    try:
        return ask(data, number)
    except (RujukanError, OSError):
        return False


def write_twice(base: Path, work: Path, tries: int) -> Outcome:
    """Two writers at once: one is told who writes, and nothing of either is lost."""
    outcome = Outcome("two writers")
    for n in range(tries):
        data = fresh(base, work)
        there = set(range(1, START + 2))
        with _writer(data, "ingest", 40) as one, _writer(data, "ingest", 60) as two:
            said = (one.communicate()[0] + two.communicate()[0]).split("\n")
        there |= {int(line.split()[1]) for line in said if line.startswith("put ")}
        if "built" not in said:
            outcome.notes.append(f"try {n}: neither could write")
        with in_this_process():
            judge(outcome, data, there, set(), f"try {n}")
    return outcome


def read_only(base: Path, work: Path, tries: int) -> Outcome:
    """A disk that may only be read: the same answers, and a writer that says so."""
    outcome = Outcome("disk that may only be read")
    if os.name == "nt" or os.geteuid() != 0:
        outcome.skipped = "mounting needs root"
        return outcome
    disk = work / "readonly"
    for n in range(tries):
        shutil.rmtree(disk, ignore_errors=True)
        shutil.copytree(base, disk)
        steps = [["mount", "--bind", disk, disk], ["mount", "-o", "remount,ro,bind", disk]]
        if any(subprocess.run(step, capture_output=True).returncode for step in steps):
            subprocess.run(["umount", disk], capture_output=True)
            outcome.skipped = "mount refused"
            return outcome
        try:
            served = ask_quietly(disk, 2)
            try:
                write_on(disk, "ingest", 40, lambda said: None)
                outcome.notes.append(f"try {n}: written")
            except StoreError:
                pass
        finally:
            subprocess.run(["umount", "--lazy", disk], check=False)  # what still maps a file of it lets go later
        with in_this_process():
            judge(outcome, disk, set(range(1, START + 2)), set(), f"try {n}")
        if not served:
            outcome.served -= 1
            outcome.notes.append(f"try {n}: not served while it may only be read")
    return outcome


def turn_clock(base: Path, work: Path, tries: int, chance: random.Random) -> Outcome:
    """Files and locks dated years ahead or back, as after a clock that was wrong."""
    outcome = Outcome("clock years ahead or back")
    for n in range(tries):
        data = fresh(base, work)
        when = time.time() + chance.choice([-1, 1]) * chance.uniform(1, 40) * 365 * 86_400
        for file in data.rglob("*"):
            os.utime(file, (when, when))
        manifest = data / "generations" / (data / "generations" / "CURRENT").read_text().strip() / "manifest.json"
        said = json.loads(manifest.read_text())
        said["created"] = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(max(when, 0)))
        _replace(manifest, json.dumps(said).encode())
        (data / "lock.holder").write_text(
            f"proses {chance.randrange(9, 99999)} di mesin lain sejak 2094-01-01 00:00 UTC"
        )
        with _writer(data, "ingest", 40) as child:
            told = child.communicate()[0].split("\n")
        there = {int(line.split()[1]) for line in told if line.startswith("put ")}
        with in_this_process():
            judge(outcome, data, set(range(1, START + 2)) | there, set(), f"try {n}")
        if "built" not in told:
            outcome.by_hand += 1
            outcome.notes.append(f"try {n}: could not be written")
    return outcome


def run_faults(
    tries: int, seed: int, only: str = "", told: Callable[[Outcome], None] = lambda outcome: None
) -> list[Outcome]:
    """Every kind of fault; the rarer ones a tenth as often. ``told`` hears each as it is done."""
    chance, few = random.Random(seed), max(1, tries // 10)
    third = -(-tries // 3)
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        work = Path(folder)
        base = make_collection(work / "base")
        kinds: dict[str, Callable[[], list[Outcome]]] = {
            **{
                f"kill -9 {task}": partial(lambda task: [kill_writers(task, base, work, third, chance)], task)
                for task in ("ingest", "switch", "delete")
            },
            "damaged files": lambda: hurt_files(base, work, tries, chance),
            "log": lambda: [hurt_log(base, work, few, chance)],
            "disk full": lambda: [leave_no_room(base, work, few, chance)],
            "two writers": lambda: [write_twice(base, work, few)],
            "read only": lambda: [read_only(base, work, few)],
            "clock": lambda: [turn_clock(base, work, few, chance)],
        }
        outcomes = []
        for name, run in kinds.items():
            for outcome in run() if only in name else ():
                outcomes.append(outcome)
                told(outcome)
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--tries", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds of fault whose name has this")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    print("| fault | tries | lost | served meanwhile | by hand |\n| --- | --- | --- | --- | --- |", flush=True)

    def told(outcome: Outcome) -> None:
        print(outcome.row(), flush=True)
        for note in outcome.notes[:5]:
            print(f"  {note}", file=sys.stderr, flush=True)

    outcomes = run_faults(options.tries, options.seed, options.only, told)
    if options.json:
        options.json.write_text(json.dumps([vars(outcome) for outcome in outcomes], indent=1))
    return int(any(outcome.lost or outcome.by_hand for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(_write_main(sys.argv[2:]) if sys.argv[1:2] == ["--write"] else main())
