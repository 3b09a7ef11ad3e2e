"""Which kinds of headache the answers resemble, by the scoring table in patterns.yml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Mapping, Sequence

from headache_relief.assessment.facts import Facts
from headache_relief.knowledge.clinical import Feature, Guard, Overlay, Pattern
from headache_relief.knowledge.clinical_files import Knowledge

RESEMBLES_FROM = 1.0  # points in units of the pattern's threshold
CLOSE_CALL = 0.25  # two patterns within this of each other count as mixed
CLOSE = 1e-9  # floating point noise in a comparison of two quotients


@dataclass(frozen=True)
class Scored:
    """A pattern's points for this case: what drove them (strongest first) and what spoke against.

    `normalised` is points divided by threshold: 1.0 and above resembles the pattern.
    """

    pattern: str
    points: int
    threshold: int
    normalised: float
    drivers: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What the headache resembles: one pattern, two (mixed), or none (unclear); best first.

    `drivers` and `against` are those of the first pattern, or of the nearest one when unclear.
    """

    kind: Literal["pattern", "mixed", "unclear"]
    patterns: tuple[str, ...]
    drivers: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def score(facts: Facts, patterns: Mapping[str, Pattern]) -> tuple[Scored, ...]:
    """Every pattern with its points, the most resembled first."""
    scored = (_scored(name, pattern, facts) for name, pattern in patterns.items())
    return tuple(sorted(scored, key=lambda entry: -entry.normalised))


def verdict(scored: Sequence[Scored]) -> Verdict:
    """The decision rule of the scoring table: below 1.0 unclear, two within 0.25 mixed."""
    if not scored or scored[0].normalised < RESEMBLES_FROM:
        nearest = scored[0] if scored else None
        return Verdict(
            "unclear",
            (),
            nearest.drivers if nearest else (),
            nearest.against if nearest else (),
        )
    best = scored[0]
    second = scored[1] if len(scored) > 1 else None
    if second and second.normalised >= RESEMBLES_FROM and _close(best, second):
        return Verdict("mixed", (best.pattern, second.pattern), best.drivers, best.against)
    return Verdict("pattern", (best.pattern,), best.drivers, best.against)


def assess(facts: Facts, knowledge: Knowledge) -> Verdict:
    """What the headache resembles, by the knowledge files' patterns."""
    return verdict(score(facts, knowledge.patterns))


def guards_that_apply(
    decided: Verdict, facts: Facts, patterns: Mapping[str, Pattern]
) -> tuple[Guard, ...]:
    """What must be said, asked or done instead, for the patterns that came out."""
    return tuple(
        guard
        for name in decided.patterns
        for guard in patterns[name].guards
        if facts.holds(guard.when) is not None
    )


def overlays_that_apply(facts: Facts, overlays: Mapping[str, Overlay]) -> tuple[Overlay, ...]:
    """The findings to report beside the pattern, in the file's order."""
    return tuple(overlay for overlay in overlays.values() if facts.holds(overlay.when) is not None)


def id_migraine_count(facts: Facts) -> int:
    """How many of the three screening facts of Lipton 2003 hold (2 or more points to migraine)."""
    signs = ("stops_activities", "nausea", "light_sensitivity")
    return sum(bool(facts.present(sign)) for sign in signs)


def pound_count(facts: Facts) -> int:
    """How many of the five signs of Detsky 2006 hold (4 or more points to migraine)."""
    sick = bool(facts.present("nausea") or facts.present("vomiting"))
    signs = ("throbbing", "from_4_to_72_h", "one_side", "stops_activities")
    return sum(bool(facts.present(sign)) for sign in signs) + sick


def _close(best: Scored, second: Scored) -> bool:
    return best.normalised - second.normalised <= CLOSE_CALL + CLOSE


def _scored(name: str, pattern: Pattern, facts: Facts) -> Scored:
    holding = [feature for feature in pattern.features if facts.holds(feature.when) is not None]
    points = sum(feature.weight for feature in holding)
    return Scored(
        pattern=name,
        points=points,
        threshold=pattern.threshold,
        normalised=points / pattern.threshold,
        drivers=_said([f for f in holding if f.weight > 0]),
        against=_said([f for f in holding if f.weight < 0]),
    )


def _said(features: Sequence[Feature]) -> tuple[str, ...]:
    ordered = sorted(features, key=lambda feature: -abs(feature.weight))
    return tuple(dict.fromkeys(feature.says for feature in ordered))
