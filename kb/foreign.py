"""What is foreign to civil-service law: the other fields of ``corpus/out_of_scope.toml``.

A field is told by its words, and by its vector where a question says none of them. Whether a foreign word counts
against an answer is weighed in kb/confidence.py, for a collection may well hold another field's law.

Does not do: refuse; tell which law would answer.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.embedding import Embedder
from kb.glossary import find_entries
from kb.types import RujukanError

FIELDS = Path(__file__).resolve().parents[1] / "corpus" / "out_of_scope.toml"
_FORM = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")
_CLITIC = r"(?:-?(?:nya|ku|mu|lah|kah|pun))?"

# "UU Ketenagakerjaan", not "UU Nomor 5" or "UU mana".
_LAW_NAME = re.compile(
    r"""(?<!\w) (?: uu | undang[- ]undang | perpu | perppu ) \s+ (?: tentang \s+ )?
    (?! (?: republik | nomor | no | nomer | ini | itu | yang | yg | mana | apa | tentang | terkait | baru | terbaru
      | lama | tersebut | dan | atau | saja | untuk | tahun | sebelumnya | pengganti ) (?!\w) )
    ( [^\W\d_]{3,} )""",
    re.X | re.I,
)

_vectors: dict[str, NDArray[np.float32]] = {}  # by the name of the model, which changes whenever its vectors would


@dataclass(frozen=True, slots=True)
class Field:
    """A field of law or of life outside the civil service: its name, and words that tell it (lower case)."""

    name: str
    say: tuple[str, ...]


@cache
def load_fields(path: Path = FIELDS) -> tuple[Field, ...]:
    """The fields in the order of the file; RujukanError names the entry that is wrong."""
    try:
        rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["field"]
    except (OSError, ValueError, KeyError) as error:
        raise RujukanError(f"{path.name}: tidak dapat dibaca ({error})") from error
    fields: list[Field] = []
    seen: set[str] = set()
    for n, row in enumerate(rows, start=1):
        name, say = row.get("name"), row.get("say")
        where = f"{path.name}: bidang {n} ({name or 'tanpa nama'})"
        if set(row) != {"name", "say"} or not isinstance(name, str) or not isinstance(say, list) or not say:
            raise RujukanError(f"{where}: harus berisi name dan say")
        for form in say:
            if not isinstance(form, str) or not _FORM.fullmatch(form):
                raise RujukanError(f"{where}: kata {form!r} tidak sah")
            if form in seen:
                raise RujukanError(f"{where}: kata {form!r} tertulis dua kali")
            seen.add(form)
        fields.append(Field(name, tuple(say)))
    return tuple(fields)


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted((form for field in load_fields() for form in field.say), key=len, reverse=True)
    words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?<![\w-])({words}){_CLITIC}(?![\w-])", re.I)


def foreign_words(text: str) -> list[str]:
    """The words (lower case, each once) of other fields that a text says, in its order.

    A word for which the glossary has the law's words in this text ("pilkada" of a civil servant) is not foreign.
    """
    explained = [(match.start, match.end) for match in find_entries(text)]
    told = (
        m
        for m in _pattern().finditer(text)
        if not any(start <= m.start(1) and m.end(1) <= end for start, end in explained)
    )
    return list(dict.fromkeys(" ".join(m[1].lower().split()) for m in told))


def law_names(text: str) -> list[str]:
    """The first word (lower case) of each law that a text names by its matter: "ketenagakerjaan"."""
    return list(dict.fromkeys(m[1].lower() for m in _LAW_NAME.finditer(text)))


def field_vectors(embedder: Embedder) -> NDArray[np.float32]:
    """One row for each field: the vector of its name and words. Made once for a model, in well under a second."""
    if embedder.name not in _vectors:
        texts = [f"{field.name}: {', '.join(field.say)}" for field in load_fields()]
        _vectors[embedder.name] = embedder.embed_passages(texts)
    return _vectors[embedder.name]
