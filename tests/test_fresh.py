"""The fresh questions: whole, split, and read half by half."""

import csv
from pathlib import Path

from benchmarks.fresh import FILES, HERE, PARTS, select_part
from kb.evaluate import load_facts, load_questions

ROWS = {
    name: list(csv.DictReader((HERE / name).read_text().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    for name in FILES
}


def test_each_question_is_in_one_part_and_its_fact_in_the_same() -> None:
    parts = {row["id"]: row["part"] for row in ROWS[FILES[0]]}
    assert set(parts.values()) == set(PARTS)
    assert len(parts) == len(ROWS[FILES[0]])
    assert all(parts[row["id"]] == row["part"] for row in ROWS[FILES[1]])
    halves = [sum(part == name for part in parts.values()) for name in ("develop", "held_out")]
    assert halves[0] == halves[1]


def test_a_part_is_read_by_itself(tmp_path: Path) -> None:
    questions = load_questions(select_part(HERE / FILES[0], "held_out", tmp_path / FILES[0]))
    assert {q.id for q in questions} == {row["id"] for row in ROWS[FILES[0]] if row["part"] == "held_out"}
    assert all(q.gold for q in questions)
    assert set(load_facts(select_part(HERE / FILES[1], "held_out", tmp_path / FILES[1]))) <= {q.id for q in questions}
