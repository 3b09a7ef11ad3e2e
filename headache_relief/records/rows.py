"""All rows of a conversation, in whatever table they stand: read, put elsewhere, or deleted."""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from headache_relief.records.channel_tables import (
    follow_ups,
    inbox,
    offered_choices,
    outbox,
    thumbs,
)
from headache_relief.records.conversation_tables import (
    checkpoints,
    consents,
    conversations,
    events,
    quarantined_events,
)

Rows = Mapping[sa.Table, Sequence[Mapping[str, Any]]]

TABLES = (
    conversations,
    events,
    checkpoints,
    quarantined_events,
    consents,
    offered_choices,
    inbox,
    outbox,
    follow_ups,
    thumbs,
)

ROW_ID = "id"  # counted by each database for itself


def rows_of(connection: Connection, key: str) -> Rows:
    """Every row of the conversation with the stored id `key`, by table, in order of arrival."""
    return {table: list(_rows(connection, table, key)) for table in TABLES}


def put(connection: Connection, rows: Rows) -> None:
    """Adds rows as `rows_of` read them."""
    for table, values in rows.items():
        if values:
            connection.execute(table.insert(), list(values))


def erase(connection: Connection, keys: Sequence[str]) -> Counter[str]:
    """Deletes every row of the conversations; how many those were, by the name of their table."""
    erased: Counter[str] = Counter()
    for key in keys:
        for table in TABLES:
            deleted = connection.execute(table.delete().where(table.c.conversation == key))
            erased[table.name] += deleted.rowcount
    return erased


def erase_without_conversation(connection: Connection) -> None:
    """Deletes rows whose conversation the database does not know: nothing else would."""
    known = sa.select(conversations.c.conversation)
    for table in TABLES:
        connection.execute(table.delete().where(table.c.conversation.not_in(known)))


def _rows(connection: Connection, table: sa.Table, key: str) -> Iterator[Mapping[str, Any]]:
    columns = [column for column in table.c if column.name != ROW_ID]
    query = sa.select(columns).where(table.c.conversation == key)
    if ROW_ID in table.c:
        query = query.order_by(table.c[ROW_ID])
    for row in connection.execute(query):
        yield dict(row._mapping)
