"""Citations of Indonesian law: one record, two written forms, and a finder for running text.

A path (``pp-94-2021/pasal-11/ayat-2/huruf-d``) and a label ("PP Nomor 94 Tahun 2021 Pasal 11 ayat (2) huruf d") say the
same thing and each can be read back into the other. ``find_citations`` reads the many forms people type:

>>> [found.citation.path for found in find_citations("isi pasal 5 ayat 2 uu 5/2014, dan Ps. 7 huruf a dan b?")]
['uu-5-2014/pasal-5/ayat-2', 'uu-5-2014/pasal-7/huruf-a', 'uu-5-2014/pasal-7/huruf-b']

Does not do: look up whether the cited provision exists, or which regulation a bare name ("UU ASN") means
(``kb.catalogue.resolve_name``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.types import CitationError

# kind -> (short name in labels, other names as they are written). The order is the hierarchy of UU 12/2011
# Pasal 7 and 8, highest first. Offices without a row get a kind from their name: "perka-lkpp", "permen-sosial".
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "uud": ("UUD", ("undang-undang dasar",)),
    "perppu": ("Perppu", ("peraturan pemerintah pengganti undang-undang", "perpu")),
    "uu-darurat": ("UU Darurat", ("undang-undang darurat", "uu drt")),
    "uu": ("UU", ("undang-undang", "undang undang")),
    "pp": ("PP", ("peraturan pemerintah",)),
    "perpres": ("Perpres", ("peraturan presiden",)),
    "keppres": ("Keppres", ("keputusan presiden",)),
    "inpres": ("Inpres", ("instruksi presiden",)),
    "permenpanrb": (
        "PermenPANRB",
        (
            "peraturan menteri pendayagunaan aparatur negara dan reformasi birokrasi",
            "peraturan menteri negara pendayagunaan aparatur negara dan reformasi birokrasi",
            "peraturan menteri negara pendayagunaan aparatur negara",
            "peraturan menteri pendayagunaan aparatur negara",
            "peraturan menteri panrb",
            "peraturan menteri pan-rb",
            "permenpan rb",
            "permen panrb",
            "permen pan-rb",
            "permen pan rb",
            "permenpan-rb",
            "permenpan",
        ),
    ),
    "permendagri": ("Permendagri", ("peraturan menteri dalam negeri", "permen dagri")),
    "permenkeu": ("Permenkeu", ("peraturan menteri keuangan", "pmk")),
    "permenkumham": ("Permenkumham", ("peraturan menteri hukum dan hak asasi manusia",)),
    "permenkes": ("Permenkes", ("peraturan menteri kesehatan",)),
    "permendikbud": ("Permendikbud", ("peraturan menteri pendidikan dan kebudayaan",)),
    "permenaker": ("Permenaker", ("peraturan menteri ketenagakerjaan", "permennaker")),
    "permendikbudristek": (
        "Permendikbudristek",
        (
            "peraturan menteri pendidikan, kebudayaan, riset, dan teknologi",
            "peraturan menteri pendidikan, kebudayaan, riset dan teknologi",
        ),
    ),
    "permensos": ("Permensos", ("peraturan menteri sosial",)),
    "permenag": ("Permenag", ("peraturan menteri agama", "pma")),
    "perbkn": (
        "PerBKN",
        (
            "peraturan badan kepegawaian negara",
            "peraturan kepala badan kepegawaian negara",
            "peraturan kepala bkn",
            "peraturan bkn",
            "perka badan kepegawaian negara",
            "perka bkn",
            "perban bkn",
            "per bkn",
        ),
    ),
    "perlan": (
        "PerLAN",
        (
            "peraturan lembaga administrasi negara",
            "peraturan kepala lembaga administrasi negara",
            "peraturan kepala lan",
            "peraturan lan",
            "perka lan",
        ),
    ),
    "perbapeten": (
        "PerBapeten",
        (
            "peraturan badan pengawas tenaga nuklir",
            "peraturan kepala badan pengawas tenaga nuklir",
            "peraturan kepala bapeten",
            "peraturan bapeten",
            "perka bapeten",
            "perba bapeten",
        ),
    ),
    "perkpk": ("PerKPK", ("peraturan komisi pemberantasan korupsi", "peraturan kpk")),
    "pojk": ("POJK", ("peraturan otoritas jasa keuangan", "peraturan ojk")),
    "se-bkn": (
        "SE Kepala BKN",
        (
            "surat edaran kepala badan kepegawaian negara",
            "surat edaran kepala bkn",
            "surat edaran bkn",
            "se badan kepegawaian negara",
            "se bkn",
        ),
    ),
    "se-menpanrb": (
        "SE MenPANRB",
        (
            "surat edaran menteri pendayagunaan aparatur negara dan reformasi birokrasi",
            "surat edaran menteri panrb",
            "surat edaran menpanrb",
            "se menteri panrb",
            "se menpan rb",
            "se menpan-rb",
            "se menpan",
        ),
    ),
    "se": ("SE", ("surat edaran",)),
    "skb": ("SKB", ("keputusan bersama", "surat keputusan bersama")),
    "perda": ("Perda", ("peraturan daerah",)),
    "pergub": ("Pergub", ("peraturan gubernur",)),
    "perbup": ("Perbup", ("peraturan bupati",)),
    "perwali": ("Perwali", ("peraturan wali kota", "peraturan walikota", "perwal", "perwako")),
    "kepgub": ("Kepgub", ("keputusan gubernur",)),
    "kepbup": ("Kepbup", ("keputusan bupati",)),
    "kepwali": ("Kepwali", ("keputusan wali kota", "keputusan walikota")),
    "kepmenkumham": (
        "Kepmenkumham",
        ("keputusan menteri hukum dan hak asasi manusia", "keputusan menteri hukum dan ham"),
    ),
    "kepmen": ("Kepmen", ("keputusan menteri",)),
    "panduan": ("Panduan", ()),
}
LOCAL = ("perda", "pergub", "perbup", "perwali", "kepgub", "kepbup", "kepwali")
# Offices without a row above: what their rules are called, and the kind's first part. Longest first.
FORMS = {
    "peraturan menteri": "permen",
    "peraturan kepala": "perka",
    "keputusan menteri": "kepmen",
    "keputusan kepala": "kepka",
    "surat edaran": "se",
    "peraturan": "peraturan",
    "keputusan": "keputusan",
    "instruksi": "instruksi",
    "permen": "permen",
    "perban": "perban",
    "perka": "perka",
    "se": "se",
}
ACRONYMS = "anri bkn bmkg bnn bnpb bpip bpk bpkp bpom bps brin bssn kpk kpu lan lkpp ojk panrb pom ppatk ri".split()
_NAMES = {name.lower(): kind for kind, (short, names) in KINDS.items() for name in (short, *names)}
_NAMES["dokumen"] = "dokumen"


def _alternatives(names: dict[str, str]) -> str:
    return "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(names, key=len, reverse=True))


# Words that cannot stand between the kind of a regulation and its number.
_STOP = (
    r"(?!(?:nomor|no|tahun|thn|th|tentang|pasal|psl|ps|ayat|huruf|angka|bab|yang|ini|itu|tersebut|atau|serta|sejak|dalam|"
    r"untuk|selama|berlaku|paling|kepada|dengan|pada|oleh|dari|ke|di|sebagaimana|adalah|juncto|jo|"
    r"uu|pp|perpres|keppres|inpres|per[mk]en\w*|undang-undang|peraturan|keputusan)\b)"
)
_WORD = rf"{_STOP}[a-z][a-z.'&-]*"
_PLAIN = rf"(?!dan\b){_WORD}"
REGULATION = re.compile(
    rf"""(?<![\w-])(?:
        (?P<constitution>(?:uud|undang-undang\s+dasar)(?:\s+negara)?(?:\s+(?:repub\wik\s+indonesia|nri|ri))?
            (?:\s+tahun)?\s+(?=1945\b))
      | (?:
          (?P<name>{_alternatives(_NAMES)}|permen[a-z]{{2,20}}|kepmen[a-z]{{2,20}})(?![a-z-])
          (?:\s+(?P<place>{_PLAIN}(?:\s+{_PLAIN}){{0,4}}?))?             # Perda Sleman, PP Disiplin PNS
        | (?P<form>{_alternatives(FORMS)})\s+(?P<office>{_WORD}(?:[\s/,]+{_WORD}){{0,11}}?)(?=\s+(?:nomor|no)\b)
        )
        (?:\s+republik\s+indonesia|\s+ri)?
        \s*(?:(?:nomor|no)\b\.?\s*:?\s*)?
        (?P<number>\d{{1,4}}[a-z]?(?:\.\d+)?
            |[a-z]{{1,4}}[.-][a-z\d]+(?:[.-][a-z\d]+){{1,6}}(?=\s+(?:tahun|thn)\b))  # M.HH-04.KU.03.03 Tahun 2017
        (?:(?:/[a-z][\w.-]*)(?:/[\w.-]+)??)?                            # 113/PMK.05/2012
        \s*(?:/|\s+(?:tahun|thn|th)\b\.?\s*|\s+)\s*
      )
      (?:(?P<year>(?:19|20)\d\d)|(?<=/)(?P<short_year>\d\d))(?![\d/])""",
    re.X | re.I,
)
_ORDINAL = (
    r"pertama|ke[a-z]+(?:[\s-](?:belas|puluh)(?:[\s-](?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan))?(?!\w))?"
)
# step word -> (how its value is written in a label, how it is read; the group that matches is the value)
STEPS: dict[str, tuple[str, str]] = {
    "buku": ("BUKU {upper}", rf"buku\s+({_ORDINAL}|[ivx]+)"),
    "bab": ("BAB {upper}", r"bab\s+([ivxlc]+[a-d]?|\d{1,2})"),
    # "Bagian Kesatu" of a regulation; "Bagian A", "Bagian A.1", "Bagian II" of guidelines and annexes
    "bagian": ("Bagian {title}", rf"bagian\s+({_ORDINAL}|[ivxlc]+(?![\w.])|[a-z]{{1,2}}(?:\.\d{{1,2}})*)"),
    "paragraf": ("Paragraf {value}", r"paragraf\s+(\d+)"),
    "pasal": (
        "Pasal {upper}",
        r"(?:pasal|psl|ps)\.?\s*(\d{1,3}(?:[a-z]{1,2}(?!\w)|[ ][a-z](?![\w)./]))?|[ivx]{1,4})",
    ),
    "ayat": (
        "ayat ({value})",
        r"(?:(?:ayat|ay)\b\.?\s*(?:\(\s*(\d{1,2}[a-z]?)(?:\s*\))?|(\d{1,2}[a-z]?))|\(\s*(\d{1,2}[a-z]?)\s*\))",
    ),
    "huruf": ("huruf {value}", r"(?:huruf|hrf)\b\.?\s*(?:\(([a-z]{1,2})\)|([a-z]{1,2})\b)"),
    "angka": ("angka {dotted}", r"(?:angka|butir)\s*(?:\((\d{1,3}(?:\.\d{1,2})*)\)|(\d{1,3}(?:\.\d{1,2})*))"),
    "lampiran": ("Lampiran {roman}", r"lampiran\s+([ivxlc]+|\d+)"),
    "diktum": ("diktum {upper}", rf"diktum\s+({_ORDINAL})"),
    "romawi": ("romawi {upper}", r"romawi\s+([ivxlc]+)"),
    "langkah": ("langkah {value}", r"langkah\s+(\d+)"),
    "sop": ("SOP {value}", r"sop\s+(\d{1,3})"),  # one of several procedures in one document
    "isian": ('isian "{spaced}"', r'isian\s+["“]([^"“”]+)["”]'),  # a field of a form
    "subjudul": ('subjudul "{spaced}"', r'subjudul\s+["“]([^"“”]+)["”]'),  # a heading without a number
    "tabel": ("Tabel {value}", r"tabel\s+(\d{1,3})"),
    "baris": ("baris {value}", r"baris\s+(\d{1,4})"),
    "kepala": ("kepala {value}", r"kepala\s+(\d{1,4})"),  # a table's header where it is printed again
    "lanjutan": ("lanjutan {value}", r"lanjutan\s+(\d{1,4})"),  # text of a unit after the list or table in it
}
QUOTED = ("isian", "subjudul")  # their value is a slug of printed words
_REPEATED = re.compile(r"(?P<value>.+)-ke-(?P<count>\d+)")  # the second huruf a in one place: huruf-a-ke-2
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
_STEP_PATTERNS = {kind: re.compile(rf"{pattern}(?:(?<=\))|(?!\w))", re.I) for kind, (_, pattern) in STEPS.items()}
INNER = ("pasal", "ayat", "huruf", "angka")  # from the outside in
BODY = tuple(kind for kind in STEPS if kind != "lampiran")


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
        first = self.steps[0][0] if self.steps else "pasal"
        return "batang_tubuh" if first in BODY else first

    def value(self, kind: str) -> str:
        """The value of the first step of ``kind`` ("pasal", "ayat", "huruf", "angka", ...), or ""."""
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
        words += [_step_label(kind, value) for kind, value in self.steps]
        return " ".join(words) + (f" (bagian {self.part_number})" if self.part_number > 1 else "")

    @property
    def article(self) -> str:
        """Path of the article this provision or elucidation belongs to; without one, its outermost unit.

        An article inside an annex is the annex's, not that of the regulation.
        """
        for n, (kind, value) in enumerate(self.steps):
            if kind == "pasal":
                inside = self.steps[0][0] == "lampiran"
                return Citation(self.regulation, self.steps[: n + 1] if inside else ((kind, value),)).path
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


def kind_of(name: str) -> str:
    """The kind a regulation of this name has: "Peraturan Pemerintah" -> "pp", "Peraturan Kepala LKPP" -> "perka-lkpp".

    Raises CitationError where the name is not that of a kind of regulation.
    """
    lowered = re.sub(r" (?:republik indonesia|ri)$", "", " ".join(name.lower().split()))
    if lowered in _NAMES:
        return _NAMES[lowered]
    if re.fullmatch(r"(?:per|kep)men[a-z]+", lowered):
        return lowered
    for form, first in FORMS.items():
        if lowered.startswith(f"{form} "):
            return f"{first}-{slugify(lowered[len(form) :])}"
    raise CitationError(f"bukan jenis peraturan: {name!r}")


def kind_label(kind: str) -> str:
    """The name of a kind in labels, which ``kind_of`` reads back: "PP", "Peraturan Kepala LKPP"."""
    if kind in KINDS:
        return KINDS[kind][0]
    first, _, office = kind.partition("-")
    form = next((form for form, start in FORMS.items() if start == first), "") if office else ""
    words = (w if w == "dan" else w.upper() if w in ACRONYMS else w.title() for w in office.split("-"))
    return f"{'SE' if form == 'surat edaran' else form.title()} {' '.join(words)}" if form else kind.capitalize()


def regulation_id(kind: str, number: str, year: int | str, place: str = "") -> str:
    """``pp-94-2021``; a regional rule adds its place. Leading zeros of the number do not count."""
    return "-".join(part for part in (kind, slugify(number).lstrip("0"), str(year), slugify(place)) if part)


def annex_id(regulation: str, number: int) -> str:
    """Id of a document that is nothing but an annex of a regulation: "pergub-1-2021-bali-lampiran-2"."""
    return f"{regulation}-lampiran-{number}"


def annex_of(identifier: str) -> tuple[str, int] | None:
    """The regulation and the annex's number that ``annex_id`` was made of; None for any other id."""
    match = re.fullmatch(r"(.+-\d{4}(?:-.+)?)-lampiran-(\d+)", identifier)
    return (match[1], int(match[2])) if match else None


