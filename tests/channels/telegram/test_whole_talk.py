"""Whole talks in Telegram with the assistant as it is served; only Telegram itself is played."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import AsyncIterator, Awaitable, Callable

import pytest

from tests.channels.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.faults.said import DESCRIPTION, EMERGENCY, NOTHING, PRIVATE
from tests.programs import Program, free_port

ANN, BEN = 601, 602
SECONDS = 25  # for one answer, on a slow machine
HARMLESS = (NOTHING, "No difference", "Mild, I can carry on")  # answers to all that is asked

Serve = Callable[[], Awaitable[Program]]


@pytest.fixture
async def live() -> AsyncIterator[FakeBotApi]:
    """Telegram at its own pace."""
    service = FakeBotApi(second=1.0)
    await service.start()
    yield service
    await service.stop()


@pytest.fixture
async def serve(trained_model: Path, live: FakeBotApi, tmp_path: Path) -> AsyncIterator[Serve]:
    """Starts the assistant; whatever it logged holds nothing that was said, and no token."""
    programs: list[Program] = []
    output = tmp_path / "output"

    async def served() -> Program:
        port, begun = free_port(), len(live.made("deleteWebhook"))
        environment = {
            "HEADACHE_RELIEF_COUNTRY": "GB",
            "HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{tmp_path / 'talks.db'}",
            "HEADACHE_RELIEF_TELEGRAM_SERVER": live.url,
            "HEADACHE_RELIEF_TELEGRAM_TOKEN": TOKEN,
            "HEADACHE_RELIEF_WEB_KEY": "k" * 48,
        }
        arguments = ["headache_relief", "serve", "--port", str(port)]
        programs.append(await asyncio.to_thread(Program, arguments, port, output, environment))
        await live.until(lambda: len(live.made("deleteWebhook")) > begun, 60)
        return programs[-1]

    yield served
    for program in programs:
        program.stop()
    logged = output.read_text()
    assert not [word for word in PRIVATE if word in logged.lower()], logged
    assert "Traceback" not in logged
    assert TOKEN not in logged


class Person:
    """Somebody with a phone, who reads what comes and then answers."""

    def __init__(self, live: FakeBotApi, chat: int) -> None:
        self._live = live
        self.chat = chat

    async def write(self, text: str, with_button: str = "") -> str:
        """The answer to what was written; `with_button` is on its last message."""
        return await self._answer_to(self._live.write(self.chat, text), with_button)

    async def press(self, title: str, with_button: str = "") -> str:
        """The answer to a press of the button with this title."""
        return await self._answer_to(self._live.press(self.chat, title), with_button)

    def has(self, title: str) -> bool:
        """Whether the newest message has the button."""
        rows = self._newest().get("reply_markup", {}).get("inline_keyboard", [])
        return any(button["text"].endswith(title) for row in rows for button in row)

    async def _answer_to(self, deed: Awaitable[object], with_button: str) -> str:
        before = len(self._live.shown(self.chat))
        await deed

        def answered() -> bool:
            return len(self._live.shown(self.chat)) > before and (
                not with_button or self.has(with_button)
            )

        await self._live.until(answered, SECONDS)
        return "\n".join(self._live.texts(self.chat)[before:])

    def _newest(self) -> dict[str, object]:
        return self._live.shown(self.chat)[-1]


def refused(live: FakeBotApi) -> list[str]:
    return [f"{call.method} {call.error}" for call in live.calls if call.error]


async def until_suggested(person: Person) -> None:
    """Answers what is asked after the description as somebody with nothing dangerous does."""
    for _ in range(6):
        if person.has("Guide me through it"):
            return
        await person.press(next(title for title in HARMLESS if person.has(title)))
    raise AssertionError("nothing was suggested")


async def test_a_talk_goes_from_the_first_word_to_a_guided_step_and_who_to_see(serve, live):
    await serve()
    ann = Person(live, ANN)
    assert "not a doctor" in await ann.write("/start", "Yes, go on")
    await ann.press("Yes, go on", "Send")
    assert "photo" in live.shown(ANN)[-1]
    assert "danger" not in (await ann.write(DESCRIPTION, NOTHING)).lower()
    await until_suggested(ann)
    guided = await ann.press("Guide me through it", "Next")
    assert "Step 1 of" in guided
    assert "Step 2 of" in await ann.press("Next", "Next")
    assert "photo" in live.shown(ANN)[-1]
    await ann.press("Stop", "Better")
    assert "registered" in await ann.write("/human")
    assert refused(live) == []


async def test_danger_before_any_consent_is_answered_with_the_number_at_once(serve, live):
    await serve()
    ann = Person(live, ANN)
    await ann.write("/start", "Yes, go on")
    assert "call 999" in (await ann.write(EMERGENCY)).lower()
    assert refused(live) == []


async def test_a_talk_goes_on_after_a_crash_and_is_gone_once_erased(serve, live):
    program = await serve()
    ann, ben = Person(live, ANN), Person(live, BEN)
    await ann.write("/start", "Yes, go on")
    await ann.press("Yes, go on", "Send")
    await ann.write(DESCRIPTION, NOTHING)
    program.stop()
    await live.press(ANN, NOTHING)  # nobody is there to hear it
    await serve()
    await live.until(lambda: "And do any of these" in live.texts(ANN)[-1], SECONDS)
    await until_suggested(ann)
    assert "not a doctor" in await ben.write("/start", "Yes, go on")
    await ann.write("/delete", "Erase it")
    assert "erased" in await ann.press("Erase it")
    assert "not a doctor" in await ann.write("/start", "Yes, go on")
    assert refused(live) == []
