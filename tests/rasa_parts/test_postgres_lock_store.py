"""Messages of one conversation are handled one at a time over all workers."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from typing import Iterator

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from headache_relief.rasa_parts.held_lock import held_lock
from headache_relief.rasa_parts.postgres_lock_store import PostgresLockStore
from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.database import StoreError, database_engine, reading
from tests.postgres import PostgresServer, ask

KIND = "headache_relief.rasa_parts.postgres_lock_store.PostgresLockStore"
# Takes ann's lock, says so, and then does what the test says.
HOLDER = """
import asyncio, sys, time
from rasa.utils.endpoints import EndpointConfig
from headache_relief.rasa_parts.postgres_lock_store import PostgresLockStore

async def hold():
    async with PostgresLockStore(EndpointConfig(url=sys.argv[1])).lock("ann"):
        print("held", flush=True)
        {then}

asyncio.run(hold())
"""


def made(url: str) -> PostgresLockStore:
    return PostgresLockStore(EndpointConfig(url=url))


@pytest.fixture
def locks(postgres_url: str) -> Iterator[PostgresLockStore]:
    store = made(postgres_url)
    yield store
    store.close()


@pytest.fixture
def others(postgres_url: str) -> Iterator[PostgresLockStore]:
    """The lock store of another worker."""
    store = made(postgres_url)
    yield store
    store.close()


def holder(url: str, then: str) -> subprocess.Popen[str]:
    """Another process that holds ann's lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER.format(then=then), url], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


async def seconds_until_in(locks: PostgresLockStore, conversation: str = "ann") -> float:
    started = time.monotonic()
    async with locks.lock(conversation, lock_lifetime=10):
        return time.monotonic() - started


def test_rasa_builds_it_from_its_endpoint_configuration(postgres_url: str) -> None:
    store = LockStore.create(EndpointConfig(url=postgres_url, type=KIND))
    assert isinstance(store, PostgresLockStore)
    store.close()


async def test_one_conversation_is_in_one_worker_at_a_time_and_in_fair_order(
    locks: PostgresLockStore, others: PostgresLockStore
) -> None:
    inside, order = 0, []

    async def handle(store: PostgresLockStore, name: str) -> None:
        nonlocal inside
        async with store.lock("ann"):
            inside += 1
            assert inside == 1
            order.append(name)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(
        *(handle(store, name) for _ in range(10) for store, name in ((locks, "a"), (others, "b")))
    )
    assert sorted(order) == ["a"] * 10 + ["b"] * 10
    assert 3 <= order[:12].count("a") <= 9  # neither waits for all of the other's


async def test_another_conversation_does_not_wait_for_a_worker(
    locks: PostgresLockStore, others: PostgresLockStore
) -> None:
    async with locks.lock("ann"):
        assert await seconds_until_in(others, "bob") < 1


async def test_every_worker_sees_which_conversations_are_in_work(
    locks: PostgresLockStore, others: PostgresLockStore
) -> None:
    async with locks.lock("ann"):
        assert await locks.is_busy("ann") and await others.is_busy("ann")
        assert not await others.is_busy("bob")
    assert not await locks.is_busy("ann") and not await others.is_busy("ann")


async def test_waiting_ends_with_an_error_when_another_worker_takes_too_long(
    locks: PostgresLockStore, others: PostgresLockStore
) -> None:
    async with locks.lock("ann"):
        with pytest.raises(LockError):
            async with others.lock("ann", lock_lifetime=0.3):
                pytest.fail("two messages at once")
    assert await seconds_until_in(others) < 1


async def test_who_gives_up_waiting_leaves_nothing_locked(
    locks: PostgresLockStore, others: PostgresLockStore
) -> None:
    async with locks.lock("ann"):
        waiting = asyncio.create_task(seconds_until_in(others))
        await asyncio.sleep(0.2)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert await seconds_until_in(locks) < 1
    assert await seconds_until_in(others) < 1


async def test_a_turn_longer_than_any_time_limit_keeps_its_lock(
    locks: PostgresLockStore, postgres_url: str
) -> None:
    async with locks.lock("ann"):
        await asyncio.sleep(3)
        held = held_lock.get()
        assert held is not None
        with reading(database_engine(postgres_url)) as connection:
            held.check(connection)


async def test_a_worker_that_is_killed_loses_its_locks_at_once(
    locks: PostgresLockStore, postgres_url: str
) -> None:
    process = holder(postgres_url, "await asyncio.sleep(60)")
    waiting = asyncio.create_task(seconds_until_in(locks))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    process.kill()
    process.wait()
    assert await waiting - 0.3 < 0.5


@pytest.mark.parametrize("stuck", ["stopped", "hung"])
async def test_a_worker_that_is_stuck_loses_its_locks_within_two_seconds(
    locks: PostgresLockStore, postgres_url: str, stuck: str
) -> None:
    hangs = stuck == "hung"
    process = holder(postgres_url, "time.sleep(60)" if hangs else "await asyncio.sleep(60)")
    try:
        if not hangs:
            os.kill(process.pid, signal.SIGSTOP)
        assert await seconds_until_in(locks) <= 2
    finally:
        process.kill()
        process.wait()


async def test_a_turn_whose_lock_was_lost_is_told_so_when_it_would_write(
    locks: PostgresLockStore, postgres_url: str
) -> None:
    async with locks.lock("ann"):
        held = held_lock.get()
        assert held is not None
        ask(postgres_url, f"SELECT pg_terminate_backend({held.connection.backend})")
        engine = database_engine(postgres_url)
        with pytest.raises(TurnOvertaken), reading(engine) as connection:
            held.check(connection)
    assert await seconds_until_in(locks) < 1


async def test_without_a_database_a_worker_goes_on_by_itself_and_locks_again_when_it_is_back(
    own_postgres_server: PostgresServer,
) -> None:
    locks = made(own_postgres_server.url())
    async with locks.lock("ann"):
        assert held_lock.get() is not None
    own_postgres_server.stop()
    async with locks.lock("ann"):
        assert held_lock.get() is None
    own_postgres_server.start()
    await asyncio.sleep(1)
    async with locks.lock("ann"):
        assert held_lock.get() is not None
    locks.close()


async def test_a_database_that_hangs_holds_nobody_up_for_long(
    own_postgres_server: PostgresServer,
) -> None:
    locks = made(own_postgres_server.url())
    assert await seconds_until_in(locks) < 1
    own_postgres_server.freeze()
    try:
        assert await seconds_until_in(locks) <= 2.5
    finally:
        own_postgres_server.thaw()
    locks.close()


def test_it_needs_an_address() -> None:
    with pytest.raises(StoreError):
        PostgresLockStore(EndpointConfig())
