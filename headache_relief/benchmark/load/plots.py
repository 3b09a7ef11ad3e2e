"""The plot of a load test, as SVG text."""

from __future__ import annotations

import math
from typing import Sequence

from headache_relief.benchmark.load.figures import MOST_MILLISECONDS, Setup
from headache_relief.evaluation.rendering.figures import GRID, INK, axes_of, svg_of

COLOURS = ("#5b8fb9", "#2a9d8f", "#e09f3e", "#9b6fb0", "#d1495b")


def latency_by_rate(setups: Sequence[Setup]) -> str:
    """The time until the first words in 95% of turns, by how many come a second."""
    stepped = [setup for setup in setups if setup.steps]
    if not stepped:
        return ""
    figure, axes = axes_of(8.5, 4.2)
    axes.grid(axis="y", color=GRID, alpha=0.35)
    for setup, colour in zip(stepped, COLOURS):
        known = [step for step in setup.steps if not math.isinf(step.first.p95)]
        axes.plot(
            [step.rate for step in known],
            [step.first.p95 for step in known],
            marker="o",
            color=colour,
            label=setup.name,
            linestyle="-" if setup.is_ours else "--",
        )
    axes.axhline(MOST_MILLISECONDS, color=INK, linewidth=0.8, linestyle=":")
    axes.set_yscale("log")
    axes.set_xlim(left=0)
    axes.set_xlabel("turns due a second")
    axes.set_ylabel("ms until the first words, p95")
    axes.legend(frameon=False, labelcolor=INK, fontsize=8)
    return svg_of(figure, "Time until the first words in 95% of turns, by turns due a second")
