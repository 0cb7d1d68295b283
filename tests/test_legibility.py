"""Which pages are trusted, recognised, completed; each row is a kind of page met in real files."""

import pytest

from ingest.legibility import Picture, Verdict, is_garbled, judge_page, known_share
from kb.types import Line

SENTENCE = "Pegawai negeri sipil wajib menaati ketentuan jam kerja dan melaporkan setiap keterlambatan kepada atasan."
NOISE = "4!'&4! 4& 2! 3%$ ##'! &2 (4! 5%&' $!4 &&'2 !4%# 2'&!"
MISREAD = "Pegarvai negeri sipil wajib mcnaati ketentuan iam kerja dan melaporkan setiap keterlarnbatan kepada atasan."
PAGE = Picture((0, 0, 600, 900), 300)
SEAL = Picture((250, 800, 350, 880), 150)
LOWER_HALF = Picture((50, 50, 550, 450), 96)


def lines(text: str, count: int = 20, x: float = 60, y: float = 850) -> list[Line]:
    return [Line(text, (x, y - 20 * n, x + 460, y - 20 * n + 12)) for n in range(count)]


ROWS = [
    ("digital", lines(SENTENCE), [], 0, Verdict.KEEP),
    ("digital with a seal", lines(SENTENCE), [SEAL], 2, Verdict.KEEP),
    ("empty sheet", [], [], 1, Verdict.EMPTY),
    ("text drawn as shapes", [], [], 900, Verdict.RECOGNISE),
    ("scan", [], [PAGE], 0, Verdict.RECOGNISE),
    ("broken character map", lines(NOISE), [SEAL], 0, Verdict.RECOGNISE),
    ("unknown words only", lines("qwxz vbnk plorg zzatk mnhtr wkkol"), [], 0, Verdict.RECOGNISE),
    ("watermark over a scan", lines("jdih.contoh.go.id", 1, y=450), [PAGE], 0, Verdict.COMPLETE),
    ("header over a picture page", lines("2015, No.16", 1, y=880), [LOWER_HALF], 0, Verdict.COMPLETE),
    ("text above a large picture", lines(SENTENCE, 15), [LOWER_HALF], 0, Verdict.COMPLETE),
    ("good layer under a scan", lines(SENTENCE), [PAGE], 0, Verdict.KEEP),
    ("poor layer under a scan", lines(MISREAD), [PAGE], 0, Verdict.COMPARE),
    ("poor digital text, no picture to read instead", lines(MISREAD), [], 0, Verdict.KEEP),
    ("table of figures", lines("1.250.000 2.300.000 14 15 16", 20), [], 80, Verdict.KEEP),
]


@pytest.mark.parametrize(("printed", "pictures", "shapes", "verdict"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_verdicts(printed, pictures, shapes, verdict) -> None:
    assert judge_page(printed, pictures, shapes, 600, 900) is verdict


def test_short_texts_are_never_garbled() -> None:
    assert not is_garbled("- 12 -")
    assert not is_garbled("JDIH BAPETEN")


def test_known_share_counts_words_of_three_letters_and_more() -> None:
    assert known_share("di ke Pegawai wajib xqzk 12") == (3, pytest.approx(2 / 3))
    assert known_share("") == (0, 0.0)
