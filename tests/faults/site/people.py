"""People of the three channels, who say things to a site that comes and goes, and see answers."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Optional

import websockets

from tests.channels.slack.fake_slack import RETRIES, Envelope, FakeSlack
from tests.channels.slack.person import Person as Colleague
from tests.channels.telegram.fake_bot_api import FakeBotApi, Plain
from tests.channels.web.widget import Assistant, Tab, new_id
from tests.faults.site.letters import letters

SECONDS_BETWEEN_TRIES = 0.05
SECONDS_AFTER_A_REFUSAL = 0.5
TOKEN_ERRORS = ("invalid_token", "expired_token")
NUMBERS = itertools.count(1)
FAULTS = (OSError, AssertionError, asyncio.TimeoutError, websockets.WebSocketException)


@dataclass
class Said:
    """Something said: when, and when it was acknowledged (seconds of the monotonic clock)."""

    id: str
    text: str
    at: float
    acknowledged: Optional[float] = None


@dataclass
class Shown:
    """Something that the person saw the assistant say, in plain letters, and when."""

    text: str
    at: float


class Person:
    """Somebody in one channel; `conversation` is the name of their talk in the records."""

    channel = ""
    conversation = ""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.refusals: list[str] = []  # codes of what was refused, which the person was told

    async def open(self) -> None:
        """Comes to the channel; what is there may greet."""

    async def close(self) -> None:
        """Leaves."""

    async def say(self, text: str) -> Said:
        """Says something and returns once it was handed over, acknowledged or not."""
        raise NotImplementedError

    def is_acknowledged(self, said: Said) -> bool:
        """Whether the assistant has told the channel that it has the message."""
        return said.acknowledged is not None

    def shown(self) -> list[Shown]:
        """All that the person saw the assistant say, in order."""
        raise NotImplementedError

    async def answered(self, before: int, seconds: float) -> Optional[Shown]:
        """The first thing shown after the first `before` ones; None when none comes in time."""
        last = time.monotonic() + seconds
        while len(found := self.shown()) <= before and time.monotonic() < last:
            await asyncio.sleep(0.02)
        return found[before] if len(found) > before else None


class Visitor(Person):
    """A visitor of the site's page: connects again by itself and says again what was not taken."""

    channel = "web"

    def __init__(self, url: str, origin: str) -> None:
        super().__init__()
        number = next(NUMBERS)
        self._page = Assistant(url, origin, f"10.{number // 62500}.{number // 250 % 250}.9")
        self._token = ""
        self._tab: Optional[WatchedTab] = None
        self._here: Optional[asyncio.Task[None]] = None
        self._stays = True
        self._messages: dict[str, Shown] = {}
        self._past: list[Shown] = []  # of sessions that are over

    async def open(self) -> None:
        await self._begin()
        self._here = asyncio.create_task(self._stay())

    async def close(self) -> None:
        self._stays = False
        self._drop()
        if self._here is not None:
            self._here.cancel()
            with suppress(asyncio.CancelledError):
                await self._here

    async def say(self, text: str) -> Said:
        said = Said(new_id(), text, time.monotonic())
        self.said.append(said)
        while said.acknowledged is None:
            tab = self._tab
            if tab is None or tab.ended:
                await asyncio.sleep(SECONDS_BETWEEN_TRIES)
                continue
            try:
                answer = await tab.say(text, said.id)
            except FAULTS:
                await asyncio.sleep(SECONDS_BETWEEN_TRIES)
                continue
            if answer == {"ok": True}:
                said.acknowledged = time.monotonic()
            elif answer["error"] in TOKEN_ERRORS:
                await self._begin()  # as the widget does, and says it there
                self._drop()
            else:
                self.refusals.append(answer["error"])
                await asyncio.sleep(SECONDS_AFTER_A_REFUSAL)
        return said

    def shown(self) -> list[Shown]:
        return [*self._past, *self._messages.values()]

    def move(self, port: int) -> None:
        """Goes on with the same session at another worker, as through a proxy."""
        self._page = replace(self._page, url=f"http://127.0.0.1:{port}")
        self._drop()

    def _drop(self) -> None:
        """Lets go of the line without a word: a closing handshake waits for a stopped worker, and
        takes a cancellation meant for the task that waits."""
        if self._tab is not None:
            self._tab.line.transport.abort()

    async def _begin(self) -> None:
        """Gets a session."""
        self._token = ""
        while not self._token:
            with suppress(*FAULTS):
                self._token = await asyncio.to_thread(self._page.token)
        self.conversation = json.loads(_decoded(self._token.split(".")[1]))["sub"]
        self._past += self._messages.values()
        self._messages.clear()

    async def _stay(self) -> None:
        while self._stays:
            with suppress(*FAULTS):
                await self._connect()
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)

    async def _connect(self) -> None:
        async with self._page.line() as line:
            tab = WatchedTab(line, self._messages)
            assert (await tab.raw()).startswith("0{")
            await line.send("40" + json.dumps({"token": self._token}))
            self._tab = tab
            await tab.read()


