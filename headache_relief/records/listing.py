"""Which talks are kept, for whoever looks for one."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from headache_relief.records.conversation_tables import conversations
from headache_relief.records.database import reading
from headache_relief.records.stored_id import original_id


class Kept(NamedTuple):
    """A talk that is kept, and when its last message came."""

    conversation: str
    last_active: datetime


def kept_talks(engine: Engine) -> list[Kept]:
    """All talks in the database, the newest last; the engine is unlocked. StoreError."""
    query = sa.select(conversations.c.conversation, conversations.c.last_active)
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(conversations.c.last_active)).all()
    return [
        Kept(original_id(row.conversation), datetime.fromtimestamp(row.last_active, timezone.utc))
        for row in rows
    ]
