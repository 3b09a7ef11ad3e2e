"""What a driven load amounts to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Mapping, NamedTuple, Optional, Sequence

from headache_relief.benchmark.figures import percentile
from headache_relief.benchmark.load.driver import Driven, Turn
from headache_relief.benchmark.load.processes import Memory, Watch

MOST_MILLISECONDS = 1_000.0  # until the first words in 95% of turns, to count as keeping up
MOST_ERRORS = 0.005  # share of the turns


class Latency(NamedTuple):
    """Milliseconds; endless where so many turns were never answered."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Latency:
        return cls(*(percentile(milliseconds, share) for share in (0.5, 0.95, 0.99)))


@dataclass(frozen=True)
class StageFigures:
    """One stage of a load, its warm-up left out."""

    rate: float  # turns a second that were to be due
    due: int
    seconds: float
    answered: int  # turns that ended meanwhile, whenever they were due
    first: Latency
    end: Latency
    errors: Mapping[str, int]
    cores: Mapping[str, float]  # that each group of processes kept busy

    @property
    def answered_a_second(self) -> float:
        return self.answered / self.seconds

    @property
    def wrong(self) -> int:
        """Turns without an answer."""
        return sum(self.errors.values())

    @property
    def keeps_up(self) -> bool:
        """Whether nearly all were answered, and 95% of the first words came within a second."""
        few_errors = self.wrong <= MOST_ERRORS * self.due
        return few_errors and self.first.p95 <= MOST_MILLISECONDS


@dataclass(frozen=True)
class Setup:
    """A server as it was loaded: `steady` at the rate of the target, `steps` ever faster."""

    name: str
    is_ours: bool
    workers: int
    steady: StageFigures
    steps: Sequence[StageFigures]
    memory: Sequence[Memory]  # of each worker, after all that
    stages: Mapping[str, float]  # milliseconds a turn, as the assistant itself counts them
    worst_lag: float  # milliseconds that the driver was late at worst
    talks: int

    @property
    def kept_up_with(self) -> float:
        """The most turns a second that it kept up with; 0 when with none."""
        return max((step.answered_a_second for step in self.steps if step.keeps_up), default=0.0)

    @property
    def most_answered(self) -> float:
        """The most turns a second that it answered, however late."""
        return max((step.answered_a_second for step in self.steps), default=0.0)


def stages_of(driven: Driven, watch: Optional[Watch] = None) -> list[StageFigures]:
    """The figures of each stage that was driven and has counted turns."""
    figures = []
    for number, _ in enumerate(driven.ends):
        counted = [turn for turn in driven.turns if turn.stage == number and turn.counts]
        if counted:
            figures.append(_stage(driven, number, counted, watch))
    return figures


def _stage(
    driven: Driven, number: int, counted: Sequence[Turn], watch: Optional[Watch]
) -> StageFigures:
    begun, ended = driven.window(number)
    ends = [turn.end for turn in driven.turns if turn.end is not None]
    return StageFigures(
        rate=driven.load.stages[number].rate,
        due=len(counted),
        seconds=ended - begun,
        answered=sum(begun <= end < ended for end in ends),
        first=Latency.of([turn.milliseconds_to_first for turn in counted]),
        end=Latency.of([turn.milliseconds_to_end for turn in counted]),
        errors=Counter(turn.error for turn in counted if turn.error is not None),
        cores=watch.cores(driven.started + begun, driven.started + ended) if watch else {},
    )
