"""``rujukan keys``, ``audience``, ``correct``, ``remove``, ``audit log``: what they print, record and refuse."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from small_documents import NEW, set_pdf

import ingest.pipeline
import kb.search
from api import cli
from api.acts import read_acts
from api.keys import find_key
from api.ledger import Ledger
from kb.store import open_store

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors


@pytest.fixture
def data(two_regulations: Path, tmp_path: Path) -> Path:
    shutil.copytree(two_regulations / "data", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def rujukan(data: Path, letters: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs ``rujukan --data ... ARGUMENTS``; exit code, output, errors."""
    monkeypatch.setattr(kb.search, "load_embedder", lambda model, data: letters)
    monkeypatch.setattr(ingest.pipeline, "load_embedder", lambda model, data: letters)

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rujukan", "--data", str(data), *map(str, arguments)])
        try:
            cli.main()
            code: Any = 0
        except SystemExit as end:
            code = end.code or 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@time_machine.travel(datetime(2030, 3, 1, 12, tzinfo=UTC), tick=False)
def test_a_key_from_making_to_revoking(rujukan: Any, data: Path) -> None:
    code, out, _ = rujukan("keys", "add", "--name", "bu rini", "--role", "librarian", "--days", 30, "--json")
    made = json.loads(out)
    assert (code, made["role"], made["audience"], made["expires"]) == (0, "librarian", "internal", "2030-03-31")
    assert find_key(Ledger(data), made["token"]) is not None
    code, out, _ = rujukan("keys", "add", "--name", "umum")
    assert find_key(Ledger(data), out.strip()) is not None

    _, out, _ = rujukan("keys", "list", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["name"], row["valid"]) for row in rows] == [("bu rini", True), ("umum", True)]
    assert "rjk_" not in out
    assert rujukan("keys", "revoke", "bu rini")[0] == 0
    assert find_key(Ledger(data), made["token"]) is None
    code, _, err = rujukan("keys", "revoke", "bu rini")
    assert (code, "tidak ada kunci bu rini" in err) == (1, True)
    code, _, err = rujukan("keys", "add", "--name", "x", "--days", 3, "--expires", "2031-01-01")
    assert (code, "jangan keduanya" in err) == (2, True)
    assert [act.act for act in read_acts(Ledger(data))] == ["key_added", "key_added", "key_revoked"]
    assert "rjk_" not in str(read_acts(Ledger(data)))


def test_documents_are_kept_for_whom_they_are(rujukan: Any, data: Path, tmp_path: Path) -> None:
    secret = set_pdf(tmp_path / "dalam.pdf", NEW.replace("NOMOR 2", "NOMOR 3"))
    assert rujukan("ingest", secret, "--audience", "internal", "--json")[0] == 0
    assert rujukan("audience")[1].split() == ["pp-3-2021"]
    assert rujukan("audience", "pp-3-2021", "publik")[1] == "pp-3-2021: publik\n"
    assert rujukan("audience", "pp-1-2020", "internal", "--json")[0] == 0
    with open_store(data) as store:
        assert store.internal() == {"pp-1-2020"}
    assert rujukan("audience", "pp-9-1999", "internal")[0] == 1
    assert rujukan("audience", "pp-1-2020")[0] == 2
    assert rujukan("audience", "pp-1-2020", "rahasia")[0] == 2


def test_corrections(rujukan: Any) -> None:
    code, out, _ = rujukan("correct", "pp-1-2020", "--title", "Jam Kerja Lama", "--alias", "pp jam", "--json")
    assert code == 0
    assert json.loads(out)["corrections"] == {"aliases": ["pp jam"], "title": "Jam Kerja Lama"}
    code, out, _ = rujukan("correct", "pp-1-2020", "--undo", "title", "--undo", "aliases")
    assert out == "pp-1-2020: tanpa koreksi\n"
    code, _, err = rujukan("correct", "pp-1-2020", "--status", "berlaku")
    assert (code, "alasan" in err) == (1, True)
    assert rujukan("correct", "pp-1-2020")[0] == 2
    assert rujukan("correct", "pp-1-2020", "--enacted", "kemarin")[0] == 2
    assert rujukan("correct", "pp-9-1999", "--title", "x")[0] == 1


def test_removal_and_its_record(rujukan: Any, data: Path) -> None:
    code, out, _ = rujukan("remove", "pp-1-2020", "--json")
    assert (code, json.loads(out)) == (0, {"regulation": "pp-1-2020", "result": "removed"})
    assert rujukan("show", "pp-1-2020/pasal-1")[0] == 1
    assert rujukan("remove", "pp-1-2020")[0] == 1
    code, out, err = rujukan("audit", "log", "--json")
    acts = [json.loads(line) for line in out.splitlines()]
    assert [(act["who"], act["act"], act["object"]) for act in acts] == [("cli", "document_removed", "pp-1-2020")]
    assert "rantai utuh" in err
    assert rujukan("audit", "log", "--noted", acts[0]["hash"])[0] == 0
    code, _, err = rujukan("audit", "log", "--noted", "0" * 64)
    assert (code, "tidak ada lagi" in err) == (1, True)


def test_what_is_taken_in_and_accepted_is_recorded(rujukan: Any, data: Path, tmp_path: Path) -> None:
    gaps = set_pdf(tmp_path / "celah.pdf", NEW.replace("NOMOR 2", "NOMOR 4").replace("Pasal 2\n", "Pasal 4\n"))
    rujukan("ingest", gaps)
    rujukan("ingest", gaps)  # still held, recorded again
    rujukan("accept", "pp-4-2021", "--note", "diperiksa")
    acts = [(act.act, act.object, act.detail.get("result"), act.detail.get("note")) for act in read_acts(Ledger(data))]
    assert acts[0] == ("document_added", "pp-4-2021", "quarantined", None)
    assert acts[-1] == ("document_accepted", "pp-4-2021", None, "diperiksa")


def test_an_act_is_read_by_people(rujukan: Any) -> None:
    rujukan("audience", "pp-1-2020", "internal")
    _, out, _ = rujukan("audit", "log", "--last", 1)
    assert "cli: sasaran pembaca ditetapkan: pp-1-2020  audience: internal" in out
