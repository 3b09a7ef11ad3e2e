"""What a message sounds like, weighed: sure enough to raise a flag, enough to ask, or neither."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator, Mapping, Optional

from headache_relief.assessment.facts import Facts
from headache_relief.assessment.triage import SEMANTIC, Raised
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical import RedFlag


@dataclass(frozen=True)
class Threshold:
    """From `sure` on a flag is raised, from `ask` on its question is asked; as log-odds."""

    sure: float
    ask: float


@dataclass(frozen=True)
class Thresholds:
    """For emergencies, for what needs a doctor today or sooner, and for despair."""

    emergency: Threshold
    urgent: Threshold
    crisis: Threshold

    def reached(self, emergency: float, urgent: float, crisis: float) -> bool:
        """True when a message that sounds so much like danger is at least asked about."""
        return (
            emergency >= self.emergency.ask
            or urgent >= self.urgent.ask
            or crisis >= self.crisis.ask
        )


@dataclass(frozen=True)
class Sound:
    """How much a message sounds like danger, as log-odds, and how well each flag fits it.

    `words` is the passage that sounds most like it; `denied` says that whatever was told in the
    message is denied, over, or only supposed.
    """

    emergency: float
    urgent: float
    crisis: float
    fits: Mapping[str, float]
    words: str
    denied: bool = False


def suspected(
    sound: Sound, facts: Facts, thresholds: Thresholds, flags: Mapping[str, RedFlag]
) -> tuple[Raised, ...]:
    """The flags that a message with these facts sounds like, each once; at most one asks back.

    A flag that rests on what was not told only asks back. Where all that was told of the body is
    denied, what would fire asks back, and what would ask back is left out. Someone in despair is
    asked nothing about the body.
    """
    found: dict[str, Raised] = {}
    for sign in _by_urgency(sound, thresholds, flags):
        denied = sound.denied and not flags[sign.flag].crisis
        if denied and sign.ask_back:
            continue
        unsure = sign.ask_back or denied or not _rests(sign, facts, flags)
        sign = replace(sign, ask_back=unsure)
        enough = any(other.ask_back or flags[other.flag].crisis for other in found.values())
        if sign.flag not in found and not (sign.ask_back and enough):
            found[sign.flag] = sign
    if any(sign.tier is Tier.emergency and not sign.ask_back for sign in found.values()):
        return tuple(sign for sign in found.values() if _matters(sign, flags))
    return tuple(found.values())


def _rests(sign: Raised, facts: Facts, flags: Mapping[str, RedFlag]) -> bool:
    needed = flags[sign.flag].rests_on
    return not needed or any(facts.holds(condition) is not None for condition in needed)


def _matters(sign: Raised, flags: Mapping[str, RedFlag]) -> bool:
    """Beside an emergency that is sure, only another one, and despair."""
    return flags[sign.flag].crisis or (sign.tier is Tier.emergency and not sign.ask_back)


def _by_urgency(
    sound: Sound, thresholds: Thresholds, flags: Mapping[str, RedFlag]
) -> Iterator[Raised]:
    """Despair first: its question is the one that must not be left out."""
    crisis = [name for name in sound.fits if flags[name].crisis]
    bodily = [name for name in sound.fits if not flags[name].crisis]
    emergencies = [name for name in sound.fits if flags[name].tier is Tier.emergency]
    of_today = [name for name in bodily if flags[name].tier is Tier.same_day]
    if sound.crisis >= thresholds.crisis.sure:
        yield from _sign(crisis, sound, flags)
    elif sound.crisis >= thresholds.crisis.ask:
        yield from _sign([n for n in crisis if n in emergencies], sound, flags, ask_back=True)
    if sound.emergency >= thresholds.emergency.sure:
        yield from _sign(emergencies, sound, flags)
    elif sound.emergency >= thresholds.emergency.ask:
        bodily_emergencies = [name for name in bodily if name in emergencies]
        yield from _sign(bodily_emergencies, sound, flags, ask_back=True)
    if sound.urgent >= thresholds.urgent.sure:
        yield from _sign(of_today, sound, flags)
    elif sound.urgent >= thresholds.urgent.ask:
        yield from _sign(of_today, sound, flags, ask_back=True)


def _sign(
    names: list[str], sound: Sound, flags: Mapping[str, RedFlag], ask_back: bool = False
) -> Iterator[Raised]:
    best: Optional[str] = max(names, key=lambda name: sound.fits[name], default=None)
    if best is not None:
        yield Raised(
            flag=best,
            tier=flags[best].tier,
            layer=SEMANTIC,
            ask_back=ask_back,
            words=(sound.words,),
        )
