"""A turn that was overtaken is said again for callers that keep no inbox."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import QueueOutputChannel, RestInput

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
    overtaken = Overtaken(TRIES)
    with pytest.raises(TurnOvertaken):
        await until_written(
            overtaken.handle, UserMessage("hello", CollectingOutputChannel(), "ann")
        )
    assert overtaken.turns == TRIES


async def test_what_a_stream_has_said_is_not_said_again() -> None:
    overtaken = Overtaken(1)
    queue: asyncio.Queue[object] = asyncio.Queue()
    with pytest.raises(TurnOvertaken):
        await until_written(
            overtaken.handle, UserMessage("hello", QueueOutputChannel(queue), "ann")
        )
    assert overtaken.turns == 1


def test_the_rest_channel_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    monkeypatch.setattr(RestInput, "blueprint", lambda self, handle: given.append(handle))
    overtaken, output = Overtaken(1), CollectingOutputChannel()
    RestChannel().blueprint(overtaken.handle)
    asyncio.run(given[0](UserMessage("hello", output, "ann")))
    assert [each["text"] for each in output.messages] == ["turn 2"]
