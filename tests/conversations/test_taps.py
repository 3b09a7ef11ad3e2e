"""A tap means the same however often it was tapped before."""

from __future__ import annotations

import asyncio

from rasa.core.channels.channel import UserMessage

from headache_relief.serving.assistant import Assistant
from tests.conversations.conftest import Start


def test_a_button_that_was_offered_is_understood_as_when_it_was_typed(
    assistant: Assistant, loop: asyncio.AbstractEventLoop, start: Start
) -> None:
    processor = assistant.agent.processor

    def understood(text: str) -> object:
        return loop.run_until_complete(processor.parse_message(UserMessage(text)))

    offered = start(consent=False).say("hello").bot[-1]["buttons"]
    texts = [button["payload"] or button["title"] for button in offered]
    anew = [
        loop.run_until_complete(super(type(processor), processor).parse_message(UserMessage(text)))
        for text in texts
    ]
    assert [understood(text) for text in texts] == anew
    assert [understood(text) for text in texts] == anew
    assert all(processor._offered.understood(text) for text in texts)
