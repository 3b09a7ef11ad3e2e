"""A turn that nobody hears: understood, decided and acted on as any other, and never stored."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor

from headache_relief.rasa_parts.outage import new_tracker

NAME = "rehearsal"


class Unheard(OutputChannel):
    """Collects what is said, each message whole."""

    def __init__(self) -> None:
        self.messages: list[Mapping[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(message)


async def rehearse(processor: MessageProcessor, text: str) -> Sequence[Mapping[str, Any]]:
    """What the assistant says to a text in a conversation of its own; raises whatever fails.

    Neither the store nor the lock is used.
    """
    unheard = Unheard()
    message = UserMessage(text, unheard, NAME, input_channel=NAME)
    tracker = new_tracker(processor, message)
    await processor._handle_message_with_tracker(message, tracker)
    await processor._run_prediction_loop(unheard, tracker)
    return unheard.messages
