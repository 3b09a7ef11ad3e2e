"""Questions that the assistant promised to ask later: kept with the talk, asked once."""

from __future__ import annotations

import time
from typing import Any, Mapping, NamedTuple, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from headache_relief.assessment.danger import DANGER_RESPONSES
from headache_relief.records import inbox
from headache_relief.records.channel_tables import follow_ups as table
from headache_relief.records.stored_id import original_id
from headache_relief.records.talk import FOLLOW_UP

SECONDS_UNTIL_ASKED = 24 * 60 * 60
PROMISE = "utter_asks_tomorrow"
# Stands in the inbox for what nobody said; were it not known as that, it would be greeted.
WORDS = "hello"


class Due(NamedTuple):
    """A question whose time has come."""

    id: int
    conversation: str


def note(connection: Connection, key: str, events: Sequence[Mapping[str, Any]]) -> None:
    """Keeps what a turn's new events promise; drops it at danger and where a new talk begins.

    `key` is the stored id of the conversation; the events are outlines of Rasa's.
    """
    channel = ""
    for event in events:
        channel = str(event.get("input_channel") or channel)
        response = event.get("response")
        if response == PROMISE:
            _drop(connection, key)
            row = {"conversation": key, "channel": channel}
            connection.execute(table.insert(), {**row, "due": time.time() + SECONDS_UNTIL_ASKED})
        elif response in DANGER_RESPONSES or event["event"] == "session_started":
            _drop(connection, key)


def due(connection: Connection, channel: str, now: float) -> list[Due]:
    """What is to be asked over the channel by now (seconds since 1970), oldest first."""
    query = (
        sa.select(table.c.id, table.c.conversation)
        .where(table.c.channel == channel, table.c.due <= now)
        .order_by(table.c.due)
    )
    return [Due(row.id, original_id(row.conversation)) for row in connection.execute(query)]


def ask(connection: Connection, key: str, number: int) -> None:
    """Puts what is due into the inbox, unless another worker did: from there it is asked once."""
    here = sa.and_(table.c.id == number, table.c.conversation == key)
    promised = connection.execute(sa.select(table.c.channel, table.c.due).where(here)).first()
    if promised is not None and connection.execute(table.delete().where(here)).rowcount:
        message = f"{FOLLOW_UP}{promised.due:.0f}"  # ids of rows may come again, this moment not
        inbox.receive(connection, key, promised.channel, message, WORDS)


def _drop(connection: Connection, key: str) -> None:
    connection.execute(table.delete().where(table.c.conversation == key))
