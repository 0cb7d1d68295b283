"""Downloading against a real server on the loopback: whole, broken off, too large, not a PDF, changed, missing."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from ingest.fetch import HASHES, fetch_documents
from kb.types import DocumentError, Regulation

PDF = b"\n%PDF-1.4\n" + bytes(range(256)) * 400 + b"\n%%EOF\n"  # real files may begin with a newline


@dataclass
class Site:
    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    ranges: list[str] = field(default_factory=list)  # the Range header of each request, "" where none
    honours_range: bool = True
    breaks_off_after: int | None = None
    states_length: bool = True


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            here.ranges.append(wanted)
            body = here.files.get(self.path)
            if body is None:
                self.send_error(404)
                return
            start = int(match[1]) if (match := re.fullmatch(r"bytes=(\d+)-", wanted)) and here.honours_range else 0
            if start and start >= len(body):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(body)}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            if here.states_length:
                self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            self.wfile.write(body[start : here.breaks_off_after])

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        here.address = f"http://127.0.0.1:{server.server_port}"
        yield here
        server.shutdown()
        thread.join()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=10) as http:
        yield http


def regulation(site: Site, identifier: str = "pp-94-2021", file: str = "/a.pdf") -> Regulation:
    kind, number, year = identifier.split("-")
    url = site.address + file if file else ""
    return Regulation(id=identifier, kind=kind, number=number, year=int(year), title="Disiplin", pdf_url=url)


def test_a_first_fetch_records_the_hash_and_a_second_asks_nobody(
    site: Site, client: httpx.Client, tmp_path: Path
) -> None:
    site.files["/a.pdf"] = PDF
    first = fetch_documents([regulation(site)], tmp_path / "unduhan", client=client)
    assert first == [{"regulation": "pp-94-2021", "file": "pp-94-2021.pdf", "result": "fetched", "error": ""}]
    assert (tmp_path / "unduhan" / "pp-94-2021.pdf").read_bytes() == PDF
    hashes = json.loads((tmp_path / "unduhan" / HASHES).read_text())
    assert hashes == {"pp-94-2021.pdf": hashlib.sha256(PDF).hexdigest()}
    assert sorted(p.name for p in (tmp_path / "unduhan").iterdir()) == ["pp-94-2021.pdf", HASHES]
    (second,) = fetch_documents([regulation(site)], tmp_path / "unduhan", client=client)
    assert (second["result"], len(site.ranges)) == ("unchanged", 1)


def test_a_broken_download_goes_on_where_it_ended(site: Site, client: httpx.Client, tmp_path: Path) -> None:
    site.files["/a.pdf"] = PDF
    (tmp_path / "pp-94-2021.pdf.part").write_bytes(PDF[:5000])
    (row,) = fetch_documents([regulation(site)], tmp_path, client=client)
    assert row["result"] == "fetched"
    assert site.ranges == ["bytes=5000-"]
    assert (tmp_path / "pp-94-2021.pdf").read_bytes() == PDF


def test_a_server_without_ranges_is_read_from_the_beginning(site: Site, client: httpx.Client, tmp_path: Path) -> None:
    site.files["/a.pdf"], site.honours_range = PDF, False
    (tmp_path / "pp-94-2021.pdf.part").write_bytes(b"something else" * 100)
    (row,) = fetch_documents([regulation(site)], tmp_path, client=client)
    assert row["result"] == "fetched"
    assert (tmp_path / "pp-94-2021.pdf").read_bytes() == PDF


def test_a_part_that_is_whole_already_becomes_the_file(site: Site, client: httpx.Client, tmp_path: Path) -> None:
    site.files["/a.pdf"] = PDF
    (tmp_path / "pp-94-2021.pdf.part").write_bytes(PDF)
    (row,) = fetch_documents([regulation(site)], tmp_path, client=client)
    assert row["result"] == "fetched"
    assert (tmp_path / "pp-94-2021.pdf").read_bytes() == PDF


def test_a_connection_that_breaks_leaves_the_part_for_next_time(
    site: Site, client: httpx.Client, tmp_path: Path
) -> None:
    site.files["/a.pdf"], site.breaks_off_after = PDF, 70_000
    (row,) = fetch_documents([regulation(site)], tmp_path, client=client)
    assert row["result"] == "failed"
    assert not (tmp_path / "pp-94-2021.pdf").exists()
    part = (tmp_path / "pp-94-2021.pdf.part").read_bytes()
    assert part
    assert PDF.startswith(part)
    site.breaks_off_after = None
    (row,) = fetch_documents([regulation(site)], tmp_path, client=client)
    assert row["result"] == "fetched"
    assert site.ranges[-1] == f"bytes={len(part)}-"
    assert (tmp_path / "pp-94-2021.pdf").read_bytes() == PDF


@pytest.mark.parametrize("states_length", [True, False])
def test_a_file_over_the_cap_is_refused_and_not_kept(
    site: Site, client: httpx.Client, tmp_path: Path, states_length: bool
) -> None:
    site.files["/a.pdf"], site.states_length = PDF, states_length
    (row,) = fetch_documents([regulation(site)], tmp_path, cap_bytes=len(PDF) - 1, client=client)
    assert row["result"] == "failed"
    assert "lebih besar" in row["error"]
    assert list(tmp_path.iterdir()) == []
    (row,) = fetch_documents([regulation(site)], tmp_path, cap_bytes=len(PDF), client=client)
    assert row["result"] == "fetched"


def test_a_web_page_in_place_of_the_pdf_is_refused(site: Site, client: httpx.Client, tmp_path: Path) -> None:
    site.files["/a.pdf"] = b"<!doctype html><title>Masuk</title>" + b" " * 2000 + b"%PDF-"
    (row,) = fetch_documents([regulation(site)], tmp_path, client=client)
    assert (row["result"], row["file"]) == ("failed", "")
    assert "bukan PDF" in row["error"]
    assert list(tmp_path.iterdir()) == []


def test_what_changed_since_the_first_fetch_is_noticed(site: Site, client: httpx.Client, tmp_path: Path) -> None:
    site.files["/a.pdf"] = PDF
    fetch_documents([regulation(site)], tmp_path, client=client)
    (tmp_path / "pp-94-2021.pdf").write_bytes(PDF + b"x")  # changed here
    (row,) = fetch_documents([regulation(site)], tmp_path, client=client)
    assert row["result"] == "failed"
    assert "berbeda" in row["error"]
    (tmp_path / "pp-94-2021.pdf").unlink()
    site.files["/a.pdf"] = PDF + b"y"  # changed at the publisher's
    (row,) = fetch_documents([regulation(site)], tmp_path, client=client)
    assert row["result"] == "failed"
    assert "berbeda" in row["error"]
    assert [p.name for p in tmp_path.iterdir()] == [HASHES]


def test_the_others_are_fetched_after_a_failure(site: Site, client: httpx.Client, tmp_path: Path) -> None:
    site.files["/a.pdf"] = PDF
    wanted = [
        regulation(site, "pp-1-2001", "/tidak-ada.pdf"),
        regulation(site, "pp-2-2001", ""),
        Regulation(id="pp-3-2001", kind="pp", number="3", year=2001, title="", pdf_url="http://127.0.0.1:1/a.pdf"),
        Regulation(id="pp-4-2001", kind="pp", number="4", year=2001, title="", pdf_url="bukan alamat"),
        regulation(site, "pp-5-2001"),
    ]
    rows = fetch_documents(wanted, tmp_path, client=client)
    assert [row["result"] for row in rows] == ["failed", "skipped", "failed", "failed", "fetched"]
    assert "404" in rows[0]["error"]
    assert [bool(row["error"]) for row in rows] == [True, False, True, True, False]


def test_a_damaged_list_of_hashes_is_named(tmp_path: Path) -> None:
    (tmp_path / HASHES).write_text("{")
    with pytest.raises(DocumentError, match=HASHES):
        fetch_documents([], tmp_path)
