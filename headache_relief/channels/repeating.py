"""Says a message again whose turn was overtaken, for callers that keep no inbox."""

from __future__ import annotations

from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from headache_relief.records.advisory_locks import TurnOvertaken

TRIES = 3


async def until_written(
    handle: Callable[[UserMessage], Awaitable[Any]], message: UserMessage
) -> None:
    """Lets `handle` answer the message; what was said in overtaken turns is forgotten.

    The message's output must be a CollectingOutputChannel. TurnOvertaken when others went on with
    the conversation each time.
    """
    for _ in range(TRIES - 1):
        try:
            await handle(message)
            return
        except TurnOvertaken:
            said: CollectingOutputChannel = message.output_channel
            said.messages.clear()
    await handle(message)
