"""Questions about what a regulation is worth: in force? repealed, amended, replaced by what? what does it repeal?

`read_validity` reads which regulation (or provision) is asked about and what is asked of it; `read_newest` which
matter's regulation is asked for ("peraturan terbaru tentang disiplin PNS", "dasar hukum cuti"). Both give None for
every other question: one that says more than a regulation's name and what becomes of it asks for the rule itself.

Does not do: answer (kb/validity.py, kb/newest.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kb.catalogue import ABBREVIATIONS, KnownRegulations, resolve_name, year_of
from kb.citation import REGULATION, Citation, find_citations
from kb.lexical import tokenize
from kb.question import KINDS, Question

Asked = Literal["mulai", "keberlakuan", "pencabut", "pengubah", "pengganti", "tindakan", "pelaksana", "perihal"]
MOST_LEFT = 2  # stems that a question about a regulation may say beside its name and what is asked


@dataclass(frozen=True, slots=True)
class ValidityQuestion:
    """What is asked (never empty) of the cited regulation or provision; ``day`` where it says as of when.

    ``others`` are further regulations named (ids), which may be what it is compared with.
    """

    asked: tuple[Asked, ...]
    citation: Citation
    day: date | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewestQuestion:
    """The matter whose regulation is asked for; ``kinds`` of regulation where it names some."""

    topic: str
    kinds: tuple[str, ...] = ()


def _any_of(alternatives: str) -> re.Pattern[str]:
    words = "|".join(alternative.strip() for alternative in re.split(r"\s\|\s", alternatives))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I)


# "yang masih berlaku" only describes the regulation of a question about something else.
_DESCRIBES = re.compile(r"(?<!apa )(?<!mana )(?<!\w)yang (?:sudah|telah|masih|kini) (?:di\w+|berlaku)(?!\w)", re.I)
CUES: dict[Asked, re.Pattern[str]] = {
    "mulai": _any_of(
        r"""mulai berlaku(?:nya)?(?: kapan)? | berlaku (?:sejak|mulai)(?: kapan| tanggal berapa)?
        | kapan (?:§ )?berlaku(?:nya)? | sejak kapan (?:§ )?berlaku | kapan (?:§ )?mulai berlaku
        | enter(?:ed)? into force | (?:take|took) effect"""
    ),
    "keberlakuan": _any_of(
        r"""(?<!masa )berlaku(?:kah|nya)?(?! (?:untuk|bagi|terhadap|juga|surut|kepada|di|pada|dalam|selama|ke)\b)
        | (?:masih|tetap|tidak) berlaku
        | (?:masih |tetap )(?:bisa |boleh |dapat )?(?:dipakai|digunakan|dipake|pakai|sah|valid|hidup|jadi acuan)
        | kepak(?:ai|e) | terpakai
        | kedaluwarsa | kadaluarsa | usang | expired | status(?: hukum| keberlakuan)?(?: dari)? § | statusnya
        | (?:still )?in force | (?:still )?(?:valid|in effect|applicable|effective)"""
    ),
    "pencabut": _any_of(
        """dicabut(?:nya)? | pencabut(?:an|nya|annya)? | dibatalkan | dinyatakan tidak berlaku | mencabut(?:nya)?
        | repealed | revoked | abolished"""
    ),
    "pengubah": _any_of(
        """(?:sudah |telah |pernah )?berubah | diubah(?:nya)? | perubahan(?:nya)? | pengubah(?:nya)? | direvisi
        | revisi(?:nya)? | diamandemen | amandemen(?:nya)? | mengubah(?:nya)? | merevisi(?:nya)? | amended
        | amendments?"""
    ),
    "pengganti": _any_of(
        """pengganti(?:nya)? | penggantian(?:nya)? | digant(?:i|ikan)(?:nya)? | menggantikan(?:nya)? | mengganti
        | penerus(?:nya)? | replaced | replacement | superseded | successor"""
    ),
    "pelaksana": _any_of(
        """(?:peraturan |aturan )?pelaksana(?:an)?(?:nya)? | aturan turunan(?:nya)? | turunan(?:nya)?
        | implementing (?:regulation|rule)s?"""
    ),
    "perihal": _any_of(
        """tentang apa | mengatur (?:tentang )?apa | soal apa | perihal apa | judul(?:nya)? | itu apa
        | what is § about"""
    ),
}
# What the regulation named before it does to others; behind what does it, it is what is done to the regulation.
_ACTS = _any_of("mencabut | mengubah | menggantikan | mengganti | merevisi | repeals? | replaces? | amends?")
_DONE_BY = re.compile(
    r"(?:di(?:cabut|ubah|revisi|ganti|gantikan)|repealed|replaced|amended)\s(?:oleh|dengan|by|lewat|melalui)\s+§", re.I
)
# "pengganti sekda menurut PP ..." asks what the regulation says.
_WITHIN = re.compile(r"(?<!\w)(?:menurut|berdasarkan|sesuai|dalam|di|pada|under|in|according to) (?:pasal )?§", re.I)
_FILLERS = frozenset(
    tokenize(
        "apa apakah saja aja sekarang kini saat ini hari masih sudah telah belum tidak pernah sejak kapan berapa kali "
        "oleh dengan yang itu ini ya dan atau sih dong tolong mohon info cek peraturan aturan regulasi ketentuan "
        "undang "
        "tersebut tanggal tahun mulai per pada waktu lagi nomor siapa mana bagaimana hukum lama baru terakhir terbaru "
        "daftar sebutkan isi semua keseluruhan seluruhnya sebagian bener benar kah the is has been was by what which "
        "when still are does did it of and or any regulation law lagi tentang status gak udah kalau sama"
    )
)
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/.-])")
_RULE = (
    r"(?:per(?:atur|undang-undang)an(?: per\w+-\w+)?(?: pemerintah| presiden| menteri| bkn| daerah)?|aturan|regulasi|"
    r"ketentuan|uu|undang-undang|pp|perpres|permen\w*|perbkn|perka bkn|perda|hukum)"
)
_NOW = r"(?:sekarang|kini|saat\sini|hari\sini)"
NEWEST = re.compile(
    rf"""(?<!\w)(?:
      {_RULE}\s(?:\w+\s){{0,4}}?(?:yang\s)?(?:paling\s(?:baru|akhir|update)|terbaru|terkini|ter-?update
        |baru(?=\s(?:itu\s)?(?:apa|nomor)))
    | {_RULE}\s(?:\w+\s){{1,6}}?yang\s(?:{_NOW}\sberlaku|berlaku\s{_NOW}|berlaku\s(?:pada\s|di\s)?(?:tahun\s)?\d{{4}})
    | (?:dasar|landasan|payung|rujukan)\shukum(?:nya)?(?:\s(?:yang\s)?(?:untuk|tentang|mengenai|bagi|atas|dari|soal))?
    | {_RULE}\s(?:apa|mana|nomor\sberapa)(?:\ssaja)?(?:kah)?\s(?:yang\s)?(?:sekarang\s|kini\s|saat\sini\s)?mengatur
    | {_RULE}\syang\s(?:sekarang\s|kini\s)?mengatur
    | diatur(?:nya)?\s(?:dalam|di|dengan|oleh|pada)\s(?:mana|{_RULE}\s(?:apa|mana|(?:nomor\s|no\.?\s)?berapa))
    | (?:latest|newest|current)\s(?:regulation|rule|law)s?\s(?:on|about|for) | legal\sbasis\s(?:of|for)
    | which\s(?:regulation|law)\s(?:governs|regulates)
    )(?!\w)""",
    re.I | re.X,
)
_KIND = re.compile(r"(?<!\w)(?:uu|undang-undang|pp|peraturan pemerintah|perpres|peraturan presiden|perbkn)(?!\w)", re.I)
_KINDS = {
    "undang-undang": "uu",
    "peraturan pemerintah": "pp",
    "peraturan presiden": "perpres",
}
_OF_TOPIC = re.compile(
    rf"""(?<!\w)(?:{_RULE}|tentang|mengenai|soal|terkait|perihal|untuk|bagi|apa|apakah|saja|kah|mana|yang|di|oleh|dengan|pada|sekarang|kini|saat\sini
      |hari\sini|terbaru|paling\sbaru|baru|terkini|mengatur|diatur|dalam|berlaku|nomor|no|berapa|adalah|itu|sih|ya|the|is|what|on
      |about|for|of|tahun|(?:19|20)\d\d)(?!\w)|[?!.,]""",
    re.I | re.X,
)
# What a question about the rule itself asks for; such a question wants the rule, not its name.
_OF_RULE = ("sanksi", "jangka waktu", "jumlah", "syarat", "prosedur", "kebolehan", "definisi", "wewenang")


def read_validity(understood: Question, regulations: KnownRegulations, today: date) -> ValidityQuestion | None:
    """What is asked about the worth of the regulation that the question names first; None where nothing such is."""
    text = understood.asked if understood.language == "en" else understood.normalised
    marked = " ".join(_without(_DESCRIBES.sub(" ", text), mark=" § ").split())
    asked = _what_is_asked(marked)
    if not asked:
        return None
    found = [f.citation for f in find_citations(text) if f.citation.regulation]
    citation = found[0] if found else _cited_by_name(text, regulations)
    if citation is None:
        return None
    rest = _without(text)
    left = _left(rest, citation, regulations)
    if len(left) > MOST_LEFT or (left and "keberlakuan" not in asked and _WITHIN.search(marked)):
        return None
    if asked == ("perihal",) and (citation.steps or left):
        return None
    others = tuple(dict.fromkeys(c.regulation for c in found if c.regulation != citation.regulation))
    return ValidityQuestion(asked, citation, _day(rest, citation.regulation, understood, today), others)


def _cited_by_name(text: str, regulations: KnownRegulations) -> Citation | None:
    """The one regulation that a text names without a number, with the article it names beside it."""
    names = resolve_name(text, regulations)
    steps = next((f.citation.steps for f in find_citations(text) if f.citation.steps), ())
    return Citation(names[0], steps) if len(names) == 1 else None


def _without(text: str, mark: str = " ") -> str:
    """A text with ``mark`` in place of each citation."""
    for found in reversed(find_citations(text)):
        text = text[: found.start] + mark + text[found.end :]
    return text


def _what_is_asked(text: str) -> tuple[Asked, ...]:
    """The kinds of question, in the order of CUES; ``§`` stands for the regulation."""
    if (acts := _ACTS.search(text)) and "§" in text[: acts.start()] and "§" not in text[acts.end() :]:
        return ("tindakan",)
    if (done := _DONE_BY.search(text)) and "§" not in text[: done.start()]:
        return ("tindakan",)
    asked = tuple(kind for kind, cue in CUES.items() if cue.search(text))
    return ("mulai",) if "mulai" in asked else asked


def _left(rest: str, citation: Citation, regulations: KnownRegulations) -> list[str]:
    """Stems that are neither of the regulation's name nor of what is asked of it."""
    known = regulations.get(citation.regulation)
    name = f"{known.kind} {known.title} {' '.join(known.aliases)} {known.year}" if known else ""
    said = set(tokenize(expand(name))) | _FILLERS
    for cue in CUES.values():
        rest = cue.sub(" ", rest)
    return [word for word in tokenize(REGULATION.sub(" ", rest)) if word not in said and word.isalpha()]


