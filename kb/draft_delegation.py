"""Delegations of a draft: each must say what is left to which kind of regulation.

Does not do: ask whether the delegation is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.finding import Draft, Trace

WITHOUT_OBJECT = re.compile(
    r"\b(?:Ketentuan|Pengaturan|Hal-hal)\s+(?:lebih\s+lanjut|lain(?:nya)?|pelaksanaan(?:nya)?)\s+"
    r"(?!(?:mengenai|tentang|dari|atas|Peraturan|Undang)\b)[^.;:]{0,60}?\b(?:di)?atur\b[^.;]*",
    re.I,
)
WITHOUT_KIND = re.compile(
    r"\bdiatur\s+(?:lebih\s+lanjut|tersendiri|kemudian|secara\s+terpisah)(?:\s+kemudian)?\s*[.;]", re.I
)


def find_delegations_without_object(draft: Draft) -> Iterator[Trace]:
    """Delegations that do not say what is to be regulated."""
    start, end = draft.body
    for match in WITHOUT_OBJECT.finditer(draft.text.text, start, end):
        yield Trace(match.start(), match.end(), "materi yang didelegasikan tidak disebut")


def find_delegations_without_kind(draft: Draft) -> Iterator[Trace]:
    """Delegations that do not say by which kind of regulation."""
    start, end = draft.body
    for match in WITHOUT_KIND.finditer(draft.text.text, start, end):
        yield Trace(match.start(), match.end(), "jenis peraturan yang akan mengatur tidak disebut")
