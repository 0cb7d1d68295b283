"""Citations of Indonesian law: one record, two written forms, and a finder for running text.

A path (``pp-94-2021/pasal-11/ayat-2/huruf-d``) and a label ("PP Nomor 94 Tahun 2021 Pasal 11 ayat (2) huruf d") say the
same thing and each can be read back into the other. ``find_citations`` reads the many forms people type.

Does not do: look up whether the cited provision exists, or which regulation a bare name ("UU ASN") means
(``kb.catalogue.resolve_name``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.types import CitationError

# kind -> (short name in labels, other names as they are written; longest first). The order is the hierarchy of
# UU 12/2011 Pasal 7 and 8, highest first.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "uud": ("UUD", ("undang-undang dasar",)),
    "perppu": ("Perppu", ("peraturan pemerintah pengganti undang-undang", "perpu")),
    "uu": ("UU", ("undang-undang", "undang undang")),
    "pp": ("PP", ("peraturan pemerintah",)),
    "perpres": ("Perpres", ("peraturan presiden",)),
    "keppres": ("Keppres", ("keputusan presiden",)),
    "inpres": ("Inpres", ("instruksi presiden",)),
    "permenpanrb": (
        "PermenPANRB",
        (
            "peraturan menteri pendayagunaan aparatur negara dan reformasi birokrasi",
            "peraturan menteri panrb",
            "permenpan rb",
            "permen panrb",
            "permenpan-rb",
            "permenpan",
        ),
    ),
    "permendagri": ("Permendagri", ("peraturan menteri dalam negeri",)),
    "permenkeu": ("Permenkeu", ("peraturan menteri keuangan", "pmk")),
    "permenkumham": ("Permenkumham", ("peraturan menteri hukum dan hak asasi manusia",)),
    "perbkn": (
        "PerBKN",
        (
            "peraturan badan kepegawaian negara",
            "peraturan kepala badan kepegawaian negara",
            "peraturan bkn",
            "perka bkn",
            "perban bkn",
        ),
    ),
    "perlan": ("PerLAN", ("peraturan lembaga administrasi negara", "peraturan lan")),
    "perkpk": ("PerKPK", ("peraturan komisi pemberantasan korupsi", "peraturan kpk")),
    "se-bkn": ("SE Kepala BKN", ("surat edaran kepala badan kepegawaian negara", "se bkn")),
    "se-menpanrb": ("SE MenPANRB", ("surat edaran menteri panrb", "se menpan rb", "se menpanrb")),
    "se": ("SE", ("surat edaran",)),
    "perda": ("Perda", ("peraturan daerah",)),
    "pergub": ("Pergub", ("peraturan gubernur",)),
    "perbup": ("Perbup", ("peraturan bupati",)),
    "perwali": ("Perwali", ("peraturan wali kota", "peraturan walikota", "perwal")),
    "kepmen": ("Kepmen", ("keputusan menteri",)),
    "panduan": ("Panduan", ()),
}
LOCAL = ("perda", "pergub", "perbup", "perwali")
_NAMES = {name.lower(): kind for kind, (short, names) in KINDS.items() for name in (short, *names)}
_NAME = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(_NAMES, key=len, reverse=True))
_NUMBER = r"(?:(?:nomor|no)\b\.?\s*:?\s*)?(?P<number>\d{1,4}[a-z]?(?:\.\d+)?)"
REGULATION = re.compile(
    rf"""(?<![\w-])(?P<name>{_NAME})(?![^\W\d])
        (?P<agency>\s+republik\s+indonesia)?
        (?:\s+(?P<place>(?!(?:nomor|no|tahun|thn)\b)(?-i:[A-Z][a-z]+)(?:\s(?!(?:nomor|no|tahun)\b)(?-i:[A-Z][a-z]+))?))?
        \s*{_NUMBER}\s*(?:/|\s+(?:tahun|thn|th)\b\.?\s*|\s+)\s*(?P<year>(?:19|20)\d\d)(?!\d)""",
    re.X | re.I,
)
# step word -> (how its value is written in a label, how it is read; group 1 is the value)
STEPS: dict[str, tuple[str, str]] = {
    "bab": ("BAB {upper}", r"bab\s+([ivxlc]+)"),
    "bagian": ("Bagian {title}", r"bagian\s+(ke[a-z]+)"),
    "paragraf": ("Paragraf {value}", r"paragraf\s+(\d+)"),
    "pasal": ("Pasal {upper}", r"(?:pasal|psl|ps)\b\.?\s*(\d{1,3}(?:[ ]?[a-z](?![\w)]))?|[ivx]{1,4})"),
    "ayat": ("ayat ({value})", r"(?:ayat|ay)\s*\(?\s*(\d{1,2}[a-z]?)(?:\s*\))?"),
    "huruf": ("huruf {value}", r"(?:huruf|hrf)\b\.?\s*([a-z]{1,2})\)?"),
    "angka": ("angka {value}", r"angka\s*(\d{1,3})\)?"),
    "lampiran": ("Lampiran {roman}", r"lampiran\s+([ivx]+|\d+)"),
    "diktum": ("diktum {upper}", r"diktum\s+(ke[a-z]+)"),
    "romawi": ("romawi {upper}", r"romawi\s+([ivxlc]+)"),
    "langkah": ("langkah {value}", r"langkah\s+(\d+)"),
}
WORDS = {  # steps without a value
    "judul": "Judul",
    "pembuka": "Pembuka",
    "menimbang": "Menimbang",
    "mengingat": "Mengingat",
    "memutuskan": "Memutuskan",
    "penutup": "Penutup",
    "penjelasan": "Penjelasan",
    "umum": "Umum",
    "pasal-demi-pasal": "Pasal demi Pasal",
}
_STEP_PATTERNS = {kind: re.compile(pattern + r"(?:(?<=\))|(?!\w))", re.I) for kind, (_, pattern) in STEPS.items()}
ARTICLE = re.compile(
    r"(?<!\w)(?:penjelasan\s+)?(?:pasal|psl|ps)\b\.?\s*(?:\d{1,3}(?:[ ]?[a-z](?![\w)]))?(?!\w)|[IVX]{1,4}\b)"
    r"(?:\s*,?\s*(?:ayat|ay)\s*\(?\s*\d{1,2}[a-z]?(?!\w)(?:\s*\))?)?(?:\s*,?\s*(?:huruf|hrf)\b\.?\s*[a-z](?!\w)\)?)?"
    r"(?:\s*,?\s*angka\s*\d{1,3}(?!\w)\)?)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A regulation (id) and the steps to a provision in it, outermost first: (("pasal", "11"), ("ayat", "2")).

    A step without a value ("penjelasan") has the value "". ``part_number`` counts the parts of a long provision.
    """

    regulation: str
    steps: tuple[tuple[str, str], ...] = ()
    part_number: int = 1

    @property
    def part(self) -> str:
        """``batang_tubuh``, ``penjelasan``, ``lampiran``, ``menimbang``, ``mengingat``, ... by the first step."""
        first = self.steps[0][0] if self.steps else ""
        body = (
            "",
            "pasal",
            "bab",
            "bagian",
            "paragraf",
            "ayat",
            "huruf",
            "angka",
            "diktum",
            "romawi",
            "langkah",
        )
        return "batang_tubuh" if first in body else first

    def value(self, kind: str) -> str:
        """The value of the first step of ``kind``, or ""."""
        return next((value for step, value in self.steps if step == kind), "")

    @property
    def path(self) -> str:
        """``pp-94-2021/pasal-11/ayat-2``; the inverse of ``parse_path``."""
        below = [f"{kind}-{value}" if value else kind for kind, value in self.steps]
        return "/".join([self.regulation, *below]) + (f"#{self.part_number}" if self.part_number > 1 else "")

    @property
    def label(self) -> str:
        """What a civil servant writes: "PP Nomor 94 Tahun 2021 Pasal 11 ayat (2)"; the inverse of ``parse_label``."""
        words = [regulation_label(self.regulation)] if self.regulation else []
        for kind, value in self.steps:
            if not value:
                words.append(WORDS.get(kind, kind))
            else:
                words.append(
                    STEPS[kind][0].format(
                        value=value,
                        upper=value.upper().replace("-", " "),
                        title=value.title(),
                        roman=_roman(int(value)) if value.isdigit() else value.upper(),
                    )
                )
        return " ".join(words) + (f" (bagian {self.part_number})" if self.part_number > 1 else "")

    @property
    def article(self) -> str:
        """Path of the article this provision or elucidation belongs to; without one, its outermost unit."""
        for kind, value in self.steps:
            if kind == "pasal":
                return f"{self.regulation}/pasal-{value}"
        return Citation(self.regulation, self.steps[:1]).path


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """A citation in a text: ``text[start:end]`` says ``citation``, whose regulation is "" where none is named."""

    start: int
    end: int
    citation: Citation


