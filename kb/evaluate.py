"""How good the answers are: rankings, refusals, facts and quotes against files of questions whose answer is known.

Scored by article: a passage counts for the article it lies in or elucidates, passages are reduced to distinct
articles in rank order first. nDCG@10 has binary gain and min(10, gold) as its ideal. Every share comes with a 95 %
bootstrap interval over questions, because question files are small.

Does not do: judge wording, or tell why a question failed.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kb.answer import answer
from kb.citation import parse_path
from kb.followup import resolve_followup
from kb.precedent import rank_provisions
from kb.quote import is_on_page
from kb.search import Library, is_replaced, named_citations, search
from kb.types import Answer, Passage, RujukanError

Figures = dict[str, Any]
FACT_LIMIT = 900  # characters of answer and quotes together in which an expected fact must stand
WORST = 20  # questions listed as missed
RESAMPLES = 2_000
PRECEDENTS_DEEP = 100  # articles of a ranking that count for the average precision
THRESHOLDS = tuple(n / 20 for n in range(1, 20))  # at which the operating curve is read


@dataclass(frozen=True, slots=True)
class Question:
    """One row of a question file; ``gold`` are the paths of articles that answer (any one is a hit)."""

    id: str
    question: str
    gold: tuple[str, ...] = ()
    style: str = ""
    topic: str = ""


def load_questions(path: Path) -> list[Question]:
    """The rows of a TSV with columns ``id``, ``question`` and, as far as there, ``gold``, ``style``, ``topic``.

    Raises RujukanError, naming file and line, where the file cannot be read or a row lacks a column.
    """
    return [
        Question(
            row["id"],
            row["question"],
            _gold(row),
            row.get("style") or "",
            row.get("topic") or "",
        )
        for row in _read_rows(path, ("id", "question"))
    ]


def _gold(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(g.strip() for g in (row.get("gold") or "").split(";") if g.strip())


def load_facts(path: Path) -> dict[str, re.Pattern[str]]:
    """Question id -> the pattern its answer must match, from a TSV with columns ``id`` and ``expected``."""
    facts = {}
    for row in _read_rows(path, ("id", "expected")):
        try:
            facts[row["id"]] = re.compile(row["expected"], re.I)
        except re.error as error:
            raise RujukanError(f"{path.name}: pola {row['id']} tidak sah ({error})") from error
    return facts


def _read_rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if missing := set(columns) - set(reader.fieldnames or ()):
                raise RujukanError(f"{path.name}: kolom tidak ada: {', '.join(sorted(missing))}")
            rows = []
            for row in reader:
                if absent := [column for column in columns if not row[column]]:
                    raise RujukanError(f"{path.name} baris {reader.line_num}: {', '.join(absent)} kosong")
                rows.append(row)
            return rows
    except (OSError, UnicodeDecodeError) as error:
        raise RujukanError(f"{path}: tidak dapat dibaca ({error})") from error


def article_of(path: str) -> str:
    """The article that the provision at ``path`` lies in or elucidates."""
    return parse_path(path).article


def distinct_articles(paths: Iterable[str]) -> list[str]:
    """The articles of ``paths``, each once, in order."""
    return list(dict.fromkeys(article_of(path) for path in paths))


def hit_at(ranking: Sequence[str], gold: Iterable[str], k: int) -> float:
    """1.0 where any gold article is among the first ``k`` of a ranking of distinct articles, else 0.0."""
    return float(not set(gold).isdisjoint(ranking[:k]))


def reciprocal_rank(ranking: Sequence[str], gold: Iterable[str]) -> float:
    """1 / rank of the first gold article, 0.0 where there is none; its mean over questions is the MRR."""
    wanted = set(gold)
    return next((1 / rank for rank, article in enumerate(ranking, 1) if article in wanted), 0.0)


def ndcg_at_10(ranking: Sequence[str], gold: Iterable[str]) -> float:
    """Normalised discounted gain of the first ten with binary gain; 0.0 where there is no gold."""
    wanted = set(gold)
    gain = sum(1 / math.log2(rank + 1) for rank, article in enumerate(ranking[:10], 1) if article in wanted)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, len(wanted)) + 1))
    return gain / ideal if ideal else 0.0


def bootstrap_interval(values: Sequence[float], level: float = 0.95, seed: int = 0) -> tuple[float, float]:
    """Interval of the mean of ``values`` over resampled questions (percentiles, same for the same seed)."""
    if not values:
        return (0.0, 0.0)
    sample = np.asarray(values, dtype=float)
    picks = np.random.default_rng(seed).integers(len(sample), size=(RESAMPLES, len(sample)))
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(sample[picks].mean(axis=1), [tail, 100 - tail])
    return (float(low), float(high))


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Chance that a random positive scores above a random negative, ties counted half; NaN where one side is empty."""
    if not positives or not negatives:
        return math.nan
    above, below = np.asarray(positives, dtype=float)[:, None], np.asarray(negatives, dtype=float)[None, :]
    return float(np.mean((above > below) + 0.5 * (above == below)))


