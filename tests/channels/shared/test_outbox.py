"""A turn is written before it is heard; what a crash cuts off is completed, not repeated."""

from __future__ import annotations

import asyncio
from typing import Any, Optional

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockError
from sqlalchemy.engine import Connection

from headache_relief.channels.shared import answering, sweeping, turns
from headache_relief.channels.shared.answering import TRIES
from headache_relief.channels.shared.limits import Counters
from headache_relief.channels.shared.ports import House
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.talks import Said, Talks
from headache_relief.records import outbox
from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.archive import Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import StoreError, database_engine
from headache_relief.records.written_turn import WrittenTurn
from tests.channels.shared.test_talks import FakeAssistant, Shown

ANN = "telegram-7"
CHANNEL = "telegram"


class WritingAssistant(FakeAssistant):
    """Writes each turn as the store of conversations does, and says `answers` things in it.

    `before` and `after` run around the writing: they raise, or never end, as a crash would.
    """

    def __init__(self, records: ChannelRecords, answers: int = 1) -> None:
        super().__init__()
        self.answers = answers
        self.before: Optional[Exception] = None
        self._records = records

    async def answer(self, message: UserMessage) -> WrittenTurn:
        self.heard.append((message.sender_id, message.text))
        if self.gate is not None:
            await self.gate.wait()
        said = [f"{number} to {message.text}" for number in range(1, self.answers + 1)]
        for text in said:
            await message.output_channel.send_response(message.sender_id, {"text": text})
        if self.before is not None:
            raising, self.before = self.before, None
            raise raising
        if not self.away:
            await self.write(message.sender_id, str(message.message_id), message.text, said)
        return WrittenTurn()

    async def write(self, conversation: str, identity: str, text: str, said: list[str]) -> None:
        """Writes a turn, as if it had been said."""
        person = {"event": "user", "message_id": identity, "input_channel": CHANNEL}
        answers = [{"event": "bot", "text": each, "timestamp": 2.0} for each in said]
        await self._records._write(conversation, _written, [person, *answers])
        told = {**person, "text": text, "timestamp": 1.0}
        self._events.setdefault(conversation, []).extend([told, *answers])


def _written(connection: Connection, key: str, events: list[dict[str, Any]]) -> None:
    outbox.note_answers(connection, key, events)


@pytest.fixture
def records(tmp_path) -> ChannelRecords:
    return ChannelRecords(Archive(database_engine(f"sqlite:///{tmp_path}/talks.db")))


@pytest.fixture
def assistant(records) -> WritingAssistant:
    return WritingAssistant(records)


@pytest.fixture
async def shown() -> Shown:
    return Shown()


def talks_of(assistant: Any, records: Any, shown: Any) -> Talks:
    house = House(assistant, records, {})
    return Talks(CHANNEL, house, shown, Counters(house.limits))


@pytest.fixture
async def talks(assistant, records, shown):
    made = talks_of(assistant, records, shown)
    yield made
    await made.close(1)


def texts(shown: Shown) -> list[str]:
    return [message["text"] for message in shown.of(ANN)]


async def test_when_people_hear_an_answer_it_is_written_and_can_be_judged(talks, shown):
    kept: list[str] = []

    async def judge(conversation: str, message: dict, besides: str = "") -> None:
        if message["from"] == "assistant":
            await talks.thumb(conversation, message["id"], True)
            kept.append(message["id"])

    shown.message = judge
    await talks.receive(ANN, Said("message-1", "hi"))
    await shown.until(1)
    assert kept == ["message-1.1"]
    assert (await talks.history(ANN))["messages"][-1]["helpful"] is True


async def test_what_has_arrived_leaves_nothing_in_the_outbox(talks, records, shown):
    await talks.receive(ANN, Said("message-1", "hi"))
    await shown.until(1)
    assert await records.undelivered(CHANNEL) == []
    assert await records.unanswered(CHANNEL) == []


async def test_a_turn_cut_off_before_it_was_written_is_answered_once(
    assistant, records, shown, talks
):
    await records.receive(CHANNEL, ANN, "message-1", "hi")
    await talks.resume()
    await shown.until(1)
    assert texts(shown) == ["1 to hi"]
    assert assistant.heard == [(ANN, "hi")]


