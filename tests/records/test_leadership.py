"""One of all workers does what must be done once; when it goes another takes over."""

from __future__ import annotations

import asyncio
import time
from typing import Iterator

import pytest

from headache_relief.records.advisory_locks import AdvisoryLocks
from headache_relief.records.leadership import OnlyWorker, SharedLead
from tests.postgres import PostgresServer, ask

SECONDS_TO_TAKE_OVER = 4


class Place:
    """One worker, and whether it does the work now."""

    def __init__(self, url: str) -> None:
        self.locks = AdvisoryLocks(url)
        self.works = False
        self.task = asyncio.create_task(SharedLead(self.locks).lead("test", self._work))

    async def _work(self) -> None:
        self.works = True
        try:
            await asyncio.Event().wait()
        finally:
            self.works = False

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.wait({self.task})
        self.locks.close()


@pytest.fixture
async def places(postgres_url: str) -> Iterator[list[Place]]:
    made = [Place(postgres_url) for _ in range(3)]
    yield made
    for place in made:
        if not place.task.done():
            await place.leave()


async def until_one_leads(places: list[Place], seconds: float = SECONDS_TO_TAKE_OVER) -> Place:
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        await asyncio.sleep(0.05)
        if leading := [place for place in places if place.works]:
            assert len(leading) == 1
            return leading[0]
    raise AssertionError("nobody took the lead")


async def test_one_leads_and_another_takes_over_when_it_goes(places: list[Place]) -> None:
    first = await until_one_leads(places)
    await first.leave()
    second = await until_one_leads([place for place in places if place is not first])
    assert not first.works and second is not first


async def test_who_loses_its_connection_or_another_leads_and_never_two(
    places: list[Place], postgres_url: str
) -> None:
    await until_one_leads(places)
    ask(
        postgres_url,
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    )
    await asyncio.sleep(SECONDS_TO_TAKE_OVER)
    assert [place.works for place in places].count(True) == 1


async def test_while_the_database_is_away_who_leads_goes_on_and_later_one_leads(
    own_postgres_server: PostgresServer,
) -> None:
    places = [Place(own_postgres_server.url()) for _ in range(2)]
    first = await until_one_leads(places)
    own_postgres_server.stop()
    await asyncio.sleep(SECONDS_TO_TAKE_OVER)
    assert [place for place in places if place.works] == [first]
    own_postgres_server.start()
    await asyncio.sleep(SECONDS_TO_TAKE_OVER)
    assert [place.works for place in places].count(True) == 1
    for place in places:
        await place.leave()


async def test_work_that_fails_begins_anew(postgres_url: str) -> None:
    locks, tries = AdvisoryLocks(postgres_url), 0
    again = asyncio.Event()

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ValueError
        again.set()

    leading = asyncio.create_task(SharedLead(locks).lead("test", work))
    await asyncio.wait_for(again.wait(), SECONDS_TO_TAKE_OVER)
    leading.cancel()
    await asyncio.wait({leading})
    locks.close()


async def test_the_only_worker_always_leads() -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    await OnlyWorker().lead("test", work)
    assert done.is_set()
