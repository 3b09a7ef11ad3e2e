"""The talk so far, in the form of the protocol."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from headache_relief.channels.shared.choices import ExchangedChoices, answered_view
from headache_relief.channels.shared.ports import House, Json
from headache_relief.records.talk import Spoken, spoken

ASSISTANT = "assistant"
PERSON = "person"


def person_message(identity: str, text: str, at: float) -> Json:
    """Something that the person said."""
    return message_of(identity, PERSON, text, at)


def message_of(
    identity: str,
    by: str,
    text: str,
    at: float,
    choices: Sequence[Json] = (),
    response: str = "",
    view: Optional[Mapping[str, Any]] = None,
    helpful: Optional[bool] = None,
) -> Json:
    """A Message of the protocol."""
    return {
        "id": identity,
        "from": by,
        "at": at,
        "text": text,
        "choices": list(choices),
        "response": response,
        "view": None if view is None else dict(view),
        "helpful": helpful,
    }


class History:
    """Reads what was said from the assistant's events."""

    def __init__(self, house: House, choices: ExchangedChoices) -> None:
        self._house = house
        self._choices = choices

    async def spoken(self, conversation: str) -> list[Spoken]:
        """All that was said, oldest first. StoreError."""
        return spoken(await self._house.assistant.events(conversation))

    async def messages(self, conversation: str) -> list[Json]:
        """The same as messages; only a question that is still open has choices. StoreError."""
        said = await self.spoken(conversation)
        helpful = await self._house.records.thumbs(conversation)
        last = max((n for n, each in enumerate(said) if each.by == PERSON), default=-1)
        return [
            await self._message(conversation, each, number > last, helpful.get(each.id))
            for number, each in enumerate(said)
        ]

    async def _message(
        self, conversation: str, said: Spoken, open_still: bool, helpful: Optional[bool]
    ) -> Json:
        choices: Sequence[Json] = ()
        view = answered_view(said.view)
        if open_still:
            choices, view = await self._choices.offer(
                conversation, said.id, said.buttons, said.view
            )
        return message_of(
            said.id, said.by, said.text, said.at, choices, said.response, view, helpful
        )
