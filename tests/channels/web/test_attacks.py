"""What strangers try: all of it is refused, and nobody else notices."""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import suppress
from typing import Any, AsyncIterator

import jwt
import pytest
import websockets

from headache_relief.channels.shared.limits import Limits
from headache_relief.channels.web.session import AUDIENCE, ISSUER
from headache_relief.channels.web.wire import LARGEST_FRAME
from tests.channels.web.conftest import KEY
from tests.channels.web.widget import WEB, Assistant, Tab, bearer, new_id, request
from tests.faults.said import DESCRIPTION, EMERGENCY

EVIL = "https://evil.example"
LIMITS = Limits()
SECRET = "trombone"  # something that only the victim says
ENGINE = "/socket.io/?EIO=4&transport="


@pytest.fixture
async def victim(elsewhere) -> AsyncIterator[Tab]:
    """Somebody in the middle of a talk, who at the end has heard nothing that is not theirs."""
    page = elsewhere()
    token = page.token()
    async with page.talking(token) as tab:
        await tab.turn(DESCRIPTION)
        heard = len(tab.heard)
        tab.conversation = jwt.decode(token, options={"verify_signature": False})["sub"]
        yield tab
        assert len(tab.heard) == heard, "somebody else wrote into the talk"
        state = await asyncio.wait_for(tab.turn("None of these"), 10)
        assert state["asked"] == "danger_background", "somebody else moved the talk on"


def claims(**others: Any) -> dict[str, Any]:
    now = int(time.time())
    told = {"sub": "web-x", "aud": AUDIENCE, "iss": ISSUER, "iat": now, "exp": now + 600, **others}
    return {name: value for name, value in told.items() if value is not None}


async def refusal(page: Assistant, token: object, **headers: str) -> str:
    """Why a connection with the token is not let in."""
    async with page.connected(token, **headers) as tab:
        error = await tab.until("connect_error")
        assert error["data"]["ok"] is False and error["data"]["error"] == error["message"]
        assert not tab.events("history")
        return error["message"]


# Other people's conversations


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


# Tokens


def forged() -> dict[str, object]:
    return {
        "of another key": jwt.encode(claims(), "x" * 48, "HS256"),
        "unsigned": jwt.encode(claims(), None, "none"),
        "of another algorithm": jwt.encode(claims(), KEY, "HS512"),
        "for another audience": jwt.encode(claims(aud="headache-relief-telegram"), KEY, "HS256"),
        "of another issuer": jwt.encode(claims(iss="someone"), KEY, "HS256"),
        "without an end": jwt.encode(claims(exp=None), KEY, "HS256"),
        "for another channel's conversation": jwt.encode(claims(sub="chat-1"), KEY, "HS256"),
        "nothing": None,
        "empty": "",
        "a number": 1,
        "a list": [],
        "an object": {"sub": "web-x"},
        "long": "x" * 10_000,
        "a lone surrogate": "\ud800",
    }


@pytest.mark.parametrize("kind", forged())
async def test_a_forged_token_lets_nobody_in(page, kind):
    token = forged()[kind]
    assert await refusal(page, token) == "invalid_token"
    if isinstance(token, str) and token.isascii() and len(token) < 5_000:
        for answer in (page.get("history", token), page.get("transcript", token)):
            assert (answer.status, answer.error) == (401, "invalid_token")
        assert page.erase(token).error == "invalid_token"
        assert page.session(authorization=bearer(token)).error == "invalid_token"


async def test_an_expired_token_lets_nobody_in(page):
    expired = jwt.encode(claims(exp=int(time.time()) - 1), KEY, "HS256")
    assert await refusal(page, expired) == "expired_token"
    assert page.get("history", expired).error == "expired_token"
    assert page.session(authorization=bearer(expired)).error == "expired_token"


async def test_a_token_that_expires_while_connected_says_nothing_more(page):
    short = jwt.encode(claims(sub="web-short", exp=int(time.time()) + 2), KEY, "HS256")
    async with page.connected(short) as tab:
        told = await tab.until("token")
        assert told["expires_in"] > 3000  # close to its end it is renewed at once
    expired = page.get("history", short)
    while expired.status == 200:
        await asyncio.sleep(0.2)
        expired = page.get("history", short)
    assert expired.error == "expired_token"
    assert page.get("history", told["token"]).status == 200


