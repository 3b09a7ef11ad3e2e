"""Writes the database's files anew, without what was erased."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from headache_relief.records.conversation_tables import metadata
from headache_relief.records.database import empty_write_ahead_log, reported
from headache_relief.records.site_tables import site_metadata


def scrub(engine: Engine) -> None:
    """Leaves nothing that was erased in the tables' files. StoreError.

    PostgreSQL keeps deleted rows in its files until they are written anew, for which each table is
    locked a moment; its write-ahead log keeps them until it is recycled. SQLite overwrites what is
    erased at once; here its file gets smaller.
    """
    with reported(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("VACUUM")
        else:
            for table in (*metadata.sorted_tables, *site_metadata.sorted_tables):
                connection.exec_driver_sql(f'VACUUM (FULL) "{table.name}"')
    empty_write_ahead_log(engine)