def operating_curve(
    answerable: Sequence[float], unanswerable: Mapping[str, Sequence[float]], thresholds: Sequence[float] = THRESHOLDS
) -> list[dict[str, float]]:
    """What each threshold of confidence would do: coverage against error.

    ``answerable`` are confidences, ``unanswerable`` the same by kind. A row has ``threshold``, ``answered`` (share of
    all questions), ``wrongly_refused`` (share of the answerable), and the refused share of each kind ("very_near").
    """
    others = [value for values in unanswerable.values() for value in values]
    return [
        {
            "threshold": threshold,
            "answered": round(_mean([float(v >= threshold) for v in (*answerable, *others)]), 4),
            "wrongly_refused": round(_mean([float(v < threshold) for v in answerable]), 4),
            **{
                kind.replace("-", "_"): round(_mean([float(v < threshold) for v in values]), 4)
                for kind, values in unanswerable.items()
            },
        }
        for threshold in thresholds
    ]


def states_fact(result: Answer, expected: re.Pattern[str]) -> bool:
    """Whether the answer with its quotes, cut at 900 characters together, matches the expected pattern."""
    said = "\n".join([result.text, *(p.quote for p in result.passages)])
    return bool(expected.search(said[:FACT_LIMIT]))


def quote_fidelity(quotes: Iterable[tuple[str, str]]) -> float:
    """Share of (quote, text of the pages it cites) pairs in which the quote stands; NaN where there are none."""
    return _mean([float(is_on_page(quote, pages)) for quote, pages in quotes])


def score_rankings(rankings: Mapping[str, Sequence[str]], questions: Sequence[Question]) -> list[dict[str, float]]:
    """For each question in turn its figures; ``rankings`` holds, by question id, paths of provisions, best first."""
    scores = []
    for question in questions:
        ranking = distinct_articles(rankings.get(question.id, ()))
        gold = set(distinct_articles(question.gold))
        scores.append(
            {
                "ndcg_at_10": ndcg_at_10(ranking, gold),
                "hit_at_1": hit_at(ranking, gold, 1),
                "hit_at_5": hit_at(ranking, gold, 5),
                "hit_at_10": hit_at(ranking, gold, 10),
                "mrr": reciprocal_rank(ranking, gold),
            }
        )
    return scores


def evaluate_ranking(rankings: Mapping[str, Sequence[str]], questions: Sequence[Question]) -> Figures:
    """Figures of rankings (question id -> paths of provisions, best first) over the questions that have gold articles.

    Mean figures, their intervals, the same by style and topic, and the questions that went worst. A question
    without a ranking counts as not found.
    """
    asked = [question for question in questions if question.gold]
    scores = score_rankings(rankings, asked)
    worst = sorted(zip(scores, asked, strict=True), key=lambda pair: pair[0]["ndcg_at_10"])
    return {
        **_means(scores),
        "intervals": {
            name: [round(end, 4) for end in bootstrap_interval([score[name] for score in scores])]
            for name in (scores[0] if scores else ())
        },
        "by_style": _means_by([q.style for q in asked], scores),
        "by_topic": _means_by([q.topic for q in asked], scores),
        "worst": [
            {
                "id": question.id,
                "question": question.question,
                "ndcg_at_10": round(score["ndcg_at_10"], 4),
                "gold": list(question.gold),
                "found": distinct_articles(rankings.get(question.id, ()))[:3],
            }
            for score, question in worst[:WORST]
            if score["hit_at_1"] < 1
        ],
    }


def _means(scores: Sequence[Mapping[str, float]]) -> Figures:
    names = scores[0] if scores else ()
    return {"questions": len(scores), **{name: round(_mean([s[name] for s in scores]), 4) for name in names}}


