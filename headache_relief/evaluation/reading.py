"""What was understood of a message, as far as it is judged and explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional

from headache_relief.knowledge.base import Tier
from headache_relief.language.understanding import Finding, Understanding


@dataclass(frozen=True)
class Sign:
    """A red flag heard in the message, and why."""

    flag: str
    tier: Tier
    ask_back: bool
    layer: str
    because: tuple[str, ...] = ()

    def __str__(self) -> str:
        verb = "asks back about" if self.ask_back else "fires"
        why = "; ".join(self.because) or "no words of its own"
        return f"the {self.layer} layer {verb} {self.flag} ({self.tier.value}): {why}"


@dataclass(frozen=True)
class Reading:
    """The reading of one message; `milliseconds` is the time the whole pipeline took."""

    intent: Optional[str]
    confidence: float
    signs: tuple[Sign, ...] = ()
    findings: tuple[Finding, ...] = ()
    milliseconds: float = 0.0

    @classmethod
    def of(cls, parsed: Mapping[str, Any], milliseconds: float = 0.0) -> "Reading":
        """From the model's parse data."""
        intent = parsed.get("intent") or {}
        understanding = parsed.get("understanding")
        return cls(
            intent=intent.get("name"),
            confidence=float(intent.get("confidence") or 0.0),
            signs=tuple(_sign(flag) for flag in (parsed.get("screen") or {}).get("red_flags", ())),
            findings=Understanding.from_dict(understanding).findings if understanding else (),
            milliseconds=milliseconds,
        )

    @property
    def raised(self) -> Tier:
        """The tier of the signs that fired."""
        return _highest(sign.tier for sign in self.signs if not sign.ask_back)

    @property
    def possible(self) -> Tier:
        """The tier if every question that is asked back were answered with yes."""
        return _highest(sign.tier for sign in self.signs)

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(sign.flag for sign in self.signs)

    def explained(self) -> str:
        """What was heard and why, in one line."""
        heard = [str(sign) for sign in self.signs] or ["no sign was heard"]
        found = ", ".join(_said(finding) for finding in self.findings) or "nothing"
        return f"{'. '.join(heard)}. Findings: {found}."


def _sign(flag: Mapping[str, Any]) -> Sign:
    prototypes = [_prototype(entry) for entry in flag.get("prototypes") or ()]
    return Sign(
        flag=flag["flag"],
        tier=Tier(flag["tier"]),
        ask_back=bool(flag.get("ask_back")),
        layer=flag.get("layer") or "rule",
        because=(*(f'"{words}"' for words in flag.get("words") or ()), *prototypes),
    )


def _prototype(entry: Any) -> str:
    if isinstance(entry, Mapping):
        return f'like "{entry.get("text")}" ({float(entry.get("similarity", 0)):.2f})'
    return f'like "{entry}"'


def _said(finding: Finding) -> str:
    unusual = [
        value
        for value, usual in (
            (finding.status, "present"),
            (finding.who, "self"),
            (finding.when, "now"),
        )
        if value != usual
    ]
    return f"{finding.concept} ({', '.join(unusual)})" if unusual else finding.concept


def _highest(tiers: Iterable[Tier]) -> Tier:
    return max(tiers, key=lambda tier: tier.rank, default=Tier.none)
