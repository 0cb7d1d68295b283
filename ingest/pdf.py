"""One PDF in, its pages out: lines in reading order with boxes, recognised where the file's text is no text.

Everything risky (pypdf, pdfium) runs in a child process (``ingest.bounded`` asks it); which pages must be recognised
is decided by ``ingest.legibility``; ``ingest.ocr`` recognises, two pages at a time.

Does not do: drop running heads (``ingest.clean``), columns set side by side, tables of scanned pages.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from ingest.bounded import Reading, draw_pages, read_texts
from ingest.legibility import (
    Picture,
    Verdict,
    is_garbled,
    is_same_text,
    judge_page,
    known_letters,
    middle_in,
    share_of_page,
    silent_pictures,
)
from ingest.ocr import NothingRecognisedError, RecognitionError, missing_program, recognise_picture
from kb.types import Box, DocumentError, Line, Page

AT_ONCE = 2  # Tesseract processes
NO_WORDS = "hasil pengenalan bukan kata yang dikenal"
CLEARLY_MORE = 1.01  # times the known letters, by which recognised text is preferred to a layer
LEAST_DPI, MOST_DPI = 200, 300  # between these a page is drawn at its pictures' own resolution
DPI_OF_FONTS = 200  # for pages that are drawn, not photographed
AROUND = 6.0  # points shown around a part of a page
SELF_SUFFICIENT = 400  # signs of text by which a page with an unread picture still counts as read


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as the file has it, and what to do with it."""

    page: Page
    pictures: tuple[Picture, ...]
    verdict: Verdict


def read_pages(path: Path) -> list[Page]:
    """All pages of the PDF at ``path``.

    Raises DocumentError, naming file and cause, for what is not a PDF, is locked, damaged, empty or too large, and
    where the reading child dies or runs over its limits on several pages. A page whose content cannot be read (no
    Tesseract on this machine, nothing recognised, limits) has ``trouble`` and no lines; an empty page has neither.
    """
    reads = [_judge(reading) for reading in read_texts(path)]
    wanted = [r for r in reads if r.verdict in (Verdict.RECOGNISE, Verdict.COMPLETE, Verdict.COMPARE)]
    recognised = _recognise(path, wanted)
    return [_choose(r, recognised[r.page.number]) if r.page.number in recognised else r.page for r in reads]


def render_page(path: Path, number: int, scale: float = 2.0) -> bytes:
    """Page ``number`` (1-based) of the PDF at ``path`` as PNG bytes, ``scale`` pixels a point.

    Raises DocumentError where there is no such page or it cannot be drawn.
    """
    for reading in draw_pages(path, {number: 72 * scale}, png=True):
        if not reading.lost:
            return reading.data
    raise DocumentError(f"{path.name}: halaman {number} tidak dapat digambar")


def crop_picture(png: bytes, page: Page, box: Box) -> bytes:
    """The part of a page's picture (PNG) that shows ``box`` (points of the page as shown), with a little around it.

    Raises DocumentError where the box lies outside the page.
    """
    picture = Image.open(io.BytesIO(png))
    x, y = picture.width / page.width, picture.height / page.height
    x0, y0, x1, y1 = box
    left, right = max(0.0, x0 - AROUND), min(page.width, x1 + AROUND)
    top, bottom = max(0.0, page.height - y1 - AROUND), min(page.height, page.height - y0 + AROUND)
    if left >= right or top >= bottom:
        raise DocumentError(f"halaman {page.number}: kotak {box} di luar halaman")
    data = io.BytesIO()
    picture.crop((round(left * x), round(top * y), round(right * x), round(bottom * y))).save(data, "PNG")
    return data.getvalue()


def _judge(reading: Reading) -> _Read:
    row = reading.row
    width, height = row.get("width", 595.0), row.get("height", 842.0)
    if reading.lost:
        trouble = f"halaman tidak dapat dibaca ({reading.lost})"
        return _Read(Page(reading.number, width, height, (), trouble=trouble), (), Verdict.KEEP)
    lines = tuple(Line(text, tuple(box), cell=tuple(cell) if cell else None) for text, box, cell in row["lines"])
    pictures = tuple(Picture(tuple(box), dpi) for box, dpi in row["pictures"])
    verdict = judge_page(lines, pictures, row["shapes"], width, height)
    return _Read(Page(reading.number, width, height, lines), pictures, verdict)


