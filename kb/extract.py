"""Which words of the passages found answer the question: the pieces that fit best, grown to what a reader needs.

The fit of a piece is a weighted sum of plain signals (FIT). No vector is made for it: meaning comes from the stored
vector of the chunk that a piece lies in, the rest from words.

Does not do: word an answer (kb/wording.py); resolve references (kb/beside.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.citation import find_citations
from kb.lexical import tokenize
from kb.pieces import Piece, Reading
from kb.question import Question
from kb.search import Library, question_scores
from kb.types import Provision
from kb.vocabulary import Vocabulary

# What speaks for a piece, and how much; docs/answers.md has how it was judged.
FIT = {
    "article": 2.5,  # the score of the article among those found
    "meaning": 1.0,  # of the chunk that it lies in
    "words": 1.0,  # share of the question's words that it says together with its lead-in
    "own_words": 0.5,  # the same without the lead-in
    "kind": 0.4,  # it reads as such a question is answered
    "list": 0.4,  # the items of a list are asked for, and it leads in one or is its item
    "amount": 0.5,  # an amount is asked for, and it says one of that measure
    "transitional": -0.5,  # what holds for the time of change only
    "figure": 0.75,  # a figure of the question
    "early": 0.4,  # an article states its rule before the exceptions
    "elucidation": -0.2,
}
UNSAID = 1.0  # what saying all of the question that is not yet said speaks for a further quote
# How an answer to each kind of question reads.
ANSWERS = {
    kind: re.compile(pattern, re.I)
    for kind, pattern in {
        "jangka waktu": r"\d+ ?\([\w\s]+\)\s(?:jam|hari|minggu|bulan|tahun|kali)|\d+ (?:jam|hari|bulan|tahun)"
        r"|\bsejak\b|\bsetelah\b|\bsebelum\b|setengah\)?\s+bulan",
        "jumlah": r"\d+ ?\([\w\s]+\)|\d+ ?%|persen|per\s?seratus",
        "wewenang": r"\b(?:oleh|kepada|berwenang|menetapkan|membentuk)\b",
        "definisi": r"\badalah\b",
        "sanksi": r"hukuman|sanksi|(?:di|pem)berhenti|dikena|dijatuh|pidana|dibebaskan",
        "syarat": r"syarat|memenuhi|paling (?:rendah|singkat|tinggi|kurang)",
        "prosedur": r"diajukan|mengajukan|(?:di|me)(?:ny)?ampaikan|tertulis|melalui|dilakukan",
        "kebolehan": r"dilarang|\bdapat\b|\bboleh\b|\bwajib\b|berhak",
        "paling banyak": r"paling (?:lama|banyak|tinggi|lambat)|selambat|se(?:lama|banyak)-",
        "paling sedikit": r"paling (?:sedikit|singkat|rendah|kurang)|sekurang|serendah",
    }.items()
}
ITEMS = ("huruf", "angka")
# A bound that is asked for, a kind of its own beside those of kb/question.py.
_BOUNDS = {
    "paling banyak": re.compile(
        r"(?<!\w)(?:maks\w*|max\w*|paling (?:lama|panjang|banyak|tinggi|lambat|akhir)|sampai (?:berapa|umur|usia|kapan)"
        r"|batas (?:waktu|akhir|usia|umur)|terlama|tenggat\w*|at the latest)(?!\w)",
        re.I,
    ),
    "paling sedikit": re.compile(
        r"(?<!\w)(?:min(?:imal|imum)?|paling (?:sedikit|singkat|rendah|kurang|tidak)|sekurang\w*|at least)(?!\w)", re.I
    ),
}
# The measure that an amount is asked in, and how an amount of it is written; the first that fits counts.
_COUNT = r"(?:\d+(?:[.,/]\d+)?|satu|setengah)\s?(?:\([\w\s/,.]+\)\s?)?"
MEASURES = tuple(
    (re.compile(rf"(?<!\w)(?:{asked})(?!\w)", re.I), re.compile(written, re.I))
    for asked, written in (
        ("persen|persentase|per cent|percent", r"\d\s?%|\d\s?o/o|persen|per\s?seratus"),
        ("berapa jam|how many hours", _COUNT + r"jam"),
        ("berapa hari|how many (?:\w+ )*days", _COUNT + r"hari"),
        ("berapa minggu", _COUNT + r"minggu"),
        ("berapa bulan", _COUNT + r"bulan"),
        ("berapa tahun|umur|usia|what age", _COUNT + r"tahun"),
        (
            "berapa lama|how long|batas waktu|tenggat|jangka waktu|paling lambat",
            _COUNT + r"(?:jam|hari|minggu|bulan|tahun)",
        ),
        ("berapa orang|berapa anggota", _COUNT + r"orang"),
        ("berapa(?: (?:banyak|jumlah|besar)\w*)?|how (?:many|much)", r"\d\s?\(|\d\s?%|\bRp"),
    )
)
_TRANSITIONAL = re.compile(
    r"(?<!\w)(?:(?:pada|sejak|setelah) (?:saat )?(?:berlakunya )?(?:Peraturan|Undang)[- ]?\w+(?: \w+)? ini(?: mulai)? "
    r"(?:berlaku|diundangkan)|sebelum berlakunya|sejak (?:Peraturan|Undang)[- ]?\w+(?: \w+)? ini (?:mulai berlaku|diundangkan))",
    re.I,
)
_CHANGE = re.compile(r"(?<!\w)(?:peralihan|mulai berlaku|diundangkan|lama|baru|sebelum|selama|belum)(?!\w)", re.I)
_LEADS_IN = re.compile(
    r"(?:terdiri (?:atas|dari)|meliputi|berupa|sebagai berikut|antara lain|adalah|ialah|mencakup|memuat|berisi|dengan"
    r"|syarat\w*|apabila|jika|hak|kewajiban|larangan|untuk)\s*:$",
    re.I,
)
_LIST = re.compile(
    r"(?<!\w)(?:apa\s(?:saja|aja|sj)|siapa\s(?:saja|aja)|mana\s(?:saja|aja)|sebutkan|isi(?:nya)?|bentuk|jenis|unsur|terdiri"
    r"|aspek|syarat(?:nya)?|persyaratan|macam|rincian|daftar)(?!\w)",
    re.I,
)
_MARK = re.compile(r"^\W*\w{1,3}[.)]\s*")


@dataclass(frozen=True, slots=True)
class Fit:
    """A piece of a reading and how well it fits the question; ``rank`` is that of its passage, from 0.

    ``said`` are the stems of the question that the piece says itself.
    """

    rank: int
    reading: Reading
    piece: Piece
    fit: float
    said: frozenset[str] = frozenset()


def fit_pieces(
    library: Library, question: str, readings: Sequence[Reading], scores: Sequence[float]
) -> list[Fit]:
    """Every piece of ``readings``, the best first; ``scores`` are those of the passages they were read around."""
    rows = [(n, r, p) for n, r in enumerate(readings) for p in r.pieces]
    if not rows:
        return []
    table = piece_features(library, question, readings, scores)
    fits = table @ np.array(list(FIT.values()))
    order = np.argsort(-fits, kind="stable")
    asked = frozenset().union(*wordings_of(question_scores(library, question).question))
    said = [asked & frozenset(tokenize(reading.words(piece.start, piece.end))) for _, reading, piece in rows]
    return [Fit(*rows[n], float(fits[n]), said[n]) for n in order]


def next_fit(library: Library, fits: Sequence[Fit], said: frozenset[str]) -> Fit:
    """The piece that is worth a further quote most: by its fit, and by what of the question it says that is not said."""
    vocabulary = library.generation.vocabulary
    asked = frozenset().union(*(f.said for f in fits)) | said
    whole = _weight(vocabulary, asked) or 1.0
    return max(fits, key=lambda f: f.fit + UNSAID * _weight(vocabulary, f.said - said) / whole)


def wordings_of(understood: Question) -> list[frozenset[str]]:
    """The stems of a question as it was asked and in each of its variants."""
    return [frozenset(tokenize(text)) for text in (understood.words, *understood.variants)]


def piece_features(
    library: Library, question: str, readings: Sequence[Reading], scores: Sequence[float]
) -> NDArray[np.float64]:
    """One row a piece, one column a name of FIT; pieces in the order of ``readings``."""
    scored = question_scores(library, question)
    understood, vocabulary = scored.question, library.generation.vocabulary
    wordings = wordings_of(understood)
    figures, listed = figures_asked(question), asks_list(understood)
    amount, of_change = amount_asked(understood), bool(_CHANGE.search(understood.normalised))
    best = max(scores) or 1.0
    table = []
    for reading, score in zip(readings, scores, strict=True):
        elucidation = float("/penjelasan/" in reading.path)
        for n, piece in enumerate(reading.pieces):
            words = reading.words(piece.start, piece.end)
            own = frozenset(tokenize(words))
            lead = lead_in(reading, piece.unit)
            whole = own | frozenset(tokenize(lead))
            table.append(
                [
                    score / best,
                    _meaning(library, scored.vector, reading, piece),
                    share_said(vocabulary, wordings, whole),
                    share_said(vocabulary, wordings, own),
                    says_kind(understood, words),
                    float(listed and bool(_LEADS_IN.search(words) or _LEADS_IN.search(lead))),
                    float(amount is not None and bool(amount.search(words))),
                    float(not of_change and bool(_TRANSITIONAL.search(words))),
                    float(bool(figures & set(re.findall(r"\d+", _MARK.sub("", words))))),
                    1 - n / len(reading.pieces),
                    elucidation,
                ]
            )
    features = np.array(table)
    meaning = features[:, 1]
    features[:, 1] = (meaning - meaning.min()) / (float(np.ptp(meaning)) or 1.0)
    return features


def figures_asked(question: str) -> set[str]:
    """The figures of a question, those of the provisions that it names left out."""
    for found in reversed(find_citations(question)):
        question = question[: found.start] + question[found.end :]
    return set(re.findall(r"\d+", question))


def _meaning(library: Library, vector: NDArray[np.float32], reading: Reading, piece: Piece) -> float:
    """The cosine of the smallest chunk around a piece."""
    path = piece.unit.path if piece.unit else reading.path
    while path not in library.rows and "/" in path:
        path = path.rsplit("/", 1)[0]
    row = library.rows.get(path, library.rows.get(reading.chunk.path))
    return 0.0 if row is None else float(library.generation.vectors[row] @ vector)


def share_said(vocabulary: Vocabulary, wordings: Sequence[frozenset[str]], said: frozenset[str]) -> float:
    """The share of a question's words that are said, rare ones counting more, in the wording of which most is said."""
    return max(_weight(vocabulary, words & said) / (_weight(vocabulary, words) or 1.0) for words in wordings)


