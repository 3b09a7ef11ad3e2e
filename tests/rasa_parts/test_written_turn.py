"""What a turn's transaction wrote besides the events is told to whoever waits for the turn."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered

from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records import outbox
from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.inbox import Receipt
from headache_relief.records.written_turn import WrittenTurn, written_turn
from tests.rasa_parts.stored_conversations import DOMAIN, session_start

ANN = "web-ann"
YES, NO = {"title": "Yes", "payload": "yes please"}, {"title": "No"}


@pytest.fixture(params=["in memory", "in the database"])
def agrees(request: pytest.FixtureRequest) -> bool | None:
    """Whether the person has agreed to being remembered."""
    return True if request.param == "in the database" else None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlTrackerStore]:
    made = SqlTrackerStore(DOMAIN, f"sqlite:///{tmp_path}/talks.db")
    yield made
    made.close()


async def turn(store: SqlTrackerStore, message: str, agrees: bool | None = None) -> WrittenTurn:
    """A turn in which a message that was taken in is answered with a question of two buttons."""
    tracker = await store.get_or_create_tracker(ANN)
    if not tracker.events:
        tracker.update_with_events(session_start(agrees), DOMAIN)
        await store.save(tracker)
        tracker = await store.get_or_create_tracker(ANN)
    told = UserUttered("my head hurts", input_channel="web", message_id=message)
    asked = BotUttered("Is it on one side?", {"buttons": [YES, NO]})
    tracker.update_with_events([told, asked, ActionExecuted("action_listen")], DOMAIN)
    written = WrittenTurn()
    before = written_turn.set(written)
    try:
        await store.save(tracker)
    finally:
        written_turn.reset(before)
    return written


async def test_the_choices_of_an_answer_are_kept_with_its_turn(store, agrees):
    await store.records.receive("web", ANN, "m1", "my head hurts")
    written = await turn(store, "m1", agrees)
    yes, no = written.tokens["m1.1"]
    assert (await store.records.look_up(ANN, yes)).payload == "yes please"
    assert (await store.records.look_up(ANN, no)).payload == "No"
    assert await store.records.offer(ANN, "m1.1", [("Yes", "yes please"), ("No", "No")]) == [
        yes,
        no,
    ]


async def test_the_choices_before_are_past_as_soon_as_the_turn_is_written(store, agrees):
    await store.records.receive("web", ANN, "m1", "my head hurts")
    old, _ = (await turn(store, "m1", agrees)).tokens["m1.1"]
    await store.records.receive("web", ANN, "m2", "one side")
    new, _ = (await turn(store, "m2", agrees)).tokens["m2.1"]
    assert not (await store.records.look_up(ANN, old)).newest
    assert (await store.records.look_up(ANN, new)).newest


async def test_a_written_turn_tells_what_it_answered_and_the_slots_after_it(store, agrees):
    await store.records.receive("web", ANN, "m1", "my head hurts")
    written = await turn(store, "m1", agrees)
    assert written.messages == {"m1"}
    assert written.slots == await store.slots(ANN)
    assert await store.records.known("web", ANN, "m1") is Receipt.answered


async def test_a_message_that_no_channel_took_in_offers_nothing(store, agrees):
    written = await turn(store, "unheard-of", agrees)
    assert not written.messages and not written.tokens


async def test_a_turn_that_could_not_be_written_tells_nothing(store, monkeypatch):
    def overtaken(*unused: object) -> None:
        raise TurnOvertaken("Somebody else was quicker.")

    await store.records.receive("web", ANN, "m1", "my head hurts")
    first = await store.get_or_create_tracker(ANN)
    first.update_with_events(session_start(True), DOMAIN)
    await store.save(first)
    monkeypatch.setattr(outbox, "note_answers", overtaken)
    written = WrittenTurn()
    written_turn.set(written)
    tracker = await store.get_or_create_tracker(ANN)
    tracker.update(UserUttered("my head hurts", input_channel="web", message_id="m1"), DOMAIN)
    with pytest.raises(TurnOvertaken):
        await store.save(tracker)
    assert written == WrittenTurn()
