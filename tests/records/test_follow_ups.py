"""A promised question is a row of its talk: taken once, gone with danger or a new talk."""

from __future__ import annotations

import asyncio
import time

import pytest

from headache_relief.records import follow_ups
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.channel_tables import follow_ups as table
from headache_relief.records.rows import rows_of
from headache_relief.records.stored_id import stored_id
from tests.records.test_outbox import ANN, CHANNEL, archive, records

__all__ = ["archive", "records"]

PERSON = {"event": "user", "message_id": "m1", "input_channel": CHANNEL}
PROMISED = {"event": "bot", "response": follow_ups.PROMISE}


def tomorrow() -> float:
    """When what is promised now is due, in seconds since 1970."""
    return time.time() + follow_ups.SECONDS_UNTIL_ASKED + 60


def write(archive, *events) -> None:
    with archive.writing(ANN) as connection:
        follow_ups.note(connection, stored_id(ANN), events)


def kept(archive) -> list:
    with archive.reading(ANN) as connection:
        return list(rows_of(connection, stored_id(ANN))[table])


async def test_two_workers_take_it_once(archive, records):
    write(archive, PERSON, PROMISED)
    other = ChannelRecords(archive)
    await asyncio.gather(*(each.ask_due(CHANNEL, tomorrow()) for each in (records, other)))
    [waiting] = await records.unanswered(CHANNEL)
    assert waiting.conversation == ANN and waiting.message_id.startswith("follow-up-")
    assert kept(archive) == []


async def test_before_its_time_and_over_another_channel_nothing_is_taken(archive, records):
    write(archive, PERSON, PROMISED)
    await records.ask_due(CHANNEL, time.time())
    await records.ask_due("slack", tomorrow())
    assert await records.unanswered(CHANNEL) == [] and len(kept(archive)) == 1


async def test_a_second_promise_takes_the_place_of_the_first_and_is_asked_too(archive, records):
    write(archive, PERSON, PROMISED)
    await records.ask_due(CHANNEL, tomorrow())
    [first] = await records.unanswered(CHANNEL)
    await records.answered(CHANNEL, ANN, first.message_id)
    with pytest.MonkeyPatch.context() as patch:
        now = time.time() + 90
        patch.setattr(time, "time", lambda: now)
        write(archive, PERSON, PROMISED)
        write(archive, PERSON, PROMISED)
    assert len(kept(archive)) == 1
    await records.ask_due(CHANNEL, tomorrow() + 90)
    assert len(await records.unanswered(CHANNEL)) == 1


@pytest.mark.parametrize(
    "ending", [{"event": "bot", "response": "utter_emergency"}, {"event": "session_started"}]
)
def test_danger_and_a_new_talk_drop_it(archive, ending):
    write(archive, PERSON, PROMISED)
    write(archive, ending)
    assert kept(archive) == []
