"""Makes the database's tables."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from headache_relief.records.database import reported
from headache_relief.records.rows import TABLES
from headache_relief.records.site_tables import site_metadata

MAKING_TABLES = 0x68656164  # "head": this lock's number among PostgreSQL's advisory locks


def make_tables(engine: Engine) -> None:
    """Makes the tables and indexes that are missing; assistants that start at once take turns.

    StoreError.
    """
    with reported(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MAKING_TABLES})")
        for table in (*TABLES, *site_metadata.sorted_tables):
            table.create(connection, checkfirst=True)
            for index in table.indexes:
                index.create(connection, checkfirst=True)
