"""Regulations that rule elsewhere: for one place, one body, other servants than the civil service, or another field.

Told by the title, with the words of ``corpus/one_body.toml`` and ``corpus/out_of_scope.toml``. A title that names the
people of the civil service is never counted, whatever else it names.

Does not do: know whom a regulation is for whose title does not say it; say that a rule does not apply.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kb.civil_service import names_people
from kb.foreign import foreign_words, load_fields
from kb.types import RujukanError

BODIES = Path(__file__).resolve().parents[1] / "corpus" / "one_body.toml"
HOME = 0.25  # of the regulations stored: a kind that makes up so much of a collection is at home there


@dataclass(frozen=True, slots=True)
class Body:
    """A place, a body or a service of its own; words of ``title`` tell its regulations, ``say`` who asks about it."""

    name: str
    title: re.Pattern[str]
    say: re.Pattern[str]


@cache
def load_bodies(path: Path = BODIES) -> tuple[Body, ...]:
    """The entries in the order of the file; RujukanError names the one that is wrong."""
    try:
        rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["body"]
    except (OSError, ValueError, KeyError) as error:
        raise RujukanError(f"{path.name}: tidak dapat dibaca ({error})") from error
    bodies = []
    for n, row in enumerate(rows, start=1):
        words = [row.get("title"), row.get("say")]
        if set(row) != {"name", "title", "say"} or not all(_are_words(forms) for forms in words):
            raise RujukanError(f"{path.name}: entri {n} ({row.get('name')}) harus berisi name, title, dan say")
        bodies.append(Body(str(row["name"]), _any_of(row["title"]), _any_of(row["say"])))
    return tuple(bodies)


def _are_words(forms: Any) -> bool:
    return isinstance(forms, list) and bool(forms) and all(isinstance(f, str) and f and f == f.lower() for f in forms)


def _any_of(forms: list[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I)


@lru_cache(maxsize=65_536)
def elsewhere_of(title: str) -> frozenset[str]:
    """The bodies and other fields (names) that a regulation so titled is for; none where it names civil servants."""
    if names_people(title):
        return frozenset()
    return frozenset(body.name for body in load_bodies() if body.title.search(title)) | _fields(title)


def asked_about(text: str) -> frozenset[str]:
    """The bodies and other fields (names) that a question speaks of."""
    return frozenset(body.name for body in load_bodies() if body.say.search(text)) | _fields(text)


def at_home(titles: Iterable[str]) -> frozenset[str]:
    """The bodies and fields that make up so much of a collection's regulations that they are not elsewhere there."""
    counted: Counter[str] = Counter()
    total = 0
    for title in titles:
        counted.update(elsewhere_of(title))
        total += 1
    return frozenset(name for name, count in counted.items() if count >= HOME * total)


def _fields(text: str) -> frozenset[str]:
    return frozenset(_field_of()[word] for word in foreign_words(text))


@cache
def _field_of() -> dict[str, str]:
    return {word: field.name for field in load_fields() for word in field.say}
