"""A turn that was overtaken is said again for callers that keep no inbox."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from sanic import Sanic
from sanic.exceptions import ServiceUnavailable

from headache_relief.channels.repeating import TRIES, until_written
from headache_relief.channels.rest import RestChannel
from headache_relief.records.advisory_locks import TurnOvertaken


class Overtaken:
    """Speaks, and is overtaken so many times before its turn is written."""

    def __init__(self, times: int) -> None:
        self.turns = 0
        self._times = times

    async def handle(self, message: UserMessage) -> None:
        self.turns += 1
        await message.output_channel.send_text_message("x", f"turn {self.turns}")
        if self.turns <= self._times:
            raise TurnOvertaken("Somebody else was faster.")


async def test_the_turn_is_repeated_and_only_what_was_written_is_said() -> None:
    overtaken, output = Overtaken(1), CollectingOutputChannel()
    await until_written(overtaken.handle, UserMessage("hello", output, "ann"))
    assert [each["text"] for each in output.messages] == ["turn 2"]


async def test_a_turn_that_is_overtaken_each_time_fails() -> None:
    overtaken, output = Overtaken(TRIES), CollectingOutputChannel()
    with pytest.raises(TurnOvertaken):
        await until_written(overtaken.handle, UserMessage("hello", output, "ann"))
    assert overtaken.turns == TRIES


async def posted(overtaken: Overtaken, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the REST channel answers to a message."""
    monkeypatch.setattr(Sanic, "test_mode", True)
    app = Sanic("rest_alone")
    app.blueprint(RestChannel().blueprint(overtaken.handle))
    app.router.finalize()
    receive = next(iter(app.router.routes_all.values())).handler
    said = {"sender": "ann", "message": "hello", "input_channel": "web", "metadata": {"a": 1}}
    return await receive(SimpleNamespace(json=said))


async def test_the_rest_channel_answers_with_the_turn_that_was_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = await posted(Overtaken(1), monkeypatch)
    assert [each["text"] for each in json.loads(answer.body)] == ["turn 2"]


async def test_the_rest_channel_says_so_when_no_turn_could_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ServiceUnavailable):
        await posted(Overtaken(TRIES), monkeypatch)
