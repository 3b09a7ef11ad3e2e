"""Answers that may not have arrived yet: noted with their turn, gone once the place has them."""

from __future__ import annotations

import time
from math import inf
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy as sa

from headache_relief.records import inbox, outbox
from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.archive import Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.channel_tables import inbox as inbox_table
from headache_relief.records.conversation_tables import conversations
from headache_relief.records.database import database_engine, reading, writing
from headache_relief.records.outbox import Undelivered
from headache_relief.records.rows import rows_of
from headache_relief.records.stored_id import stored_id
from headache_relief.records.tables import make_tables

ANN = "telegram-7"
CHANNEL = "telegram"


@pytest.fixture(params=["sqlite", "PostgreSQL"])
def archive(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Archive]:
    """An archive in which Ann has agreed."""
    postgres = request.param == "PostgreSQL"
    url = request.getfixturevalue("postgres_url") if postgres else f"sqlite:///{tmp_path}/t.db"
    made = Archive(database_engine(url))
    with made.writing(ANN, agrees=True) as connection:
        row = {"conversation": stored_id(ANN), "events": 0, "session": 1, "turns": 0}
        connection.execute(conversations.insert(), {**row, "last_active": time.time()})
    yield made
    made.close()


@pytest.fixture
def records(archive: Archive) -> ChannelRecords:
    return ChannelRecords(archive)


def turn(message: str, answers: int, channel: str = CHANNEL) -> list[dict[str, Any]]:
    """The outline of a turn's events."""
    person = {"event": "user", "message_id": message, "input_channel": channel}
    return [person, {"event": "slot"}, *({"event": "bot"} for _ in range(answers))]


def write(archive: Archive, *events: dict[str, Any]) -> None:
    with archive.writing(ANN) as connection:
        outbox.note_answers(connection, stored_id(ANN), events)


async def test_what_answers_a_message_is_to_be_delivered_and_the_message_waits_no_longer(
    archive, records
):
    await records.receive(CHANNEL, ANN, "1", "hi")
    write(archive, *turn("1", answers=2))
    assert await records.unanswered(CHANNEL) == []
    assert await records.undelivered(CHANNEL) == [Undelivered(ANN, "1", 0)]


async def test_a_turn_that_is_not_written_leaves_its_message_waiting_and_nothing_to_deliver(
    archive, records
):
    await records.receive(CHANNEL, ANN, "1", "hi")
    with pytest.raises(RuntimeError), archive.writing(ANN) as connection:
        outbox.note_answers(connection, stored_id(ANN), turn("1", answers=2))
        raise RuntimeError("The assistant is killed.")
    assert [each.message_id for each in await records.unanswered(CHANNEL)] == ["1"]
    assert await records.undelivered(CHANNEL) == []


async def test_a_message_that_is_answered_already_is_not_answered_by_a_second_turn(
    archive, records
):
    await records.receive(CHANNEL, ANN, "1", "hi")
    write(archive, *turn("1", answers=1))
    with pytest.raises(TurnOvertaken):
        write(archive, *turn("1", answers=3))
    assert await records.undelivered(CHANNEL) == [Undelivered(ANN, "1", 0)]


async def test_after_a_crash_only_the_answers_that_did_not_arrive_are_left(archive, records):
    await records.receive(CHANNEL, ANN, "1", "hi")
    write(archive, *turn("1", answers=3))
    await records.delivered(CHANNEL, ANN, "1", 1)
    assert await records.undelivered(CHANNEL) == [Undelivered(ANN, "1", 1)]
    await records.delivered(CHANNEL, ANN, "1", 3)
    assert await records.undelivered(CHANNEL) == []


async def test_each_of_two_messages_in_one_writing_has_its_own_answers(archive, records):
    for message in ("1", "2"):
        await records.receive(CHANNEL, ANN, message, "hi")
    write(archive, *turn("1", answers=1), *turn("2", answers=2))
    await records.delivered(CHANNEL, ANN, "1", 1)
    await records.delivered(CHANNEL, ANN, "2", 1)
    assert await records.undelivered(CHANNEL) == [Undelivered(ANN, "2", 1)]


async def test_the_web_chat_is_read_whole_and_has_nothing_to_be_delivered(archive, records):
    await records.receive("web", ANN, "1", "hi")
    write(archive, *turn("1", answers=1, channel="web"))
    assert await records.unanswered("web") == []
    assert await records.undelivered("web") == []


async def test_what_no_channel_took_in_is_delivered_by_nobody(archive, records):
    write(archive, *turn("said-over-rest", answers=1))
    assert await records.undelivered(CHANNEL) == []


async def test_a_greeting_is_delivered_though_nobody_said_anything(archive, records):
    write(archive, *turn("greeting-abc", answers=1))
    assert await records.undelivered(CHANNEL) == [Undelivered(ANN, "greeting-abc", 0)]


async def test_who_claimed_an_answer_last_has_it(archive, records):
    await records.receive(CHANNEL, ANN, "1", "hi")
    write(archive, *turn("1", answers=1))
    assert await records.undelivered(CHANNEL, before=time.time() - 6) == []
    assert await records.claim(CHANNEL, ANN, "1", before=inf)
    assert not await records.claim(CHANNEL, ANN, "1", before=time.time() - 6)


async def test_whoever_erases_a_talk_is_sent_nothing_more(archive, records):
    await records.receive(CHANNEL, ANN, "1", "hi")
    write(archive, *turn("1", answers=1))
    archive.erase(ANN)
    assert await records.undelivered(CHANNEL) == []
    with archive.reading(ANN) as connection:
        assert not any(rows_of(connection, stored_id(ANN)).values())


async def test_what_was_not_delivered_before_a_consent_is_delivered_after_it(tmp_path):
    archive = Archive(database_engine(f"sqlite:///{tmp_path}/t.db"))
    records = ChannelRecords(archive)
    await records.receive(CHANNEL, ANN, "1", "hi")
    write(archive, *turn("1", answers=2))
    with archive.writing(ANN, agrees=True):
        pass
    assert not archive.is_in_memory(ANN)
    assert await records.undelivered(CHANNEL) == [Undelivered(ANN, "1", 0)]
    archive.close()


def test_what_waits_is_found_without_reading_what_was_answered(tmp_path):
    engine = database_engine(f"sqlite:///{tmp_path}/t.db")
    make_tables(engine)
    asked: list[tuple[str, Any]] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(connection: Any, cursor: Any, statement: str, given: Any, *rest: Any) -> None:
        asked.append((statement, given))

    with reading(engine) as connection:
        inbox.unanswered(connection, CHANNEL, 5.0)
        statement, given = next(each for each in asked if "FROM inbox" in each[0])
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    assert any("inbox_waiting" in step.detail for step in plan)
    engine.dispose()


def test_a_database_from_before_gets_its_missing_indexes(tmp_path):
    engine = database_engine(f"sqlite:///{tmp_path}/t.db")
    make_tables(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP INDEX inbox_waiting")
    make_tables(engine)
    with reading(engine) as connection:
        names = {each["name"] for each in sa.inspect(connection).get_indexes(inbox_table.name)}
    assert "inbox_waiting" in names
    engine.dispose()
