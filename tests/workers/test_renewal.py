"""All workers are replaced while people talk in the web chat and in Telegram: no turn fails."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import AsyncIterator

import pytest
import pytest_asyncio
import yaml

from tests.channels.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.channels.web.conftest import KEY, SITE
from tests.channels.web.widget import Assistant
from tests.programs import Program, free_port
from tests.workers.conftest import whereabouts
from tests.workers.person import Person, answers_to

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 6
STORY = (
    "dull tight band round my head since lunch, no nausea no fever",
    "None of these",
    "None of these",
    "4",
    "no difference when I move about",
    "None of these",
    "what is a trigger point?",
    "is massage safe?",
    "thanks",
)
SECONDS_BETWEEN = 0.5


@dataclass
class Live:
    """A site of two workers, and Telegram as it sees it."""

    program: Program
    telegram: FakeBotApi

    async def renewed(self) -> None:
        """Replaces both workers; returns once both are new."""
        before = set(whereabouts(self.program))
        os.kill(self.program.process, signal.SIGHUP)
        while before & set(await asyncio.to_thread(whereabouts, self.program)):
            await asyncio.sleep(0.3)


@pytest_asyncio.fixture
async def live(trained_model: Path, postgres_url: str, tmp_path: Path) -> AsyncIterator[Live]:
    telegram = FakeBotApi(strict=False)
    await telegram.start()
    port = free_port()
    program = await asyncio.to_thread(
        Program,
        ["headache_relief", "serve", "--port", str(port), "--workers", "2"],
        port,
        tmp_path / "output",
        {
            "HEADACHE_RELIEF_ALLOWED_ORIGINS": SITE,
            "HEADACHE_RELIEF_DATABASE_URL": postgres_url,
            "HEADACHE_RELIEF_TELEGRAM_SERVER": telegram.url,
            "HEADACHE_RELIEF_TELEGRAM_TOKEN": TOKEN,
            "HEADACHE_RELIEF_TRUSTED_PROXIES": "1",
            "HEADACHE_RELIEF_WEB_KEY": KEY,
        },
    )
    try:
        yield Live(program, telegram)
    finally:
        assert await asyncio.to_thread(program.end, 40) == 0
        await telegram.stop()


def failures() -> tuple[str, ...]:
    """How that begins which is said when a turn fails."""
    responses = yaml.safe_load((ROOT / "domain.yml").read_text())["responses"]
    return tuple(each["text"].partition("{")[0] for each in responses["utter_action_failed"])


async def test_no_turn_in_the_web_chat_fails_and_each_is_answered_once(live: Live) -> None:
    people = [Person(Assistant(live.program.url, SITE, f"10.8.0.{n}")) for n in range(PEOPLE)]
    for person in people:
        await person.agree()
    over = asyncio.Event()

    async def talk(person: Person) -> None:
        for text in itertools.cycle(STORY):
            await person.say(text)
            if over.is_set():
                return
            await asyncio.sleep(SECONDS_BETWEEN)

    talking = [asyncio.create_task(talk(person)) for person in people]
    await live.renewed()
    over.set()
    await asyncio.gather(*talking)
    print(f"{sum(len(person.said) for person in people)} messages during the renewal")
    failing = failures()
    for person in people:
        assert len(person.said) > len(STORY)
        person.check()
        told = person.history()
        assert len({each["id"] for each in told}) == len(told)
        failed = [each["text"] for each in told if each["text"].startswith(failing)]
        assert failed == []
        answered = [answers_to(told, identity)[0]["id"] for identity in person.said]
        order = [each["id"] for each in told if each["id"] in answered]
        assert order == answered


async def test_whoever_writes_in_telegram_is_answered_once(live: Live) -> None:
    telegram, people = live.telegram, itertools.count(4000)
    first = next(people)
    await telegram.write(first, "hello")
    await telegram.answers(first, 1, 30)
    wrote = [first]
    renewing = asyncio.create_task(live.renewed())
    while not renewing.done():
        wrote.append(next(people))
        await telegram.write(wrote[-1], "hello")
        await asyncio.sleep(SECONDS_BETWEEN)
    await renewing
    last = next(people)
    await telegram.write(last, "hello")
    for person in (*wrote, last):
        await telegram.answers(person, 1, 30)
    print(f"{len(wrote)} people wrote during the renewal")
    assert len(wrote) > 10
    assert {len(telegram.shown(person)) for person in wrote} == {len(telegram.shown(first))}
