"""One connection to PostgreSQL that holds advisory locks, used by an event loop without threads."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, Callable

import psycopg2
from psycopg2.extensions import POLL_OK, POLL_READ

from headache_relief.records.database import StoreError

SECONDS_FOR_AN_ANSWER = 1.0
SECONDS_BETWEEN_BEATS = 0.25
# Without a beat for so long PostgreSQL ends the connection, and its locks are free.
MILLISECONDS_OF_SILENCE = 1_500
SETTINGS = (
    f"SET idle_session_timeout = {MILLISECONDS_OF_SILENCE};"
    f"SET client_connection_check_interval = {MILLISECONDS_OF_SILENCE};"
    "SELECT pg_backend_pid()"
)
TOO_OLD = "Locks for several workers need PostgreSQL 14 or newer: update the database server."


class LockConnection:
    """An open connection; whatever fails or is given up half-way closes it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._asking = asyncio.Lock()
        self._unwatch: Callable[[], None] = _nothing
        self.backend = 0

    @classmethod
    async def open(cls, address: str) -> LockConnection:
        """A connection to the database; StoreError when there is none soon."""
        try:
            # Looking up the host's name would block: hence the thread.
            made = cls(await asyncio.to_thread(psycopg2.connect, address, async_=True))
            await made._answered(SECONDS_FOR_AN_ANSWER)
            made.backend = await made.ask(SETTINGS)
        except psycopg2.errors.UndefinedObject as error:
            raise StoreError(TOO_OLD) from error
        except psycopg2.Error as error:
            raise StoreError(f"The database can't be reached ({type(error).__name__}).") from error
        return made

    @property
    def closed(self) -> bool:
        """Whether all its locks are lost."""
        return bool(self._connection.closed)

    async def ask(
        self, statement: str, *values: Any, seconds: float = SECONDS_FOR_AN_ANSWER
    ) -> Any:
        """The first value of the answer; StoreError, and the connection is closed, without one.

        psycopg2's own errors are raised for what the server refuses.
        """
        async with self._asking:
            if self.closed:
                raise StoreError("The connection that holds the locks was ended.")
            cursor = self._connection.cursor()
            try:
                cursor.execute(statement, values)
            except psycopg2.Error as error:
                self.close()
                raise StoreError("The connection that holds the locks was ended.") from error
            await self._answered(seconds)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    def close(self) -> None:
        """Ends the connection; its locks are free as soon as PostgreSQL hears of it."""
        # First: the loop must not go on watching the number of a file that is closed.
        self._end_watch()
        self._connection.close()

    async def _answered(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wait(), seconds)
        except (psycopg2.errors.LockNotAvailable, psycopg2.errors.UndefinedObject):
            raise
        except (psycopg2.Error, asyncio.TimeoutError, ValueError) as error:
            self.close()
            reason = type(error).__name__
            raise StoreError(f"The database does not answer ({reason}).") from error
        except BaseException:  # what was asked is still under way
            self.close()
            raise

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        while (state := self._connection.poll()) != POLL_OK:
            file = self._connection.fileno()
            ready = asyncio.Event()
            reads = state == POLL_READ
            (loop.add_reader if reads else loop.add_writer)(file, ready.set)
            self._unwatch = partial(_unwatch, loop, file, reads, ready)
            try:
                await ready.wait()
            finally:
                self._end_watch()

    def _end_watch(self) -> None:
        """Once only: the number may soon be another connection's."""
        unwatch, self._unwatch = self._unwatch, _nothing
        unwatch()


def _unwatch(loop: asyncio.AbstractEventLoop, file: int, reads: bool, ready: asyncio.Event) -> None:
    (loop.remove_reader if reads else loop.remove_writer)(file)
    ready.set()


def _nothing() -> None:
    """While nothing is watched."""
