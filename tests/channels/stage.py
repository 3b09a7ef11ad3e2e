"""Plays every script in every place at the same time, as a chat's pace is Telegram's."""

from __future__ import annotations

import asyncio
import itertools
import json
import sqlite3
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, AsyncIterator, Sequence

from tests.channels.places import Place, Slack, Telegram, Web, in_order, plain, soon
from tests.channels.scripts import PLACES, SCRIPTS, Step
from tests.channels.slack.fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.channels.slack.person import CHANNEL, Person, words
from tests.channels.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.channels.web.widget import Assistant
from tests.faults.said import EMERGENCY
from tests.programs import Program, assistant

SITE = "https://site.example"
CHANNEL_WAYS = ("mention", "command")
NUMBERS = itertools.count(1)


@dataclass
class Played:
    """What everybody heard and what is kept of each talk, by script and place."""

    heard: dict[tuple[str, str], str] = field(default_factory=dict)
    kept: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    failed: dict[str, BaseException] = field(default_factory=dict)
    aside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    public: list[Any] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Stage:
    """The assistant, its database, and who talks with it."""

    def __init__(
        self, server: Program, slack: FakeSlack, telegram: FakeBotApi, database: Path
    ) -> None:
        self.server, self._slack, self._telegram = server, slack, telegram
        self._database = database
        self._others: Sequence[Place] = ()
        self.played = Played()

    async def play_all(self) -> Played:
        """Plays every script, beside somebody whose button the others try."""
        async with self.person() as others:
            await self._step(others, ("begin",), "somebody else")
            await self._step(others, ("remember", "Yes, go on"), "somebody else")
            self._others = others
            asked = (self._ask_in_a_channel(way) for way in CHANNEL_WAYS)
            await asyncio.gather(*(self._play(name) for name in SCRIPTS), *asked)
        self.played.refused = self._slack.refused
        return self.played

    async def _play(self, name: str) -> None:
        """Plays a script in all places, each step in each before the next."""
        try:
            async with self.person() as places:
                for step in (("begin",), *SCRIPTS[name].steps):
                    await self._step(places, step, f"{name}: {step}")
                await self._note(name, places)
        except Exception as error:
            self.played.failed[name] = error

    async def _ask_in_a_channel(self, way: str) -> None:
        """Danger told where others read along, which only Slack has."""
        person = Person(self._slack, f"U{next(NUMBERS):03d}SAME")
        getattr(person, way)(EMERGENCY)
        await soon(lambda: person.whispers() and person.messages(), way)
        told = ("\n".join(map(words, said)) for said in (person.whispers(), person.messages()))
        self.played.aside[way] = tuple(told)
        self.played.public += self._slack.posted(channel=CHANNEL)

    @asynccontextmanager
    async def person(self) -> AsyncIterator[Sequence[Place]]:
        """Somebody whom nobody knows yet, in the web chat, in Slack and in Telegram."""
        number = next(NUMBERS)
        page = Assistant(self.server.url, SITE, f"198.51.100.{number}")
        token = await asyncio.to_thread(page.token)
        async with page.connected(token) as tab:
            web = Web(page, token, tab)
            slack, telegram = f"U{number:03d}SAME", 7_000 + number
            yield web, Slack(self._slack, slack), Telegram(self._telegram, telegram)

    async def _step(self, places: Sequence[Place], step: Step, what: str) -> None:
        """Does it in each place, and waits until each has heard what the web chat heard."""
        deed, *told = step
        for number, place in enumerate(places):
            others = self._others[number : number + 1] if deed == "press_anothers" else ()
            await getattr(place, deed)(*told, *others)
        parts = spoken(places[0])
        for place in places[1:]:
            await soon(lambda place=place: in_order(parts, place.heard()), f"{what}, {place.name}")

    async def _note(self, name: str, places: Sequence[Place]) -> None:
        script, played = SCRIPTS[name], self.played
        played.last[name] = spoken(places[0])[-1]
        wanted = [plain(part) for part in script.hears]
        for place in places:
            if place.name in script.places:
                await soon(lambda place=place: in_order(wanted, place.heard()) or not wanted, name)
            played.heard[name, place.name] = place.heard()

        def same() -> bool:
            for place in places:
                played.kept[name, place.name] = kept_of(self._database, place.conversation)
            return len({json.dumps(played.kept[name, each]) for each in PLACES}) == 1

        with suppress(AssertionError):  # the tests say what differs
            await soon(same, name)


def spoken(web: Place) -> list[str]:
    """What the web chat said, which every place must say."""
    assert isinstance(web, Web)
    return [plain(message["text"]) for message in web.tab.messages()]


def kept_of(database: Path, conversation: str) -> dict[str, Any]:
    """What the assistant holds of a talk: findings, tier, suggestions, stage; else nothing."""
    query = "SELECT data FROM events WHERE conversation = ? ORDER BY id"
    with closing(sqlite3.connect(database)) as connection:
        rows = [json.loads(data) for (data,) in connection.execute(query, (conversation,))]
    slots = {
        event["name"]: event["value"]
        for event in rows
        if event["event"] == "slot" and event["name"] in ("assessment", "tier", "stage")
    }
    if "assessment" in slots:
        slots["assessment"] = {**json.loads(slots["assessment"]), "latest": None}
    return slots


@asynccontextmanager
async def opened(folder: Path, **environment: str) -> AsyncIterator[Stage]:
    """An assistant that is in all places, with its database and its output in the folder."""
    slack, telegram = FakeSlack().start(), FakeBotApi()
    await telegram.start()
    environment = {
        "HEADACHE_RELIEF_ALLOWED_ORIGINS": SITE,
        "HEADACHE_RELIEF_COUNTRY": "GB",
        "HEADACHE_RELIEF_SLACK_API": slack.url,
        "HEADACHE_RELIEF_SLACK_APP_TOKEN": APP_TOKEN,
        "HEADACHE_RELIEF_SLACK_BOT_TOKEN": BOT_TOKEN,
        "HEADACHE_RELIEF_TELEGRAM_SERVER": telegram.url,
        "HEADACHE_RELIEF_TELEGRAM_TOKEN": TOKEN,
        "HEADACHE_RELIEF_TRUSTED_PROXIES": "1",
        "HEADACHE_RELIEF_WEB_KEY": "k" * 48,
        **environment,
    }
    server = await asyncio.to_thread(assistant, folder, environment)
    try:
        yield Stage(server, slack, telegram, folder / "talks.db")
    finally:
        server.stop()
        slack.stop()
        await telegram.stop()


async def play(folder: Path) -> Played:
    """Every script, played in every place."""
    async with opened(folder) as stage:
        return await stage.play_all()
