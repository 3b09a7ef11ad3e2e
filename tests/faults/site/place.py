"""A site: the assistant as a process, its database, and its three channels with their people."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, AsyncIterator, Mapping, Optional, Sequence

from headache_relief.channels.telegram.channel import TOKEN as TELEGRAM_TOKEN
from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.talk import PERSON, spoken
from tests.channels.slack.fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.channels.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.faults.site.judging import Verdict, judge
from tests.faults.site.lives import TELEGRAM_SECOND, Life, Zygote, cold_start
from tests.faults.site.people import Chatter, Employee, Person, Visitor
from tests.faults.site.proxy import Proxy
from tests.programs import free_port

TRIES = 3  # to agree: on a busy machine the first may be answered by an apology
ORIGIN = "https://site.example"
CHANNELS = ("web", "telegram", "slack")


class Site:
    """The site; `telegram_way`, `slack_way` and `database_way` may be broken by a test."""

    def __init__(self, folder: Path, zygote: Zygote, database: str = "") -> None:
        """`database` is the address of a PostgreSQL database; without it a file of its own."""
        self.folder = folder
        self.output = folder / "output"
        self.file = folder / "talks.db"
        self.database = database or f"sqlite:///{self.file}"
        self.port = free_port()
        self.arguments: list[str] = []  # more of the program's, beside the port
        self.telegram = FakeBotApi(second=TELEGRAM_SECOND)
        self.slack = FakeSlack()
        self.telegram_way = Proxy()
        self.slack_way = Proxy()
        self.database_way = Proxy()
        self.life: Optional[Life] = None
        self.people: list[Person] = []
        self._zygote = zygote
        self.environment: dict[str, str] = {}
        self._reader: Optional[SqlTrackerStore] = None

    async def open(self, **settings: str) -> None:
        """Opens the platforms and the ways to them; `settings` are variables of the environment."""
        await self.telegram.start()
        await asyncio.to_thread(self.slack.start)
        await self.telegram_way.open(port_of(self.telegram.url))
        await self.slack_way.open(port_of(self.slack.url))
        # What Slack hands out as its own address has to lead through the way too.
        self.slack._link = self.slack._link.replace(
            str(port_of(self.slack.url)), str(self.slack_way.port)
        )
        self.environment = {
            "HEADACHE_RELIEF_ALLOWED_ORIGINS": ORIGIN,
            "HEADACHE_RELIEF_COUNTRY": "GB",
            "HEADACHE_RELIEF_DATABASE_URL": await self._way_to_the_database(),
            "HEADACHE_RELIEF_SLACK_API": f"http://127.0.0.1:{self.slack_way.port}/api/",
            "HEADACHE_RELIEF_SLACK_APP_TOKEN": APP_TOKEN,
            "HEADACHE_RELIEF_SLACK_BOT_TOKEN": BOT_TOKEN,
            TELEGRAM_TOKEN: TOKEN,
            "HEADACHE_RELIEF_TELEGRAM_SERVER": f"http://127.0.0.1:{self.telegram_way.port}",
            "HEADACHE_RELIEF_TRUSTED_PROXIES": "1",
            "HEADACHE_RELIEF_WEB_KEY": "k" * 48,
            **settings,
        }

    async def close(self) -> None:
        """Ends everything."""
        for person in self.people:
            await person.close()
        if self.life is not None:
            await self.life.kill()
        if self._reader is not None:
            self._reader.close()
        for way in (self.telegram_way, self.slack_way, self.database_way):
            await way.close()
        await self.telegram.stop()
        await asyncio.to_thread(self.slack.stop)

    def begin(self, cold: bool = False, faults: Sequence[str] = ()) -> Life:
        """Starts a life, which is not ready yet; `faults` are names of patches.py."""
        arguments = ["serve", "--port", str(self.port), *self.arguments]
        if cold:
            self.life = cold_start(arguments, self.port, self.environment, self.output)
        else:
            self.life = self._zygote.start(
                arguments, self.port, self.environment, self.output, faults
            )
        return self.life

    async def start(self, cold: bool = False, faults: Sequence[str] = ()) -> Life:
        """Starts a life and returns once it listens."""
        life = self.begin(cold, faults)
        await life.ready()
        return life

    async def newcomer(self, channel: str) -> Person:
        """Somebody whom the assistant does not know."""
        person: Person
        if channel == "web":
            person = Visitor(f"http://127.0.0.1:{self.port}", ORIGIN)
        elif channel == "telegram":
            person = Chatter(self.telegram)
        else:
            person = Employee(self.slack)
        await person.open()
        self.people.append(person)
        return person

    async def acquaintance(self, channel: str) -> Person:
        """Somebody who was greeted and has agreed."""
        person = await self.newcomer(channel)
        if channel != "web":
            await person.say("hello")
        assert await person.answered(0, 20), f"no greeting in {channel}"
        for _ in range(TRIES):
            before = len(person.shown())
            await person.say("yes")
            assert await person.answered(before, 20), f"no answer to the consent in {channel}"
            if await self.events(person):
                return person
        raise AssertionError(f"the consent was not kept in {channel}")

    async def settled(self, person: Person, seconds: float = 10.0) -> Verdict:
        """The verdict once all that the person said is taken in, answered and shown."""
        last = time.monotonic() + seconds
        while True:
            verdict = judge(person, await self.events(person))
            taken_in = all(person.is_acknowledged(said) for said in person.said)
            if (taken_in and verdict.is_complete) or time.monotonic() > last:
                return verdict
            await asyncio.sleep(0.1)

    async def stored(self, person: Person, seconds: float) -> bool:
        """Whether what the person said last is stored with its answer, after so long at most."""
        last, words = time.monotonic() + seconds, person.said[-1].id
        while True:
            told = [(e.id, e.by) for e in spoken(await self.events(person))]
            if (words, PERSON) in told[:-1]:
                return True
            if time.monotonic() > last:
                return False
            await asyncio.sleep(0.05)

    async def leave(self, person: Person) -> None:
        """Somebody is not looked at any more."""
        self.people.remove(person)
        await person.close()

    async def events(self, person: Person) -> Sequence[Mapping[str, Any]]:
        """What is stored of the person's talk; StoreError when that can't be read."""
        if self._reader is None:
            self._reader = await asyncio.to_thread(lambda: SqlTrackerStore(host=self.database))
        events: Sequence[Mapping[str, Any]] = await self._reader.events(person.conversation)
        return events

    def logged(self) -> str:
        """Everything that all lives printed and logged."""
        return self.output.read_text() if self.output.exists() else ""

    async def _way_to_the_database(self) -> str:
        if self.database.startswith("sqlite"):
            return self.database
        head, _, tail = self.database.partition("@127.0.0.1:")
        port, _, name = tail.partition("/")
        await self.database_way.open(int(port))
        return f"{head}@127.0.0.1:{self.database_way.port}/{name}"


@asynccontextmanager
async def opened(
    folder: Path, zygote: Zygote, database: str = "", **settings: str
) -> AsyncIterator[Site]:
    """An open site, closed afterwards; nothing has started in it yet."""
    site = Site(folder, zygote, database)
    await site.open(**settings)
    try:
        yield site
    finally:
        await site.close()


def port_of(url: str) -> int:
    """The port of an address on this machine."""
    return int(url.split(":")[2].split("/")[0])