def _dpi(read: _Read) -> float:
    page = read.page
    sharpest = max(
        (p.dpi for p in read.pictures if share_of_page([p.box], page.width, page.height) >= 0.02), default=None
    )
    return DPI_OF_FONTS if sharpest is None else min(MOST_DPI, max(LEAST_DPI, sharpest))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was recognised on a page, or ``why`` nothing usable was; ``looked`` says that Tesseract did its work."""

    lines: tuple[Line, ...] = ()
    why: str = ""
    looked: bool = True


def _recognise(path: Path, reads: list[_Read]) -> dict[int, _Found]:
    """What is recognised on the pages of ``reads``, by page number."""
    why = missing_program() if reads else ""
    if why:
        return {r.page.number: _Found(why=why, looked=False) for r in reads}
    found: dict[int, _Found] = {}
    running: deque[tuple[int, Future[_Found]]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for reading in draw_pages(path, {r.page.number: _dpi(r) for r in reads}):
            if reading.lost:
                found[reading.number] = _Found(why=f"tidak dapat digambar: {reading.lost}", looked=False)
                continue
            running.append((reading.number, threads.submit(_recognise_drawn, reading)))
            if len(running) > 2 * AT_ONCE:  # no more pictures in memory than are worked on soon
                number, future = running.popleft()
                found[number] = future.result()
        found.update((number, future.result()) for number, future in running)
    return found


def _recognise_drawn(reading: Reading) -> _Found:
    picture = Image.frombytes("L", tuple(reading.row["size"]), reading.data)
    try:
        lines = recognise_picture(picture, reading.row["dpi"])
    except NothingRecognisedError as error:
        return _Found(why=str(error))
    except RecognitionError as error:
        return _Found(why=str(error), looked=False)
    garbled = is_garbled("\n".join(line.text for line in lines))
    return _Found(lines, NO_WORDS if garbled else "")


def _choose(read: _Read, found: _Found) -> Page:
    """The page as it is to be used: with its own lines, the recognised ones, or both."""
    page = read.page
    if read.verdict is Verdict.COMPARE:
        better = known_letters(found.lines) > CLEARLY_MORE * known_letters(page.lines)
        return replace(page, lines=found.lines, scanned=True) if better else page
    if read.verdict is Verdict.COMPLETE:
        return _complete(read, found)
    if page.lines and is_same_text(page.lines, found.lines):
        return page  # unknown words, but those that are printed: a list of names
    if found.lines and not found.why:
        return replace(page, lines=found.lines, scanned=True)
    if not found.why or (found.looked and not read.pictures and not page.lines):
        return replace(page, lines=())  # an empty sheet, or a drawing without words
    what = "teks halaman tidak terbaca" if page.lines else "halaman gambar"
    return replace(page, lines=(), trouble=f"{what}, {found.why}")


def _complete(read: _Read, found: _Found) -> Page:
    """The page's own lines beside its pictures, and what was recognised on these."""
    page = read.page
    silent = silent_pictures(page.lines, read.pictures, page.width, page.height)
    own = [line for line in page.lines if not any(middle_in(line.box, p.box) for p in silent)]
    added = [
        line
        for line in found.lines
        if any(middle_in(line.box, p.box) for p in silent)
        and not any(middle_in(line.box, other.box) or middle_in(other.box, line.box) for other in own)
    ]
    if not found.looked or is_garbled("\n".join(line.text for line in added)):
        if sum(len(line.text) for line in page.lines) >= SELF_SUFFICIENT:
            return page
        return replace(page, lines=(), trouble=f"halaman gambar, {found.why or NO_WORDS}")
    if not known_letters(added):  # a photograph, a seal, a diagram without words
        return page
    return replace(page, lines=tuple(_insert(own, added)), scanned=True)


def _insert(own: list[Line], added: list[Line]) -> Iterator[Line]:
    """``added`` among ``own``, each before the first line that stands lower; the order of either is kept."""
    waiting = deque(added)
    for line in own:
        while waiting and waiting[0].box[1] > line.box[1]:
            yield waiting.popleft()
        yield line
    yield from waiting
