"""Long work made visible: a bar with rate and remaining time on a terminal, else a line now and then.

Does not do: decide what is long; every teller may be told as often as one likes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

EVERY = 30.0  # seconds between the lines of a log

Tell = Callable[[str, int, int], None]  # what is being done, how much of it, of how much


class _Rate(ProgressColumn):
    """How many are done in a second, or in a minute where it is slow."""

    def render(self, task: Task) -> Text:
        """The rate of the last half minute."""
        return Text(_rate(task.speed or 0.0), style="progress.data.speed")


def _rate(each_second: float) -> str:
    return f"{each_second:.1f}/dtk" if each_second >= 1 or not each_second else f"{each_second * 60:.1f}/mnt"


@contextmanager
def shown_progress(console: Console, *, size: bool = False) -> Iterator[Tell]:
    """Give what is told to the terminal, or to the log where ``console`` is none; with ``size`` it is bytes."""
    if not console.is_terminal:
        yield _told_in_lines(console)
        return
    counted = (DownloadColumn(), TransferSpeedColumn()) if size else (MofNCompleteColumn(), _Rate())
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), *counted, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, speed_estimate_period=30) as progress:
        tasks: dict[str, int] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield tell


def _told_in_lines(console: Console, clock: Callable[[], float] = time.monotonic) -> Tell:
    """A line each half minute: what, how much of how much, how fast, how long still; none for work that is shorter."""
    began: dict[str, float] = {}
    last: dict[str, float] = {}

    def tell(what: str, done: int, total: int) -> None:
        now = clock()
        start = began.setdefault(what, now)
        if now - last.setdefault(what, start) < EVERY:
            return
        last[what] = now
        each_second = done / (now - start)
        left = f"sisa sekitar {(total - done) / each_second / 60:.1f} menit" if each_second else "sisa belum diketahui"
        said = f"{what}: {done} dari {total} ({100 * done / max(total, 1):.0f}%), {_rate(each_second)}, {left}"
        console.print(said, markup=False, highlight=False, soft_wrap=True)

    return tell
