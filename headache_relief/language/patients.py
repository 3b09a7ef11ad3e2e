"""Whom a message asks about, and which findings belong to somebody else in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Sequence

HEADACHE = "headache"
OF_THE_HEAD = frozenset({"location", "quality"})
COMPLAINTS = OF_THE_HEAD | {"symptom", "severity", "onset", "event"}
# What surrounds everyone in the message alike, such as a heater that makes them all ill.
SHARED = frozenset({"circumstance", "distress"})

Owner = Literal["self", "other", "unsaid"]


@dataclass(frozen=True)
class Claim:
    """A finding, whose it is said to be, and whether it is so now."""

    concept: str
    kind: str
    owner: Owner
    holds: bool

    @property
    def is_complaint(self) -> bool:
        return self.holds and self.kind in COMPLAINTS

    @property
    def is_of_the_head(self) -> bool:
        return self.holds and (self.concept == HEADACHE or self.kind in OF_THE_HEAD)


def asides(claims: Sequence[Claim]) -> list[bool]:
    """Which of the claims belong to somebody whom the message does not ask about.

    Of the writer and another person, the one with the headache is asked about, or else the one with
    a complaint. When both have one, or neither, nobody is aside.
    """
    other_party = _other_party(claims)
    return [claim.owner == other_party and claim.kind not in SHARED for claim in claims]


def _other_party(claims: Sequence[Claim]) -> Owner | None:
    own = [claim for claim in claims if claim.owner == "self"]
    others = [claim for claim in claims if claim.owner == "other"]
    for is_asked_about in (_has_headache, _has_complaint):
        if is_asked_about(own) and is_asked_about(others):
            return None
        if is_asked_about(own):
            return "other"
        if is_asked_about(others):
            return "self"
    return None


def _has_headache(claims: Sequence[Claim]) -> bool:
    return any(claim.is_of_the_head for claim in claims)


def _has_complaint(claims: Sequence[Claim]) -> bool:
    return any(claim.is_complaint for claim in claims)
