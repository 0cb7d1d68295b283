"""Questions for what one agency or region sets or keeps for itself: its rates of pay, its hours, its staff, its dates.

National rules mostly say who sets such a thing, not what was set; and they speak of pay and posts often enough for a
provision to be found. So an answer to such a question must state a value of the sort that is asked for, or come from
a rule of that very agency or region; otherwise it is none, and who sets the thing is offered beside the refusal.

Does not do: know which agency the asker belongs to; judge questions that name no agency, region or "kami".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.question import Question
from kb.search import Library, search
from kb.types import Passage, Regulation

_BODY = r"""(?: kab(?:upaten|\.)? | kota | prov(?:insi|\.)? | daerah | wilayah | desa | kecamatan | kelurahan | instansi
    | kantor | dinas | badan | biro | bagian | bidang | unit | satker | satuan\skerja | opd | skpd | upt[dp]?
    | tempat | kampus | pem(?:da|kab|kot|prov|des) | pemerintah | kementerian | lembaga | sekolah | puskesmas
    | rumah\ssakit | rsu?d | inspektorat | sekretariat | setda | balai | bkd | bkpsdm )"""
_OWN = r"(?: kami | kita | saya | aku | gue | gua | gw | ini | setempat | sendiri )"
_OURS = re.compile(
    rf"""(?<!\w) (?<!peraturan\s) {_BODY} (?: \s+ (?!yang\b) [^\W\d_]+ ){{0,3}}? \s+ {_OWN} (?!\w)
    | (?<!\w) di \s+ sini (?!\w)
    | (?<!\w) (?:our|my) \s+ (?:\w+\s+)?
      (?:office|agency|regency|district|city|province|department|ministry|school) (?!\w)""",
    re.X | re.I,
)
# A region by its name: with a capital letter, or at the end of what is said.
_PLACE = re.compile(
    r"""(?<!\w) (?i: kab(?:upaten|\.)? | kota | prov(?:insi|\.)? | pemkab | pemkot | pemprov | pemda ) \s+
    (?! (?i: kami | kita | saya | aku | ini | itu | mana | apa | lain | setempat | sendiri | sekarang ) (?!\w) )
    (?P<name> [A-Z][^\W\d_]{2,}
      | [^\W\d_]{4,} (?: \s [^\W\d_]{4,} )?
        (?= \s* (?: [?.!,;] | $ | (?i: berapa | ya | sih | dong | tahun ) (?!\w) ) ) )""",
    re.X,
)
_CIRCLE = re.compile(
    r"\bdi\s+lingkungan\s+(?!instansi|pemerintah(?!\s+(?:daerah\s+)?(?:kab|kota|prov)))(?P<name>.+)$", re.I
)
_CONDITION = re.compile(
    r"(?<!\w)(?:kalau|kalo|klo|jika|bila|apabila|karena|krn|gara|akibat|if)(?!\w)(?!\s+(?:di|untuk|buat|in)\b)", re.I
)
_SHARE = re.compile(r"(?<!\w)(?:persen\w*|dipotong|potong\w*|pemotongan|dikurangi|pengurangan)(?!\w)|%", re.I)

_PAY = r"""(?: TPP | tambahan\spenghasilan | tukin
    | tunjangan(?:\s(?:kinerja|kemahalan|profesi|fungsional|struktural|jabatan|khusus|perumahan))? | tunj\.
    | gaji | honor(?:arium)? | insentif | remunerasi
    | uang\s(?:makan|lembur|harian|transpor\w*|saku|rapat) | (?:biaya\s)?perjalanan\sdinas | sppd | lumpsum
    | THR | anggaran | bonus | allowances? | salary | salaries | honorari(?:um|a) )"""
PAY = "penghasilan"  # stands for whichever pay is asked for
_UNIT = r"(?: lama | hari | bulan | tahun | minggu | jam | kali | orang | jenis | macam | golongan )"
_STAFF = r"""(?: pegawai | karyawan | staf | ASN | PNS | CPNS | PPPK | guru | honorer | tenaga | formasi
    | lowongan | kuota | jabatan\s(?:yang\s)?kosong | employees | vacancies | civil\sservants )"""
_CONTACT = r"(?: alamat | no(?:mor|\.)? \s? (?:telepon|telpon|telp|hp|wa|kontak) | email | surel | website | address )"
_OFFICE = r"""(?: kepala | kadis | kaban | sekda | sekretaris | bupati | wali\s?kota | gubernur | camat | lurah
    | direktur | inspektur | kabid | kabag )"""


def _written(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.X | re.I)


_IS_PAY = re.compile(rf"(?<!\w){_PAY}(?!\w)", re.X | re.I)
_SETS = re.compile(r"\b(?:menetapkan|ditetapkan|diatur|diberikan|memberikan|disusun|menyusun)\b")
LOOKED_AT = 10  # provisions among which those that say who sets a thing are looked for


@dataclass(frozen=True, slots=True)
class Matter:
    """What may be set or kept locally: its ``name``, how it is asked for, and how a text states it.

    ``stated`` is None where no general rule can state it. ``keyword`` is the thing in the law's words, by which a rule
    about who sets it is known; empty where there is none.
    """

    name: str
    asked: re.Pattern[str]
    stated: re.Pattern[str] | None
    keyword: str = ""


MATTERS = (
    Matter(
        "Besaran penghasilan atau biaya setempat",
        _written(
            rf"""(?<!\w) (?: (?:berapa(?:kah)?|how\smuch) (?!\s+{_UNIT}\b) [^?.!;]*? {_PAY} (?!\w)
            | {_PAY} (?!\w) [^?.!;]*? (?<!\w) berapa(?:kah)? (?!\s+{_UNIT}\b) (?!\w)
            | ^\W* (?: besar(?:an|nya)? | nominal | nilai | daftar | info | cek ) \s+ {_PAY} (?!\w) )"""
        ),
        _written(r"\bRp | rupiah"),
        PAY,
    ),
    Matter(
        "Jam kerja setempat",
        _written(r"(?<!\w) (?:jam|pukul) \s+ berapa (?!\w) | (?<!\w) what \s time (?!\w)"),
        _written(r"\bpukul\b | \b\d\d[.:]\d\d\b"),
        "jam kerja",
    ),
    Matter(
        "Jumlah pegawai atau formasi setempat",
        _written(
            rf"""(?<!\w) (?:berapa(?:kah)?|how\smany) \s+
              (?:(?:banyak|jumlah|orang|total|sisa)\s+){{0,2}} {_STAFF} (?!\w)
            | (?<!\w) (?:(?:jumlah|total) \s+ {_STAFF} | formasi | kuota | lowongan | vacancies) (?!\w) [^?.!;]*?
              (?<!\w) berapa (?!\w)"""
        ),
        None,
        "kebutuhan",
    ),
    Matter(
        "Nama pejabat setempat",
        _written(
            rf"""(?<!\w) (?<!kepada\s) (?<!oleh\s) (?<!dengan\s) (?<!untuk\s) siapa(?:kah)? \s+
            (?:sih\s+|nama\s+|yang\smenjadi\s+|yang\sjadi\s+){{0,2}} {_OFFICE} (?!\w)
            (?! .* (?<!\w) (?:berwenang | berhak | wewenang | (?:me[mn]|ber)\w{{5,}} | di\w{{3,}}(?:kan|i) ) (?!\w) )"""
        ),
        None,
    ),
    Matter(
        "Alamat dan kontak setempat",
        _written(
            rf"""(?<!\w) (?: (?:apa|berapa|minta|info|mana|what) \s+ {_CONTACT} (?!\w)
            | {_CONTACT} (?!\w) [^?.!;]*? (?<!\w) (?: berapa | di\s?mana | apa (?= \s* (?: [?] | $ | ya | sih )) )
            | di\s?mana \s (?:letak\s|lokasi\s)? (?:kantor|gedung) (?!\w) )"""
        ),
        None,
    ),
    Matter(
        "Jadwal setempat",
        _written(
            r"""^ (?! .* (?<!\w) (?:harus|wajib|paling|batas|seharusnya|boleh|must) (?!\w) ) .* (?<!\w)
            (?: (?:kapan|tanggal\sberapa|when) (?!\w) .* (?<!\w) (?: cair\w* | pencairan | dibuka | pembukaan | dilantik
              | pelantikan | pengumuman | diumumkan | jadwal\w* | gajian )
            | jadwal \s+ (?: seleksi | ujian | tes | pelantikan | pencairan | upacara | apel | libur ) ) (?!\w)"""
        ),
        None,
    ),
)


def local_matter(understood: Question) -> Matter | None:
    """What a question asks of one agency or region, of MATTERS; None for any other question.

    Shares ("berapa persen TPP dipotong") and what follows from a condition ("kalau bolos") are matters of rules.
    """
    for text in _texts(understood):
        if not (_OURS.search(text) or _PLACE.search(text)) or _CONDITION.search(text) or _SHARE.search(text):
            continue
        if found := next((matter for matter in MATTERS if matter.asked.search(text)), None):
            return found
    return None


def settles(library: Library, understood: Question, matter: Matter, passages: Sequence[Passage]) -> bool:
    """Whether one of the quotes states what is asked, or is of a rule of the agency or region that is asked about."""
    return any(_settles(library, understood, matter, passage) for passage in passages)


def find_setters(library: Library, understood: Question, matter: Matter, as_of: date | None) -> list[Passage]:
    """Provisions that say who sets such a thing, best first; none where nobody does by a rule."""
    keywords = _keywords(understood, matter)
    if not keywords:
        return []
    found = search(library, f"siapa yang menetapkan {keywords[-1]}", LOOKED_AT, as_of)
    texts = [(passage, " ".join(passage.chunk.text.lower().split())) for passage in found]
    return [p for p, text in texts if _SETS.search(text) and any(keyword in text for keyword in keywords)]


def _settles(library: Library, understood: Question, matter: Matter, passage: Passage) -> bool:
    if whose := _whose(library.regulations[passage.chunk.regulation]):
        places = [m["name"].lower() for m in _PLACE.finditer(" ".join(understood.asked.split()))]
        return any(place in whose for place in places) if places else _only_one(library, whose)
    if matter.stated is None or not matter.stated.search(passage.quote):
        return False
    quote = " ".join(passage.quote.lower().split())
    return any(keyword in quote for keyword in _keywords(understood, matter))


def _whose(regulation: Regulation) -> str:
    """The region or agency that alone a regulation is for, in lower case; empty for one that is for all."""
    circle = _CIRCLE.search(regulation.title)
    return (regulation.place.replace("-", " ") or (circle["name"] if circle else "")).lower()


def _only_one(library: Library, whose: str) -> bool:
    """Whether "kami" can be meant: the collection has rules of no other region, or where it has none, agency."""
    rows = [library.regulations[identifier] for identifier in library.stored]
    places = {_whose(row) for row in rows if row.place}
    return (places or {_whose(row) for row in rows} - {""}) == {whose}


def _texts(understood: Question) -> list[str]:
    """The question with its spelling repaired and as asked, since a repair may err."""
    return [" ".join(text.split()) for text in (understood.normalised, understood.asked)]


def _keywords(understood: Question, matter: Matter) -> list[str]:
    """The words by which a rule on the matter is known; of pay those asked for and, last, in the law's words."""
    if matter.keyword != PAY:
        return [matter.keyword] if matter.keyword else []
    texts = [*_texts(understood), *understood.variants]
    return list(dict.fromkeys(" ".join(m[0].lower().split()) for text in texts for m in _IS_PAY.finditer(text)))