def regulation_label(identifier: str) -> str:
    """The name of a regulation from its id: "PP Nomor 94 Tahun 2021", "Perbup Sleman Nomor 12 Tahun 2024"."""
    if annex := annex_of(identifier):
        return f"Berkas Lampiran {_roman(annex[1])} {regulation_label(annex[0])}"
    if identifier == "uud-1945":
        return "UUD 1945"
    match = re.fullmatch(
        r"(?P<kind>[a-z]+(?:-[a-z]+)*)-(?P<number>\d+[a-z]?)-(?P<year>\d{4})(?:-(?P<place>.+))?", identifier
    )
    if not match:
        return _composite_label(identifier) or _title_label(identifier)
    place = f" {match['place'].replace('-', ' ').title()}" if match["place"] else ""
    return f"{kind_label(match['kind'])}{place} Nomor {match['number'].upper()} Tahun {match['year']}"


def _composite_label(identifier: str) -> str:
    """The name where the number is made of letters and numbers: "Kepmenkumham Nomor M.HH.04.KU.03.03 Tahun 2017"."""
    for kind in sorted(KINDS, key=len, reverse=True):
        number = re.fullmatch(rf"{kind}-([a-z]{{1,4}}(?:-[a-z\d]+){{2,7}})-(\d{{4}})", identifier)
        if number:
            return f"{kind_label(kind)} Nomor {number[1].upper().replace('-', '.')} Tahun {number[2]}"
    return ""


