"""Who wants it is asked a day later how it went: once, also after a restart, never in danger."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any, Optional

import pytest
import sqlalchemy as sa

from headache_relief.channels.shared import sweeping
from headache_relief.channels.shared.limits import Counters
from headache_relief.channels.shared.talks import Said, Talks
from headache_relief.records import follow_ups
from headache_relief.records.channel_tables import follow_ups as table
from headache_relief.records.stored_id import stored_id
from headache_relief.records.talk import FOLLOW_UP
from headache_relief.serving.assistant import Assistant, load_assistant
from headache_relief.serving.house import house_for
from headache_relief.settings import load_settings
from tests.channels.shared.test_talks import Shown
from tests.conversations.talk import HARMLESS

PLACES = ("slack", "telegram")
TOMORROW = "Ask me tomorrow how it went"
ASKED = "utter_ask_followed_up"
SECONDS = 60.0  # on a busy machine
A_DAY = follow_ups.SECONDS_UNTIL_ASKED + 60


class Someone:
    """A person in one place, and what they hear; `begin` is the place's start or its next one."""

    def __init__(self, assistant: Assistant, place: str) -> None:
        self.house = house_for(assistant, load_settings())
        self.place, self.name = place, f"{place}-{id(self)}"
        self._said = 0
        self.begin()

    def begin(self) -> None:
        """The place's part of the assistant starts: what it had in memory is gone."""
        self.heard = Shown()
        self.talks = Talks(self.place, self.house, self.heard, Counters(self.house.limits))

    async def say(self, text: str) -> dict[str, Any]:
        """Says something; where the talk stands once it is answered."""
        self._said += 1
        turns = self._turns()
        await self.talks.receive(self.name, Said(f"m{self._said}", text))
        await self.hears_after(turns)
        return self.heard.all[-1][2] or {}

    def titles(self) -> list[str]:
        """The buttons of the newest answer."""
        return [choice["title"] for choice in self.heard.of(self.name)[-1]["choices"]]

    def responses(self) -> list[str]:
        return [message["response"] for message in self.heard.of(self.name)]

    async def reach_the_end(self) -> None:
        """A guided session after which the head is better."""
        await self.say("hello")
        state = await self.say("Yes, go on")
        state = await self.say("dull band round my head since lunch, deadline stress, no fever")
        for _ in range(40):
            asked = state["asked"]
            if asked == "afterwards":
                return
            answers = {**HARMLESS, "movement": "no", "how_now": "Better"}
            state = await self.say(answers.get(asked) or self.titles()[0])
        raise AssertionError(f"The talk never ended: {self.responses()}")

    async def agree(self) -> None:
        await self.reach_the_end()
        await self.say(TOMORROW)
        assert self.responses()[-1] == follow_ups.PROMISE

    async def promised(self) -> Optional[float]:
        """When the question is due; None when none is kept."""
        with self.house.records._archive.reading(self.name) as connection:
            query = sa.select(table.c.due).where(table.c.conversation == stored_id(self.name))
            return connection.execute(query).scalar()

    async def is_asked(self) -> None:
        await self.house.records.ask_due(self.place, time.time())
        turns = self._turns()
        await self.talks.resume()
        await self.hears_after(turns)

    async def hears_after(self, turns: int) -> None:
        """Returns once a turn after so many has ended."""

        async def wait() -> None:
            while self._turns() == turns:
                self.heard.news.clear()
                await self.heard.news.wait()

        await asyncio.wait_for(wait(), SECONDS)

    def _turns(self) -> int:
        return len([each for each in self.heard.all if each[0] == "state"])


@pytest.fixture(scope="module")
def loop() -> Any:
    made = asyncio.new_event_loop()
    yield made
    made.close()


