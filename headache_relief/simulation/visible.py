"""What a person sees of a turn, and what can be told from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional, Sequence

from headache_relief.serving.assistant import Turn

STOPS = ("emergency", "same_day")  # the tiers that switch massage off
SUGGESTS = re.compile(r"^1\. ", re.MULTILINE)  # the steps of a technique in one message
GUIDES = re.compile(r"\bStep \d+ of \d+")
CERTAINTY = "How sure we are:"
LONGEST_SHOWN = 300  # characters of what a person said, in a transcript


@dataclass(frozen=True)
class Seen:
    """One turn as the person saw it, and where the case then stood."""

    said: str
    messages: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    tier: str = "none"
    stage: str = ""
    asked: Optional[str] = None
    milliseconds: float = 0.0

    @classmethod
    def of(cls, turn: Turn) -> "Seen":
        """From a turn of the assistant."""
        return cls(
            said=turn.user,
            messages=tuple(m["text"] for m in turn.bot if m.get("text")),
            buttons=tuple(b["title"] for m in turn.bot for b in m.get("buttons") or ()),
            tier=turn.tier or "none",
            stage=turn.stage or "",
            asked=turn.asked,
            milliseconds=turn.milliseconds,
        )

    @property
    def text(self) -> str:
        return "\n".join(self.messages)

    @property
    def suggests(self) -> bool:
        """True when a technique is shown with its steps."""
        return bool(SUGGESTS.search(self.text))

    @property
    def shows_technique(self) -> bool:
        """True when a technique is suggested, or guided."""
        return self.suggests or bool(GUIDES.search(self.text))

    def names(self, technique: str) -> bool:
        """True when this turn suggests, names as another choice, or begins to guide a technique.

        Techniques that were left out to be safe are named too; they don't count.
        """
        if not self.shows_technique:
            return False
        name = technique.lower()
        return any(
            line.startswith((f"try {name}, ", f"{name}, ", f"{name}. "))
            or line.startswith("also possible: ")
            and name in line
            for line in self.text.lower().splitlines()
        )

    @property
    def stopped(self) -> bool:
        """True while danger or despair keeps massage off."""
        return self.tier in STOPS or self.stage == "crisis"


def transcript(seen: Sequence[Seen]) -> str:
    """The talk as lines to read."""
    lines = []
    for turn in seen:
        said = turn.said if len(turn.said) <= LONGEST_SHOWN else f"{turn.said[:LONGEST_SHOWN]} ..."
        lines.append(f"> {said}   [{turn.stage} {turn.asked} {turn.tier}]")
        lines += [f"  {text}" for text in turn.messages]
        if turn.buttons:
            lines.append(f"  [{' | '.join(turn.buttons)}]")
    return "\n".join(lines)
