"""The commands for drafters: JSON lines, files, what people read."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from discipline_documents import DRAFT

import kb.search
from api import cli

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
KEYS = "Pegawai wajib menyimpan kunci kantor dengan sebaik-baiknya."
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def rujukan(
    discipline_data: Path, letters: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs ``rujukan ARGUMENTS`` over the made-up regulations; its exit code and what it printed."""
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["rujukan", "--data", str(discipline_data), *map(str, arguments)])
        try:
            cli.main()
            code: Any = 0
        except SystemExit as end:
            code = end.code or 0
        return code, capsys.readouterr().out

    return run


def rows(said: tuple[int, str]) -> list[dict[str, Any]]:
    assert said[0] == 0
    return [json.loads(line) for line in said[1].splitlines()]


def test_one_clause_and_a_batch(rujukan: Run, tmp_path: Path) -> None:
    (one,) = rows(rujukan("precedents", KEYS, "-k", 2, "--json"))
    assert (one["clause"], len(one["passages"])) == (KEYS, 2)
    (tmp_path / "k.tsv").write_text(f"id\tclause\np1\t{KEYS}\np2\tApel pagi.\n")
    batch = rows(rujukan("precedents", "--clauses", tmp_path / "k.tsv"))
    assert [row["id"] for row in batch] == ["p1", "p2"]
    assert batch[0]["passages"][:2] == one["passages"]


def test_a_draft_a_line_a_clause_and_as_a_file(rujukan: Run, tmp_path: Path) -> None:
    draft = tmp_path / "r.txt"
    draft.write_text(DRAFT)
    assert [row["label"] for row in rows(rujukan("precedents", draft, "--json"))][:2] == [
        "Pasal 1 angka 1",
        "Pasal 1 angka 2",
    ]
    assert rujukan("precedents", draft, "--out", tmp_path / "x.md") == (0, "")
    assert "Dasar hukum yang disarankan" in (tmp_path / "x.md").read_text()
    assert rujukan("precedents", draft, "--out", tmp_path / "x.odt")[0] == 2
    assert rujukan("precedents", draft, "--out", tmp_path / "tiada" / "x.md")[0] == 1
    assert rujukan("precedents")[0] == 2
    assert rujukan("precedents", KEYS, "--clauses", draft)[0] == 2


def test_what_people_read(rujukan: Run, tmp_path: Path) -> None:
    _, said = rujukan("precedents", KEYS, "-k", 1)
    assert "PP Nomor 4 Tahun 2021 Pasal 1 huruf a tentang DISIPLIN PEGAWAI (tidak diketahui, berasal dari" in said
    assert "{+dan mengembalikannya+}" in said
    (tmp_path / "r.txt").write_text(DRAFT)
    assert "PP Nomor 4 Tahun 2021 Pasal 11: Peraturan Bupati" in rujukan("bases", tmp_path / "r.txt")[1]
    _, lineage = rujukan("lineage", "pp-3-2010", "pp-4-2021", "--diff")
    assert "Pasal 7 ← pp-3-2010 2, 1.00" in lineage
    _, ladder = rujukan("ladder")
    assert "Pasal 10 tidak ada atau tidak terbaca" in ladder
    assert "PP Nomor 4 Tahun 2021 Pasal 19 huruf c tidak ada" in ladder
    _, audit = rujukan("audit", "basis")
    assert "Perbup Sleman Nomor 5 Tahun 2012 Mengingat angka 2" in audit


def test_json_of_the_others(rujukan: Run, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(DRAFT)
    assert rows(rujukan("bases", tmp_path / "r.txt", "--json"))[0]["regulation"] == "pp-4-2021"
    lineage = rows(rujukan("lineage", "pp-3-2010", "pp-4-2021", "--json"))
    assert lineage[0]["family"][0]["path"] == "pp-3-2010/pasal-1"
    assert lineage[-1]["alone"]
    assert rows(rujukan("ladder", "pp-4-2021", "--json"))[0]["regulation"] == "pp-4-2021"
    assert rows(rujukan("audit", "basis", "--json"))[0]["cited"] == "pp-3-2010"
    assert rujukan("lineage", "pp-3-2010", "pp-9-1999")[0] == 1
