"""Messages that were taken in: each is answered once, also after a crash or when sent again."""

from __future__ import annotations

import time
from enum import Enum
from typing import Any, NamedTuple, Optional

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from headache_relief.records.channel_tables import inbox as table
from headache_relief.records.stored_id import original_id

INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
SECONDS_TO_KNOW_AGAIN = 7 * 24 * 60 * 60


class Receipt(str, Enum):
    """What the inbox knows of a message that comes in."""

    new = "new"
    working = "working"  # taken in before and not answered yet
    answered = "answered"


class Waiting(NamedTuple):
    """A message that was taken in and not answered before the assistant ended."""

    conversation: str
    message_id: str
    content: str


def receive(
    connection: Connection, conversation: str, channel: str, message: str, content: str
) -> Receipt:
    """Takes a message in, unless it was taken in before."""
    if _add(connection, conversation, channel, message, content):
        return Receipt.new
    return known(connection, conversation, channel, message) or Receipt.answered


def known(
    connection: Connection, conversation: str, channel: str, message: str
) -> Optional[Receipt]:
    """What became of a message; None when it was never taken in."""
    query = sa.select(table.c.content).where(_is(channel, conversation, message))
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Receipt.answered if row.content is None else Receipt.working


def answered(connection: Connection, conversation: str, channel: str, message: str) -> None:
    """Drops a message's content; its id stays for a week, so that it is known when sent again.

    A message that could not be taken in before it was answered is known from then on.
    """
    update = table.update().where(_is(channel, conversation, message)).values(content=None)
    if not connection.execute(update).rowcount:
        _add(connection, conversation, channel, message, None)


def forget_old(connection: Connection) -> None:
    """Forgets the ids of messages that were answered more than a week ago."""
    connection.execute(
        table.delete().where(
            table.c.content.is_(None), table.c.received < time.time() - SECONDS_TO_KNOW_AGAIN
        )
    )


def waiting_in(connection: Connection, conversation: str, channel: str) -> list[Waiting]:
    """What waits in one conversation over the channel, in order of arrival."""
    query = (
        sa.select(table.c.conversation, table.c.message, table.c.content)
        .where(
            table.c.channel == channel,
            table.c.conversation == conversation,
            table.c.content.is_not(None),
        )
        .order_by(table.c.id)
    )
    return [_waiting(row) for row in connection.execute(query)]


def unanswered(connection: Connection, channel: str, before: float) -> list[Waiting]:
    """What was taken in over the channel before a moment (seconds since 1970) and waits since."""
    query = (
        sa.select(table.c.conversation, table.c.message, table.c.content)
        .where(
            table.c.channel == channel,
            table.c.content.is_not(None),
            table.c.received < before,
        )
        .order_by(table.c.id)
    )
    return [_waiting(row) for row in connection.execute(query)]


def _add(
    connection: Connection, conversation: str, channel: str, message: str, content: Optional[str]
) -> bool:
    """Whether the message is new; another process may take in the same one at the same moment."""
    insert = INSERTS[connection.dialect.name](table).on_conflict_do_nothing()
    row = {
        "channel": channel,
        "conversation": conversation,
        "message": message,
        "content": content,
        "received": time.time(),
    }
    return bool(connection.execute(insert, row).rowcount)


def _waiting(row: Any) -> Waiting:
    return Waiting(original_id(row.conversation), row.message, row.content)


def _is(channel: str, conversation: str, message: str) -> sa.sql.ColumnElement:
    return sa.and_(
        table.c.channel == channel,
        table.c.conversation == conversation,
        table.c.message == message,
    )
