"""A question of the staff, understood: what to look for, about whom, as of when, and what kind of answer is asked for.

`understand` makes of the question as asked a `Question`: its wording with chat spellings and typing errors repaired,
the words to look for, variants in the law's own words (glossary, doubtful repairs, English), and features for ranking.

Does not do: search; resolve citations (kb/citation.py) or names of regulations (kb/catalogue.py); earlier turns of a
conversation (kb/followup.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.as_of import AsOf, find_as_of
from kb.citation import find_citations
from kb.english import is_english, translate_words
from kb.glossary import Match, find_entries, is_staff_word
from kb.lexical import tokenize
from kb.spelling import Correction, correct_words, load_spelling, spell_out
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is understood of it.

    ``asked``: as written. ``normalised``: chat spellings written out, sure typing errors repaired. ``words``: the same
    without greetings and fillers, for the word index (which leaves out question words itself). ``variants``: further
    texts that mean the same in the law's words, to be scored beside it (none where the question has the law's words
    already). ``language``: ``id`` or ``en``. ``scope``: whom it is about, of SCOPES. ``kinds``: what is asked for, of
    KINDS. ``negations``: its words that deny.
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


def _any_of(alternatives: str) -> re.Pattern[str]:
    """A pattern over whole words for alternatives written with " | " between them, on as many lines as wanted."""
    words = "|".join(alternative.strip() for alternative in re.split(r"\s\|\s", alternatives))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I)


SCOPES = {
    name: _any_of(words)
    for name, words in {
        "PPPK": "pppk | p3k | pegawai pemerintah dengan perjanjian kerja | contract (?:employee|worker|staff)s?",
        "CPNS": "cpns | capeg | calon pns | calon pegawai negeri(?: sipil)? | candidate civil servants?",
        "PNS": "(?<!calon )pns | (?<!calon )pegawai negeri(?: sipil)? | (?<!candidate )civil servants?",
        "honorer": """honorer | tenaga honor | non[ -]?asn | non[ -]?pns | pegawai kontrak | tenaga kontrak | thl
            | gtt | ptt | honorary (?:staff|worker)s?""",
        "pejabat": """pejabat | jpt | pimpinan tinggi | kepala (?:dinas|badan|daerah|bagian|bidang) | kadis | kaban
            | sekda | camat | lurah | bupati | wali ?kota | gubernur | menteri | officials?""",
    }.items()
}

# Cues of what is asked for, in words as `spell_out` writes them; a question may ask several things.
KINDS = {
    name: _any_of(words)
    for name, words in {
        "definisi": """pengertian | definisi | dimaksud | artinya | apa(?:kah)? arti | arti dari | apa itu | apa sih
            | itu apa | apa beda | beda(?:nya)? | what is meant | definition | meaning of""",
        "sanksi": """sanksi(?:nya)? | hukuman(?:nya)? | hukumnya | dihukum | dipecat | diberhentikan | kena apa
            | diapakan | akibat(?:nya)? | konsekuensi(?:nya)? | nasib(?:nya)? | punishment
            | penalt(?:y|ies) | sanctions? | dismiss(?:al|ed)""",
        "prosedur": r"""prosedur(?:nya)? | tata ?cara | (?:bagai)?mana cara(?:nya)? | cara(?:nya)? me\w+ | langkah
            | tahap(?:an)? | alur | proses(?:nya)? | bagaimana me\w+ | procedure | process""",
        "syarat": """(?:per)?syarat(?:an|annya|nya)? | kriteria | wajib dipenuhi | requirements? | conditions?""",
        "wewenang": """siapa(?:kah)? | wewenang | berwenang | kewenangan | pejabat mana | lembaga (?:apa|mana)
            | ke ?mana | whom? | which body""",
        "jangka waktu": r"""berapa (?:lama|hari|bulan|tahun|minggu|jam) | kapan | paling lambat | batas waktu | tenggat
            | jangka waktu | sampai kapan | how long | how many (?:\w+ )*(?:days|months|years) | when | deadline""",
        "jumlah": "berapa(?! (?:lama|hari|bulan|tahun|minggu|jam)) | how (?:many|much) | at what age",
        "kebolehan": "boleh(?:kah)? | bolehkan | bisa(?:kah)? | dapatkah | dilarang | larangan | allowed | may | can",
    }.items()
}

NEGATIONS = frozenset("tidak bukan belum tanpa jangan tak kecuali selain not without never except no cannot".split())

# "boleh dibanding tidak?" asks, it does not deny.
_TAG = re.compile(
    r"(?:,?\s*(?:atau|apa)\s+(?:tidak|belum|bukan)|(?<=\w)\s+(?:tidak|belum|bukan))(?=\s*(?:[,.?!&]|$))"
    r"|(?<=\bada)\s+tidak(?=\s+\w)",
    re.I,
)


def understand(question: str, vocabulary: Vocabulary | None = None, today: date | None = None) -> Question:
    """What a question means: see `Question`.

    ``vocabulary`` are the words of the collection (without it typing errors stay); ``today`` is what "now" means.
    """
    language = "en" if is_english(question) else "id"
    if language == "en":
        normalised, corrections = question, []
    else:
        spelt = spell_out(question)
        corrections = correct_words(spelt, vocabulary, hurried=spelt != question) if vocabulary else []
        normalised = replace_words(spelt, {c.written: c.read for c in corrections if c.sure})
    words = keep_words(normalised)
    law = put_into_law(normalised, find_entries(normalised)) if language == "id" else normalised
    law = _spell_abbreviations(law, vocabulary, capitals=language == "en") if vocabulary else law
    variants = [keep_words(law)]
    if doubted := {c.written: c.read for c in corrections if not c.sure}:
        variants.append(keep_words(replace_words(law, doubted)))
    if language == "en":
        variants.append(translate_words(question))
    own = set(tokenize(words))
    return Question(
        asked=question,
        normalised=normalised,
        words=words,
        variants=tuple(v for v in dict.fromkeys(variants) if v and set(tokenize(v)) != own),
        corrections=tuple(corrections),
        language=language,
        scope=_found(SCOPES, normalised),
        as_of=find_as_of(normalised, today or date.today()),
        negations=tuple(w for w in re.findall(r"\w+", words.lower()) if w in NEGATIONS),
        kinds=("look-up",) if any(c.citation.steps for c in find_citations(question)) else _found(KINDS, normalised),
    )


def _found(table: dict[str, re.Pattern[str]], text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in table.items() if pattern.search(text))


def put_into_law(normalised: str, matches: Sequence[Match]) -> str:
    """The text with staff words replaced by the law's words for them; an abbreviation stays, its full name after it."""
    pieces, at = [], 0
    for match in matches:
        if _lies_in_phrase(match, normalised):
            continue
        if match.end > at:  # the first sense of a form takes its place, further ones are put after it
            keeps = match.entry.kind == "singkatan"
            pieces += [normalised[at : match.end if keeps else match.start], " " if keeps else ""]
            at = match.end
        else:
            pieces.append(" ")
        pieces.append(match.entry.mean)
    return "".join([*pieces, normalised[at:]])


