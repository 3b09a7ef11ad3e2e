"""What is aimed at under faults, beside what was measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Sequence

from tests.faults.site.row import Row

KILLED = "killed at random"  # how the names of these faults begin
KILLS_AIMED_AT = 1000
SECONDS_TO_ANSWER = 6.0
SECONDS_TO_RECOVER = 5.0
SECONDS_STUCK = 2.0
NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Crash:
    """How long the next life took to answer what was in work, and a first one to answer anybody."""

    recovery: float  # seconds
    start: float  # seconds


@dataclass
class Measures:
    """What rows have no column for; all times are in seconds."""

    kills: int = 0
    database_back: list[float] = field(default_factory=list)  # until all are answered again
    crashes: list[Crash] = field(default_factory=list)
    stuck_locks: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Target:
    """A line of the report; `verdict` is met, missed or that nothing was measured."""

    name: str
    goal: str
    measured: str
    verdict: str

    @classmethod
    def judged(cls, name: str, goal: str, measured: str, met: bool) -> Target:
        return cls(name, goal, measured, "met" if met else "missed")

    def cells(self) -> tuple[str, ...]:
        return (self.name, self.goal, self.measured, self.verdict)


def targets(rows: Sequence[Row], measures: Measures) -> list[Target]:
    """Every target, in the order of the report."""
    return [
        _loss(rows, measures.kills),
        _silence(rows),
        _emergency(rows),
        _at_most("recovery: database back", SECONDS_TO_RECOVER, measures.database_back),
        _crash(measures),
        _at_most("recovery: stuck lock", SECONDS_STUCK, measures.stuck_locks),
    ]


def _loss(rows: Sequence[Row], kills: int) -> Target:
    goal = f"0 lost or doubled over {KILLS_AIMED_AT} kills"
    if not kills:
        return Target("loss", goal, NOT_MEASURED, "")
    mine = [row for row in rows if row.fault.startswith(KILLED)]
    lost, doubled = sum(row.lost for row in mine), sum(row.doubled for row in mine)
    turns = sum(row.turns for row in mine)
    told = f"{lost} lost, {doubled} doubled of {turns} messages over {kills} kills"
    if kills < KILLS_AIMED_AT and not lost + doubled:
        return Target("loss", goal, told, "too few kills to tell")
    return Target.judged("loss", goal, told, not lost + doubled)


def _silence(rows: Sequence[Row]) -> Target:
    goal = f"0 turns without an answer or notice within {SECONDS_TO_ANSWER:.0f} s"
    if not any(row.timed for row in rows):
        return Target("silence", goal, NOT_MEASURED, "")
    parts = []
    for timed, says in ((True, "silent"), (False, "never answered after kills, ends and outages")):
        mine = [row for row in rows if row.timed is timed]
        silent, turns = sum(row.silent for row in mine), sum(row.turns for row in mine)
        parts.append(f"{silent} of {turns} {says}")
    met = not any(row.silent for row in rows)
    return Target.judged("silence", goal, "; ".join(parts), met)


def _emergency(rows: Sequence[Row]) -> Target:
    sent = sum(row.emergencies for row in rows)
    answered = sum(row.emergencies_answered for row in rows)
    if not sent:
        return Target("emergency", "all answered", NOT_MEASURED, "")
    return Target.judged(
        "emergency", "all answered", f"{answered} of {sent} messages", answered == sent
    )


def _at_most(name: str, goal: float, took: Sequence[float]) -> Target:
    if not took:
        return Target(name, f"at most {goal:.0f} s", NOT_MEASURED, "")
    longest = max(took)
    return Target.judged(
        name, f"at most {goal:.0f} s", f"{longest:.1f} s at most of {len(took)}", longest <= goal
    )


def _crash(measures: Measures) -> Target:
    name, goal = "recovery: crash", "at most the start time"
    if not measures.crashes:
        return Target(name, goal, NOT_MEASURED, "")
    worst = max(measures.crashes, key=lambda crash: crash.recovery - crash.start)
    told = f"{worst.recovery:.1f} s, a start {worst.start:.1f} s; worst of {len(measures.crashes)}"
    return Target.judged(name, goal, told, worst.recovery <= worst.start)
