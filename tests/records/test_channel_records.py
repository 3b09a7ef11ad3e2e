"""What channels keep beside the talk: choices by token, an inbox that answers once, thumbs."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from headache_relief.records import inbox
from headache_relief.records.archive import Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import database_engine
from headache_relief.records.inbox import Receipt, Waiting
from headache_relief.records.offered_choices import MESSAGES_KEPT, Choice
from tests.records.test_archive import agree

STRANGE = "a\x00b \ud800"  # an id that databases refuse


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made = Archive(database_engine(f"sqlite:///{tmp_path}/conversations.db"))
    yield made
    made.close()


@pytest.fixture(params=["in memory", "with consent"])
def records(archive: Archive, request: pytest.FixtureRequest) -> ChannelRecords:
    """The records, with and without the consent of ann and bob."""
    if request.param == "with consent":
        agree(archive, "ann")
        agree(archive, "bob")
    return ChannelRecords(archive)


async def test_a_token_stands_for_what_was_offered(records):
    [yes, no] = await records.offer("ann", "m.1", [("Yes", "/yes"), ("No", "no")])
    assert await records.look_up("ann", yes) == Choice("Yes", "/yes", "m.1", True)
    assert await records.look_up("ann", no) == Choice("No", "no", "m.1", True)


async def test_tokens_are_random_and_short_enough_for_any_place(records):
    titles = [(f"title {number}", "same") for number in range(30)]
    tokens = await records.offer("ann", "m.1", titles)
    assert len(set(tokens)) == 30 and max(map(len, tokens)) <= 16
    assert not set(tokens) & set(await records.offer("bob", "m.1", titles))


async def test_a_token_of_another_conversation_or_none_is_unknown(records):
    [token] = await records.offer("ann", "m.1", [("Yes", "yes")])
    assert await records.look_up("bob", token) is None
    assert await records.look_up("ann", f"{token}x") is None
    assert await records.look_up("ann", "") is None


async def test_offering_a_message_again_gives_the_same_tokens(records):
    first = await records.offer("ann", "m.1", [("Yes", "yes"), ("No", "no")])
    again = await records.offer("ann", "m.1", [("No", "no"), ("Yes", "yes"), ("Skip", "skip")])
    assert again[:2] == first[::-1] and again[2] not in first


async def test_choices_of_an_older_message_are_stale(records):
    [old] = await records.offer("ann", "m.1", [("Yes", "yes")])
    [new] = await records.offer("ann", "n.1", [("Yes", "yes")])
    assert (await records.look_up("ann", old)).newest is False
    assert (await records.look_up("ann", new)).newest is True


async def test_only_the_choices_of_the_last_messages_are_kept(records):
    tokens = [
        (await records.offer("ann", f"m{number}", [("Yes", "yes")]))[0]
        for number in range(MESSAGES_KEPT + 2)
    ]
    known = [await records.look_up("ann", token) for token in tokens]
    assert [each is None for each in known] == [True, True, *[False] * MESSAGES_KEPT]


async def test_a_message_is_new_then_in_work_then_answered(records):
    assert await records.known("web", "ann", "m") is None
    assert await records.receive("web", "ann", "m", "hello") is Receipt.new
    assert await records.receive("web", "ann", "m", "hello") is Receipt.working
    await records.answered("web", "ann", "m")
    assert await records.receive("web", "ann", "m", "hello") is Receipt.answered
    assert await records.known("web", "ann", "m") is Receipt.answered


async def test_the_same_id_elsewhere_is_another_message(records):
    await records.receive("web", "ann", "m", "hello")
    assert await records.receive("web", "bob", "m", "hello") is Receipt.new
    assert await records.receive("telegram", "ann", "m", "hello") is Receipt.new


async def test_what_was_not_answered_comes_back_in_order_of_arrival(records):
    for conversation, message in (("ann", "z"), ("bob", "b"), ("ann", "a")):
        await records.receive("web", conversation, message, f"text {message}")
    await records.receive("telegram", "ann", "t", "elsewhere")
    await records.answered("web", "bob", "b")
    assert await records.unanswered("web") == [
        Waiting("ann", "z", "text z"),
        Waiting("ann", "a", "text a"),
    ]


async def test_an_answered_message_keeps_its_id_for_a_week_and_nothing_else(
    records, archive, monkeypatch
):
    await records.receive("web", "ann", "m", "my head hurts")
    await records.answered("web", "ann", "m")
    with archive.reading("ann") as connection:
        rows = connection.execute(inbox.table.select()).all()
    assert [row.content for row in rows] == [None]
    week_later = rows[0].received + inbox.SECONDS_TO_KNOW_AGAIN + 1
    monkeypatch.setattr(inbox.time, "time", lambda: week_later)
    await records.receive("web", "ann", "n", "again")
    await records.answered("web", "ann", "n")
    assert await records.known("web", "ann", "m") is None


async def test_a_thumb_can_be_changed_and_taken_back(records):
    await records.set_thumb("ann", "m.1", True)
    await records.set_thumb("ann", "m.1", False)
    await records.set_thumb("ann", "n.1", True)
    await records.set_thumb("bob", "m.1", True)
    assert await records.thumbs("ann") == {"m.1": False, "n.1": True}
    await records.set_thumb("ann", "m.1", None)
    assert await records.thumbs("ann") == {"n.1": True}


async def test_conversations_with_strange_ids_are_kept_apart(records, archive):
    await records.receive("web", STRANGE, "m", "strange")
    assert await records.receive("web", "a%00b %ED%A0%80", "m", "plain") is Receipt.new
    waiting = await records.unanswered("web")
    assert {each.conversation for each in waiting} == {STRANGE, "a%00b %ED%A0%80"}
