"""Repair of recognition noise: each step with the form it was met in, and harmless on clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import place_lines
from ingest.repair import repair_line
from kb.types import Line

ROWS = [
    ("PasaJ 22", "Pasal 22"),
    ("Pasa.l 350", "Pasal 350"),
    ("Pasal 22", "Pasal 22"),
]


@pytest.mark.parametrize(("printed", "read"), ROWS)
def test_step(printed: str, read: str) -> None:
    reading, offsets = repair_line(printed)
    assert reading == read
    assert (offsets is None) == (printed == read)


@given(st.lists(st.sampled_from([row[0] for row in ROWS] + ["kata lain", ""]), max_size=8))
def test_every_read_character_leads_to_its_printed_line(lines: list[str]) -> None:
    clean = place_lines((1, Line(line, (0, 0, 1, 1))) for line in lines)
    assert clean.text == "\n".join(lines)
    places = [clean.text_offset(n) for n in range(len(clean.reading) + 1)]
    assert places == sorted(places)
    assert clean.reading.count("\n") == clean.text.count("\n")
    assert places[-1] == len(clean.text)
    assert clean.reading_between(0, len(clean.text)).replace("\n", "") == clean.reading.replace("\n", "")
