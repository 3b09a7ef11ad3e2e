"""What was written together with a turn, for whoever waits until it is."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Sequence


@dataclass
class WrittenTurn:
    """What the transaction that wrote a turn did; empty while none did.

    `messages` are the ids of those marked as answered; `tokens` stand for the choices of each
    answer, by its id; `slots` are the conversation's after the turn.
    """

    messages: set[str] = field(default_factory=set)
    tokens: dict[str, Sequence[str]] = field(default_factory=dict)
    slots: Optional[Mapping[str, Any]] = None


# None where nobody wants to know.
written_turn: ContextVar[Optional[WrittenTurn]] = ContextVar("written_turn", default=None)
