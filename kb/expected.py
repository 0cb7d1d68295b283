"""What kind of answer a question expects, and how such an answer reads in the words of a law.

Does not do: understand the question (kb/question.py); weigh what is found (kb/extract.py).
"""

from __future__ import annotations

import re

from kb.citation import find_citations
from kb.figures import read_figures
from kb.lexical import tokenize
from kb.question import Question
from kb.types import Regulation

# Stems of the words that ask for a wording: "apa isi lengkap", "tolong sebutkan bunyi".
_WORDING = frozenset(
    tokenize(
        "isi isinya bunyi bunyinya sebutkan jelaskan tampilkan tuliskan lengkap apa nomor no tentang pasal ayat huruf"
    )
)
MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
# How an answer to each kind of question reads.
ANSWERS = {
    kind: re.compile(pattern, re.I)
    for kind, pattern in {
        "jangka waktu": r"\d+ ?\([\w\s]+\)\s(?:jam|hari|minggu|bulan|tahun|kali)|\d+ (?:jam|hari|bulan|tahun)"
        r"|\bsejak\b|\bsetelah\b|\bsebelum\b|setengah\)?\s+bulan",
        "saat": r"\bpada (?:saat|bulan|akhir|awal|hari|tanggal)\b|\bsetiap (?:tahun|bulan|akhir|awal|tanggal)\b"
        rf"|\b(?:sejak|apabila|sebelum|selama)\b|\bpaling (?:lama|lambat)\b|selambat|(?:bulan|tahun) berikutnya"
        rf"|\bbulan (?:{MONTHS})\b",
        "jumlah": r"\d+ ?\([\w\s]+\)|\d+ ?%|persen|per\s?seratus",
        "wewenang": r"\b(?:oleh|kepada|berwenang|menetapkan|membentuk)\b|\bizin\s[\w\s]{0,40}\bdari\b",
        "tujuan": r"\b(?:kepada|melalui)\b|\bizin\s[\w\s]{0,40}\bdari\b",
        "definisi": r"\badalah\b",
        "sanksi": r"hukuman|sanksi|(?:di|pem)berhenti|dikena|dijatuh|pidana|dibebaskan",
        "syarat": r"syarat|memenuhi|paling (?:rendah|singkat|tinggi|kurang)",
        "prosedur": r"diajukan|mengajukan|(?:di|me)(?:ny)?ampaikan|tertulis|melalui|dilakukan",
        "kebolehan": r"dilarang|\bdapat\b|\bboleh\b|\bwajib\b|berhak|di(?:per)?izinkan|diper(?:boleh|kenan)kan",
        "paling banyak": r"paling (?:lama|banyak|tinggi|lambat)|selambat|se(?:lama|banyak)-",
        "paling sedikit": r"paling (?:sedikit|singkat|rendah|kurang)|sekurang|serendah",
    }.items()
}
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
_ADDRESSEE = re.compile(r"(?<!\w)(?:ke ?mana|(?:ke|kepada|sama|dari) siapa|izin (?:ke |dari )?siapa)(?!\w)", re.I)
_WHEN = re.compile(r"(?<!\w)(?:kapan|bulan apa|hari apa|when)(?!\w)", re.I)
# The measure that an amount is asked in, and how an amount of it is written; the first that fits counts.
COUNT = (
    r"(?:\d+(?:[.,/]\d+)?|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|se(?:puluh|belas)|puluh|belas|setengah)"
    r"\s?(?:\([\w\s/,.]+\)\s?)?"
)
MEASURES = tuple(
    (re.compile(rf"(?<!\w)(?:{asked})(?!\w)", re.I), re.compile(written, re.I))
    for asked, written in (
        ("persen|persentase|per cent|percent", r"\d\s?%|\d\s?o/o|persen|per\s?seratus"),
        ("berapa jam|how many hours", COUNT + r"jam"),
        (r"berapa hari|how many (?:\w+ )*days", COUNT + r"hari"),
        ("berapa minggu", COUNT + r"minggu"),
        ("berapa bulan", COUNT + r"bulan"),
        ("berapa tahun|umur|usia|what age", COUNT + r"tahun"),
        (
            "berapa lama|how long|batas waktu|tenggat|jangka waktu|paling lambat",
            COUNT + r"(?:jam|hari|minggu|bulan|tahun)",
        ),
        ("berapa orang|berapa anggota", COUNT + r"orang"),
        (r"berapa(?: (?:banyak|jumlah|besar)\w*)?|how (?:many|much)", r"\d\s?\(|\d\s?%|\bRp"),
    )
)
TRANSITIONAL = re.compile(
    r"(?<!\w)(?:(?:pada|sejak|setelah|sebelum) (?:saat )?(?:berlakunya )?(?:Peraturan|Undang)[- ]?\w+(?: \w+)? ini"
    r"(?: mulai)? (?:berlaku|diundangkan)|(?:sebelum|sejak|setelah) berlakunya)",
    re.I,
)
OF_CHANGE = re.compile(r"(?<!\w)(?:peralihan|mulai berlaku|diundangkan|lama|baru|sebelum|selama|belum)(?!\w)", re.I)
LEADS_IN = re.compile(
    r"(?:terdiri (?:atas|dari)|meliputi|berupa|sebagai berikut|antara lain|adalah|ialah|mencakup|memuat|berisi)\s*:$",
    re.I,
)
_LIST = re.compile(
    r"(?<!\w)(?:apa\s(?:saja|aja|sj)|siapa\s(?:saja|aja)|mana\s(?:saja|aja)|sebutkan|isi(?:nya)?|bentuk|jenis|unsur|terdiri"
    r"|aspek|syarat(?:nya)?|persyaratan|macam|rincian|daftar (?:apa|nama|jenis|kewajiban|larangan|hak|syarat))(?!\w)",
    re.I,
)


