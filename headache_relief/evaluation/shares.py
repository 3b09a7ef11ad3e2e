"""Shares of counts, and how sure a count makes us."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterable

NORMAL_QUANTILE_OF_95_PERCENT = 1.959964


@dataclass(frozen=True)
class Share:
    """`hits` of `of`; `value` is 0 when nothing was counted."""

    hits: int
    of: int

    @classmethod
    def counted(cls, outcomes: Iterable[bool]) -> "Share":
        """The share of the outcomes that are true."""
        counted = list(outcomes)
        return cls(sum(counted), len(counted))

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95% interval of the share, as (lowest, highest)."""
        return wilson(self.hits, self.of)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share, as (lowest, highest); (0, 1) when nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    z, share = NORMAL_QUANTILE_OF_95_PERCENT, hits / of
    middle = share + z * z / (2 * of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that at least so many percent of the values don't exceed; 0 of none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
