"""Draws what `benchmarks.compare_usual` found: one picture for asking, one for building and starting.

python -m benchmarks.plot_comparison FILE.json DOCS
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # no window
from matplotlib import pyplot as plt

COLOURS = {"usual": "#b0673a", "rujukan": "#24618e"}
LABELS = {"usual": "LangChain + Chroma", "rujukan": "Rujukan"}
BARS = (
    ("building", "pages_s", "pages a second, whole"),
    ("building", "peak_mb", "memory while building, MB"),
    ("starting", "seconds", "first answer from cold, s"),
    ("starting", "peak_mb", "memory for it, MB"),
)


def plot_sizes(found: dict[str, Any], file: Path) -> None:
    """Milliseconds of a question against chunks, with and without a filter, median and 95 of 100."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True, layout="constrained")
    for axis, how in zip(axes, ("plain", "filtered"), strict=True):
        for who, colour in COLOURS.items():
            sizes = [row["size"] for row in found["sizes"]]
            for quantile, style in ((50, "o-"), (95, "o:")):
                values = [row[who][f"{how}_p{quantile}_ms"] for row in found["sizes"]]
                axis.plot(sizes, values, style, color=colour, label=f"{LABELS[who]}, p{quantile}")
        axis.set(xscale="log", xlabel="chunks", title={"plain": "all", "filtered": "one kind only"}[how])
        axis.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axis.minorticks_off()
        axis.grid(alpha=0.3)
    axes[0].set_ylim(bottom=0)
    axes[0].set_ylabel("a question, ms (embedding included)")
    axes[1].legend(fontsize=8, loc="center right", bbox_to_anchor=(1, 0.5))
    figure.savefig(file, dpi=110)
    plt.close(figure)


def plot_bars(found: dict[str, Any], file: Path) -> None:
    """Building and starting side by side."""
    figure, axes = plt.subplots(1, len(BARS), figsize=(9, 2.8), layout="constrained")
    for axis, (part, what, title) in zip(axes, BARS, strict=True):
        values = [found[part][who][what] for who in COLOURS]
        drawn = axis.bar([LABELS[who].replace(" + ", "\n+ ") for who in COLOURS], values, color=COLOURS.values())
        axis.bar_label(drawn, fmt=lambda value: f"{value:,.0f}" if value >= 100 else f"{value:.3g}", fontsize=8)
        axis.set_title(title, fontsize=9)
        axis.tick_params(labelsize=7)
        axis.margins(y=0.15)
    figure.savefig(file, dpi=110)
    plt.close(figure)


def main() -> None:
    found = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    docs = Path(sys.argv[2])
    plot_sizes(found, docs / "capacity-questions.png")
    plot_bars(found, docs / "capacity-building.png")


if __name__ == "__main__":
    main()
