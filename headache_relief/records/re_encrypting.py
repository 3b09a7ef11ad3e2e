"""Seals under the newest key what stands in the open, or was sealed under another."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from sqlalchemy.engine import Connection, Engine

from headache_relief.records.conversation_tables import metadata
from headache_relief.records.data_keys import VARIABLE, DataKey
from headache_relief.records.database import (
    StoreError,
    empty_write_ahead_log,
    writing,
)
from headache_relief.records.seal import Seal
from headache_relief.records.sealed import OWNER, Sealed, plain, seal_of
from headache_relief.records.stored_id import original_id
from headache_relief.records.tables import make_tables
from headache_relief.records.unlocking import forget_other_keys, unlock

ROWS_AT_ONCE = 200


def re_encrypt(engine: Engine, keys: Sequence[DataKey]) -> int:
    """Seals every text anew that the first key did not seal; how many those were. StoreError.

    The first time ever the assistant must not run meanwhile, later it may, with the same first key.
    """
    make_tables(engine)
    unlock(engine, keys, begin=True)
    seal = seal_of(engine.dialect)
    if seal is None:
        raise StoreError(f"There is no key to encrypt with: set {VARIABLE}.")
    changed = 0
    for table in metadata.sorted_tables:
        for column in table.c:
            if isinstance(column.type, Sealed):
                changed += sum(_batches(engine, seal, column))
    with writing(engine) as connection:
        forget_other_keys(connection, seal.newest_key)
    empty_write_ahead_log(engine)
    return changed


def _batches(engine: Engine, seal: Seal, column: sa.Column) -> Iterator[int]:
    last = None
    while True:
        # Each in a transaction of its own: turns come between them.
        with writing(engine) as connection:
            rows = _rows(connection, seal, column, last)
            if rows:
                _seal_anew(connection, seal, column, rows)
        yield len(rows)
        if len(rows) < ROWS_AT_ONCE:
            return
        last = rows[-1]


def _rows(connection: Connection, seal: Seal, column: sa.Column, last: Any) -> list[Any]:
    """Rows behind the last whose column the first key did not seal, with what stands there."""
    stands = sa.type_coerce(column, sa.Text)
    owner, prefix = column.table.c[OWNER], seal.prefix
    order = list(column.table.primary_key)
    query = (
        sa.select(*order, owner.label("owner"), stands.label("stands"))
        .where(column.is_not(None), sa.func.substr(stands, 1, len(prefix)) != prefix)
        .order_by(*order)
        .limit(ROWS_AT_ONCE)
    )
    if last is not None:
        passed = [sa.literal(last._mapping[part], part.type) for part in order]
        query = query.where(sa.tuple_(*order) > sa.tuple_(*passed))
    return list(connection.execute(query))


def _seal_anew(connection: Connection, seal: Seal, column: sa.Column, rows: Sequence[Any]) -> None:
    order = list(column.table.primary_key)
    same_row = [part == sa.bindparam(f"of_{part.name}", type_=part.type) for part in order]
    update = (
        column.table.update()
        .where(*same_row)
        .values({column: sa.bindparam("sealed", type_=sa.Text)})
    )
    sealed = [
        {
            "sealed": seal.close(row.owner, column.type.place, _text(seal, column, row)),
            **{f"of_{part.name}": row._mapping[part] for part in order},
        }
        for row in rows
    ]
    connection.execute(update, sealed)


def _text(seal: Seal, column: sa.Column, row: Any) -> str:
    try:
        return plain(seal, row.owner, column.type.place, row.stands)
    except InvalidTag as error:
        raise StoreError(
            f"A text in {column.type.place} of the conversation {original_id(row.owner)!r} is "
            "damaged: erase that conversation, and start again."
        ) from error
