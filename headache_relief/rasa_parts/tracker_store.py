"""A tracker store for Rasa that never forgets silently and loads only what a turn needs.

In endpoints.yml: `tracker_store: {type: headache_relief.rasa_parts.tracker_store.SqlTrackerStore,
url: "sqlite:///conversations.db"}`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Callable, Iterable, Optional, Sequence, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.rasa_parts.checkpoints import Checkpoint, is_listening
from headache_relief.rasa_parts.conversation_log import ConversationLog
from headache_relief.rasa_parts.conversation_values import NOTHING, Version
from headache_relief.rasa_parts.recent_trackers import RecentTrackers, StoredTracker
from headache_relief.rasa_parts.stored_events import StoredEvent, UnreadableEvent, apply_stored
from headache_relief.records.database import CONNECTIONS, StoreError, database_engine

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


class SqlTrackerStore(TrackerStore):
    """Keeps conversations in SQLite or PostgreSQL.

    The database is used in threads of its own, so that a slow or locked database makes nobody
    else wait. Every method raises StoreError when the database fails.
    """

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[str] = None,
        event_broker: Optional[EventBroker] = None,
        **unknown: Any,
    ) -> None:
        """`host` is the database's address: Rasa hands over the endpoint's `url` by that name."""
        if host is None:
            raise StoreError("The tracker store needs an address; add `url: sqlite:///file.db`.")
        if unknown:
            names = ", ".join(sorted(unknown))
            raise StoreError(f"The tracker store doesn't know the settings {names}; delete them.")
        super().__init__(domain, event_broker)
        self._log = ConversationLog(database_engine(host))
        self._threads = ThreadPoolExecutor(CONNECTIONS, "conversations")
        self._recent = RecentTrackers()

    @property
    def domain(self) -> Domain:
        """What new trackers take their slots from."""
        return self._domain

    @domain.setter
    def domain(self, domain: Optional[Domain]) -> None:
        self._domain = domain or Domain.empty()
        self._recent.forget()  # their slots are those of the domain before

    def init_tracker(self, sender_id: str) -> StoredTracker:
        return StoredTracker(sender_id, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Appends the tracker's new events."""
        new = await self._in_thread(self._save, tracker)
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The last session: its last five to ten turns, behind the slots set before them."""
        return await self._in_thread(self._retrieve, sender_id)

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """All events of all sessions."""
        return await self._in_thread(self._retrieve_full, conversation_id)

    async def exists(self, conversation_id: str) -> bool:
        return await self._in_thread(self._log.exists, conversation_id)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await self._in_thread(self._log.keys)

    async def export(self, conversation: str) -> dict[str, Any]:
        """All that is stored of a conversation; `unreadable` holds damaged events as text."""
        return await self._in_thread(self._export, conversation)

    async def erase(self, conversation: str) -> int:
        """Deletes all that is stored of a conversation; returns the number of events."""
        self._recent.take(conversation)
        return await self._in_thread(self._log.erase, conversation)

    async def delete_older_than(self, days: float) -> int:
        """Deletes conversations silent for longer than `days`; returns their number."""
        self._recent.forget()
        return await self._in_thread(self._log.delete_older_than, days)

    def close(self) -> None:
        """Ends the threads and closes the database."""
        self._threads.shutdown()
        self._log.close()

    async def _in_thread(self, work: Callable[..., Result], *arguments: Any) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(work, *arguments))

    def _save(self, tracker: DialogueStateTracker) -> list[Event]:
        told = list(tracker.events)
        if isinstance(tracker, StoredTracker):
            new = told[tracker.events_stored :]
        else:
            new = self._log.missing(tracker.sender_id, told)
        checkpoint = Checkpoint.of(tracker) if is_listening(tracker) else None
        appended = self._log.append(tracker.sender_id, new, checkpoint)
        if isinstance(tracker, StoredTracker):
            whole = tracker.version == appended.before  # nobody else wrote meanwhile
            tracker.events_stored = len(told)
            tracker.version = appended.after
            if whole and not appended.shortens:
                self._recent.bring(tracker)
        return new

    def _retrieve(self, conversation: str) -> Optional[StoredTracker]:
        recent = self._recent.take(conversation)
        if recent is not None and recent.version == self._log.version(conversation):
            return recent
        window = self._log.window(conversation)
        if window is None:
            return None
        if window.state is None:
            return self._tracker(conversation, [], window.events, window.version)
        try:
            checkpoint = Checkpoint.from_json(window.state)
        except (ValueError, TypeError, KeyError):
            logger.error("A checkpoint was unreadable; the session is replayed from its start.")
            self._log.forget_checkpoints(conversation)
            return self._retrieve(conversation)
        since = window.events[0].timestamp if window.events else 0.0
        before = checkpoint.as_events(self.domain.slots, since)
        return self._tracker(conversation, before, window.events, window.version)

    def _retrieve_full(self, conversation: str) -> Optional[StoredTracker]:
        history = self._log.history(conversation)
        return self._tracker(conversation, [], history, NOTHING) if history else None

    def _tracker(
        self,
        conversation: str,
        before: Sequence[Event],
        rows: Sequence[StoredEvent],
        version: Version,
    ) -> StoredTracker:
        tracker = self.init_tracker(conversation)
        for event in before:
            tracker.update(event)
        unreadable = {}
        for row in rows:
            try:
                apply_stored(row, tracker)
            except UnreadableEvent as error:
                unreadable[row.number] = str(error)
        if unreadable:
            logger.error(
                "%d unreadable events were moved to the table quarantined_events.", len(unreadable)
            )
            self._log.quarantine(conversation, unreadable)
        tracker.events_stored = len(tracker.events)
        tracker.version = version
        return tracker

    def _export(self, conversation: str) -> dict[str, Any]:
        self._retrieve_full(conversation)  # sets damaged events aside
        return {
            "conversation": conversation,
            "events": [json.loads(row.data) for row in self._log.history(conversation)],
            "unreadable": self._log.unreadable(conversation),
        }
