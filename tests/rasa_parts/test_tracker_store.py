"""The tracker store keeps every conversation whole and loads only what a turn needs."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import stat
import time
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core.events import Restarted, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from headache_relief.rasa_parts import stored_events
from headache_relief.rasa_parts.checkpoints import TURNS_APART
from headache_relief.rasa_parts.lock_store import EventLockStore
from headache_relief.rasa_parts.recent_trackers import RecentTrackers
from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.database import StoreError
from tests.rasa_parts.stored_conversations import DOMAIN, said, say, session_start, user_turn


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "conversations.db"


@pytest.fixture
def store(file: Path) -> Iterator[SqlTrackerStore]:
    made = SqlTrackerStore(DOMAIN, f"sqlite:///{file}")
    yield made
    made.close()


def restarted(store: SqlTrackerStore, file: Path) -> SqlTrackerStore:
    """The store as it is after the assistant was started again."""
    store.close()
    return SqlTrackerStore(DOMAIN, f"sqlite:///{file}")


def change(file: Path, statement: str, *values: Any) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement, values)
    connection.close()


def ask(file: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(file)
    rows = connection.execute(query).fetchall()
    connection.close()
    return rows


async def test_rasa_builds_the_store_from_its_endpoint_configuration(file: Path) -> None:
    endpoint = EndpointConfig(
        url=f"sqlite:///{file}", type="headache_relief.rasa_parts.tracker_store.SqlTrackerStore"
    )
    store = TrackerStore.create(endpoint, DOMAIN)
    assert isinstance(store, SqlTrackerStore)
    await say(store, "ann", "hello")
    assert said(await store.retrieve("ann")) == ["hello"]
    store.close()


async def test_what_was_said_is_there_after_a_restart(store: SqlTrackerStore, file: Path) -> None:
    await say(store, "ann", "my head hurts", {"tier": "self_care"})
    reopened = restarted(store, file)
    tracker = await reopened.retrieve("ann")
    assert said(tracker) == ["my head hurts"]
    assert tracker.get_slot("tier") == "self_care"
    assert tracker.latest_action_name == "action_listen"
    reopened.close()


async def test_an_unknown_conversation_is_none(store: SqlTrackerStore) -> None:
    assert await store.retrieve("nobody") is None
    assert await store.retrieve_full_tracker("nobody") is None
    assert not await store.exists("nobody")


def test_the_file_and_its_new_folder_are_private(store: SqlTrackerStore, file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "address", ["nonsense", "mysql://host/name", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_cannot_be_used_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(StoreError):
        SqlTrackerStore(DOMAIN, address)


def test_a_setting_it_does_not_know_is_refused(file: Path) -> None:
    with pytest.raises(StoreError, match="colour"):
        SqlTrackerStore(DOMAIN, f"sqlite:///{file}", colour="red")


STRANGE_IDS = [
    "a\x00b",
    "ab",
    "a%00b",
    "a\ud800b",
    "a%ED%A0%80b",
    "a\ufffdb",
    "ä",
    "💆",
    "a b",
    "",
    "A B",
]


async def test_strange_sender_ids_are_kept_apart(store: SqlTrackerStore) -> None:
    for number, sender in enumerate(STRANGE_IDS):
        await say(store, sender, f"message {number}")
    for number, sender in enumerate(STRANGE_IDS):
        assert said(await store.retrieve(sender)) == [f"message {number}"]
    assert sorted(await store.keys()) == sorted(STRANGE_IDS)


async def test_text_with_a_nul_or_a_lone_surrogate_comes_back(store: SqlTrackerStore) -> None:
    await say(store, "ann", "a\x00b \ud83d c")
    assert said(await store.retrieve("ann")) == ["a\x00b \ud83d c"]


DAMAGE = {
    "no JSON": "{secret pain",
    "an unknown type": '{"event": "from_the_future", "text": "secret pain"}',
    "no type": '{"text": "secret pain"}',
    "a list": "[1]",
    "an event that can't be applied": '{"event": "slot", "name": ["secret pain"], "value": 1}',
}


@pytest.mark.parametrize("data", DAMAGE.values(), ids=list(DAMAGE))
async def test_a_damaged_event_is_set_aside_and_the_rest_loads(
    store: SqlTrackerStore, file: Path, caplog: pytest.LogCaptureFixture, data: str
) -> None:
    for text in ("one", "two", "three"):
        await say(store, "ann", text)
    change(file, "UPDATE events SET data = ? WHERE type = 'user' AND data LIKE '%two%'", data)

    store = restarted(store, file)
    assert said(await store.retrieve("ann")) == ["one", "three"]
    assert ask(file, "SELECT data FROM quarantined_events") == [(data,)]
    logged = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert logged == ["1 unreadable events were moved to the table quarantined_events."]
    assert not any("secret" in record.getMessage() for record in caplog.records)

    await say(store, "ann", "four")
    assert said(await store.retrieve("ann")) == ["one", "three", "four"]
    assert len(ask(file, "SELECT * FROM quarantined_events")) == 1


async def test_only_the_last_session_is_loaded(store: SqlTrackerStore) -> None:
    await say(store, "ann", "last week")
    tracker = await store.retrieve("ann")
    tracker.update_with_events([*session_start(), *user_turn("today")], DOMAIN)
    await store.save(tracker)

    latest = await store.retrieve("ann")
    assert said(latest) == ["today"]
    assert isinstance(latest.events[0], SessionStarted)
    assert said(await store.retrieve_full_tracker("ann")) == ["last week", "today"]


async def test_a_long_conversation_loads_its_last_few_turns(
    store: SqlTrackerStore,
) -> None:
    sizes = []
    for number in range(65):
        await say(store, "ann", f"turn {number}")
        loaded = said(await store.retrieve("ann"))
        assert loaded[-1] == f"turn {number}"
        sizes.append(len(loaded))
    assert sizes[:TURNS_APART] == list(range(1, TURNS_APART + 1))
    assert all(TURNS_APART <= size <= 2 * TURNS_APART for size in sizes[TURNS_APART:])
    full = said(await store.retrieve_full_tracker("ann"))
    assert full == [f"turn {number}" for number in range(65)]


async def test_what_was_set_before_the_loaded_turns_still_holds(store: SqlTrackerStore) -> None:
    await say(store, "ann", "it exploded out of nowhere", {"tier": "emergency"})
    for number in range(45):
        await say(store, "ann", f"turn {number}")
        tracker = await store.retrieve("ann")
        assert tracker.get_slot("tier") == "emergency"
        assert tracker.get_slot("never_set") == "first"
        assert tracker.latest_action_name == "action_listen"


async def test_a_slot_that_was_emptied_stays_empty_behind_a_checkpoint(
    store: SqlTrackerStore,
) -> None:
    await say(store, "ann", "yes", {"never_set": "second"})
    await say(store, "ann", "no", {"never_set": None})
    for number in range(30):
        await say(store, "ann", f"turn {number}")
    assert (await store.retrieve("ann")).get_slot("never_set") is None


async def test_a_restart_in_a_long_conversation_empties_the_slots(store: SqlTrackerStore) -> None:
    await say(store, "ann", "bad", {"tier": "same_day"})
    for number in range(25):
        await say(store, "ann", f"turn {number}")
    tracker = await store.retrieve("ann")
    tracker.update_with_events([Restarted(), *user_turn("again")], DOMAIN)
    await store.save(tracker)
    assert (await store.retrieve("ann")).get_slot("tier") is None


async def test_a_new_session_does_not_inherit_checkpoints(store: SqlTrackerStore) -> None:
    for number in range(30):
        await say(store, "ann", f"turn {number}", {"tier": "same_day"})
    tracker = await store.retrieve("ann")
    tracker.update_with_events([*session_start(), *user_turn("new day")], DOMAIN)
    await store.save(tracker)
    latest = await store.retrieve("ann")
    assert said(latest) == ["new day"]
    assert latest.get_slot("tier") is None


async def test_an_unreadable_checkpoint_means_replaying_the_session(
    store: SqlTrackerStore, file: Path
) -> None:
    for number in range(30):
        await say(store, "ann", f"turn {number}", {"tier": "self_care"})
    change(file, "UPDATE checkpoints SET state = '{broken'")
    tracker = await store.retrieve("ann")
    assert len(said(tracker)) == 30
    assert tracker.get_slot("tier") == "self_care"


async def test_what_a_failed_turn_added_is_not_remembered(store: SqlTrackerStore) -> None:
    await say(store, "ann", "one")
    failing = await store.retrieve("ann")
    failing.update_with_events(user_turn("never saved", {"tier": "same_day"}), DOMAIN)
    tracker = await store.retrieve("ann")
    assert said(tracker) == ["one"]
    assert tracker.get_slot("tier") is None


async def test_what_another_process_wrote_is_seen(store: SqlTrackerStore, file: Path) -> None:
    other = SqlTrackerStore(DOMAIN, f"sqlite:///{file}")
    for number, each in enumerate((store, other, store, other)):
        await say(each, "ann", f"turn {number}")
    expected = [f"turn {number}" for number in range(4)]
    assert said(await store.retrieve("ann")) == said(await other.retrieve("ann")) == expected
    await other.erase("ann")
    assert await store.retrieve("ann") is None
    other.close()


async def test_a_turn_that_another_process_overtook_is_not_written(
    store: SqlTrackerStore, file: Path
) -> None:
    await say(store, "ann", "first")
    slow = await store.retrieve("ann")
    assert slow is not None
    other = SqlTrackerStore(DOMAIN, f"sqlite:///{file}")
    await say(other, "ann", "second")
    other.close()
    slow.update_with_events(user_turn("too late"), DOMAIN)
    with pytest.raises(TurnOvertaken):
        await store.save(slow)
    assert said(await store.retrieve_full_tracker("ann")) == ["first", "second"]


async def test_few_trackers_are_held_between_turns(store: SqlTrackerStore) -> None:
    store._recent = RecentTrackers(most=2)
    for sender in "abc":
        await say(store, sender, "hello")
    assert [store._recent.take(sender) is not None for sender in "abc"] == [False, True, True]
    assert said(await store.retrieve("a")) == ["hello"]


async def test_saving_twice_stores_once(store: SqlTrackerStore) -> None:
    await say(store, "ann", "once")
    tracker = await store.retrieve("ann")
    tracker.update_with_events(user_turn("twice"), DOMAIN)
    await store.save(tracker)
    await store.save(tracker)
    assert said(await store.retrieve_full_tracker("ann")) == ["once", "twice"]


async def test_a_tracker_from_elsewhere_adds_only_what_is_not_stored(
    store: SqlTrackerStore,
) -> None:
    """Rasa's fail-safe store and its HTTP interface save trackers that this store didn't make."""
    await say(store, "ann", "one")
    stored = await store.retrieve_full_tracker("ann")
    foreign = DialogueStateTracker.from_events("ann", list(stored.events), DOMAIN.slots)
    foreign.update_with_events(user_turn("two"), DOMAIN)
    await store.save(foreign)
    assert said(await store.retrieve_full_tracker("ann")) == ["one", "two"]


async def test_it_works_behind_rasas_fail_safe_wrapper_too(store: SqlTrackerStore) -> None:
    """`rasa run` wraps every store in it."""
    wrapped = FailSafeTrackerStore(store)
    for number in range(12):
        await say(wrapped, "ann", f"turn {number}", {"tier": "self_care"})
    assert said(await store.retrieve_full_tracker("ann")) == [f"turn {n}" for n in range(12)]
    assert (await wrapped.retrieve("ann")).get_slot("tier") == "self_care"


async def test_a_slot_that_the_domain_no_longer_has_is_left_out(
    store: SqlTrackerStore, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(25):
        await say(store, "ann", f"turn {number}", {"tier": "self_care"})
    tracker = await store.retrieve("ann")
    assert [e.key for e in list(tracker.events)[:2] if isinstance(e, SlotSet)] == ["said", "tier"]
    store.domain = DOMAIN.from_dict({"slots": {}})
    assert (await store.retrieve("ann")).current_slot_values().get("tier") is None


async def test_it_says_so_when_the_file_is_gone_and_works_again_when_it_is_back(
    store: SqlTrackerStore, file: Path
) -> None:
    await say(store, "ann", "before")
    away = file.with_name("away.db")
    file.rename(away)
    with pytest.raises(StoreError):
        await store.retrieve("ann")
    with pytest.raises(StoreError):
        await say(store, "ann", "lost?")
    assert not file.exists()

    away.rename(file)
    await say(store, "ann", "after")
    assert said(await store.retrieve("ann")) == ["before", "after"]


async def test_a_failed_save_is_not_forgotten_by_the_tracker(
    store: SqlTrackerStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(store, "ann", "before")
    tracker = await store.retrieve("ann")
    tracker.update_with_events(user_turn("while it fails"), DOMAIN)

    def fail(*_arguments: Any) -> None:
        raise sa.exc.OperationalError("INSERT secret pain", {}, Exception("disk I/O error"))

    with monkeypatch.context() as patch:
        patch.setattr(sa.engine.default.DefaultExecutionContext, "pre_exec", fail)
        with pytest.raises(StoreError) as raised:
            await store.save(tracker)
    assert "secret" not in str(raised.value)
    await store.save(tracker)
    assert said(await store.retrieve("ann")) == ["before", "while it fails"]


async def test_a_locked_database_makes_nobody_else_wait(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headache_relief.records.database.BUSY_SECONDS", 0.4)
    store = SqlTrackerStore(DOMAIN, f"sqlite:///{file}")
    await say(store, "ann", "before")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    saving = asyncio.create_task(say(store, "ann", "while locked"))
    started = time.perf_counter()
    await asyncio.sleep(0.05)
    assert time.perf_counter() - started < 0.3  # the event loop was free
    assert said(await store.retrieve("ann")) == ["before"]  # reading goes on
    with pytest.raises(StoreError):
        await saving

    other.execute("ROLLBACK")
    other.close()
    await say(store, "ann", "after")
    assert said(await store.retrieve("ann")) == ["before", "after"]
    store.close()


async def test_five_messages_at_once_are_stored_in_the_order_they_came(
    store: SqlTrackerStore,
) -> None:
    locks = EventLockStore()

    async def handle(text: str) -> None:
        async with locks.lock("ann"):
            await say(store, "ann", text)

    await asyncio.gather(*(handle(text) for text in "abcde"))
    assert said(await store.retrieve_full_tracker("ann")) == list("abcde")


async def test_many_conversations_at_once_keep_their_own_messages(store: SqlTrackerStore) -> None:
    async def converse(sender: str) -> None:
        for number in range(5):
            await say(store, sender, f"{sender} {number}")

    senders = [f"person {number}" for number in range(12)]
    await asyncio.gather(*(converse(sender) for sender in senders))
    for sender in senders:
        assert said(await store.retrieve(sender)) == [f"{sender} {n}" for n in range(5)]


async def test_rasa_looks_a_type_of_event_up_only_once(
    store: SqlTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(store, "ann", "one")
    await store.retrieve_full_tracker("ann")
    monkeypatch.setattr(
        stored_events.Event, "resolve_by_type", lambda *_: pytest.fail("looked up again")
    )
    assert said(await store.retrieve_full_tracker("ann")) == ["one"]


async def test_export_holds_everything_of_all_sessions(store: SqlTrackerStore, file: Path) -> None:
    for text in ("one", "two"):
        await say(store, "ann", text)
    await say(store, "bob", "other")
    change(file, "UPDATE events SET data = 'broken two' WHERE data LIKE '%\"text\": \"two\"%'")
    exported = await store.export("ann")
    assert exported["conversation"] == "ann"
    assert [e["text"] for e in exported["events"] if e["event"] == "user"] == ["one"]
    assert exported["unreadable"] == ["broken two"]
    assert "other" not in str(exported)


async def test_erasing_leaves_no_trace_in_the_files(store: SqlTrackerStore, file: Path) -> None:
    for number in range(25):
        await say(store, "ann", f"a very private thing {number}", {"tier": "privately set"})
    await say(store, "bob", "stays")
    erased = await store.erase("ann")
    assert erased == 4 + 25 * 6
    assert await store.retrieve("ann") is None
    assert (await store.export("ann"))["events"] == []
    assert said(await store.retrieve("bob")) == ["stays"]
    written = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert b"privat" not in written


async def test_old_conversations_are_deleted_and_young_ones_stay(
    store: SqlTrackerStore, file: Path
) -> None:
    await say(store, "old", "long ago")
    await say(store, "young", "now")
    forty_days_ago = time.time() - 40 * 86_400
    change(
        file, "UPDATE conversations SET last_active = ? WHERE conversation = 'old'", forty_days_ago
    )
    assert await store.delete_older_than(30) == 1
    assert await store.keys() == ["young"]


async def test_postgres_keeps_conversations_too(postgres_url: str) -> None:
    store = SqlTrackerStore(DOMAIN, postgres_url)
    sender = "a\x00b \ud800"
    for number in range(25):
        await say(store, sender, f"turn\x00 {number}", {"tier": "self_care"})
    tracker = await store.retrieve(sender)
    assert TURNS_APART <= len(said(tracker)) <= 2 * TURNS_APART
    assert tracker.get_slot("tier") == "self_care"
    assert len(said(await store.retrieve_full_tracker(sender))) == 25
    assert await store.erase(sender) == 4 + 25 * 6
    store.close()