def _day(rest: str, regulation: str, understood: Question, today: date) -> date | None:
    """The day that the question names, or else the last of a year that it names beside the regulation's own.

    A regulation's own year behind its name ("UU ASN 2014") is part of the name.
    """
    if understood.as_of:
        return understood.as_of.day
    years = [int(y) for y in _YEAR.findall(rest) if int(y) != year_of(regulation)]
    return date(years[0], 12, 31) if len(years) == 1 and years[0] < today.year else None


def read_newest(understood: Question) -> NewestQuestion | None:
    """The matter whose regulation is asked for, or None: where a number is named, or the rule itself is asked for."""
    text = understood.asked if understood.language == "en" else understood.normalised
    cue = NEWEST.search(text)
    if not cue or find_citations(text) or re.search(r"(?<!\w)menurut(?!\w)", text, re.I):
        return None
    rest = re.sub(
        rf"(?:nomor|no\.?|tahun|{_RULE}) berapa", " ", f"{text[: cue.start()]} {text[cue.end() :]}", flags=re.I
    )
    if any(KINDS[kind].search(rest) for kind in _OF_RULE):
        return None
    kinds = {_KINDS.get(k.lower(), k.lower()) for k in _KIND.findall(text)}
    topic = " ".join(_OF_TOPIC.sub(" ", re.sub(r"(?:dasar|landasan|payung|rujukan) hukum(?:nya)?", " ", text)).split())
    return NewestQuestion(topic, tuple(sorted(kinds))) if tokenize(topic) else None


def expand(text: str) -> str:
    """A text with the abbreviations that titles write out, written out."""
    return re.sub(r"\w+", lambda m: ABBREVIATIONS.get(m[0].lower(), m[0]), text)
