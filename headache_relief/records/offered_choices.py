"""The choices that were offered in a conversation, each behind a random token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Optional, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from headache_relief.records.channel_tables import offered_choices as table

BYTES_OF_A_TOKEN = 9  # twelve characters: a Telegram button holds 64 bytes
MESSAGES_KEPT = 50


@dataclass(frozen=True)
class Choice:
    """What a token stands for; `newest` tells a choice of the last answer from a stale one.

    One answer may be several messages: danger, and a question after it.
    """

    title: str
    payload: str
    message: str
    newest: bool


def offer(
    connection: Connection, conversation: str, message: str, choices: Sequence[tuple[str, str]]
) -> list[str]:
    """A token for each title and payload, in order; offered again in a message, the same one."""
    known = {
        (row.title, row.payload): row.token
        for row in connection.execute(
            sa.select(table).where(table.c.conversation == conversation, table.c.message == message)
        )
    }
    new = {
        choice: secrets.token_urlsafe(BYTES_OF_A_TOKEN)
        for choice in dict.fromkeys(choices)
        if choice not in known
    }
    if new:
        about = {"conversation": conversation, "message": message}
        rows = [
            {**about, "title": title, "payload": payload, "token": token}
            for (title, payload), token in new.items()
        ]
        connection.execute(table.insert(), rows)
        _forget_old(connection, conversation)
    return [known.get(choice) or new[choice] for choice in choices]


def look_up(connection: Connection, conversation: str, token: str) -> Optional[Choice]:
    """What the token stands for in this conversation; None when nothing."""
    of_it = table.c.conversation == conversation
    row = connection.execute(sa.select(table).where(of_it, table.c.token == token)).one_or_none()
    if row is None:
        return None
    newest = sa.select(table.c.message).where(of_it).order_by(table.c.id.desc()).limit(1)
    last = connection.execute(newest).scalar_one()
    return Choice(row.title, row.payload, row.message, _answer(row.message) == _answer(last))


def _answer(message: str) -> str:
    """The answer that a message is part of: its id without the number within."""
    return message.rpartition(".")[0] or message


def _forget_old(connection: Connection, conversation: str) -> None:
    of_it = table.c.conversation == conversation
    last = sa.func.max(table.c.id)
    messages = sa.select(table.c.message).where(of_it).group_by(table.c.message)
    kept = connection.execute(messages.order_by(last.desc()).limit(MESSAGES_KEPT)).scalars().all()
    if len(kept) == MESSAGES_KEPT:
        connection.execute(table.delete().where(of_it, table.c.message.not_in(kept)))
