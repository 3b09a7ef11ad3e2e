"""A person's talk over the web channel, against a real server."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import jsonschema
import jwt
import pytest
import websockets

from tests.channels.web.conftest import started
from tests.channels.web.widget import Assistant, new_id
from tests.faults.said import DESCRIPTION, EMERGENCY
from tests.programs import ROOT, Program

SCHEMA = json.loads((Path(__file__).parents[3] / "widget" / "protocol.schema.json").read_text())


def fits(what: str, value: object) -> None:
    """Fails when the value is not what the protocol calls so."""
    schema = {**SCHEMA, "$ref": f"#/definitions/{what}"}
    jsonschema.Draft7Validator(schema).validate(value)


async def test_a_new_talk_begins_with_the_assistants_greeting(page):
    async with page.connected(page.token()) as tab:
        history = await tab.until("history")
        assert history["messages"] == [] and history["state"]["stage"] == "hello"
        state = await tab.until("state")
        assert state["asked"] == "consent" and state["consent"] is None
        assert len(tab.messages()) == 1 and tab.messages("person") == []
        assert tab.messages()[0]["response"] == "utter_ask_consent"


async def test_everything_that_the_server_sends_fits_the_protocol(page):
    answer = page.session()
    fits("Session", answer.json)
    async with page.connected(answer.json["token"]) as tab:
        await tab.until("state")
        for text in (
            "yes",
            DESCRIPTION,
            "None of these",
            "None of these",
            "4",
            "it stays the same",
        ):
            await tab.turn(text)
        fits("Acknowledgement", await tab.say(""))
        fits("Acknowledgement", await tab.emit("say", {}))
        await tab.until("state")
        for message in tab.messages():
            fits("Message", message)
        assert {view["kind"] for view in (m["view"] for m in tab.messages()) if view} >= {
            "checklist",
            "scale",
        }
        for state in tab.events("state"):
            fits("State", state)
        fits("History", tab.events("history")[0])
        fits("History", page.get("history", answer.json["token"]).json)


async def test_the_assistant_types_from_before_its_first_message_until_after_its_last(page):
    async with page.talking() as tab:
        del tab.heard[:]
        tab._read = 0
        await tab.turn(DESCRIPTION)
        told = [data["on"] if event == "typing" else event for event, data in tab.heard]
        assert told[0] is True and told[-2:] == [False, "state"]
        assert set(told[1:-2]) == {"message"}


async def test_messages_sent_at_once_are_answered_in_order(page):
    texts = [DESCRIPTION, "None of these", "None of these", "about a 4"]
    ids = [new_id() for _ in texts]
    async with page.talking() as tab:
        before = len(tab.messages())
        for identity, text in zip(ids, texts):
            await tab.line.send("42" + json.dumps(["say", {"id": identity, "text": text}]))
        for _ in texts:
            await tab.until("state")
        said = [m["id"].split(".")[0] for m in tab.messages()[before:]]
        assert list(dict.fromkeys(said)) == ids


async def test_a_message_sent_twice_is_answered_once_and_both_are_acknowledged(page):
    identity = new_id()
    async with page.talking() as tab:
        before = len(tab.messages())
        first, second = await asyncio.gather(
            tab.say(DESCRIPTION, identity), tab.say(DESCRIPTION, identity)
        )
        assert first == second == {"ok": True}
        await tab.until("state")
        answers = len(tab.messages()) - before
        assert await tab.say(DESCRIPTION, identity) == {"ok": True}
        await tab.turn("what is a trigger point?")
        again = [m for m in tab.messages()[before:] if m["id"].startswith(identity)]
        assert len(again) == answers > 0


async def test_a_choice_sent_again_after_its_answer_is_acknowledged_and_not_stale(page):
    async with page.talking() as tab:
        await tab.turn(DESCRIPTION)
        token, identity = tab.choices()["None of these"], new_id()
        assert await tab.choose(token, identity=identity) == {"ok": True}
        await tab.until("state")
        assert await tab.choose(token, identity=identity) == {"ok": True}
        assert await tab.choose(token) == {"ok": False, "error": "stale_choice"}


async def test_several_items_of_a_checklist_are_one_message_in_words(page):
    token = page.token()
    async with page.talking(token) as tab:
        await tab.turn(DESCRIPTION)
        choices = tab.choices()
        titles = [title for title in choices if title != "None of these"][:2]
        assert await tab.choose(*(choices[title] for title in titles)) == {"ok": True}
        await tab.until("state")
    said = [m["text"] for m in page.get("history", token).json["messages"] if m["from"] == "person"]
    assert said[-1] == ", ".join(titles)


async def test_a_reload_brings_the_talk_back_with_choices_that_work(page):
    token = page.token()
    async with page.talking(token) as tab:
        await tab.turn(DESCRIPTION)
        live = [message for message in tab.messages() if message["choices"]][-1]
    async with page.connected(token) as tab:
        history = await tab.until("history")
        texts = [message["text"] for message in history["messages"]]
        assert DESCRIPTION in texts and "hello" not in texts
        assert history["messages"][-1]["choices"] == live["choices"]
        assert all(m["choices"] == [] for m in history["messages"][:-2])
        choices = {c["title"]: c["token"] for c in history["messages"][-1]["choices"]}
        assert await tab.choose(choices["None of these"]) == {"ok": True}
        assert (await tab.until("state"))["asked"] == "danger_background"
        assert tab.messages()[0]["response"] != "utter_ask_consent"


async def test_a_message_under_way_at_a_reload_is_in_the_history(page):
    token = page.token()
    identity = new_id()
    async with page.talking(token) as tab:
        await tab.say(DESCRIPTION, identity)
    async with page.connected(token) as tab:
        history = await tab.until("history")
        assert identity in [message["id"] for message in history["messages"]]


async def test_two_tabs_of_a_person_see_the_same(page):
    token = page.token()
    async with page.talking(token) as one, page.connected(token) as two:
        await two.until("history")
        identity = new_id()
        await one.turn(DESCRIPTION, identity)
        await two.until("state")
        assert [m["id"] for m in two.messages("person")] == [identity]
        assert [m for m in one.messages("person") if m["id"] == identity] == []
        assert two.messages() == one.messages()[-len(two.messages()) :]


async def test_two_people_never_see_each_other(page, elsewhere):
    other = elsewhere()
    async with page.talking() as ann, other.talking() as ben:
        heard = len(ben.heard)
        await ann.turn(EMERGENCY)
        assert (await ben.turn("hello"))["tier"] != "emergency"
        assert all("exploded" not in str(event) for event in ben.heard)
        assert heard < len(ben.heard)


async def test_a_thumb_is_kept_and_taken_back(page):
    token = page.token()
    async with page.talking(token) as tab:
        await tab.turn(DESCRIPTION)
        message = tab.messages()[-1]["id"]

        def kept() -> list:
            told = page.get("history", token).json["messages"]
            return [m["helpful"] for m in told if m["id"] == message]

        for helpful in (True, False, None):
            assert await tab.emit("thumb", {"message": message, "helpful": helpful}) == {"ok": True}
            assert kept() == [helpful]
        refused = await tab.emit("thumb", {"message": "another's.1", "helpful": True})
        assert refused == {"ok": False, "error": "bad_request"}


async def test_an_emergency_before_consent_is_answered(page):
    async with page.connected(page.token()) as tab:
        await tab.until("state")
        state = await tab.turn(EMERGENCY)
        assert state["tier"] == "emergency" and state["massage_allowed"] is False
        assert state["emergency_number"] in tab.messages()[-1]["text"]


async def test_that_light_hurts_is_told_with_the_state(page):
    async with page.talking() as tab:
        assert not tab.events("state")[-1]["light_hurts"]
        state = await tab.turn("left side throbbing, feel sick, lights killing me")
        assert state["light_hurts"] is True


async def test_the_transcript_is_the_talk_in_words(page):
    token = page.token()
    async with page.talking(token) as tab:
        await tab.turn(DESCRIPTION)
    text = page.get("transcript?format=text", token)
    assert text.headers["content-type"].startswith("text/plain")
    assert "attachment" in text.headers["content-disposition"]
    assert DESCRIPTION in text.body.decode() and "hello\n" not in text.body.decode()
    told = page.get("transcript?format=json", token).json
    assert [m["text"] for m in told if m["from"] == "person"] == ["yes", DESCRIPTION]
    assert page.get("transcript?format=pdf", token).error == "bad_request"


async def test_erasing_ends_every_tab_and_leaves_nothing(page):
    token = page.token()
    async with page.talking(token) as one, page.connected(token) as two:
        await two.until("history")
        await one.turn(DESCRIPTION)
        assert page.erase(token).json == {"ok": True}
        for tab in (one, two):
            await tab.until("erased")
            await tab.until("disconnected")
    assert page.get("history", token).error == "invalid_token"
    assert page.session(authorization=f"Bearer {token}").error == "invalid_token"
    async with page.connected(token) as tab:
        assert (await tab.until("connect_error"))["message"] == "invalid_token"


async def test_after_its_session_a_talk_can_still_be_erased_but_not_read(page, server):
    token = page.token()
    assert page.session(authorization=f"Bearer {token}").json["erase_token"] is None, "no consent"
    async with page.talking(token) as tab:
        await tab.turn("the word accordion")
    erasing = page.session(authorization=f"Bearer {token}").json["erase_token"]
    assert page.get("history", erasing).error == "invalid_token"
    assert page.get("transcript?format=text", erasing).error == "invalid_token"
    assert page.session(authorization=f"Bearer {erasing}").error == "invalid_token"
    async with page.connected(erasing) as tab:
        assert (await tab.until("connect_error"))["message"] == "invalid_token"
    assert page.get("history", token).status == 200
    files = list(server.output.parent.glob("talks.db*"))
    assert any(b"accordion" in file.read_bytes() for file in files)
    assert page.erase(erasing).json == {"ok": True}
    assert not any(b"accordion" in file.read_bytes() for file in files)
    assert page.get("history", token).error == "invalid_token"


async def test_the_sites_owner_exports_and_erases_while_the_talk_goes_on(page, server):
    token = page.token()
    conversation = jwt.decode(token, options={"verify_signature": False})["sub"]
    async with page.talking(token) as tab:
        await tab.turn("the word harmonium")
        exported = await asyncio.to_thread(records, server, "export", conversation)
        assert "harmonium" in exported
        began = time.monotonic()
        assert "Erased" in await asyncio.to_thread(records, server, "erase", conversation)
        assert time.monotonic() - began < 60
        files = list(server.output.parent.glob("talks.db*"))
        assert files and not any(b"harmonium" in file.read_bytes() for file in files)
        assert page.get("history", token).error == "invalid_token"
        state = await tab.turn("the word harmonium again")
        assert state["consent"] is None, "a tab that is open goes on with a new talk"
    left = b"".join(file.read_bytes() for file in files)
    assert b"harmonium" not in left and conversation.encode() not in left


def records(server: Program, *words: str) -> str:
    """What `headache-relief records` prints, used on the server's database."""
    database = server.output.parent / "talks.db"
    told = subprocess.run(
        [sys.executable, "-m", "headache_relief", "records", *words],
        cwd=ROOT,
        env={**os.environ, "HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{database}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


async def test_erasing_in_the_middle_of_an_answer_leaves_nothing_either(page, server):
    token = page.token()
    async with page.talking(token) as tab:
        for text in (DESCRIPTION, "None of these", "the word xylophone"):
            await tab.say(text)
        assert page.erase(token).json == {"ok": True}
        await tab.until("erased")
        said = len(tab.messages())
        await asyncio.sleep(0.5)
        assert len(tab.messages()) == said
    files = list(server.output.parent.glob("talks.db*"))
    assert files and not any(b"xylophone" in file.read_bytes() for file in files)


async def test_a_used_session_is_renewed_over_http_as_the_same(page):
    token = page.token()
    async with page.talking(token) as tab:
        await tab.turn(DESCRIPTION)
    renewed = page.session(authorization=f"Bearer {token}").json["token"]
    assert page.get("history", renewed).json == page.get("history", token).json


@pytest.mark.timeout(240)
async def test_after_a_crash_what_was_taken_in_is_answered_once(trained_model, tmp_path):
    server = started(tmp_path)
    page = Assistant(server.url, "https://site.example", "198.51.100.250")
    identities = [new_id() for _ in range(4)]
    try:
        token = page.token()
        with suppress(websockets.ConnectionClosed):
            async with page.talking(token) as tab:
                await tab.turn(DESCRIPTION)
                for identity in identities:
                    assert await tab.say("what is a trigger point?", identity) == {"ok": True}
                server.stop()
    finally:
        server.stop()
    server = started(tmp_path)
    page = Assistant(server.url, "https://site.example", "198.51.100.251")
    try:
        async with page.connected(token) as tab:
            await tab.until("history")

            def answered() -> list[str]:
                told = page.get("history", token).json["messages"]
                return [m["id"] for m in told if m["id"].split(".")[0] in identities]

            deadline = asyncio.get_running_loop().time() + 20
            while f"{identities[-1]}.1" not in answered():
                assert asyncio.get_running_loop().time() < deadline, answered()
                await asyncio.sleep(0.1)
            told = answered()
            assert [told.count(identity) for identity in identities] == [1] * 4
            assert [told.count(f"{identity}.1") for identity in identities] == [1] * 4
    finally:
        server.stop()


async def test_a_polling_tab_that_closes_is_let_go_at_once(page):
    engine = "/socket.io/?EIO=4&transport=polling"
    opened = page.ask(engine, origin=page.origin)
    place = f"{engine}&sid={json.loads(opened.body[1:])['sid']}"
    page.ask(place, "POST", b"40" + json.dumps({"token": page.token()}).encode())
    heard = page.ask(place).body
    while b'"state"' not in heard:
        heard += page.ask(place).body
    polling = asyncio.create_task(asyncio.to_thread(page.ask, place))
    await asyncio.sleep(0.1)
    await asyncio.to_thread(page.ask, place, "POST", b"1")
    assert (await asyncio.wait_for(polling, 5)).status == 200
