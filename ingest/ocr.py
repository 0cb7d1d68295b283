"""A page picture in, its printed lines out, by the Tesseract 5 program; no PDF is touched here (``ingest.pdf`` draws).

Does not do: columns set side by side, tables, handwriting.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

import numpy as np
from PIL import Image, ImageFilter

from kb.types import Box, Line

LANGUAGE = "ind+eng"  # the Indonesian model alone loses list markers; figures in docs/parsing.md
LAYOUT = 4  # Tesseract's page segmentation: one column of text of any sizes; keeps list markers with their text
SECONDS_PER_PAGE = 240  # a page takes 1 to 6; a busy machine should not lose it
BLANK_SPREAD = 4.0  # standard deviation of grey levels under which a picture holds nothing
SURE_WORDS, SURE_CONFIDENCE = 5, 0.75  # a page that reads like this stands upright
SURE_TURN = 2.0  # Tesseract's own measure of how sure it is of a turn
INSTALL = "apt install tesseract-ocr tesseract-ocr-ind"

# Counterclockwise turn of the picture -> how Pillow does it
TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


class RecognitionError(Exception):
    """A picture cannot be recognised; the message is the short Indonesian reason."""


class NothingRecognisedError(RecognitionError):
    """A picture that is not blank has no words that Tesseract can find."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    box: tuple[int, int, int, int]  # pixels: left, top, right, bottom
    confidence: float


def missing_program(language: str = LANGUAGE) -> str:
    """Why nothing can be recognised on this machine, in Indonesian; empty where all is there."""
    program = shutil.which("tesseract")
    if program is None:
        return f"Tesseract tidak terpasang ({INSTALL})"
    lacking = set(language.split("+")) - _languages(program)
    return f"Tesseract tanpa bahasa {'+'.join(sorted(lacking))} ({INSTALL})" if lacking else ""


@lru_cache(maxsize=4)
def _languages(program: str) -> frozenset[str]:
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.decode(errors="replace").split()[1:])


def recognise_picture(
    picture: Image.Image,
    dpi: float,
    *,
    language: str = LANGUAGE,
    layout: int = LAYOUT,
    median: bool = True,
    seconds: float = SECONDS_PER_PAGE,
) -> tuple[Line, ...]:
    """The lines of ``picture``, a page drawn at ``dpi``, from top to bottom as it is read.

    Boxes are in points from the bottom left corner of the picture as given, also where it had to be turned to be
    read; ``confidence`` is the mean of the words'. A blank picture has no lines. Raises RecognitionError where
    Tesseract is not there, fails or takes longer than ``seconds``, and its kind NothingRecognisedError where it finds
    no word on a picture that is not blank.
    """
    if why := missing_program(language):
        raise RecognitionError(why)
    grey = picture.convert("L")
    if median:
        grey = grey.filter(ImageFilter.MedianFilter(3))  # scanner dust is what is taken for dots and brackets
    if is_blank(grey):
        return ()
    deadline = time.monotonic() + seconds

    def read(turn: int) -> list[list[_Word]]:
        turned = grey.transpose(TURNS[turn]) if turn else grey
        command = ["-", "-", "-l", language, "--psm", str(layout), "--dpi", str(round(dpi)), "tsv"]
        return _lines_of_words(_tesseract(turned, command, deadline))

    turn, lines = 0, read(0)
    if not _is_sure(lines):
        best = _weight(lines)
        guess = _guess_turn(grey, deadline)
        for other in sorted(TURNS, key=lambda t: t != guess):
            if guess == 0 and best > 0:
                break
            candidate = read(other)
            if _weight(candidate) > best:
                turn, lines, best = other, candidate, _weight(candidate)
            if _is_sure(lines):
                break
    if not lines:
        raise NothingRecognisedError("tidak ada tulisan yang dikenali pada gambar")
    return tuple(_line(words, grey.size, turn, 72 / dpi) for words in lines)


def is_blank(grey: Image.Image) -> bool:
    """Whether a grey picture is of one shade, as an empty sheet or a plain area is."""
    return float(np.asarray(grey, dtype=np.float32).std()) < BLANK_SPREAD


