"""What a question asks for that no quote says: an amount in its measure, a date, a name, the year or place it is about.

Passages may well be on the matter and still not answer: the law says how a basic salary is fixed, not how much it is
in group III/a this year. Where the search is not sure by itself, an answer without the thing asked for is none.

Does not do: measure how near passages are (kb/confidence.py); understand what an answer means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.citation import find_citations
from kb.expected import ANSWERS, COUNT, MONTHS
from kb.glossary import find_entries
from kb.question import Question

# What is asked -> how an answer says it; "" where the law never does.
_THINGS = tuple(
    (re.compile(rf"(?<!\w)(?:{asked})(?!\w)", re.I), re.compile(said, re.I) if said else None)
    for asked, said in (
        (r"siapa(?:kah)? nama\w*|siapa(?:kah)? (?:[\w/]+ ){1,5}(?:saat ini|sekarang|menjabat)", ""),
        (r"(?:jam|pukul) berapa|mulai jam|dari jam", r"pukul\s+\d|\bjam\s+\d|\d{1,2}[.:]\d{2}\b"),
        (
            r"tanggal berapa|tgl berapa|setiap tanggal|tiap tanggal",
            rf"tanggal\s+\d|\d{{1,2}}\s+(?:{MONTHS})|bulan\s+(?:{MONTHS})",
        ),
        (r"nominal\w*|berapa rupiah|berapa duit", r"\bRp|\d\s?%|persen|\d\s+\([\w\s]+\)\s+kali"),
        (
            r"aplikasi|link|tautan|website|situs|url|format|formulir|blanko|blangko|template|contoh surat",
            r"\b(?:aplikasi|laman|situs|daring|elektronik|sistem informasi|format|formulir|formulasi|bentuk|contoh)\b",
        ),
        (r"luas\w*", r"\bluas|\bm2\b|m²|meter"),
        (r"berapa poin|poin berapa", r"\d\s+(?:angka kredit|poin)|angka kredit\s\w*\s*\d"),
        (
            r"kapan",
            ANSWERS["jangka waktu"].pattern
            + rf"|\b(?:pada|setiap|tiap|saat|apabila|mulai|sebelum|bersamaan)\b|bulan\s+(?:{MONTHS})",
        ),
    )
)
# The amount that is asked for -> how an amount of the kind is said, in whatever unit: a month answers "berapa hari".
_AMOUNTS = tuple(
    (re.compile(rf"(?<!\w)(?:{asked})(?!\w)", re.I), re.compile(said, re.I))
    for asked, said in (
        (r"persen|persentase|per cent|percent", r"\d\s?%|\d\s?o/o|persen|per\s?seratus|setengah|sepertiga|separuh"),
        (
            r"berapa (?:lama|jam|hari|minggu|bulan|tahun)|umur|usia|how long|how many (?:\w+ )*(?:days|months|years)"
            r"|batas waktu|tenggat|jangka waktu|paling lambat",
            rf"{COUNT}(?:jam|hari|minggu|bulan|tahun)|\b(?:akhir|awal) (?:bulan|tahun)|seumur"
            r"|(?:bulan|tahun) berikutnya|\b(?:sejak|sampai dengan|hingga)\b",
        ),
        (r"berapa|how (?:many|much)", rf"\d|{COUNT}|sepertiga|separuh"),
    )
)
_LEAST = re.compile(
    r"(?<!\w)(?:nilai|skor|angka) (?:minimal|minimum|terendah)|(?:minimal|minimum) (?:nilai|skor|angka)", re.I
)
_OF_LEAST = re.compile(r"paling (?:sedikit|singkat|rendah|kurang)|sekurang|serendah|minimal|ambang batas|di atas", re.I)
_MONEY = re.compile(
    r"(?<!\w)(?:gaji|honor\w*|uang|tunjangan|tukin|tpp|potongan|iuran|tarif|santunan|denda|biaya|harga|insentif|bonus)(?!\w)",
    re.I,
)
_OF_MONEY = re.compile(
    r"\bRp|\d\s?%|\d\s?o/o|persen|per\s?seratus|\d\s+\([\w\s]+\)\s+(?:kali|bulan)|sepertiga|setengah", re.I
)
_HOW_MUCH = re.compile(r"(?<!\w)(?:berapa|besar(?:an|nya))(?!\w)(?!\s+(?:lama|hari|bulan|tahun|kali|orang|jam))", re.I)
_QUALIFIER = re.compile(
    r"(?<!\w)(?:(?P<year>20[2-9]\d|(?:tahun|bulan|periode) ini)"
    r"|(?:gol\w*|grade|kelas|kelas jabatan)\s+(?P<grade>[ivx]+(?:/?[a-e])?|\d+(?:/?[a-e])?))(?!\w)",
    re.I,
)
_PLACE = re.compile(
    r"(?<!\w)(?i:kab(?:upaten|\.)?|kota|provinsi|prov\.?|pemkab|pemkot|pemprov|kementerian|kemen)\s*"
    r"(?P<name>(?:DKI\s|DI\s)?[A-Z][a-z]{2,}(?:\s[A-Z][a-z]+)?)"
)
_NUMBERED = re.compile(r"(?:Pasal|ayat|Nomor|Tahun|angka)\s+\(?\d+\w*\)?", re.I)
_ASKS = re.compile(
    r"(?<!\w)(?:apa(?:kah)?|siapa(?:kah)?|berapa|kapan|bagaimana|mengapa|kenapa|mana|bolehkah|bisakah)(?!\w)", re.I
)
_OF_COUNT = re.compile(r"(?<!\w)(?:berapa|kapan|siapa|how (?:much|many)|when|who)(?!\w)", re.I)


def lacks_asked(understood: Question, quotes: Sequence[str], titles: Sequence[str]) -> bool:
    """Whether none of the ``quotes`` says the thing that is asked for; ``titles`` are those of their regulations.

    That is: an amount in the measure asked for, a time of day, a date, a sum of money; the year, the pay grade or the
    place that a count, a time or a person is asked of. What holds always is not asked of a year: "12 hari kerja" does
    answer how many days of leave there are in 2026. Of a question that asks several things one may be said.
    """
    asked = understood.normalised
    if len(_ASKS.findall(asked)) > 1:
        return False
    said = " ".join(quotes)
    for cue, answers in _THINGS:
        if cue.search(asked) and not (answers and answers.search(said)):
            return True
    if _unsaid_amount(asked, said):
        return True
    if _LEAST.search(asked) and not _OF_LEAST.search(said):
        return True
    money = bool(_HOW_MUCH.search(asked) and _MONEY.search(asked))
    if money and not _OF_MONEY.search(said):
        return True
    if not _OF_COUNT.search(asked):
        return False
    return _unsaid_place(understood.asked, said, titles) or (
        (money or not _measured(asked)) and _unsaid_qualifier(asked, said)
    )


def lacks_amount(understood: Question, said: str) -> bool:
    """Whether an amount is asked for and the sentence that is to answer, ``said``, has none; numbers of articles aside.

    An amount that only a further quote says belongs to another matter.
    """
    if len(_ASKS.findall(understood.normalised)) > 1:
        return False
    return _unsaid_amount(understood.normalised, _NUMBERED.sub(" ", said))


def _unsaid_amount(asked: str, said: str) -> bool:
    """Whether an amount is asked for that ``said`` does not have, in the first measure that fits the question."""
    return next((not answers.search(said) for cue, answers in _AMOUNTS if cue.search(asked)), False)


def _measured(asked: str) -> bool:
    """Whether a count of days, months or years is asked for, which a rule gives for every year alike."""
    return bool(re.search(r"berapa\s+(?:lama|jam|hari|minggu|bulan|tahun|kali|orang)|umur|usia", asked, re.I))


def _unsaid_qualifier(asked: str, said: str) -> bool:
    for found in reversed(find_citations(asked)):
        asked = asked[: found.start] + asked[found.end :]
    told = [found["year"] or found["grade"] for found in _QUALIFIER.finditer(asked)]
    return any(not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said, re.I) for name in told)


def _unsaid_place(asked: str, said: str, titles: Sequence[str]) -> bool:
    """Whether a place or ministry is named that the quotes and titles say nothing of, nor the glossary explains."""
    where = " ".join([said, *titles]).lower()
    explained = {asked[match.start : match.end].lower() for match in find_entries(asked)}
    return any(m["name"].lower() not in where and m[0].lower() not in explained for m in _PLACE.finditer(asked))
