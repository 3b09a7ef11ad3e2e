"""A report: everything that is shown of an evaluation, as plain values."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Mapping, Sequence

from headache_relief.evaluation.judging import Judged, Parents
from headache_relief.evaluation.limits import Limits
from headache_relief.evaluation.measures import figures, found_by_kind
from headache_relief.evaluation.shares import Share, percentile
from headache_relief.knowledge.base import Tier

BINS = 10


@dataclass(frozen=True)
class Row:
    """One line of the table of targets; `low` and `high` are Wilson's 95% interval."""

    measure: str
    says: str
    value: float
    target: str
    met: bool
    counted: int
    hits: int = 0
    low: float = 0.0
    high: float = 0.0

    @property
    def is_share(self) -> bool:
        return self.high > 0.0

    @property
    def shown(self) -> str:
        """The value as people read it."""
        if self.is_share:
            return f"{self.hits}/{self.counted} = {self.value:.1%}"
        return f"{self.value:.2f}" if self.value <= 1 else f"{self.value:.0f}"

    @property
    def interval(self) -> str:
        return f"{self.low:.1%} to {self.high:.1%}" if self.is_share else ""


@dataclass(frozen=True)
class FlagRow:
    """One red flag: how many messages tell it, at how many the tier, and the flag, was heard."""

    flag: str
    tier: str
    messages: int
    caught: int
    asked: int
    named: int


@dataclass(frozen=True)
class TierRow:
    """Messages of a gold tier (or harmless ones), and the tiers that were raised for them."""

    gold: str
    messages: int
    raised: Mapping[str, int]
    asked: int


@dataclass(frozen=True)
class Bin:
    """Guesses of about the same confidence: how many, how sure on average, how many right."""

    guesses: int
    confidence: float
    right: int


@dataclass(frozen=True)
class FindingRow:
    """How well findings of one kind are found."""

    kind: str
    precision: float
    recall: float
    f1: float
    counted: int


@dataclass(frozen=True)
class Message:
    """One message: whether all of it is right, what was missed, and what was heard."""

    text: str
    file: str
    missed: str
    explained: str


@dataclass(frozen=True)
class Group:
    """The results of the files of one folder."""

    name: str
    files: Mapping[str, int]
    rows: Sequence[Row]
    tiers: Sequence[TierRow]
    flags: Sequence[FlagRow]
    findings: Sequence[FindingRow]
    calibration: Sequence[Bin]
    confusions: Sequence[tuple[str, str, int]]  # label, taken for, how often
    milliseconds_p50: float
    messages: Sequence[Message] = field(default_factory=tuple)

    @property
    def misses(self) -> list[Message]:
        return [message for message in self.messages if message.missed]

    @property
    def calibration_error(self) -> float:
        """The expected calibration error: how far confidence is from being right, on average."""
        guesses = sum(bin.guesses for bin in self.calibration)
        apart = sum(abs(bin.right - bin.confidence * bin.guesses) for bin in self.calibration)
        return apart / guesses if guesses else 0.0

    def as_dict(self) -> dict[str, Any]:
        """A JSON-able copy."""
        return asdict(self)


def group_of(
    name: str,
    judged: Sequence[Judged],
    limits: Limits,
    kinds: Mapping[str, str],
    parents: Parents,
) -> Group:
    """The results of judged messages, held against the targets."""
    found = found_by_kind(judged, kinds, parents)
    return Group(
        name=name,
        files=dict(Counter(case.file for case in judged)),
        rows=_rows(judged, limits, kinds, parents),
        tiers=_tiers(judged),
        flags=_flags(judged),
        findings=[
            FindingRow(kind, f.precision, f.recall, f.f1, f.right + f.missed)
            for kind, f in sorted(found.items())
        ],
        calibration=_calibration(judged),
        confusions=[
            (label, taken, times) for (label, taken), times in _intents(judged).most_common()
        ],
        milliseconds_p50=percentile((c.reading.milliseconds for c in judged), 50),
        messages=[
            Message(c.text, c.file, c.missed(kinds, parents), c.reading.explained()) for c in judged
        ],
    )


def _rows(
    judged: Sequence[Judged], limits: Limits, kinds: Mapping[str, str], parents: Parents
) -> list[Row]:
    by_name = {figure.measure: figure for figure in figures(judged, kinds, parents)}
    rows = []
    for name, limit in limits.items():
        figure = by_name.get(name)
        if figure is None:
            continue
        share = figure.share or Share(0, 0)
        low, high = share.interval if figure.share else (0.0, 0.0)
        rows.append(
            Row(
                measure=name,
                says=limit.says,
                value=figure.value,
                target=str(limit),
                met=limit.holds(figure.value),
                counted=figure.counted,
                hits=share.hits,
                low=low,
                high=high,
            )
        )
    return rows


def _tiers(judged: Sequence[Judged]) -> list[TierRow]:
    rows = []
    for tier in sorted(Tier, key=lambda tier: -tier.rank):
        of_tier = [case for case in judged if case.gold.tier is tier]
        rows.append(_tier_row(tier.value, of_tier))
    harmless = [case for case in judged if case.gold.harmless]
    rows.append(_tier_row("harmless: benign", [case for case in harmless if case.gold.benign]))
    rows.append(_tier_row("harmless: hard", [case for case in harmless if not case.gold.benign]))
    return [row for row in rows if row.messages]


def _tier_row(name: str, judged: Sequence[Judged]) -> TierRow:
    return TierRow(
        gold=name,
        messages=len(judged),
        raised=dict(Counter(case.reading.raised.value for case in judged)),
        asked=sum(case.reading.possible.rank > case.reading.raised.rank for case in judged),
    )


def _flags(judged: Sequence[Judged]) -> list[FlagRow]:
    by_flag: dict[str, list[Judged]] = {}
    for case in judged:
        if case.gold.flags and case.gold.tier is not None:
            by_flag.setdefault(case.gold.flags[0], []).append(case)
    rows = [
        FlagRow(
            flag=flag,
            tier=max((c.gold.tier for c in cases if c.gold.tier), key=lambda t: t.rank).value,
            messages=len(cases),
            caught=sum(c.caught for c in cases),
            asked=sum(c.caught_or_asked and not c.caught for c in cases),
            named=sum(bool(c.reading.flags.intersection(c.gold.flags)) for c in cases),
        )
        for flag, cases in by_flag.items()
    ]
    return sorted(rows, key=lambda row: (-Tier(row.tier).rank, row.caught / row.messages))


def _calibration(judged: Sequence[Judged]) -> list[Bin]:
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for case in judged:
        if case.gold.intents:
            bins[min(BINS - 1, int(case.reading.confidence * BINS))].append(case)
    return [
        Bin(
            guesses=len(cases),
            confidence=sum(c.reading.confidence for c in cases) / len(cases),
            right=sum(c.meant for c in cases),
        )
        for cases in bins
        if cases
    ]


def _intents(judged: Sequence[Judged]) -> "Counter[tuple[str, str]]":
    """Labels and what they were taken for; an acceptable second label counts as the label."""
    return Counter(
        (case.gold.intents[0], case.gold.intents[0] if case.meant else str(case.reading.intent))
        for case in judged
        if case.gold.intents
    )
