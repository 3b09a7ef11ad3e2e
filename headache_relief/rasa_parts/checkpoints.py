"""Checkpoints: what a conversation stood at, so that a turn needn't replay all of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, ConversationPaused, Event, SlotSet
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

# Two checkpoints are kept and the older one is loaded: three to six turns are in memory. Policies
# replay them several times a turn, and the longest memoised story looks back less than three.
TURNS_APART = 3
KEPT = 2


@dataclass(frozen=True)
class Checkpoint:
    """What a conversation stood at while the assistant waited for the person."""

    slots: Mapping[str, Any]
    active_loop: Optional[str] = None
    paused: bool = False

    @classmethod
    def of(cls, tracker: DialogueStateTracker) -> Checkpoint:
        """The checkpoint of a tracker that listens; slots that were never set are left out."""
        return cls(
            slots={slot.name: slot.value for slot in tracker.slots.values() if slot.has_been_set},
            active_loop=tracker.active_loop_name,
            paused=tracker.is_paused(),
        )

    @classmethod
    def from_json(cls, text: str) -> Checkpoint:
        """Raises ValueError, TypeError or KeyError when `text` is no checkpoint."""
        values = json.loads(text)
        return cls(dict(values["slots"]), values["active_loop"], bool(values["paused"]))

    def as_json(self) -> str:
        values = {"slots": self.slots, "active_loop": self.active_loop, "paused": self.paused}
        return json.dumps(values)

    def as_events(self, slots: Iterable[Slot], timestamp: float) -> list[Event]:
        """Events that bring a new tracker with these `slots` to the checkpoint."""
        known = {slot.name for slot in slots}
        made: list[Event] = [
            SlotSet(name, value, timestamp) for name, value in self.slots.items() if name in known
        ]
        if self.active_loop is not None:
            made.append(ActiveLoop(self.active_loop, timestamp))
        if self.paused:
            made.append(ConversationPaused(timestamp))
        return made


def is_listening(tracker: DialogueStateTracker) -> bool:
    """Whether the tracker's last event leaves the assistant waiting for the person."""
    if not tracker.events:
        return False
    last = tracker.events[-1]
    return isinstance(last, ActionExecuted) and last.action_name == ACTION_LISTEN_NAME
