"""Defined terms of a draft: used where they are defined, defined where they are used, once, and as higher rules say.

A term in use is written with capitals inside a sentence (UU 12/2011, Lampiran II angka 108); names of offices,
places, regulations and months are no terms.

Does not do: the order of definitions; terms that are used in small letters only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from kb.citation import REGULATION
from kb.definitions import DEFINITION, read_definitions
from kb.finding import Draft, Trace, is_higher
from kb.quotation import compare_words, plain_words
from kb.search import Library
from kb.types import Provision

# Words that begin the name of an office, a body, a place or an act, or are themselves such a name.
NAMES = frozenset(
    """
    presiden wakil menteri gubernur bupati wali kota walikota sekretaris sekretariat kepala ketua direktur direktorat
    inspektorat inspektur badan dinas kementerian lembaga komisi mahkamah dewan pengadilan pemerintah pemerintahan
    negara republik indonesia kabupaten provinsi kecamatan kelurahan desa daerah pusat pancasila tuhan nusantara
    ombudsman kejaksaan jaksa agung kepolisian prajurit tentara bank otoritas arsip perpustakaan universitas
    kantor camat lurah jakarta instansi pimpinan
    utama madya pratama muda pertama ahli administrator pengawas pelaksana fungsional eselon golongan
    undang undang-undang peraturan keputusan instruksi surat edaran qanun pasal bab bagian paragraf lampiran ayat
    lembaran berita tambahan penjelasan nomor tahun
    januari februari maret april mei juni juli agustus september oktober november desember
    senin selasa rabu kamis jumat sabtu minggu rp rupiah bhinneka tunggal ika
    i ii iii iv v vi vii viii ix x
    """.split()
)
# Terms whose meaning is each regulation's own affair.
# Names of more than one word that begin with none of these.
PHRASES = frozenset(
    {
        "anggaran pendapatan",
        "belanja daerah",
        "belanja negara",
        "kartu keluarga",
        "kartu tanda penduduk",
        "perwakilan rakyat",
        "tentara nasional indonesia",
    }
)
# Abbreviations so frequent that the collection's vocabulary does not keep them.
ALWAYS_SHORT = {
    "aparatur sipil negara": "asn",
    "pegawai negeri sipil": "pns",
    "pegawai pemerintah dengan perjanjian kerja": "pppk",
}
OWN_AFFAIR = re.compile(
    r"(?:Pemerintah(?:an)?\s+)?(?:Daerah|Provinsi|Kabupaten|Kota)\b.*|Menteri|Kementerian|Lembaga|Bupati|Gubernur"
    r"|Wali\s?[Kk]ota|Kepala.*|Hari|Badan|Dinas.*|Sekretaris.*|Instansi|Pegawai|Pejabat|Tim.*|Unit.*|Satuan.*"
)
_CAPITAL = r"(?:[A-Z][a-z]+(?:-[A-Z][a-z]+)*|[A-Z]{3,})(?![\w-])"  # Loket, Undang-Undang, APBD
CAPITALS = re.compile(rf"(?<![\w.-]){_CAPITAL}(?:[ \n]+{_CAPITAL})*")
TITLE = re.compile(r"\s+tentang\s+[^;,.()]*", re.I)
MARK = re.compile(r"^[ \t]*(?P<mark>(?:\d{1,3}\.|[a-z]\.|\(\d{1,3}\))[ \t]+[A-Z])", re.M)
SENTENCE_START = re.compile(r"(?:^|[.;:?!]\s+|\n|\(\d{1,2}\)\s)\W*(?:\(\w{1,3}\)|\w{1,3}[.)])?\W*$")
FEWEST = 2  # times that words must be used before they count as a term; angka 102 asks for terms used repeatedly
SAME = 0.97  # likeness of two definitions that differ by recognition noise of the one in the collection only
SAME_PRINT = 0.9  # the same where the draft was read from print too


@dataclass(frozen=True, slots=True)
class Term:
    """A term that the draft defines in ``text[start:end]``, and its short form or ""."""

    name: str
    short: str
    start: int
    end: int


def defined_terms(draft: Draft) -> list[Term]:
    """The terms of the first article in order; a definition whose number does not fit is one too."""
    first = draft.units.get(f"{draft.own}/pasal-1")
    if first is None:
        return []
    text = draft.text.text
    starts = {u.start for u in draft.units.values() if u.path.startswith(f"{first.path}/")}
    starts |= {first.start + m.start("mark") for m in MARK.finditer(text[first.start : first.end])}
    ordered = [*sorted(starts), first.end]
    terms = []
    for start, end in pairwise(ordered):
        if match := DEFINITION.match(" ".join(text[start:end].split())):
            name, short = ((match[g] or "").strip(' "”“') for g in ("term", "short"))
            terms.append(Term(name, re.sub(r"^(?:dengan|sebagai)\s+", "", short), start, end))
    return terms


def find_unused_terms(draft: Draft) -> Iterator[Trace]:
    """Terms that are defined and nowhere used."""
    terms = defined_terms(draft)
    for term in terms:
        others = " ".join(_rest(draft, term).lower().split())
        names = [name.lower() for name in (term.name, term.short, _shortened(term.name, terms)) if name]
        if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", others) for name in names):
            yield Trace(term.start, term.end, f"istilah “{term.short or term.name}” tidak dipakai")


def find_undefined_terms(draft: Draft) -> Iterator[Trace]:
    """Capitalised words used repeatedly in the articles that are neither defined, here or elsewhere, nor names."""
    known = [name for term in defined_terms(draft) for name in (term.name, term.short) if name]
    if not known:
        return  # without definitions the draft writes no terms
    elsewhere = {n.lower() for t, s, _ in read_definitions(draft.library.store.first_articles()) for n in (t, s) if n}
    elsewhere |= PHRASES
    places: dict[str, tuple[int, int]] = {}
    counts: Counter[str] = Counter()
    for unit in draft.units.values():
        inside = re.match(rf"{re.escape(draft.own)}/pasal-(\w+)", unit.path)
        if inside is None or inside[1] == "1":
            continue
        words = _blank(draft.text.text[unit.start : unit.own_end])
        for match in CAPITALS.finditer(words):
            term, at = _as_term(words, match)
            if term and not _is_known(_without(term, elsewhere), known):
                counts[term] += 1
                places.setdefault(term, (unit.start + at, unit.start + match.end()))
    for term, (start, end) in places.items():
        if counts[term] >= FEWEST:
            yield Trace(start, end, f"istilah “{term}” berhuruf kapital tetapi tidak didefinisikan")


def find_doubled_terms(draft: Draft) -> Iterator[Trace]:
    """Terms that are defined twice."""
    seen: set[str] = set()
    for term in defined_terms(draft):
        if term.name.lower() in seen:
            yield Trace(term.start, term.end, f"istilah “{term.name}” didefinisikan dua kali")
        seen.add(term.name.lower())


def find_other_meanings(draft: Draft) -> Iterator[Trace]:
    """Terms that a higher rule in force defines in other words; none where any such rule says the same."""
    defined = _defined(draft.library)
    abbreviations = draft.library.generation.vocabulary.abbreviations
    short_forms = {term.lower(): short for short, term in abbreviations.items()} | ALWAYS_SHORT
    for term in defined_terms(draft):
        if OWN_AFFAIR.fullmatch(term.name):
            continue
        ours = _meaning(draft.text.text[term.start : term.end], short_forms)
        theirs = [
            (p, _meaning(p.reading or p.text, short_forms))
            for p in defined.get(term.name.lower(), ())
            if is_higher(draft, p.path.split("/", 1)[0])
        ]
        likeness = [Indel.normalized_similarity(plain_words(ours), plain_words(words)) for _, words in theirs]
        if likeness and max(likeness) < (SAME_PRINT if draft.text.printed else SAME):
            nearest, words = theirs[likeness.index(max(likeness))]
            changes = compare_words(ours, words)[:4]
            said = "; ".join(f"“{c.quoted or '…'}” / “{c.printed or '…'}”" for c in changes)
            message = f"definisi “{term.name}” berbeda dari {nearest.label} ({said}); apakah perbedaan itu dimaksudkan?"
            yield Trace(term.start, term.end, message, (nearest.path,))


def _shortened(name: str, terms: list[Term]) -> str:
    """The name with the short form of another term in place of the long one: Manajemen PPPK."""
    for other in terms:
        if other.short and other.name != name:
            name = name.replace(other.name, other.short)
    return name


def _rest(draft: Draft, term: Term) -> str:
    """The text without the preamble and without one definition."""
    start, _ = draft.body
    return draft.text.text[start : term.start] + " " + draft.text.text[term.end :]


def _blank(words: str) -> str:
    """Words with citations, titles of regulations and the heading of an article blanked, every offset as before."""
    words = re.sub(r"^\W*Pasal\s+\w+(?=\s*\n)", lambda m: " " * len(m[0]), words)
    for match in reversed(list(REGULATION.finditer(words))):
        title = TITLE.match(words, match.end())
        end = title.end() if title else match.end()
        words = words[: match.start()] + re.sub(r"[^\n]", "_", words[match.start() : end]) + words[end:]
    return words


def _as_term(words: str, match: re.Match[str]) -> tuple[str, int]:
    """The term that a run of capitalised words may be, and where it begins; "" where it is a name or nothing."""
    parts = [(m[0], match.start() + m.start()) for m in re.finditer(r"\S+", match[0])]
    if SENTENCE_START.search(words[max(0, match.start() - 12) : match.start()]):
        parts = parts[1:]
    if not parts or parts[0][0].lower() in NAMES or any(c.isdigit() for word, _ in parts for c in word):
        return "", 0
    while parts and parts[-1][0].lower() in NAMES:
        parts = parts[:-1]
    return " ".join(word for word, _ in parts), parts[0][1]


def _without(term: str, names: set[str]) -> str:
    """The words of a term that are left when the longest names (in lower case) are taken out."""
    words, rest = term.split(), []
    at = 0
    while at < len(words):
        length = next((n for n in range(len(words) - at, 0, -1) if " ".join(words[at : at + n]).lower() in names), 0)
        if not length:
            rest.append(words[at])
        at += length or 1
    return " ".join(rest)


def _is_known(term: str, known: list[str]) -> bool:
    """Whether a run of capitalised words is a defined term, a part of one, or made of such."""
    rest = f" {term} "
    for name in sorted(known, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", rest)
    words = re.findall(r"[\w-]+", rest.replace("dan/atau", " "))
    return all(
        any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", name) for name in known) or w.lower() in NAMES for w in words
    )


def _meaning(words: str, short_forms: Mapping[str, str]) -> str:
    """What stands behind "adalah" in a definition, long forms of abbreviations in their short form."""
    folded = " ".join(words.split())
    match = DEFINITION.match(folded)
    meaning = folded[match.end() :] if match else folded
    for term, short in short_forms.items():
        if term in meaning.lower():
            meaning = re.sub(re.escape(term), short.upper(), meaning, flags=re.I)
    return meaning


def _defined(library: Library) -> dict[str, list[Provision]]:
    """Units of the collection that define a term, by the term in lower case."""
    units: dict[str, list[Provision]] = {}
    for term, _, unit in read_definitions(library.store.first_articles()):
        units.setdefault(term.lower(), []).append(unit)
    return units