async def test_written_answers_that_did_not_arrive_are_delivered_and_not_said_again(
    assistant, records, shown, talks
):
    await records.receive(CHANNEL, ANN, "message-1", "hi")
    await assistant.write(ANN, "message-1", "hi", ["1 to hi", "2 to hi", "3 to hi"])
    await records.delivered(CHANNEL, ANN, "message-1", 1)
    await talks.resume()
    await _until(lambda: len(texts(shown)) == 2)
    assert texts(shown) == ["2 to hi", "3 to hi"]
    assert assistant.heard == []
    await _until_empty(records)


async def test_what_was_left_comes_before_what_is_new(assistant, records, shown, talks):
    await records.receive(CHANNEL, ANN, "message-1", "first")
    await assistant.write(ANN, "message-1", "first", ["1 to first"])
    await records.receive(CHANNEL, ANN, "message-2", "second")
    resuming = asyncio.create_task(talks.resume())
    await asyncio.sleep(0)
    await talks.receive(ANN, Said("message-3", "third"))
    await resuming
    await shown.until(2)
    assert texts(shown) == ["1 to first", "1 to second", "1 to third"]


async def test_a_turn_that_another_worker_overtook_is_said_by_nobody_else(
    assistant, records, shown, talks
):
    async def overtaken(message: UserMessage) -> None:
        await records.answered(CHANNEL, ANN, str(message.message_id))
        raise TurnOvertaken("The conversation has gone on.")

    assistant.answer = overtaken
    await talks.receive(ANN, Said("message-1", "hi"))
    await shown.until(2, "typing")
    assert texts(shown) == []


async def test_a_turn_that_lost_its_lock_is_repeated_when_nobody_else_answered(
    assistant, shown, talks
):
    assistant.before = TurnOvertaken("The lock was lost.")
    await talks.receive(ANN, Said("message-1", "hi"))
    await shown.until(1)
    assert texts(shown) == ["1 to hi"]
    assert len(assistant.heard) == 2


async def test_what_is_behind_a_turn_that_is_overtaken_each_time_is_not_answered_before_it(
    assistant, records, shown, talks, monkeypatch
):
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(sweeping, "SECONDS_UNTIL_LEFT_ALONE", 0.0)
    answer, tries = assistant.answer, iter(range(TRIES))

    async def overtaken(message: UserMessage) -> Any:
        if next(tries, None) is not None:
            raise TurnOvertaken("The lock was lost.")
        return await answer(message)

    assistant.answer = overtaken
    await talks.receive(ANN, Said("message-1", "one"))
    await talks.receive(ANN, Said("message-2", "two"))
    await shown.until(2, "typing")
    await talks.resume()
    await shown.until(2)
    assert texts(shown) == ["1 to one", "1 to two"]


async def test_what_was_answered_while_the_database_was_away_is_not_answered_again(
    assistant, records, shown, talks, monkeypatch
):
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(sweeping, "SECONDS_UNTIL_LEFT_ALONE", 0.0)
    assistant.away = True

    async def fail(*unused: Any) -> None:
        raise StoreError("The database is away.")

    with monkeypatch.context() as away:
        away.setattr(records, "answered", fail)
        await talks.receive(ANN, Said("message-1", "hi"))
        await shown.until(2, "typing")
        await talks.resume()
        await talks.receive(ANN, Said("message-1", "hi"))
    await _until_empty(records)
    assert assistant.heard == [(ANN, "hi")]


async def test_what_another_worker_left_is_taken_up(assistant, records, shown, talks, monkeypatch):
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(sweeping, "SECONDS_UNTIL_LEFT_ALONE", 0.0)
    await talks.resume()
    await _agree(records, ANN)
    await records.receive(CHANNEL, ANN, "message-1", "hi")
    await shown.until(1)
    assert texts(shown) == ["1 to hi"]


