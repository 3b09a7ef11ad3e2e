"""What was aimed at, what was measured, and whether it was met."""

from __future__ import annotations

from typing import Iterator, NamedTuple, Optional, Sequence

from headache_relief.benchmark.load.figures import Setup
from headache_relief.benchmark.load.isolation import CALM, Isolation
from headache_relief.benchmark.load.long_talk import Growth

MOST_P50, MOST_P95 = 150.0, 500.0  # milliseconds until the first words
TIMES_STOCK = 2.0
MOST_GROWTH = 1.5
MOST_TIMES_CALM = 2.0
MOST_MEGABYTES = 700.0  # of a worker
BYTES_OF_A_MEGABYTE = 1_000_000


class Target(NamedTuple):
    """One row."""

    measure: str
    goal: str
    measured: str
    met: bool


def targets(
    setups: Sequence[Setup], growth: Optional[Growth], isolation: Optional[Isolation] = None
) -> list[Target]:
    """All rows that can be told from what was measured."""
    rows = []
    for setup in setups:
        if setup.is_ours:
            rows += list(_of(setup))
    rows += list(_beside_stock(setups))
    if growth is not None:
        shown = f"{growth.ratio:.2f} ({growth.late:.0f} ms / {growth.early:.0f} ms)"
        rows.append(
            Target(
                f"one conversation: turns around {growth.late_turn} / around 10",
                f"≤ {MOST_GROWTH}",
                shown,
                growth.ratio <= MOST_GROWTH,
            )
        )
    return rows + (list(_while_disturbed(isolation)) if isolation else [])


def _while_disturbed(isolation: Isolation) -> Iterator[Target]:
    for phase in isolation.phases:
        if phase != CALM:
            times = isolation.times(phase)
            measure = f"others' p95 during {phase}, as a multiple of the calm one"
            yield Target(measure, f"< {MOST_TIMES_CALM:g}", f"{times:.2f}", times < MOST_TIMES_CALM)
    goal, lost = "0", isolation.unanswered
    yield Target("others' turns without an answer meanwhile", goal, str(lost), not lost)


def _of(setup: Setup) -> Iterator[Target]:
    steady = setup.steady
    about = f"{setup.name}: {steady.rate:g} turns/s for {steady.seconds / 60:.1f} minutes"
    for name, measured, most in (
        ("p50", steady.first.p50, MOST_P50),
        ("p95", steady.first.p95, MOST_P95),
    ):
        goal = f"≤ {most:.0f} ms"
        yield Target(f"{about}, {name}", goal, f"{measured:.0f} ms", measured <= most)
    yield Target(f"{about}, turns without an answer", "0", str(steady.wrong), not steady.wrong)
    peak = max((each.peak for each in setup.memory), default=0) / BYTES_OF_A_MEGABYTE
    goal = f"≤ {MOST_MEGABYTES:.0f} MB"
    yield Target(f"{setup.name}: most memory of a worker", goal, f"{peak:.0f} MB",
                 0 < peak <= MOST_MEGABYTES)  # fmt: skip


def _beside_stock(setups: Sequence[Setup]) -> Iterator[Target]:
    stock = next((setup for setup in setups if not setup.is_ours), None)
    if stock is None:
        return
    for setup in setups:
        if not setup.is_ours:
            continue
        for what, ours, theirs in (
            ("turns/s kept up with", setup.kept_up_with, stock.kept_up_with),
            ("turns/s answered at most", setup.most_answered, stock.most_answered),
        ):
            times = ours / theirs if theirs else float("inf")
            shown = f"{times:.2f} ({ours:.1f} / {theirs:.1f})"
            goal = f"≥ {TIMES_STOCK:g} x stock"
            yield Target(f"{setup.name}: {what}", goal, shown, times >= TIMES_STOCK)
