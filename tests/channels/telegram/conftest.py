"""The bot with the real library; Telegram and the assistant are played on this machine."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, AsyncIterator, Awaitable, Callable

import pytest

from headache_relief.channels.shared.limits import Limits
from headache_relief.channels.shared.ports import House
from headache_relief.channels.telegram.office import Office, open_office
from headache_relief.channels.telegram.pace import Pace
from headache_relief.channels.telegram.reception import Reception
from headache_relief.channels.telegram.running import Runner
from headache_relief.rasa_parts.case_reader import tells_of_emergency
from headache_relief.records.archive import Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import database_engine
from tests.channels.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.channels.telegram.played import PlayedAssistant

SECOND = 0.02  # how long Telegram's second lasts in these tests
SITE = {"emergency_number": "999", "retention_days": 30}

Start = Callable[..., Awaitable["RunningBot"]]


class RunningBot:
    """A bot at work, which a test may end as a crash would."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.reception = Reception(office)
        self._work = asyncio.create_task(Runner(office, self.reception).run())

    async def stop(self) -> None:
        self._work.cancel()
        with suppress(asyncio.CancelledError):
            await self._work
        await self.office.talks.close(1)
        await self.office.post.close(0.1)
        await self.office.bot.shutdown()


@pytest.fixture
async def telegram() -> AsyncIterator[FakeBotApi]:
    service = FakeBotApi(second=SECOND)
    await service.start()
    yield service
    await service.stop()


@pytest.fixture
def assistant() -> PlayedAssistant:
    return PlayedAssistant()


@pytest.fixture
def records(tmp_path: Any) -> ChannelRecords:
    return ChannelRecords(Archive(database_engine(f"sqlite:///{tmp_path}/talks.db")))


@pytest.fixture
async def start(
    telegram: FakeBotApi, assistant: PlayedAssistant, records: ChannelRecords
) -> AsyncIterator[Start]:
    running: list[RunningBot] = []

    async def started(token: str = TOKEN, **limits: int) -> RunningBot:
        house = House(
            assistant, records, SITE, Limits(**limits), tells_of_emergency=tells_of_emergency
        )
        bot = RunningBot(open_office(token, telegram.url, house, Pace(SECOND)))
        running.append(bot)
        return bot

    yield started
    for bot in running:
        await bot.stop()


@pytest.fixture
async def bot(start: Start, telegram: FakeBotApi) -> RunningBot:
    running = await start()
    await telegram.until(lambda: telegram.made("deleteWebhook"))
    return running
