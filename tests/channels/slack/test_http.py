"""HTTP mode: what Slack signed just now, and nothing else."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request

import pytest

from tests.channels.slack.fake_slack import (
    FakeSlack,
    signed,
)
from tests.channels.slack.person import Person
from tests.channels.slack.played import Here, soon


def post(url: str, body: bytes, headers: dict[str, str], kind: str = "application/json") -> int:
    """The status with which a delivery is answered."""
    asked = urllib.request.Request(url, body, {"Content-Type": kind, **headers}, method="POST")
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def said(slack: FakeSlack, user: str, text: str) -> bytes:
    event = {
        "type": "message",
        "channel": f"D{user[1:]}",
        "channel_type": "im",
        "user": user,
        "text": text,
        "ts": slack.timestamp(),
    }
    return json.dumps(slack.event(event)).encode()


def test_a_signed_delivery_over_http_is_answered(open_here, slack):
    here, ann = open_here(http=True), Person(slack, "U0ANN")
    slack.until(lambda: [c for c in slack.calls if c.method == "auth.test"])
    body = said(slack, ann.user, "over http")
    soon(lambda: post(here.url, body, signed(body)) == 200)
    assert post(here.url, body, signed(body)) == 200
    ann.hears("I hear: over http")
    assert here.assistant.talk_of(ann.user) == ["over http"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "soon"},
        signed(b"another body"),
        "old",
        "another secret",
    ],
    ids=["unsigned", "no time", "another body", "old", "another secret"],
)
def test_a_delivery_that_slack_did_not_sign_just_now_is_refused(open_here, slack, headers):
    here = open_here(http=True)
    body = said(slack, "U0ANN", "forged")
    if headers == "old":
        headers = signed(body, at=time.time() - 301)
    elif headers == "another secret":
        headers = signed(body, secret="another")
    assert post(here.url, body, headers) == 401
    assert here.assistant.heard == []


def test_in_socket_mode_nothing_is_taken_over_http(here, slack):
    body = said(slack, "U0ANN", "by the wrong door")
    assert post(here.url, body, signed(body)) == 404


def test_slacks_question_whose_address_it_is_is_answered(open_here, slack):
    here = open_here(http=True)
    slack.until(lambda: [c for c in slack.calls if c.method == "auth.test"])
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    assert soon(lambda: post(here.url, body, signed(body)) == 200)


def test_without_tokens_the_channel_is_off(slack, tmp_path, monkeypatch):
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET"):
        monkeypatch.delenv(f"HEADACHE_RELIEF_SLACK_{name}", raising=False)
    here = Here(tmp_path)
    try:
        assert post(here.url, b"{}", {}) == 404
    finally:
        here.stop()
    assert slack.calls == []


def test_tokens_that_can_not_be_used_are_named_and_close_only_this_channel(
    slack, tmp_path, monkeypatch, caplog
):
    monkeypatch.setenv("HEADACHE_RELIEF_SLACK_BOT_TOKEN", "xapp-the-wrong-one")
    here = Here(tmp_path)
    try:
        assert post(here.url, b"{}", {}) == 404
    finally:
        here.stop()
    assert "HEADACHE_RELIEF_SLACK_BOT_TOKEN" in caplog.text
    assert "the-wrong-one" not in caplog.text
