"""Whether one sentence that a model wrote is borne out by the passage it cites; if not, why.

The checks, in order: its characters (plain text only), the provisions and regulations it names, the names in it, its
figures, the words that carry weight (sanctions, comparisons), the share of its words that the passage has, who acts
or is addressed, and its affirmations and denials. A sentence must be borne by one passage alone, and one with figures
by one statement of it.

Conservative: it would rather lose a true sentence. Does not do: prove that a sentence follows from its passage; it
may still leave out a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kb.citation import KINDS, Citation, find_citations, parse_path, regulation_label
from kb.evidence import Evidence, statements
from kb.figures import LEVELS, Figure, read_bounds, read_figures, supports
from kb.glossary import find_entries
from kb.lexical import tokenize
from kb.polarity import PLAIN, read_words, turned

SENTENCE_LIMIT = 500  # characters
SHARE = 0.75  # of a sentence's words that its passage must have
STRANGERS = 2  # words of a sentence that its passage may lack at most
APART = 5  # words within which two neighbours of a sentence must stand in a statement
ROLE_REACH = 3  # words behind "oleh" in a statement among which a sentence may name who acts
RUN = 2  # pairs of neighbours in a row that may not: one exchanged word makes two such pairs
Place = tuple[str, tuple[tuple[str, str], ...]]  # regulation and steps
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
    "isteri": "istri",  # the spelling of older laws
}
# A sentence may not have these unless its passage has them: each alone can turn a rule into another (sanctions,
# measures, time, and who is bound or decides).
_WEIGHTY = """
    pidana penjara kurungan denda pecat pemecatan diberhentikan pemberhentian berhenti hormat teguran pernyataan
    penurunan diturunkan pembebasan dibebaskan pemotongan dipotong penundaan ditunda pencabutan dicabut batal gugur
    gratis bebas ditolak menolak diterima disetujui lebih kurang sebelum sesudah setelah sejak hingga atas bawah hanya
    semua seluruh setiap selalu seumur selamanya langsung otomatis segera seketika januari februari maret april mei juni
    juli agustus september oktober november desember rupiah persen presiden menteri gubernur bupati walikota hakim
    pengadilan polisi jaksa tertulis lisan tetap masih
    pegawai pns pppk asn cpns calon warga masyarakat penyedia pimpinan atasan bawahan pejabat kepala sekretaris
    bendahara guru dosen istri suami anak dokter tim majelis komisi instansi kementerian pemerintah
"""
WEIGHTY = frozenset(stem for word in _WEIGHTY.split() for stem in tokenize(word))
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
_ROLE = re.compile(r"\b(?:oleh|kepada)\b", re.I)
_NAME = re.compile(r"(?<=[^\W_] )[A-Z][\w-]*|(?<![\w-])[A-Z]{2,}[\w-]*|(?<=[,;:(] )[A-Z][\w-]*|(?<=[(“\"])[A-Z][\w-]*")


@dataclass(frozen=True, slots=True)
class Scope:
    """A statement as sentences are compared with it: references blanked, long names shortened.

    ``stems`` are its content words in order (no figures, no markers of polarity), ``cited`` and ``steps`` the
    provisions it names.
    """

    text: str
    stems: tuple[str, ...]
    figures: tuple[Figure, ...]
    cited: frozenset[Place]
    steps: frozenset[tuple[str, str]]


def unsupported(sentence: str, evidence: Evidence) -> str:
    """Why ``sentence`` (its citation tag taken off) is not borne out by ``evidence``; "" where it is.

    Reasons are single words for counting: bentuk, rujukan, nama, angka, kata, peran, polaritas.
    """
    if len(sentence) > SENTENCE_LIMIT or not _LETTERS.fullmatch(sentence) or _ADDRESS.search(sentence):
        return "bentuk"
    plain = _shorten_names(_blank_references(sentence))
    said = read_figures(plain)
    scopes = _scopes(evidence)
    known = [scope for scope in scopes if not _strange_references(sentence, evidence, scope)]
    if not known or _strange_law(sentence, evidence):
        return "rujukan"
    if _strange_names(plain, evidence):
        return "nama"
    borne = [s for s in known if all(any(supports(f, figure) for f in s.figures) for figure in said)]
    if not borne:
        return "angka"
    best = max(_share(plain, scope) for scope in borne)
    if best >= SHARE or any(figure.value not in LEVELS for figure in said):
        reasons = [_worded(plain, scope) for scope in borne if _share(plain, scope) == best]
        return next(filter(None, reasons), "")
    return _worded(plain, *borne)


def fit(sentence: str, evidence: Evidence) -> float:
    """The share (0..1) of a sentence's words that one statement of a passage has, at best."""
    plain = _shorten_names(_blank_references(sentence))
    return max(_share(plain, scope) for scope in _scopes(evidence))


@lru_cache(maxsize=64)
def _scopes(evidence: Evidence) -> tuple[Scope, ...]:
    own = parse_path(evidence.passage.chunk.path).regulation
    found = []
    for statement in statements(evidence) or ("",):
        text = _shorten_names(_blank_references(statement))
        cited = frozenset(_reachable((f.citation for f in find_citations(statement)), own))
        steps = frozenset(_steps(statement))
        found.append(Scope(text, tuple(_content(text)), tuple(read_figures(text)), cited, steps))
    return tuple(found)


