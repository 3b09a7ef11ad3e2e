"""Whose sessions let nobody in any more, known to all workers and after a restart."""

from __future__ import annotations

import time

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from headache_relief.records.site_tables import revoked_sessions as table

# No token of a session lasts longer from now on; clocks of several machines may differ a little.
SECONDS = 3_600 + 300


def revoke(connection: Connection, conversation_hash: str) -> None:
    """Notes that the conversation was erased; forgets whose tokens have all expired."""
    now = time.time()
    of_it = table.c.conversation_hash == conversation_hash
    connection.execute(table.delete().where(sa.or_(of_it, table.c.until < now)))
    connection.execute(
        table.insert(), {"conversation_hash": conversation_hash, "until": now + SECONDS}
    )


def forget_expired(connection: Connection) -> None:
    """Forgets whose tokens have all expired."""
    connection.execute(table.delete().where(table.c.until < time.time()))


def is_revoked(connection: Connection, conversation_hash: str) -> bool:
    """Whether the conversation was erased while a token of it may still last."""
    query = sa.select(table.c.until).where(
        table.c.conversation_hash == conversation_hash, table.c.until > time.time()
    )
    return connection.execute(query).first() is not None
