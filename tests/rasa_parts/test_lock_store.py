"""Messages of one conversation are handled one at a time, in order, without waiting for nothing."""

from __future__ import annotations

import asyncio
import time

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from headache_relief.rasa_parts.lock_store import EventLockStore


@pytest.fixture
def locks() -> EventLockStore:
    return EventLockStore()


def test_rasa_builds_it_from_its_endpoint_configuration() -> None:
    endpoint = EndpointConfig(type="headache_relief.rasa_parts.lock_store.EventLockStore")
    assert isinstance(LockStore.create(endpoint), EventLockStore)


async def test_five_messages_at_once_are_answered_in_order_and_soon(locks: EventLockStore) -> None:
    answered: list[int] = []
    inside = 0

    async def handle(number: int) -> None:
        nonlocal inside
        async with locks.lock("ann"):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.01)
            answered.append(number)
            inside -= 1

    started = time.perf_counter()
    await asyncio.gather(*(handle(number) for number in range(5)))
    assert answered == [0, 1, 2, 3, 4]
    assert time.perf_counter() - started < 0.5


async def test_another_conversation_does_not_wait(locks: EventLockStore) -> None:
    async with locks.lock("ann"):
        assert await _gets_in(locks, "bob")


async def test_a_message_that_fails_lets_the_next_one_in(locks: EventLockStore) -> None:
    with pytest.raises(ZeroDivisionError):
        async with locks.lock("ann"):
            raise ZeroDivisionError
    assert await _gets_in(locks, "ann")


async def test_a_cancelled_waiter_is_passed_over(locks: EventLockStore) -> None:
    async with locks.lock("ann"):
        gives_up = asyncio.create_task(_pass_through(locks, "ann"))
        patient = asyncio.create_task(_pass_through(locks, "ann"))
        await asyncio.sleep(0)
        gives_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gives_up
        assert not patient.done()
    done, _ = await asyncio.wait({patient}, timeout=0.5)
    assert done == {patient}


async def test_a_waiter_cancelled_just_as_its_turn_comes_blocks_nobody(
    locks: EventLockStore,
) -> None:
    async with locks.lock("ann"):
        first = asyncio.create_task(_pass_through(locks, "ann"))
        second = asyncio.create_task(_pass_through(locks, "ann"))
        await asyncio.sleep(0)
    first.cancel()  # its turn was given to it, but it hasn't run yet
    done, _ = await asyncio.wait({second}, timeout=0.5)
    assert done == {second}


async def test_waiting_ends_with_an_error_when_the_message_before_hangs(
    locks: EventLockStore,
) -> None:
    async with locks.lock("ann"):
        with pytest.raises(LockError):
            async with locks.lock("ann", lock_lifetime=0.05):
                pytest.fail("two messages at once")
    assert await _gets_in(locks, "ann")


async def test_nothing_is_kept_of_idle_conversations(locks: EventLockStore) -> None:
    for number in range(100):
        await _pass_through(locks, f"person {number}")
    assert locks.conversations() == 0
    async with locks.lock("ann"):
        assert locks.is_someone_waiting("ann")
    assert not locks.is_someone_waiting("ann")


async def _pass_through(locks: EventLockStore, conversation: str) -> None:
    async with locks.lock(conversation):
        pass


async def _gets_in(locks: EventLockStore, conversation: str) -> bool:
    """Whether a message of the conversation gets its turn within half a second."""
    try:
        await asyncio.wait_for(_pass_through(locks, conversation), 0.5)
    except asyncio.TimeoutError:
        return False
    return True
