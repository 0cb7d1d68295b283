"""A collection narrowed to the regulations a reader chose: by topic, kind, year, status. Answer and search alike read
the narrowed one, so that what is listed beside an answer was there for it too.

Does not do: judge validity by what was chosen alone; whether a rule is in force is still told by all that is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kb.catalogue import status_on
from kb.search import Library, asked_day

KEPT = 16  # collections narrowed of late, for whoever asks on within the same choice


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked of: regulations with one of these topics, kinds (``pp``), years, statuses; empty: any."""

    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether nothing was chosen, and so everything is asked."""
        return not (self.topics or self.kinds or self.years or self.statuses)

    def fits(self, library: Library, regulation: str, day: date | None) -> bool:
        """Whether a stored regulation was chosen; its status is that of ``day`` (default today)."""
        row = library.regulations[regulation]
        return (
            (not self.topics or not set(self.topics).isdisjoint(row.topics))
            and (not self.kinds or row.kind in self.kinds)
            and (not self.years or row.year in self.years)
            and (not self.statuses or status_on(regulation, library.regulations, day) in self.statuses)
        )


def narrow_library(library: Library, narrowing: Narrowing, question: str, as_of: date | None = None) -> Library:
    """``library``, searched only in what was chosen; status is that of ``as_of``, the day ``question`` names, or today.

    Made once for a choice: it keeps what it works out of itself, and judging the status of thousands takes a while.
    """
    if narrowing.is_all:
        return library
    day = (as_of or asked_day(library, question) or date.today()) if narrowing.statuses else None
    kept, choice = library.narrowed, (library.left_out, narrowing, day)
    if (made := kept.get(choice)) is None:
        made = library.leave_out({i for i in library.stored if not narrowing.fits(library, i, day)})
        if len(kept) >= KEPT:
            kept.clear()
        kept[choice] = made
    return made
