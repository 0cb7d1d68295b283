"""Staff words and the law's words for them, from ``corpus/glossary.toml``: bolos -> tidak masuk kerja tanpa alasan.

An entry is one sense. Where the same form has several senses, all but one name in ``when`` the words that betray them:
``ppk`` is the Pejabat Pembina Kepegawaian, beside "tender" the Pejabat Pembuat Komitmen.

Does not do: spelling mistakes and slang affixes (kb/spelling.py), whole English questions (kb/english.py).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kb.types import RujukanError

GLOSSARY = Path(__file__).resolve().parents[1] / "corpus" / "glossary.toml"
KINDS = ("singkatan", "sehari-hari", "daerah", "ejaan lama", "inggris")
TOPICS = tuple(
    """etika disiplin karier kinerja cuti keluarga kesejahteraan keuangan pengadaan pemberhentian netralitas organisasi
    pelayanan kebijakan perubahan umum""".split()
)

_FORM = re.compile(r"[a-z0-9]+(?:[ /-][a-z0-9]+)*")
_CLITIC = r"(?:-?(?:nya|ku|mu|lah|kah|pun))?"
_REQUIRED = {"say", "mean", "kind", "topic"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of some staff words: forms in lower case, the law's words for them, its kind and topic.

    ``when`` are words of which the question must hold one for this sense to be meant (none: always); ``note`` says
    why the law's words may be missing from a collection.
    """

    say: tuple[str, ...]
    mean: str
    kind: str
    topic: str
    when: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text, and the piece of the text (start, end) that says it."""

    entry: Entry
    start: int
    end: int


@cache
def load_glossary(path: Path = GLOSSARY) -> tuple[Entry, ...]:
    """The entries in the order of the file; RujukanError names the entry and the field that is wrong."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("entry", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RujukanError(f"{path.name}: glosarium tidak dapat dibaca ({error})") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RujukanError(f"{path.name}: entry harus berupa daftar tabel [[entry]]")
    entries = tuple(_read_entry(f"{path.name}: entri {n} ({row.get('say')})", row) for n, row in enumerate(rows, 1))
    _refuse_repeats(path.name, entries)
    return entries


def _read_entry(where: str, row: dict[str, Any]) -> Entry:
    if wrong := (_REQUIRED - set(row)) or (set(row) - _REQUIRED - {"when", "note"}):
        raise RujukanError(f"{where}: bidang kurang atau tidak dikenal: {', '.join(sorted(wrong))}")
    for name in ("say", "when"):
        forms = row.get(name, [])
        if not isinstance(forms, list) or not all(isinstance(f, str) and _FORM.fullmatch(f) for f in forms):
            raise RujukanError(f"{where}: {name} harus berupa daftar kata berhuruf kecil")
    if not row["say"]:
        raise RujukanError(f"{where}: say kosong")
    if not isinstance(row["mean"], str) or not row["mean"].strip() or not isinstance(row.get("note", ""), str):
        raise RujukanError(f"{where}: mean dan note harus berupa teks")
    for name, known in (("kind", KINDS), ("topic", TOPICS)):
        if row[name] not in known:
            raise RujukanError(f"{where}: {name} {row[name]!r} tidak dikenal; pilih dari {', '.join(known)}")
    return Entry(
        tuple(row["say"]), row["mean"], row["kind"], row["topic"], tuple(row.get("when", [])), row.get("note", "")
    )


def _refuse_repeats(file: str, entries: Iterable[Entry]) -> None:
    """RujukanError where a form has two senses that nothing tells apart, or means itself."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for entry in entries:
        for form in entry.say:
            if (form, entry.when) in seen:
                raise RujukanError(f"{file}: {form!r} tertulis dua kali; beri salah satunya when")
            if form in re.split(r"\s*,\s*", entry.mean.lower()):
                raise RujukanError(f"{file}: {form!r} berarti dirinya sendiri")
            seen.add((form, entry.when))


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, tuple[Entry, ...]]]:
    """One pattern over every form, the longest first, and the entries of each form."""
    senses: dict[str, tuple[Entry, ...]] = {}
    for entry in load_glossary():
        for form in entry.say:
            senses[form] = (*senses.get(form, ()), entry)
    return _whole_words(senses), senses


def _whole_words(forms: Iterable[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({words}){_CLITIC}(?![\w-])", re.I)


def find_entries(text: str) -> list[Match]:
    """The entries that a text says, in its order; of overlapping forms the longest counts."""
    pattern, senses = _patterns()
    found = []
    for match in pattern.finditer(text):
        form = " ".join(match[1].lower().split())
        found += [Match(entry, match.start(), match.end()) for entry in _senses_meant(senses[form], text)]
    return found


def _senses_meant(senses: Sequence[Entry], text: str) -> list[Entry]:
    """The senses whose telling words stand in the text; without such, those that need none."""
    told = [s for s in senses if s.when and _whole_words(s.when).search(text)]
    return told or [s for s in senses if not s.when]


def is_staff_word(word: str) -> bool:
    """Whether a single word (lower case) is a form of the glossary."""
    return word in _patterns()[1]
