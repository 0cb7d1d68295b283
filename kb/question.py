"""A question of the staff, understood: what to look for, about whom, as of when, and what kind of answer is asked for.

`understand` makes of the question as asked a `Question`: its wording with chat spellings and typing errors repaired, the
words to look for, variants in the law's own words (glossary, doubtful repairs, English), and features for ranking.

Does not do: search; resolve citations (kb/citation.py) or names of regulations (kb/catalogue.py); earlier turns of a
conversation (kb/followup.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kb.citation import find_citations
from kb.english import is_english, translate_words
from kb.glossary import Match, find_entries
from kb.lexical import tokenize
from kb.spelling import Correction, correct_words, load_spelling, spell_out
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day on which the rules asked for were in force, and the words that say so."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is understood of it.

    ``asked``: as written. ``normalised``: chat spellings written out, sure typing errors repaired. ``words``: the same
    without greetings, fillers and question words, for the word index. ``variants``: further texts that mean the same in
    the law's words, to be scored beside it (none where the question has the law's words already). ``language``: ``id``
    or ``en``. ``scope``: whom it is about, of SCOPES. ``kinds``: what is asked for, of KINDS. ``negations``: its words
    that deny.
    """

    asked: str
    normalised: str
    words: str
    variants: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    language: str = "id"
    scope: tuple[str, ...] = ()
    as_of: AsOf | None = None
    negations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


SCOPES = {
    "PPPK": r"pppk|p3k|pegawai pemerintah dengan perjanjian kerja|contract (?:employee|worker|staff)s?",
    "CPNS": r"cpns|capeg|calon pns|calon pegawai negeri(?: sipil)?|candidate civil servants?",
    "PNS": r"(?<!calon )pns|(?<!calon )pegawai negeri(?: sipil)?|(?<!candidate )civil servants?",
    "honorer": r"honorer|tenaga honor|non[ -]?asn|non[ -]?pns|pegawai kontrak|tenaga kontrak|thl|gtt|ptt|honorary (?:staff|worker)s?",
    "pejabat": r"pejabat|jpt|pimpinan tinggi|kepala (?:dinas|badan|daerah|bagian|bidang)|kadis|kaban|sekda|camat|lurah"
    r"|bupati|wali ?kota|gubernur|menteri|officials?",
}

KINDS = {
    "definisi": r"pengertian|definisi|dimaksud|artinya|apa(?:kah)? arti|arti dari|apa itu|apa sih|itu apa|apa beda|beda(?:nya)?"
    r"|what is meant|definition|meaning of",
    "sanksi": r"sanksi|hukum(?:an|annya)|dihukum|dipecat|diberhentikan|kena apa|diapakan|akibat(?:nya)?|konsekuensi(?:nya)?"
    r"|nasib(?:nya)?|punishment|penalt(?:y|ies)|sanctions?|dismiss(?:al|ed)",
    "prosedur": r"prosedur|tata ?cara|(?:bagai)?mana cara(?:nya)?|cara(?:nya)? (?:meng|mem|men|me)\w+|langkah|tahap(?:an)?|alur|proses(?:nya)?"
    r"|bagaimana (?:meng|mem|men)\w+|procedure|process",
    "syarat": r"(?:per)?syarat(?:an|annya|nya)?|kriteria|wajib dipenuhi|requirements?|conditions?",
    "wewenang": r"siapa(?:kah)?|wewenang|berwenang|kewenangan|pejabat mana|lembaga (?:apa|mana)|ke ?mana|who(?:m)?|which body",
    "jangka waktu": r"berapa (?:lama|hari|bulan|tahun|minggu|jam)|kapan|paling lambat|batas waktu|tenggat|jangka waktu"
    r"|sampai kapan|how long|how many (?:\w+ )*(?:days|months|years)|when|deadline",
    "jumlah": r"berapa(?! (?:lama|hari|bulan|tahun|minggu|jam))|how (?:many|much)|at what age",
    "kebolehan": r"boleh(?:kah)?|bolehkan|bisa(?:kah)?|dapatkah|dilarang|larangan|allowed|may|can",
}

NEGATIONS = frozenset("tidak bukan belum tanpa jangan tak kecuali selain not without never except no cannot".split())

_INTERROGATIVES = re.compile(
    r"""(?<!\w)(?:
        (?:apa|siapa|kapan|mana|bagaimana|berapa|mengapa|bisa|boleh|dapat|ada|benar)kah
      | apa | siapa | kapan | bagaimana | mengapa | bunyi(?:nya)? | (?:se)?perti\ apa
      | (?:tolong|mohon|coba)\ (?:sebutkan|jelaskan|uraikan) | sebutkan | jelaskan
    )(?![\w-])""",
    re.X | re.I,
)

# "boleh dibanding tidak?" asks, it does not deny.
_TAG = re.compile(
    r"(?:,?\s*(?:atau|apa)\s+(?:tidak|belum|bukan)|(?<=\w)\s+(?:tidak|belum|bukan))(?=\s*(?:[,.?!&]|$))"
    r"|(?<=\bada) tidak(?= \w)",
    re.I,
)

_MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember "
    "january february march april may june july august september october november december"
).split()
_DATE = rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>(?:19|20)\d\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_REGULATION = r"(?<!\w)(?:no|nomor|nr)\.? \d+ (?:tahun )?$|(?:uu|pp|perpres|permen\w*|per\w+|undang-undang) (?:\w+ ){0,2}(?:tahun )?$"
# What a date stands beside, with the days from the named day (or from the first of January of a named year).
_AS_OF = (
    (rf"(?:per|pada|pada tanggal|sampai|tanggal|as of|on) {_DATE}", "on"),
    (rf"(?:sebelum|before) (?:tanggal )?{_DATE}", "before"),
    (rf"(?:sebelum|before) (?:tahun )?{_YEAR}", "before"),
    (rf"(?:waktu|saat|pada saat|ketika|semasa|masih|era|zaman|kondisi|per|pada|di|as of|in|back in) (?:tahun )?{_YEAR}", "year"),
    (rf"yang berlaku (?:di |pada )?(?:tahun )?{_YEAR}", "year"),
    (rf"tahun {_YEAR} (?:dulu|dahulu|lalu|silam)", "year"),
    (r"(?:yang |masih )?berlaku (?:sekarang|saat ini|kini|hari ini)|(?:sekarang|saat ini) (?:yang )?berlaku|currently in force", "now"),
)


def understand(question: str, vocabulary: Vocabulary | None = None, today: date | None = None) -> Question:
    """What a question means: see `Question`.

    ``vocabulary`` are the words of the collection (without it typing errors stay); ``today`` is the day that "now" means.
    """
    language = "en" if is_english(question) else "id"
    if language == "en":
        normalised, corrections = question, []
    else:
        spelt = spell_out(question)
        corrections = correct_words(spelt, vocabulary, hurried=spelt != question) if vocabulary else []
        normalised = replace_words(spelt, {c.written: c.read for c in corrections if c.sure})
    matches = find_entries(normalised)
    words = keep_words(normalised)
    variants = [_lay_words(normalised, matches)] if matches else []
    if doubted := {c.written: c.read for c in corrections if not c.sure}:
        variants.append(keep_words(replace_words(normalised, doubted)))
    if language == "en":
        variants.append(translate_words(question))
    known = {frozenset(tokenize(words))}
    return Question(
        asked=question,
        normalised=normalised,
        words=words,
        variants=tuple(v for v in variants if v and frozenset(tokenize(v)) not in known),
        corrections=tuple(corrections),
        language=language,
        scope=_found(SCOPES, normalised),
        as_of=find_as_of(normalised, today or date.today()),
        negations=tuple(w for w in re.findall(r"\w+", words.lower()) if w in NEGATIONS),
        kinds=("look-up",) if any(c.citation.steps for c in find_citations(question)) else _found(KINDS, normalised),
    )


def _found(table: dict[str, str], text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in table.items() if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.I))


def _lay_words(normalised: str, matches: list[Match]) -> str:
    """The words to look for with the law's words after them."""
    return " ".join([keep_words(normalised), *dict.fromkeys(m.entry.mean for m in matches)])


def replace_words(text: str, readings: dict[str, str]) -> str:
    """The text with each written word (lower case) replaced by its reading."""
    return re.sub(r"[^\W\d_]+", lambda m: readings.get(m[0].lower(), m[0]), text) if readings else text


def keep_words(text: str) -> str:
    """The text without greetings, fillers and question words; the text itself where nothing else is in it."""
    _, phrases, words = load_spelling()
    fillers = "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in (*sorted(phrases, key=len, reverse=True), *sorted(words)))
    kept = re.sub(rf"(?<![\w-])(?:{fillers})(?!\s*\d)(?![\w-])", " ", text, flags=re.I)
    kept = _TAG.sub(" ", kept)
    kept = " ".join(re.sub(r"\s+([,.?!])", r"\1", _INTERROGATIVES.sub(" ", kept)).split()).lstrip(" ,.?!")
    return kept if tokenize(kept) else text


def find_as_of(text: str, today: date) -> AsOf | None:
    """The day as of which a question asks, where it says so; a year that is part of a citation is none."""
    for pattern, sense in _AS_OF:
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.I):
            named = match.groupdict()
            if "year" in named and re.search(_REGULATION, text[: match.start("year")], re.I):
                continue
            if day := _day(named, sense, today):
                return AsOf(day, match[0])
    return None


def _day(named: dict[str, str], sense: str, today: date) -> date | None:
    if sense == "now":
        return today
    year = int(named["year"])
    if "month" in named:
        try:
            day = date(year, _MONTHS.index(named["month"].lower()) % 12 + 1, int(named["day"]))
        except ValueError:
            return None
        return day - timedelta(days=1) if sense == "before" else day
    return date(year - 1, 12, 31) if sense == "before" else date(year, 12, 31)
