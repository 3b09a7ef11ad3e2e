"""Locks that all workers of a site share: PostgreSQL's advisory locks.

They are held in a thread with an event loop of its own, so that neither side ever blocks the other.
Whoever dies or is stopped loses its locks within two seconds, because nothing tells PostgreSQL any
more that it lives. Whoever lives but hangs loses them to the first who waits for one of them.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Coroutine, Optional, TypeVar

import psycopg2
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.engine.url import make_url

from headache_relief.records.database import StoreError
from headache_relief.records.lock_connection import (
    SECONDS_BETWEEN_BEATS,
    SECONDS_FOR_AN_ANSWER,
    LockConnection,
)

MOST_WAITING_AT_ONCE = 8
SECONDS_UNTIL_HUNG = 1.0
SECONDS_BETWEEN_LOOKS = 0.4
SECONDS_TO_LEAVE_ALONE = 1.0
LIVES, HANGS = "headache-relief", "headache-relief, hangs"
TRY = "SELECT pg_try_advisory_lock(%s)"
WAIT = "SELECT pg_advisory_lock(%s)"
LIMIT = "SELECT set_config('lock_timeout', %s, false)"
FREE = "SELECT pg_advisory_unlock(%s)"
BEAT = "SELECT set_config('application_name', %s, false)"
KEY = "(l.classid::bigint << 32) | l.objid::bigint"
HELD = f"l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND ({KEY})"
HERE = "l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
END_WHO_HANGS = (
    "SELECT count(pg_terminate_backend(a.pid)) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    f"WHERE {HERE} AND {HELD} = %s AND a.application_name = '{HANGS}'"
)
COUNT = f"SELECT count(*) FROM pg_locks l WHERE {HERE} AND {HELD} = %s"
STILL_HELD = sa.text(
    f"SELECT 1 FROM pg_locks l WHERE {HERE} AND {HELD} = :key AND l.pid = :backend"
)

Result = TypeVar("Result")


class TurnOvertaken(StoreError):
    """Somebody else may have gone on with the conversation; nothing of this turn is written."""


class WaitedTooLong(Exception):
    """Others held the lock for longer than the caller would wait."""


@dataclass(frozen=True)
class Held:
    """A lock that was granted."""

    key: int
    connection: LockConnection
    alone: bool = field(default=False)  # the connection holds this lock only

    def check(self, connection: Connection) -> None:
        """TurnOvertaken unless the lock is still held, as the database itself sees it now."""
        asked = {"key": self.key, "backend": self.connection.backend}
        if connection.execute(STILL_HELD, asked).first() is None:
            raise TurnOvertaken("A turn took too long and lost its lock; it is not written.")


def key_of(name: str) -> int:
    """The 63 bits by which PostgreSQL knows the lock with this name."""
    return (
        int.from_bytes(
            hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
        )
        >> 1
    )


class AdvisoryLocks:
    """Takes and frees locks of one database; used from one event loop."""

    def __init__(self, url: str) -> None:
        self._address = make_url(url).set(drivername="postgresql").render_as_string(False)
        self._loop = asyncio.new_event_loop()
        self._thread: Optional[threading.Thread] = None
        self._served: Optional[asyncio.AbstractEventLoop] = None
        self._shared: Optional[LockConnection] = None
        self._opening = asyncio.Lock()
        self._room = asyncio.Semaphore(MOST_WAITING_AT_ONCE)
        self._beats: set[asyncio.Task[None]] = set()
        self._leave_alone_until = 0.0
        self._last_sign = 0.0
        self._ends = False

    async def take(self, name: str, seconds: float) -> Held:
        """The lock, waited for at most so many seconds, first come first served.

        WaitedTooLong; StoreError when the database can't be asked.
        """
        taking = asyncio.wrap_future(self._there(self._take(key_of(name), seconds)))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            taking.add_done_callback(self._free_unwanted)
            raise

    async def take_if_free(self, name: str) -> Optional[Held]:
        """The lock, or None while somebody has it; StoreError."""
        return await asyncio.wrap_future(self._there(self._try(key_of(name))))

    async def is_held(self, name: str) -> bool:
        """Whether anybody has the lock; StoreError."""
        asking = self._there(self._is_held(key_of(name)))
        return bool(await asyncio.wrap_future(asking))

    async def free(self, held: Held) -> None:
        """Frees the lock; one that was lost is free already."""
        await asyncio.shield(asyncio.wrap_future(self._there(self._free(held))))

    def free_soon(self, held: Held) -> None:
        """The same without waiting for it; whoever here takes the lock next waits for that."""
        self._there(self._free(held))

    def close(self) -> None:
        """Frees all locks and ends the thread."""
        if self._thread is not None:
            self._there(self._end()).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    def _there(self, work: Coroutine[Any, Any, Result]) -> Any:
        if self._thread is None:
            self._served = asyncio.get_running_loop()
            self._last_sign = time.monotonic()
            self._thread = threading.Thread(target=self._loop.run_forever, name="locks")
            self._thread.daemon = True
            self._thread.start()
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _free_unwanted(self, taking: asyncio.Future[Held]) -> None:
        if not taking.cancelled() and taking.exception() is None:
            self._there(self._free(taking.result()))

    async def _take(self, key: int, seconds: float) -> Held:
        until = time.monotonic() + seconds
        held = await self._try(key)
        if held is not None:
            return held
        try:
            await asyncio.wait_for(self._room.acquire(), until - time.monotonic())
        except asyncio.TimeoutError:
            raise WaitedTooLong from None
        try:
            return await self._wait(key, until - time.monotonic())
        except BaseException:
            self._room.release()
            raise

    async def _try(self, key: int) -> Optional[Held]:
        connection = await self._connection()
        return Held(key, connection) if await connection.ask(TRY, key) else None

    async def _is_held(self, key: int) -> bool:
        return bool(await (await self._connection()).ask(COUNT, key))

    async def _wait(self, key: int, seconds: float) -> Held:
        connection = await self._open()
        looking = asyncio.create_task(self._end_who_hangs(key))
        try:
            await connection.ask(LIMIT, str(max(1, int(seconds * 1000))))
            await connection.ask(WAIT, key, seconds=seconds + SECONDS_FOR_AN_ANSWER)
        except psycopg2.errors.LockNotAvailable:
            connection.close()
            raise WaitedTooLong from None
        except BaseException:
            connection.close()
            raise
        finally:
            looking.cancel()
        return Held(key, connection, alone=True)

    async def _free(self, held: Held) -> None:
        try:
            if held.alone:
                held.connection.close()
            else:
                with suppress(StoreError):
                    await held.connection.ask(FREE, held.key)
        finally:
            if held.alone:
                self._room.release()

    async def _end_who_hangs(self, key: int) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            with suppress(StoreError):
                await (await self._connection()).ask(END_WHO_HANGS, key)

    async def _connection(self) -> LockConnection:
        """The connection that holds most locks, opened anew when it was lost."""
        async with self._opening:
            if self._shared is None or self._shared.closed:
                if time.monotonic() < self._leave_alone_until:
                    raise StoreError("The database can't be reached; it is tried again soon.")
                try:
                    self._shared = await self._open()
                except StoreError:
                    self._leave_alone_until = time.monotonic() + SECONDS_TO_LEAVE_ALONE
                    raise
            return self._shared

    async def _open(self) -> LockConnection:
        connection = await LockConnection.open(self._address)
        beating = asyncio.create_task(self._beat(connection))
        self._beats.add(beating)
        beating.add_done_callback(self._beats.discard)
        return connection

    async def _beat(self, connection: LockConnection) -> None:
        with suppress(StoreError):
            while not (connection.closed or self._ends):
                self._ask_for_a_sign()
                hangs = time.monotonic() - self._last_sign > SECONDS_UNTIL_HUNG
                await connection.ask(BEAT, HANGS if hangs else LIVES)
                await asyncio.sleep(SECONDS_BETWEEN_BEATS)

    def _ask_for_a_sign(self) -> None:
        assert self._served is not None
        with suppress(RuntimeError):  # its loop has ended, and gives none
            self._served.call_soon_threadsafe(self._give_sign)

    def _give_sign(self) -> None:
        self._last_sign = time.monotonic()

    async def _end(self) -> None:
        self._ends = True  # cancelling alone is not enough: wait_for may swallow it
        for beating in list(self._beats):
            beating.cancel()
        await asyncio.gather(*self._beats, return_exceptions=True)
        if self._shared is not None:
            self._shared.close()
