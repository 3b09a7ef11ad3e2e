"""The number to call is shown beside an emergency's words with the database away."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from tests.faults.said import DESCRIPTION, EMERGENCY
from tests.faults.test_database_away import moved_away


class WholeResponses(CollectingOutputChannel):
    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(message)


def test_an_emergency_shows_whom_to_call(assistant, loop, names, database_file) -> None:
    name = next(names)
    loop.run_until_complete(assistant.say(name, DESCRIPTION))
    heard = WholeResponses()
    with moved_away(database_file):
        loop.run_until_complete(assistant.agent.handle_message(UserMessage(EMERGENCY, heard, name)))
    assert [message["view"]["kind"] for message in heard.messages] == ["danger"]
