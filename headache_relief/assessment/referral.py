"""Whom to see: the most urgent and fitting destination first."""

from __future__ import annotations

from types import MappingProxyType
from typing import Iterator, Mapping

from headache_relief.assessment.facts import Facts
from headache_relief.assessment.patterns import Verdict, guards_that_apply, overlays_that_apply
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge

BY_TIER: Mapping[Tier, str] = MappingProxyType(
    {
        Tier.emergency: "emergency_services",
        Tier.same_day: "same_day_doctor",
        Tier.routine: "doctor",
    }
)
WHEN_NOTHING_FITS = ("pharmacist", "doctor")


def referrals(
    facts: Facts, verdict: Verdict, knowledge: Knowledge, tier: Tier = Tier.none
) -> tuple[str, ...]:
    """The destinations for this case in the order of referrals.yml, most urgent first.

    When the tier is same day or above, nothing less urgent is named. Without any reason to choose,
    it is who is easiest to reach.
    """
    found = set(_found(facts, verdict, knowledge, tier))
    order = list(knowledge.referrals)
    if tier.stops_massage:
        order = order[: order.index(BY_TIER[tier]) + 1]
    return tuple(name for name in order if name in found) or WHEN_NOTHING_FITS


def _found(facts: Facts, verdict: Verdict, knowledge: Knowledge, tier: Tier) -> Iterator[str]:
    if tier in BY_TIER:
        yield BY_TIER[tier]
    for guard in guards_that_apply(verdict, facts, knowledge.patterns):
        if guard.refer_to:
            yield guard.refer_to
    for overlay in overlays_that_apply(facts, knowledge.overlays):
        if overlay.refer_to:
            yield overlay.refer_to
    for name, referral in knowledge.referrals.items():
        suits = bool(set(referral.patterns).intersection(verdict.patterns))
        if suits or any(facts.holds(condition) is not None for condition in referral.when):
            yield name