def _title_label(identifier: str) -> str:
    """A document named by its title: "Panduan etik asn", "SOP kode etik"."""
    words = identifier.replace("-", " ").capitalize()
    return re.sub(r"^(?:Sop|Se)(?= )", lambda m: m[0].upper(), words)


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
    if annex := re.match(r"berkas lampiran ([ivxlc]+|\d+) ", body, re.I):
        cited = parse_label(body[annex.end() :])
        number = int(annex[1]) if annex[1].isdigit() else _from_roman(annex[1].lower())
        return replace(cited, regulation=annex_id(cited.regulation, number))
    part = 1
    if match := re.search(r"\s*\(bagian (\d+)\)$", body):
        part, body = int(match[1]), body[: match.start()]
    first_step = _FIRST_STEP_AS_PRINTED.search(body)
    if named := REGULATION.search(body):
        regulation = _regulation_of(named)
        after = re.sub(rf"^\s*tentang\b.*?(?={_FIRST_STEP.pattern}|$)", "", body[named.end() :], flags=re.I)
        below = f"{body[: named.start()]} {after}"
    elif first_step and first_step.start() > 0:
        regulation, below = slugify(body[: first_step.start()]), body[first_step.start() :]
    else:
        regulation, below = "", body
    steps = _parse_steps(below, text)
    if not regulation:
        raise CitationError(f"bukan rujukan yang dikenal: {text!r}")
    return Citation(regulation, steps, part)


