"""A line of the fault suite's report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Row:
    """What a fault did in a channel; `recovery` is in seconds, None where nothing recovers.

    Where it is `timed`, silence is no answer within the time aimed at, and else no answer ever.
    """

    fault: str
    channel: str
    turns: int
    silent: int
    lost: int
    doubled: int
    emergencies: int = 0
    emergencies_answered: int = 0
    recovery: Optional[float] = None
    timed: bool = False

    def cells(self) -> tuple[str, ...]:
        told = f"{self.emergencies_answered} of {self.emergencies}" if self.emergencies else ""
        recovery = "" if self.recovery is None else f"{self.recovery:.1f}"
        counts = (self.turns, self.silent, self.lost, self.doubled)
        return (self.fault, self.channel, *(str(count) for count in counts), told, recovery)
