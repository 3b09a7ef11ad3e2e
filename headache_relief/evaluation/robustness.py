"""How much of what is understood survives rough typing."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Iterator, Mapping, Sequence

from headache_relief.evaluation.judging import Judged
from headache_relief.evaluation.noise import NOISES
from headache_relief.evaluation.reading import Reading
from headache_relief.evaluation.shares import Share


@dataclass(frozen=True)
class Noised:
    """A judged message, and one rough version of it."""

    noise: str
    text: str
    clean: Judged


@dataclass(frozen=True)
class NoiseRow:
    """What one noise costs: messages whose tier is kept, and clean findings that are kept.

    `recall_before` and `recall` are the shares of danger messages raised as high as they should be,
    clean and noised; `intents` is the share of messages whose intent stays.
    """

    noise: str
    messages: int
    tier_kept: float
    findings_kept: float
    intents_kept: float
    recall_before: float
    recall: float

    @property
    def drop(self) -> float:
        """How much recall of danger is lost; below 0 when noise raises more."""
        return self.recall_before - self.recall


def noised(judged: Sequence[Judged], most: int, seed: int) -> Iterator[Noised]:
    """Every noise of at most so many messages, chosen at random; unchanged texts are left out."""
    random = Random(seed)
    chosen = random.sample(list(judged), min(most, len(judged)))
    for case in chosen:
        for name, noise in NOISES.items():
            text = noise(case.text, random)
            if text != case.text:
                yield Noised(name, text, case)


def kept(outcomes: Sequence[tuple[Noised, Reading]]) -> list[NoiseRow]:
    """What each noise costs, in the order of the noises."""
    by_noise: Mapping[str, list[tuple[Noised, Reading]]] = {name: [] for name in NOISES}
    for version, reading in outcomes:
        by_noise[version.noise].append((version, reading))
    return [_row(name, of_noise) for name, of_noise in by_noise.items() if of_noise]


def _row(name: str, outcomes: Sequence[tuple[Noised, Reading]]) -> NoiseRow:
    danger = [(v.clean, r) for v, r in outcomes if v.clean.gold.tier is not None]
    findings = [
        finding in _findings(reading)
        for version, reading in outcomes
        for finding in _findings(version.clean.reading)
    ]
    return NoiseRow(
        noise=name,
        messages=len(outcomes),
        tier_kept=_share(v.clean.reading.raised is r.raised for v, r in outcomes),
        findings_kept=_share(findings),
        intents_kept=_share(v.clean.reading.intent == r.intent for v, r in outcomes),
        recall_before=_share(clean.caught for clean, _ in danger),
        recall=_share(
            clean.gold.tier is not None and reading.raised.rank >= clean.gold.tier.rank
            for clean, reading in danger
        ),
    )


def _findings(reading: Reading) -> frozenset[tuple[str, str]]:
    return frozenset((finding.concept, finding.status) for finding in reading.findings)


def _share(outcomes: "Iterator[bool] | list[bool]") -> float:
    return Share.counted(outcomes).value
