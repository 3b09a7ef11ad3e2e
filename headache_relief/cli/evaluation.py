"""Counts how often messages were understood rightly, and how sure such a count makes us."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Optional, Sequence

from headache_relief.knowledge.base import Tier

NORMAL_QUANTILE_OF_95_PERCENT = 1.959964
URGENT = "urgent"  # an older name of the same-day tier, found in files of phrases


@dataclass(frozen=True)
class Judged:
    """One message: what is right, and what was understood.

    `raised` is the tier of the signs that fired; `asked_back` the highest tier of signs that a
    question would settle. A gold tier of None with no gold intent makes the message harmless.
    """

    text: str
    gold_tier: Optional[Tier]
    gold_intents: tuple[str, ...]
    raised: Tier
    asked_back: Tier
    intent: Optional[str]

    @classmethod
    def of(cls, gold: Mapping[str, Any], seen: Mapping[str, Any]) -> "Judged":
        """Reads both from the line of a file and what `understand` prints."""
        tier = gold.get("tier")
        also = gold.get("also") or ()
        alternatives = (also,) if isinstance(also, str) else tuple(also)
        flags = seen["red_flags"]
        return cls(
            text=seen["text"],
            gold_tier=(Tier.same_day if tier == URGENT else Tier(tier)) if tier else None,
            gold_intents=(gold["intent"], *alternatives) if gold.get("intent") else (),
            raised=_highest(flag["tier"] for flag in flags if not flag["ask_back"]),
            asked_back=_highest(flag["tier"] for flag in flags if flag["ask_back"]),
            intent=seen["intent"]["name"],
        )

    @property
    def harmless(self) -> bool:
        return self.gold_tier is None and not self.gold_intents

    @property
    def caught(self) -> bool:
        """True when the tier was raised as high as it should be."""
        return self.gold_tier is not None and self.raised.rank >= self.gold_tier.rank

    @property
    def asks(self) -> bool:
        """True when it was not raised, but is asked about."""
        at_stake = self.asked_back.rank
        return not self.caught and self.gold_tier is not None and at_stake >= self.gold_tier.rank

    @property
    def false_alarm(self) -> bool:
        return self.harmless and self.raised.stops_massage

    @property
    def missed(self) -> str:
        """What went wrong, or nothing."""
        if self.gold_tier is not None and not self.caught and not self.asks:
            return f"{self.gold_tier.value} missed"
        if self.false_alarm:
            return f"false {self.raised.value}"
        if self.gold_intents and self.intent not in self.gold_intents:
            return f"{self.gold_intents[0]} taken for {self.intent}"
        return ""


def _highest(tiers: Iterator[str]) -> Tier:
    return max((Tier(tier) for tier in tiers), key=lambda tier: tier.rank, default=Tier.none)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share, as (lowest, highest); (0, 1) when nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    z, share = NORMAL_QUANTILE_OF_95_PERCENT, hits / of
    middle = share + z * z / (2 * of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def summary(judged: Sequence[Judged]) -> Iterator[str]:
    """One line for each thing that the messages can tell: recall by tier, alarms, intents."""
    for tier in sorted(Tier, key=lambda tier: -tier.rank):
        of_tier = [case for case in judged if case.gold_tier is tier]
        if of_tier:
            caught = sum(case.caught for case in of_tier)
            asks = sum(case.asks for case in of_tier)
            yield _share(f"{tier.value} caught", caught, len(of_tier))
            yield _share(f"{tier.value} caught or asked about", caught + asks, len(of_tier))
    harmless = [case for case in judged if case.harmless]
    if harmless:
        yield _share("false alarms", sum(case.false_alarm for case in harmless), len(harmless))
        asked = sum(case.asked_back.stops_massage for case in harmless if not case.false_alarm)
        yield _share("harmless, but asked about", asked, len(harmless))
    meant = [case for case in judged if case.gold_intents]
    if meant:
        right = sum(case.intent in case.gold_intents for case in meant)
        yield _share("intents right", right, len(meant))


def _share(name: str, hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{name}: {hits}/{of} = {hits / of:.1%} (95% interval {low:.1%} to {high:.1%})"
