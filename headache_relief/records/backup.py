"""Copies everything that is kept to a file, and back; from SQLite to PostgreSQL, too.

What is sealed stays sealed as it is. Whoever was erased after a backup stays erased.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from headache_relief.records import backup_file, erasures
from headache_relief.records.conversation_tables import conversations, metadata
from headache_relief.records.data_keys import DataKey
from headache_relief.records.database import (
    StoreError,
    empty_write_ahead_log,
    one_moment,
    writing,
)
from headache_relief.records.rows import ROW_ID, erase
from headache_relief.records.sealed import ConversationId, Sealed, seal_with
from headache_relief.records.site_tables import erasures as erased
from headache_relief.records.site_tables import site_secrets
from headache_relief.records.tables import make_tables
from headache_relief.records.unlocking import secrets_of, unlock

ROWS_AT_ONCE = 500
TABLES = {table.name: table for table in (*metadata.sorted_tables, site_secrets, erased)}
HIDING = (Sealed, ConversationId)


def back_up(engine: Engine, keys: Sequence[DataKey], file: Path) -> Counter[str]:
    """Writes all that is kept, as it is at one moment; how many rows of each table. StoreError.

    The assistant may run meanwhile. With keys the file is sealed under the first.
    """
    make_tables(engine)
    unlock(engine, keys)  # else a file that nobody can open may be all that is left one day
    with one_moment(engine) as connection:
        _take_time(connection)
        parts = (
            (name, rows) for name, table in TABLES.items() for rows in _rows(connection, table)
        )
        return backup_file.write(file, parts, time.time(), keys)


def restore(
    engine: Engine, keys: Sequence[DataKey], file: Path, overwrite: bool = False
) -> Counter[str]:
    """Puts what a backup holds in the place of all that the database holds; rows of each table.

    All of it or nothing. Whoever was erased since the backup, as the database notes it, is left
    out. StoreError when the backup is damaged, or the database holds talks and `overwrite` is
    not set.
    """
    for table, rows in backup_file.read(file, keys):
        _check_columns(file, table, rows)
    make_tables(engine)
    with writing(engine) as connection:
        _take_time(connection)
        if not overwrite and _holds_talks(connection):
            raise StoreError(
                "The database holds talks that the backup would replace: back them up, then "
                "restore with --force."
            )
        _, secret = secrets_of(connection, keys, begin=True)
        since = erasures.noted(connection)
        _replace(connection, file, keys)
        seal, new_secret = secrets_of(connection, keys, begin=True)
        seal_with(engine, seal)
        _erase_again(connection, since, secret, new_secret)
        restored = Counter({name: _count(connection, table) for name, table in TABLES.items()})
    empty_write_ahead_log(engine)
    return restored


def _take_time(connection: Connection) -> None:
    """Elsewhere PostgreSQL ends a transaction that pauses: here a disk may be slow."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _plain(table: sa.Table) -> sa.sql.TableClause:
    """The table with what stands in it, sealed or not, and without the rows' own numbers."""
    columns = [
        sa.column(column.name, sa.Text if isinstance(column.type, HIDING) else column.type)
        for column in table.c
        if column.name != ROW_ID
    ]
    return sa.table(table.name, *columns)


def _rows(connection: Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    order = [table.c[ROW_ID]] if ROW_ID in table.c else list(table.primary_key)
    query = sa.select(_plain(table)).order_by(*(sa.column(column.name) for column in order))
    query = query.execution_options(stream_results=True)
    for rows in connection.execute(query).partitions(ROWS_AT_ONCE):
        yield [dict(row._mapping) for row in rows]


def _check_columns(file: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    table = TABLES.get(name)
    known = {column.name for column in _plain(table).c} if table is not None else None
    if any(set(row) != known for row in rows):
        raise StoreError(
            f"The backup {file} was made by another version of this program: restore it with "
            "that one."
        )


def _holds_talks(connection: Connection) -> bool:
    return bool(_count(connection, conversations))


def _replace(connection: Connection, file: Path, keys: Sequence[DataKey]) -> None:
    for table in TABLES.values():
        connection.execute(_plain(table).delete())
    for name, rows in backup_file.read(file, keys):
        if rows:
            connection.execute(_plain(TABLES[name]).insert(), rows)


def _erase_again(
    connection: Connection, since: Mapping[str, float], secret: bytes, new_secret: bytes
) -> None:
    """Erases who was erased after the last message that the backup has of them."""
    for row in connection.execute(sa.select(conversations)).all():
        at = since.get(erasures.hashed(secret, row.conversation))
        if at is not None and at >= row.last_active:
            erase(connection, [row.conversation])
            erasures.note(connection, new_secret, row.conversation, at)
    if secret == new_secret:
        erasures.keep(connection, since)


def _count(connection: Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
