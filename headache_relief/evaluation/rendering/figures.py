"""Figures as SVG text that can stand in a page, readable on light and on dark."""

from __future__ import annotations

import io

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Greys and colours that can be read on white and on black.
INK, GRID, GOOD, BAD, BAR = "#7a7f87", "#9aa0a855", "#2a9d8f", "#d1495b", "#5b8fb9"


def axes_of(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure of so many inches, drawn without any screen."""
    figure = Figure(figsize=(width, height))
    axes = figure.add_subplot()
    axes.grid(axis="x", color=GRID, alpha=0.35)
    axes.tick_params(colors=INK, labelsize=8)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.xaxis.label.set_color(INK)
    axes.yaxis.label.set_color(INK)
    axes.patch.set_alpha(0)
    return figure, axes


def svg_of(figure: Figure, says: str) -> str:
    """The figure as an SVG element with a label for screen readers."""
    drawn = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "report"}):
        figure.savefig(drawn, format="svg", transparent=True, bbox_inches="tight",
                       metadata={"Date": None, "Creator": None})  # fmt: skip
    text = drawn.getvalue()
    return text[text.index("<svg") :].replace("<svg", f'<svg role="img" aria-label="{says}"', 1)