async def test_what_waits_is_not_answered_before_answers_that_a_dead_worker_had_begun_to_deliver(
    assistant, records, shown, talks, monkeypatch
):
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(sweeping, "SECONDS_UNTIL_LEFT_ALONE", 0.3)
    monkeypatch.setattr(ChannelRecords, "shared", True)
    await _agree(records, ANN)
    await records.receive(CHANNEL, ANN, "message-2", "second")
    await asyncio.sleep(0.2)
    await records.receive(CHANNEL, ANN, "message-1", "first")
    await assistant.write(ANN, "message-1", "first", ["1 to first"])
    await talks.resume()
    await shown.until(1)
    await _until_empty(records)
    assert texts(shown) == ["1 to first", "1 to second"]


async def test_all_that_waits_is_taken_up_at_once_though_the_first_of_it_is_in_work_then(
    assistant, records, shown
):
    looks = iter([False])  # and from then on our own turn has the lock

    async def busy(conversation: str) -> bool:
        await asyncio.sleep(0.01)
        return next(looks, True)

    await _agree(records, ANN)
    house = House(assistant, records, {}, busy=busy)
    talks = Talks(CHANNEL, house, shown, Counters(house.limits))
    for number in (1, 2, 3):
        await records.receive(CHANNEL, ANN, f"message-{number}", f"said {number}")
    await talks.resume()
    await talks.receive(ANN, Said("message-4", "said 4"))
    await shown.until(4)
    assert texts(shown) == [f"1 to said {number}" for number in (1, 2, 3, 4)]
    await talks.close(1)


async def test_what_came_later_is_not_taken_up_before_what_somebody_else_seemed_to_work_on(
    assistant, records, shown, monkeypatch
):
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(sweeping, "SECONDS_UNTIL_LEFT_ALONE", 0.0)
    looks = iter([True])  # the lock of a worker that has just died

    async def busy(conversation: str) -> bool:
        return next(looks, False)

    await _agree(records, ANN)
    house = House(assistant, records, {}, busy=busy)
    talks = Talks(CHANNEL, house, shown, Counters(house.limits))
    await records.receive(CHANNEL, ANN, "message-1", "first")
    await records.receive(CHANNEL, ANN, "message-2", "second")
    await talks.resume()
    await shown.until(2)
    assert texts(shown) == ["1 to first", "1 to second"]
    await talks.close(1)


async def test_of_two_workers_one_delivers(records):
    await records.receive(CHANNEL, ANN, "message-1", "hi")
    await WritingAssistant(records).write(ANN, "message-1", "hi", ["1 to hi"])
    now = 4e9
    claims = [await records.claim(CHANNEL, ANN, "message-1", now) for _ in range(2)]
    assert claims[0] is True
    later = await records.claim(CHANNEL, ANN, "message-1", 1.0)
    assert later is False


async def test_nothing_is_taken_in_or_said_while_a_talk_is_erased(assistant, shown, talks):
    gate = asyncio.Event()
    erase = assistant.erase

    async def slow(conversation: str) -> None:
        await gate.wait()
        await erase(conversation)

    assistant.erase = slow
    erasing = asyncio.create_task(talks.erase(ANN))
    await asyncio.sleep(0)
    with pytest.raises(Refusal):
        await talks.receive(ANN, Said("message-1", "hi"))
    await talks.greet(ANN)
    gate.set()
    await erasing
    assert assistant.heard == [] and texts(shown) == []


async def test_a_talk_is_erased_though_its_place_is_out_of_reach(
    assistant, records, shown, talks, monkeypatch
):
    monkeypatch.setattr(turns, "SECONDS_OF_A_TURN", 0.05)
    sending = asyncio.Event()

    async def out_of_reach(conversation: str, message: dict, besides: str = "") -> None:
        if message["from"] == "assistant":
            sending.set()
            await asyncio.Event().wait()

    shown.message = out_of_reach
    await talks.receive(ANN, Said("message-1", "hi"))
    await asyncio.wait_for(sending.wait(), 5)
    await asyncio.wait_for(talks.erase(ANN), 5)
    assert assistant._events == {}
    assert not talks._turns.busy(ANN)


