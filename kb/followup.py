"""Follow-up questions made whole from the turns before them, without a chat model: "Kalau untuk PPPK?" -> what was
asked of PNS, asked of PPPK.

A turn leans on the earlier ones where it opens as a continuation (kalau, terus), points back (itu, -nya) or has hardly
a word of its own. The turns before it are then put before it, what it contrasts in them replaced (PNS when it says
PPPK, tahunan when it says sakit, 28 hari when it says 15 hari).

Does not do: pronouns resolved to one thing; answers remembered, only questions are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.lexical import tokenize
from kb.question import keep_words
from kb.spelling import spell_out

FEW = 3  # words of its own that a turn must have more of to stand alone

_OPENING = re.compile(
    r"""\s*(?: (?:eh|oh|oke|ok|nah|hmm|iya|ya) \W+ )? (?:
        (?: kalau | jika | bila | andai\w* | misal\w* | bagaimana\ (?:kalau|dengan|untuk) )
        (?: \ (?:untuk|yang|cuma|hanya|misalnya) )?
      | terus | lalu | lantas | kemudian | dan | tapi | tetapi | untuk | yang
      | (?:habis|setelah|sesudah|selama|selain)\ itu
      | what\ about | how\ about | and | then
    )(?!\w)""",
    re.X | re.I,
)
_NOT_POINTING = "hanya|tanya|punya|biasanya|misalnya|seandainya|semuanya|sebenarnya|akhirnya|sebaiknya|seharusnya"
_POINTING = re.compile(
    rf"""(?<!\w)(?: lain | itu | tersebut | tadi | begitu | dia | ia | beliau | mereka | sana | situ
      | (?!{_NOT_POINTING})\w{{3,}}nya | yang\ (?:pertama|kedua|ketiga|terakhir) | it | that | those | they
    )(?!\w)""",
    re.X | re.I,
)
# Of the words in a row, one takes the place of another: said in the follow-up, it drives out the others.
SLOTS = tuple(
    re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I)
    for words in (
        r"calon pns|calon pegawai negeri(?: sipil)?|cpns|pppk|p3k|pns|pegawai negeri(?: sipil)?|(?:tenaga )?honorer"
        r"|non[ -]?asn",
        r"tahunan|besar|sakit|melahirkan|(?:karena )?alasan penting|bersama|di luar tanggungan negara|cltn",
        r"ringan|sedang|berat",
        r"camat|lurah|sekda|sekretaris daerah|kepala dinas|kadis|kepala badan|kaban|kepala bidang|kabid|kepala seksi"
        r"|kasi|staf(?: pelaksana)?|pelaksana|administrator|pengawas|bupati|wali ?kota|gubernur|menteri|inspektur"
        r"|direktur",
        r"pratama|madya|utama|pertama|muda|penyelia|mahir|terampil|pemula",
        r"provinsi|kabupaten(?:/kota)?|kota|pusat|kementerian",
        r"suami|istri|anak|janda|duda|orang tua",
        r"pria|wanita|laki-laki|perempuan",
        r"delegasi|mandat|atribusi",
        r"lisan|tertulis",
        r"\d+(?:[.,]\d+)? (?:hari|bulan|tahun|jam|persen|orang|kali)(?: kerja)?",
        r"pasal \d+\w*",
    )
)
_ASKING = re.compile(
    r"(?<!\w)(?:berapa|kapan|siapa|apa|apakah|bagaimana|mengapa|ke mana|di mana|kepada siapa|boleh|bisa|dapat|"
    r"lama|hari|bulan|tahun|banyak|paling|saya|mau|harus|wajib)(?!\w)",
    re.I,
)


def resolve_followup(turns: Sequence[str]) -> str:
    """The last of the turns as a question that stands alone; unchanged where it does so already.

    The earlier turns come first and the last one twice: it is the question, they are only its setting.
    Raises ValueError where there is no turn.
    """
    if not turns:
        raise ValueError("no turns")
    *earlier, last = turns
    if not earlier or not leans_back(last):
        return last
    context = _topic(earlier)
    whole = merge_turns(context, last)
    return f"{whole} {last.strip()}" if whole.endswith(_own_words(last)) else whole


def leans_back(turn: str) -> bool:
    """Whether a turn needs the ones before it to be understood."""
    spelt = spell_out(turn)
    opened = _OPENING.match(spelt)
    own = set(tokenize(_ASKING.sub(" ", keep_words(spelt))))
    return bool(opened or _POINTING.search(spelt)) or len(own) < FEW


def _topic(earlier: Sequence[str]) -> str:
    """What the earlier turns were about: the latest that stands alone, with what followed merged in."""
    resolved = spell_out(earlier[0])
    for turn in earlier[1:]:
        resolved = merge_turns(resolved, turn) if leans_back(turn) else spell_out(turn)
    return resolved


def merge_turns(context: str, turn: str) -> str:
    """The context with what the turn contrasts put in its place, and the turn after it.

    The turn is left out where it only names another of what the context speaks of ("Kalau untuk PPPK?").
    """
    own = _own_words(turn)
    kept = _pick_of_two(context, turn)
    filled: set[str] = set()
    for slot in SLOTS:
        if (said := slot.search(own)) and slot.search(kept):
            kept = slot.sub(said[0], kept)
            filled |= set(tokenize(said[0]))
    rest = set(tokenize(_ASKING.sub(" ", keep_words(own)))) - filled
    return f"{kept} {own}" if rest else kept


def _own_words(turn: str) -> str:
    """A turn, written out, without the words that open it as a continuation."""
    spelt = spell_out(turn).strip()
    opened = _OPENING.match(spelt)
    return spelt[opened.end() :].strip() if opened else spelt


def _pick_of_two(context: str, turn: str) -> str:
    """The context without the one of two things, named with "dan" or "atau", that the turn does not mean."""
    if said := re.search(r"(?<!\w)yang (pertama|kedua)(?!\w)", turn, re.I):
        return re.sub(r"([\w-]+) (?:dan|atau) ([\w-]+)", r"\1" if said[1].lower() == "pertama" else r"\2", context)
    return context
