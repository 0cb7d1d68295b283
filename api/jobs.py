"""Jobs that change the index: kept in the ledger, done one after another by a thread that runs ``rujukan`` as a child.

The child reads, checks and embeds in a process of its own at low priority and waits for whoever writes already, so that
answering goes on. A job that a restart or a stop cut short is ``terputus``; what it had taken in by then is in. Several
workers may serve one data folder, each with a workbench of its own: a folder in ``uploads``, and a lock beside it that
goes with the process, so that jobs that are still being done can be told from those that nobody does any more.

    queued -> running -> ingested | unchanged | quarantined | removed | failed | terputus

Does not do: take uploads (``api.documents``), decide who may ask for a job.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from typing import Any, Literal

from filelock import BaseFileLock, FileLock, Timeout

from api.ledger import Ledger
from kb.types import Audience, NotFoundError, RujukanError

Kind = Literal["ingest", "remove"]
UNFINISHED = ("queued", "running")
LOCK = ".lock"  # beside a workbench's folder, held as long as its process lives
COMMAND = (sys.executable, "-P", "-m", "api.cli")
WAIT = 3_600  # seconds a job waits for another writer
MOST = 100  # jobs that wait at a time
PRIORITY = 10  # as ``nice`` counts
_FIELDS = "id, kind, object, audience, who, state, report, error, created, changed"


@dataclass(frozen=True, slots=True)
class Job:
    """One job: ``object`` is the name of the file or the id of the regulation, ``report`` ingestion's row, or empty.

    ``who`` is the name of the key that asked for it; ``created`` and ``changed`` are in UTC.
    """

    id: str
    kind: Kind
    object: str
    audience: Audience | None
    who: str
    state: str
    report: dict[str, Any]
    error: str
    created: str
    changed: str


def find_job(ledger: Ledger, identifier: str) -> Job:
    """The job with this id. Raises NotFoundError."""
    rows = ledger.read(f"SELECT {_FIELDS} FROM jobs WHERE id = ?", identifier)
    if not rows:
        raise NotFoundError(f"tidak ada pekerjaan {identifier}")
    return _job(rows[0])


def list_jobs(ledger: Ledger, offset: int = 0, limit: int = 100) -> tuple[list[Job], int]:
    """A page of all jobs, the latest first, and how many there are."""
    rows = ledger.read(f"SELECT {_FIELDS} FROM jobs ORDER BY rowid DESC LIMIT ? OFFSET ?", limit, offset)
    total = ledger.read("SELECT count(*) FROM jobs")
    return [_job(row) for row in rows], int(total[0][0]) if total else 0


class Workbench:
    """Does the jobs of one data folder, as long as it is open."""

    def __init__(self, ledger: Ledger, model: str) -> None:
        self._ledger = ledger
        self._model = model
        self._queue: Queue[str | None] = Queue()
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._uploads = ledger.data / "uploads"
        self._home = self._uploads / uuid.uuid4().hex
        self._held: BaseFileLock | None = None

    def open(self) -> None:
        """Mark what was left undone by workbenches whose process is gone, and throw their uploads away."""
        unfinished = self._ledger.read("SELECT id FROM jobs WHERE state IN (?, ?)", *UNFINISHED)
        alive = [lock.with_suffix("") for lock in self._uploads.glob(f"*{LOCK}") if _is_held(lock)]
        for left in self._uploads.glob("*"):
            if left.with_suffix("") not in alive:
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
        if not alive:
            shutil.rmtree(self._uploads, ignore_errors=True)
        lost = [id_ for (id_,) in unfinished if not any((home / id_).exists() for home in alive)]
        if lost:
            with self._ledger.writing() as connection:
                query = "UPDATE jobs SET state = 'terputus', changed = ? WHERE id = ? AND state IN (?, ?)"
                connection.executemany(query, [(_now(), id_, *UNFINISHED) for id_ in lost])

    def close(self) -> None:
        """Stop; the job being done and those waiting become ``terputus``."""
        with self._lock:
            self._closed = True
            if self._child is not None:
                self._child.terminate()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join()
        if self._held is not None:
            self._held.release()
        self.open()

    def folder_of(self, identifier: str) -> Path:
        """Where the upload of a job is kept until it is done; the first call makes this workbench's own folder."""
        with self._lock:
            if self._held is None:
                self._uploads.mkdir(parents=True, exist_ok=True)
                self._held = FileLock(self._home.with_suffix(LOCK), thread_local=False)
                self._held.acquire()
                self._home.mkdir()
        return self._home / identifier

    @property
    def is_full(self) -> bool:
        """Whether so many jobs wait that no more should be added."""
        return self._queue.qsize() >= MOST

    def add_job(self, identifier: str, kind: Kind, object_: str, who: str, audience: Audience | None = None) -> Job:
        """Queue a job; the upload of an ``ingest`` lies in its folder under the name ``object_``."""
        now = _now()
        job = Job(identifier, kind, object_, audience, who, "queued", {}, "", now, now)
        self.folder_of(identifier).mkdir(exist_ok=True)  # by it others know whose the job is
        with self._ledger.writing() as connection:
            row = (identifier, kind, object_, audience, who, job.state, "{}", "", now, now)
            connection.execute("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
        self._queue.put(identifier)
        return job

    def _work(self) -> None:
        while (identifier := self._queue.get()) is not None:
            if self._closed:
                return
            job = find_job(self._ledger, identifier)
            self._set(identifier, "running")
            try:
                state, report, error = self._do(job)
            except (RujukanError, OSError) as trouble:
                state, report, error = "failed", {}, str(trouble)
            if not self._closed:
                self._set(identifier, state, report, error)
            shutil.rmtree(self.folder_of(identifier), ignore_errors=True)

    def _do(self, job: Job) -> tuple[str, dict[str, Any], str]:
        """Run the child of a job; its state, ingestion's row, and what went wrong."""
        command = [*COMMAND, "--data", str(self._ledger.data), "--model", self._model, job.kind, "--json"]
        command += ["--wait", str(WAIT), "--actor", job.who]
        if job.kind == "ingest":
            command += ["--audience", job.audience] if job.audience else []
            command.append(str(self.folder_of(job.id) / job.object))
        else:
            command.append(job.object)
        code, out, said = self._run(command)
        rows = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
        report = {**rows[-1], "file": job.object} if rows and job.kind == "ingest" else {}
        result = str(rows[-1].get("result", "failed")) if rows else "failed"
        if result in ("failed", "quarantined") and rows:
            return result, report, str(rows[-1].get("error") or "")
        if code or not rows:
            return "failed", report, said.strip().splitlines()[-1] if said.strip() else f"berakhir dengan kode {code}"
        return result, report, ""

    def _run(self, command: list[str]) -> tuple[int, str, str]:
        """The exit code of a child, its output and what it said besides."""
        root = str(Path(__file__).resolve().parents[1])
        paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        with self._lock:
            if self._closed:
                raise RujukanError("program dihentikan")
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
            )
        if hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._child.pid, PRIORITY)
        out, said = self._child.communicate()
        with self._lock:
            code, self._child = self._child.returncode, None
        return code, out, said

    def _set(self, identifier: str, state: str, report: dict[str, Any] | None = None, error: str = "") -> None:
        row = (state, json.dumps(report or {}, ensure_ascii=False), error, _now(), identifier)
        with self._ledger.writing() as connection:
            connection.execute("UPDATE jobs SET state = ?, report = ?, error = ?, changed = ? WHERE id = ?", row)


def _is_held(lock: Path) -> bool:
    """Whether the process that holds this lock still lives."""
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # nobody may write here, so that nothing can be ended either
        return True


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _job(row: tuple[Any, ...]) -> Job:
    id_, kind, object_, audience, who, state, report, error, created, changed = row
    return Job(id_, kind, object_, audience, who, state, json.loads(report), error, created, changed)
