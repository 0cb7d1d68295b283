"""Cells from ruling lines; spreadsheets and flow charts as they are really drawn."""

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf import read_pages
from ingest.rulings import find_cell, find_cells
from kb.types import Box


def grid(xs: list[float], ys: list[float]) -> list[Box]:
    level = [(xs[0], y - 0.4, xs[-1], y + 0.4) for y in ys]
    return level + [(x - 0.4, min(ys), x + 0.4, max(ys)) for x in xs]


def places(rules: list[Box]) -> list[tuple[int, int, int]]:
    return [cell.place for cell in find_cells(rules)]


def test_grid() -> None:
    assert places(grid([50, 100, 300], [700, 680, 640])) == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


def test_cell_over_two_columns_has_the_place_of_its_corner() -> None:
    rules = [r for r in grid([50, 100, 300], [700, 680, 640]) if r[0] != 99.6] + [(99.6, 640, 100.4, 680)]
    assert places(rules) == [(0, 0, 0), (0, 1, 0), (0, 1, 1)]


def test_frame_and_lone_rules_are_no_table() -> None:
    assert places(grid([50, 500], [800, 50])) == []
    assert places([(50, 700, 500, 700.5)]) == []
    assert places([]) == []


def test_two_tables_are_numbered_from_the_top() -> None:
    rules = grid([50, 100, 300], [300, 280, 260]) + grid([50, 200, 300], [700, 680, 660])
    cells = find_cells(rules)
    top = find_cell(cells, (60, 685, 70, 695))
    low = find_cell(cells, (60, 285, 70, 295))
    assert top is not None
    assert low is not None
    assert (top.place[0], low.place[0]) == (0, 1)


def test_box_of_a_flow_chart_inside_a_cell_is_no_cell() -> None:  # SOP_Kode_etik.pdf, page 2
    rules = grid([50, 100, 300], [700, 640, 580]) + grid([150, 200], [670, 655])
    assert places(rules) == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


def test_border_that_misses_a_piece_still_holds() -> None:  # SOP_Kode_etik.pdf, page 1: 12 points left out
    whole = grid([50, 100, 300], [700, 640, 580])
    broken = [r for r in whole if r[0] != 49.6] + [(49.6, 580, 50.4, 610), (49.6, 622, 50.4, 700)]
    assert places(broken) == places(whole)


def test_columns_that_are_a_little_off_are_one() -> None:  # SE-16-TAHUN-2023 (1).pdf, page 8
    rules = grid([50, 200, 300], [700, 680]) + grid([50, 204, 300], [680, 660])
    assert {place[2] for place in places(rules)} == {0, 1}


def test_a_page_full_of_strokes_is_a_drawing() -> None:
    assert places([(n, 0, n + 0.1, 500) for n in range(5000)]) == []


@pytest.mark.parametrize("thin_boxes", [False, True], ids=["lines", "thin boxes"])
def test_lines_come_cell_by_cell(tmp_path: Path, thin_boxes: bool) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 400), invariant=1)
    canvas.drawString(50, 350, "Daftar hari kerja pegawai")
    for x0, y0, x1, y1 in grid([50, 100, 300], [320, 300, 260]):
        if thin_boxes:
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
        else:
            canvas.line((x0 + x1) / 2 if y1 - y0 > 1 else x0, y1, (x0 + x1) / 2 if y1 - y0 > 1 else x1, y0)
    for x, y, text in (
        (110, 305, "Hari"),
        (55, 305, "Nomor"),
        (110, 288, "Senin sampai"),
        (55, 280, "1"),
        (110, 272, "Kamis"),
        (50, 240, "Catatan di bawah tabel"),
    ):
        canvas.drawString(x, y, text)
    canvas.save()
    (page,) = read_pages(tmp_path / "a.pdf")
    assert [(line.text, line.cell) for line in page.lines] == [
        ("Daftar hari kerja pegawai", None),
        ("Nomor", (0, 0, 0)),
        ("Hari", (0, 0, 1)),
        ("1", (0, 1, 0)),
        ("Senin sampai", (0, 1, 1)),
        ("Kamis", (0, 1, 1)),
        ("Catatan di bawah tabel", None),
    ]


def test_spreadsheet_annex_of_46_pages(shared_data: Path) -> None:  # 2.pdf: number, post, class
    pages = read_pages(shared_data / "pdf" / "real" / "2.pdf")
    rows = [[ln for ln in page.lines if ln.cell] for page in pages]
    assert all(rows[:-1])
    numbered = [int(ln.text) for page in rows for ln in page if ln.cell and ln.cell[2] == 0 and ln.text.isdigit()]
    assert {2, 10, 100, 500} <= set(numbered)


def test_flow_chart_steps_are_rows(shared_data: Path) -> None:
    _, page = read_pages(shared_data / "pdf" / "real" / "SOP_Kode_etik.pdf")
    steps = {ln.cell[1]: ln.text for ln in page.lines if ln.cell and ln.cell[2] == 0 and ln.text.isdigit()}
    assert sorted(steps.values()) == [str(n) for n in range(1, 9)]
    said = [ln.text for ln in page.lines if ln.cell and ln.cell[2] == 1 and ln.cell[1] in steps]
    assert len(said) >= 8
