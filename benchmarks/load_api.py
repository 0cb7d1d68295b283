"""Many people asking at once: a real server process, N askers for S seconds, and what they saw.

    python -m benchmarks.load_api DATA QUESTIONS.tsv [--askers 50] [--seconds 60] [--while-indexing FILE.pdf]

Each asker asks the next question of the file as soon as the last is answered, without a pause, so that N is the
number of requests under way, not the number of people (who read between two questions). The askers share the machine
with the server. DATA is written to only with --while-indexing: give a copy. Prints one JSON object; a request that
is turned away (503) is counted by itself and asked again after the time the server names.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

ROOT = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class Seen:
    """What the askers saw: seconds of each answer, outcomes by status or error."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--askers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--events", action="store_true", help="ask for server-sent events")
    parser.add_argument("--while-indexing", type=Path)
    options = parser.parse_args()
    with options.questions.open(encoding="utf-8", newline="") as file:
        questions = [row["question"] for row in csv.DictReader(file, delimiter="\t")]
    with serving(options.data) as (address, server):
        before = cpu_seconds(server)
        seen, indexed = asyncio.run(ask_all(address, questions, options))
        figures = summarise(seen, options) | indexed | {"server_cpu_seconds": round(cpu_seconds(server) - before, 1)}
    print(json.dumps(figures, ensure_ascii=False))


@contextmanager
def serving(data: Path) -> Iterator[tuple[str, int]]:
    """A server process over ``data``: its address and its process id; it is ended on leaving."""
    command = [sys.executable, "-m", "api.cli", "--data", str(data), "serve", "--port", "0"]
    unlimited = {**os.environ, "RUJUKAN_RATE_ANONYMOUS": ""}  # all askers have one address
    with tempfile.TemporaryFile("w+") as log, subprocess.Popen(command, cwd=ROOT, stderr=log, env=unlimited) as process:
        try:
            address = ""
            while not address and process.poll() is None:
                time.sleep(0.2)
                log.seek(0)
                address = "".join(re.findall(r"running on (http://[\d.:]+)", log.read())[:1])
            if not address:
                log.seek(0)
                raise SystemExit(f"the server did not start: {log.read()[-1_000:]}")
            yield address, process.pid
        finally:
            process.terminate()


async def ask_all(address: str, questions: list[str], options: argparse.Namespace) -> tuple[Seen, dict[str, Any]]:
    """Let all askers ask until the time is up; what they saw, and how the indexing beside them ended."""
    seen, turn = Seen(), itertools.cycle(questions)
    limits = httpx.Limits(max_connections=options.askers, max_keepalive_connections=options.askers)
    headers = {"Accept": "text/event-stream"} if options.events else {}
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits, headers=headers) as client:
        await client.post("/v1/ask", json={"question": questions[0]})  # what is done once only
        indexing = await start_indexing(options)
        end = time.perf_counter() + options.seconds
        await asyncio.gather(*(ask_until(client, turn, end, seen) for _ in range(options.askers)))
    if indexing is None:
        return seen, {}
    return seen, {"indexing_done_meanwhile": indexing.returncode is not None, "indexing_exit": await indexing.wait()}


async def ask_until(client: httpx.AsyncClient, questions: Iterator[str], end: float, seen: Seen) -> None:
    """One asker: a question after the other until ``end``."""
    while (began := time.perf_counter()) < end:
        try:
            response = await client.post("/v1/ask", json={"question": next(questions)})
        except httpx.HTTPError as error:
            seen.outcomes[type(error).__name__] += 1
            continue
        seen.outcomes[str(response.status_code)] += 1
        if response.status_code == 200:
            seen.seconds.append(time.perf_counter() - began)
        elif response.status_code == 503:
            await asyncio.sleep(float(response.headers.get("retry-after", 1)))


async def start_indexing(options: argparse.Namespace) -> asyncio.subprocess.Process | None:
    """A process that takes one more document into the collection, where that is asked for."""
    if options.while_indexing is None:
        return None
    command = ["-m", "api.cli", "--data", str(options.data), "ingest", str(options.while_indexing)]
    null = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, stdout=null, stderr=null)


def summarise(seen: Seen, options: argparse.Namespace) -> dict[str, Any]:
    """The figures: answers, outcomes, seconds at 50 and 95 percent and at worst, answers a second."""
    middle, slow, worst = np.percentile(seen.seconds or [np.nan], [50, 95, 100])
    return {
        "askers": options.askers,
        "seconds": options.seconds,
        "answers": len(seen.seconds),
        "outcomes": dict(seen.outcomes),
        "p50": round(float(middle), 3),
        "p95": round(float(slow), 3),
        "max": round(float(worst), 3),
        "answers_a_second": round(len(seen.seconds) / options.seconds, 2),
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[0],
    }


def cpu_seconds(process: int) -> float:
    """Seconds of CPU that a process has used (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
