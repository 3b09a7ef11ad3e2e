"""What channels keep: choices behind tokens, messages answered once, thumbs."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Iterator

import pytest

from headache_relief.records import inbox
from headache_relief.records.archive import Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.conversation_tables import conversations
from headache_relief.records.database import database_engine
from headache_relief.records.inbox import Receipt, Waiting
from headache_relief.records.stored_id import stored_id

ANN, BEN = "web-ann", "web-ben\x00\ud800"
CHOICES = [("None of these", "None of these"), ("A fever", "I have a fever")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "talks.db"


@pytest.fixture(params=["in memory", "in the database", "in PostgreSQL"])
def records(file: Path, request: pytest.FixtureRequest) -> Iterator[ChannelRecords]:
    """The records of two people who have agreed, or not yet."""
    postgres = request.param == "in PostgreSQL"
    url = request.getfixturevalue("postgres_url") if postgres else f"sqlite:///{file}"
    archive = Archive(database_engine(url))
    if request.param != "in memory":
        agree(archive, ANN, BEN)
    yield ChannelRecords(archive)
    archive.close()


def agree(archive: Archive, *people: str) -> None:
    for name in people:
        with archive.writing(name, agrees=True) as connection:
            row = {"conversation": stored_id(name), "events": 0, "session": 1, "turns": 0}
            connection.execute(conversations.insert(), {**row, "last_active": time.time()})


async def test_a_token_stands_for_its_choice_in_its_own_conversation_only(records):
    none, fever = await records.offer(ANN, "m.1", CHOICES)
    choice = await records.look_up(ANN, fever)
    assert choice is not None
    assert (choice.title, choice.payload, choice.message) == ("A fever", "I have a fever", "m.1")
    assert await records.look_up(BEN, fever) is None
    assert await records.look_up(ANN, "unknown") is None
    assert none != fever and all(len(token) <= 16 for token in (none, fever))


async def test_the_same_words_in_two_conversations_have_different_tokens(records):
    assert set(await records.offer(ANN, "m.1", CHOICES)).isdisjoint(
        await records.offer(BEN, "m.1", CHOICES)
    )


async def test_what_is_offered_again_in_its_message_keeps_its_tokens(records):
    first = await records.offer(ANN, "m.1", CHOICES)
    assert await records.offer(ANN, "m.1", list(reversed(CHOICES))) == list(reversed(first))
    assert (await records.offer(ANN, "m.1", [*CHOICES, ("New", "New")]))[:2] == first


async def test_only_the_choices_of_the_last_answer_are_newest(records):
    old, *_ = await records.offer(ANN, "one.1", CHOICES)
    danger, *_ = await records.offer(ANN, "two.1", CHOICES)
    question, *_ = await records.offer(ANN, "two.2", CHOICES)
    await records.offer(BEN, "three.1", CHOICES)
    await records.offer(ANN, "one.1", CHOICES)
    assert (await records.look_up(ANN, old)).newest is False
    for new in (danger, question):
        assert (await records.look_up(ANN, new)).newest is True


async def test_choices_of_the_last_fifty_messages_are_kept(records):
    tokens = [(await records.offer(ANN, f"m.{n}", CHOICES))[0] for n in range(60)]
    assert await records.look_up(ANN, tokens[9]) is None
    assert await records.look_up(ANN, tokens[10]) is not None


async def test_a_message_is_new_once_and_then_known(records):
    async def receive(conversation: str, message: str = "message-1") -> Receipt:
        return await records.receive("web", conversation, message, "my head hurts")

    assert await records.known("web", ANN, "message-1") is None
    assert await receive(ANN) is Receipt.new
    assert await receive(ANN) is await records.known("web", ANN, "message-1") is Receipt.working
    await records.answered("web", ANN, "message-1")
    assert await receive(ANN) is await records.known("web", ANN, "message-1") is Receipt.answered
    assert await receive(BEN) is await receive(ANN, "message-2") is Receipt.new
    assert await records.receive("telegram", ANN, "message-1", "hi") is Receipt.new


async def test_of_many_copies_at_once_one_is_new(records):
    copies = (records.receive("web", ANN, "message-1", "my head hurts") for _ in range(20))
    receipts = await asyncio.gather(*copies)
    assert sorted(receipts).count(Receipt.new) == 1


async def test_two_processes_take_a_message_in_once(file):
    archives = [Archive(database_engine(f"sqlite:///{file}")) for _ in range(2)]
    agree(archives[0], ANN)
    with ThreadPoolExecutor(8) as threads:
        records = [ChannelRecords(archive, threads) for archive in archives]
        copies = (each.receive("web", ANN, "message-1", "hi") for each in records * 4)
        assert list(await asyncio.gather(*copies)).count(Receipt.new) == 1


async def test_what_was_not_answered_is_found_in_order_after_a_restart(file):
    archive = Archive(database_engine(f"sqlite:///{file}"))
    agree(archive, ANN, BEN)
    records = ChannelRecords(archive)
    for conversation, message in ((BEN, "message-1"), (ANN, "message-2"), (BEN, "message-3")):
        await records.receive("web", conversation, message, f"words of {message}")
    await records.receive("telegram", ANN, "message-4", "elsewhere")
    await records.answered("web", ANN, "message-2")
    again = ChannelRecords(Archive(database_engine(f"sqlite:///{file}")))
    assert await again.unanswered("web") == [
        Waiting(BEN, "message-1", "words of message-1"),
        Waiting(BEN, "message-3", "words of message-3"),
    ]


async def test_the_words_of_an_answered_message_are_dropped_and_its_id_after_a_week(
    records, file, monkeypatch
):
    await records.receive("web", ANN, "message-1", "the word xylophone")
    await records.answered("web", ANN, "message-1")
    with sqlite3.connect(file) as database:
        assert "xylophone" not in "\n".join(database.iterdump())
    week = time.time() + inbox.SECONDS_TO_KNOW_AGAIN + 1
    monkeypatch.setattr(inbox.time, "time", lambda: week)
    await records._write(ANN, lambda connection, key: inbox.forget_old(connection))
    assert await records.known("web", ANN, "message-1") is None


async def test_a_thumb_can_be_set_changed_and_taken_back(records):
    for helpful, kept in ((True, {"m.1": True}), (False, {"m.1": False}), (None, {})):
        await records.set_thumb(ANN, "m.1", helpful)
        assert await records.thumbs(ANN) == kept
    assert await records.thumbs(BEN) == {}
