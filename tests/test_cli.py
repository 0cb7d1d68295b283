"""The ``rujukan`` command over two tiny regulations: JSON lines, what people read, errors and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from small_documents import NEW, set_pdf

import ingest.pipeline
import kb.search
from api import cli
from api.group import arrange

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
PASSAGE = set("rank score regulation path label title status pages boxes text verbatim pictures".split())
ANSWER = set("question answer found confidence refusal passages warnings mode beside related about relations".split())
REPORT = set(
    "file regulation title status pages scanned_pages pasal_found pasal_missing chunks seconds result error".split()
)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Standard output, every line of which must be one JSON object."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def anywhere(letters: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``rujukan ARGUMENTS`` through its entry point, with the fake embedder."""
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    monkeypatch.setattr(ingest.pipeline, "load_embedder", lambda model, data: letters)
    monkeypatch.delenv("RUJUKAN_DATA", raising=False)

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["rujukan", *map(str, arguments)])
        try:
            cli.main()
            code: Any = 0
        except SystemExit as end:
            code = end.code or 0
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def rujukan(anywhere: Run, two_regulations: Path) -> Run:
    """Runs ``rujukan --data ... ARGUMENTS`` over the two regulations."""
    return lambda *arguments: anywhere("--data", two_regulations / "data", *arguments)


def test_ingest_prints_a_json_line_a_file_and_goes_on_after_a_bad_one(anywhere: Run, tmp_path: Path) -> None:
    good = set_pdf(tmp_path / "baik.pdf", NEW)
    (tmp_path / "buruk.pdf").write_bytes(b"bukan pdf")
    ran = anywhere("--data", tmp_path / "data", "ingest", good, tmp_path / "buruk.pdf", "--json")
    assert ran.code == 1
    taken, failed = ran.rows
    assert taken.keys() >= REPORT
    assert (taken["regulation"], taken["result"], taken["error"]) == ("pp-2-2021", "ingested", None)
    assert failed["result"] == "failed"
    assert "buruk.pdf" in failed["error"]
    again = anywhere("--data", tmp_path / "data", "ingest", good, "--json")
    assert (again.code, again.rows[0]["result"]) == (0, "unchanged")
    plain = anywhere("--data", tmp_path / "data", "ingest", good)
    assert "tidak berubah" in plain.out


def test_ingest_of_an_empty_folder_says_so(anywhere: Run, tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    ran = anywhere("--data", tmp_path / "data", "ingest", tmp_path / "kosong")
    assert ran.code == 1
    assert "Tidak ada berkas PDF" in ran.err


def test_outline_is_in_document_order(rujukan: Run) -> None:
    ran = rujukan("outline", "pp-2-2021", "--json")
    assert ran.code == 0
    assert all(row.keys() >= {"path", "label", "pages", "text"} for row in ran.rows)
    paths = [row["path"] for row in ran.rows]
    assert paths.index("pp-2-2021/pasal-1/ayat-2/huruf-a") < paths.index("pp-2-2021/pasal-2")
    assert "huruf-a" in rujukan("outline", "pp-2-2021").out


@pytest.mark.parametrize("name", ["pp-2-2021/pasal-1/ayat-1", "PP Nomor 2 Tahun 2021 Pasal 1 ayat (1)"])
def test_show_takes_path_or_label(rujukan: Run, name: str) -> None:
    (row,) = rujukan("show", name, "--json").rows
    assert (row["path"], row["status"]) == ("pp-2-2021/pasal-1/ayat-1", "berlaku")
    assert "waktu setempat" in row["penjelasan"]["text"]
    assert row["relations"][0]["object"] == "pp-1-2020"
    out = rujukan("show", name).out
    assert "waktu setempat" in out
    assert "PP Nomor 2 Tahun 2021 Pasal 2 mencabut PP Nomor 1 Tahun 2020" in out


def test_search_prints_passages(rujukan: Run) -> None:
    (row,) = rujukan("search", "jam kerja", "-k", "2", "--json").rows
    assert [p["rank"] for p in row["passages"]] == [1, 2]
    assert all(p.keys() == PASSAGE for p in row["passages"])
    assert "PP Nomor 2 Tahun 2021" in rujukan("search", "jam kerja").out
    assert rujukan("search", "jam kerja", "--kind", "uu", "--json").rows[0]["passages"] == []


def test_ask_prints_an_answer(rujukan: Run) -> None:
    (row,) = rujukan("ask", "isi pasal 1 ayat 1 pp 2 tahun 2021", "--json").rows
    assert row.keys() == ANSWER
    assert row["passages"][0].keys() == PASSAGE | {"quote"}
    assert "pukul delapan" in row["passages"][0]["quote"]
    assert "pukul delapan" in rujukan("ask", "isi pasal 1 ayat 1 pp 2 tahun 2021").out


@pytest.mark.parametrize(("command", "option"), [("search", "--queries"), ("ask", "--questions")])
def test_batch_prints_a_line_a_row(rujukan: Run, tmp_path: Path, command: str, option: str) -> None:
    table = tmp_path / "tanya.tsv"
    table.write_text('id\tquestion\nq1\tjam kerja "pegawai"\nq2\tpasal 2 pp 2 tahun 2021\n', encoding="utf-8-sig")
    ran = rujukan(command, option, table, "--json")
    assert [row["id"] for row in ran.rows] == ["q1", "q2"]
    assert ran.rows[0].get("query", ran.rows[0].get("question")) == 'jam kerja "pegawai"'


def test_evaluate_gives_figures(rujukan: Run, tmp_path: Path) -> None:
    table = tmp_path / "tanya.tsv"
    table.write_text(
        "id\tquestion\tgold\tstyle\ttopic\nq1\tisi pasal 1 pp 2 tahun 2021\tpp-2-2021/pasal-1\tlookup\tetika\n",
        encoding="utf-8",
    )
    ran = rujukan("evaluate", table, "--json")
    assert ran.code == 0
    (figures,) = ran.rows
    assert "ndcg" in json.dumps(figures).lower()


def test_status_says_what_is_stored(rujukan: Run) -> None:
    (row,) = rujukan("status", "--json").rows
    assert (row["regulations"], row["index"]) == (2, "segar")
    assert rujukan("status").code == 0


def test_version(rujukan: Run) -> None:
    assert rujukan("version").out.strip() == "0.1.0"
    assert rujukan("version", "--json").rows == [{"version": "0.1.0"}]


@pytest.mark.parametrize("text", ["apa isi [/b] pasal 1 pp 2 tahun 2021", "[red]jam kerja[/]"])
def test_brackets_in_a_question_are_just_brackets(rujukan: Run, text: str) -> None:
    assert rujukan("search", text).code == 0
    ran = rujukan("ask", text)
    assert ran.code == 0
    assert text in " ".join(ran.out.split())


def test_data_and_json_may_stand_anywhere(anywhere: Run, two_regulations: Path) -> None:
    data = two_regulations / "data"
    for arguments in (
        ("--json", "--data", data, "search", "jam kerja"),
        ("search", "jam kerja", "--data", data, "--json"),
        ("search", f"--data={data}", "--json", "jam kerja"),
    ):
        ran = anywhere(*arguments)
        assert ran.code == 0, ran.err
        assert ran.rows[0]["passages"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("search x --json --data d", "--data d search x --json"),
        ("--json search x", "search --json x"),
        ("--json --data=d corpus fetch", "--data=d corpus fetch --json"),  # a command of a command
        ("ask x --model m", "--model m ask x"),
        ("search -- --data", "search -- --data"),  # a query that looks like an option
        ("--json", "--json"),
        ("--data", "--data"),  # without its value: typer complains
        ("", ""),
    ],
)
def test_general_options_are_put_in_place(written: str, read: str) -> None:
    assert arrange(written.split(), {"corpus"}) == read.split()


