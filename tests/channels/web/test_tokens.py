"""Forged and expired tokens let nobody in."""

from __future__ import annotations

import asyncio
import time

import jwt
import pytest

from tests.channels.web.attacks import claims, refusal
from tests.channels.web.conftest import KEY
from tests.channels.web.widget import bearer


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
