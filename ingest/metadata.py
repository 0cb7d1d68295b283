"""What the first pages say a document is: kind, number, year, title, place, issuer.

A heading is a line or two that name the kind (PERATURAN BUPATI SLEMAN), with a line of its own for the number below;
a regulation named inside a sentence, or among what a circular refers to, is never the document's own. A document whose
number is not understood gets the slug of its title as id, never another regulation's.

Reads, never guesses: what is not on the page stays empty. A catalogue row can correct or add facts
(``kb.catalogue.merge``). Repeals and amendments stated in closing articles are not read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.procedure import NUMBER as PROCEDURE_NUMBER
from ingest.procedure import is_procedure, procedure_names
from ingest.units import roman_value
from kb.citation import FORMS, KINDS, LOCAL, annex_id, kind_of, parse_label, slugify
from kb.types import CitationError, DocumentError, Regulation

HEAD = 5_000  # characters among which a document names itself
SLUG_LENGTH = 80
KIND_LINE = re.compile(
    r"(?:(?:SALINAN|RANCANGAN)\s+)?(?P<name>(?:UNDANG\W{0,3}UNDANG|PERATURAN|KEPUTUSAN|SURAT\s+EDARAN|SURAT\s+KEPUTUSAN|"
    r"INSTRUKSI|PENGUMUMAN|MAKLUMAT|QANUN|PANDUAN|PEDOMAN)\b[^\n]*)"
)
NUMBER_LINE = re.compile(r"(?:NOMOR|NO)\b[\s.:;>=-]{0,4}(?P<rest>\S[^\n]*)", re.I)
INLINE_NUMBER = re.compile(
    r"(?P<name>[^\d\n]+?)\s+(?:NOMOR|NO)\b\W{0,4}(?P<rest>\S+\s+TAHUN\s+\d{4})\s*(?:TENTANG\b.*)?", re.I
)
YEAR = re.compile(r"\s*TAHUN\s*(?P<year>(?:19|2[0O])[0-9OIl]{2})", re.I)
ABOVE = 7  # lines above the number among which the kind is named
OFFICE = re.compile(
    r"\W{0,3}(?:\w\s)?(?:PRESIDEN|MENTERI|JAKSA|KEPALA|BUPATI|GUBERNUR|WALI\s?KOTA|DEWAN|DIREKTUR|SEKRETARIS|KETUA|PANGLIMA|REKTOR)\b"
    r"[^\n]*?(?P<end>,|$)",
    re.I,
)
TITLE_END = re.compile(
    r"\s*(?:DENGAN\s+RAHMAT|Menimbang\b|Mengingat\b|MEMUTUSKAN|BAB\s+[I1]\b|Pasal\s+[1I]\b|(?:I\.\s+)?UMUM\b|NO\b|Status\b|PRESIDEN\s+REPUBLI|"
    r"Yth\b|Kepada\b|[A-Z1a]\.\s|LAMPIRAN\b)",
    re.I,
)
# A heading that an archive of texts keeps on one line; some say the name twice.
ONE_LINE = re.compile(
    r"""\W*(?P<name>(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI)\b[^\na-z\d]*?)(?:[ ]+(?P=name))?
        [ ]+(?P<number>NOMOR[ ]+\S{1,20}[ ]+TAHUN[ ]+\d{4})[ ]+TENTANG[ ]+(?P<title>[^\n]*?)[ ]*
        (?=\n|$|\bDENGAN\s+RAHMAT|\b(?:PRESIDEN|Presiden)\s+(?:REPUBLIK|Republik)\s+(?:INDONESIA|Indonesia))""",
    re.X,
)
DIGITS = str.maketrans("OoIl|SB", "0011158")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a document: name of its kind, number as printed, year, and the line after it."""

    name: str
    number: str
    year: int | None
    after: int