_FIRST_STEP = re.compile(
    r"(?<!\w)(?:" + "|".join([*map(re.escape, WORDS.values()), *(p for _, p in STEPS.values())]) + r")(?!\w)", re.I
)
# Behind a title, which is in lower case but for its first letter, a step begins only as labels write it.
_FIRST_STEP_AS_PRINTED = re.compile(
    r"(?<!\w)(?:"
    + "|".join([*map(re.escape, WORDS.values()), *(f"(?i:{p})" for k, (_, p) in STEPS.items() if k != "bagian")])
    + rf"|Bagian\s+(?:(?i:{_ORDINAL})|[IVXLC]+|[A-Z]{{1,2}}(?:\.\d{{1,2}})*))(?!\w)"
)


def _step_label(kind: str, value: str) -> str:
    if not value:
        return WORDS.get(kind, kind)
    if repeated := _REPEATED.fullmatch(value):
        return f"{_step_label(kind, repeated['value'])} (ke-{repeated['count']})"
    spaced, dotted = value.replace("-", " "), value.replace("-", ".")
    title = dotted.upper() if re.fullmatch(r"[ivxlc]+|[a-z]{1,2}(?:\.\d+)*", dotted) else spaced.title()
    roman = _roman(int(value)) if value.isdigit() else value.upper()
    return STEPS[kind][0].format(
        value=value, upper=spaced.upper(), title=title, roman=roman, dotted=dotted, spaced=spaced
    )


