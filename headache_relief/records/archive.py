"""Where each conversation is kept: in memory until its person agrees, then in the database.

Both hold the same tables, so whatever is recorded of a conversation is written the same way. At
the turn that consents every row moves to the database, in the transaction that writes that turn.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter, OrderedDict
from contextlib import contextmanager
from threading import Lock
from typing import Callable, Iterator, Optional, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from headache_relief.records import erasures, inbox, revocations
from headache_relief.records.conversation_tables import conversations
from headache_relief.records.data_keys import DataKey
from headache_relief.records.database import (
    changing,
    empty_write_ahead_log,
    memory_engine,
    reading,
    writing,
)
from headache_relief.records.rows import erase, erase_without_conversation, put, rows_of
from headache_relief.records.site_tables import write_checks
from headache_relief.records.stored_id import stored_id
from headache_relief.records.tables import make_tables
from headache_relief.records.unlocking import unlock

MOST_IN_MEMORY = 2_000
MOST_BYTES_IN_MEMORY = 128 * 1024 * 1024
SECONDS_IN_MEMORY = 3600.0
LOCKS = 64
SECONDS_CLOCKS_DIFFER = 60.0  # between machines of one site


class Archive:
    """The database, and before it the memory. Every method blocks; StoreError when one fails.

    In memory are only the conversations that changed last, none longer than an hour since then.
    """

    def __init__(
        self,
        database: Engine,
        clock: Callable[[], float] = time.monotonic,
        keys: Sequence[DataKey] = (),
    ) -> None:
        """With `keys` what the database holds is encrypted; StoreError when they don't fit it."""
        self._database = database
        self._memory = memory_engine()
        self._clock = clock
        # When each conversation in memory changed last, oldest first. Changed only by whoever has
        # the memory's one connection.
        self._held: OrderedDict[str, float] = OrderedDict()
        self._log_holds_more = False
        self._moving = [Lock() for _ in range(LOCKS)]
        for engine in (self._memory, self._database):
            make_tables(engine)
        self._erasures = unlock(self._database, keys)

    def knock(self) -> None:
        """Returns once the database answers; StoreError."""
        with reading(self._database) as database:
            database.execute(sa.select(sa.literal(1)))

    @contextmanager
    def reading(self, conversation: str) -> Iterator[Connection]:
        """A transaction that reads, where the conversation is kept."""
        key = stored_id(conversation)
        if self._holds(key):
            with reading(self._memory) as memory:
                if self._holds(key):
                    yield memory
                    return
        with reading(self._database) as database:
            yield database

    @contextmanager
    def writing(self, conversation: str, agrees: Optional[bool] = None) -> Iterator[Connection]:
        """A transaction that writes, where the conversation is kept.

        `agrees` is what the person answers with this transaction, if anything: after a yes all of
        the conversation is in the database, after a no it is only in memory.
        """
        key = stored_id(conversation)
        with self._moving[hash(key) % LOCKS]:
            if self._holds(key):
                with self._to_database(key) if agrees else self._in_memory(key) as connection:
                    yield connection
                return
        if agrees is False:
            with self._to_memory(key) as memory:
                yield memory
            return
        with writing(self._database) as database:
            if agrees or _knows(database, key):
                yield database
                return
        with self._in_memory(key) as memory:
            yield memory

    @contextmanager
    def changing(self, conversation: str) -> Iterator[Connection]:
        """Where the conversation is kept, for statements that change what is there, if anything.

        Each may be done without the others.
        """
        key = stored_id(conversation)
        with self._moving[hash(key) % LOCKS]:
            if self._holds(key):
                with changing(self._memory) as memory:
                    yield memory
                return
        with changing(self._database) as database:
            yield database

    def everywhere(self) -> Iterator[Connection]:
        """A reading transaction of the database, then one of the memory."""
        for engine in (self._database, self._memory):
            with reading(engine) as connection:
                yield connection

    def erase(self, conversation: str) -> Counter[str]:
        """Deletes everything of the conversation; how many rows of each table that were."""
        key = stored_id(conversation)
        with self._moving[hash(key) % LOCKS], writing(self._memory) as memory:
            self._held.pop(key, None)
            forgotten = erase(memory, [key])
        with writing(self._database) as database:
            erased = self._erase(database, key)
            if sum(erased.values()):
                revocations.revoke(database, erasures.hashed(self._erasures, key))
        self._empty_log()
        return forgotten + erased

    def delete_older_than(self, seconds: float) -> int:
        """Deletes conversations of the database that were silent for so long; their number.

        A time in the future, from a clock that was wrong, counts from now on.
        """
        now = time.time()
        query = sa.select(conversations.c.conversation).where(
            conversations.c.last_active < now - seconds
        )
        with writing(self._database) as database:
            database.execute(
                conversations.update()
                .where(conversations.c.last_active > now + SECONDS_CLOCKS_DIFFER)
                .values(last_active=now)
            )
            keys = list(database.execute(query).scalars())
            erase(database, keys)
            erase_without_conversation(database)
            inbox.forget_old(database)
            erasures.forget_before(database, now - seconds)
            revocations.forget_expired(database)
        self._empty_log()
        return len(keys)

    def forget_old(self) -> None:
        """Takes out of memory what has been there for an hour, and erases what had to wait."""
        with writing(self._memory) as memory:
            self._make_room(memory, "")
        if self._log_holds_more:
            self._empty_log()

    def is_revoked(self, conversation: str) -> bool:
        """Whether the conversation was erased while a session of it may still last."""
        with reading(self._database) as database:
            hashed = erasures.hashed(self._erasures, stored_id(conversation))
            return revocations.is_revoked(database, hashed)

    @property
    def shared(self) -> bool:
        """Whether other processes may use the database at the same time."""
        return str(self._database.dialect.name) != "sqlite"

    def is_in_memory(self, conversation: str) -> bool:
        """Whether the conversation is kept in memory only."""
        return self._holds(stored_id(conversation))

    def talks_in_memory(self) -> int:
        """How many conversations are kept in memory only."""
        return len(self._held)

    def prove_writable(self) -> None:
        """Writes to the database, and takes it back in the same transaction. StoreError."""
        check = secrets.token_hex(16)
        with writing(self._database) as database:
            database.execute(write_checks.insert(), {"id": check})
            database.execute(write_checks.delete().where(write_checks.c.id == check))

    def _empty_log(self) -> None:
        """Leaves nothing that was erased in SQLite's second file, if need be in a minute."""
        self._log_holds_more = not empty_write_ahead_log(self._database)

    def close(self) -> None:
        self._memory.dispose()
        self._database.dispose()

    def _holds(self, key: str) -> bool:
        changed = self._held.get(key)
        return changed is not None and self._clock() - changed < SECONDS_IN_MEMORY

    @contextmanager
    def _in_memory(self, key: str) -> Iterator[Connection]:
        with writing(self._memory) as memory:
            self._make_room(memory, key)
            self._held[key] = self._clock()
            self._held.move_to_end(key)
            yield memory

    @contextmanager
    def _to_database(self, key: str) -> Iterator[Connection]:
        with reading(self._memory) as memory:
            rows = rows_of(memory, key)
        with writing(self._database) as database:
            put(database, rows)
            yield database
        with writing(self._memory) as memory:
            self._drop(memory, key)

    @contextmanager
    def _to_memory(self, key: str) -> Iterator[Connection]:
        try:
            with writing(self._database) as database:
                rows = rows_of(database, key)
                self._erase(database, key)
                with self._in_memory(key) as memory:
                    put(memory, rows)
                    yield memory
        except BaseException:  # then all of it is still in the database
            with writing(self._memory) as memory:
                self._drop(memory, key)
            raise
        self._empty_log()

    def _erase(self, database: Connection, key: str) -> Counter[str]:
        """Erases what a person wants gone, and notes it for the day when a backup is restored."""
        erased = erase(database, [key])
        if sum(erased.values()):
            erasures.note(database, self._erasures, key, time.time())
        return erased

    def _make_room(self, memory: Connection, key: str) -> None:
        """Forgets the oldest while they are too old or too many; `key` is about to be held."""
        if self._holds(key):
            self._held.move_to_end(key)
        while self._held:
            oldest = next(iter(self._held))
            many = len(self._held) + (key not in self._held) > MOST_IN_MEMORY
            if oldest == key and self._holds(key):
                return
            if self._holds(oldest) and not many and _bytes_in(memory) <= MOST_BYTES_IN_MEMORY:
                return
            self._drop(memory, oldest)

    def _drop(self, memory: Connection, key: str) -> None:
        self._held.pop(key, None)
        erase(memory, [key])


def _knows(database: Connection, key: str) -> bool:
    query = sa.select(conversations.c.conversation).where(conversations.c.conversation == key)
    return database.execute(query).first() is not None


def _bytes_in(memory: Connection) -> int:
    pages, free, size = (
        memory.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)
