"""What a message should be understood as: the labels of one line of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence, Union

from headache_relief.knowledge.base import Tier

URGENT = "urgent"  # an older name of the same-day tier, found in files of phrases
# How the reasons of ordinary complaints begin; every other harmless message is a hard negative.
BENIGN = ("benign", "common complaint", "ordinary complaint")
CONTEXT = "context"  # a file so named lists only the findings that its sentences are about


class GoldError(ValueError):
    """A line's labels can't be used; the message is one sentence."""


@dataclass(frozen=True)
class GoldFinding:
    """A concept that is in the message; a part of its context that is None is not judged."""

    concept: str
    status: Optional[str] = None
    who: Optional[str] = None
    when: Optional[str] = None


@dataclass(frozen=True)
class Gold:
    """The labels of a message.

    `flags` and `intents` name every acceptable one, the first the label itself; `findings` is None
    when the line has none to judge; `every_finding` says that no other finding is right, except the
    `optional` ones, which careful readers tick or don't.
    """

    tier: Optional[Tier] = None
    flags: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    findings: Optional[tuple[GoldFinding, ...]] = None
    every_finding: bool = True
    optional: tuple[str, ...] = ()
    why: str = ""

    @classmethod
    def of(cls, line: Mapping[str, Any], file: str = "") -> "Gold":
        """Reads the labels of a line; `file` is the name of its file. GoldError says what is wrong.

        An intent's second labels stand in `also`; without an intent, `also` holds further flags.
        """
        also = _several(line.get("also"))
        intent = line.get("intent")
        intent = intent.get("name") if isinstance(intent, Mapping) else intent
        flags = _several(line.get("flag")) or _several(line.get("flags"))
        return cls(
            tier=_tier(line.get("tier")),
            flags=(*flags, *also) if flags and not intent else flags,
            intents=(intent, *also) if intent else (),
            findings=_findings(line.get("findings")),
            every_finding=CONTEXT not in file,
            optional=_several(line.get("optional")),
            why=line.get("why") or "",
        )

    @property
    def harmless(self) -> bool:
        """True for a message that no danger may be heard in."""
        return self.tier is None and not self.intents and self.findings is None

    @property
    def benign(self) -> bool:
        """True for an ordinary description of one's own headache."""
        return self.harmless and self.why.startswith(BENIGN)


def _several(value: Union[str, Sequence[str], None]) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _tier(name: Optional[str]) -> Optional[Tier]:
    if not name or name == Tier.none.value:
        return None
    try:
        return Tier.same_day if name == URGENT else Tier(name)
    except ValueError:
        known = ", ".join(tier.value for tier in Tier)
        raise GoldError(f'There is no tier "{name}": use one of {known}.') from None


def _findings(findings: Any) -> Optional[tuple[GoldFinding, ...]]:
    if findings is None:
        return None
    try:
        return tuple(
            GoldFinding(**{key: f.get(key) for key in ("concept", "status", "who", "when")})
            for f in findings
        )
    except (AttributeError, TypeError):
        raise GoldError('"findings" must be a list of objects with a "concept".') from None