def test_data_comes_from_the_environment(anywhere: Run, two_regulations: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUJUKAN_DATA", str(two_regulations / "data"))
    assert anywhere("status", "--json").rows[0]["regulations"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("outline", "pp-1-1900"), "pp-1-1900 tidak ada di koleksi"),
        (("show", "pp-2-2021/pasal-99"), "PP Nomor 2 Tahun 2021 Pasal 99"),
        (("show", "entah apa"), "entah apa"),
        (("search", "--queries", "tidak-ada.tsv"), "tidak-ada.tsv"),
    ],
)
def test_error_is_one_line_on_standard_error(rujukan: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = rujukan(*arguments, "--json")
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.strip().splitlines()
    assert said in line


def test_no_collection_is_one_line(anywhere: Run, tmp_path: Path) -> None:
    ran = anywhere("--data", tmp_path / ("folder-yang-panjang-" * 6), "ask", "cuti")
    assert ran.code == 1
    (line,) = ran.err.strip().splitlines()  # not folded at 80 columns
    assert "Belum ada koleksi" in line


def test_table_of_another_encoding_is_an_error(rujukan: Run, tmp_path: Path) -> None:
    (tmp_path / "tanya.tsv").write_bytes("id\tquestion\nq1\tcuti\xe9\n".encode("latin-1"))
    ran = rujukan("search", "--queries", tmp_path / "tanya.tsv")
    assert ran.code == 1
    assert "tanya.tsv" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask",), "pertanyaan"),
        (("outline",), "belum ditulis"),
        (("ask", "cuti", "--as-of", "kemarin"), "--as-of: tulis tanggal"),
        (("search", "cuti", "-k", "0"), "-k: melewati batas 1"),
        (("search", "cuti", "-k", "x"), "-k: harus bilangan bulat"),
        (("ask", "cuti", "tahunan"), "tahunan"),
        (("search", "cuti", "--entah"), "--entah"),
        (("entah",), "entah"),
    ],
)
def test_wrong_use_exits_with_2(rujukan: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = rujukan(*arguments)
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.strip().splitlines()
    assert said in line


def test_command_line_starts_without_heavy_vendors() -> None:
    heavy = ("chromadb", "torch", "sentence_transformers", "fastapi", "langchain_core", "bm25s", "pypdfium2")
    code = f"import sys, api.cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
