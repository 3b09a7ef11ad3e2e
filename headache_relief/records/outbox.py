"""Answers that were said and may not have arrived yet.

A row stands for the answers to one message. It is written in the transaction that writes the turn,
and goes once the place has taken the last of them. The texts stand in the conversation's events.
"""

from __future__ import annotations

import time
from itertools import takewhile
from typing import Any, Mapping, NamedTuple, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.channel_tables import inbox
from headache_relief.records.channel_tables import outbox as table
from headache_relief.records.stored_id import original_id
from headache_relief.records.talk import GREETING

# Whoever opens a talk of these channels reads it whole: there nothing has to arrive.
READ_AS_A_WHOLE = frozenset({"web"})


class Undelivered(NamedTuple):
    """A message of which some answers have not arrived; `delivered` is how many have."""

    conversation: str
    message_id: str
    delivered: int


def note_answers(
    connection: Connection, key: str, events: Sequence[Mapping[str, Any]]
) -> dict[str, list[Mapping[str, Any]]]:
    """Marks the messages in a turn's new events as answered, and their answers as to deliver.

    `key` is the stored id of the conversation; the events are Rasa's, as dictionaries. Returns the
    answers to each message that a channel took in, by the message's id. TurnOvertaken when another
    worker has answered one of them.
    """
    noted = {}
    for at, event in enumerate(events):
        message = str(event.get("message_id") or "")
        if event["event"] != "user" or not message:
            continue
        channel = str(event.get("input_channel") or "")
        here = sa.and_(
            inbox.c.channel == channel, inbox.c.conversation == key, inbox.c.message == message
        )
        waits = inbox.update().where(here, inbox.c.content.is_not(None)).values(content=None)
        taken_in = connection.execute(waits).rowcount
        if not taken_in and connection.execute(sa.select(inbox.c.id).where(here)).first():
            raise TurnOvertaken("Another worker has answered the message; the turn is not written.")
        known = bool(taken_in) or message.startswith(GREETING)
        answers = _answers_after(events, at)
        if not known:
            continue
        noted[message] = answers
        if answers and channel not in READ_AS_A_WHOLE:
            row = {"conversation": key, "channel": channel, "message": message}
            values = {"answers": len(answers), "delivered": 0, "claimed": time.time()}
            connection.execute(table.insert(), {**row, **values})
    return noted


def delivered(connection: Connection, key: str, channel: str, message: str, number: int) -> None:
    """The answer with this number has arrived, and those before it."""
    there = _answers_to(key, channel, message)
    if connection.execute(table.delete().where(there, table.c.answers <= number)).rowcount:
        return
    connection.execute(table.update().where(there).values(delivered=number, claimed=time.time()))


def settle(connection: Connection, key: str, channel: str, message: str) -> None:
    """Nothing of the answers has to arrive any more."""
    connection.execute(table.delete().where(_answers_to(key, channel, message)))


def claim(connection: Connection, key: str, channel: str, message: str, before: float) -> bool:
    """True when the answers are now the caller's to deliver, as nobody claimed them since."""
    there = _answers_to(key, channel, message)
    update = table.update().where(there, table.c.claimed < before).values(claimed=time.time())
    return bool(connection.execute(update).rowcount)


def undelivered(connection: Connection, channel: str, before: float) -> list[Undelivered]:
    """What was last claimed before a moment (seconds since 1970), oldest first."""
    return _undelivered(connection, table.c.channel == channel, table.c.claimed < before)


def undelivered_in(connection: Connection, key: str, channel: str) -> list[Undelivered]:
    """What of one conversation has not arrived, whoever delivers it, oldest first."""
    return _undelivered(connection, table.c.channel == channel, table.c.conversation == key)


def _answers_to(key: str, channel: str, message: str) -> sa.sql.ColumnElement:
    return sa.and_(
        table.c.channel == channel, table.c.conversation == key, table.c.message == message
    )


def _undelivered(connection: Connection, *where: sa.sql.ColumnElement) -> list[Undelivered]:
    query = (
        sa.select(table.c.conversation, table.c.message, table.c.delivered)
        .where(*where)
        .order_by(table.c.id)
    )
    return [
        Undelivered(original_id(row.conversation), row.message, row.delivered)
        for row in connection.execute(query)
    ]


def _answers_after(events: Sequence[Mapping[str, Any]], at: int) -> list[Mapping[str, Any]]:
    """The answers that follow a message, up to the next one."""
    following = takewhile(lambda event: event["event"] != "user", events[at + 1 :])
    return [event for event in following if event["event"] == "bot"]
