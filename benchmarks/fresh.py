"""Questions nobody had tuned on when they were written, in parts: the figures of each, the misses of some.

``python -m benchmarks.fresh --data DIR`` prints one JSON line a part. Of those set aside only figures are printed,
never a question; what was missed of the others is what rules may be made from. docs/retrieval.md says how they came
about.

Does not do: judge why a question was missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from pathlib import Path
from typing import Any

from kb.answer import answer
from kb.evaluate import evaluate_library, load_facts, load_questions
from kb.search import Library, open_library

HERE = Path(__file__).parent
FILES = ("fresh_questions.tsv", "fresh_facts.tsv", "fresh_unanswerable.tsv")
PARTS = ("develop", "held_out", "later", "last", "round2")
SET_ASIDE = ("held_out", "last")  # nobody has read which of these go wrong
FIGURES = ("ndcg_at_10", "hit_at_1", "hit_at_5", "fact_rate", "refused_wrongly", "refused_rightly_by_kind", "auroc")
MISSES = ("worst", "facts_missed")


def select_part(source: Path, part: str, target: Path) -> Path:
    """The rows of a file whose column ``part`` is ``part``, written to ``target`` with the same columns."""
    with source.open(encoding="utf-8", newline="") as lines, target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        table = csv.DictWriter(out, rows.fieldnames or (), delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        table.writeheader()
        table.writerows(row for row in rows if row["part"] == part)
    return target


def measure_part(library: Library, part: str) -> dict[str, Any]:
    """The figures of one part, as ``kb.evaluate`` gives them; the misses too, unless the part is set aside."""
    with tempfile.TemporaryDirectory() as folder:
        questions, facts, unanswerable = (select_part(HERE / name, part, Path(folder) / name) for name in FILES)
        figures = evaluate_library(library, questions, facts=facts, unanswerable=unanswerable)
        first = said_first(library, questions, facts)
    shown = FIGURES if part in SET_ASIDE else (*FIGURES, *MISSES)
    return {
        "part": part,
        "questions": figures["questions"],
        **{name: figures[name] for name in shown},
        "fact_in_text": round(first, 4),
    }


def said_first(library: Library, questions: Path, facts: Path) -> float:
    """The share of the facts that the answer's text itself states, its quotes left out."""
    asked = {question.id: question.question for question in load_questions(questions)}
    expected = load_facts(facts)
    stated = [bool(pattern.search(answer(library, asked[i]).text)) for i, pattern in expected.items()]
    return sum(stated) / len(stated)


def main() -> None:
    """Measure the parts over a collection that holds the typeset regulations."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part")
    given = parser.parse_args()
    library = open_library(given.data)
    for part in given.part or PARTS:
        print(json.dumps(measure_part(library, part), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
