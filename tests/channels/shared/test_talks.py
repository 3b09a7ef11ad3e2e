"""Everybody's talks over a channel, with an assistant that the tests play."""

from __future__ import annotations

import asyncio
from typing import Any, Optional

import pytest
from rasa.core.channels.channel import UserMessage

from headache_relief.channels.shared.limits import Counters, Limits
from headache_relief.channels.shared.ports import House
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.talks import Said, Talks
from headache_relief.records.archive import Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import StoreError, database_engine
from headache_relief.records.written_turn import WrittenTurn

ANN, BEN = "web-ann", "web-ben"
MAP = {
    "kind": "head_map",
    "question": "Where?",
    "regions": [
        {"id": "temple", "figure": "side", "title": "Temple", "payload": "my temple"},
        {"id": "neck", "figure": "back", "title": "Neck", "payload": "my neck"},
    ],
}
BUTTONS = [{"title": "Yes", "payload": "Yes"}, {"title": "No", "payload": "No thanks"}]


class FakeAssistant:
    """Answers with `answer`, and remembers as Rasa would; `gate` holds a turn back."""

    def __init__(self) -> None:
        self.answer_with: dict[str, Any] = {"text": "I see.", "buttons": BUTTONS}
        self.gate: Optional[asyncio.Event] = None
        self.heard: list[tuple[str, str]] = []
        self.away = False
        self._events: dict[str, list[dict]] = {}

    async def answer(self, message: UserMessage) -> WrittenTurn:
        self.heard.append((message.sender_id, message.text))
        if self.gate is not None:
            await self.gate.wait()
        answer = {"utter_action": "utter_x", **self.answer_with}
        await message.output_channel.send_response(message.sender_id, dict(answer))
        if self.away:
            return WrittenTurn()
        about = {"utter_action": "utter_x", "view": answer.get("view")}
        self._events.setdefault(message.sender_id, []).extend(
            [
                {
                    "event": "user",
                    "message_id": message.message_id,
                    "text": message.text,
                    "timestamp": 1.0,
                },
                {
                    "event": "bot",
                    "text": answer["text"],
                    "timestamp": 2.0,
                    "data": {"buttons": answer.get("buttons")},
                    "metadata": about,
                },
            ]
        )
        return WrittenTurn()

    async def standing(self, conversation: str) -> dict:
        self._check()
        return {"stage": "describe"}

    async def events(self, conversation: str) -> list[dict]:
        self._check()
        return list(self._events.get(conversation, ()))

    async def erase(self, conversation: str) -> None:
        self._check()
        self._events.pop(conversation, None)

    def _check(self) -> None:
        if self.away:
            raise StoreError("The database is away.")


