"""What waits in memory for a consent is bounded, and moves whole."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Iterator

import pytest

from headache_relief.records import archive as archives
from headache_relief.records.archive import SECONDS_IN_MEMORY, Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.conversation_tables import conversations, metadata
from headache_relief.records.database import database_engine, reading
from headache_relief.records.inbox import Receipt
from headache_relief.records.rows import TABLES


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(tmp_path: Path, clock: Clock) -> Iterator[Archive]:
    made = Archive(database_engine(f"sqlite:///{tmp_path}/conversations.db"), clock)
    yield made
    made.close()


@pytest.fixture
def records(archive: Archive) -> ChannelRecords:
    return ChannelRecords(archive)


def rows_in_memory(archive: Archive) -> int:
    with reading(archive._memory) as memory:
        return sum(len(memory.execute(table.select()).all()) for table in TABLES)


def agree(archive: Archive, conversation: str) -> None:
    """What the turn does that consents."""
    row = {"events": 0, "session": 1, "turns": 0, "last_active": 0.0}
    with archive.writing(conversation, agrees=True) as connection:
        connection.execute(conversations.insert(), {"conversation": conversation, **row})


def test_every_table_is_moved_exported_and_erased():
    assert set(TABLES) == set(metadata.tables.values())
    assert all("conversation" in table.c for table in TABLES)


async def test_the_conversations_that_changed_last_stay(archive, records, monkeypatch):
    monkeypatch.setattr(archives, "MOST_IN_MEMORY", 3)
    for name in ("ann", "bob", "cid"):
        await records.set_thumb(name, "m", True)
    await records.set_thumb("ann", "n", True)
    await records.set_thumb("dot", "m", True)
    held = [name for name in ("ann", "bob", "cid", "dot") if archive.is_in_memory(name)]
    assert held == ["ann", "cid", "dot"]
    assert await records.thumbs("bob") == {} and await records.thumbs("ann") == {
        "m": True,
        "n": True,
    }
    assert rows_in_memory(archive) == 4


async def test_nothing_stays_in_memory_for_more_than_an_hour(archive, records, clock):
    await records.set_thumb("ann", "m", True)
    clock.now += SECONDS_IN_MEMORY - 1
    await records.set_thumb("bob", "m", True)
    assert await records.thumbs("ann") == {"m": True}
    clock.now += 1
    assert await records.thumbs("ann") == {}
    archive.forget_old()
    assert rows_in_memory(archive) == 1 and await records.thumbs("bob") == {"m": True}


async def test_what_comes_back_after_an_hour_begins_anew(archive, records, clock):
    await records.set_thumb("ann", "old", True)
    clock.now += SECONDS_IN_MEMORY
    await records.set_thumb("ann", "new", True)
    assert await records.thumbs("ann") == {"new": True}


async def test_the_memory_has_a_limit_in_bytes_too(archive, records, monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES_IN_MEMORY", 400_000)
    for number in range(20):
        await records.receive("web", f"c{number}", "m", "x" * 50_000)
    held = [number for number in range(20) if archive.is_in_memory(f"c{number}")]
    assert 3 <= len(held) <= 8
    assert held == list(range(20 - len(held), 20)), "the newest stay"


async def test_what_is_recorded_while_the_consent_is_written_is_not_lost(archive, records):
    await records.receive("web", "ann", "m0", "yes")
    recording = [records.receive("web", "ann", f"m{n}", "text") for n in range(1, 30)]
    agreeing = asyncio.get_running_loop().run_in_executor(None, agree, archive, "ann")
    await asyncio.gather(*recording, agreeing)
    assert not archive.is_in_memory("ann")
    waiting = await records.unanswered("web")
    assert {each.message_id for each in waiting} == {f"m{n}" for n in range(30)}
    assert rows_in_memory(archive) == 0


async def test_a_message_that_arrives_many_times_at_once_is_new_once(archive, records):
    agree(archive, "ann")
    for conversation in ("ann", "without consent"):
        receipts = await asyncio.gather(
            *(records.receive("web", conversation, "m", "text") for _ in range(12))
        )
        assert sorted(receipts) == [Receipt.new, *[Receipt.working] * 11]


async def test_two_processes_take_a_message_in_once(tmp_path):
    address = f"sqlite:///{tmp_path}/conversations.db"
    both = [Archive(database_engine(address)) for _ in range(2)]
    agree(both[0], "ann")
    receipts = await asyncio.gather(
        *(ChannelRecords(each).receive("web", "ann", "m", "text") for each in both * 5)
    )
    assert sorted(receipts) == [Receipt.new, *[Receipt.working] * 9]
    for each in both:
        each.close()


def test_what_fails_halfway_is_not_there(archive):
    with pytest.raises(RuntimeError), archive.writing("ann", agrees=True) as connection:
        row = {"events": 0, "session": 1, "turns": 0, "last_active": 0.0}
        connection.execute(conversations.insert(), {"conversation": "ann", **row})
        raise RuntimeError
    with archive.reading("ann") as connection:
        assert connection.execute(conversations.select()).all() == []


async def test_declining_that_fails_halfway_leaves_all_of_it_in_the_database(archive, records):
    agree(archive, "ann")
    await records.set_thumb("ann", "m", True)
    with pytest.raises(RuntimeError), archive.writing("ann", agrees=False):
        raise RuntimeError
    assert not archive.is_in_memory("ann") and rows_in_memory(archive) == 0
    assert await records.thumbs("ann") == {"m": True}