async def test_tokens_in_addresses_and_cookies_count_for_nothing(page):
    token = page.token()
    assert page.ask(f"/history?token={token}").error == "invalid_token"
    assert page.ask("/history", cookie=f"token={token}").error == "invalid_token"
    assert page.ask("/history", authorization=token).error == "invalid_token"
    assert page.ask("/history", authorization=f"Basic {token}").error == "invalid_token"


# Other sites


@pytest.mark.parametrize("origin", [EVIL, "null", "http://site.example", "https://site.example.co"])
async def test_another_sites_page_gets_nothing_by_any_way(page, origin):
    token = page.token()
    for answer in (
        page.session(origin=origin),
        page.get("history", token, origin=origin),
        page.erase(token, origin=origin),
        page.ask(ENGINE + "polling", origin=origin),
        page.ask("/session", "OPTIONS", origin=origin),
    ):
        assert (answer.status, answer.error) == (403, "forbidden_origin")
        assert "access-control-allow-origin" not in answer.headers
    with pytest.raises(websockets.InvalidStatusCode) as refused:
        async with page.line(origin=origin):
            pass
    assert refused.value.status_code == 403
    assert page.get("history", token).status == 200, "the talk was erased"


def test_without_an_origin_there_is_no_session(page):
    assert page.session(origin=None).error == "forbidden_origin"


@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", None],
)
def test_a_form_of_another_site_cannot_ask_for_a_session(page, kind):
    answer = page.session(b'{"a": "=b"}', content_type=kind)
    assert answer.error == "bad_request"


def test_the_allowed_site_may_ask_first_and_read_the_answers(page):
    asked = page.ask("/session", "OPTIONS", origin=page.origin)
    assert asked.status == 204
    headers = asked.headers
    assert headers["access-control-allow-origin"] == page.origin
    assert "authorization" in headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in headers


def test_no_answer_sets_a_cookie_or_may_be_kept(page):
    token = page.token()
    for answer in (
        page.session(),
        page.get("history", token),
        page.get("history", "forged"),
        page.ask(ENGINE + "polling", origin=page.origin),
    ):
        headers = answer.headers
        assert "set-cookie" not in headers
        assert headers["cache-control"] == "no-store" and headers["vary"] == "Origin"
        assert headers["x-content-type-options"] == "nosniff"


def test_answers_as_scripts_are_not_given(page):
    assert page.ask(ENGINE + "polling&j=0").error == "bad_request"


# Too much


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


async def test_reading_the_talk_over_and_over_is_limited(page):
    token = page.token()
    answers = [page.get("history", token) for _ in range(LIMITS.readings_of_a_session + 1)]
    assert answers[-1].error == "too_many_messages"


# Malformed


