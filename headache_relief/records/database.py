"""The database that conversations are kept in: SQLite in a private file, or PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Optional
from urllib.parse import quote
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import URL, make_url

from headache_relief.records.postgres_log import keep_its_log_clean
from headache_relief.records.wanted import is_wanted

CONNECTIONS = 4
SECONDS_UNTIL_PERHAPS_DEAD = 0.25
BUSY_SECONDS = 5.0
SECONDS_FOR_A_TURN = 15.0
MILLISECONDS_FOR_READERS = 500
# A network that swallows everything would keep a connection's thread for hours.
DEAD_CONNECTIONS_END = {
    "keepalives": 1,
    "keepalives_idle": 4,  # seconds
    "keepalives_interval": 1,  # seconds
    "keepalives_count": 3,
    "tcp_user_timeout": 5_000,  # milliseconds
}
# A worker that stops in the middle of a transaction must not hold up those that go on.
ENDS_STUCK_WRITERS = "-c idle_in_transaction_session_timeout=1500"

# SQLite lets writers poll for their turn, and some wait in vain when many write: within a process
# they take turns here instead.
_turns: WeakKeyDictionary[Engine, threading.Lock] = WeakKeyDictionary()


class StoreError(Exception):
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
        return _postgres_engine(address)
    raise StoreError(f"Databases of the kind '{kind}' aren't supported; use sqlite or postgresql.")


def memory_engine() -> Engine:
    """An engine for a database that nobody writes to a disk, and that ends with the process."""
    engine = sa.create_engine(
        "sqlite://",
        hide_parameters=True,
        connect_args={"check_same_thread": False},
        poolclass=sa.pool.QueuePool,
        # One connection is the whole database: threads take turns.
        pool_size=1,
        max_overflow=0,
    )
    _begin_by_ourselves(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads. StoreError."""
    with reported(), _each_by_itself(engine) as connection:
        yield connection


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees nothing of what others write meanwhile. StoreError."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with reported(), engine.begin() as connection:
        yield connection


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """A connection for statements of which each may be done without the others. StoreError."""
    if engine.dialect.name == "sqlite":
        with writing(engine) as connection:
            yield connection
        return
    with reported(), _each_by_itself(engine) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer comes between. StoreError.

    When nobody waits for it any more it is taken back: its caller was told that it failed.
    """
    with reported(), _turn(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection
        if not is_wanted():
            raise sa.exc.TimeoutError("nobody waits for it")


@contextmanager
def reported() -> Iterator[None]:
    """Every fault of the database as a StoreError."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise StoreError(
            "The database of the conversations can't be used now "
            f"({type(error).__name__}); check that it is there, not locked and writable."
        ) from error


def empty_write_ahead_log(engine: Engine) -> bool:
    """What was erased must not stay readable in SQLite's second file.

    False when it does for now, because somebody reads what was there before, as a backup does.
    """
    if engine.dialect.name != "sqlite":
        return True
    with reported(), _turn(engine), engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {MILLISECONDS_FOR_READERS}")
        try:
            busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    return not busy


@contextmanager
def _each_by_itself(engine: Engine) -> Iterator[Connection]:
    """PostgreSQL sees no more of the others' writing in a transaction than without one.

    A far database must not be asked to begin and to end what is a single question.
    """
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """The turn to write among this process's threads; PostgreSQL gives turns itself."""
    if engine.dialect.name != "sqlite":
        yield
        return
    turn = _turns.setdefault(engine, threading.Lock())
    if not turn.acquire(timeout=SECONDS_FOR_A_TURN):
        raise sa.exc.TimeoutError("another writer does not end")
    try:
        yield
    finally:
        turn.release()


def _postgres_engine(address: URL) -> Engine:
    engine = sa.create_engine(
        address,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        connect_args={
            "connect_timeout": int(BUSY_SECONDS),
            "options": ENDS_STUCK_WRITERS,
            **DEAD_CONNECTIONS_END,
        },
    )
    keep_its_log_clean(engine)
    _try_those_that_rested(engine)
    return engine


def _try_those_that_rested(engine: Engine) -> None:
    """Before each use would be a journey more to the database for every statement."""

    def remember(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    def try_it(connection: Any, record: Any, _proxy: Any) -> None:
        rested = time.monotonic() - record.info.get("rests_since", time.monotonic())
        if rested > SECONDS_UNTIL_PERHAPS_DEAD and not _answers(engine, connection):
            raise sa.exc.InvalidatePoolError("the connections were ended while they rested")

    sa.event.listen(engine, "checkin", remember)
    sa.event.listen(engine, "checkout", try_it)


def _answers(engine: Engine, connection: Any) -> bool:
    try:
        return bool(engine.dialect.do_ping(connection))
    except engine.dialect.dbapi.Error:
        return False


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
        hide_parameters=True,
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
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")

    _begin_by_ourselves(engine)
    sa.event.listen(engine, "connect", set_up)


def _begin_by_ourselves(engine: Engine) -> None:
    def set_up(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late to keep two writers apart.
        connection.isolation_level = None

    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    sa.event.listen(engine, "connect", set_up)
    sa.event.listen(engine, "begin", begin)


def _refuse_replaced_file(engine: Engine, path: Path) -> None:
    """Without this an open connection goes on writing into a file that was moved or deleted."""

    def remember(_connection: Any, record: Any) -> None:
        record.info["file"] = number()

    def compare(_connection: Any, record: Any, _proxy: Any) -> None:
        if number() != record.info["file"]:
            raise sa.exc.DisconnectionError("the database file was moved")

    def number() -> Optional[int]:
        """The file's own number; None when there is no file."""
        try:
            return os.stat(path).st_ino
        except FileNotFoundError:
            return None

    sa.event.listen(engine, "connect", remember)
    sa.event.listen(engine, "checkout", compare)
