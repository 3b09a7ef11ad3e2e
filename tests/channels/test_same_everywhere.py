"""One talk, three places: the same questions, findings, tier and suggestion in each."""

from __future__ import annotations

import asyncio
import html
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.channels.slack.fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.channels.slack.person import Person, words
from tests.channels.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.channels.web.widget import Assistant, Tab
from tests.programs import Program, free_port

SITE = "https://site.example"
SLACK_USER, TELEGRAM_CHAT = "U0SAME", 77
SECONDS = 30.0
SUGGESTED = [
    "yes",
    "dull tight band round my head on both sides since lunch, stress, no nausea no fever",
    "None of these",
    "None of these",
    "4",
    "no difference when I move about",
    "None of these",
]
DANGER = ["yes", "my head exploded out of nowhere, the worst pain of my life", "is massage safe?"]
REFERRED = ["yes", "headache with a fever since yesterday", "who can I see?"]


class Places:
    """The same person in the web chat, in Slack and in Telegram."""

    def __init__(self, tab: Tab, slack: Person, telegram: FakeBotApi) -> None:
        self._tab, self._slack, self._telegram = tab, slack, telegram
        self._heard = 0

    async def begin(self) -> None:
        await self._tab.until("state")
        await self._slack_and_telegram("hello", "/start")

    async def say(self, text: str) -> None:
        await self._tab.turn(text)
        await self._slack_and_telegram(text, text)

    async def _slack_and_telegram(self, slack: str, telegram: str) -> None:
        """Says it there too, and waits for what the web chat heard."""
        said = [plain(message["text"]) for message in self._tab.messages()[self._heard :]]
        self._heard = len(self._tab.messages())
        assert said
        await asyncio.to_thread(self._slack.say, slack)
        await self._telegram.write(TELEGRAM_CHAT, telegram)
        for place in (self._slack_text, self._telegram_text):
            await soon(
                lambda place=place: said_in_order(said, place()), f"{place.__name__}: {said}"
            )

    def _slack_text(self) -> str:
        return plain("\n".join(words(message) for message in self._slack.messages()))

    def _telegram_text(self) -> str:
        return plain("\n".join(self._telegram.texts(TELEGRAM_CHAT)))


def plain(text: str) -> str:
    """The letters and figures of a text, whatever a place puts around them."""
    return re.sub(r"[^a-z0-9]+", " ", html.unescape(re.sub(r"</?\w+[^>]*>", "", text)).lower())


def said_in_order(parts: list[str], text: str) -> bool:
    place = 0
    for part in parts:
        place = text.find(part.strip(), place)
        if place < 0:
            return False
    return True


async def soon(found: Any, what: str) -> None:
    last = asyncio.get_running_loop().time() + SECONDS
    while not found():
        assert asyncio.get_running_loop().time() < last, what
        await asyncio.sleep(0.05)


def cases(database: Path) -> dict[str, Any]:
    """What the assistant holds of each talk in the end, by the place's name."""
    query = "SELECT conversation, data FROM events ORDER BY id"
    with closing(sqlite3.connect(database)) as connection:
        rows = [(name, json.loads(data)) for name, data in connection.execute(query)]
    found: dict[str, dict[str, Any]] = {}
    for name, event in rows:
        if event["event"] == "slot" and event["name"] in ("assessment", "tier", "stage"):
            place = name.split("-")[0] if name.startswith(("slack-", "telegram-")) else "web"
            found.setdefault(place, {})[event["name"]] = event["value"]
    for slots in found.values():
        slots["assessment"] = json.loads(slots["assessment"])
        slots["assessment"]["latest"] = None
    return found


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("script", "tier"), [(SUGGESTED, "self_care"), (DANGER, "emergency"), (REFERRED, "same_day")]
)
async def test_the_same_talk_goes_the_same_way_everywhere(trained_model, tmp_path, script, tier):
    slack, telegram = FakeSlack().start(), FakeBotApi(strict=False)
    await telegram.start()
    port = free_port()
    environment = {
        "HEADACHE_RELIEF_ALLOWED_ORIGINS": SITE,
        "HEADACHE_RELIEF_COUNTRY": "GB",
        "HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{tmp_path}/talks.db",
        "HEADACHE_RELIEF_SLACK_API": slack.url,
        "HEADACHE_RELIEF_SLACK_APP_TOKEN": APP_TOKEN,
        "HEADACHE_RELIEF_SLACK_BOT_TOKEN": BOT_TOKEN,
        "HEADACHE_RELIEF_TELEGRAM_SERVER": telegram.url,
        "HEADACHE_RELIEF_TELEGRAM_TOKEN": TOKEN,
        "HEADACHE_RELIEF_WEB_KEY": "k" * 48,
    }
    command = ["headache_relief", "serve", "--port", str(port)]
    output = tmp_path / "output"
    server = await asyncio.to_thread(Program, command, port, output, environment)
    try:
        page = Assistant(server.url, SITE, "198.51.100.7")
        async with page.connected(page.token()) as tab:
            places = Places(tab, Person(slack, SLACK_USER), telegram)
            await places.begin()
            for text in script:
                await places.say(text)
        await soon(lambda: len({json.dumps(c) for c in cases(tmp_path / "talks.db").values()}) == 1,
                   "the same case in each place")  # fmt: skip
        ended = cases(tmp_path / "talks.db")
        assert set(ended) == {"web", "slack", "telegram"}
        assert ended["web"]["tier"] == tier
        assert bool(ended["web"]["assessment"]["suggested"]) == (script is SUGGESTED)
    finally:
        server.stop()
        slack.stop()
        await telegram.stop()
