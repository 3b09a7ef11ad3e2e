"""The database that conversations are kept in: SQLite in a private file, or PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from rasa.shared.exceptions import RasaException
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import URL, make_url

CONNECTIONS = 4
BUSY_SECONDS = 5.0


class StoreError(RasaException):
    """The database did not do what was asked; the message says what to do, in one sentence."""


def database_engine(url: str) -> Engine:
    """An engine for `url` (`sqlite:///path` or `postgresql://...`), safe for several threads.

    Raises StoreError when the address can't be read or names another kind of database.
    """
    try:
        address = make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreError(
            "The database address can't be read; write it as sqlite:///folder/file.db "
            "or postgresql://user:password@host/name."
        ) from error
    kind = address.get_backend_name()
    if kind == "sqlite":
        return _sqlite_engine(address)
    if kind == "postgresql":
        return sa.create_engine(
            address,
            pool_pre_ping=True,
            pool_size=CONNECTIONS,
            connect_args={"connect_timeout": int(BUSY_SECONDS)},
        )
    raise StoreError(f"Databases of the kind '{kind}' aren't supported; use sqlite or postgresql.")


def _sqlite_engine(address: URL) -> Engine:
    if not address.database or address.database == ":memory:":
        raise StoreError(
            "Conversations can't be kept in SQLite's memory; name a file, as in sqlite:///rasa.db."
        )
    path = Path(address.database).absolute()
    _create_private_file(path)
    # mode=rw: a file that was moved away is an error, never a new and empty database.
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
        ),
        poolclass=sa.pool.QueuePool,
        pool_size=CONNECTIONS,
    )
    _prepare_connections(engine)
    _refuse_replaced_file(engine, path)
    return engine


def _create_private_file(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"The database file {path} can't be opened ({error.strerror}); choose a file in a "
            "folder that this program may write to."
        ) from error


def _prepare_connections(engine: Engine) -> None:
    def set_up(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late to keep two writers apart.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")

    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    sa.event.listen(engine, "connect", set_up)
    sa.event.listen(engine, "begin", begin)


def _refuse_replaced_file(engine: Engine, path: Path) -> None:
    """Without this an open connection goes on writing into a file that was moved or deleted."""

    def remember(_connection: Any, record: Any) -> None:
        record.info["file"] = path.stat().st_ino

    def compare(_connection: Any, record: Any, _proxy: Any) -> None:
        if not path.exists() or path.stat().st_ino != record.info["file"]:
            raise sa.exc.DisconnectionError("the database file was moved")

    sa.event.listen(engine, "connect", remember)
    sa.event.listen(engine, "checkout", compare)