def answer_patterns(understood: Question) -> list[re.Pattern[str]]:
    """How an answer to each kind of thing that is asked for reads."""
    asked = understood.normalised
    kinds = [*understood.kinds, *_bounds_asked(understood), *(["tujuan"] if _ADDRESSEE.search(asked) else [])]
    if _WHEN.search(asked) and amount_asked(understood) is None:
        kinds = ["saat" if kind == "jangka waktu" else kind for kind in kinds]  # a moment, not a length of time
    return [ANSWERS[kind] for kind in kinds if kind in ANSWERS]


def _bounds_asked(understood: Question) -> list[str]:
    return [name for name, said in _BOUNDS.items() if said.search(understood.normalised)]


def measures_said(understood: Question, words: str) -> int:
    """How many of the amount and the bounds that are asked for a text says."""
    amount = amount_asked(understood)
    patterns = [*(ANSWERS[name] for name in _bounds_asked(understood)), *([amount] if amount else [])]
    return sum(bool(pattern.search(words)) for pattern in patterns)


def amount_asked(understood: Question) -> re.Pattern[str] | None:
    """How an amount of the measure that is asked for is written; None where no amount is asked for."""
    return next((written for asked, written in MEASURES if asked.search(understood.normalised)), None)


def says_kind(understood: Question, words: str) -> float:
    """The share of the kinds of answer asked for that a text reads like; one half where none is asked for."""
    patterns = answer_patterns(understood)
    return sum(bool(p.search(words)) for p in patterns) / len(patterns) if patterns else 0.5


def asks_list(understood: Question) -> bool:
    """Whether the items of a list are asked for, all of them."""
    return bool(_LIST.search(understood.normalised))


def figures_asked(question: str) -> set[str]:
    """The figures of a question, those of the provisions that it names left out; an ordinal as "ke-4"."""
    for found in reversed(find_citations(question)):
        question = question[: found.start] + question[found.end :]
    question = re.sub(r"(?<!\w)[a-z]+\d+[a-z]+(?!\w)", " ", question, flags=re.I)  # a name: P3K
    return figures_said(re.sub(r"(?<!\w)ke[- ]?(?=\d)", "ke-", question))


def figures_said(words: str) -> set[str]:
    """The figures of a text: digits as they stand, ordinals ("keempat") as "ke-4"."""
    ordinals = {figure.value for figure in read_figures(words) if figure.value.startswith("ke-")}
    return ordinals | set(re.findall(r"(?<!ke-)(?<!\d)\d+", words))


def asks_wording(question: str, regulation: Regulation) -> bool:
    """Whether of a provision asked for by its number just the wording is wanted: nothing else is said than its name."""
    for found in reversed(find_citations(question)):
        question = question[: found.start] + question[found.end :]
    name = " ".join((regulation.kind, regulation.title, *regulation.aliases, str(regulation.year)))
    rest = [word for word in tokenize(question) if word not in set(tokenize(name)) and word not in _WORDING]
    return len(rest) < 2
