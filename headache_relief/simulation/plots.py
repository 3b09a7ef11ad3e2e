"""The plots of the simulated conversations, as SVG text."""

from __future__ import annotations

from typing import Mapping, Sequence

from headache_relief.evaluation.rendering.figures import BAR, INK, axes_of, svg_of
from headache_relief.evaluation.shares import percentile


def turns_to_suggestion(turns: Mapping[str, Sequence[int]]) -> str:
    """For each group the median of turns to the first suggestion, half of all, and nine in ten."""
    groups = {name: counts for name, counts in turns.items() if counts}
    if not groups:
        return ""
    figure, axes = axes_of(8.5, 0.38 * len(groups) + 0.9)
    for place, counts in enumerate(reversed(list(groups.values()))):
        low, quarter, middle, three_quarters, high = (
            percentile(counts, share) for share in (5, 25, 50, 75, 95)
        )
        axes.plot([low, high], [place, place], color=BAR, linewidth=1.5, alpha=0.6)
        axes.plot([quarter, three_quarters], [place, place], color=BAR, linewidth=7, alpha=0.6)
        axes.plot([middle], [place], marker="o", color=BAR)
        axes.annotate(
            f"{middle:.0f}", (middle, place), (0, 7), textcoords="offset points",
            ha="center", fontsize=7, color=INK,
        )  # fmt: skip
    axes.set_yticks(range(len(groups)))
    axes.set_yticklabels([f"{name} ({len(groups[name])})" for name in reversed(list(groups))])
    axes.set_xlim(left=0)
    axes.set_ylim(-0.6, len(groups) - 0.2)
    axes.set_xlabel("turns to the first suggestion: median, half of all, and nine in ten")
    return svg_of(figure, "Turns to the first suggestion")
