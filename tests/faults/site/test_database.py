"""PostgreSQL fails in every way while people talk; whatever it does, nobody is left in silence."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import AsyncIterator, Awaitable, Callable, Iterator

import psycopg2
import pytest
import pytest_asyncio

from tests.faults.said import EMERGENCY, QUESTION
from tests.faults.site.lives import Zygote
from tests.faults.site.place import Site, opened
from tests.faults.site.table import Table
from tests.faults.site.targets import SECONDS_TO_RECOVER
from tests.faults.site.trouble import Trouble, ask, problems
from tests.postgres import PostgresServer

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

SLOW = 0.02  # seconds that every piece waits on its way, there and back
Deed = Callable[["Broken"], Awaitable[None]]


class Broken:
    """A site and the server of its database, to be broken and mended."""

    def __init__(self, site: Site, server: PostgresServer) -> None:
        self.site = site
        self.server = server

    async def stop(self) -> None:
        await asyncio.to_thread(self.server.stop)

    async def start(self) -> None:
        await asyncio.to_thread(self.server.start)

    async def restart(self) -> None:
        await asyncio.to_thread(self.server.stop, "fast")
        await asyncio.to_thread(self.server.start)

    async def nothing(self) -> None:
        """It mends itself."""

    async def freeze(self) -> None:
        self.server.freeze()

    async def thaw(self) -> None:
        self.server.thaw()

    async def refuse(self) -> None:
        self.site.database_way.refuses = True
        self.site.database_way.cut()

    async def accept(self) -> None:
        self.site.database_way.refuses = False

    async def cut(self) -> None:
        self.site.database_way.cut_after = 2_000

    async def cut_no_more(self) -> None:
        self.site.database_way.cut_after = None

    async def swallow(self) -> None:
        self.site.database_way.swallows = True

    async def swallow_no_more(self) -> None:
        self.site.database_way.swallows = False

    async def slow_down(self) -> None:
        self.site.database_way.delay = SLOW

    async def hurry(self) -> None:
        self.site.database_way.delay = 0.0

    async def only_read(self) -> None:
        await asyncio.to_thread(self._set, "SET default_transaction_read_only = on")

    async def write_again(self) -> None:
        await asyncio.to_thread(self._set, "RESET default_transaction_read_only")

    def _set(self, what: str) -> None:
        connection = psycopg2.connect(self.server.url())
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")
            cursor.execute(f"ALTER SYSTEM {what}")
            cursor.execute("SELECT pg_reload_conf()")
        connection.close()


FAULTS: dict[str, tuple[Deed, Deed]] = {
    "stopped": (Broken.stop, Broken.start),
    "does not answer": (Broken.freeze, Broken.thaw),
    "restarted": (Broken.restart, Broken.nothing),
    "refuses connections": (Broken.refuse, Broken.accept),
    "breaks in mid-answer": (Broken.cut, Broken.cut_no_more),
    "behind a network that swallows all": (Broken.swallow, Broken.swallow_no_more),
    "slow": (Broken.slow_down, Broken.hurry),
    "read-only": (Broken.only_read, Broken.write_again),
}
SHORT = ("stopped", "does not answer")
CASES = [
    pytest.param(fault, marks=() if fault in SHORT else pytest.mark.slow, id=fault)
    for fault in FAULTS
]


@pytest.fixture(scope="module")
def server(postgres_programs_folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(postgres_programs_folder)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def broken(
    zygote: Zygote, server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Broken]:
    """A site with people in all channels, at work."""
    folder = tmp_path_factory.mktemp("database")
    async with opened(folder, zygote, server.new_database()) as site:
        await site.start()
        yield Broken(site, server)


@pytest.mark.parametrize("fault", CASES)
async def test_whoever_speaks_is_answered_and_all_goes_on_afterwards(
    broken: Broken, fault: str, table: Table
):
    breaks, mends = FAULTS[fault]
    trouble = await Trouble.meets(broken.site, f"PostgreSQL {fault}")
    try:
        await breaks(broken)
        try:
            heard = await trouble.heard()
        finally:
            await mends(broken)
        recovery = await trouble.recovery()
        table.rows += trouble.rows(heard, recovery)
        table.measures.database_back.append(recovery)
        assert problems(broken.site, heard) == []
        assert recovery <= SECONDS_TO_RECOVER
        for person in trouble.endangered:
            await ask(person, QUESTION)
            await broken.site.settled(person)
            texts = [event.get("text") for event in await broken.site.events(person)]
            assert EMERGENCY in texts, f"{person.channel}: the danger is not part of the case"
    finally:
        await trouble.end()
