"""Nothing of a conversation is written before its person agrees; then all of it is."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any, Iterator

import pytest
from rasa.shared.core.events import SlotSet

from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.rasa_parts.checkpoints import TURNS_APART
from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records import archive
from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.database import StoreError
from headache_relief.records.rows import TABLES
from tests.rasa_parts.stored_conversations import DOMAIN, said, say, user_turn

PLANTED = "zebra"
TURNS = 2 * TURNS_APART + 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "conversations.db"


@pytest.fixture
def store(file: Path) -> Iterator[SqlTrackerStore]:
    made = SqlTrackerStore(DOMAIN, f"sqlite:///{file}")
    yield made
    made.close()


def written(file: Path) -> int:
    """How often the planted word stands in the database's files."""
    return sum(part.read_bytes().count(PLANTED.encode()) for part in file.parent.iterdir())


def tables_with(file: Path, conversation: str) -> set[str]:
    """The tables of the database that hold rows of the conversation."""
    connection = sqlite3.connect(file)
    query = "SELECT 1 FROM {} WHERE conversation = ?"
    found = {
        table.name
        for table in TABLES
        if connection.execute(query.format(table.name), (conversation,)).fetchone()
    }
    connection.close()
    return found


async def answer(store: SqlTrackerStore, conversation: str, consent: bool | None) -> None:
    await say(store, conversation, f"{PLANTED} answer", {"consent_given": consent})


async def talk(store: SqlTrackerStore, conversation: str = "ann") -> None:
    """A talk without consent that leaves something in every record."""
    for number in range(TURNS):
        await say(store, conversation, f"{PLANTED} {number}", {"tier": PLANTED}, consent=None)
    records = store.records
    await records.offer(conversation, "m1.1", [(PLANTED, PLANTED)])
    await records.receive("web", conversation, "m2", PLANTED)
    await records.set_thumb(conversation, f"{PLANTED}.1", True)


async def test_before_consent_the_talk_goes_on_and_nothing_of_it_is_written(store, file):
    await talk(store)
    tracker = await store.retrieve("ann")
    assert said(tracker)[-1] == f"{PLANTED} {TURNS - 1}" and tracker.get_slot("tier") == PLANTED
    assert len(said(tracker)) <= 2 * TURNS_APART, "in memory too a turn loads only the last turns"
    assert len(said(await store.retrieve_full_tracker("ann"))) == TURNS
    assert await store.exists("ann") and list(await store.keys()) == ["ann"]
    assert written(file) == 0 and tables_with(file, "ann") == set()


async def test_with_the_consent_all_of_it_is_written(store, file):
    await talk(store)
    [token] = await store.records.offer("ann", "m1.1", [(PLANTED, PLANTED)])
    before = await store.events("ann")
    await answer(store, "ann", True)
    everything = {table.name for table in TABLES}
    assert tables_with(file, "ann") == everything - {"quarantined_events", "outbox", "follow_ups"}
    assert (await store.events("ann"))[: len(before)] == before
    store.close()

    reopened = SqlTrackerStore(DOMAIN, f"sqlite:///{file}")
    assert len(said(await reopened.retrieve_full_tracker("ann"))) == TURNS + 1
    assert (await reopened.retrieve("ann")).get_slot("tier") == PLANTED
    assert (await reopened.records.look_up("ann", token)).payload == PLANTED
    assert [w.content for w in await reopened.records.unanswered("web")] == [PLANTED]
    assert await reopened.records.thumbs("ann") == {f"{PLANTED}.1": True}
    reopened.close()


async def test_after_erasing_nothing_is_left_in_any_table_or_file(store, file):
    await talk(store)
    await answer(store, "ann", True)
    assert written(file) > 0
    assert await store.erase("ann") > 0
    assert written(file) == 0 and tables_with(file, "ann") == set()
    assert await store.retrieve("ann") is None


async def test_whoever_declines_goes_on_in_memory_only(store, file):
    await answer(store, "ann", False)
    await talk(store)
    assert len(said(await store.retrieve_full_tracker("ann"))) == TURNS + 1
    assert written(file) == 0


async def test_whoever_declines_later_is_taken_out_of_the_files(store, file):
    await answer(store, "ann", True)
    await talk(store)
    await answer(store, "ann", False)
    assert written(file) == 0 and tables_with(file, "ann") == set()
    exported = await store.export("ann")
    assert exported["consents"] == [] and len(exported["thumbs"]) == 1
    await answer(store, "ann", True)
    assert len(said(await store.retrieve_full_tracker("ann"))) == TURNS + 3
    assert tables_with(file, "ann")


async def test_the_consent_is_kept_with_its_version_and_time(store):
    await talk(store)
    started = time.time()
    for _ in range(2):
        await answer(store, "ann", True)
    [consent] = (await store.export("ann"))["consents"]
    assert consent["version"] == load_knowledge().consent.version
    assert started - 1 < consent["given_at"] < time.time() + 1


