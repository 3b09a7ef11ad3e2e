"""The choices that were offered in a conversation, each behind a random token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from headache_relief.records.channel_tables import offered_choices as table

BYTES_OF_A_TOKEN = 9  # twelve characters: a Telegram button holds 64 bytes
MESSAGES_KEPT = 50
HEAD_MAP = "head_map"  # the view whose regions are chosen


@dataclass(frozen=True)
class Choice:
    """What a token stands for; `newest` tells a choice of the last answer from a stale one.

    One answer may be several messages: danger, and a question after it.
    """

    title: str
    payload: str
    message: str
    newest: bool


def choices_of(
    buttons: Sequence[Mapping[str, Any]], view: Optional[Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """The title and the payload of each of a message's buttons, and then of its map's regions."""
    regions = view["regions"] if view and view["kind"] == HEAD_MAP else []
    chosen = [(button["title"], button.get("payload") or button["title"]) for button in buttons]
    return chosen + [(region["title"], region["payload"]) for region in regions]


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
    new = [choice for choice in dict.fromkeys(choices) if choice not in known]
    if new:
        known.update(zip(new, offer_first(connection, conversation, {message: new})[message]))
        forget_old(connection, conversation)
    return [known[choice] for choice in choices]


def offer_first(
    connection: Connection,
    conversation: str,
    choices: Mapping[str, Sequence[tuple[str, str]]],
) -> dict[str, list[str]]:
    """The same for messages, by their ids, that never offered anything before."""
    tokens: dict[str, list[str]] = {}
    rows = []
    for message, offered in choices.items():
        made = {each: secrets.token_urlsafe(BYTES_OF_A_TOKEN) for each in dict.fromkeys(offered)}
        tokens[message] = [made[each] for each in offered]
        about = {"conversation": conversation, "message": message}
        rows += [
            {**about, "title": title, "payload": payload, "token": token}
            for (title, payload), token in made.items()
        ]
    if rows:
        connection.execute(table.insert(), rows)
    return tokens


def look_up(
    connection: Connection, conversation: str, tokens: Sequence[str]
) -> list[Optional[Choice]]:
    """What each token stands for in this conversation, in order; None for an unknown one."""
    of_it = table.c.conversation == conversation
    found = connection.execute(sa.select(table).where(of_it, table.c.token.in_(list(tokens)))).all()
    if not found:
        return [None for _ in tokens]
    newest = sa.select(table.c.message).where(of_it).order_by(table.c.id.desc()).limit(1)
    last = _answer(connection.execute(newest).scalar_one())
    known = {
        row.token: Choice(row.title, row.payload, row.message, _answer(row.message) == last)
        for row in found
    }
    return [known.get(token) for token in tokens]


def _answer(message: str) -> str:
    """The answer that a message is part of: its id without the number within."""
    return message.rpartition(".")[0] or message


def forget_old(connection: Connection, conversation: str) -> None:
    """Forgets what can't be chosen any more: the choices of all but the last messages."""
    of_it = table.c.conversation == conversation
    last = sa.func.max(table.c.id)
    messages = sa.select(table.c.message).where(of_it).group_by(table.c.message)
    kept = connection.execute(messages.order_by(last.desc()).limit(MESSAGES_KEPT)).scalars().all()
    if len(kept) == MESSAGES_KEPT:
        connection.execute(table.delete().where(of_it, table.c.message.not_in(kept)))