def _means_by(labels: Sequence[str], scores: Sequence[Mapping[str, float]]) -> dict[str, Figures]:
    return {
        label: _means([score for own, score in zip(labels, scores, strict=True) if own == label])
        for label in sorted(set(labels) - {""})
    }


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else math.nan


def evaluate_answers(
    answers: Mapping[str, Answer],
    *,
    unanswerable: Mapping[str, Answer] | None = None,
    kinds: Mapping[str, str] | None = None,
    facts: Mapping[str, re.Pattern[str]] | None = None,
    gold: Mapping[str, Sequence[str]] | None = None,
    rankings: Mapping[str, Sequence[str]] | None = None,
) -> Figures:
    """Figures of answers, by question id: wrongly refused, facts stated; of unanswerable ones: refused, AUROC, curve.

    ``kinds`` groups the unanswerable ones; ``gold`` are the articles that answer, ``rankings`` the paths found, best
    first. A figure for which nothing was given is absent.
    """
    figures: Figures = {
        "answers": len(answers),
        "refused_wrongly": _share([not a.found for a in answers.values()]),
    }
    if unanswerable:
        figures["unanswerable"] = len(unanswerable)
        figures["refused_rightly"] = _share([not a.found for a in unanswerable.values()])
        figures["refused_rightly_by_kind"] = {
            kind: _share([not a.found for i, a in unanswerable.items() if (kinds or {}).get(i) == kind])
            for kind in sorted(set((kinds or {}).values()) - {""})
        }
        if answers:
            confidences = [a.confidence for a in answers.values()]
            figures["auroc"] = round(auroc(confidences, [a.confidence for a in unanswerable.values()]), 4)
            by_kind: dict[str, list[float]] = {}
            for i, a in unanswerable.items():
                by_kind.setdefault((kinds or {}).get(i) or "unanswerable", []).append(a.confidence)
            figures["curve"] = operating_curve(confidences, by_kind)
    if facts:
        stated = {i: states_fact(answers[i], pattern) for i, pattern in facts.items() if i in answers}
        figures["facts"] = len(stated)
        figures["fact_rate"] = _share(list(stated.values()))
        figures["facts_missed"] = [i for i, good in stated.items() if not good]
        quoted = {i: [p.chunk.path for p in answers[i].passages] for i in stated}
        if gold:
            figures["facts_lost"] = {
                "article_quoted": _share_lost(stated, quoted, gold, None),
                **{f"article_in_first_{k}": _share_lost(stated, rankings, gold, k) for k in (1, 3, 10) if rankings},
            }
    return figures


def _share_lost(
    stated: Mapping[str, bool], paths: Mapping[str, Sequence[str]], gold: Mapping[str, Sequence[str]], k: int | None
) -> float | None:
    """Share of the questions whose fact is not stated although a gold article is among the first ``k`` articles."""
    there = {i: not set(gold.get(i, ())).isdisjoint(distinct_articles(paths.get(i, ()))[:k]) for i in stated}
    return _share([there[i] and not good for i, good in stated.items()])


def _share(outcomes: Sequence[bool]) -> float | None:
    return round(_mean([float(o) for o in outcomes]), 4) if outcomes else None


def evaluate_library(
    library: Library,
    file: Path,
    *,
    facts: Path | None = None,
    unanswerable: Path | None = None,
    dialogues: Path | None = None,
    precedents: Path | None = None,
    k: int = 20,
) -> Figures:
    """Every figure of an open collection over files of questions, facts, unanswerable questions, dialogues, precedents.

    ``replaced_first`` is the share of questions whose first passage is a repealed rule, although what replaced it is in
    the collection and the question does not name it. Raises RujukanError where a file cannot be read.
    """
    questions = load_questions(file)
    expected = load_facts(facts) if facts else {}
    refusable = _read_rows(unanswerable, ("id", "question")) if unanswerable else []
    gold = [q for q in questions if q.gold]
    found = {q.id: search(library, q.question, k) for q in gold}
    figures = evaluate_ranking({i: [p.chunk.path for p in passages] for i, passages in found.items()}, gold)
    figures["replaced_first"] = _share([is_replaced_first(library, q.question, found[q.id]) for q in gold])
    if dialogues:
        figures["dialogues"] = evaluate_dialogues(library, dialogues, k)
    if precedents:
        figures["precedents"] = evaluate_precedents(library, precedents)
    answers = {q.id: answer(library, q.question) for q in gold}
    figures |= evaluate_answers(
        answers,
        unanswerable={row["id"]: answer(library, row["question"]) for row in refusable},
        kinds={row["id"]: row.get("kind") or "" for row in refusable},
        facts=expected,
        gold={q.id: q.gold for q in gold},
        rankings={i: [p.chunk.path for p in passages] for i, passages in found.items()},
    )
    quotes = [
        (passage.quote, _pages_text(library, passage.chunk.regulation, passage.chunk.pages))
        for result in answers.values()
        if result.found
        for passage in result.passages
    ]
    return figures | {"quotes": len(quotes), "quote_fidelity": round(quote_fidelity(quotes), 4) if quotes else None}


