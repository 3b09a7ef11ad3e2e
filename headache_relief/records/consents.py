"""What people agreed to, and when: kept with the talk, and gone with it."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from headache_relief.records.conversation_tables import consents as table


class Answer(NamedTuple):
    """What a person answered to being asked for consent.

    `version` is that of the words they were asked with; `at` counts seconds since 1970.
    """

    agrees: bool
    version: int
    at: float


def note(connection: Connection, conversation: str, answer: Answer) -> None:
    """Keeps when a version was first agreed to; a no takes every consent back."""
    of_it = table.c.conversation == conversation
    if not answer.agrees:
        connection.execute(table.delete().where(of_it))
        return
    query = sa.select(table.c.version).where(of_it, table.c.version == answer.version)
    if connection.execute(query).first() is None:
        row = {"conversation": conversation, "version": answer.version, "given_at": answer.at}
        connection.execute(table.insert(), row)
