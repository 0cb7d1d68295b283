"""The figures, worked by hand and against ranx; the files they come from; answers to questions without an answer."""

import json
import math
import random
import re
import warnings
from pathlib import Path

import pytest

from kb.evaluate import (
    Question,
    article_of,
    auroc,
    bootstrap_interval,
    distinct_articles,
    evaluate_answers,
    evaluate_ranking,
    hit_at,
    load_clauses,
    load_facts,
    load_questions,
    ndcg_at_10,
    quote_fidelity,
    quote_is_on_page,
    reciprocal_rank,
    save_figures,
    score_precedents,
    score_rankings,
    states_fact,
)
from kb.types import Answer, Chunk, CitationError, Passage, RujukanError


@pytest.mark.parametrize(
    ("path", "article"),
    [
        ("pp-94-2021/pasal-11", "pp-94-2021/pasal-11"),
        ("pp-94-2021/pasal-11/ayat-2/huruf-d#3", "pp-94-2021/pasal-11"),
        ("pp-94-2021/penjelasan/pasal-11/ayat-2", "pp-94-2021/pasal-11"),  # its elucidation counts too
        ("pp-94-2021/penjelasan/umum", "pp-94-2021/penjelasan"),
        ("pp-94-2021/menimbang/huruf-a", "pp-94-2021/menimbang"),
        ("se-bkn-16-2023/romawi-ii/angka-3", "se-bkn-16-2023/romawi-ii"),
    ],
)
def test_article_a_provision_counts_for(path: str, article: str) -> None:
    assert article_of(path) == article


def test_passages_of_one_article_count_once() -> None:
    paths = ["uu-1-2000/pasal-2/ayat-1", "uu-1-2000/pasal-2#2", "uu-1-2000/pasal-1", "uu-1-2000/penjelasan/pasal-2"]
    assert distinct_articles(paths) == ["uu-1-2000/pasal-2", "uu-1-2000/pasal-1"]
    with pytest.raises(CitationError):
        distinct_articles(["uu-1-2000/halaman-3"])


def test_figures_by_hand() -> None:
    ranking = ["a", "b", "c", "d"]
    assert [hit_at(ranking, {"c"}, k) for k in (1, 2, 3, 10)] == [0, 0, 1, 1]
    assert reciprocal_rank(ranking, {"c", "d"}) == 1 / 3
    assert reciprocal_rank(ranking, {"z"}) == 0
    # two gold articles at ranks 1 and 3: (1 + 1/2) / (1 + 1/log2(3))
    assert ndcg_at_10(ranking, {"a", "c"}) == pytest.approx(1.5 / (1 + 1 / math.log2(3)))
    assert ndcg_at_10(ranking, {"a"}) == 1
    assert ndcg_at_10(ranking, ()) == 0
    assert ndcg_at_10([f"x{n}" for n in range(10)] + ["a"], {"a"}) == 0  # rank 11 is too late
    twelve = [f"x{n}" for n in range(12)]
    assert ndcg_at_10(twelve, twelve) == 1  # the ideal is ten, not twelve


def test_figures_agree_with_ranx() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ranx and numba warn of their own affairs
        ranx = pytest.importorskip("ranx")
        dice = random.Random(5)
        articles = [f"uu-1-2000/pasal-{n}" for n in range(1, 41)]
        questions = [Question(f"q{n}", "", tuple(dice.sample(articles, dice.randint(1, 14)))) for n in range(30)]
        rankings = {q.id: dice.sample(articles, 25) for q in questions}
        ours = score_rankings(rankings, questions)
        theirs = ranx.evaluate(
            ranx.Qrels({q.id: dict.fromkeys(q.gold, 1) for q in questions}),
            ranx.Run({i: {a: 1 / r for r, a in enumerate(ranking, 1)} for i, ranking in rankings.items()}),
            ["ndcg@10", "hit_rate@1", "hit_rate@5", "hit_rate@10", "mrr"],
        )
    for mine, yours in zip(("ndcg_at_10", "hit_at_1", "hit_at_5", "hit_at_10", "mrr"), theirs.values(), strict=True):
        assert sum(s[mine] for s in ours) / len(ours) == pytest.approx(yours), mine