async def test_what_was_erased_while_others_looked_for_it_is_answered_by_nobody(
    assistant, records, shown, talks, monkeypatch
):
    await _agree(records, ANN)
    await records.receive(CHANNEL, ANN, "message-1", "hi")
    seen = await records.unanswered(CHANNEL)
    await asyncio.to_thread(records._archive.erase, ANN)

    async def stale(*unused: Any) -> Any:
        return seen

    with monkeypatch.context() as late:
        late.setattr(records, "unanswered", stale)
        await talks.resume()
    await _until(lambda: not talks._turns.busy(ANN))
    assert assistant.heard == [] and texts(shown) == []


async def test_what_could_not_be_kept_at_all_is_known_when_it_is_sent_again_later(
    assistant, records, shown, talks, monkeypatch
):
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.01)

    async def fail(*unused: Any) -> None:
        raise StoreError("The database is away.")

    assistant.away = True
    with monkeypatch.context() as away:
        for name in ("receive", "known", "answered"):
            away.setattr(records, name, fail)
        await talks.receive(ANN, Said("message-1", "hi"))
        await _until(lambda: not talks._turns.busy(ANN))
    assistant.away = False
    await talks.resume()
    await _until(lambda: not talks._answering.was_answered(ANN, "message-1"))
    await talks.receive(ANN, Said("message-1", "hi"))
    assert not talks._turns.busy(ANN)
    assert assistant.heard == [(ANN, "hi")]


async def test_answers_of_a_worker_that_died_come_before_the_answer_to_what_is_new(
    assistant, records, shown, talks, monkeypatch
):
    monkeypatch.setattr(answering, "SECONDS_UNTIL_LEFT_ALONE", 0.2)
    monkeypatch.setattr(ChannelRecords, "shared", True)
    await records.receive(CHANNEL, ANN, "message-1", "first")
    await assistant.write(ANN, "message-1", "first", ["1 to first", "2 to first"])
    await records.delivered(CHANNEL, ANN, "message-1", 1)
    await talks.receive(ANN, Said("message-2", "second"))
    await shown.until(1)
    assert texts(shown) == ["2 to first", "1 to second"]


async def test_what_another_worker_still_delivers_is_left_to_it_and_waited_for(
    assistant, records, shown, talks, monkeypatch
):
    monkeypatch.setattr(ChannelRecords, "shared", True)
    await records.receive(CHANNEL, ANN, "message-1", "first")
    await assistant.write(ANN, "message-1", "first", ["1 to first"])
    await talks.receive(ANN, Said("message-2", "second"))
    await asyncio.sleep(0)
    assert assistant.heard == []
    await records.delivered(CHANNEL, ANN, "message-1", 1)
    await shown.until(1)
    assert texts(shown) == ["1 to second"]


async def test_an_answer_that_can_never_be_shown_does_not_keep_back_those_behind_it(
    assistant, records, shown, talks, monkeypatch
):
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(sweeping, "SECONDS_UNTIL_LEFT_ALONE", 0.0)
    assistant.answers = 2
    show, tries = shown.message, []

    async def stumble(conversation: str, message: dict, besides: str = "") -> None:
        if message["text"].startswith("1 to"):
            tries.append(message["text"])
            raise RuntimeError("No place can show this.")
        await show(conversation, message, besides)

    shown.message = stumble
    await talks.resume()
    await talks.receive(ANN, Said("message-1", "hi"))
    await _until(lambda: texts(shown))
    await _until_empty(records)
    assert texts(shown) == ["2 to hi"]
    assert len(tries) == 3 and len(assistant.heard) == 1


@pytest.mark.parametrize("answers", [1, 2, 3])
@pytest.mark.parametrize("cut", ["taken in", "in work", "written", "shown", "noted"])
async def test_wherever_an_assistant_is_killed_the_next_completes_and_repeats_nothing(
    tmp_path, cut, answers
):
    """Only what was shown and not noted yet comes a second time, and only that."""
    archive = Archive(database_engine(f"sqlite:///{tmp_path}/talks.db"))
    records = ChannelRecords(archive)
    await _agree(records, ANN)
    seen = Shown()
    first = WritingAssistant(records, answers)
    await _killed(first, records, seen, cut)
    before = texts(seen)

    following = WritingAssistant(records, answers)
    following._events = first._events  # the database outlives both
    talks = talks_of(following, records, seen)
    await talks.resume()
    await talks.receive(ANN, Said("message-2", "more"))
    await _until(lambda: texts(seen)[-1:] == [f"{answers} to more"])
    await _until_empty(records)
    await talks.close(1)

    whole = [f"{number} to hi" for number in range(1, answers + 1)]
    more = [f"{number} to more" for number in range(1, answers + 1)]
    twice = before[-1:] if cut == "shown" else []
    missing = whole[len(before) - len(twice) :]
    assert texts(seen) == [*before, *missing, *more]
    assert set(texts(seen)) == {*whole, *more}
    said_anew = cut in ("taken in", "in work")
    assert following.heard == ([(ANN, "hi")] if said_anew else []) + [(ANN, "more")]
    archive.close()


