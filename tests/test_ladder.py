"""The sanction ladder, read from the words of a made-up disciplinary regulation and of the real one."""

from pathlib import Path

import pytest

from kb.ladder import Ladder, Rung, default_ladder, read_ladder
from kb.search import Library
from kb.types import NotFoundError

pytestmark = pytest.mark.filterwarnings("ignore")  # vendors
PP = "pp-4-2021"


def rung(ladder: Ladder, duty: str, n: int = 0) -> Rung:
    return [r for r in ladder.rungs if r.duty and r.duty.path == f"{PP}/{duty}"][n]


def tails(cells) -> list[str]:
    return [cell.path.removeprefix(f"{PP}/") for cell in cells]


@pytest.fixture
def ladder(discipline: Library) -> Ladder:
    return read_ladder(discipline, default_ladder(discipline))


def test_a_duty_leads_to_level_measures_officers_examination(ladder: Ladder) -> None:
    step = rung(ladder, "pasal-1/huruf-a")
    assert (step.kind, step.level) == ("kewajiban", "ringan")
    assert tails([step.violation]) == ["pasal-4/huruf-a"]
    assert tails(step.measures) == ["pasal-3/ayat-2/huruf-a", "pasal-3/ayat-2/huruf-b"]
    assert [tails(o) for o in step.officers] == [["pasal-6/ayat-1/huruf-a", "pasal-6/ayat-2"]] * 2
    assert tails(step.examination) == ["pasal-7"]


def test_cells_are_words_as_printed_with_what_they_hang_on(ladder: Ladder) -> None:
    step = rung(ladder, "pasal-1/huruf-b")
    assert step.duty is not None
    assert step.duty.text == "b. menghadiri apel pagi."
    assert step.duty.lead == "Setiap pegawai wajib:"
    assert step.duty.pages == (1,)


def test_a_violation_that_opens_with_a_measure_has_that_one_alone(ladder: Ladder) -> None:
    assert tails(rung(ladder, "pasal-1/huruf-b", 0).measures) == ["pasal-3/ayat-2/huruf-a"]
    assert tails(rung(ladder, "pasal-1/huruf-b", 1).measures) == ["pasal-3/ayat-2/huruf-b"]


def test_a_prohibition_and_who_may_do_what_with_and_without_exception(ladder: Ladder) -> None:
    step = rung(ladder, "pasal-2/huruf-a")
    assert (step.kind, step.level) == ("larangan", "berat")
    assert [tails(o) for o in step.officers] == [
        ["pasal-6/ayat-1/huruf-a"],
        ["pasal-6/ayat-1/huruf-a", "pasal-6/ayat-1/huruf-b"],
    ]
    assert tails(step.examination) == ["pasal-7", "pasal-8/ayat-1", "pasal-8/ayat-2"]


def test_what_is_not_there_is_shown_as_missing(ladder: Ladder) -> None:
    unsanctioned = rung(ladder, "pasal-2/huruf-b")
    assert (unsanctioned.level, unsanctioned.violation, unsanctioned.measures) == ("", None, ())
    lost = next(r for r in ladder.rungs if r.duty is None)
    assert lost.absent == (f"{PP}/pasal-19/huruf-c",)
    assert tails([lost.violation]) == ["pasal-5/huruf-b"]
    assert ladder.missing == ("10",)
    assert tails(ladder.unread) == ["pasal-6/ayat-3"]  # "ayat (Z)" is no number
    assert tails(ladder.appeal) == ["pasal-9"]
    assert ladder.unsaid == ()


def test_a_regulation_without_measures_has_no_ladder(discipline: Library) -> None:
    with pytest.raises(NotFoundError, match="tidak ada jenis hukuman"):
        read_ladder(discipline, "pp-3-2010")
    with pytest.raises(NotFoundError):
        read_ladder(discipline, "pp-9-1999")


def test_the_real_regulation_with_its_lost_article(shared_data: Path, tmp_path: Path, letters) -> None:
    from ingest.pipeline import ingest
    from kb.search import open_library

    folder = shared_data / "pdf" / "typeset"
    ingest([folder / "pp-94-2021.pdf", folder / "pp-79-2021.pdf"], data=tmp_path, embedder=letters)
    library = open_library(tmp_path, embedder=letters)
    ladder = read_ladder(library, "pp-94-2021")
    library.generation.close()
    library.store.close()
    assert ladder.missing == ("39",)
    assert ladder.elsewhere == ("pp-79-2021",)
    late = [r for r in ladder.rungs if r.duty and r.duty.path == "pp-94-2021/pasal-4/huruf-f" and r.level == "berat"]
    assert [m.path.rsplit("/", 1)[1] for r in late for m in r.measures] == ["huruf-a", "huruf-b", "huruf-c", "huruf-c"]
    assert all(r.duty and r.level for r in ladder.rungs)
