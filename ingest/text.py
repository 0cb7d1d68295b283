"""One text file in (plain or markdown), its pages out: for archives that keep regulations as text, without PDFs.

Lines come as they stand, with boxes of no size, since a text has no paper; a form feed starts a page. Of markdown
only the marks are taken away (link targets, ``#``, ``>``, ``**``), never a word.

Does not do: tables, HTML, files of other encodings than UTF-8 and Windows-1252; drop heads and feet (``ingest.clean``).
"""

from __future__ import annotations

import re
from pathlib import Path

from kb.types import DocumentError, Line, Page

SUFFIXES = (".md", ".txt")
MARKDOWN = (  # mark, what stays of it
    (
        re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()\s]*\))*\)"),
        r"\1",
    ),  # link or picture: its words
    (re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?)+", re.M), ""),  # heading, quotation
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"\1"),  # bold
    (re.compile(r"(?<![\w_])__(?=\S)(.+?)(?<=\S)__(?![\w_])"), r"\1"),
)
NO_BOX = (0.0, 0.0, 0.0, 0.0)


def read_text(path: Path) -> list[Page]:
    """All pages of the text file at ``path``; DocumentError as ``read_plain_text``."""
    return split_pages(read_plain_text(path), markdown=path.suffix.lower() == ".md")


def read_plain_text(path: Path) -> str:
    """The characters of the text file at ``path``; DocumentError where it cannot be opened, is empty or is no text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path.name}: berkas tidak dapat dibuka ({error.strerror})") from error
    if b"\0" in data:
        raise DocumentError(f"{path.name}: bukan teks")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if not text.strip():
        raise DocumentError(f"{path.name}: berkas kosong")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_pages(text: str, *, markdown: bool = False) -> list[Page]:
    """The pages of a text, lines without trailing blanks, empty lines left out."""
    if markdown:
        for mark, words in MARKDOWN:
            text = mark.sub(words, text)
    pages: list[Page] = []
    for number, sheet in enumerate(text.split("\f"), start=1):
        lines = (re.sub(r"[\s\u00a0\u2000-\u200b]", " ", line).rstrip() for line in sheet.splitlines())
        pages.append(Page(number, 0.0, 0.0, tuple(Line(line, NO_BOX) for line in lines if line.strip())))
    return pages
