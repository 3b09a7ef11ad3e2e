"""What all simulated conversations say together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Callable, Mapping, Sequence

from headache_relief.evaluation.shares import Share, percentile
from headache_relief.simulation.conversation import CRISIS, Result
from headache_relief.simulation.plan import COOPERATIVE, DESPAIR

Row = tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The tables of a report, each row as text; `to_suggestion` the counts that are plotted."""

    conversations: int
    turns: int
    broken: tuple[Result, ...]
    rules: tuple[Row, ...]
    shares: tuple[Row, ...]
    to_suggestion: Mapping[str, Mapping[str, Sequence[int]]]
    milliseconds: Row

    def turns_table(self, by: str) -> tuple[Row, ...]:
        """Of each group: its name, how many were suggested something, turns: median and 95%."""
        return tuple(
            (name, str(len(turns)), f"{median(turns):.0f}", f"{percentile(turns, 95):.0f}")
            for name, turns in self.to_suggestion[by].items()
            if turns
        )


def summed_up(results: Sequence[Result]) -> Summary:
    """The tables of these results."""
    broken = tuple(result for result in results if result.violations)
    rules = Counter(v.split(":", 1)[0] for result in broken for v in result.violations)
    slowest = [result.slowest_milliseconds for result in results]
    return Summary(
        conversations=len(results),
        turns=sum(result.turns for result in results),
        broken=broken,
        rules=tuple((rule, str(times)) for rule, times in rules.most_common()),
        shares=tuple(_shares(results)),
        to_suggestion={
            "person": _to_suggestion(results, lambda r: r.person, COOPERATIVE),
            "manner": _to_suggestion(results, lambda r: r.manner),
        },
        milliseconds=tuple(f"{percentile(slowest, share):.0f}" for share in (50, 95)),
    )


def _shares(results: Sequence[Result]) -> list[Row]:
    told = [r for r in results if r.trouble == "danger" and r.heard]
    despair = [r for r in results if r.trouble == DESPAIR and r.heard]
    shares = {
        "harmless people who lost the massage": [r.false_alarm for r in results if r.harmless],
        "danger told: massage off at once": [r.caught for r in told],
        "danger told: massage off, or asked back": [r.caught or r.asked_back for r in told],
        "despair told: the crisis answer, or asked back": [
            r.heard == CRISIS or r.asked_back for r in despair
        ],
    }
    return [_row(name, Share.counted(hits)) for name, hits in shares.items() if hits]


def _row(name: str, share: Share) -> Row:
    low, high = share.interval
    return name, f"{share.hits}/{share.of} = {share.value:.1%}", f"{low:.1%} to {high:.1%}"


def _to_suggestion(
    results: Sequence[Result],
    group: Callable[[Result], str],
    manners: "frozenset[str] | None" = None,
) -> Mapping[str, Sequence[int]]:
    counted = [r for r in results if manners is None or r.manner in manners]
    return {
        name: [r.suggested for r in counted if group(r) == name and r.suggested is not None]
        for name in sorted({group(r) for r in counted})
    }
