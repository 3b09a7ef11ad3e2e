"""Keeps a turn from being written after another one of the same conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from sqlalchemy.engine import Connection

from headache_relief.rasa_parts.conversation_values import Version
from headache_relief.records.advisory_locks import Held, TurnOvertaken


@dataclass(frozen=True)
class Fence:
    """What must still hold when a turn is written: the version it was begun at, and its lock."""

    begun_at: Version
    held: Optional[Held] = None

    def check(self, connection: Connection, now: Version) -> None:
        """TurnOvertaken when the conversation has gone on, was erased, or the lock is lost."""
        if now != self.begun_at:
            raise TurnOvertaken("The conversation has gone on meanwhile; the turn is not written.")
        if self.held is not None and connection.dialect.name == "postgresql":
            self.held.check(connection)
