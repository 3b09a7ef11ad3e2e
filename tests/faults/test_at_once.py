"""Several messages of one person at once."""

from __future__ import annotations

import asyncio
import time

from tests.faults.said import DESCRIPTION, NOTHING

MESSAGES = (DESCRIPTION, NOTHING, NOTHING, "4", "no, it stays the same")
SECONDS_ON_TOP = 1.5


def test_five_messages_at_once_are_answered_in_order_and_almost_as_fast(
    assistant, start, loop, names
) -> None:
    one_by_one = start()
    began = time.monotonic()
    one_by_one.says(*MESSAGES)
    alone = time.monotonic() - began

    name = next(names)
    loop.run_until_complete(assistant.start(name, {"consent_given": True}))

    async def all_at_once() -> list:
        return await asyncio.gather(*(assistant.say(name, text) for text in MESSAGES))

    began = time.monotonic()
    turns = loop.run_until_complete(all_at_once())
    assert time.monotonic() - began < alone + SECONDS_ON_TOP
    said = [[message.get("text") for message in turn.bot] for turn in turns]
    assert said == [[message.get("text") for message in turn.bot] for turn in one_by_one.turns]
    tracker = loop.run_until_complete(assistant.store.retrieve_full_tracker(name))
    assert [e.text for e in tracker.events if e.type_name == "user"] == list(MESSAGES)


def test_many_conversations_at_once_are_kept_apart(assistant, start, loop, names) -> None:
    talkers = [next(names) for _ in range(8)]
    for name in talkers:
        loop.run_until_complete(assistant.start(name, {"consent_given": True}))

    async def all_at_once() -> list:
        return await asyncio.gather(*(assistant.say(name, DESCRIPTION) for name in talkers))

    turns = loop.run_until_complete(all_at_once())
    assert {turn.asked for turn in turns} == {"danger_now"}
    assert len({str(turn.bot) for turn in turns}) == 1
