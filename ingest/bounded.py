"""Asks the reading child (``ingest.pdf_child``) page after page, within limits of memory and time; we survive it.

A page on which the child dies or stays silent is reported as such and the child is started again behind it, so that
one hostile page does not cost the others. After ``MAX_LOST`` such pages the file is refused.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from kb.types import DocumentError

SECONDS_OF_SILENCE = 240.0  # the child's own limit is on processor time; this one is for when it hangs
MAX_LOST = 3
MAX_BYTES = 1 << 30

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the child answered of page ``number``: ``row`` and, of a drawn page, ``data``; or in ``lost`` why not.

    ``lost`` is Indonesian. ``row`` has at least ``width`` and ``height`` of a page that was lost while being read,
    where the child came so far as to say them.
    """

    number: int
    row: Row
    data: bytes = b""
    lost: str = ""


def read_texts(path: Path) -> Iterator[Reading]:
    """Every page's lines (``lines``: text, box, cell), ``pictures`` (box, dpi) and number of ``shapes``.

    Raises DocumentError, naming file and cause, where the file cannot be read further.
    """
    check_size(path)
    first, count, lost = 1, 0, 0
    while not count or first <= count:
        size: Row = {}
        with _child("read", path, str(first)) as answers:
            for row, _ in answers:
                if "count" in row:
                    count = row["count"]
                elif "width" not in row:
                    yield Reading(row["page"], {**size, **row}, lost=row.get("trouble", ""))
                    first, size = row["page"] + 1, {}
                else:
                    size = row
            why = answers.why
        if first <= count:
            lost += 1
            _refuse_at(path, why, lost)
            yield Reading(first, size, lost=why)
            first += 1
        elif not count:
            raise DocumentError(f"{path.name}: PDF tidak dapat dibaca ({why})")


def draw_pages(path: Path, dpi_of_pages: Mapping[int, float], *, png: bool = False) -> Iterator[Reading]:
    """The pages asked for as pictures, in the order asked: grey levels (``size``, ``dpi``), or PNG.

    Raises DocumentError where the file cannot be opened or has no such page.
    """
    left, lost = dict(dpi_of_pages), 0
    while left:
        with _child("png" if png else "grey", path, json.dumps(left)) as answers:
            for row, data in answers:
                left.pop(row["page"])
                yield Reading(row["page"], row, data)
            why = answers.why
        if left:
            lost += 1
            _refuse_at(path, why, lost)
            number = next(iter(left))
            del left[number]
            yield Reading(number, {}, lost=why)


def check_size(path: Path) -> None:
    """DocumentError unless there is a file of a bearable size at ``path`` that says it is a PDF."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise DocumentError(f"{path.name}: berkas tidak dapat dibuka ({error.strerror})") from error
    if not head:
        raise DocumentError(f"{path.name}: berkas kosong")
    if b"%PDF-" not in head:
        raise DocumentError(f"{path.name}: bukan PDF")
    if size > MAX_BYTES:
        raise DocumentError(f"{path.name}: {size >> 20} MB, paling besar {MAX_BYTES >> 20} MB")


def _refuse_at(path: Path, why: str, lost: int) -> None:
    if lost > MAX_LOST:
        raise DocumentError(f"{path.name}: PDF tidak dapat dibaca, {lost} halaman gagal ({why})")


class _Answers:
    """The rows of one child until it ends; then ``why`` says in Indonesian what may have ended it too early."""

    def __init__(self, path: Path, child: subprocess.Popen[bytes]) -> None:
        self.path, self.child, self.why = path, child, ""
        self.late = False

    def __iter__(self) -> Iterator[tuple[Row, bytes]]:
        assert self.child.stdout is not None
        while True:
            timer = Timer(SECONDS_OF_SILENCE, self._stop)
            timer.start()
            try:
                head = self.child.stdout.readline()
                row: Row = json.loads(head) if head.endswith(b"\n") else {}
                data = self.child.stdout.read(row.get("bytes", 0))
            finally:
                timer.cancel()
            if not row or len(data) < row.get("bytes", 0):
                break
            if "error" in row:
                raise DocumentError(f"{self.path.name}: {row['error']}")
            yield row, data
        self.child.wait()
        if self.late or self.child.returncode == -signal.SIGXCPU:
            self.why = "melebihi batas waktu"
        else:
            self.why = "melebihi batas memori atau isinya rusak"

    def _stop(self) -> None:
        self.late = True
        self.child.kill()


@contextmanager
def _child(mode: str, path: Path, argument: str) -> Iterator[_Answers]:
    command = [sys.executable, "-m", "ingest.pdf_child", mode, str(path), argument]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield _Answers(path, child)
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
