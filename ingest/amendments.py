"""Which provisions of the amended act an amending act changes, inserts or deletes, and where the new wording stands.

Reads the instructions of the amending frames: "Ketentuan Pasal 3 diubah sehingga berbunyi ...", "Di antara Pasal 12 dan
Pasal 13 disisipkan 2 (dua) pasal, yakni Pasal 12A dan Pasal 12B", "Pasal 9 dihapus", "Mengubah ketentuan ayat (2)
Pasal 5". An instruction that names only an ayat or huruf belongs to the article named last.

Does not do: make the consolidated text; follow chains of amendments; inserted chapters as such (only their articles).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.wording import even_text
from kb.citation import INNER, Citation, find_citations, parse_path
from kb.types import Amendment, Provision, Regulation, Relation

_MARK = r"(?:^|(?<=[.;:”\"“'])|(?<=\.\s))\s*(?:\(?\d{1,3}[.)]{1,2}\s*|[a-z][.)]\s+)*"
_STOP = r"[^.:;“”\"]"
# "Ketentuan Pasal", "Judul BAB IV dan ketentuan Pasal", "Pada huruf", up to the first step.
_TARGET = (
    r"(?:Judul\s+[^.:;]{3,40}?(?:,|\bdan)\s+)?(?:(?:Pada|Dalam|Ketentuan|Penjelasan|Rumusan|Bunyi|Substansi)\s+)*"
    r"(?:(?:pada|dalam|dari)\s+)*(?:Penjelasan\s+)?(?:Pasal|ayat|huruf|angka|butir|Lampiran)\b"
)
_CHANGED = re.compile(
    rf"{_MARK}(?P<head>)(?P<what>{_TARGET}{_STOP}{{0,260}}?)\b(?P<verb>diubah|dirubah|diganti|disempurnakan|dihapus(?:kan)?|dicabut|ditiadakan|"
    rf"ditambah(?:kan)?|disisipkan|dipecah|menjadi\s+berbunyi|berbunyi\s+sebagai\s+berikut)\b(?P<rest>{_STOP}{{0,260}})",
    re.I,
)
_INSERTED = re.compile(
    rf"(?:{_MARK}|\bdan\s+)(?P<head>)(?:(?:Dalam|Pada)\s+(?:Bab|Bagian|Paragraf)\b[^.;:]{{1,60}}?)?(?:Di\s?antara|Antara|Setelah|Sesudah|Sebelum)\s+(?P<what>{_STOP}{{3,200}}?)\b(?P<verb>disisipkan|disisipi|ditambah(?:kan)?|dimasukkan)\b"
    rf"(?P<rest>{_STOP}{{0,300}})",
    re.I,
)
_DO = re.compile(
    rf"{_MARK}(?P<head>)(?P<verb>Mengubah|Merubah|Mengganti|Menghapus(?:kan)?|Menambah(?:kan)?|Menyisipkan)\s+(?P<what>{_STOP}{{3,260}})(?P<rest>)",
    re.I,
)
_RULE = r"(?:Peraturan|Undang-Undang|Keputusan)[^.;:()]{0,60}?\s+Nomor\s+\d+[A-Za-z]?\s+Tahun\s+\d{4}"
_VERBS = {
    "hapus": "dihapus",
    "cabut": "dihapus",
    "tiada": "dihapus",
    "sisip": "disisipkan",
    "tambah": "disisipkan",
    "masuk": "disisipkan",
}
# What is said of a target that is not an instruction to change it.
_SPOKEN_OF = re.compile(r"\b(?:dimaksud|dapat|wajib|dilarang|apabila|dalam\s+hal|belum|tidak\s+dapat)\b", re.I)
_NEW = re.compile(r"\b(?:ya[kl]ni|yaitu|menjadi|dijadikan|sebagai|ialah|baru)\b", re.I)
_WORDING = re.compile(
    r"\b(?:sehingga|yang\s+(?:diletakkan|ditempatkan)|di\s?antara|yang\s+berbunyi|berbunyi|dengan\s+rumusan)\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame of the amending act: its path, the act it amends, and the units it spans with their own words."""

    path: str
    amended: str
    units: tuple[tuple[str, str], ...]


