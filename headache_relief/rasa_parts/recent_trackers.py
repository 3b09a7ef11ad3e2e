"""The trackers of the last conversations, so that the next turn needn't build them again."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Optional

from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.rasa_parts.conversation_values import NOTHING, Version

MOST = 64


class StoredTracker(DialogueStateTracker):
    """A tracker that knows which of its events are stored, and the version it was loaded at."""

    events_stored: int = 0
    version: Version = NOTHING


class RecentTrackers:
    """Holds each tracker between two turns; whoever takes one has it alone.

    A turn that fails doesn't bring its tracker back, so nothing unsaved is ever kept.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: OrderedDict[str, StoredTracker] = OrderedDict()
        self._lock = Lock()

    def take(self, conversation: str) -> Optional[StoredTracker]:
        """The conversation's tracker, which is then no longer held."""
        with self._lock:
            return self._held.pop(conversation, None)

    def bring(self, tracker: StoredTracker) -> None:
        """Holds a saved tracker; the one brought longest ago gives way."""
        with self._lock:
            self._held[tracker.sender_id] = tracker
            if len(self._held) > self._most:
                self._held.popitem(last=False)

    def conversations(self) -> list[str]:
        """The ids of the conversations whose trackers are held."""
        with self._lock:
            return list(self._held)

    def forget(self) -> None:
        with self._lock:
            self._held.clear()
