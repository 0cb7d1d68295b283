"""Whether one sentence that a model wrote is borne out by the passage it cites; if not, why.

The checks, in order: its characters (plain text only), the provisions and regulations it names, the names in it, its
figures, the words that carry weight (sanctions, comparisons), the share of its words that the passage has, and its
affirmations and denials. A sentence must be borne by one passage alone, and one with figures by one statement of it.

Conservative: it would rather lose a true sentence. Does not do: prove that a sentence follows from its passage; two
roles in one statement may still be exchanged ("A melapor kepada B").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kb.citation import KINDS, Citation, find_citations, parse_path, regulation_label
from kb.evidence import Evidence, statements
from kb.figures import LEVELS, Figure, read_figures, supports
from kb.glossary import find_entries
from kb.lexical import tokenize
from kb.polarity import turned

SENTENCE_LIMIT = 500  # characters
SHARE = 0.75  # of a sentence's words that its passage must have
STRANGERS = 3  # words of a sentence that its passage may lack at most
# Long names that staff and laws shorten, so that either form stands for the other.
SHORT_NAMES = {
    "pegawai negeri sipil": "PNS",
    "aparatur sipil negara": "ASN",
    "pegawai pemerintah dengan perjanjian kerja": "PPPK",
    "pejabat pembina kepegawaian": "PPK",
    "badan kepegawaian negara": "BKN",
    "lembaga administrasi negara": "LAN",
    "sasaran kinerja pegawai": "SKP",
    "jabatan pimpinan tinggi": "JPT",
}
# A sentence may not have these unless its passage has them: each alone can turn a rule into another.
_WEIGHTY = """
    pidana penjara kurungan denda pecat pemecatan diberhentikan pemberhentian berhenti hormat teguran pernyataan
    penurunan diturunkan pembebasan dibebaskan pemotongan dipotong penundaan ditunda pencabutan dicabut batal gugur
    gratis bebas ditolak menolak diterima disetujui lebih kurang sebelum sesudah setelah sejak hingga atas bawah hanya
    semua seluruh setiap selalu seumur selamanya langsung otomatis segera januari februari maret april mei juni juli
    agustus september oktober november desember rupiah persen presiden menteri gubernur bupati walikota hakim
    pengadilan polisi jaksa tertulis lisan
"""
WEIGHTY = frozenset(stem for word in _WEIGHTY.split() for stem in tokenize(word))
# Words of plain speech that claim nothing themselves.
_PLAIN = """
    apabila jika bila maka berarti artinya yaitu yakni adalah ialah menurut berdasarkan sesuai ketentuan aturan
    dikenai dikenakan kena mendapat mendapatkan berupa meliputi mencakup terdiri tersebut begitu demikian