def slugify(title: str) -> str:
    """Lower-case words joined by hyphens: the id of a document without a number."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def regulation_id(kind: str, number: str, year: int | str, place: str = "") -> str:
    """``pp-94-2021``; a regional rule adds its place."""
    return "-".join(part for part in (kind, slugify(number), str(year), slugify(place)) if part)


def regulation_label(identifier: str) -> str:
    """The name of a regulation from its id: "PP Nomor 94 Tahun 2021", "Perbup Sleman Nomor 12 Tahun 2024"."""
    match = re.fullmatch(r"(?P<kind>[a-z-]+?)-(?P<number>\d+[a-z]?)-(?P<year>\d{4})(?:-(?P<place>.+))?", identifier)
    if not match:
        return identifier.replace("-", " ").capitalize()
    short = KINDS[match["kind"]][0] if match["kind"] in KINDS else match["kind"].replace("-", " ").capitalize()
    place = f" {match['place'].replace('-', ' ').title()}" if match["place"] else ""
    return f"{short}{place} Nomor {match['number'].upper()} Tahun {match['year']}"


def parse_path(path: str) -> Citation:
    """The citation a path names; CitationError where it is not a path."""
    body, _, part = path.partition("#")
    regulation, *below = body.split("/")
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", regulation) or not re.fullmatch(r"|[1-9]\d{0,5}", part, re.A):
        raise CitationError(f"bukan jalur ketentuan: {path!r}")
    steps: list[tuple[str, str]] = []
    for step in below:
        kind, _, value = step.partition("-")
        if step in WORDS:
            steps.append((step, ""))
        elif kind in STEPS and re.fullmatch(r"[a-z0-9-]+", value):
            steps.append((kind, value))
        else:
            raise CitationError(f"bukan jalur ketentuan: {path!r} (pada {step!r})")
    return Citation(regulation, tuple(steps), int(part or 1))


def parse_label(text: str) -> Citation:
    """The citation a label or another complete written form names; CitationError where it is none."""
    body = " ".join(text.split())
    part = 1
    if match := re.search(r"\s*\(bagian (\d+)\)$", body):
        part, body = int(match[1]), body[: match.start()]
    named = REGULATION.search(body)
    first_step = re.search(
        r"(?<!\w)(?:"
        + "|".join([*(re.escape(w) for w in WORDS.values()), *(p for _, p in STEPS.values())])
        + r")(?!\w)",
        body,
        re.I,
    )
    if named:
        regulation = _regulation_of(named)
        below = (body[: named.start()] + " " + body[named.end() :]).strip()
        below = re.sub(r"^tentang\b.*?(?=(?:pasal|penjelasan|lampiran|menimbang|mengingat)\b|$)", "", below, flags=re.I)
    elif first_step and first_step.start() > 0:
        regulation, below = slugify(body[: first_step.start()]), body[first_step.start() :]
    else:
        regulation, below = slugify(body), ""
    steps = _parse_steps(below, text)
    if not regulation or not (named or steps):
        raise CitationError(f"bukan rujukan yang dikenal: {text!r}")
    return Citation(regulation, steps, part)


def find_citations(text: str) -> list[FoundCitation]:
    """Every article or regulation named in ``text``, in order.

    An article takes the regulation named right after it ("pasal 5 UU 5/2014") or right before it ("PP 94/2021
    Pasal 11"), with no sentence end between them; a regulation that gave its name to an article is not repeated.
    """
    regulations = list(REGULATION.finditer(text))
    used: set[int] = set()
    found: list[FoundCitation] = []
    for article in ARTICLE.finditer(text):
        steps = _parse_steps(article.group(), text)
        after = next((r for r in regulations if r.start() >= article.end()), None)
        before = next((r for r in reversed(regulations) if r.end() <= article.start()), None)
        owner = None
        if (
            after
            and len(text[article.end() : after.start()]) <= 25
            and not _breaks(text[article.end() : after.start()])
        ):
            owner = after
        elif before and not _breaks(text[before.end() : article.start()]):
            owner = before
        if owner:
            used.add(owner.start())
        start, end = article.start(), article.end()
        if owner and owner.start() - end <= 3 and owner.start() >= end:
            end = owner.end()
        elif owner and 0 <= start - owner.end() <= 3:
            start = owner.start()
        found.append(FoundCitation(start, end, Citation(_regulation_of(owner) if owner else "", steps)))
    found += [
        FoundCitation(r.start(), r.end(), Citation(_regulation_of(r))) for r in regulations if r.start() not in used
    ]
    return sorted(found, key=lambda f: f.start)


def _breaks(between: str) -> bool:
    return bool(re.search(r"[.;?!]\s|\n\n", between)) or len(between) > 160


def _regulation_of(match: re.Match[str]) -> str:
    kind = _NAMES[" ".join(match["name"].lower().split())]
    place = match["place"] or ""
    return regulation_id(kind, match["number"].lower(), match["year"], place if kind in LOCAL else "")


def _parse_steps(below: str, whole: str) -> tuple[tuple[str, str], ...]:
    steps: list[tuple[str, str]] = []
    rest = below.strip()
    while rest:
        word = next((w for w, label in WORDS.items() if re.match(re.escape(label) + r"(?!\w)", rest, re.I)), None)
        if word:
            steps.append((word, ""))
            rest = rest[len(WORDS[word]) :]
        else:
            for kind, pattern in _STEP_PATTERNS.items():
                if match := pattern.match(rest):
                    steps.append((kind, _step_value(kind, match[1])))
                    rest = rest[match.end() :]
                    break
            else:
                raise CitationError(f"bukan rujukan yang dikenal: {whole!r} (pada {rest[:20]!r})")
        rest = re.sub(r"^[\s,]+", "", rest)
    return tuple(steps)


def _step_value(kind: str, raw: str) -> str:
    value = "".join(raw.lower().split())
    if kind == "lampiran" and not value.isdigit():
        return str(_from_roman(value))
    return value


def _from_roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[c] for c in numeral]
    return sum(-v if n + 1 < len(values) and v < values[n + 1] else v for n, v in enumerate(values))


def _roman(number: int) -> str:
    pairs = (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    out = ""
    for size, letters in pairs:
        while number >= size:
            out, number = out + letters, number - size
    return out
