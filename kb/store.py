"""The source of truth: one SQLite file that holds everything an index can be rebuilt from.

Regulations and their relations, the pages, provisions and chunks of each document, for whom it is kept, embeddings by
content, the catalogue and what librarians corrected. Any number of readers; one writer at a time, who holds
`data/lock`. A document is replaced whole, in one transaction. The records of kb/types.py come out as they went in.

A store opened for the audience ``publik`` has views of the same names before its tables, so that no query, present or
future, sees a document that is not for it.

Does not do: search (kb/index.py, kb/lexical.py), keep the PDFs (ingest/pipeline.py copies them beside it).
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from filelock import BaseFileLock, FileLock, Timeout
from numpy.typing import NDArray

from kb.correction import correct_regulation
from kb.types import (
    Amendment,
    Audience,
    Chunk,
    DocumentError,
    Line,
    NotFoundError,
    Page,
    Provision,
    Regulation,
    Relation,
    Source,
    StoreError,
)

FILE = "rujukan.sqlite"
VERSION = 3  # of the tables below, kept in PRAGMA user_version
Origin = Literal["teks", "katalog"]  # read from a document, or from a catalogue

TABLES = """
CREATE TABLE regulations (
    origin TEXT NOT NULL CHECK (origin IN ('teks', 'katalog')), id TEXT NOT NULL,
    kind TEXT NOT NULL, number TEXT NOT NULL, year INTEGER, title TEXT NOT NULL, place TEXT NOT NULL,
    issuer TEXT NOT NULL, enacted TEXT, in_force_from TEXT, repealed_on TEXT, status TEXT NOT NULL,
    topics TEXT NOT NULL, aliases TEXT NOT NULL, page_url TEXT NOT NULL, pdf_url TEXT NOT NULL,
    PRIMARY KEY (origin, id)
);
CREATE TABLE relations (
    origin TEXT NOT NULL, owner TEXT NOT NULL, position INTEGER NOT NULL,
    subject TEXT NOT NULL, relation TEXT NOT NULL, object TEXT NOT NULL,
    article TEXT NOT NULL, note TEXT NOT NULL, source TEXT NOT NULL,
    PRIMARY KEY (origin, owner, position),
    FOREIGN KEY (origin, owner) REFERENCES regulations (origin, id) ON DELETE CASCADE
);
CREATE TABLE documents (
    regulation TEXT PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, pages INTEGER NOT NULL,
    report TEXT NOT NULL, quarantine TEXT NOT NULL
);
CREATE INDEX documents_by_sha256 ON documents (sha256);
CREATE INDEX documents_in_quarantine ON documents (regulation) WHERE quarantine <> '';
CREATE TABLE acceptances (
    regulation TEXT NOT NULL, sha256 TEXT NOT NULL, note TEXT NOT NULL, accepted_on TEXT NOT NULL,
    PRIMARY KEY (regulation, sha256)
);
CREATE TABLE amendments (
    owner TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, position INTEGER NOT NULL,
    object TEXT NOT NULL, verb TEXT NOT NULL, subject TEXT NOT NULL, via TEXT NOT NULL,
    PRIMARY KEY (owner, position)
);
CREATE TABLE pages (
    regulation TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, number INTEGER NOT NULL,
    width REAL NOT NULL, height REAL NOT NULL, lines TEXT NOT NULL,
    scanned INTEGER NOT NULL, trouble TEXT NOT NULL,
    PRIMARY KEY (regulation, number)
);
CREATE TABLE provisions (
    regulation TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, position INTEGER NOT NULL,
    path TEXT NOT NULL UNIQUE, label TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT NOT NULL,
    headings TEXT NOT NULL, start INTEGER NOT NULL, own_end INTEGER NOT NULL, end INTEGER NOT NULL,
    text TEXT NOT NULL, pages TEXT NOT NULL, boxes TEXT NOT NULL, reading TEXT NOT NULL,
    PRIMARY KEY (regulation, position)
);
CREATE TABLE chunks (
    regulation TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, position INTEGER NOT NULL,
    path TEXT NOT NULL UNIQUE, article TEXT NOT NULL, label TEXT NOT NULL, headings TEXT NOT NULL,
    text TEXT NOT NULL, embedding_text TEXT NOT NULL, pages TEXT NOT NULL, boxes TEXT NOT NULL,
    verbatim INTEGER NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (regulation, position)
);
CREATE TABLE embeddings (
    model TEXT NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, key)
);
"""
# Came later, without a change of version: made when a store is opened for writing, empty where they are missing.
LATER_TABLES = """
CREATE TABLE IF NOT EXISTS audiences (regulation TEXT PRIMARY KEY, audience TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS corrections (regulation TEXT PRIMARY KEY, fields TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS revision (
    id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL
);
"""
_HIDDEN = "(SELECT regulation FROM main.audiences WHERE audience <> 'publik')"
# Table -> what a public reader sees of it. What the catalogue says of a regulation is known to everybody.
PUBLIC = {
    "documents": f"SELECT *, rowid FROM main.documents WHERE regulation NOT IN {_HIDDEN}",
    "acceptances": f"SELECT * FROM main.acceptances WHERE regulation NOT IN {_HIDDEN}",
    "pages": f"SELECT * FROM main.pages WHERE regulation NOT IN {_HIDDEN}",
    "provisions": f"SELECT * FROM main.provisions WHERE regulation NOT IN {_HIDDEN}",
    "chunks": f"SELECT * FROM main.chunks WHERE regulation NOT IN {_HIDDEN}",
    "amendments": f"SELECT * FROM main.amendments WHERE owner NOT IN {_HIDDEN}",
    "regulations": f"SELECT * FROM main.regulations WHERE origin = 'katalog' OR id NOT IN {_HIDDEN}",
    "relations": f"SELECT * FROM main.relations WHERE origin = 'katalog' OR owner NOT IN {_HIDDEN}",
    "corrections": f"SELECT * FROM main.corrections WHERE regulation NOT IN {_HIDDEN}",
    "audiences": "SELECT * FROM main.audiences WHERE audience = 'publik'",
    "embeddings": "SELECT * FROM main.embeddings WHERE 0",  # nobody reads those but who builds an index
}
# Came later, without a change of version: made when a store is opened for writing, only slower where it is missing.
INDEXES = """
CREATE INDEX IF NOT EXISTS chunks_by_place ON chunks (regulation, position, path, key);
CREATE INDEX IF NOT EXISTS chunks_by_key ON chunks (key);
"""


def embedding_key(embedding_text: str) -> str:
    """Return the key a text's embedding is kept under: the sha256 of the text, in hexadecimal."""
    return hashlib.sha256(embedding_text.encode()).hexdigest()


def join_fingerprints(fingerprints: Mapping[str, str]) -> str:
    """Return one hash over the fingerprints of regulations (see `Store.fingerprints`)."""
    said = "".join(f"{regulation}\0{digest}\n" for regulation, digest in sorted(fingerprints.items()))
    return hashlib.sha256(said.encode()).hexdigest()


def open_store(data: Path, *, write: bool = False, wait: float = 0, audience: Audience = "internal") -> Store:
    """Open the store kept in `data`; use it as a context manager, or close it.

    With `write` the folder and the tables are made where missing, and `data/lock` is held until the store is
    closed; another writer is waited for `wait` seconds. A reader for the `audience` ``publik`` sees no internal
    document. Raises StoreError where there is no store to read, another process is writing, or the file is damaged or
    of another version.
    """
    path = data / FILE
    if not write:
        if not path.is_file():
            raise StoreError(f"Belum ada koleksi di {data}. Jalankan `rujukan ingest` lebih dahulu.")
        connection = _connect(path, write=False)
        if audience == "publik":
            _hide_internal(connection)
        return Store(data, connection, None)
    lock = _take_lock(data, wait)
    try:
        return Store(data, _connect(path, write=True), lock)
    except BaseException:
        lock.release()
        raise


def _hide_internal(connection: sqlite3.Connection) -> None:
    """Put PUBLIC before the tables; in a store of before there were audiences all is public."""
    if connection.execute("SELECT count(*) FROM main.sqlite_master WHERE name = 'audiences'").fetchone()[0]:
        connection.executescript("".join(f"CREATE TEMP VIEW {name} AS {rows};" for name, rows in PUBLIC.items()))


def _take_lock(data: Path, wait: float) -> BaseFileLock:
    """Hold the writer's lock and say in `lock.holder` who holds it. Raises StoreError naming the holder."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / "lock", timeout=wait, thread_local=False)
        lock.acquire()
    except Timeout as error:
        holder = ""
        with suppress(OSError):
            holder = (data / "lock.holder").read_text(encoding="utf-8").strip()
        by = holder or "proses lain"
        raise StoreError(f"Koleksi di {data} sedang ditulis oleh {by}. Coba lagi setelah selesai.") from error
    except OSError as error:
        raise StoreError(f"Folder data {data} tidak dapat ditulis: {error.strerror}.") from error
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    with suppress(OSError):
        (data / "lock.holder").write_text(f"proses {os.getpid()} di {platform.node()} sejak {since}", encoding="utf-8")
    return lock


def _fixed(path: Path) -> str:
    """What lets a whole file be read in a folder that cannot be written, where SQLite has no room for its log."""
    log = path.with_name(f"{path.name}-wal")
    left = log.exists() and log.stat().st_size > 0
    return "" if left or os.access(path.parent, os.W_OK) else "&immutable=1"


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file and see that its tables are of this version; make them in an empty file that may be written."""
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={'rwc' if write else 'ro'}{_fixed(path)}",
            uri=True,
            timeout=10,
            isolation_level=None,  # transactions are begun and ended here, never by the driver
            check_same_thread=False,  # Store holds a lock
        )
    except sqlite3.Error as error:
        raise StoreError(f"Koleksi {path} tidak dapat dibuka: {error}.") from error
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if write:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            if not version and not tables:
                connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
                version = VERSION
            if version == VERSION:
                connection.executescript(f"BEGIN; {LATER_TABLES} {INDEXES} COMMIT;")
        if version != VERSION:
            raise StoreError(
                f"Koleksi {path} berversi {version}, sedangkan program ini membaca versi {VERSION}. "
                "Pakai program yang sesuai, atau bangun ulang koleksi dari berkas PDF-nya."
            )
        return connection
    except sqlite3.Error as error:
        connection.close()
        raise StoreError(f"Koleksi {path} rusak atau tidak dapat dibaca: {error}.") from error
    except BaseException:
        connection.close()
        raise


class Store:
    """An open store, made by `open_store`; its methods may be called from several threads.

    Every method raises StoreError where the file cannot be read or written.
    """

    def __init__(self, data: Path, connection: sqlite3.Connection, lock: BaseFileLock | None) -> None:
        self.data = data
        self._connection = connection
        self._lock = lock
        self._busy = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def writable(self) -> bool:
        """Whether this store holds the writer's lock."""
        return self._lock is not None

    def close(self) -> None:
        """Close the file and let the next writer in; a second call does nothing."""
        with self._busy:
            self._connection.close()
            if self._lock is not None:
                (self.data / "lock.holder").unlink(missing_ok=True)
                self._lock.release()
                self._lock = None

    # --- documents ---

    def put_document(
        self,
        regulation: Regulation,
        source: Source,
        pages: Sequence[Page],
        provisions: Sequence[Provision],
        chunks: Sequence[Chunk],
        report: Mapping[str, Any],
    ) -> None:
        """Keep a document with all that was read from it, in place of what was kept under its regulation's id.

        A ``report`` whose result is ``quarantined`` puts the document under quarantine for its ``error``. Raises
        DocumentError, and keeps what was there, where two provisions or two chunks have the same path.
        """
        for what, paths in (("ketentuan", [p.path for p in provisions]), ("kutipan", [c.path for c in chunks])):
            twice = [path for path, times in Counter(paths).items() if times > 1]
            if twice:
                raise DocumentError(f"{source.name}: dua {what} beralamat sama ({', '.join(twice[:3])})")
        id_ = regulation.id
        with self._transaction() as connection:
            self._remove(connection, id_)
            _insert(connection, "regulations", [_regulation_row("teks", regulation)])
            _insert(connection, "relations", _relation_rows("teks", regulation))
            quarantine = str(report.get("error") or "") if report.get("result") == "quarantined" else ""
            document = (id_, source.name, source.sha256, source.pages, _dump(dict(report)), quarantine)
            _insert(connection, "documents", [document])
            amendments = ((id_, n, a.object, a.verb, a.subject, a.via) for n, a in enumerate(regulation.amendments))
            _insert(connection, "amendments", amendments)
            _insert(connection, "pages", (_page_row(id_, page) for page in pages))
            _insert(connection, "provisions", (_provision_row(id_, n, p) for n, p in enumerate(provisions)))
            _insert(connection, "chunks", (_chunk_row(id_, n, c) for n, c in enumerate(chunks)))

    def remove(self, regulation: str) -> None:
        """Forget a document and what was read from it; its embeddings stay. Raises NotFoundError."""
        self._document(regulation)
        with self._transaction() as connection:
            self._remove(connection, regulation)
            self._count_change(connection)

    @staticmethod
    def _remove(connection: sqlite3.Connection, regulation: str) -> None:
        connection.execute("DELETE FROM documents WHERE regulation = ?", (regulation,))
        connection.execute("DELETE FROM regulations WHERE origin = 'teks' AND id = ?", (regulation,))

    def regulations(self) -> dict[str, Regulation]:
        """Return the regulations whose documents are stored, by id."""
        return self._regulations("teks")

    def regulation(self, regulation: str) -> Regulation:
        """Return one stored regulation. Raises NotFoundError."""
        found = self._regulations("teks", regulation).get(regulation)
        if found is None:
            raise NotFoundError(f"{regulation} tidak ada di koleksi")
        return found

    def source(self, regulation: str) -> Source | None:
        """Return the file a regulation was read from, or None where it is not stored."""
        rows = self._rows("SELECT name, sha256, pages FROM documents WHERE regulation = ?", regulation)
        return Source(*rows[0]) if rows else None

    def source_by_sha(self, sha256: str) -> str | None:
        """Return the id of the regulation that was read from the file with this sha256, or None."""
        rows = self._rows("SELECT regulation FROM documents WHERE sha256 = ? ORDER BY rowid", sha256)
        return str(rows[0][0]) if rows else None

    def report(self, regulation: str) -> dict[str, Any]:
        """Return what ingestion reported of a stored regulation. Raises NotFoundError."""
        report: dict[str, Any] = json.loads(self._document(regulation)[4])
        return report

    def _document(self, regulation: str) -> tuple[Any, ...]:
        rows = self._rows("SELECT * FROM documents WHERE regulation = ?", regulation)
        if not rows:
            raise NotFoundError(f"{regulation} tidak ada di koleksi")
        return rows[0]

    def quarantined(self) -> dict[str, str]:
        """Return the regulations under quarantine, each with the reason; those accepted are not among them."""
        query = """
            SELECT regulation, quarantine FROM documents d WHERE quarantine <> '' AND NOT EXISTS (
                SELECT 1 FROM acceptances a WHERE a.regulation = d.regulation AND a.sha256 = d.sha256)
            ORDER BY regulation"""
        return dict(self._rows(query))

    def accept(self, regulation: str, note: str = "") -> None:
        """Lift the quarantine of a document, for the file it was read from and no other.

        Raises NotFoundError where it is not stored or not under quarantine.
        """
        sha256 = self._document(regulation)[2]
        if regulation not in self.quarantined():
            raise NotFoundError(f"{regulation} tidak dikarantina")
        row = (regulation, sha256, note, datetime.now(UTC).date().isoformat())
        with self._transaction() as connection:
            _insert(connection, "acceptances", [row])
            self._count_change(connection)

    def accepted(self) -> dict[str, dict[str, str]]:
        """Return the stored regulations whose quarantine was lifted: the reason, the note and the day of each."""
        query = """
            SELECT d.regulation, quarantine, note, accepted_on FROM documents d JOIN acceptances a
            ON a.regulation = d.regulation AND a.sha256 = d.sha256 ORDER BY d.regulation"""
        return {i: {"reason": why, "note": note, "accepted_on": day} for i, why, note, day in self._rows(query)}

    def is_accepted(self, regulation: str, sha256: str) -> bool:
        """Return whether the quarantine of this regulation, read from this file, was lifted, now or before."""
        return bool(self._rows("SELECT 1 FROM acceptances WHERE regulation = ? AND sha256 = ?", regulation, sha256))

    def pages(self, regulation: str) -> list[Page]:
        """Return the pages of a stored regulation in order, none where it is not stored."""
        query = "SELECT number, width, height, lines, scanned, trouble FROM pages WHERE regulation = ? ORDER BY number"
        return [
            Page(number, width, height, tuple(_line(*line) for line in json.loads(lines)), bool(scanned), trouble)
            for number, width, height, lines, scanned, trouble in self._rows(query, regulation)
        ]

    def page(self, regulation: str, number: int) -> Page | None:
        """Return one page of a stored regulation, or None."""
        query = "SELECT width, height, lines, scanned, trouble FROM pages WHERE regulation = ? AND number = ?"
        rows = self._rows(query, regulation, number)
        if not rows:
            return None
        width, height, lines, scanned, trouble = rows[0]
        read = tuple(_line(*line) for line in json.loads(lines))
        return Page(number, width, height, read, bool(scanned), trouble)

    def provisions(self, regulation: str) -> list[Provision]:
        """Return the provisions of a stored regulation in document order, none where it is not stored."""
        query = f"SELECT {_PROVISION} FROM provisions WHERE regulation = ? ORDER BY position"
        return [_provision(row) for row in self._rows(query, regulation)]

    def provisions_in(self, path: str) -> list[Provision]:
        """Return the provision with this path and all below it in document order, none where it is not stored."""
        query = f"SELECT {_PROVISION} FROM provisions WHERE path = ? OR (path > ? AND path < ?) ORDER BY position"
        return [_provision(row) for row in self._rows(query, path, f"{path}/", f"{path}0")]  # "0" follows "/"

    def first_articles(self, regulation: str | None = None) -> Iterator[Provision]:
        """Yield what lies in the first article of one or each stored regulation, where definitions stand."""
        query = f"SELECT {_PROVISION} FROM provisions WHERE path GLOB '*/pasal-1/*'"
        values = () if regulation is None else (regulation,)
        for row in self._stream(f"{query}{' AND regulation = ? ORDER BY position' if values else ''}", *values):
            yield _provision(row)

    def provision(self, path: str) -> Provision | None:
        """Return the provision with this path, or None."""
        rows = self._rows(f"SELECT {_PROVISION} FROM provisions WHERE path = ?", path)
        return _provision(rows[0]) if rows else None

    def chunks(self, regulation: str | None = None) -> Iterator[Chunk]:
        """Yield the chunks of one regulation, or of all in order of id, in document order."""
        query = f"SELECT {_CHUNK} FROM chunks"
        values: tuple[str, ...] = ()
        if regulation is not None:
            query += " WHERE regulation = ?"
            values = (regulation,)
        for row in self._stream(f"{query} ORDER BY regulation, position", *values):
            yield _chunk(row)

    # --- for whom ---

    def internal(self) -> frozenset[str]:
        """Return the ids that are for internal readers only, of documents stored or removed."""
        if not self._has("audiences"):
            return frozenset()
        return frozenset(row[0] for row in self._rows("SELECT regulation FROM audiences WHERE audience <> 'publik'"))

    def set_audience(self, regulation: str, audience: Audience) -> None:
        """Say for whom a regulation is, now and whenever it is read again."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO audiences VALUES (?, ?)", (regulation, audience))
            self._count_change(connection)

    def revision(self) -> int:
        """Return a number that grows with every change that no new index makes known: audiences, corrections,
        acceptances, removals, another catalogue."""
        return int((self._rows("SELECT number FROM revision") or [(0,)])[0][0]) if self._has("revision") else 0

    @staticmethod
    def _count_change(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO revision VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET number = number + 1")

    def _has(self, table: str) -> bool:
        """Whether there is this table, which stores of before it was thought of get when they are next written."""
        return bool(self._rows("SELECT 1 FROM main.sqlite_master WHERE name = ?", table))

    def article_chunks(self, article: str) -> list[Chunk]:
        """Return the chunks of an article (path) in document order, its elucidation's among them."""
        regulation, _, own = article.partition("/")
        ranges = [article, f"{regulation}/penjelasan/{own}"]
        lies = "path = ? OR (path > ? AND path < ?) OR (path > ? AND path < ?)"
        query = f"SELECT {_CHUNK} FROM chunks WHERE {lies} OR {lies} ORDER BY position"
        # below it ("/", followed by "0") and the parts of a long one ("#", followed by "$")
        values = [v for path in ranges for v in (path, f"{path}/", f"{path}0", f"{path}#", f"{path}$")]
        return [c for c in map(_chunk, self._rows(query, *values)) if c.article == article]

    def misplaced_chunks(self) -> list[str]:
        """Return the paths of chunks that are kept under another key than that of their embedding text."""
        rows = self._stream("SELECT path, embedding_text, key FROM chunks")
        return [path for path, text, key in rows if embedding_key(text) != key]

    # --- the catalogue ---

    def put_catalogue(self, regulations: Mapping[str, Regulation]) -> None:
        """Keep the facts known of regulations, ingested or not, in place of those kept before."""
        with self._transaction() as connection:
            if self._regulations("katalog") == dict(regulations):
                return
            self._count_change(connection)
            connection.execute("DELETE FROM regulations WHERE origin = 'katalog'")
            _insert(connection, "regulations", (_regulation_row("katalog", r) for r in regulations.values()))
            for regulation in regulations.values():
                _insert(connection, "relations", _relation_rows("katalog", regulation))

    def catalogue(self, *, corrected: bool = True) -> dict[str, Regulation]:
        """Return the regulations of the catalogue, by id, `corrected` as librarians said.

        A stored regulation that was corrected has a row here also where the catalogue itself has none.
        """
        rows = self._regulations("katalog")
        corrections = self.corrections() if corrected else {}
        for regulation, fields in corrections.items():
            bare = Regulation(regulation, kind="", number="", year=None, title="")
            if regulation in rows or self.source(regulation):
                rows[regulation] = correct_regulation(rows.get(regulation, bare), fields)
        return rows

    def corrections(self) -> dict[str, dict[str, Any]]:
        """Return what librarians corrected, by id; the fields are those of kb/correction.py."""
        if not self._has("corrections"):
            return {}
        rows = self._rows("SELECT regulation, fields FROM corrections ORDER BY regulation")
        return {regulation: json.loads(fields) for regulation, fields in rows}

    def correct(self, regulation: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Add to what is corrected of a regulation, and return all of it; a field that is None is corrected no more.

        The fields are taken as checked (kb/correction.py). Raises NotFoundError where neither the collection nor the
        catalogue knows the regulation.
        """
        if regulation not in self._regulations("katalog", regulation):
            self._document(regulation)
        said = {**self.corrections().get(regulation, {}), **fields}
        kept = {name: value for name, value in sorted(said.items()) if value is not None}
        with self._transaction() as connection:
            connection.execute("DELETE FROM corrections WHERE regulation = ?", (regulation,))
            if kept:
                _insert(connection, "corrections", [(regulation, _dump(kept))])
            self._count_change(connection)
        return kept

    def _regulations(self, origin: Origin, id_: str | None = None) -> dict[str, Regulation]:
        one = "" if id_ is None else " AND {} = ?"
        values = (origin,) if id_ is None else (origin, id_)
        relations: dict[str, list[Relation]] = {}
        query = f"SELECT {_RELATION} FROM relations WHERE origin = ?{one.format('owner')} ORDER BY position"
        for owner, *fields in self._rows(query, *values):
            relations.setdefault(owner, []).append(Relation(*fields))
        amendments: dict[str, list[Amendment]] = {}
        if origin == "teks":
            query = "SELECT owner, object, verb, subject, via FROM amendments ORDER BY owner, position"
            for owner, *fields in self._rows(query):
                amendments.setdefault(owner, []).append(Amendment(*fields))
        query = f"SELECT {_REGULATION} FROM regulations WHERE origin = ?{one.format('id')} ORDER BY id"
        return {
            row[0]: _regulation(row, relations.get(row[0], []), amendments.get(row[0], []))
            for row in self._rows(query, *values)
        }

    # --- embeddings ---

    def embeddings(self, model: str, keys: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors kept for these keys (see `embedding_key`); what is not kept is left out."""
        wanted = list(keys)
        found: dict[str, NDArray[np.float32]] = {}
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ", ".join("?" * len(part))
            query = f"SELECT key, vector FROM embeddings WHERE model = ? AND key IN ({marks})"
            found |= {key: np.frombuffer(vector, "<f4") for key, vector in self._rows(query, model, *part)}
        return found

    def unembedded(self, model: str) -> dict[str, str]:
        """Return the embedding texts of chunks that have no vector of this model yet, by key."""
        # Keys in order are looked up in a quarter of the time: the next one is on the page that was read last.
        query = """
            SELECT key, embedding_text FROM chunks WHERE rowid IN (
                SELECT c.place FROM (SELECT key, rowid AS place FROM chunks ORDER BY key) c WHERE NOT EXISTS (
                    SELECT 1 FROM embeddings e WHERE e.model = ? AND e.key = c.key))
            ORDER BY key"""
        return dict(self._rows(query, model))

    def models(self) -> list[str]:
        """Return the embedding models that vectors of the chunks are kept of, the one with the most first.

        Of two with as many the one whose vectors came last comes first: it is the one that was served last.
        """
        query = "SELECT model FROM embeddings WHERE key IN (SELECT key FROM chunks) GROUP BY model"
        return [row[0] for row in self._rows(f"{query} ORDER BY count(*) DESC, max(rowid) DESC")]

    def put_embeddings(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by key, all or none of them."""
        rows = ((model, key, np.asarray(vector, "<f4").tobytes()) for key, vector in vectors.items())
        with self._transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)", rows)

    # --- what is here ---

    def counts(self) -> dict[str, int]:
        """Return how many regulations, pages, provisions, chunks, embeddings and catalogue rows are kept."""
        tables = {
            "regulations": "documents",
            "pages": "pages",
            "provisions": "provisions",
            "chunks": "chunks",
            "embeddings": "embeddings",
            "catalogue": "regulations WHERE origin = 'katalog'",
        }
        return {name: self._rows(f"SELECT count(*) FROM {table}")[0][0] for name, table in tables.items()}

    def fingerprint(self) -> str:
        """Return a hash over the path and embedding key of all chunks: an index with another one is stale."""
        return join_fingerprints(self.fingerprints())

    def fingerprints(self) -> dict[str, str]:
        """Return a hash over the path and embedding key of its chunks for each regulation that has any, by id."""
        digests: dict[str, Any] = {}
        for regulation, path, key in self._stream(
            "SELECT regulation, path, key FROM chunks ORDER BY regulation, position"
        ):
            if regulation not in digests:
                digests[regulation] = hashlib.sha256()
            digests[regulation].update(f"{path}\0{key}\n".encode())
        return {regulation: digest.hexdigest() for regulation, digest in digests.items()}

    # --- access to the file ---

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._guard():
            return self._connection.execute(query, values).fetchall()

    def _stream(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield rows a few hundred at a time, so that a large table is never in memory whole."""
        with self._guard():
            cursor = self._connection.execute(query, values)
        while True:
            with self._guard():
                rows = cursor.fetchmany(500)
            if not rows:
                return
            yield from rows

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Do all of the body or nothing of it."""
        with self._guard():
            if not self.writable:
                raise StoreError(f"Koleksi di {self.data} dibuka untuk dibaca saja.")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """One thread at a time, and the driver's errors as StoreError."""
        with self._busy:
            try:
                yield
            except sqlite3.Error as error:
                raise StoreError(f"Koleksi {self.data / FILE}: {error}.") from error


# --- records to rows and back ---

_REGULATION = (
    "id, kind, number, year, title, place, issuer, enacted, in_force_from, repealed_on, status, topics, aliases, "
    "page_url, pdf_url"
)
_RELATION = "owner, subject, relation, object, article, note, source"
_PROVISION = "path, label, kind, parent, headings, start, own_end, end, text, pages, boxes, reading"
_CHUNK = "path, regulation, article, label, headings, text, embedding_text, pages, boxes, verbatim"


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _texts(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))


def _regulation_row(origin: Origin, regulation: Regulation) -> tuple[Any, ...]:
    r = regulation
    days = [day.isoformat() if day else None for day in (r.enacted, r.in_force_from, r.repealed_on)]
    lists = [_dump(r.topics), _dump(r.aliases)]
    names = (origin, r.id, r.kind, r.number, r.year, r.title, r.place, r.issuer)
    return (*names, *days, r.status, *lists, r.page_url, r.pdf_url)


def _regulation(row: Sequence[Any], relations: Sequence[Relation], amendments: Sequence[Amendment]) -> Regulation:
    id_, kind, number, year, title, place, issuer, *days, status, topics, aliases, page_url, pdf_url = row
    enacted, in_force_from, repealed_on = (date.fromisoformat(day) if day else None for day in days)
    return Regulation(
        id=id_,
        kind=kind,
        number=number,
        year=year,
        title=title,
        place=place,
        issuer=issuer,
        enacted=enacted,
        in_force_from=in_force_from,
        repealed_on=repealed_on,
        status=status,
        topics=_texts(topics),
        aliases=_texts(aliases),
        page_url=page_url,
        pdf_url=pdf_url,
        relations=tuple(relations),
        amendments=tuple(amendments),
    )


def _relation_rows(origin: Origin, regulation: Regulation) -> Iterator[tuple[Any, ...]]:
    for n, r in enumerate(regulation.relations):
        yield origin, regulation.id, n, r.subject, r.relation, r.object, r.article, r.note, r.source


def _page_row(regulation: str, page: Page) -> tuple[Any, ...]:
    lines = _dump([[line.text, line.box, line.confidence, line.cell] for line in page.lines])
    return regulation, page.number, page.width, page.height, lines, int(page.scanned), page.trouble


def _line(text: str, box: list[float], confidence: float, cell: list[int] | None) -> Line:
    x0, y0, x1, y1 = box
    return Line(text, (x0, y0, x1, y1), confidence, (cell[0], cell[1], cell[2]) if cell else None)


def _provision_row(regulation: str, position: int, p: Provision) -> tuple[Any, ...]:
    names = (regulation, position, p.path, p.label, p.kind, p.parent, _dump(p.headings))
    return (*names, p.start, p.own_end, p.end, p.text, _dump(p.pages), _dump(p.boxes), p.reading)


def _provision(row: Sequence[Any]) -> Provision:
    path, label, kind, parent, headings, start, own_end, end, text, pages, boxes, reading = row
    return Provision(
        path=path,
        label=label,
        kind=kind,
        parent=parent,
        headings=_texts(headings),
        start=start,
        own_end=own_end,
        end=end,
        text=text,
        pages=tuple(json.loads(pages)),
        boxes=tuple(tuple(box) for box in json.loads(boxes)),
        reading=reading,
    )


def _chunk_row(regulation: str, position: int, c: Chunk) -> tuple[Any, ...]:
    names = (regulation, position, c.path, c.article, c.label, _dump(c.headings), c.text, c.embedding_text)
    return (*names, _dump(c.pages), _dump(c.boxes), int(c.verbatim), embedding_key(c.embedding_text))


def _chunk(row: Sequence[Any]) -> Chunk:
    path, regulation, article, label, headings, text, embedding_text, pages, boxes, verbatim = row
    return Chunk(
        path=path,
        regulation=regulation,
        article=article,
        label=label,
        headings=_texts(headings),
        text=text,
        embedding_text=embedding_text,
        pages=tuple(json.loads(pages)),
        boxes=tuple(tuple(box) for box in json.loads(boxes)),
        verbatim=bool(verbatim),
    )