def _regulation_of(match: re.Match[str]) -> str:
    if match["constitution"]:
        return "uud-1945"
    year = match["year"] or ("20" if int(match["short_year"]) < 45 else "19") + match["short_year"]
    kind = kind_of(match["name"] or f"{match['form']} {match['office']}")
    place = re.sub(r"^(?:kabupaten|kab|kota|provinsi|prov)\b\.?\s*", "", match["place"] or "", flags=re.I)
    if place and kind in ("se", "kepmen"):  # "SE Sekda Sleman", "Keputusan Menteri Agama": the office is the kind's
        kind, place = f"{kind}-{slugify(place)}", ""
    return regulation_id(kind, match["number"].lower(), year, place if kind in LOCAL else "")


def _parse_steps(below: str, whole: str) -> tuple[tuple[str, str], ...]:
    """The steps written in ``below``; "huruf d ayat (2) Pasal 11" is put in order."""
    steps: list[tuple[str, str]] = []
    rest = below.strip(" ,")
    while rest:
        word = next((w for w, label in WORDS.items() if re.match(re.escape(label) + r"(?!\w)", rest, re.I)), None)
        if word:
            steps.append((word, ""))
            rest = rest[len(WORDS[word]) :].lstrip(" ,\n\t")
        elif step := _match_step(rest, 0):
            steps.append((step[0], step[1]))
            rest = rest[step[2] :].lstrip(" ,\n\t")
        else:
            raise CitationError(f"bukan rujukan yang dikenal: {whole!r} (pada {rest[:20]!r})")
    if steps and steps[0][0] in INNER[1:] and steps[-1][0] == "pasal":
        steps.sort(key=lambda step: INNER.index(step[0]) if step[0] in INNER else 0)
    return tuple(steps)


