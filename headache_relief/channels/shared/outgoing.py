"""Rasa's output channel of one turn: keeps each response whole until the turn is written."""

from __future__ import annotations

from typing import Any, Dict, Text

from rasa.core.channels.channel import OutputChannel


class TurnOutput(OutputChannel):
    """What the assistant says in one turn, in `messages`.

    Rasa's own channels split a response into texts, buttons and the rest; here it stays one, with
    its `utter_action` and `view`. Nobody hears it before the turn is written: a turn that can't be
    is taken back with all that it said.
    """

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.messages: list[dict[str, Any]] = []

    def name(self) -> Text:
        return self._channel

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        self.messages.append(message)
