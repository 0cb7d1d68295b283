"""Words after a list are parted from its last item by where the page sets them."""

from ingest.clean import CleanText, place_lines
from ingest.structure import parse_provisions
from kb.types import Line


def page(*lines: tuple[float, str], right: float = 500) -> CleanText:
    """One page: (left edge, text) a line, filled to ``right`` unless it ends a paragraph."""
    placed = []
    for n, (left, text) in enumerate(lines):
        end = left + 6 * len(text) if text[-1] in ".,;:" else right
        placed.append((1, Line(text, (left, 800 - 15 * n, end, 812 - 15 * n))))
    return place_lines(placed)


def units(clean: CleanText) -> dict[str, str]:
    return {
        p.path.removeprefix("pp-1-2020/"): clean.text[p.start : p.own_end] for p in parse_provisions(clean, "pp-1-2020")
    }


# as in POJK 12/2024 p. 5 and UU 1/2018 p. 7
LIST = (
    (100, "Pasal 1"),
    (100, "(1) Lembaga yang menjalankan:"),
    (120, "a. usaha yang memakai banyak kata sehingga berlanjut ke"),
    (140, "baris kedua,"),
    (120, "b. usaha lain,"),
)


def test_words_at_the_edge_of_the_markers_are_the_parents() -> None:
    found = units(page(*LIST, (120, "wajib melapor kepada atasan"), (120, "setiap bulan."), (100, "(2) Lain.")))
    assert found["pasal-1/ayat-1/huruf-b"].strip() == "b. usaha lain,"
    assert found["pasal-1/ayat-1/lanjutan-1"].strip() == "wajib melapor kepada atasan\nsetiap bulan."
    assert found["pasal-1/ayat-2"].strip() == "(2) Lain."


def test_hanging_lines_and_ended_sentences_are_not() -> None:
    hanging = units(
        page(*LIST[:-1], (120, "b. usaha lain yang memakai kata dan"), (140, "berlanjut."), (100, "(2) Lain."))
    )
    assert "pasal-1/ayat-1/lanjutan-1" not in hanging
    ended = units(
        page(*LIST[:-1], (120, "b. usaha lain."), (120, "Dalam hal lain berlaku yang lain."), (100, "(2) Lain."))
    )
    assert "pasal-1/ayat-1/lanjutan-1" not in ended


def test_text_without_geometry_has_no_tails() -> None:
    lines = ("Pasal 1", "Lembaga:", "a. satu,", "b. dua,", "wajib melapor.")
    clean = place_lines((1, Line(line, (0, 0, 1, 1))) for line in lines)
    assert not any("lanjutan" in path for path in units(clean))