FRAMES = [
    "",
    "4",
    "42",
    "9",
    "x",
    "b",
    "40",
    "41",
    "43",
    "430[]",
    "44",
    "45",
    "451-",
    '451-["say",{"_placeholder":true,"num":0}]',
    '459999999999-["say",{"_placeholder":true,"num":0}]',
    '461-0[{"_placeholder":true,"num":0}]',
    "42[]",
    "42{}",
    "42null",
    "42[null]",
    "42[[]]",
    "42[{}]",
    '42["say"',
    '42["say"]',
    '42["say",null]',
    '42["say",[]]',
    '42["say",{},{}]',
    '421["say",{"id":"12345678","text":5}]',
    '422["say",{"id":"greeting-123456","text":"hello"}]',
    '423["say",{"id":"../../../x","text":"hello"}]',
    '424["say",{"id":"12345678","choices":[]}]',
    '425["say",{"id":"12345678","choices":[1]}]',
    '426["say",{"id":"12345678","choices":["x"],"text":"hello"}]',
    '42["connect",{"sanic.request":{}},{"token":"x"}]',
    '42["disconnect","x"]',
    '42["__proto__",{}]',
    '42/admin,["say",{}]',
    "42" + "[" * 8_000,
    "4" + "[" * 8_000,
    "42" + "1" * 9_000,
    "0{}",
    "1",
    "2probe",
    "5",
    "6",
    "4\x00",
    '42["say",{"id":"12345678","text":"\ud83d"}]'.encode("utf-8", "surrogatepass"),
    b"\x00\x01\x02",
    b"42[\xff\xfe]",
    b"",
]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: ascii(frame)[:40])
async def test_a_malformed_frame_harms_nobody(page, victim, frame):
    try:
        async with page.connected(page.token()) as tab:
            await tab.until("state")
            await tab.line.send(frame)
            await tab.line.send("42" + json.dumps(["say", {"id": new_id(), "text": "hello"}]))
            await asyncio.sleep(0.05)
            assert SECRET not in str(tab.heard)
    except websockets.ConnectionClosed:
        pass
    async with page.talking():
        pass


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: ascii(frame)[:40])
async def test_a_malformed_frame_before_any_token_harms_nobody(page, frame):
    try:
        async with page.line() as line:
            await line.recv()
            await line.send(frame)
            await asyncio.sleep(0.02)
    except websockets.ConnectionClosed:
        pass
    assert page.session().status == 200


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: ascii(frame)[:40])
def test_a_malformed_post_harms_nobody(page, frame):
    opened = page.ask(ENGINE + "polling", origin=page.origin)
    sid = json.loads(opened.body[1:])["sid"]
    body = frame if isinstance(frame, bytes) else frame.encode()
    assert page.ask(f"{ENGINE}polling&sid={sid}", "POST", body).status in (200, 400)
    many = page.ask(f"{ENGINE}polling&sid={sid}", "POST", b"\x1e".join([body or b"4"] * 40)[:9_000])
    assert many.status in (200, 400)
    assert page.session().status == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?EIO=3&transport=polling",
        "?EIO=4&transport=flashsocket",
        "?EIO=4&transport=polling&sid=nobody",
        "?EIO=4&transport=websocket",
        "?EIO=4&transport=polling&sid=" + "x" * 5_000,
        "?EIO[]=4&transport[]=polling",
    ],
    ids=lambda query: query[:40],
)
def test_a_malformed_address_of_the_socket_is_refused(page, query):
    answer = page.ask("/socket.io/" + query)
    assert answer.status == 400
    assert "Traceback" not in answer.body.decode()


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 10_000])
def test_a_malformed_body_gets_no_session_or_a_plain_one(page, body):
    answer = page.session(body)
    assert answer.status == 200 if body == b"" else answer.error == "bad_request"


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/rest/webhook",
        "/webhooks/socketio/",
        "/socket.io/?EIO=4&transport=polling",
        "/webhooks/web/../rest/webhook",
        "/webhooks/web/%2e%2e/%2e%2e/settings.yml",
        "/webhooks/web/session/../../../etc/passwd",
        "/webhooks/web/history%00",
        "/conversations/default/messages",
        "/model/parse",
        "/webhooks/web",
    ],
)
def test_no_other_door_is_open(page, path):
    for method in ("GET", "POST"):
        answer = request(page.url + path, method, b"{}" if method == "POST" else None)
        assert answer.status in (400, 403, 404, 405)
        assert b"web_key" not in answer.body and b"root:" not in answer.body


async def test_a_typed_command_of_rasa_is_only_text(page):
    async with page.talking() as tab:
        await tab.turn(EMERGENCY)
        for text in (
            "/SetSlots(tier=none)",
            '/inform{"tier": "none", "massage_allowed": true}',
            "/restart",
            "/session_start",
            "//back",
            '  /deny{"consent_given": false}',
        ):
            state = await tab.turn(text)
            assert state["tier"] == "emergency" and state["massage_allowed"] is False
            assert state["consent"] is True


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00", "\ud800", "a\ud800b\x00c", "\u202e\u200b", "/"]
)
async def test_odd_texts_are_answered_and_the_talk_goes_on(page, text):
    async with page.talking() as tab:
        await tab.turn(text)
        assert tab.messages()[-1]["text"]
        assert (await tab.turn(DESCRIPTION))["asked"] == "danger_now"


async def test_errors_never_repeat_what_was_said(page):
    async with page.talking() as tab:
        said = f"{SECRET} " * 200
        answer = await tab.say(said)
        assert SECRET not in json.dumps(answer)
    for answer in (page.session(SECRET.encode()), page.get(f"history?{SECRET}", SECRET)):
        assert not re.search(SECRET, answer.body.decode())