class WatchedTab(Tab):
    """A tab that shows messages as the widget does: each id once, the history in its order."""

    def __init__(self, line: Any, messages: dict[str, Shown]) -> None:
        super().__init__(line)
        self.messages = messages

    async def _sort(self, frame: str) -> None:
        await super()._sort(frame)
        if not frame.startswith("42") or not self.heard:
            return
        event, data = self.heard[-1]
        if event == "history":
            before = dict(self.messages)
            self.messages.clear()
            for message in data["messages"]:
                self._show(message, before)
        elif event == "message":
            self._show(data, self.messages)

    def _show(self, message: Any, before: dict[str, Shown]) -> None:
        if message["from"] == "assistant":
            at = before[message["id"]].at if message["id"] in before else time.monotonic()
            self.messages[message["id"]] = Shown(letters(message["text"]), at)


class Chatter(Person):
    """Somebody who writes to the bot in Telegram."""

    channel = "telegram"

    def __init__(self, telegram: FakeBotApi) -> None:
        super().__init__()
        self._telegram = telegram
        self.number = 1_000_000 + next(NUMBERS)
        self.conversation = f"telegram-{self.number}"
        self._updates: dict[str, int] = {}
        self._messages: dict[str, Any] = {}

    async def say(self, text: str) -> Said:
        return await self._deliver(self._telegram.message_from(self.number, text=text))

    async def say_disordered(self, first: str, second: str) -> None:
        """Writes twice; Telegram delivers the second message first."""
        written = [self._telegram.message_from(self.number, text=each) for each in (first, second)]
        for message in reversed(written):
            await self._deliver(message)

    async def repeat(self, said: Said) -> None:
        """Telegram delivers the message again, as a new update."""
        await self._telegram.happen("message", self._messages[said.id])

    async def _deliver(self, message: Any) -> Said:
        said = Said(f"message-{message['message_id']}", message["text"], time.monotonic())
        self._messages[said.id] = message
        self._updates[said.id] = (await self._telegram.happen("message", message))["update_id"]
        self.said.append(said)
        return said

    def is_acknowledged(self, said: Said) -> bool:
        waiting = {update["update_id"] for update in self._telegram._updates}
        return self._updates[said.id] not in waiting

    def shown(self) -> list[Shown]:
        sent = [
            call
            for call in self._telegram.calls
            if call.method in ("sendMessage", "sendPhoto")
            and not call.error
            and int(call.data["chat_id"]) == self.number
        ]
        return [
            Shown(letters(Plain().read(c.data.get("text") or c.data.get("caption", ""))), c.at)
            for c in sent
        ]


class Employee(Person):
    """Somebody who writes to the assistant in Slack."""

    channel = "slack"

    def __init__(self, slack: FakeSlack) -> None:
        super().__init__()
        self._slack = slack
        self._colleague = Colleague(slack, f"U{next(NUMBERS):04d}EVE")
        self.conversation = f"slack-{self._colleague.user}"
        self._envelopes: dict[str, Envelope] = {}

    async def say(self, text: str) -> Said:
        return self._write(text)

    async def say_disordered(self, first: str, second: str) -> None:
        """Writes twice; Slack delivers the second message first."""
        earlier = self._slack.timestamp()
        self._write(second)
        self._write(first, ts=earlier)

    def _write(self, text: str, **more: Any) -> Said:
        said = Said(f"Ev{uuid.uuid4().hex[:12]}", text, time.monotonic())
        self._envelopes[said.id] = self._colleague.say(text, said.id, **more)
        self.said.append(said)
        return said

    async def repeat(self, said: Said) -> None:
        """Slack delivers the message again."""
        self._slack.deliver("events_api", self._envelopes[said.id].payload)

    def is_acknowledged(self, said: Said) -> bool:
        return self._envelopes[said.id].acknowledged_after is not None

    async def handed_over(self, said: Said) -> None:
        """Returns once it was acknowledged, or Slack delivers it no more."""
        envelope = self._envelopes[said.id]
        while not self.is_acknowledged(said) and (
            envelope.times <= RETRIES or time.monotonic() - envelope.sent_at < self._slack.patience
        ):
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)

    def shown(self) -> list[Shown]:
        return [
            Shown(letters(call.said["text"]), call.at)
            for call in list(self._slack.calls)
            if call.method == "chat.postMessage" and call.said["channel"] == self._colleague.direct
        ]


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
