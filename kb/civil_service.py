"""How far a regulation is about the civil service: the share of its chunks that speak of its people.

Staff ask this system about the civil service. In a collection of civil-service law that says nothing of which
regulation is meant; the rarer such regulations are in a collection, the more it says (`weigh_rarity`).

Does not do: tell the civil service from other matters by meaning; read a title that does not name its people.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kb.lexical import Words

PEOPLE = ("pegawai", "kepegawaian", "aparatur", "asn", "pns", "pppk")
_PEOPLE = re.compile(rf"(?<!\w)(?:{'|'.join(PEOPLE)})(?!\w)", re.I)


def names_people(text: str) -> bool:
    """Whether a text names the people of the civil service by one of PEOPLE."""
    return bool(_PEOPLE.search(text))


def share_chunks(words: Words, spans: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """The share, 0..1, of the chunks of each regulation that say one of PEOPLE; ``spans`` are its rows in ``words``."""
    said = _said(words)
    return {regulation: float(said[start:stop].mean()) for regulation, (start, stop) in spans.items()}


def weigh_rarity(words: Words) -> float:
    """How much it tells that a chunk speaks of the civil service: powers of ten by which such chunks are outnumbered.

    0 where all chunks do, or none; 1 where it is one in ten.
    """
    said = _said(words)
    return math.log10(len(said) / said.sum()) if said.any() else 0.0


def _said(words: Words) -> NDArray[np.bool_]:
    return words.having(" ".join(PEOPLE))
