"""Which conversations were erased, so that a backup from before does not bring them back.

Only a keyed hash of the id and the time are kept, and no longer than conversations are.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from headache_relief.records.site_tables import erasures as table


def hashed(secret: bytes, key: str) -> str:
    """What stands for the conversation with the stored id `key`."""
    return hmac.new(secret, key.encode("ascii"), hashlib.sha256).hexdigest()


def note(connection: Connection, secret: bytes, key: str, at: float) -> None:
    """Notes that the conversation was erased at a time (seconds since 1970)."""
    row = {"conversation_hash": hashed(secret, key), "at": at}
    of_it = table.c.conversation_hash == row["conversation_hash"]
    connection.execute(table.delete().where(of_it))
    connection.execute(table.insert(), row)


def noted(connection: Connection) -> Mapping[str, float]:
    """When each conversation was erased last, by the hash of its id."""
    return {row.conversation_hash: row.at for row in connection.execute(sa.select(table))}


def keep(connection: Connection, before: Mapping[str, float]) -> None:
    """Adds what was noted elsewhere, where nothing is noted here."""
    known = noted(connection)
    rows = [
        {"conversation_hash": name, "at": at} for name, at in before.items() if name not in known
    ]
    if rows:
        connection.execute(table.insert(), rows)


def forget_before(connection: Connection, limit: float) -> None:
    """Forgets erasures from before a time: no conversation of then may be restored anyway."""
    connection.execute(table.delete().where(table.c.at < limit))
