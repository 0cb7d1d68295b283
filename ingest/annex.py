"""A lampiran: its own bab, its lists, its tables as rows with their header."""

from __future__ import annotations

from ingest.clean import CleanText
from ingest.units import Unit


def annex_unit(clean: CleanText, steps: tuple[str, ...], start: int, end: int) -> Unit:
    """The annex that stands in ``clean.reading[start:end]``, with what lies in it."""
    return Unit("lampiran", steps, start, end)