def _tesseract(picture: Image.Image, arguments: list[str], deadline: float) -> str:
    program = shutil.which("tesseract") or "tesseract"
    data = io.BytesIO()
    picture.save(data, "PPM")
    try:
        done = subprocess.run(
            [program, *arguments],
            input=data.getvalue(),
            capture_output=True,
            timeout=max(0.01, deadline - time.monotonic()),
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads wait for one another: slower, not faster
        )
    except subprocess.TimeoutExpired as error:
        raise RecognitionError("pengenalan tulisan melebihi batas waktu") from error
    except OSError as error:
        raise RecognitionError(f"Tesseract gagal ({error.strerror})") from error
    if done.returncode:
        raise RecognitionError(f"Tesseract gagal (kode {done.returncode})")
    return done.stdout.decode(errors="replace")


def _guess_turn(grey: Image.Image, deadline: float) -> int | None:
    """The counterclockwise turn that Tesseract would make; None where it is not sure of it."""
    try:
        answer = _tesseract(grey, ["-", "-", "--psm", "0", "-l", "osd"], deadline)
    except RecognitionError:  # it fails on pages with few letters
        return None
    values = dict(row.split(": ", 1) for row in answer.splitlines() if ": " in row)
    try:
        clockwise, sure = int(values["Rotate"]), float(values["Orientation confidence"])
    except (KeyError, ValueError):
        return None
    return -clockwise % 360 if sure >= SURE_TURN else None


def _lines_of_words(table: str) -> list[list[_Word]]:
    """Tesseract's table (TSV) as lines of words, those that stand beside one another joined, from top to bottom."""
    lines: dict[tuple[str, ...], list[_Word]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != "5" or not text:
            continue
        left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
        box = (left, top, left + width, top + height)
        word = _Word(text, box, min(1.0, max(0.0, float(row["conf"]) / 100)))
        lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(word)
    kept = [words for words in lines.values() if any(char.isalnum() for word in words for char in word.text)]
    kept.sort(key=lambda words: words[0].box[0])
    joined: list[list[_Word]] = []
    for words in kept:  # from left to right, so that a marker comes before the text it was cut from
        home = next((line for line in joined if _is_beside(line[-1], words[0])), None)
        if home is None:
            joined.append(list(words))
        else:
            home += words
    return sorted(joined, key=lambda words: fmean((word.box[1] + word.box[3]) / 2 for word in words))


def _is_beside(left: _Word, right: _Word) -> bool:
    """Whether ``right`` begins right of ``left`` at its height; neighbours are asked, as scans are seldom level."""
    middles = abs((left.box[1] + left.box[3]) - (right.box[1] + right.box[3])) / 2
    heights = max(left.box[3] - left.box[1], right.box[3] - right.box[1])
    return right.box[0] >= left.box[2] and middles < 0.4 * heights


def _is_sure(lines: list[list[_Word]]) -> bool:
    words = [word for line in lines for word in line if sum(map(str.isalpha, word.text)) >= 3]
    return len(words) >= SURE_WORDS and fmean(word.confidence for word in words) >= SURE_CONFIDENCE


def _weight(lines: list[list[_Word]]) -> float:
    """How much was read, by which turns of a picture are compared: letters of words, times how sure they are."""
    words = [word for line in lines for word in line if word.confidence > 0.5]
    return sum(word.confidence * len(word.text) for word in words if sum(map(str.isalpha, word.text)) >= 3)


def _line(words: list[_Word], size: tuple[int, int], turn: int, points: float) -> Line:
    """``words`` of a picture turned by ``turn`` as a line of the picture of ``size`` pixels as it was given."""
    width, height = size
    left, top = min(w.box[0] for w in words), min(w.box[1] for w in words)
    right, bottom = max(w.box[2] for w in words), max(w.box[3] for w in words)
    if turn == 90:
        left, top, right, bottom = width - bottom, left, width - top, right
    elif turn == 180:
        left, top, right, bottom = width - right, height - bottom, width - left, height - top
    elif turn == 270:
        left, top, right, bottom = top, height - right, bottom, height - left
    box: Box = (
        round(left * points, 1),
        round((height - bottom) * points, 1),
        round(right * points, 1),
        round((height - top) * points, 1),
    )
    return Line(" ".join(w.text for w in words), box, round(fmean(w.confidence for w in words), 3))