class Shown:
    """What people see, and an event for every state."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str, Any]] = []
        self.news = asyncio.Event()

    async def typing(self, conversation: str, on: bool) -> None:
        self._add("typing", conversation, on)

    async def message(self, conversation: str, message: dict, besides: str = "") -> None:
        self._add("message", conversation, message)

    async def state(self, conversation: str, state: dict) -> None:
        self._add("state", conversation, state)

    async def erased(self, conversation: str) -> None:
        self._add("erased", conversation, None)

    def of(self, conversation: str, by: str = "assistant") -> list[dict]:
        said = [what for kind, who, what in self.all if (kind, who) == ("message", conversation)]
        return [message for message in said if message["from"] == by]

    async def until(self, number: int, kind: str = "state") -> None:
        async def wait() -> None:
            while len([each for each in self.all if each[0] == kind]) < number:
                self.news.clear()
                await self.news.wait()

        await asyncio.wait_for(wait(), 5)

    def _add(self, kind: str, conversation: str, what: Any) -> None:
        self.all.append((kind, conversation, what))
        self.news.set()


class AwayRecords:
    """Records whose database is away."""

    def __getattr__(self, name: str) -> Any:
        async def fail(*unused: Any, **named: Any) -> None:
            raise StoreError("The database is away.")

        return fail


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def records(tmp_path) -> ChannelRecords:
    return ChannelRecords(Archive(database_engine(f"sqlite:///{tmp_path}/talks.db")))


@pytest.fixture
async def shown() -> Shown:
    return Shown()


def talks_with(assistant: Any, records: Any, shown: Shown, **limits: int) -> Talks:
    house = House(assistant, records, {}, Limits(**limits))
    return Talks("web", house, shown, Counters(house.limits))


@pytest.fixture
def talks(assistant, records, shown) -> Talks:
    return talks_with(assistant, records, shown)


async def refused(attempt: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        await attempt
    return refusal.value.code


async def test_what_is_said_is_shown_answered_and_followed_by_the_state(talks, shown):
    await talks.receive(ANN, Said("message-1", "my head hurts"))
    await shown.until(1)
    kinds = [(kind, what["from"] if kind == "message" else what) for kind, _, what in shown.all]
    assert sorted(map(str, kinds[:2])) == ["('message', 'person')", "('typing', True)"]
    assert kinds[2:] == [
        ("message", "assistant"),
        ("typing", False),
        ("state", {"stage": "describe"}),
    ]


async def test_nobody_waits_for_anothers_turn(talks, assistant, shown):
    assistant.gate = asyncio.Event()
    await talks.receive(ANN, Said("message-1", "one"))
    await talks.receive(ANN, Said("message-2", "two"))
    await talks.receive(BEN, Said("message-3", "three"))
    await shown.until(2, "typing")
    assert assistant.heard == [(ANN, "one"), (BEN, "three")]
    assistant.gate.set()
    await shown.until(3)
    assert [text for who, text in assistant.heard if who == ANN] == ["one", "two"]


async def test_a_choice_says_its_payload_and_several_are_joined(talks, assistant, shown):
    await talks.receive(ANN, Said("message-1", "hi"))
    await shown.until(1)
    yes, no = (choice["token"] for choice in shown.of(ANN)[-1]["choices"])
    await talks.receive(ANN, Said("message-2", choices=(no, yes, no)))
    await shown.until(2)
    assert assistant.heard[-1] == (ANN, "No thanks, Yes")
    assert await refused(talks.receive(ANN, Said("message-3", choices=(yes,)))) == "stale_choice"
    assert await refused(talks.receive(BEN, Said("message-4", choices=(yes,)))) == "unknown_choice"
    await talks.receive(ANN, Said("message-2", choices=(no, yes, no)))


async def test_the_regions_of_a_head_map_carry_tokens_and_no_payloads(talks, assistant, shown):
    assistant.answer_with = {"text": "Where?", "buttons": BUTTONS, "view": MAP}
    await talks.receive(ANN, Said("message-1", "hi"))
    await shown.until(1)
    message = shown.of(ANN)[-1]
    regions = message["view"]["regions"]
    assert [sorted(region) for region in regions] == [["figure", "id", "title", "token"]] * 2
    assert "my temple" not in str(message)
    await talks.receive(ANN, Said("message-2", choices=tuple(r["token"] for r in regions)))
    await shown.until(2)
    assert assistant.heard[-1] == (ANN, "my temple, my neck")
    told = (await talks.history(ANN))["messages"]
    assert [m["view"] for m in told if m["from"] == "assistant"][0] is None
    assert told[-1]["view"] == shown.of(ANN)[-1]["view"]


async def test_while_the_database_is_away_people_are_answered_without_choices(assistant, shown):
    talks = talks_with(assistant, AwayRecords(), shown)
    assistant.away = True
    assistant.answer_with = {"text": "Call 112 now.", "buttons": BUTTONS, "view": MAP}
    for identity in ("message-1", "message-1", "message-2"):
        await talks.receive(ANN, Said(identity, "the worst headache"))
    await shown.until(4, "typing")
    assert [message["text"] for message in shown.of(ANN)] == ["Call 112 now."] * 2
    assert all(m["choices"] == [] and m["view"] is None for m in shown.of(ANN))
    assert await refused(talks.history(ANN)) == "unavailable"
    assert await refused(talks.transcript(ANN)) == "unavailable"
    assert await refused(talks.thumb(ANN, "message-1.1", True)) == "unavailable"
    assert await refused(talks.receive(ANN, Said("m-3", choices=("x",)))) == "unavailable"
    assert await refused(talks.erase(ANN)) == "unavailable"
    await talks.receive(ANN, Said("message-4", "hello"))
    await shown.until(6, "typing")


async def test_a_turn_that_fails_does_not_end_the_talk(talks, assistant, shown, monkeypatch):
    async def fail(message: UserMessage) -> None:
        raise RuntimeError("my head hurts")

    with monkeypatch.context() as patch:
        patch.setattr(assistant, "answer", fail)
        await talks.receive(ANN, Said("message-1", "one"))
        await shown.until(2, "typing")
    await talks.receive(ANN, Said("message-2", "two"))
    await shown.until(1)
    assert assistant.heard == [(ANN, "two")]


async def test_too_many_waiting_messages_are_refused_and_later_taken(assistant, records, shown):
    talks = talks_with(assistant, records, shown, waiting_messages=3)
    assistant.gate = asyncio.Event()
    for number in range(3):
        await talks.receive(ANN, Said(f"message-{number}", "hi"))
        await shown.until(1, "typing")
    assert await refused(talks.receive(BEN, Said("message-9", "hi"))) == "busy"
    assistant.gate.set()
    await shown.until(3)
    await talks.receive(BEN, Said("message-9", "hi"))
    await shown.until(4)


async def test_a_greeting_is_asked_for_once_and_heard_from_nobody(talks, assistant, shown):
    await asyncio.gather(*(talks.greet(ANN) for _ in range(5)))
    await shown.until(1)
    await talks.greet(ANN)
    assert assistant.heard == [(ANN, "hello")]
    assert shown.of(ANN, "person") == []
    told = (await talks.history(ANN))["messages"]
    assert [message["from"] for message in told] == ["assistant"]


async def test_history_in_the_middle_of_a_turn_has_what_was_said_already(talks, assistant, shown):
    assistant.gate = asyncio.Event()
    await talks.receive(ANN, Said("message-1", "my head hurts"))
    await shown.until(1, "typing")
    told = (await talks.history(ANN))["messages"]
    assert [message["text"] for message in told] == ["my head hurts"]
    assistant.gate.set()
    await shown.until(1)
    told = (await talks.history(ANN))["messages"]
    assert [message["id"] for message in told] == ["message-1", "message-1.1"]


async def test_erasing_drops_what_waits_and_nobody_hears_what_is_in_work(talks, assistant, shown):
    assistant.gate = asyncio.Event()
    await talks.receive(ANN, Said("message-1", "one"))
    await talks.receive(ANN, Said("message-2", "two"))
    await shown.until(1, "typing")
    erasing = asyncio.create_task(talks.erase(ANN))
    await asyncio.sleep(0)
    assert await refused(talks.receive(ANN, Said("message-3", "three"))) == "unavailable"
    assistant.gate.set()
    await erasing
    assert assistant.heard == [(ANN, "one")] and shown.of(ANN) == []
    assert shown.all[-1] == ("erased", ANN, None)
    assert (await talks.history(ANN))["messages"] == []


async def test_what_a_crash_left_is_answered(assistant, records, shown):
    await records.receive("web", BEN, "message-2", "never answered")
    await records.receive("web", ANN, "message-3", "neither")
    await talks_with(assistant, records, shown).resume()
    await shown.until(2)
    assert sorted(assistant.heard) == [(ANN, "neither"), (BEN, "never answered")]
    assert await records.unanswered("web") == []


async def test_a_text_that_is_too_long_is_refused_whole(talks, assistant):
    assert await refused(talks.receive(ANN, Said("message-1", "x" * 1_001))) == "too_long"
    assert assistant.heard == []


async def test_closing_answers_what_waits(talks, assistant, records):
    await talks.receive(ANN, Said("message-1", "one"))
    await talks.receive(ANN, Said("message-2", "two"))
    await talks.close(5)
    assert assistant.heard == [(ANN, "one"), (ANN, "two")]
    assert await records.unanswered("web") == []


async def test_what_comes_after_closing_is_not_answered_before_what_was_left_then(
    talks, assistant, records
):
    assistant.gate = asyncio.Event()
    await talks.receive(ANN, Said("message-1", "one"))
    await talks.receive(ANN, Said("message-2", "two"))
    await talks.close(0.05)
    assistant.gate.set()
    await asyncio.sleep(0.05)
    await talks.receive(ANN, Said("message-3", "three"))
    await talks.receive(BEN, Said("message-4", "four"))
    await asyncio.sleep(0.05)
    assert assistant.heard == [(ANN, "one"), (BEN, "four")]
    left = [waiting.message_id for waiting in await records.unanswered("web")]
    assert left[:2] == ["message-2", "message-3"]


async def test_turns_of_one_address_are_taken_at_a_pace_and_nobody_else_waits_for_them(
    assistant, records, shown
):
    talks = talks_with(assistant, records, shown, turns_of_an_address=2)
    for number in range(5):
        await talks.receive(f"web-office-{number}", Said("message-1", "hello"), "192.0.2.1")
    await talks.receive(ANN, Said("message-1", "my head hurts"), "192.0.2.2")
    await shown.until(3)
    assert len(assistant.heard) == 3 and (ANN, "my head hurts") in assistant.heard
    await talks.close(5)
    assert len(assistant.heard) == 6


async def test_an_emergency_does_not_wait_for_the_turns_of_its_address(assistant, records, shown):
    limits = Limits(turns_of_an_address=1)
    house = House(assistant, records, {}, limits, tells_of_emergency="cant breathe".__eq__)
    talks = Talks("web", house, shown, Counters(limits))
    await talks.receive(ANN, Said("message-1", "hello"), "192.0.2.1")
    await talks.receive(BEN, Said("message-1", "cant breathe"), "192.0.2.1")
    await shown.until(2)
    assert assistant.heard == [(ANN, "hello"), (BEN, "cant breathe")]


async def test_many_people_with_one_message_each_are_told_that_it_is_busy_too(
    assistant, records, shown
):
    assistant.gate = asyncio.Event()
    talks = talks_with(assistant, records, shown, waiting_messages=3)
    for number in range(3):
        await talks.receive(f"web-{number}", Said("message-1", "my head hurts"))
    with pytest.raises(Refusal, match="busy"):
        await talks.receive("web-late", Said("message-1", "my head hurts"))
    assistant.gate.set()
    await talks.close(5)