def _share(sentence: str, *scopes: Scope) -> float:
    words = set(_content(sentence))
    given = {stem for scope in scopes for stem in scope.stems}
    return 1 - len(words - given - _spoken(sentence, given)) / len(words) if words else 0.0


def _worded(sentence: str, *scopes: Scope) -> str:
    """Whether the words of a sentence, and its affirmations and denials, are those of the statements; why not."""
    given = {stem for scope in scopes for stem in scope.stems}
    words = set(_content(sentence))
    texts = [scope.text for scope in scopes]
    if words & WEIGHTY - given or not read_bounds(sentence) <= {way for text in texts for way in read_bounds(text)}:
        return "kata"
    spoken = _spoken(sentence, given)
    strange = words - given - spoken
    if len(strange) > STRANGERS or _share(sentence, *scopes) < SHARE or _strayed(sentence, scopes, spoken) > RUN:
        return "kata"
    if _changes_roles(sentence, texts):
        return "peran"
    return "polaritas" if turned(sentence, texts) else ""


def _changes_roles(sentence: str, texts: Iterable[str]) -> bool:
    """Whether "oleh" or "kepada" leads to somebody else than in the statements, where they say it at all."""
    given: dict[str, set[str]] = {}
    for text in texts:
        for role, reached in _roles(text, ROLE_REACH):
            given.setdefault(role, set()).update(reached)
    return any(role in given and not set(reached) <= given[role] for role, reached in _roles(sentence, 1))


def _roles(text: str, reach: int) -> Iterator[tuple[str, list[str]]]:
    """Each "oleh" and "kepada" with the content words behind it, at most ``reach``."""
    for role in _ROLE.finditer(text):
        yield role[0].lower(), _content(text[role.end() :])[:reach]


def _strayed(sentence: str, scopes: Sequence[Scope], spoken: set[str]) -> int:
    """The longest run of neighbouring words in a sentence that are not near each other in any of the statements."""
    near = {
        frozenset((word, other))
        for scope in scopes
        for n, word in enumerate(scope.stems)
        for other in scope.stems[n : n + APART + 1]
    }
    longest = run = 0
    for pair in pairwise(_content(sentence)):
        run = 0 if frozenset(pair) in near or spoken & set(pair) else run + 1
        longest = max(longest, run)
    return longest


def _content(text: str) -> list[str]:
    return [word.stem for word in read_words(text) if word.stem]


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
    names = (re.sub(r"\d.*", "", name) for name in _NAME.findall(sentence))
    return [name for name in names if not set(tokenize(name)) - {"rp"} <= given]


# ---- provisions and regulations named in a sentence


def _strange_references(sentence: str, evidence: Evidence, scope: Scope) -> bool:
    """Whether a sentence names a provision or regulation that is neither the passage's place nor in the statement.

    What "sebagaimana dimaksud dalam" names must be in the statement: there the passage's own place would be a change.
    """
    own = parse_path(evidence.passage.chunk.path)
    citing = "dimaksud" in sentence.lower()
    cited = scope.cited if citing else scope.cited | set(_reachable([own], own.regulation))
    steps = scope.steps if citing else scope.steps | set(_steps(evidence.passage.chunk.label))
    named = ((f.citation.regulation or own.regulation, f.citation.steps) for f in find_citations(sentence))
    return any(place not in cited for place in named) or not set(_steps(_blank_citations(sentence))) <= steps


def _strange_law(sentence: str, evidence: Evidence) -> bool:
    """Whether a sentence speaks of a law, by kind and the word behind it, that the passage does not speak of."""
    label = regulation_label(parse_path(evidence.passage.chunk.path).regulation)
    known = " ".join(f"{label} {evidence.passage.title} {evidence.words}".lower().split())
    rest = _blank_citations(sentence)
    for kind in _KIND.finditer(rest):
        behind = re.match(r"\s+([^\W\d_]+)", rest[kind.end() :])
        name = kind[0] + (f" {behind[1]}" if behind and set(tokenize(behind[1])) - PLAIN else "")
        if not re.search(rf"(?<![\w-]){re.escape(name.lower())}(?![\w-])", known):
            return True
    return False


def _reachable(citations: Iterable[Citation], own: str) -> Iterator[Place]:
    """Each cited place and all that it lies in; a place without regulation is of the ``own`` one."""
    for citation in citations:
        for depth in range(len(citation.steps) + 1):
            yield citation.regulation or own, citation.steps[:depth]


def _steps(text: str) -> list[tuple[str, str]]:
    return [(kind.lower().replace("butir", "angka"), value.lower()) for kind, value in _STEP.findall(text)]


def _blank_references(text: str) -> str:
    return _STEP.sub(" ", _blank_citations(text))


def _blank_citations(text: str) -> str:
    """The text without the provisions and regulations it names, so that their numbers count as no figures."""
    for found in reversed(find_citations(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text
