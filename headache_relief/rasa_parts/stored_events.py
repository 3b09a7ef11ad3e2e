"""Rasa's events as rows of text, and back."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker


class StoredEvent(NamedTuple):
    """One event as it stands in the database."""

    number: int
    timestamp: float
    type: str
    data: str


class UnreadableEvent(ValueError):
    """A stored event that can't be turned into an event; the message is the kind of fault."""


def stored_event(event: Event, number: int) -> StoredEvent:
    """`event` as the conversation's `number`th row; ASCII only, so any text survives."""
    return StoredEvent(number, event.timestamp, event.type_name, json.dumps(event.as_dict()))


def apply_stored(row: StoredEvent, tracker: DialogueStateTracker) -> None:
    """Adds a row's event to the tracker, or raises UnreadableEvent and leaves the tracker as is.

    The exception's message never holds what was said.
    """
    before = len(tracker.events)
    try:
        values = json.loads(row.data)
        tracker.update(event_type(values["event"])._from_parameters(values))
    except Exception as error:  # whatever a damaged row does to Rasa, it must not end the turn
        while len(tracker.events) > before:
            tracker.events.pop()
        raise UnreadableEvent(type(error).__name__) from error


@lru_cache(maxsize=None)
def event_type(name: str) -> Any:
    """Rasa's class for an event's type; Rasa itself walks through all classes for every event."""
    return Event.resolve_by_type(name)
