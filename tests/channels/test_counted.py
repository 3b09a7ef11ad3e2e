"""What goes out to Telegram and Slack is counted by how it ended."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from headache_relief.channels.slack import connection, delivery
from headache_relief.channels.slack.access import Access
from headache_relief.channels.slack.faults import reason
from headache_relief.channels.telegram import post
from headache_relief.channels.telegram.pace import Pace
from headache_relief.channels.telegram.post import Post, reason_of
from headache_relief.metrics import instruments
from tests.channels.slack.fake_slack import BOT_TOKEN, FakeSlack


def counted(channel: str) -> dict[str, float]:
    found = {}
    for sample in next(iter(instruments.deliveries.collect())).samples:
        if sample.labels["channel"] == channel and sample.name.endswith("_total"):
            found[sample.labels["outcome"]] = sample.value
    return found


def more(channel: str, before: dict[str, float]) -> dict[str, float]:
    now = counted(channel)
    return {
        outcome: now[outcome] - before[outcome]
        for outcome in now
        if now[outcome] != before[outcome]
    }


@pytest.mark.parametrize(
    ("faults", "outcomes"),
    [
        ([], {"taken": 1}),
        ([RetryAfter(0), NetworkError("gone")], {"tried again": 2, "taken": 1}),
        ([Forbidden("blocked")], {"given up": 1}),
        ([NetworkError("gone"), BadRequest("chat not found")], {"tried again": 1, "given up": 1}),
    ],
)
async def test_telegram(monkeypatch, faults, outcomes):
    monkeypatch.setattr(post, "FIRST_PAUSE", 0.0)
    left = list(faults)

    async def call() -> None:
        if left:
            raise left.pop(0)

    before = counted("telegram")
    assert await Post(Pace(0)).send(1, call) == ("taken" in outcomes)
    assert more("telegram", before) == outcomes


async def test_slack():
    slack = FakeSlack().start()
    client = connection.client_for(Access(BOT_TOKEN, api=slack.url))
    messages: Any = SimpleNamespace(_slack=client)
    try:
        before = counted("slack")
        slack.rate_limits["auth.test"] = 1
        await delivery.Messages._call(messages, "auth.test")
        assert more("slack", before) == {"tried again": 1, "taken": 1}
        before = counted("slack")
        slack.failures["auth.test"] = "invalid_auth"
        assert await delivery.Messages._call(messages, "auth.test") is None
        assert more("slack", before) == {"given up": 1}
    finally:
        if client.session is not None:
            await client.session.close()
        slack.stop()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Chat not found", "chat not found"),
        ("Can't parse entities: unsupported tag trombone", "can't parse entities"),
        ("trombone", "for a reason that is not repeated here"),
        ("Message trombone: x", "for a reason that is not repeated here"),
    ],
)
def test_telegrams_reason_is_told_only_where_it_is_known(said, told):
    assert reason_of(BadRequest(said)) == told


@pytest.mark.parametrize(
    ("said", "told"),
    [("invalid_auth", "invalid_auth"), ("My head: trombone 7", "Refused"), (None, "Refused")],
)
def test_slacks_reason_is_told_only_where_it_is_a_code(said, told):
    class Refused(Exception):
        response = {"error": said}

    assert reason(Refused()) == told