def read_amendments(
    provisions: Sequence[Provision], regulation: Regulation, relations: Sequence[Relation]
) -> tuple[Amendment, ...]:
    """The amendments an amending act makes, in the order of its text; none where ``relations`` say it amends nothing.

    ``provisions`` are those of the act in document order; quoted articles have flat paths ("pp-45-1990/pasal-3").
    Where one provision is named by several instructions the first counts.
    """
    amended = [r for r in relations if r.subject == regulation.id and r.relation == "mengubah"]
    if not amended:
        return ()
    paths = {p.path for p in provisions}
    found: dict[tuple[str, str], Amendment] = {}
    for frame in _frames(provisions, regulation.id, amended):
        for amendment in _frame_amendments(frame, regulation.id, paths):
            found.setdefault((amendment.object, amendment.verb), amendment)
    return tuple(found.values())


def _frames(provisions: Sequence[Provision], regulation: str, amended: Sequence[Relation]) -> Iterator[_Frame]:
    """The frames: Pasal I, II, ... with all that stands in them; without Roman ones, the articles that say so."""
    by_article = {r.article: r.object for r in amended}
    body = [p for p in provisions if parse_path(p.path).part == "batang_tubuh"]
    starts = [n for n, p in enumerate(body) if re.fullmatch(rf"{re.escape(regulation)}/pasal-[ivx]+", p.path)]
    if not starts:
        named = [n for n, p in enumerate(body) if p.path.removeprefix(f"{regulation}/") in by_article]
        starts = named or ([0] if body else [])
    for start, stop in itertools.pairwise([*starts, len(body)]):
        frame = body[start]
        known = by_article.get(frame.path.removeprefix(f"{regulation}/"), amended[0].object)
        yield _Frame(frame.path, known, tuple((p.path, _own_words(p)) for p in body[start:stop]))


def _own_words(unit: Provision) -> str:
    """What stands in a unit before its first sub-unit."""
    return unit.text[: max(0, unit.own_end - unit.start)] if unit.own_end < unit.end else unit.text


def _frame_amendments(frame: _Frame, regulation: str, paths: set[str]) -> Iterator[Amendment]:
    article: tuple[tuple[str, str], ...] = ()  # the article that was named last
    for path, words in frame.units:
        inside = "/".join(path.split("/")[:3]) if path.startswith(f"{frame.path}/angka-") else frame.path
        words = re.sub(r"^\s*Pasal\s+\S+\s*\n", "", words)
        for instruction in _instructions(_plain_names(even_text(words))):
            verb, cited, renamed = _read_instruction(instruction)
            point = re.search(
                r"(\d{1,3})[.)]+\s*$", instruction.string[instruction.start() : instruction.start("head")]
            )
            numbered = f"{frame.path}/angka-{point[1]}" if point else ""
            via = numbered if numbered in paths else inside
            for citation in cited:
                alone = citation.value("pasal") or citation.value("lampiran")
                steps = _in_arabic(citation.steps if alone else (*article, *citation.steps))
                if not _is_article(steps) or citation.regulation not in ("", frame.amended):
                    continue
                article = tuple(step for step in steps if step[0] == "pasal") or article
                target = Citation(frame.amended, steps)
                wording = _wording(renamed or steps, regulation, paths - {frame.path}) if verb != "dihapus" else ""
                yield Amendment(target.path, verb, wording or via, via)


def _is_article(steps: tuple[tuple[str, str], ...]) -> bool:
    """Whether the steps lead to an article of the body or its elucidation, to a part of one, or to an annex."""
    kinds = [kind for kind, _ in steps if kind != "penjelasan"]
    return kinds == ["lampiran"] or (bool(kinds) and kinds[0] == "pasal" and set(kinds) <= set(INNER))


def _plain_names(text: str) -> str:
    """``text`` without what follows the names of acts: gazettes, and by what they were amended before."""
    text = re.sub(r"\s*[(\[][^()]{0,40}(?:Lembaran|Berita)[^()]{0,240}[)\]]", "", text)
    earlier = (
        r",?\s*(?:sebagaimana|yang)\s+telah\b[^.;:]{0,90}?\b(?:diubah|ditambah)\b[^.;:]{0,60}?\bdengan\s+"
        rf"{_RULE}(?:\s+tentang\s+Perubahan[^.;:]*?{_RULE})?"
    )
    return re.sub(earlier, "", text, flags=re.I)


