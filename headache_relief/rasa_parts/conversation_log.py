"""What is written about conversations, row by row; every method blocks until it is done."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any, Mapping, Optional, Sequence

import sqlalchemy as sa
from rasa.shared.core.events import BotUttered, Event, SessionStarted, UserUttered
from sqlalchemy.engine import Connection

from headache_relief.rasa_parts.checkpoints import KEPT, TURNS_APART, Checkpoint
from headache_relief.rasa_parts.conversation_values import NOTHING, Appended, Version, Window
from headache_relief.rasa_parts.fence import Fence
from headache_relief.rasa_parts.stored_events import StoredEvent, stored_event
from headache_relief.records import consents, follow_ups, offered_choices, outbox
from headache_relief.records.archive import Archive
from headache_relief.records.consents import Answer
from headache_relief.records.conversation_tables import (
    checkpoints,
    conversations,
    events,
    quarantined_events,
)
from headache_relief.records.offered_choices import choices_of
from headache_relief.records.stored_id import original_id, stored_id
from headache_relief.records.talk import answer_id
from headache_relief.records.written_turn import WrittenTurn


class ConversationLog:
    """The tables of conversations. Every fault of the database becomes a StoreError."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def window(self, conversation: str) -> Optional[Window]:
        """The last session from its last-but-one checkpoint on; None when nothing is stored."""
        key = stored_id(conversation)
        with self._archive.reading(conversation) as connection:
            row = _conversation(connection, key)
            if row is None:
                return None
            saved = _checkpoints(connection, key)
            if len(saved) < KEPT:
                return Window(_version(row), None, _events(connection, key, row.session))
            oldest = saved[-1]
            return Window(_version(row), oldest.state, _events(connection, key, oldest.number))

    def version(self, conversation: str) -> Version:
        """The version of what is stored; one without events when there is nothing."""
        with self._archive.reading(conversation) as connection:
            row = _conversation(connection, stored_id(conversation))
            return NOTHING if row is None else _version(row)

    def history(self, conversation: str) -> tuple[StoredEvent, ...]:
        """All readable events of all sessions, oldest first."""
        with self._archive.reading(conversation) as connection:
            return _events(connection, stored_id(conversation), 1)

    def unreadable(self, conversation: str) -> list[str]:
        """The text of the events that were set aside."""
        query = (
            sa.select(quarantined_events.c.data)
            .where(quarantined_events.c.conversation == stored_id(conversation))
            .order_by(quarantined_events.c.number)
        )
        with self._archive.reading(conversation) as connection:
            return list(connection.execute(query).scalars())

    def exists(self, conversation: str) -> bool:
        with self._archive.reading(conversation) as connection:
            return _conversation(connection, stored_id(conversation)) is not None

    def keys(self) -> list[str]:
        """The ids of all conversations."""
        query = sa.select(conversations.c.conversation)
        return [
            original_id(key)
            for connection in self._archive.everywhere()
            for key in connection.execute(query).scalars()
        ]

    def append(
        self,
        conversation: str,
        new: Sequence[Event],
        checkpoint: Optional[Checkpoint],
        answer: Optional[Answer] = None,
        fence: Optional[Fence] = None,
        written: Optional[WrittenTurn] = None,
    ) -> Appended:
        """Adds `new` events; keeps `checkpoint`, the state behind them, when one is due.

        `answer` is what the person answered in them to being asked for consent, if anything. What
        else is written for channels is told to `written`.
        TurnOvertaken, and nothing is written, when `fence` finds that this turn may not write.
        """
        if not new:
            version = self.version(conversation)
            return Appended(version, version, shortens=False)
        key = stored_id(conversation)
        agrees = answer.agrees if answer else None
        with self._archive.writing(conversation, agrees) as connection:
            if answer is not None:
                consents.note(connection, key, answer)
            row = _conversation_to_change(connection, key)
            if fence is not None:
                fence.check(connection, _version(row))
            rows = [stored_event(event, row.events + at) for at, event in enumerate(new, 1)]
            connection.execute(
                events.insert(), [{"conversation": key, **each._asdict()} for each in rows]
            )
            outlines = [_outline(event) for event in new]
            answered = outbox.note_answers(connection, key, outlines)
            follow_ups.note(connection, key, outlines)
            tokens = offered_choices.offer_first(connection, key, _choices(answered))
            session, turns = _progress(row, new)
            if session != row.session:
                connection.execute(checkpoints.delete().where(checkpoints.c.conversation == key))
            kept = checkpoint is not None and turns >= TURNS_APART
            if checkpoint is not None and kept:
                _keep(connection, key, rows[-1].number, checkpoint)
                offered_choices.forget_old(connection, key)
                turns = 0
            after = Version(rows[-1].number, max(row.last_active, rows[-1].timestamp))
            connection.execute(
                conversations.update()
                .where(conversations.c.conversation == key)
                .values(
                    events=after.newest,
                    session=session,
                    turns=turns,
                    last_active=after.last_active,
                )
            )
        if written is not None:
            written.messages.update(answered)
            written.tokens.update(tokens)
        return Appended(_version(row), after, kept or session != row.session)

    def missing(self, conversation: str, told: Sequence[Event]) -> list[Event]:
        """Those of the events `told` that aren't stored yet."""
        stored = Counter(each.data for each in self.history(conversation))
        absent = []
        for event in told:
            data = stored_event(event, 0).data
            if stored[data]:
                stored[data] -= 1
            else:
                absent.append(event)
        return absent

    def quarantine(self, conversation: str, reasons: Mapping[int, str]) -> None:
        """Sets aside the events whose numbers are the keys of `reasons`."""
        key = stored_id(conversation)
        with self._archive.writing(conversation) as connection:
            for each in _events(connection, key, 1):
                if each.number in reasons:
                    values = {"conversation": key, "reason": reasons[each.number]}
                    connection.execute(quarantined_events.insert(), {**values, **each._asdict()})
            connection.execute(
                events.delete().where(
                    events.c.conversation == key, events.c.number.in_(list(reasons))
                )
            )

    def forget_checkpoints(self, conversation: str) -> None:
        """Drops what can't be read; the session is replayed from its start instead."""
        with self._archive.writing(conversation) as connection:
            connection.execute(
                checkpoints.delete().where(checkpoints.c.conversation == stored_id(conversation))
            )


