"""What a question is about, what is sought, and what of a sentence it does not ask."""

import pytest

from kb.lexical import tokenize
from kb.matter import changes_term, matter_of, says_sought, share_unasked, sought_of
from kb.question import understand
from kb.vocabulary import Vocabulary

FEW = Vocabulary({}, {}, 100)


def test_the_matter_leaves_out_people_and_what_is_asked() -> None:
    assert matter_of(understand("pns cerai tanpa izin kena hukuman apa"))[0] == frozenset(tokenize("cerai tanpa izin"))
    assert matter_of(understand("berapa lama hukuman pns?"))[0] == frozenset()


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        ("camat diangkat oleh siapa", "Bupati mengangkat camat", 1.0),
        ("camat diangkat oleh siapa", "Pengangkatan camat dibatalkan", 0.5),  # the noun, not the deed
        ("camat diangkat oleh siapa", "Camat memimpin kecamatan", 0.0),
        ("siapa yang berwenang menetapkan formasi", "Formasi ditetapkan oleh Menteri", 1.0),
        ("apa hak pegawai yang pensiun", "Pegawai berhak atas uang", 1.0),
        ("apa hak pegawai yang pensiun", "Pegawai pulang", 0.0),
    ],
)
def test_the_deed_or_thing_sought(question: str, words: str, said: float) -> None:
    assert says_sought(sought_of(understand(question)), words) == said


def test_a_question_without_doer_or_thing_seeks_neither() -> None:
    assert not sought_of(understand("berapa lama cuti tahunan"))


@pytest.mark.parametrize(
    ("words", "unasked"),
    [
        ("Dalam hal cuti diambil di pulau yang terpencil sekali, cuti 20 hari", True),
        ("Lamanya cuti sebagaimana dimaksud pada ayat (1) adalah 12 hari", False),
        ("Cuti sebagaimana dimaksud dalam pasat 33 wajib diambil", False),  # recognition spoilt the reference
        ("a. cuti yang ditunda karena banjir, 6 hari", False),  # no sentence
    ],
)
def test_what_a_sentence_is_on_beyond_the_question(words: str, unasked: bool) -> None:
    wordings = [frozenset(tokenize("cuti berapa hari diambil"))]
    assert (share_unasked(FEW, wordings, words) > 0.4) is unasked


@pytest.mark.parametrize(
    ("question", "words", "changes"),
    [
        ("cuti tahunan berapa hari", "dapat ditambah 12 hari", True),
        ("cuti tahunan bisa tambah berapa hari", "dapat ditambah 12 hari", False),
        ("cuti tahunan berapa hari", "diberikan 12 hari", False),
        ("cuti tahunan berapa hari", "mendapat tambahan sebanyak hari yang hilang", True),
        ("cuti paling lama berapa hari", "dapat ditambah 12 hari", False),  # the most includes it
    ],
)
def test_what_lengthens_an_amount_is_not_the_amount(question: str, words: str, changes: bool) -> None:
    assert changes_term(understand(question), words) is changes
