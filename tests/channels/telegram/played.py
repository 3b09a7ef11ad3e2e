"""An assistant that the tests play: it says what it is told to, and remembers as Rasa would."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Optional

from rasa.core.channels.channel import UserMessage

from headache_relief.records.written_turn import WrittenTurn

BUTTONS = [{"title": "Yes, go on", "payload": "Yes"}, {"title": "No, thanks", "payload": "No"}]
CHECKLIST: dict[str, Any] = {
    "text": "Any of these right now?",
    "buttons": [
        {"title": "None of these", "payload": "None of these"},
        {"title": "Fever / rash", "payload": "Fever / rash"},
        {"title": "Lost sight", "payload": "Lost sight"},
    ],
    "view": {"kind": "checklist", "question": "Any of these?", "none": "None of these"},
}


class PlayedAssistant:
    """Answers with `says(text)`; `gate` holds turns back."""

    def __init__(self) -> None:
        self.says: Callable[[str], dict[str, Any]] = lambda text: {
            "text": f"You said: {text}",
            "buttons": BUTTONS,
        }
        self.gate: Optional[asyncio.Event] = None
        self.heard: list[tuple[str, str]] = []
        self.erased: list[str] = []
        self.about: dict[str, Any] = {"emergency_number": "999"}
        self._events: dict[str, list[dict[str, Any]]] = {}

    async def answer(self, message: UserMessage) -> WrittenTurn:
        self.heard.append((message.sender_id, message.text))
        if self.gate is not None:
            await self.gate.wait()
        said = {"utter_action": "utter_ask_x", **self.says(message.text)}
        await message.output_channel.send_response(message.sender_id, dict(said))
        about = {"utter_action": said["utter_action"], "view": said.get("view")}
        self._events.setdefault(message.sender_id, []).extend(
            [
                {
                    "event": "user",
                    "message_id": message.message_id,
                    "text": message.text,
                    "timestamp": 1.0,
                },
                {
                    "event": "bot",
                    "text": said["text"],
                    "timestamp": 2.0,
                    "data": {"buttons": said.get("buttons")},
                    "metadata": about,
                },
            ]
        )
        return WrittenTurn()

    async def standing(self, conversation: str) -> dict[str, Any]:
        return {"stage": "describe", **self.about}

    async def events(self, conversation: str) -> list[dict[str, Any]]:
        return list(self._events.get(conversation, ()))

    async def erase(self, conversation: str) -> None:
        self.erased.append(conversation)
        self._events.pop(conversation, None)