@pytest.fixture(scope="module")
def assistant(loop: Any, trained_model: Path, tmp_path_factory: Any) -> Any:
    database = tmp_path_factory.mktemp("follow-ups") / "talks.db"
    loaded = loop.run_until_complete(load_assistant(load_settings(), f"sqlite:///{database}"))
    yield loaded
    loop.run_until_complete(loaded.close())


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets a day pass."""
    now = time.time
    return lambda: monkeypatch.setattr(time, "time", lambda: now() + A_DAY)


@pytest.fixture
def run(loop: Any) -> Any:
    return loop.run_until_complete


@pytest.mark.parametrize("place", PLACES)
def test_who_agreed_is_asked_once_a_day_later_also_after_a_restart(assistant, run, later, place):
    async def talk() -> None:
        ann = Someone(assistant, place)
        await ann.agree()
        assert await ann.promised() == pytest.approx(time.time() + A_DAY, abs=120)
        await ann.talks.close(1)
        ann.begin()
        later()
        await ann.is_asked()
        assert ann.responses() == [ASKED]
        assert ann.titles() == ["Better", "About the same", "Worse", "Don't ask again"]
        await ann.house.records.ask_due(place, time.time())
        assert await ann.house.records.unanswered(place) == [] and await ann.promised() is None
        history = (await ann.talks.history(ann.name))["messages"]
        assert not [m for m in history if m["id"].startswith(FOLLOW_UP) and m["from"] == "person"]
        await ann.talks.close(1)

    run(talk())


@pytest.mark.parametrize(
    ("answer", "response", "asked"),
    [
        ("Better", "utter_better_since", None),
        ("About the same", "utter_same_since", "danger_now"),
        ("Worse", "utter_worse_since", "danger_now"),
        ("it got worse", "utter_worse_since", "danger_now"),
        ("Don't ask again", "utter_asks_no_more", None),
        ("stop", "utter_asks_no_more", None),
    ],
)
def test_each_answer_leads_on_and_danger_is_asked_about_anew(
    assistant, run, later, answer, response, asked
):
    async def talk() -> None:
        ann = Someone(assistant, "telegram")
        await ann.agree()
        later()
        await ann.is_asked()
        before = len(ann.responses())
        state = await ann.say(answer)
        assert response in ann.responses()[before:]
        assert state["asked"] == asked
        await ann.talks.close(1)

    run(talk())


def test_danger_in_the_answer_is_an_emergency(assistant, run, later):
    async def talk() -> None:
        ann = Someone(assistant, "telegram")
        await ann.agree()
        later()
        await ann.is_asked()
        state = await ann.say("worse, and now my left arm is weak and my face droops")
        assert state["tier"] == "emergency"
        await ann.talks.close(1)

    run(talk())


def test_danger_told_meanwhile_drops_the_question(assistant, run):
    async def talk() -> None:
        ann = Someone(assistant, "telegram")
        await ann.agree()
        state = await ann.say("the worst headache of my life came in a second, my arm is numb")
        assert state["tier"] == "emergency" and await ann.promised() is None
        await ann.talks.close(1)

    run(talk())


@pytest.mark.parametrize("words", ["delete my data", "erase"])
def test_who_is_erased_is_not_asked(assistant, run, words):
    async def talk() -> None:
        ann = Someone(assistant, "telegram")
        await ann.agree()
        await (ann.talks.erase(ann.name) if words == "erase" else ann.say(words))
        assert await ann.promised() is None
        await ann.talks.close(1)

    run(talk())


def test_where_a_talk_cannot_be_read_a_day_later_nothing_is_promised(assistant, run):
    async def talk() -> None:
        ann = Someone(assistant, "web")
        await ann.reach_the_end()
        assert TOMORROW not in ann.titles()
        await ann.say(TOMORROW)
        assert follow_ups.PROMISE not in ann.responses() and await ann.promised() is None
        await ann.talks.close(1)

    run(talk())


def test_a_crash_between_taking_and_asking_loses_and_doubles_nothing(
    assistant, run, later, monkeypatch
):
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.05)
    monkeypatch.setattr(sweeping, "SECONDS_UNTIL_LEFT_ALONE", 0.0)

    async def talk() -> None:
        ann = Someone(assistant, "telegram")
        await ann.agree()
        later()
        await ann.house.records.ask_due("telegram", time.time())
        ann.begin()
        await ann.talks.resume()
        await ann.hears_after(0)
        assert ann.responses() == [ASKED]
        assert await ann.house.records.unanswered("telegram") == []
        await ann.talks.close(1)

    run(talk())