def _outline(event: Event) -> dict[str, Any]:
    """Which message an event is, if it is one, where it was said, and what can be chosen."""
    outline: dict[str, Any] = {"event": event.type_name}
    if isinstance(event, UserUttered):
        outline.update(message_id=event.message_id, input_channel=event.input_channel)
    if isinstance(event, BotUttered):
        outline.update(buttons=event.data.get("buttons"), view=event.metadata.get("view"))
        outline.update(response=event.metadata.get("utter_action"))
    return outline


def _choices(
    answered: Mapping[str, Sequence[Mapping[str, Any]]],
) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each of the answers to each message, by the answer's id."""
    return {
        answer_id(message, number): choices_of(answer["buttons"] or (), answer["view"])
        for message, answers in answered.items()
        for number, answer in enumerate(answers, 1)
    }


def _version(row: Any) -> Version:
    return Version(row.events, row.last_active)


def _conversation(connection: Connection, key: str) -> Any:
    query = sa.select(conversations).where(conversations.c.conversation == key)
    return connection.execute(query).one_or_none()


def _conversation_to_change(connection: Connection, key: str) -> Any:
    """The conversation's row, held against other writers until the transaction ends."""
    query = sa.select(conversations).where(conversations.c.conversation == key).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        start = {"conversation": key, "events": 0, "session": 1, "turns": 0, "last_active": 0.0}
        # Another process may be quicker; then its row is as good as ours.
        with suppress(sa.exc.IntegrityError), connection.begin_nested():
            connection.execute(conversations.insert(), start)
        row = connection.execute(query).one()
    return row


def _checkpoints(connection: Connection, key: str) -> list[Any]:
    """The checkpoints kept, newest first."""
    query = (
        sa.select(checkpoints)
        .where(checkpoints.c.conversation == key)
        .order_by(checkpoints.c.number.desc())
        .limit(KEPT)
    )
    return list(connection.execute(query))


def _events(connection: Connection, key: str, first: int) -> tuple[StoredEvent, ...]:
    query = (
        sa.select(events.c.number, events.c.timestamp, events.c.type, events.c.data)
        .where(events.c.conversation == key, events.c.number >= first)
        .order_by(events.c.id)
    )
    return tuple(StoredEvent(*row) for row in connection.execute(query))


def _progress(row: Any, new: Sequence[Event]) -> tuple[int, int]:
    """The number of the session's first event, and the user turns since it or a checkpoint."""
    session, turns = row.session, row.turns
    for number, event in enumerate(new, row.events + 1):
        if isinstance(event, SessionStarted):
            session, turns = number, 0
        elif isinstance(event, UserUttered):
            turns += 1
    return session, turns


def _keep(connection: Connection, key: str, number: int, checkpoint: Checkpoint) -> None:
    connection.execute(
        checkpoints.insert(),
        {"conversation": key, "number": number, "state": checkpoint.as_json()},
    )
    kept = [saved.number for saved in _checkpoints(connection, key)]
    connection.execute(
        checkpoints.delete().where(
            checkpoints.c.conversation == key, checkpoints.c.number.not_in(kept)
        )
    )
