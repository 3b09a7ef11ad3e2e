"""Which techniques to suggest: what fits the headache, less what is not safe for this person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Collection, Iterable, Mapping, Optional

from headache_relief.assessment import precautions
from headache_relief.assessment.facts import Facts
from headache_relief.assessment.interview import in_attack
from headache_relief.assessment.patterns import Verdict
from headache_relief.knowledge.base import Certainty
from headache_relief.knowledge.clinical import Technique
from headache_relief.knowledge.clinical_files import Knowledge

MOST_SUGGESTED = 3
MOST_TOUCHING = 4  # massage and movement candidates: more would only lengthen the checklist
GENTLE = frozenset({"none", "light"})


@dataclass(frozen=True)
class Advice:
    """Up to three techniques, best first; never empty while any comfort is left.

    `left_out` names the precaution that forbids each candidate that fits but is not safe;
    `comfort_only` is True when no massage or movement remains.
    """

    techniques: tuple[str, ...]
    left_out: Mapping[str, str]
    comfort_only: bool


def candidates(
    verdict: Verdict,
    facts: Facts,
    knowledge: Knowledge,
    offered: Optional[Collection[str]] = None,
) -> tuple[str, ...]:
    """The techniques that fit the headache, best first, whatever the precautions say.

    `offered` are the techniques that the site offers (None: all); comfort is always offered. The
    best massage and movement come with the comfort that fits, so that something is always left.
    """
    attack = in_attack(facts)
    fits = {
        name: _fit(technique, verdict, facts, knowledge)
        for name, technique in knowledge.techniques.items()
        if _is_open(name, technique, offered)
    }
    fitting = {name: fit for name, fit in fits.items() if fit > 0}
    ordered = sorted(
        fitting, key=lambda name: _rank(knowledge.techniques[name], fitting[name], attack)
    )
    comfort = [name for name in ordered if knowledge.techniques[name].kind == "comfort"]
    touching = [
        name
        for name in ordered
        if name not in comfort
        and _may_touch(knowledge.techniques[name], verdict, attack, knowledge)
    ][:MOST_TOUCHING]
    return tuple(name for name in ordered if name in touching or name in comfort)


def advise(
    verdict: Verdict,
    facts: Facts,
    knowledge: Knowledge,
    unknown: Collection[str] = (),
    offered: Optional[Collection[str]] = None,
) -> Advice:
    """The suggestion for this case; `unknown` are precautions to treat as present besides.

    What the person has neither confirmed nor denied counts as present.
    """
    unsaid = (*precautions.unknown(facts, knowledge.precautions), *unknown)
    present = precautions.applying(facts, knowledge.precautions, unsaid)
    fitting = candidates(verdict, facts, knowledge, offered)
    forbidden = {
        name: found[0]
        for name in fitting
        if (
            found := precautions.blocking(
                knowledge.techniques[name], present, knowledge.precautions
            )
        )
    }
    safe = tuple(name for name in fitting if name not in forbidden)[:MOST_SUGGESTED]
    return Advice(
        techniques=safe,
        left_out=forbidden,
        comfort_only=all(knowledge.techniques[name].kind == "comfort" for name in safe),
    )


def _is_open(name: str, technique: Technique, offered: Optional[Collection[str]]) -> bool:
    """Off by default, or without a version to do alone: explained, never suggested."""
    if not technique.offered or technique.self_version is None:
        return False
    return technique.kind == "comfort" or offered is None or name in offered


def _may_touch(technique: Technique, verdict: Verdict, attack: bool, knowledge: Knowledge) -> bool:
    """No touch in an attack, and only gentle touch while the headache is unclear."""
    if any(knowledge.patterns[name].massage == "does_not_suit" for name in verdict.patterns):
        return False
    if attack and not technique.during_attack:
        return False
    return technique.pressure in GENTLE or verdict.kind != "unclear"


def _fit(technique: Technique, verdict: Verdict, facts: Facts, knowledge: Knowledge) -> float:
    """How well it fits, 0 to about 5: the patterns' mean fit, plus what the findings add."""
    wanted: Iterable[str] = verdict.patterns or (
        name for name, pattern in knowledge.patterns.items() if pattern.massage != "does_not_suit"
    )
    fits = [technique.suits.get(name, 0) for name in wanted]
    base = sum(fits) / len(fits) if fits else 0.0
    if base == 0:
        return 0.0
    return base + sum(f.weight for f in technique.suits_when if facts.holds(f.when) is not None)


def _rank(technique: Technique, fit: float, attack: bool) -> tuple[bool, float, bool, int]:
    """Sorts best first: in an attack what helps in attacks; then fit, relief now, certainty."""
    not_for_attacks = attack and not technique.during_attack
    certainty = list(Certainty).index(technique.certainty)
    return (not_for_attacks, -fit, technique.kind == "movement", certainty)