def read_metadata(text: str, file_name: str) -> Regulation:
    """The regulation a document's cleaned ``text`` says it is; ``file_name`` names a document without any heading.

    Raises DocumentError where neither a heading nor a title is found.
    """
    head = ONE_LINE.sub(_set_out, text[:HEAD], count=1) if ONE_LINE.match(text) else text[:HEAD]
    lines = [join_spaced_capitals(line.strip()) for line in head.split("\n")]
    annex = _annex_number(lines)
    if annex is None and _is_procedure(lines, text):
        return _procedure(lines, text, file_name)
    heading = next(_headings(lines), None)
    title, after = _read_title(lines, heading.after if heading else 0)
    issuer = _read_issuer(lines, after) or (_office_of(heading.name) if heading else "")
    if heading is None and is_procedure(text[: 3 * HEAD]):
        return _procedure(lines, text, file_name)
    if heading is None:
        if not title and len(text.split()) < 20:
            raise DocumentError(f"{file_name}: judul dan nomor dokumen tidak ditemukan")
        name = title or _subject(lines) or file_name.rsplit(".", 1)[0]
        name = name if _slug(name) else file_name.rsplit(".", 1)[0]  # words of garbage give no name
        return Regulation(id=_slug(name) or "dokumen", kind="dokumen", number="", year=None, title=name, issuer=issuer)
    number = _plain_number(heading.number)
    identifier = _identify(heading, number)
    kind = _kind_of(heading.name)
    if not identifier:
        name = title or _subject(lines) or file_name.rsplit(".", 1)[0]
        slug = _slug(name if annex is None else f"lampiran {annex} {name}")
        return Regulation(slug, kind, "", heading.year, name, issuer=issuer)
    kind, place = _kind_and_place(identifier, number, heading)
    if annex is not None:
        identifier = annex_id(identifier, annex)
        title = f"Lampiran {_roman(annex)}: {title}"
    return Regulation(identifier, kind, number, heading.year, title, place, issuer)


def _set_out(heading: re.Match[str]) -> str:
    """A heading on one line as title pages print it: name, number, TENTANG and title on lines of their own."""
    return f"{heading['name']}\n{heading['number']}\nTENTANG\n{heading['title']}\n"


def join_spaced_capitals(line: str) -> str:
    """ "P E R A T U R A N  B U P A T I" as "PERATURAN BUPATI"; words set apart by two blanks stay apart."""
    if not re.fullmatch(r"(?:[A-Z]\s+){4,}[A-Z]\W*", line):
        return line
    return " ".join(re.sub(r"\s", "", word) for word in re.split(r"\s{2,}", line))


# ---- headings


def _headings(lines: list[str]) -> Iterator[Heading]:
    """Headings in order of trust: a kind with its number on a line below; then both on one line.

    On one line only where nothing before it says that this is what the document is about ("PERUBAHAN ATAS").
    """
    cited = (n for n, ln in enumerate(lines) if re.match(r"(?:Menimbang|Mengingat|Rujukan|Dasar)\b", ln, re.I))
    head = lines[: next(cited, len(lines))]
    for n, line in enumerate(head):
        if numbered := NUMBER_LINE.match(line):
            number, year = _split_number(numbered["rest"])
            name = _name_above(lines, n)
            if name and (year or re.search(r"\d", number)):
                yield Heading(name, number, year, n + 1)
    for n, line in enumerate(head):
        if re.search(r"\b(?:TENTANG|ATAS|PENCABUTAN|PELAKSANAAN)\b", line, re.I) and not INLINE_NUMBER.fullmatch(line):
            return
        if (inline := INLINE_NUMBER.fullmatch(line)) and (named := KIND_LINE.fullmatch(inline["name"].upper())):
            number, year = _split_number(inline["rest"])
            yield Heading(named["name"], number, year, n if "TENTANG" in line.upper() else n + 1)


def _name_above(lines: list[str], n: int) -> str:
    """The kind named on the lines right above line ``n``, in capitals: "SURAT EDARAN KEPALA BADAN ..."."""
    for first in range(n - 1, max(-1, n - 1 - ABOVE), -1):
        if re.search(r"[a-z]{3}", lines[first]):
            return ""
        if match := KIND_LINE.fullmatch(lines[first]):
            words = " ".join([match["name"], *lines[first + 1 : n]])
            return "" if re.search(r"\bTENTANG\b|\bNOMOR\b", words) else words
    return ""


