"""What a regulation is worth on a day, in sentences: in force, amended, repealed, by what, since when, how far.

Said from the relations of the catalogue and of the documents themselves, each of which has its source. Nothing is
guessed: what nobody states is ``tidak diketahui``.

Does not do: quote the articles that say so (kb/validity_sources.py); know which question was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.catalogue import effective_from, relations_of, status_on, status_reasons
from kb.citation import parse_path, regulation_label
from kb.search import Library
from kb.types import Relation
from kb.validity_sources import find_remains

LISTED = 24  # regulations that are listed by name
LONG = 300  # characters of a list with its conditions
TITLE = 90  # characters of a title behind the regulation's number
CHAIN = 4  # repeals of repealing acts that are followed
_SPARES = re.compile(r"^(?:sepanjang\s+)?(?:tidak|bukan)\s+(?P<verb>mengatur|mengenai)\s+(?P<what>.+)", re.I)
_EXCEPT = re.compile(r"^(?:kecuali|selain)\s+(?P<what>.+)", re.I)
_ORDINALS = (
    "pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh kesebelas "
    "kedua-belas ketiga-belas keempat-belas kelima-belas keenam-belas ketujuh-belas kedelapan-belas kesembilan-belas "
    "kedua-puluh"
).split()


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences about a regulation, and the relations they stand on, those that matter most first.

    ``places`` are provisions (paths) to be quoted beside them.
    """

    sentences: tuple[str, ...]
    relations: tuple[Relation, ...] = ()
    places: tuple[str, ...] = ()


def tell_state(library: Library, regulation: str, day: date | None) -> Told:
    """What a regulation is worth on a day (default today), by what and since when; what repealed its repeal too."""
    status = status_on(regulation, library.regulations, day)
    return _STATES[status](library, regulation, day)


def name_regulation(library: Library, regulation: str) -> str:
    """A regulation with its title: "PP Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil"."""
    known, label = library.regulations.get(regulation), regulation_label(regulation)
    if not known or not known.title:
        return label
    title = known.title if len(known.title) <= TITLE else known.title[:TITLE].rsplit(" ", 1)[0] + " …"
    return f"{label} tentang {title}"


def _in_force(library: Library, regulation: str, _: date | None) -> Told:
    known = library.regulations.get(regulation)
    since = f" {said}" if (said := say_since(library, regulation)) else ""
    why = f" menurut pustakawan ({known.status_reason})" if known and known.status_reason else ""
    name = name_regulation(library, regulation)
    own = tuple(r for r in relations_of(regulation, library.regulations) if does(r, regulation, "mengubah"))
    base = f" Peraturan ini mengubah {list_labels([r.object for r in own])}." if own else ""
    recorded = "Tidak tercatat peraturan yang mencabut atau mengubahnya di koleksi dan katalog ini."
    return Told((f"{name} masih berlaku{since}{why}.{base}", recorded), own)


def _unknown(library: Library, regulation: str, _: date | None) -> Told:
    name = name_regulation(library, regulation)
    return Told(
        (
            f"Status {name} tidak diketahui: di koleksi dan katalog ini tidak tercatat apakah ia masih "
            "berlaku, diubah, atau dicabut.",
            "Periksa di sumber resmi (JDIH) sebelum digunakan.",
        )
    )


def _not_yet(library: Library, regulation: str, _: date | None) -> Told:
    known = library.regulations[regulation]
    begins = known.in_force_from or known.enacted
    when = f"baru berlaku sejak {begins:%d-%m-%Y}" if begins else f"baru ditetapkan tahun {known.year}"
    return Told((f"{name_regulation(library, regulation)} belum berlaku; {when}.",))


def _repealed(library: Library, regulation: str, day: date | None) -> Told:
    name, known = name_regulation(library, regulation), library.regulations.get(regulation)
    reasons = status_reasons(regulation, library.regulations, day)
    if not reasons:
        when = f" sejak {known.repealed_on:%d-%m-%Y}" if known and known.repealed_on else ""
        why = f" ({known.status_reason})" if known and known.status_reason else ""
        return Told((f"{name} tidak berlaku lagi: dicabut{when}{why}; pencabutnya tidak tercatat.",))
    last = reasons[-1]
    with_base = f" bersama {regulation_label(last.object)} yang diubahnya" if last.object != regulation else ""
    sentences = [f"{name} tidak berlaku lagi: dicabut{with_base} oleh {_act(library, last)}."]
    relations = [last]
    at, seen = last.subject, {regulation}
    while at not in seen and len(seen) < CHAIN:
        seen.add(at)
        further = [r for r in status_reasons(at, library.regulations, day) if r.relation == "mencabut"]
        if not further:
            break
        relations.append(further[-1])
        how = f"dicabut sebagian ({further[-1].note})" if further[-1].note else "dicabut"
        sentences.append(f"{regulation_label(at)} kemudian {how} oleh {_act(library, further[-1])}.")
        at = further[-1].subject
    return Told((*sentences, *_newest_wording(library, at, day)), tuple(relations))


def _newest_wording(library: Library, regulation: str, day: date | None) -> tuple[str, ...]:
    """That what stands at the end of a chain of repeals was itself amended."""
    changes = [r for r in status_reasons(regulation, library.regulations, day) if r.relation == "mengubah"]
    if not changes:
        return ()
    return (f"{regulation_label(regulation)} sendiri sudah diubah, terakhir dengan {_act(library, changes[-1])}.",)