"""
PLAIN = frozenset(stem for word in _PLAIN.split() for stem in tokenize(word))
_LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9\s.,;:()/%'’‘\"“”–&+-]+")
_ADDRESS = re.compile(r"https?:|www\.|[a-z]{2,}\.[a-z]{2,}|[a-z]/{2}|(?:javascript|data|mailto):", re.I)
_STEP = re.compile(
    r"(?<!\w)(pasal|ayat|huruf|angka|butir|bab|bagian|paragraf|lampiran|diktum|buku)\s*\(?((?:\d+\w?|[a-z]|[ivxlc]+|ke\w+))\b\)?",
    re.I,
)
_KIND = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(sorted({re.escape(n.lower()) for s, ns in KINDS.values() for n in (s, *ns)}, key=len, reverse=True))
    + r"|kuhp|kuhap|kuh perdata|konstitusi|konvensi|qanun)(?![\w-])",
    re.I,
)
_NAME = re.compile(r"(?<=[^\W_] )[A-Z][\w-]*|(?<![\w-])[A-Z]{2,}[\w-]*|(?<=[,;:(] )[A-Z][\w-]*|(?<=[(“\"])[A-Z][\w-]*")


def unsupported(sentence: str, evidence: Evidence) -> str:
    """Why ``sentence`` (its citation tag taken off) is not borne out by ``evidence``; "" where it is.

    Reasons are single words for counting: bentuk, rujukan, nama, angka, kata, polaritas.
    """
    if len(sentence) > SENTENCE_LIMIT or not _LETTERS.fullmatch(sentence) or _ADDRESS.search(sentence):
        return "bentuk"
    plain, foreign = _without_references(sentence, evidence)
    if foreign:
        return "rujukan"
    plain = _shorten_names(plain)
    if _strange_names(plain, evidence):
        return "nama"
    said, scopes = read_figures(plain), _scopes(evidence)
    borne = [scope for scope in scopes if all(any(supports(f, s) for f in _figures(scope)) for s in said)]
    if said and not borne:
        return "angka"
    reasons = [_worded(plain, scope) for scope in borne] if said else [_worded(plain, *scopes)]
    return "" if "" in reasons else reasons[0]


@lru_cache(maxsize=64)
def _scopes(evidence: Evidence) -> tuple[str, ...]:
    """The statements of a passage as they are compared: references blanked, long names shortened."""
    return tuple(_shorten_names(_blank_references(s)) for s in statements(evidence)) or ("",)


@lru_cache(maxsize=512)
def _figures(scope: str) -> tuple[Figure, ...]:
    return tuple(read_figures(scope))


def _worded(sentence: str, *scopes: str) -> str:
    """Whether the words of a sentence, and its affirmations and denials, are those of the statements; why not."""
    given = {stem for scope in scopes for stem in tokenize(scope)}
    words = set(tokenize(sentence)) - PLAIN - set(LEVELS)
    if words & WEIGHTY - given:
        return "kata"
    strange = {w for w in words - given if not w.isdigit()} - _spoken(sentence, given)
    if not words or len(strange) > STRANGERS or 1 - len(strange) / len(words) < SHARE:
        return "kata"
    return "polaritas" if turned(sentence, scopes) else ""


def _spoken(sentence: str, given: set[str]) -> set[str]:
    """The stems of staff words whose meaning in the law's words is among the words ``given``."""
    return {
        stem
        for match in find_entries(sentence)
        if any(set(tokenize(meant)) <= given for meant in re.split(r"\s*,\s*", match.entry.mean))
        for stem in tokenize(sentence[match.start : match.end])
    }


def _shorten_names(text: str) -> str:
    text = " ".join(text.split())
    for long, short in SHORT_NAMES.items():
        text = re.sub(rf"\b{long}\b", short, text, flags=re.I)
    return text


def _strange_names(sentence: str, evidence: Evidence) -> list[str]:
    """Capitalised words inside a sentence, and words in capitals, that neither passage nor title nor label has."""
    chunk = evidence.passage.chunk
    known = " ".join([evidence.words, evidence.passage.title, chunk.label])
    given = {stem for text in (known, _shorten_names(known)) for stem in tokenize(text)}
    return [name for name in _NAME.findall(sentence) if not set(tokenize(name)) <= given]


# ---- provisions and regulations named in a sentence


def _without_references(sentence: str, evidence: Evidence) -> tuple[str, bool]:
    """The sentence with what it names blanked, and whether it names anything that is not its passage's."""
    chunk = evidence.passage.chunk
    own = parse_path(chunk.path)
    given = [own, *(f.citation for f in find_citations(evidence.words))]
    allowed = set(_reachable(given, own.regulation))
    named = [f.citation for f in find_citations(sentence)]
    if any((c.regulation or own.regulation, c.steps) not in allowed for c in named):
        return sentence, True
    rest = _blank_citations(sentence)
    steps = set(_steps(f"{chunk.label} {evidence.words}"))
    if any(step not in steps for step in _steps(rest)):
        return sentence, True
    rest = _STEP.sub(" ", rest)
    laws = f"{regulation_label(own.regulation)} {evidence.passage.title} {evidence.words}".lower()
    kinds = {match[0].lower() for match in _KIND.finditer(rest)}
    return rest, not all(re.search(rf"(?<![\w-]){re.escape(kind)}(?![\w-])", laws) for kind in kinds)


def _reachable(citations: Iterable[Citation], own: str) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
    """Each cited place and all that it lies in; a place without regulation is of the ``own`` one."""
    for citation in citations:
        for depth in range(len(citation.steps) + 1):
            yield citation.regulation or own, citation.steps[:depth]


def _steps(text: str) -> Sequence[tuple[str, str]]:
    return [(kind.lower().replace("butir", "angka"), value.lower()) for kind, value in _STEP.findall(text)]


def _blank_references(text: str) -> str:
    return _STEP.sub(" ", _blank_citations(text))


def _blank_citations(text: str) -> str:
    """The text without the provisions and regulations it names, so that their numbers count as no figures."""
    for found in reversed(find_citations(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text
