"""Too much of anything is refused, and slows nobody else."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress

import pytest
import websockets

from headache_relief.channels.web.http import SECONDS_TO_HOLD_BACK
from headache_relief.channels.web.wire import LARGEST_FRAME
from tests.channels.web.attacks import ENGINE, LIMITS, refusal
from tests.channels.web.widget import new_id


async def test_a_frame_that_is_too_large_ends_only_its_own_connection(page, victim):
    for size in (LARGEST_FRAME + 1, 5_000_000):
        async with page.connected(page.token()) as tab:
            await tab.until("state")
            with suppress(websockets.ConnectionClosed):  # it may end before all of it is sent
                said = {"id": new_id(), "text": "x" * size}
                await tab.line.send("42" + json.dumps(["say", said]))
            await tab.until_it_ends()


async def test_a_post_that_is_too_large_is_refused(page, victim):
    opened = page.ask(ENGINE + "polling", origin=page.origin)
    sid = json.loads(opened.body[1:])["sid"]
    for size in (LARGEST_FRAME + 1, 1_000_000):
        answer = page.ask(f"{ENGINE}polling&sid={sid}", "POST", b"4" + b"x" * size)
        assert answer.status in (400, 413)
    assert page.session(b"{" + b" " * 100_000 + b"}").status == 413


async def test_a_message_of_more_than_a_thousand_characters_is_refused_and_one_less_taken(page):
    async with page.talking() as tab:
        most = "ü" * LIMITS.most_characters
        assert await tab.say(most + "x") == {"ok": False, "error": "too_long"}
        assert await tab.say(most) == {"ok": True}
        await tab.until("state")


async def test_a_flood_of_messages_is_told_how_long_to_wait_and_slows_nobody(page, victim):
    async with page.talking() as tab:
        answers = [await tab.say("hello") for _ in range(LIMITS.messages_of_a_session + 5)]
        refused = [answer for answer in answers if not answer["ok"]]
        assert len(refused) >= 5
        assert {answer["error"] for answer in refused} == {"too_many_messages"}
        assert all(0 < answer["retry_after"] <= 60 for answer in refused)


async def test_after_a_flood_a_message_that_tells_of_an_emergency_is_answered(page):
    async with page.talking() as tab:
        answers = [await tab.say("it hurts") for _ in range(LIMITS.messages_of_a_session)]
        assert answers[-1]["error"] == "too_many_messages"  # agreeing counted too
        taken = sum(answer["ok"] for answer in answers)
        for _ in range(taken):
            await tab.until("state")
        state = await tab.turn("cant breathe worst headache of my life")
        assert state["tier"] == "emergency"
        assert "999" in tab.messages()[-1]["text"] or "112" in tab.messages()[-1]["text"]
        assert (await tab.say("it hurts"))["error"] == "too_many_messages"


async def test_many_sessions_of_one_address_share_its_limit(page, elsewhere):
    sent = 0
    async with elsewhere().talking() as other:
        for _ in range(LIMITS.messages_of_an_address // LIMITS.messages_of_a_session + 2):
            async with page.connected(page.token()) as tab:
                await tab.until("history")
                answers = [await tab.say("hello") for _ in range(LIMITS.messages_of_a_session)]
                sent += sum(answer["ok"] for answer in answers)
        assert sent == LIMITS.messages_of_an_address
        assert await other.say("hello") == {"ok": True}


async def test_a_flood_of_anything_ends_its_connection(page):
    async with page.connected(page.token()) as tab:
        await tab.until("state")
        try:
            for _ in range(LIMITS.events_of_a_connection + 20):
                await tab.line.send('42["nonsense"]')
        except websockets.ConnectionClosed:
            pass
        await tab.until_it_ends()


def test_a_flood_of_sessions_is_refused_and_others_still_get_one(page, elsewhere):
    answers = [page.session() for _ in range(LIMITS.sessions_of_an_address + 2)]
    assert [answer.status for answer in answers] == [200] * LIMITS.sessions_of_an_address + [
        429
    ] * 2
    assert answers[-1].error == "too_many_sessions"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 601
    assert elsewhere().session().status == 200


def test_a_forged_address_counts_as_the_one_that_the_proxy_saw(page):
    for number in range(LIMITS.sessions_of_an_address):
        assert page.session(x_forwarded_for=f"203.0.113.{number}, {page.address}").status == 200
    assert page.session(x_forwarded_for=f"192.0.2.1, {page.address}").error == "too_many_sessions"


async def test_a_session_has_a_limit_of_tabs_and_gets_places_back(page):
    token = page.token()
    tabs = []
    for _ in range(LIMITS.connections_of_a_session):
        context = page.connected(token)
        tab = await context.__aenter__()
        await tab.until("history")
        tabs.append((context, tab))
    assert await refusal(page, token) == "too_many_connections"
    context, tab = tabs.pop()
    await tab.line.close()
    await context.__aexit__(None, None, None)
    for _ in range(50):
        async with page.connected(token) as again:
            await asyncio.wait_for(again._when(lambda: again.heard or None, "anything"), 10)
            if again.heard[0][0] == "connected":
                break
        await asyncio.sleep(0.1)
    else:
        raise AssertionError("the place of a closed tab was never free again")
    for context, tab in tabs:
        await tab.line.close()
        await context.__aexit__(None, None, None)


async def test_an_address_has_a_limit_of_connections(page, elsewhere):
    lines = [await page.line() for _ in range(LIMITS.connections_of_an_address)]
    try:
        with pytest.raises((websockets.InvalidStatusCode, websockets.InvalidMessage)):
            await page.line()
        assert page.ask(ENGINE + "polling").status == 401
        async with elsewhere().talking():
            pass
    finally:
        for line in lines:
            await line.close()


async def test_an_address_that_connects_over_and_over_is_refused_and_no_other(page, elsewhere):
    for _ in range(LIMITS.connects_of_an_address):
        async with page.line() as line:
            line.transport.abort()
    with pytest.raises((websockets.InvalidStatusCode, websockets.InvalidMessage)):
        await page.line()
    async with elsewhere().talking():
        pass


def test_a_refused_session_is_told_so_only_after_a_while(page):
    for _ in range(LIMITS.sessions_of_an_address):
        page.session()
    began = time.monotonic()
    assert page.session().error == "too_many_sessions"
    assert time.monotonic() - began >= SECONDS_TO_HOLD_BACK


async def test_reading_the_talk_over_and_over_is_limited(page):
    token = page.token()
    answers = [page.get("history", token) for _ in range(LIMITS.readings_of_a_session + 1)]
    assert answers[-1].error == "too_many_messages"
