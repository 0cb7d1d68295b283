"""The browser for tests, skipped with the reason where it is absent, required in CI; what highlights lie on."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pypdfium2
import pytest

from docs.stage import CHROMIUM, open_browser

INK = """() => {
  const image = document.getElementById('page-image'), frame = image.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
  const c = canvas.getContext('2d', {willReadFrequently: true}); c.drawImage(image, 0, 0);
  const k = image.naturalWidth / frame.width;
  const dark = (left, right, box) => {
    const x = (left - frame.x) * k, y = (box.top - frame.y) * k;
    const d = c.getImageData(x, y, (right - left) * k, box.height * k).data; let n = 0;
    for (let i = 0; i < d.length; i += 4) n += d[i] < 128; return n; };
  return [...document.querySelectorAll('#page-boxes rect')].map(one => one.getBoundingClientRect()).map(box =>
    [dark(box.left, box.right, box), dark(box.left - 30, box.left - 4, box), dark(box.right + 4, box.right + 30, box)]);
}"""


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that is closed at the end."""
    if not CHROMIUM.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{CHROMIUM} is not installed: apt install chromium")
    with open_browser() as browser:
        yield browser


def letters(text: str) -> str:
    """A text without blanks, signs and marks, to be found again however it is set."""
    return re.sub(r"\W+", "", text).lower()


def ink_at_highlights(page: Any) -> list[list[int]]:
    """For each highlight of a reading page: dark dots of the picture within it, left of it, right of it."""
    page.locator("#page-image").evaluate("image => image.decode()")
    inked: list[list[int]] = page.evaluate(INK)
    return inked


def words_under_highlights(page: Any, host: str) -> str:
    """The words of the source file where a reading page's highlights lie, read by the test itself from the PDF."""
    regulation = page.locator("#panel").get_attribute("data-regulation")
    number = int(page.locator("#page-number").inner_text())
    document = pypdfium2.PdfDocument(io.BytesIO(httpx.get(f"{host}/v1/regulations/{regulation}/source.pdf").content))
    text, (_, height) = document[number - 1].get_textpage(), document[number - 1].get_size()
    boxes = page.eval_on_selector_all(
        "#page-boxes rect", "all => all.map(one => ['x', 'y', 'width', 'height'].map(name => +one.getAttribute(name)))"
    )
    found = [text.get_text_bounded(x, height - y - h, x + w, height - y) for x, y, w, h in boxes]
    document.close()
    return " ".join(found)
