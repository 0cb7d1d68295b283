"""The guides: the committed PDFs are what the Markdown sets, read back whole, and cite articles that exist."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ingest.clean import clean_pages
from ingest.metadata import read_metadata
from ingest.pdf import read_pages
from ingest.structure import parse_provisions
from ingest.typeset import read_guide, set_folder, set_guide
from kb.citation import FoundCitation, find_citations
from kb.types import DocumentError

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
GUIDES = sorted((CORPUS / "panduan").glob("*.md"))
HEAD = "---\nnumber: 7\nyear: 2026\ntitle: Uji\nshort: Panduan Uji\nstatus: Contoh uji saja\n---\n"


def articles_of(path: Path) -> dict[str, str]:
    """Words of each Pasal of a guide, by heading."""
    found: dict[str, str] = {}
    article = ""
    for block in read_guide(path.read_text(encoding="utf-8")).blocks:
        article = block.mark if block.kind == "pasal" else article
        if block.kind not in ("pasal", "bab"):
            found[article] = found.get(article, "") + f"{block.mark} {block.words}\n"
    return found


def cited(words: str) -> list[FoundCitation]:
    return [found for line in words.split("\n") for found in find_citations(line)]


def test_six_guides_and_their_pdfs_are_committed() -> None:
    numbers = [read_guide(path.read_text(encoding="utf-8")).number for path in GUIDES]
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert {p.name for p in (CORPUS / "pdf").glob("panduan-*.pdf")} == {f"panduan-{n}-2026.pdf" for n in numbers}


def test_committed_pdfs_are_what_the_markdown_sets(tmp_path: Path) -> None:
    for written in set_folder(CORPUS / "panduan", tmp_path):
        assert written.read_bytes() == (CORPUS / "pdf" / written.name).read_bytes(), written.name


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_every_unit_of_a_guide_is_read_back(path: Path) -> None:
    guide = read_guide(path.read_text(encoding="utf-8"))
    pdf = CORPUS / "pdf" / guide.file_name
    clean = clean_pages(read_pages(pdf))
    regulation = read_metadata(clean.text, pdf.name)
    assert (regulation.id, regulation.title) == (f"panduan-{guide.number}-{guide.year}", guide.title.upper())
    assert guide.short not in clean.text
    assert guide.status not in clean.text
    provisions = [
        (p.kind, p.path.rsplit("-", 1)[1], " ".join(clean.text[p.start : p.own_end].split()))
        for p in parse_provisions(clean, regulation.id)
        if p.kind in ("bab", "pasal", "ayat", "huruf", "angka")
    ]
    expected: list[tuple[str, str, str]] = []
    for block in guide.blocks:
        if block.kind == "teks":  # plain words stand under the heading before them
            kind, value, words = expected.pop()
            expected.append((kind, value, f"{words} {block.words}"))
        else:
            value = re.sub(r"Pasal |BAB |[().]", "", block.mark).lower()
            words = block.words.upper() if block.kind == "bab" else block.words
            expected.append((block.kind, value, f"{block.mark} {words}".strip()))
    assert provisions == expected


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_every_article_but_the_last_cites_an_official_one(path: Path) -> None:
    articles = articles_of(path)
    assert 10 <= len(articles) <= 16
    *rules, last = articles.values()
    assert [
        a for a, words in list(articles.items())[:-1] if not any(f.citation.value("pasal") for f in cited(words))
    ] == []
    assert all(f.citation.regulation for words in rules for f in cited(words))
    assert "bukan naskah resmi" in last


def test_cited_articles_exist(shared_data: Path) -> None:
    missing: list[str] = []
    checked = 0
    for path in GUIDES:
        for found in (f for words in articles_of(path).values() for f in cited(words)):
            truth = shared_data / "truth" / f"{found.citation.regulation}.truth.json"
            if not found.citation.value("pasal") or not truth.exists():
                continue
            units = json.loads(truth.read_text(encoding="utf-8"))["units"]
            known = {unit["path"].lower() for unit in units if unit["kind"] == "pasal"}
            checked += 1
            if f"isi/pasal-{found.citation.value('pasal')}".lower() not in known:
                missing.append(f"{path.name}: {found.citation.label}")
    assert missing == []
    assert checked > 200


def test_no_line_begins_with_a_piece_of_a_citation(tmp_path: Path) -> None:
    citation = "(PP Nomor 94 Tahun 2021 Pasal 11 ayat (2) huruf d angka 1)"
    body = "\n".join(f"({n}) {'a' * n} {citation} {citation} {citation}" for n in range(1, 40))
    pdf = tmp_path / "uji.pdf"
    pdf.write_bytes(set_guide(read_guide(HEAD + "## BAB I Uji\n### Pasal 1\n" + body)))
    lines = [line.text for page in read_pages(pdf) for line in page.lines]
    assert [line for line in lines if re.match(r"Pasal \d+ |\(2\) huruf|\d+ ayat|d angka|\d+\)", line)] == []
    assert sum(line.count("PP Nomor 94 Tahun 2021 Pasal 11") for line in lines) == 39 * 3


@pytest.mark.parametrize(
    "text",
    ["", "# Uji\n", HEAD.replace("short: Panduan Uji\n", ""), HEAD.replace(": 7", ": tujuh"), HEAD + "#### Pasal 1\n"],
)
def test_a_guide_out_of_form_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        read_guide(text)


def test_set_folder_names_the_file_at_fault(tmp_path: Path) -> None:
    (tmp_path / "rusak.md").write_text("tanpa kepala", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"rusak\.md"):
        set_folder(tmp_path, tmp_path / "pdf")