def _weight(vocabulary: Vocabulary, stems: frozenset[str]) -> float:
    whole = math.log(max(vocabulary.total, 2))
    return sum(max(0.05, 1 - math.log(vocabulary.stems.get(stem, 0) + 0.5) / whole) for stem in stems)


def says_kind(understood: Question, words: str) -> float:
    """The share of the kinds of answer asked for that a text reads like; one half where none is asked for."""
    patterns = answer_patterns(understood)
    return sum(bool(p.search(words)) for p in patterns) / len(patterns) if patterns else 0.5


def answer_patterns(understood: Question) -> list[re.Pattern[str]]:
    """How an answer to each kind of thing that is asked for reads."""
    kinds = [*understood.kinds, *(name for name, said in _BOUNDS.items() if said.search(understood.normalised))]
    return [ANSWERS[kind] for kind in kinds if kind in ANSWERS]


def amount_asked(understood: Question) -> re.Pattern[str] | None:
    """How an amount of the measure that is asked for is written; None where no amount is asked for."""
    return next((written for asked, written in MEASURES if asked.search(understood.normalised)), None)


def asks_list(understood: Question) -> bool:
    """Whether the items of a list are asked for, all of them."""
    return bool(_LIST.search(understood.normalised))


def lead_in(reading: Reading, unit: Provision | None) -> str:
    """The own words of the units above a huruf or angka ("... terdiri atas:"), on one line; empty for others."""
    leads: list[str] = []
    while unit and unit.kind in ITEMS and (unit := reading.units.get(unit.parent)):
        own = unit.text[: max(0, unit.own_end - unit.start)]
        own = re.sub(r"^Pasal \w+\s*", "", own)
        leads.insert(0, " ".join(own.split()))
    return " ".join(lead for lead in leads if lead)


