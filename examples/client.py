"""Ask a Rujukan server, show the answer as it comes, and keep its receipt.

    python examples/client.py http://127.0.0.1:8000 "bolos 28 hari hukumannya apa?" bukti.json

With an access key in RUJUKAN_KEY the question is asked as its holder.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from api.client import ClientError, ProblemError, RujukanClient


def main(address: str, question: str, file: Path) -> int:
    """Print the answer with where it stands; write the receipt. Returns the exit code."""
    try:
        with RujukanClient(address, os.environ.get("RUJUKAN_KEY")) as client:
            answer = client.ask(question, receipt=True)
    except ProblemError as error:
        print(f"{error.title}: {error.detail} (permintaan {error.request_id})", file=sys.stderr)
        return 1
    except ClientError as error:
        print(f"Tidak tersambung: {error}", file=sys.stderr)
        return 1
    print(answer["answer"])
    for passage in answer["passages"]:
        pages = ", ".join(map(str, passage["pages"]))
        print(f"- {passage['label']}, halaman {pages} ({passage['status']})")
    for warning in answer["warnings"]:
        print(f"Perhatian: {warning}")
    file.write_text(json.dumps(answer["receipt"], ensure_ascii=False, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