async def test_a_talk_that_is_locked_too_long_to_be_erased_says_so(assistant, talks):
    async def locked(conversation: str) -> None:
        raise LockError("Others hold it.")

    assistant.erase = locked
    with pytest.raises(Refusal) as refusal:
        await talks.erase(ANN)
    assert refusal.value.code == "unavailable"


async def _killed(assistant: WritingAssistant, records: Any, shown: Shown, cut: str) -> None:
    """Says something to an assistant that ends for good at `cut`, as after a kill."""
    reached, never = asyncio.Event(), asyncio.Event()

    async def end(*unused: Any) -> None:
        reached.set()
        await never.wait()

    class Until:
        """The records, up to the moment of the kill."""

        def __getattr__(self, name: str) -> Any:
            if name == "delivered" and cut in ("shown", "noted"):
                return self._delivered
            return getattr(records, name)

        async def _delivered(self, *what: Any) -> None:
            if cut == "noted":
                await records.delivered(*what)
            await end()

    if cut == "taken in":
        await records.receive(CHANNEL, ANN, "message-1", "hi")
        return
    kill = Shown()
    kill.all, kill.message = shown.all, shown.message
    if cut == "in work":
        assistant.write = end
    if cut == "written":

        async def unseen(conversation: str, message: dict, besides: str = "") -> None:
            if message["from"] == "assistant":
                await end()

        kill.message = unseen
    talks = talks_of(assistant, Until(), kill)
    await talks.receive(ANN, Said("message-1", "hi"))
    await asyncio.wait_for(reached.wait(), 5)
    for line in talks._turns._lines.values():
        assert line.worker is not None
        line.worker.cancel()
    await asyncio.sleep(0)


async def _until(holds: Any) -> None:
    async def wait() -> None:
        while not holds():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(wait(), 5)


async def _until_empty(records: ChannelRecords) -> None:
    async def wait() -> None:
        while await records.undelivered(CHANNEL) or await records.unanswered(CHANNEL):
            await asyncio.sleep(0.01)

    await asyncio.wait_for(wait(), 5)


async def _agree(records: ChannelRecords, conversation: str) -> None:
    def agreed() -> None:
        with records._archive.writing(conversation, True):
            pass

    await asyncio.to_thread(agreed)


async def test_a_message_that_another_worker_answered_meanwhile_is_not_answered_again(
    assistant, records, shown, talks
):
    assistant.gate = asyncio.Event()
    await talks.receive(ANN, Said("message-1", "hi"))
    await _until(lambda: bool(assistant.heard))
    await assistant.write(ANN, "message-1", "hi", ["1 to hi"])
    assistant.gate.set()
    await talks.close(5)
    assert [e["event"] for e in await assistant.events(ANN)] == ["user", "bot"]
    assert texts(shown) == []


async def test_what_another_worker_has_in_work_is_left_to_it(
    assistant, records, shown, monkeypatch
):
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(sweeping, "SECONDS_UNTIL_LEFT_ALONE", 0.0)
    works = True

    async def busy(conversation: str) -> bool:
        return works

    house = House(assistant, records, {}, busy=busy)
    talks = Talks(CHANNEL, house, shown, Counters(house.limits))
    await talks.resume()
    await records.receive(CHANNEL, ANN, "message-1", "hi")
    await asyncio.sleep(0.1)
    assert assistant.heard == []
    works = False
    await shown.until(1)
    assert assistant.heard == [(ANN, "hi")]
    await talks.close(1)
