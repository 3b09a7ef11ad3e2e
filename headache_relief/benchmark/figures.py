"""The figures of a comparison: ours, stock's, what was aimed at, and whether it was met."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Optional, Sequence

from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One measured quantity; smaller is better.

    `goal` limits the ratio of ours to stock's or, when `goal_is_for_ours`, our figure itself.
    """

    measure: str
    ours: float
    stock: float
    goal: Optional[float] = None
    goal_is_for_ours: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.stock

    @property
    def met(self) -> Optional[bool]:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        return (self.ours if self.goal_is_for_ours else self.ratio) <= self.goal

    def as_row(self) -> dict[str, Any]:
        return {
            "measure": self.measure,
            "ours": round(self.ours, 3),
            "stock": round(self.stock, 3),
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "met": self.met,
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least `share` (0 to 1) of them don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def table(figures: Sequence[Figure]) -> Table:
    """The figures, to be printed."""
    made = Table("measure", title="Ours beside stock Rasa (smaller is better)")
    for heading in ("ours", "stock", "ours / stock", "goal", "met"):
        made.add_column(heading, justify="right")
    for figure in figures:
        met = {None: "", True: "yes", False: "NO"}[figure.met]
        made.add_row(
            figure.measure,
            f"{figure.ours:.2f}",
            f"{figure.stock:.2f}",
            f"{figure.ratio:.2f}",
            _goal(figure),
            met,
        )
    return made


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"ours <= {figure.goal}" if figure.goal_is_for_ours else f"<= {figure.goal}"
