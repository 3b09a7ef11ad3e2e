"""Telegram's and Slack's deliveries: right, wrong and rubbish, with the secret and without."""

from __future__ import annotations

import itertools
import json
import urllib.error
import urllib.request
from typing import Any, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headache_relief.channels.telegram.channel import SECRET, secret_of
from tests.channels.slack.fake_slack import signed
from tests.channels.telegram.fake_bot_api import TOKEN
from tests.fuzz.conftest import EACH
from tests.fuzz.strategies import EVENTS, RUBBISH, UPDATES, changed, written

COMMON = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}
NUMBERS = itertools.count(1)
FORM = "application/x-www-form-urlencoded"


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    asked = urllib.request.Request(url, body, dict(headers), method="POST")
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def _update(update: Any) -> Any:
    """With a number of its own, and a person of its own whenever it names one."""
    number = next(NUMBERS)
    text = json.dumps(update).replace("501", str(10_000 + number))
    again = json.loads(text)
    return {"update_id": number, **again} if isinstance(again, dict) else again


@settings(max_examples=EACH, **COMMON)
@given(update=changed(UPDATES), raw=RUBBISH, kind=st.integers(0, 9))
def test_telegrams_deliveries_never_break_it(update, raw, kind, server, tally):
    body = raw if kind == 0 else written(_update(update))
    secret = "not the secret" if kind == 1 else secret_of(TOKEN)
    headers = {"Content-Type": "application/json", SECRET: secret}
    status, answer = post(f"{server.url}/webhooks/telegram/update", body, headers)
    tally.note("telegram", status, answer, needs_body=False)
    assert status < 500
    if kind == 1:
        assert status == 403


def _event(event: Any) -> Any:
    number = next(NUMBERS)
    text = json.dumps(event).replace("ANN", f"U{number}").replace("DIRECT", f"D{number}")
    return {
        "type": "event_callback",
        "event_id": f"Ev{number}",
        "team_id": "T0TEAM",
        "api_app_id": "A0APP",
        "event": json.loads(text),
    }


@settings(max_examples=EACH, **COMMON)
@given(event=changed(EVENTS), raw=RUBBISH, kind=st.integers(0, 9))
def test_slacks_deliveries_never_break_it(event, raw, kind, server, tally):
    body = raw if kind == 0 else written(_event(event))
    form = kind == 2
    if form:
        body = b"payload=" + body
    headers = {"Content-Type": FORM if form else "application/json", **signed(body)}
    if kind == 1:
        headers["X-Slack-Signature"] = "v0=" + "0" * 64
    status, answer = post(f"{server.url}/webhooks/slack/events", body, headers)
    tally.note("slack", status, answer, needs_body=False)
    assert status < 500
    if kind == 1:
        assert status == 401


@pytest.mark.parametrize("path", ["telegram/update", "slack/events"])
def test_after_all_that_a_delivery_without_the_secret_is_still_refused(path, server):
    status, _ = post(f"{server.url}/webhooks/{path}", b"{}", {"Content-Type": "application/json"})
    assert status in (401, 403)