def _changed(library: Library, regulation: str, day: date | None) -> Told:
    name = name_regulation(library, regulation)
    reasons = status_reasons(regulation, library.regulations, day)
    parts = [r for r in reasons if r.relation == "mencabut"]
    changes = [r for r in reasons if r.relation == "mengubah"]
    label = regulation_label(regulation)
    sentences = [
        f"{label if n else name} dicabut sebagian oleh {_act(library, r)}: {say_part(r.note)}."
        for n, r in enumerate(reversed(parts[-2:]))
    ]
    if changes:
        subject = f"{label} juga" if parts else f"{name} masih berlaku, tetapi"
        sentences.append(f"{subject} sudah diubah {list_changes(library, changes)}.")
    if not reasons:
        sentences.append(f"{name} sudah diubah menurut katalog; pengubahnya tidak tercatat.")
    remains = tuple(path for r in reversed(parts) if (path := find_remains(library, r)))[:1]
    sentences += [f"Lihat juga {parse_path(path).label}." for path in remains]
    return Told(tuple(sentences), (*reversed(parts), *reversed(changes)), remains)


def say_part(note: str) -> str:
    """The condition of a partial repeal, and what it leaves in force: "sepanjang tidak mengatur X" leaves X."""
    words = " ".join(note.split())
    if spared := _SPARES.match(words):
        return f"{words}; yang tetap berlaku hanya ketentuan yang {spared['verb']} {spared['what']}"
    if spared := _EXCEPT.match(words):
        return f"seluruhnya {words}; yang tetap berlaku hanya {spared['what']}"
    only = words if re.match(r"(?:hanya|sepanjang)\b", words, re.I) else f"hanya {words}"
    return f"{only}; ketentuannya yang lain tidak ikut dicabut"


def list_changes(library: Library, changes: Sequence[Relation]) -> str:
    """Every amendment known, the oldest first; and that there are more, where a title counts more."""
    changes = sorted(changes, key=lambda r: (began_on(library, r), r.subject))
    acts = list(dict.fromkeys(r.subject for r in changes))
    counted, by = max(((_ordinal(library, act), act) for act in acts), default=(0, ""))
    missing = ""
    if counted > len(acts):
        title = f"judul {regulation_label(by)} menyebut perubahan ke-{counted}"
        missing = f"; {title}, jadi tidak semua perubahan tercatat di sini"
    if len(acts) == 1:
        return f"dengan {_act(library, changes[-1])}{missing}"
    listed = f"{len(acts)} kali yang tercatat, yaitu dengan {list_labels(acts)}"
    return f"{listed}; terakhir {_act(library, changes[-1])}{missing}"


def began_on(library: Library, relation: Relation) -> date:
    """When an act took effect; the end of the year in its id where no date is known."""
    year = re.search(r"-((?:19|20)\d\d)(?:-|$)", relation.subject)
    return effective_from(relation, library.regulations) or date(int(year[1]) if year else 1, 12, 31)


def _ordinal(library: Library, act: str) -> int:
    """Which amendment an act calls itself in its title ("Perubahan Kedua atas ..."); 0 where it does not."""
    known = library.regulations.get(act)
    match = re.match(r"Perubahan\s+(Ke\w+(?:\s+(?:Belas|Puluh))?)\s+atas", known.title if known else "", re.I)
    word = re.sub(r"\s+", "-", match[1].lower()) if match else ""
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else 0


def _act(library: Library, relation: Relation) -> str:
    """Who repealed or amended, by which article, since when: "PP Nomor 5 Tahun 2020 Pasal 9 sejak 02-03-2020"."""
    by = name_regulation(library, relation.subject)
    if relation.article.startswith("pasal-"):
        by = parse_path(f"{relation.subject}/{relation.article}").label
    elif " tentang Perubahan" in by:
        by = regulation_label(relation.subject)
    since = say_since(library, relation.subject)
    return f"{by} {since}" if since else by


def say_since(library: Library, regulation: str) -> str:
    """Since when a regulation is in force, or in brackets when it was enacted where only that is known; else ""."""
    known = library.regulations.get(regulation)
    if known and known.in_force_from:
        return f"sejak {known.in_force_from:%d-%m-%Y}"
    return f"(ditetapkan {known.enacted:%d-%m-%Y})" if known and known.enacted else ""


def list_labels(identifiers: Sequence[str]) -> str:
    """The labels of regulations (ids), each once, at most ``LISTED`` of them."""
    names = [regulation_label(i) for i in dict.fromkeys(identifiers)]
    return ", ".join(names[:LISTED]) + (f", dan {len(names) - LISTED} lainnya" if len(names) > LISTED else "")


def list_objects(relations: Sequence[Relation], most: int = LISTED) -> str:
    """What relations act on, each with its condition; only "sebagian" for that where the list grows long."""
    shown = [(regulation_label(r.object), r.note) for r in relations[:most]]
    listed = ", ".join(f"{label} ({note})" if note else label for label, note in shown)
    if len(listed) > LONG:
        listed = ", ".join(f"{label} (sebagian)" if note else label for label, note in shown)
    return listed + (f", dan {len(relations) - most} lainnya" if len(relations) > most else "")


def does(relation: Relation, regulation: str, verb: str) -> bool:
    """Whether a relation says that the regulation itself does this to another."""
    return relation.subject == regulation and relation.relation == verb


_STATES: dict[str, Callable[[Library, str, date | None], Told]] = {
    "berlaku": _in_force,
    "diubah": _changed,
    "dicabut": _repealed,
    "belum berlaku": _not_yet,
    "tidak diketahui": _unknown,
}