def test_auroc() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.1, 0.5], [0.5, 0.9]) == 0.125  # one tie of four pairs
    assert math.isnan(auroc([], [0.5]))


def test_bootstrap_interval_holds_the_mean_and_repeats() -> None:
    values = [1.0] * 60 + [0.0] * 40
    low, high = bootstrap_interval(values)
    assert 0.45 < low < 0.6 < high < 0.75
    assert bootstrap_interval(values) == (low, high)
    assert bootstrap_interval([0.5] * 9) == (0.5, 0.5)
    assert bootstrap_interval([]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("quote", "page", "stands"),
    [
        ("hukuman disiplin berat", "jenis hukuman\ndisiplin   berat;", True),
        ("pemeriksaan", "tata cara peme-\nriksaan", True),
        ("pemeriksaan", "peme\u0002\nriksaan", True),  # as pdfium writes a line-end hyphen
        ("undang-undang", "Undang-\nUndang", False),  # letters must be the same
        ("28 (dua puluh delapan) hari", "21 (dua puluh satu) hari", False),
        ("", "apa saja", False),
    ],
)
def test_quote_stands_on_its_page(quote: str, page: str, stands: bool) -> None:
    assert quote_is_on_page(quote, page) is stands


def test_quote_fidelity() -> None:
    assert quote_fidelity([("a b", "a\nb"), ("c", "d")]) == 0.5
    assert math.isnan(quote_fidelity([]))


def test_question_files(tmp_path: Path) -> None:
    path = tmp_path / "soal.tsv"
    path.write_text(
        'id\tquestion\tgold\tstyle\nq1\tapa arti "cuti"?\tuu-1-2000/pasal-1; uu-1-2000/pasal-2\tformal\nq2\thalo\t\t\n',
        encoding="utf-8",
    )
    assert load_questions(path) == [
        Question("q1", 'apa arti "cuti"?', ("uu-1-2000/pasal-1", "uu-1-2000/pasal-2"), "formal"),
        Question("q2", "halo"),
    ]
    with path.open("a", encoding="utf-8") as more:
        more.write("q3\n")
    with pytest.raises(RujukanError, match=r"soal\.tsv baris 4: question kosong"):
        load_questions(path)
    with pytest.raises(RujukanError, match=r"soal\.tsv: kolom tidak ada: expected"):
        load_facts(path)
    with pytest.raises(RujukanError, match="tidak dapat dibaca"):
        load_questions(tmp_path / "tidak-ada.tsv")
    path.write_text("id\texpected\nq1\t(tiga", encoding="utf-8")
    with pytest.raises(RujukanError, match="pola q1 tidak sah"):
        load_facts(path)


def test_evaluate_ranking() -> None:
    questions = [
        Question("q1", "satu", ("uu-1-2000/pasal-1",), "formal", "etika"),
        Question("q2", "dua", ("uu-1-2000/pasal-2",), "typo", "etika"),
        Question("q3", "tiga"),  # no gold: not scored
    ]
    found = {"q1": ["uu-1-2000/pasal-1/ayat-1"], "q2": ["uu-1-2000/pasal-9", "uu-1-2000/pasal-2"]}
    figures = evaluate_ranking(found, questions)
    assert (figures["questions"], figures["hit_at_1"], figures["hit_at_5"], figures["mrr"]) == (2, 0.5, 1, 0.75)
    assert figures["by_style"]["typo"]["hit_at_1"] == 0
    assert figures["by_topic"]["etika"]["questions"] == 2
    assert figures["intervals"]["hit_at_5"] == [1, 1]
    assert [(w["id"], w["found"]) for w in figures["worst"]] == [("q2", ["uu-1-2000/pasal-9", "uu-1-2000/pasal-2"])]
    assert evaluate_ranking(found, [])["questions"] == 0
    assert evaluate_ranking({}, questions)["mrr"] == 0


