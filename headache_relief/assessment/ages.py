"""What an age in years tells about the age groups that the danger screen asks about."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable

from headache_relief.assessment.facts import Fact

AGE = "age"
FIFTY_OR_OVER = "fifty_or_over"
CHILD = "child"


def with_age_groups(told: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts, and for each age told the groups that this person is in or not in.

    Not being in a group is a denial by silence: it never beats what was stated outright.
    """
    facts = tuple(told)
    groups = [group for fact in facts if fact.concept == AGE for group in _groups(fact)]
    return (*facts, *groups)


def _groups(age: Fact) -> Iterable[Fact]:
    if age.value is None or age.status != "present":
        return
    for group, is_in in ((FIFTY_OR_OVER, age.value >= 50), (CHILD, age.value < 18)):
        if is_in:
            yield replace(age, concept=group, value=None)
        else:
            yield replace(age, concept=group, value=None, status="absent", words="")
