"""Documents born digital are cut as their golden outlines say (python -m benchmarks.golden_outlines --write)."""

import pytest

from benchmarks import golden_outlines
from benchmarks.golden_outlines import BORN_DIGITAL, GOLDEN, compare, outline, outline_file
from ingest.clean import place_lines
from ingest.structure import parse_provisions
from kb.types import Line, Regulation


def outline_of(text: str) -> str:
    clean = place_lines((1 + n // 2, Line(line, (0, 0, 1, 1))) for n, line in enumerate(text.split("\n")))
    return outline(clean, Regulation("pp-1-2020", "pp", "1", 2020, "Uji"), parse_provisions(clean, "pp-1-2020"))


def test_a_line_a_unit_and_none_of_its_words() -> None:
    text = outline_of("MEMUTUSKAN:\nPasal 1\n(1) Kucing makan.\n(2) Kucing tidur.")
    rows = [" ".join(row.split()) for row in text.splitlines()]
    assert rows[0] == "pp-1-2020"
    assert [row.rsplit(" ", 2)[0] for row in rows[1:]] == [
        "Memutuskan hlm. 1",
        "Pasal 1 hlm. 1-2",
        "Pasal 1 ayat (1) hlm. 2",
        "Pasal 1 ayat (2) hlm. 2",
    ]
    assert [row.split()[-2] for row in rows[1:]] == ["11", "7", "17", "17"]
    assert "Kucing" not in text
    assert text.splitlines()[3].startswith("    Pasal 1 ayat (1) ")


def test_one_changed_word_changes_one_line(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(golden_outlines, "GOLDEN", tmp_path)
    before = "MEMUTUSKAN:\nPasal 1\n(1) Kucing makan.\n(2) Kucing tidur.\nPasal 2\nAnjing."
    (tmp_path / "uji.txt").write_text(outline_of(before))
    assert compare("uji", outline_of(before)) == []
    difference = compare("uji", outline_of(before.replace("tidur", "minum")))
    assert [line[0] for line in difference if line[0] in "+-" and "uji" not in line and "dibaca" not in line] == [
        "-",
        "+",
    ]
    assert " Pasal 1 ayat (2) " in difference[-3]


@pytest.mark.parametrize("name", BORN_DIGITAL)
def test_outline_is_golden(name: str, shared_data) -> None:
    if not (GOLDEN / f"{name}.txt").exists():
        pytest.skip(f"no golden outline of {name} yet")
    assert compare(name, outline_file(shared_data, BORN_DIGITAL[name])) == []
