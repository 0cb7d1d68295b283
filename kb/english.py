"""English questions: told by their little words, put into the law's Indonesian word by word (``corpus/english.toml``).

The result is a row of Indonesian words for retrieval, not a sentence to be shown.

Does not do: grammar, languages other than English, words that the table lacks (left out, abbreviations kept).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from kb.types import RujukanError

ENGLISH = Path(__file__).resolve().parents[1] / "corpus" / "english.toml"
LONGEST = 6  # words of a phrase
_ENGLISH_WORDS = frozenset(
    """the of to is are was were be been a an and or for with by from on in at as if who whom whose which what when
    where how why can could may might must shall should will would do does did has have had not no any this that their
    his her my i he she they it we you after before during under about into against""".split()
)
_INDONESIAN_WORDS = frozenset(
    """yang di ke dari dan atau untuk pada apa apakah siapa kapan bagaimana berapa boleh bisa dapat tidak bukan belum
    kalau jika saya kami dengan oleh itu ini ada adalah akan sudah harus wajib saja ya sih nya karena masih dalam
    sebagai agar tentang""".split()
)
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


@cache
def load_english(path: Path = ENGLISH) -> dict[str, str]:
    """English phrases (lower case) with their Indonesian words; RujukanError where the file is malformed."""
    try:
        phrases = tomllib.loads(path.read_text(encoding="utf-8"))["phrases"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise RujukanError(f"{path.name}: daftar kata Inggris tidak dapat dibaca ({error})") from error
    for phrase, meaning in phrases.items():
        if phrase != phrase.lower() or not isinstance(meaning, str) or len(phrase.split()) > LONGEST:
            raise RujukanError(
                f"{path.name}: {phrase!r} harus berupa teks berhuruf kecil, paling banyak {LONGEST} kata"
            )
    return dict(phrases)


def is_english(text: str) -> bool:
    """Whether a text is English: at least two of its little words, and more of them than Indonesian ones."""
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH_WORDS for word in words)
    return english >= 2 and english > sum(word in _INDONESIAN_WORDS for word in words)


def translate_words(text: str) -> str:
    """The Indonesian words for the English phrases of a text, each once, in its order; the longest phrase counts.

    >>> translate_words("How many days of annual leave may a PNS take?")
    'hari cuti tahunan PNS'
    """
    phrases, words = load_english(), _WORD.findall(text)
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            meaning = _meaning(" ".join(words[at : at + length]).lower(), phrases)
            if meaning is not None:
                found.append(meaning)
                at += length
                break
        else:
            if words[at].isdigit() or (words[at].isupper() and len(words[at]) > 1):
                found.append(words[at])
            at += 1
    return " ".join(dict.fromkeys(word for meaning in found for word in meaning.split()))


def _meaning(phrase: str, phrases: dict[str, str]) -> str | None:
    """The meaning of a phrase or of its singular."""
    for ending, singular in (("", ""), ("ies", "y"), ("es", ""), ("s", ""), ("'s", "")):
        if phrase.endswith(ending) and (meaning := phrases.get(phrase.removesuffix(ending) + singular)) is not None:
            return meaning
    return None
