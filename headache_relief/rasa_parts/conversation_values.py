"""What the log of conversations hands over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Optional

from headache_relief.rasa_parts.stored_events import StoredEvent


class Version(NamedTuple):
    """How far a conversation is: the number and the time of its newest event."""

    newest: int
    last_active: float


NOTHING = Version(0, 0.0)


@dataclass(frozen=True)
class Window:
    """The part of a conversation that is loaded: a checkpoint's state and all events from it on."""

    version: Version
    state: Optional[str]
    events: tuple[StoredEvent, ...]


@dataclass(frozen=True)
class Appended:
    """What appending did: the versions before and after it.

    `shortens` tells that the next window starts later: a checkpoint was kept or a session begun.
    """

    before: Version
    after: Version
    shortens: bool