def grow(reading: Reading, piece: Piece, limit: int, bounds: tuple[int, int] | None = None) -> tuple[int, int]:
    """``piece`` with its neighbours on the page, the nearest of kin first, as far as ``limit`` characters go.

    A piece longer than the limit stays as it is. Of two neighbours equally near the following one comes first.
    ``bounds`` are characters that are not left.
    """
    start, end = piece.start, piece.end
    first, last = bounds or (0, len(reading.text))
    inside = [p for p in reading.pieces if p.page == piece.page and first <= p.start and p.end <= last]
    while True:
        before = max((p for p in inside if p.end <= start), key=lambda p: p.end, default=None)
        after = min((p for p in inside if p.start >= end), key=lambda p: p.start, default=None)
        fitting = [p for p in (after, before) if p and max(end, p.end) - min(start, p.start) <= limit]
        if not fitting:
            return start, end
        taken = max(fitting, key=lambda p: _kinship(p, piece))
        start, end = min(start, taken.start), max(end, taken.end)


def _kinship(one: Piece, other: Piece) -> int:
    """How many levels two pieces have in common."""
    if not one.unit or not other.unit:
        return 0
    pairs = zip(one.unit.path.split("/"), other.unit.path.split("/"), strict=False)
    return sum(a == b for a, b in pairs)


def list_around(reading: Reading, piece: Piece) -> list[Piece]:
    """The pieces of the list that a piece leads in or is an item of, lead-in first; none where it is in no list."""
    unit = piece.unit
    if not unit:
        return []
    leads = any(u.parent == unit.path and u.kind in ITEMS for u in reading.units.values())
    whole = unit if leads else reading.units.get(unit.parent) if unit.kind in ITEMS else None
    if not whole:
        return []
    start, end = reading.span_of(whole)
    return [p for p in reading.pieces if start <= p.start and p.end <= end]
