"""The plots of a report, each as SVG text that can stand in a page."""

from __future__ import annotations

from typing import Sequence

from headache_relief.evaluation.rendering.figures import (
    BAD,
    BAR,
    GOOD,
    GRID,
    INK,
    axes_of,
    svg_of,
)
from headache_relief.evaluation.report import Group
from headache_relief.evaluation.shares import wilson

TIERS = ("emergency", "same_day", "routine", "self_care", "none")
MOST_INTENTS = 30  # in the confusion matrix: those most often confused


def recall_and_alarms(group: Group) -> str:
    """The shares of the table of targets with their intervals, and a mark at each target."""
    rows = [row for row in group.rows if row.is_share]
    if not rows:
        return ""
    figure, axes = axes_of(8.5, 0.42 * len(rows) + 0.9)
    for place, row in enumerate(reversed(rows)):
        colour = GOOD if row.met else BAD
        axes.plot([row.low, row.high], [place, place], color=colour, linewidth=3, alpha=0.55)
        axes.plot([row.value], [place], marker="o", color=colour)
        target = float(row.target.strip("≥≤ %")) / 100
        axes.plot([target], [place], marker="|", color=INK, markersize=14)
    axes.set_yticks(range(len(rows)))
    axes.set_yticklabels([row.says for row in reversed(rows)])
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel("share, with Wilson's 95% interval; the stroke marks the target")
    return svg_of(figure, "Shares with their intervals and targets")


def tiers_raised(group: Group) -> str:
    """For each gold tier the share of messages at which each tier was raised."""
    rows = [row for row in group.tiers if row.messages]
    if not rows:
        return ""
    figure, axes = axes_of(8.5, 0.42 * len(rows) + 0.9)
    colours = dict(zip(TIERS, ("#b23a48", "#e09f3e", "#8ab17d", "#5b8fb9", "#9aa0a8")))
    for place, row in enumerate(reversed(rows)):
        left = 0.0
        for tier in TIERS:
            share = row.raised.get(tier, 0) / row.messages
            axes.barh(place, share, left=left, color=colours[tier], height=0.62)
            left += share
    axes.set_yticks(range(len(rows)))
    axes.set_yticklabels([f"{row.gold} ({row.messages})" for row in reversed(rows)])
    axes.set_xlim(0, 1)
    handles = [axes.barh(-9, 0, color=colours[tier]) for tier in TIERS]
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.legend(handles, TIERS, ncol=5, frameon=False, labelcolor=INK, fontsize=8,
                loc="upper center", bbox_to_anchor=(0.4, -0.12))  # fmt: skip
    return svg_of(figure, "The tier that was raised, by the tier that is right")


def calibration(group: Group) -> str:
    """How often guesses of each confidence are right, with intervals."""
    if not group.calibration:
        return ""
    figure, axes = axes_of(5, 4.2)
    axes.plot([0, 1], [0, 1], color=GRID, linestyle="--")
    for bin in group.calibration:
        low, high = wilson(bin.right, bin.guesses)
        axes.plot([bin.confidence] * 2, [low, high], color=BAR, alpha=0.5)
        axes.plot([bin.confidence], [bin.right / bin.guesses], marker="o", color=BAR)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel(f"confidence (expected calibration error {group.calibration_error:.3f})")
    axes.set_ylabel("share right")
    return svg_of(figure, "Calibration of the intents' confidence")


def confusion(group: Group) -> str:
    """The intents that are confused most, as a matrix of the share each was taken for."""
    names = _most_confused(group)
    if not names:
        return ""
    counts = {(label, taken): times for label, taken, times in group.confusions}
    totals = {name: sum(n for (label, _), n in counts.items() if label == name) for name in names}
    shares = [
        [counts.get((label, taken), 0) / max(1, totals[label]) for taken in names]
        for label in names
    ]
    figure, axes = axes_of(0.27 * len(names) + 3, 0.27 * len(names) + 2.4)
    axes.grid(False)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for i, label in enumerate(names):
        for j, taken in enumerate(names):
            if times := counts.get((label, taken), 0):
                axes.text(j, i, str(times), ha="center", va="center", fontsize=7,
                          color="white" if shares[i][j] > 0.5 else "#333333")  # fmt: skip
    axes.set_xticks(range(len(names)))
    axes.set_xticklabels(names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)))
    axes.set_yticklabels(names, fontsize=7)
    axes.set_xlabel("taken for")
    axes.set_ylabel("meant")
    return svg_of(figure, "Intents that are confused")


def _most_confused(group: Group) -> Sequence[str]:
    wrong: dict[str, int] = {}
    for label, taken, times in group.confusions:
        if label != taken:
            wrong[label] = wrong.get(label, 0) + times
            wrong[taken] = wrong.get(taken, 0) + times
    most = sorted(wrong, key=lambda name: -wrong[name])[:MOST_INTENTS]
    return sorted(most)