def _lies_in_phrase(match: Match, text: str) -> bool:
    """Whether the staff word is part of the law's words for it: "banding" in "banding administratif"."""
    phrases = [phrase.strip() for phrase in match.entry.mean.split(",")]
    spans = [m.span() for phrase in phrases for m in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.I)]
    return any(start <= match.start and match.end <= end for start, end in spans)


def _spell_abbreviations(text: str, vocabulary: Vocabulary, *, capitals: bool) -> str:
    """The text with the terms of abbreviations that the collection defines, and the glossary lacks, put after them.

    Where ``capitals`` only those count that are written so: "up" and "its" are words in English.
    """

    def full(match: re.Match[str]) -> str:
        term = vocabulary.abbreviations.get(match[0].lower())
        word = capitals and not match[0].isupper()
        told = word or term is None or is_staff_word(match[0].lower()) or term.lower() in text.lower()
        return match[0] if told else f"{match[0]} {term}"

    return re.sub(r"\w[\w-]+", full, text)


def replace_words(text: str, readings: dict[str, str]) -> str:
    """The text with each written word (lower case) replaced by its reading."""
    return re.sub(r"[^\W\d_]+", lambda m: readings.get(m[0].lower(), m[0]), text) if readings else text


def keep_words(text: str) -> str:
    """The text without greetings, fillers and a "tidak" that only asks; the text itself where nothing else is in it."""
    _, phrases, words = load_spelling()
    fillers = "|".join(
        re.escape(f).replace(r"\ ", r"\s+") for f in (*sorted(phrases, key=len, reverse=True), *sorted(words))
    )
    kept = re.sub(rf"(?<![\w-])(?:{fillers})(?!\s*\d)(?![\w-])", " ", text, flags=re.I)
    kept = _TAG.sub(" ", kept)
    kept = " ".join(re.sub(r"\s+([,.?!])", r"\1", kept).split()).lstrip(" ,.?!")
    return kept if tokenize(kept) else text
