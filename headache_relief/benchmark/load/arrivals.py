"""When messages are due."""

from __future__ import annotations

from random import Random
from typing import Iterator


def poisson(rate: float, seconds: float, seed: int) -> Iterator[float]:
    """Seconds after the start, `rate` a second on average, independent of one another."""
    chance = Random(seed)
    due = chance.expovariate(rate)
    while due < seconds:
        yield due
        due += chance.expovariate(rate)
