"""What became better or worse since an earlier report, and which floors a report breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Sequence

from headache_relief.evaluation.limits import Limits
from headache_relief.evaluation.report import Group
from headache_relief.evaluation.robustness import NoiseRow

SMALLEST_CHANGE = 0.0005
NOISE = "noise"  # the floors of rough typing: what each noise must leave


@dataclass(frozen=True)
class Change:
    """A figure that is another than before."""

    group: str
    says: str
    before: float
    now: float


@dataclass(frozen=True)
class Comparison:
    """Changed figures, and the messages that were understood in one of the reports only."""

    changes: Sequence[Change]
    mended: Sequence[str]
    broken: Sequence[str]


def compared(groups: Sequence[Group], previous: Mapping[str, Any]) -> Comparison:
    """The groups beside an earlier report's JSON; ValueError when that is no report."""
    if not isinstance(previous.get("groups"), list):
        raise ValueError("The earlier report has no groups: give the report.json of an evaluation.")
    earlier = {group["name"]: group for group in previous["groups"]}
    changes: list[Change] = []
    mended: list[str] = []
    broken: list[str] = []
    for group in groups:
        before = earlier.get(group.name)
        if before is None:
            continue
        values = {row["measure"]: row["value"] for row in before["rows"]}
        changes.extend(
            Change(group.name, row.says, values[row.measure], row.value)
            for row in group.rows
            if row.measure in values and abs(values[row.measure] - row.value) >= SMALLEST_CHANGE
        )
        missed = {(m["file"], m["text"]): m["missed"] for m in before["messages"]}
        for message in group.messages:
            was = missed.get((message.file, message.text))
            if was is None or bool(was) == bool(message.missed):
                continue
            if message.missed:
                broken.append(f"{message.missed}: {message.text}")
            else:
                mended.append(message.text)
    return Comparison(changes, mended, broken)


def broken_floors(
    groups: Sequence[Group], floors: Mapping[str, Limits], noise: Sequence[NoiseRow] = ()
) -> Iterator[str]:
    """One sentence for each floor that is not held, or that nothing was measured for."""
    yield from _broken_by_noise(noise, floors.get(NOISE, {}))
    for name, limits in floors.items():
        if name == NOISE:
            continue
        group = next((group for group in groups if group.name == name), None)
        rows = {row.measure: row for row in group.rows} if group else {}
        for measure, limit in limits.items():
            row = rows.get(measure)
            if row is None:
                yield f"{name}: {measure} was not measured, but has a floor of {limit}."
            elif not limit.holds(row.value):
                yield f"{name}: {row.says} is {row.shown}, and must be {limit}."


def _broken_by_noise(noise: Sequence[NoiseRow], limits: Limits) -> Iterator[str]:
    if limits and not noise:
        yield "Rough typing has floors, but was not measured: give --noise a number of messages."
    for row in noise:
        for measure, limit in limits.items():
            value = float(getattr(row, measure))
            if not limit.holds(value):
                yield f"{row.noise}: {measure} is {value:.1%}, and must be {limit}."
