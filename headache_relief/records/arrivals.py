"""What the records know of a message that comes in, read at once."""

from __future__ import annotations

from typing import NamedTuple, Optional, Sequence

from sqlalchemy.engine import Connection

from headache_relief.records import inbox, offered_choices, outbox
from headache_relief.records.inbox import Receipt, Waiting
from headache_relief.records.offered_choices import Choice
from headache_relief.records.outbox import Undelivered


class Arrival(NamedTuple):
    """What became of the message (None when it is new), and what its tokens stand for.

    `undelivered` and `waiting` are what of the conversation is left, whoever works on it.
    """

    receipt: Optional[Receipt]
    choices: Sequence[Optional[Choice]] = ()
    undelivered: Sequence[Undelivered] = ()
    waiting: Sequence[Waiting] = ()


def arrival(
    connection: Connection,
    key: str,
    channel: str,
    message: str,
    tokens: Sequence[str],
    with_rest: bool,
) -> Arrival:
    """What is known of the message; what else is left in its conversation `with_rest` only."""
    receipt = inbox.known(connection, key, channel, message)
    if receipt is not None:
        return Arrival(receipt)
    choices = offered_choices.look_up(connection, key, tokens) if tokens else ()
    if not with_rest:
        return Arrival(None, choices)
    undelivered = outbox.undelivered_in(connection, key, channel)
    return Arrival(None, choices, undelivered, inbox.waiting_in(connection, key, channel))