def _match_step(text: str, at: int, kinds: tuple[str, ...] = tuple(STEPS)) -> tuple[str, str, int] | None:
    """The step written at ``at``: its kind, its value and where it ends."""
    for kind in kinds:
        if match := _STEP_PATTERNS[kind].match(text, at):
            raw = match[match.lastindex or 0].lower()
            if kind == "lampiran" and not raw.isdigit():
                raw = str(_from_roman(raw))
            joiner = "-" if kind in ("bagian", "diktum") else ""
            value = slugify(raw) if kind in QUOTED else joiner.join(raw.split()).replace(".", "-")
            again = re.compile(r"\s*\(ke-(\d{1,3})\)").match(text, match.end())
            return kind, value + (f"-ke-{again[1]}" if again else ""), again.end() if again else match.end()
    return None


def _from_roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[c] for c in numeral]
    return sum(-v if n + 1 < len(values) and v < values[n + 1] else v for n, v in enumerate(values))


def _roman(number: int) -> str:
    pairs = zip((100, 90, 50, 40, 10, 9, 5, 4, 1), "C XC L XL X IX V IV I".split(), strict=True)
    out = ""
    for size, letters in pairs:
        out, number = out + letters * (number // size), number % size
    return out


# ---- citations in running text

_ANCHOR = re.compile(
    r"(?<!\w)(?:(?P<elucidation>penjelasan)\s+(?:dari\s+|atas\s+)?)?"
    r"(?=(?:(?:huruf|hrf)\b\.?\s*[a-z]\)?\s+)?(?:(?:ayat|ay)\b\.?\s*\(?\d{1,2}[a-z]?\)?\s+)?(?:pasal|psl|ps)\.?\s*[\divx]"
    r"|lampiran\s+[ivxlc\d]|diktum\s+ke)",
    re.I,
)
_JOINT = re.compile(
    r"""\s*(?:(?P<range>sampai(?:\s+dengan)?\b|hingga\b|s\.?\s?/?d\b\.?|[-–])
        |,?\s*(?:dan/atau|dan|atau|serta|jo|juncto)\b\.? | ,)\s*""",
    re.X | re.I,
)
_BARE = {  # a further value without its step word: "huruf a, b, dan c"
    "pasal": re.compile(
        r"(\d{1,3}[a-z]?)(?=\s*(?:[,.;:?!)]|$|dan\b|atau\b|s\.?d\b|sampai\b|-|uu\b|pp\b|per[a-z]))", re.I
    ),
    "ayat": re.compile(r"\(?(\d{1,2}[a-z]?)\)(?!\w)", re.I),
    "huruf": re.compile(r"([a-z])(?![\w.])\)?", re.I),
    "angka": re.compile(r"(\d{1,3})(?=\s*(?:[,.;:?!)]|$|dan\b|atau\b|pasal\b|uu\b|pp\b))", re.I),
}
_RANGE_LIMIT = 30  # provisions between the ends of "Pasal 3 sampai dengan Pasal 5" are named too, up to so many
_FILLER = re.compile(
    r"[\s,(]*(?:(?:dari|dalam|pada|di|menurut|berdasarkan|itu|tsb|tersebut|nya|milik|ketentuan|versi)\b[\s,(]*)*", re.I
)
OWN = re.compile(
    r"\s*(?:ayat\s*\S+\s*)?(?:dalam\s+)?(?:peraturan|undang-undang|keputusan)\s+[a-z ]{0,25}?\bini\b", re.I
)
UNNUMBERED = re.compile(rf"\s*(?:dalam\s+|dari\s+|di\s+)?(?:{_alternatives(_NAMES)})\b", re.I)
_ABBREVIATIONS = re.compile(r"\b(?:jo|no|psl|ps|thn|th|dll|dst|hlm|s\.d|a\.n|kab|prov)\.", re.I)
_REACH = 120  # characters over which an article still belongs to the regulation named before it


@dataclass(frozen=True, slots=True)
class _Group:
    """Provisions named in one breath: "Pasal 4 ayat (1) dan (2) serta Pasal 5"."""

    start: int
    end: int
    items: tuple[FoundCitation, ...]


def find_citations(text: str) -> list[FoundCitation]:
    """Every provision or regulation named in ``text``, in order.

    A provision takes the regulation named right after it ("pasal 5 UU 5/2014") or, in the same sentence, before it
    ("PP 94/2021 Pasal 11"); a regulation that gave its name to a provision is not repeated, one that is named alone
    has no steps. Each member of a list or range is a citation; those between the ends of a range share the span of
    the words that join them. "Pasal 5 Undang-Undang ini" and "sebagaimana dimaksud dalam Pasal 5" stay without one.
    """
    regulations = list(REGULATION.finditer(text))
    used: set[int] = set()
    found: list[FoundCitation] = []
    for group in _groups(text, regulations):
        before = next((r for r in reversed(regulations) if r.end() <= group.start), None)
        after = next((r for r in regulations if r.start() >= group.end), None)
        behind = after if after and _FILLER.fullmatch(text, group.end, after.start()) else None
        ahead = before if before and _reaches(text, before, group, bool(behind)) else None
        items = list(group.items)
        owners: list[re.Match[str] | None] = [behind or ahead] * len(items)
        if behind and ahead and ahead.start() not in used and _FILLER.fullmatch(text, ahead.end(), group.start):
            between = text[group.end : behind.start()]
            # "PP 94/2021 Pasal 4, UU 5/2014" and "UU 5/2014 Pasal 3 dan Pasal 5 PP 94/2021"
            owners = [ahead] * len(items) if "," in between else [*[ahead] * (len(items) - 1), behind]
        used |= {owner.start() for owner in owners if owner}
        if owners[-1] is behind and behind:
            items[-1] = replace(items[-1], end=behind.end())
        if owners[0] is ahead and ahead and not text[ahead.end() : group.start].strip(" ,("):
            items[0] = replace(items[0], start=ahead.start())
        found += [
            replace(item, citation=replace(item.citation, regulation=_regulation_of(owner) if owner else ""))
            for item, owner in zip(items, owners, strict=True)
        ]
    found += [_read_points(text, r) for r in regulations if r.start() not in used]
    return sorted(found, key=lambda f: f.start)


_POINTS = ("romawi", "sop", "langkah", "tabel", "baris", "bab", "bagian", "angka", "huruf", "isian", "subjudul")
_POINT_BEFORE = re.compile(r"(?<!\w)(?:romawi|langkah|angka|tabel)\s+[ivxlc\d(]", re.I)


def _read_points(text: str, regulation: re.Match[str]) -> FoundCitation:
    """A regulation named by itself with the points of it named right behind or before: "SE BKN 16/2023 angka 5"."""
    cited = _regulation_of(regulation)
    steps, end = _point_steps(text, regulation.end())
    if steps:
        return FoundCitation(regulation.start(), end, Citation(cited, steps))
    for before in _POINT_BEFORE.finditer(text, max(0, regulation.start() - _REACH), regulation.start()):
        steps, end = _point_steps(text, before.start())
        if steps and end <= regulation.start() and _FILLER.fullmatch(text, end, regulation.start()):
            return FoundCitation(before.start(), regulation.end(), Citation(cited, steps))
    return FoundCitation(regulation.start(), regulation.end(), Citation(cited))


def _point_steps(text: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """The points named from ``at`` on, and where they end."""
    steps: list[tuple[str, str]] = []
    end = at
    start = re.compile(r"[\s,]*").match(text, at)
    while start and (step := _match_step(text, start.end(), _POINTS)):
        steps.append((step[0], step[1]))
        end = step[2]
        start = re.compile(r"[\s,]*").match(text, end)
    return tuple(steps), end


def _reaches(text: str, regulation: re.Match[str], group: _Group, followed: bool) -> bool:
    """Whether a group of provisions may belong to the regulation before it; ``followed`` by another or not."""
    between = _ABBREVIATIONS.sub("", text[regulation.end() : group.start])
    if len(between) > _REACH or re.search(r"[.;?!]\s|\n\s*\n", between):
        return False
    if re.search(r"dimaksud\s+(?:dalam|pada|di)\s*$", between, re.I):
        return False
    return followed or not (OWN.match(text, group.end) or UNNUMBERED.match(text, group.end))


def _groups(text: str, regulations: list[re.Match[str]]) -> Iterator[_Group]:
    at = 0
    while anchor := _ANCHOR.search(text, at):
        at = anchor.end()
        if any(r.start() <= anchor.start() < r.end() for r in regulations):
            continue
        items = list(read_group(text, anchor.end(), bool(anchor["elucidation"])))
        if items:
            items[0] = replace(items[0], start=anchor.start())
            at = max(items[-1].end, anchor.end())
            yield _Group(anchor.start(), items[-1].end, tuple(items))
        else:
            at = anchor.end() + 1


def read_group(text: str, at: int, elucidation: bool) -> Iterator[FoundCitation]:
    """The provisions written from ``at`` on, each with its own steps in full."""
    prefix = (("penjelasan", ""),) if elucidation else ()
    start = at
    steps, at = _read_unit(text, at)
    if not steps:
        return
    yield FoundCitation(start, at, Citation("", (*prefix, *steps)))
    while joint := _JOINT.match(text, at):
        start = joint.end()
        further = _read_further(text, start, steps)
        if not further:
            return
        new, end = further
        if joint["range"]:
            for between in _between(steps, new):
                yield FoundCitation(joint.start("range"), joint.end("range"), Citation("", (*prefix, *between)))
        yield FoundCitation(start, end, Citation("", (*prefix, *new)))
        steps, at = new, end


_Steps = tuple[tuple[str, str], ...]


def _read_unit(text: str, at: int, first: tuple[str, ...] = ()) -> tuple[_Steps, int]:
    """One provision from ``at`` on: "Pasal 11 ayat (2) huruf d", "huruf d ayat (2) Pasal 11", "Lampiran II".

    It may also begin with a unit of the kinds ``first``.
    """
    steps: list[tuple[str, str]] = []
    kinds: tuple[str, ...] = ("huruf", "ayat", "pasal", "lampiran", "diktum", *first)
    while step := _match_step(text, at, kinds):
        if step[0] in (kind for kind, _ in steps):
            break
        steps.append((step[0], step[1]))
        end = step[2]
        if any(kind not in INNER[1:] for kind, _ in steps):
            kinds = INNER[1:] if steps[0][0] not in ("lampiran", "diktum") else (*INNER[1:], *_POINTS)
        at = end + len(re.match(r"\s*,?\s*", text[end : end + 8])[0])  # type: ignore[index]
        if "," in text[end:at] and step[0] in INNER:  # behind a comma "Pasal 15" is another article, not huruf e's
            kinds = tuple(kind for kind in kinds if kind not in INNER[: INNER.index(step[0])])
    if not steps:
        return (), at
    if steps[0][0] in INNER[1:]:
        steps.sort(key=lambda s: INNER.index(s[0]) if s[0] in INNER else 0)
    return tuple(steps), end


def _read_further(text: str, at: int, steps: _Steps) -> tuple[_Steps, int] | None:
    """The provision named at ``at`` after ``steps`` and a joint: "Pasal 5", "ayat (2)", "huruf b", "(2)", "c"."""
    last = steps[-1][0]
    step = _match_step(text, at)
    if step is None:
        bare = _BARE[last].match(text, at) if last in _BARE else None
        return ((*steps[:-1], (last, bare[1].lower())), bare.end()) if bare else None
    kind = step[0]
    if kind in ("pasal", "lampiran", "diktum"):
        return _read_unit(text, at)
    if kind not in INNER:
        return None
    kinds = [k for k, _ in steps]
    keep = kinds.index(kind) if kind in kinds else sum(INNER.index(k) < INNER.index(kind) for k in kinds if k in INNER)
    outer = steps[:keep] if kind in kinds or kinds[0] in INNER else steps[: max(1, keep)]
    inner, end = _read_unit(text, at, ("angka",))  # "Pasal 5 huruf n angka 3, angka 4"
    return (*outer, *inner), end


def _between(first: _Steps, last: _Steps) -> Iterator[_Steps]:
    """The steps between two ends that differ only in their last value: Pasal 3 and Pasal 5 give Pasal 4."""
    (kind, low), (other, high) = first[-1], last[-1]
    if first[:-1] != last[:-1] or kind != other:
        return
    if low.isdigit() and high.isdigit():
        values = [str(n) for n in range(int(low) + 1, int(high))]
    elif len(low) == len(high) == 1 and kind == "huruf":
        values = [chr(n) for n in range(ord(low) + 1, ord(high))]
    else:
        return
    if len(values) <= _RANGE_LIMIT:
        yield from ((*first[:-1], (kind, value)) for value in values)
