"""Progress in a log: a line each half minute, with rate and remaining time; silence for what is short."""

from __future__ import annotations

import io

from rich.console import Console

from api.progress import _told_in_lines, shown_progress


def test_a_line_each_half_minute() -> None:
    out, clock = io.StringIO(), iter([0.0, 10.0, 31.0, 40.0, 62.0])
    tell = _told_in_lines(Console(file=out, width=200), lambda: next(clock))
    for done in (0, 10, 31, 40, 62):
        tell("membaca", done, 100)
    assert out.getvalue().splitlines() == [
        "membaca: 31 dari 100 (31%), 1.0/dtk, sisa sekitar 1.1 menit",
        "membaca: 62 dari 100 (62%), 1.0/dtk, sisa sekitar 0.6 menit",
    ]


def test_short_work_is_silent() -> None:
    out = io.StringIO()
    with shown_progress(Console(file=out)) as tell:
        tell("membaca", 1, 1)
    assert out.getvalue() == ""


def test_slow_work_is_told_by_the_minute() -> None:
    out, clock = io.StringIO(), iter([0.0, 60.0])
    tell = _told_in_lines(Console(file=out, width=200), lambda: next(clock))
    tell("membaca", 0, 10)
    tell("membaca", 6, 10)
    assert out.getvalue() == "membaca: 6 dari 10 (60%), 6.0/mnt, sisa sekitar 0.7 menit\n"


def test_a_terminal_gets_a_bar() -> None:
    out = io.StringIO()
    with shown_progress(Console(file=out, force_terminal=True, width=120)) as tell:
        tell("membaca", 1, 2)
        tell("membaca", 2, 2)
    assert "membaca" in out.getvalue()
    assert "2/2" in out.getvalue()
