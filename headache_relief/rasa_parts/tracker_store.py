"""A tracker store for Rasa that never forgets silently and loads only what a turn needs.

Until its person consents a conversation is kept in memory only, at most an hour.

In endpoints.yml: `tracker_store: {type: headache_relief.rasa_parts.tracker_store.SqlTrackerStore,
url: "sqlite:///conversations.db"}`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from functools import partial
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.rasa_parts.case_slot import consent_answered, consent_version
from headache_relief.rasa_parts.checkpoints import Checkpoint, is_listening
from headache_relief.rasa_parts.conversation_log import ConversationLog
from headache_relief.rasa_parts.conversation_values import NOTHING, Version
from headache_relief.rasa_parts.fence import Fence
from headache_relief.rasa_parts.held_lock import held_lock
from headache_relief.rasa_parts.recent_trackers import RecentTrackers, StoredTracker
from headache_relief.rasa_parts.stored_events import StoredEvent, UnreadableEvent, apply_stored
from headache_relief.records.advisory_locks import Held
from headache_relief.records.archive import Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.channel_tables import inbox, offered_choices, outbox, thumbs
from headache_relief.records.consents import Answer
from headache_relief.records.conversation_tables import consents, events, quarantined_events
from headache_relief.records.data_keys import data_keys
from headache_relief.records.database import CONNECTIONS, StoreError, database_engine
from headache_relief.records.patience import PatientThreads
from headache_relief.records.rows import rows_of
from headache_relief.records.stored_id import stored_id
from headache_relief.records.written_turn import WrittenTurn, written_turn

logger = logging.getLogger(__name__)

SECONDS_A_DAY = 86_400
SECONDS_TO_ERASE = 4.5

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
        self._archive = Archive(database_engine(host), keys=data_keys())
        self._log = ConversationLog(self._archive)
        self._threads = PatientThreads(CONNECTIONS, "conversations", self._archive.knock)
        self._recent = RecentTrackers()
        self.records = ChannelRecords(self._archive, self._threads)

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
        """Appends the tracker's new events; an event broker hears of no one without consent."""
        conversation = tracker.sender_id
        was_in_memory = self._archive.is_in_memory(conversation)
        new = await self._in_thread(self._save, tracker, held_lock.get(), written_turn.get())
        if self.event_broker is None or self._archive.is_in_memory(conversation):
            return
        told = await self.events(conversation) if was_in_memory else [e.as_dict() for e in new]
        for event in told:
            self.event_broker.publish({"sender_id": conversation, **event})

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The last session: its last five to ten turns, behind the slots set before them."""
        return await self._in_thread(self._retrieve, sender_id)

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """All events of all sessions."""
        return await self._unhurried(self._retrieve_full, conversation_id)

    async def exists(self, conversation_id: str) -> bool:
        return await self._in_thread(self._log.exists, conversation_id)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await self._unhurried(self._log.keys)

    async def slots(self, conversation: str) -> Mapping[str, Any]:
        """Every slot's value between two turns; none of an unknown conversation."""
        return await self._in_thread(self._slots, conversation)

    async def events(self, conversation: str) -> list[dict[str, Any]]:
        """All events of all sessions as Rasa writes them, oldest first; damaged ones left out."""
        return await self._in_thread(self._events, conversation)

    async def export(self, conversation: str) -> dict[str, Any]:
        """All that is kept of a conversation; `unreadable` holds damaged events as text."""
        return await self._unhurried(self._export, conversation)

    async def erase(self, conversation: str) -> int:
        """Deletes all that is kept of a conversation; returns the number of events."""
        self._recent.take(conversation)
        erased = await self._within(SECONDS_TO_ERASE, self._archive.erase, conversation)
        return erased["events"] + erased["quarantined_events"]

    async def delete_older_than(self, days: float) -> int:
        """Deletes conversations silent for longer than `days`; returns their number."""
        self._recent.forget()
        return await self._unhurried(self._archive.delete_older_than, days * SECONDS_A_DAY)

    async def forget_old(self) -> None:
        """Forgets conversations without consent after an hour."""
        await self._unhurried(self._forget_old)

    async def prove_writable(self) -> None:
        """Writes to the database and takes it back."""
        await self._in_thread(self._archive.prove_writable)

    def talks_in_memory(self) -> int:
        """How many conversations wait for a consent, in memory only."""
        return self._archive.talks_in_memory()

    def close(self) -> None:
        """Ends the threads and closes the database."""
        self._threads.shutdown()
        self._archive.close()

    async def _in_thread(self, work: Callable[..., Result], *arguments: Any) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(work, *arguments))

    async def _unhurried(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """The same for work that nobody in a talk waits for."""
        return await self._within(None, work, *arguments)

    async def _within(
        self, seconds: Optional[float], work: Callable[..., Result], *arguments: Any
    ) -> Result:
        return await asyncio.wrap_future(self._threads.within(seconds, partial(work, *arguments)))

    def _save(
        self, tracker: DialogueStateTracker, held: Optional[Held], written: Optional[WrittenTurn]
    ) -> list[Event]:
        told = list(tracker.events)
        fence = None
        if isinstance(tracker, StoredTracker):
            new = told[tracker.events_stored :]
            fence = Fence(tracker.version, held)
        else:
            new = self._log.missing(tracker.sender_id, told)
        checkpoint = Checkpoint.of(tracker) if is_listening(tracker) else None
        if written is not None:
            written.slots = None  # until it is known that these are stored
        answer = _answer_in(new)
        appended = self._log.append(tracker.sender_id, new, checkpoint, answer, fence, written)
        if written is not None:
            written.slots = tracker.current_slot_values()
        if isinstance(tracker, StoredTracker):
            whole = tracker.version == appended.before  # nobody else wrote meanwhile
            tracker.events_stored = len(told)
            tracker.version = appended.after
            if whole and not appended.shortens:
                self._recent.bring(tracker)
        return new

    def _forget_old(self) -> None:
        self._archive.forget_old()
        for conversation in self._recent.conversations():
            if not self._log.exists(conversation):
                self._recent.take(conversation)

    def _slots(self, conversation: str) -> Mapping[str, Any]:
        tracker = self._retrieve(conversation)
        if tracker is None:
            return {}
        values: Mapping[str, Any] = tracker.current_slot_values()
        self._recent.bring(tracker)
        return values

    def _events(self, conversation: str) -> list[dict[str, Any]]:
        found = []
        for row in self._log.history(conversation):
            with suppress(ValueError):  # the next turn sets it aside and says so
                found.append(json.loads(row.data))
        return [event for event in found if isinstance(event, dict)]

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
        with self._archive.reading(conversation) as connection:
            rows = rows_of(connection, stored_id(conversation))
        return {
            "conversation": conversation,
            "events": [json.loads(row["data"]) for row in rows[events]],
            "unreadable": [row["data"] for row in rows[quarantined_events]],
            **{
                table.name: [_without_id(row) for row in rows[table]]
                for table in (consents, offered_choices, inbox, outbox, thumbs)
            },
        }


def _answer_in(new: Sequence[Event]) -> Optional[Answer]:
    agrees = consent_answered(new)
    return None if agrees is None else Answer(agrees, consent_version(), new[-1].timestamp)


def _without_id(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "conversation"}
