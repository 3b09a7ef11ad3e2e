"""The report of a load test: as Markdown, and as one page that needs nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping, NamedTuple, Optional, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from headache_relief.benchmark.load import plots
from headache_relief.benchmark.load.figures import Setup, StageFigures
from headache_relief.benchmark.load.isolation import Isolation
from headache_relief.benchmark.load.long_talk import Growth
from headache_relief.benchmark.load.targets import BYTES_OF_A_MEGABYTE, Target, targets
from headache_relief.evaluation import rendering
from headache_relief.evaluation.rendering.markdown import table

STEADY = "At the rate of the target"
STEPS = "Ever faster, until it does not keep up"
HOW = (
    "Messages come by a Poisson process, whether or not answers do. A time counts from when a "
    "message should have been sent. Driver, servers and database share the machine's cores."
)


@dataclass(frozen=True)
class Profile:
    """Where a worker's time went; `failed` says why it was not recorded."""

    of: str
    shares: Mapping[str, float]
    drawing: str  # the SVG's name beside the report
    failed: str = ""


@dataclass(frozen=True)
class Report:
    """All that was measured in one run."""

    machine: str
    command: str
    setups: Sequence[Setup]
    growth: Optional[Growth] = None
    profile: Optional[Profile] = None
    isolation: Optional[Isolation] = None

    @property
    def targets(self) -> list[Target]:
        return targets(self.setups, self.growth, self.isolation)


class Table(NamedTuple):
    """A titled table; every column but the first is numbers when `numbers`."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(report: Report) -> list[Table]:
    """The report's tables, the targets first."""
    rows = [
        (row.measure, row.goal, row.measured, "yes" if row.met else "NO") for row in report.targets
    ]
    made = [Table("Targets", ("measure", "goal", "measured", "met"), rows)]
    columns = ("first words p50", "p95", "p99", "end p50", "p95", "p99", "no answer", "cores busy")
    made.append(
        Table(
            STEADY,
            ("server", "due/s", "answered/s", *columns),
            [(setup.name, *_cells(setup.steady)) for setup in report.setups],
        )
    )
    made.append(_memory(report))
    for setup in report.setups:
        steps = [_cells(step, mark=True) for step in setup.steps]
        if steps:
            made.append(Table(f"{STEPS}: {setup.name}", ("due/s", "answered/s", *columns), steps))
    if report.isolation is not None:
        made.append(_isolation(report.isolation))
    made += list(_where_time_goes(report))
    return made


def markdown(report: Report) -> str:
    """The report as Markdown."""
    lines = ["# Load", "", f"{report.machine}. `{report.command}`", "", HOW, ""]
    for each in tables(report):
        lines += [f"## {each.title}", "", *table(each.columns, each.rows), ""]
    lines += [f"The driver was late by at most {_lag(report):.0f} ms.", ""]
    if report.profile is not None:
        lines += [_of_the_profile(report.profile), ""]
    return "\n".join(lines)


def page(report: Report) -> str:
    """The report as HTML."""
    folders = [Path(__file__).parent, Path(str(rendering.__file__)).parent]
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("load.html").render(
        report=report,
        how=HOW,
        tables=tables(report),
        plot=plots.latency_by_rate(report.setups),
        lag=_lag(report),
        profile="" if report.profile is None else _of_the_profile(report.profile),
    )


def _of_the_profile(profile: Profile) -> str:
    if profile.failed:
        return f"No profile was recorded: {profile.failed}."
    return f"The profile of {profile.of}, as a flame graph: {profile.drawing}."


def _lag(report: Report) -> float:
    return max((setup.worst_lag for setup in report.setups), default=0.0)


def _cells(stage: StageFigures, mark: bool = False) -> tuple[str, ...]:
    errors = ", ".join(f"{times} {code}" for code, times in stage.errors.items())
    kept = " ✓" if mark and stage.keeps_up else ""
    return (
        f"{stage.rate:.1f}{kept}",
        f"{stage.answered_a_second:.1f}",
        *(_milliseconds(value) for value in (*stage.first, *stage.end)),
        errors or "0",
        ", ".join(f"{name} {cores:.2f}" for name, cores in stage.cores.items()),
    )


def _milliseconds(value: float) -> str:
    return "never" if math.isinf(value) else f"{value:.0f} ms"


def _memory(report: Report) -> Table:
    rows = [
        (
            setup.name,
            ", ".join(f"{each.peak / BYTES_OF_A_MEGABYTE:.0f} MB" for each in setup.memory),
            ", ".join(f"{each.now / BYTES_OF_A_MEGABYTE:.0f} MB" for each in setup.memory),
            str(setup.talks),
        )
        for setup in report.setups
    ]
    columns = ("server", "most of each worker", "after the run", "conversations")
    return Table("Memory", columns, rows)


def _isolation(isolation: Isolation) -> Table:
    rows = [
        (name, *map(_milliseconds, latency), f"{isolation.times(name):.2f}")
        for name, latency in isolation.phases.items()
    ]
    columns = ("meanwhile", "first words p50", "p95", "p99", "p95 / calm")
    return Table("What others wait while one person disturbs them", columns, rows)


def _where_time_goes(report: Report) -> Iterator[Table]:
    for setup in report.setups:
        if setup.stages:
            rows = [(stage, f"{value:.1f} ms") for stage, value in setup.stages.items()]
            yield Table(
                f"A turn by stage, as the assistant counts it: {setup.name}",
                ("stage", "on average"),
                rows,
            )
    if report.profile is not None and report.profile.shares:
        rows = [(area, f"{100 * share:.1f}%") for area, share in report.profile.shares.items()]
        yield Table(
            f"Where the processor's time goes, sampled: {report.profile.of}",
            ("area", "share"),
            rows,
        )
