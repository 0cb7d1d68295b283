"""What a question is about, apart from whom it is about and what is asked of that; and what of it a provision must say.

"Pns cerai tanpa izin kena hukuman apa" is about divorce and leave: an article that says no word of these has nothing to
do with it. "Camat diangkat oleh siapa" seeks who appoints: a sentence without that deed is no answer, however much it
says of the camat. "Cuti tahunan berapa hari" puts no case: what holds in some case ("dalam hal") comes later.

Does not do: weigh (kb/extract.py); amounts of a case (kb/condition.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from kb.lexical import tokenize
from kb.question import Question
from kb.vocabulary import Vocabulary

PEOPLE = frozenset(
    tokenize("pns pppk p3k pegawai negeri sipil pemerintah dengan perjanjian kerja aparatur negara asn cpns calon")
)
# Words that ask for a kind of answer, or that every answer of the kind says.
_ASKING = frozenset(
    tokenize(
        """hukuman sanksi disiplin hukumannya sanksinya hukumnya kena dikenakan dijatuhi dihukum pelanggaran melanggar
        pelanggar tingkat jenis akibat akibatnya diapakan bagaimana berapa lama jangka waktu batas paling maksimal
        maksimum minimal minimum tahun bulan hari minggu jam kali kapan boleh bolehkah dapat bisa wajib harus dilarang
        syarat syaratnya persyaratan hak haknya siapa apa saja mana sih ada jika kalau apabila bila besar besarnya
        jumlah ketentuan aturan peraturan menurut mengenai orang orangnya ya"""
    )
)
_DEED = re.compile(
    r"(?P<before>\w{4,})\s+(?:oleh\s+|sama\s+|dari\s+|ke(?:pada)?\s+)?siapa(?!\w)"
    r"|siapa(?:kah)?\s+(?:saja\s+|aja\s+)?yang\s+(?:ber(?:wenang|hak)\s+|dapat\s+|bisa\s+|boleh\s+|harus\s+|wajib\s+)?"
    r"(?P<after>\w{4,})",
    re.I,
)
_THING = re.compile(
    r"^\W*(?:apa(?:kah)?\s+)?(?:saja(?:kah)?\s+)?(?:isi\s+|jenis\s+|daftar\s+)?(?P<first>hak|kewajiban|tugas|fungsi|larangan|syarat)"
    r"(?!\w)|(?<!\w)(?P<last>hak|kewajiban|tugas|fungsi|larangan|syarat)nya\s+apa(?!\w)",
    re.I,
)
# What becomes of an amount -> how a question asks of that.
_CHANGES = (
    ("ditambah", r"tambah|nambah|lebih|ekstra|paling|maks"),
    ("tambahan", r"tambah|nambah|lebih|ekstra|paling|maks"),
    ("diperpanjang", r"panjang|lanjut|sambung|tambah|nambah|lagi"),
    ("ditangguhkan", r"tangguh|tunda|undur"),
    ("ditunda", r"tangguh|tunda|undur|nunda|tahan"),
    ("dikurangi", r"kurang|potong"),
)
# Whom or what a sentence is on: its words up to what it says of that.
_HEAD = re.compile(
    r"""\W*(?:Pasal\s+\w+\s+)?(?:\(?\w{1,3}[.)]\s*)*(?P<head>[A-Z][^:;]{5,240}?)
    (?:[,:]|\s(?:dapat|wajib|maka|adalah|ialah|yaitu|berhak|harus|hanya|paling|selama|merupakan|terdiri|meliputi|berupa|mendapat(?:kan)?|memperoleh|menerima
        |(?<!yang\s)(?<!akan\s)di(?:ber|laku|kena|jatuh|tetap|larang|pimpin|angkat|aju|sampai|bentuk|bayar|tunjuk|evaluasi)\w+)\s)""",
    re.X,
)
_REFERENCE = re.compile(r"sebagaimana\s+di\w+\s+(?:dalam|pada)\s+(?:[a-z]+\s+\(?\w{1,4}\)?(?:,\s|\s|$))+", re.I)


def wordings_of(understood: Question) -> list[frozenset[str]]:
    """The stems of a question as it was asked and in each of its variants."""
    return [frozenset(tokenize(text)) for text in (understood.words, *understood.variants)]


def matter_of(understood: Question) -> list[frozenset[str]]:
    """The stems of each wording of a question that say what it is about; none of people, figures and what is asked."""
    return [frozenset(w for w in words - PEOPLE - _ASKING if w.isalpha()) for words in wordings_of(understood)]


def sought_of(understood: Question) -> frozenset[str]:
    """The stems of the deeds whose doer is asked for ("diangkat oleh siapa") and of the things asked for ("hak").

    An answer says one of them; empty where neither is asked.
    """
    stems: set[str] = set()
    for text in (understood.normalised, *understood.variants):
        stems |= {w for m in _DEED.finditer(text) for w in tokenize(m["before"] or m["after"])}
        stems |= {
            w
            for m in _THING.finditer(text)
            for w in tokenize(f"{m['first'] or m['last']} ber{m['first'] or m['last']}")
        }
    return frozenset(stems - PEOPLE)


def says_sought(sought: frozenset[str], words: str) -> float:
    """1 where words say what is sought, or its verb ("mengangkat"); one half where a noun ("pengangkatan"); else 0."""
    said = [
        word for word in re.findall(r"\w+", words.lower()) if any(_alike(s, t) for s in tokenize(word) for t in sought)
    ]
    if not said:
        return 0.0
    return 1.0 if any(not re.match(r"pe\w+an(?:nya)?$", word) for word in said) else 0.5


def _alike(one: str, other: str) -> bool:
    """Whether stems are of one root, of which a prefix may have eaten the first letter (etap, tetap)."""
    return min(len(one), len(other)) > 2 and (one.endswith(other) or other.endswith(one))


def changes_term(understood: Question, words: str) -> bool:
    """Whether words lengthen, postpone or cut an amount ("dapat ditambah ...") and the question does not ask that."""
    asked = " ".join((understood.normalised, *understood.variants))
    return any(root in words.lower() and not re.search(said, asked, re.I) for root, said in _CHANGES)


def share_said(vocabulary: Vocabulary, wordings: Sequence[frozenset[str]], said: frozenset[str]) -> float:
    """The share of a question's words that are said, rare ones counting more, in the wording of which most is said."""
    return max(weigh_stems(vocabulary, words & said) / (weigh_stems(vocabulary, words) or 1.0) for words in wordings)


def share_unasked(vocabulary: Vocabulary, wordings: Sequence[frozenset[str]], words: str) -> float:
    """How much of what a sentence is on, or of the case it opens with, the question does not put; 0 where unknown."""
    opening = _HEAD.match(words)
    head = frozenset(tokenize(_REFERENCE.sub(" ", opening["head"]))) - PEOPLE - _ASKING if opening else frozenset()
    if not head:
        return 0.0
    asked = frozenset().union(*wordings)
    return 1 - weigh_stems(vocabulary, head & asked) / weigh_stems(vocabulary, head)


def weigh_stems(vocabulary: Vocabulary, stems: frozenset[str]) -> float:
    """How much stems tell, taken together: 1 for each that stands once in the collection, less for commoner ones."""
    whole = math.log(max(vocabulary.total, 2))
    return sum(max(0.05, 1 - math.log(vocabulary.stems.get(stem, 0) + 0.5) / whole) for stem in stems)
