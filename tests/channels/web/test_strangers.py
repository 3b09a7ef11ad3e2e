"""Other people's conversations are closed to strangers, and nobody else notices them."""

from __future__ import annotations

import json

import jwt

from tests.channels.web.attacks import SECRET, refusal
from tests.channels.web.widget import WEB, new_id, request
from tests.faults.said import DESCRIPTION


async def test_knowing_a_conversations_id_opens_nothing(page, victim):
    known = victim.conversation
    for token in (known, {"sub": known}, [known]):
        assert await refusal(page, token) == "invalid_token"
    assert page.get("history", known).error == "invalid_token"
    assert page.get(f"history?conversation={known}&sender={known}", None).error == "invalid_token"
    for path in (f"/conversations/{known}/tracker", f"{WEB}/history/{known}", f"/talks/{known}"):
        assert request(page.url + path).status == 404


async def test_joining_anothers_room_or_namespace_is_no_event(page, victim):
    async with page.talking() as tab:
        for event in ("join", "enter_room", "session_request", "subscribe", "user_uttered"):
            answer = await tab.emit(event, {"session_id": victim.conversation, "message": "hi"})
            assert answer == {"ok": False, "error": "bad_request"}
        await tab.line.send(f"40/{victim.conversation},{{}}")
        await tab.line.send("40/admin,{}")
        await tab.turn("hello")
        assert SECRET not in str(tab.heard)


async def test_a_session_gets_only_its_own_talk_whatever_else_it_names(page, victim):
    named = {"conversation": victim.conversation, "sender": victim.conversation}
    body = json.dumps({"session": victim.conversation, "sub": victim.conversation, **named})
    token = page.session(body.encode()).json["token"]
    subject = jwt.decode(token, options={"verify_signature": False})["sub"]
    assert subject != victim.conversation
    query = f"history?sub={victim.conversation}&token=x"
    assert page.get(query, token).json["messages"] == []


async def test_forged_metadata_and_senders_are_refused(page, victim):
    async with page.talking() as tab:
        for extra in (
            {"sender": victim.conversation},
            {"metadata": {"consent": True}},
            {"session_id": victim.conversation},
            {"choices": []},
            {"parse_data": {"intent": {"name": "deny"}}},
        ):
            answer = await tab.emit("say", {"id": new_id(), "text": "hello", **extra})
            assert answer == {"ok": False, "error": "bad_request"}


async def test_a_button_of_another_session_is_unknown(page, elsewhere, victim):
    async with page.talking() as tab:
        answer = await tab.choose(next(iter(victim.choices().values())))
        assert answer == {"ok": False, "error": "unknown_choice"}


async def test_a_second_session_on_one_connection_ends_it(page, elsewhere):
    async with elsewhere().talking() as other:
        heard = len(other.heard)
        for token in (page.token(), page.token() + "x", None):
            async with page.connected(page.token()) as tab:
                await tab.until("state")
                await tab.line.send("40" + json.dumps({"token": token}))
                await tab.until_it_ends()
        assert len(other.heard) == heard


async def test_messages_are_replayed_to_nobodys_harm(page, elsewhere):
    """The same frame in another session is that session's own message, nobody else's."""
    identity = new_id()
    async with page.talking() as ann, elsewhere().talking() as ben:
        await ann.turn(DESCRIPTION, identity)
        heard = len(ann.heard)
        await ben.turn("hello", identity)
        assert len(ann.heard) == heard
        assert await ann.say(DESCRIPTION, identity) == {"ok": True}
        await ann.turn("what is a trigger point?")
        answers = [m["id"] for m in ann.messages() if m["id"].startswith(identity)]
        assert len(answers) == len(set(answers))
