"""What of a lying chat model reaches a reader, and what of an honest one is lost.

Usage: python -m benchmarks.adversarial_model DATA QUESTIONS.tsv [--answers 200] [--seed 7] [--shown]

``DATA`` is a collection, ``QUESTIONS.tsv`` has columns id and question. A row of JSON: lies told and lies that reached
the reader (streamed or in the answer), by kind; honest sentences kept, by how freely they are worded. The judge of lies
is the liar (benchmarks/lying.py), not the program's own check.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.lying import Truth, cut_truths, make_reply, tell
from kb.answer import answer
from kb.chat import Message
from kb.drafting import draft_answer, stream_draft
from kb.evaluate import load_questions
from kb.evidence import read_leads
from kb.search import open_library
from kb.types import Answer

Asked = tuple[Answer, Mapping[str, str]]
# How an honest model words a statement plainly: what is written -> what it says.
LIGHT = (
    (r"\s*\([a-z ]+\)", ""),  # 28 (dua puluh delapan)
    (
        r"\bsebagaimana dimaksud (?:dalam|pada) (?:Pasal|ayat|huruf) \(?\w+\)?(?: (?:ayat|huruf|angka) \(?\w+\)?)*",
        "",
    ),
    (r"\bdan/atau\b", "atau"),
)
PLAIN = (
    *LIGHT,
    (r"\bPegawai Negeri Sipil\b", "PNS"),
    (r"\bharus\b", "wajib"),
    (r"\bapabila\b", "jika"),
    (r"\bdijatuhi\b", "dikenai"),
    (r"\bsecara kumulatif\b", ""),
    (r"\bterdiri atas\b", "meliputi"),
    (r"\bPejabat yang berwenang menghukum\b", "atasan yang berwenang menghukum"),
    (r"\bmelaksanakan\b", "menjalankan"),
    (r"\bmemberitahukan\b", "memberi tahu"),
    (r"\bdilaksanakan\b", "dijalankan"),
    (r"\bmemperoleh\b", "mendapat"),
)
WORDINGS: dict[str, Sequence[tuple[str, str]]] = {"disalin": (), "ringan": LIGHT, "sederhana": PLAIN}


class Parrot:
    """A chat model that says what it was given to say, in pieces of odd sizes, whatever it is asked."""

    name = "palsu:pembohong"
    timeout = 60.0

    def __init__(self, reply: str, rng: random.Random) -> None:
        self._reply, self._rng = reply, rng

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        at = 0
        while at < len(self._reply):
            size = self._rng.randint(1, 40)
            yield self._reply[at : at + size]
            at += size


def lie_to(asked: Sequence[Asked], answers: int, seed: int, shown: bool = False) -> dict[str, Any]:
    """Let a liar answer so many times; what it told and what got through, by kind."""
    told: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    modes: Counter[str] = Counter()
    kept = honest = 0
    for n in range(answers):
        rng = random.Random(seed * 1_000_003 + n)
        extractive, leads = asked[n % len(asked)]
        reply = make_reply(rng, cut_truths(extractive.passages, leads))
        *streamed, result = stream_draft(extractive, Parrot(" ".join(lie.sentence for lie in reply), rng), leads)
        assert isinstance(result, Answer)
        seen = "\n".join([*map(str, streamed), _drafted(extractive, result)])
        for lie in reply:
            told[lie.kind or "benar"] += 1
            if lie.kind and re.search(lie.mark, seen):
                reached[lie.kind] += 1
                if shown:
                    print(f"{lie.kind}: {lie.sentence}\n   -> {seen}\n", file=sys.stderr)
            if not lie.kind:
                honest += 1
                kept += lie.sentence[:-5] in seen
        modes["model" if result.mode == Parrot.name else result.mode] += 1
    del told["benar"]
    return {
        "answers": answers,
        "lies_told": told.total(),
        "lies_reached": reached.total(),
        "kinds": {kind: [count, reached[kind]] for kind, count in sorted(told.items())},
        "true_sentences_kept": [kept, honest],
        "modes": dict(modes),
    }


def _drafted(extractive: Answer, result: Answer) -> str:
    """The part of an answer that a model may have written; its sources must be ours, word for word."""
    if result.mode == "ekstraktif":
        assert result.text == extractive.text
        return ""
    drafted, *sources = result.text.split("\n")
    ours = {
        f"[{n}] {p.chunk.label}, halaman {p.chunk.pages[0]}; {p.title}; status: {p.status}"
        for n, p in enumerate(extractive.passages, 1)
    }
    assert sources
    assert set(sources) <= ours
    return drafted


def be_honest(asked: Sequence[Asked], seed: int, shown: bool = False) -> dict[str, Any]:
    """How many true statements of the first passages are kept, one reply each, by how they are worded."""
    figures = {}
    for wording, changes in WORDINGS.items():
        rng = random.Random(seed)
        reasons: Counter[str] = Counter()
        drafts = 0
        for extractive, leads in asked:
            truths = cut_truths(extractive.passages, leads)
            said = [tell(truth, reword(truth, changes)) for truth in rng.sample(truths, min(3, len(truths)))]
            kept = [draft_answer(extractive, Parrot(sentence, rng), leads).mode == Parrot.name for sentence in said]
            for sentence, stays in zip(said, kept, strict=True):
                reasons["kept" if stays else "lost"] += 1
                if shown and not stays:
                    print(f"{wording}: {sentence}", file=sys.stderr)
            whole = draft_answer(extractive, Parrot(" ".join(said), rng), leads)
            drafts += whole.mode == Parrot.name
        figures[wording] = {**reasons, "share": round(reasons["kept"] / reasons.total(), 3), "drafts": drafts}
    return {"answers": len(asked), **figures}


def reword(truth: Truth, changes: Sequence[tuple[str, str]]) -> str:
    """A statement in plainer words that mean the same."""
    text = truth.text
    for old, new in changes:
        text = re.sub(old, new, text)
    return " ".join(text.split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--answers", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--shown", action="store_true", help="print what got through and what was lost")
    options = parser.parse_args()
    library = open_library(options.data)
    asked: list[Asked] = []
    for question in load_questions(options.questions):
        found = answer(library, question.question)
        if found.found and cut_truths(found.passages, leads := read_leads(library, found)):
            asked.append((found, leads))
    row = {
        "liar": lie_to(asked, options.answers, options.seed, options.shown),
        "honest": be_honest(asked, options.seed, options.shown),
    }
    print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
