"""What a person sees of a turn, and what can be told from it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, Mapping, Optional, Sequence

from headache_relief.serving.assistant import Turn

SUGGESTS = re.compile(r"How sure we are:")
GUIDES = re.compile(r"\bStep \d+ of \d+")
TRIES = re.compile(r"(?:^|\n)Try ([^,.]+)|Also possible: ([^\n]+?)\.")


@dataclass(frozen=True)
class Seen:
    """One turn as the person saw it, and where the case then stood."""

    said: str
    messages: tuple[str, ...]
    buttons: tuple[str, ...]
    tier: str
    stage: str
    asked: Optional[str]
    milliseconds: float

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
    def shows_technique(self) -> bool:
        """True when a technique is suggested, or guided."""
        return bool(SUGGESTS.search(self.text) or GUIDES.search(self.text))

    @property
    def suggests(self) -> bool:
        return bool(SUGGESTS.search(self.text))

    @property
    def techniques(self) -> tuple[str, ...]:
        """The names of what is suggested in this turn, in small letters."""
        if not self.suggests:
            return ()
        found = [group for pair in TRIES.findall(self.text) for group in pair if group]
        return tuple(name.strip().lower() for entry in found for name in entry.split(", "))

    def as_dict(self) -> Mapping[str, Any]:
        """A JSON-able copy."""
        return asdict(self)


def transcript(seen: Sequence[Seen]) -> str:
    """The talk as lines to read."""
    lines = []
    for turn in seen:
        lines.append(f"> {turn.said}   [{turn.stage} {turn.asked} {turn.tier}]")
        lines += [f"  {text}" for text in turn.messages]
        if turn.buttons:
            lines.append(f"  [{' | '.join(turn.buttons)}]")
    return "\n".join(lines)
