"""The whole assistant over Telegram: to a suggestion, a guide and a referral; danger; a restart."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, AsyncIterator

import pytest

from tests.channels.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.faults.said import PRIVATE
from tests.programs import Program, assistant

SECONDS_FOR_AN_ANSWER = 30


class Person:
    """Somebody who talks with the bot, one thing at a time."""

    def __init__(self, telegram: FakeBotApi, number: int) -> None:
        self.number = number
        self._telegram = telegram
        self._read = 0

    async def write(self, text: str) -> str:
        await self._telegram.write(self.number, text)
        return await self._answer()

    async def press(self, title: str) -> str:
        await self._telegram.press(self.number, title)
        return await self._answer()

    def titles(self) -> list[str]:
        markup = self._telegram.shown(self.number)[-1].get("reply_markup", {})
        return [button["text"] for row in markup.get("inline_keyboard", []) for button in row]

    def pictures(self) -> list[dict[str, Any]]:
        return [shown for shown in self._telegram.shown(self.number) if "photo" in shown]

    async def _answer(self) -> str:
        """What is said until a question stands there: its buttons close each of these turns."""

        def answered() -> bool:
            shown = self._telegram.shown(self.number)
            last = shown[-1].get("text", "") if shown else ""
            return len(shown) > self._read and bool(self.titles() or "is erased" in last)

        await self._telegram.until(answered, SECONDS_FOR_AN_ANSWER)
        new = self._telegram.texts(self.number)[self._read :]
        self._read += len(new)
        return "\n".join(new)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeBotApi]:
    service = FakeBotApi()
    await service.start()
    yield service
    await service.stop()


async def served(telegram: FakeBotApi, folder: Path) -> Program:
    environment = {
        "HEADACHE_RELIEF_COUNTRY": "GB",
        "HEADACHE_RELIEF_TELEGRAM_SERVER": telegram.url,
        "HEADACHE_RELIEF_TELEGRAM_TOKEN": TOKEN,
        "HEADACHE_RELIEF_WEB_KEY": "k" * 48,
    }
    return await asyncio.to_thread(assistant, folder, environment)


async def test_a_whole_talk_with_a_restart_danger_and_erasing(telegram, trained_model, tmp_path):
    ann, ben = Person(telegram, 501), Person(telegram, 502)
    program = await served(telegram, tmp_path)
    try:
        assert "program, not a doctor" in await ann.write("/start")
        assert "999" in await ben.write("my head just exploded, the worst pain of my life")
        assert "Where" in await ann.press("Yes, go on") or ann.pictures()
        said = await ann.write("dull band round my head since lunch, deadline stress, no nausea")
        assert "Any of these right now?" in said
        await ann.press("None of these")
        await everything_is_kept(tmp_path)
    finally:
        program.stop()

    program = await served(telegram, tmp_path)
    try:
        await suggestion_for(ann)
        assert "Guide me through it" in ann.titles()
        assert "Step 1 of" in await ann.press("Guide me through it")
        assert "Step 2 of" in await ann.press("Next")
        assert "How is your head now?" in await ann.press("Stop")
        assert "massage therapist" in await ann.write("/human")
        said = await ann.write("it just exploded out of nowhere, the worst pain of my life")
        assert said.startswith("Please call 999 now")
        await ann.write("/delete")
        assert "erased" in await ann.press("Erase it")
        assert "program, not a doctor" in await ann.write("/start")
    finally:
        program.stop()
    output = program.output.read_text()
    assert "Traceback" not in output
    assert TOKEN not in output
    assert not [word for word in PRIVATE if word in output.lower()], output
    assert not [call for call in telegram.calls if call.error]


async def everything_is_kept(folder: Path) -> None:
    """Waits until no turn is in work, and all that was said is known to have arrived."""
    query = (
        "SELECT (SELECT count(*) FROM inbox WHERE content IS NOT NULL) "
        "+ (SELECT count(*) FROM outbox)"
    )
    for _ in range(200):
        with closing(sqlite3.connect(folder / "talks.db")) as database:
            if database.execute(query).fetchone() == (0,):
                return
        await asyncio.sleep(0.05)
    raise AssertionError("a turn did not end")


async def suggestion_for(person: Person) -> None:
    """Answers what is asked, with nothing wrong, until a technique is suggested."""
    for _ in range(10):
        titles = person.titles()
        if "Guide me through it" in titles:
            return
        nothing = [title for title in ("None of these", "No difference", "4") if title in titles]
        await person.press((nothing or titles)[0])