def _split_number(rest: str) -> tuple[str, int | None]:
    """Number and year of "16 TAHUN 2023", "7/POJK.05/2014", "M.HH-04.KU.03.03 TAHUN 2017"."""
    if match := YEAR.search(rest):
        return rest[: match.start()].strip(" :."), int(match["year"].translate(DIGITS))
    if match := re.search(r"/\s*((?:19|20)\d\d)\W*$", rest):
        return rest.strip(), int(match[1])
    return rest.strip(), None


def _plain_number(printed: str) -> str:
    """The number a citation gives: "16", "7" of "7/POJK.05/2014", "M.HH-04.KU.03.03"; "" where it is not understood.

    A classification code with a number behind its slash ("800/123/BKD") is not a number one cites by.
    """
    first, slash, further = re.sub(r"\s*/\s*", "/", printed).partition("/")
    if slash and not re.match(r"[A-Za-z]", further):
        return ""
    if match := re.fullmatch(r"(\d{1,4})([A-Z]?)", first):
        return match[1].lstrip("0") + match[2]
    digits = first.translate(DIGITS)
    if re.fullmatch(r"[\dOoIl|]{1,4}", first) and re.fullmatch(r"\d{1,4}", digits):
        return digits.lstrip("0")  # recognition's I for 1 and O for 0
    return first if not slash and re.fullmatch(r"[A-Z]{1,4}(?:[.-][A-Z\d]+){2,7}", first) else ""


def _identify(heading: Heading, number: str) -> str:
    """The id that a citation of this heading has; "" where it cannot be cited by a number."""
    if not number or heading.year is None:
        return ""
    name = re.sub(r"\bREPUB\S*\s+INDONES\S*", " ", re.sub(r"\W*\bUNDANG\W{1,3}UNDANG", "UNDANG-UNDANG", heading.name))
    name = " ".join(name.split())
    if not number[0].isdigit() and kind_or_none(name) not in KINDS:
        return ""
    try:
        cited = parse_label(f"{name} Nomor {number} Tahun {heading.year}")
    except CitationError:
        return ""
    return "" if cited.steps else cited.regulation


def kind_or_none(name: str) -> str | None:
    """The kind of a name, None where it is none."""
    try:
        return kind_of(name)
    except CitationError:
        return None


def _kind_of(name: str) -> str:
    """The kind of a document without a number."""
    return kind_or_none(" ".join(re.sub(r"\bREPUB\S*\s+INDONES\S*", " ", name).split())) or next(
        (first for form, first in FORMS.items() if name.lower().startswith(form)), "dokumen"
    )


def _kind_and_place(identifier: str, number: str, heading: Heading) -> tuple[str, str]:
    """Kind and place from an id: "perbup", "Sleman" of "perbup-12-2024-sleman"."""
    kind, _, rest = identifier.partition(f"-{slugify(number)}-{heading.year}")
    return kind, rest.strip("-").replace("-", " ").title() if kind in LOCAL else ""


def _annex_number(lines: list[str]) -> int | None:
    """The number of the annex a document begins with, None where it begins otherwise."""
    first = [line for line in lines if line and line != "SALINAN"][:1]
    match = re.fullmatch(r"LAMPIRAN(?:\s+([IVXLC]+|\d{1,2}))?\W*", first[0]) if first else None
    if not match:
        return None
    number = match[1] or "1"
    return int(number) if number.isdigit() else roman_value(number)


def _roman(number: int) -> str:
    return "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]


# ---- title, issuer


def _read_title(lines: list[str], start: int) -> tuple[str, int]:
    """The words after TENTANG, and the line after them; nothing where there is no TENTANG near the heading."""
    for n in range(start, min(len(lines), start + 40)):
        match = re.match(r"TENTANG\b\s*(?P<words>.*)", lines[n])
        inline = match or (re.search(r"\bTENTANG\s+(?P<words>.+)", lines[n], re.I) if n == start else None)
        if not inline:
            continue
        words = [inline["words"]] if inline["words"] else []
        capitals = not words or not re.search(r"[a-z]", words[0])
        last = n + 1
        while last < len(lines) and len(words) < 14 and not _ends_title(lines[last], words, capitals):
            words.append(lines[last])
            last += 1
        title = " ".join(" ".join(words).split())
        return re.sub(r"\s*[.;,]$", "", title)[:300], last
    return "", start


