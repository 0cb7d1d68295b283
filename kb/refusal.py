"""Refusals: why a question is not answered, said so that a person knows where to turn, with what is nearest to it.

What is offered as "mungkin terkait" is never the answer: it has no quotes, and the text says what it is.

Does not do: measure confidence (kb/confidence.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.types import Answer, Passage, Refusal

RELATED = 3  # provisions offered beside a refusal
NOT_FOUND: dict[Refusal, str] = {
    "tidak_ada_di_koleksi": "Tidak ditemukan ketentuan yang menjawab pertanyaan ini dalam koleksi.",
    "hanya_aturan_dicabut": "Hanya ada ketentuan yang sudah dicabut; aturan yang berlaku tidak ada dalam koleksi.",
    "di_luar_lingkup": "Pertanyaan ini di luar lingkup peraturan kepegawaian.",
    "perlu_pejabat": "Perkara perorangan perlu ditanyakan kepada pejabat yang berwenang; "
    "yang dapat dijawab di sini hanya aturannya, tanpa nama orang.",
}


def refuse(
    question: str,
    why: Refusal,
    confidence: float = 0.0,
    text: str = "",
    warnings: tuple[str, ...] = (),
    near: Sequence[Passage] = (),
) -> Answer:
    """A refusal; ``near`` are the passages found, of which the first are offered unless the matter is another one."""
    related = () if why == "di_luar_lingkup" else tuple(replace(p, quote="") for p in near[:RELATED])
    said = text or NOT_FOUND[why]
    if related:
        labels = "; ".join(dict.fromkeys(p.chunk.label for p in related))
        said = f"{said}\nMungkin terkait (bukan jawaban): {labels}."
    return Answer(question, said, False, confidence, why, (), warnings, related=related)


def say_chosen(text: str) -> str:
    """A refusal's text where only chosen regulations were asked: it says nothing of the whole collection."""
    return text.replace("dalam koleksi", "dalam peraturan yang dipilih")
