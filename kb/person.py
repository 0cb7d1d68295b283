"""Whether a question asks for a verdict on one person, or for the state of that person's file.

Both need an official who knows the case; the rule itself can be asked for in the first person ("saya bolos 5 hari,
hukumannya apa?"), of an office ("apakah camat boleh cuti?") and of somebody unnamed ("kabid saya").

Does not do: find names without a title, a number or a word that says it is one; refuse (kb/refusal.py).
"""

from __future__ import annotations

import re

# Given names that are also written without a capital letter in chat; after a title only.
NAMES = """agus ahmad ali andi andri anton ari arif asep bambang budi dani dedi dewi dian dika dina dwi eka eko endang
    fajar fitri hadi hendra heri heru imam indah indra irfan iwan joko kartika kurnia lestari lina maya muhammad
    mulyadi nani novi nur nurul putri putra rahmat ratna rani rika rina rini rizki rudi sari siti slamet sri sugeng
    sukirno surya susi tini toni tono tri udin umar wahyu wati wawan widodo wulan yanti yanto yudi yuli yusuf""".split()
# What follows "Pak" or "Ibu" without being a name: offices, kin, and what one says next.
_OFFICES = r"""Bupati|Wali\s?[Kk]ota|Gubernur|Menteri|Presiden|Wakil|Camat|Lurah|Kepala|Ka\w{2,}|Sek\w+|Direktur|Dirjen
    |Irjen|Inspektur|Ketua|Pejabat|Atasan|Pimpinan|Staf|Guru|Dosen|Dokter|Hakim|Jaksa|Bapak|Ibu|Saudar[ai]|Kota|Hamil
    |Menyusui|Rumah|Kandung|Tiri|Mertua|Desa|Aparatur|Pegawai|Bendahara|Admin|Min|Mau|Izin|Mohon|Maaf|Saya|Tanya|Apa\w*
    |Bagaimana|Berapa|Kapan|Kalau|Siapa|Bisa\w*|Boleh\w*|PNS|PPPK|ASN|CPNS|BKN|Menpan|Rektor|Asisten|Dewan"""
_PERSON = re.compile(
    rf"""(?<!\w) (?:
        [Ss]i \s+ (?:[A-Z][a-z]+ | (?:{"|".join(NAMES)})(?!\w))
      | (?: [Pp]ak | [Bb]u | [Bb]apak | [Ii]bu | [Mm]as | [Mm]ba[kh] | [Bb]ang | [Kk]ang | [Ss]dr\.? | [Ss]dri\.?
          | [Ss]audara | [Ss]audari | Drs?\. | Dra\. | Ir\. | Hj?\. ) \s+
        (?: (?!(?:{_OFFICES})(?!\w)) [A-Z][a-z]+ | (?:{"|".join(NAMES)}) (?!\w) )
      | (?: bernama | namanya | atas \s nama | a\.?n\. ) \s+ [A-Z][a-z]+
      | (?: NIP | Nip | nip ) [ .:]* \d{{8}} [ ]? \d{{6}} [ ]? \d [ ]? \d{{3}}
    ) (?!\w)""",
    re.X,
)
# Two words written as a name, and then what was done by or to whoever bears it.
_NAMED = re.compile(
    r"""(?<!\w) (?!(?:Kementerian|Dinas|Badan|Kantor|Kota|Kabupaten|Provinsi|Pemkab|Pemkot|Pemprov|Kepala|Pegawai
        |Aparatur|Pejabat|Majelis|Komisi|Sekretar\w+|Peraturan|Undang|Wali|Tenaga|Calon|Jabatan|Guru|Dewan|Inspektorat)\b)
    [A-Z][a-z]+ \s (?!Negeri|Sipil|Negara|Daerah|Pemerintah|Etik|Disiplin|Kerja|Pidana) [A-Z][a-z]+
    (?: ,? \s (?:dari|di|yang|staf|pegawai|PNS) \s [^?.!]{1,40}? )?
    \s (?: sudah | telah | pernah | masih | layak | pantas | terbukti | bersalah | korupsi | bolos | selingkuh | dihukum
      | dipecat | diberhentikan | dijatuhi | kena ) (?!\w)""",
    re.X,
)
# A verdict is asked for: fault, punishment; or the state of a file.
_VERDICT = re.compile(
    r"""(?<!\w) (?: apakah | layak(?:kah)? | pantas(?:kah)? | salah(?:kah)? | bersalah(?:kah)? | hukum\w* | dihukum
      | sanksi\w* | disanksi | dipecat | pecat | diberhentikan | dipenjara | dipidana | dijatuhi | kena | diapakan
      | kapan | sudah(?:kah)? | udah | kenapa | mengapa | nasib\w* | status\w* | kasus\w* | korupsi | selingkuh
      | sampai \s+ mana ) (?!\w)""",
    re.X | re.I,
)
_SELF = r"(?:saya|aku|gue|gua|gw|ku|kami)"
# The state of the asker's own file: "bagaimana kelanjutan kasus saya", not "usulan saya ditolak, bisa banding?".
_OWN_FILE = re.compile(
    rf"""(?<!\w) (?: nasib | status | kelanjutan | hasil | putusan | bagaimana | gimana | kapan | apakah
        | sampai \s+ mana ) \s+ (?: proses \s+ )?
      (?: kasus | perkara | berkas | pemeriksaan | laporan | usul\w* | pengajuan | SK ) \s+ {_SELF} (?!\w)
    | (?<!\w) (?: sampai \s+ (?: di \s+ )? mana | sudah \s+ sejauh \s+ mana ) \s+ (?: \w+ \s+ ){{1,3}} {_SELF} (?!\w)
    | (?<!\w) (?: menurut \s+ (?: kamu | anda | mu ) ,? \s+ )? (?: apakah | apa ) \s+ {_SELF} \s+ (?: yang \s+ )?
        (?: salah | bersalah ) (?!\w)""",
    re.X | re.I,
)
# What will become of the asker; answerable as soon as the question says what was done.
_OWN_FATE = re.compile(
    rf"""(?<!\w) (?: (?: apakah | apa ) \s+ {_SELF} | {_SELF} ) \s+ (?: ini \s+ )?
        (?: akan | bakal | pasti | jadi | layak | pantas | bisa | mungkin | harus )\w* \s+
        (?: dipecat | diberhentikan | dihukum | disanksi | dipenjara | dipidana
          | kena \s+ (?: hukuman | sanksi ) ) (?!\w)
    | (?<!\w) (?: layak | pantas )(?:kah)? \s+ {_SELF} \s+ (?: dipecat | dihukum | diberhentikan | disanksi ) (?!\w)""",
    re.X | re.I,
)
_FACTS = re.compile(
    r"""\d | (?<!\w) (?: kalau | kalo | klo | jika | jikalau | bila | apabila | karena | krn | gara | sebab | setelah
      | habis | akibat | waktu | bolos | mangkir | terlambat | telat | menikah | nikah | cerai | selingkuh | korupsi
      | kampanye | menerima | jadi \s+ (?:pengurus|anggota|caleg) ) (?!\w)""",
    re.X | re.I,
)


def asks_about_person(question: str) -> bool:
    """Whether a verdict on a named person, on the asker without any fact, or the state of a file is asked for."""
    if _PERSON.search(question) and _VERDICT.search(question):
        return True
    if _NAMED.search(question):
        return True
    return bool(_OWN_FILE.search(question)) or bool(_OWN_FATE.search(question) and not _FACTS.search(question))
