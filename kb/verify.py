"""Is what is stored whole: databases, sources, provisions, vectors, index. One finding a line, nothing is changed.

    for finding in verify_collection(data): ...

Does not do: mend (the next `rujukan ingest` builds a damaged index anew; a damaged store is what backups are for).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.databases import DATABASES, check_database
from kb.generation import open_generation, probe_in_child, read_damage
from kb.manifest import find_damage, read_manifest
from kb.receipt import KEY_FILE, receipt_key
from kb.store import FILE, Store, open_store
from kb.types import RujukanError, StoreError


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked through (``part``) and what is wrong with it; ``problem`` is empty where nothing is.

    ``checked`` is the number of things looked at, told once a part, in the finding that ends it.
    """

    part: str
    problem: str = ""
    checked: int = 0


def verify_collection(data: Path) -> Iterator[Finding]:
    """Look through everything kept in ``data``; each part ends with a finding without a problem that counts it."""
    yield from _verify_databases(data)
    try:
        store = open_store(data)
    except StoreError as error:
        yield Finding("koleksi", str(error))
        return
    with store:
        for part in (_verify_sources, _verify_provisions, _verify_chunks, _verify_index):
            try:
                yield from part(store)
            except RujukanError as error:
                yield Finding(part.__name__.removeprefix("_verify_"), str(error))
    try:
        receipt_key(data)
    except StoreError as error:
        yield Finding(KEY_FILE, str(error))


def _verify_databases(data: Path) -> Iterator[Finding]:
    for name in DATABASES:
        if name == FILE or (data / name).exists():
            for problem in check_database(data / name):
                yield Finding(name, problem)
            yield Finding(name, checked=1)


def _verify_sources(store: Store) -> Iterator[Finding]:
    """The copy of each file that was read, by its hash."""
    checked = 0
    for regulation in store.regulations():
        source = store.source(regulation)
        if source is None:
            yield Finding("sources", f"{regulation}: berkas sumber tidak tercatat")
            continue
        checked += 1
        file = next((store.data / "sources").glob(f"{source.sha256}.*"), None)
        if file is None:
            yield Finding("sources", f"{regulation}: salinan {source.name} hilang")
        elif _hash(file) != source.sha256:
            yield Finding("sources", f"{regulation}: salinan {source.name} berubah isinya")
    yield Finding("sources", checked=checked)


def _hash(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _verify_provisions(store: Store) -> Iterator[Finding]:
    """The own words of all provisions follow on each other without a gap, and each stands in the one it is part of."""
    checked = 0
    for regulation in store.regulations():
        at, texts = 0, {"": ""}
        for provision in store.provisions(regulation):
            checked += 1
            text = "".join(provision.text.split())
            if provision.start != at or len(provision.text) > provision.end - provision.start:
                yield Finding("provisions", f"{provision.path}: naskah tidak bersambung dengan ketentuan sebelumnya")
            elif provision.parent not in texts:
                yield Finding("provisions", f"{provision.path}: induknya {provision.parent} tidak ada")
            elif provision.parent and text not in texts[provision.parent]:
                yield Finding("provisions", f"{provision.path}: naskahnya tidak ada dalam {provision.parent}")
            at = provision.own_end
            texts[provision.path] = text
    yield Finding("provisions", checked=checked)


def _verify_chunks(store: Store) -> Iterator[Finding]:
    """Every chunk is kept under its text's key and has a vector of the index's model."""
    for path in store.misplaced_chunks():
        yield Finding("chunks", f"{path}: teksnya tidak sesuai dengan sidiknya")
    for model in store.models()[:1]:
        if missing := store.unembedded(model):
            yield Finding("chunks", f"{len(missing)} kutipan belum mempunyai vektor dari model {model}")
    yield Finding("chunks", checked=store.counts()["chunks"])


def _verify_index(store: Store) -> Iterator[Finding]:
    """CURRENT, the files of every generation, and whether each vector of the one in use finds itself."""
    home = store.data / "generations"
    for number, cause in read_damage(store.data).items():
        yield Finding("index", f"generasi {number}: {cause}")
    folders = [folder for folder in home.glob("*") if folder.name.isdecimal()] if home.is_dir() else []
    damaged = set()
    for folder in sorted(folders, key=lambda folder: int(folder.name)):
        try:
            wrong = list(find_damage(folder, read_manifest(folder)))
        except StoreError as error:
            wrong = [str(error)]
        for problem in wrong:
            damaged.add(int(folder.name))
            yield Finding("index", f"generasi {folder.name}: {problem}")
    opened = open_generation(store.data)
    opened.close()
    if opened.damage or opened.named != opened.number:
        yield Finding("index", f"generasi {opened.named} tidak dapat dipakai; yang dilayani generasi {opened.number}")
    if opened.manifest["fingerprint"] != store.fingerprint():
        yield Finding("index", "indeks usang: isi koleksi sudah berubah; jalankan `rujukan ingest` lagi")
    if opened.number not in damaged:
        probe_in_child(opened.folder)
    yield Finding("index", checked=len(folders))