def _answer(text: str, found: bool, confidence: float, quote: str = "") -> Answer:
    chunk = Chunk("uu-1-2000/pasal-1", "uu-1-2000", "uu-1-2000/pasal-1", "", (), quote, "", (1,), ())
    passages = (Passage(chunk, 1.0, "Contoh", "berlaku", quote=quote),) if quote else ()
    return Answer("", text, found, confidence, None if found else "tidak_ada_di_koleksi", passages)


def test_evaluate_answers() -> None:
    answers = {"q1": _answer("diberhentikan", True, 0.9, "28 hari"), "q2": _answer("maaf", False, 0.4)}
    unanswerable = {"u1": _answer("maaf", False, 0.1), "u2": _answer("rendang", True, 0.6)}
    figures = evaluate_answers(
        answers,
        unanswerable=unanswerable,
        kinds={"u1": "far", "u2": "near"},
        facts={"q1": re.compile(r"28\s+hari"), "q2": re.compile("x"), "q9": re.compile("unasked")},
    )
    assert (figures["refused_wrongly"], figures["refused_rightly"], figures["auroc"]) == (0.5, 0.5, 0.75)
    assert figures["refused_rightly_by_kind"] == {"far": 1, "near": 0}
    assert (figures["facts"], figures["fact_rate"], figures["facts_missed"]) == (2, 0.5, ["q2"])
    assert "auroc" not in evaluate_answers(answers)
    assert evaluate_answers({})["refused_wrongly"] is None


def test_fact_must_stand_in_the_first_900_characters() -> None:
    assert states_fact(_answer("x" * 880, True, 1, "28 hari"), re.compile("28 hari"))
    assert not states_fact(_answer("x" * 895, True, 1, "28 hari"), re.compile("28 hari"))


def test_development_questions_are_readable(shared_data: Path) -> None:
    questions = load_questions(shared_data / "questions" / "questions.tsv")
    facts = load_facts(shared_data / "questions" / "facts.tsv")
    assert len(questions) >= 100
    assert all(distinct_articles(q.gold) == list(q.gold) for q in questions)
    assert facts.keys() <= {q.id for q in questions}


def test_figures_are_saved_without_questions(tmp_path: Path) -> None:
    figures = {"ndcg_at_10": 0.5, "worst": [{"id": "q1", "question": "rahasia?"}], "dialogues": {"worst": []}}
    save_figures(tmp_path / "hasil" / "a.json", figures, {"model": "m", "chunks": 3, "files": {}})
    saved = json.loads((tmp_path / "hasil" / "a.json").read_text())
    assert saved["index"]["chunks"] == 3
    assert saved["worst"] == [{"id": "q1"}]
    assert "rahasia" not in (tmp_path / "hasil" / "a.json").read_text()


def test_precedents_are_scored_by_recall_and_precision() -> None:
    clauses = [Question("p1", "klausul", ("pp-1-2020/pasal-1", "pp-2-2021/pasal-3"))]
    ranking = ["pp-1-2020/pasal-1/ayat-2", "pp-1-2020/pasal-1", "pp-1-2020/pasal-9", "pp-2-2021/penjelasan/pasal-3"]
    figures = score_precedents({"p1": ranking}, clauses)
    assert (figures["recall_at_10"], figures["map"]) == (1.0, round((1 + 2 / 3) / 2, 4))
    late = [f"uu-1-1999/pasal-{n}" for n in range(1, 15)] + ranking
    figures = score_precedents({"p1": late}, clauses)
    assert (figures["recall_at_10"], figures["recall_at_20"]) == (0.0, 1.0)
    assert score_precedents({}, clauses)["map"] == 0.0
    deep = [f"uu-1-1999/pasal-{n}" for n in range(1, 101)] + ranking
    assert score_precedents({"p1": deep}, clauses)["map"] == 0.0


def test_a_file_of_clauses(tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text("id\tclause\tgold\np1\tJam kerja.\tpp-1-2020/pasal-1;pp-2-2021/pasal-1\n")
    (clause,) = load_clauses(tmp_path / "p.tsv")
    assert clause == Question("p1", "Jam kerja.", ("pp-1-2020/pasal-1", "pp-2-2021/pasal-1"))
