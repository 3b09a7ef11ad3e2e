"""Says a message again whose turn was overtaken, for callers that keep no inbox."""

from __future__ import annotations

from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from headache_relief.records.advisory_locks import TurnOvertaken

TRIES = 3


async def until_written(
    handle: Callable[[UserMessage], Awaitable[Any]], message: UserMessage
) -> Any:
    """What `handle` returns for the message; what was said in overtaken turns is forgotten.

    TurnOvertaken when others went on with the conversation each time, or at once when what was
    said can't be taken back.
    """
    for _ in range(TRIES - 1):
        try:
            return await handle(message)
        except TurnOvertaken:
            output = message.output_channel
            said = output.messages if isinstance(output, CollectingOutputChannel) else None
            if not isinstance(said, list):  # a stream has gone out already
                raise
            said.clear()
    return await handle(message)
