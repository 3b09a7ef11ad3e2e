"""Rasa's output channel of one turn: hands on each response as it is said, whole."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict, Text

from rasa.core.channels.channel import OutputChannel

Hand = Callable[[Dict[Text, Any]], Awaitable[None]]


class TurnOutput(OutputChannel):
    """What the assistant says in one turn.

    Rasa's own channels split a response into texts, buttons and the rest; here it stays one, with
    its `utter_action` and `view`.
    """

    def __init__(self, channel: str, hand: Hand) -> None:
        self._channel = channel
        self._hand = hand

    def name(self) -> Text:
        return self._channel

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        await self._hand(message)
