"""Whether answers helped, as their person said."""

from __future__ import annotations

from typing import Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from headache_relief.records.channel_tables import thumbs as table


def set_thumb(
    connection: Connection, conversation: str, message: str, helpful: Optional[bool]
) -> None:
    """Keeps whether the message helped; None takes it back."""
    connection.execute(
        table.delete().where(table.c.conversation == conversation, table.c.message == message)
    )
    if helpful is not None:
        connection.execute(
            table.insert(),
            {"conversation": conversation, "message": message, "helpful": helpful},
        )


def thumbs_of(connection: Connection, conversation: str) -> dict[str, bool]:
    """The messages that have a thumb, and whether each helped."""
    query = sa.select(table.c.message, table.c.helpful).where(table.c.conversation == conversation)
    return {row.message: bool(row.helpful) for row in connection.execute(query)}
