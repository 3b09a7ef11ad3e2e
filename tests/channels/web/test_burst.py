"""Many people write at once: what was taken is answered once, what was not is told so."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.channels.web.widget import Tab, new_id

PEOPLE = 40
MESSAGES = 15  # of each; with agreeing, fewer than the limit of a session
SECONDS = 200.0


async def _told_and_taken(tab: Tab) -> list[str]:
    """The ids that were taken of what somebody says without waiting for answers."""
    identities = [new_id() for _ in range(MESSAGES)]
    answers = await asyncio.gather(*(tab.say("it hurts", each) for each in identities))
    assert {answer["error"] for answer in answers if not answer["ok"]} <= {"busy"}
    assert all(answer["retry_after"] > 0 for answer in answers if not answer["ok"])
    return [identity for identity, answer in zip(identities, answers) if answer["ok"]]


async def _answered(tab: Tab, turns: int) -> None:
    while len(tab.events("state")) < turns:
        tab._news.clear()
        await tab._news.wait()


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_of_600_messages_at_once_each_that_was_taken_is_answered_once_and_in_order(elsewhere):
    async with AsyncExitStack() as open_tabs:
        pages = [elsewhere() for _ in range(PEOPLE)]
        tokens = [page.token() for page in pages]
        tabs = [
            await open_tabs.enter_async_context(page.talking(token))
            for page, token in zip(pages, tokens)
        ]
        before = [len(tab.events("state")) for tab in tabs]
        taken = await asyncio.gather(*(_told_and_taken(tab) for tab in tabs))
        assert sum(map(len, taken)) >= 400
        waits = (_answered(tab, number + len(ids)) for tab, number, ids in zip(tabs, before, taken))
        await asyncio.wait_for(asyncio.gather(*waits), SECONDS)
        for page, token, tab, number, ids in zip(pages, tokens, tabs, before, taken):
            assert len(tab.events("state")) == number + len(ids)
            told = page.get("history", token).json["messages"]
            said = [each["id"] for each in told if each["from"] == "person"]
            assert said[-len(ids) :] == ids