def save_figures(path: Path, figures: Figures, manifest: Mapping[str, Any]) -> None:
    """Write figures with what they were measured on (an index's ``manifest``) as JSON; questions by id, without text.

    Raises RujukanError where the file cannot be written.
    """
    measured = {name: manifest.get(name) for name in ("created", "model", "chunks", "fingerprint", "versions")}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            json.dumps({"index": measured, **_without_questions(figures)}, indent=1) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise RujukanError(f"{path}: tidak dapat ditulis ({error.strerror})") from error


def _without_questions(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_questions(v) for k, v in value.items() if k != "question"}
    return [_without_questions(v) for v in value] if isinstance(value, list) else value


def evaluate_dialogues(library: Library, file: Path, k: int = 20) -> Figures:
    """Ranking figures for the last turn of each dialogue: a TSV with id, turns (joined by " ||| ") and gold."""
    rows = _read_rows(file, ("id", "turns", "gold"))
    questions = [
        Question(row["id"], resolve_followup([turn.strip() for turn in row["turns"].split("|||")]), _gold(row))
        for row in rows
    ]
    return evaluate_ranking(
        {q.id: [p.chunk.path for p in search(library, q.question, k)] for q in questions}, questions
    )


def load_clauses(path: Path) -> list[Question]:
    """The rows of a TSV with columns ``id``, ``clause`` and ``gold``, as questions. Raises RujukanError."""
    return [Question(row["id"], row["clause"], _gold(row)) for row in _read_rows(path, ("id", "clause", "gold"))]


def evaluate_precedents(library: Library, file: Path) -> Figures:
    """Recall, precision and their intervals for the clauses of a file, repealed rules being found too."""
    clauses = load_clauses(file)
    rankings = {c.id: [path for path, _ in rank_provisions(library, c.question)] for c in clauses}
    return score_precedents(rankings, clauses)


def score_precedents(rankings: Mapping[str, Sequence[str]], clauses: Sequence[Question]) -> Figures:
    """Recall@10 and @20 over gold articles and mean average precision, of rankings by clause id (paths, best first).

    Average precision counts gold articles among the first PRECEDENTS_DEEP; those further down count as not found.
    """
    scores = []
    for clause in clauses:
        ranking = distinct_articles(rankings.get(clause.id, ()))[:PRECEDENTS_DEEP]
        gold = set(distinct_articles(clause.gold))
        ranks = [rank for rank, article in enumerate(ranking, 1) if article in gold]
        scores.append(
            {
                "recall_at_10": sum(rank <= 10 for rank in ranks) / len(gold),
                "recall_at_20": sum(rank <= 20 for rank in ranks) / len(gold),
                "map": sum(found / rank for found, rank in enumerate(ranks, 1)) / len(gold),
            }
        )
    return {
        **_means(scores),
        "intervals": {
            name: [round(end, 4) for end in bootstrap_interval([score[name] for score in scores])]
            for name in (scores[0] if scores else ())
        },
    }


def is_replaced_first(library: Library, question: str, passages: Sequence[Passage]) -> bool:
    """Whether the first passage is of a rule that another in the collection replaced and the question does not name."""
    named = {citation.regulation for citation in named_citations(library, question)}
    first = passages[0].chunk.article if passages else ""
    return bool(first) and first.split("/")[0] not in named and is_replaced(library, first)


def _pages_text(library: Library, regulation: str, pages: Sequence[int]) -> str:
    return "\n".join(page.text for page in library.store.pages(regulation) if page.number in pages)
