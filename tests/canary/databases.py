"""The two databases in which talks are kept, each with the faults that it has."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Iterator, Protocol

import psycopg2

from tests.postgres import PostgresServer


class Database(Protocol):
    """What a run needs of a database."""

    url: str

    def ask(self, statement: str, *parts: Any) -> list[tuple[Any, ...]]:
        """Runs a statement, whose places are %s; returns the rows, if any."""

    def away(self) -> AbstractContextManager[None]:
        """The database can't be reached."""

    def read_only(self) -> AbstractContextManager[None]:
        """The database takes nothing new."""

    def log(self) -> str:
        """What the database itself has logged."""


class SqliteFile:
    """A file, which may be moved away or be locked."""

    def __init__(self, file: Path) -> None:
        self.url = f"sqlite:///{file}"
        self._file = file

    def ask(self, statement: str, *parts: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._file)) as connection, connection:
            return connection.execute(statement.replace("%s", "?"), parts).fetchall()

    @contextmanager
    def away(self) -> Iterator[None]:
        elsewhere = self._file.with_name("away.db")
        self._file.rename(elsewhere)
        try:
            yield
        finally:
            elsewhere.rename(self._file)

    @contextmanager
    def read_only(self) -> Iterator[None]:
        with closing(sqlite3.connect(self._file, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    def log(self) -> str:
        return ""


class Postgres:
    """A server, whose log is as it is set when it is installed."""

    def __init__(self, server: PostgresServer) -> None:
        self.url = server.new_database()
        self._server = server

    def ask(self, statement: str, *parts: Any) -> list[tuple[Any, ...]]:
        with (
            closing(psycopg2.connect(self.url)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SET TRANSACTION READ WRITE")
            cursor.execute(statement, parts or None)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def away(self) -> Iterator[None]:
        self._server.stop("fast")
        try:
            yield
        finally:
            self._server.start()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        self._set("on")
        try:
            yield
        finally:
            self._set("off")

    def log(self) -> str:
        return self._server.log.read_text()

    def _set(self, value: str) -> None:
        """Each connection has it from its next transaction on."""
        name = self.url.rsplit("/", 1)[1]
        self._server.ask(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {value}')
        self._server.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        )