def _in_arabic(steps: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The steps with "Pasal II" read as 11: the articles an act amends bear Arabic numbers."""
    return tuple(
        (kind, str(len(value) * "1") if kind == "pasal" and set(value) == {"i"} else value) for kind, value in steps
    )


def _instructions(text: str) -> list[re.Match[str]]:
    """The instructions of a text in order; one that overlaps an earlier one is not one."""
    taken: list[re.Match[str]] = []
    matches = [m for pattern in (_INSERTED, _DO, _CHANGED) for m in pattern.finditer(text)]
    for match in sorted(matches, key=lambda m: (m.start("what"), m.start())):
        bare = "berbunyi" in match["verb"].lower() and not re.match(r"ketentuan|judul", match["what"], re.I)
        if bare:  # the quoted article itself, not an instruction
            continue
        if (not taken or match.start() >= taken[-1].end("verb")) and not _SPOKEN_OF.search(match["what"]):
            taken.append(match)
    return taken


def _read_instruction(match: re.Match[str]) -> tuple[str, list[Citation], tuple[tuple[str, str], ...]]:
    """Verb, the provisions meant, and the steps under which the new wording stands if it is given another number."""
    verb = next((verb for stem, verb in _VERBS.items() if stem in match["verb"].lower()), "diubah")
    what, rest = match["what"], match["rest"]
    if verb == "disisipkan":
        said = rest if match.re is not _DO else what
        named = _NEW.split(_WORDING.split(said)[0], maxsplit=1)
        new = _cited(named[1]) if len(named) > 1 else []
        outer = (_articles_of(what) or _articles_of(rest) or [()])[-1]
        if new:
            new = [c if c.value("pasal") else Citation("", (*outer, *c.steps)) for c in new]
            return verb, _lettered(new, _articles_of(what)[:1]), ()
        return "diubah", _cited(_WORDING.split(what)[0])[:1] if match.re is not _INSERTED else [], ()
    split = re.split(
        r"\b(?:dijadikan|menjadi)\s+(?:ketentuan\s+)?(?=pasal\b)", f"{what} {rest}", maxsplit=1, flags=re.I
    )
    renamed = _cited(split[1])[0].steps if len(split) > 1 and _cited(split[1]) else ()
    head = re.split(r"\b(?:dijadikan|menjadi)\b", _WORDING.split(what)[0], maxsplit=1)[0]
    return verb, _cited(head), renamed


def _lettered(new: list[Citation], after: list[tuple[tuple[str, str], ...]]) -> list[Citation]:
    """The inserted articles with the letters that their order gives them: 33A, 338 after Pasal 33 are 33A, 33B.

    Only where at least one of them bears the letter that its place asks for, and all begin with the number.
    """
    before = dict(after[0]).get("pasal", "") if after else ""
    number = re.match(r"\d+", before)
    if not number or any(len(c.steps) != 1 or not c.value("pasal").startswith(number[0]) for c in new):
        return new
    place = before.removeprefix(number[0])
    first = ord(place) + 1 if place.isalpha() and len(place) == 1 else ord("a")
    asked = [f"{number[0]}{chr(first + n)}" for n in range(len(new))]
    agree = any(c.value("pasal") == value for c, value in zip(new, asked, strict=True))
    return [Citation("", (("pasal", value),)) for value in asked] if agree else new


def _cited(text: str) -> list[Citation]:
    """Provisions named in ``text``, also an ayat or huruf alone: "ayat (2a) dan ayat (2b)"."""
    found = [f.citation for f in find_citations(text) if f.citation.steps]
    if found:
        return found
    inner = [
        Citation("", ((kind, value.lower()),))
        for kind, value in re.findall(r"\b(ayat|huruf|angka)\s*\(?(\d{1,2}[a-z]?|[a-z]{1,2})\)?(?!\w)", text, re.I)
    ]
    return [Citation("", ((c.steps[0][0].lower(), c.steps[0][1]),)) for c in inner]


def _articles_of(text: str) -> list[tuple[tuple[str, str], ...]]:
    """The steps down to the article of each provision named in ``text``."""
    found = (c.steps for c in _cited(text) if c.value("pasal"))
    return [tuple(step for step in steps if step[0] not in INNER[1:]) for steps in found]


def _wording(steps: tuple[tuple[str, str], ...], regulation: str, paths: set[str]) -> str:
    """The finest provision of the amending act that holds the new wording of ``steps``; "" where none is there.

    A new annex is an annex of the amending act, whatever its number in the amended one.
    """
    if steps[0][0] == "lampiran":
        return next((p for p in (Citation(regulation, steps).path, f"{regulation}/lampiran-1") if p in paths), "")
    for length in range(len(steps), 0, -1):
        path = Citation(regulation, steps[:length]).path
        if path in paths and any(kind == "pasal" for kind, _ in steps[:length]):
            return path
    return ""
