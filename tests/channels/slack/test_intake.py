"""Answers wait for deliveries that Slack wants acknowledged, and not for ever."""

from __future__ import annotations

import asyncio

import pytest

from headache_relief.channels.slack import intake as module
from headache_relief.channels.slack.intake import Intake


async def test_an_answer_begins_once_every_delivery_is_acknowledged():
    intake = Intake()
    with intake.delivery():
        with intake.delivery():
            answer = asyncio.create_task(intake.rest())
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not answer.done()
    await asyncio.wait_for(answer, 1)
    assert answer.done()


async def test_an_answer_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(module, "LONGEST_REST", 0.01)
    intake = Intake()
    with intake.delivery():
        await asyncio.wait_for(intake.rest(), 1)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(intake._quiet.wait(), 0.01)


async def test_a_delivery_that_fails_holds_nobody_back():
    intake = Intake()
    with pytest.raises(ValueError), intake.delivery():
        raise ValueError
    await asyncio.wait_for(intake.rest(), 1)
    assert intake._quiet.is_set()