def _ends_title(line: str, words: list[str], capitals: bool) -> bool:
    office = OFFICE.fullmatch(line)
    if TITLE_END.match(line) or (office and office["end"] == "," and words):
        return True
    return bool(words) and capitals and (not line or (bool(re.search(r"[a-z]{3}", line)) and words[0].isupper()))


def _read_issuer(lines: list[str], start: int) -> str:
    """The office that issues: what ends in a comma between the title and Menimbang."""
    near = [re.sub(r"^\W*\w\s(?=[A-Z]{4})", "", line) for line in lines[start : start + 6]]
    for n, line in enumerate(near):
        if OFFICE.fullmatch(line):
            words = line
            if not line.endswith(",") and n + 1 < len(near) and near[n + 1].endswith(","):
                words += " " + near[n + 1]
            if words.endswith(","):
                words = re.sub(r",?\s*REPUB\S*\s+INDONES\S*", "", words, flags=re.I)
                return re.sub(r"\bDan\b", "dan", " ".join(words.strip(" ,").split()).title())
    return ""


def _office_of(name: str) -> str:
    """The office in the name of a kind: of "SURAT EDARAN KEPALA BKN" the words after the form."""
    words = " ".join(re.sub(r"\bREPUB\S*\s+INDONES\S*", " ", name).lower().split())
    form = next((form for form in FORMS if words.startswith(f"{form} ")), None)
    office = words.removeprefix(form or "").strip() if form else ""
    return re.sub(r"\bDan\b", "dan", office.title()) if OFFICE.match(office) else ""


def _subject(lines: list[str]) -> str:
    """The subject line of a letter, else the first line in capitals that is no letterhead."""
    for line in lines[:40]:
        if match := re.match(r"(?:Hal|Perihal|H a l)\s*:\s*(?P<words>.{6,})", line):
            return match["words"].strip()
    head = (
        r"BADAN|KEMENTERIAN|PEMERINTAH|DINAS|SEKRETARIAT|LAMPIRAN|SALINAN|REPUBLIK|PRESIDEN|GUBERNUR|BUPATI|KEPALA|"
        r"NOMOR|MEMUTUSKAN|MENGINSTRUKSIKAN|MENIMBANG|MENGINGAT|MENETAPKAN|BAB|PASAL"
    )
    titled = (ln for ln in lines[:40] if len(ln) > 8 and not re.search(r"[a-z\d]", ln) and not re.match(head, ln))
    return next(titled, "")


def _slug(title: str) -> str:
    """An id from a title: at most SLUG_LENGTH characters, ending at a word."""
    slug = slugify(title)
    return slug if len(slug) <= SLUG_LENGTH else slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]


# ---- procedures


def _is_procedure(lines: list[str], text: str) -> bool:
    """Whether the document is a procedure: its head says so, before any other heading."""
    head = "\n".join(lines[:40])
    named = any(
        PROCEDURE_NUMBER.match(line) or line.upper().startswith(("SOP ", "STANDAR OPERASIONAL")) for line in lines[:40]
    )
    return (
        named and is_procedure(text[: 3 * HEAD]) and not re.search(r"^(?:PERATURAN|KEPUTUSAN)\b[^a-z\n]+$", head, re.M)
    )


def _procedure(lines: list[str], text: str, file_name: str) -> Regulation:
    """A procedure is named by its name; a file with several of them by the file's."""
    names = procedure_names(text)
    number = next(
        (m[1].strip() for ln in lines[:40] if (m := re.match(PROCEDURE_NUMBER.pattern + r"\W*(\S.*)", ln, re.I))), ""
    )
    year = YEAR.search(number)
    if len(names) != 1:
        name = re.sub(r"^[\d._\s-]+", "", file_name.rsplit(".", 1)[0]).replace("_", " ").strip()
        number, year = "", None
    else:
        name = names[0]
    name = re.sub(r"^SOP\s+", "", name, flags=re.I)
    return Regulation(
        id=_slug(f"sop {name}"),
        kind="sop",
        number=number,
        year=int(year["year"].translate(DIGITS)) if year else None,
        title=f"SOP {name}",
    )
