"""Verification: whole collections are called whole, and every kind of damage is named."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from kb.verify import verify_collection


@pytest.fixture
def data(tmp_path: Path, two_regulations: Path) -> Path:
    shutil.copytree(two_regulations / "data", tmp_path / "data")
    return tmp_path / "data"


def sql(data: Path, *steps: str) -> None:
    with closing(sqlite3.connect(data / "rujukan.sqlite")) as connection:
        for step in steps:
            connection.execute(step)
        connection.commit()


def first(data: Path, pattern: str) -> Path:
    return next(iter(sorted(data.glob(pattern))))


def test_a_whole_collection(data: Path) -> None:
    findings = list(verify_collection(data))
    assert not any(finding.problem for finding in findings)
    checked = {finding.part: finding.checked for finding in findings}
    assert checked["sources"] == 2
    assert checked["provisions"] > checked["chunks"] > 2
    ran = CliRunner().invoke(app, ["--data", str(data), "verify"])
    assert (ran.exit_code, ran.stdout.splitlines()[-1]) == (0, "Utuh.")


DAMAGE: list[tuple[str, Callable[[Path], object], str]] = [
    ("sources", lambda data: first(data, "sources/*").unlink(), "hilang"),
    ("sources", lambda data: first(data, "sources/*").write_bytes(b"%PDF-"), "berubah isinya"),
    ("provisions", lambda data: sql(data, "DELETE FROM provisions WHERE path LIKE '%/ayat-1'"), "induknya|bersambung"),
    (
        "provisions",
        lambda data: sql(data, "UPDATE provisions SET text = 'lain' WHERE path LIKE '%/ayat-1'"),
        "tidak ada",
    ),
    ("chunks", lambda data: sql(data, "UPDATE chunks SET embedding_text = 'lain' WHERE position = 0"), "sidiknya"),
    ("chunks", lambda data: sql(data, "DELETE FROM embeddings WHERE rowid = 1"), "1 kutipan belum mempunyai vektor"),
    ("index", lambda data: first(data, "generations/1/words/bm25/*").write_bytes(b"x"), "generasi 1: words/bm25/"),
    ("index", lambda data: first(data, "generations/1/spelling/*").unlink(), "tidak dapat dibaca"),
    ("index", lambda data: (data / "generations/CURRENT").unlink(), "generasi None tidak dapat dipakai"),
    ("index", lambda data: (data / "generations/1/chroma/chroma.sqlite3").write_bytes(b""), "berukuran 0"),
    ("index", lambda data: shutil.rmtree(data / "generations"), "Belum ada indeks"),
    ("index", lambda data: sql(data, "DELETE FROM chunks WHERE position = 0"), "usang"),
    ("rujukan.sqlite", lambda data: sql(data, "DELETE FROM documents WHERE regulation = 'pp-1-2020'"), "menunjuk"),
    ("service.sqlite", lambda data: (data / "service.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 200), "dibaca"),
    ("receipt.key", lambda data: (data / "receipt.key").write_text("bukan kunci"), "bukan kunci"),
]


@pytest.mark.parametrize(("part", "hurt", "said"), DAMAGE)
def test_damage_is_named(data: Path, part: str, hurt: Callable[[Path], object], said: str) -> None:
    hurt(data)
    found = [finding.problem for finding in verify_collection(data) if finding.part == part and finding.problem]
    assert found
    assert any(re.search(said, problem) for problem in found), found


def test_a_damaged_page_of_the_store(data: Path) -> None:
    file = data / "rujukan.sqlite"
    content = bytearray(file.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    file.write_bytes(bytes(content))
    assert any(finding.problem and finding.part == "rujukan.sqlite" for finding in verify_collection(data))


def test_problems_are_an_exit_code(data: Path) -> None:
    first(data, "sources/*").unlink()
    ran = CliRunner().invoke(app, ["--data", str(data), "verify", "--json"])
    assert ran.exit_code == 1
    assert '"part": "sources"' in ran.stdout