async def test_a_consent_taken_back_within_the_same_turn_is_none(store, file):
    """A turn that fails sets what its actions did back."""
    tracker = await store.get_or_create_tracker("ann", append_action_listen=False)
    given, back = SlotSet("consent_given", True), SlotSet("consent_given", None)
    tracker.update_with_events([given, *user_turn(PLANTED), back], DOMAIN)
    await store.save(tracker)
    assert written(file) == 0


async def test_export_and_erasing_cover_the_memory(store):
    await talk(store)
    exported = await store.export("ann")
    assert PLANTED in str(exported["events"])
    assert [row["payload"] for row in exported["offered_choices"]] == [PLANTED]
    assert [row["content"] for row in exported["inbox"]] == [PLANTED]
    assert [row["helpful"] for row in exported["thumbs"]] == [True]
    assert await store.erase("ann") > 0
    exported = await store.export("ann")
    assert not any(rows for name, rows in exported.items() if name != "conversation")


async def test_after_an_hour_nothing_of_it_is_held_anywhere(store, monkeypatch):
    await talk(store)
    await answer(store, "bob", True)
    an_hour_later = time.monotonic() + archive.SECONDS_IN_MEMORY
    monkeypatch.setattr(store._archive, "_clock", lambda: an_hour_later)
    await store.forget_old()
    assert store._recent.conversations() == ["bob"]
    assert list(await store.keys()) == ["bob"] and await store.retrieve("ann") is None


async def test_a_restart_before_the_consent_forgets(store, file):
    await talk(store)
    store.close()
    reopened = SqlTrackerStore(DOMAIN, f"sqlite:///{file}")
    assert await reopened.retrieve("ann") is None
    reopened.close()


async def test_a_turn_that_ends_after_the_erasing_is_not_written(store, file):
    await answer(store, "ann", True)
    tracker = await store.retrieve("ann")
    tracker.update_with_events(user_turn(PLANTED), DOMAIN)
    await store.erase("ann")
    with pytest.raises(TurnOvertaken):
        await store.save(tracker)
    assert written(file) == 0
    assert await store.retrieve("ann") is None


async def test_a_thumb_that_comes_after_the_erasing_is_not_written(store, file):
    await answer(store, "ann", True)
    await store.erase("ann")
    await store.records.set_thumb("ann", PLANTED, True)
    assert written(file) == 0


async def test_others_conversations_stay_where_they_are(store, file):
    await talk(store, "bob")
    await answer(store, "ann", True)
    assert tables_with(file, "ann") and not tables_with(file, "bob")
    await store.erase("ann")
    assert len(said(await store.retrieve_full_tracker("bob"))) == TURNS


async def test_a_consent_that_can_not_be_written_leaves_the_talk_in_memory(store, file):
    await talk(store)
    away = file.with_name("away.db")
    file.rename(away)
    with pytest.raises(StoreError):
        await answer(store, "ann", True)
    assert (await store.retrieve("ann")).get_slot("consent_given") is None
    away.rename(file)
    assert written(file) == 0
    await answer(store, "ann", True)
    assert len(said(await store.retrieve_full_tracker("ann"))) == TURNS + 1


async def test_declining_while_the_database_is_away_changes_nothing(store, file):
    await answer(store, "ann", True)
    away = file.with_name("away.db")
    tracker = await store.retrieve("ann")
    tracker.update_with_events(user_turn("no", {"consent_given": False}), DOMAIN)
    file.rename(away)
    with pytest.raises(StoreError):
        await store.save(tracker)
    away.rename(file)
    assert said(await store.retrieve("ann")) == [f"{PLANTED} answer"]
    await answer(store, "ann", False)
    assert written(file) == 0


class Broker:
    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []

    def publish(self, event: dict[str, Any]) -> None:
        self.heard.append(event)


async def test_an_event_broker_hears_nothing_before_the_consent_and_all_with_it(store):
    store.event_broker = Broker()
    await talk(store)
    assert store.event_broker.heard == []
    await answer(store, "ann", True)
    kept = await store.events("ann")
    assert store.event_broker.heard == [{"sender_id": "ann", **event} for event in kept]
    await say(store, "ann", "more")
    assert [e.get("text") for e in store.event_broker.heard[len(kept) :]].count("more") == 1
    assert len(store.event_broker.heard) == len(await store.events("ann"))


async def test_looking_at_the_slots_leaves_the_next_turn_its_tracker(store):
    await talk(store)
    assert (await store.slots("ann"))["tier"] == PLANTED
    assert await store.slots("nobody") == {}
    assert store._recent.take("ann") is not None


async def test_a_damaged_event_is_left_out_of_the_events(store, file):
    await answer(store, "ann", True)
    await say(store, "ann", "two")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE events SET data = '{broken' WHERE data LIKE '%zebra answer%'")
    texts = [event.get("text") for event in await store.events("ann")]
    assert "two" in texts and f"{PLANTED} answer" not in texts
